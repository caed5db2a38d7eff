//! Who may see what. `reveal` decides; a `Visible` value hands out only the fields that its viewer may read.
//!
//! A field without an accessor here cannot leave the engine, and an accessor gives nothing to a level it does
//! not name: the allow-list is this file.

use crate::consent::Consent;
use crate::entity::{
    Attribute, Audience, Author, Debrief, Decision, Door, Duty, Effect, Entry, Form, Guide, GuideFile,
    InboxItem, ItemRun, Member, Mine, Moment, Note, ObserversRead, Participant, Photo, Presence, Progress,
    Question, QuestionStatus, Room, Session, Slot, SlotKind, Study, Tag, Witnessed,
};
use crate::id::{MemberId, SessionId};
use crate::permission::{Actor, Role};

/// How much of an entity a viewer may read. Later levels read more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Somebody in the room who waits at the door because the open session is full.
    Waiting,
    /// An observer.
    Observer,
    /// A note-taker.
    Team,
    /// The moderator.
    Moderator,
}

impl Level {
    /// Every level, the least first.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Observer, Self::Team, Self::Moderator];

    /// The level of whoever looks and does not wait at the door.
    pub fn of(viewer: Actor) -> Self {
        match viewer {
            Actor::Moderator => Self::Moderator,
            Actor::Member(_, Role::NoteTaker) => Self::Team,
            Actor::Member(_, Role::Observer) => Self::Observer,
        }
    }
}

/// Whoever a frame is for: everybody of a level, or one member besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Viewer {
    /// Everybody of the level.
    Level(Level),
    /// This member alone.
    Member(MemberId, Level),
}

impl Viewer {
    /// How much they may read.
    pub fn level(self) -> Level {
        match self {
            Self::Level(level) | Self::Member(_, level) => level,
        }
    }

    fn is(self, author: &Author) -> bool {
        matches!((self, author), (Self::Member(me, _), Author::Member(id)) if me == *id)
    }
}

/// What besides the entity itself decides who may see it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scene {
    /// The session that is live or in debrief and observed.
    pub open_session: Option<SessionId>,
    /// That session, and the most members whom its participant allowed, the moderator aside.
    pub limit: Option<(SessionId, u16)>,
    /// Sessions whose participant did not agree to be observed.
    pub shut_sessions: Vec<SessionId>,
    /// What observers read of the open session's room notes.
    pub observers_read: ObserversRead,
    /// Observers see the item of the guide that it is about now.
    pub observers_see_guide: bool,
    /// Observers see the names of who is in the room.
    pub observers_see_names: bool,
}

