//! The debrief: silent until it is shown, grouped, and what changes because of it.

use crate::erase::files_with;
use crate::support::{MODERATOR, Page, Study, code, id};
use engine::{Actor, Engine};
use protocol::{Fault, FaultCode};
use serde_json::{Value, json};

/// A session that has ended and is open to a room with two note-takers and an observer.
struct Room {
    study: Study,
    session: String,
    maya: Actor,
    ben: Actor,
    eve: Actor,
}

impl Room {
    fn new() -> Self {
        let study = Study::new();
        study.open_room();
        let (maya, ben, eve) = (
            study.join("note_taker", "Maya"),
            study.join("note_taker", "Ben"),
            study.join("observer", "Eve"),
        );
        let session = study.live();
        study.clock.advance(60_000);
        let room = Self { study, session, maya, ben, eve };
        room.claim(maya);
        room
    }

    /// With its session over and its debrief begun.
    fn begun() -> Self {
        let room = Self::new();
        room.end();
        room.done(room.maya, "debrief_start", json!({}));
        room
    }

    fn end(&self) {
        self.done(MODERATOR, "session_end", json!({ "early": false }));
    }

    fn claim(&self, actor: Actor) {
        self.done(actor, "duty_claim", json!({ "duty": "debrief", "claim": true }));
    }

    fn call(&self, actor: Actor, name: &str, mut fields: Value) -> Result<Value, Fault> {
        if fields["session_id"].is_null() && fields["entry_id"].is_null() && name != "decision_remove" {
            fields["session_id"] = json!(self.session);
        }
        self.study.call_as(actor, name, fields)
    }

    fn done(&self, actor: Actor, name: &str, fields: Value) {
        self.call(actor, name, fields).unwrap_or_else(|fault| panic!("{name} was refused: {fault:?}"));
    }

    fn write(&self, actor: Actor, top: &[&str], surprise: &str) {
        self.done(actor, "debrief_write", json!({ "top": top, "surprise": surprise }));
    }

    fn page(&self, actor: Actor) -> Page {
        self.study.page(actor, &format!("session={}", self.session))
    }

    /// The texts that somebody reads, by person where they may know whose.
    fn texts(&self, actor: Actor) -> Vec<String> {
        let page = self.page(actor);
        let mut texts: Vec<_> = page.of("entry").iter().map(|entry| words(entry, "text")).collect();
        texts.sort();
        texts
    }

    fn entry(&self, text: &str) -> Value {
        let page = self.page(MODERATOR);
        let found = page.of("entry").into_iter().find(|entry| entry["text"] == text).cloned();
        found.unwrap_or_else(|| panic!("nobody said {text}"))
    }

    fn together(&self, texts: &[&str]) -> bool {
        let groups: Vec<_> = texts.iter().map(|text| self.entry(text)["group"].clone()).collect();
        groups.iter().all(|group| !group.is_null() && *group == groups[0])
    }

    fn build(&self) -> Value {
        self.page(MODERATOR).of("study")[0]["build"].clone()
    }
}

fn words(entity: &Value, field: &str) -> String {
    entity[field].as_str().unwrap_or_default().to_owned()
}

