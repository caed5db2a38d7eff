//! Ways round the record: late copies, odd key times, other sessions, clocks put back, answers that are kept.

use crate::erase::files_with;
use crate::support::{NINE, Study, code, id};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use engine::{Actor, Engine};
use protocol::FaultCode;
use serde_json::{Value, json};

const SECOND: i64 = 1_000;
const HOUR: i64 = 3_600 * SECOND;

fn off(study: &Study, session: &str, on: bool) {
    study.done("off_record", json!({ "session_id": session, "on": on }));
}

fn photo(note: &Value, at: Option<i64>) -> Value {
    let mut bytes = vec![0xFF, 0xD8];
    bytes.extend(
        b"\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0photohush\xff\xd9",
    );
    json!({ "photo_id": id(), "note_id": note, "name": "a.jpg", "base64": STANDARD.encode(bytes), "chosen_at": at })
}

fn import(study: &Study, name: &str, text: &str, columns: Value) -> Value {
    let file = json!({ "name": name, "base64": STANDARD.encode(text), "columns": columns });
    study.done("import_files", json!({ "files": [file] }))
}

#[test]
fn a_late_copy_of_what_has_no_id_of_its_own_does_not_come_back() {
    let study = Study::new();
    import(&study, "guide.md", "# R\n\n## Warm-up\n- What did you file?\n", Value::Null);
    let session = study.live();
    study.open_room();
    let eve = study.join("observer", "Eve");
    let scope = format!("session={session}");
    let participant = study.page(crate::support::MODERATOR, &scope).of("participant")[0]["id"].clone();
    let ask = json!({ "question_id": id(), "session_id": session, "text": "Why?", "when": "now" });
    study.call_as(eve, "question_suggest", ask.clone()).expect("asked");
    study.clock.advance(60 * SECOND);
    let from = study.engine.now();
    let form = |answers: Value| {
        json!({
            "command_id": id(), "session_id": session, "participant_id": participant, "form": "umux_lite",
            "answers": answers,
        })
    };
    let late = [
        ("form_record", form(json!([7, 6]))),
        ("item_mark", json!({ "command_id": id(), "session_id": session, "item": "0.0", "state": "asked" })),
        (
            "question_step",
            json!({
                "command_id": id(), "question_id": ask["question_id"], "step": "decline",
                "reason": "reasonhush",
            }),
        ),
    ];
    for (name, fields) in &late {
        study.done(name, fields.clone());
    }
    // Answers that were taken back are still in the history.
    study.done("form_record", form(json!([])));
    study.clock.advance(SECOND);
    study.done("erase_stretch", json!({ "session_id": session, "from": from, "to": study.engine.now() }));
    study.clock.advance(60 * SECOND);
    for (name, fields) in &late {
        assert_eq!(code(study.call(name, fields.clone())), FaultCode::OffRecord, "{name}");
    }
    let page = study.page(crate::support::MODERATOR, &scope);
    assert!(page.of("form").is_empty() && page.of("item").is_empty());
    assert_eq!(page.of("question")[0]["status"], "suggested");
    study.engine.close();
    assert_eq!(files_with(&study, "reasonhush"), [] as [String; 0]);
    assert_eq!(files_with(&study, "{\"answers\":[7,6]}"), [] as [String; 0]);
}

#[test]
fn a_photo_is_captured_when_it_was_chosen() {
    let study = Study::new();
    let session = study.live();
    study.clock.advance(60 * SECOND);
    let note = study.note(&session, "At the counter", "room");
    study.done("note_add", note.clone());
    let note = &note["note_id"];
    study.clock.advance(60 * SECOND);
    let from = study.engine.now();
    study.done("photo_add", photo(note, None));
    study.clock.advance(60 * SECOND);
    let preview = json!({ "session_id": session, "from": from, "to": from + SECOND });
    assert_eq!(study.done_query("erase_preview", preview.clone())["says"], "Erases 1 photo, for good.");
    study.done("erase_stretch", preview);
    let page = study.page(crate::support::MODERATOR, &format!("session={session}"));
    assert_eq!((page.of("photo").len(), page.bodies().len()), (0, 1), "the note was there before");
    assert_eq!(files_with(&study, "photohush"), [] as [String; 0]);
    study.done("photo_add", photo(note, None));
    let kept = study.page(crate::support::MODERATOR, &format!("session={session}"));
    study.done("photo_delete", json!({ "photo_id": kept.of("photo")[0]["id"] }));
    assert_eq!(files_with(&study, "photohush"), [] as [String; 0], "not in the log either");
    off(&study, &session, true);
    study.clock.advance(SECOND);
    let inside = study.engine.now();
    study.clock.advance(SECOND);
    off(&study, &session, false);
    study.clock.advance(SECOND);
    assert_eq!(
        code(study.call("photo_add", photo(note, Some(inside)))),
        FaultCode::OffRecord,
        "it came late"
    );
    study.done("photo_add", photo(note, Some(from - SECOND)));
}

