//! A study with a live session, the notes that go into it, and what the file has of them afterwards.

use e2e::member::{Answer, new_id};
use e2e::{Member, backroom};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// A note on its way, with the ids under which it is sent again and again.
#[derive(Debug, Clone)]
pub struct Note {
    pub id: String,
    pub body: String,
    command_id: String,
    at: u64,
}

impl Note {
    /// A note with this body, stamped now.
    pub fn new(body: String) -> Self {
        Self { id: new_id(), body, command_id: new_id(), at: now() }
    }

    /// Sends it; an error means that nobody answered.
    pub fn send(&self, author: &Member, session: &str) -> io::Result<Answer> {
        let body = json!({
            "command_id": self.command_id, "note_id": self.id, "session_id": session, "body": self.body,
            "at": self.at, "typed_from": self.at, "typed_to": self.at,
            "tags": [], "who": [], "audience": "room",
        });
        author.call("note_add", &body)
    }
}

/// Plans a session and starts it; gives its id.
pub fn start_session(moderator: &Member) -> String {
    let session = new_id();
    let _ = moderator.change(
        "slot_create",
        json!({
            "slot_id": new_id(), "session_id": session, "date": "2026-01-05", "start_minute": 540,
            "length_minutes": 60, "kind": "session", "session_kind": "interview", "participants": ["P01"],
            "label": "",
        }),
    );
    let override_reason = "consent is given on paper";
    let _ =
        moderator.change("session_start", json!({"session_id": session, "override_reason": override_reason}));
    session
}

/// The notes that the study's export has, by id; none may be there twice.
pub fn exported(study: &Path) -> Result<HashMap<String, String>, String> {
    let export = backroom(["export".as_ref(), study.as_os_str(), "--format".as_ref(), "jsonl".as_ref()]);
    if export.code != Some(0) {
        return Err(format!("the export fails: {}", export.stderr));
    }
    let mut notes = HashMap::new();
    for line in export.stdout.lines() {
        let line: Value = serde_json::from_str(line).map_err(|error| format!("{line}: {error}"))?;
        if line["kind"] == "note" {
            let text = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
            if notes.insert(text("id"), text("body")).is_some() {
                return Err(format!("the export has {} twice", text("id")));
            }
        }
    }
    Ok(notes)
}

/// What `backroom check` has to say against the study, if anything.
pub fn unsound(study: &Path) -> Option<String> {
    let check = backroom(["check".as_ref(), study.as_os_str()]);
    (check.code != Some(0)).then_some(check.stderr)
}

fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("the clock is past 1970");
    u64::try_from(since.as_millis()).expect("the year is before 500,000,000")
}
