//! Lateness: what a session that ends late does to the rest of the day, and where everything goes then.
//!
//! It is absorbed in order: the reset, the debrief, lunch down to 30 minutes, and only then a participant.

use crate::day::{DEBRIEF, RESET};
use crate::entity::SlotKind;
use crate::id::SlotId;

/// Minutes that lunch never goes below; a shorter break keeps its length.
pub const SHORTEST_LUNCH: i64 = 30;
/// People are told times in steps of so many minutes.
const STEP: i64 = 5;

/// A slot that comes after the late session. Times are in minutes, from any zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Which slot.
    pub id: SlotId,
    /// A session or a break.
    pub kind: SlotKind,
    /// When it begins.
    pub start: i64,
    /// Minutes.
    pub length: i64,
    /// It stays where it is.
    pub fixed: bool,
}

impl Piece {
    /// When it ends.
    pub fn end(&self) -> i64 {
        self.start + self.length
    }
}

/// The rest of a day after a session has ended late.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Absorbed {
    /// Every slot where it goes, by start: those that moved and those that did not.
    pub day: Vec<Piece>,
    /// Breaks that begin later or are shorter.
    pub breaks: Vec<SlotId>,
    /// Sessions that begin at another time: somebody must be told.
    pub people: Vec<SlotId>,
}

/// Minutes of reset and debrief in what lies between a session's end and the next session.
pub fn buffers(gap: i64) -> (i64, i64) {
    let debrief = gap.clamp(0, DEBRIEF.into());
    ((gap - debrief).max(0), debrief)
}

/// What a session that ends at `end` does to the slots after it; none when there is no way without moving what is
/// fixed, going past `midnight`, or overlapping.
///
/// `keep` minutes stay free between it and the first session, as far as the plan had them free.
pub fn absorb(end: i64, planned_end: i64, keep: i64, after: &[Piece], midnight: i64) -> Option<Absorbed> {
    let mut pieces = after.to_vec();
    pieces.sort_by_key(|piece| (piece.start, piece.length));
    let (fixed, movable): (Vec<Piece>, Vec<Piece>) = pieces.into_iter().partition(|piece| piece.fixed);
    if fixed.iter().any(|piece| piece.start < end) {
        return None;
    }
    let mut absorbed = Absorbed::default();
    let mut reached = end;
    let mut first = true;
    for (index, piece) in movable.iter().enumerate() {
        let mut least = reached;
        if first && piece.kind == SlotKind::Session {
            least += keep.min(piece.start - planned_end).max(0);
        }
        first &= piece.kind != SlotKind::Session;
        let next = movable.get(index + 1).map(|next| next.start);
        let placed = place(piece, least, next, &fixed);
        if placed.end() > midnight {
            return None;
        }
        if placed != *piece {
            let list =
                if piece.kind == SlotKind::Session { &mut absorbed.people } else { &mut absorbed.breaks };
            list.push(piece.id);
        }
        reached = placed.end();
        absorbed.day.push(placed);
    }
    absorbed.day.extend(fixed);
    absorbed.day.sort_by_key(|piece| (piece.start, piece.length));
    Some(absorbed)
}

/// The first place for a piece from `least` on that touches nothing fixed.
fn place(piece: &Piece, least: i64, next: Option<i64>, fixed: &[Piece]) -> Piece {
    let is_break = piece.kind == SlotKind::Break;
    let shortest = if is_break { piece.length.min(SHORTEST_LUNCH) } else { piece.length };
    let mut start = piece.start.max(least);
    loop {
        if !is_break && start != piece.start {
            start = (start + STEP - 1).div_euclid(STEP) * STEP;
        }
        // A break gives way to what follows it, as far as it can.
        let fixed_next = fixed.iter().map(|piece| piece.start).filter(|at| *at >= start).min();
        let until = fixed_next.into_iter().chain(next).min();
        let room = until.map_or(piece.length, |until| until - start);
        let length = if start == piece.start { piece.length } else { room.clamp(shortest, piece.length) };
        let placed = Piece { start, length, ..piece.clone() };
        let shorter = Piece { length: shortest, ..placed.clone() };
        let hit = |one: &Piece| fixed.iter().find(|other| one.start < other.end() && other.start < one.end());
        match (hit(&placed), hit(&shorter)) {
            (None, _) => return placed,
            (Some(_), None) => {
                let until = until.unwrap_or(placed.end());
                return Piece { length: (until - start).clamp(shortest, piece.length), ..placed };
            }
            (Some(_), Some(obstacle)) => start = obstacle.end(),
        }
    }
}

/// Minutes that stay free before the next session when it is moved rather than squeezed.
pub const WHOLE: i64 = DEBRIEF as i64 + RESET as i64;
