//! Time zones that a calendar brings along itself, under a name that nobody else knows.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDateTime, Offset, TimeZone};
use chrono_tz::Tz;

use crate::zone;

/// The most zones that are kept of one file.
const MAX_ZONES: usize = 1_000;

/// Zones that are tried before others that do the same.
const COMMON: [&str; 7] = [
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Helsinki",
];

/// The VTIMEZONEs of a file by name.
#[derive(Default)]
pub(super) struct CustomZones {
    zones: HashMap<String, CustomZone>,
    reading: CustomZone,
    rule: Rule,
}

#[derive(Default)]
struct CustomZone {
    name: String,
    location: Option<Tz>,
    standard: Rule,
    daylight: Rule,
}

/// One STANDARD or DAYLIGHT part; of several, the one that began last is in force.
#[derive(Default)]
struct Rule {
    since: String,
    offset_seconds: Option<i32>,
    /// The month in which it begins each year.
    month: Option<u32>,
}

impl CustomZones {
    /// Takes a line that stands in a VTIMEZONE or in one of its parts.
    pub(super) fn property(&mut self, name: &str, value: &str) {
        match name {
            "TZID" => value.clone_into(&mut self.reading.name),
            "X-LIC-LOCATION" => self.reading.location = zone::parse(value),
            "DTSTART" => value.clone_into(&mut self.rule.since),
            "RRULE" => {
                let month = value.split(';').find_map(|part| part.trim().strip_prefix("BYMONTH="));
                self.rule.month = month.and_then(|month| month.parse().ok());
            }
            "TZOFFSETTO" => self.rule.offset_seconds = offset(value),
            _ => {}
        }
    }

    /// Takes the end of a VTIMEZONE or of one of its parts.
    pub(super) fn end(&mut self, component: &str) {
        let rule = match component {
            "STANDARD" => &mut self.reading.standard,
            "DAYLIGHT" => &mut self.reading.daylight,
            _ => {
                let zone = std::mem::take(&mut self.reading);
                if self.zones.len() < MAX_ZONES {
                    self.zones.insert(zone.name.clone(), zone);
                }
                return;
            }
        };
        let ended = std::mem::take(&mut self.rule);
        if ended.offset_seconds.is_some() && ended.since >= rule.since {
            *rule = ended;
        }
    }

    /// The zone that is called `name` here: the place that it says it is; or the study's zone, or else a well-known
    /// one, whose clocks show the same in that year, winter and summer, and change in the same months.
    pub(super) fn find(&self, name: &str, local: NaiveDateTime, study_zone: Tz) -> Option<Tz> {
        let custom = self.zones.get(name.trim_matches('"'))?;
        if custom.location.is_some() {
            return custom.location;
        }
        let standard = custom.standard.offset_seconds?;
        let mut own = [standard, custom.daylight.offset_seconds.unwrap_or(standard)];
        own.sort_unstable();
        let shows = |zone: &Tz| {
            let mut shown = [1, 7].map(|month| offset_in(*zone, local, month));
            shown.sort_unstable();
            shown == own
        };
        if shows(&study_zone) {
            return Some(study_zone);
        }
        let mut months = [custom.standard.month, custom.daylight.month];
        months.sort_unstable();
        let known = COMMON.iter().chain(zone::WINDOWS.iter().map(|(_, iana)| iana));
        let known = known.filter_map(|iana| iana.parse::<Tz>().ok());
        let changes = |zone: &Tz| {
            // A change within a month shows on the first of the next.
            let mut changes = (1..=12_u32).filter(|month| {
                let next = if *month == 12 { 12 } else { month + 1 };
                offset_in(*zone, local, *month) != offset_in(*zone, local, next)
            });
            [changes.next(), changes.next()] == months
        };
        known.into_iter().filter(shows).find(|zone| own[0] == own[1] || changes(zone))
    }
}

/// How far a zone's clocks are from UTC on the first of a month, in seconds.
fn offset_in(zone: Tz, local: NaiveDateTime, month: u32) -> i32 {
    let day = chrono::NaiveDate::from_ymd_opt(local.year(), month, 1).unwrap_or(local.date());
    zone.offset_from_utc_datetime(&day.and_time(chrono::NaiveTime::MIN)).fix().local_minus_utc()
}

/// Reads `+0100` and `-033045` as seconds east of UTC.
fn offset(text: &str) -> Option<i32> {
    let (sign, digits) = match text.as_bytes() {
        [b'+', digits @ ..] => (1, digits),
        [b'-', digits @ ..] => (-1, digits),
        _ => return None,
    };
    if ![4, 6].contains(&digits.len()) || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let units = digits.chunks(2).map(|pair| i32::from(pair[0] - b'0') * 10 + i32::from(pair[1] - b'0'));
    Some(sign * units.zip([3_600, 60, 1]).map(|(number, seconds)| number * seconds).sum::<i32>())
}
