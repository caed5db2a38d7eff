//! A debrief in the exports, and a day in a few lines.

use crate::run::import;
use crate::support::{MODERATOR, NINE, Study, id};
use proptest::prelude::*;
use serde_json::{Value, json};

fn exported(study: &Study, fields: Value) -> String {
    study.done_query("export_make", fields)["text"].as_str().expect("a text").to_owned()
}

fn debriefed(study: &Study, session: &str, top: &[&str], surprise: &str) {
    study.done("session_end", json!({ "session_id": session, "early": false }));
    study.done("debrief_start", json!({ "session_id": session }));
    study.done("debrief_write", json!({ "session_id": session, "top": top, "surprise": surprise }));
}

fn decide(study: &Study, session: &str, kind: &str, text: &str, build: Option<&str>) {
    let fields =
        json!({ "decision_id": id(), "session_id": session, "decision": kind, "text": text, "build": build });
    study.done("decision_add", fields);
}

fn name(study: &Study, code: &str, name: &str, contact: &str) {
    let page = study.page(MODERATOR, "study");
    let person = page.of("participant").into_iter().find(|one| one["code"] == code).cloned();
    let person = person.expect("in the study")["id"].clone();
    study.done("identity_keep", json!({ "participant_id": person, "name": name, "contact": contact }));
}

#[test]
fn minutes_are_exported_once_they_are_shown() {
    let study = Study::new();
    study.done("study_update", json!({ "build": "1.4" }));
    let session = study.live();
    debriefed(&study, &session, &["Login is confusing"], "They laughed");
    for format in ["md", "jsonl", "csv"] {
        let text = exported(&study, json!({ "format": format, "session_id": session }));
        assert!(
            !text.contains("Login is confusing") && !text.contains("laughed"),
            "the moderator waits, too"
        );
    }
    study.done("debrief_reveal", json!({ "session_id": session }));
    decide(&study, &session, "prototype", "Bigger button", Some("1.5"));
    let markdown = exported(&study, json!({ "format": "md", "session_id": session }));
    for part in [
        "1 person handed in.",
        "1. Login is confusing · said by 1 of 1",
        "- They laughed",
        "Prototype, build 1.4 → 1.5",
    ] {
        assert!(markdown.contains(part), "{part} is not in {markdown}");
    }
    let jsonl = exported(&study, json!({ "format": "jsonl" }));
    for kind in ["debrief", "entry", "decision"] {
        assert!(jsonl.contains(&format!("\"kind\":\"{kind}\"")), "{kind} is not in {jsonl}");
    }
    assert!(!exported(&study, json!({ "format": "csv" })).contains("laughed"), "a table of notes stays one");
}

/// A real name that somebody typed does not leave with the minutes.
#[test]
fn what_is_passed_on_names_people_by_code() {
    let study = Study::new();
    let session = study.live();
    name(&study, "P04", "Mark Weber", "mark@example.org");
    let add = |body: &str| {
        let note = study.note(&session, body, "team");
        study.done("note_add", note.clone());
        note["note_id"].clone()
    };
    add("Mark asks for mark@example.org");
    let verb = add("Mark it as read, he says");
    study.done("mask_lift", json!({ "of": "note", "id": verb, "lifted": true }));
    debriefed(&study, &session, &["Mark got lost"], "“Weber” was misread");
    study.done("debrief_reveal", json!({ "session_id": session }));
    decide(&study, &session, "other", "Call Mark Weber back", None);
    let markdown = exported(&study, json!({ "format": "md", "session_id": session }));
    for part in ["P04 asks for \\[e-mail address\\]", "Mark it as read", "P04 got lost", "Call P04 back"] {
        assert!(markdown.contains(part), "{part} is not in {markdown}");
    }
    assert!(!markdown.contains("Weber") && !markdown.contains("mark@"), "{markdown}");
    for format in ["csv", "jsonl"] {
        let text = exported(&study, json!({ "format": format, "session_id": session }));
        assert!(
            text.contains("Mark asks for mark@example.org"),
            "what is read in again stays as it was: {text}"
        );
    }
}

