//! What a study is made of, as plain values. None of them can be sent anywhere: see `visibility`.

use crate::consent::Consent;
use crate::id::{
    EditId, GuideId, MemberId, MomentId, NoteId, ParticipantId, QuestionId, SessionId, SlotId, StudyId, TagId,
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
    /// Milliseconds by which a typed note's stamp goes before its first key, 0 to `LEAD_IN_LIMIT`.
    pub typed_lead_in: u32,
    /// The same for one-tap marks: a hand is slower than an eye.
    pub mark_lead_in: u32,
}

/// The longest lead-in, in milliseconds.
pub const LEAD_IN_LIMIT: u32 = 60_000;

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
    /// The tag that it belongs under.
    pub parent: Option<TagId>,
    /// What it does besides naming.
    pub effect: Option<Effect>,
    /// No longer offered; notes that have it keep it.
    pub retired: bool,
    /// The last edit; none before the first.
    pub edit: Option<EditId>,
}

words! {
    /// What a tag does besides naming.
    Effect {
        /// Its notes are for their author and the moderator.
        Private = "private",
        /// Its notes are guesses and never counted.
        Hunch = "hunch",
        /// The moderator's own mark for having led; for the moderator only.
        Led = "led",
    }
}

/// The names of the palette, chosen to be told apart by people who confuse colours, too.
pub const PALETTE: &[&str] =
    &["pain", "delight", "quote", "bug", "confusion", "surprise", "idea", "follow", "grey"];

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

/// An item's place in the guide that the session is run with: section and item, both from 0. Written `2.0`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemKey {
    /// The section.
    pub section: u16,
    /// The item in it.
    pub item: u16,
}

impl ItemKey {
    /// Reads `2.0`.
    pub fn parse(text: &str) -> Result<Self, crate::Refusal> {
        let parts = text.split_once('.').and_then(|(section, item)| {
            Some(Self { section: section.parse().ok()?, item: item.parse().ok()? })
        });
        parts
            .filter(|key| key.to_string() == text)
            .ok_or(crate::Refusal::Invalid { what: "The guide item", expected: "section and item like 2.0" })
    }
}

impl std::fmt::Display for ItemKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.section, self.item)
    }
}

words! {
    /// What happened to an item of the guide.
    ItemState {
        /// Not yet reached.
        Untouched = "untouched",
        /// Put to the participant.
        Asked = "asked",
        /// Left out on purpose.
        Skipped = "skipped",
    }
}

words! {
    /// How a task went.
    Outcome {
        /// Without trouble.
        Easily = "easily",
        /// With trouble, alone.
        WithDifficulty = "with_difficulty",
        /// With the moderator's help.
        WithHelp = "with_help",
        /// The result is wrong.
        Failed = "failed",
        /// Stopped trying.
        GaveUp = "gave_up",
        /// Thinks that it is done, and it is not.
        ThinksDone = "thinks_done",
        /// Was not given; in no denominator.
        NotTried = "not_tried",
    }
}

/// What became of a guide item in one session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemRun {
    /// The session.
    pub session_id: SessionId,
    /// Which item of the session's guide.
    pub item: ItemKey,
    /// What happened to it.
    pub state: ItemState,
    /// When; none while untouched.
    pub at: Option<Timestamp>,
    /// For tasks.
    pub outcome: Option<Outcome>,
    /// The last edit.
    pub edit: EditId,
}

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
