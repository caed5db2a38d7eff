//! The allow-list: for each kind of entity who is shown it, in words, and each field with the least level that reads it.

use super::table::{Field, Row, Told};
use super::{Level, Visible};
use crate::consent::Consent;
use crate::entity::{
    Attribute, Audience, Author, Code, ContentHash, Debrief, Decision, DecisionKind, Door, Duty, DutyKind,
    Effect, Entry, Form, FormKind, Guide, GuideFile, GuideFileState, GuideSection, InboxItem, InboxKind,
    InboxState, Incentive, ItemKey, ItemRun, ItemState, Joined, Member, Mine, Moment, MomentState, Note,
    ObserversRead, OnCall, OpenLink, Outcome, Participant, Photo, PhotoType, Presence, Progress, Question,
    QuestionStatus, Quota, RightPerson, Room, SeatStatus, Session, Slot, SlotKind, Study, StudyFile, Tag,
    Waits, When, Witnessed,
};
use crate::id::{
    DecisionId, EditId, EntryId, GuideId, MemberId, MomentId, NoteId, ParticipantId, PhotoId, QuestionId,
    SessionId, SlotId, StudyId, TagId,
};
use crate::permission::Role;
use crate::session::{Interval, Kind, Status};
use crate::time::{LocalInstant, Timestamp, clocks_change};
use chrono::NaiveDate;
use chrono_tz::Tz;
use std::borrow::Cow;

/// What holds no words of anybody: it may be given to everybody as it is.
trait Plain {}

macro_rules! plain {
    ($($type:ty),* $(,)?) => { $(impl Plain for $type {})* };
}

plain! {
    bool, u8, u16, u32, Tz, NaiveDate, Timestamp, Interval, Joined, Role, Kind, Status, SlotKind, ObserversRead, When,
    QuestionStatus, DecisionKind, Waits, StudyId, TagId, SlotId, SessionId, NoteId, QuestionId, MemberId, EntryId,
    DecisionId,
}

impl<T: Plain> Plain for Option<T> {}
impl<T: Plain> Plain for Vec<T> {}

/// Words that somebody wrote, or none.
pub trait Words {
    /// What is read of it.
    type Read<'a>
    where
        Self: 'a;

    /// As somebody reads it.
    fn read<'a>(&'a self, read: impl Fn(&'a str) -> Cow<'a, str>) -> Self::Read<'a>;
}

impl Words for String {
    type Read<'a> = Cow<'a, str>;

    fn read<'a>(&'a self, read: impl Fn(&'a str) -> Cow<'a, str>) -> Cow<'a, str> {
        read(self)
    }
}

impl Words for Option<String> {
    type Read<'a> = Option<Cow<'a, str>>;

    fn read<'a>(&'a self, read: impl Fn(&'a str) -> Cow<'a, str>) -> Option<Cow<'a, str>> {
        self.as_deref().map(read)
    }
}

/// What somebody wrote who may let observers read it as it is.
pub trait Authored {
    /// Who wrote it.
    fn author(&self) -> &Author;
    /// Observers read it as it was written.
    fn lifted(&self) -> bool;
}

impl Authored for Note {
    fn author(&self) -> &Author {
        &self.author
    }

    fn lifted(&self) -> bool {
        self.lifted
    }
}

impl Authored for Question {
    fn author(&self) -> &Author {
        &self.asker
    }

    fn lifted(&self) -> bool {
        self.lifted
    }
}

impl Authored for Entry {
    fn author(&self) -> &Author {
        &self.author
    }

    fn lifted(&self) -> bool {
        self.lifted
    }
}

impl<'a, T> Visible<'a, T> {
    fn for_level<V>(&self, least: Level, value: V) -> Option<V> {
        (self.level >= least).then_some(value)
    }

    /// Words as the viewer reads them: the team as written, everybody else without names.
    fn words(&self, text: &'a str) -> Cow<'a, str> {
        if self.level >= Level::Team { Cow::Borrowed(text) } else { self.scene.names.masked(text) }
    }
}

impl<'a, T: Authored> Visible<'a, T> {
    fn is_own(&self) -> bool {
        self.viewer.wrote(self.inner.author())
    }

