//! People in the room, what they ask and what they take on.

use super::Author;
use crate::id::{EditId, MemberId, QuestionId, SessionId};
use crate::permission::Role;
use crate::time::Timestamp;
use crate::words::words;

words! {
    /// What one note-taker does for everybody.
    DutyKind {
        /// Keeps the guide: items and outcomes.
        Guide = "guide",
        /// Takes the questions from the room.
        Questions = "questions",
        /// Runs the debrief.
        Debrief = "debrief",
    }
}

/// A duty that somebody claimed for a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// The session.
    pub session_id: SessionId,
    /// What for.
    pub kind: DutyKind,
    /// Whose it is.
    pub holder: Author,
    /// What the holder is called.
    pub holder_name: String,
}

words! {
    /// When an observer's question should be put.
    When {
        /// If it can't wait.
        Now = "now",
        /// At the end of the task or topic.
        EndOfTask = "end_of_task",
        /// At the end.
        WrapUp = "wrap_up",
    }
}

words! {
    /// Where a question stands.
    QuestionStatus {
        /// On its way to the moderator.
        Suggested = "suggested",
        /// Put to the participant.
        Asked = "asked",
        /// Will not be put, with a reason.
        Declined = "declined",
    }
}

/// What an observer wants to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its id.
    pub id: QuestionId,
    /// The session in which it was suggested.
    pub session_id: SessionId,
    /// The question.
    pub text: String,
    /// When it should be put.
    pub when: When,
    /// Where it stands.
    pub status: QuestionStatus,
    /// Why it was declined.
    pub reason: Option<String>,
    /// Who wants to know.
    pub asker: Author,
    /// What the asker is called.
    pub asker_name: String,
    /// When it was suggested.
    pub suggested_at: Timestamp,
    /// When it was put.
    pub asked_at: Option<Timestamp>,
    /// The last edit.
    pub edit: EditId,
}

/// A person in the room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Their id.
    pub id: MemberId,
    /// What they are called.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Since when.
    pub joined_at: Timestamp,
    /// When they left or were removed.
    pub left_at: Option<Timestamp>,
}

/// The room as the moderator runs it. The links are secrets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// The server listens.
    pub open: bool,
    /// Since when.
    pub opened_at: Option<Timestamp>,
    /// Where pages find it, the best address first.
    pub addresses: Vec<String>,
    /// What an observer opens.
    pub observer_link: Option<String>,
    /// What a note-taker opens.
    pub note_taker_link: Option<String>,
    /// The certificate's fingerprint, to compare when a browser warns.
    pub fingerprint: Option<String>,
    /// Pages are served without encryption beyond this computer.
    pub plain_http: bool,
    /// When a page was last opened on another device, and what that was, such as `a phone`.
    pub tried: Option<(Timestamp, String)>,
}

/// Who has a page open now; not kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Presence {
    /// Note-takers with a page open.
    pub note_takers: u32,
    /// Observers with a page open.
    pub observers: u32,
    /// Whose pages are open.
    pub connected: Vec<MemberId>,
}

/// The door of a session that is full, for somebody who waits before it; not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Door {
    /// Who waits.
    pub member: MemberId,
    /// The most members that the participant allowed.
    pub limit: u16,
    /// 1 for whoever is next.
    pub place: u32,
}
