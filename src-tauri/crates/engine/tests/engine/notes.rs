//! Notes beyond the first: search, the codebook, moments, guide items and duties.

use crate::support::{MODERATOR, NINE, Study, code, id};
use base64::Engine as _;
use engine::Actor;
use protocol::FaultCode;
use serde_json::{Value, json};

fn tag(study: &Study, name: &str) -> String {
    let page = study.page(MODERATOR, "study");
    let found = page.of("tag").into_iter().find(|tag| tag["name"] == name).cloned();
    found.unwrap_or_else(|| panic!("a tag {name}"))["id"].as_str().expect("an id").to_owned()
}

fn found(study: &Study, actor: Actor, text: &str) -> Vec<String> {
    let answer = study.engine.call_blocking(actor, "search", json!({ "text": text })).expect("an answer");
    let hits = answer["hits"].as_array().expect("hits");
    hits.iter().map(|hit| hit["note"]["body"].as_str().unwrap_or("(mark)").to_owned()).collect()
}

/// A file as the window hands it over.
fn file(name: &str, text: &str) -> Value {
    json!({ "files": [{ "name": name, "base64": base64::engine::general_purpose::STANDARD.encode(text) }] })
}

#[test]
fn a_search_finds_what_its_asker_may_read_newest_first() {
    let study = Study::new();
    let session = study.live();
    study.open_room();
    let (maya, eve) = (study.join("note_taker", "Maya Lindqvist"), study.join("observer", "Eve"));
    let (pain, bug) = (tag(&study, "pain"), tag(&study, "bug"));
    let write = |actor, body: &str, change: &dyn Fn(&mut Value)| {
        let mut note = study.note(&session, body, "room");
        change(&mut note);
        study.call_as(actor, "note_add", note).expect("written");
        study.clock.advance(10_000);
    };
    write(maya, "Looks for the Café receipt", &|note| note["tags"] = json!([pain]));
    write(MODERATOR, "“The receipt is gone”", &|note| note["severity"] = json!(3));
    write(maya, "Total is wrong", &|note| note["tags"] = json!([pain, bug]));
    write(maya, "SECRET receipt", &|note| note["audience"] = json!("own"));
    write(MODERATOR, "OWN receipt", &|note| note["audience"] = json!("own"));
    write(maya, "(mark)", &|note| note["body"] = Value::Null);
    for (asked, expected) in [
        ("receipt", vec!["SECRET receipt", "“The receipt is gone”", "Looks for the Café receipt"]),
        ("rec", vec!["SECRET receipt", "“The receipt is gone”", "Looks for the Café receipt"]),
        ("rec wrong", vec![]),
        ("cafe rec*", vec!["Looks for the Café receipt"]),
        ("\"receipt is\"", vec!["“The receipt is gone”"]),
        ("\"is receipt\"", vec![]),
        ("tag:pain", vec!["Total is wrong", "Looks for the Café receipt"]),
        ("tag:p tag:B", vec!["Total is wrong"]),
        ("by:maya tag:pain receipt", vec!["Looks for the Café receipt"]),
        ("by:ML has:mark", vec!["(mark)"]),
        ("by:moderator", vec!["“The receipt is gone”"]),
        ("has:quote", vec!["“The receipt is gone”"]),
        ("has:severity has:unchecked", vec!["“The receipt is gone”"]),
        ("has:star", vec![]),
        ("'\"); DROP TABLE note; --", vec![]),
        ("???", vec![]),
    ] {
        assert_eq!(found(&study, maya, asked), expected, "{asked}");
    }
    assert_eq!(found(&study, MODERATOR, "receipt").len(), 4, "the moderator reads everything");
    assert_eq!(found(&study, MODERATOR, "by:me"), ["OWN receipt", "“The receipt is gone”"]);
    let refused = study.engine.call_blocking(eve, "search", json!({ "text": "receipt" }));
    assert_eq!(refused.expect_err("observers do not search").code, FaultCode::Forbidden);
    let answer = study.done_query("search", json!({ "text": "tag:nothing has:wings" }));
    assert_eq!(
        answer["problems"],
        json!([
            "“has:wings” is not known; has: takes quote, unchecked, mark, star, severity, who, tag.",
            "No tag begins with “nothing”."
        ])
    );
}

