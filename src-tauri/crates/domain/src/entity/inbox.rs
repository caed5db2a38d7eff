//! Files that were found in the inbox.

use crate::Refusal;
use crate::id::{NoteId, SessionId};
use crate::time::Timestamp;
use crate::words::words;
use std::fmt;

words! {
    /// What a file of the inbox is.
    InboxKind {
        /// Sessions and their times.
        Schedule = "schedule",
        /// A discussion guide.
        Guide = "guide",
        /// Participants.
        Screener = "screener",
        /// Answers to a survey or unmoderated test.
        Answers = "answers",
        /// Dated answers.
        Diary = "diary",
        /// Notes of sessions that are over.
        Notes = "notes",
        /// Tags.
        Codebook = "codebook",
        /// What was said, with times.
        Transcript = "transcript",
        /// Sound or picture of a session.
        Recording = "recording",
        /// A still picture.
        Photo = "photo",
        /// Nothing that Backroom knows.
        Unknown = "unknown",
    }
}

impl InboxKind {
    /// Belongs to a session; everything else is read into the study.
    pub fn is_of_session(self) -> bool {
        matches!(self, Self::Transcript | Self::Recording | Self::Photo)
    }
}

words! {
    /// Where a file of the inbox stands.
    InboxState {
        /// It is being read.
        Reading = "reading",
        /// It waits for a decision.
        Offered = "offered",
        /// It was read into the study.
        Taken = "taken",
        /// It belongs to a session.
        Attached = "attached",
        /// It is let rest.
        Dismissed = "dismissed",
        /// It could not be read or is not known.
        Failed = "failed",
        /// It is no longer there.
        Missing = "missing",
    }
}

/// A file's id: the SHA-256 of its content, so that a moved or renamed file is the same one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash(String);

impl ContentHash {
    /// Reads 64 hexadecimal digits.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() == 64 && text.bytes().all(hex) {
            return Ok(Self(text.to_owned()));
        }
        Err(Refusal::Invalid { what: "A file's id", expected: "64 hexadecimal digits" })
    }

    /// Of a digest's 32 bytes.
    pub fn of(digest: [u8; 32]) -> Self {
        Self(digest.iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A file of the inbox. The file itself stays where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboxItem {
    /// Of its content; while it is read, and when it cannot be, of its name.
    pub id: ContentHash,
    /// Its name, with the folders inside the inbox, separated by `/`.
    pub name: String,
    /// What it is.
    pub kind: InboxKind,
    /// Where it stands.
    pub state: InboxState,
    /// Bytes.
    pub size: i64,
    /// When it was last changed, UTC milliseconds.
    pub modified_at: Timestamp,
    /// When it was found.
    pub found_at: Timestamp,
    /// What it is, what became of it, or why not.
    pub says: String,
    /// The session that it belongs to, or may belong to.
    pub session_id: Option<SessionId>,
    /// The note that it belongs to.
    pub note_id: Option<NoteId>,
    /// How much of it is read, in thousandths; while it is read.
    pub progress: Option<u16>,
    /// No longer in the folder; it counts as `missing` until it is back.
    pub missing: bool,
}

impl InboxItem {
    /// Where it stands as far as people are concerned.
    pub fn shown_state(&self) -> InboxState {
        if self.missing { InboxState::Missing } else { self.state }
    }
}
