//! Pace: how long what is left of the guide takes, and what to skip so as to end on time.

use crate::entity::{Guide, GuideSection, ItemKey, ItemRun, ItemState};
use crate::session::{Interval, active_time};
use std::collections::HashMap;

const MINUTE: i64 = 60_000;

/// An item of the guide that is not done yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Which item; none for the opening of a section without items.
    pub item: Option<ItemKey>,
    /// What it asks.
    pub text: String,
    /// Milliseconds that it still takes as planned.
    pub takes: i64,
    /// It may be left out.
    pub nice_to_have: bool,
}

/// A session's way through its guide.
#[derive(Clone, Copy, Debug)]
pub struct Course<'a> {
    /// The guide that it is run with.
    pub guide: &'a Guide,
    /// The sections in this session's order; none for the guide's own.
    pub order: Option<&'a [u16]>,
    /// What became of the items.
    pub runs: &'a [ItemRun],
    /// When it began; none before.
    pub started_at: Option<i64>,
    /// Breaks and gaps.
    pub intervals: &'a [Interval],
}

/// Planned milliseconds of each item: its own, else its share of what the section has left for it.
fn planned(section: &GuideSection) -> Vec<i64> {
    let own: Vec<Option<i64>> =
        section.items.iter().map(|item| item.minutes.map(|minutes| i64::from(minutes) * MINUTE)).collect();
    let taken: i64 = own.iter().flatten().sum();
    let without = own.iter().filter(|minutes| minutes.is_none()).count();
    let rest = (section.minutes.map_or(0, i64::from) * MINUTE - taken).max(0);
    let share = rest / i64::try_from(without).unwrap_or(1).max(1);
    own.into_iter().map(|minutes| minutes.unwrap_or(share)).collect()
}

/// Whether the guide says anything about minutes.
pub fn has_minutes(guide: &Guide) -> bool {
    let items = |section: &GuideSection| section.items.iter().any(|item| item.minutes.is_some());
    guide.sections.iter().any(|section| section.minutes.is_some() || items(section))
}

/// Everything that is not done yet at `now`, in order; of what runs, the part that is left.
///
/// Asked and skipped items and tasks with an outcome are done. What comes next after the last of them runs.
/// A section without items is done when anything after it is.
pub fn left(course: Course<'_>, now: i64) -> Vec<Left> {
    let runs: HashMap<ItemKey, &ItemRun> = course.runs.iter().map(|run| (run.item, run)).collect();
    let done = |key: ItemKey| {
        runs.get(&key).is_some_and(|run| run.state != ItemState::Untouched || run.outcome.is_some())
    };
    let count = u16::try_from(course.guide.sections.len()).unwrap_or(u16::MAX);
    let mut order: Vec<u16> =
        course.order.unwrap_or_default().iter().copied().filter(|section| *section < count).collect();
    order.extend((0..count).filter(|section| !course.order.unwrap_or_default().contains(section)));
    let mut all = Vec::new();
    let mut reached = 0;
    for number in order {
        let section = &course.guide.sections[usize::from(number)];
        if section.items.is_empty() {
            let takes = section.minutes.map_or(0, i64::from) * MINUTE;
            all.push((false, Left { item: None, text: section.title.clone(), takes, nice_to_have: false }));
        }
        for (item, (takes, place)) in section.items.iter().zip(planned(section).into_iter().zip(0..)) {
            let key = ItemKey { section: number, item: place };
            let (text, nice_to_have) = (item.text.clone(), !item.must_ask);
            all.push((done(key), Left { item: Some(key), text, takes, nice_to_have }));
            if done(key) {
                reached = all.len();
            }
        }
    }
    let before_reached = |(place, (done, left)): (usize, (bool, Left))| {
        (!done && (left.item.is_some() || place >= reached)).then_some((place, left))
    };
    let mut left: Vec<(usize, Left)> = all.into_iter().enumerate().filter_map(before_reached).collect();
    // What runs: a task whose clock goes, else what comes next.
    let clock = |key: ItemKey| runs.get(&key).filter(|run| run.stopped_at.is_none())?.started_at;
    let on_clock = left.iter().enumerate().find_map(|(at, (_, one))| Some((at, clock(one.item?)?.0)));
    let last = course.runs.iter().filter(|run| done(run.item)).filter_map(|run| run.at).map(|at| at.0).max();
    let next = left.iter().position(|(place, _)| *place >= reached);
    let running = on_clock.or(next.zip(last.or(course.started_at)));
    if let (Some((at, since)), Some(_)) = (running, course.started_at) {
        let one = &mut left[at].1;
        one.takes = (one.takes - active_time(since, now, course.intervals)).max(0);
        // It is too late to skip what has begun.
        one.nice_to_have &= on_clock.is_none();
    }
    left.into_iter().map(|(_, left)| left).collect()
}

/// Milliseconds that everything left takes.
pub fn takes(left: &[Left]) -> i64 {
    left.iter().map(|one| one.takes).sum()
}

/// Which nice-to-have items to skip so that what is left takes no more than `time`: the latest first, as few as do.
///
/// When even all of them are not enough, all are named.
pub fn to_skip(left: &[Left], time: i64) -> Vec<&Left> {
    let mut over = takes(left) - time;
    let mut skip = Vec::new();
    for one in left.iter().rev().filter(|one| one.nice_to_have && one.takes > 0) {
        if over <= 0 {
            break;
        }
        over -= one.takes;
        skip.push(one);
    }
    skip
}
