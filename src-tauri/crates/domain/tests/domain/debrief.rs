//! What people say alike is one group, whoever said it first.

use domain::debrief::{Group, MOST_COMPARED, agreed, groups, may_meet};
use domain::entity::{Author, Entry, Joined};
use domain::id::{EditId, EntryId, MemberId, SessionId};
use domain::time::Timestamp;
use proptest::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;

fn entry(id: u128, author: u128, place: u8, text: &str) -> Entry {
    Entry {
        id: EntryId(Uuid::from_u128(id)),
        session_id: SessionId(Uuid::from_u128(1)),
        place,
        text: text.into(),
        group: None,
        revealed: true,
        lifted: false,
        author: if author == 0 {
            Author::Moderator
        } else {
            Author::Member(MemberId(Uuid::from_u128(author)))
        },
        author_name: String::new(),
        joined: Joined::default(),
        typed_from: Timestamp(0),
        typed_to: Timestamp(0),
        edit: EditId(Uuid::from_u128(1)),
    }
}

/// The groups as sets of places in the list.
fn sets(entries: &[Entry]) -> BTreeSet<BTreeSet<usize>> {
    let groups = groups(entries);
    let of = |entry: &Entry| groups[&entry.id];
    let same = |one: &Entry| (0..entries.len()).filter(|other| of(&entries[*other]) == of(one)).collect();
    entries.iter().map(same).collect()
}

#[test]
fn overlaps_meet_and_the_rest_stands_for_itself() {
    let said = [
        entry(1, 1, 1, "The login is confusing"),
        entry(2, 1, 2, "The login page confused me a lot"),
        entry(3, 2, 1, "login confusing!"),
        entry(4, 3, 3, "Prices are hidden"),
        entry(5, 0, 0, "The login confused nobody"),
        entry(6, 2, 0, "Login confused nobody at all"),
        entry(7, 4, 1, "Die Preise sind versteckt"),
    ];
    let expected: BTreeSet<BTreeSet<usize>> =
        [vec![0, 2], vec![1], vec![3], vec![4, 5], vec![6]].map(BTreeSet::from_iter).into();
    assert_eq!(sets(&said), expected, "one person never agrees with themselves, and surprises stay apart");
}

#[test]
fn a_chain_of_half_alike_ones_is_no_group() {
    let said = [
        entry(1, 1, 1, "login slow morning"),
        entry(2, 2, 1, "login slow export broken"),
        entry(3, 3, 1, "export broken prices hidden"),
        entry(4, 4, 1, "prices hidden search useless"),
    ];
    assert!(sets(&said).len() > 1, "the ends have nothing to do with each other");
}

#[test]
fn what_most_say_comes_first_then_what_matters_most_to_them() {
    let mut said = [
        entry(1, 1, 3, "a"),
        entry(2, 2, 3, "a"),
        entry(3, 1, 1, "b"),
        entry(4, 3, 1, "c"),
        entry(5, 2, 2, "c"),
        entry(6, 4, 2, "d"),
    ];
    for (entry, group) in said.iter_mut().zip([1, 1, 3, 4, 4, 6]) {
        entry.group = Some(EntryId(Uuid::from_u128(group)));
    }
    let order: Vec<(&str, usize)> =
        agreed(&said).iter().map(|group| (group.text(), group.people())).collect();
    assert_eq!(order, [("c", 2), ("a", 2), ("b", 1), ("d", 1)]);
    let again = Group { entries: vec![&said[0], &said[2]] };
    assert_eq!(again.people(), 1, "one person counts once");
}

#[test]
fn more_than_anybody_reads_is_not_compared() {
    let many: Vec<Entry> = (0..=MOST_COMPARED as u128).map(|id| entry(id, id, 1, "the same")).collect();
    assert_eq!(sets(&many).len(), many.len());
    assert_eq!(sets(&many[1..]).len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn neither_order_nor_haste_decides_and_nobody_meets_themselves(
        said in prop::collection::vec((0u128..6, 0u8..4, prop::collection::vec(0usize..8, 1..5)), 0..16),
        turns in prop::collection::vec(0usize..16, 16),
    ) {
        const WORDS: [&str; 8] =
            ["login", "logins", "price", "prices", "hidden", "confusing", "confused", "export"];
        let text = |words: &[usize]| words.iter().map(|word| WORDS[*word]).collect::<Vec<_>>().join(" ");
        let entries: Vec<Entry> = said
            .iter()
            .zip(1..)
            .map(|((author, place, words), id)| entry(id, *author, *place, &text(words)))
            .collect();
        let found = groups(&entries);
        prop_assert_eq!(found.len(), entries.len(), "each has a group");
        for one in &entries {
            for other in entries.iter().filter(|other| other.id != one.id && found[&other.id] == found[&one.id]) {
                prop_assert!(may_meet(one, other), "{one:?} and {other:?}");
                prop_assert!(found[&one.id] <= one.id, "it goes by its first");
            }
        }
        let mut turned = entries.clone();
        for (place, turn) in turns.iter().enumerate().filter(|(place, _)| *place < entries.len()) {
            turned.swap(place, turn % entries.len());
        }
        prop_assert_eq!(&groups(&turned), &found, "the order of the list says nothing");
    }
}
