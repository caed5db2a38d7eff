//! E-mail addresses in a text.

use std::ops::Range;

fn is_local(c: char) -> bool {
    c.is_alphanumeric() || "._%+-'’".contains(c)
}

fn is_domain(c: char) -> bool {
    c.is_alphanumeric() || c == '.' || c == '-'
}

/// Where the addresses stand. Each sign is looked at twice at most: what stands round one `@` ends at the next.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    text.match_indices('@').filter_map(|(at, _)| address(text, at)).collect()
}

fn address(text: &str, at: usize) -> Option<Range<usize>> {
    let before = &text[..at];
    let first = before.char_indices().rev().take_while(|(_, c)| is_local(*c)).last()?.0;
    // A quotation mark or a full stop before it is not its own.
    let local = before[first..].trim_start_matches(['.', '\'', '’', '-']);
    let after = &text[at + 1..];
    let length = after.find(|c| !is_domain(c)).unwrap_or(after.len());
    let domain = after[..length].trim_end_matches(['.', '-']);
    let (_, top) = domain.rsplit_once('.')?;
    let real = !local.is_empty()
        && domain.starts_with(char::is_alphanumeric)
        && !domain.contains("..")
        && top.chars().count() >= 2
        && top.chars().all(|c| c.is_alphabetic() || c == '-');
    real.then(|| at - local.len()..at + 1 + domain.len())
}
