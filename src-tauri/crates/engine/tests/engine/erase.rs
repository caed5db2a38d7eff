//! Erasing: what was captured in a stretch is found nowhere, and no late copy brings it back.

use crate::support::{MODERATOR, Study, code, id};
use crate::unheard::letters;
use engine::Engine;
use protocol::FaultCode;
use serde_json::{Value, json};
use std::collections::HashSet;

const SECOND: i64 = 1_000;

/// The study's files that hold a text, in any case.
pub fn files_with(study: &Study, text: &str) -> Vec<String> {
    let text = text.to_lowercase().into_bytes();
    let holds = |bytes: &[u8]| bytes.to_ascii_lowercase().windows(text.len()).any(|window| window == text);
    let files = study.files().into_iter().filter(|(_, bytes)| holds(bytes));
    files.map(|(path, _)| path.display().to_string()).collect()
}

fn history(study: &Study, note: &Value) -> Result<Value, protocol::Fault> {
    study.engine.call_blocking(MODERATOR, "note_history", json!({ "note_id": note }))
}

#[test]
fn a_stretch_is_erased_everywhere() {
    let study = Study::new();
    let session = study.live();
    study.open_room();
    let (maya, jonas, eve) =
        (study.join("note_taker", "Maya"), study.join("note_taker", "Jonas"), study.join("observer", "Eve"));
    let scope = format!("session={session}");
    let mut pages = [MODERATOR, maya, eve].map(|one| study.page(one, &scope));
    study.clock.advance(60 * SECOND);
    let early = study.note(&session, "before", "room");
    study.done("note_add", early.clone());
    let reworded = study.note(&session, "harmless", "room");
    study.call_as(jonas, "note_add", reworded.clone()).expect("written");
    study.clock.advance(60 * SECOND);
    let from = study.engine.now();
    let late = study.note(&session, "Zürichhush", "room");
    study.call_as(maya, "note_add", late.clone()).expect("written");
    study.done("note_add", study.note(&session, "\"grosshush\"", "own"));
    study
        .call_as(jonas, "note_edit", json!({ "note_id": reworded["note_id"], "body": "wordhush" }))
        .expect("changed");
    study
        .call_as(jonas, "note_edit", json!({ "note_id": reworded["note_id"], "body": "harmless again" }))
        .expect("changed");
    for actor in [maya, jonas] {
        study.clock.advance(100);
        let mut mark = study.note(&session, "", "room");
        mark["body"] = Value::Null;
        study.call_as(actor, "note_add", mark).expect("pressed");
    }
    let ask = json!({ "question_id": id(), "session_id": session, "text": "askhush", "when": "now" });
    study.call_as(eve, "question_suggest", ask.clone()).expect("asked");
    // Its first key came before the stretch ended.
    let mut across = study.note(&session, "acrosshush", "room");
    across["typed_from"] = json!(study.engine.now() - 10);
    study.done("note_add", across);
    study.clock.advance(60 * SECOND);
    let to = study.engine.now() - 30 * SECOND;
    study.done("note_add", study.note(&session, "afterwards", "room"));
    study.wait_for_index();
    let hidden = ["hush", "zurichhush"];
    assert!(hidden.iter().all(|word| !files_with(&study, word).is_empty()), "they are there at first");
    let preview = study.done_query("erase_preview", json!({ "session_id": session, "from": from, "to": to }));
    assert_eq!(preview["says"], "Erases 6 notes by 3 people and 1 question, for good.");
    assert_eq!(study.page(MODERATOR, &scope).bodies().len(), 8, "a preview erases nothing");
    let erased = study.done("erase_stretch", json!({ "session_id": session, "from": from, "to": to }));
    assert_eq!(erased["says"], "Erased 6 notes by 3 people and 1 question, for good.");
    for word in hidden {
        assert_eq!(files_with(&study, word), [] as [String; 0], "{word} is found nowhere");
    }
    for page in &mut pages {
        page.until("what stays", |page| {
            let bodies = page.bodies();
            page.of("question").is_empty() && bodies.len() == 2 && bodies.contains(&"afterwards".into())
        });
    }
    assert!(study.page(MODERATOR, &scope).of("moment").is_empty(), "marks of the stretch made it");
    // Late copies.
    assert_eq!(code(study.call_as(maya, "note_add", late.clone())), FaultCode::OffRecord);
    assert_eq!(
        code(study.call_as(eve, "question_suggest", {
            let mut again = ask.clone();
            (again["typed_from"], again["typed_to"]) = (json!(from), json!(from));
            again
        })),
        FaultCode::OffRecord
    );
    let change = json!({ "note_id": late["note_id"], "body": "hush", "typed_from": from, "typed_to": from });
    assert_eq!(code(study.call_as(maya, "note_edit", change)), FaultCode::OffRecord);
    let change = json!({ "note_id": late["note_id"], "body": "hush" });
    assert_eq!(code(study.call_as(maya, "note_edit", change)), FaultCode::Gone);
    assert_eq!(code(history(&study, &late["note_id"])), FaultCode::NotFound);
    let undone = study.call_as(maya, "undo", json!({ "context": scope })).expect("answered");
    assert_eq!(undone["done"], false, "what was erased cannot be taken back: {undone}");
    let found = study.done_query("search", json!({ "text": "afterwards" }));
    assert_eq!(found["hits"].as_array().map(Vec::len), Some(1), "the index still finds the rest");
    assert_eq!(study.done_query("search", json!({ "text": "hush*" }))["hits"], json!([]));
    study.engine.close();
    assert_eq!(engine::file::check(&study.path).expect("readable"), [] as [String; 0]);
}

