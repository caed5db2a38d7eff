//! The door of a full session: who is in, who waits, and what whoever waits reads.

use crate::support::{MODERATOR, Page, Study, code, id};
use engine::Actor;
use protocol::FaultCode;
use serde_json::json;

fn limit(study: &Study, session: &str, most: Option<u16>) {
    let consent = json!({ "observed": true, "recorded": true, "quoted": true, "clipped": false, "most_observers": most });
    study.done("consent_record", json!({ "session_id": session, "consent": consent }));
}

fn place(page: &Page) -> Option<u64> {
    page.of("door").first().and_then(|door| door["place"].as_u64())
}

/// Who waits has a page open, too.
fn observers_are_there(study: &Study, count: u64) {
    let mut page = study.page(MODERATOR, "study");
    page.until("presence", |page| page.of("presence").iter().any(|presence| presence["observers"] == count));
}

fn in_it(page: &mut Page) {
    page.until("let in", |page| page.of("door").is_empty() && !page.bodies().is_empty());
}

fn waits(page: &mut Page, at: u64) {
    page.until("at the door", |page| place(page) == Some(at));
    assert!(page.bodies().is_empty() && page.of("session").is_empty(), "nothing of the open session");
}

#[test]
fn a_full_session_lets_the_next_in_when_a_place_is_free() {
    let study = Study::new();
    let session = study.live();
    study.open_room();
    study.done("note_add", study.note(&session, "SECRET-NOTE", "room"));
    let scope = format!("session={session}");
    let [ada, ben, eve] = ["Ada", "Ben", "Eve"].map(|name| study.join("observer", name));
    let maya = study.join("note_taker", "Maya");
    let [mut ada_page, mut ben_page, mut eve_page] = [ada, ben, eve].map(|one| study.page(one, &scope));
    let mut maya_page = study.page(maya, &scope);
    [&mut ada_page, &mut ben_page, &mut eve_page, &mut maya_page].into_iter().for_each(in_it);
    let ask = |actor: Actor| {
        let question = json!({ "question_id": id(), "session_id": session, "text": "x", "when": "now" });
        study.call_as(actor, "question_suggest", question)
    };
    ask(eve).expect("she is in");
    // Two of four: the note-taker, and the first who came.
    limit(&study, &session, Some(2));
    waits(&mut ben_page, 1);
    waits(&mut eve_page, 2);
    in_it(&mut ada_page);
    in_it(&mut maya_page);
    assert_eq!(eve_page.of("question").len(), 1, "one's own questions stay");
    assert_eq!(code(ask(eve)), FaultCode::TooMany);
    study.call_as(maya, "note_add", study.note(&session, "MORE", "room")).expect("she is in");
    let fresh = study.page(ben, &scope);
    assert!(!fresh.raw.join("").contains("SECRET-NOTE"), "not afresh either");
    drop(fresh);
    // A short loss of the connection keeps the place, a longer one does not.
    drop(ada_page);
    observers_are_there(&study, 2);
    study.clock.advance(30_000);
    let ada_page = study.page(ada, &scope);
    assert_eq!((ada_page.resets, ada_page.bodies().len()), (1, 2), "without a look at the door");
    observers_are_there(&study, 3);
    drop(ada_page);
    observers_are_there(&study, 2);
    study.clock.advance(61_000);
    in_it(&mut ben_page);
    waits(&mut eve_page, 1);
    let mut ada_page = Page::open(&study, ada, &scope, None);
    waits(&mut ada_page, 2);
    // Whoever leaves makes room; a smaller limit puts the latest out, note-takers last.
    study.call_as(ben, "member_leave", json!({})).expect("left");
    in_it(&mut eve_page);
    limit(&study, &session, Some(1));
    waits(&mut eve_page, 1);
    in_it(&mut maya_page);
    limit(&study, &session, Some(0));
    waits(&mut maya_page, 1);
    assert_eq!(
        code(study.call_as(maya, "note_add", study.note(&session, "x", "room"))),
        FaultCode::TooMany,
        "an outbox waits"
    );
    let search = study.engine.call_blocking(maya, "search", json!({ "text": "SECRET*" }));
    assert_eq!(code(search), FaultCode::TooMany);
    limit(&study, &session, None);
    [&mut ada_page, &mut eve_page, &mut maya_page].into_iter().for_each(in_it);
}

#[test]
fn a_session_that_starts_full_is_never_shown_to_those_who_wait() {
    let study = Study::new();
    let (_, session) = study.session("P04", 600);
    study.open_room();
    let scope = format!("session={session}");
    let observers: Vec<Actor> = (0..6).map(|number| study.join("observer", &format!("O{number}"))).collect();
    let mut pages: Vec<Page> = observers.iter().map(|one| study.page(*one, &scope)).collect();
    study.done("study_update", json!({ "observers_see_guide": true }));
    let consent =
        json!({ "observed": true, "recorded": true, "quoted": true, "clipped": false, "most_observers": 3 });
    study.done("session_start", json!({ "session_id": session, "consent": consent }));
    for number in 0..5 {
        study.clock.advance(1_000);
        study.done("note_add", study.note(&session, &format!("SECRET-{number}"), "room"));
    }
    let end = id();
    study.done("study_update", json!({ "title": end }));
    let mut readers = 0;
    for page in &mut pages {
        page.until("the end", |page| page.of("study").iter().any(|study| study["title"] == end));
        let told = page.raw.join("");
        if place(page).is_some() {
            assert!(!told.contains("SECRET-"), "who waits reads nothing");
            assert!(page.of("tag").is_empty() && page.of("guide").is_empty());
            let live = |frame: &String| frame.contains("\"status\":\"live\"");
            assert!(!page.raw.iter().any(live), "nor that it is about whom");
        } else {
            assert_eq!(page.bodies().len(), 5);
            readers += 1;
        }
    }
    assert_eq!(readers, 3);
    observers_are_there(&study, 6);
}
