//! Marks by several people at one time.

use super::Author;
use crate::id::{EditId, MomentId, NoteId, SessionId};
use crate::time::Timestamp;
use crate::words::words;

words! {
    /// What a moment is taken for.
    MomentState {
        /// Several people marked at about the same time; nobody has said what it is.
        Offered = "offered",
        /// One moment.
        Accepted = "accepted",
        /// Marks of their own.
        Split = "split",
    }
}

/// Marks by different people at one time, and those who agreed. The notes stay as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Its id.
    pub id: MomentId,
    /// The session.
    pub session_id: SessionId,
    /// The first mark.
    pub note_id: NoteId,
    /// Key time of the first mark.
    pub at: Timestamp,
    /// What it is taken for.
    pub state: MomentState,
    /// How many of the team were present then.
    pub present: u32,
    /// The session is over: counts are no secret any more.
    pub over: bool,
    /// Who marked it, and who agreed.
    pub witnesses: Vec<Witness>,
    /// The last edit.
    pub edit: EditId,
}

impl Moment {
    /// At least two people pressed: fewer are no moment.
    pub fn is_shared(&self) -> bool {
        self.witnesses.len() > 1 && self.witnesses.iter().any(|witness| witness.note_id.is_some())
    }
}

/// Somebody who pressed for a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// Who.
    pub author: Author,
    /// Their mark; none for somebody who agreed.
    pub note_id: Option<NoteId>,
}

/// A moment's counts, for somebody who has pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witnessed {
    /// Who pressed.
    pub author: Author,
    /// The moment.
    pub moment: Moment,
}
