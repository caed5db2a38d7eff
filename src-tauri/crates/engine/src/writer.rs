//! The one thread that writes: groups what waits, puts it on disk, answers, then publishes.

use crate::attendance::Register;
use crate::bus::{Item, News};
use crate::clock::Clock;
use crate::context::{Afterwards, Context, Touched, authorize, come_in};
use crate::fault::{Failure, broken};
use crate::feed::CATCH_UP;
use crate::inbox::Followed;
use crate::keeping::Keeping;
use crate::load::{Volatile, load, scene};
use crate::queue::Queue;
use crate::snapshots::Snapshots;
use domain::Refusal;
use domain::entity::GuideFile;
use domain::id::{CommandId, DeviceId, MemberId};
use domain::permission::{Actor, Permission};
use domain::time::Timestamp;
use domain::visibility::Scene;
use protocol::{Fault, FaultCode};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, RwLock};
use std::time::{Duration, Instant};
use store::{CommandRow, Store, StoreError};
use tokio::sync::{broadcast, oneshot, watch};

/// The most commands that share one commit.
const GROUP: usize = 512;
/// Joins and leaves within this time are told together.
const PRESENCE_PAUSE: Duration = Duration::from_millis(150);
/// The index follows the answers after this long.
const INDEX_PAUSE: Duration = Duration::from_millis(400);
/// Whether somebody's place has become free is looked at this often.
const DOOR_PAUSE: Duration = Duration::from_millis(500);
/// What was erased and could not be cleared from the files is tried again after this long.
pub(crate) const CLEAN_PAUSE: Duration = Duration::from_secs(2);
/// What is said of it until then.
const NOT_CLEAN: &str = "Nobody sees it any more, but its traces are still in the study's file, which another program reads or the disk keeps from being written; Backroom goes on trying and finishes at the latest when the study closes.";
/// Changes that the index takes at once.
const INDEX_BATCH: u32 = 200;

/// What a use case answers; `None` is `Saved`.
pub(crate) type Outcome = Result<Option<Value>, Failure>;

/// A use case, ready to run inside its savepoint; it may run twice.
pub(crate) type UseCase = Box<dyn Fn(&mut Context<'_>) -> Outcome + Send>;

/// One command on its way.
pub(crate) struct Job {
    pub(crate) actor: Actor,
    /// What the command needs; none for the engine's own steps, such as somebody's joining.
    pub(crate) permission: Option<Permission>,
    pub(crate) command_id: CommandId,
    pub(crate) digest: Vec<u8>,
    /// Runs and is taken back: its answer says what would happen.
    pub(crate) preview: bool,
    /// Its answer is not kept; a repeat reads it again.
    pub(crate) secret: bool,
    pub(crate) run: UseCase,
    pub(crate) reply: oneshot::Sender<Result<Value, Fault>>,
}

/// A change of what is not kept; it says which entities changed.
pub(crate) type Pass = dyn FnOnce(&mut Volatile) -> Vec<(crate::load::Kind, String)> + Send;

/// What reaches the writer.
pub(crate) enum Message {
    Job(Box<Job>),
    /// A member opened or closed a page.
    Page(Page),
    /// Changes what is not kept, and says which entities those are.
    Passing(Box<Pass>),
    Close(oneshot::Sender<()>),
}

/// A page of a member's.
pub(crate) struct Page {
    pub(crate) member: MemberId,
    pub(crate) role: domain::permission::Role,
    /// Where it comes from.
    pub(crate) network: Option<String>,
    /// It opened, and hears once it is decided whether the member comes in; otherwise it closed.
    pub(crate) opened: Option<oneshot::Sender<()>>,
}

/// What a command that succeeded leaves to do after the commit.
#[derive(Default)]
struct Done {
    answer: Value,
    touched: Vec<Touched>,
    gone: Vec<MemberId>,
    afresh: Vec<MemberId>,
    quiet: Vec<(crate::load::Kind, String)>,
    after: Vec<Afterwards>,
    erased: bool,
    guide_file: Option<Option<GuideFile>>,
}

pub(crate) struct Writer {
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) device: DeviceId,
    pub(crate) feed_id: String,
    pub(crate) volatile: Arc<RwLock<Volatile>>,
    pub(crate) news: broadcast::Sender<Arc<News>>,
    /// Members whose access has ended, for whoever must not wait until a stream is read so far.
    pub(crate) gone: broadcast::Sender<Vec<MemberId>>,
    pub(crate) followed: watch::Sender<Followed>,
    pub(crate) scene: Scene,
    pub(crate) pages: HashMap<MemberId, (domain::permission::Role, u32)>,
    pub(crate) queue: Queue,
    /// What the moderator is told together with who is present.
    pub(crate) quiet: Vec<(crate::load::Kind, String)>,
    pub(crate) register: Register,
    pub(crate) snapshots: Arc<Snapshots>,
    /// When what was erased is cleared from the files, if that is not done.
    pub(crate) clean_due: Option<Instant>,
    pub(crate) keeping: Keeping,
}

