//! Dates, times and lengths as people write them in tables.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};

use crate::Reason;
use crate::problem::shown;

/// A cell that holds a time: alone, with its date, or with date and offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    Time(NaiveTime),
    Local(NaiveDateTime),
    Instant(DateTime<FixedOffset>),
}

/// Reads `2026-01-15`, `15.01.2026` and what is not ambiguous of `15/01/2026` and `01/15/2026`.
pub(super) fn date(text: &str) -> Result<NaiveDate, Reason> {
    let wrong = || Reason::unlike(text, "a date", "one such as 2026-01-15");
    let parts = |sign| -> Option<[u32; 3]> {
        let parts: Result<Vec<u32>, _> = text.split(sign).map(str::parse).collect();
        parts.ok()?.try_into().ok()
    };
    let ymd = |year: u32, month, day| {
        let year = i32::try_from(year).ok().filter(|year| (1900..=2200).contains(year));
        year.and_then(|year| NaiveDate::from_ymd_opt(year, month, day)).ok_or_else(wrong)
    };
    if let Some([year, month, day]) = parts('-') {
        return ymd(year, month, day);
    }
    if let Some([day, month, year]) = parts('.') {
        return ymd(year, month, day);
    }
    match parts('/').ok_or_else(wrong)? {
        [year, month, day] if year > 31 => ymd(year, month, day),
        [a, b, year] if a != b && a <= 12 && b <= 12 => match (ymd(year, a, b), ymd(year, b, a)) {
            (Ok(one), Ok(other)) => Err(Reason::new(format!(
                "{} can be {} or {}; expected a date such as 2026-01-15",
                shown(text),
                other.format("%-d %B"),
                one.format("%-d %B"),
            ))),
            _ => Err(wrong()),
        },
        [day, month, year] if month <= 12 => ymd(year, month, day),
        [month, day, year] => ymd(year, month, day),
    }
}

/// Reads `09:00`, `9:00 pm`, `2026-01-15 09:00`, `2026-01-15T09:00:00+01:00`.
pub(super) fn moment(text: &str) -> Result<Moment, Reason> {
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Ok(Moment::Instant(instant));
    }
    if let Some(time) = time(text) {
        return Ok(Moment::Time(time));
    }
    let wrong = || Reason::unlike(text, "a time", "one such as 09:00");
    let (day, clock) = text.split_once(['T', ' ']).ok_or_else(wrong)?;
    let clock = time(clock.trim()).ok_or_else(wrong)?;
    Ok(Moment::Local(date(day.trim_end_matches(','))?.and_time(clock)))
}

fn time(text: &str) -> Option<NaiveTime> {
    let lower = text.to_ascii_lowercase();
    let (clock, half) = if let Some(clock) = lower.strip_suffix("am") {
        (clock, Some(0))
    } else if let Some(clock) = lower.strip_suffix("pm") {
        (clock, Some(12))
    } else {
        (lower.as_str(), None)
    };
    let mut parts = clock.trim().split(':').map(str::parse::<u32>);
    let hour = parts.next()?.ok()?;
    let minute = match (parts.next(), half) {
        (Some(minute), _) => minute.ok()?,
        (None, Some(_)) => 0,
        (None, None) => return None,
    };
    let second = parts.next().transpose().ok()?.unwrap_or(0);
    if parts.next().is_some() {
        return None;
    }
    let hour = match half {
        None => hour,
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
    };
    NaiveTime::from_hms_opt(hour, minute, second)
}

/// Reads `60`, `60 min`, `1:30`, `1 h`, `1.5 h`, `1 h 30` as minutes, 1 to 1440.
pub(super) fn length(text: &str) -> Result<u16, Reason> {
    let wrong = || Reason::unlike(text, "a length", "minutes such as 60");
    let lower = text.to_ascii_lowercase();
    let minutes = if let Some((hours, minutes)) = lower.split_once([':', 'h']) {
        let unit = |c: char| c.is_ascii_alphabetic() || c.is_whitespace() || c == '.';
        let hours: f64 = hours.trim().replace(',', ".").parse().map_err(|_| wrong())?;
        let minutes = minutes.trim_matches(unit);
        let minutes: f64 = if minutes.is_empty() { 0.0 } else { minutes.parse().map_err(|_| wrong())? };
        hours * 60.0 + minutes
    } else {
        lower
            .trim_end_matches(|c: char| c.is_ascii_alphabetic() || ". ".contains(c))
            .parse()
            .map_err(|_| wrong())?
    };
    let whole = minutes.round();
    if (1.0..=1440.0).contains(&whole) { Ok(whole as u16) } else { Err(wrong()) }
}
