//! Which files stand still, which are gone, which are the same under another name. Pure: time and listing are given.

use engine::inbox::KnownFile;
use std::collections::BTreeMap;

/// How long a file must stand still before it is read, in milliseconds.
pub(crate) const STILL: u64 = 2_000;

/// What is seen of a file without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stamp {
    /// Bytes.
    pub(crate) size: u64,
    /// When it was last changed, UTC milliseconds.
    pub(crate) modified_at: i64,
}

/// All files of a folder by name.
pub(crate) type Listing = BTreeMap<String, Stamp>;

/// A SHA-256 in hexadecimal digits.
pub(crate) type Hash = String;

#[derive(Clone, Debug)]
enum Seen {
    /// It has been like this since then.
    Since(Stamp, u64),
    /// It was read as it is.
    Read(Stamp, Hash),
    /// It could not be read as it is.
    Failed(Stamp),
}

impl Seen {
    fn stamp(&self) -> Stamp {
        match self {
            Self::Since(stamp, _) | Self::Read(stamp, _) | Self::Failed(stamp) => *stamp,
        }
    }
}

/// What a look at the folder says is to be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Due {
    /// Files that stood still: to be read.
    pub(crate) settled: Vec<(String, Stamp)>,
    /// Contents that no name has any more.
    pub(crate) missing: Vec<Hash>,
    /// Names that failed or were being read and are gone.
    pub(crate) forgotten: Vec<String>,
    /// When the next file will have stood still, by the clock of `look`.
    pub(crate) next: Option<u64>,
}

/// What is known of a folder's files.
#[derive(Clone, Debug, Default)]
pub(crate) struct Folder {
    seen: BTreeMap<String, Seen>,
    /// The name under which each content was offered.
    offered: BTreeMap<Hash, String>,
}

impl Folder {
    /// Begins with what was read in an earlier run.
    pub(crate) fn knowing(known: Vec<KnownFile>) -> Self {
        let mut folder = Self::default();
        for KnownFile { hash, name, size, modified_at } in known {
            folder.offered.insert(hash.clone(), name.clone());
            folder.seen.insert(name, Seen::Read(Stamp { size, modified_at }, hash));
        }
        folder
    }

    /// Takes a listing at a time in milliseconds of any clock that goes forward.
    pub(crate) fn look(&mut self, now: u64, listing: &Listing) -> Due {
        let mut due = Due::default();
        let gone: Vec<String> =
            self.seen.keys().filter(|name| !listing.contains_key(*name)).cloned().collect();
        for name in gone {
            if let Some(Seen::Since(..) | Seen::Failed(_)) = self.seen.remove(&name) {
                due.forgotten.push(name);
            }
        }
        for (name, stamp) in listing {
            let seen = self.seen.entry(name.clone()).or_insert(Seen::Since(*stamp, now));
            if seen.stamp() != *stamp {
                *seen = Seen::Since(*stamp, now);
            }
        }
        self.rename(now);
        for (name, seen) in &self.seen {
            if let Seen::Since(stamp, since) = seen {
                let until = *since + STILL;
                if until <= now {
                    due.settled.push((name.clone(), *stamp));
                } else {
                    due.next = Some(due.next.map_or(until, |next: u64| next.min(until)));
                }
            }
        }
        due.missing = self.missing();
        for hash in &due.missing {
            self.offered.remove(hash);
        }
        due
    }

    /// A content that is no longer under the name that it was offered under, but under another: that file is read
    /// again, at once, so that it gives the content its name.
    fn rename(&mut self, now: u64) {
        for (hash, name) in &self.offered {
            let holds = |seen: &Seen| matches!(seen, Seen::Read(_, own) if own == hash);
            if self.seen.get(name).is_some_and(holds) {
                continue;
            }
            if let Some(other) = self.seen.values_mut().find(|seen| holds(seen)) {
                *other = Seen::Since(other.stamp(), now.saturating_sub(STILL));
            }
        }
    }

    /// Contents that were offered and are under no name, unless a file that waits may be one of them renamed.
    fn missing(&self) -> Vec<Hash> {
        let waiting = self.seen.values().any(|seen| matches!(seen, Seen::Since(..)));
        let held =
            |hash: &Hash| self.seen.values().any(|seen| matches!(seen, Seen::Read(_, own) if own == hash));
        if waiting { Vec::new() } else { self.offered.keys().filter(|hash| !held(hash)).cloned().collect() }
    }

    /// A settled file was read; true when its content is to be offered, or was moved here.
    pub(crate) fn read(&mut self, name: &str, stamp: Stamp, hash: Hash) -> bool {
        self.seen.insert(name.to_owned(), Seen::Read(stamp, hash.clone()));
        let elsewhere = self.offered.get(&hash).is_some_and(|known| {
            known != name && matches!(self.seen.get(known), Some(Seen::Read(_, own)) if *own == hash)
        });
        if elsewhere {
            return false;
        }
        self.offered.insert(hash, name.to_owned());
        true
    }

    /// A settled file could not be read; it is tried again when it changes, or on demand.
    pub(crate) fn failed(&mut self, name: &str, stamp: Stamp) {
        self.seen.insert(name.to_owned(), Seen::Failed(stamp));
    }

    /// A settled file changed while it was read: it has to stand still again.
    pub(crate) fn unsettled(&mut self, name: &str, stamp: Stamp, now: u64) {
        self.seen.insert(name.to_owned(), Seen::Since(stamp, now));
    }
}

#[cfg(test)]
#[path = "settle_tests.rs"]
mod tests;