impl Writer {
    /// Works until it is told to close or nobody can send any more.
    pub(crate) fn run(mut self, inbox: &Receiver<Message>) {
        let (mut presence_due, mut index_due) = (None, Some(Instant::now()));
        let mut attendance_due = None;
        loop {
            // Both are due at an instant, so that steady traffic starves neither.
            let now = Instant::now();
            if presence_due.is_some_and(|due| due <= now) {
                presence_due = None;
                self.publish_presence();
            }
            if index_due.is_some_and(|due| due <= now) {
                // A large import is caught up with between commands, without a pause.
                index_due = self.index().then_some(now);
            }
            if self.clean_due.is_some_and(|due| due <= now) {
                self.clean();
            }
            if attendance_due.is_some_and(|due| due <= now) {
                attendance_due = None;
                self.save_attendance();
            }
            self.admit();
            self.attend(self.clock.now());
            if self.register.is_unwritten() {
                attendance_due.get_or_insert(now + PRESENCE_PAUSE);
            }
            let keep_due = self.keep();
            let door_due = self.queue.somebody_is_away().then(|| now + DOOR_PAUSE);
            let due = [presence_due, index_due, attendance_due, self.clean_due, door_due, keep_due]
                .into_iter()
                .flatten()
                .min();
            let first = match due {
                Some(due) => inbox.recv_timeout(due.saturating_duration_since(Instant::now())),
                None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            let mut jobs = Vec::new();
            let mut next = match first {
                Ok(message) => Some(message),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => continue,
            };
            let (mut closing, mut seats) = (None, Vec::new());
            while let Some(message) = next {
                match message {
                    Message::Job(job) => jobs.push(*job),
                    Message::Page(page) => seats.extend(self.count(page)),
                    Message::Passing(change) => self.pass(change),
                    Message::Close(reply) => closing = Some(reply),
                }
                next = if jobs.len() < GROUP { inbox.try_recv().ok() } else { None };
            }
            self.admit();
            self.attend(self.clock.now());
            // Whoever waits for it may have gone.
            for seat in seats {
                let _ = seat.send(());
            }
            if !jobs.is_empty() {
                self.group(jobs);
                index_due.get_or_insert_with(|| Instant::now() + INDEX_PAUSE);
            }
            if !self.quiet.is_empty() {
                presence_due.get_or_insert_with(|| Instant::now() + PRESENCE_PAUSE);
            }
            if let Some(reply) = closing {
                let _ = self.news.send(Arc::new(News::Closed));
                self.end_attendance();
                if self.clean_due.is_some() {
                    self.clean();
                }
                self.keep();
                // Its readers, too: the last connection to go puts the log into the file.
                drop(self.keeping);
                drop(self.store);
                let _ = reply.send(());
                return;
            }
        }
    }

    fn index(&self) -> bool {
        self.store.index_some(INDEX_BATCH).unwrap_or_else(|error| {
            tracing::warn!(%error, "the full-text index was not brought up to date");
            false
        })
    }

    fn group(&mut self, jobs: Vec<Job>) {
        let done = match self.attempt_on_any_disk(&jobs) {
            Ok(results) => {
                self.register.written();
                jobs.into_iter().zip(results).collect()
            }
            Err(error) => {
                // A full disk rolls back the whole group, released savepoints too: each is tried again alone.
                tracing::warn!(%error, commands = jobs.len(), "a group was not saved");
                let alone = jobs.into_iter().map(|job| (self.alone(&job), job));
                let alone: Vec<_> = alone.map(|(result, job)| (job, result)).collect();
                let full = |result: &Result<Done, Fault>| {
                    result.as_ref().is_err_and(|fault| fault.code == FaultCode::Disk)
                };
                if alone.iter().any(|(_, result)| full(result)) {
                    self.tell_full(false);
                }
                alone
            }
        };
        // Whoever has an answer may be quick: what it changed for the room counts from before it.
        let at = self.clock.now();
        let (mut published, mut erased) = (Vec::new(), Vec::new());
        for (job, result) in done {
            let mut erases = false;
            let answer = result.map(|done| {
                erases = done.erased;
                // Whoever has the answer finds the room as it says.
                let mut volatile =
                    self.volatile.write().expect("BUG: nothing panics while it holds the room");
                done.after.into_iter().for_each(|change| change(&mut volatile));
                if let Some(file) = done.guide_file {
                    volatile.guide_file = file;
                }
                self.quiet.extend(done.quiet);
                published.push((done.touched, done.gone, done.afresh));
                done.answer
            });
            if erases {
                erased.push((job.reply, answer));
                continue;
            }
            // Whoever asked may have gone; the command counts all the same.
            let _ = job.reply.send(answer);
        }
        for (touched, gone, afresh) in published {
            self.wrote(&touched);
            self.publish(&touched, gone, afresh, at);
        }
        if erased.is_empty() {
            return;
        }
        self.snapshots.forget();
        let clean = self.clean();
        for (reply, answer) in erased {
            let _ = reply.send(answer.map(|answer| told(answer, clean)));
        }
    }

    /// Runs commands as one group; what a full disk does not take goes into the reserve.
    fn attempt_on_any_disk(&mut self, jobs: &[Job]) -> Result<Vec<Result<Done, Fault>>, StoreError> {
        let result = self.attempt(jobs);
        let Err(error) = result else { return result };
        self.store.rollback();
        if !matches!(error, StoreError::Disk(_)) || !self.release_reserve() {
            return Err(error);
        }
        let result = self.attempt(jobs);
        match result {
            Ok(_) => self.tell_full(true),
            Err(_) => self.store.rollback(),
        }
        result
    }

    fn alone(&self, job: &Job) -> Result<Done, Fault> {
        let result = self.attempt(std::slice::from_ref(job));
        match result.map(|mut results| results.pop()) {
            Ok(Some(result)) => result,
            Ok(None) => {
                Err(Fault::new(FaultCode::Internal, "Backroom lost this command. Nothing was changed."))
            }
            Err(error) => {
                self.store.rollback();
                Err(broken(&error))
            }
        }
    }

    /// Runs commands as one group. An error means that nothing of the group is on disk.
    fn attempt(&self, jobs: &[Job]) -> Result<Vec<Result<Done, Fault>>, StoreError> {
        let volatile = self.volatile.read().expect("BUG: nothing panics while it holds the room").clone();
        self.store.begin()?;
        // What a command asks of it is there.
        self.register.write(self.store.tables())?;
        let mut results = Vec::with_capacity(jobs.len());
        for job in jobs {
            let result = self.store.savepoint(|tables| {
                let context =
                    Context::new(tables, job.actor, self.clock.now(), job.command_id, self.device, &volatile);
                self.carry_out(job, context)
            })?;
            results.push(match result {
                Ok(done) => Ok(done),
                Err(TakenBack::Answer(answer)) => Ok(Done { answer, ..Done::default() }),
                Err(TakenBack::Failed(Failure::Store(error @ StoreError::Disk(_)))) => return Err(error),
                Err(TakenBack::Failed(failure)) => Err(failure.into()),
            });
        }
        self.store.commit()?;
        Ok(results)
    }

    fn carry_out(&self, job: &Job, mut context: Context<'_>) -> Result<Done, TakenBack> {
        if let Some(permission) = job.permission {
            let member = authorize(context.tables, job.actor, permission)?;
            come_in(context.volatile, &self.scene, member.as_ref(), permission)?;
        }
        let actor = context.author().key();
        let known = context.tables.command(job.command_id).map_err(Failure::from)?;
        if let Some(known) = &known {
            if known.actor == actor && known.digest.is_empty() && !job.digest.is_empty() {
                // What it held was erased.
                return Err(Failure::from(Refusal::OffRecord).into());
            }
            if known.actor != actor || known.digest != job.digest {
                let sentence = "This command id was used for another command. Nothing was changed.";
                return Err(Failure::from(Fault::new(FaultCode::Conflict, sentence)).into());
            }
            if !job.secret {
                let answer = serde_json::from_str(&known.answer).unwrap_or(Value::Null);
                return Err(TakenBack::Answer(answer));
            }
        }
        let answer = (job.run)(&mut context)?;
        if job.preview || known.is_some() {
            return Err(TakenBack::Answer(answer.unwrap_or(Value::Null)));
        }
        let touched = context.finish(&self.scene)?;
        let rev = match touched.last() {
            Some(last) => last.rev,
            None => context.tables.rev().map_err(Failure::from)?,
        };
        let mut answer = answer.unwrap_or_else(|| json!({ "rev": 0 }));
        // Use cases do not know the revision that they become.
        if let Some(known) = answer.get_mut("rev") {
            *known = json!(rev);
        }
        let kept = if job.secret { String::from("null") } else { answer.to_string() };
        let row = CommandRow { actor, digest: job.digest.clone(), answer: kept };
        context.tables.command_insert(job.command_id, &row).map_err(Failure::from)?;
        let Context { gone, afresh, quiet, after, erased, guide_file, .. } = context;
        Ok(Done { answer, touched, gone, afresh, quiet, after, erased, guide_file })
    }

    fn publish(&mut self, touched: &[Touched], gone: Vec<MemberId>, afresh: Vec<MemberId>, at: Timestamp) {
        if touched.is_empty() {
            return;
        }
        let news = if touched.len() < CATCH_UP as usize {
            self.render(touched).map(News::Changed).unwrap_or_else(|error| {
                // Nothing is lost: readers read from the file.
                tracing::error!(%error, "frames could not be rendered");
                News::Much
            })
        } else {
            News::Much
        };
        let before = self.scene.clone();
        if touched.iter().any(|one| one.kind.stirs()) {
            match scene(self.store.tables()) {
                Ok(scene) => self.scene = scene,
                Err(error) => tracing::error!(%error, "the scene could not be read"),
            }
        }
        if touched.iter().any(|one| one.kind == crate::load::Kind::Study)
            && let Ok(study) = self.store.tables().study()
        {
            self.followed.send_if_modified(|followed| followed.update(&study));
        }
        for id in &gone {
            self.queue.leave(*id);
        }
        for one in touched.iter().filter(|one| one.kind == crate::load::Kind::Member) {
            self.know(&one.id);
        }
        let moved = self.decide_door();
        self.register.stale |= moved.is_some() || before != self.scene;
        self.attend(at);
        if before == self.scene {
            self.tell_door(moved);
        } else {
            // First, so that nobody is told by these frames what the scene no longer lets them see.
            let _ = self.news.send(Arc::new(News::Reset));
        }
        if !afresh.is_empty() {
            let _ = self.news.send(Arc::new(News::Afresh(afresh)));
        }
        let _ = self.news.send(Arc::new(news));
        // Last: those who leave learn with these frames that the room closed.
        if !gone.is_empty() {
            let _ = self.gone.send(gone.clone());
            let _ = self.news.send(Arc::new(News::Gone(gone)));
        }
    }

    fn pass(&mut self, change: Box<Pass>) {
        let changed =
            change(&mut self.volatile.write().expect("BUG: nothing panics while it holds the room"));
        self.tell_moderator(&changed);
    }

    /// Tells the moderator, who alone is told of these, what is not kept and has no revision.
    pub(crate) fn tell_moderator(&self, changed: &[(crate::load::Kind, String)]) {
        let volatile = self.volatile.read().expect("BUG: nothing panics while it holds the room").clone();
        let items = changed.iter().filter_map(|(kind, id)| {
            let loaded = load(self.store.tables(), &volatile, *kind, id).ok()?;
            Some(Item::for_moderator(*kind, id, loaded.as_ref(), &self.scene))
        });
        let items: Vec<Item> = items.collect();
        if !items.is_empty() {
            let _ = self.news.send(Arc::new(News::Changed(items)));
        }
    }

    fn render(&self, touched: &[Touched]) -> Result<Vec<Item>, StoreError> {
        let tables = self.store.tables();
        let volatile = self.volatile.read().expect("BUG: nothing panics while it holds the room").clone();
        let stirred = touched.iter().any(|one| one.kind.stirs());
        let scene = if stirred { scene(tables)? } else { self.scene.clone() };
        touched
            .iter()
            .map(|one| {
                let loaded = load(tables, &volatile, one.kind, &one.id)?;
                Ok(Item::render(
                    one.kind,
                    &one.id,
                    loaded.as_ref(),
                    &scene,
                    one.shown,
                    &self.feed_id,
                    one.rev,
                ))
            })
            .collect()
    }
}

/// The answer to erasing, with the truth about the files.
fn told(mut answer: Value, clean: bool) -> Value {
    if !clean && let Some(says) = answer.get("says").and_then(Value::as_str) {
        answer["says"] = json!(format!("{says} {NOT_CLEAN}"));
    }
    answer
}

/// Why a savepoint is taken back: a failure, or an answer that changes nothing.
enum TakenBack {
    Answer(Value),
    Failed(Failure),
}

impl From<Failure> for TakenBack {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

#[cfg(test)]
#[path = "writer_tests.rs"]
mod tests;
