//! Schedules as calendar files (RFC 5545) that calendar programs accept.

use chrono::{DateTime, Datelike, Duration, NaiveDate, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::{OffsetComponents, OffsetName, Tz};
use domain::entity::SlotKind;
use domain::session;
use std::fmt::Write;

/// One slot as it goes into a calendar: codes, never names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarEntry {
    /// The same for this slot in every export.
    pub uid: String,
    /// Grows with every edit.
    pub sequence: u32,
    /// When it was edited last, in UTC milliseconds.
    pub edited_at_ms: i64,
    /// The instant at which it begins.
    pub starts_at: DateTime<Tz>,
    /// Minutes.
    pub length_minutes: u16,
    /// Session, break or reserve.
    pub kind: SlotKind,
    /// The kind of session.
    pub session_kind: Option<session::Kind>,
    /// Participants by code.
    pub participant_codes: Vec<String>,
    /// What a break is called; empty when it is just a break.
    pub label: String,
    /// The call's address.
    pub meeting_link: Option<String>,
    /// It is only planned, not agreed.
    pub tentative: bool,
    /// It does not take place, or not at this time.
    pub cancelled: bool,
}

/// A calendar with these slots, called `title`.
#[must_use]
pub fn write_ics(title: &str, entries: &[CalendarEntry]) -> String {
    let mut out = String::new();
    line(&mut out, "BEGIN:VCALENDAR");
    line(&mut out, "VERSION:2.0");
    line(&mut out, "PRODID:-//Backroom//Backroom//EN");
    line(&mut out, "CALSCALE:GREGORIAN");
    line(&mut out, &format!("X-WR-CALNAME:{}", escaped(title)));
    let mut zones: Vec<Tz> = Vec::new();
    for entry in entries {
        let zone = entry.starts_at.timezone();
        if !zones.contains(&zone) {
            zones.push(zone);
        }
    }
    for zone in zones.into_iter().filter(|zone| *zone != Tz::UTC) {
        let years = entries.iter().filter(|entry| entry.starts_at.timezone() == zone);
        let years: Vec<i32> = years.map(|entry| entry.starts_at.year()).collect();
        let span = (years.iter().min().copied().unwrap_or(0), years.iter().max().copied().unwrap_or(0));
        time_zone(&mut out, zone, span);
    }
    for entry in entries {
        event(&mut out, entry);
    }
    line(&mut out, "END:VCALENDAR");
    out
}

fn event(out: &mut String, entry: &CalendarEntry) {
    let ends_at = entry.starts_at + Duration::minutes(i64::from(entry.length_minutes));
    let edited = DateTime::<Utc>::from_timestamp_millis(entry.edited_at_ms).unwrap_or_default();
    line(out, "BEGIN:VEVENT");
    line(out, &format!("UID:{}", entry.uid));
    line(out, &format!("DTSTAMP:{}", edited.format("%Y%m%dT%H%M%SZ")));
    line(out, &format!("SEQUENCE:{}", entry.sequence));
    line(out, &format!("DTSTART{}", stamp(&entry.starts_at)));
    line(out, &format!("DTEND{}", stamp(&ends_at)));
    line(out, &format!("SUMMARY:{}", escaped(&summary(entry))));
    if let Some(kind) = entry.session_kind {
        line(out, &format!("CATEGORIES:{}", escaped(&kind.word().replace('_', " "))));
    }
    if let Some(link) = &entry.meeting_link {
        line(out, &format!("LOCATION:{}", escaped(link)));
        line(out, &format!("URL:{}", link.replace(char::is_control, "")));
    }
    let status = match (entry.cancelled, entry.tentative) {
        (true, _) => "CANCELLED",
        (false, true) => "TENTATIVE",
        (false, false) => "CONFIRMED",
    };
    line(out, &format!("STATUS:{status}"));
    line(out, "END:VEVENT");
}