    fn own_words(&self, text: &'a str) -> Cow<'a, str> {
        if self.inner.lifted() || self.is_own() { Cow::Borrowed(text) } else { self.words(text) }
    }

    /// Whether observers read something else than was written.
    fn hides(&self, text: &str) -> bool {
        !self.inner.lifted() && !self.scene.names.masks(text).is_empty()
    }
}

/// One kind of entity: who is shown it at the door, as an observer, as a note-taker, as the moderator; then its fields.
/// `everybody` takes nothing that could hold words, `words` and `own_words` are masked, `named` is given as it is.
macro_rules! fields {
    (
        $type:ident $entity:literal, $seen:expr;
        $(everybody { $($plain:ident: $plain_out:ty),* $(,)? })?
        $(named { $($named:ident),* $(,)? })?
        $(words { $($words:ident: $words_out:ty),* $(,)? })?
        $(own_words { $($own:ident: $own_out:ty),* $(,)? })?
        $(team { $($team:ident: $team_out:ty),* $(,)? })?
        $(moderator { $($moderator:ident: $moderator_out:ty),* $(,)? })?
        $(also { $($also:ident: $least:ident $(($mask:ident))?),* $(,)? })?
        $(parts { $($part:literal: $part_least:ident $(($part_mask:ident))?),* $(,)? })?
    ) => {
        impl Told for $type {
            const ROW: Row = Row { entity: $entity, seen: $seen, fields: &[
                $($(fields!(@row stringify!($plain), Waiting),)*)?
                $($(fields!(@row stringify!($named), Waiting),)*)?
                $($(fields!(@row stringify!($words), Waiting, masked),)*)?
                $($(fields!(@row stringify!($own), Waiting, masked),)*)?
                $($(fields!(@row stringify!($team), Team),)*)?
                $($(fields!(@row stringify!($moderator), Moderator),)*)?
                $($(fields!(@row stringify!($also), $least $(, $mask)?),)*)?
                $($(fields!(@row $part, $part_least $(, $part_mask)?),)*)?
            ]};
        }

        impl<'a> Visible<'a, $type> {
            $($(
                /// For everyone who may see the entity.
                pub fn $plain(&self) -> &'a $plain_out { &self.inner.$plain }
            )*)?
            $($(
                /// For everyone who may see the entity, as it is.
                pub fn $named(&self) -> &'a str { &self.inner.$named }
            )*)?
            $($(
                /// For everyone who may see the entity; observers read it masked.
                pub fn $words(&self) -> <$words_out as Words>::Read<'a> {
                    Words::read(&self.inner.$words, |text| self.words(text))
                }
            )*)?
            $($(
                /// For everyone who may see the entity; observers who did not write it read it masked until that is
                /// lifted.
                pub fn $own(&self) -> <$own_out as Words>::Read<'a> {
                    Words::read(&self.inner.$own, |text| self.own_words(text))
                }
            )*)?
            $($(
                /// For the team.
                pub fn $team(&self) -> Option<&'a $team_out> { self.for_level(Level::Team, &self.inner.$team) }
            )*)?
            $($(
                /// For the moderator.
                pub fn $moderator(&self) -> Option<&'a $moderator_out> {
                    self.for_level(Level::Moderator, &self.inner.$moderator)
                }
            )*)?
        }

        // Neither the table nor the methods go without the other.
        const _: () = {
            #[allow(dead_code, reason = "it is only checked")]
            fn checked() {
                fn plain<T: Plain>() {}
                $($(plain::<$plain_out>();)*)?
                $($(let _ = Visible::<'static, $type>::$also;)*)?
            }
        };
    };
    (@row $name:expr, $least:ident) => { Field { name: $name, least: Level::$least, masked: false } };
    (@row $name:expr, $least:ident, masked) => { Field { name: $name, least: Level::$least, masked: true } };
}

fields! {
    Study "study", ["all", "all", "all", "all"];
    everybody {
        id: StudyId, zone: Tz, observers_read: ObserversRead, observers_see_guide: bool, observers_see_names: bool,
    }
    words { title: String }
    team { typed_lead_in: u32, mark_lead_in: u32, segment: Option<String>, quotas: Vec<Quota>, build: Option<String> }
    moderator { moderator_name: String, inbox_folder: Option<String>, guide_path: Option<String> }
}

fields! {
    Tag "tag", ["", "all but the moderator's own", "all but the moderator's own", "all"];
    everybody { id: TagId, position: u32, retired: bool }
    named { color }
    words { name: String }
    team { hotkey: Option<char>, description: String, parent: Option<TagId>, effect: Option<Effect> }
}

fields! {
    Participant "participant", ["", "", "all", "all"];
    team { id: ParticipantId, code: String, zone: Option<Tz>, attributes: Vec<Attribute> }
    moderator { has_identity: bool, incentive: Option<Incentive> }
}

fields! {
    Slot "slot", ["all but reserves and those given up", "all but reserves and those given up", "all", "all"];
    everybody { id: SlotId, date: NaiveDate, start: u16, length: u16, zone: Tz, kind: SlotKind }
    team { label: String, moved_to: Option<SlotId>, fixed: bool, on_call: Vec<OnCall> }
    also { starts_at: Waiting, clocks_change: Waiting }
}
impl Visible<'_, Slot> {
    /// The instant of its start.
    pub fn starts_at(&self) -> LocalInstant {
        self.inner.starts_at()
    }

