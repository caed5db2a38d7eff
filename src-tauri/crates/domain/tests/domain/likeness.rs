//! How alike two questions are.

use domain::likeness::{ALIKE, Gist, likeness};
use proptest::prelude::*;

#[test]
fn what_asks_the_same_is_alike() {
    let same = [
        // Case, marks, order and small words.
        ("Why did she go back?", "why did she go BACK"),
        ("Does the price matter?", "What matters more: the price?"),
        // Endings.
        ("How do they compare prices?", "Is comparing the price usual?"),
        ("Who ships the reports?", "Who has shipped a report?"),
        ("Did they try both copies?", "Trying a copy?"),
        // Typed in a hurry.
        ("Would he export the report?", "exprot the report?"),
        ("What does “archive” mean to her?", "Meaning of arhive"),
        // Other scripts: without spaces between words, by runs of characters.
        ("Был ли отчёт полезен?", "отчёты полезны?"),
        ("このレポートは役に立ちましたか", "このレポートは役に立ちますか"),
    ];
    for (one, two) in same {
        assert!(likeness(one, two) >= ALIKE, "{one} | {two}: {}", likeness(one, two));
    }
    let other = [
        ("Why did she go back?", "Who else uses the report?"),
        ("What would you pay for this?", "What would you change about this?"),
        ("Did the price surprise you?", "Did the colour bother you?"),
        ("What is this?", "Speed"),
        ("", "Why?"),
    ];
    for (one, two) in other {
        assert!(likeness(one, two) < ALIKE, "{one} | {two}: {}", likeness(one, two));
    }
    assert_eq!(likeness("???", "???"), 1.0, "without any word, too, the same is the same");
    assert_eq!(likeness("Why?", "Why, why?!"), 1.0, "small words count where there is nothing else");
}

#[test]
fn long_texts_are_quick() {
    let long =
        |seed: u32| -> String { (0..2000u32).map(|at| format!("w{:05} ", (at * 7 + seed) % 9973)).collect() };
    let texts: Vec<Gist> = (0..10).map(|seed| Gist::of(&long(seed))).collect();
    let sum: f64 = texts.iter().flat_map(|one| texts.iter().map(|two| one.likeness(two))).sum();
    assert!(sum > 0.0, "100 comparisons of texts of 2,000 words end");
}

proptest! {
    #[test]
    fn likeness_is_a_measure(one in ".{0,60}", two in ".{0,60}", turn in 0..8usize) {
        let both = likeness(&one, &two);
        prop_assert!((0.0..=1.0).contains(&both), "{both}");
        prop_assert_eq!(both, likeness(&two, &one), "neither side comes first");
        prop_assert_eq!(likeness(&one, &one), 1.0);
        let mut words: Vec<&str> = one.split_whitespace().collect();
        if !words.is_empty() {
            let turn = turn % words.len();
            words.rotate_left(turn);
        }
        prop_assert_eq!(Gist::of(&one), Gist::of(&words.join(" ")), "order tells nothing");
    }
}
