//! Instants, the session clock, and local times of a zone.

use crate::Refusal;
use chrono::{DateTime, Duration, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Utc};
use chrono_tz::Tz;

/// An instant: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The instant as a chrono value; instants beyond chrono's range become its epoch.
    pub fn utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0).unwrap_or_default()
    }

    /// The local date in a zone.
    pub fn date_in(self, zone: Tz) -> NaiveDate {
        self.utc().with_timezone(&zone).date_naive()
    }
}

/// The instant of a local time, and whether the clock skipped that time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalInstant {
    /// The instant.
    pub at: Timestamp,
    /// The local time does not exist on that day and was moved forward.
    pub skipped: bool,
    /// The local time occurs twice on that day; this is the first.
    pub twice: bool,
}

/// The instant at which a zone's clocks show `minute` minutes after midnight of `date`.
///
/// A time that does not exist moves forward by the length of the gap; one that occurs twice is the first.
pub fn local_instant(date: NaiveDate, minute: u16, zone: Tz) -> LocalInstant {
    let local = date.and_time(NaiveTime::MIN) + Duration::minutes(minute.into());
    let of = |at: DateTime<Tz>| Timestamp(at.timestamp_millis());
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) => LocalInstant { at: of(at), skipped: false, twice: false },
        LocalResult::Ambiguous(first, second) => {
            LocalInstant { at: of(first.min(second)), skipped: false, twice: true }
        }
        LocalResult::None => LocalInstant { at: after_gap(local, zone), skipped: true, twice: false },
    }
}

/// The skipped local time read with the offset that held before the gap: it lands after the gap by as much.
fn after_gap(local: NaiveDateTime, zone: Tz) -> Timestamp {
    // No zone has ever skipped more than a day (Samoa, 2011), so a day and an hour earlier exists.
    for hours in 1..=25 {
        let earlier = local - Duration::hours(hours);
        if let Some(at) = zone.from_local_datetime(&earlier).latest() {
            return Timestamp((at + Duration::hours(hours)).timestamp_millis());
        }
    }
    Timestamp(local.and_utc().timestamp_millis())
}

/// Whether a zone's clocks are put forward or back on a date.
pub fn clocks_change(date: NaiveDate, zone: Tz) -> bool {
    let midnight = |date| local_instant(date, 0, zone).at.0;
    date.succ_opt().is_some_and(|next| midnight(next) - midnight(date) != 24 * 3_600_000)
}

/// `HH:MM:SS` of a session time in milliseconds; negative times carry a minus sign.
pub fn hms(elapsed: i64) -> String {
    let seconds = elapsed.abs() / 1000;
    let sign = if elapsed <= -1000 { "-" } else { "" };
    format!("{sign}{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// `HH:MM` of minutes after midnight.
pub fn hm(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60 % 24, minute % 60)
}

/// Reads an IANA zone name such as `Europe/Berlin`.
pub fn zone(name: &str) -> Result<Tz, Refusal> {
    name.trim()
        .parse()
        .map_err(|_| Refusal::Invalid { what: "The time zone", expected: "an IANA name like Europe/Berlin" })
}

/// Reads an ISO date such as `2026-11-26`.
pub fn date(text: &str) -> Result<NaiveDate, Refusal> {
    let expected = "a date like 2026-11-26 between 1990 and 2100";
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    date.filter(|date| text.len() == 10 && ("1990".."2100").contains(&&date.to_string()[..4]))
        .ok_or(Refusal::Invalid { what: "The date", expected })
}

/// `Thursday 26 November` of a date.
pub fn long_date(date: NaiveDate) -> String {
    date.format("%A %-d %B").to_string()
}

/// A zone's clocks are put forward or back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockChange {
    /// The instant from which on the new offset holds.
    pub at: Timestamp,
    /// What clocks would show then: local minutes after midnight of the date.
    pub from: i64,
    /// What they show instead, likewise.
    pub to: i64,
}

/// The first change of a zone's clocks on a date; none when that day is like any other.
pub fn clock_change(date: NaiveDate, zone: Tz) -> Option<ClockChange> {
    const MINUTE: i64 = 60_000;
    let begins = local_instant(date, 0, zone).at.0;
    let ends = local_instant(date.succ_opt()?, 0, zone).at.0;
    let offset =
        |at: i64| i64::from(Timestamp(at).utc().with_timezone(&zone).offset().fix().local_minus_utc());
    // The day's own midnight can be what clocks skip: the minute before it still has the old offset.
    let (mut before, mut after) = (begins - MINUTE, ends - MINUTE);
    let (old, new) = (offset(before), offset(after));
    if old == new {
        return None;
    }
    while after - before > MINUTE {
        let middle = (before + after) / 2 / MINUTE * MINUTE;
        if offset(middle) == old { before = middle } else { after = middle }
    }
    let midnight = date.and_time(NaiveTime::MIN).and_utc().timestamp_millis();
    let shows = |offset: i64| (after + offset * 1000 - midnight) / MINUTE;
    Some(ClockChange { at: Timestamp(after), from: shows(old), to: shows(new) })
}

/// What is to be known of a day on which a zone's clocks change.
pub fn clocks_sentence(date: NaiveDate, zone: Tz) -> Option<String> {
    let change = clock_change(date, zone)?;
    let hm = |minute: i64| hm(u16::try_from(minute.rem_euclid(24 * 60)).unwrap_or(0));
    let (from, to, day) = (hm(change.from), hm(change.to), long_date(date));
    Some(if change.to < change.from {
        format!("Clocks go back on {day}: {from} is {to} again ({zone}).")
    } else {
        format!("Clocks go forward on {day}: from {from} to {to} there is no time ({zone}).")
    })
}
