//! Commands: repeats, refusals, states.

use crate::support::{MODERATOR, Study, by_link, code, id, run};
use protocol::FaultCode;
use serde_json::{Value, json};

#[test]
fn a_repeated_command_gets_the_first_answer_and_writes_nothing() {
    let study = Study::new();
    let session = study.live();
    let mut note = study.note(&session, "once", "room");
    note["command_id"] = json!(id());
    let first = study.call("note_add", note.clone()).expect("saved");
    study.clock.advance(5_000);
    let second = study.call("note_add", note.clone()).expect("saved before");
    assert_eq!(first, second, "a page that lost the answer must get the same one");
    let page = study.page(MODERATOR, &format!("session={session}"));
    assert_eq!(page.bodies(), ["once"], "sending again must not double the note");
    note["body"] = json!("other words");
    assert_eq!(code(study.call("note_add", note)), FaultCode::Conflict, "one command id is one command");
}

#[test]
fn an_id_is_made_once_and_never_comes_back() {
    let study = Study::new();
    let session = study.live();
    let note = study.note(&session, "first", "room");
    study.done("note_add", note.clone());
    let mut other = note.clone();
    other["body"] = json!("second");
    assert_eq!(code(study.call("note_add", other)), FaultCode::Conflict, "the id has other content");
    study.done("note_delete", json!({ "note_id": note["note_id"] }));
    assert_eq!(code(study.call("note_add", note.clone())), FaultCode::Gone, "a late copy of a deleted note");
    study.done("note_restore", json!({ "note_id": note["note_id"] }));
    let page = study.page(MODERATOR, &format!("session={session}"));
    assert_eq!(page.bodies(), ["first"], "deleting is undoable");
}

#[test]
fn texts_are_kept_exactly_or_refused() {
    let study = Study::new();
    let session = study.live();
    let kept = [
        "שלום עולם ‏(right to left)",
        "👩🏽‍🔬 family 👨‍👩‍👧‍👦",
        "<script>alert(1)</script> & \"quotes\" 'n' \\ \u{200b}",
        "tab\there",
        "  spaces kept  ",
        "'; DROP TABLE note; --",
    ];
    for body in kept {
        study.done("note_add", study.note(&session, body, "room"));
    }
    let limit = "é".repeat(10_000);
    study.done("note_add", study.note(&session, &limit, "room"));
    study.done("note_add", study.note(&session, "one\r\ntwo\rthree", "room"));
    let page = study.page(MODERATOR, &format!("session={session}"));
    let bodies = page.bodies();
    for body in kept.iter().copied().chain([limit.as_str(), "one\ntwo\nthree"]) {
        assert!(bodies.iter().any(|own| own == body), "{body:?} must be kept as typed");
    }
    let refused = [
        ("nul\0", FaultCode::Invalid),
        ("bell\u{7}", FaultCode::Invalid),
        ("   ", FaultCode::Invalid),
        (&*"x".repeat(10_001), FaultCode::TooLarge),
    ];
    for (body, expected) in refused {
        let fault = study.call("note_add", study.note(&session, body, "room")).expect_err("refused");
        assert_eq!(fault.code, expected, "{}", fault.message);
    }
    assert_eq!(study.page(MODERATOR, &format!("session={session}")).bodies().len(), bodies.len());
}

