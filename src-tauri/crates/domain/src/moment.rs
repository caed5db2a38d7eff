//! When marks by different people are one moment.

use crate::entity::{Author, MomentState};
use crate::id::{MomentId, NoteId};
use crate::time::Timestamp;

/// Marks belong together when their keys were pressed within this time of the first, in milliseconds.
pub const TOGETHER: i64 = 8_000;

/// A mark that stands alone so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoneMark {
    /// The note.
    pub note_id: NoteId,
    /// Who pressed.
    pub author: Author,
    /// When the key was pressed.
    pub at: Timestamp,
}

/// A moment as far as joining it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownMoment {
    /// Its id.
    pub id: MomentId,
    /// Key time of its first mark.
    pub at: Timestamp,
    /// What it is taken for.
    pub state: MomentState,
    /// Who has marked it.
    pub authors: Vec<Author>,
}

/// Where a new mark belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Belongs {
    /// To a moment that is there.
    To(MomentId),
    /// With another's mark: the two become a moment.
    With(LoneMark),
    /// To nothing so far.
    Alone,
}

/// Decides by key times; marks may arrive late and in any order. What was split stays split.
pub fn belongs(author: &Author, at: Timestamp, moments: &[KnownMoment], marks: &[LoneMark]) -> Belongs {
    let apart = |other: Timestamp| at.0.abs_diff(other.0);
    let near = |other: Timestamp| apart(other) <= TOGETHER.unsigned_abs();
    let moment = moments
        .iter()
        .filter(|moment| moment.state != MomentState::Split && near(moment.at))
        .filter(|moment| !moment.authors.contains(author))
        .min_by_key(|moment| (apart(moment.at), moment.id));
    if let Some(moment) = moment {
        return Belongs::To(moment.id);
    }
    let mark = marks
        .iter()
        .filter(|mark| mark.author != *author && near(mark.at))
        .min_by_key(|mark| (apart(mark.at), mark.note_id));
    mark.map_or(Belongs::Alone, |mark| Belongs::With(mark.clone()))
}
