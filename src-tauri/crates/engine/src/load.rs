//! Entities by kind and id, as they are now.

use crate::attendance::Roll;
use crate::progress;
use crate::queue::{DoorState, Visits};
use crate::secret;
use domain::Refusal;
use domain::entity::{
    Author, ContentHash, Debrief, Decision, Door, Duty, DutyKind, Entry, Form, FormKind, Guide, GuideFile,
    InboxItem, ItemKey, ItemRun, Member, Mine, Moment, Note, Participant, Photo, Presence, Progress,
    Question, Room, Session, Slot, Study, StudyFile, Tag, Witnessed,
};
use domain::id::{
    DecisionId, EntryId, MemberId, MomentId, NoteId, ParticipantId, PhotoId, QuestionId, SessionId, SlotId,
    TagId,
};
use domain::masking::Names;
use domain::visibility::{Entity, Scene};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{StoreError, Tables};

/// The kinds of entities, by their words on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    Study,
    Tag,
    Participant,
    Slot,
    Session,
    Note,
    Guide,
    Question,
    Member,
    Room,
    Presence,
    Door,
    Item,
    Duty,
    Moment,
    Witnessed,
    Form,
    GuideFile,
    InboxItem,
    Photo,
    Progress,
    Mine,
    Debrief,
    Entry,
    Decision,
    StudyFile,
}

impl Kind {
    const ALL: [(Self, &'static str); 26] = [
        (Self::Study, "study"),
        (Self::Tag, "tag"),
        (Self::Participant, "participant"),
        (Self::Slot, "slot"),
        (Self::Session, "session"),
        (Self::Note, "note"),
        (Self::Guide, "guide"),
        (Self::Question, "question"),
        (Self::Member, "member"),
        (Self::Room, "room"),
        (Self::Presence, "presence"),
        (Self::Door, "door"),
        (Self::Item, "item"),
        (Self::Duty, "duty"),
        (Self::Moment, "moment"),
        (Self::Witnessed, "witnessed"),
        (Self::Form, "form"),
        (Self::GuideFile, "guide_file"),
        (Self::Photo, "photo"),
        (Self::InboxItem, "inbox_item"),
        (Self::Progress, "progress"),
        (Self::Mine, "mine"),
        (Self::Debrief, "debrief"),
        (Self::Entry, "entry"),
        (Self::Decision, "decision"),
        (Self::StudyFile, "study_file"),
    ];

    /// A change of one may change what members see of others.
    pub(crate) fn stirs(self) -> bool {
        matches!(self, Self::Study | Self::Session | Self::Participant)
    }

    pub(crate) fn word(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, word)| word)
    }

    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(kind, _)| *kind)
    }
}

/// An entity as it is now.
pub(crate) enum Loaded {
    Study(Study),
    Tag(Tag),
    Participant(Participant),
    Slot(Slot),
    Session(Session),
    Note(Note),
    Guide(Guide),
    Question(Question),
    Member(Member),
    Room(Room),
    Presence(Presence),
    Door(Door),
    Item(ItemRun),
    Duty(Duty),
    Moment(Moment),
    Witnessed(Witnessed),
    Form(Form),
    GuideFile(GuideFile),
    Photo(Photo),
    InboxItem(InboxItem),
    Progress(Progress),
    Mine(Mine),
    Debrief(Debrief),
    Entry(Entry),
    Decision(Decision),
    StudyFile(StudyFile),
}