#[test]
fn it_follows_the_session_and_is_run_by_one() {
    let room = Room::new();
    let begin = |actor| room.call(actor, "debrief_start", json!({}));
    assert!(begin(MODERATOR).expect_err("it runs").message.contains("end the session first"));
    room.end();
    let early = room.call(room.eve, "debrief_write", json!({ "top": ["x"], "surprise": "" }));
    assert!(early.expect_err("not begun").message.contains("has not begun"));
    assert!(begin(room.ben).expect_err("not his").message.contains("Maya runs the debrief"));
    assert_eq!(code(begin(room.eve)), FaultCode::Forbidden);
    begin(room.maya).expect("hers");
    let page = room.page(room.eve);
    assert_eq!(page.of("debrief")[0]["started_at"], room.study.engine.now(), "the room has its timer");
    assert_eq!(page.of("debrief")[0]["minutes"], 10);
    room.study.clock.advance(60_000);
    room.done(MODERATOR, "debrief_start", json!({ "minutes": 5 }));
    let page = room.page(room.eve);
    assert_eq!(page.of("debrief")[0]["started_at"], room.study.engine.now(), "afresh, with other minutes");
    assert_eq!(code(room.call(MODERATOR, "debrief_start", json!({ "minutes": 61 }))), FaultCode::Invalid);
    let empty = room.call(room.maya, "debrief_reveal", json!({})).expect_err("nothing");
    assert!(empty.message.contains("Nobody has handed anything in"));
    room.done(room.maya, "debrief_close", json!({}));
    assert!(begin(MODERATOR).expect_err("closed").message.contains("closed"));
}

#[test]
fn nobody_reads_the_others_before_all_do() {
    let room = Room::begun();
    let everybody = [MODERATOR, room.maya, room.ben, room.eve];
    let mut live: Vec<Page> = everybody.iter().map(|actor| room.page(*actor)).collect();
    for (actor, says) in everybody.iter().zip(["of-moderator", "of-maya", "of-ben", "of-eve"]) {
        room.write(*actor, &[says], "");
    }
    for (page, own) in live.iter_mut().zip(["of-moderator", "of-maya", "of-ben", "of-eve"]) {
        page.until("four people", |page| page.of("debrief").iter().any(|one| one["handed_in"] == 4));
        page.until("one's own", |page| page.of("entry").len() == 1);
        let raw = page.raw.join("\n");
        for says in ["of-moderator", "of-maya", "of-ben", "of-eve"] {
            assert_eq!(raw.contains(says), says == own, "{own} reads {says}");
        }
    }
    for (actor, own) in everybody.iter().zip(["of-moderator", "of-maya", "of-ben", "of-eve"]) {
        assert_eq!(room.texts(*actor), [own], "afresh, too");
        assert_eq!(room.page(*actor).of("entry")[0]["group"], Value::Null);
    }
    let mine = room.page(room.eve);
    assert_eq!(mine.of("mine")[0]["entries"], json!([room.page(room.eve).of("entry")[0]["id"]]));
    room.done(room.maya, "debrief_reveal", json!({}));
    for page in &mut live {
        page.until("all at once", |page| page.of("entry").len() == 4);
    }
    let eves = room.page(room.eve);
    assert!(eves.of("entry").iter().all(|entry| entry["author_name"].is_null()), "without names");
    assert!(room.page(room.ben).of("entry").iter().all(|entry| entry["author_name"].is_string()));
    room.study.done("debrief_close", json!({ "session_id": room.session }));
    assert!(room.page(room.eve).of("entry").iter().all(|entry| entry["text"] == "of-eve"), "it is over");
    assert_eq!(room.texts(room.ben).len(), 4, "the team keeps it");
}

#[test]
fn who_writes_again_replaces_what_nobody_read() {
    let room = Room::begun();
    room.write(room.eve, &["Login is slow", "Nobody reads help", "Prices are hidden"], "They laughed");
    let kept =
        room.page(room.eve).of("entry").iter().find(|one| one["place"] == 2).map(|one| one["id"].clone());
    room.write(room.eve, &["Login is slow", "Nobody reads the help", ""], "");
    assert_eq!(room.texts(room.eve), ["Login is slow", "Nobody reads the help"]);
    let page = room.page(room.eve);
    let second = page.of("entry").into_iter().find(|one| one["place"] == 2).map(|one| one["id"].clone());
    assert_eq!(second, kept, "it is the same entry");
    assert_eq!(page.of("debrief")[0]["handed_in"], 1);
    room.write(room.eve, &[], "");
    assert_eq!(room.page(room.eve).of("debrief")[0]["handed_in"], 0);
    let long = "x".repeat(501);
    let refused = room.call(room.eve, "debrief_write", json!({ "top": [long], "surprise": "" }));
    assert!(refused.expect_err("long").message.contains("500"));
    let four = room.call(room.eve, "debrief_write", json!({ "top": ["1", "2", "3", "4"], "surprise": "" }));
    assert_eq!(code(four), FaultCode::Invalid);
}

