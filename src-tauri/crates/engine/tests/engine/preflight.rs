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
        Ok(engine::Opened { addresses, port: 4040, fingerprint: None, plain_http: false })
    }

    fn close(&self) {}

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
