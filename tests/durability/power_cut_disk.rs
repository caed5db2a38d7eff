//! A disk that forgets: at any moment it surely holds only what was synced, and any part of the rest.

use crate::power_cut_trace::Event;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What a disk writes at once: of a longer write, any sectors may arrive.
const SECTOR: usize = 512;

/// The files of a folder, as surely on disk and as asked for since.
#[derive(Debug, Clone, Default)]
pub struct Disk {
    files: BTreeMap<PathBuf, File>,
}

#[derive(Debug, Clone, Default)]
struct File {
    synced: Vec<u8>,
    /// Its name is on disk, too.
    named: bool,
    /// What was asked since: the number of the event, and the change.
    pending: Vec<(usize, Change)>,
}

#[derive(Debug, Clone)]
enum Change {
    Write { offset: usize, bytes: Vec<u8> },
    Truncate { length: usize },
}

/// How much of what was not synced reaches the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Nothing.
    Dropped,
    /// Some writes, in whatever order.
    Some,
    /// Some sectors of some writes.
    Torn,
}

impl Disk {
    /// The files as they are in `folder`, all of them synced.
    pub fn of(folder: &Path) -> Self {
        let mut disk = Self::default();
        for entry in std::fs::read_dir(folder).expect("the folder can be read").flatten() {
            let synced = std::fs::read(entry.path()).expect("a file can be read");
            disk.files.insert(entry.path(), File { synced, named: true, pending: Vec::new() });
        }
        disk
    }

    /// The next event, which has this number.
    pub fn take(&mut self, number: usize, event: &Event) {
        match event {
            Event::Write { path, offset, bytes } => {
                self.change(number, path, Change::Write { offset: *offset, bytes: bytes.clone() });
            }
            Event::Truncate { path, length } => {
                self.change(number, path, Change::Truncate { length: *length });
            }
            Event::Create { path } => {
                let _ = self.files.entry(path.clone()).or_default();
            }
            Event::Synced { path, covers } => match self.files.get_mut(path) {
                Some(file) => {
                    let later = file.pending.partition_point(|(number, _)| number < covers);
                    for (_, change) in file.pending.drain(..later) {
                        change.apply(&mut file.synced);
                    }
                }
                // A folder: the names in it are on disk now.
                None => {
                    self.files.iter_mut().for_each(|(file, state)| state.named |= file.parent() == Some(path))
                }
            },
            Event::Answered { .. } => {}
        }
    }

    fn change(&mut self, number: usize, path: &Path, change: Change) {
        let file = self.files.get_mut(path).unwrap_or_else(|| panic!("{} was never made", path.display()));
        file.pending.push((number, change));
    }

    /// Puts into `folder` what the disk may hold after the power was cut now.
    pub fn cut(&self, folder: &Path, fate: Fate, chance: &mut Chance) {
        for (path, file) in &self.files {
            if !file.named && (fate == Fate::Dropped || chance.toss()) {
                continue;
            }
            let mut content = file.synced.clone();
            for (_, change) in &file.pending {
                match fate {
                    Fate::Dropped => {}
                    Fate::Some if chance.toss() => change.apply(&mut content),
                    Fate::Some => {}
                    Fate::Torn => change.apply_torn(&mut content, chance),
                }
            }
            let name = path.file_name().expect("BUG: a file without a name");
            std::fs::write(folder.join(name), content).expect("a file can be written");
        }
    }
}

impl Change {
    fn apply(&self, content: &mut Vec<u8>) {
        match self {
            Self::Write { offset, bytes } => write(content, *offset, bytes),
            Self::Truncate { length } => content.resize(*length, 0),
        }
    }

    fn apply_torn(&self, content: &mut Vec<u8>, chance: &mut Chance) {
        let Self::Write { offset, bytes } = self else {
            if chance.toss() {
                self.apply(content);
            }
            return;
        };
        let (mut from, end) = (*offset, offset + bytes.len());
        while from < end {
            let to = end.min((from / SECTOR + 1) * SECTOR);
            if chance.toss() {
                write(content, from, &bytes[from - offset..to - offset]);
            }
            from = to;
        }
    }
}

fn write(content: &mut Vec<u8>, offset: usize, bytes: &[u8]) {
    let end = offset + bytes.len();
    if content.len() < end {
        content.resize(end, 0);
    }
    content[offset..end].copy_from_slice(bytes);
}

/// Chances that are the same in every run: Marsaglia's xorshift.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// Other chances for another seed.
    pub fn seeded(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).expect("BUG: 48 bits fit") % end
    }

    fn toss(&mut self) -> bool {
        self.below(2) == 0
    }
}