impl Loaded {
    pub(crate) fn entity(&self) -> Entity<'_> {
        match self {
            Self::Study(value) => Entity::Study(value),
            Self::Tag(value) => Entity::Tag(value),
            Self::Participant(value) => Entity::Participant(value),
            Self::Slot(value) => Entity::Slot(value),
            Self::Session(value) => Entity::Session(value),
            Self::Note(value) => Entity::Note(value),
            Self::Guide(value) => Entity::Guide(value),
            Self::Question(value) => Entity::Question(value),
            Self::Member(value) => Entity::Member(value),
            Self::Room(value) => Entity::Room(value),
            Self::Presence(value) => Entity::Presence(value),
            Self::Door(value) => Entity::Door(value),
            Self::Item(value) => Entity::Item(value),
            Self::Duty(value) => Entity::Duty(value),
            Self::Moment(value) => Entity::Moment(value),
            Self::Witnessed(value) => Entity::Witnessed(value),
            Self::Form(value) => Entity::Form(value),
            Self::GuideFile(value) => Entity::GuideFile(value),
            Self::Photo(value) => Entity::Photo(value),
            Self::InboxItem(value) => Entity::InboxItem(value),
            Self::Progress(value) => Entity::Progress(value),
            Self::Mine(value) => Entity::Mine(value),
            Self::Debrief(value) => Entity::Debrief(value),
            Self::Entry(value) => Entity::Entry(value),
            Self::Decision(value) => Entity::Decision(value),
            Self::StudyFile(value) => Entity::StudyFile(value),
        }
    }

    /// The one member to whom it may be shown besides everybody of a level: whoever made it.
    pub(crate) fn own_member(&self) -> Option<MemberId> {
        match self {
            Self::Note(Note { author: Author::Member(id), .. })
            | Self::Question(Question { asker: Author::Member(id), .. })
            | Self::Photo(Photo { author: Author::Member(id), .. })
            | Self::Witnessed(Witnessed { author: Author::Member(id), .. })
            | Self::Entry(Entry { author: Author::Member(id), .. })
            | Self::Mine(Mine { member: id, .. })
            | Self::Door(Door { member: id, .. }) => Some(*id),
            _ => None,
        }
    }

    /// The session whose scope it belongs to; none belongs to the study's.
    pub(crate) fn session(&self) -> Option<SessionId> {
        match self {
            Self::Note(note) => Some(note.session_id),
            Self::Item(item) => Some(item.session_id),
            Self::Duty(duty) => Some(duty.session_id),
            Self::Moment(moment) => Some(moment.session_id),
            Self::Witnessed(seen) => Some(seen.moment.session_id),
            Self::Form(form) => Some(form.session_id),
            Self::Photo(photo) => Some(photo.session_id),
            Self::Progress(progress) => Some(progress.session_id),
            Self::Debrief(debrief) => Some(debrief.session_id),
            Self::Entry(entry) => Some(entry.session_id),
            _ => None,
        }
    }
}

/// What is not kept in the file.
#[derive(Clone, Default)]
pub(crate) struct Volatile {
    pub(crate) room: Room,
    pub(crate) presence: Presence,
    pub(crate) door: DoorState,
    /// Who came from where, and when they were seen last.
    pub(crate) visits: Visits,
    /// Wrong codes since the codes were made or replaced.
    pub(crate) wrong_codes: u8,
    /// None while no file is followed, or before it was read.
    pub(crate) guide_file: Option<GuideFile>,
    pub(crate) study_file: StudyFile,
    /// Files of the inbox that are being read or cannot be, by the id of their name.
    pub(crate) reading: BTreeMap<ContentHash, InboxItem>,
}

