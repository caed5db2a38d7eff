//! Phone numbers in a text, told from times, dates, prices, addresses of machines and other numbers by their shape.

use std::ops::Range;

/// A run of digits.
#[derive(Clone, Debug)]
struct Group {
    range: Range<usize>,
    /// It is part of a time, a date or a number with decimals.
    other: bool,
}

impl Group {
    fn len(&self) -> usize {
        self.range.len()
    }

    fn text<'t>(&self, text: &'t str) -> &'t str {
        &text[self.range.clone()]
    }

    fn value(&self, text: &str) -> u32 {
        self.text(text).parse().unwrap_or(u32::MAX)
    }
}

/// Words after which digits are a phone number.
const CUES: &[&str] = &[
    "tel",
    "telephone",
    "telefon",
    "téléphone",
    "teléfono",
    "telefono",
    "fon",
    "phone",
    "mobile",
    "mobil",
    "mob",
    "móvil",
    "cell",
    "handy",
    "natel",
    "gsm",
    "call",
    "ring",
    "text",
    "sms",
    "fax",
    "whatsapp",
];
/// Words that may stand between those and the digits.
const BETWEEN: &[&str] =
    &["number", "nr", "no", "is", "at", "me", "us", "on", "unter", "him", "her", "them", "under"];
/// Words after which a bare number is something else.
const OTHERS: &[&str] = &[
    "order",
    "ticket",
    "id",
    "invoice",
    "case",
    "ref",
    "reference",
    "account",
    "customer",
    "item",
    "article",
    "sku",
    "isbn",
    "build",
    "version",
    "issue",
    "bug",
    "bestellnummer",
    "kundennummer",
    "rechnung",
    "konto",
];
/// What money is counted in.
const MONEY: &[&str] = &[
    "eur", "usd", "gbp", "chf", "sek", "nok", "dkk", "pln", "czk", "huf", "jpy", "inr", "rs", "kr", "zł",
    "euro", "euros", "dollar", "dollars", "pounds", "francs", "percent",
];

fn separates(c: char) -> bool {
    " \u{a0}\u{202f}\u{2009}-‐‑./()·".contains(c)
}

/// Where the numbers stand.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let (mut found, mut from) = (Vec::new(), 0);
    while let Some(start) = text[from..].find(|c: char| c.is_ascii_digit()) {
        let mut chain = chain(text, from + start);
        from = chain.last().map_or(text.len(), |last| last.range.end);
        set_aside(text, &mut chain);
        for piece in chain.split(|group| group.other) {
            found.extend(
                numbers(text, piece)
                    .into_iter()
                    .filter(|piece| is_phone(text, piece))
                    .map(|piece| whole(text, piece)),
            );
        }
    }
    found
}

/// Groups of digits with no more than three separators between them.
fn chain(text: &str, start: usize) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut at = start;
    loop {
        let rest = &text[at..];
        let end = at + rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        groups.push(Group { range: at..end, other: false });
        let between: usize =
            text[end..].chars().take_while(|c| separates(*c)).take(4).map(char::len_utf8).sum();
        let signs = text[end..end + between].chars().count();
        at = end + between;
        if !(1..=3).contains(&signs) || !text[at..].starts_with(|c: char| c.is_ascii_digit()) {
            return groups;
        }
    }
}

/// Marks what is a time, a date, decimals, thousands with full stops, or a machine's address.
fn set_aside(text: &str, chain: &mut [Group]) {
    let beside = |at: usize, sign: char, back: bool| {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if back {
            let mut before = text[..at].chars().rev();
            before.next() == Some(sign) && digit(before.next())
        } else {
            let mut after = text[at..].chars();
            after.next() == Some(sign) && digit(after.next())
        }
    };
    for group in chain.iter_mut() {
        let Range { start, end } = group.range;
        group.other = [':', ','].iter().any(|sign| beside(start, *sign, true) || beside(end, *sign, false));
    }
    // DE89 3704 0044 0532 0130 00 is an account.
    let country = text[..chain[0].range.start].chars().rev().take_while(char::is_ascii_uppercase).count();
    if country == 2 && chain[0].len() == 2 {
        chain.iter_mut().for_each(|group| group.other = true);
    }
    let mut from = 0;
    while from < chain.len() {
        let (to, sign) = tight(text, chain, from);
        if sign.is_some_and(|sign| is_other(text, &chain[from..to], sign)) {
            chain[from..to].iter_mut().for_each(|group| group.other = true);
        }
        from = to;
    }
}

