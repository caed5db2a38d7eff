//! What readers of the file share: a room full of pages that comes in, or comes back, reads it once.

use crate::bus::{Frame, Item};
use crate::feed::Scope;
use crate::load::Loaded;
use domain::id::MemberId;
use domain::visibility::Level;
use std::sync::{Arc, Mutex, MutexGuard};
use store::StoreError;

/// Pages that come back at one time from different places share no more than so many.
const PLACES: usize = 8;

/// The newest snapshot of each level and scope, and what was missed since some places.
#[derive(Default)]
pub(crate) struct Snapshots {
    whole: Mutex<Vec<Whole>>,
    missed: Mutex<Vec<Missed>>,
}

/// The frames of everybody of a level, and what is some member's own.
type Parts = (Vec<Frame>, Vec<(MemberId, Loaded)>);

struct Whole {
    key: (Level, Scope),
    rev: u64,
    parts: Arc<Parts>,
}

struct Missed {
    after: u64,
    rev: u64,
    items: Arc<Vec<Item>>,
}

impl Snapshots {
    /// Drops what is kept: something in it was erased.
    pub(crate) fn forget(&self) {
        lock(&self.whole).clear();
        lock(&self.missed).clear();
    }

    /// Everything as of `rev`, read when it is not known.
    pub(crate) fn whole(
        &self,
        key: (Level, Scope),
        rev: u64,
        read: impl FnOnce() -> Result<Parts, StoreError>,
    ) -> Result<Arc<Parts>, StoreError> {
        let mut kept = lock(&self.whole);
        if let Some(known) = kept.iter().find(|known| known.key == key && known.rev == rev) {
            return Ok(known.parts.clone());
        }
        let parts = Arc::new(read()?);
        kept.retain(|known| known.rev == rev && known.key != key);
        kept.push(Whole { key, rev, parts: parts.clone() });
        Ok(parts)
    }

    /// What changed after a revision up to `rev`, read when it is not known.
    pub(crate) fn missed(
        &self,
        after: u64,
        rev: u64,
        read: impl FnOnce() -> Result<Option<Vec<Item>>, StoreError>,
    ) -> Result<Option<Arc<Vec<Item>>>, StoreError> {
        let mut kept = lock(&self.missed);
        if let Some(known) = kept.iter().find(|known| known.after == after && known.rev == rev) {
            return Ok(Some(known.items.clone()));
        }
        let Some(items) = read()?.map(Arc::new) else { return Ok(None) };
        kept.retain(|known| known.rev == rev);
        if kept.len() == PLACES {
            kept.remove(0);
        }
        kept.push(Missed { after, rev, items: items.clone() });
        Ok(Some(items))
    }
}

fn lock<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().expect("BUG: reading a snapshot does not panic")
}
