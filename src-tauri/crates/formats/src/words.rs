//! Text as bare words, so that names and kinds are found however they are written.

/// Lower case, letters and digits only, single spaces between words and one at both ends: `" site visit "`.
pub(crate) fn words(text: &str) -> String {
    let mut words = String::from(" ");
    for c in text.chars() {
        if c.is_alphanumeric() {
            words.extend(c.to_lowercase());
        } else if !words.ends_with(' ') {
            words.push(' ');
        }
    }
    if !words.ends_with(' ') {
        words.push(' ');
    }
    words
}