#[test]
fn erasing_is_told_as_done_only_when_the_log_is_empty() {
    let study = Study::new();
    let session = study.live();
    let from = study.engine.now();
    study.clock.advance(SECOND);
    study.done("note_add", study.note(&session, "loghush", "room"));
    study.clock.advance(SECOND);
    let reader = store::read_only(&study.path).expect("readable");
    let erase = json!({ "session_id": session, "from": from, "to": study.engine.now() });
    let says = reader
        .snapshot(|tables| {
            tables.rev()?;
            Ok(study.done("erase_stretch", erase.clone())["says"].as_str().unwrap_or_default().to_owned())
        })
        .expect("read");
    assert!(says.contains("still in the study's file"), "{says}");
    drop(reader);
    study.engine.close();
    assert_eq!(files_with(&study, "loghush"), [] as [String; 0]);
}

#[test]
fn a_crash_between_erasing_and_clearing_is_made_good() {
    let study = Study::new();
    let session = study.live();
    let from = study.engine.now();
    study.clock.advance(SECOND);
    study.done("note_add", study.note(&session, "crashhush", "room"));
    study.engine.close();
    let session = domain::id::SessionId::parse(&session).expect("an id");
    let store = store::Store::open(&study.path, None).expect("it opens");
    store.begin().expect("begun");
    let captured = store.tables().captured(session, from, i64::MAX).expect("read");
    store.tables().erase(session, &captured, domain::time::Timestamp(from)).expect("erased");
    store.commit().expect("committed");
    drop(store);
    let engine = Engine::open(&study.path, study.options.clone()).expect("it opens");
    engine.close();
    assert_eq!(files_with(&study, "crashhush"), [] as [String; 0]);
}

#[test]
fn a_copy_that_holds_it_goes_too() {
    let study = Study::new();
    let session = study.live();
    let from = study.engine.now();
    study.clock.advance(SECOND);
    study.done("note_add", study.note(&session, "copyhush", "room"));
    let copy = study.folder.path().join("Study.backroom.before-format-2");
    let other = study.folder.path().join("Study.backroom.before-format-1");
    engine::file::backup(&study.path, &copy).expect("copied");
    let empty = Study::new();
    engine::file::backup(&empty.path, &other).expect("copied");
    study.clock.advance(SECOND);
    study.done("erase_stretch", json!({ "session_id": session, "from": from, "to": study.engine.now() }));
    assert!(!copy.exists() && other.exists(), "only the copy that holds it goes");
    assert_eq!(files_with(&study, "copyhush"), [] as [String; 0]);
}

