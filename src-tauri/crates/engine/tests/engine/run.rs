//! How a session is run: tasks' clocks, outcomes, questionnaires, turns of sections.

use crate::support::{MODERATOR, Study, code};
use base64::Engine as _;
use protocol::FaultCode;
use serde_json::{Value, json};

const GUIDE: &str = "# Round 2

## Warm-up
- What did you file yesterday? (must ask)

## Tasks
### Task 1: Find it (8 min)
done when: it is open
### Task 2: Send it (8 min)
done when: it is sent
";

pub fn import(study: &Study, name: &str, text: &str) {
    let base64 = base64::engine::general_purpose::STANDARD.encode(text);
    study.done("import_files", json!({ "files": [{ "name": name, "base64": base64 }] }));
}

fn live() -> (Study, String) {
    let study = Study::new();
    import(&study, "guide.md", GUIDE);
    let session = study.live();
    (study, session)
}

fn item(study: &Study, session: &str, item: &str) -> Value {
    let page = study.page(MODERATOR, &format!("session={session}"));
    let found = page.of("item").into_iter().find(|one| one["item"] == item).cloned();
    found.unwrap_or_else(|| panic!("no item {item}"))
}

fn mark(study: &Study, session: &str, item: &str, mut fields: Value) {
    fields["session_id"] = json!(session);
    fields["item"] = json!(item);
    fields["state"] = fields["state"].as_str().unwrap_or("asked").into();
    study.done("item_mark", fields);
}

#[test]
fn a_task_is_timed_without_its_breaks() {
    let (study, session) = live();
    study.clock.advance(60_000);
    mark(&study, &session, "1.0", json!({ "state": "untouched", "clock": "start" }));
    let begun = item(&study, &session, "1.0");
    assert_eq!((&begun["state"], &begun["at"]), (&json!("asked"), &begun["started_at"]), "begun is asked");
    assert_eq!(begun["took_ms"], Value::Null);
    study.clock.advance(30_000);
    study.done("session_step", json!({ "session_id": session, "step": "break" }));
    study.clock.advance(600_000);
    study.done("session_step", json!({ "session_id": session, "step": "resume" }));
    study.clock.advance(12_000);
    mark(&study, &session, "1.0", json!({ "assists": 2, "errors": 1 }));
    mark(&study, &session, "1.0", json!({ "outcome": "with_help" }));
    let over = item(&study, &session, "1.0");
    assert_eq!(
        (&over["took_ms"], &over["outcome"]),
        (&json!(42_000), &json!("with_help")),
        "an outcome ends it"
    );
    assert_eq!((&over["assists"], &over["errors"], &over["at"]), (&json!(2), &json!(1), &begun["at"]));
    mark(&study, &session, "1.0", json!({ "seq": 5 }));
    assert_eq!(item(&study, &session, "1.0")["seq"], 5);
    let context = json!({ "context": format!("session={session}") });
    study.done("undo", context.clone());
    assert_eq!(item(&study, &session, "1.0")["seq"], Value::Null);
    study.done("undo", context.clone());
    let runs = item(&study, &session, "1.0");
    assert_eq!((&runs["stopped_at"], &runs["outcome"]), (&Value::Null, &Value::Null), "it runs again");
    study.done("redo", context);
    assert_eq!(item(&study, &session, "1.0")["took_ms"], 42_000);
    mark(&study, &session, "1.0", json!({ "state": "untouched" }));
    let blank = item(&study, &session, "1.0");
    assert_eq!(
        (&blank["started_at"], &blank["assists"], &blank["at"]),
        (&Value::Null, &json!(0), &Value::Null)
    );
}

#[test]
fn one_task_runs_at_a_time_and_none_after_the_end() {
    let (study, session) = live();
    mark(&study, &session, "1.0", json!({ "clock": "start" }));
    study.clock.advance(20_000);
    mark(&study, &session, "1.1", json!({ "clock": "start" }));
    assert_eq!(item(&study, &session, "1.0")["took_ms"], 20_000, "the other one stopped");
    study.done("undo", json!({ "context": format!("session={session}") }));
    assert_eq!(item(&study, &session, "1.0")["stopped_at"], Value::Null, "both with one undo");
    assert_eq!(item(&study, &session, "1.1")["state"], "untouched");
    study.clock.advance(10_000);
    study.done("session_end", json!({ "session_id": session, "early": false }));
    assert_eq!(item(&study, &session, "1.0")["took_ms"], 30_000, "the end stops it");
}