#[test]
fn what_is_said_alike_is_one_group_until_somebody_splits_it() {
    let room = Room::begun();
    room.write(room.maya, &["The login is confusing", "Prices are hidden"], "Nobody used search");
    room.write(room.ben, &["Login was confusing", "Export saved the day"], "");
    room.write(room.eve, &["Confusing login", "The price is hidden from them"], "Nobody used the search");
    room.done(room.maya, "debrief_reveal", json!({}));
    let logins = ["The login is confusing", "Login was confusing", "Confusing login"];
    assert!(room.together(&logins));
    assert!(room.together(&["Prices are hidden", "The price is hidden from them"]));
    assert!(room.together(&["Nobody used search", "Nobody used the search"]));
    assert!(!room.together(&["Export saved the day", "Prices are hidden"]));

    let of = |text: &str| room.entry(text)["id"].clone();
    let group = |actor, text: &str, with: Option<&str>| {
        room.call(actor, "debrief_group", json!({ "entry_id": of(text), "with": with.map(of) }))
    };
    group(room.eve, "Confusing login", None).expect("the author splits");
    assert!(!room.together(&logins) && room.together(&logins[..2]));
    assert_eq!(code(group(room.eve, "Login was confusing", None)), FaultCode::Forbidden, "not hers");
    assert_eq!(code(group(room.eve, "Confusing login", Some(logins[0]))), FaultCode::Forbidden);
    assert!(group(room.ben, logins[0], None).expect_err("not his").message.contains("Maya runs"));
    group(room.maya, "Confusing login", Some(logins[1])).expect("who runs it joins");
    assert!(room.together(&logins));
    // The first of the group leaves: the others stay together.
    group(room.maya, logins[0], None).expect("her own");
    assert!(room.together(&logins[1..]) && !room.together(&logins[..2]));
    group(room.maya, logins[0], Some(logins[2])).expect("back");
    assert!(room.together(&logins));
    let twice = group(room.maya, "Prices are hidden", Some(logins[0])).expect_err("two of hers");
    assert!(twice.message.contains("one entry of each person"));
    let mixed = group(MODERATOR, "Nobody used search", Some("Export saved the day")).expect_err("mixed");
    assert!(mixed.message.contains("surprises go with surprises"));
}

#[test]
fn what_is_shown_stays_and_who_is_late_is_shown_at_once() {
    let room = Room::begun();
    room.write(room.maya, &["Login is confusing"], "");
    let hidden = room.page(room.maya).of("entry")[0]["id"].clone();
    let refused = room.call(room.maya, "debrief_group", json!({ "entry_id": hidden }));
    assert!(refused.is_err(), "nothing is grouped before it is shown");
    room.done(room.maya, "debrief_reveal", json!({}));
    assert!(room.call(room.maya, "debrief_reveal", json!({})).is_err(), "once");
    assert!(room.call(room.maya, "debrief_start", json!({})).is_err(), "not afresh");
    room.write(room.eve, &["Login is confusing"], "I hoped for more");
    assert_eq!(room.texts(room.ben), ["I hoped for more", "Login is confusing", "Login is confusing"]);
    let page = room.page(MODERATOR);
    let own = |entry: &&&Value| entry["group"] == entry["id"];
    assert_eq!(page.of("entry").iter().filter(own).count(), 3, "who has read the others does not agree");
    for top in [json!(["Login is fine"]), json!([])] {
        let changed = room.call(room.maya, "debrief_write", json!({ "top": top, "surprise": "" }));
        assert!(changed.expect_err("shown").message.contains("it stays"));
    }
    room.write(room.maya, &["Login is confusing", "And slow"], "");
    assert_eq!(room.texts(room.eve).len(), 4, "more can be said");
}

