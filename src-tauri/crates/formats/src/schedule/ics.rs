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
/// `today` is where series without an end are looked at from; their start when absent.
///
/// # Errors
/// A file that is no calendar, is cut short, or holds no event that can be a slot.
pub fn read_ics(
    file: &str,
    bytes: &[u8],
    study_zone: Tz,
    today: Option<NaiveDate>,
) -> Result<Schedule, Problem> {
    let (mut events, zones) = scan(file, bytes)?;
    let home = Home { zone: study_zone, zones, today };
    if events.is_empty() {
        return Err(Problem::whole(file, "the calendar holds no events; expected at least one VEVENT"));
    }
    let mut collected = Collected::default();
    let mut skipped = Vec::new();
    // A series first, then the single dates that were moved or called off.
    events.sort_by_key(Event::is_single_date);
    let newest = newest(&events);
    let mut floating = 0;
    for (place, event) in events.iter().enumerate() {
        if newest.get(event.text("UID")).is_some_and(|newest| *newest != place && !event.is_single_date()) {
            continue;
        }
        let what = || event.text("SUMMARY").trim().chars().take(200).collect();
        match interpret(event, &home, &mut collected) {
            Ok(Some(reason)) | Err(reason) => {
                skipped.push(Skipped { line: event.line, what: what(), reason })
            }
            Ok(None) => {}
        }
        floating += u32::from(event.first("DTSTART").is_some_and(is_floating));
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
    Ok(Schedule { entries: collected.entries, skipped, floating })
}

/// A time that names no zone: everybody's own nine o'clock.
fn is_floating(start: &Property) -> bool {
    start.zone.is_none() && matches!(stamp(start.value.trim()), Some(Stamp::Local(_)))
}

/// What a time without a zone of its own, or with one of the file's own making, is read by.
struct Home {
    zone: Tz,
    zones: CustomZones,
    today: Option<NaiveDate>,
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

/// Takes an event; what is said of one of which not everything could be taken.
fn interpret(event: &Event, home: &Home, collected: &mut Collected) -> Result<Option<Reason>, Reason> {
    if let Some((line, name)) = &event.unreadable {
        return Err(Reason::new(format!("its {name} in line {line} cannot be read")));
    }
    let start = event.first("DTSTART").ok_or_else(|| Reason::new("it has no start"))?;
    let clock = clock_of(start, home)?;
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
        start_minute: minute(start),
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
        let uid = match read(original, home)? {
            (Stamp::Day(day), _) => occurrence_uid(&entry.uid, day, None),
            (Stamp::Local(at), _) => collected.occurrence(&entry.uid, at),
            (Stamp::Utc(at), _) => collected.occurrence(&entry.uid, shown_in(at, Tz::UTC, zone)),
        };
        collected.put_over(ScheduleEntry { uid, ..entry });
        return Ok(None);
    }
    let rule = event.first("RRULE").filter(|rule| !rule.value.trim().is_empty());
    let further = listed(event, "RDATE", home)?;
    if rule.is_none() && further.is_empty() {
        collected.put(entry);
        return Ok(None);
    }
    series(event, &entry, (start, zone, clock), further, home, collected)
}

/// Takes a series apart.
fn series(
    event: &Event,
    entry: &ScheduleEntry,
    (start, zone, clock): (NaiveDateTime, Tz, Tz),
    further: Vec<Listed>,
    home: &Home,
    collected: &mut Collected,
) -> Result<Option<Reason>, Reason> {
    let mut starts = vec![(start, entry.length_minutes)];
    let mut cut = false;
    if let Some(rule) = event.first("RRULE").filter(|rule| !rule.value.trim().is_empty()) {
        let first = shown_in(start, zone, clock);
        let dates = recurrence::dates(&rule.value, first, home.today, |at| shown_in(at, Tz::UTC, clock))?;
        starts = dates.starts.iter().map(|at| (shown_in(*at, clock, zone), entry.length_minutes)).collect();
        cut = dates.cut;
    }
    let place = |listed: &Listed| match listed.at {
        (Stamp::Day(day), _) => day.and_time(start.time()),
        (Stamp::Local(at), own) => shown_in(at, own, zone),
        (Stamp::Utc(at), _) => shown_in(at, Tz::UTC, zone),
    };
    starts.extend(further.iter().map(|listed| (place(listed), listed.minutes.or(entry.length_minutes))));
    let left_out = listed(event, "EXDATE", home)?;
    let days: HashSet<NaiveDate> = left_out
        .iter()
        .filter(|one| matches!(one.at, (Stamp::Day(_), _)))
        .map(|one| place(one).date())
        .collect();
    let times: HashSet<NaiveDateTime> =
        left_out.iter().filter(|one| !matches!(one.at, (Stamp::Day(_), _))).map(place).collect();
    starts.sort_by_key(|(at, _)| *at);
    starts.dedup_by_key(|(at, _)| *at);
    starts.retain(|(at, _)| !days.contains(&at.date()) && !times.contains(at));
    for (at, length_minutes) in &starts {
        let off_hour = (at.time() != start.time()).then_some(*at);
        let uid = occurrence_uid(&entry.uid, at.date(), off_hour);
        let (date, start_minute) = (at.date(), minute(*at));
        collected.put(ScheduleEntry {
            uid,
            date,
            start_minute,
            length_minutes: *length_minutes,
            ..entry.clone()
        });
    }
    let last = starts.last().filter(|_| cut).map(|(at, _)| at.format("%-d %B %Y"));
    Ok(last.map(|last| Reason::new(format!("it goes on; its {} dates until {last} are taken", starts.len()))))
}

fn minute(at: NaiveDateTime) -> u16 {
    (at.hour() * 60 + at.minute()) as u16
}

/// What one date of a series is recognised by: its date, and its time where that is not the series' own.
fn occurrence_uid(uid: &str, date: NaiveDate, off_hour: Option<NaiveDateTime>) -> String {
    match off_hour {
        None => format!("{uid}/{}", date.format("%Y%m%d")),
        Some(at) => format!("{uid}/{}", at.format("%Y%m%dT%H%M")),
    }
}

impl Collected {
    /// The date of a series that was first planned for `at`.
    fn occurrence(&self, uid: &str, at: NaiveDateTime) -> String {
        let exact = occurrence_uid(uid, at.date(), Some(at));
        if self.places.contains_key(&exact) { exact } else { occurrence_uid(uid, at.date(), None) }
    }
}

/// A date of a list, with its own length where it has one.
struct Listed {
    at: (Stamp, Tz),
    minutes: Option<u16>,
}

/// The dates of all properties of a name, each of which may hold several, or stretches.
fn listed(event: &Event, name: &str, home: &Home) -> Result<Vec<Listed>, Reason> {
    let mut all = Vec::new();
    for property in event.all(name) {
        for value in property.value.split(',').map(str::trim).filter(|value| !value.is_empty()) {
            let (from, to) = value.split_once('/').map_or((value, None), |(from, to)| (from, Some(to)));
            let one = |value: &str| read(&Property { value: value.to_owned(), ..property.clone() }, home);
            let at = one(from)?;
            let minutes = match (to, at) {
                (None, _) => None,
                (Some(to), _) if to.contains('P') => duration(to).map(|length| length.num_minutes()),
                (Some(to), (Stamp::Local(from) | Stamp::Utc(from), _)) => match one(to)? {
                    (Stamp::Local(to) | Stamp::Utc(to), _) => Some((to - from).num_minutes()),
                    _ => None,
                },
                _ => None,
            };
            let minutes = minutes.and_then(|minutes| u16::try_from(minutes).ok());
            all.push(Listed { at, minutes: minutes.filter(|minutes| (1..=1440).contains(minutes)) });
            if all.len() > MAX_ENTRIES {
                return Err(Reason::new("it lists too many dates"));
            }
        }
    }
    Ok(all)
}

/// A local time of one zone on the clocks of another; a time that does not exist is taken an hour later.
fn shown_in(at: NaiveDateTime, own: Tz, other: Tz) -> NaiveDateTime {
    if own == other {
        return at;
    }
    let instant = own
        .from_local_datetime(&at)
        .earliest()
        .or_else(|| own.from_local_datetime(&at.checked_add_signed(TimeDelta::hours(1))?).earliest());
    instant.map_or(at, |instant| instant.with_timezone(&other).naive_local())
}

/// The clock that a series repeats by: that of its own zone, UTC's for a time in UTC.
fn clock_of(start: &Property, home: &Home) -> Result<Tz, Reason> {
    Ok(match read(start, home)? {
        (Stamp::Utc(_), _) => Tz::UTC,
        (_, zone) => zone,
    })
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
