//! Hearing that something changed on the disk: from the system where it tells, otherwise by looking now and then.

use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use std::path::{Path, PathBuf};
use tokio::sync::mpsc;

/// Hears of changes below a folder.
pub(crate) trait Watch: Send {
    /// Listens to these folders from now on, to the first with all that is below it; false when the system does not
    /// tell of all of them.
    fn follow(&mut self, below: Option<&Path>, beside: Option<&Path>) -> bool;
}

/// The system's own way of telling.
pub(crate) struct Notified {
    watcher: Option<RecommendedWatcher>,
    followed: Vec<PathBuf>,
}

impl Notified {
    /// Says `()` into `changed` whenever something may have changed. What exactly is looked up: events are lost and
    /// merged on every system, the folder itself is not.
    pub(crate) fn new(changed: mpsc::Sender<()>) -> Self {
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            // Reading the files is told of, too, and is no change.
            if event.is_ok_and(|event| event.kind.is_access() && !event.need_rescan()) {
                return;
            }
            // One that waits to be heard is enough.
            let _ = changed.try_send(());
        });
        let watcher =
            watcher.inspect_err(|error| tracing::warn!(%error, "folders are looked at now and then")).ok();
        Self { watcher, followed: Vec::new() }
    }
}

impl Watch for Notified {
    fn follow(&mut self, below: Option<&Path>, beside: Option<&Path>) -> bool {
        let Some(watcher) = &mut self.watcher else { return false };
        for path in self.followed.drain(..) {
            // A folder that is gone is no longer followed anyway.
            let _ = watcher.unwatch(&path);
        }
        let mut all = true;
        for (path, mode) in [(below, RecursiveMode::Recursive), (beside, RecursiveMode::NonRecursive)] {
            let Some(path) = path.filter(|path| !self.followed.iter().any(|known| path.starts_with(known)))
            else {
                continue;
            };
            match watcher.watch(path, mode) {
                Ok(()) => self.followed.push(path.to_owned()),
                Err(error) => {
                    tracing::warn!(%error, "a folder is looked at now and then");
                    all = false;
                }
            }
        }
        all
    }
}