#[test]
fn closing_shows_the_team_what_nobody_showed() {
    let room = Room::begun();
    room.write(room.eve, &["Prices are hidden"], "");
    room.write(room.ben, &["The price is hidden"], "");
    let typed = room.study.engine.now();
    room.study.clock.advance(1_000);
    room.done(room.maya, "debrief_close", json!({}));
    assert!(room.together(&["Prices are hidden", "The price is hidden"]));
    assert_eq!(room.texts(room.maya).len(), 2, "nothing is lost");
    assert_eq!(room.texts(room.eve), ["Prices are hidden"], "the room is closed to her");
    let late = |actor, typed: i64| {
        let fields = json!({ "top": ["Late"], "surprise": "", "typed_from": typed, "typed_to": typed });
        room.call(actor, "debrief_write", fields)
    };
    assert!(late(room.eve, typed).is_err(), "her door is shut");
    late(room.maya, typed).expect("her outbox had it");
    assert_eq!(room.texts(room.ben).len(), 3);
    room.study.clock.advance(1_000);
    let after = room.study.engine.now();
    assert!(room.call(room.ben, "debrief_write", json!({ "top": ["The price is hidden", "x"], "surprise": "", "typed_from": after, "typed_to": after })).is_err());
    late(MODERATOR, after).expect("the moderator adds what is missing");
}

#[test]
fn the_next_session_closes_it_and_shows_it_as_well() {
    let room = Room::begun();
    room.write(room.eve, &["Prices are hidden"], "");
    let (_, next) = room.study.session("P05", 720);
    room.study.start(&next, true);
    assert_eq!(room.texts(room.ben), ["Prices are hidden"]);
    assert_eq!(room.texts(room.eve), ["Prices are hidden"], "her own");
}

#[test]
fn nothing_is_handed_in_off_the_record() {
    let room = Room::begun();
    let inside = room.study.engine.now();
    room.study.clock.advance(60_000);
    let (_, next) = room.study.session("P05", 720);
    room.study.start(&next, true);
    room.study.done("off_record", json!({ "session_id": next, "on": true }));
    room.study.clock.advance(10_000);
    let gap = room.study.engine.now();
    room.study.clock.advance(10_000);
    room.study.done("off_record", json!({ "session_id": next, "on": false }));
    let write = |from: i64, to: i64| {
        let fields = json!({ "top": ["x"], "surprise": "", "typed_from": from, "typed_to": to });
        room.call(MODERATOR, "debrief_write", fields)
    };
    assert_eq!(code(write(inside, gap)), FaultCode::OffRecord, "a gap is everybody's");
    let decide =
        json!({ "decision_id": id(), "decision": "other", "text": "x", "typed_from": gap, "typed_to": gap });
    assert_eq!(code(room.call(MODERATOR, "decision_add", decide)), FaultCode::OffRecord);
    write(inside, inside).expect("before it");
}

#[test]
fn an_unobserved_session_is_debriefed_by_the_moderator_alone() {
    let study = Study::new();
    study.open_room();
    let (maya, eve) = (study.join("note_taker", "Maya"), study.join("observer", "Eve"));
    let (_, session) = study.session("P04", 600);
    study.start(&session, false);
    study.done("session_end", json!({ "session_id": session, "early": false }));
    study.done("debrief_start", json!({ "session_id": session }));
    let fields = json!({ "session_id": session, "top": ["MINE"], "surprise": "" });
    for actor in [maya, eve] {
        assert_eq!(code(study.call_as(actor, "debrief_write", fields.clone())), FaultCode::NotFound);
    }
    study.done("debrief_write", fields);
    study.done("debrief_reveal", json!({ "session_id": session }));
    study.done(
        "decision_add",
        json!({ "decision_id": id(), "session_id": session, "decision": "other", "text": "MINE" }),
    );
    for actor in [maya, eve] {
        let page = study.page(actor, &format!("session={session}"));
        assert!(!page.raw.join("\n").contains("MINE"));
    }
}