#[test]
fn a_gap_is_everybodys() {
    let study = Study::new();
    let earlier = study.live();
    study.clock.advance(60 * SECOND);
    let note = study.note(&earlier, "x", "room");
    study.done("note_add", note.clone());
    study.done("session_end", json!({ "session_id": earlier, "early": false }));
    let (_, session) = study.session("P05", 700);
    study.start(&session, true);
    off(&study, &session, true);
    study.clock.advance(SECOND);
    assert_eq!(code(study.call("note_add", study.note(&earlier, "hush", "room"))), FaultCode::OffRecord);
    let change = json!({ "note_id": note["note_id"], "body": "hush" });
    assert_eq!(code(study.call("note_edit", change)), FaultCode::OffRecord);
}

#[test]
fn a_clock_put_back_does_not_end_a_gap() {
    let study = Study::new();
    let session = study.live();
    study.clock.advance(60 * SECOND);
    off(&study, &session, true);
    study.engine.close();
    let clock = std::sync::Arc::new(engine::ManualClock::at(NINE + SECOND));
    let again = Engine::open(&study.path, crate::support::options(&clock)).expect("it opens");
    let study = Study { engine: again, clock, ..study };
    assert_eq!(code(study.call("note_add", study.note(&session, "hush", "room"))), FaultCode::OffRecord);
    off(&study, &session, false);
    study.clock.advance(SECOND);
    study.done("note_add", study.note(&session, "kept", "room"));
}

#[test]
fn keys_that_nobody_can_have_pressed_are_refused() {
    let study = Study::new();
    let session = study.live();
    study.open_room();
    let (maya, eve) = (study.join("note_taker", "Maya"), study.join("observer", "Eve"));
    let mut note = study.note(&session, "x", "room");
    for typed in [i64::MIN, NINE - 2 * HOUR] {
        (note["typed_from"], note["typed_to"]) = (json!(typed), json!(typed));
        assert_eq!(code(study.call_as(maya, "note_add", note.clone())), FaultCode::Invalid);
        let ask = json!({
            "question_id": id(), "session_id": session, "text": "?", "when": "now", "typed_from": typed,
            "typed_to": typed,
        });
        assert_eq!(code(study.call_as(eve, "question_suggest", ask)), FaultCode::Invalid);
    }
    study.clock.advance(60 * SECOND);
    // A withdrawn session takes nothing, and takes nothing with it of the others of that day.
    let morning = NINE - 2 * HOUR;
    study.done("consent_withdraw", json!({ "session_id": session, "erase": true }));
    for typed in [i64::MIN, morning, NINE, study.engine.now()] {
        (note["typed_from"], note["typed_to"]) = (json!(typed), json!(typed));
        assert!(study.call_as(maya, "note_add", note.clone()).is_err(), "typed at {typed}");
    }
    let tag = |at: i64| json!({ "tag_id": id(), "name": format!("t{at}"), "typed_from": at, "typed_to": at });
    study.call_as(maya, "tag_create", tag(morning)).expect("from another session, late");
    assert_eq!(code(study.call_as(maya, "tag_create", tag(NINE + SECOND))), FaultCode::OffRecord);
}

#[test]
fn an_absurd_stretch_breaks_nothing() {
    let study = Study::new();
    let session = study.live();
    study.clock.advance(60 * SECOND);
    study.done("erase_stretch", json!({ "session_id": session, "from": i64::MIN, "to": i64::MAX }));
    for format in ["md", "csv", "jsonl"] {
        study.done_query("export_make", json!({ "format": format }));
    }
    let backwards = json!({ "session_id": session, "from": NINE + SECOND, "to": NINE });
    assert_eq!(code(study.call("erase_stretch", backwards)), FaultCode::Invalid);
}

