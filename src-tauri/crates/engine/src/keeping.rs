//! Keeps a study safe from its disk: checked copies while a session runs, and a reserve for when the disk is full.

use crate::bus::{Item, News};
use crate::context::Touched;
use crate::load::{Kind, Loaded, Volatile};
use crate::writer::Writer;
use chrono_tz::Tz;
use domain::entity::StudyFile;
use domain::time::Timestamp;
use domain::visibility::Scene;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, RwLock};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use store::{Copies, CopyError, OpenError, Reserve, Store, StoreError, Tables};
use tokio::sync::broadcast;

/// A copy is made this often while a session runs, in milliseconds by the console's clock.
const EVERY: i64 = 600_000;
/// Whether there is room for the reserve again is looked at this often.
const ROOM_PAUSE: Duration = Duration::from_secs(5);
/// What is said while the reserve is in use.
const IN_RESERVE: &str = "Disk full. Notes go on in the reserve. Free 1 GB now.";
/// What is said when it does not help, or there is none.
const NOT_SAVED: &str =
    "Disk full, and no reserve is left: notes are not saved. What was saved before is safe. Free 1 GB now.";

/// What is said of a file that is not sound.
pub(crate) const DAMAGED: &str = "The study's file is damaged.";

/// What the keeper's thread is asked to do, so that the writer waits for none of it.
enum Order {
    /// See whether the file is still sound.
    Look,
    /// Make the reserve, if there is room.
    Reserve,
    /// Copy the study as it is now.
    Copy(Timestamp),
}

/// When copies are due, and the thread that makes them.
pub(crate) struct Keeping {
    orders: Option<Sender<Order>>,
    thread: Option<JoinHandle<()>>,
    reserve: Arc<Reserve>,
    /// A session runs.
    running: bool,
    /// When the last copy was asked for, or since when a session runs.
    since: Timestamp,
    /// Something was written since.
    changed: bool,
    /// A copy is due whatever the time: a session ended, or what was erased took the copies with it.
    wanted: bool,
    /// The copies were removed for what was erased; a new one follows once the files are clean.
    removed: bool,
    /// When room for the reserve is looked for, while the disk is full.
    room_due: Option<Instant>,
}

impl Keeping {
    /// Starts the keeper of an open study.
    pub(crate) fn start(
        store: &Store,
        now: Timestamp,
        volatile: &Arc<RwLock<Volatile>>,
        news: &broadcast::Sender<Arc<News>>,
    ) -> Result<Self, StoreError> {
        let (orders, inbox) = std::sync::mpsc::channel();
        let reserve = Arc::new(Reserve::of(store.path()));
        let keeper = Keeper {
            study: store.path().to_owned(),
            copies: store.copies(),
            reserve: reserve.clone(),
            teller: Teller { volatile: volatile.clone(), news: news.clone() },
        };
        let thread = std::thread::Builder::new().name("keeper".into()).spawn(move || keeper.work(&inbox));
        let thread = thread.map_err(|error| StoreError::Disk(error.to_string()))?;
        for order in [Order::Reserve, Order::Look] {
            let _ = orders.send(order);
        }
        let running = runs(store.tables())?;
        let (orders, thread) = (Some(orders), Some(thread));
        // What a session before a crash wrote may be in no copy.
        let (changed, since, room_due) = (running, now, None);
        Ok(Self { orders, thread, reserve, running, since, changed, wanted: false, removed: false, room_due })
    }

    fn order(&self, order: Order) {
        // Without its thread nothing is copied; notes go on.
        let _ = self.orders.as_ref().map(|orders| orders.send(order));
    }
}

impl Drop for Keeping {
    /// Waits for a copy that is being made, and takes the reserve away.
    fn drop(&mut self) {
        self.orders = None;
        if let Some(Err(_)) = self.thread.take().map(JoinHandle::join) {
            tracing::error!("the keeper of copies had failed");
        }
        self.reserve.release();
    }
}

impl Writer {
    /// Asks for what is due, and says when the next is.
    pub(crate) fn keep(&mut self) -> Option<Instant> {
        let now = Instant::now();
        if self.keeping.room_due.is_some_and(|due| due <= now) {
            let found = self.keeping.reserve.is_there();
            self.keeping.room_due = (!found).then(|| now + ROOM_PAUSE);
            if !found {
                self.keeping.order(Order::Reserve);
            }
        }
        // Notes need what room there is, and a copy of a file that is not clean would keep what was erased.
        if self.keeping.room_due.is_some() || self.clean_due.is_some() {
            return self.keeping.room_due;
        }
        let time = self.clock.now();
        let timed = self.keeping.running && self.keeping.changed;
        let left = EVERY - (time.0 - self.keeping.since.0);
        if self.keeping.wanted || (timed && left <= 0) {
            self.keeping.order(Order::Copy(time));
            (self.keeping.since, self.keeping.changed, self.keeping.wanted) = (time, false, false);
            return None;
        }
        timed.then(|| now + Duration::from_millis(left.unsigned_abs()))
    }

    /// Takes down that something was written.
    pub(crate) fn wrote(&mut self, touched: &[Touched]) {
        self.keeping.changed |= !touched.is_empty();
        if !touched.iter().any(|one| one.kind == Kind::Session) {
            return;
        }
        match runs(self.store.tables()) {
            Ok(running) => {
                if running && !self.keeping.running {
                    self.keeping.since = self.clock.now();
                }
                self.keeping.wanted |= self.keeping.running && !running;
                self.keeping.running = running;
            }
            Err(error) => tracing::error!(%error, "whether a session runs could not be read"),
        }
    }

