//! Which session a recording, transcript or photo belongs to: by its name, its time and its length.

use crate::id::SessionId;
use chrono::{NaiveDate, NaiveDateTime};

/// How far before and after a session a file of it may have been made, in milliseconds.
const AROUND: i64 = 15 * 60_000;

/// A session that a file may belong to.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The session.
    pub session_id: SessionId,
    /// When it ran, or is planned; UTC milliseconds.
    pub from: i64,
    /// Its end.
    pub to: i64,
    /// It has begun; what it is planned as does not count.
    pub ran: bool,
    /// Its participants' codes.
    pub codes: Vec<String>,
    /// Its local date.
    pub date: NaiveDate,
}

/// What is known of a file.
#[derive(Clone, Copy, Debug)]
pub struct Clues<'a> {
    /// Its name, folders included.
    pub name: &'a str,
    /// The time that it speaks of, or at which it was last changed; UTC milliseconds.
    pub from: i64,
    /// The end of that time.
    pub to: i64,
    /// How long it runs, in milliseconds.
    pub duration: Option<i64>,
}

/// What a file probably belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Belongs {
    /// The session.
    pub session_id: SessionId,
    /// Nothing speaks for another session or against this one.
    pub certain: bool,
    /// What it was told by, to complete a sentence: `by its name`.
    pub by: &'static str,
}

/// Decides; none when nothing speaks for any session.
pub fn belongs(clues: Clues<'_>, candidates: &[Candidate]) -> Option<Belongs> {
    let words: Vec<String> = clues
        .name
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .flat_map(|word| [Some(word), word.split_once('-').map(|(first, _)| first)])
        .flatten()
        .map(str::to_ascii_uppercase)
        .collect();
    let digits: String = clues.name.chars().filter(|c| !"-_. :".contains(*c)).collect();
    let named = |one: &&Candidate| one.codes.iter().any(|code| words.contains(code));
    let dated = |one: &&Candidate| digits.contains(&one.date.format("%Y%m%d").to_string());
    let timed = |one: &&Candidate| clues.to >= one.from - AROUND && clues.from <= one.to + AROUND;
    let as_long = |one: &&Candidate| {
        let length = one.to - one.from;
        clues.duration.is_some_and(|duration| (duration - length).abs() <= length / 10 + 3 * 60_000)
    };
    let too_long =
        |one: &Candidate| clues.duration.is_some_and(|duration| duration > one.to - one.from + 2 * AROUND);
    let all: Vec<&Candidate> = candidates.iter().collect();
    let by_name = some(&all, named);
    let by_time = some(&all, timed);
    if let Some(pool) = by_name {
        let on_the_day = some(&pool, dated);
        let doubt = on_the_day.is_none()
            && by_time
                .is_some_and(|others| !others.iter().any(|other| pool.iter().any(|one| same(one, other))));
        let pool = narrowed(narrowed(on_the_day.unwrap_or(pool), timed), as_long);
        let certain = pool.len() == 1 && !doubt && pool[0].ran;
        return Some(Belongs { session_id: pool[0].session_id, certain, by: "by its name" });
    }
    if let Some(pool) = by_time {
        let pool = narrowed(narrowed(pool, |one| one.ran), as_long);
        let certain = pool.len() == 1 && pool[0].ran && !too_long(pool[0]);
        let by = if as_long(&pool[0]) { "by its time and length" } else { "by its time" };
        return Some(Belongs { session_id: pool[0].session_id, certain, by });
    }
    let pool = narrowed(narrowed(some(&all, dated)?, |one| one.ran), as_long);
    Some(Belongs { session_id: pool[0].session_id, certain: false, by: "by the date in its name" })
}

