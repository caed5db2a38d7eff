//! The actor: looks when something changed or is due, reads what has settled, and tells the engine.

use crate::folder;
use crate::guide::{self, GuideFile};
use crate::hash::{self, Outcome};
use crate::settle::{Folder, Stamp};
use crate::watch::{Notified, Watch};
use engine::inbox::{Followed, Passing, because};
use engine::{Actor, Engine};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::runtime::Handle;
use tokio::sync::{mpsc, watch};
use tokio::task::AbortHandle;

/// Files from this size on show how much of them is read, in bytes.
const LARGE: u64 = 32 * 1024 * 1024;
/// How often that is told.
const TELL: Duration = Duration::from_millis(250);

/// When folders are looked at without being told that something changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pauses {
    /// Changes within this time are looked at together.
    pub debounce: Duration,
    /// Where the system tells of changes: network folders tell of none that others make.
    pub told: Duration,
    /// Where it does not.
    pub polled: Duration,
}

impl Default for Pauses {
    fn default() -> Self {
        Self {
            debounce: Duration::from_millis(200),
            told: Duration::from_secs(30),
            polled: Duration::from_secs(3),
        }
    }
}

/// Milliseconds of a clock that only goes forward.
type Clock = Arc<dyn Fn() -> u64 + Send + Sync>;

/// Follows what the study follows, until it is dropped.
pub struct Inbox {
    task: AbortHandle,
    stop: Arc<AtomicBool>,
}

impl Inbox {
    /// Begins to follow. `actor` is who gives the engine what is found.
    pub fn start(engine: Engine, actor: Actor, runtime: &Handle) -> Self {
        let began = Instant::now();
        let clock = move || u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        Self::with(engine, actor, runtime, Arc::new(clock), Pauses::default())
    }

    /// The same with another clock and other pauses.
    pub fn with(engine: Engine, actor: Actor, runtime: &Handle, clock: Clock, pauses: Pauses) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let (changed, told) = mpsc::channel(1);
        let followed = engine.followed();
        let run = Run {
            engine,
            actor,
            clock,
            pauses,
            stop: stop.clone(),
            followed,
            folder: Folder::default(),
            guide: GuideFile::default(),
            trouble: None,
        };
        let task = runtime.spawn(run.forever(told, changed)).abort_handle();
        Self { task, stop }
    }

    /// Follows nothing any more; what is being read is left.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
        self.task.abort();
    }
}

impl Drop for Inbox {
    fn drop(&mut self) {
        self.stop();
    }
}

struct Run {
    engine: Engine,
    actor: Actor,
    clock: Clock,
    pauses: Pauses,
    stop: Arc<AtomicBool>,
    followed: watch::Receiver<Followed>,
    folder: Folder,
    guide: GuideFile,
    /// The folder's name while it cannot be read.
    trouble: Option<String>,
}

impl Run {
    async fn forever(mut self, mut told: mpsc::Receiver<()>, changed: mpsc::Sender<()>) {
        let mut watch = Notified::new(changed);
        let mut following = Followed::default();
        let mut is_told = false;
        self.followed.mark_changed();
        loop {
            if self.followed.has_changed().unwrap_or(false) {
                let now = self.followed.borrow_and_update().clone();
                self.begin(&following, &now);
                is_told = watch.follow(now.folder.as_deref(), now.guide.as_deref().and_then(Path::parent));
                following = now;
            }
            let was_in_trouble = self.trouble.is_some();
            let folder_due = match &following.folder {
                Some(folder) => self.look_at_folder(folder).await,
                None => None,
            };
            let guide_due = match &following.guide {
                Some(guide) => self.look_at_guide(guide).await,
                None => None,
            };
            if was_in_trouble && self.trouble.is_none() {
                // The folder is back: whoever told of it before tells of another one.
                is_told = watch
                    .follow(following.folder.as_deref(), following.guide.as_deref().and_then(Path::parent));
            }
            let regular =
                if is_told && self.trouble.is_none() { self.pauses.told } else { self.pauses.polled };
            let now = (self.clock)();
            let due = [folder_due, guide_due].into_iter().flatten().min();
            let due = due.map(|due| Duration::from_millis(due.saturating_sub(now)).max(self.pauses.debounce));
            tokio::select! {
                heard = told.recv() => {
                    if heard.is_none() {
                        return;
                    }
                    tokio::time::sleep(self.pauses.debounce).await;
                    // What was told meanwhile is looked at with it.
                    let _ = told.try_recv();
                }
                changed = self.followed.changed() => {
                    if changed.is_err() {
                        return;
                    }
                    self.followed.mark_changed();
                }
                () = tokio::time::sleep(due.unwrap_or(regular).min(regular)) => {}
            }
        }
    }

    /// Begins anew with what the study knows.
    fn begin(&mut self, before: &Followed, now: &Followed) {
        if before.guide != now.guide {
            self.guide = GuideFile::default();
        }
        if let Some(trouble) = self.trouble.take() {
            self.engine.inbox_passing(&trouble, None);
        }
        let known =
            if now.folder.is_some() { self.engine.inbox_known().unwrap_or_default() } else { Vec::new() };
        self.folder = Folder::knowing(known);
    }

