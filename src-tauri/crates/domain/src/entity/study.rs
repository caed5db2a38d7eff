//! The study itself.

use crate::id::StudyId;
use crate::time::Timestamp;
use crate::words::words;
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
    /// What observers read of the room notes of the session that is open to them.
    pub observers_read: ObserversRead,
    /// Observers see the item of the guide that it is about now.
    pub observers_see_guide: bool,
    /// Observers see the names of who is in the room.
    pub observers_see_names: bool,
    /// Milliseconds by which a typed note's stamp goes before its first key, 0 to `LEAD_IN_LIMIT`.
    pub typed_lead_in: u32,
    /// The same for one-tap marks: a hand is slower than an eye.
    pub mark_lead_in: u32,
    /// The column of attributes by which quotas count.
    pub segment: Option<String>,
    /// How many of each segment there should be.
    pub quotas: Vec<Quota>,
    /// The prototype build that sessions are run with from now on.
    pub build: Option<String>,
    /// The folder into which files are dropped: a path on this machine.
    pub inbox_folder: Option<String>,
    /// The guide's file that is followed: a path on this machine.
    pub guide_path: Option<String>,
}

words! {
    /// What observers read of the room's notes.
    ObserversRead {
        /// All of them.
        All = "all",
        /// Those that the team passed on.
        Passed = "passed",
        /// None.
        None = "none",
    }
}

impl Default for ObserversRead {
    /// What is not known is not shown.
    fn default() -> Self {
        Self::None
    }
}

/// How many of a segment there should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quota {
    /// A value of the segment's column.
    pub value: String,
    /// Sessions, 1 to 999.
    pub target: u16,
}

/// How the study's file fares on its disk; not kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StudyFile {
    /// What a full disk means for notes, in a sentence.
    pub disk: Option<String>,
    /// Why the last copy was not made, in a sentence.
    pub copies: Option<String>,
    /// That the file is damaged, in a sentence.
    pub damage: Option<String>,
    /// When the newest sound copy was made.
    pub copied_at: Option<Timestamp>,
}

/// The longest lead-in, in milliseconds.
pub const LEAD_IN_LIMIT: u32 = 60_000;
