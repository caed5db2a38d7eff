//! Laying out a day and what is wrong with one: lengths, buffers, lunch, overlaps.

use crate::entity::SlotKind;
use crate::time::hm;

/// Minutes of debrief after a session.
pub const DEBRIEF: u16 = 15;
/// Minutes of reset after a debrief.
pub const RESET: u16 = 15;
/// Minutes of lunch.
pub const LUNCH: u16 = 60;
/// Sessions in a day from which on the day is called full.
pub const FULL_DAY: usize = 6;

/// How a day should be laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Start of the first session in local minutes after midnight.
    pub start: u16,
    /// How many sessions, 1 to 12.
    pub count: u8,
    /// Minutes of each session.
    pub length: u16,
    /// Minutes of debrief after each session.
    pub debrief: u16,
    /// Minutes of reset after each debrief; lunch absorbs it.
    pub reset: u16,
    /// Minutes of lunch; 0 for none.
    pub lunch: u16,
    /// Lunch follows the first debrief that ends at this minute or later.
    pub lunch_from: u16,
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            start: 9 * 60,
            count: 5,
            length: 60,
            debrief: DEBRIEF,
            reset: RESET,
            lunch: LUNCH,
            lunch_from: 12 * 60 + 30,
        }
    }
}

/// A slot that a layout proposes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Session or break.
    pub kind: SlotKind,
    /// Local minutes after midnight.
    pub start: u16,
    /// Minutes.
    pub length: u16,
}

/// The slots of a day, in order. Slots that would begin after midnight are left out.
pub fn lay_out(layout: Layout) -> Vec<Proposal> {
    let mut slots = Vec::new();
    let mut at = layout.start;
    let mut lunch = layout.lunch > 0;
    for number in 1..=layout.count {
        slots.push(Proposal { kind: SlotKind::Session, start: at, length: layout.length });
        at = at.saturating_add(layout.length).saturating_add(layout.debrief);
        if lunch && at >= layout.lunch_from && number < layout.count {
            slots.push(Proposal { kind: SlotKind::Break, start: at, length: layout.lunch });
            at = at.saturating_add(layout.lunch);
            lunch = false;
        } else {
            at = at.saturating_add(layout.reset);
        }
    }
    slots.retain(|slot| slot.start < 24 * 60);
    slots
}

/// A slot as the warnings look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// What it is for.
    pub kind: SlotKind,
    /// What people call it: `P04`, `Lunch`.
    pub name: String,
    /// Local minutes after midnight.
    pub start: u16,
    /// Minutes.
    pub length: u16,
}

/// What is wrong with a day, in sentences. Reserves stand beside the day and are not looked at.
pub fn warnings(slots: &[Planned]) -> Vec<String> {
    let mut day: Vec<&Planned> = slots.iter().filter(|slot| slot.kind != SlotKind::Reserve).collect();
    day.sort_by_key(|slot| (slot.start, slot.length));
    let mut found = Vec::new();
    for (index, slot) in day.iter().enumerate() {
        let end = slot.start + slot.length;
        for later in day[index + 1..].iter().take_while(|later| later.start < end) {
            found.push(format!("{} and {} overlap at {}.", slot.name, later.name, hm(later.start)));
        }
        let Some(next) = day.get(index + 1).filter(|next| next.start >= end) else { continue };
        let gap = next.start - end;
        let needed = if next.kind == SlotKind::Session { DEBRIEF + RESET } else { DEBRIEF };
        if slot.kind == SlotKind::Session && gap < needed {
            found.push(format!(
                "{gap} min between {} and {}: debrief and reset need {needed}.",
                slot.name, next.name
            ));
        }
    }
    let sessions = day.iter().filter(|slot| slot.kind == SlotKind::Session).count();
    if sessions >= FULL_DAY {
        found.push(format!("{sessions} sessions in a day: 4 to 6 is what people can take in."));
    }
    found
}
