//! Transcripts: told from other texts by their shape, and how far they reach.

use crate::text::text;

/// What is known of a transcript without reading it whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// What it is called: `WebVTT transcript`.
    pub what: &'static str,
    /// The last time in it, in milliseconds from its start; none when it has none.
    pub reaches: Option<i64>,
}

/// Tells whether a text is a transcript: `.vtt` and `.srt` by their cues, others by most lines naming a speaker or
/// a time.
pub fn shape(file: &str, bytes: &[u8]) -> Option<Shape> {
    let text = text(file, bytes).ok()?;
    let cues = || text.lines().filter_map(|line| line.split_once(" --> "));
    let reaches = cues().filter_map(|(_, end)| clock(end.split_whitespace().next()?)).max();
    if text.trim_start().starts_with("WEBVTT") {
        return Some(Shape { what: "WebVTT transcript", reaches });
    }
    if reaches.is_some() {
        return Some(Shape { what: "SubRip transcript", reaches });
    }
    let plain = file.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("txt"));
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(400).collect();
    let spoken = lines.iter().filter(|line| has_time(line) || names_speaker(line)).count();
    let shaped = plain && spoken >= 4 && spoken * 3 >= lines.len();
    shaped.then(|| {
        let reaches = text.lines().filter_map(|line| times(line).max()).max();
        Shape { what: "transcript", reaches }
    })
}

/// `01:02:03.4`, `02:03`, with a point or a comma, as milliseconds.
fn clock(word: &str) -> Option<i64> {
    let (whole, fraction) = word.split_once(['.', ',']).unwrap_or((word, ""));
    let parts: Vec<i64> = whole.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let sound = (2..=3).contains(&parts.len()) && parts.iter().all(|part| (0..1000).contains(part));
    let thousandths = format!("{fraction:0<3}").get(..3)?.parse::<i64>().ok()?;
    sound.then(|| parts.iter().fold(0, |sum, part| sum * 60 + part) * 1000 + thousandths)
}

fn times(line: &str) -> impl Iterator<Item = i64> {
    line.split_whitespace().take(8).filter_map(|word| {
        let word = word.trim_matches(|c: char| !c.is_ascii_digit());
        word.contains(':').then(|| clock(word)).flatten()
    })
}

fn has_time(line: &str) -> bool {
    times(line).next().is_some()
}

/// `Name: what they said`; a short beginning before the colon, with a space behind it.
fn names_speaker(line: &str) -> bool {
    line.split_once(": ").is_some_and(|(name, said)| {
        !said.trim().is_empty()
            && name.split_whitespace().count() <= 4
            && name.chars().next().is_some_and(|first| first.is_uppercase() || first.is_numeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transcripts_are_told_from_other_texts() {
        let vtt = "WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.500\nMaya: Hello\n\n2\n00:59:58.000 --> 01:00:02.250\nBye\n";
        let srt = "1\n00:00:01,000 --> 00:00:04,500\nHello\n";
        let named = "Maya: Hello\nP04: Hello\nMaya: What did you do?\nP04: I went home.\n";
        let timed =
            "Maya Lindqvist   0:03\nHello\n\nP04   0:07\nHi.\n\nMaya   0:12\nSo.\n\nP04   12:30\nYes.\n";
        let cases: [(&str, &str, Option<Shape>); 6] = [
            ("a.vtt", vtt, Some(Shape { what: "WebVTT transcript", reaches: Some(3_602_250) })),
            ("a.srt", srt, Some(Shape { what: "SubRip transcript", reaches: Some(4_500) })),
            ("a.txt", named, Some(Shape { what: "transcript", reaches: None })),
            ("a.txt", timed, Some(Shape { what: "transcript", reaches: Some(750_000) })),
            ("a.md", "# Guide\n\n## Warm-up (5 min)\n- One: two\n- Three: four\n- Five: six\n", None),
            ("a.csv", "date,start,code\n2026-11-26,10:00,P01\n2026-11-26,11:00,P02\n", None),
        ];
        for (file, text, expected) in cases {
            assert_eq!(shape(file, text.as_bytes()), expected, "{text}");
        }
    }
}