#[test]
fn withdrawing_consent_ends_it_for_the_room_and_can_erase_the_session() {
    let study = Study::new();
    let session = study.live();
    study.open_room();
    let (maya, eve) = (study.join("note_taker", "Maya"), study.join("observer", "Eve"));
    let scope = format!("session={session}");
    let mut pages = [maya, eve].map(|one| study.page(one, &scope));
    study.clock.advance(SECOND);
    let note = study.note(&session, "withdrawnhush", "room");
    study.call_as(maya, "note_add", note.clone()).expect("written");
    for page in &mut pages {
        page.until("the note", |page| page.bodies().len() == 1);
    }
    study.clock.advance(SECOND);
    study.done("consent_withdraw", json!({ "session_id": session, "erase": false }));
    for page in &mut pages {
        page.until("nothing", |page| page.bodies().is_empty());
        assert_eq!(page.resets, 2, "it ends at once");
    }
    let own = |study: &Study| study.page(MODERATOR, &scope).of("session")[0].clone();
    assert_eq!((&own(&study)["withdrawn"], &own(&study)["shut"]), (&json!(true), &json!(true)));
    study.clock.advance(SECOND);
    study.done("consent_withdraw", json!({ "session_id": session, "erase": true }));
    let now = own(&study);
    assert_eq!((&now["status"], &now["reason"]), (&json!("left_out"), &json!("withdrew")));
    assert_eq!(files_with(&study, "withdrawnhush"), [] as [String; 0]);
    assert_eq!(code(study.call_as(maya, "note_add", note)), FaultCode::OffRecord);
    let reopen = study.call("session_step", json!({ "session_id": session, "step": "reopen" }));
    assert_eq!(code(reopen), FaultCode::Refused);
}

/// Pages fill, split and are merged again: rows leave copies of themselves behind where they have been.
#[test]
fn pages_that_were_moved_about_keep_nothing() {
    const NOTES: usize = 400;
    let study = Study::new();
    let session = study.live();
    let mut ids = Vec::new();
    for number in 0..NOTES {
        study.clock.advance(SECOND);
        let note = study.note(&session, &letters(number), "room");
        ids.push(note["note_id"].clone());
        study.done("note_add", note);
    }
    let from = study.engine.now() - 300 * SECOND;
    let to = study.engine.now() - 150 * SECOND;
    study.clock.advance(SECOND);
    // Words of their own for all of them, in another order, and longer.
    for number in (0..NOTES).map(|number| number * 389 % NOTES) {
        let text: Vec<String> = (1..=number % 40).map(|word| letters(NOTES * word + number)).collect();
        let keys = study.engine.now();
        let edit =
            json!({ "note_id": ids[number], "body": text.join(" "), "typed_from": keys, "typed_to": keys });
        study.done("note_edit", edit);
    }
    study.wait_for_index();
    let erased = study.done("erase_stretch", json!({ "session_id": session, "from": from, "to": to }));
    let gone = NOTES - 301..=NOTES - 151;
    assert_eq!(erased["notes"], json!(gone.clone().count()));
    let words: HashSet<Vec<u8>> = gone
        .flat_map(|number| (0..=number % 40).map(move |word| letters(NOTES * word + number).into_bytes()))
        .collect();
    for (_, bytes) in study.files() {
        let left = bytes.windows(8).filter(|window| words.contains(*window)).count();
        assert_eq!(left, 0, "words are left behind");
    }
    assert_eq!(study.page(MODERATOR, &format!("session={session}")).of("note").len(), NOTES - 151);
}