#[test]
fn a_search_is_right_before_and_after_the_index_has_caught_up() {
    let study = Study::new();
    let session = study.live();
    let (pain, bug) = (tag(&study, "pain"), tag(&study, "bug"));
    let mut note = study.note(&session, "the word", "room");
    note["tags"] = json!([pain]);
    study.done("note_add", note.clone());
    let check = |when: &str, asked: &str, expected: usize| {
        assert_eq!(found(&study, MODERATOR, asked).len(), expected, "{asked}, {when}");
    };
    for when in ["at once", "once indexed"] {
        check(when, "word", 1);
        check(when, "tag:pain", 1);
        study.wait_for_index();
    }
    study.done("note_edit", json!({ "note_id": note["note_id"], "body": "another", "tags": [bug] }));
    for when in ["at once", "once indexed"] {
        check(when, "word", 0);
        check(when, "another", 1);
        check(when, "tag:pain", 0);
        check(when, "tag:bug", 1);
        study.wait_for_index();
    }
    study.done("note_delete", json!({ "note_id": note["note_id"] }));
    for when in ["at once", "once indexed"] {
        check(when, "another", 0);
        study.wait_for_index();
    }
}

#[test]
fn a_search_goes_on_below_without_gap_or_repeat() {
    let study = Study::new();
    let session = study.live();
    for number in 0..25 {
        study.done("note_add", study.note(&session, &format!("word {number}"), "room"));
        if number == 12 {
            study.wait_for_index();
        }
    }
    let (mut before, mut seen) = (Value::Null, Vec::new());
    loop {
        let answer = study.done_query("search", json!({ "text": "word", "limit": 7, "before": before }));
        let hits = answer["hits"].as_array().expect("hits");
        seen.extend(hits.iter().map(|hit| hit["note"]["body"].as_str().expect("a body").to_owned()));
        before = answer["next"].clone();
        if before.is_null() {
            break;
        }
    }
    let expected: Vec<_> = (0..25).rev().map(|number| format!("word {number}")).collect();
    assert_eq!(seen, expected);
}

#[test]
fn notes_are_found_by_the_guide_item_they_happened_in() {
    let study = Study::new();
    study.done("import_files", file("guide.md", GUIDE));
    let session = study.live();
    let mark = |item: &str| {
        study.done("item_mark", json!({ "session_id": session, "item": item, "state": "asked" }))
    };
    let write = |body: &str| study.done("note_add", study.note(&session, body, "room"));
    write("before");
    study.clock.advance(1000);
    mark("0.0");
    write("about yesterday");
    study.clock.advance(1000);
    mark("1.0");
    write("in the task");
    assert_eq!(found(&study, MODERATOR, "task:yesterday"), ["about yesterday"]);
    assert_eq!(found(&study, MODERATOR, "task:\"hand in\" in"), ["in the task"]);
    assert!(found(&study, MODERATOR, "task:nowhere").is_empty());
}

const GUIDE: &str = "# Round 2\n\n## Warm-up\n- What did you file yesterday?\n- Who else?\n\n## Reports\n### Task: Hand in a receipt\n> Please hand it in.\nDone when: it is sent.\n";

