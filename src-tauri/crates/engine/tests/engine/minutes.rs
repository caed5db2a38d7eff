//! A debrief in the exports, and a day in a few lines.

use crate::support::{Study, id};
use serde_json::{Value, json};

fn exported(study: &Study, fields: Value) -> String {
    study.done_query("export_make", fields)["text"].as_str().expect("a text").to_owned()
}

fn debriefed(study: &Study, session: &str, top: &[&str], surprise: &str) {
    study.done("session_end", json!({ "session_id": session, "early": false }));
    study.done("debrief_start", json!({ "session_id": session }));
    study.done("debrief_write", json!({ "session_id": session, "top": top, "surprise": surprise }));
}

fn decide(study: &Study, session: &str, kind: &str, text: &str, build: Option<&str>) {
    let fields =
        json!({ "decision_id": id(), "session_id": session, "decision": kind, "text": text, "build": build });
    study.done("decision_add", fields);
}

#[test]
fn minutes_are_exported_once_they_are_shown() {
    let study = Study::new();
    study.done("study_update", json!({ "build": "1.4" }));
    let session = study.live();
    debriefed(&study, &session, &["Login is confusing"], "They laughed");
    for format in ["md", "jsonl", "csv"] {
        let text = exported(&study, json!({ "format": format, "session_id": session }));
        assert!(
            !text.contains("Login is confusing") && !text.contains("laughed"),
            "the moderator waits, too"
        );
    }
    study.done("debrief_reveal", json!({ "session_id": session }));
    decide(&study, &session, "prototype", "Bigger button", Some("1.5"));
    let markdown = exported(&study, json!({ "format": "md", "session_id": session }));
    for part in [
        "1 person handed in.",
        "1. Login is confusing · said by 1 of 1",
        "- They laughed",
        "Prototype, build 1.4 → 1.5",
    ] {
        assert!(markdown.contains(part), "{part} is not in {markdown}");
    }
    let jsonl = exported(&study, json!({ "format": "jsonl" }));
    for kind in ["debrief", "entry", "decision"] {
        assert!(jsonl.contains(&format!("\"kind\":\"{kind}\"")), "{kind} is not in {jsonl}");
    }
    assert!(!exported(&study, json!({ "format": "csv" })).contains("laughed"), "a table of notes stays one");
}