/// The end of the groups from a place on that one and the same sign joins, and that sign.
fn tight(text: &str, chain: &[Group], from: usize) -> (usize, Option<char>) {
    let sign = |at: usize| {
        let between = &text[chain[at].range.end..chain.get(at + 1)?.range.start];
        between.chars().next().filter(|c| between.len() == 1 && "-./".contains(*c))
    };
    let Some(first) = sign(from) else { return (from + 1, None) };
    let mut to = from + 1;
    while to < chain.len() && sign(to - 1) == Some(first) {
        to += 1;
    }
    (to, Some(first))
}

fn is_other(text: &str, groups: &[Group], sign: char) -> bool {
    let length: Vec<usize> = groups.iter().map(Group::len).collect();
    let value: Vec<u32> = groups.iter().map(|group| group.value(text)).collect();
    let (day, month) = (1..=31, 1..=12);
    let leading_zero = groups[0].len() > 1 && groups[0].text(text).starts_with('0');
    match (length.as_slice(), sign) {
        // 10.30, 26.11, 11/26, 10-12.
        ([1 | 2, 1 | 2], _) => true,
        // 2026-11-26.
        ([4, 1 | 2, 1 | 2], _) => month.contains(&value[1]) && day.contains(&value[2]),
        // 26.11.2026, 11/26/26.
        ([1 | 2, 1 | 2, 2 | 4], _) => {
            let is = |one: usize, other: usize| day.contains(&value[one]) && month.contains(&value[other]);
            is(0, 1) || is(1, 0)
        }
        // 52.520008, 0.1234567.
        ([_, _], '.') => !leading_zero,
        // 192.168.178.20.
        ([_, _, _, _], '.') if !leading_zero && value.iter().all(|value| *value < 256) => true,
        // 1.234.567.
        (_, '.') => !leading_zero && length[0] <= 3 && length[1..].iter().all(|length| *length == 3),
        _ => false,
    }
}

/// Numbers that follow each other: a further one begins with a zero where there are digits enough for both.
fn numbers<'g>(text: &str, piece: &'g [Group]) -> Vec<&'g [Group]> {
    let (mut numbers, mut from, mut digits) = (Vec::new(), 0, 0);
    let mut left: usize = piece.iter().map(Group::len).sum();
    for (at, group) in piece.iter().enumerate() {
        if digits >= 8 && left >= 7 && group.len() >= 3 && group.text(text).starts_with('0') {
            numbers.push(&piece[from..at]);
            (from, digits) = (at, 0);
        }
        digits += group.len();
        left -= group.len();
    }
    if from < piece.len() {
        numbers.push(&piece[from..]);
    }
    numbers
}

/// With its plus, and with the bracket before it that closes within.
fn whole(text: &str, piece: &[Group]) -> Range<usize> {
    let (first, last) = (piece[0].range.start, piece[piece.len() - 1].range.end);
    let with = |start: usize, sign: char| text[..start].strip_suffix(sign).map_or(start, str::len);
    let number = &text[first..last];
    let start = with(first, '+');
    if number.matches(')').count() > number.matches('(').count() {
        return with(with(start, '('), '+')..last;
    }
    start..last
}

fn is_phone(text: &str, piece: &[Group]) -> bool {
    let (first, last) = (piece[0].range.start, piece[piece.len() - 1].range.end);
    let digits: usize = piece.iter().map(Group::len).sum();
    if !(6..=17).contains(&digits) || is_inside(text, first, last) || is_money(text, first, last) {
        return false;
    }
    let before = text[..first].trim_end_matches('(');
    if before.ends_with('+') {
        return (7..=15).contains(&digits);
    }
    let cues = words_before(text, first);
    let mut cue = cues.iter().skip_while(|word| BETWEEN.contains(&word.as_str()));
    if digits <= 15 && cue.next().is_some_and(|word| CUES.contains(&word.as_str())) {
        return true;
    }
    let lengths: Vec<usize> = piece.iter().map(Group::len).collect();
    let start = piece[0].text(text);
    if start.starts_with("00") {
        return digits >= 9;
    }
    if start.starts_with('0') {
        return trunk(&lengths, digits);
    }
    let labelled = cues.first().is_some_and(|word| OTHERS.contains(&word.as_str()));
    digits <= 15 && has_shape(text, piece, &lengths, labelled)
}