#[test]
fn one_note_taker_keeps_the_guide() {
    let study = Study::new();
    study.done("import_files", file("guide.md", GUIDE));
    let session = study.live();
    study.open_room();
    let (maya, jonas) = (study.join("note_taker", "Maya"), study.join("note_taker", "Jonas"));
    let scope = format!("session={session}");
    let (mut maya_page, _jonas_page) = (study.page(maya, &scope), study.page(jonas, &scope));
    study.wait_for_presence(2);
    let mark = |actor, item: &str, change: Value| {
        let mut request = json!({ "session_id": session, "item": item, "state": "asked" });
        request.as_object_mut().expect("fields").extend(change.as_object().cloned().expect("fields"));
        study.call_as(actor, "item_mark", request)
    };
    let claim = |actor, claim: bool| {
        study.call_as(actor, "duty_claim", json!({ "session_id": session, "duty": "guide", "claim": claim }))
    };
    let says = |result: Result<Value, protocol::Fault>| result.expect_err("refused").message;
    assert_eq!(says(mark(maya, "0.0", json!({}))), "Nobody keeps the guide yet. Claim it first.");
    claim(maya, true).expect("free");
    study.clock.advance(61_000);
    mark(maya, "0.0", json!({})).expect("her duty");
    assert_eq!(says(mark(jonas, "0.1", json!({}))), "Maya keeps the guide.");
    assert_eq!(says(claim(jonas, true)), "Maya keeps the guide. Ask them to give it back.");
    mark(MODERATOR, "1.0", json!({ "outcome": "with_help" })).expect("the moderator always can");
    assert_eq!(says(mark(maya, "0.1", json!({ "outcome": "failed" }))), "Only a task has an outcome.");
    assert_eq!(says(mark(maya, "7.7", json!({}))), "There is no such item in the guide of this session.");
    maya_page.until("two items", |page| page.of("item").len() == 2);
    let first = maya_page.of("item")[0];
    assert_eq!((&first["item"], &first["at"]), (&json!("0.0"), &json!(NINE + 61_000)));
    let undone = study.call_as(maya, "undo", json!({ "context": scope })).expect("answered");
    assert_eq!(undone["says"], "The guide item is as before.");
    maya_page.until("untouched again", |page| page.of("item")[0]["state"] == "untouched");
    claim(maya, false).expect("given back");
    maya_page.until("nobody's", |page| page.of("duty").is_empty());
    claim(jonas, true).expect("free again");
    let Actor::Member(jonas_id, _) = jonas else { panic!("a member") };
    study.done("member_remove", json!({ "member_id": jonas_id.to_string() }));
    maya_page.until("given back by leaving", |page| page.of("duty").is_empty());
}

#[test]
fn whoever_takes_the_questions_answers_them() {
    let study = Study::new();
    let session = study.live();
    study.open_room();
    let (maya, eve) = (study.join("note_taker", "Maya"), study.join("observer", "Eve"));
    let question = id();
    let ask = json!({ "question_id": question, "session_id": session, "text": "Why?", "when": "now" });
    study.call_as(eve, "question_suggest", ask).expect("suggested");
    let answer = json!({ "question_id": question, "step": "ask" });
    assert_eq!(code(study.call_as(maya, "question_step", answer.clone())), FaultCode::Refused);
    let claim = |duty: &str| json!({ "session_id": session, "duty": duty, "claim": true });
    study.call_as(maya, "duty_claim", claim("questions")).expect("free");
    study.call_as(maya, "question_step", answer).expect("her duty");
    study.done("session_end", json!({ "session_id": session, "early": false }));
    let close = json!({ "session_id": session });
    assert_eq!(code(study.call_as(maya, "debrief_close", close.clone())), FaultCode::Refused);
    study.call_as(maya, "duty_claim", claim("debrief")).expect("free");
    study.call_as(maya, "debrief_close", close).expect("her duty");
    assert!(study.call_as(eve, "duty_claim", claim("guide")).is_err(), "observers have no duties");
}

