//! Texts that people type: kept exactly as typed, or refused; never mangled.

use crate::Refusal;

/// The longest note body or question, in Unicode scalar values.
pub const BODY_LIMIT: usize = 10_000;

/// Line ends become LF; NUL and control characters other than tab and LF are refused; nothing else is changed.
fn clean(what: &'static str, text: &str, limit: usize) -> Result<String, Refusal> {
    let text =
        if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() };
    let mut length = 0;
    for character in text.chars() {
        length += 1;
        if character.is_control() && character != '\t' && character != '\n' {
            return Err(Refusal::Control { what, code: character.into(), position: length });
        }
    }
    if length > limit { Err(Refusal::TooLong { what, limit, length }) } else { Ok(text) }
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident: $what:literal, $limit:expr, $lines:literal);* $(;)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Accepts the text or says why not.
            pub fn parse(text: &str) -> Result<Self, Refusal> {
                let text = clean($what, text, $limit)?;
                if text.trim().is_empty() {
                    return Err(Refusal::Empty { what: $what });
                }
                if !$lines && text.contains(['\n', '\t']) {
                    return Err(Refusal::Invalid { what: $what, expected: "one line without tabs" });
                }
                Ok(Self(if $lines { text } else { text.trim().to_owned() }))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
    )*};
}

texts! {
    /// What a note says: up to 10,000 Unicode scalar values, kept as typed.
    Body: "The note", BODY_LIMIT, true;
    /// What an observer wants to know: up to 10,000 Unicode scalar values, kept as typed.
    QuestionText: "The question", BODY_LIMIT, true;
    /// A study's title: one line of up to 200 characters.
    Title: "The title", 200, false;
    /// What a member is called in the room: one line of up to 60 characters.
    DisplayName: "The name", 60, false;
    /// A tag's name: one line of up to 40 characters.
    TagName: "The tag", 40, false;
    /// What a tag is for: up to 10,000 Unicode scalar values, kept as typed.
    Description: "The description", BODY_LIMIT, true;
    /// A slot's label, a reason, a value of an attribute: one line of up to 500 characters.
    Line: "The text", 500, false;
    /// One of somebody's top 3, or their surprise: up to 500 characters, kept as typed.
    Takeaway: "What you take away", 500, true;
    /// What changes after a session: up to 500 characters, kept as typed.
    DecisionText: "What changes", 500, true;
}

/// A participant's code, by which everybody knows them: letters, digits and hyphens, up to 12, upper case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(String);

impl Code {
    /// Accepts `P04`, `p04`, `GP-3`; the first must be a letter.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = text.trim().to_uppercase();
        let sound = text.len() <= 12
            && text.starts_with(|c: char| c.is_ascii_uppercase())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if sound {
            Ok(Self(text))
        } else {
            Err(Refusal::Invalid { what: "A participant's code", expected: "letters and digits like P04" })
        }
    }

    /// The code in upper case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Opening quotation marks and the closing ones that match them, in the languages that use them.
const QUOTATION_MARKS: [(char, &str); 16] = [
    ('"', "\""),
    ('\'', "'"),
    ('“', "”"),
    ('„', "“”"),
    ('‟', "”"),
    ('”', "”"),
    ('«', "»"),
    ('»', "«»"),
    ('‹', "›"),
    ('›', "‹›"),
    ('‘', "’"),
    ('‚', "‘’"),
    ('’', "’"),
    ('「', "」"),
    ('『', "』"),
    ('《', "》"),
];

/// Whether a body is wholly in quotation marks, of any language, and so is somebody's words.
pub fn is_quote(body: &str) -> bool {
    let body = body.trim();
    let mut characters = body.chars();
    let (Some(first), Some(last)) = (characters.next(), characters.next_back()) else { return false };
    let inside: Vec<char> = characters.collect();
    // Between letters it is an apostrophe: ‘I don’t know’ is one quote, "a" and "b" are two.
    let ends_earlier = (0..inside.len()).any(|place| {
        let beside =
            |place: Option<usize>| place.and_then(|at| inside.get(at)).is_some_and(|c| c.is_alphabetic());
        inside[place] == last && !(beside(place.checked_sub(1)) && beside(Some(place + 1)))
    });
    QUOTATION_MARKS.iter().any(|(open, close)| {
        first == *open && close.contains(last) && inside.iter().any(|c| !c.is_whitespace()) && !ends_earlier
    })
}

/// How alike two texts are by their words, 0 to 1: Dice's coefficient of words that both have, without case and marks.
pub fn alike(one: &str, other: &str) -> f64 {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let (one, mut other) = (words(one), words(other));
    let all = one.len() + other.len();
    if all == 0 {
        return 1.0;
    }
    let mut shared = 0;
    for word in one {
        if let Some(place) = other.iter().position(|known| *known == word) {
            other.swap_remove(place);
            shared += 2;
        }
    }
    f64::from(u32::try_from(shared).unwrap_or(u32::MAX)) / f64::from(u32::try_from(all).unwrap_or(u32::MAX))
}

/// A sentence with its first letter as a capital, whatever name it begins with: `the 09:00 session overlaps` begins
/// with `The`.
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// A question as its answer may follow it: `Mood:`, `Why?`.
pub fn asked(question: &str) -> String {
    let question = question.trim();
    let closed = question.ends_with(['?', ':', '.', '!', '…', '？']);
    if closed { question.to_owned() } else { format!("{question}:") }
}

/// Up to two letters for a name: `Maya Lindqvist` is `ML`, `Product-2` is `P2`.
pub fn initials(name: &str) -> String {
    let mut words = name.split(|c: char| !c.is_alphanumeric()).filter_map(|word| word.chars().next());
    let first = words.next();
    let last = words.next_back();
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}
