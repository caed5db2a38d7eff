//! Participants, their columns and names, versions of the guide and its file, the brief and whom to invite.

use crate::run::import;
use crate::support::{MODERATOR, Page, Study, code, id, run};
use protocol::FaultCode;
use serde_json::{Value, json};

fn person(study: &Study, code: &str) -> Value {
    let page = study.page(MODERATOR, "study");
    page.of("participant").into_iter().find(|one| one["code"] == code).cloned().expect("a participant")
}

#[test]
fn a_participant_is_made_changed_and_shown_under_the_new_code() {
    let study = Study::new();
    study.open_room();
    let eve = study.join("observer", "Eve");
    let made = json!({ "participant_id": id(), "code": "p01" });
    study.done("participant_create", made.clone());
    study.session("P04", 600);
    let p04 = person(&study, "P04")["id"].clone();
    let mut page = study.page(eve, "study");
    assert_eq!(
        code(study.call("participant_create", json!({ "participant_id": id(), "code": "P01" }))),
        FaultCode::Refused
    );
    assert_eq!(
        code(study.call("participant_update", json!({ "participant_id": p04, "code": "P01" }))),
        FaultCode::Refused
    );
    study.done(
        "participant_update",
        json!({
            "participant_id": p04, "code": "GP-3", "zone": "Europe/Warsaw", "incentive": "80 EUR",
            "incentive_state": "paid",
            "attributes": [{ "name": "role", "value": "Finance lead" }, { "name": "age", "value": "44" }],
        }),
    );
    let changed = person(&study, "GP-3");
    assert_eq!((&changed["incentive"], &changed["incentive_state"]), (&json!("80 EUR"), &json!("paid")));
    assert_eq!(changed["zone"], "Europe/Warsaw");
    let seat = |page: &Page| page.of("session")[0]["seats"][0].clone();
    page.until("the new code", |page| seat(page)["code"] == "GP-3");
    assert_eq!(seat(&page)["attributes"], json!([]), "a new column is private");
    study.done("column_publish", json!({ "column": "role", "public": true }));
    page.until("the role", |page| seat(page)["attributes"][0]["value"] == "Finance lead");
    assert!(!page.raw.iter().any(|frame| frame.contains("\"44\"")), "only that column");
    study.done("column_publish", json!({ "column": "role", "public": false }));
    page.until("no role", |page| seat(page)["attributes"] == json!([]));
    assert_eq!(
        code(study.call("column_publish", json!({ "column": "x", "public": true }))),
        FaultCode::NotFound
    );
    let paid = json!({ "participant_id": made["participant_id"], "incentive_state": "paid" });
    assert_eq!(code(study.call("participant_update", paid)), FaultCode::Refused, "of nothing");
}

#[test]
fn a_name_is_kept_in_one_place() {
    let study = Study::new();
    study.session("P04", 600);
    let p04 = person(&study, "P04")["id"].clone();
    let keep = |name: &str| json!({ "participant_id": p04, "name": name, "contact": "zq-mail@example.org" });
    let mut kept = keep("Zanzibara Quux");
    kept["command_id"] = json!(id());
    let first = study.done("identity_keep", kept.clone());
    assert_eq!(study.done("identity_keep", kept), first, "a repeat gets the first answer");
    assert_eq!(study.done("identity_show", json!({ "participant_id": p04 }))["name"], "Zanzibara Quux");
    assert_eq!(person(&study, "P04")["has_identity"], true);
    study.done("identity_keep", json!({ "participant_id": p04, "name": "", "contact": "" }));
    assert_eq!(person(&study, "P04")["has_identity"], false);
    study.engine.close();
    for (_, bytes) in study.files() {
        for secret in [b"Zanzibara".as_slice(), b"zq-mail"] {
            assert!(
                !bytes.windows(secret.len()).any(|window| window == secret),
                "nowhere else, and now nowhere"
            );
        }
    }
}

