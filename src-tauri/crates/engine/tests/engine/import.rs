//! Files in and out, through the commands.

use crate::support::{MODERATOR, NINE, Study, code, options};
use base64::Engine as _;
use engine::{Engine, ManualClock};
use protocol::FaultCode;
use serde_json::{Value, json};
use std::sync::Arc;

fn file(name: &str, bytes: &[u8]) -> Value {
    json!({ "files": [{ "name": name, "base64": base64::engine::general_purpose::STANDARD.encode(bytes) }] })
}

const PLAN: &str = "uid,date,start,length,participant,kind,title\n\
    a,2026-11-27,09:00,60,P01,interview,First\n\
    b,2026-11-27,10:30,60,P02,usability test,Second\n";

#[test]
fn importing_a_schedule_again_updates_and_never_doubles() {
    let study = Study::new();
    let preview = study.done("import_preview", file("plan.csv", PLAN.as_bytes()));
    assert_eq!(preview["files"][0]["added"], 2);
    assert!(study.page(MODERATOR, "study").of("slot").is_empty(), "a preview changes nothing");
    study.done("import_files", file("plan.csv", PLAN.as_bytes()));
    let again = study.done("import_files", file("plan.csv", PLAN.as_bytes()));
    assert_eq!((&again["files"][0]["added"], &again["files"][0]["unchanged"]), (&json!(0), &json!(2)));
    let moved = PLAN.replace("10:30", "11:00");
    let report = study.done("import_files", file("plan.csv", moved.as_bytes()));
    assert_eq!(report["files"][0]["changed"], 1, "{report}");
    let page = study.page(MODERATOR, "study");
    assert_eq!(page.of("slot").len(), 2, "a moved row is the same slot");
    assert!(page.of("slot").iter().any(|slot| slot["start_minute"] == 660));
}

