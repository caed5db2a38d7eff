//! A study with a live session, written to as the console's window does it: in the engine's own process.

use engine::{Engine, NewStudy, Options, create};
use room::operator;
use serde_json::{Value, json};
use std::path::Path;
use tokio::runtime::Runtime;
use uuid::Uuid;

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
        let now = self.engine.now();
        with_command_id(json!({
            "note_id": new_id(), "session_id": session, "at": now, "typed_from": now, "typed_to": now,
            "body": body, "tags": [], "who": [], "audience": "room",
        }))
    }
}

fn with_command_id(mut body: Value) -> Value {
    body["command_id"] = json!(new_id());
    body
}

/// A new id.
pub fn new_id() -> String {
    Uuid::now_v7().to_string()
}
