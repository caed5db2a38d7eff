//! Use cases: permit, decide, commit, publish. Shells give commands and read feeds; nothing else goes in or out.

mod attendance;
mod bus;
mod calendar;
mod clock;
mod codes;
mod context;
mod door;
mod export;
mod fault;
mod feed;
mod fields;
pub mod file;
mod handle;
mod import;
pub mod inbox;
mod joining;
mod keeping;
mod links;
mod load;
mod nudge;
mod pages;
mod preflight;
mod progress;
mod queue;
mod sample;
mod secret;
mod snapshots;
mod wire;
mod writer;

pub use bus::Frame;
pub use clock::{Clock, ManualClock, SystemClock};
pub use domain::permission::{Actor, Role};
pub use door::{Opened, RoomHost};
pub use feed::{Feed, Scope};
pub use file::{NewStudy, Options, create, create_sample};
pub use joining::{Joined, Newcomer, Proof};
pub use store::OpenError;

use crate::bus::News;
use crate::context::{authorize, come_in};
use crate::fault::{Failure, refused};
use crate::inbox::Followed;
use crate::keeping::Keeping;
use crate::load::Volatile;
use crate::snapshots::Snapshots;
use crate::writer::{Job, Message, UseCase, Writer};
use domain::id::{CommandId, MemberId};
use domain::permission::Permission;
use domain::visibility::Scene;
use protocol::{Command, ExportFormat, ExportMake, Fault, FaultCode, Row};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, RwLock};
use store::{Reader, Store, StoreError, Tables};
use tokio::sync::{Semaphore, broadcast, oneshot, watch};

/// How many groups a slow reader may fall behind before it reads from the file instead.
const NEWS: usize = 1024;

/// How many removals may wait for whoever watches them before the file is asked instead.
const REMOVALS: usize = 64;

/// An open study. Cloning it is cheap; the study closes with `close`, or with the last clone.
#[derive(Clone)]
pub struct Engine {
    core: Arc<Core>,
}

/// What an engine and its feeds share.
pub(crate) struct Core {
    path: PathBuf,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) feed_id: String,
    study_id: String,
    inbox: Mutex<Sender<Message>>,
    readers: Mutex<Vec<Reader>>,
    /// Streams that read the file at one time: a room full of pages that come back would otherwise take a thread and a
    /// connection each, and the writer's turn.
    pub(crate) reading: Semaphore,
    /// Held for reading while the file is read, so that closing waits for it.
    open: RwLock<bool>,
    pub(crate) news: broadcast::Sender<Arc<News>>,
    pub(crate) gone: broadcast::Sender<Vec<MemberId>>,
    pub(crate) followed: watch::Sender<Followed>,
    pub(crate) volatile: Arc<RwLock<Volatile>>,
    pub(crate) snapshots: Arc<Snapshots>,
    /// How many pages of the moderator are open.
    pub(crate) consoles: std::sync::atomic::AtomicU32,
    pub(crate) host: RwLock<Option<Arc<dyn RoomHost>>>,
}

impl Core {
    pub(crate) fn send(&self, message: Message) {
        // A closed writer hears nothing; whoever waits for an answer learns of it by the dropped reply.
        let _ = self.inbox.lock().expect("BUG: sending does not panic").send(message);
    }

    pub(crate) fn volatile(&self) -> Volatile {
        self.volatile.read().expect("BUG: nothing panics while it holds the room").clone()
    }

    /// Reads one unchanging view of the study.
    pub(crate) fn read<T>(
        &self,
        read: impl FnOnce(Tables<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let open = self.open.read().expect("BUG: asking whether the study is open does not panic");
        if !*open {
            return Err(StoreError::Closed);
        }
        let kept = self.readers.lock().expect("BUG: keeping a reader does not panic").pop();
        let reader = match kept {
            Some(reader) => reader,
            None => store::read_only(&self.path).map_err(|error| StoreError::Disk(error.to_string()))?,
        };
        let value = reader.snapshot(read);
        self.readers.lock().expect("BUG: keeping a reader does not panic").push(reader);
        value
    }
}

impl Engine {
    /// Opens a study, takes its lock and starts its writer. Of one that is damaged the error names the newest sound copy.
    pub fn open(path: &Path, options: Options) -> Result<Self, OpenError> {
        let now = options.clock.now();
        Self::open_sound(path, options).map_err(|error| keeping::offer(path, error, now))
    }