    /// Its clocks change on that day.
    pub fn clocks_change(&self) -> bool {
        clocks_change(self.inner.date, self.inner.zone)
    }
}

fields! {
    Session "session", ["those to come", "those to come and the open one", "all", "all"];
    everybody {
        id: SessionId, slot_id: SlotId, kind: Kind, status: Status, started_at: Option<Timestamp>,
        ended_at: Option<Timestamp>, debrief_closed_at: Option<Timestamp>, intervals: Vec<Interval>,
    }
    team {
        guide_id: Option<GuideId>, recording_checked_at: Option<Timestamp>, right_person: Option<RightPerson>,
        build: Option<String>, section_order: Option<Vec<u16>>, withdrawn: bool,
    }
    moderator {
        reason: Option<String>, meeting_link: Option<String>, override_reason: Option<String>, watch: bool,
    }
    also { is_shut: Waiting, is_open_to_room: Waiting, watch_link: Observer, consent: Team, seats: Waiting }
    parts {
        "seats.number": Waiting, "seats.code": Waiting, "seats.attributes of public columns": Waiting (masked),
        "seats.participant_id": Team, "seats.attributes": Team, "seats.status": Team, "seats.consent": Moderator,
    }
}
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
            attributes: seat
                .attributes
                .iter()
                .filter(|attribute| team || attribute.public)
                .map(|attribute| AttributeSeen {
                    name: self.words(&attribute.name),
                    value: self.words(&attribute.value),
                    public: attribute.public,
                })
                .collect(),
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
    pub participant_id: Option<ParticipantId>,
    /// For observers only those of public columns.
    pub attributes: Vec<AttributeSeen<'a>>,
    /// For the team.
    pub status: Option<SeatStatus>,
    /// For the moderator: nobody else is told who refused.
    pub consent: Option<&'a Consent>,
}

/// An attribute as one viewer may read it.
#[derive(Clone, Debug)]
pub struct AttributeSeen<'a> {
    /// The column's name.
    pub name: Cow<'a, str>,
    /// What it says.
    pub value: Cow<'a, str>,
    /// Observers may read the column.
    pub public: bool,
}

fields! {
    Note "note", [
        "", "room notes of the open session, as the study allows", "room and team notes, one's own", "all",
    ];
    everybody {
        id: NoteId, session_id: SessionId, at: Timestamp, tags: Vec<TagId>, severity: Option<u8>, edited: bool,
        checked: bool,
    }
    own_words { body: Option<String> }
    team {
        who: Vec<ParticipantId>, audience: Audience, starred: bool, author: Author, author_name: String, edit: EditId,
        passed: bool, saw_too: u32,
    }
    also { masked: Team }
}
impl Visible<'_, Note> {
    /// Whether observers read something else than its words; for the team.
    pub fn masked(&self) -> Option<bool> {
        let body = self.inner.body.as_deref().filter(|_| self.inner.audience == Audience::Room);
        (self.level >= Level::Team).then(|| body.is_some_and(|body| self.hides(body)))
    }
}

fields! {
    Guide "guide", ["", "", "all", "all"];
    team {
        id: GuideId, version: u32, title: String, sections: Vec<GuideSection>, support: Option<String>,
        made_at: Timestamp,
    }
}