#[test]
fn what_is_no_task_has_no_clock() {
    let (study, session) = live();
    let refused = [
        json!({ "item": "0.0", "clock": "start" }),
        json!({ "item": "0.0", "seq": 3 }),
        json!({ "item": "1.0", "clock": "stop" }),
        json!({ "item": "1.0", "clock": "pause" }),
        json!({ "item": "1.0", "seq": 8 }),
        json!({ "item": "1.0", "errors": 100 }),
    ];
    for mut fields in refused {
        (fields["session_id"], fields["state"]) = (json!(session), json!("asked"));
        let fault = study.call("item_mark", fields.clone());
        assert!(matches!(code(fault), FaultCode::Refused | FaultCode::Invalid), "{fields}");
    }
}

#[test]
fn questionnaires_are_for_the_team_and_scored() {
    let (study, session) = live();
    study.open_room();
    let (maya, eve) = (study.join("note_taker", "Maya"), study.join("observer", "Eve"));
    let scope = format!("session={session}");
    let mut page = study.page(maya, &scope);
    let person = page.of("participant")[0]["id"].clone();
    let form = |form: &str, answers: Value| json!({ "session_id": session, "participant_id": person, "form": form, "answers": answers });
    study.done("form_record", form("sus", json!([5, 4, 2, 1, 2, 3, 2, 4, 5, 2])));
    study.done("form_record", form("umux_lite", json!([6, 5])));
    page.until("both", |page| page.of("form").len() == 2);
    let score = |page: &crate::support::Page, kind: &str| {
        page.of("form").iter().find(|one| one["form"] == kind).map(|one| one["score"].clone())
    };
    assert_eq!((score(&page, "sus"), score(&page, "umux_lite")), (Some(json!(55.0)), Some(json!(75.0))));
    let without_duty = study.call_as(maya, "form_record", form("sus", json!([3, 3, 3, 3, 3, 3, 3, 3, 3, 3])));
    assert_eq!(code(without_duty), FaultCode::Refused);
    assert_eq!(code(study.call_as(eve, "form_record", form("sus", json!([])))), FaultCode::Forbidden);
    assert_eq!(code(study.call("form_record", form("sus", json!([1, 2])))), FaultCode::Invalid);
    study.done("form_record", form("sus", json!([])));
    page.until("removed", |page| page.of("form").len() == 1);
    assert!(study.page(eve, &scope).of("form").is_empty());
    study.done("form_record", form("umux_lite", json!([7, 7])));
    let exported = study.done_query("export_make", json!({ "format": "jsonl", "session_id": session }));
    let text = exported["text"].as_str().expect("text");
    assert!(text.contains(r#""form":"umux_lite""#) && text.contains(r#""score":100.0"#), "{text}");
}

#[test]
fn sections_that_rotate_take_turns_and_the_export_keeps_the_order() {
    let study = Study::new();
    import(
        &study,
        "guide.md",
        "# R\n\n## One\n- A?\n\n## Two (rotate)\n- B?\n\n## Three (5 min, rotate)\n### Task: C\ndone when: it is\n",
    );
    let mut orders = Vec::new();
    for (code, minute) in [("P01", 600), ("P02", 700), ("P03", 800)] {
        let (_, session) = study.session(code, minute);
        study.start(&session, true);
        let page = study.page(MODERATOR, "study");
        let own = page.of("session").into_iter().find(|one| one["id"] == session.as_str()).cloned();
        orders.push(own.expect("a session")["section_order"].clone());
        mark(&study, &session, "2.0", json!({ "clock": "start" }));
        study.clock.advance(65_000);
        mark(&study, &session, "2.0", json!({ "outcome": "thinks_done", "errors": 1 }));
        mark(&study, &session, "0.0", json!({}));
        mark(&study, &session, "1.0", json!({ "state": "skipped" }));
        study.done("session_end", json!({ "session_id": session, "early": false }));
    }
    assert_eq!(orders, [json!([0, 1, 2]), json!([0, 2, 1]), json!([0, 1, 2])]);
    let day = json!("2026-11-26");
    let text = |format: &str| {
        let made = study.done_query("export_make", json!({ "format": format, "day": day }));
        made["text"].as_str().expect("text").to_owned()
    };
    let lines: Vec<Value> =
        text("jsonl").lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let task = lines.iter().find(|line| line["item"] == "2.0").expect("the task");
    assert_eq!(
        (&task["order"], &task["took_ms"], &task["outcome"]),
        (&json!(1), &json!(65_000), &json!("thinks_done"))
    );
    assert!(lines.iter().any(|line| line["kind"] == "session" && line["section_order"] == json!([0, 2, 1])));
    let markdown = text("md");
    assert!(markdown.contains("asked · thinks it's done · took 00:01:05 · 1 error · task: C"), "{markdown}");
    assert!(markdown.contains("skipped · B?"), "{markdown}");
    let csv = text("csv");
    assert!(csv.contains(r#""thinks done","0","1","00:01:05","""#), "{csv}");
    import(&study, "notes.csv", &csv);
}
