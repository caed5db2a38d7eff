//! Calendar files as lines: unfolding, nesting, and the properties of each event with its line.

use crate::Problem;
use crate::text::plain;

use super::MAX_ENTRIES;
use super::custom::CustomZones;

/// The properties of an event that a schedule is made of. Those that only tell where the call is are optional.
const NEEDED: [&str; 11] = [
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "RDATE",
    "EXDATE",
    "RECURRENCE-ID",
    "UID",
    "SEQUENCE",
    "STATUS",
    "SUMMARY",
];
const OPTIONAL: [&str; 7] = [
    "CATEGORIES",
    "LOCATION",
    "URL",
    "CONFERENCE",
    "X-GOOGLE-CONFERENCE",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "DESCRIPTION",
];
const MAX_DEPTH: usize = 100;
/// Longer lines (descriptions with a whole mail in them) are cut, so that parsing one takes bounded time.
const MAX_LINE: usize = 16 * 1024;

/// One VEVENT.
pub(super) struct Event {
    /// The line of its `BEGIN`.
    pub line: u32,
    /// Whether the calendar around it says `METHOD:CANCEL`.
    pub cancelled: bool,
    /// A needed property that could not be read, with its line.
    pub unreadable: Option<(u32, &'static str)>,
    properties: Vec<Property>,
}

/// One property, unescaped.
#[derive(Clone)]
pub(super) struct Property {
    pub name: &'static str,
    pub value: String,
    pub zone: Option<String>,
}

impl Event {
    pub(super) fn first(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name)
    }

    pub(super) fn sequence(&self) -> u32 {
        self.text("SEQUENCE").trim().parse().unwrap_or(0)
    }

    /// Whether it changes one date of a series.
    pub(super) fn is_single_date(&self) -> bool {
        self.first("RECURRENCE-ID").is_some()
    }

    pub(super) fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Property> {
        self.properties.iter().filter(move |property| property.name == name)
    }

    pub(super) fn text(&self, name: &str) -> &str {
        self.first(name).map_or("", |property| &property.value)
    }
}

/// All events of all calendars in the file, and the zones that they bring along.
pub(super) fn scan(file: &str, bytes: &[u8]) -> Result<(Vec<Event>, CustomZones), Problem> {
    let bytes = plain(file, bytes)?;
    let mut scanner = Scanner {
        file,
        open: Vec::new(),
        cancelling: false,
        seen_calendar: false,
        events: Vec::new(),
        zones: CustomZones::default(),
    };
    each_line(&bytes, |line, content| {
        let content = std::str::from_utf8(content).map_err(|_| {
            let message = "there is a character that is not UTF-8; expected a file saved as UTF-8";
            Problem::at(file, line, message)
        })?;
        scanner.take(line, content)
    })?;
    if !scanner.seen_calendar && scanner.events.is_empty() {
        return Err(Problem::at(file, 1, "this is not a calendar; expected a line BEGIN:VCALENDAR"));
    }
    match scanner.open.last() {
        Some((line, name)) => Err(Problem::at(file, *line, cut_short(name))),
        None => Ok((scanner.events, scanner.zones)),
    }
}

fn cut_short(name: &str) -> String {
    format!("the {name} that begins here never ends; expected END:{name}, the file may be cut short")
}

struct Scanner<'f> {
    file: &'f str,
    open: Vec<(u32, String)>,
    cancelling: bool,
    seen_calendar: bool,
    events: Vec<Event>,
    zones: CustomZones,
}

