//! The discussion guide, and what became of its items in a session.

use crate::id::{EditId, GuideId, SessionId};
use crate::time::Timestamp;
use crate::words::words;

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
    /// A task's clock: when it began.
    pub started_at: Option<Timestamp>,
    /// A task's clock: when it stopped.
    pub stopped_at: Option<Timestamp>,
    /// A task's clock: active milliseconds, once it stopped.
    pub took: Option<i64>,
    /// How often the moderator helped, up to 99.
    pub assists: u8,
    /// Slips and wrong turns, up to 99.
    pub errors: u8,
    /// Single Ease Question, 1 very difficult to 7 very easy.
    pub seq: Option<u8>,
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
    /// It takes turns with the other sections that rotate.
    pub rotates: bool,
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
    /// When it came into the study.
    pub made_at: Timestamp,
}

words! {
    /// Where the guide's file that is followed stands.
    GuideFileState {
        /// What it says is in force.
        InForce = "in_force",
        /// It cannot be read as a guide; the last good version stays in force.
        Broken = "broken",
        /// It is not there; the last good version stays in force.
        Missing = "missing",
    }
}

/// The guide's file that is followed; not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuideFile {
    /// Where it stands.
    pub state: GuideFileState,
    /// What is wrong and what stays in force, in a sentence.
    pub says: Option<String>,
    /// When it was read last.
    pub read_at: Option<Timestamp>,
}