fields! {
    Question "question", [
        "one's own", "one's own; passed on and asked ones of the open session", "all", "all",
    ];
    everybody {
        id: QuestionId, session_id: SessionId, when: When, status: QuestionStatus, suggested_at: Timestamp,
        passed_at: Option<Timestamp>, asked_at: Option<Timestamp>,
    }
    own_words { text: String }
    team {
        asker: Author, asker_name: String, answers: Vec<NoteId>, voters: Vec<MemberId>, passed_by: Option<String>,
        joined: Joined,
    }
    also {
        answered: Waiting, reason: Waiting (masked), became: Waiting, merged_into: Waiting, covered_by: Waiting (masked), masked: Waiting,
    }
}
impl<'a> Visible<'a, Question> {
    fn for_asker<V>(&self, value: V) -> Option<V> {
        (self.level >= Level::Team || self.is_own()).then_some(value)
    }

    /// Some notes answer it.
    pub fn answered(&self) -> bool {
        !self.inner.answers.is_empty()
    }

    /// For the team and the asker; of the question that stands for it once it is merged.
    pub fn reason(&self) -> Option<Cow<'a, str>> {
        let reason = match &self.inner.became {
            Some((_, reason)) => reason,
            None => &self.inner.reason,
        };
        self.for_asker(reason.as_deref()).flatten().map(|reason| self.words(reason))
    }

    /// What became of the question that it was merged into, for the team and the asker.
    pub fn became(&self) -> Option<QuestionStatus> {
        self.for_asker(self.inner.became.as_ref().map(|(status, _)| *status)).flatten()
    }

    /// For the team and the asker.
    pub fn merged_into(&self) -> Option<QuestionId> {
        self.for_asker(self.inner.merged_into).flatten()
    }

    /// The guide's item in words, for the team; for the asker when observers see the guide.
    pub fn covered_by(&self) -> Option<Cow<'a, str>> {
        let seen = self.level >= Level::Team || self.scene.observers_see_guide;
        let (_, text) = self.for_asker(self.inner.covered_by.as_ref()).flatten().filter(|_| seen)?;
        Some(self.words(text))
    }

    /// Whether other observers read something else than its words; for the team and the asker.
    pub fn masked(&self) -> Option<bool> {
        self.for_asker(()).map(|()| self.hides(&self.inner.text))
    }
}

fields! {
    Member "member", ["", "all, when the study shows names", "all", "all"];
    everybody { id: MemberId, role: Role }
    named { name }
    team { joined_at: Timestamp, left_at: Option<Timestamp>, admitted: bool, joined: Joined }
    moderator { last_seen: Option<Timestamp>, network: Option<String>, session_id: Option<SessionId> }
}

fields! {
    Door "door", ["one's own", "", "", ""];
    everybody { member: MemberId, why: Waits }
}

fields! {
    Progress "progress", ["", "of the open session", "all", "all"];
    everybody { session_id: SessionId, since: Option<Timestamp>, done: u32, items: u32 }
    also { section: Observer (masked), item: Observer (masked) }
}
impl<'a> Visible<'a, Progress> {
    fn of_guide(&self, text: &'a Option<String>) -> Option<Cow<'a, str>> {
        let seen = self.level >= Level::Team || self.scene.observers_see_guide;
        text.as_deref().filter(|_| seen).map(|text| self.words(text))
    }

    /// For the team; for observers when they see the guide.
    pub fn section(&self) -> Option<Cow<'a, str>> {
        self.of_guide(&self.inner.section)
    }

    /// For the team; for observers when they see the guide.
    pub fn item(&self) -> Option<Cow<'a, str>> {
        self.of_guide(&self.inner.item)
    }
}

fields! {
    Mine "mine", ["one's own", "one's own", "one's own", ""];
    everybody {
        member: MemberId, questions: Vec<QuestionId>, votes: Vec<QuestionId>, saw: Vec<NoteId>, entries: Vec<EntryId>,
        joined: Joined,
    }
}

fields! {
    Debrief "debrief", ["", "of the open session", "all", "all"];
    everybody {
        session_id: SessionId, started_at: Timestamp, minutes: u16, revealed_at: Option<Timestamp>, handed_in: u32,
    }
}

