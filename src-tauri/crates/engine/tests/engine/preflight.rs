//! Preflight: what it finds, and that it never says more than was tried.

use crate::support::{Study, code};
use protocol::{Fault, FaultCode};
use serde_json::{Value, json};
use std::sync::Arc;

fn told(study: &Study, what: &str) -> (String, String) {
    let answer = study.done_query("preflight", json!({ "date": "2026-11-26" }));
    let checks = answer["checks"].as_array().expect("checks").clone();
    let found = checks.iter().find(|check| check["what"] == what).expect("it was looked at").clone();
    let text = |field: &str| found[field].as_str().expect("text").to_owned();
    (text("state"), text("says"))
}

/// Announces an address in a network that is not there.
struct Wide;

impl engine::RoomHost for Wide {
    fn open(&self, _: &protocol::RoomOpen, _: Option<u16>) -> Result<engine::Opened, Fault> {
        let addresses = vec!["https://192.168.1.5:4040".to_owned()];
        Ok(engine::Opened {
            addresses,
            port: 4040,
            fingerprint: None,
            fingerprint_words: None,
            plain_http: false,
            says: "Only this computer.".into(),
        })
    }

    fn close(&self) {}

    fn addresses(&self) -> Vec<protocol::OwnAddress> {
        Vec::new()
    }

    fn answers(&self) -> bool {
        true
    }
}

#[test]
fn the_room_is_told_of_honestly() {
    let study = Study::new();
    assert_eq!(told(&study, "room").0, "look", "it is closed");
    study.engine.set_room_host(Arc::new(Wide));
    study.done("room_open", json!({ "reach": "all", "plain_http": false }));
    let (state, says) = told(&study, "room");
    assert_eq!(state, "look");
    assert!(says.contains("not yet tried from another device"), "{says}");
    let mut page = study.page(crate::support::MODERATOR, "study");
    study.engine.room_tried("a phone");
    page.until("it was tried", |page| page.of("room")[0]["tried_from"] == "a phone");
    assert_eq!(told(&study, "room"), ("good".into(), "The room was tried 10:00 from a phone.".into()));
    assert_eq!(study.room()["tried_at"], json!(study.engine.now()), "who comes later reads it, too");
    let member = study.join("note_taker", "Ana");
    let room = study.page(member, "study").of("room")[0].clone();
    assert_eq!(room["tried_from"], Value::Null, "it is the moderator's");
}

#[test]
fn the_day_says_what_is_missing() {
    let study = Study::new();
    assert_eq!(told(&study, "day"), ("look".into(), "No session is planned on this day.".into()));
    study.session("P01", 600);
    let (state, says) = told(&study, "day");
    assert_eq!(state, "look");
    assert_eq!(says, "1 session, and no guide yet: import one. No meeting link for P01.");
    assert_eq!(told(&study, "study").0, "good");
    assert_eq!(told(&study, "disk").0, "good", "the tests' machine has room");
    assert_eq!(told(&study, "clock"), ("good".into(), "It is 10:00 in Europe/Berlin.".into()));
    assert_eq!(told(&study, "inbox").0, "good");
}

#[test]
fn an_inbox_that_is_gone_is_red() {
    let study = Study::new();
    let folder = study.folder.path().join("inbox");
    std::fs::create_dir(&folder).expect("a folder");
    study.done("inbox_follow", json!({ "folder": folder }));
    assert_eq!(told(&study, "inbox"), ("good".into(), "The inbox's folder is followed.".into()));
    std::fs::remove_dir(&folder).expect("removed");
    assert_eq!(told(&study, "inbox").0, "bad");
    for wrong in ["inbox", "/", "/nowhere/at/all"] {
        let refused = study.call("inbox_follow", json!({ "folder": wrong }));
        assert_eq!(code(refused), FaultCode::Refused, "{wrong}");
    }
}

#[test]
fn the_paper_pack_stands_alone() {
    let study = Study::new();
    let (_, session) = study.session("P01", 600);
    study.done("study_update", json!({ "title": "Expenses <script>alert(1)</script>" }));
    let guide = "# Guide\n\nsupport: Call the line.\n\n## Warm-up (5 min)\n- Tell me <b>everything</b>. (must ask)\n  - Who else?\n\n### Task: File it (8 min)\n> You have a receipt.\ndone when: it is filed\n";
    let file = json!({ "name": "guide.md", "base64": base64::Engine::encode(&base64::engine::general_purpose::STANDARD, guide) });
    study.done("import_files", json!({ "files": [file] }));
    let print = |fields: Value| study.done_query("export_make", fields);
    let closed = print(json!({ "format": "paper_html", "day": "2026-11-26" }));
    let text = closed["text"].as_str().expect("text");
    assert_eq!(closed["name"], "2026-11-26 on paper.html");
    for words in [
        "P01",
        "Thursday 26 November 2026",
        "10:00–11:00",
        "Call the line.",
        "You have a receipt.",
        "<b>P</b> pain",
    ] {
        assert!(text.contains(words), "it should say {words}");
    }
    assert!(
        text.contains("Tell me &lt;b&gt;everything&lt;/b&gt;") && !text.contains("<script"),
        "all text is text"
    );
    assert!(
        !text.contains("<svg") && !text.contains("http:") && !text.contains("https:"),
        "it loads nothing"
    );
    let policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline';";
    assert!(text.contains(policy), "and would not, whatever stood in it");
    assert!(!text.contains("</b> led</span>"), "the moderator's own tag is not on paper");
    study.open_room();
    let here = print(json!({ "format": "paper_html", "session_id": session }));
    assert!(
        !here["text"].as_str().expect("text").contains("<svg"),
        "a code for this computer alone helps nobody"
    );
    study.done("room_close", json!({}));
    study.engine.set_room_host(Arc::new(Wide));
    study.done("room_open", json!({ "reach": "all", "plain_http": false }));
    let open = print(json!({ "format": "paper_html", "session_id": session }));
    assert_eq!(open["name"], "2026-11-26 P01 on paper.html");
    assert!(open["text"].as_str().expect("text").contains("<svg"), "the open room's code is on it");
    let nothing = study.engine.call_blocking(
        crate::support::MODERATOR,
        "export_make",
        json!({ "format": "paper_html", "day": "2026-11-27" }),
    );
    assert_eq!(code(nothing), FaultCode::Refused);
}
