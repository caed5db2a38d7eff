//! People in the room, what they ask and what they take on.

use super::Author;
use super::ItemKey;
use crate::id::{EditId, EntryId, LinkId, MemberId, NoteId, QuestionId, SessionId};
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
        /// Nobody has looked at it yet.
        Suggested = "suggested",
        /// Passed on to the moderator.
        Passed = "passed",
        /// Waits, since it would bias what is to come.
        Held = "held",
        /// Another question stands for it.
        Merged = "merged",
        /// The guide asks it already.
        Covered = "covered",
        /// Put to the participant.
        Asked = "asked",
        /// Will not be put, with a reason.
        Declined = "declined",
        /// Its session is over: the next brief has it.
        Parked = "parked",
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
    /// Why it is held or was declined.
    pub reason: Option<String>,
    /// The question that stands for it.
    pub merged_into: Option<QuestionId>,
    /// What became of that, and why it is held or was declined.
    pub became: Option<(QuestionStatus, Option<String>)>,
    /// The item of the guide that asks it, and what that says.
    pub covered_by: Option<(ItemKey, String)>,
    /// When it was passed on.
    pub passed_at: Option<Timestamp>,
    /// Who passed it on, when that was not the moderator.
    pub passed_by: Option<String>,
    /// The notes that answer it.
    pub answers: Vec<NoteId>,
    /// Who wants to know it, too: whoever voted for it, or suggested or voted for what was merged into it.
    pub voters: Vec<MemberId>,
    /// Observers read its words as written.
    pub lifted: bool,
    /// The sessions that the asker had joined when it was suggested.
    pub joined: Joined,
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
    /// False for a note-taker who came by a code until the moderator lets them in.
    pub admitted: bool,
    /// The one session that their link is for.
    pub session_id: Option<SessionId>,
    /// The sessions that they joined so far.
    pub joined: Joined,
    /// When their last page closed; none while one is open. Not kept.
    pub last_seen: Option<Timestamp>,
    /// The address that they came from last. Not kept.
    pub network: Option<String>,
}

/// How many sessions somebody joined, from half of the active time on, of those that were open to the room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Joined {
    /// Joined.
    pub sessions: u32,
    /// Open to the room.
    pub of: u32,
}

/// A link to the room, without its token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its id.
    pub id: LinkId,
    /// The role that it gives.
    pub role: Role,
    /// Whom it is for; empty for nobody in particular.
    pub label: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// From when on it lets nobody in.
    pub expires_at: Option<Timestamp>,
    /// How many people it lets in.
    pub people: Option<u16>,
    /// How many came in by it.
    pub used: u32,
    /// The one session that it is for.
    pub session_id: Option<SessionId>,
}

/// A link, and the address that it is opened by as long as that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenLink {
    /// The link.
    pub link: Link,
    /// With its token; a secret. Not kept.
    pub address: Option<String>,
}

/// A code that can be spoken; a secret. Not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Eight letters and digits.
    pub code: String,
    /// The role that it gives.
    pub role: Role,
    /// Until when it counts.
    pub until: Timestamp,
}

/// Where a session stands in its guide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The session.
    pub session_id: SessionId,
    /// The part of the guide that it is about.
    pub section: Option<String>,
    /// The item that it is about.
    pub item: Option<String>,
    /// Since when.
    pub since: Option<Timestamp>,
    /// Items asked or skipped.
    pub done: u32,
    /// All items.
    pub items: u32,
}

/// What is one member's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mine {
    /// Whose.
    pub member: MemberId,
    /// Questions that they suggested.
    pub questions: Vec<QuestionId>,
    /// Questions that they want to know, too.
    pub votes: Vec<QuestionId>,
    /// Notes of what they saw, too.
    pub saw: Vec<NoteId>,
    /// Their entries of debriefs.
    pub entries: Vec<EntryId>,
    /// The sessions that they joined so far.
    pub joined: Joined,
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
    /// Note-takers come in without encryption, too.
    pub plain_http_note_takers: bool,
    /// Who can reach it, in sentences.
    pub says: String,
    /// The fingerprint's beginning in words.
    pub fingerprint_words: Option<String>,
    /// Every link that lets somebody in.
    pub links: Vec<OpenLink>,
    /// The codes that can be spoken.
    pub codes: Vec<Code>,
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

/// Why somebody waits at the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waits {
    /// The session is full.
    Full {
        /// The most members that the participant allowed.
        limit: u16,
        /// 1 for whoever is next.
        place: u32,
    },
    /// The moderator lets note-takers in who came by a code.
    Admission,
    /// Their link is for another session.
    Session(SessionId),
}

impl Waits {
    /// `full`, `admission` or `session`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Full { .. } => "full",
            Self::Admission => "admission",
            Self::Session(_) => "session",
        }
    }
}

/// The door, for somebody who waits before it; not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Door {
    /// Who waits.
    pub member: MemberId,
    /// Why.
    pub why: Waits,
}
