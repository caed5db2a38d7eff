//! What a session leaves behind at once: top 3, surprises, and what changes.

use super::{Author, Joined};
use crate::id::{DecisionId, EditId, EntryId, SessionId};
use crate::time::Timestamp;
use crate::words::words;

/// A session's debrief.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Debrief {
    /// The session.
    pub session_id: SessionId,
    /// When its timer began.
    pub started_at: Timestamp,
    /// How long it is to take.
    pub minutes: u16,
    /// When everybody's entries were shown.
    pub revealed_at: Option<Timestamp>,
    /// How many people handed theirs in.
    pub handed_in: u32,
    /// The last edit.
    pub edit: EditId,
}

/// One of a person's top 3, or their surprise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: EntryId,
    /// The session.
    pub session_id: SessionId,
    /// 1 to 3 for the top 3, 0 for the surprise.
    pub place: u8,
    /// What it says.
    pub text: String,
    /// The first entry of its group; none before they are shown.
    pub group: Option<EntryId>,
    /// Everybody's entries are shown.
    pub revealed: bool,
    /// Observers read its words as written.
    pub lifted: bool,
    /// Who handed it in.
    pub author: Author,
    /// What they are called.
    pub author_name: String,
    /// The sessions that they had joined by then.
    pub joined: Joined,
    /// First key press, by the console's clock, uncorrected.
    pub typed_from: Timestamp,
    /// Last key press, likewise.
    pub typed_to: Timestamp,
    /// The last edit.
    pub edit: EditId,
}

words! {
    /// What is changed.
    DecisionKind {
        /// The prototype: it goes into the ledger.
        Prototype = "prototype",
        /// A question for the next brief.
        Brief = "brief",
        /// The guide.
        Guide = "guide",
        /// Anything else.
        Other = "other",
    }
}

/// What changes after a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Its id.
    pub id: DecisionId,
    /// The session.
    pub session_id: SessionId,
    /// What is changed.
    pub kind: DecisionKind,
    /// How.
    pub text: String,
    /// For the prototype: the build that the session was run with.
    pub build_before: Option<String>,
    /// For the prototype: the build from now on.
    pub build: Option<String>,
    /// When it was recorded.
    pub made_at: Timestamp,
    /// Who recorded it.
    pub author: Author,
    /// What they are called.
    pub author_name: String,
    /// Taken back.
    pub removed: bool,
    /// The last edit.
    pub edit: EditId,
}