#[test]
fn a_name_that_is_forgotten_or_left_out_is_in_no_file() {
    let study = Study::new();
    study.live();
    let person = study.page(crate::support::MODERATOR, "study").of("participant")[0]["id"].clone();
    let keep = |name: &str| {
        study.done("identity_keep", json!({ "participant_id": person, "name": name, "contact": "" }));
    };
    keep("Mariahush");
    let copy = study.folder.path().join("Study.backroom.before-format-2");
    engine::file::backup(&study.path, &copy).expect("copied");
    keep("Annahush");
    assert_eq!(files_with(&study, "Mariahush"), [] as [String; 0]);
    keep("");
    assert_eq!(files_with(&study, "hush"), [] as [String; 0]);
    let csv = "participant,Plan,Remark\nP04,Team,lefthush\nP05,Solo,rowhush\n";
    let columns = json!([
        { "column": "participant", "role": "code" }, { "column": "Plan", "role": "attribute" },
        { "column": "Remark", "role": "leave_out" },
    ]);
    import(&study, "screener.csv", csv, columns);
    let ics = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:20261126T140000Z\r\nDTEND:20261126T150000Z\r\nSUMMARY:Interview P04\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:20201126T140000Z\r\nDTEND:20201126T150000Z\r\nSUMMARY:Call with Gonehush\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    import(&study, "day.ics", ics, Value::Null);
    study.engine.close();
    assert_eq!(files_with(&study, "hush"), [] as [String; 0]);
}

#[test]
fn who_was_there_and_what_they_saw_too_goes_with_its_stretch() {
    let study = Study::new();
    study.open_room();
    let [eve, finn] = ["Eve", "Finn"].map(|name| study.join("observer", name));
    let session = study.live();
    let eves = study.page(eve, "study");
    study.clock.advance(60 * SECOND);
    let note = study.note(&session, "Hesitates", "room");
    study.done("note_add", note.clone());
    let saw = |actor, on: bool| {
        study.call_as(actor, "note_saw", json!({ "note_id": note["note_id"], "on": on })).expect("said");
    };
    saw(eve, true);
    study.clock.advance(60 * SECOND);
    let from = study.engine.now();
    let finns = study.page(finn, "study");
    saw(finn, true);
    let decision = json!({
        "decision_id": id(), "session_id": session, "decision": "prototype", "text": "A wizardhush", "build": "1.1hush",
    });
    study.done("decision_add", decision);
    study.clock.advance(SECOND);
    drop(finns);
    let mut console = study.page(crate::support::MODERATOR, &format!("session={session}"));
    console.until("Finn is away", |page| page.of("presence").iter().any(|one| one["observers"] == 1));
    assert_eq!(console.of("note")[0]["saw_too"], 2);
    let stretch = json!({ "session_id": session, "from": from, "to": study.engine.now() });
    study.done("erase_stretch", stretch);
    console.until("one is left", |page| page.of("note").iter().all(|note| note["saw_too"] == 1));
    assert_eq!(study.page(finn, "study").of("mine")[0]["saw"], json!([]));
    assert_eq!(study.page(eve, "study").of("mine")[0]["saw"], json!([note["note_id"]]));
    assert_eq!(console.of("study")[0]["build"], Value::Null, "the build is what it was");
    study.wait_for_index();
    assert_eq!(files_with(&study, "hush"), [] as [String; 0]);
    // 121 seconds ran, and Eve was there for all of them.
    study.done("session_end", json!({ "session_id": session, "early": false }));
    let joined = |actor| study.page(actor, "study").of("mine")[0]["sessions"].clone();
    assert_eq!((joined(eve), joined(finn)), (json!(1), json!(0)));
    drop(eves);
    let reader = store::read_only(&study.path).expect("readable");
    let Actor::Member(finn, _) = finn else { panic!("a member") };
    let stays = reader.snapshot(|tables| tables.stays_of(finn)).expect("read");
    let inside = |at: i64| from < at && at < from + SECOND;
    assert!(stays.iter().all(|stay| !inside(stay.from) && !stay.to.is_some_and(inside)), "{stays:?}");
}