impl Scanner<'_> {
    fn take(&mut self, line: u32, content: &str) -> Result<(), Problem> {
        let Some(end) = content.find([':', ';']) else { return Ok(()) };
        let name = content[..end].trim().to_ascii_uppercase();
        let value = || content[end + 1..].trim().to_ascii_uppercase();
        match name.as_str() {
            "BEGIN" => self.begin(line, value()),
            "END" => self.end(&value()),
            "METHOD" if !self.in_event() => {
                self.cancelling = value() == "CANCEL";
                Ok(())
            }
            name if self.in_event() => {
                self.property(line, name, content);
                Ok(())
            }
            name if self.open.iter().any(|(_, open)| open == "VTIMEZONE") => {
                // The value begins after the first colon; parameters here are of no interest.
                let value = content.split_once(':').map_or("", |(_, value)| value);
                self.zones.property(name, value.trim());
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Directly in an event, not in one of its alarms.
    fn in_event(&self) -> bool {
        self.open.last().is_some_and(|(_, name)| name == "VEVENT")
    }

    fn begin(&mut self, line: u32, name: String) -> Result<(), Problem> {
        if self.open.len() == MAX_DEPTH {
            return Err(Problem::at(self.file, line, "components are nested more than 100 deep"));
        }
        match name.as_str() {
            "VCALENDAR" => {
                self.seen_calendar = true;
                self.cancelling = false;
            }
            "VEVENT" => {
                if self.events.len() == MAX_ENTRIES {
                    let message = format!("the calendar holds more than {MAX_ENTRIES} events");
                    return Err(Problem::at(self.file, line, message));
                }
                let cancelled = self.cancelling;
                self.events.push(Event { line, cancelled, unreadable: None, properties: Vec::new() });
            }
            _ => {}
        }
        self.open.push((line, name));
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), Problem> {
        let Some(place) = self.open.iter().rposition(|(_, open)| open == name) else { return Ok(()) };
        if let Some((line, unclosed)) = self.open[place + 1..].iter().find(|(_, open)| open == "VEVENT") {
            return Err(Problem::at(self.file, *line, cut_short(unclosed)));
        }
        self.open.truncate(place);
        let in_zone = self.open.last().is_some_and(|(_, open)| open == "VTIMEZONE");
        if in_zone || name == "VTIMEZONE" {
            self.zones.end(name);
        }
        Ok(())
    }

    fn property(&mut self, line: u32, name: &str, content: &str) {
        let Some(event) = self.events.last_mut() else { return };
        let known = |names: &'static [&'static str]| names.iter().copied().find(|known| *known == name);
        let (name, needed) = match (known(&NEEDED), known(&OPTIONAL)) {
            (Some(name), _) => (name, true),
            (_, Some(name)) => (name, false),
            _ => return,
        };
        let mut cut = content.len().min(MAX_LINE);
        while !content.is_char_boundary(cut) {
            cut -= 1;
        }
        let too_long = cut < content.len();
        match icalendar::parser::Property::try_from(&content[..cut]) {
            Ok(parsed) if !(needed && too_long) => {
                let zone = parsed
                    .params
                    .iter()
                    .find(|parameter| parameter.key.as_str().eq_ignore_ascii_case("TZID"));
                let zone =
                    zone.and_then(|parameter| parameter.val.as_ref()).map(|zone| zone.as_str().to_owned());
                event.properties.push(Property { name, value: parsed.val.as_str().to_owned(), zone });
            }
            _ if needed => event.unreadable = event.unreadable.or(Some((line, name))),
            _ => {}
        }
    }
}

/// Calls `take` with each unfolded line and the number of the line it begins in; empty lines are left out.
/// Unfolding works on bytes, since calendars fold inside characters.
fn each_line(bytes: &[u8], mut take: impl FnMut(u32, &[u8]) -> Result<(), Problem>) -> Result<(), Problem> {
    let line_break = if bytes.contains(&b'\n') { b'\n' } else { b'\r' };
    let mut content: Vec<u8> = Vec::new();
    let mut begins = 1;
    for (number, line) in (1..).zip(bytes.split(|byte| *byte == line_break)) {
        let end = line.iter().rposition(|byte| *byte != b'\r').map_or(0, |last| last + 1);
        let line = &line[..end];
        match line {
            [b' ' | b'\t', rest @ ..] if !content.is_empty() => content.extend_from_slice(rest),
            _ => {
                if !content.is_empty() {
                    take(begins, &content)?;
                }
                begins = number;
                content.clear();
                content.extend_from_slice(line);
            }
        }
    }
    if content.is_empty() { Ok(()) } else { take(begins, &content) }
}
