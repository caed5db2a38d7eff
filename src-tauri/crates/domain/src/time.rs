//! Instants, the session clock, and local times of a zone.

use crate::Refusal;
use chrono::{DateTime, Duration, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
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