#[test]
fn a_day_in_a_few_lines() {
    let study = Study::new();
    import(
        &study,
        "guide.md",
        "# Round 2\n\n## Warm-up\n- What did you file? (must ask)\n- Who pays? (must ask)\n",
    );
    study.done("study_update", json!({ "build": "1.4" }));
    let session = study.live();
    study.open_room();
    let eve = study.join("observer", "Eve");
    name(&study, "P04", "Mark Weber", "mark@example.org");
    study.done("item_mark", json!({ "session_id": session, "item": "0.0", "state": "asked" }));
    let question =
        json!({ "question_id": id(), "session_id": session, "text": "Does Mark travel?", "when": "wrap_up" });
    study.call_as(eve, "question_suggest", question).expect("suggested");
    study.clock.advance(55 * 60_000);
    debriefed(
        &study,
        &session,
        &["Mark cannot find the login", "“It is a maze”", "Write to mark@example.org"],
        "",
    );
    study.clock.advance(1_000);
    let say = json!({ "session_id": session, "top": ["Nobody finds the login"], "surprise": "" });
    study.call_as(eve, "debrief_write", say).expect("saved");
    study.done("debrief_reveal", json!({ "session_id": session }));
    decide(&study, &session, "prototype", "Bigger login", Some("1.5"));
    decide(&study, &session, "guide", "Ask about Fridays first", None);
    decide(&study, &session, "brief", "What does\nhe do on Fridays?", None);
    study.done("debrief_close", json!({ "session_id": session }));
    let (_, missed) = study.session("P05", 690);
    study.done("session_step", json!({ "session_id": missed, "step": "no_show" }));
    let (_, shut) = study.session("P06", 780);
    study.start(&shut, false);
    debriefed(&study, &shut, &["SHUT"], "SHUT");
    study.done("debrief_close", json!({ "session_id": shut }));
    decide(&study, &shut, "other", "SHUT", None);
    let (slot, next) = (id(), id());
    study.done(
        "slot_create",
        json!({
            "slot_id": slot, "session_id": next, "date": "2026-11-27", "start_minute": 540, "length_minutes": 60,
            "kind": "session", "session_kind": "interview", "participants": ["P07"], "label": "with Mark",
        }),
    );
    let text = exported(&study, json!({ "format": "day_text", "day": "2026-11-26" }));
    let expected = "\
Expenses, Thursday 26 November 2026

Sessions, Europe/Berlin
- 10:00–10:55 P04: usability test, done, build 1.4
- 11:30 P05: usability test, no-show
- 10:55–10:55 P06: took place

Top 3 after P04
1. P04 cannot find the login (2 of 2)
2. “It is a maze” (1 of 2)
3. Write to [e-mail address] (1 of 2)

What changed
- Prototype 1.4 → 1.5, after P04: Bigger login
- Guide, after P04: Ask about Fridays first

Next, Friday 27 November 2026
- 09:00 P07: interview, planned

Questions for the brief
- What does he do on Fridays?
- Does P04 travel?

Still to ask
- Who pays? (not asked: P04)
";
    assert_eq!(text, expected);
    let name =
        study.done_query("export_make", json!({ "format": "day_text", "day": "2026-11-26" }))["name"].clone();
    assert_eq!(name, "2026-11-26.txt");
    let empty = study.engine.call_blocking(
        MODERATOR,
        "export_make",
        json!({ "format": "day_text", "day": "2026-11-28" }),
    );
    assert!(empty.expect_err("nothing").message.contains("no session is planned on that day"));
    let which = study.engine.call_blocking(MODERATOR, "export_make", json!({ "format": "day_text" }));
    assert!(which.expect_err("no day").message.contains("say which"));
}

/// How a session of the day went.
#[derive(Clone, Copy, Debug)]
struct Went {
    observed: bool,
    quoted: bool,
    withdrawn: bool,
    revealed: bool,
}

fn went() -> impl Strategy<Value = Went> {
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    flags.prop_map(|(observed, quoted, withdrawn, revealed)| Went { observed, quoted, withdrawn, revealed })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn a_day_in_a_few_lines_tells_no_secret(sessions in prop::collection::vec(went(), 1..4)) {
        let study = Study::new();
        study.open_room();
        for (went, number) in sessions.iter().zip(1u16..) {
            let (code, who) = (format!("P0{number}"), format!("Quirin{number}"));
            let (_, session) = study.session(&code, 600 + 60 * number);
            name(&study, &code, &format!("{who} Zettelmeyer"), "quirin@secret.example");
            let consent =
                json!({ "observed": went.observed, "recorded": true, "quoted": went.quoted, "clipped": false });
            study.done("session_start", json!({ "session_id": session, "consent": consent }));
            for audience in ["room", "team", "own"] {
                study.done("note_add", study.note(&session, &format!("NOTE-{audience}"), audience));
            }
            study.clock.advance(60_000);
            let quote = format!("“QUOTE-{number}”");
            let said = format!("SAID-{number} by {who}, quirin@secret.example, +49 30 1234567");
            debriefed(&study, &session, &[&said, &quote], &quote);
            for kind in ["prototype", "brief", "guide", "other"] {
                decide(&study, &session, kind, &format!("MEANT-{number} for {who} Zettelmeyer"), None);
                decide(&study, &session, kind, &quote, None);
            }
            if went.revealed {
                study.done("debrief_reveal", json!({ "session_id": session }));
            }
            if went.withdrawn {
                study.done("consent_withdraw", json!({ "session_id": session, "erase": false }));
            }
            study.clock.advance(60_000);
        }
        let last = sessions.len() as u16;
        let text = exported(&study, json!({ "format": "day_text", "day": "2026-11-26" }));
        for secret in ["Quirin", "Zettelmeyer", "secret.example", "1234567", "NOTE-"] {
            prop_assert!(!text.contains(secret), "{} is in {}", secret, text);
        }
        for (went, number) in sessions.iter().zip(1u16..) {
            let told = went.observed && !went.withdrawn;
            // The next session's start shows what nobody showed.
            let shown = told && (went.revealed || number < last);
            let has = |what: &str| text.contains(&format!("{what}-{number}"));
            prop_assert_eq!(has("SAID"), shown, "{:?}: {}", went, text);
            prop_assert_eq!(has("MEANT"), told, "{:?}: {}", went, text);
            prop_assert_eq!(has("QUOTE"), told && went.quoted, "{:?}: {}", went, text);
            prop_assert!(text.contains(&format!("P0{number}")), "it took place: {}", text);
        }
        prop_assert!(study.engine.now() > NINE);
    }
}
