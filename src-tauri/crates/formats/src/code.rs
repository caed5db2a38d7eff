//! Participant codes: `P01` to `P999`, alone, in a list, or as a range.

use crate::Reason;

/// The largest range such as `P07–P12` that is taken as one; a longer one is two codes.
const MAX_RANGE: u16 = 30;

/// The one code that `text` is, as it is always written (`p4` is `P04`).
pub(crate) fn parse(text: &str) -> Option<String> {
    let text = text.trim();
    match scan(text) {
        Some((number, "")) => Some(written(number)),
        _ => None,
    }
}

/// What is said of a cell that should hold codes and does not.
pub(crate) fn unlike(cell: &str) -> Reason {
    Reason::unlike(cell, "a participant code", "P01 to P999")
}

/// All codes in a title or a cell, in order, each once; ranges are filled (`P07–P12`, `P07-12`, `P07 to P12`).
#[must_use]
pub fn find_all(text: &str) -> Vec<String> {
    let mut numbers: Vec<u16> = Vec::new();
    let mut add = |number: u16| {
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    };
    let mut before = ' ';
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        match scan(rest) {
            Some((first, after)) if !before.is_alphanumeric() => {
                let range = range_end(after).filter(|(last, _)| *last > first && last - first < MAX_RANGE);
                let (last, after) = range.unwrap_or((first, after));
                (first..=last).for_each(&mut add);
                before = '0';
                rest = after;
            }
            _ => {
                before = c;
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    numbers.into_iter().map(written).collect()
}

fn written(number: u16) -> String {
    format!("P{number:02}")
}

/// The code that `text` begins with, and what follows.
fn scan(text: &str) -> Option<(u16, &str)> {
    digits(text.strip_prefix(['P', 'p'])?)
}

fn digits(text: &str) -> Option<(u16, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    if !(1..=3).contains(&digits.len()) || rest.starts_with(char::is_alphanumeric) {
        return None;
    }
    digits.parse().ok().filter(|number| *number > 0).map(|number| (number, rest))
}

fn range_end(text: &str) -> Option<(u16, &str)> {
    let spaced = text.trim_start();
    let after = ["–", "—", "-", "to "].iter().find_map(|sign| spaced.strip_prefix(sign))?.trim_start();
    scan(after).or_else(|| {
        // `P07-12` is a range, `P07 - 12 people` is not.
        let close = ["–", "-"].iter().find_map(|sign| text.strip_prefix(sign))?;
        digits(close)
    })
}
