//! What a study is made of, as plain values. None of them can be sent anywhere: see `visibility`.

mod answer;
mod codebook;
mod debrief;
mod form;
mod guide;
mod inbox;
mod moment;
mod note;
mod participant;
mod photo;
mod plan;
mod room;
mod study;

pub use answer::{AnswerKind, AnswerRow, AnswerSource};
pub use codebook::{Effect, PALETTE, Tag};
pub use debrief::{Debrief, Decision, DecisionKind, Entry};
pub use form::{Form, FormKind};
pub use guide::{
    Guide, GuideFile, GuideFileState, GuideItem, GuideSection, ItemKey, ItemKind, ItemRun, ItemState, Outcome,
};
pub use inbox::{ContentHash, InboxItem, InboxKind, InboxState};
pub use moment::{Moment, MomentState, Witness, Witnessed};
pub use note::{Audience, Author, Note};
pub use participant::{Attribute, Identity, Incentive, Participant};
pub use photo::{Photo, PhotoType};
pub use plan::{OnCall, RightPerson, Seat, SeatStatus, Session, Slot, SlotKind};
pub use room::{
    Code, Door, Duty, DutyKind, Joined, Link, Member, Mine, OpenLink, Presence, Progress, Question,
    QuestionStatus, Room, Waits, When,
};
pub use study::{LEAD_IN_LIMIT, ObserversRead, Quota, Study, StudyFile};
