//! The series of a calendar, taken apart into dates (RFC 5545 section 3.8.5).

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime};
use rrule::{RRule, Tz, Unvalidated};

use super::ics::{Stamp, stamp};
use crate::Reason;
use crate::problem::shown;

/// How far ahead a series is taken apart, in days from today or from its start.
const DAYS_AHEAD: u64 = 2 * 366;
/// The most dates that one series may have ahead, and behind.
const MAX_DATES: usize = 400;
/// The most dates that are looked at.
const MAX_STEPS: usize = 20_000;

/// The dates of a series, in order.
pub(super) struct Dates {
    /// When it takes place, on the clock that it is repeated by.
    pub starts: Vec<NaiveDateTime>,
    /// There is more than was taken.
    pub cut: bool,
}

/// The dates of a series that starts at `start`. It is repeated by a local clock, so that it stays at its hour when
/// clocks change; `local` shows an instant on that clock. Of what lies before `today` the last 400 are given, of
/// what lies after it the first 400 within two years. The error says why not.
pub(super) fn dates(
    rule: &str,
    start: NaiveDateTime,
    today: Option<NaiveDate>,
    local: impl Fn(NaiveDateTime) -> NaiveDateTime,
) -> Result<Dates, Reason> {
    let unreadable = || Reason::new(format!("its repetition {} cannot be read", shown(rule)));
    let (text, count) = normal(rule, &local).ok_or_else(unreadable)?;
    let parsed: RRule<Unvalidated> = text.parse().map_err(|_| unreadable())?;
    let set = parsed.build(start.and_utc().with_timezone(&Tz::UTC)).map_err(|_| unreadable())?.limit();
    let today = today.map_or(start.date(), |today| today.max(start.date()));
    let last_day = today.checked_add_days(Days::new(DAYS_AHEAD)).unwrap_or(today);
    let mut behind = std::collections::VecDeque::new();
    let mut ahead = Vec::new();
    let mut left = count.unwrap_or(u32::MAX);
    let mut steps = 0;
    // The start counts even where the rule itself would leave it out.
    let rest = set.into_iter().map(|at: DateTime<Tz>| at.naive_utc()).filter(|at| *at != start);
    let mut cut = false;
    for at in std::iter::once(start).chain(rest) {
        if left == 0 {
            break;
        }
        left -= 1;
        steps += 1;
        if at.date() > last_day || ahead.len() == MAX_DATES || steps > MAX_STEPS {
            cut = true;
            break;
        }
        if at.date() >= today {
            ahead.push(at);
        } else {
            behind.push_back(at);
            if behind.len() > MAX_DATES {
                behind.pop_front();
            }
        }
    }
    if steps > MAX_STEPS && ahead.is_empty() {
        return Err(Reason::new("it repeats too often"));
    }
    let mut starts: Vec<NaiveDateTime> = behind.into();
    starts.extend(ahead);
    Ok(Dates { starts, cut })
}

/// The rule as `rrule` reads it: its end on the local clock and written as if that were UTC, its count apart.
fn normal(rule: &str, local: impl Fn(NaiveDateTime) -> NaiveDateTime) -> Option<(String, Option<u32>)> {
    let mut parts = Vec::new();
    let mut count = None;
    for part in rule.trim().split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=')?;
        let (name, value) = (name.trim().to_ascii_uppercase(), value.trim().to_ascii_uppercase());
        match name.as_str() {
            "COUNT" => count = Some(value.parse().ok().filter(|count| *count > 0)?),
            "UNTIL" => {
                let until = match stamp(&value)? {
                    Stamp::Day(day) => day.and_hms_opt(23, 59, 59)?,
                    Stamp::Local(at) => at,
                    Stamp::Utc(at) => local(at),
                };
                parts.push(format!("UNTIL={}Z", until.format("%Y%m%dT%H%M%S")));
            }
            _ => parts.push(format!("{name}={value}")),
        }
    }
    Some((parts.join(";"), count))
}
