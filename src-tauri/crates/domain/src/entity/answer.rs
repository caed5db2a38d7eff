//! Answers that people gave elsewhere: surveys, and diaries as dated rows.

use crate::Refusal;
use crate::id::{ParticipantId, SourceId};
use crate::time::Timestamp;

/// What a file with answers is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerKind {
    /// One row a person.
    Answers,
    /// Dated rows, several a person.
    Diary,
}

impl AnswerKind {
    /// `answers` or `diary`.
    pub fn word(self) -> &'static str {
        match self {
            AnswerKind::Answers => "answers",
            AnswerKind::Diary => "diary",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Result<Self, Refusal> {
        [AnswerKind::Answers, AnswerKind::Diary]
            .into_iter()
            .find(|kind| kind.word() == word)
            .ok_or(Refusal::Invalid { what: "The kind of answers", expected: "answers or diary" })
    }
}

/// A file with answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerSource {
    /// Its id; it stays when the file comes again.
    pub id: SourceId,
    /// The file's name.
    pub name: String,
    /// One row a person, or a diary.
    pub kind: AnswerKind,
    /// When it was imported last.
    pub imported_at: Timestamp,
    /// What was asked, in the file's order.
    pub columns: Vec<String>,
}

/// One row of such a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerRow {
    /// Its number in the source, from 1; it stays when the file comes again.
    pub row: u32,
    /// Who answered, when that is known.
    pub participant_id: Option<ParticipantId>,
    /// When: local date `2026-11-20`, or date and time `2026-11-20T19:30`.
    pub at: Option<String>,
    /// One for each of the source's columns; empty where nothing was answered.
    pub values: Vec<String>,
}
