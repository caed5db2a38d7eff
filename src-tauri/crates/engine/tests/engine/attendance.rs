//! Who joined how many sessions: from pages that are open, across breaks, the door, crashes and returns.

use crate::support::{MODERATOR, Page, Study};
use engine::{Actor, Engine};
use serde_json::{Value, json};

const MINUTE: i64 = 60_000;

fn end(study: &Study, session: &str) {
    study.done("session_end", json!({ "session_id": session, "early": false }));
}

/// `joined n of m`, as the member and as the moderator reads it.
fn joined(study: &Study, actor: Actor) -> (Value, Value) {
    let Actor::Member(id, _) = actor else { panic!("a member") };
    let page = study.page(MODERATOR, "study");
    let member = page.entities[&("member".into(), id.to_string())].clone();
    let own = study.page(actor, "study");
    let mine = own.of("mine")[0].clone();
    assert_eq!((&member["sessions"], &member["sessions_of"]), (&mine["sessions"], &mine["sessions_of"]));
    (mine["sessions"].clone(), mine["sessions_of"].clone())
}

fn counts(page: &Page, sessions: u32, of: u32) -> bool {
    page.of("mine").iter().any(|mine| mine["sessions"] == sessions && mine["sessions_of"] == of)
}

#[test]
fn half_of_the_active_time_is_a_session() {
    let study = Study::new();
    study.open_room();
    let (maya, eve, finn) =
        (study.join("note_taker", "Maya"), study.join("observer", "Eve"), study.join("observer", "Finn"));
    let (_, first) = study.session("P04", 600);
    let (_, second) = study.session("P05", 700);
    let mut eves = study.page(eve, "study");
    assert!(counts(&eves, 0, 0), "nothing was open yet");
    study.start(&first, true);
    let mayas = study.page(maya, "study");
    study.clock.advance(20 * MINUTE);
    study.done("session_step", json!({ "session_id": first, "step": "break" }));
    study.clock.advance(30 * MINUTE);
    study.done("session_step", json!({ "session_id": first, "step": "resume" }));
    // 40 minutes are active; Finn is there for 15 of them, and Maya leaves after 25.
    study.clock.advance(5 * MINUTE);
    drop(mayas);
    study.wait_for_presence(0);
    let finns = study.page(finn, "study");
    study.clock.advance(15 * MINUTE);
    end(&study, &first);
    eves.until("told as it ends", |page| counts(page, 1, 1));
    assert_eq!(eves.of("mine").len(), 1);
    drop(finns);
    assert_eq!(joined(&study, maya), (json!(1), json!(1)), "25 of 40");
    assert_eq!(joined(&study, finn), (json!(0), json!(1)), "15 of 40");
    // The debrief is no part of it.
    study.clock.advance(60 * MINUTE);
    assert_eq!(joined(&study, finn), (json!(0), json!(1)));
    study.start(&second, true);
    study.clock.advance(10 * MINUTE);
    end(&study, &second);
    eves.until("the second", |page| counts(page, 2, 2));
    assert_eq!(joined(&study, maya), (json!(1), json!(2)));
    study.done("session_step", json!({ "session_id": second, "step": "leave_out", "reason": "technical" }));
    assert_eq!(joined(&study, eve), (json!(1), json!(1)), "it counts for nobody");
}

#[test]
fn who_is_shut_out_or_waits_at_the_door_is_not_there() {
    let study = Study::new();
    study.open_room();
    let (_, session) = study.session("P04", 600);
    let [eve, finn] = ["Eve", "Finn"].map(|name| study.join("observer", name));
    let mut pages = [eve, finn].map(|one| study.page(one, "study"));
    let consent = json!({
        "observed": true, "recorded": true, "quoted": true, "clipped": false, "most_observers": 1,
    });
    study.done("session_start", json!({ "session_id": session, "consent": consent }));
    study.clock.advance(30 * MINUTE);
    end(&study, &session);
    assert_eq!(joined(&study, eve), (json!(1), json!(1)));
    pages[1].until("at the door", |page| page.of("door").len() == 1);
    assert!(counts(&pages[1], 0, 1), "Finn waited");
    let (_, shut) = study.session("P05", 700);
    study.start(&shut, false);
    study.clock.advance(30 * MINUTE);
    end(&study, &shut);
    assert_eq!(joined(&study, eve), (json!(1), json!(1)), "it was not open to the room");
    // What was open and is taken back counts no longer.
    let page = study.page(MODERATOR, "study");
    let person = page.of("participant")[0]["id"].clone();
    let withdraw = json!({ "session_id": session, "participant_id": person, "erase": false });
    study.done("consent_withdraw", withdraw);
    assert_eq!(joined(&study, eve), (json!(0), json!(0)));
}

#[test]
fn it_survives_closing_and_a_crash() {
    let mut study = Study::new();
    study.open_room();
    let eve = study.join("observer", "Eve");
    let session = study.live();
    let page = study.page(eve, "study");
    study.clock.advance(10 * MINUTE);
    study.engine.close();
    drop(page);
    study.clock.advance(10 * MINUTE);
    study.engine = Engine::open(&study.path, study.options.clone()).expect("it opens");
    let page = study.page(eve, "study");
    study.done("study_update", json!({ "title": "Written" }));
    study.clock.advance(5 * MINUTE);
    study.done("study_update", json!({ "title": "The last before the power went" }));
    study.clock.advance(45 * MINUTE);
    // A copy of the file as it is: what a crash leaves.
    let crashed = study.folder.path().join("Crashed.backroom");
    engine::file::backup(&study.path, &crashed).expect("copied");
    let engine = Engine::open(&crashed, study.options.clone()).expect("it opens");
    drop(page);
    let crashed = Study { engine, ..Study::new() };
    crashed.done("session_end", json!({ "session_id": session, "early": false, "at": study.engine.now() }));
    let page = crashed.page(MODERATOR, "study");
    let member = page.of("member")[0].clone();
    assert_eq!((&member["sessions"], &member["sessions_of"]), (&json!(0), &json!(1)), "15 of 70 minutes");
    end(&study, &session);
    assert_eq!(joined(&study, eve), (json!(1), json!(1)), "60 of 70 minutes");
}
