//! People's names in a text.

use crate::id::ParticipantId;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

/// Somebody whose name is known in the study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub id: ParticipantId,
    /// What they are called instead.
    pub code: String,
}

/// The words of all names in the study. They are secrets: what it prints of itself is their number.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Names {
    people: Vec<Person>,
    /// Each word, without case and accents, and whose it is.
    words: HashMap<String, Vec<Bearer>>,
    /// The most letters of a name in a script that sets no spaces; 0 for none.
    longest_run: usize,
}

/// Somebody to whom a word of a name belongs, by their place among the people.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Bearer {
    person: usize,
    part: Part,
}

/// What a word is in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// It names somebody by itself.
    Name,
    /// `van`, `Dr`: it belongs to the name beside it.
    Beside,
    /// The first letter of a word: it belongs to the name beside it when a full stop follows.
    Initial,
}

/// Forms of address; in a name they name nobody.
const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "herr", "frau", "mme", "mlle", "sra", "srta", "jr",
];

impl fmt::Debug for Names {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Names of {} people", self.people.len())
    }
}

impl Names {
    /// The names of some people.
    pub fn new(people: impl IntoIterator<Item = (Person, String)>) -> Self {
        let mut names = Self::default();
        for (person, name) in people {
            names.people.push(person);
            names.add(names.people.len() - 1, &name);
        }
        names
    }

    /// Whose names they are.
    pub fn people(&self) -> &[Person] {
        &self.people
    }

    fn add(&mut self, person: usize, name: &str) {
        let words: Vec<&str> = words(name).map(|range| &name[range]).collect();
        let has_capitals = name.chars().any(char::is_uppercase);
        for word in &words {
            let letters = word.chars().filter(|c| c.is_alphabetic()).count();
            let key = plain(word);
            let beside = TITLES.contains(&key.as_str()) || (has_capitals && !begins_a_name(word));
            let part = if letters < 2 || beside { Part::Beside } else { Part::Name };
            if part == Part::Name {
                self.longest_run = self.longest_run.max(if is_run(word) { letters } else { 0 });
                for other in spellings(word, &key) {
                    self.put(person, other, part);
                }
            }
            if !is_run(word) {
                self.put(person, key.chars().take(1).collect(), Part::Initial);
            }
            self.put(person, key, part);
        }
        // 李 and 伟 are one letter each, and written together.
        if words.len() > 1 && words.iter().all(|word| is_run(word)) {
            let whole: String = words.concat();
            self.longest_run = self.longest_run.max(whole.chars().count());
            self.put(person, plain(&whole), Part::Name);
        }
    }

    fn put(&mut self, person: usize, word: String, part: Part) {
        let bearers = self.words.entry(word).or_default();
        match bearers.iter_mut().find(|bearer| bearer.person == person) {
            Some(known) if part == Part::Name => known.part = part,
            Some(known) if known.part == Part::Initial => known.part = part,
            Some(_) => {}
            None => bearers.push(Bearer { person, part }),
        }
    }

    /// Where names stand, and whose they may be.
    pub(super) fn find(&self, text: &str) -> Vec<(Range<usize>, Vec<usize>)> {
        if self.words.is_empty() {
            return Vec::new();
        }
        let all: Vec<Range<usize>> = words(text).collect();
        let (mut found, mut place, mut free) = (Vec::new(), 0, 0);
        while let Some(range) = all.get(place) {
            place += 1;
            let word = &text[range.clone()];
            if self.longest_run > 0 && is_run(word) {
                found.extend(
                    self.in_run(word)
                        .map(|(part, who)| (range.start + part.start..range.start + part.end, who)),
                );
                continue;
            }
            let Some(who) = self.named(word) else { continue };
            let first = self.beside(text, &all[free..place], &who).map_or(range.start, |word| word.start);
            let (more, who) = self.further(text, &all[place - 1..], who);
            place += more;
            free = place;
            found.push((first..all[place - 1].end, who));
        }
        found
    }

    /// Who is named by a word as it stands.
    fn named(&self, word: &str) -> Option<Vec<usize>> {
        if !begins_a_name(word) {
            return None;
        }
        let bearers = self.words.get(&plain(word))?;
        let who: Vec<usize> =
            bearers.iter().filter(|one| one.part == Part::Name).map(|one| one.person).collect();
        (!who.is_empty()).then_some(who)
    }

    /// What a word is in the name of any of these people.
    fn part(&self, word: &str, of: &[usize]) -> Option<Part> {
        let bearers = self.words.get(&plain(word))?;
        bearers.iter().find(|bearer| of.contains(&bearer.person)).map(|bearer| bearer.part)
    }

