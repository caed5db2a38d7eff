//! What is wrong with a file or a part of it: which file, which line, what was expected.

use std::fmt::Display;

/// Why a file cannot be read, as one sentence for the person who chose it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}{}: {message}.", line.map(|n| format!(", line {n}")).unwrap_or_default())]
pub struct Problem {
    /// The file's name as the person knows it.
    pub file: String,
    /// The line it happened in, from 1; `None` when it is about the whole file.
    pub line: Option<u32>,
    /// What is wrong and what was expected, without a full stop at the end.
    pub message: String,
}

impl Problem {
    pub(crate) fn whole(file: &str, message: impl Display) -> Self {
        Problem { file: file.to_owned(), line: None, message: message.to_string() }
    }

    pub(crate) fn at(file: &str, line: u32, message: impl Display) -> Self {
        Problem { file: file.to_owned(), line: Some(line), message: message.to_string() }
    }
}

/// Why a part of a file cannot be used: completes “Line 7: …”, without a full stop at the end.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Reason(String);

impl Reason {
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Reason(reason.into())
    }

    /// `content` is not `what` it should be, such as `a severity`.
    pub(crate) fn unlike(content: &str, what: &str, expected: &str) -> Self {
        Reason(format!("{} is not {what}; expected {expected}", shown(content)))
    }
}

/// Something in a file that was read and not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The line it begins in.
    pub line: u32,
    /// What it is called in the file.
    pub what: String,
    /// Why it was skipped.
    pub reason: Reason,
}

/// A piece of a file's content as it may stand in a sentence: quoted, on one line, at most 40 characters.
pub(crate) fn shown(content: &str) -> String {
    let mut short: String =
        content.trim().chars().take(40).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if content.trim().chars().nth(40).is_some() {
        short.push('…');
    }
    format!("“{short}”")
}