/// Reads one entity.
pub(crate) fn load(
    tables: Tables<'_>,
    volatile: &Volatile,
    kind: Kind,
    id: &str,
) -> Result<Option<Loaded>, StoreError> {
    // Ids come from change rows, which the engine wrote itself.
    fn read<I, T>(
        id: Result<I, Refusal>,
        read: impl FnOnce(I) -> Result<Option<T>, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        id.map_or(Ok(None), read)
    }
    Ok(match kind {
        Kind::Study => Some(Loaded::Study(tables.study()?)),
        Kind::Tag => read(TagId::parse(id), |id| tables.tag(id))?.map(Loaded::Tag),
        Kind::Participant => {
            read(ParticipantId::parse(id), |id| tables.participant(id))?.map(Loaded::Participant)
        }
        Kind::Slot => read(SlotId::parse(id), |id| tables.slot(id))?.map(Loaded::Slot),
        Kind::Session => read(SessionId::parse(id), |id| tables.session(id))?.map(Loaded::Session),
        Kind::Note => read(NoteId::parse(id), |id| tables.note(id))?.map(Loaded::Note),
        Kind::Guide => {
            tables.guides()?.into_iter().find(|guide| guide.id.to_string() == id).map(Loaded::Guide)
        }
        Kind::Question => read(QuestionId::parse(id), |id| tables.question(id))?.map(Loaded::Question),
        Kind::Member => read(MemberId::parse(id), |id| tables.member(id))?
            .filter(|member| member.left_at.is_none())
            .map(|member| {
                Ok::<_, StoreError>(Member {
                    joined: Roll::read(tables)?.joined(tables, member.id)?,
                    ..member
                })
            })
            .transpose()?
            .map(|member| Loaded::Member(volatile.seen(member))),
        Kind::Room => Some(Loaded::Room(volatile.room.clone())),
        Kind::Presence => Some(Loaded::Presence(volatile.presence.clone())),
        Kind::Door => match read(MemberId::parse(id), |id| tables.member(id))? {
            Some(member) => volatile.door(&scene(tables)?, &member).map(Loaded::Door),
            None => None,
        },
        Kind::Item => match of_session(id, ItemKey::parse) {
            Some((session, item)) => tables.item(session, item)?.map(Loaded::Item),
            None => None,
        },
        Kind::Duty => match of_session(id, DutyKind::parse) {
            Some((session, duty)) => tables.duty(session, duty)?.map(Loaded::Duty),
            None => None,
        },
        Kind::Moment => {
            read(MomentId::parse(id), |id| tables.moment(id))?.filter(Moment::is_shared).map(Loaded::Moment)
        }
        Kind::Witnessed => match id.split_once('.') {
            Some((moment, author)) => read(MomentId::parse(moment), |id| tables.moment(id))?
                .and_then(|moment| witnessed(moment).into_iter().find(|one| one.author.key() == author))
                .map(Loaded::Witnessed),
            None => None,
        },
        Kind::Form => match form_id(id) {
            Some((session, participant, form)) => tables.form(session, participant, form)?.map(Loaded::Form),
            None => None,
        },
        Kind::GuideFile => volatile.guide_file.clone().map(Loaded::GuideFile),
        Kind::StudyFile => Some(Loaded::StudyFile(volatile.study_file.clone())),
        Kind::Photo => read(PhotoId::parse(id), |id| tables.photo(id))?.map(Loaded::Photo),
        Kind::Progress => read(SessionId::parse(id), |id| progress::of(tables, id))?.map(Loaded::Progress),
        Kind::Mine => {
            read(MemberId::parse(id), |id| mine(tables, &Roll::read(tables)?, id))?.map(Loaded::Mine)
        }
        Kind::Debrief => read(SessionId::parse(id), |id| tables.debrief(id))?.map(Loaded::Debrief),
        Kind::Entry => read(EntryId::parse(id), |id| tables.entry(id))?.map(Loaded::Entry),
        Kind::Decision => read(DecisionId::parse(id), |id| tables.decision(id))?.map(Loaded::Decision),
        Kind::InboxItem => read(ContentHash::parse(id), |id| match volatile.reading.get(&id) {
            Some(item) => Ok(Some(item.clone())),
            None => tables.inbox_item(&id),
        })?
        .map(Loaded::InboxItem),
    })
}

/// What is a member's own; none once they are gone.
fn mine(tables: Tables<'_>, roll: &Roll, id: MemberId) -> Result<Option<Mine>, StoreError> {
    if tables.member(id)?.is_none_or(|member| member.left_at.is_some()) {
        return Ok(None);
    }
    Ok(Some(Mine {
        member: id,
        questions: tables.questions_by(&id.to_string())?,
        votes: tables.question_votes_by(id)?,
        saw: tables.saw_too_by(id)?,
        entries: tables.entries_by(&id.to_string())?,
        joined: roll.joined(tables, id)?,
    }))
}

/// `SESSION.PARTICIPANT.FORM`.
fn form_id(id: &str) -> Option<(SessionId, ParticipantId, FormKind)> {
    let (session, rest) = id.split_once('.')?;
    let (participant, form) = rest.split_once('.')?;
    Some((
        SessionId::parse(session).ok()?,
        ParticipantId::parse(participant).ok()?,
        FormKind::parse(form).ok()?,
    ))
}

/// The id of what a session has one of for each key: `SESSION.KEY`.
fn of_session<K>(id: &str, parse: impl FnOnce(&str) -> Result<K, Refusal>) -> Option<(SessionId, K)> {
    let (session, key) = id.split_once('.')?;
    Some((SessionId::parse(session).ok()?, parse(key).ok()?))
}

