//! The study that is open in the window, with its room.

use crate::awake::{Awake, State};
use crate::rpc::MODERATOR;
use engine::{Engine, OpenError, Options, RoomHost, Scope};
use inbox::Inbox;
use protocol::{EntityView, Fault, FaultCode, FeedEvent};
use room::{Limits, RoomOptions, RoomServer};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::runtime::Handle;

/// What the window works on: at most one study at a time.
pub(crate) struct Console {
    pub(crate) options: Options,
    runtime: Handle,
    study: Mutex<Option<Study>>,
    trouble: Mutex<Option<String>>,
    offer: Mutex<Option<Offer>>,
}

/// A sound copy of a study that could not be opened.
pub(crate) struct Offer {
    /// The damaged study.
    pub(crate) path: PathBuf,
    /// When the copy was made, for people.
    pub(crate) when: String,
}

/// An open study, the server of its room, and what follows its inbox and its sessions.
#[derive(Clone)]
struct Study {
    engine: Engine,
    room: Arc<RoomServer>,
    inbox: Arc<Inbox>,
    awake: Arc<Awake>,
}

impl Study {
    /// Closes the room with the study and frees the file; only a crash leaves the room to be opened again. Blocks.
    fn close(&self) {
        self.inbox.stop();
        self.awake.stop();
        let body = json!({ "command_id": uuid::Uuid::now_v7().to_string() });
        if let Err(fault) = self.engine.call_blocking(MODERATOR, "room_close", body) {
            tracing::warn!(%fault.message, "the room's links could not be ended");
        }
        self.room.close();
        self.engine.close();
    }
}

impl Console {
    /// Nothing open yet. `runtime` serves the room.
    pub(crate) fn new(runtime: Handle) -> Self {
        Self {
            options: Options::real(),
            runtime,
            study: Mutex::default(),
            trouble: Mutex::default(),
            offer: Mutex::default(),
        }
    }

    /// The engine of the open study.
    pub(crate) fn engine(&self) -> Result<Engine, Fault> {
        let study = lock(&self.study).clone();
        study.map(|study| study.engine).ok_or_else(|| refused("No study is open."))
    }

    /// Whether the computer is kept awake for a session.
    pub(crate) fn awake(&self) -> State {
        lock(&self.study).as_ref().map(|study| study.awake.state()).unwrap_or_default()
    }

    /// Opens a study in place of the one before, which stays when this one cannot be opened.
    pub(crate) async fn open(&self, path: &Path) -> Result<Engine, Fault> {
        let is_this = |engine: &Engine| same_file(engine.path(), path);
        if let Some(engine) = self.engine().ok().filter(is_this) {
            return Ok(engine);
        }
        let (study, options) = (path.to_owned(), self.options.clone());
        let opened = blocking(move || Engine::open(&study, options)).await?;
        let engine = opened.map_err(|error| {
            if let OpenError::Damaged(_, when) = &error {
                *lock(&self.offer) = Some(Offer { path: path.to_owned(), when: when.clone() });
            }
            refused(error.to_string())
        })?;
        let options = RoomOptions { data_folder: engine::file::data_folder(), limits: Limits::default() };
        let room = Arc::new(RoomServer::new(engine.clone(), self.runtime.clone(), options));
        engine.set_room_host(room.clone());
        self.close().await?;
        let inbox = Arc::new(Inbox::start(engine.clone(), MODERATOR, &self.runtime));
        let awake = Arc::new(Awake::start(engine.clone(), &self.runtime));
        *lock(&self.study) = Some(Study { engine: engine.clone(), room, inbox, awake });
        self.reopen_room(&engine);
        Ok(engine)
    }

    /// Lets the pages catch up after a crash or a restart.
    fn reopen_room(&self, engine: &Engine) {
        let Some(how) = engine.room_to_reopen() else { return };
        let engine = engine.clone();
        self.runtime.spawn(async move {
            let mut body = json!(how);
            body["command_id"] = json!(uuid::Uuid::now_v7().to_string());
            if let Err(fault) = engine.call(MODERATOR, "room_open", body).await {
                tracing::warn!(%fault.message, "the room could not be opened again");
            }
        });
    }

    /// Closes the study, if one is open.
    pub(crate) async fn close(&self) -> Result<(), Fault> {
        let study = lock(&self.study).take();
        match study {
            Some(study) => blocking(move || study.close()).await,
            None => Ok(()),
        }
    }

    /// Puts the newest sound copy in the place of a damaged study, which is closed before.
    pub(crate) async fn restore(&self, path: &Path) -> Result<(), Fault> {
        if self.engine().is_ok_and(|engine| same_file(engine.path(), path)) {
            self.close().await?;
        }
        let (path, options) = (path.to_owned(), self.options.clone());
        let restored = blocking(move || engine::file::restore(&path, &options)).await?;
        let says = restored.map_err(|error| refused(error.to_string()))?;
        tracing::warn!(%says, "a study was restored");
        Ok(())
    }

    /// Whether there is a copy to offer of a study that could not be opened.
    pub(crate) fn has_offer(&self) -> bool {
        lock(&self.offer).is_some()
    }

    /// The copy of a study that could not be opened; told once.
    pub(crate) fn take_offer(&self) -> Option<Offer> {
        lock(&self.offer).take()
    }

    /// Closes the study at the program's end. Blocks.
    pub(crate) fn end(&self) {
        if let Some(study) = lock(&self.study).take() {
            study.close();
        }
    }

    /// Keeps why the study that the program was started on could not be opened, until it is told.
    pub(crate) fn put_trouble(&self, sentence: String) {
        *lock(&self.trouble) = Some(sentence);
    }

    /// Why the study that the program was started on could not be opened; told once.
    pub(crate) fn take_trouble(&self) -> Option<String> {
        lock(&self.trouble).take()
    }
}

/// The study's title, as its feed tells it.
pub(crate) async fn title(engine: &Engine) -> String {
    let mut feed = engine.feed(MODERATOR, Scope { session: None }, None);
    while let Some(frame) = feed.next().await {
        match serde_json::from_str(frame.json()) {
            Ok(FeedEvent::Entity { view: EntityView::Study(study), .. }) => return study.title,
            Ok(FeedEvent::Ready { .. }) => break,
            _ => {}
        }
    }
    String::new()
}

/// Whether two paths lead to one file.
pub(crate) fn same_file(one: &Path, other: &Path) -> bool {
    one == other || one.canonicalize().is_ok_and(|one| other.canonicalize().is_ok_and(|other| one == other))
}

/// Does what waits for a disk or a thread away from those that serve.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Fault> {
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        tracing::error!(%error, "the window failed at something");
        Fault::new(FaultCode::Internal, "Backroom failed at this. The log says more.")
    })
}

/// A refusal in a sentence.
pub(crate) fn refused(sentence: impl Into<String>) -> Fault {
    Fault::new(FaultCode::Refused, sentence)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