#[test]
fn a_study_has_a_segment_quotas_and_a_build() {
    let study = Study::new();
    let quotas = json!([{ "value": "Finance", "target": 6 }, { "value": "Sales", "target": 4 }]);
    study.done("study_update", json!({ "segment": "role", "quotas": quotas, "build": "118" }));
    let session = study.live();
    let page = study.page(MODERATOR, "study");
    let known = page.of("study")[0];
    assert_eq!(
        (&known["segment"], &known["quotas"], &known["build"]),
        (&json!("role"), &quotas, &json!("118"))
    );
    let own = page.of("session").into_iter().find(|one| one["id"] == session.as_str()).expect("a session");
    assert_eq!(own["build"], "118", "a session is run with the build of its time");
    for broken in [
        json!([{ "value": "a", "target": 0 }]),
        json!([{ "value": "a", "target": 1 }, { "value": "a", "target": 2 }]),
    ] {
        assert!(matches!(
            code(study.call("study_update", json!({ "quotas": broken }))),
            FaultCode::Invalid | FaultCode::Refused
        ));
    }
    study.done("study_update", json!({ "segment": "", "build": "" }));
    assert_eq!(study.page(MODERATOR, "study").of("study")[0]["build"], Value::Null);
}

const FIRST: &str = "# R\n\n## One\n- What did you file yesterday? (must ask)\n- Who else?\n\n## Two\n- And then? (must ask)\n- Why? (must ask)\n";

#[test]
fn versions_are_compared_line_by_line() {
    let study = Study::new();
    import(&study, "guide.md", FIRST);
    assert_eq!(code(study.engine.call_blocking(MODERATOR, "guide_compare", json!({}))), FaultCode::Refused);
    import(&study, "guide.md", &format!("{FIRST}\n\n<!-- a comment -->\n"));
    assert_eq!(study.page(MODERATOR, "study").of("guide").len(), 1, "what says the same is no version");
    let second = FIRST.replace("yesterday", "last week").replace("- Why?", "- How often?\n- Why?");
    import(&study, "guide.md", &second.replace('\n', "\r\n"));
    let changes = study.done_query("guide_compare", json!({}));
    assert_eq!((&changes["from"], &changes["to"]), (&json!(1), &json!(2)));
    assert_eq!(changes["says"], "1 question added, 1 reworded.");
    let lines: Vec<(String, u64, String)> = changes["lines"]
        .as_array()
        .expect("lines")
        .iter()
        .map(|line| {
            let text = |name: &str| line[name].as_str().expect("text").to_owned();
            (text("state"), line["line"].as_u64().expect("a number"), text("text"))
        })
        .filter(|(state, ..)| state != "same")
        .collect();
    let line = |state: &str, line, text: &str| (state.to_owned(), line, text.to_owned());
    assert_eq!(
        lines,
        [
            line("removed", 4, "- What did you file yesterday? (must ask)"),
            line("added", 4, "- What did you file last week? (must ask)"),
            line("added", 9, "- How often?"),
        ]
    );
}

#[test]
fn the_followed_file_is_in_force_or_the_last_good_version_is() {
    let study = Study::new();
    let path = "/home/somebody/guide.md";
    let read = |text: Option<&str>| {
        run(study.engine.guide_read(MODERATOR, path, text.map(str::as_bytes))).expect("written");
        let page = study.page(MODERATOR, "study");
        let newest = page.of("guide").iter().map(|guide| guide["version"].as_u64().expect("a number")).max();
        (newest, page.of("guide_file").first().map(|file| (file["state"].clone(), file["says"].clone())))
    };
    assert_eq!(read(Some(FIRST)), (None, None), "nobody follows it");
    assert_eq!(code(study.call("guide_follow", json!({ "path": "guide.md" }))), FaultCode::Invalid);
    study.done("guide_follow", json!({ "path": path }));
    assert_eq!(study.engine.guide_path().expect("readable").as_deref(), Some(path));
    let in_force = Some((json!("in_force"), Value::Null));
    assert_eq!(read(Some(FIRST)), (Some(1), in_force.clone()));
    let session = study.live();
    let second = FIRST.replace("Who else?", "Who else did?");
    assert_eq!(read(Some(&second)), (Some(2), in_force.clone()));
    assert_eq!(read(Some(&second)), (Some(2), in_force.clone()), "saved without a change");
    let page = study.page(MODERATOR, "study");
    let version = |number: u64| {
        page.of("guide").into_iter().find(|guide| guide["version"] == number).expect("a guide")["id"].clone()
    };
    let own = page.of("session").into_iter().find(|one| one["id"] == session.as_str()).expect("a session");
    assert_eq!(own["guide_id"], version(1), "a session keeps the version that it is run with");
    let (newest, told) = read(Some("# R\n\n## One\n- Who?\n\n### Task: Send it\nno end\n"));
    let says = "guide.md, line 6: a task needs a line “done when: …”. Version 2 stays in force.";
    assert_eq!((newest, told), (Some(2), Some((json!("broken"), json!(says)))));
    let (newest, told) = read(None);
    let says = "guide.md is not there any more. Version 2 stays in force.";
    assert_eq!((newest, told), (Some(2), Some((json!("missing"), json!(says)))));
    assert_eq!(read(Some("\u{0}\u{ff}")).1.expect("told").0, "broken", "any bytes");
    assert_eq!(read(Some(&second)), (Some(2), in_force));
    study.open_room();
    let maya = study.join("note_taker", "Maya");
    assert!(study.page(maya, "study").of("guide_file").is_empty(), "for the moderator alone");
    study.done("guide_follow", json!({ "path": null }));
    assert_eq!(read(Some(FIRST)), (Some(2), None));
}

