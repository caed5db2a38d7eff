//! What a study is made of, as plain values. None of them can be sent anywhere: see `visibility`.

use crate::consent::Consent;
use crate::id::{
    EditId, GuideId, MemberId, NoteId, ParticipantId, QuestionId, SessionId, SlotId, StudyId, TagId,
};
use crate::permission::Role;
use crate::session::{Interval, Kind, Status};
use crate::time::{LocalInstant, Timestamp, local_instant};
use crate::words::words;
use chrono::NaiveDate;
use chrono_tz::Tz;

/// The study itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Study {
    /// Survives copying the file.
    pub id: StudyId,
    /// What it is called.
    pub title: String,
    /// The zone in which its days are planned.
    pub zone: Tz,
    /// What the moderator is called in notes.
    pub moderator_name: String,
    /// Observers read the room notes of the session that is open to them.
    pub observers_read_notes: bool,
    /// Observers see the guide.
    pub observers_see_guide: bool,
}

words! {
    /// What a slot is for.
    SlotKind {
        /// One session.
        Session = "session",
        /// A break, such as lunch.
        Break = "break",
        /// Hours in which somebody can step in.
        Reserve = "reserve",
    }
}

/// A piece of a day, in local time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Its id.
    pub id: SlotId,
    /// Local date.
    pub date: NaiveDate,
    /// Local minutes after midnight, 0 to 1439.
    pub start: u16,
    /// Minutes, 5 to 720.
    pub length: u16,
    /// The zone of date and start.
    pub zone: Tz,
    /// What it is for.
    pub kind: SlotKind,
    /// What the plan calls it; for the team only, since schedules carry names in it.
    pub label: String,
    /// The slot that took its place.
    pub moved_to: Option<SlotId>,
    /// Taken off the day (breaks and reserves; sessions are cancelled instead).
    pub removed: bool,
    /// The last edit.
    pub edit: EditId,
}

impl Slot {
    /// The instant at which it begins.
    pub fn starts_at(&self) -> LocalInstant {
        local_instant(self.date, self.start, self.zone)
    }
}

/// A participant's place in a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// 1 to 99; a session with one person has seat 1.
    pub number: u8,
    /// Who sits there.
    pub participant_id: ParticipantId,
    /// Their code.
    pub code: String,
    /// What the screener says of them.
    pub attributes: Vec<Attribute>,
}

/// One conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// The slot in which it is planned.
    pub slot_id: SlotId,
    /// What sort of conversation.
    pub kind: Kind,
    /// Where it stands.
    pub status: Status,
    /// Why it was cancelled or left out.
    pub reason: Option<String>,
    /// When it began.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// When its debrief closed; until then the room still reads its notes.
    pub debrief_closed_at: Option<Timestamp>,
    /// The guide version that it was run with.
    pub guide_id: Option<GuideId>,
    /// Where the call is.
    pub meeting_link: Option<String>,
    /// Who takes part.
    pub seats: Vec<Seat>,
    /// What was allowed; none before the decision.
    pub consent: Option<Consent>,
    /// Why it started without the participant's decision.
    pub override_reason: Option<String>,
    /// Breaks and gaps.
    pub intervals: Vec<Interval>,
    /// The last edit.
    pub edit: EditId,
}

impl Session {
    /// The participant did not agree to be observed: the room stays shut for this session.
    pub fn is_shut(&self) -> bool {
        self.consent.as_ref().is_some_and(|consent| !consent.observed)
    }

    /// Live or in debrief, and observed: what the room is about now.
    pub fn is_open_to_room(&self) -> bool {
        self.status.has_run()
            && self.debrief_closed_at.is_none()
            && self.consent.as_ref().is_some_and(|consent| consent.observed)
    }
}

/// One answer of the screener.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// The column.
    pub name: String,
    /// The answer.
    pub value: String,
    /// Observers may read it.
    pub public: bool,
}

/// A person being researched, without their name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    /// Their id.
    pub id: ParticipantId,
    /// How everybody knows them.
    pub code: String,
    /// Where they are, when not in the study's zone.
    pub zone: Option<Tz>,
    /// What the screener says.
    pub attributes: Vec<Attribute>,
    /// A real name or contact is kept, hidden.
    pub has_identity: bool,
}

/// A real name and contact: hidden, erasable, shown on demand only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// The real name.
    pub name: String,
    /// E-mail address or telephone number.
    pub contact: String,
}

/// A tag of the codebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its id.
    pub id: TagId,
    /// What is typed after `#`.
    pub name: String,
    /// One of the palette's names.
    pub color: String,
    /// One letter, upper case.
    pub hotkey: Option<char>,
    /// What it is for.
    pub description: String,
    /// Its place in the codebook.
    pub position: u32,
}

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
    /// Deleted; can be restored.
    pub deleted: bool,
    /// The last edit.
    pub edit: EditId,
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

words! {
    /// What an item of the guide asks for.
    ItemKind {
        /// A question to put.
        Question = "question",
        /// A task to give.
        Task = "task",
    }
}

/// A question or task of the guide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuideItem {
    /// Question or task.
    pub kind: ItemKind,
    /// The question, or the task's title.
    pub text: String,
    /// What is read aloud.
    pub wording: Option<String>,
    /// When a task counts as done.
    pub done_when: Option<String>,
    /// Planned minutes.
    pub minutes: Option<u16>,
    /// Must be asked in every session.
    pub must_ask: bool,
    /// What to follow up with.
    pub probes: Vec<String>,
}

/// A part of the guide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuideSection {
    /// Its heading.
    pub title: String,
    /// Planned minutes.
    pub minutes: Option<u16>,
    /// What is to be said or kept in mind.
    pub text: Vec<String>,
    /// Its questions and tasks.
    pub items: Vec<GuideItem>,
}

/// One version of the discussion guide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guide {
    /// Its id.
    pub id: GuideId,
    /// 1 for the first.
    pub version: u32,
    /// Its heading.
    pub title: String,
    /// What to say when somebody is distressed.
    pub support: Option<String>,
    /// Its parts.
    pub sections: Vec<GuideSection>,
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
