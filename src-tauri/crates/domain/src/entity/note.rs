//! Observations, who wrote them and who may read them.

use super::{Effect, Tag};
use crate::id::{EditId, MemberId, NoteId, ParticipantId, SessionId, TagId};
use crate::time::Timestamp;
use crate::words::words;

words! {
    /// Who may read a note.
    Audience {
        /// Everybody in the room.
        Room = "room",
        /// Moderator and note-takers.
        Team = "team",
        /// Author and moderator.
        Own = "own",
    }
}

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Author {
    /// The person at the console.
    Moderator,
    /// Somebody in the room.
    Member(MemberId),
    /// Somebody in a file that was imported.
    Imported,
}

impl Author {
    /// `moderator`, `imported`, or the member's id.
    pub fn key(&self) -> String {
        match self {
            Self::Moderator => "moderator".into(),
            Self::Member(id) => id.to_string(),
            Self::Imported => "imported".into(),
        }
    }
}

/// One observation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its id.
    pub id: NoteId,
    /// The session that it belongs to.
    pub session_id: SessionId,
    /// The stamp: when it happened.
    pub at: Timestamp,
    /// First key press, by the console's clock, uncorrected.
    pub typed_from: Timestamp,
    /// Last key press, likewise.
    pub typed_to: Timestamp,
    /// What it says; none for a mark.
    pub body: Option<String>,
    /// Its tags, in the order given.
    pub tags: Vec<TagId>,
    /// Whom it is about.
    pub who: Vec<ParticipantId>,
    /// 1 cosmetic, 2 minor, 3 major, 4 catastrophe.
    pub severity: Option<u8>,
    /// Who may read it.
    pub audience: Audience,
    /// Marked as important.
    pub starred: bool,
    /// Who wrote it.
    pub author: Author,
    /// What the author is called.
    pub author_name: String,
    /// A quote that was checked against the recording.
    pub checked: bool,
    /// Changed since it was committed.
    pub edited: bool,
    /// Passed on to observers who read only what is passed on.
    pub passed: bool,
    /// Observers read its words as written.
    pub lifted: bool,
    /// How many observers saw it, too.
    pub saw_too: u32,
    /// Deleted; can be restored.
    pub deleted: bool,
    /// The last edit.
    pub edit: EditId,
}

impl Note {
    /// Who may read it once the effects of its tags are counted.
    pub fn audience_with(&self, tags: &[Tag]) -> Audience {
        let closed = |effect| matches!(effect, Some(Effect::Private | Effect::Led));
        let own = tags.iter().any(|tag| closed(tag.effect) && self.tags.contains(&tag.id));
        if own { Audience::Own } else { self.audience }
    }
}