#[test]
fn the_brief_names_what_earlier_sessions_did_not_get_to() {
    let study = Study::new();
    import(&study, "guide.md", FIRST);
    study.open_room();
    let (maya, eve) = (study.join("note_taker", "Maya"), study.join("observer", "Eve"));
    let mut sessions = Vec::new();
    for (code, minute, asked) in
        [("P01", 600, ["0.0", "1.0"].as_slice()), ("P02", 700, &["0.0"]), ("P03", 800, &[])]
    {
        let (_, session) = study.session(code, minute);
        study.start(&session, true);
        for item in asked {
            study.done("item_mark", json!({ "session_id": session, "item": item, "state": "asked" }));
        }
        let question =
            json!({ "question_id": id(), "session_id": session, "text": "Parked?", "when": "wrap_up" });
        study.call_as(eve, "question_suggest", question).expect("suggested");
        study.done("session_end", json!({ "session_id": session, "early": false }));
        sessions.push(session);
    }
    // Another version: the place changed, the words did not.
    import(&study, "guide.md", &FIRST.replace("## One\n", "## One\n- New? (must ask)\n"));
    let (_, next) = study.session("P04", 900);
    study.done("study_update", json!({ "build": "119" }));
    let brief = study.engine.call_blocking(maya, "brief", json!({ "session_id": next })).expect("answered");
    assert_eq!(
        brief["still_to_ask"],
        json!([
            { "item": "1.1", "text": "Why?", "missed": ["P01", "P02"] },
            { "item": "1.0", "text": "And then?", "missed": ["P02"] },
        ]),
        "of P03 nobody kept track"
    );
    assert_eq!((&brief["parked"], &brief["build"]), (&json!(["Parked?"]), &json!("119")));
    assert_eq!(brief["seats"][0]["code"], "P04");
    let first = study.done_query("brief", json!({ "session_id": sessions[0] }));
    assert_eq!(first["still_to_ask"], json!([]), "nothing came before it");
    assert_eq!(
        code(study.engine.call_blocking(eve, "brief", json!({ "session_id": next }))),
        FaultCode::Forbidden
    );
    study.start(&next, false);
    assert_eq!(
        code(study.engine.call_blocking(maya, "brief", json!({ "session_id": next }))),
        FaultCode::NotFound
    );
}

