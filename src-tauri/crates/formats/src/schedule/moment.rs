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

/// Which comes first in `03/04/2026`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// As in most of the world.
    DayFirst,
    /// As in the United States.
    MonthFirst,
}

impl Order {
    /// The order in which a column's dates are written, where one of them tells; none when there is nothing to ask.
    ///
    /// # Errors
    /// Dates that can be read both ways, of which none tells.
    pub(crate) fn of<'c>(cells: impl Iterator<Item = &'c str>) -> Result<Option<Order>, Reason> {
        let mut open = None;
        for cell in cells {
            let day = cell.trim().split([' ', 'T', ',']).next().unwrap_or("");
            let parts: Vec<u32> = day.split(['/', '-']).filter_map(|part| part.parse().ok()).collect();
            match parts[..] {
                [a, b, year] if year > 31 || (day.contains('/') && a <= 31) => match (a > 12, b > 12) {
                    (true, false) => return Ok(Some(Order::DayFirst)),
                    (false, true) => return Ok(Some(Order::MonthFirst)),
                    (false, false) if a != b => open = open.or(Some(day)),
                    _ => {}
                },
                _ => {}
            }
        }
        match open {
            Some(day) => {
                Err(date(day, None).err().unwrap_or_else(|| Reason::unlike(day, "a date", "2026-01-15")))
            }
            None => Ok(None),
        }
    }
}

/// Reads `2026-01-15`, `2026/01/15`, `15.01.2026`, `15 January 2026`, `Thu, Jan 15 2026`, and of `03/04/2026` and
/// `03-04-2026` what is not ambiguous, or what the order says.
pub(super) fn date(text: &str, order: Option<Order>) -> Result<NaiveDate, Reason> {
    let wrong = || Reason::unlike(text, "a date", "one such as 2026-01-15");
    let parts = |sign| -> Option<[u32; 3]> {
        let parts: Result<Vec<u32>, _> =
            text.trim().trim_end_matches('.').split(sign).map(str::parse).collect();
        parts.ok()?.try_into().ok()
    };
    let full = |year: u32| if year < 100 { year + 2000 } else { year };
    let ymd = |year: u32, month, day| {
        let year = i32::try_from(year).ok().filter(|year| (1900..=2200).contains(year));
        year.and_then(|year| NaiveDate::from_ymd_opt(year, month, day)).ok_or_else(wrong)
    };
    if let Some([day, month, year]) = parts('.') {
        return ymd(full(year), month, day);
    }
    let Some(numbers) = parts('-').or_else(|| parts('/')) else { return in_words(text).ok_or_else(wrong) };
    let [a, b, year] = match numbers {
        [year, month, day] if year > 31 => return ymd(year, month, day),
        [a, b, year] => [a, b, full(year)],
    };
    match order {
        Some(Order::DayFirst) => return ymd(year, b, a),
        Some(Order::MonthFirst) => return ymd(year, a, b),
        None => {}
    }
    match (ymd(year, a, b), ymd(year, b, a)) {
        (Ok(one), Ok(other)) if a != b => Err(Reason::new(format!(
            "{} can be {} or {}; expected a date such as 2026-01-15",
            shown(text),
            other.format("%-d %B"),
            one.format("%-d %B"),
        ))),
        (Ok(date), _) | (_, Ok(date)) => Ok(date),
        _ => Err(wrong()),
    }
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/// Months in German where they begin otherwise.
const MONATE: [(&str, u32); 5] = [("mär", 3), ("mrz", 3), ("mai", 5), ("okt", 10), ("dez", 12)];

/// A date whose month is a word: the day is the number of up to two digits, the year the one of four.
fn in_words(text: &str) -> Option<NaiveDate> {
    let (mut day, mut month, mut year) = (None, None, None);
    let lower = text.to_lowercase();
    for word in lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let number = word.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']).parse::<u32>().ok();
        let begins = |name: &str| word.starts_with(name);
        let found =
            MONTHS.iter().position(|name| begins(name)).and_then(|place| u32::try_from(place + 1).ok());
        let found = found.or_else(|| MONATE.iter().find(|(name, _)| begins(name)).map(|(_, month)| *month));
        match (number, found) {
            (Some(number), _) if number > 31 && year.is_none() => year = Some(number),
            (Some(number), _) if day.is_none() => day = Some(number),
            (None, Some(number)) if month.is_none() => month = Some(number),
            // The day of the week, which is another word.
            (None, _) if month.is_none() || year.is_none() => {}
            _ => return None,
        }
    }
    let year = i32::try_from(year?).ok().filter(|year| (1900..=2200).contains(year))?;
    NaiveDate::from_ymd_opt(year, month?, day?)
}