    fn open_sound(path: &Path, options: Options) -> Result<Self, OpenError> {
        let store = Store::open(path, None)?;
        let system = |error: StoreError| error.at(path);
        let (study, feed_id, scene) = (|| -> Result<_, StoreError> {
            let tables = store.tables();
            // The program may have stopped while pages were open.
            tables.attendance_end(None, tables.changed_at()?)?;
            Ok((store.tables().study()?, store.tables().feed_id()?, load::scene(store.tables())?))
        })()
        .map_err(system)?;
        let (inbox, messages) = std::sync::mpsc::channel();
        let (news, _) = broadcast::channel(NEWS);
        let (gone, _) = broadcast::channel(REMOVALS);
        let volatile = Arc::new(RwLock::new(Volatile::default()));
        let snapshots = Arc::new(Snapshots::default());
        // The program may have stopped between erasing and clearing the files.
        let unclean = store.is_unclean().map_err(system)?;
        let mut follow = Followed::default();
        follow.update(&study);
        let (followed, _) = watch::channel(follow);
        let keeping = Keeping::start(&store, options.clock.now(), &volatile, &news).map_err(system)?;
        let writer = Writer {
            store,
            clock: options.clock.clone(),
            device: options.device,
            feed_id: feed_id.clone(),
            volatile: volatile.clone(),
            news: news.clone(),
            gone: gone.clone(),
            followed: followed.clone(),
            scene,
            pages: std::collections::HashMap::new(),
            queue: queue::Queue::default(),
            quiet: Vec::new(),
            register: attendance::Register::default(),
            snapshots: snapshots.clone(),
            clean_due: unclean.then(std::time::Instant::now),
            keeping,
        };
        std::thread::Builder::new()
            .name("writer".into())
            .spawn(move || writer.run(&messages))
            .map_err(|error| OpenError::System(path.into(), error.to_string()))?;
        let core = Core {
            path: path.to_owned(),
            clock: options.clock,
            feed_id,
            study_id: study.id.to_string(),
            inbox: Mutex::new(inbox),
            readers: Mutex::new(Vec::new()),
            reading: Semaphore::new(std::thread::available_parallelism().map_or(1, usize::from)),
            open: RwLock::new(true),
            news,
            gone,
            followed,
            volatile,
            snapshots,
            consoles: std::sync::atomic::AtomicU32::new(0),
            host: RwLock::new(None),
        };
        Ok(Self { core: Arc::new(core) })
    }

    /// Where the study is.
    pub fn path(&self) -> &Path {
        &self.core.path
    }

    /// The study's id; it survives copying the file.
    pub fn study_id(&self) -> &str {
        &self.core.study_id
    }

    /// UTC milliseconds by the console's clock.
    pub fn now(&self) -> i64 {
        self.core.clock.now().0
    }

    /// Closes the room, ends the feeds, finishes what waits, checkpoints and frees the lock. Calling it again does
    /// nothing.
    pub fn close(&self) {
        // The host holds the engine: letting go of it lets both go.
        let host = self.core.host.write().expect("BUG: nothing panics while it holds the host").take();
        if let Some(host) = host {
            host.close();
        }
        // The writer's connection must be the last one: only then does SQLite put the log into the file.
        *self.core.open.write().expect("BUG: asking whether the study is open does not panic") = false;
        self.core.readers.lock().expect("BUG: keeping a reader does not panic").clear();
        let (reply, closed) = oneshot::channel();
        self.core.send(Message::Close(reply));
        // An error means that it was closed before.
        let _ = closed.blocking_recv();
    }

    /// Follows the study: what there is, or what changed after a cursor, then what changes.
    pub fn feed(&self, actor: Actor, scope: Scope, after: Option<&str>) -> Feed {
        self.feed_from(actor, scope, after, None)
    }

    /// The same for a member's page; `network` is where it comes from, for the moderator.
    pub fn feed_from(
        &self,
        actor: Actor,
        scope: Scope,
        after: Option<&str>,
        network: Option<String>,
    ) -> Feed {
        Feed::new(self.core.clone(), actor, scope, after.map(str::to_owned), network)
    }

    /// Carries out a command; the answer means that it is on disk.
    ///
    /// The body holds the request's fields and, for commands that change the study, a `command_id`.
    pub async fn call(&self, actor: Actor, name: &str, body: Value) -> Result<Value, Fault> {
        let (command, command_id) = read(name, body)?;
        match command {
            Command::TimeNow(_) => Ok(serde_json::json!({ "now": self.now() })),
            Command::RoomOpen(request) => self.room_open(actor, command_id, request).await,
            Command::RoomClose(_) => self.room_close(actor, command_id).await,
            Command::RoomAddresses(_) => self.room_addresses(actor).await,
            Command::LinkShow(request) => self.link_show(actor, request).await,
            Command::ImportFiles(request) => self.import(actor, command_id, request.files, false).await,
            Command::ImportPreview(request) => self.import(actor, command_id, request.files, true).await,
            Command::ExportMake(request) if request.format == ExportFormat::PaperHtml => {
                self.paper(actor, request).await
            }
            Command::Preflight(request) => self.preflight(actor, request).await,
            Command::NudgeSend(request) => self.nudge(actor, request).await,
            Command::InboxFollow(request) => self.inbox_follow(actor, command_id, request).await,
            Command::InboxPreview(request) => self.inbox_preview(actor, command_id, request).await,
            Command::InboxTake(request) => self.inbox_take(actor, command_id, request).await,
            Command::InboxRetry(request) => self.inbox_retry(actor, command_id, request).await,
            command if command.row().changes => {
                let secret = matches!(command, Command::IdentityShow(_));
                let (row, digest) = (command.row(), self.digest(&command));
                let run: UseCase = Box::new(move |context| handle::decide(context, &command));
                self.job(actor, row, command_id, digest, secret, run).await
            }
            query => self.query(actor, query).await,
        }
    }