    /// The first of the words before a name that belong to it, such as `van der` or `M.`.
    fn beside<'w>(&self, text: &str, until: &'w [Range<usize>], who: &[usize]) -> Option<&'w Range<usize>> {
        let (name, before) = until.split_last()?;
        let (mut next, mut first) = (name, None);
        for word in before.iter().rev() {
            let between = &text[word.end..next.start];
            let belongs = match self.part(&text[word.clone()], who) {
                Some(Part::Beside) => joins(between),
                Some(Part::Initial) => between.starts_with('.') && joins(between),
                _ => false,
            };
            if !belongs {
                break;
            }
            (next, first) = (word, Some(word));
        }
        first
    }

    /// How many words after a name belong to it, and whose it is then: a full name is one name.
    fn further(&self, text: &str, from: &[Range<usize>], mut who: Vec<usize>) -> (usize, Vec<usize>) {
        let (mut taken, mut known) = (0, vec![plain(&text[from[0].clone()])]);
        for (place, word) in from.iter().enumerate().skip(1) {
            let key = plain(&text[word.clone()]);
            if !joins(&text[from[place - 1].end..word.start]) || known.contains(&key) {
                break;
            }
            let also = self.named(&text[word.clone()]).unwrap_or_default();
            let both: Vec<usize> = who.iter().copied().filter(|person| also.contains(person)).collect();
            if !both.is_empty() {
                (taken, who) = (place, both);
            } else {
                match self.part(&text[word.clone()], &who) {
                    Some(Part::Beside) => {}
                    Some(Part::Initial)
                        if text[word.end..].starts_with('.') && begins_a_name(&text[word.clone()]) =>
                    {
                        taken = place;
                    }
                    _ => break,
                }
            }
            known.push(key);
        }
        (taken, who)
    }

    /// Names in a word of a script that sets no spaces, the longest first.
    fn in_run(&self, word: &str) -> impl Iterator<Item = (Range<usize>, Vec<usize>)> {
        let places: Vec<usize> =
            word.char_indices().map(|(at, _)| at).chain(std::iter::once(word.len())).collect();
        let (mut found, mut at) = (Vec::new(), 0);
        while at + 1 < places.len() {
            let longest = self.longest_run.min(places.len() - 1 - at);
            let name = (1..=longest).rev().find_map(|length| {
                let range = places[at]..places[at + length];
                Some((length, range.clone(), self.named(&word[range])?))
            });
            match name {
                Some((length, range, who)) => {
                    found.push((range, who));
                    at += length;
                }
                None => at += 1,
            }
        }
        found.into_iter()
    }
}

/// Whether what stands between two words keeps them in one name.
fn joins(between: &str) -> bool {
    matches!(between, ", ") || {
        let signs = between.chars().count();
        (1..=2).contains(&signs) && between.chars().all(|c| " \u{a0}-‐‑'’._".contains(c))
    }
}

/// A word as the name of somebody begins: with a capital, or in a script that has none.
fn begins_a_name(word: &str) -> bool {
    word.chars()
        .next()
        .is_some_and(|first| !first.is_lowercase() || ('\u{10d0}'..='\u{10ff}').contains(&first))
}

/// Written without spaces between words, so that a name has no boundary: Han, kana, Hangul, Thai and their like.
fn runs(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' | '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

fn is_run(word: &str) -> bool {
    word.starts_with(runs)
}

/// A mark on the letter before it, or nothing that is seen.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{ad}'
        | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{fe20}'..='\u{fe2f}' | '\u{feff}')
}

/// Where the words of a text stand: letters, digits and the marks on them, of one way of writing.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + text[from..].find(char::is_alphanumeric)?;
        let rest = &text[start..];
        let in_run = rest.starts_with(runs);
        let ends = |c: char| !is_mark(c) && (!c.is_alphanumeric() || runs(c) != in_run);
        let end = start + rest.find(ends).unwrap_or(rest.len());
        from = end;
        Some(start..end)
    })
}

/// A word without case, accents and marks: `MÜLLER` is `muller`.
fn plain(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    for letter in word.chars().map(narrow).flat_map(char::to_lowercase).filter(|c| !is_mark(*c)) {
        match base(letter) {
            Some(letters) => plain.push_str(letters),
            None => plain.push(letter),
        }
    }
    plain
}

/// A Latin letter as wide as a Chinese one is the same letter.
fn narrow(letter: char) -> char {
    match letter {
        '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => {
            char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter)
        }
        letter => letter,
    }
}

/// The same word as others write it: `Mueller` for `Müller`, and the other way round.
fn spellings(word: &str, key: &str) -> Vec<String> {
    let mut two = String::with_capacity(word.len());
    for letter in word.chars().flat_map(char::to_lowercase) {
        match letter {
            'ä' | 'æ' => two.push_str("ae"),
            'ö' | 'ø' => two.push_str("oe"),
            'ü' => two.push_str("ue"),
            'å' => two.push_str("aa"),
            letter => two.push(letter),
        }
    }
    let one = key.replace("ae", "a").replace("oe", "o").replace("ue", "u");
    // Too short a word would be another one.
    let others = [plain(&two), one].into_iter().filter(|other| other != key && other.chars().count() > 3);
    others.collect()
}

/// A Latin, Greek or Cyrillic letter without its accent, as in capitals; none for a letter that has none.
fn base(letter: char) -> Option<&'static str> {
    Some(match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' | '\u{1ea0}'..='\u{1eb7}' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | '\u{1eb8}'..='\u{1ec7}' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | '\u{1ec8}'..='\u{1ecb}' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ơ' | '\u{1ecc}'..='\u{1ee3}' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'þ' => "th",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | '\u{1ee4}'..='\u{1ef1}' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' | '\u{1ef2}'..='\u{1ef9}' => "y",
        'ź' | 'ż' | 'ž' => "z",
        'ά' => "α",
        'έ' => "ε",
        'ή' => "η",
        'ί' | 'ϊ' | 'ΐ' => "ι",
        'ό' => "ο",
        'ύ' | 'ϋ' | 'ΰ' => "υ",
        'ώ' => "ω",
        'ς' => "σ",
        'ё' => "е",
        _ => return None,
    })
}
