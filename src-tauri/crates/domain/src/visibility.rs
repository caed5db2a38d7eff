//! Who may see what. `reveal` decides; a `Visible` value hands out only the fields that its viewer may read.
//!
//! A field without an accessor cannot leave the engine, and an accessor gives nothing to a level it does not name: the
//! allow-list is `fields`, and the table of ARCHITECTURE.md is made from it.

mod fields;
mod table;

pub use fields::{AttributeSeen, MomentCounts, SeatSeen};
use table::Told;
pub use table::{Field, Row, as_text};

use crate::entity::{
    Audience, Author, Debrief, Decision, Door, Duty, Effect, Entry, Form, Guide, GuideFile, InboxItem,
    ItemRun, Member, Mine, Moment, Note, ObserversRead, Participant, Photo, Presence, Progress, Question,
    QuestionStatus, Room, Session, Slot, SlotKind, Study, StudyFile, Tag, Witnessed,
};
use crate::id::{MemberId, SessionId};
use crate::masking::Names;
use crate::permission::{Actor, Role};
use std::sync::Arc;

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

    /// The same, and the moderator as an author, too.
    fn wrote(self, author: &Author) -> bool {
        self.is(author) || (*author == Author::Moderator && self.level() == Level::Moderator)
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
    /// What participants' names are: observers read codes instead.
    pub names: Arc<Names>,
}

macro_rules! entities {
    ($($name:ident($type:ident)),* $(,)?) => {
        /// Anything that may be shown.
        #[derive(Clone, Copy, Debug)]
        #[allow(missing_docs, reason = "each variant is documented at its type")]
        pub enum Entity<'a> { $($name(&'a $type)),* }

        /// An entity as one viewer may read it.
        #[derive(Debug)]
        #[allow(missing_docs, reason = "each variant is documented at its type")]
        pub enum Revealed<'a> { $($name(Visible<'a, $type>)),* }

        /// Every kind of entity: who is shown it, and which of its fields.
        pub const TABLE: &[Row] = &[$(<$type as Told>::ROW),*];

        impl<'a> Entity<'a> {
            fn visible(self, viewer: Viewer, scene: &'a Scene) -> Revealed<'a> {
                let level = viewer.level();
                match self {
                    $(Self::$name(inner) => Revealed::$name(Visible { inner, level, viewer, scene })),*
                }
            }
        }
    };
}

entities! {
    Study(Study), Tag(Tag), Participant(Participant), Slot(Slot), Session(Session), Note(Note), Guide(Guide),
    Question(Question), Member(Member), Room(Room), Presence(Presence), Item(ItemRun), Duty(Duty), Moment(Moment),
    Witnessed(Witnessed), Form(Form), GuideFile(GuideFile), Photo(Photo), InboxItem(InboxItem), Door(Door),
    Progress(Progress), Mine(Mine), Debrief(Debrief), Entry(Entry), Decision(Decision), StudyFile(StudyFile),
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
    let seen = match entity {
        Entity::Study(_) | Entity::Room(_) | Entity::Presence(_) => true,
        Entity::Tag(tag) => tag_seen(tag, level),
        Entity::Participant(_) | Entity::Guide(_) => level >= Team,
        Entity::Slot(slot) => slot_seen(slot, level),
        Entity::Session(session) => session_seen(session, level),
        Entity::Note(note) => note_seen(note, viewer, scene),
        Entity::Question(question) => question_seen(question, viewer, scene),
        Entity::Member(_) => level >= Team || (level == Observer && scene.observers_see_names),
        Entity::Progress(progress) => room_sees(progress.session_id, level, scene),
        Entity::Mine(mine) => viewer.is(&Author::Member(mine.member)),
        Entity::Debrief(debrief) => room_sees(debrief.session_id, level, scene),
        Entity::Entry(entry) => entry_seen(entry, viewer, scene),
        Entity::Decision(decision) => !decision.removed && room_sees(decision.session_id, level, scene),
        Entity::Item(run) => team_sees(run.session_id, level, scene),
        Entity::Duty(duty) => team_sees(duty.session_id, level, scene),
        Entity::Moment(moment) => team_sees(moment.session_id, level, scene),
        Entity::Form(form) => team_sees(form.session_id, level, scene),
        Entity::GuideFile(_) | Entity::InboxItem(_) | Entity::StudyFile(_) => level == Moderator,
        Entity::Door(door) => viewer == Viewer::Member(door.member, Waiting),
        // Counts are for whoever has pressed, so that nobody herds.
        Entity::Witnessed(seen) => {
            team_sees(seen.moment.session_id, level, scene) && viewer.wrote(&seen.author)
        }
        Entity::Photo(photo) => photo_seen(photo, viewer, scene),
    };
    seen.then(|| entity.visible(viewer, scene))
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
    viewer.wrote(&entry.author) || (entry.revealed && room_sees(entry.session_id, viewer.level(), scene))
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