/// Reads `09:00`, `9:00 pm`, `2026-01-15 09:00`, `Jan 15, 2026 9:00 AM`, `2026-01-15T09:00:00+01:00`.
pub(super) fn moment(text: &str, order: Option<Order>) -> Result<Moment, Reason> {
    let text = text.replace(['\u{a0}', '\u{202f}'], " ");
    let text = text.trim();
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Ok(Moment::Instant(instant));
    }
    if let Some(time) = time(text) {
        return Ok(Moment::Time(time));
    }
    for shape in ["%Y-%m-%d %H:%M:%S %z", "%Y-%m-%d %H:%M %z", "%Y-%m-%dT%H:%M%:z", "%Y-%m-%dT%H:%M:%S%z"] {
        if let Ok(instant) = DateTime::parse_from_str(text, shape) {
            return Ok(Moment::Instant(instant));
        }
    }
    if let Some(utc) =
        text.strip_suffix(" UTC").or_else(|| text.strip_suffix(" GMT")).or(text.strip_suffix('Z'))
        && let Ok(Moment::Local(local)) = moment(utc, order)
    {
        return Ok(Moment::Instant(local.and_utc().fixed_offset()));
    }
    let wrong = || Reason::unlike(text, "a time", "one such as 09:00");
    // The clock is what begins with the last number before a colon, or with one before am or pm.
    let lower = text.to_ascii_lowercase();
    let colon =
        text.find(':').or_else(|| lower.rfind("am")).or_else(|| lower.rfind("pm")).ok_or_else(wrong)?;
    let head = text.get(..colon).ok_or_else(wrong)?.trim_end();
    let begin = head.rfind(|c: char| !c.is_ascii_digit()).ok_or_else(wrong)?;
    let (day, clock) = (&head[..begin], text.get(begin..).unwrap_or("").trim_start_matches(['T', ' ', ',']));
    let clock = time(clock.trim_end_matches(" Uhr").trim()).ok_or_else(wrong)?;
    let day = day.trim().trim_end_matches(['T', ',', ' ']);
    let day = day.strip_suffix(" at").or_else(|| day.strip_suffix(" um")).unwrap_or(day);
    Ok(Moment::Local(date(day.trim_end_matches(','), order)?.and_time(clock)))
}

/// A date, or date and time, as `2026-11-20` or `2026-11-20T19:30`, on the clock that wrote it.
pub(crate) fn when(cell: &str, order: Option<Order>) -> Result<String, Reason> {
    match moment(cell, order) {
        Ok(Moment::Local(local)) => Ok(local.format("%Y-%m-%dT%H:%M").to_string()),
        Ok(Moment::Instant(instant)) => Ok(instant.naive_local().format("%Y-%m-%dT%H:%M").to_string()),
        _ => date(cell, order).map(|day| day.to_string()),
    }
}

fn time(text: &str) -> Option<NaiveTime> {
    let lower = text.to_ascii_lowercase().replace("a.m.", "am").replace("p.m.", "pm");
    let lower = lower.strip_suffix("uhr").or(lower.strip_suffix(" h")).unwrap_or(&lower).trim().to_owned();
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
