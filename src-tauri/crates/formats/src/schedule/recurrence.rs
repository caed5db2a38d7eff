//! Daily and weekly series of a calendar, taken apart into dates.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, Weekday};
use chrono_tz::Tz;

use super::ics::{Stamp, stamp};
use crate::Reason;
use crate::problem::shown;

/// The longest series that is taken apart, in days from its first date.
const MAX_DAYS: u64 = 1_100;

struct Rule {
    weekly: bool,
    interval: i64,
    count: Option<u32>,
    until: Option<NaiveDateTime>,
    weekdays: Vec<Weekday>,
    week_start: Weekday,
}

/// The dates of a series that starts at `start` in `zone`, by RFC 5545 section 3.3.10 as far as it speaks of
/// `DAILY` and `WEEKLY` with `COUNT` or `UNTIL`, `INTERVAL`, `BYDAY` and `WKST`. The error says why not.
pub(super) fn dates(rule: &str, start: NaiveDateTime, zone: Tz) -> Result<Vec<NaiveDate>, Reason> {
    let rule = parse(rule, zone)?;
    let mut dates = Vec::new();
    let mut left = rule.count.unwrap_or(u32::MAX);
    for day in 0..=MAX_DAYS {
        let Some(date) = start.date().checked_add_days(Days::new(day)) else { break };
        if left == 0 || rule.until.is_some_and(|until| date.and_time(start.time()) > until) {
            return Ok(dates);
        }
        // The first date counts even where the rule itself would leave it out.
        if day == 0 || rule.meets(date, start.date()) {
            dates.push(date);
            left -= 1;
        }
    }
    if left == 0 { Ok(dates) } else { Err(Reason::new("it repeats over more than three years")) }
}

impl Rule {
    fn meets(&self, date: NaiveDate, first: NaiveDate) -> bool {
        let own_weekday = if self.weekly { Some(first.weekday()) } else { None };
        let weekday = match self.weekdays.is_empty() {
            true => own_weekday.is_none_or(|weekday| weekday == date.weekday()),
            false => self.weekdays.contains(&date.weekday()),
        };
        let units = match self.weekly {
            true => (self.week(date) - self.week(first)).num_weeks(),
            false => (date - first).num_days(),
        };
        weekday && units % self.interval == 0
    }

    fn week(&self, date: NaiveDate) -> NaiveDate {
        date.week(self.week_start).checked_first_day().unwrap_or(date)
    }
}

fn parse(text: &str, zone: Tz) -> Result<Rule, Reason> {
    let unreadable = |part: &str| Reason::new(format!("its repetition {} cannot be read", shown(part)));
    let mut rule = Rule {
        weekly: false,
        interval: 1,
        count: None,
        until: None,
        weekdays: Vec::new(),
        week_start: Weekday::Mon,
    };
    let mut frequency = None;
    for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=').ok_or_else(|| unreadable(part))?;
        match name.to_ascii_uppercase().as_str() {
            "FREQ" => frequency = Some(value.to_ascii_uppercase()),
            "INTERVAL" => {
                let interval = value.parse().ok().filter(|n| (1..=1_000).contains(n));
                rule.interval = interval.ok_or_else(|| unreadable(part))?;
            }
            "COUNT" => rule.count = Some(value.parse().map_err(|_| unreadable(part))?),
            "UNTIL" => {
                rule.until = Some(match stamp(value).ok_or_else(|| unreadable(part))? {
                    Stamp::Day(day) => day.and_hms_opt(23, 59, 59).ok_or_else(|| unreadable(part))?,
                    Stamp::Local(local) => local,
                    Stamp::Utc(utc) => utc.and_utc().with_timezone(&zone).naive_local(),
                })
            }
            "BYDAY" => {
                let days = value.split(',').map(|day| weekday(day.trim()));
                rule.weekdays = days.collect::<Option<_>>().ok_or_else(|| unreadable(part))?;
            }
            "WKST" => rule.week_start = weekday(value).ok_or_else(|| unreadable(part))?,
            _ => return Err(unreadable(part)),
        }
    }
    match frequency.as_deref() {
        Some("DAILY") => {}
        Some("WEEKLY") => rule.weekly = true,
        _ => return Err(Reason::new("it repeats neither daily nor weekly")),
    }
    if rule.count.is_none() && rule.until.is_none() {
        return Err(Reason::new("it repeats without an end"));
    }
    Ok(rule)
}

fn weekday(text: &str) -> Option<Weekday> {
    Some(match text.to_ascii_uppercase().as_str() {
        "MO" => Weekday::Mon,
        "TU" => Weekday::Tue,
        "WE" => Weekday::Wed,
        "TH" => Weekday::Thu,
        "FR" => Weekday::Fri,
        "SA" => Weekday::Sat,
        "SU" => Weekday::Sun,
        _ => return None,
    })
}