#[test]
fn a_bad_file_gets_one_sentence_and_changes_nothing() {
    let study = Study::new();
    let before = study.page(MODERATOR, "study").cursor;
    let cases: [(&str, &[u8]); 6] = [
        ("empty.ics", b""),
        ("binary.csv", b"\x00\x01\x02\xff"),
        (
            "broken.ics",
            b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:nonsense\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        ),
        ("nothing.ics", b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"),
        ("guide.md", b"# Guide\n\n## Tasks\n\n### Task: hand it in\n\n> Please hand it in.\n"),
        ("notes.csv", b"session,time,author,note\nP99,00:00:01,Maya,hello\n"),
    ];
    for (name, bytes) in cases {
        let fault = study.call("import_files", file(name, bytes)).expect_err(name);
        assert!(fault.message.contains(name), "{name} must be named: {}", fault.message);
        assert!(fault.message.ends_with("Nothing was changed."), "{}", fault.message);
    }
    assert_eq!(code(study.call("import_files", json!({ "files": [] }))), FaultCode::Invalid);
    assert_eq!(study.page(MODERATOR, "study").cursor, before);
}

#[test]
fn the_sample_day_is_alive_at_every_hour() {
    let folder = tempfile::tempdir().expect("a folder");
    for hour in [0, 8, 9, 11, 12, 23] {
        let clock = Arc::new(ManualClock::at(NINE + (hour - 9) * 3_600_000));
        let options = options(&clock);
        let path = folder.path().join(format!("sample-{hour}.backroom"));
        engine::create_sample(&path, &options).expect("the sample is made by the importers");
        assert_eq!(engine::file::check(&path).expect("it opens"), Vec::<String>::new());
        let request =
            protocol::ExportMake { format: protocol::ExportFormat::Jsonl, day: None, session_id: None };
        let export = engine::file::export(&path, &request).expect("it can be exported");
        for line in export.text.lines() {
            let object: Value = serde_json::from_str(line).expect("JSON lines");
            let at = object["at_ms"].as_i64().or(object["ended_at_ms"].as_i64()).unwrap_or(0);
            assert!(at <= NINE + (hour - 9) * 3_600_000, "at {hour}:00 the sample knows the future: {line}");
        }
        assert!(export.text.lines().filter(|line| line.contains("\"note\"")).count() > 5, "it has notes");
    }
}

#[test]
fn an_export_can_be_read_back() {
    let study = Study::new();
    let session = study.live();
    let hostile = ["=1+1", "a,b\n\"c\"", "“as they said it”", "# not a heading <b>"];
    for body in hostile {
        study.done("note_add", study.note(&session, body, "room"));
        study.clock.advance(1_000);
    }
    study.done("session_end", json!({ "session_id": session, "early": false }));
    for format in ["md", "csv", "jsonl"] {
        let export = study.done("export_make", json!({ "format": format, "day": "2026-11-26" }));
        assert!(export["name"].as_str().is_some_and(|name| name.ends_with(format)));
    }
    let csv = study.done("export_make", json!({ "format": "csv", "day": "2026-11-26" }));
    let other = Study::new();
    other.session("P04", 600);
    let text = csv["text"].as_str().expect("text");
    other.done("import_files", file("notes.csv", text.as_bytes()));
    let id = other.page(MODERATOR, "study").of("session")[0]["id"].as_str().expect("an id").to_owned();
    let mut bodies = other.page(MODERATOR, &format!("session={id}")).bodies();
    bodies.sort();
    let mut expected: Vec<String> = hostile.map(str::to_owned).to_vec();
    expected.sort();
    assert_eq!(bodies, expected, "what went out comes back as it was");
    let report = other.done("import_files", file("notes.csv", text.as_bytes()));
    assert_eq!(report["files"][0]["added"], 0, "and never twice");
}

#[test]
fn a_study_without_consent_to_quote_exports_no_quotes() {
    let study = Study::new();
    let (_, session) = study.session("P04", 600);
    let consent = json!({ "observed": true, "recorded": true, "quoted": false, "clipped": false });
    study.done("session_start", json!({ "session_id": session, "consent": consent }));
    study.done("note_add", study.note(&session, "“VERBATIM”", "room"));
    study.done("note_add", study.note(&session, "PARAPHRASE", "room"));
    for format in ["md", "csv", "jsonl"] {
        let export = study.done("export_make", json!({ "format": format }));
        let text = export["text"].as_str().expect("text");
        assert!(!text.contains("VERBATIM"), "{format} quotes without consent");
        assert!(text.contains("PARAPHRASE"), "{format}");
    }
    study.engine.close();
    let _ = Engine::open(&study.path, study.options.clone()).expect("closing frees the lock");
}

#[test]
fn a_real_name_in_a_calendars_title_does_not_become_a_label() {
    let study = Study::new();
    let plan = "date,start,length,participant,title\n2026-11-27,09:00,60,P01,Interview with REAL NAME\n";
    study.done("import_files", file("plan.csv", plan.as_bytes()));
    let page = study.page(MODERATOR, "study");
    assert_eq!(page.of("slot")[0]["label"], "", "the code is what everybody knows the participant by");
}

#[test]
fn notes_may_name_a_session_by_its_code_and_by_its_place_in_the_day() {
    let study = Study::new();
    study.done("import_files", file("plan.csv", PLAN.as_bytes()));
    let notes = "session,kind,time,author,note,tags\n\
        P01,break,00:10:00,,,\n\
        2026-11-27 09:00,resume,00:15:00,,,\n\
        2026-11-27 09:00,off the record,00:20:00,,,\n\
        P01,on the record,00:25:00,,,\n\
        P01,note,00:30:00,Maya,by code,New\n\
        P02,note,00:30:00,Maya,next,new\n";
    let report = study.done("import_files", file("notes.csv", notes.as_bytes()));
    assert_eq!(
        (&report["files"][0]["added"], &report["files"][0]["first_day"]),
        (&json!(2), &json!("2026-11-27"))
    );
    let page = study.page(MODERATOR, "study");
    let first =
        page.of("session").into_iter().find(|one| one["intervals"] != json!([])).expect("it has breaks");
    let kinds: Vec<&Value> =
        first["intervals"].as_array().expect("a list").iter().map(|one| &one["kind"]).collect();
    assert_eq!(kinds, ["break", "off_record"], "both names mean one session");
    let tags = page.of("tag");
    assert_eq!(tags.iter().filter(|tag| tag["name"] == "New").count(), 1, "a tag is made once");
}

#[test]
fn a_page_that_is_open_shows_a_large_import_too() {
    let study = Study::new();
    let (_, session) = study.session("P04", 600);
    let mut page = study.page(MODERATOR, &format!("session={session}"));
    let mut text = String::from("session,time,author,note\n");
    for number in 0..2_100 {
        text += &format!("P04,00:00:{:02},Maya,note {number}\n", number % 60);
    }
    study.done("import_files", file("notes.csv", text.as_bytes()));
    page.until("all of them", |page| page.bodies().len() == 2_100);
}

const CALENDAR: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART;TZID=Europe/Berlin:20261127T090000\r\n\
    DURATION:PT1H\r\nSUMMARY:P01 interview with REAL NAME\r\nORGANIZER;CN=REAL NAME:mailto:x@example.org\r\nEND:VEVENT\r\n\
    BEGIN:VEVENT\r\nUID:b\r\nSEQUENCE:2\r\nDTSTART;TZID=W. Europe Standard Time:20261127T103000\r\nDURATION:PT45M\r\n\
    SUMMARY:P02 usability test\r\nLOCATION:https://meet.example.org/b\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:s\r\n\
    DTSTART:20261130T090000\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY;COUNT=3\r\nSUMMARY:P03 P04 focus group\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

fn states(report: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let rows = report["files"][0]["rows"].as_array().cloned().unwrap_or_default();
    rows.iter().map(|row| (text(&row["state"]), text(&row["says"]))).collect()
}

#[test]
fn a_calendar_that_comes_again_tells_what_is_gone_and_loses_nothing() {
    let study = Study::new();
    let report = study.done("import_files", file("plan.ics", CALENDAR.as_bytes()));
    assert_eq!(report["files"][0]["added"], 5, "{report}");
    assert!(report["files"][0]["skipped"].to_string().contains("1 time without a time zone"), "{report}");
    let page = study.page(MODERATOR, "study");
    assert!(!json!(page.of("slot")).to_string().contains("REAL NAME"), "a name is no label");

    // The download again: one moved, one revision too old, one gone.
    let later = CALENDAR
        .replace("UID:a\r\n", "UID:a\r\nSEQUENCE:1\r\n")
        .replace("20261127T090000", "20261127T080000");
    let later = later.replace("SEQUENCE:2", "SEQUENCE:1").replace("COUNT=3", "COUNT=2");
    let report = study.done("import_preview", file("plan (1).ics", later.as_bytes()));
    let rows = states(&report);
    let has = |state: &str, says: &str| rows.iter().any(|row| row.0 == state && row.1.contains(says));
    assert!(has("changed", "from 09:00 to 08:00"), "{rows:?}");
    assert!(has("skipped", "a newer version of it was imported before"), "{rows:?}");
    assert!(has("gone", "P03 P04, Wednesday 2 December 09:00: no longer in the file"), "{rows:?}");
    study.done("import_files", file("plan (1).ics", later.as_bytes()));
    assert_eq!(
        study.page(MODERATOR, "study").of("slot").len(),
        5,
        "what is gone stays until it is cancelled"
    );

    let cancelled = "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nBEGIN:VEVENT\r\nUID:s\r\nSEQUENCE:9\r\nDTSTART:20261130T090000\r\nSUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let report = study.done("import_files", file("cancel.ics", cancelled.as_bytes()));
    assert_eq!(
        report["files"][0]["cancelled"], 3,
        "a series that is called off takes all its dates: {report}"
    );
}

#[test]
fn a_file_of_the_past_says_so_and_adds_nothing() {
    let study = Study::new();
    let past = CALENDAR.replace("202611", "202510");
    let report = study.done("import_files", file("Expenses.ics", past.as_bytes()));
    assert_eq!(
        report["files"][0]["summary"],
        "Expenses.ics has no events from today on. 5 are in the past, the last on 1 November 2025."
    );
    assert!(study.page(MODERATOR, "study").of("slot").is_empty());
}

#[test]
fn columns_that_were_said_once_are_known_next_time() {
    let study = Study::new();
    let text = "Wann;Wer;Was\n27.11.2026 09:00;P01;Gespräch\n";
    let preview = study.done("import_preview", file("termine.csv", text.as_bytes()));
    assert_eq!(preview["files"][0]["needs_columns"], true, "{preview}");
    assert!(study.call("import_files", file("termine.csv", text.as_bytes())).is_err(), "nothing is guessed");
    let mut said = file("termine.csv", text.as_bytes());
    said["files"][0]["columns"] = json!([
        { "column": "Wann", "role": "start" }, { "column": "Wer", "role": "code" }, { "column": "Was", "role": "leave_out" },
    ]);
    study.done("import_files", said);
    let later = text.replace("09:00", "10:00");
    let report = study.done("import_files", file("termine neu.csv", later.as_bytes()));
    assert_eq!(
        (&report["files"][0]["kind"], &report["files"][0]["changed"]),
        (&json!("schedule"), &json!(1))
    );
}

#[test]
fn answers_that_come_again_are_brought_up_to_date() {
    let study = Study::new();
    let first = "#,How easy was it?,Your email,Participant code,Submit Date (UTC),Network ID\n\
        a1,3,ada@example.org,P01,2026-11-20 10:00:00,n1\nb2,7,bo@example.org,,2026-11-20 11:00:00,n2\n";
    let report = study.done("import_files", file("responses.csv", first.as_bytes()));
    assert_eq!((&report["files"][0]["kind"], &report["files"][0]["added"]), (&json!("answers"), &json!(2)));
    let second = format!("{}c3,1,,,2026-11-21 11:00:00,n3\n", first.replace("b2,7", "b2,6"));
    let report = study.done("import_files", file("responses of today.csv", second.as_bytes()));
    let file_report = &report["files"][0];
    assert_eq!(
        (&file_report["added"], &file_report["changed"], &file_report["unchanged"]),
        (&json!(1), &json!(1), &json!(1)),
        "{report}"
    );
    assert!(study.page(MODERATOR, "study").of("participant").iter().any(|one| one["code"] == "P01"));
    study.engine.close();
    let bytes = std::fs::read(&study.path).expect("the study");
    let holds = |what: &str| bytes.windows(what.len()).any(|part| part == what.as_bytes());
    assert!(holds("How easy was it?") && !holds("ada@example.org"), "addresses are left out");
}

#[test]
fn the_plan_as_a_calendar_is_the_same_plan_elsewhere() {
    let study = Study::new();
    study.done("import_files", file("plan.ics", CALENDAR.as_bytes()));
    let slots = |study: &Study| -> Vec<Value> {
        let page = study.page(MODERATOR, "study");
        let sessions = page.of("session");
        let mut slots: Vec<Value> = page
            .of("slot")
            .iter()
            .map(|slot| {
                let own = sessions.iter().find(|one| one["slot_id"] == slot["id"]);
                let codes: Vec<Value> = own
                    .and_then(|one| one["seats"].as_array().cloned())
                    .unwrap_or_default()
                    .iter()
                    .map(|seat| seat["code"].clone())
                    .collect();
                json!([
                    slot["date"],
                    slot["start_minute"],
                    slot["length_minutes"],
                    slot["zone"],
                    slot["kind"],
                    own.map(|one| &one["kind"]),
                    codes,
                    own.map(|one| &one["meeting_link"])
                ])
            })
            .collect();
        slots.sort_by_key(ToString::to_string);
        slots
    };
    let export = study.done("export_make", json!({ "format": "ics" }));
    let text = export["text"].as_str().expect("text").to_owned();
    assert!(text.lines().all(|line| line.trim_end_matches('\r').len() <= 75), "lines are folded");
    assert!(text.contains("SUMMARY:P01 interview\r\n") && !text.contains("REAL NAME"), "{text}");
    let other = Study::new();
    other.done("import_files", file("plan.ics", text.as_bytes()));
    assert_eq!(slots(&other), slots(&study));
    // Into the study that it came from it changes nothing.
    let report = study.done("import_files", file("own.ics", text.as_bytes()));
    assert_eq!(
        (&report["files"][0]["added"], &report["files"][0]["unchanged"]),
        (&json!(0), &json!(5)),
        "{report}"
    );
    // An edit makes a later revision, and a cancelled slot says so.
    let slot = study.page(MODERATOR, "study").of("slot")[0]["id"].as_str().expect("an id").to_owned();
    study.done("slot_cancel", json!({ "slot_id": slot, "reason": null }));
    let again = study.done("export_make", json!({ "format": "ics" }));
    let again = again["text"].as_str().expect("text");
    let event =
        again.split("BEGIN:VEVENT").find(|event| event.contains(&slot)).expect("it stays in the calendar");
    assert!(event.contains("STATUS:CANCELLED") && !event.contains("SEQUENCE:0\r\n"), "{event}");
}
