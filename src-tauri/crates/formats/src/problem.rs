//! The one error of every reader: which file, which line, what was expected.

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
    pub(crate) fn whole(file: &str, message: impl Into<String>) -> Self {
        Problem { file: file.to_owned(), line: None, message: message.into() }
    }

    pub(crate) fn at(file: &str, line: u32, message: impl Into<String>) -> Self {
        Problem { file: file.to_owned(), line: Some(line), message: message.into() }
    }
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
