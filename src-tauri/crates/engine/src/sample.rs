//! The sample study: our own sources, read by the importers that read everybody's files, dated around today.

use crate::file::{self, NewStudy, Options};
use crate::import;
use crate::{Actor, Engine, OpenError, secret};
use chrono::NaiveDate;
use domain::id::CommandId;
use serde_json::json;
use std::path::Path;

/// The day in the sources that becomes today.
const ANCHOR: &str = "2026-01-15";
const ZONE: chrono_tz::Tz = chrono_tz::Europe::Berlin;
const SOURCES: &[(&str, &[u8])] = &[
    ("guide.md", include_bytes!("../../../../assets/sample/guide.md")),
    ("schedule.ics", include_bytes!("../../../../assets/sample/schedule.ics")),
    ("screener.csv", include_bytes!("../../../../assets/sample/screener.csv")),
    ("notes.csv", include_bytes!("../../../../assets/sample/notes.csv")),
];

/// The day that the sample is dated to when it is made now.
pub(crate) fn day(options: &Options) -> NaiveDate {
    options.clock.now().date_in(ZONE)
}

pub(crate) fn create(path: &Path, options: &Options) -> Result<(), OpenError> {
    let study = NewStudy { title: "Expenses study · round 2".into(), zone: ZONE };
    file::create(path, &study, options)?;
    let engine = Engine::open(path, options.clone())?;
    let filled = fill(&engine, options);
    engine.close();
    filled.map_err(|fault| OpenError::System(path.into(), fault.message))
}

fn fill(engine: &Engine, options: &Options) -> Result<(), protocol::Fault> {
    let now = options.clock.now();
    let anchor: NaiveDate = ANCHOR.parse().expect("BUG: the anchor is a date");
    let days = (now.date_in(ZONE) - anchor).num_days();
    let mut files = Vec::new();
    for (name, bytes) in SOURCES {
        let mut parsed = import::parse(name, bytes, ZONE)?;
        parsed.shift(days, ZONE);
        // Sessions that would lie ahead of the clock have not happened yet.
        parsed.keep_finished(now);
        files.push(parsed);
    }
    let runtime = file::runtime();
    runtime.block_on(engine.import_parsed(
        Actor::Moderator,
        CommandId(secret::id(now)),
        files,
        false,
        Vec::new(),
    ))?;
    let command = || secret::id(now).to_string();
    let sessions =
        engine.core.read(|tables| tables.sessions()).map_err(|error| crate::fault::broken(&error))?;
    for session in sessions {
        let id = session.id.to_string();
        let (name, body) = if session.status.has_run() {
            let consent = json!({ "observed": true, "recorded": true, "quoted": true, "clipped": false });
            ("consent_record", json!({ "command_id": command(), "session_id": id, "consent": consent }))
        } else {
            ("session_step", json!({ "command_id": command(), "session_id": id, "step": "confirm" }))
        };
        engine.call_blocking(Actor::Moderator, name, body)?;
    }
    Ok(())
}
