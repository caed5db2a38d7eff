//! Why a command was refused or failed: sentences for standard error.

use protocol::Fault;
use std::fmt;

/// One or more sentences, each on a line of its own.
#[derive(Debug)]
pub(crate) struct Failure(Vec<String>);

impl Failure {
    pub(crate) fn of(sentence: impl Into<String>) -> Self {
        Self(vec![sentence.into()])
    }

    pub(crate) fn all(sentences: Vec<String>) -> Self {
        Self(sentences)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|sentence| writeln!(f, "{sentence}"))
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::of(fault.message)
    }
}

impl From<engine::OpenError> for Failure {
    fn from(error: engine::OpenError) -> Self {
        let way = match &error {
            engine::OpenError::Damaged(..) => " `backroom restore` puts it in the study's place.",
            _ => "",
        };
        Self::of(format!("{error}{way}"))
    }
}
