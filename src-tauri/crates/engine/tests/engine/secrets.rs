//! What little things could tell: frames that repeat, names in history, answers of a search, texts made to break it.

use crate::support::{MODERATOR, Page, Study};
use engine::Actor;
use proptest::prelude::*;
use serde_json::{Value, json};

fn mark(study: &Study, session: &str, actor: Actor) -> Value {
    study.clock.advance(1_000);
    let mut mark = study.note(session, "", "room");
    mark["body"] = Value::Null;
    study.call_as(actor, "note_add", mark.clone()).expect("pressed");
    mark["note_id"].clone()
}

#[test]
fn agreeing_to_a_moment_is_told_to_nobody_who_has_not_pressed() {
    let study = Study::new();
    let session = study.live();
    study.open_room();
    let people = ["Maya", "Jonas", "Ada", "Ben"].map(|name| study.join("note_taker", name));
    let [maya, jonas, ada, ben] = people;
    let scope = format!("session={session}");
    let [mut maya_page, mut jonas_page, mut ada_page, mut ben_page] =
        people.map(|one| study.page(one, &scope));
    let first = mark(&study, &session, maya);
    let second = mark(&study, &session, jonas);
    ben_page.until("a moment", |page| page.of("moment").len() == 1);
    let moment = ben_page.of("moment")[0].clone();
    let cursor = ben_page.cursor.clone();
    let agree =
        |actor| study.call_as(actor, "moment_agree", json!({ "moment_id": moment["id"] })).expect("agreed");
    let counts = |page: &Page| {
        page.of("witnessed").first().map(|seen| (seen["notes"].clone(), seen["agreed"].clone()))
    };
    agree(ada);
    study.done("note_add", study.note(&session, "last", "room"));
    ben_page.until("the last note", |page| page.bodies().contains(&"last".to_owned()));
    let mut replayed = Page::open(&study, ben, &scope, cursor.as_deref());
    replayed.settle();
    assert_eq!(replayed.resets, 0, "it goes on from where it was");
    for (page, frames) in [(&ben_page, 1), (&replayed, 0)] {
        let of_moment = |frame: &&String| frame.contains("\"moment\"") || frame.contains("\"witnessed\"");
        assert_eq!(page.raw.iter().filter(of_moment).count(), frames, "one frame, however many press");
    }
    maya_page.until("who pressed knows", |page| counts(page) == Some((json!([first, second]), json!(1))));
    // Whoever takes a mark back has not pressed; pressing again or agreeing counts again.
    study.call_as(jonas, "note_delete", json!({ "note_id": second })).expect("deleted");
    jonas_page.until("no counts", |page| page.of("note").len() == 2 && page.of("witnessed").is_empty());
    agree(jonas);
    jonas_page.until("agreed", |page| counts(page) == Some((json!([first]), json!(2))));
    let third = mark(&study, &session, jonas);
    maya_page.until("marked", |page| counts(page) == Some((json!([first, third]), json!(1))));
    // A mark kept to oneself is in no count.
    study.call_as(jonas, "note_edit", json!({ "note_id": third, "audience": "own" })).expect("closed");
    maya_page.until("kept to himself", |page| counts(page) == Some((json!([first]), json!(1))));
    ada_page.until("kept to himself", |page| counts(page) == Some((json!([first]), json!(1))));
    // Key times that no clock has.
    for (from, to) in [(i64::MIN, study.engine.now()), (i64::MAX, i64::MAX)] {
        let mut note = study.note(&session, "", "room");
        (note["body"], note["typed_from"], note["typed_to"]) = (Value::Null, json!(from), json!(to));
        study.call_as(ben, "note_add", note).expect("taken");
    }
}