/// With the zero of a call inside a country.
fn trunk(lengths: &[usize], digits: usize) -> bool {
    let single = lengths.iter().skip(1).filter(|length| **length == 1).count();
    match lengths {
        [_] => (9..=13).contains(&digits),
        [1, rest @ ..] => (8..=13).contains(&digits) && single == 0 && rest.iter().any(|length| *length >= 3),
        _ => (7..=14).contains(&digits) && single <= 1,
    }
}

/// Without any sign of what it is: only as numbers are written somewhere.
fn has_shape(text: &str, piece: &[Group], lengths: &[usize], labelled: bool) -> bool {
    let first = |group: usize| piece[group].text(text).as_bytes()[0];
    let last = piece[piece.len() - 1].text(text);
    let round = last.ends_with("00");
    match lengths {
        // 5551234567 as in North America; any other bare number may be anything.
        [10] => !labelled && first(0) >= b'2',
        [_] => false,
        // 555-0199.
        [3, 4] => first(0) >= b'2' && !round && text[piece[0].range.end..].starts_with('-'),
        // 9123 4567, but no range of years.
        [4, 4] => {
            let is_year = |group: &Group| (1900..2100).contains(&group.value(text));
            !round && !labelled && first(0) >= b'2' && !piece.iter().all(is_year)
        }
        // 98765 43210, 170 1234567, 89 12345678.
        [5, 5] => first(0) >= b'6',
        [2 | 3, 6..=8] => !labelled && !round,
        [_, _] => false,
        // 1 555 123 4567.
        [1, 3, 3, 4] => true,
        [3, 3, 3] => last != "000",
        _ => {
            let total: usize = lengths.iter().sum();
            let five = |group: &Group| matches!(group.text(text).as_bytes().last(), Some(b'0' | b'5'));
            (8..=12).contains(&total)
                && lengths.iter().all(|length| (2..=4).contains(length))
                // 12 500 000, 1111 2222 3333, 70 80 85 90.
                && !lengths[1..].iter().all(|length| *length == 3)
                && !lengths.iter().all(|length| *length == 4)
                && !piece.iter().all(five)
        }
    }
}

/// Part of a code, of a word, of another number, or with a unit at its end.
fn is_inside(text: &str, first: usize, last: usize) -> bool {
    let mut before = text[..first].trim_end_matches(['(', '+']).chars().rev();
    let mut after = text[last..].chars();
    let joined = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    match before.next() {
        Some('#') => return true,
        Some('-' | '/' | '=') if joined(before.next()) => return true,
        one if joined(one) => return true,
        _ => {}
    }
    match after.next() {
        Some('-' | '/') => after.next().is_some_and(char::is_alphabetic),
        one => joined(one),
    }
}

fn is_money(text: &str, first: usize, last: usize) -> bool {
    let sign = |c: char| "$€£¥₹₽₩₪₺₴฿%‰¢".contains(c);
    let before = text[..first].trim_end_matches(['(', ' ', '\u{a0}']);
    let after = text[last..].trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let next: String = after.chars().take_while(|c| c.is_alphabetic()).take(9).collect();
    let named = |word: &str| MONEY.contains(&word.to_lowercase().as_str());
    before.ends_with(sign)
        || after.starts_with(sign)
        || named(&next)
        || (text[before.len()..first].len() <= 2
            && words_before(text, first).first().is_some_and(|word| named(word)))
}

/// Up to three words before a place in its line, the nearest first, in small letters.
fn words_before(text: &str, at: usize) -> Vec<String> {
    let mut from = at.saturating_sub(40);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let near = text[from..at].rsplit('\n').next().unwrap_or_default();
    let words = near.rsplit(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.take(3).map(str::to_lowercase).collect()
}