#[test]
fn what_changes_is_recorded_and_a_new_build_is_run_from_then_on() {
    let room = Room::begun();
    room.study.done("study_update", json!({ "build": "1.4" }));
    room.study.done("session_answer", json!({ "session_id": room.session, "build": "1.3" }));
    let decide = |actor, fields: Value| {
        let mut all = json!({ "decision_id": id() });
        all.as_object_mut().expect("fields").extend(fields.as_object().expect("fields").clone());
        room.call(actor, "decision_add", all.clone()).map(|_| all["decision_id"].clone())
    };
    let refused = decide(room.ben, json!({ "decision": "other", "text": "x" }));
    assert!(refused.expect_err("not his").message.contains("Maya runs"));
    let first =
        decide(room.maya, json!({ "decision": "prototype", "text": "Bigger button", "build": "1.5" }));
    assert_eq!(room.build(), "1.5", "from now on");
    let page = room.page(room.maya);
    let one = page.of("decision")[0];
    assert_eq!(
        (&one["build_before"], &one["build"]),
        (&json!("1.3"), &json!("1.5")),
        "the session had its own"
    );
    let eves = room.page(room.eve);
    assert_eq!(eves.of("decision")[0]["text"], "Bigger button");
    assert_eq!(eves.of("decision")[0]["build"], Value::Null, "builds are the team's");
    let same = decide(MODERATOR, json!({ "decision": "prototype", "text": "Other words" })).expect("saved");
    let page = room.page(room.maya);
    let unchanged = page.of("decision").into_iter().find(|one| one["id"] == same);
    assert_eq!(unchanged.map(|one| one["build"].clone()), Some(json!("1.5")));
    let second = decide(room.maya, json!({ "decision": "prototype", "text": "Blue button", "build": "1.6" }));
    let wrong = decide(room.maya, json!({ "decision": "guide", "text": "Ask about price", "build": "1.7" }));
    assert!(wrong.expect_err("no prototype").message.contains("Only a change of the prototype"));
    assert_eq!(code(decide(room.maya, json!({ "decision": "other", "text": " " }))), FaultCode::Invalid);

    let remove = |id: &Value| room.call(room.maya, "decision_remove", json!({ "decision_id": id }));
    remove(&first.expect("saved")).expect("taken back");
    assert_eq!(room.build(), "1.6", "another is in force by now");
    let second = second.expect("saved");
    remove(&second).expect("taken back");
    assert_eq!(room.build(), "1.5", "what it was before");
    assert_eq!(code(remove(&second)), FaultCode::Gone);
    assert_eq!(room.page(room.eve).of("decision").len(), 1);
}

#[test]
fn a_question_for_the_next_brief_is_in_it() {
    let room = Room::begun();
    let fields = json!({ "decision_id": id(), "decision": "brief", "text": "What do they do on Fridays?" });
    room.done(room.maya, "decision_add", fields);
    room.done(
        MODERATOR,
        "decision_add",
        json!({ "decision_id": id(), "decision": "guide", "text": "Shorter" }),
    );
    let (_, next) = room.study.session("P05", 720);
    let brief = room.study.done_query("brief", json!({ "session_id": next }));
    assert_eq!(brief["parked"], json!(["What do they do on Fridays?"]));
}

#[test]
fn it_is_there_again_after_a_restart() {
    let mut room = Room::begun();
    room.write(MODERATOR, &["One", "Two"], "Three");
    room.done(MODERATOR, "decision_add", json!({ "decision_id": id(), "decision": "other", "text": "Four" }));
    room.study.engine.close();
    room.study.engine = Engine::open(&room.study.path, room.study.options.clone()).expect("it opens");
    assert_eq!(room.page(MODERATOR).of("debrief")[0]["handed_in"], 1);
    assert_eq!(room.page(MODERATOR).of("decision")[0]["text"], "Four");
    room.done(MODERATOR, "debrief_reveal", json!({}));
    assert_eq!(room.texts(MODERATOR), ["One", "Three", "Two"], "it goes on");
}

