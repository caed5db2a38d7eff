//! The codebook as a whole: files, keys and names that change places, and what taking back makes of it.

use crate::support::{MODERATOR, Study, id};
use base64::Engine as _;
use engine::Actor;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

const HEADER: &str = "id,tag,color,hotkey,description,parent,retired";

fn file(name: &str, rows: &[String]) -> Value {
    let text = format!("{HEADER}\n{}\n", rows.join("\n"));
    json!({ "name": name, "base64": base64::engine::general_purpose::STANDARD.encode(text) })
}

/// By name: all that a file can change.
fn tags(study: &Study) -> BTreeMap<String, Value> {
    let page = study.page(MODERATOR, "study");
    let all = page.of("tag");
    let names: BTreeMap<_, _> = all.iter().map(|tag| (tag["id"].as_str(), &tag["name"])).collect();
    let name_of = |id: &Value| id.as_str().and_then(|id| names.get(&Some(id)).cloned().cloned());
    let shown = |tag: &&Value| {
        json!({
            "id": tag["id"], "hotkey": tag["hotkey"], "parent": name_of(&tag["parent"]),
            "retired": tag["retired"], "description": tag["description"], "position": tag["position"],
        })
    };
    all.iter().map(|tag| (tag["name"].as_str().expect("a name").to_owned(), shown(tag))).collect()
}

fn tag(study: &Study, name: &str) -> String {
    tags(study)[name]["id"].as_str().expect("an id").to_owned()
}

fn undo(study: &Study, actor: Actor, what: &str, context: &str) -> (bool, String) {
    let answer = study.call_as(actor, what, json!({ "context": context })).expect("answered");
    (answer["done"] == true, answer["says"].as_str().expect("a sentence").to_owned())
}

#[test]
fn a_file_changes_names_keys_and_places_at_once_and_is_taken_back_at_once() {
    let study = Study::new();
    let [pain, bug, idea, clip] = ["pain", "bug", "idea", "clip"].map(|name| tag(&study, name));
    study.done("tag_update", json!({ "tag_id": pain, "parent": bug }));
    let before = tags(&study);
    let rows = [
        format!("{pain},bug,,B,,,"),
        format!("{bug},pain,,P,,bug,"),
        format!("{idea},thought,,C,,,"),
        ",hope,,I,new,thought,".into(),
        format!("{clip},clip,,,,,yes"),
        ",gone already,,,,,yes".into(),
    ];
    let files = json!({ "files": [file("a.csv", &rows), file("b.csv", &[",Über  Preis,,,,clip,".into(), ",clip,,,,,yes".into()])] });
    let report = study.done("import_files", files.clone());
    assert_eq!(
        report["files"][0]["skipped"],
        json!(["The key C of “thought”: it is the key of “confusion”."]),
        "a letter that its tag keeps is not taken from it"
    );
    let after = tags(&study);
    assert_eq!(
        (&after["bug"]["id"], &after["pain"]["id"]),
        (&json!(pain), &json!(bug)),
        "names change places"
    );
    assert_eq!((&after["bug"]["hotkey"], &after["pain"]["hotkey"]), (&json!("B"), &json!("P")));
    assert_eq!(
        (&after["bug"]["parent"], &after["pain"]["parent"]),
        (&Value::Null, &json!("bug")),
        "what the file puts below does not stay above"
    );
    assert_eq!((&after["thought"]["id"], &after["thought"]["hotkey"]), (&json!(idea), &Value::Null));
    assert_eq!((&after["hope"]["hotkey"], &after["hope"]["parent"]), (&json!("I"), &json!("thought")));
    let again = study.done("import_files", files);
    assert!(
        again["files"]
            .as_array()
            .expect("files")
            .iter()
            .all(|file| file["changed"] == 0 && file["added"] == 0),
        "{again}"
    );
    assert_eq!(tags(&study), after, "the same file again changes nothing");
    assert!(undo(&study, MODERATOR, "undo", "codebook").0);
    let mut back = tags(&study);
    for (name, kept) in &before {
        assert_eq!(&back[name], kept, "{name} is as before");
    }
    back.retain(|name, _| !before.contains_key(name));
    assert!(back.values().all(|tag| tag["retired"] == true && tag["hotkey"].is_null()), "{back:?}");
    assert!(undo(&study, MODERATOR, "redo", "codebook").0);
    assert_eq!(tags(&study), after, "and done again");
    // A name that one tag gives up goes to another in the same file.
    study.done(
        "import_files",
        json!({ "files": [file("c.csv", &[format!("{idea},notion,,,,,"), ",thought,,,,,".into()])] }),
    );
    assert_eq!(tags(&study)["notion"]["id"], idea);
    assert_ne!(tags(&study)["thought"]["id"], idea);
}

