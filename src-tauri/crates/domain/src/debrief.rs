//! What people say alike in a debrief: groups, and which of them most agree on.

use crate::entity::{Author, Entry};
use crate::id::EntryId;
use crate::likeness::{ALIKE, Gist};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The most entries that are compared with each other; beyond it each stands for itself.
pub const MOST_COMPARED: usize = 240;

/// The group of each entry, by its first entry's id: entries that say the same, none of them by the same person.
///
/// The likest two meet first. Two groups become one when their entries are alike on average, so that a chain of
/// half-alike ones does not. Top 3 and surprises stay apart. Neither the order of the entries nor who was first
/// makes a difference.
pub fn groups(entries: &[Entry]) -> BTreeMap<EntryId, EntryId> {
    let mut sorted: Vec<&Entry> = entries.iter().collect();
    sorted.sort_by_key(|entry| (&entry.text, entry.id));
    let mut groups: Vec<Vec<usize>> = (0..sorted.len()).map(|place| vec![place]).collect();
    if sorted.len() <= MOST_COMPARED {
        let table = Likenesses::of(&sorted);
        for (one, two) in table.likest_first() {
            let find = |wanted| groups.iter().position(|group| group.contains(&wanted));
            let (Some(into), Some(from)) = (find(one), find(two)) else { continue };
            if into != from && table.meet(&sorted, &groups[into], &groups[from]) {
                let more = std::mem::take(&mut groups[from]);
                groups[into].extend(more);
            }
        }
    }
    let ids = groups.iter().map(|group| group.iter().map(|place| sorted[*place].id));
    ids.flat_map(|ids| {
        let first = ids.clone().min();
        ids.filter_map(move |id| Some((id, first?)))
    })
    .collect()
}

/// How alike any two of some entries are; 0.0 for what must not meet.
struct Likenesses(Vec<Vec<f64>>);

impl Likenesses {
    fn of(entries: &[&Entry]) -> Self {
        let gists: Vec<Gist> = entries.iter().map(|entry| Gist::of(&entry.text)).collect();
        let row = |one: usize| {
            let likeness = |two: usize| match may_meet(entries[one], entries[two]) {
                true if entries[one].text == entries[two].text => 1.0,
                true => gists[one].likeness(&gists[two]),
                false => 0.0,
            };
            (0..one).map(likeness).collect()
        };
        Self((0..entries.len()).map(row).collect())
    }

    fn between(&self, one: usize, two: usize) -> f64 {
        self.0[one.max(two)][one.min(two)]
    }

    fn likest_first(&self) -> Vec<(usize, usize)> {
        let pairs = (0..self.0.len()).flat_map(|one| (0..one).map(move |two| (two, one)));
        let mut pairs: Vec<_> = pairs.filter(|(one, two)| self.between(*one, *two) >= ALIKE).collect();
        pairs.sort_by(|a, b| self.between(b.0, b.1).total_cmp(&self.between(a.0, a.1)).then(a.cmp(b)));
        pairs
    }

    fn meet(&self, entries: &[&Entry], one: &[usize], two: &[usize]) -> bool {
        let pairs = || one.iter().flat_map(|a| two.iter().map(move |b| (*a, *b)));
        let alike: f64 = pairs().map(|(a, b)| self.between(a, b)).sum();
        // Groups are small enough for a float.
        pairs().all(|(a, b)| may_meet(entries[a], entries[b])) && alike / pairs().count() as f64 >= ALIKE
    }
}

/// Whether two entries may be in one group: the same kind, by different people.
pub fn may_meet(one: &Entry, two: &Entry) -> bool {
    one.author != two.author && (one.place == 0) == (two.place == 0)
}

/// Entries that say the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group<'a> {
    /// The most important to its author first.
    pub entries: Vec<&'a Entry>,
}

impl<'a> Group<'a> {
    /// How many people say it.
    pub fn people(&self) -> usize {
        let mut authors: Vec<&Author> = Vec::new();
        for entry in &self.entries {
            if !authors.contains(&&entry.author) {
                authors.push(&entry.author);
            }
        }
        authors.len()
    }

    /// What stands for it: the words of whom it matters to most.
    pub fn text(&self) -> &'a str {
        self.entries.first().map_or("", |entry| &entry.text)
    }

    fn rank(&self) -> (Reverse<usize>, u32, Option<EntryId>) {
        let places = self.entries.iter().map(|entry| u32::from(entry.place)).sum();
        (Reverse(self.people()), places, self.entries.iter().map(|entry| entry.id).min())
    }
}

/// The groups of some entries that are shown: what most people say first, then what matters most to them.
pub fn agreed<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Vec<Group<'a>> {
    let mut groups: BTreeMap<EntryId, Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        groups.entry(entry.group.unwrap_or(entry.id)).or_default().push(entry);
    }
    let mut groups: Vec<Group<'_>> = groups.into_values().map(|entries| Group { entries }).collect();
    for group in &mut groups {
        group.entries.sort_by_key(|entry| (entry.place, entry.id));
    }
    groups.sort_by_key(Group::rank);
    groups
}
