//! Random folders: every content that settles is offered exactly once, and never a part of it.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// What people and programs do to a folder.
#[derive(Clone, Debug)]
enum Step {
    Create(u8, u8),
    Grow(u8),
    Rename(u8, u8),
    Replace(u8, u8),
    Copy(u8, u8),
    Delete(u8),
    Wait(u16),
    Restart,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..5_u8, 0..4_u8).prop_map(|(name, content)| Step::Create(name, content)),
        (0..5_u8).prop_map(Step::Grow),
        (0..5_u8, 0..5_u8).prop_map(|(from, to)| Step::Rename(from, to)),
        (0..5_u8, 0..4_u8).prop_map(|(name, content)| Step::Replace(name, content)),
        (0..5_u8, 0..5_u8).prop_map(|(from, to)| Step::Copy(from, to)),
        (0..5_u8).prop_map(Step::Delete),
        (100..4_000_u16).prop_map(Step::Wait),
        Just(Step::Restart),
    ]
}

/// A folder with contents: a number that stands for the bytes, and when it was written.
#[derive(Default)]
struct Disk {
    files: BTreeMap<String, (u32, i64)>,
    now: u64,
}

impl Disk {
    fn listing(&self) -> Listing {
        let stamp = |(content, at): &(u32, i64)| Stamp { size: u64::from(*content), modified_at: *at };
        self.files.iter().map(|(name, file)| (name.clone(), stamp(file))).collect()
    }

    fn apply(&mut self, step: &Step) {
        let name = |number: &u8| format!("file {number}");
        let at = i64::try_from(self.now).expect("small");
        match step {
            Step::Create(to, content) => {
                self.files.entry(name(to)).or_insert((1000 + u32::from(*content), at));
            }
            Step::Replace(to, content) => {
                self.files.insert(name(to), (1000 + u32::from(*content), at));
            }
            Step::Grow(to) => {
                if let Some(file) = self.files.get_mut(&name(to)) {
                    *file = (file.0 + 7, at);
                }
            }
            Step::Rename(from, to) => {
                if let Some(file) = self.files.remove(&name(from)) {
                    self.files.insert(name(to), file);
                }
            }
            Step::Copy(from, to) => {
                if let Some(file) = self.files.get(&name(from)).copied() {
                    self.files.insert(name(to), (file.0, at));
                }
            }
            Step::Delete(from) => {
                self.files.remove(&name(from));
            }
            Step::Wait(_) | Step::Restart => {}
        }
        self.now += match step {
            Step::Wait(long) => u64::from(*long),
            _ => 1,
        };
    }
}

/// What the engine holds: contents by name, and which of them are gone.
#[derive(Default)]
struct Offered {
    present: BTreeMap<Hash, (String, Stamp)>,
    ever: BTreeSet<Hash>,
    twice: Vec<Hash>,
    /// Contents whose file was there as it was offered at every look since.
    steady: BTreeSet<Hash>,
}

fn look(folder: &mut Folder, disk: &Disk, offered: &mut Offered) {
    let listing = disk.listing();
    let due = folder.look(disk.now, &listing);
    let Offered { present, steady, .. } = offered;
    steady.retain(|hash| present.get(hash).is_some_and(|(name, stamp)| listing.get(name) == Some(stamp)));
    for hash in due.missing {
        offered.present.remove(&hash);
    }
    for (name, stamp) in due.settled {
        let hash = disk.files[&name].0.to_string();
        if !folder.read(&name, stamp, hash.clone()) {
            continue;
        }
        // It bears another name only when the one before was gone or written to since.
        let known = offered.present.get(&hash).map(|(known, _)| known);
        let moved = known.is_some_and(|known| *known == name || !offered.steady.contains(&hash));
        if offered.present.contains_key(&hash) && !moved {
            offered.twice.push(hash.clone());
        }
        offered.ever.insert(hash.clone());
        offered.steady.insert(hash.clone());
        offered.present.insert(hash, (name, stamp));
    }
}

proptest! {
    #[test]
    fn every_content_that_settles_is_offered_once(steps in proptest::collection::vec(step(), 1..60)) {
        let (mut disk, mut folder, mut offered) = (Disk::default(), Folder::default(), Offered::default());
        // For each file, since when it is as it is.
        let mut since: BTreeMap<String, ((u32, i64), u64)> = BTreeMap::new();
        for step in &steps {
            if matches!(step, Step::Restart) {
                let known = offered.present.iter().map(|(hash, (name, stamp))| KnownFile {
                    hash: hash.clone(),
                    name: name.clone(),
                    size: stamp.size,
                    modified_at: stamp.modified_at,
                });
                folder = Folder::knowing(known.collect());
                // Two contents may have been known by one name: either is read again.
                offered.steady.clear();
            }
            disk.apply(step);
            for (name, file) in &disk.files {
                if since.get(name).is_none_or(|(known, _)| known != file) {
                    since.insert(name.clone(), (*file, disk.now));
                }
            }
            since.retain(|name, _| disk.files.contains_key(name));
            let before = offered.ever.clone();
            look(&mut folder, &disk, &mut offered);
            for new in offered.ever.difference(&before) {
                let stood = since.values().any(|((content, _), at)| {
                    content.to_string() == *new && *at + STILL <= disk.now
                });
                prop_assert!(stood, "{} was offered before it stood still", new);
            }
            prop_assert!(offered.twice.is_empty(), "offered twice: {:?}", offered.twice);
        }
        // When everything has stood still, what is offered is what is there.
        for _ in 0..3 {
            disk.apply(&Step::Wait(2_500));
            look(&mut folder, &disk, &mut offered);
        }
        let there: BTreeSet<Hash> = disk.files.values().map(|file| file.0.to_string()).collect();
        let held: BTreeSet<Hash> = offered.present.keys().cloned().collect();
        prop_assert_eq!(held, there);
        for (hash, (name, _)) in &offered.present {
            prop_assert_eq!(disk.files.get(name).map(|file| file.0.to_string()), Some(hash.clone()),
                "an item bears a name under which its content is");
        }
    }
}

#[test]
fn a_download_is_offered_when_it_stands_still() {
    let mut folder = Folder::default();
    let at = |size, modified_at| Listing::from([("call.mp4".to_owned(), Stamp { size, modified_at })]);
    assert_eq!(folder.look(0, &at(10, 0)).next, Some(STILL));
    assert_eq!(folder.look(1_500, &at(20, 1_500)).next, Some(1_500 + STILL), "it grew: it waits again");
    // A copy that keeps its old time still grows.
    assert_eq!(folder.look(3_000, &at(30, 1_500)).settled, vec![]);
    let due = folder.look(5_000, &at(30, 1_500));
    assert_eq!(due.settled, vec![("call.mp4".to_owned(), Stamp { size: 30, modified_at: 1_500 })]);
}