/// When a file was begun, by its name: Zoom writes the instant into it, as `GMT20261126-090000_Recording`. UTC
/// milliseconds.
pub fn begun(name: &str) -> Option<i64> {
    let (_, stamp) = name.split_once("GMT")?;
    let at = NaiveDateTime::parse_from_str(stamp.get(..15)?, "%Y%m%d-%H%M%S").ok()?;
    Some(at.and_utc().timestamp_millis())
}

fn same(one: &Candidate, other: &Candidate) -> bool {
    one.session_id == other.session_id
}

/// Those for whom it holds, when there are any.
fn some<'a>(pool: &[&'a Candidate], holds: impl Fn(&&'a Candidate) -> bool) -> Option<Vec<&'a Candidate>> {
    let kept: Vec<_> = pool.iter().copied().filter(|one| holds(one)).collect();
    (!kept.is_empty()).then_some(kept)
}

/// Those for whom it holds, or all when there are none.
fn narrowed<'a>(pool: Vec<&'a Candidate>, holds: impl Fn(&&'a Candidate) -> bool) -> Vec<&'a Candidate> {
    some(&pool, holds).unwrap_or(pool)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000;
    const NINE: i64 = 1_795_683_600_000;

    fn day() -> Vec<Candidate> {
        let one = |number: u128, start: i64, length: i64, code: &str, ran: bool| Candidate {
            session_id: SessionId(uuid::Uuid::from_u128(number)),
            from: NINE + start * MINUTE,
            to: NINE + (start + length) * MINUTE,
            ran,
            codes: vec![code.to_owned()],
            date: NaiveDate::from_ymd_opt(2026, 11, 26).expect("a date"),
        };
        vec![one(1, 0, 60, "P01", true), one(2, 90, 45, "P02", true), one(3, 300, 60, "P03", false)]
    }

    #[test]
    fn a_name_can_tell_when_it_was_begun() {
        assert_eq!(begun("GMT20261126-090000_Recording_1920x1080.mp4"), Some(NINE));
        for name in ["GMT2026.mp4", "GMT20261126-0900é0", "20261126-090000.mp4", "GMT20261340-090000.mp4"] {
            assert_eq!(begun(name), None, "{name}");
        }
    }

    #[test]
    fn files_find_their_session() {
        // Name, minutes from nine, minutes long, expected session and whether it is certain.
        type Case = (&'static str, i64, i64, Option<i64>, Option<(u128, bool)>);
        let cases: [Case; 12] = [
            ("P02.mp4", 95, 135, Some(40), Some((2, true))),
            ("session_p01_final.mp4", 70, 70, None, Some((1, true))),
            // Copied a day later: the name is enough.
            ("P01.vtt", 1500, 1500, None, Some((1, true))),
            // The name says one session, the time another.
            ("P01.mp4", 95, 135, Some(45), Some((1, false))),
            // The date in the name settles it.
            ("2026-11-26 P01.mp4", 95, 135, Some(45), Some((1, true))),
            ("GMT20261126-090000_Recording.mp4", 0, 60, Some(60), Some((1, true))),
            ("Recording.mp4", 92, 137, Some(45), Some((2, true))),
            // Between two sessions: the length tells.
            ("Recording.mp4", 70, 80, Some(58), Some((1, true))),
            // A recording of the whole morning belongs to nobody for certain.
            ("Recording.mp4", 0, 140, Some(140), Some((1, false))),
            // Nothing of a session that has not begun is certain.
            ("IMG_1.jpg", 310, 310, None, Some((3, false))),
            ("IMG_1.jpg", 5000, 5000, None, None),
            ("20261126.wav", 5000, 5000, None, Some((1, false))),
        ];
        for (name, from, to, long, expected) in cases {
            let clues = Clues {
                name,
                from: NINE + from * MINUTE,
                to: NINE + to * MINUTE,
                duration: long.map(|long| long * MINUTE),
            };
            let found = belongs(clues, &day()).map(|one| (one.session_id.0.as_u128(), one.certain));
            assert_eq!(found, expected, "{name} made from minute {from} to {to}");
        }
    }
}