/// What each who pressed for a moment may know of it.
fn witnessed(moment: Moment) -> Vec<Witnessed> {
    if !moment.is_shared() {
        return Vec::new();
    }
    let authors: Vec<_> = moment.witnesses.iter().map(|witness| witness.author.clone()).collect();
    authors.into_iter().map(|author| Witnessed { author, moment: moment.clone() }).collect()
}

/// What belongs to one session alone.
pub(crate) fn load_session(tables: Tables<'_>, session: SessionId) -> Result<Vec<Loaded>, StoreError> {
    let mut all: Vec<Loaded> = tables.notes_of(session)?.into_iter().map(Loaded::Note).collect();
    all.extend(tables.items_of(session)?.into_iter().map(Loaded::Item));
    all.extend(tables.duties_of(session)?.into_iter().map(Loaded::Duty));
    all.extend(tables.forms_of(session)?.into_iter().map(Loaded::Form));
    all.extend(tables.photos_of(session)?.into_iter().map(Loaded::Photo));
    all.extend(progress::of(tables, session)?.map(Loaded::Progress));
    all.extend(tables.debrief(session)?.map(Loaded::Debrief));
    all.extend(tables.entries_of(session)?.into_iter().map(Loaded::Entry));
    let moments = tables.moments_of(session)?;
    for moment in moments.into_iter().filter(Moment::is_shared) {
        all.extend(witnessed(moment.clone()).into_iter().map(Loaded::Witnessed));
        all.push(Loaded::Moment(moment));
    }
    Ok(all)
}

/// Everything of the study's scope, in an order in which nothing names what comes later.
pub(crate) fn load_study(tables: Tables<'_>, volatile: &Volatile) -> Result<Vec<Loaded>, StoreError> {
    let mut all = vec![Loaded::Study(tables.study()?)];
    all.push(Loaded::Room(volatile.room.clone()));
    all.push(Loaded::Presence(volatile.presence.clone()));
    all.extend(volatile.guide_file.clone().map(Loaded::GuideFile));
    all.push(Loaded::StudyFile(volatile.study_file.clone()));
    macro_rules! add {
        ($kind:ident, $rows:expr) => {
            all.extend($rows.into_iter().map(Loaded::$kind))
        };
    }
    add!(Tag, tables.tags()?);
    add!(Participant, tables.participants()?);
    add!(Guide, tables.guides()?);
    add!(Slot, tables.slots()?);
    add!(Session, tables.sessions()?);
    let roll = Roll::read(tables)?;
    for member in tables.members()? {
        all.extend(mine(tables, &roll, member.id)?.map(Loaded::Mine));
        let joined = roll.joined(tables, member.id)?;
        all.push(Loaded::Member(volatile.seen(Member { joined, ..member })));
    }
    add!(Question, tables.questions()?);
    add!(Decision, tables.decisions()?);
    add!(InboxItem, tables.inbox_items()?);
    Ok(all)
}

/// What besides an entity itself decides who may see it.
pub(crate) fn scene(tables: Tables<'_>) -> Result<Scene, StoreError> {
    let study = tables.study()?;
    let sessions = tables.sessions()?;
    let open = sessions.iter().filter(|session| session.is_open_to_room());
    let live = sessions.iter().find(|session| session.status.is_live());
    // While a session runs unobserved, the one before it is over for the room, too.
    let open_session = match live {
        Some(live) => live.is_open_to_room().then_some(live.id),
        None => open.max_by_key(|session| session.started_at).map(|session| session.id),
    };
    let limit = sessions.iter().find(|session| Some(session.id) == open_session).and_then(|open| {
        let most = open.consent.as_ref()?.most_observers?;
        Some((open.id, most))
    });
    Ok(Scene {
        open_session,
        limit,
        shut_sessions: sessions
            .iter()
            .filter(|session| session.is_shut())
            .map(|session| session.id)
            .collect(),
        observers_read: study.observers_read,
        observers_see_names: study.observers_see_names,
        observers_see_guide: study.observers_see_guide,
        names: Arc::new(Names::new(tables.names()?)),
    })
}

/// A new id of any kind.
pub(crate) fn new_id<T>(wrap: impl FnOnce(uuid::Uuid) -> T, now: domain::time::Timestamp) -> T {
    wrap(secret::id(now))
}