#[test]
fn led_is_named_to_nobody_but_the_moderator() {
    let study = Study::new();
    let session = study.live();
    study.open_room();
    let maya = study.join("note_taker", "Maya");
    let page = study.page(MODERATOR, "study");
    let led = page.of("tag").into_iter().find(|tag| tag["effect"] == "led").expect("a tag").clone();
    study.done("tag_update", json!({ "tag_id": led["id"], "name": "SECRET-TAG", "hotkey": "Z" }));
    let note = study.note(&session, "x", "room");
    study.call_as(maya, "note_add", note.clone()).expect("written");
    study.done("note_edit", json!({ "note_id": note["note_id"], "tags": [led["id"]] }));
    let made = json!({ "tag_id": crate::support::id(), "name": "secret-tag" });
    let same = study.call_as(maya, "tag_create", made.clone()).expect("named");
    assert_eq!(same["tag_id"], made["tag_id"], "as if it were new");
    let mut own = study.note(&session, "y", "room");
    own["tags"] = json!([made["tag_id"]]);
    study.call_as(maya, "note_add", own).expect("nothing that is written is lost");
    let answers = [
        study.call_as(
            maya,
            "tag_create",
            json!({ "tag_id": crate::support::id(), "name": "z", "hotkey": "z" }),
        ),
        study.engine.call_blocking(maya, "note_history", json!({ "note_id": note["note_id"] })),
        study.engine.call_blocking(maya, "search", json!({ "text": "tag:secret" })),
    ];
    for answer in answers {
        assert!(!format!("{answer:?}").contains("SECRET-TAG"), "{answer:?}");
    }
}

const GUIDE: &str = "# Round 2\n\n## Warm-up\n- What did you file yesterday?\n";

#[test]
fn a_search_does_not_tell_how_far_a_shut_session_got() {
    use base64::Engine as _;
    let study = Study::new();
    let base64 = base64::engine::general_purpose::STANDARD.encode(GUIDE);
    study.done("import_files", json!({ "files": [{ "name": "guide.md", "base64": base64 }] }));
    let (_, session) = study.session("P04", 600);
    study.open_room();
    let maya = study.join("note_taker", "Maya");
    study.start(&session, false);
    let ask = || {
        study.engine.call_blocking(maya, "search", json!({ "text": "task:yesterday" })).expect("answered")["problems"].clone()
    };
    let before = ask();
    study.done("item_mark", json!({ "session_id": session, "item": "0.0", "state": "asked" }));
    assert_eq!(ask(), before);
}

#[test]
fn any_text_is_a_question() {
    let study = Study::new();
    let session = study.live();
    study.done("note_add", study.note(&session, "a word", "room"));
    let ask = |text: &str, change: Value| {
        let mut request = json!({ "text": text });
        request.as_object_mut().expect("fields").extend(change.as_object().cloned().expect("fields"));
        study.engine.call_blocking(MODERATOR, "search", request)
    };
    for (limit, before) in [(0, i64::MIN), (u32::MAX, i64::MAX), (1, -1), (1, 0)] {
        ask("word", json!({ "limit": limit, "before": before })).expect("answered");
    }
    let many = "a ".repeat(5_000);
    let phrase = format!("\"{many}\"");
    let tags = "tag:p ".repeat(2_000);
    let texts = [
        "word\0",
        "wo\0rd*",
        "a\0\"",
        "NEAR(a b)",
        "body:x",
        "-a",
        "a AND OR NOT",
        "^a",
        "\"",
        "\"\"*",
        "tag:#",
        "who:@",
        "by:\"",
        "task:\"",
        "{a b} : c",
        "a + b",
        "\u{202e}a",
        "👩‍🔬a",
        "ा",
        "\u{fffd}",
        "a\u{1}b",
        many.as_str(),
        phrase.as_str(),
        tags.as_str(),
    ];
    for indexed in [false, true] {
        if indexed {
            study.wait_for_index();
        }
        for text in texts {
            let start: String = text.chars().take(40).collect();
            ask(text, json!({})).unwrap_or_else(|fault| panic!("{start:?}: {fault:?}"));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn every_text_is_answered(texts in prop::collection::vec(any::<String>(), 30)) {
        let study = Study::new();
        let session = study.live();
        study.done("note_add", study.note(&session, "a word", "room"));
        for text in texts {
            let answer = study.engine.call_blocking(MODERATOR, "search", json!({ "text": &text }));
            prop_assert!(answer.is_ok(), "{text:?}: {answer:?}");
        }
    }
}
