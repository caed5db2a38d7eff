//! A study of 100,000 notes: how long it takes to open, to check and to export.

use crate::report::{Report, Times};
use crate::study::Study;
use engine::{Engine, Options, Scope};
use room::operator;
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

const SESSIONS: usize = 200;
const NOTES: usize = 500;
const REPEATS: usize = 5;
/// Words of which notes are made.
const WORDS: &[&str] = &[
    "she",
    "he",
    "looks",
    "for",
    "the",
    "total",
    "basket",
    "says",
    "it",
    "should",
    "be",
    "button",
    "scrolls",
    "back",
    "asks",
    "why",
    "there",
    "is",
    "no",
    "way",
    "to",
    "change",
    "address",
    "later",
    "laughs",
    "hesitates",
    "invoice",
    "delivery",
    "never",
    "saw",
    "that",
    "page",
];

/// Makes the study and measures.
pub fn measure(folder: &Path, programs: &Path, report: &mut Report) {
    let path = folder.join("large.backroom");
    let started = Instant::now();
    let sessions = fill(&path);
    println!("  ({} notes written in {:.1} s)", SESSIONS * NOTES, started.elapsed().as_secs_f64());

    let mut opened = Times::default();
    for _ in 0..REPEATS {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime can be started");
        let started = Instant::now();
        let engine = Engine::open(&path, Options::real()).expect("a study can be opened");
        let notes = runtime.block_on(read(&engine, &sessions[SESSIONS / 2]));
        opened.push(started.elapsed());
        assert_eq!(notes, NOTES, "the session's notes are all there");
        engine.close();
    }
    report.row("open 100,000 notes, one session of 500 read", &opened, None);

    let study = path.to_str().expect("a path in UTF-8");
    let commands: &[(&str, &[&str])] = &[
        ("backroom check of 100,000 notes", &["check", study]),
        ("backroom export, all of them", &["export", study, "--format", "jsonl"]),
        (
            "backroom export, one session of 500",
            &["export", study, "--format", "csv", "--session", &sessions[0]],
        ),
    ];
    for (what, arguments) in commands {
        let mut times = Times::default();
        for _ in 0..REPEATS {
            let started = Instant::now();
            let mut command = Command::new(programs.join("backroom"));
            let status = command.args(*arguments).stdout(Stdio::null()).status();
            times.push(started.elapsed());
            assert!(status.is_ok_and(|status| status.success()), "{what} succeeds");
        }
        report.row(what, &times, None);
    }
}

/// Makes the study, and gives its sessions.
fn fill(path: &Path) -> Vec<String> {
    let study = Study::create(path);
    let sessions = (0..SESSIONS).map(|number| {
        let session = study.start_session(number);
        study.fill(NOTES, |note| study.note(&session, &text(number * NOTES + note)));
        let _ = study.change("session_end", json!({"session_id": session, "early": false}));
        session
    });
    let sessions = sessions.collect();
    study.engine.close();
    sessions
}

/// Eight to 31 words.
pub fn text(number: usize) -> String {
    let words = (0..8 + number % 24).map(|word| WORDS[(number * 7 + word * word * 5 + word) % WORDS.len()]);
    words.collect::<Vec<_>>().join(" ")
}

/// Reads a session's stream up to `ready`; gives how many notes it has.
async fn read(engine: &Engine, session: &str) -> usize {
    let scope = Scope::parse(&format!("session={session}")).expect("BUG: a session's scope");
    let mut feed = engine.feed(operator(), scope, None);
    let mut notes = 0;
    while let Some(frame) = feed.next().await {
        let event: Value = serde_json::from_str(frame.json()).expect("BUG: frames are JSON");
        match (event["type"].as_str(), event["kind"].as_str()) {
            (Some("ready"), _) => break,
            (_, Some("note")) => notes += 1,
            _ => {}
        }
    }
    notes
}
