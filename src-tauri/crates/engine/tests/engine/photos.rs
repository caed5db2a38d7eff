//! Photos: cleaned, seen by whoever reads the note, gone for good.

use crate::support::{Study, code, id};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use protocol::FaultCode;
use serde_json::{Value, json};

/// A small JPEG with a place in it: markers, one scan, the end.
fn jpeg() -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xD8];
    bytes.extend(b"\xff\xe1\0\x16Exif\0\0GPS52.52N13.40");
    bytes.extend(b"\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0");
    bytes.extend(b"\xff\xda\0\x08\x01\x01\0\0\x3f\0picture");
    bytes.extend([0xFF, 0xD9]);
    bytes
}

fn photo(note: &str) -> Value {
    json!({ "photo_id": id(), "note_id": note, "name": "kitchen.jpg", "base64": STANDARD.encode(jpeg()) })
}

fn written(study: &Study, session: &str, audience: &str) -> String {
    let note = study.note(session, "At the counter", audience);
    study.done("note_add", note.clone());
    note["note_id"].as_str().expect("an id").to_owned()
}

#[test]
fn a_photo_is_kept_without_its_place_and_follows_its_note() {
    let study = Study::new();
    let session = study.live();
    study.open_room();
    let (ana, ben) = (study.join("note_taker", "Ana"), study.join("note_taker", "Ben"));
    let observer = study.join("observer", "Olga");
    let note = study.note(&session, "At the counter", "team");
    study.call_as(ana, "note_add", note.clone()).expect("noted");
    let note = note["note_id"].as_str().expect("an id");
    let added = photo(note);
    study.call_as(ana, "photo_add", added.clone()).expect("kept");
    let photo_id = added["photo_id"].clone();
    let scope = format!("session={session}");
    let seen = |actor| study.page(actor, &scope).of("photo").len();
    assert_eq!((seen(ana), seen(ben), seen(observer)), (1, 1, 0), "photos are the team's");
    let read = study.call_as(ben, "photo_read", json!({ "photo_id": photo_id })).expect("read");
    let picture = STANDARD.decode(read["base64"].as_str().expect("base64")).expect("base64");
    assert!(picture.starts_with(&[0xFF, 0xD8]) && !picture.windows(5).any(|part| part == b"52.52"));
    let refused = study.call_as(observer, "photo_read", json!({ "photo_id": photo_id }));
    assert_eq!(code(refused), FaultCode::Forbidden);

    let mut page = study.page(ben, &scope);
    study.call_as(ana, "note_edit", json!({ "note_id": note, "audience": "own" })).expect("changed");
    page.until("the photo goes with its note", |page| page.of("photo").is_empty());
    assert_eq!(seen(ana), 1, "its author sees it still");
    let hidden = study.call_as(ben, "photo_read", json!({ "photo_id": photo_id }));
    assert_eq!(code(hidden), FaultCode::NotFound, "what one may not see is not there");
    study.call_as(ana, "note_delete", json!({ "note_id": note })).expect("deleted");
    assert_eq!(seen(ana), 0, "a deleted note's photos are not shown");
    study.call_as(ana, "note_restore", json!({ "note_id": note })).expect("restored");
    assert_eq!(seen(ana), 1, "and come back with it");
}

#[test]
fn a_deleted_photo_leaves_no_byte_and_its_id_is_never_made_again() {
    let study = Study::new();
    let session = study.live();
    let note = written(&study, &session, "room");
    let added = photo(&note);
    study.done("photo_add", added.clone());
    study.done("photo_delete", json!({ "photo_id": added["photo_id"] }));
    assert_eq!(code(study.call("photo_add", added)), FaultCode::Gone);
    study.engine.close();
    let bytes = std::fs::read(&study.path).expect("readable");
    assert!(
        !bytes.windows(9).any(|part| part == b"\0picture\xff"),
        "the picture's bytes are still in the file"
    );
}

#[test]
fn what_is_no_photo_or_comes_off_the_record_is_refused() {
    let study = Study::new();
    let session = study.live();
    let note = written(&study, &session, "room");
    let mut svg = photo(&note);
    svg["base64"] = json!(STANDARD.encode("<svg onload=alert(1)>"));
    assert_eq!(code(study.call("photo_add", svg)), FaultCode::Invalid);
    let mut large = photo(&note);
    large["base64"] = json!("A".repeat(14 * 1024 * 1024));
    assert_eq!(code(study.call("photo_add", large)), FaultCode::TooLarge);
    let nowhere = study.call("photo_add", photo(&id()));
    assert_eq!(code(nowhere), FaultCode::NotFound);
    study.done("off_record", json!({ "session_id": session, "on": true }));
    assert_eq!(code(study.call("photo_add", photo(&note))), FaultCode::OffRecord);
    study.clock.advance(1_000);
    study.done("off_record", json!({ "session_id": session, "on": false }));
    study.done("note_delete", json!({ "note_id": note }));
    assert_eq!(code(study.call("photo_add", photo(&note))), FaultCode::Gone);
}

#[test]
fn erasing_a_note_erases_its_photos() {
    let study = Study::new();
    let session = study.live();
    study.clock.advance(60_000);
    let note = written(&study, &session, "room");
    let added = photo(&note);
    study.done("photo_add", added.clone());
    let mut page = study.page(crate::support::MODERATOR, &format!("session={session}"));
    assert_eq!(page.of("photo").len(), 1);
    let now = study.engine.now();
    study.clock.advance(1_000);
    study.done("erase_stretch", json!({ "session_id": session, "from": now - 1_000, "to": now + 1_000 }));
    page.until("the photo is gone", |page| page.of("photo").is_empty());
    assert_eq!(code(study.call("photo_add", added)), FaultCode::Gone, "no late copy brings it back");
    study.engine.close();
    let bytes = std::fs::read(&study.path).expect("readable");
    assert!(
        !bytes.windows(9).any(|part| part == b"\0picture\xff"),
        "the picture's bytes are still in the file"
    );
}
