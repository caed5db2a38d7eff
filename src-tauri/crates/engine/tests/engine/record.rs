//! Off the record: what is captured in a gap is kept by nobody, whenever it arrives.

use crate::support::{MODERATOR, Study, code, id};
use base64::Engine as _;
use engine::Actor;
use protocol::FaultCode;
use serde_json::{Value, json};

const SECOND: i64 = 1_000;

fn typed(study: &Study, session: &str, body: &str, from: i64, to: i64) -> Value {
    let mut note = study.note(session, body, "room");
    (note["typed_from"], note["typed_to"]) = (json!(from), json!(to));
    note["at"] = json!(from);
    note
}

fn off(study: &Study, session: &str, on: bool) {
    study.done("off_record", json!({ "session_id": session, "on": on }));
}

#[test]
fn whatever_is_captured_in_a_gap_is_refused() {
    let study = Study::new();
    let guide = base64::engine::general_purpose::STANDARD.encode("# R\n\n## Warm-up\n- What did you file?\n");
    study.done("import_files", json!({ "files": [{ "name": "guide.md", "base64": guide }] }));
    let session = study.live();
    study.open_room();
    let (maya, eve) = (study.join("note_taker", "Maya"), study.join("observer", "Eve"));
    study.clock.advance(60 * SECOND);
    let early = study.note(&session, "early", "room");
    study.call_as(maya, "note_add", early.clone()).expect("on the record");
    let before = study.engine.now();
    study.clock.advance(10 * SECOND);
    off(&study, &session, true);
    let began = study.engine.now();
    study.clock.advance(10 * SECOND);
    let now = study.engine.now();
    let refused = |actor: Actor, name: &str, fields: Value| {
        assert_eq!(code(study.call_as(actor, name, fields.clone())), FaultCode::OffRecord, "{name} {fields}");
    };
    let note_id = &early["note_id"];
    for actor in [MODERATOR, maya] {
        refused(actor, "note_add", typed(&study, &session, "secret", now, now));
        refused(actor, "note_add", typed(&study, &session, "secret", before, now));
        refused(actor, "note_add", typed(&study, &session, "secret", before, began));
        refused(actor, "note_add", typed(&study, &session, "secret", now + 60 * SECOND, now + 61 * SECOND));
        refused(actor, "tag_create", json!({ "tag_id": id(), "name": "secret" }));
        refused(actor, "undo", json!({ "context": format!("session={session}") }));
    }
    refused(maya, "note_edit", json!({ "note_id": note_id, "body": "secret" }));
    refused(maya, "note_edit", json!({ "note_id": note_id, "starred": true }));
    let ask = |from: Option<i64>| json!({ "question_id": id(), "session_id": session, "text": "secret", "when": "now", "typed_from": from, "typed_to": from });
    refused(eve, "question_suggest", ask(None));
    refused(MODERATOR, "item_mark", json!({ "session_id": session, "item": "0.0", "state": "asked" }));
    // What was typed before the gap is kept, also when it arrives in it; removing is no capturing.
    study.call_as(maya, "note_add", typed(&study, &session, "draft", before, before)).expect("before");
    let mut early_question = ask(Some(before));
    early_question["text"] = json!("from before");
    study.call_as(eve, "question_suggest", early_question).expect("before");
    study.call_as(maya, "note_delete", json!({ "note_id": note_id })).expect("deleted");
    refused(maya, "note_restore", json!({ "note_id": note_id }));
    study.clock.advance(10 * SECOND);
    off(&study, &session, false);
    let over = study.engine.now();
    study.clock.advance(5 * SECOND);
    // Late outboxes.
    refused(maya, "note_add", typed(&study, &session, "secret", now, now));
    refused(maya, "note_add", typed(&study, &session, "secret", before, over + SECOND));
    refused(eve, "question_suggest", ask(Some(now)));
    refused(
        maya,
        "tag_create",
        json!({ "tag_id": id(), "name": "secret", "typed_from": now, "typed_to": now }),
    );
    study.call_as(maya, "note_restore", json!({ "note_id": note_id })).expect("restored");
    refused(
        maya,
        "note_edit",
        json!({ "note_id": note_id, "body": "secret", "typed_from": now, "typed_to": now }),
    );
    refused(maya, "note_edit", json!({ "note_id": note_id, "at": now }));
    // A lead-in stops at the gap's edge.
    let mut mark = typed(&study, &session, "", over + SECOND, over + SECOND);
    (mark["body"], mark["at"]) = (Value::Null, json!(over - 9 * SECOND));
    study.call_as(maya, "note_add", mark.clone()).expect("after");
    let page = study.page(MODERATOR, &format!("session={session}"));
    let stamp =
        page.of("note").into_iter().find(|note| note["id"] == mark["note_id"]).expect("kept")["at"].clone();
    assert_eq!(stamp, over);
    assert!(!page.raw.join("").contains("secret"));
}

#[test]
fn ending_the_session_ends_the_gap() {
    let study = Study::new();
    let session = study.live();
    off(&study, &session, true);
    let from = study.engine.now();
    study.clock.advance(10 * SECOND);
    let at = study.engine.now() - 5 * SECOND;
    study.done("session_end", json!({ "session_id": session, "early": false, "at": at }));
    let now = study.engine.now();
    let page = study.page(MODERATOR, "study");
    let gap = &page.of("session")[0]["intervals"][0];
    assert_eq!((&gap["kind"], &gap["from"], &gap["to"]), (&json!("off_record"), &json!(from), &json!(now)));
    study.clock.advance(10 * SECOND);
    study.done("note_add", study.note(&session, "at the door", "room"));
    let fault = study.call("off_record", json!({ "session_id": session, "on": true }));
    assert_eq!(code(fault), FaultCode::Refused, "only what runs goes off the record");
}

#[test]
fn a_break_in_a_gap_ends_alone() {
    let study = Study::new();
    let session = study.live();
    off(&study, &session, true);
    off(&study, &session, true);
    study.clock.advance(SECOND);
    study.done("session_step", json!({ "session_id": session, "step": "break" }));
    study.clock.advance(SECOND);
    study.done("session_step", json!({ "session_id": session, "step": "resume" }));
    study.clock.advance(SECOND);
    assert_eq!(code(study.call("note_add", study.note(&session, "x", "room"))), FaultCode::OffRecord);
}

#[test]
fn imported_notes_from_a_gap_are_left_out() {
    let study = Study::new();
    let session = study.live();
    study.clock.advance(60 * SECOND);
    off(&study, &session, true);
    study.clock.advance(60 * SECOND);
    off(&study, &session, false);
    study.clock.advance(60 * SECOND);
    study.done("session_end", json!({ "session_id": session, "early": false }));
    let csv = "session,time,author,note\nP04,00:00:30,Maya,kept\nP04,00:01:30,Maya,secret\nP04,00:02:30,Maya,kept too\n";
    let base64 = base64::engine::general_purpose::STANDARD.encode(csv);
    let report = study.done("import_files", json!({ "files": [{ "name": "notes.csv", "base64": base64 }] }));
    let file = &report["files"][0];
    assert_eq!((&file["added"], &file["skipped"].as_array().map(Vec::len)), (&json!(2), &Some(1)), "{file}");
    assert!(!study.page(MODERATOR, &format!("session={session}")).raw.join("").contains("secret"));
}
