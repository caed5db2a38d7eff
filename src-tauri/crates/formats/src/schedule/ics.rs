//! Schedules in calendar files (RFC 5545), as calendars in the wild write them.

use std::collections::{HashMap, HashSet};

use chrono::{NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Timelike};
use chrono_tz::Tz;

use super::custom::CustomZones;
use super::scan::{Event, Property, scan};
use super::{Collected, MAX_ENTRIES, Schedule, ScheduleEntry, classify, link_in, recurrence};
use crate::problem::shown;
use crate::{Problem, Reason, Skipped, code, zone};

/// Where the address of the call may stand, the surest place first.
const LINK_PROPERTIES: [&str; 6] = [
    "CONFERENCE",
    "X-GOOGLE-CONFERENCE",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "LOCATION",
    "URL",
    "DESCRIPTION",
];

/// Reads a schedule from a calendar file; see the [module's documentation](super).
///
/// # Errors
/// A file that is no calendar, is cut short, or holds no event that can be a slot.
pub fn read_ics(file: &str, bytes: &[u8], study_zone: Tz) -> Result<Schedule, Problem> {
    let (mut events, zones) = scan(file, bytes)?;
    let home = Home { zone: study_zone, zones };
    if events.is_empty() {
        return Err(Problem::whole(file, "the calendar holds no events; expected at least one VEVENT"));
    }
    let mut collected = Collected::default();
    let mut skipped = Vec::new();
    // A series first, then the single dates that were moved or called off.
    events.sort_by_key(Event::is_single_date);
    let newest = newest(&events);
    for (place, event) in events.iter().enumerate() {
        if newest.get(event.text("UID")).is_some_and(|newest| *newest != place && !event.is_single_date()) {
            continue;
        }
        if let Err(reason) = interpret(event, &home, &mut collected) {
            let what = event.text("SUMMARY").trim().chars().take(200).collect();
            skipped.push(Skipped { line: event.line, what, reason });
        }
        if collected.entries.len() > MAX_ENTRIES {
            return Err(Problem::whole(file, format!("the calendar holds more than {MAX_ENTRIES} events")));
        }
    }
    if let (true, Some(first)) = (collected.entries.is_empty(), skipped.first()) {
        let message = match skipped.len() {
            1 => format!("the only event cannot be a slot: {}", first.reason),
            n => format!("none of the {n} events can be a slot, this one because {}", first.reason),
        };
        return Err(Problem::at(file, first.line, message));
    }
    Ok(Schedule { entries: collected.entries, skipped })
}

/// What a time without a zone of its own, or with one of the file's own making, is read by.
struct Home {
    zone: Tz,
    zones: CustomZones,
}

/// Where the newest revision of each event or series stands: the highest sequence, of equal ones the last.
fn newest(events: &[Event]) -> HashMap<&str, usize> {
    let mut newest: HashMap<&str, usize> = HashMap::new();
    for (place, event) in events.iter().enumerate() {
        let uid = event.text("UID");
        if !uid.trim().is_empty() && !event.is_single_date() {
            let best = newest.entry(uid).or_insert(place);
            if events[*best].sequence() <= event.sequence() {
                *best = place;
            }
        }
    }
    newest
}

fn interpret(event: &Event, home: &Home, collected: &mut Collected) -> Result<(), Reason> {
    if let Some((line, name)) = &event.unreadable {
        return Err(Reason::new(format!("its {name} in line {line} cannot be read")));
    }
    let start = event.first("DTSTART").ok_or_else(|| Reason::new("it has no start"))?;
    let (start, zone) = start_of(start, home)?;
    let length_minutes = length(event, start, zone, home)?;
    let summary = event.text("SUMMARY").trim();
    let participant_codes = code::find_all(summary);
    let (kind, session_kind) =
        classify(&format!("{summary} {}", event.text("CATEGORIES")), !participant_codes.is_empty());
    let uid = match event.text("UID").trim() {
        "" => collected.derived_uid(&participant_codes, summary, start.date()),
        uid => uid.to_owned(),
    };
    let entry = ScheduleEntry {
        uid,
        sequence: event.sequence(),
        cancelled: event.cancelled || event.text("STATUS").trim().eq_ignore_ascii_case("CANCELLED"),
        date: start.date(),
        start_minute: (start.hour() * 60 + start.minute()) as u16,
        length_minutes,
        zone,
        title: summary.to_owned(),
        kind,
        session_kind,
        participant_codes,
        meeting_link: LINK_PROPERTIES.iter().find_map(|name| link_in(event.text(name))),
        line: event.line,
    };

    if let Some(original) = event.first("RECURRENCE-ID") {
        let date = local_date(original, zone, home)?;
        let uid = occurrence_uid(&entry.uid, date);
        collected.put_over(ScheduleEntry { uid, ..entry });
        return Ok(());
    }
    if event.all("RDATE").any(|property| !property.value.trim().is_empty()) {
        return Err(Reason::new("it repeats on a list of dates"));
    }
    let Some(rule) = event.first("RRULE").filter(|rule| !rule.value.trim().is_empty()) else {
        collected.put(entry);
        return Ok(());
    };
    let mut left_out = HashSet::new();
    for property in event.all("EXDATE") {
        for value in property.value.split(',').filter(|value| !value.trim().is_empty()) {
            let single = Property { value: value.trim().to_owned(), ..property.clone() };
            left_out.insert(local_date(&single, zone, home)?);
        }
    }
    for date in recurrence::dates(&rule.value, start, zone)? {
        if !left_out.contains(&date) {
            let uid = occurrence_uid(&entry.uid, date);
            collected.put(ScheduleEntry { uid, date, ..entry.clone() });
        }
    }
    Ok(())
}