#[test]
fn counts_of_a_moment_are_for_those_who_have_pressed() {
    let study = Study::new();
    let session = study.live();
    study.open_room();
    let people = ["Maya", "Jonas", "Ada"].map(|name| study.join("note_taker", name));
    let [maya, jonas, ada] = people;
    let eve = study.join("observer", "Eve");
    let scope = format!("session={session}");
    let [mut maya_page, mut jonas_page, mut ada_page] = people.map(|one| study.page(one, &scope));
    let mut eve_page = study.page(eve, &scope);
    study.wait_for_presence(3);
    let press = |actor| {
        let mut mark = study.note(&session, "", "room");
        mark["body"] = Value::Null;
        study.call_as(actor, "note_add", mark.clone()).expect("pressed");
        mark["note_id"].clone()
    };
    let first = press(maya);
    study.clock.advance(9_000);
    let second = press(maya);
    study.clock.advance(4_000);
    let third = press(jonas);
    jonas_page.until("counts", |page| page.of("witnessed").len() == 1);
    let seen = jonas_page.of("witnessed")[0].clone();
    assert_eq!(
        seen["notes"],
        json!([second, third]),
        "the one nearest in time, not the one before it ({first})"
    );
    assert_eq!((&seen["agreed"], &seen["present"]), (&json!(0), &json!(4)));
    ada_page.until("a moment", |page| page.of("moment").len() == 1);
    let moment = ada_page.of("moment")[0].clone();
    assert_eq!((&moment["notes"], &moment["agreed"]), (&Value::Null, &Value::Null), "nobody herds");
    let none = ada_page.raw.iter().find(|frame| frame.contains("\"witnessed\""));
    assert_eq!(none, None, "counts of others are in no frame");
    study.call_as(ada, "moment_agree", json!({ "moment_id": moment["id"] })).expect("agreed");
    ada_page.until("counts", |page| page.of("witnessed").iter().any(|seen| seen["agreed"] == 1));
    maya_page.until("counts", |page| page.of("witnessed").iter().any(|seen| seen["agreed"] == 1));
    study.call_as(jonas, "note_delete", json!({ "note_id": third })).expect("deleted");
    ada_page.until("one mark less", |page| {
        page.of("witnessed").iter().any(|seen| seen["notes"] == json!([second]))
    });
    study.call_as(jonas, "note_restore", json!({ "note_id": third })).expect("back");
    study
        .call_as(jonas, "moment_settle", json!({ "moment_id": moment["id"], "state": "split" }))
        .expect("split");
    ada_page.until("split", |page| page.of("moment")[0]["state"] == "split");
    study.done("session_end", json!({ "session_id": session, "early": false }));
    ada_page.until("counts for all", |page| page.of("moment")[0]["agreed"] == 1);
    study.done("note_add", study.note(&session, "last", "room"));
    eve_page.until("the end", |page| page.bodies().iter().any(|body| body == "last"));
    let told = eve_page.raw.iter().find(|frame| frame.contains("\"moment\"") || frame.contains("witnessed"));
    assert_eq!(told, None, "observers are told nothing of moments");
}

#[test]
fn a_private_tag_makes_its_notes_so_and_led_is_the_moderators() {
    let study = Study::new();
    let session = study.live();
    study.open_room();
    let (maya, jonas) = (study.join("note_taker", "Maya"), study.join("note_taker", "Jonas"));
    let mut note = study.note(&session, "for myself", "room");
    note["tags"] = json!([tag(&study, "private")]);
    study.call_as(maya, "note_add", note.clone()).expect("written");
    let scope = format!("session={session}");
    assert_eq!(study.page(maya, &scope).of("note")[0]["audience"], "own");
    assert!(study.page(jonas, &scope).of("note").is_empty());
    assert!(study.page(jonas, &scope).of("tag").iter().all(|tag| tag["name"] != "led"));
}

