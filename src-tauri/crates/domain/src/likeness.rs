//! How alike two short texts are: what is suggested as the same, never decided.

use std::collections::BTreeSet;

/// From this likeness on two texts are worth showing next to each other.
pub const ALIKE: f64 = 0.4;

/// The most words of a text that count: its longest.
const MOST_WORDS: usize = 30;
/// Two words that share less than this of their trigrams have nothing to do with each other.
const SPELT_ALIKE: f64 = 0.5;

/// English words that are in any question, without their apostrophes.
const STOP: &[&str] = &[
    "a", "about", "again", "all", "also", "am", "an", "and", "any", "are", "arent", "as", "ask", "at", "be",
    "because", "been", "before", "being", "but", "by", "can", "cant", "could", "couldnt", "did", "didnt",
    "do", "does", "doesnt", "doing", "done", "dont", "for", "from", "get", "had", "has", "hasnt", "have",
    "havent", "he", "her", "here", "hers", "him", "his", "how", "i", "if", "im", "in", "into", "is", "isnt",
    "it", "its", "just", "me", "more", "my", "no", "not", "now", "of", "off", "on", "or", "other", "our",
    "out", "please", "she", "should", "so", "some", "such", "than", "that", "thats", "the", "their", "them",
    "then", "there", "these", "they", "this", "those", "to", "too", "up", "us", "very", "was", "wasnt", "we",
    "were", "what", "whats", "when", "where", "which", "while", "who", "why", "will", "with", "would",
    "wouldnt", "yes", "you", "your",
];

/// What of a text counts when it is compared: the stems of its words, whatever their case and order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gist(Vec<Word>);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Word {
    stem: String,
    /// In order, each once.
    trigrams: Vec<[char; 3]>,
}

impl Gist {
    /// Reads a text. Words that are in any English question count only where there is nothing else.
    pub fn of(text: &str) -> Self {
        let lower = text.to_lowercase().replace(['\'', '’'], "");
        let all: BTreeSet<&str> =
            lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let telling: BTreeSet<&str> = all.iter().copied().filter(|word| !STOP.contains(word)).collect();
        let counted = if telling.is_empty() { all } else { telling };
        let stems: BTreeSet<String> = counted.into_iter().map(stem).collect();
        let mut stems: Vec<String> = stems.into_iter().collect();
        // Long words tell most; equally long ones stay in order.
        stems.sort_by_key(|stem| std::cmp::Reverse(stem.chars().count()));
        stems.truncate(MOST_WORDS);
        Self(stems.into_iter().map(|stem| Word { trigrams: trigrams(&stem), stem }).collect())
    }

    /// How alike two texts are, from 0.0 for nothing in common to 1.0 for the same words.
    ///
    /// Each word of either text counts with the likest word of the other: 1 for the same stem, otherwise the Dice
    /// coefficient of their character trigrams when that is 0.5 or more (Dice, "Measures of the amount of ecologic
    /// association between species", 1945). The likeness is their mean, so neither order nor side matters.
    pub fn likeness(&self, other: &Self) -> f64 {
        let words = self.0.len() + other.0.len();
        if words == 0 {
            return 0.0;
        }
        let sum = |one: &Self, two: &Self| -> f64 { one.0.iter().map(|word| two.nearest(word)).sum() };
        // A length is small enough for a float.
        (sum(self, other) + sum(other, self)) / words as f64
    }

    fn nearest(&self, word: &Word) -> f64 {
        self.0.iter().map(|known| known.likeness(word)).fold(0.0, f64::max)
    }
}

impl Word {
    fn likeness(&self, other: &Self) -> f64 {
        if self.stem == other.stem {
            return 1.0;
        }
        let dice = |shared: usize| 2.0 * shared as f64 / (self.trigrams.len() + other.trigrams.len()) as f64;
        if dice(self.trigrams.len().min(other.trigrams.len())) < SPELT_ALIKE {
            return 0.0;
        }
        let shared = self.trigrams.iter().filter(|run| other.trigrams.binary_search(run).is_ok()).count();
        Some(dice(shared)).filter(|dice| *dice >= SPELT_ALIKE).unwrap_or(0.0)
    }
}

/// How alike two texts are, from 0.0 to 1.0: see [`Gist::likeness`].
pub fn likeness(one: &str, two: &str) -> f64 {
    // What has no words at all is only ever like itself.
    if one == two { 1.0 } else { Gist::of(one).likeness(&Gist::of(two)) }
}

/// A word without the endings of English plurals and verbs; what is left has three letters and a vowel.
fn stem(word: &str) -> String {
    let cut = |stem: &str, ending: &str| -> Option<String> {
        let rest = stem.strip_suffix(ending)?;
        let whole = rest.chars().count() >= 3 && rest.contains(['a', 'e', 'i', 'o', 'u', 'y']);
        whole.then(|| rest.to_string())
    };
    let mut stem = word.to_string();
    if let Some(rest) = cut(&stem, "ies") {
        stem = rest + "y";
    } else if !stem.ends_with("ss") && !stem.ends_with("us") {
        stem = cut(&stem, "s").unwrap_or(stem);
    }
    let verb = cut(&stem, "ing").or_else(|| cut(&stem, "ed").filter(|_| !stem.ends_with("eed")));
    if let Some(rest) = verb {
        stem = rest;
        let twice = ["bb", "dd", "gg", "mm", "nn", "pp", "rr", "tt"];
        if twice.iter().any(|twice| stem.ends_with(twice)) {
            stem.pop();
        }
    }
    cut(&stem, "e").unwrap_or(stem)
}

/// The runs of three characters of a word, with a space before and after it.
fn trigrams(word: &str) -> Vec<[char; 3]> {
    let letters: Vec<char> = std::iter::once(' ').chain(word.chars()).chain([' ']).collect();
    let runs: BTreeSet<[char; 3]> = letters.windows(3).map(|run| [run[0], run[1], run[2]]).collect();
    runs.into_iter().collect()
}