fields! {
    Entry "entry", [
        "", "one's own; the open session's once shown", "one's own; all once shown", "one's own; all once shown",
    ];
    everybody { id: EntryId, session_id: SessionId, place: u8, group: Option<EntryId>, joined: Joined }
    own_words { text: String }
    team { author: Author }
    also { author_name: Observer, masked: Observer }
}
impl<'a> Visible<'a, Entry> {
    /// For the team; for observers when they see names.
    pub fn author_name(&self) -> Option<&'a str> {
        let seen = self.level >= Level::Team || self.scene.observers_see_names;
        seen.then_some(self.inner.author_name.as_str())
    }

    /// Whether other observers read something else than its words; for the team and its author.
    pub fn masked(&self) -> Option<bool> {
        (self.level >= Level::Team || self.is_own()).then(|| self.hides(&self.inner.text))
    }
}

fields! {
    Decision "decision", ["", "of the open session", "all", "all"];
    everybody { id: DecisionId, session_id: SessionId, kind: DecisionKind, made_at: Timestamp }
    words { text: String }
    team { build_before: Option<String>, build: Option<String>, author_name: String }
}

fields! {
    Room "room", ["all", "all", "all", "all"];
    everybody { open: bool, plain_http: bool }
    moderator {
        addresses: Vec<String>, observer_link: Option<String>, note_taker_link: Option<String>,
        fingerprint: Option<String>, tried: Option<(Timestamp, String)>, says: String,
        fingerprint_words: Option<String>, links: Vec<OpenLink>, codes: Vec<Code>,
    }
}

fields! {
    Presence "presence", ["all", "all", "all", "all"];
    everybody { note_takers: u32, observers: u32 }
    team { connected: Vec<MemberId> }
}

fields! {
    ItemRun "item", ["", "", "all", "all"];
    team {
        session_id: SessionId, item: ItemKey, state: ItemState, at: Option<Timestamp>, outcome: Option<Outcome>,
        started_at: Option<Timestamp>, stopped_at: Option<Timestamp>, took: Option<i64>, assists: u8, errors: u8,
        seq: Option<u8>,
    }
}

fields! {
    Form "form", ["", "", "all", "all"];
    team { session_id: SessionId, participant_id: ParticipantId, kind: FormKind, answers: Vec<u8> }
    also { score: Team }
}
impl Visible<'_, Form> {
    /// The score, for the team.
    pub fn score(&self) -> Option<f64> {
        self.for_level(Level::Team, self.inner.score())
    }
}

fields! {
    Duty "duty", ["", "", "all", "all"];
    team { session_id: SessionId, kind: DutyKind, holder: Author, holder_name: String }
}

fields! {
    Moment "moment", ["", "", "all", "all"];
    team { id: MomentId, session_id: SessionId, note_id: NoteId, at: Timestamp, state: MomentState }
    also { counts: Team }
}
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
    pub notes: Vec<NoteId>,
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

fields! {
    Witnessed "witnessed", ["", "", "of moments for which one pressed", "of moments for which one pressed"];
    also { author: Team, moment_id: Team, session_id: Team, counts: Team }
}
impl<'a> Visible<'a, Witnessed> {
    /// Who pressed.
    pub fn author(&self) -> &'a Author {
        &self.inner.author
    }

    /// The moment.
    pub fn moment_id(&self) -> MomentId {
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

fields! {
    Photo "photo", ["", "", "with its note", "all"];
    team { id: PhotoId, note_id: NoteId, session_id: SessionId, name: String, media_type: PhotoType, size: u32 }
}

fields! {
    GuideFile "guide_file", ["", "", "", "all"];
    moderator { state: GuideFileState, says: Option<String>, read_at: Option<Timestamp> }
}

fields! {
    StudyFile "study_file", ["", "", "", "all"];
    moderator {
        disk: Option<String>, copies: Option<String>, damage: Option<String>, copied_at: Option<Timestamp>,
    }
}

fields! {
    InboxItem "inbox_item", ["", "", "", "all"];
    moderator {
        id: ContentHash, name: String, kind: InboxKind, size: i64, progress: Option<u16>, found_at: Timestamp,
        says: String, session_id: Option<SessionId>, note_id: Option<NoteId>,
    }
    also { state: Moderator }
}
impl Visible<'_, InboxItem> {
    /// For the moderator.
    pub fn state(&self) -> Option<InboxState> {
        self.for_level(Level::Moderator, self.inner.shown_state())
    }
}