    /// Like `call`, for threads that may wait.
    pub fn call_blocking(&self, actor: Actor, name: &str, body: Value) -> Result<Value, Fault> {
        let engine = self.clone();
        let name = name.to_owned();
        file::runtime().block_on(async move { engine.call(actor, &name, body).await })
    }

    pub(crate) fn digest(&self, command: &Command) -> Vec<u8> {
        let content = match command {
            // Not even a digest of a name is kept: who guesses it could try.
            Command::IdentityKeep(request) => request.participant_id.clone(),
            command => command.to_json().to_string(),
        };
        secret::digest(&[&self.core.study_id, command.row().name, &content])
    }

    async fn job(
        &self,
        actor: Actor,
        row: &'static Row,
        command_id: CommandId,
        digest: Vec<u8>,
        secret: bool,
        run: UseCase,
    ) -> Result<Value, Fault> {
        let permission = Some(row.permission);
        self.write(actor, permission, command_id, digest, secret, false, run).await
    }

    #[allow(clippy::too_many_arguments, reason = "each is a field of the job, named at its two callers")]
    pub(crate) async fn write(
        &self,
        actor: Actor,
        permission: Option<Permission>,
        command_id: CommandId,
        digest: Vec<u8>,
        secret: bool,
        preview: bool,
        run: UseCase,
    ) -> Result<Value, Fault> {
        let (reply, answer) = oneshot::channel();
        let job = Job { actor, permission, command_id, digest, preview, secret, run, reply };
        self.core.send(Message::Job(Box::new(job)));
        answer.await.unwrap_or_else(|_| Err(closed()))
    }

    /// The one export that tells of the room, which is not kept in the file.
    async fn paper(&self, actor: Actor, request: ExportMake) -> Result<Value, Fault> {
        self.check(actor, Permission::ImportExport).await?;
        let core = self.core.clone();
        let made = tokio::task::spawn_blocking(move || {
            let room = core.volatile().room;
            core.read(|tables| Ok(export::paper::make(tables, &request, &room).map_err(Fault::from)))
        });
        let made = made.await.map_err(|error| {
            tracing::error!(%error, "the paper pack failed");
            closed()
        })?;
        made.map_err(|error| fault::broken(&error))?.map(|file| serde_json::json!(file))
    }

    async fn query(&self, actor: Actor, command: Command) -> Result<Value, Fault> {
        let core = self.core.clone();
        let answer = tokio::task::spawn_blocking(move || {
            core.read(|tables| {
                let permission = command.row().permission;
                let permitted = authorize(tables, actor, permission);
                let scene = if actor == Actor::Moderator { Scene::default() } else { load::scene(tables)? };
                let permitted = permitted
                    .and_then(|member| come_in(&core.volatile(), &scene, member.as_ref(), permission));
                Ok(permitted
                    .and_then(|()| handle::answer(tables, actor, core.clock.now(), &command))
                    .map_err(Fault::from))
            })
        });
        match answer.await {
            Ok(Ok(answer)) => answer,
            Ok(Err(error)) => Err(fault::broken(&error)),
            Err(error) => {
                tracing::error!(%error, "a query failed");
                Err(Fault::new(
                    FaultCode::Internal,
                    "Backroom failed at this; nothing was changed. The log says more.",
                ))
            }
        }
    }
}

pub(crate) fn closed() -> Fault {
    Fault::new(FaultCode::Internal, "The study is closed. Nothing was changed.")
}

/// Takes the command's id out of a request and reads the rest by the command's table.
fn read(name: &str, mut body: Value) -> Result<(Command, CommandId), Fault> {
    let Some(fields) = body.as_object_mut() else {
        return Err(Fault::new(
            FaultCode::Invalid,
            "The request must be a JSON object. Nothing was changed.",
        ));
    };
    let command_id = fields.remove("command_id");
    let command = Command::decode(name, body)?;
    let command_id = match (command_id, command.row().changes) {
        (Some(Value::String(id)), _) => CommandId::parse(&id).map_err(|refusal| refused(&refusal))?,
        (_, false) => CommandId(uuid::Uuid::nil()),
        (_, true) => {
            let sentence =
                "A command that changes the study needs a command_id, a UUID. Nothing was changed.";
            return Err(Fault::new(FaultCode::Invalid, sentence));
        }
    };
    Ok((command, command_id))
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Store(error) => error,
            Failure::Fault(fault) => Self::Unknown(fault.message),
        }
    }
}