#[test]
fn a_file_that_takes_a_name_from_another_tag_changes_nothing() {
    let study = Study::new();
    let before = tags(&study);
    let rows = [",new one,,,,,".into(), format!("{},BUG,,,,,", tag(&study, "pain"))];
    let refused = study.call("import_files", json!({ "files": [file("a.csv", &rows)] })).expect_err("taken");
    assert!(refused.message.contains("There is a tag “bug” already."), "{}", refused.message);
    assert_eq!(tags(&study), before);
}

#[test]
fn a_large_codebook_is_taken_moved_and_taken_back_in_seconds() {
    let study = Study::new();
    let rows: Vec<String> = (0..2_000)
        .map(|n| format!(",tag {n},,,,{},", if n % 7 > 0 { format!("tag {}", n - 1) } else { String::new() }))
        .collect();
    let started = Instant::now();
    study.done("import_files", json!({ "files": [file("large.csv", &rows)] }));
    let [last, pain] = ["tag 1999", "pain"].map(|name| tag(&study, name));
    study.done("tag_move", json!({ "tag_id": last, "before": pain }));
    let found = study.done_query("search", json!({ "text": "tag:t tag:tag- has:star #" }));
    assert_eq!(found["hits"], json!([]));
    assert!(undo(&study, MODERATOR, "undo", "codebook").0);
    assert!(undo(&study, MODERATOR, "undo", "codebook").0);
    assert!(started.elapsed() < Duration::from_secs(30), "{:?}", started.elapsed());
}

#[test]
fn what_can_no_longer_be_taken_back_is_passed_over() {
    let study = Study::new();
    let pain = tag(&study, "pain");
    study.done("tag_update", json!({ "tag_id": pain, "color": "bug" }));
    study.done("tag_update", json!({ "tag_id": pain, "name": "ache" }));
    study.open_room();
    let maya = study.join("note_taker", "Maya");
    study.call_as(maya, "tag_create", json!({ "tag_id": id(), "name": "pain" })).expect("free again");
    let command = json!({ "command_id": id(), "context": "codebook" });
    let first = study.done("undo", command.clone());
    assert_eq!(
        (&first["done"], &first["says"]),
        (&json!(false), &json!("There is a tag “pain” already. The next undo goes on from there."))
    );
    assert_eq!(study.done("undo", command), first, "the same command again passes over nothing more");
    assert_eq!(undo(&study, MODERATOR, "undo", "codebook"), (true, "“ache” is as before.".into()));
    assert!(!undo(&study, MODERATOR, "undo", "codebook").0);
    assert!(undo(&study, maya, "undo", "codebook").0, "what one made oneself");
    assert_eq!(tags(&study)["pain"]["retired"], true);
}