#[test]
fn a_session_needs_a_decision_and_runs_alone() {
    let study = Study::new();
    let (_, first) = study.session("P04", 600);
    let (_, second) = study.session("P05", 690);
    let fault = study.call("session_start", json!({ "session_id": first })).expect_err("no decision");
    assert!(fault.message.contains("consent"), "{}", fault.message);
    study.done("session_start", json!({ "session_id": first, "override_reason": "Signed on paper" }));
    let consent = json!({ "observed": true, "recorded": false, "quoted": true, "clipped": false });
    let fault = study
        .call("session_start", json!({ "session_id": second, "consent": consent }))
        .expect_err("one session at a time");
    assert_eq!(fault.message, "P04 is still live. End it first.");
    study.clock.advance(60_000);
    study.done("session_step", json!({ "session_id": first, "step": "break" }));
    study.clock.advance(60_000);
    study.done("session_step", json!({ "session_id": first, "step": "resume" }));
    study.done("session_end", json!({ "session_id": first, "early": false }));
    study.done("session_start", json!({ "session_id": second, "consent": consent }));
    let page = study.page(MODERATOR, "study");
    let sessions = page.of("session");
    let first = sessions.iter().find(|session| session["id"] == first.as_str()).expect("the first");
    assert_eq!(first["status"], "done");
    assert_eq!(
        first["intervals"][0]["to"],
        crate::support::NINE + 120_000,
        "the break ended when it was resumed"
    );
    assert!(first["debrief_closed_at"].is_i64(), "the next session ends the debrief before it");
}

#[test]
fn nobodys_words_are_altered_by_another_note_taker() {
    let study = Study::new();
    let session = study.live();
    study.open_room();
    let (maya, jonas) = (study.join("note_taker", "Maya"), study.join("note_taker", "Jonas"));
    let note = study.note(&session, "“mine”", "room");
    study.call_as(maya, "note_add", note.clone()).expect("note-takers write");
    let edit = |field: &str, value: Value| {
        let mut edit = json!({ "note_id": note["note_id"] });
        edit[field] = value;
        edit
    };
    for (field, value) in [("body", json!("yours")), ("audience", json!("team"))] {
        let refused = code(study.call_as(jonas, "note_edit", edit(field, value.clone())));
        assert_eq!(refused, FaultCode::Forbidden, "{field} is the author's");
        study.call_as(maya, "note_edit", edit(field, value)).expect("one's own");
    }
    let delete = json!({ "note_id": note["note_id"] });
    assert_eq!(code(study.call_as(jonas, "note_delete", delete)), FaultCode::Forbidden);
    // What the team makes of words is the team's.
    for (field, value) in [("severity", json!(3)), ("starred", json!(true)), ("at", note["at"].clone())] {
        study.call_as(jonas, "note_edit", edit(field, value)).expect("the team's");
    }
    study.done("note_edit", edit("body", json!("by the moderator")));
    study.call_as(maya, "note_edit", edit("audience", json!("own"))).expect("one's own");
    let hidden = code(study.call_as(jonas, "note_edit", edit("starred", json!(false))));
    assert_eq!(hidden, FaultCode::NotFound, "what one may not see is not there");
}

#[test]
fn a_removed_member_can_do_nothing_more() {
    let study = Study::new();
    let session = study.live();
    study.open_room();
    let maya = study.join("note_taker", "Maya");
    let engine::Actor::Member(maya_id, _) = maya else { panic!("a member") };
    study.done("member_remove", json!({ "member_id": maya_id.to_string() }));
    let note = study.note(&session, "late", "room");
    assert_eq!(code(study.call_as(maya, "note_add", note)), FaultCode::Unauthorized);
    assert!(study.page(maya, "study").ended, "a removed member's stream gives nothing");
}

#[test]
fn links_let_in_until_they_are_renewed_or_the_room_closes() {
    let study = Study::new();
    study.open_room();
    let old = study.room()["observer_link"].as_str().expect("a link").to_owned();
    let token = old.split_once('#').expect("a token").1.to_owned();
    let joined = run(study.engine.join(by_link(&token, ""))).expect("the link lets in");
    assert_eq!(joined.me.name, "Observer-1", "whoever gives no name gets one");
    study.done("link_renew", json!({ "role": "observer" }));
    assert_eq!(run(study.engine.join(by_link(&token, "x"))).expect_err("revoked").code, FaultCode::Forbidden);
    assert_eq!(study.engine.admit(&joined.me.id, &joined.cookie), Some(joined.actor), "who is in stays in");
    assert_eq!(study.engine.admit(&joined.me.id, "guess"), None);
    study.clock.advance(24 * 3600 * 1000);
    assert_eq!(study.engine.admit(&joined.me.id, &joined.cookie), None, "a cookie counts for 24 h");
    study.done("room_close", json!({}));
    assert_eq!(study.room()["open"], false);
}