/// A survey of 24 people as an import leaves it, the first of whom is P04, and P04's diary.
fn with_answers() -> Study {
    use domain::entity::{AnswerKind, AnswerRow, AnswerSource};
    use domain::id::{ParticipantId, SourceId};
    use domain::time::Timestamp;
    let mut study = Study::new();
    study.session("P04", 600);
    let p04 = person(&study, "P04")["id"].as_str().and_then(|id| ParticipantId::parse(id).ok());
    study.engine.close();
    let store = store::Store::open(&study.path, None).expect("it opens");
    let tables = store.tables();
    let source = |name: &str, kind, columns: &[&str]| {
        let source = AnswerSource {
            id: SourceId::parse(&id()).expect("an id"),
            name: name.into(),
            kind,
            imported_at: Timestamp(0),
            columns: columns.iter().map(ToString::to_string).collect(),
        };
        let headers = source.columns.clone();
        tables.answer_source_put(&source, &store::Origin { headers, digest: name.into() }).expect("written");
        source.id
    };
    let put = |source, row: u32, at: Option<&str>, participant_id, values: &[&str]| {
        let values = values.iter().map(ToString::to_string).collect();
        let at = at.map(Into::into);
        let row = AnswerRow { row, participant_id, at, values };
        tables.answer_row_put(source, &row.row.to_string(), &row).expect("written");
    };
    let survey = source("survey.csv", AnswerKind::Answers, &["Role", "Why?", "Device", "Ease"]);
    for row in 1..=24 {
        let role = if row % 2 == 0 { "Finance" } else { "Sales" };
        let device = if row == 9 || row % 2 == 0 { "laptop" } else { "phone" };
        let ease = match row {
            1 => "1",
            17 => "30",
            _ if row % 3 == 0 => "6",
            _ if row % 3 == 1 => "5",
            _ => "7",
        };
        let why = format!("My own words, number {row}");
        let person = p04.filter(|_| row == 1);
        put(survey, row, None, person, &[role, &why, device, ease]);
    }
    let diary = source("diary.csv", AnswerKind::Diary, &["What happened", "Mood"]);
    put(diary, 1, Some("2026-11-20"), p04, &["Lost a receipt", "3"]);
    put(diary, 2, Some("2026-11-22"), p04, &["Found it", ""]);
    drop(store);
    study.engine = engine::Engine::open(&study.path, study.options.clone()).expect("it opens");
    study
}

#[test]
fn the_brief_shows_what_is_unusual_first_with_its_n() {
    let study = with_answers();
    let session = study.page(MODERATOR, "study").of("session")[0]["id"].clone();
    let brief = study.done_query("brief", json!({ "session_id": session }));
    let answers = brief["seats"][0]["answers"].as_array().expect("answers").clone();
    assert_eq!(
        (&answers[0]["question"], &answers[0]["value"], &answers[0]["says"], &answers[0]["n"]),
        (&json!("Ease"), &json!("1"), &json!("lowest of 24 people"), &json!(24))
    );
    let words = answers.iter().find(|answer| answer["question"] == "Why?").expect("the words");
    assert_eq!((&words["says"], &words["extremity"]), (&Value::Null, &json!(0.0)), "words are words");
    assert_eq!(
        brief["seats"][0]["diary"],
        json!([
            { "at": "2026-11-22", "source": "diary.csv", "text": "What happened: Found it" },
            { "at": "2026-11-20", "source": "diary.csv", "text": "What happened: Lost a receipt\nMood: 3" },
        ])
    );
}

#[test]
fn whom_to_invite_are_those_who_stand_out_and_have_no_session() {
    let study = with_answers();
    let picks = study.done_query("invite_picks", json!({}));
    assert_eq!(picks["n"], 24);
    let rows: Vec<u64> = picks["picks"]
        .as_array()
        .expect("picks")
        .iter()
        .map(|pick| pick["row"].as_u64().expect("a row"))
        .collect();
    assert_eq!(rows, [17, 9], "the highest, and a pair that nobody else has; P04 has a session");
    let why = |place: usize| picks["picks"][place]["why"].clone();
    assert_eq!(why(0), json!(["Ease: “30”, highest of 24 people."]));
    assert_eq!(
        why(1),
        json!(["Role: “Sales” with Device: “laptop”: only once in 24, where 6 would be usual."])
    );
    let invite = |code: &str| json!({ "source_id": picks["picks"][0]["source_id"], "row": 17, "participant_id": id(), "code": code });
    study.done("respondent_invite", invite("P05"));
    study.done("respondent_invite", invite("P05"));
    assert_eq!(code(study.call("respondent_invite", invite("P04"))), FaultCode::Refused, "they are P05's");
    assert_eq!(
        study.done_query("invite_picks", json!({}))["picks"][0]["code"],
        "P05",
        "invited, not yet planned"
    );
    study.session("P05", 700);
    let left = study.done_query("invite_picks", json!({}));
    assert_eq!(left["picks"].as_array().map(Vec::len), Some(1));
}