/// `P04 usability test`, `Reserve P13`, `Lunch`.
fn summary(entry: &CalendarEntry) -> String {
    let codes = entry.participant_codes.join(" ");
    match entry.kind {
        SlotKind::Break if entry.label.is_empty() => "Break".to_owned(),
        SlotKind::Break => entry.label.clone(),
        SlotKind::Reserve => format!("Reserve {codes}").trim_end().to_owned(),
        SlotKind::Session => {
            let kind = entry.session_kind.map_or("session", session::Kind::word).replace('_', " ");
            format!("{codes} {kind}").trim_start().to_owned()
        }
    }
}

fn stamp(at: &DateTime<Tz>) -> String {
    match at.timezone() {
        Tz::UTC => format!(":{}Z", at.format("%Y%m%dT%H%M%S")),
        zone => format!(";TZID={}:{}", zone.name(), at.format("%Y%m%dT%H%M%S")),
    }
}

/// What the zone's clocks do from the year before the first slot to the year after the last.
fn time_zone(out: &mut String, zone: Tz, (first, last): (i32, i32)) {
    line(out, "BEGIN:VTIMEZONE");
    line(out, &format!("TZID:{}", zone.name()));
    let midnight =
        |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default().and_time(chrono::NaiveTime::MIN);
    let (from, to) = (midnight(first - 1), midnight(last + 2));
    let offset = |at| zone.offset_from_utc_datetime(&at);
    observance(out, zone, from, offset(from).fix().local_minus_utc());
    let mut at = from;
    while at < to {
        let next = at + TimeDelta::days(1);
        let before = offset(at).fix().local_minus_utc();
        if offset(next).fix().local_minus_utc() != before {
            let (mut low, mut high) = (at, next);
            while high - low > TimeDelta::minutes(1) {
                let middle = low + (high - low) / 2;
                let unchanged = offset(middle).fix().local_minus_utc() == before;
                *(if unchanged { &mut low } else { &mut high }) = middle;
            }
            let seconds = high.and_utc().timestamp();
            let minute =
                DateTime::<Utc>::from_timestamp(seconds - seconds.rem_euclid(60), 0).unwrap_or_default();
            observance(out, zone, minute.naive_utc(), before);
        }
        at = next;
    }
    line(out, "END:VTIMEZONE");
}

/// What holds from an instant on; `before` is how far the clocks were from UTC until then, in seconds.
fn observance(out: &mut String, zone: Tz, from: chrono::NaiveDateTime, before: i32) {
    let offset = zone.offset_from_utc_datetime(&from);
    let name = if offset.dst_offset() == TimeDelta::zero() { "STANDARD" } else { "DAYLIGHT" };
    let local = from + TimeDelta::seconds(i64::from(before));
    line(out, &format!("BEGIN:{name}"));
    line(out, &format!("DTSTART:{}", local.format("%Y%m%dT%H%M%S")));
    line(out, &format!("TZOFFSETFROM:{}", signed(before)));
    line(out, &format!("TZOFFSETTO:{}", signed(offset.fix().local_minus_utc())));
    if let Some(name) = offset.abbreviation() {
        line(out, &format!("TZNAME:{name}"));
    }
    line(out, &format!("END:{name}"));
}

/// Seconds from UTC as `+0100`.
fn signed(seconds: i32) -> String {
    let (sign, seconds) = if seconds < 0 { ('-', -seconds) } else { ('+', seconds) };
    format!("{sign}{:02}{:02}", seconds / 3_600, seconds / 60 % 60)
}

/// A text as RFC 5545 section 3.3.11 has it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A line, folded after at most 75 bytes and never inside a character.
fn line(out: &mut String, content: &str) {
    let mut rest = content;
    let mut room = 75;
    while rest.len() > room {
        let mut cut = room;
        while !rest.is_char_boundary(cut) {
            cut -= 1;
        }
        let _ = write!(out, "{}\r\n ", &rest[..cut]);
        rest = &rest[cut..];
        room = 74;
    }
    let _ = write!(out, "{rest}\r\n");
}
