//! The feed: state, not events. Applying a frame twice is harmless.

use crate::views::{
    DebriefView, DecisionView, DoorView, DutyView, EntryView, FormView, GuideFileView, GuideView,
    InboxItemView, ItemView, MeView, MemberView, MineView, MomentView, NoteView, ParticipantView, PhotoView,
    PresenceView, ProgressView, QuestionView, RoomView, SessionView, SlotView, StudyFileView, StudyView,
    TagView, WitnessedView,
};
use serde::{Deserialize, Serialize};

/// An entity as its viewer may read it now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(tag = "kind", content = "entity", rename_all = "snake_case")]
#[allow(missing_docs, reason = "each variant is documented at its view")]
pub enum EntityView {
    Study(StudyView),
    Tag(TagView),
    Participant(ParticipantView),
    Slot(SlotView),
    Session(SessionView),
    Note(NoteView),
    Guide(GuideView),
    Question(QuestionView),
    Member(MemberView),
    Room(RoomView),
    Presence(PresenceView),
    Item(ItemView),
    Duty(DutyView),
    Moment(MomentView),
    Witnessed(WitnessedView),
    Form(FormView),
    Photo(PhotoView),
    InboxItem(InboxItemView),
    GuideFile(GuideFileView),
    Door(DoorView),
    Progress(ProgressView),
    Mine(MineView),
    Debrief(DebriefView),
    Entry(EntryView),
    Decision(DecisionView),
    StudyFile(StudyFileView),
}

/// What a stream carries, one object an event.
#[allow(clippy::large_enum_variant, reason = "events are made to be written out at once")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FeedEvent {
    /// First of all: who reads, and what time it is at the console.
    Hello {
        /// Who reads.
        me: MeView,
        /// UTC milliseconds at the console.
        now: i64,
    },
    /// Drop everything; a snapshot follows, up to `ready`.
    Reset,
    /// One entity as it is now.
    Entity {
        /// The study's revision that this state belongs to; 0 for what is not kept.
        rev: u64,
        /// The entity.
        #[serde(flatten)]
        view: EntityView,
    },
    /// An entity that is gone, or no longer for this viewer.
    Tombstone {
        /// The study's revision.
        rev: u64,
        /// The kind of entity.
        kind: String,
        /// Its id.
        id: String,
    },
    /// One line from somebody, to be shown for 8 s. Not kept, and not sent again.
    Nudge {
        /// What the sender is called.
        from: String,
        /// What it says.
        text: String,
        /// UTC milliseconds at the console.
        at: i64,
    },
    /// All that there is has been sent; from here on it is live.
    Ready {
        /// Where to go on after a lost connection.
        cursor: String,
    },
}