/// Anything that may be shown.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "each variant is documented at its type")]
pub enum Entity<'a> {
    Study(&'a Study),
    Tag(&'a Tag),
    Participant(&'a Participant),
    Slot(&'a Slot),
    Session(&'a Session),
    Note(&'a Note),
    Guide(&'a Guide),
    Question(&'a Question),
    Member(&'a Member),
    Room(&'a Room),
    Presence(&'a Presence),
    Item(&'a ItemRun),
    Duty(&'a Duty),
    Moment(&'a Moment),
    Witnessed(&'a Witnessed),
    Form(&'a Form),
    GuideFile(&'a GuideFile),
    Photo(&'a Photo),
    InboxItem(&'a InboxItem),
    Door(&'a Door),
    Progress(&'a Progress),
    Mine(&'a Mine),
    Debrief(&'a Debrief),
    Entry(&'a Entry),
    Decision(&'a Decision),
}

/// An entity as one viewer may read it.
#[derive(Debug)]
#[allow(missing_docs, reason = "each variant is documented at its type")]
pub enum Revealed<'a> {
    Study(Visible<'a, Study>),
    Tag(Visible<'a, Tag>),
    Participant(Visible<'a, Participant>),
    Slot(Visible<'a, Slot>),
    Session(Visible<'a, Session>),
    Note(Visible<'a, Note>),
    Guide(Visible<'a, Guide>),
    Question(Visible<'a, Question>),
    Member(Visible<'a, Member>),
    Room(Visible<'a, Room>),
    Presence(Visible<'a, Presence>),
    Item(Visible<'a, ItemRun>),
    Duty(Visible<'a, Duty>),
    Moment(Visible<'a, Moment>),
    Witnessed(Visible<'a, Witnessed>),
    Form(Visible<'a, Form>),
    GuideFile(Visible<'a, GuideFile>),
    Photo(Visible<'a, Photo>),
    InboxItem(Visible<'a, InboxItem>),
    Door(Visible<'a, Door>),
    Progress(Visible<'a, Progress>),
    Mine(Visible<'a, Mine>),
    Debrief(Visible<'a, Debrief>),
    Entry(Visible<'a, Entry>),
    Decision(Visible<'a, Decision>),
}

/// One entity for one viewer. Only `reveal` makes it.
#[derive(Debug)]
pub struct Visible<'a, T> {
    inner: &'a T,
    level: Level,
    viewer: Viewer,
    scene: &'a Scene,
}

/// The one decision: whether `viewer` may see the entity at all, and at which level.
pub fn reveal<'a>(entity: Entity<'a>, viewer: Viewer, scene: &'a Scene) -> Option<Revealed<'a>> {
    use Level::{Moderator, Observer, Team, Waiting};
    let level = viewer.level();
    Some(match entity {
        Entity::Study(inner) => Revealed::Study(Visible { inner, level, viewer, scene }),
        Entity::Tag(inner) if tag_seen(inner, level) => {
            Revealed::Tag(Visible { inner, level, viewer, scene })
        }
        Entity::Participant(inner) if level >= Team => {
            Revealed::Participant(Visible { inner, level, viewer, scene })
        }
        Entity::Slot(inner) if slot_seen(inner, level) => {
            Revealed::Slot(Visible { inner, level, viewer, scene })
        }
        Entity::Session(inner) if session_seen(inner, level) => {
            Revealed::Session(Visible { inner, level, viewer, scene })
        }
        Entity::Note(inner) if note_seen(inner, viewer, scene) => {
            Revealed::Note(Visible { inner, level, viewer, scene })
        }
        Entity::Guide(inner) if level >= Team => Revealed::Guide(Visible { inner, level, viewer, scene }),
        Entity::Question(inner) if question_seen(inner, viewer, scene) => {
            Revealed::Question(Visible { inner, level, viewer, scene })
        }
        Entity::Member(inner) if level >= Team || (level == Observer && scene.observers_see_names) => {
            Revealed::Member(Visible { inner, level, viewer, scene })
        }
        Entity::Progress(inner) if room_sees(inner.session_id, level, scene) => {
            Revealed::Progress(Visible { inner, level, viewer, scene })
        }
        Entity::Mine(inner) if viewer.is(&Author::Member(inner.member)) => {
            Revealed::Mine(Visible { inner, level, viewer, scene })
        }
        Entity::Debrief(inner) if room_sees(inner.session_id, level, scene) => {
            Revealed::Debrief(Visible { inner, level, viewer, scene })
        }
        Entity::Entry(inner) if entry_seen(inner, viewer, scene) => {
            Revealed::Entry(Visible { inner, level, viewer, scene })
        }
        Entity::Decision(inner) if !inner.removed && room_sees(inner.session_id, level, scene) => {
            Revealed::Decision(Visible { inner, level, viewer, scene })
        }
        Entity::Room(inner) => Revealed::Room(Visible { inner, level, viewer, scene }),
        Entity::Presence(inner) => Revealed::Presence(Visible { inner, level, viewer, scene }),
        Entity::Item(inner) if team_sees(inner.session_id, level, scene) => {
            Revealed::Item(Visible { inner, level, viewer, scene })
        }
        Entity::Duty(inner) if team_sees(inner.session_id, level, scene) => {
            Revealed::Duty(Visible { inner, level, viewer, scene })
        }
        Entity::Moment(inner) if team_sees(inner.session_id, level, scene) => {
            Revealed::Moment(Visible { inner, level, viewer, scene })
        }
        Entity::Form(inner) if team_sees(inner.session_id, level, scene) => {
            Revealed::Form(Visible { inner, level, viewer, scene })
        }
        Entity::GuideFile(inner) if level == Moderator => {
            Revealed::GuideFile(Visible { inner, level, viewer, scene })
        }
        Entity::Door(inner) if viewer == Viewer::Member(inner.member, Waiting) => {
            Revealed::Door(Visible { inner, level, viewer, scene })
        }
        // Counts are for whoever has pressed, so that nobody herds.
        Entity::Witnessed(inner) if team_sees(inner.moment.session_id, level, scene) => {
            let pressed = match inner.author {
                Author::Moderator => level == Moderator,
                _ => viewer.is(&inner.author),
            };
            if !pressed {
                return None;
            }
            Revealed::Witnessed(Visible { inner, level, viewer, scene })
        }
        Entity::Photo(inner) if photo_seen(inner, viewer, scene) => {
            Revealed::Photo(Visible { inner, level, viewer, scene })
        }
        Entity::InboxItem(inner) if level == Moderator => {
            Revealed::InboxItem(Visible { inner, level, viewer, scene })
        }
        Entity::Tag(_) | Entity::Participant(_) | Entity::Slot(_) | Entity::Session(_) => return None,
        Entity::Note(_) | Entity::Guide(_) | Entity::Member(_) | Entity::Question(_) => return None,
        Entity::Progress(_) | Entity::Mine(_) | Entity::Debrief(_) => return None,
        Entity::Entry(_) | Entity::Decision(_) => return None,
        Entity::Item(_) | Entity::Duty(_) | Entity::Moment(_) | Entity::Witnessed(_) => return None,
        Entity::Form(_) | Entity::GuideFile(_) | Entity::Door(_) => return None,
        Entity::Photo(_) | Entity::InboxItem(_) => return None,
    })
}

fn tag_seen(tag: &Tag, level: Level) -> bool {
    level == Level::Moderator || (level > Level::Waiting && tag.effect != Some(Effect::Led))
}

fn slot_seen(slot: &Slot, level: Level) -> bool {
    !slot.removed && (level > Level::Observer || (slot.moved_to.is_none() && slot.kind != SlotKind::Reserve))
}

/// Observers see what is to come and what is open to them, never earlier sessions; at the door what is to come.
fn session_seen(session: &Session, level: Level) -> bool {
    let to_come = session.status.takes_place() && !session.status.has_run();
    let now = session.status.is_live() || session.is_open_to_room();
    level > Level::Observer || to_come || (now && level > Level::Waiting)
}

fn team_sees(session: SessionId, level: Level, scene: &Scene) -> bool {
    match level {
        Level::Moderator => true,
        Level::Team => !scene.shut_sessions.contains(&session),
        Level::Observer | Level::Waiting => false,
    }
}

/// The open session is for everybody who is in; what was before is for the team.
fn room_sees(session: SessionId, level: Level, scene: &Scene) -> bool {
    team_sees(session, level, scene) || (level == Level::Observer && scene.open_session == Some(session))
}

/// One's own always; the others' once the team passed them on, for as long as their session is open.
fn question_seen(question: &Question, viewer: Viewer, scene: &Scene) -> bool {
    let passed = matches!(question.status, QuestionStatus::Passed | QuestionStatus::Asked);
    match viewer.level() {
        Level::Moderator | Level::Team => true,
        Level::Observer if passed && scene.open_session == Some(question.session_id) => true,
        Level::Observer | Level::Waiting => viewer.is(&question.asker),
    }
}

/// One's own; everybody's once they are shown. The moderator waits like the others, so that nobody follows.
fn entry_seen(entry: &Entry, viewer: Viewer, scene: &Scene) -> bool {
    let own = match entry.author {
        Author::Moderator => viewer.level() == Level::Moderator,
        _ => viewer.is(&entry.author),
    };
    own || (entry.revealed && room_sees(entry.session_id, viewer.level(), scene))
}

fn note_seen(note: &Note, viewer: Viewer, scene: &Scene) -> bool {
    if note.deleted {
        return false;
    }
    let shut = scene.shut_sessions.contains(&note.session_id);
    match viewer.level() {
        Level::Moderator => true,
        Level::Team => !shut && (note.audience != Audience::Own || viewer.is(&note.author)),
        Level::Observer => {
            !shut
                && note.audience == Audience::Room
                && match scene.observers_read {
                    ObserversRead::All => true,
                    ObserversRead::Passed => note.passed,
                    ObserversRead::None => false,
                }
                && scene.open_session == Some(note.session_id)
        }
        Level::Waiting => false,
    }
}

/// As its note is for the team; observers see none.
fn photo_seen(photo: &Photo, viewer: Viewer, scene: &Scene) -> bool {
    !photo.deleted
        && team_sees(photo.session_id, viewer.level(), scene)
        && (viewer.level() == Level::Moderator || photo.audience != Audience::Own || viewer.is(&photo.author))
}

impl<'a, T> Visible<'a, T> {
    fn for_level<V>(&self, least: Level, value: V) -> Option<V> {
        (self.level >= least).then_some(value)
    }
}

macro_rules! everyone {
    ($type:ident { $($field:ident: $out:ty),* $(,)? }) => {
        impl<'a> Visible<'a, $type> {$(
            /// For everyone who may see the entity.
            pub fn $field(&self) -> &'a $out { &self.inner.$field }
        )*}
    };
}

macro_rules! only {
    ($least:ident, $type:ident { $($field:ident: $out:ty),* $(,)? }) => {
        impl<'a> Visible<'a, $type> {$(
            #[doc = concat!("From the level `", stringify!($least), "` on.")]
            pub fn $field(&self) -> Option<&'a $out> { self.for_level(Level::$least, &self.inner.$field) }
        )*}
    };
}

everyone!(Study {
    id: crate::id::StudyId,
    title: String,
    zone: chrono_tz::Tz,
    observers_read: ObserversRead,
    observers_see_guide: bool,
    observers_see_names: bool,
});
only!(Team, Study {
    typed_lead_in: u32,
    mark_lead_in: u32,
    segment: Option<String>,
    quotas: Vec<crate::entity::Quota>,
    build: Option<String>,
});
only!(Moderator, Study {
    moderator_name: String,
    inbox_folder: Option<String>,
    guide_path: Option<String>,
});

everyone!(Tag { id: crate::id::TagId, name: String, color: String, position: u32, retired: bool });
only!(Team, Tag {
    hotkey: Option<char>,
    description: String,
    parent: Option<crate::id::TagId>,
    effect: Option<Effect>,
});

only!(Team, Participant {
    id: crate::id::ParticipantId,
    code: String,
    zone: Option<chrono_tz::Tz>,
    attributes: Vec<Attribute>,
});
only!(Moderator, Participant { has_identity: bool, incentive: Option<crate::entity::Incentive> });

everyone!(Slot {
    id: crate::id::SlotId,
    date: chrono::NaiveDate,
    start: u16,
    length: u16,
    zone: chrono_tz::Tz,
    kind: SlotKind,
});
only!(Team, Slot {
    label: String,
    moved_to: Option<crate::id::SlotId>,
    fixed: bool,
    on_call: Vec<crate::entity::OnCall>,
});
impl Visible<'_, Slot> {
    /// The instant of its start.
    pub fn starts_at(&self) -> crate::time::LocalInstant {
        self.inner.starts_at()
    }

    /// Its clocks change on that day.
    pub fn clocks_change(&self) -> bool {
        crate::time::clocks_change(self.inner.date, self.inner.zone)
    }
}

everyone!(Session {
    id: SessionId,
    slot_id: crate::id::SlotId,
    kind: crate::session::Kind,
    status: crate::session::Status,
    started_at: Option<crate::time::Timestamp>,
    ended_at: Option<crate::time::Timestamp>,
    debrief_closed_at: Option<crate::time::Timestamp>,
    intervals: Vec<crate::session::Interval>,
});
only!(Team, Session {
    guide_id: Option<crate::id::GuideId>,
    recording_checked_at: Option<crate::time::Timestamp>,
    right_person: Option<crate::entity::RightPerson>,
    build: Option<String>,
    section_order: Option<Vec<u16>>,
    withdrawn: bool,
});
only!(Moderator, Session {
    reason: Option<String>,
    meeting_link: Option<String>,
    override_reason: Option<String>,
    watch: bool,
});
impl<'a> Visible<'a, Session> {
    /// Nobody but the moderator reads along.
    pub fn is_shut(&self) -> bool {
        self.inner.is_shut()
    }

    /// The room is about this session now.
    pub fn is_open_to_room(&self) -> bool {
        self.inner.is_open_to_room()
    }

    /// Where the call is, while the room may join it.
    pub fn watch_link(&self) -> Option<&'a str> {
        let open = self.inner.watch && self.inner.is_open_to_room() && self.level > Level::Waiting;
        self.inner.meeting_link.as_deref().filter(|_| open)
    }

    /// Seats with the attributes that the viewer may read.
    pub fn seats(&self) -> impl Iterator<Item = SeatSeen<'a>> {
        let team = self.level >= Level::Team;
        self.inner.seats.iter().map(move |seat| SeatSeen {
            number: seat.number,
            code: &seat.code,
            participant_id: team.then_some(seat.participant_id),
            attributes: seat.attributes.iter().filter(|attribute| team || attribute.public).collect(),
            status: team.then_some(seat.status),
            consent: self.for_level(Level::Moderator, seat.consent.as_ref()).flatten(),
        })
    }

    /// The scopes, for the team.
    pub fn consent(&self) -> Option<&'a Consent> {
        self.for_level(Level::Team, self.inner.consent.as_ref()).flatten()
    }
}

/// A seat as one viewer may read it.
#[derive(Clone, Debug)]
pub struct SeatSeen<'a> {
    /// 1 to 99.
    pub number: u8,
    /// The participant's code.
    pub code: &'a str,
    /// For the team.
    pub participant_id: Option<crate::id::ParticipantId>,
    /// For observers only those of public columns.
    pub attributes: Vec<&'a Attribute>,
    /// For the team.
    pub status: Option<crate::entity::SeatStatus>,
    /// For the moderator: nobody else is told who refused.
    pub consent: Option<&'a Consent>,
}

everyone!(Note {
    id: crate::id::NoteId,
    session_id: SessionId,
    at: crate::time::Timestamp,
    body: Option<String>,
    tags: Vec<crate::id::TagId>,
    severity: Option<u8>,
    edited: bool,
    checked: bool,
});
only!(Team, Note {
    who: Vec<crate::id::ParticipantId>,
    audience: Audience,
    starred: bool,
    author: Author,
    author_name: String,
    edit: crate::id::EditId,
    passed: bool,
    lifted: bool,
    saw_too: u32,
});

only!(Team, Guide {
    id: crate::id::GuideId,
    version: u32,
    title: String,
    sections: Vec<crate::entity::GuideSection>,
    support: Option<String>,
});
only!(Team, Guide { made_at: crate::time::Timestamp });

everyone!(Question {
    id: crate::id::QuestionId,
    session_id: SessionId,
    text: String,
    when: crate::entity::When,
    status: QuestionStatus,
    suggested_at: crate::time::Timestamp,
    passed_at: Option<crate::time::Timestamp>,
    asked_at: Option<crate::time::Timestamp>,
});
only!(Team, Question {
    asker: Author,
    asker_name: String,
    answers: Vec<crate::id::NoteId>,
    voters: Vec<MemberId>,
    passed_by: Option<String>,
    lifted: bool,
    joined: crate::entity::Joined,
});
impl<'a> Visible<'a, Question> {
    fn for_asker<V>(&self, value: V) -> Option<V> {
        (self.level >= Level::Team || self.viewer.is(&self.inner.asker)).then_some(value)
    }

    /// Some notes answer it.
    pub fn answered(&self) -> bool {
        !self.inner.answers.is_empty()
    }

    /// For the team and the asker; of the question that stands for it once it is merged.
    pub fn reason(&self) -> Option<&'a str> {
        let reason = match &self.inner.became {
            Some((_, reason)) => reason,
            None => &self.inner.reason,
        };
        self.for_asker(reason.as_deref()).flatten()
    }

    /// What became of the question that it was merged into, for the team and the asker.
    pub fn became(&self) -> Option<QuestionStatus> {
        self.for_asker(self.inner.became.as_ref().map(|(status, _)| *status)).flatten()
    }

    /// For the team and the asker.
    pub fn merged_into(&self) -> Option<crate::id::QuestionId> {
        self.for_asker(self.inner.merged_into).flatten()
    }

    /// The guide's item in words, for the team; for the asker when observers see the guide.
    pub fn covered_by(&self) -> Option<&'a str> {
        let seen = self.level >= Level::Team || self.scene.observers_see_guide;
        let (_, text) = self.for_asker(self.inner.covered_by.as_ref()).flatten().filter(|_| seen)?;
        Some(text)
    }
}

everyone!(Member { id: MemberId, name: String, role: Role });
only!(Team, Member {
    joined_at: crate::time::Timestamp,
    left_at: Option<crate::time::Timestamp>,
    admitted: bool,
    joined: crate::entity::Joined,
});
only!(Moderator, Member {
    last_seen: Option<crate::time::Timestamp>,
    network: Option<String>,
    session_id: Option<SessionId>,
});

everyone!(Door { member: MemberId, why: crate::entity::Waits });

everyone!(Progress {
    session_id: SessionId,
    since: Option<crate::time::Timestamp>,
    done: u32,
    items: u32,
});
impl<'a> Visible<'a, Progress> {
    fn of_guide(&self, text: &'a Option<String>) -> Option<&'a str> {
        text.as_deref().filter(|_| self.level >= Level::Team || self.scene.observers_see_guide)
    }

    /// For the team; for observers when they see the guide.
    pub fn section(&self) -> Option<&'a str> {
        self.of_guide(&self.inner.section)
    }

    /// For the team; for observers when they see the guide.
    pub fn item(&self) -> Option<&'a str> {
        self.of_guide(&self.inner.item)
    }
}

everyone!(Mine {
    member: MemberId,
    questions: Vec<crate::id::QuestionId>,
    votes: Vec<crate::id::QuestionId>,
    saw: Vec<crate::id::NoteId>,
    entries: Vec<crate::id::EntryId>,
    joined: crate::entity::Joined,
});

everyone!(Debrief {
    session_id: SessionId,
    started_at: crate::time::Timestamp,
    minutes: u16,
    revealed_at: Option<crate::time::Timestamp>,
    handed_in: u32,
});

everyone!(Entry {
    id: crate::id::EntryId,
    session_id: SessionId,
    place: u8,
    text: String,
    group: Option<crate::id::EntryId>,
    joined: crate::entity::Joined,
});
only!(Team, Entry { author: Author, lifted: bool });
impl<'a> Visible<'a, Entry> {
    /// For the team; for observers when they see names.
    pub fn author_name(&self) -> Option<&'a str> {
        let seen = self.level >= Level::Team || self.scene.observers_see_names;
        seen.then_some(self.inner.author_name.as_str())
    }
}

everyone!(Decision {
    id: crate::id::DecisionId,
    session_id: SessionId,
    kind: crate::entity::DecisionKind,
    text: String,
    made_at: crate::time::Timestamp,
});
only!(Team, Decision { build_before: Option<String>, build: Option<String>, author_name: String });

everyone!(Room { open: bool, plain_http: bool });
only!(Moderator, Room {
    addresses: Vec<String>,
    observer_link: Option<String>,
    note_taker_link: Option<String>,
    fingerprint: Option<String>,
    tried: Option<(crate::time::Timestamp, String)>,
    says: String,
    fingerprint_words: Option<String>,
    links: Vec<crate::entity::OpenLink>,
    codes: Vec<crate::entity::Code>,
});

only!(Team, ItemRun {
    session_id: SessionId,
    item: crate::entity::ItemKey,
    state: crate::entity::ItemState,
    at: Option<crate::time::Timestamp>,
    outcome: Option<crate::entity::Outcome>,
    started_at: Option<crate::time::Timestamp>,
    stopped_at: Option<crate::time::Timestamp>,
    took: Option<i64>,
    assists: u8,
    errors: u8,
    seq: Option<u8>,
});

only!(
    Team,
    Form {
        session_id: SessionId,
        participant_id: crate::id::ParticipantId,
        kind: crate::entity::FormKind,
        answers: Vec<u8>,
    }
);
impl Visible<'_, Form> {
    /// The score, for the team.
    pub fn score(&self) -> Option<f64> {
        self.for_level(Level::Team, self.inner.score())
    }
}

only!(
    Moderator,
    GuideFile {
        state: crate::entity::GuideFileState,
        says: Option<String>,
        read_at: Option<crate::time::Timestamp>,
    }
);

only!(
    Team,
    Duty { session_id: SessionId, kind: crate::entity::DutyKind, holder: Author, holder_name: String }
);

only!(
    Team,
    Moment {
        id: crate::id::MomentId,
        session_id: SessionId,
        note_id: crate::id::NoteId,
        at: crate::time::Timestamp,
        state: crate::entity::MomentState,
    }
);
impl Visible<'_, Moment> {
    /// Marks, agreements and those present: once the session is over.
    pub fn counts(&self) -> Option<MomentCounts> {
        (self.level >= Level::Team && self.inner.over).then(|| MomentCounts::of(self.inner))
    }
}

/// How many marked a moment and how many agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MomentCounts {
    /// The marks that belong to it.
    pub notes: Vec<crate::id::NoteId>,
    /// People who agreed.
    pub agreed: usize,
    /// How many of the team were present then.
    pub present: u32,
}

impl MomentCounts {
    fn of(moment: &Moment) -> Self {
        let notes: Vec<_> = moment.witnesses.iter().filter_map(|witness| witness.note_id).collect();
        Self { agreed: moment.witnesses.len() - notes.len(), notes, present: moment.present }
    }
}

impl<'a> Visible<'a, Witnessed> {
    /// Who pressed.
    pub fn author(&self) -> &'a Author {
        &self.inner.author
    }

    /// The moment.
    pub fn moment_id(&self) -> crate::id::MomentId {
        self.inner.moment.id
    }

    /// Its session.
    pub fn session_id(&self) -> SessionId {
        self.inner.moment.session_id
    }

    /// What whoever has pressed may know.
    pub fn counts(&self) -> MomentCounts {
        MomentCounts::of(&self.inner.moment)
    }
}

everyone!(Presence { note_takers: u32, observers: u32 });
only!(Team, Presence { connected: Vec<MemberId> });

only!(
    Team,
    Photo {
        id: crate::id::PhotoId,
        note_id: crate::id::NoteId,
        session_id: SessionId,
        name: String,
        media_type: crate::entity::PhotoType,
        size: u32,
    }
);

only!(Moderator, InboxItem {
    id: crate::entity::ContentHash,
    name: String,
    kind: crate::entity::InboxKind,
    size: i64,
    progress: Option<u16>,
    found_at: crate::time::Timestamp,
    says: String,
    session_id: Option<SessionId>,
    note_id: Option<crate::id::NoteId>,
});
impl Visible<'_, InboxItem> {
    /// For the moderator.
    pub fn state(&self) -> Option<crate::entity::InboxState> {
        self.for_level(Level::Moderator, self.inner.shown_state())
    }
}