#[test]
fn merged_tags_are_followed_and_tags_with_audience_come_back_together() {
    let study = Study::new();
    let session = study.live();
    study.open_room();
    let maya = study.join("note_taker", "Maya");
    let context = format!("session={session}");
    let mut page = study.page(maya, &context);
    let [pain, bug, private] = ["pain", "bug", "private"].map(|name| tag(&study, name));
    let note = study.note(&session, "x", "team");
    let edit = |change: Value| {
        let mut request = json!({ "note_id": note["note_id"] });
        request.as_object_mut().expect("fields").extend(change.as_object().cloned().expect("fields"));
        study.call_as(maya, "note_edit", request).expect("changed");
    };
    let now = || {
        let page = study.page(maya, &context);
        let note = page.of("note")[0].clone();
        (note["tags"].clone(), note["audience"].clone())
    };
    study.call_as(maya, "note_add", note.clone()).expect("written");
    edit(json!({ "tags": [pain] }));
    edit(json!({ "tags": [private] }));
    assert_eq!(now(), (json!([private]), json!("own")));
    edit(json!({ "tags": [], "audience": "room" }));
    study.done("tag_merge", json!({ "tag_id": pain, "into": bug }));
    page.until("merged", |page| page.of("tag").iter().all(|tag| tag["id"] != pain));
    for expected in
        [(json!([private]), json!("own")), (json!([bug]), json!("team")), (json!([]), json!("team"))]
    {
        let done = undo(&study, maya, "undo", &context);
        assert!(done.0, "{done:?}");
        assert_eq!(now(), expected);
    }
    for expected in
        [(json!([bug]), json!("team")), (json!([private]), json!("own")), (json!([]), json!("room"))]
    {
        assert!(undo(&study, maya, "redo", &context).0);
        assert_eq!(now(), expected);
    }
    study.done("tag_update", json!({ "tag_id": pain, "description": "an old id" }));
    assert_eq!(tags(&study)["bug"]["description"], "an old id", "every command knows old ids");
}

#[test]
fn undoing_tells_nothing_of_what_has_become_somebody_elses_own() {
    let study = Study::new();
    let session = study.live();
    study.open_room();
    let (maya, jonas) = (study.join("note_taker", "Maya"), study.join("note_taker", "Jonas"));
    let context = format!("session={session}");
    let note = study.note(&session, "x", "room");
    study.call_as(maya, "note_add", note.clone()).expect("written");
    study.call_as(jonas, "note_edit", json!({ "note_id": note["note_id"], "severity": 2 })).expect("changed");
    study
        .call_as(maya, "note_edit", json!({ "note_id": note["note_id"], "severity": 3, "audience": "own" }))
        .expect("closed");
    let expected = "That note is no longer yours to change. The next undo goes on from there.";
    assert_eq!(undo(&study, jonas, "undo", &context), (false, expected.into()));
}

#[test]
fn names_are_typed_the_same_in_every_way_in() {
    let study = Study::new();
    let session = study.live();
    let tag_id = id();
    study.done("tag_create", json!({ "tag_id": tag_id, "name": "Über Preis" }));
    for name in ["über-preis", "ÜBER  PREIS"] {
        let made = study.done("tag_create", json!({ "tag_id": id(), "name": name }));
        assert_eq!(made["tag_id"], tag_id, "{name}");
    }
    for (name, sound) in [
        ("مؤلم", true),
        ("👩‍🔬🎉", true),
        ("two words", true),
        ("tab\tin it", false),
        ("bell\u{7}", false),
        ("nul\0", false),
        (" ", false),
        ("#", false),
        ("x".repeat(41).as_str(), false),
    ] {
        let made = study.call("tag_create", json!({ "tag_id": id(), "name": name }));
        assert_eq!(made.is_ok(), sound, "{name:?}: {made:?}");
    }
    let made = study.done("tag_create", json!({ "tag_id": id(), "name": "#über preis" }));
    assert_eq!(made["tag_id"], tag_id, "the sign before a name is no part of it");
    let mut note = study.note(&session, "x", "room");
    note["tags"] = json!([id()]);
    assert!(study.call("note_add", note).is_err(), "a tag that nobody made");
}