#[test]
fn requests_that_cannot_be_read_change_nothing() {
    let study = Study::new();
    let before = study.page(MODERATOR, "study").cursor;
    let cases = [
        ("note_add", json!({ "note_id": 1 }), FaultCode::Invalid),
        ("note_add", json!({ "surprise": true }), FaultCode::Invalid),
        ("no_such_thing", json!({}), FaultCode::NotFound),
        ("session_step", json!({ "session_id": "x", "step": "end" }), FaultCode::Invalid),
        ("session_step", json!({ "session_id": id(), "step": "confirm" }), FaultCode::NotFound),
        ("study_update", json!({ "zone": "Mars/Olympus" }), FaultCode::Invalid),
    ];
    for (name, body, expected) in cases {
        assert_eq!(code(study.call(name, body.clone())), expected, "{name} {body}");
    }
    let without_id = study.engine.call_blocking(MODERATOR, "study_update", json!({ "title": "x" }));
    assert_eq!(code(without_id), FaultCode::Invalid, "a change needs a command id");
    assert_eq!(study.page(MODERATOR, "study").cursor, before, "nothing was written");
}

#[test]
fn a_day_is_laid_out_whole_or_not_at_all() {
    let study = Study::new();
    let proposal = study.done("day_propose", json!({ "date": "2026-11-27" }));
    let starts: Vec<u64> = proposal["slots"]
        .as_array()
        .expect("slots")
        .iter()
        .map(|slot| slot["start_minute"].as_u64().unwrap_or(0))
        .collect();
    assert_eq!(starts, [540, 630, 720, 795, 855, 945], "09:00, 10:30, 12:00, lunch 13:15, 14:15, 15:45");
    let mut slots: Vec<_> = proposal["slots"]
        .as_array()
        .expect("slots")
        .iter()
        .map(|slot| {
            json!({
                "slot_id": id(), "session_id": id(), "date": "2026-11-27", "start_minute": slot["start_minute"],
                "length_minutes": slot["length_minutes"], "kind": slot["kind"], "participants": [], "label": "",
            })
        })
        .collect();
    slots[3]["label"] = json!("Lunch");
    let mut broken = slots.clone();
    broken[5]["length_minutes"] = json!(1);
    assert_eq!(
        code(study.call("day_lay_out", json!({ "slots": broken, "confirmed": false }))),
        FaultCode::Invalid
    );
    assert!(study.page(MODERATOR, "study").of("slot").is_empty(), "all or none");
    study.done("day_lay_out", json!({ "slots": slots, "confirmed": false }));
    assert_eq!(study.page(MODERATOR, "study").of("slot").len(), 6);
    let warnings = study.done("day_warnings", json!({ "date": "2026-11-27" }));
    assert_eq!(warnings["warnings"], json!([]), "the defaults are a sound day");
}

#[test]
fn opening_the_room_twice_with_one_command_opens_it_once() {
    let study = Study::new();
    study.open_room();
    study.done("room_close", json!({}));
    let open = json!({ "command_id": id(), "reach": "loopback", "plain_http": false });
    let first = study.done("room_open", open.clone());
    let link = study.room()["observer_link"].clone();
    assert_eq!(study.done("room_open", open), first, "a repeat gets the first answer");
    assert_eq!(study.room()["observer_link"], link, "and makes no new links");
    let again = study.call("room_open", json!({ "reach": "loopback", "plain_http": false }));
    assert!(again.expect_err("open").message.contains("open already"));
}
