//! A study with a live session, written to as the console's window does it: in the engine's own process.

use engine::{Engine, NewStudy, Options, Scope, create};
use room::{Limits, RoomOptions, RoomServer, operator};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;
use uuid::Uuid;

/// Enough for every reader of the room, all from one address.
const EVERYBODY: usize = 2_000;
/// Notes that are on their way at once, as the writer groups them.
const GROUP: usize = 512;

/// An open study.
pub struct Study {
    pub engine: Engine,
    pub runtime: Runtime,
}

impl Study {
    /// Makes a study and opens it.
    pub fn create(path: &Path) -> Self {
        let zone = "Europe/Berlin".parse().expect("BUG: a zone that there is");
        let options = Options::real();
        create(path, &NewStudy { title: "Benchmark".to_owned(), zone }, &options)
            .expect("a study can be made");
        let runtime = Runtime::new().expect("a runtime can be started");
        Self { engine: Engine::open(path, options).expect("a study can be opened"), runtime }
    }

    /// Carries out a command that must succeed.
    pub fn change(&self, name: &str, body: Value) -> Value {
        let done = self.runtime.block_on(self.engine.call(operator(), name, with_command_id(body)));
        done.unwrap_or_else(|fault| panic!("{name}: {}", fault.message))
    }

    /// Plans session number `number` and starts it, observed; gives its id.
    pub fn start_session(&self, number: usize) -> String {
        let session = new_id();
        let slot = json!({
            "slot_id": new_id(), "session_id": session, "date": format!("2026-01-{:02}", 1 + number / 8),
            "start_minute": 480 + number % 8 * 75, "length_minutes": 60, "kind": "session",
            "session_kind": "interview", "participants": [format!("P{number:03}")], "label": "",
        });
        let _ = self.change("slot_create", slot);
        let consent = json!({
            "observed": true, "recorded": false, "quoted": true, "clipped": false, "most_observers": null,
        });
        let _ = self.change("session_start", json!({"session_id": session, "consent": consent}));
        session
    }

    /// A note's request.
    pub fn note(&self, session: &str, body: &str) -> Value {
        note(&self.engine, session, body)
    }

    /// Writes so many notes into a session, as many at once as fit; `request` makes each from its number.
    pub fn fill(&self, count: usize, request: impl Fn(usize) -> Value) {
        let numbers: Vec<usize> = (0..count).collect();
        for group in numbers.chunks(GROUP) {
            let mut writing = JoinSet::new();
            for &number in group {
                let (engine, request) = (self.engine.clone(), request(number));
                let _inside = self.runtime.enter();
                writing.spawn(async move { engine.call(operator(), "note_add", request).await });
            }
            for answer in self.runtime.block_on(writing.join_all()) {
                answer.unwrap_or_else(|fault| panic!("a note is refused: {}", fault.message));
            }
        }
    }

    /// Opens the room on this computer.
    pub fn open_room(&self, folder: &Path) {
        let limits = Limits { connections: EVERYBODY, strangers_per_address: EVERYBODY, ..Limits::default() };
        let options = RoomOptions { data_folder: folder.to_owned(), limits };
        let server = RoomServer::new(self.engine.clone(), self.runtime.handle().clone(), options);
        self.engine.set_room_host(Arc::new(server));
        let _ = self.change(
            "room_open",
            json!({"reach": "loopback", "address": null, "port": null, "plain_http": false}),
        );
    }

    /// The open room's link of this name, as the moderator is told it.
    pub fn link(&self, name: &str) -> String {
        self.runtime.block_on(async {
            let mut feed = self.engine.feed(operator(), Scope { session: None }, None);
            while let Some(frame) = feed.next().await {
                let event: Value = serde_json::from_str(frame.json()).expect("BUG: frames are JSON");
                if let Some(link) = event["entity"][name].as_str() {
                    return link.to_owned();
                }
            }
            panic!("the room's link is told to the moderator")
        })
    }
}

/// A note's request, stamped now.
pub fn note(engine: &Engine, session: &str, body: &str) -> Value {
    let now = engine.now();
    with_command_id(json!({
        "note_id": new_id(), "session_id": session, "at": now, "typed_from": now, "typed_to": now,
        "body": body, "tags": [], "who": [], "audience": "room",
    }))
}

fn with_command_id(mut body: Value) -> Value {
    body["command_id"] = json!(new_id());
    body
}

/// A new id.
pub fn new_id() -> String {
    Uuid::now_v7().to_string()
}
