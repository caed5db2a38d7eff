//! A certificate's fingerprint in words, so that it can be read aloud and compared.

use std::fmt::Write as _;

/// One word for each byte; short, apart from one another when they are spoken, and in the order of the alphabet.
#[rustfmt::skip]
const WORDS: [&str; 256] = [
    "acorn", "actor", "agent", "album", "almond", "amber", "anchor", "angle", "apple", "apron", "arch",
    "arrow", "atlas", "badge", "bagel", "ballet", "bamboo", "banjo", "barn", "basil", "basin", "basket",
    "beacon", "bench", "berry", "bird", "bishop", "blanket", "bloom", "boat", "bonnet", "book", "bottle",
    "brick", "bridge", "bronze", "brook", "broom", "brush", "bubble", "bucket", "butter", "button", "cabin",
    "cable", "cactus", "cake", "camel", "camera", "candle", "canoe", "canyon", "carbon", "cargo", "carpet",
    "carrot", "castle", "cedar", "cello", "chair", "chalk", "cheese", "cherry", "chess", "chimney", "cider",
    "cinema", "circle", "clay", "clock", "cloud", "clover", "coast", "cobalt", "coffee", "comet", "compass",
    "copper", "coral", "cotton", "crane", "cricket", "crystal", "cushion", "cymbal", "dahlia", "daisy",
    "dance", "delta", "denim", "desert", "diamond", "dinner", "doctor", "dolphin", "domino", "donkey",
    "dragon", "drum", "eagle", "earth", "echo", "engine", "falcon", "feather", "fern", "ferry", "fiddle",
    "flute", "forest", "fossil", "garden", "garlic", "gate", "gazelle", "ginger", "giraffe", "glass",
    "globe", "glove", "granite", "grape", "guitar", "hammer", "hammock", "harvest", "hazel", "hedge",
    "helmet", "honey", "hotel", "iceberg", "igloo", "island", "ivory", "jacket", "jasmine", "jewel",
    "jigsaw", "jungle", "juniper", "kayak", "kettle", "kitchen", "kite", "koala", "ladder", "lagoon",
    "lake", "lantern", "laurel", "lemon", "lentil", "library", "lily", "linen", "lion", "lizard", "lobster",
    "locket", "magnet", "mango", "maple", "marble", "market", "meadow", "melon", "mirror", "mitten",
    "monkey", "moon", "mosaic", "museum", "mustard", "napkin", "nectar", "needle", "nickel", "noodle",
    "nutmeg", "oak", "oasis", "ocean", "olive", "onion", "opera", "orange", "orbit", "orchard", "orchid",
    "otter", "owl", "oyster", "paddle", "palace", "panda", "paper", "parrot", "peach", "pebble", "pencil",
    "pepper", "piano", "picnic", "pigeon", "pillow", "planet", "plum", "pocket", "pond", "pumpkin",
    "puzzle", "quartz", "quilt", "rabbit", "radio", "radish", "raven", "ribbon", "river", "robin", "rocket",
    "saddle", "saffron", "salmon", "shell", "silver", "sparrow", "spoon", "sunrise", "teapot", "thunder",
    "tiger", "tractor", "trumpet", "tulip", "tundra", "tunnel", "turnip", "turtle", "vanilla", "velvet",
    "violin", "waffle", "walnut", "walrus", "whale", "willow", "window", "winter", "wizard", "yacht",
    "yellow", "yogurt", "zebra", "zipper",
];

/// Bytes of a fingerprint that are read aloud.
const SPOKEN: usize = 6;

/// The beginning of a SHA-256 in words.
pub(crate) fn of(digest: &[u8]) -> String {
    let mut words = String::new();
    for byte in digest.iter().take(SPOKEN) {
        let gap = if words.is_empty() { "" } else { " " };
        write!(words, "{gap}{}", WORDS[usize::from(*byte)]).expect("BUG: a String takes all");
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_short_and_each_stands_once() {
        assert!(WORDS.windows(2).all(|two| two[0] < two[1]), "in order, so none stands twice");
        for word in WORDS {
            assert!((3..=7).contains(&word.len()), "{word}");
            assert!(word.bytes().all(|byte| byte.is_ascii_lowercase()), "{word}");
        }
    }

    #[test]
    fn a_fingerprint_begins_with_its_words() {
        let digest: Vec<u8> = (0..32).collect();
        assert_eq!(of(&digest), WORDS[..6].join(" "));
        assert_eq!(of(&[255; 32]).split(' ').count(), 6);
    }
}
