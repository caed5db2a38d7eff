//! Schedules: planned sessions, breaks and reserves from `.ics` and `.csv` files.
//!
//! # CSV columns
//! A header row, then one row a slot; comma, semicolon or tab. Columns are found by name, in any order and case:
//!
//! | column | also called | content |
//! | --- | --- | --- |
//! | `date` | day, session date, start date | `2026-01-15`, `15.01.2026`; `15/01/2026` only where day and month cannot be mistaken |
//! | `start` | start time, time, begin, from | `09:00`, `9:00 am`, or date and time in one cell, with or without an offset |
//! | `end` | end time, to, until | as `start`; or a length |
//! | `length` | duration, minutes | `60`, `60 min`, `1:30`, `1.5 h` |
//! | `participant` | participants, code, codes | `P04`, `P07–P12`, `P07 P08`; empty for a break |
//! | `kind` | type, session type | interview, usability test, focus group, site visit, break, lunch, reserve |
//! | `title` | subject, summary | free text; also searched for the kind |
//! | `zone` | time zone, timezone, tz | IANA or Windows name; the study's zone when empty |
//! | `uid` | id, event id, booking id | what makes a second import an update; else participant and occurrence do |
//! | `link` | meeting link, url, location | the call's address |
//! | `status` | | `cancelled` cancels |
//!
//! # Calendars
//! Times without a zone are in the study's zone, UTC times are shown in it. Series are taken apart, each date a slot
//! of its own; of one that goes on and on at most 400 dates within two years. A zone that the calendar brings along
//! is its place, or the study's zone where both show the same time. What cannot be a slot (all day, unknown zone) is
//! skipped with its reason. Participants are codes such as `P04` or `P07–P12` in the summary.

mod csv;
mod custom;
mod ics;
mod moment;
mod recurrence;
mod scan;
mod write;

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use chrono_tz::Tz;
use domain::entity::SlotKind;
use domain::session;

use crate::Skipped;
use crate::words::words;

pub use self::csv::read_csv;
pub(crate) use self::csv::{columns, is_schedule};
pub use self::ics::read_ics;
pub(crate) use self::moment::{Order, when};
pub use self::write::{CalendarEntry, write_ics};

/// The most slots that one file may hold.
pub(crate) const MAX_ENTRIES: usize = 50_000;

/// How titles and cells speak of a kind of session.
const SESSION_KINDS: [(&str, session::Kind); 5] = [
    (" usability", session::Kind::UsabilityTest),
    (" user test", session::Kind::UsabilityTest),
    (" focus group", session::Kind::FocusGroup),
    (" site visit", session::Kind::SiteVisit),
    (" interview", session::Kind::Interview),
];

/// What a schedule file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// The slots, in the order of the file; at least one.
    pub entries: Vec<ScheduleEntry>,
    /// What was read but is no slot, or not wholly.
    pub skipped: Vec<Skipped>,
    /// How many times named no zone and were taken for the study's.
    pub floating: u32,
}

/// One slot of a schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleEntry {
    /// What the slot is recognised by when the schedule comes again.
    pub uid: String,
    /// The revision of the slot; a higher one replaces a lower one.
    pub sequence: u32,
    /// Whether the file calls it off.
    pub cancelled: bool,
    /// The local date in `zone`.
    pub date: NaiveDate,
    /// Local minutes from 00:00 in `zone`, 0 to 1439.
    pub start_minute: u16,
    /// Minutes, 1 to 1440; `None` when the file does not say.
    pub length_minutes: Option<u16>,
    /// The zone that date and start are in.
    pub zone: Tz,
    /// The file's title for it, which may hold what a person typed there; can be empty.
    pub title: String,
    /// Session, break or reserve.
    pub kind: SlotKind,
    /// The kind of session, when the words tell.
    pub session_kind: Option<session::Kind>,
    /// Participants by code, `P01` to `P999`, in the file's order.
    pub participant_codes: Vec<String>,
    /// The call's https address.
    pub meeting_link: Option<String>,
    /// The line of the file it comes from.
    pub line: u32,
}

/// What the words of a title, category or kind, and the presence of participants, make of a slot.
fn classify(text: &str, has_participants: bool) -> (SlotKind, Option<session::Kind>) {
    let words = words(text);
    let says = |any: &[&str]| any.iter().any(|word| words.contains(word));
    let kind = SESSION_KINDS.iter().find(|(word, _)| words.contains(word)).map(|(_, kind)| *kind);
    if says(&[" reserve ", " standby "]) {
        (SlotKind::Reserve, kind)
    } else if !has_participants && kind.is_none() && says(&[" lunch ", " break ", " pause "]) {
        (SlotKind::Break, None)
    } else {
        (SlotKind::Session, kind)
    }
}

/// The first https address in a text.
fn link_in(text: &str) -> Option<String> {
    let start = text.find("https://")?;
    let end = |c: char| c.is_whitespace() || c.is_control() || "\"<>".contains(c);
    let link = text[start..].split(end).next()?.trim_end_matches(['.', ',', ';', ')']);
    (link.len() > "https://".len() && link.len() <= 2_000).then(|| link.to_owned())
}

/// Entries by uid: of two with the same uid the higher sequence stays, of equal ones the later.
#[derive(Default)]
struct Collected {
    entries: Vec<ScheduleEntry>,
    places: HashMap<String, usize>,
    derived: HashMap<String, u32>,
    moved: HashSet<String>,
}

impl Collected {
    fn put(&mut self, entry: ScheduleEntry) {
        match self.places.get(&entry.uid) {
            Some(place) if self.entries[*place].sequence <= entry.sequence => self.entries[*place] = entry,
            Some(_) => {}
            None => {
                self.places.insert(entry.uid.clone(), self.entries.len());
                self.entries.push(entry);
            }
        }
    }

    /// Puts a date that was moved or called off over that of its series, whatever their sequences.
    fn put_over(&mut self, entry: ScheduleEntry) {
        match self.places.get(&entry.uid) {
            Some(place) if self.moved.insert(entry.uid.clone()) => self.entries[*place] = entry,
            _ => self.put(entry),
        }
    }

    /// A uid for a slot that has none: its participants, or what it is and its date, and which occurrence of
    /// these it is, so that a slot that was moved is still the same slot when the file comes again.
    fn derived_uid(&mut self, codes: &[String], title: &str, date: NaiveDate) -> String {
        let what = match codes {
            [] => format!("{}/{date}", words(title).trim().replace(' ', "-")),
            codes => codes.join("+"),
        };
        let occurrence = self.derived.entry(what.clone()).and_modify(|n| *n += 1).or_insert(1);
        format!("slot/{what}/{occurrence}")
    }
}
