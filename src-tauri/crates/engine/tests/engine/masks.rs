//! Observers read codes instead of names; who wrote the words sees it and can let them through.

use crate::support::{MODERATOR, Study, code, id};
use engine::Actor;
use protocol::FaultCode;
use serde_json::{Value, json};

/// A session with P04, who is Mark Weber, and somebody else of another session, who is Xenia.
struct Room {
    study: Study,
    session: String,
    maya: Actor,
    eve: Actor,
    finn: Actor,
}

fn participant(study: &Study, code: &str) -> Value {
    let page = study.page(MODERATOR, "study");
    page.of("participant").into_iter().find(|person| person["code"] == code).expect("there")["id"].clone()
}

fn keep(study: &Study, code: &str, name: &str) {
    let person = participant(study, code);
    study.done("identity_keep", json!({ "participant_id": person, "name": name, "contact": "" }));
}

impl Room {
    fn new() -> Self {
        let study = Study::new();
        let session = study.live();
        study.session("P09", 800);
        keep(&study, "P04", "Mark Weber");
        keep(&study, "P09", "Xenia");
        study.open_room();
        let maya = study.join("note_taker", "Maya");
        let [eve, finn] = ["Eve", "Finn"].map(|name| study.join("observer", name));
        Self { study, session, maya, eve, finn }
    }

    fn read(&self, actor: Actor, kind: &str, field: &str) -> Vec<String> {
        let page = self.study.page(actor, &format!("session={}", self.session));
        let mut all: Vec<String> =
            page.of(kind).iter().map(|one| one[field].as_str().unwrap_or("-").to_owned()).collect();
        all.sort();
        all
    }

    fn ask(&self, text: &str) -> String {
        let question = id();
        let ask = json!({ "question_id": question, "session_id": self.session, "text": text, "when": "now" });
        self.study.call_as(self.eve, "question_suggest", ask).expect("suggested");
        question
    }

    fn note(&self, actor: Actor, body: &str) -> Value {
        let note = self.study.note(&self.session, body, "room");
        self.study.call_as(actor, "note_add", note.clone()).expect("kept");
        note["note_id"].clone()
    }

    fn masks(&self, actor: Actor, of: &str, id: &Value) -> Value {
        self.study.engine.call_blocking(actor, "mask_show", json!({ "of": of, "id": id })).expect("shown")
    }
}

const WRITTEN: &str = "Mark’s boss Xenia marks it: ring 0170 1234567 or mark@example.org";
const READ: &str = "P04’s boss P09 marks it: ring [phone number] or [e-mail address]";

#[test]
fn observers_read_codes_and_the_team_what_was_written() {
    let room = Room::new();
    let note = room.note(room.maya, WRITTEN);
    let plain = room.note(room.maya, "Hesitates");
    for actor in [MODERATOR, room.maya] {
        assert_eq!(room.read(actor, "note", "body"), ["Hesitates", WRITTEN]);
        let page = room.study.page(actor, &format!("session={}", room.session));
        let masked = |id: &Value| {
            page.entities[&("note".into(), id.as_str().expect("an id").into())]["masked"].clone()
        };
        assert_eq!((masked(&note), masked(&plain)), (json!(true), json!(false)));
    }
    assert_eq!(room.read(room.eve, "note", "body"), ["Hesitates", READ]);
    // The author is told who it was in this session, and of nobody else.
    let shown = room.masks(room.maya, "note", &note);
    let words = json!([
        { "word": "Mark", "shown": "P04" }, { "word": "Xenia", "shown": "[name]" },
        { "word": "0170 1234567", "shown": "[phone number]" },
        { "word": "mark@example.org", "shown": "[e-mail address]" },
    ]);
    assert_eq!(shown, json!({ "words": words, "lifted": false }));
    assert_eq!(room.masks(MODERATOR, "note", &note)["words"][1]["shown"], "P09");
    for other in [room.eve, room.study.join("note_taker", "Jonas")] {
        let ask = json!({ "of": "note", "id": note });
        assert_eq!(code(room.study.engine.call_blocking(other, "mask_show", ask)), FaultCode::NotFound);
        let lift = json!({ "of": "note", "id": note, "lifted": true });
        assert_eq!(code(room.study.call_as(other, "mask_lift", lift)), FaultCode::NotFound);
    }
}

#[test]
fn the_author_lets_words_through_and_takes_that_back() {
    let room = Room::new();
    let note = room.note(room.maya, "Mark the row");
    let mut page = room.study.page(room.eve, &format!("session={}", room.session));
    assert_eq!(page.bodies(), ["P04 the row"]);
    let lift = |lifted| {
        let lift = json!({ "of": "note", "id": note, "lifted": lifted });
        room.study.call_as(room.maya, "mask_lift", lift).expect("hers");
    };
    lift(true);
    page.until("as written", |page| page.bodies() == ["Mark the row"]);
    assert_eq!(room.masks(room.maya, "note", &note)["lifted"], true);
    let context = json!({ "context": format!("session={}", room.session) });
    room.study.call_as(room.maya, "undo", context.clone()).expect("undone");
    page.until("masked again", |page| page.bodies() == ["P04 the row"]);
    room.study.call_as(room.maya, "redo", context).expect("redone");
    page.until("as written", |page| page.bodies() == ["Mark the row"]);
    lift(false);
    page.until("masked", |page| page.bodies() == ["P04 the row"]);
    assert_eq!(room.read(room.maya, "note", "masked").len(), 1);
}

