//! Laying out a day and what is wrong with one: lengths, buffers, lunch, overlaps.

use crate::Refusal;
use crate::entity::SlotKind;
use crate::text::sentence;
use crate::time::{clocks_sentence, hm, long_date};
use chrono::{NaiveDate, Timelike};
use chrono_tz::Tz;

/// Minutes of debrief after a session.
pub const DEBRIEF: u16 = 15;
/// Minutes of reset after a debrief.
pub const RESET: u16 = 15;
/// Minutes of lunch.
pub const LUNCH: u16 = 60;
/// Local minutes before which a participant's session is early for them: 08:00.
pub const EARLY: u16 = 8 * 60;
/// Local minutes after which it is late for them: 20:00.
pub const LATE: u16 = 20 * 60;
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

/// Sessions spread evenly over days; what is left over goes to the earlier ones.
pub fn spread(count: u16, days: u16) -> Vec<u16> {
    (0..days).map(|day| count / days + u16::from(day < count % days)).collect()
}

/// Lays out several days; refused when a day has more than 12 sessions or runs past midnight.
pub fn lay_out_days(layout: Layout, count: u16, days: &[NaiveDate]) -> Result<Vec<Vec<Proposal>>, Refusal> {
    let counts = spread(count, u16::try_from(days.len()).unwrap_or(u16::MAX).max(1));
    let one = |(day, count): (&NaiveDate, u16)| {
        let many = |count: &u8| *count <= 12;
        let count = u8::try_from(count)
            .ok()
            .filter(many)
            .ok_or(Refusal::Invalid { what: "The number of sessions", expected: "1 to 12 a day" })?;
        let slots = lay_out(Layout { count, ..layout });
        let sessions = slots.iter().filter(|slot| slot.kind == SlotKind::Session).count();
        if sessions < count.into() || slots.iter().any(|slot| slot.start + slot.length > 24 * 60) {
            return Err(Refusal::Rule(format!(
                "{count} sessions from {} run past midnight on {}. Begin earlier, or plan fewer.",
                hm(layout.start),
                long_date(*day)
            )));
        }
        Ok(slots)
    };
    days.iter().zip(counts).map(one).collect()
}

/// A slot as the warnings look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// What it is for.
    pub kind: SlotKind,
    /// What people call it: `P04`, `the new 09:00 session`.
    pub name: String,
    /// Minutes after the midnight with which the day begins; slots in other zones may lie outside of it.
    pub start: i32,
    /// Minutes.
    pub length: u16,
}

impl Planned {
    fn end(&self) -> i32 {
        self.start + i32::from(self.length)
    }
}

fn clock(minute: i32) -> String {
    hm(u16::try_from(minute.rem_euclid(24 * 60)).unwrap_or(0))
}

/// What is wrong with a day, in sentences. Reserves stand beside the day and are not looked at.
pub fn warnings(slots: &[Planned]) -> Vec<String> {
    let mut day: Vec<&Planned> = slots.iter().filter(|slot| slot.kind != SlotKind::Reserve).collect();
    day.sort_by_key(|slot| (slot.start, slot.length));
    let mut found = Vec::new();
    for (index, slot) in day.iter().enumerate() {
        let end = slot.end();
        for later in day[index + 1..].iter().take_while(|later| later.start < end) {
            found.push(format!("{} and {} overlap at {}.", slot.name, later.name, clock(later.start)));
        }
        if slot.start < 24 * 60 && end > 24 * 60 {
            found.push(format!("{} runs past midnight, until {}.", slot.name, clock(end)));
        }
        let Some(next) = day.get(index + 1).filter(|next| next.start >= end) else { continue };
        let gap = next.start - end;
        let needed = i32::from(if next.kind == SlotKind::Session { DEBRIEF + RESET } else { DEBRIEF });
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
    found.iter().map(|said| sentence(said)).collect()
}

/// Somebody's session on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attends {
    /// `P04`.
    pub code: String,
    /// The local start as the slot has it, in minutes after midnight.
    pub start: u16,
    /// The instant of the start, and whether clocks skip it or show it twice.
    pub at: crate::time::LocalInstant,
    /// The zone of the slot.
    pub zone: Tz,
    /// Where they are, when not in the slot's zone.
    pub theirs: Option<Tz>,
}

/// What is awkward for those who take part, in sentences.
pub fn awkward(attends: &[Attends]) -> Vec<String> {
    let mut found = Vec::new();
    for (index, one) in attends.iter().enumerate() {
        let code = &one.code;
        if let Some(theirs) = one.theirs.filter(|theirs| *theirs != one.zone) {
            let local = one.at.at.utc().with_timezone(&theirs);
            let minute = u16::try_from(local.hour() * 60 + local.minute()).unwrap_or(0);
            if minute < EARLY {
                found.push(format!(
                    "{code} would start at {} their time ({theirs}): before 08:00.",
                    hm(minute)
                ));
            } else if minute > LATE {
                found.push(format!(
                    "{code} would start at {} their time ({theirs}): after 20:00.",
                    hm(minute)
                ));
            }
        }
        if attends[..index].iter().any(|earlier| earlier.code == *code) {
            continue;
        }
        let all = attends.iter().filter(|other| other.code == *code);
        let starts: Vec<String> = all.map(|other| hm(other.start)).collect();
        if starts.len() > 1 {
            found.push(format!("{code} is planned {} times: {}.", starts.len(), starts.join(", ")));
        }
    }
    found
}

/// What a day's clocks do to a slot that begins at `start`; none on other days.
pub fn clock_trouble(
    name: &str,
    date: NaiveDate,
    start: u16,
    at: crate::time::LocalInstant,
    zone: Tz,
) -> Option<String> {
    let (time, day) = (hm(start), long_date(date));
    if at.skipped {
        let local = at.at.utc().with_timezone(&zone).format("%H:%M");
        Some(format!("{time} does not exist on {day}: {name} begins at {local}."))
    } else {
        at.twice.then(|| format!("{time} occurs twice on {day}: {name} begins the first time."))
    }
}

/// The sentence for each zone whose clocks change on a date.
pub fn clock_changes(date: NaiveDate, zones: impl IntoIterator<Item = Tz>) -> Vec<String> {
    let mut sentences: Vec<String> = Vec::new();
    for zone in zones {
        if let Some(sentence) = clocks_sentence(date, zone)
            && !sentences.contains(&sentence)
        {
            sentences.push(sentence);
        }
    }
    sentences
}
