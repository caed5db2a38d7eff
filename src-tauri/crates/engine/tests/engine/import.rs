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
