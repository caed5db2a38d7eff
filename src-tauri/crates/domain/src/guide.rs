//! The guide's rules: whose turn a section is, how long a task took, and what changed between two versions.

use crate::entity::{Guide, GuideItem, ItemKind, ItemRun, ItemState, Outcome};
use crate::session::{Interval, active_time};
use crate::text::alike;
use crate::time::Timestamp;
use std::collections::HashSet;

/// The order in which a session goes through the guide's sections, from 0; none when fewer than two rotate.
///
/// Sections that rotate share the places that they have in the guide. `before` is how many sessions have started
/// with this version already: each moves them on by one, so that every section comes equally often at every place.
pub fn section_order(guide: &Guide, before: usize) -> Option<Vec<u16>> {
    let places: Vec<usize> =
        (0..guide.sections.len()).filter(|place| guide.sections[*place].rotates).collect();
    if places.len() < 2 {
        return None;
    }
    let mut order: Vec<u16> = (0..=u16::MAX).take(guide.sections.len()).collect();
    for (turn, place) in places.iter().enumerate() {
        let section = places[(turn + before) % places.len()];
        *order.get_mut(*place)? = u16::try_from(section).ok()?;
    }
    Some(order)
}

impl ItemRun {
    /// The task's clock runs.
    pub fn runs(&self) -> bool {
        self.started_at.is_some() && self.stopped_at.is_none()
    }

    /// Stops the task's clock if it runs; the time that it took leaves out breaks and what was off the record.
    pub fn stop(&mut self, at: Timestamp, intervals: &[Interval]) {
        if let Some(started) = self.started_at.filter(|_| self.runs()) {
            let at = at.max(started);
            self.stopped_at = Some(at);
            self.took = Some(active_time(started.0, at.0, intervals));
        }
    }

    /// It was put to the participant, and counts: not skipped, not untouched, and no task that was not tried.
    pub fn counts(&self) -> bool {
        self.state == ItemState::Asked && self.outcome != Some(Outcome::NotTried)
    }
}

/// What became of questions and tasks between two versions, in a sentence: "2 questions added, 1 reworded."
pub fn what_changed(before: &Guide, after: &Guide) -> String {
    let mut parts = Vec::new();
    for (kind, one, many) in
        [(ItemKind::Question, "question", "questions"), (ItemKind::Task, "task", "tasks")]
    {
        let counts = ItemCounts::between(&items(before, kind), &items(after, kind));
        for (count, verb) in counts.named() {
            // The noun is said once: "2 questions added, 1 reworded".
            let said = parts.iter().any(|part: &String| part.contains(one));
            let noun = if said { String::new() } else { format!(" {}", if count == 1 { one } else { many }) };
            parts.push(format!("{count}{noun} {verb}"));
        }
    }
    if !parts.is_empty() {
        return format!("{}.", parts.join(", "));
    }
    let texts = |guide: &Guide| -> Vec<String> {
        guide.sections.iter().flat_map(|section| &section.items).map(|item| plain(&item.text)).collect()
    };
    let rest = |guide: &Guide| (guide.title.clone(), guide.support.clone(), guide.sections.clone());
    if texts(before) != texts(after) {
        "Questions and tasks are in another order.".into()
    } else if rest(before) != rest(after) {
        "Questions and tasks are the same; what stands around them changed.".into()
    } else {
        "Nothing that is asked changed.".into()
    }
}

fn items(guide: &Guide, kind: ItemKind) -> Vec<&GuideItem> {
    guide.sections.iter().flat_map(|section| &section.items).filter(|item| item.kind == kind).collect()
}

/// A question's words without case, marks and spacing: what makes it the same question in another version.
pub fn plain(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

#[derive(Default)]
struct ItemCounts {
    added: usize,
    removed: usize,
    reworded: usize,
    changed: usize,
}

impl ItemCounts {
    fn between(before: &[&GuideItem], after: &[&GuideItem]) -> Self {
        let mut counts = Self::default();
        let mut taken = HashSet::new();
        let mut new = Vec::new();
        for item in after {
            let same = |(place, known): &(usize, &&GuideItem)| {
                !taken.contains(place) && plain(&known.text) == plain(&item.text)
            };
            match before.iter().enumerate().find(same) {
                Some((place, known)) => {
                    taken.insert(place);
                    counts.reworded += usize::from(known.text != item.text);
                    let (mut known, text) = ((*known).clone(), &item.text);
                    known.text.clone_from(text);
                    counts.changed += usize::from(known != **item);
                }
                None => new.push(item),
            }
        }
        for item in new {
            let like = |place: usize| alike(&before[place].text, &item.text);
            let free = (0..before.len()).filter(|place| !taken.contains(place));
            let best = free.max_by(|a, b| like(*a).total_cmp(&like(*b))).filter(|place| like(*place) >= 0.5);
            match best {
                Some(place) => {
                    taken.insert(place);
                    counts.reworded += 1;
                }
                None => counts.added += 1,
            }
        }
        counts.removed = before.len() - taken.len();
        counts
    }

    fn named(&self) -> impl Iterator<Item = (usize, &'static str)> {
        [
            (self.added, "added"),
            (self.removed, "removed"),
            (self.reworded, "reworded"),
            (self.changed, "with other details"),
        ]
        .into_iter()
        .filter(|(count, _)| *count > 0)
    }
}
