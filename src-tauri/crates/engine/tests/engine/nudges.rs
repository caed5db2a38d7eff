//! Nudges, which are kept nowhere, and what observers are told of the guide.

use crate::support::{MODERATOR, Page, Study, code};
use base64::Engine as _;
use engine::Actor;
use protocol::FaultCode;
use serde_json::{Value, json};

fn nudges(page: &Page) -> Vec<Value> {
    let events = page.raw.iter().map(|raw| serde_json::from_str::<Value>(raw).expect("JSON"));
    events.filter(|event| event["type"] == "nudge").collect()
}

#[test]
fn a_nudge_reaches_whom_it_is_for_and_no_file() {
    let study = Study::new();
    let session = study.live();
    study.open_room();
    let (maya, eve) = (study.join("note_taker", "Maya"), study.join("observer", "Eve"));
    let send =
        |who: Actor, text: &str| study.engine.call_blocking(who, "nudge_send", json!({ "text": text }));
    assert_eq!(send(maya, "Sound is gone ZEBRA").expect("sent")["to"], 0, "nobody is at the console");
    assert_eq!(send(MODERATOR, "Fetch P05 ZEBRA").expect("sent")["to"], 0, "no note-taker has a page open");
    let mut console = study.page(MODERATOR, &format!("session={session}"));
    let [mut hers, mut observers] = [maya, eve].map(|who| study.page(who, &format!("session={session}")));
    study.wait_for_presence(1);
    assert_eq!(send(maya, "Ask why ZEBRA").expect("sent")["to"], 1);
    assert_eq!(send(MODERATOR, "  Reset the prototype ZEBRA ").expect("sent")["to"], 1);
    console.until("the nudge", |page| !nudges(page).is_empty());
    hers.until("the nudge", |page| !nudges(page).is_empty());
    let [to_console, to_her] = [&console, &hers].map(nudges);
    assert_eq!((to_console.len(), to_her.len()), (1, 1), "each reads the other's alone");
    let (from, text) = (&to_console[0]["from"], &to_console[0]["text"]);
    assert_eq!(
        (from, text, &to_console[0]["at"]),
        (&json!("Maya"), &json!("Ask why ZEBRA"), &json!(study.engine.now()))
    );
    assert_eq!(to_her[0]["text"], "Reset the prototype ZEBRA");

    assert_eq!(code(send(eve, "Psst")), FaultCode::Forbidden);
    assert_eq!(code(send(maya, " ")), FaultCode::Invalid);
    assert_eq!(code(send(maya, "two\nlines")), FaultCode::Invalid);
    send(maya, &"ß".repeat(80)).expect("80 characters");
    let long = send(maya, &"ß".repeat(81)).expect_err("81");
    assert_eq!(long.message, "A nudge may have 80 characters; this has 81. It was not saved.");
    study.done("off_record", json!({ "session_id": session, "on": true }));
    for who in [maya, MODERATOR] {
        assert_eq!(code(send(who, "Ask why")), FaultCode::OffRecord);
    }
    study.done("off_record", json!({ "session_id": session, "on": false }));
    study.clock.advance(1000);
    send(maya, "Go on").expect("sent");
    study.done("member_remove", json!({ "member_id": match maya { Actor::Member(id, _) => id.to_string(), Actor::Moderator => String::new() } }));
    assert_eq!(code(send(maya, "Ask why")), FaultCode::Unauthorized);

    study.done("note_add", study.note(&session, "after", "room"));
    observers.until("the note", |page| page.bodies() == ["after"]);
    assert!(nudges(&observers).is_empty(), "observers are told none");
    assert!(nudges(&study.page(MODERATOR, "study")).is_empty(), "what was said is not said again");
    study.engine.close();
    for (path, bytes) in study.files() {
        assert!(!bytes.windows(5).any(|window| window == b"ZEBRA"), "in {}", path.display());
    }
}

#[test]
fn observers_are_told_where_a_session_stands_and_nothing_else_of_the_guide() {
    const GUIDE: &str = "# Round 2\n\n## Warm-up\n- What did you file?\n  - probe: SECRET-PROBE\n- Who else?\n\n## Reports\n- SECRET-LATER question?\n";
    let study = Study::new();
    let base64 = base64::engine::general_purpose::STANDARD.encode(GUIDE);
    study.done("import_files", json!({ "files": [{ "name": "guide.md", "base64": base64 }] }));
    let session = study.live();
    study.open_room();
    let eve = study.join("observer", "Eve");
    let mut page = study.page(eve, &format!("session={session}"));
    let progress =
        |page: &Page| -> Value { page.of("progress").first().map_or(Value::Null, |one| (*one).clone()) };
    let told = |page: &Page| {
        let one = progress(page);
        (one["item"].clone(), one["done"].clone(), one["items"].clone())
    };
    assert_eq!(told(&page), (Value::Null, json!(0), json!(3)), "counts only");
    study.done("study_update", json!({ "observers_see_guide": true }));
    page.until("the item", |page| told(page).0 == "What did you file?");
    let mark = |item: &str, state: &str| {
        study.clock.advance(1000);
        study.done("item_mark", json!({ "session_id": session, "item": item, "state": state }));
    };
    mark("0.0", "asked");
    page.until("the next", |page| told(page) == (json!("Who else?"), json!(1), json!(3)));
    assert_eq!(progress(&page)["since"], study.engine.now());
    study.done("undo", json!({ "context": format!("session={session}") }));
    page.until("undone", |page| told(page) == (json!("What did you file?"), json!(0), json!(3)));
    mark("0.0", "skipped");
    page.until("the next", |page| told(page) == (json!("Who else?"), json!(1), json!(3)));
    let now = study.engine.now();
    study.done("erase_stretch", json!({ "session_id": session, "from": now - 500, "to": now }));
    page.until("erased", |page| told(page) == (json!("What did you file?"), json!(0), json!(3)));
    study.done("study_update", json!({ "observers_see_guide": false }));
    page.until("counts only", |page| told(page).0.is_null());
    study.done("session_end", json!({ "session_id": session, "early": false }));
    page.until("in debrief", |page| page.of("session").iter().any(|one| one["status"] == "done"));
    assert_eq!(told(&page).2, 3);
    study.done("session_step", json!({ "session_id": session, "step": "reopen" }));
    page.until("goes on", |page| page.of("session").iter().any(|one| one["status"] == "live"));
    study.done("session_end", json!({ "session_id": session, "early": false }));
    study.done("debrief_close", json!({ "session_id": session }));
    page.until("closed", |page| page.of("progress").is_empty());
    let raw = page.raw.join("\n");
    assert!(!raw.contains("SECRET"), "neither probes nor what is to come");
    for kind in ["guide", "item", "duty"] {
        assert!(!raw.contains(&format!("\"kind\":\"{kind}\"")), "no {kind}");
    }
}