#[test]
fn what_is_erased_is_found_nowhere() {
    let room = Room::begun();
    let at = |actor, text: &str, at: i64| {
        let fields = json!({ "top": [text], "surprise": "", "typed_from": at, "typed_to": at + 10 });
        room.done(actor, "debrief_write", fields);
    };
    let begin = room.study.engine.now();
    room.study.clock.advance(60_000);
    at(room.maya, "confusing login before", begin);
    at(room.eve, "confusing login SUPERWORDS", begin + 10_000);
    at(room.eve, "confusing login VANISHED", begin + 20_000);
    at(room.ben, "EMPTIED", begin + 20_000);
    at(room.ben, "", begin + 30_000);
    room.study.clock.advance(60_000);
    at(room.ben, "confusing login after", begin + 100_000);
    at(MODERATOR, "The confusing login", begin + 100_000);
    room.done(room.maya, "debrief_reveal", json!({}));
    let first = room.page(MODERATOR).of("entry").iter().map(|one| words(one, "id")).min().expect("an entry");
    assert!(room.together(&["confusing login before", "confusing login VANISHED", "The confusing login"]));
    let decision = json!({
        "decision_id": id(), "decision": "other", "text": "HENCEFORTH", "typed_from": begin + 20_000,
        "typed_to": begin + 20_000,
    });
    room.done(room.maya, "decision_add", decision.clone());
    let mut live = [MODERATOR, room.ben, room.eve].map(|actor| room.page(actor));
    let preview = room.study.done_query(
        "erase_preview",
        json!({ "session_id": room.session, "from": begin, "to": begin + 50_000 }),
    );
    let says = words(&preview, "says");
    assert!(says.contains("3 entries of the debrief") && says.contains("1 decision"), "{says}");
    let stretch = json!({ "session_id": room.session, "from": begin, "to": begin + 50_000 });
    room.study.done("erase_stretch", stretch);
    for page in &mut live {
        page.until("what is left", |page| page.of("entry").len() == 2 && page.of("decision").is_empty());
        page.until("two people", |page| page.of("debrief").iter().any(|one| one["handed_in"] == 2));
    }
    assert!(room.together(&["confusing login after", "The confusing login"]));
    let group = words(&room.entry("The confusing login"), "group");
    assert_ne!(group, first, "it goes by one that is there");
    for text in ["SUPERWORDS", "VANISHED", "EMPTIED", "HENCEFORTH", "login before"] {
        assert_eq!(files_with(&room.study, text), [""; 0], "{text} is found");
    }
    assert_eq!(code(room.call(room.maya, "decision_add", decision)), FaultCode::OffRecord, "no late copy");
    let late = json!({ "top": ["x"], "surprise": "", "typed_from": begin, "typed_to": begin });
    assert_eq!(code(room.call(room.maya, "debrief_write", late)), FaultCode::OffRecord);
}

#[test]
fn consent_taken_back_takes_the_debrief_along() {
    let room = Room::begun();
    room.write(room.eve, &["VANISHED"], "VANISHED, too");
    room.done(
        room.maya,
        "decision_add",
        json!({ "decision_id": id(), "decision": "guide", "text": "VANISHED" }),
    );
    room.study.done("consent_withdraw", json!({ "session_id": room.session, "erase": true }));
    for actor in [MODERATOR, room.maya, room.eve] {
        let page = room.page(actor);
        assert_eq!((page.of("entry").len(), page.of("decision").len()), (0, 0));
    }
    assert_eq!(files_with(&room.study, "VANISHED"), [""; 0]);
}