#[test]
fn the_codebook_is_changed_merged_and_taken_back() {
    let study = Study::new();
    let session = study.live();
    study.open_room();
    let maya = study.join("note_taker", "Maya");
    let (pain, bug) = (tag(&study, "pain"), tag(&study, "bug"));
    let says = |result: Result<Value, protocol::Fault>| result.expect_err("refused").message;
    let create = |actor, name: &str, fields: Value| {
        let mut request = json!({ "tag_id": id(), "name": name });
        request.as_object_mut().expect("fields").extend(fields.as_object().cloned().expect("fields"));
        study.call_as(actor, "tag_create", request.clone()).map(|made| (request["tag_id"].clone(), made))
    };
    let (checkout, made) = create(maya, "Check out", json!({})).expect("note-takers name what they see");
    assert_eq!(made["tag_id"], checkout);
    let (other, made) = create(MODERATOR, "check-OUT", json!({})).expect("named twice at once");
    assert_eq!(made["tag_id"], checkout, "typed the same, the same tag");
    let mut note = study.note(&session, "with the other id", "room");
    note["tags"] = json!([other, checkout]);
    study.done("note_add", note.clone());
    let refused = create(MODERATOR, "price", json!({ "hotkey": "p" })).map(|made| made.1);
    assert_eq!(says(refused), "P is the key of “pain”. Choose another letter.");
    assert!(study.call_as(maya, "tag_update", json!({ "tag_id": pain, "name": "ouch" })).is_err());
    study.done(
        "tag_update",
        json!({ "tag_id": pain, "name": "hurts", "hotkey": "", "description": "Two\nlines" }),
    );
    assert_eq!(
        says(study.call("tag_update", json!({ "tag_id": bug, "name": "Hurts" }))),
        "There is a tag “hurts” already."
    );
    assert_eq!(
        says(study.call("tag_update", json!({ "tag_id": bug, "parent": bug }))),
        "A tag cannot stand under itself."
    );
    study.done("tag_update", json!({ "tag_id": bug, "parent": pain }));
    assert_eq!(
        says(study.call("tag_update", json!({ "tag_id": pain, "parent": bug }))),
        "A tag cannot stand under itself."
    );
    study.done("tag_move", json!({ "tag_id": checkout, "before": pain }));
    let page = study.page(MODERATOR, "study");
    let mut tags = page.of("tag");
    tags.sort_by_key(|tag| tag["position"].as_u64());
    assert_eq!(tags[0]["id"], checkout);
    let undo = || study.done("undo", json!({ "context": "codebook" }))["says"].clone();
    assert_eq!(undo(), "The codebook is in its order of before.");
    assert_eq!(undo(), "“bug” is as before.");
    study.done("tag_merge", json!({ "tag_id": checkout, "into": pain }));
    let page = study.page(MODERATOR, &format!("session={session}"));
    assert_eq!(page.of("note")[0]["tags"], json!([pain]), "no note loses what it says");
    assert!(page.of("tag").iter().all(|tag| tag["id"] != checkout));
    let mut late = study.note(&session, "from an outbox", "room");
    late["tags"] = json!([checkout, other]);
    study.done("note_add", late.clone());
    let page = study.page(MODERATOR, &format!("session={session}"));
    let late = page.of("note").into_iter().find(|note| note["body"] == "from an outbox").expect("there");
    assert_eq!(late["tags"], json!([pain]), "old ids go on working");
    study.done("tag_retire", json!({ "tag_id": bug, "retired": true }));
    create(MODERATOR, "budget", json!({ "hotkey": "B" })).expect("a retired tag's letter is free");
    let counts = study.done_query("tag_counts", json!({}));
    assert_eq!(counts["counts"], json!([{ "tag_id": pain, "notes": 2 }]));
}

#[test]
fn the_codebook_goes_out_and_comes_back() {
    let study = Study::new();
    let (pain, bug) = (tag(&study, "pain"), tag(&study, "bug"));
    study.done("tag_update", json!({ "tag_id": bug, "parent": pain, "description": "=SUM(1)\n<&>" }));
    study.done("tag_retire", json!({ "tag_id": tag(&study, "clip"), "retired": true }));
    let shown = |study: &Study, with: &[&str]| {
        let page = study.page(MODERATOR, "study");
        let mut tags: Vec<_> = page.of("tag").into_iter().cloned().collect();
        tags.sort_by_key(|tag| tag["name"].to_string());
        let pick = |tag: &Value| with.iter().map(|field| tag[*field].clone()).collect::<Vec<_>>();
        tags.iter().map(pick).collect::<Vec<_>>()
    };
    for (format, fields) in [
        ("codebook_csv", &["name", "color", "hotkey", "description", "retired"][..]),
        ("codebook_qdc", &["id", "name", "color", "description", "parent"][..]),
    ] {
        let made = study.done_query("export_make", json!({ "format": format }));
        let (name, text) = (made["name"].as_str().expect("a name"), made["text"].as_str().expect("a text"));
        let other = Study::new();
        let again = other.done("import_files", file(name, text));
        assert_eq!(again["files"][0]["kind"], "codebook", "{again}");
        if format == "codebook_csv" {
            assert_eq!(shown(&other, fields), shown(&study, fields), "{format}");
        } else {
            // The other study has tags of these names already, with ids of its own.
            let fields = &fields[1..4];
            assert_eq!(shown(&other, fields), shown(&study, fields), "{format}");
        }
        let same = study.done("import_files", file(name, text));
        let unchanged = same["files"][0]["unchanged"].as_u64().expect("a count");
        let at_most_retired = if format == "codebook_csv" { 15 } else { 14 };
        assert!(unchanged >= at_most_retired, "the same file again changes nothing: {same}");
    }
}