    /// Gives the reserve to the notes that did not fit; false when there is none.
    pub(crate) fn release_reserve(&mut self) -> bool {
        let released = self.keeping.reserve.release();
        self.keeping.room_due.get_or_insert_with(|| Instant::now() + ROOM_PAUSE);
        released
    }

    /// Tells how notes fare on the full disk.
    pub(crate) fn tell_full(&self, saved: bool) {
        let says = if saved { IN_RESERVE } else { NOT_SAVED };
        self.teller().tell(|file| file.disk = Some(says.into()));
    }

    /// Leaves no byte of what was erased in the study's files; false when that has to be tried again.
    pub(crate) fn clean(&mut self) -> bool {
        self.keeping.removed |= self.store.copies().is_any();
        let clean = self.store.clean().unwrap_or_else(|error| {
            tracing::warn!(%error, "bytes of what was erased are still in the study's files");
            false
        });
        self.clean_due = (!clean).then(|| Instant::now() + crate::writer::CLEAN_PAUSE);
        if clean && std::mem::take(&mut self.keeping.removed) {
            self.teller().tell(|file| file.copied_at = None);
            self.keeping.wanted = true;
        }
        clean
    }

    fn teller(&self) -> Teller {
        Teller { volatile: self.volatile.clone(), news: self.news.clone() }
    }
}

fn runs(tables: Tables<'_>) -> Result<bool, StoreError> {
    Ok(tables.sessions()?.iter().any(|session| session.status.is_live()))
}

/// Tells the moderator how the study's file fares.
struct Teller {
    volatile: Arc<RwLock<Volatile>>,
    news: broadcast::Sender<Arc<News>>,
}

impl Teller {
    fn tell(&self, change: impl FnOnce(&mut StudyFile)) {
        let mut volatile = self.volatile.write().expect("BUG: nothing panics while it holds the room");
        let before = volatile.study_file.clone();
        change(&mut volatile.study_file);
        if volatile.study_file == before {
            return;
        }
        let loaded = Loaded::StudyFile(volatile.study_file.clone());
        let item = Item::for_moderator(Kind::StudyFile, "study_file", Some(&loaded), &Scene::default());
        // Under the lock: what is told last is what is so. Nobody may be listening.
        let _ = self.news.send(Arc::new(News::Changed(vec![item])));
    }
}

/// What the keeper's thread works with.
struct Keeper {
    study: PathBuf,
    copies: Arc<Copies>,
    reserve: Arc<Reserve>,
    teller: Teller,
}

impl Keeper {
    fn work(&self, orders: &Receiver<Order>) {
        for order in orders {
            match order {
                Order::Look => self.look(),
                Order::Reserve => self.reserve(),
                Order::Copy(now) => self.copy(now),
            }
        }
    }

    fn reserve(&self) {
        if let Err(error) = self.reserve.make() {
            tracing::warn!(%error, "the reserve could not be made");
        }
        self.teller.tell(|file| {
            // It may have been given up again meanwhile.
            if self.reserve.is_there() {
                file.disk = None;
            }
        });
    }

    /// Only where there is a copy to offer; whoever prepares a day is told in any case.
    fn look(&self) {
        let Some(newest) = store::copies(&self.study).into_iter().next() else { return };
        self.teller.tell(|file| file.copied_at = Some(newest.at));
        let looked = store::read_only(&self.study).and_then(|reader| {
            reader.snapshot(|tables| tables.damage()).map_err(|error| error.at(&self.study))
        });
        match looked {
            Ok(None) => {}
            Ok(Some(problem)) => self.damaged(&problem),
            Err(error) if error.is_damage() => self.damaged(&error.to_string()),
            Err(error) => tracing::warn!(%error, "whether the study is sound could not be seen"),
        }
    }

    fn copy(&self, now: Timestamp) {
        match self.copies.make(now) {
            Ok(Some(copied)) => self.teller.tell(|file| {
                *file =
                    StudyFile { copied_at: Some(copied.at), disk: file.disk.take(), ..StudyFile::default() };
            }),
            // What was erased took it along; another one follows.
            Ok(None) => {}
            Err(CopyError::Unsound(problem)) => self.damaged(&problem),
            Err(error) => {
                tracing::warn!(%error, "the study was not copied");
                let says = format!("The study could not be copied: {error}. Notes are not affected.");
                self.teller.tell(|file| file.copies = Some(says));
            }
        }
    }

    fn damaged(&self, problem: &str) {
        tracing::error!(problem, "the study is damaged");
        let newest = store::newest_sound_copy(&self.study).map(|(copy, _)| copy.at);
        self.teller.tell(|file| {
            file.damage = Some(DAMAGED.into());
            file.copied_at = newest;
        });
    }
}

/// A time as it is said of a copy: of today, or with its day.
pub(crate) fn when(at: Timestamp, zone: Tz, now: Timestamp) -> String {
    let local = at.utc().with_timezone(&zone);
    let today = at.date_in(zone) == now.date_in(zone);
    local.format(if today { "%H:%M" } else { "%-d %B %Y, %H:%M" }).to_string()
}

/// A study that cannot be opened, with the copy that can.
pub(crate) fn offer(path: &Path, error: OpenError, now: Timestamp) -> OpenError {
    if !error.is_damage() {
        return error;
    }
    match store::newest_sound_copy(path) {
        Some((copy, zone)) => OpenError::Damaged(Box::new(error), when(copy.at, zone, now)),
        None => error,
    }
}
