//! Off the record: whether anything that was captured may be kept. Nobody else decides it.

use crate::Refusal;
use crate::session::{Interval, IntervalKind};

/// When something was captured: its first and last key press by the console's clock, uncorrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keys {
    /// UTC milliseconds.
    pub from: i64,
    /// UTC milliseconds, no earlier than `from`.
    pub to: i64,
}

impl Keys {
    /// What a page says of its keys. Nothing was pressed later than now: a page whose clock is ahead is not believed.
    pub fn told(from: Option<i64>, to: Option<i64>, now: i64) -> Result<Self, Refusal> {
        let from = from.or(to).unwrap_or(now);
        let to = to.unwrap_or(from);
        if from > to {
            return Err(Refusal::Invalid { what: "typed_from", expected: "no later than typed_to" });
        }
        Ok(Self { from: from.min(now), to: to.min(now) })
    }

    /// Whether both share an instant; bounds belong to either.
    fn touches(self, from: i64, to: i64) -> bool {
        self.from <= to && from <= self.to
    }
}

/// The stretches of which nothing is kept: gaps, a gap that lasts, and what was erased. Bounds belong to them.
fn unkept(intervals: &[Interval]) -> impl Iterator<Item = (i64, i64)> {
    intervals
        .iter()
        .filter(|interval| matches!(interval.kind, IntervalKind::OffRecord | IntervalKind::Erased))
        .map(|interval| (interval.from, interval.to.unwrap_or(i64::MAX)))
}

/// The one decision: what touches a stretch of which nothing is kept is refused, whenever it arrives and whosoever it is.
pub fn on_record(intervals: &[Interval], keys: Keys) -> Result<(), Refusal> {
    if unkept(intervals).any(|(from, to)| keys.touches(from, to)) { Err(Refusal::OffRecord) } else { Ok(()) }
}

/// Whether the session is off the record now.
pub fn is_off(intervals: &[Interval]) -> bool {
    intervals.iter().any(|interval| interval.kind == IntervalKind::OffRecord && interval.to.is_none())
}

/// A stamp that goes with keys that may be kept: it stops at the edge of a gap instead of lying in it, and a lead-in
/// does not reach across one either. `lead_in` is what the study takes off such a capture, in milliseconds; a stamp
/// further back is that of a draft which was begun before the gap, or was typed.
pub fn stamp(intervals: &[Interval], at: i64, keys: Keys, lead_in: u32) -> i64 {
    let leads = at >= keys.from.saturating_sub(lead_in.into());
    let (mut earliest, mut latest) = (i64::MIN, i64::MAX);
    for (from, to) in unkept(intervals) {
        let inside = (from..=to).contains(&at);
        if to < keys.from && (inside || (leads && at <= to)) {
            earliest = earliest.max(to);
        } else if inside {
            latest = latest.min(from);
        }
    }
    at.min(latest).max(earliest)
}

/// A stamp that was moved by hand: it must not lie in a gap. Its edges are outside.
pub fn may_be_stamped(intervals: &[Interval], at: i64) -> Result<(), Refusal> {
    let inside = unkept(intervals).any(|(from, to)| from < at && at < to);
    if inside { Err(Refusal::OffRecord) } else { Ok(()) }
}

/// The intervals with one more stretch that was erased, joined with those that it touches.
pub fn erased(mut intervals: Vec<Interval>, from: i64, to: i64) -> Vec<Interval> {
    let mut whole = (from, to);
    // One that joins may touch another.
    while let Some(place) = intervals.iter().position(|known| {
        let known_to = known.to.unwrap_or(i64::MAX);
        known.kind == IntervalKind::Erased && known.from <= whole.1 && whole.0 <= known_to
    }) {
        let known = intervals.swap_remove(place);
        whole = (whole.0.min(known.from), whole.1.max(known.to.unwrap_or(i64::MAX)));
    }
    intervals.push(Interval { kind: IntervalKind::Erased, from: whole.0, to: Some(whole.1) });
    intervals.sort_by_key(|interval| interval.from);
    intervals
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gap(from: i64, to: impl Into<Option<i64>>) -> Interval {
        Interval { kind: IntervalKind::OffRecord, from, to: to.into() }
    }

    #[test]
    fn keys_that_touch_a_gap_are_refused() {
        let gaps = [gap(100, 200), Interval { kind: IntervalKind::Break, from: 300, to: Some(400) }];
        let cases = [
            ((0, 99), true, "before"),
            ((0, 100), false, "its first instant"),
            ((150, 160), false, "inside"),
            ((0, 999), false, "around"),
            ((200, 250), false, "its last instant"),
            ((201, 250), true, "after"),
            ((350, 360), true, "a break is on the record"),
        ];
        for ((from, to), kept, why) in cases {
            assert_eq!(on_record(&gaps, Keys { from, to }).is_ok(), kept, "{why}");
        }
        assert!(on_record(&[gap(100, None)], Keys { from: 5000, to: 5000 }).is_err(), "a gap that lasts");
        let ahead = Keys::told(Some(900), Some(950), 150).expect("in order");
        assert!(on_record(&gaps, ahead).is_err(), "a clock that is ahead hides nothing");
        assert!(Keys::told(Some(2), Some(1), 9).is_err());
    }

    #[test]
    fn stamps_stop_at_the_edge() {
        let gaps = [gap(10_000, 12_000), gap(40_000, 90_000)];
        let keys = |from| Keys { from, to: from };
        assert_eq!(stamp(&gaps, 11_000, keys(13_000), 10_000), 12_000, "a lead-in into the gap");
        assert_eq!(stamp(&gaps, 5_000, keys(13_000), 10_000), 12_000, "a lead-in across the gap");
        assert_eq!(stamp(&gaps, 5_000, keys(13_000), 0), 5_000, "a draft that was begun before the gap");
        assert_eq!(stamp(&gaps, 5_000, keys(200_000), 10_000), 5_000, "a time that was typed, long before");
        assert_eq!(stamp(&gaps, 50_000, keys(200_000), 10_000), 90_000, "a time that was typed, inside");
        assert_eq!(stamp(&gaps, 10_500, keys(9_000), 10_000), 10_000, "ahead of the keys, into the gap");
        assert_eq!(stamp(&gaps, 8_000, keys(9_000), 10_000), 8_000, "nothing in the way");
        assert!(may_be_stamped(&gaps, 11_000).is_err());
        assert!(may_be_stamped(&gaps, 12_000).is_ok());
    }

    #[test]
    fn erased_stretches_that_touch_are_one() {
        let stretch = |from, to| Interval { kind: IntervalKind::Erased, from, to: Some(to) };
        let known = vec![stretch(0, 10), gap(12, 14), stretch(20, 30), stretch(50, 60)];
        assert_eq!(erased(known, 10, 20), [stretch(0, 30), gap(12, 14), stretch(50, 60)]);
    }
}