#[test]
fn ones_own_question_is_ones_own_to_read() {
    let room = Room::new();
    let question = room.ask("Does Mark file it himself?");
    room.study.done("question_step", json!({ "question_id": question, "step": "pass" }));
    assert_eq!(room.read(room.eve, "question", "text"), ["Does Mark file it himself?"]);
    assert_eq!(room.read(room.finn, "question", "text"), ["Does P04 file it himself?"]);
    let page = room.study.page(room.eve, "study");
    assert_eq!(page.of("question")[0]["masked"], true, "the asker is told");
    let shown = room.masks(room.eve, "question", &json!(question));
    assert_eq!(shown["words"], json!([{ "word": "Mark", "shown": "P04" }]));
    let lift = json!({ "of": "question", "id": question, "lifted": true });
    assert_eq!(code(room.study.call_as(room.finn, "mask_lift", lift.clone())), FaultCode::NotFound);
    room.study.call_as(room.eve, "mask_lift", lift).expect("hers");
    assert_eq!(room.read(room.finn, "question", "text"), ["Does Mark file it himself?"]);
    let other = room.ask("And Xenia?");
    room.study.done(
        "question_step",
        json!({ "question_id": other, "step": "decline", "reason": "Xenia is not here, nor Mark" }),
    );
    let page = room.study.page(room.eve, "study");
    let declined = page.of("question").into_iter().find(|one| one["id"] == other).expect("hers").clone();
    assert_eq!(declined["reason"], "P09 is not here, nor P04", "what the team wrote");
}

#[test]
fn a_name_that_changes_changes_what_is_read_at_once() {
    let room = Room::new();
    room.note(room.maya, "Mark and Anton");
    let mut page = room.study.page(room.eve, &format!("session={}", room.session));
    let mut team = room.study.page(room.maya, &format!("session={}", room.session));
    assert_eq!(page.bodies(), ["P04 and Anton"]);
    keep(&room.study, "P04", "Anton");
    page.until("the new name", |page| page.bodies() == ["Mark and P04"]);
    let person = participant(&room.study, "P04");
    room.study.done("participant_update", json!({ "participant_id": person, "code": "P40" }));
    page.until("the new code", |page| page.bodies() == ["Mark and P40"]);
    let csv = "code,name\nP40,Mark\n";
    let base64 = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, csv);
    room.study.done("import_files", json!({ "files": [{ "name": "screener.csv", "base64": base64 }] }));
    page.until("what a file says", |page| page.bodies().iter().any(|body| !body.contains("Mark")));
    assert!(page.resets > 1, "told to start afresh");
    keep(&room.study, "P40", "");
    page.until("nobody is called so", |page| page.bodies() == ["Mark and Anton"]);
    team.until("not masked", |page| page.of("note").iter().all(|note| note["masked"] == false));
    // Looking at a name changes nothing for anybody.
    let resets = page.resets;
    keep(&room.study, "P09", "Zora");
    page.until("once more", |page| page.resets > resets);
    room.study.done("identity_show", json!({ "participant_id": participant(&room.study, "P09") }));
    room.note(room.maya, "last");
    let resets = page.resets;
    page.until("the last", |page| page.bodies().contains(&"last".to_owned()));
    assert_eq!(page.resets, resets);
}

#[test]
fn what_else_goes_to_observers_is_masked() {
    let room = Room::new();
    let guide = "# R\n\n## Warm-up with Mark\n- How does Xenia file?\n";
    let base64 = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, guide);
    room.study.done("import_files", json!({ "files": [{ "name": "guide.md", "base64": base64 }] }));
    room.study.done("session_end", json!({ "session_id": room.session, "early": false }));
    room.study.done("session_step", json!({ "session_id": room.session, "step": "reopen" }));
    room.study.done("study_update", json!({ "observers_see_guide": true, "title": "A day with Weber" }));
    assert_eq!(room.read(room.eve, "study", "title"), ["A day with P04"]);
    let page = room.study.page(room.eve, &format!("session={}", room.session));
    for progress in page.of("progress") {
        assert_eq!(
            (&progress["section"], &progress["item"]),
            (&json!("Warm-up with P04"), &json!("How does P09 file?"))
        );
    }
    for (one, words) in [(room.eve, "Xenia"), (room.finn, "Mark")] {
        assert!(!room.study.page(one, &format!("session={}", room.session)).raw.join(" ").contains(words));
    }
}