fn occurrence_uid(uid: &str, date: NaiveDate) -> String {
    format!("{uid}/{}", date.format("%Y%m%d"))
}

fn start_of(property: &Property, home: &Home) -> Result<(NaiveDateTime, Tz), Reason> {
    match read(property, home)? {
        (Stamp::Day(_), _) => Err(Reason::new("it lasts all day")),
        (Stamp::Local(local), zone) => Ok((local, zone)),
        (Stamp::Utc(utc), _) => Ok((utc.and_utc().with_timezone(&home.zone).naive_local(), home.zone)),
    }
}

fn length(event: &Event, start: NaiveDateTime, zone: Tz, home: &Home) -> Result<Option<u16>, Reason> {
    let minutes = match (event.first("DTEND"), event.first("DURATION")) {
        (Some(end), _) => match read(end, home)? {
            (Stamp::Day(_), _) => return Err(Reason::new("its end has no time")),
            (Stamp::Local(end), end_zone) if end_zone == zone => (end - start).num_minutes(),
            (Stamp::Local(end), end_zone) => (utc(end, end_zone)? - utc(start, zone)?).num_minutes(),
            (Stamp::Utc(end), _) => (end - utc(start, zone)?).num_minutes(),
        },
        (None, Some(length)) => {
            let unreadable = || Reason::new("its duration cannot be read");
            duration(length.value.trim()).ok_or_else(unreadable)?.num_minutes()
        }
        (None, None) => return Ok(None),
    };
    match u16::try_from(minutes) {
        Ok(minutes @ 1..=1440) => Ok(Some(minutes)),
        _ if minutes > 1440 => Err(Reason::new("it lasts longer than a day")),
        _ => Err(Reason::new("it ends when or before it starts")),
    }
}

/// The date of an original or left-out occurrence, in the zone of its series.
fn local_date(property: &Property, zone: Tz, home: &Home) -> Result<NaiveDate, Reason> {
    Ok(match read(property, home)? {
        (Stamp::Day(day), _) => day,
        (Stamp::Local(local), own) if own == zone => local.date(),
        (Stamp::Local(local), own) => utc(local, own)?.and_utc().with_timezone(&zone).date_naive(),
        (Stamp::Utc(utc), _) => utc.and_utc().with_timezone(&zone).date_naive(),
    })
}

fn utc(local: NaiveDateTime, zone: Tz) -> Result<NaiveDateTime, Reason> {
    let instant = zone.from_local_datetime(&local).earliest();
    instant
        .map(|instant| instant.naive_utc())
        .ok_or_else(|| Reason::new("its time does not exist in its zone"))
}

/// A date or time as the calendar writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stamp {
    Day(NaiveDate),
    Local(NaiveDateTime),
    Utc(NaiveDateTime),
}

fn read(property: &Property, home: &Home) -> Result<(Stamp, Tz), Reason> {
    let value = property.value.trim();
    let unlike = || Reason::new(format!("its {} {} is not a date and time", property.name, shown(value)));
    let stamp = stamp(value).ok_or_else(unlike)?;
    let zone = match (&property.zone, stamp) {
        (Some(name), Stamp::Local(local)) => zone::parse(name)
            .or_else(|| home.zones.find(name, local, home.zone))
            .ok_or_else(|| Reason::new(format!("its time zone {} is not known", shown(name))))?,
        _ => home.zone,
    };
    Ok(match stamp {
        Stamp::Local(local) if zone == Tz::UTC => (Stamp::Utc(local), home.zone),
        other => (other, zone),
    })
}

/// Reads `20260115`, `20260115T090000` and `20260115T080000Z`, between 1900 and 2200.
pub(super) fn stamp(value: &str) -> Option<Stamp> {
    let sane = |date: &NaiveDate| (1900..=2200).contains(&chrono::Datelike::year(date));
    if value.len() == 8 {
        return NaiveDate::parse_from_str(value, "%Y%m%d").ok().filter(sane).map(Stamp::Day);
    }
    let (local, is_utc) = match value.strip_suffix(['Z', 'z']) {
        Some(local) => (local, true),
        None => (value, false),
    };
    let time =
        NaiveDateTime::parse_from_str(local, "%Y%m%dT%H%M%S").ok().filter(|time| sane(&time.date()))?;
    Some(if is_utc { Stamp::Utc(time) } else { Stamp::Local(time) })
}

/// Reads `PT1H30M`, `P1DT2H`, `P2W` (RFC 5545 section 3.3.6).
fn duration(text: &str) -> Option<TimeDelta> {
    let mut rest = text.trim_start_matches('+').strip_prefix('P')?;
    let mut seconds: i64 = 0;
    while !rest.is_empty() {
        rest = rest.strip_prefix('T').unwrap_or(rest);
        let end = rest.find(|c: char| !c.is_ascii_digit())?;
        let number: i64 = rest[..end].parse().ok().filter(|number| *number < 1_000_000)?;
        seconds += number
            * match rest.as_bytes()[end] {
                b'W' => 604_800,
                b'D' => 86_400,
                b'H' => 3_600,
                b'M' => 60,
                b'S' => 1,
                _ => return None,
            };
        rest = &rest[end + 1..];
    }
    TimeDelta::try_seconds(seconds)
}