    /// Looks at the folder and reads what has settled; gives the time of the next look that is due.
    async fn look_at_folder(&mut self, path: &Path) -> Option<u64> {
        let listed = {
            let path = path.to_owned();
            tokio::task::spawn_blocking(move || folder::list(&path)).await
        };
        let name = path.display().to_string();
        let listing = match listed {
            Ok(Ok((listing, false))) => {
                if let Some(trouble) = self.trouble.take() {
                    self.engine.inbox_passing(&trouble, None);
                }
                listing
            }
            Ok(Ok((listing, true))) => {
                let says = "There are more than 10,000 files in the inbox's folder; the rest is not looked at. Choose a \
                            folder for this study alone.";
                self.in_trouble(&name, says.to_owned());
                listing
            }
            Ok(Err(error)) => {
                let says = format!(
                    "The inbox's folder cannot be read: {}. Its files are as they were; bring the folder back, or \
                     choose another.",
                    because(&error)
                );
                self.in_trouble(&name, says);
                return None;
            }
            Err(error) => {
                tracing::error!(%error, "the inbox's folder could not be listed");
                return None;
            }
        };
        let due = self.folder.look((self.clock)(), &listing);
        for name in &due.forgotten {
            self.engine.inbox_passing(name, None);
        }
        for hash in &due.missing {
            if let Err(fault) = self.engine.inbox_missing(self.actor, hash).await {
                tracing::warn!(%fault.message, "a file's absence could not be kept");
            }
        }
        let mut again = due.next;
        for (name, stamp) in due.settled {
            // Another folder, or the end, does not wait for a long recording.
            if self.followed.has_changed().unwrap_or(true) {
                return Some(0);
            }
            self.read(path, &name, stamp).await;
            again = Some((self.clock)());
        }
        again
    }

    fn in_trouble(&mut self, name: &str, says: String) {
        self.engine.inbox_passing(name, Some(Passing::Failed(says)));
        self.trouble = Some(name.to_owned());
    }

    async fn read(&mut self, path: &Path, name: &str, stamp: Stamp) {
        let outcome = {
            let (engine, stop, followed) = (self.engine.clone(), self.stop.clone(), self.followed.clone());
            let (path, name, study) = (path.to_owned(), name.to_owned(), self.engine.path().to_owned());
            tokio::task::spawn_blocking(move || {
                let mut telling = Telling { engine, name: name.clone(), size: stamp.size, told: None };
                hash::read(&path, &name, stamp, &study, |done| {
                    telling.tell(done);
                    !stop.load(Ordering::Relaxed) && !followed.has_changed().unwrap_or(true)
                })
            })
            .await
        };
        match outcome {
            Ok(Outcome::Read(found)) => {
                let hash: String = found.hash.iter().map(|byte| format!("{byte:02x}")).collect();
                if self.folder.read(name, stamp, hash)
                    && let Err(fault) = self.engine.inbox_found(self.actor, *found).await
                {
                    tracing::warn!(%fault.message, "a file of the inbox could not be kept");
                    self.folder.failed(name, stamp);
                    let failed = Passing::Failed(fault.message);
                    self.engine.inbox_passing(name, Some(failed));
                    return;
                }
                self.engine.inbox_passing(name, None);
            }
            Ok(Outcome::Changed | Outcome::Stopped) => {
                self.folder.unsettled(name, stamp, (self.clock)());
                self.engine.inbox_passing(name, None);
            }
            Ok(Outcome::Failed(error)) => {
                self.folder.failed(name, stamp);
                let why = because(&error);
                let says = format!("It cannot be read: {why}. The file is as it was; try again when it can.");
                self.engine.inbox_passing(name, Some(Passing::Failed(says)));
            }
            Err(error) => {
                tracing::error!(%error, "a file of the inbox could not be read");
                self.folder.failed(name, stamp);
            }
        }
    }

    /// Reads the guide when it has changed and stands still; gives the time of the next look that is due.
    async fn look_at_guide(&mut self, path: &Path) -> Option<u64> {
        let followed = path.to_str()?.to_owned();
        let (path, study) = (path.to_owned(), self.engine.path().to_owned());
        let stamp = {
            let path = path.clone();
            tokio::task::spawn_blocking(move || guide::stamp(&path)).await.ok()?
        };
        let (due, next) = self.guide.look((self.clock)(), stamp);
        if due {
            let read = tokio::task::spawn_blocking(move || guide::read(&path, &study)).await.ok()?;
            let told = self.engine.guide_read(self.actor, &followed, read.ok().as_deref()).await;
            if let Err(fault) = told {
                tracing::warn!(%fault.message, "the guide that changed could not be kept");
            }
        }
        next
    }
}

/// Tells now and then how much of a large file is read.
struct Telling {
    engine: Engine,
    name: String,
    size: u64,
    told: Option<Instant>,
}

impl Telling {
    fn tell(&mut self, done: u64) {
        if self.size < LARGE || self.told.is_some_and(|told| told.elapsed() < TELL) {
            return;
        }
        self.told = Some(Instant::now());
        let thousandths =
            u16::try_from(done.saturating_mul(1000) / self.size.max(1)).unwrap_or(1000).min(1000);
        self.engine.inbox_passing(&self.name, Some(Passing::Reading(self.size, thousandths)));
    }
}
