//! What the room adds to questions: votes, answers, a share for each observer, what is like another, the next brief.

use crate::questions::{MINUTE, Room, word};
use crate::support::{MODERATOR, code, id};
use base64::Engine as _;
use engine::Actor;
use protocol::FaultCode;
use serde_json::{Value, json};

#[test]
fn six_observers_vote_for_what_waits() {
    let room = Room::new();
    let question = room.ask(room.ada, "Who signs it?");
    let vote = |who: Actor, on: bool| {
        room.study.call_as(who, "question_vote", json!({ "question_id": question, "on": on }))
    };
    assert_eq!(code(vote(room.ben, true)), FaultCode::NotFound, "nobody votes for what they do not see");
    room.step(&question, "pass", json!({}));
    let few = vote(room.ben, true).expect_err("too few").message;
    assert_eq!(few, "Votes begin once 6 observers are here. Until then every question is read.");
    let more: Vec<Actor> = (3..=6).map(|number| room.study.join("observer", &format!("O{number}"))).collect();
    let pages: Vec<_> =
        [room.ada, room.ben].iter().chain(&more).map(|who| room.study.page(*who, "study")).collect();
    let mut console = room.study.page(MODERATOR, "study");
    console.until("six", |page| page.of("presence").iter().any(|presence| presence["observers"] == 6));
    let votes = || room.seen(room.maya, &question).expect("seen")["votes"].clone();
    let mine = |who| room.study.page(who, "study").of("mine")[0]["votes"].clone();
    vote(room.ben, true).expect("voted");
    vote(room.ben, true).expect("once more is no more");
    assert_eq!((votes(), mine(room.ben), mine(room.ada)), (json!(1), json!([question]), json!([])));
    assert_eq!(vote(room.ada, true).expect_err("her own").message, "This question is your own.");
    for who in [MODERATOR, room.maya] {
        assert_eq!(code(vote(who, true)), FaultCode::Forbidden, "observers vote");
    }
    vote(room.ben, false).expect("taken back");
    assert_eq!((votes(), mine(room.ben)), (json!(0), json!([])));
    vote(more[0], true).expect("voted");
    room.step(&question, "ask", json!({}));
    assert_eq!(code(vote(more[1], true)), FaultCode::Refused, "it was asked already");
    room.study.done("off_record", json!({ "session_id": room.session, "on": true }));
    assert_eq!(code(vote(more[0], false)), FaultCode::OffRecord);
    drop(pages);
}

#[test]
fn notes_answer_a_question() {
    let room = Room::new();
    let question = room.ask(room.ada, "Who signs it?");
    let add = |who: Actor, audience: &str| {
        let note = room.study.note(&room.session, "Her boss.", audience);
        room.study.call_as(who, "note_add", note.clone()).expect("added");
        note["note_id"].as_str().expect("an id").to_owned()
    };
    let (own, team, theirs) = (add(room.maya, "own"), add(room.maya, "team"), add(MODERATOR, "own"));
    let link = |who: Actor, notes: Value| {
        room.study.call_as(who, "question_link", json!({ "question_id": question, "notes": notes }))
    };
    let answers = || room.seen(room.maya, &question).expect("seen")["answers"].clone();
    let mut both = [own.clone(), team.clone()];
    both.sort();
    link(room.maya, json!([own, team, own])).expect("linked");
    assert_eq!(answers(), json!(both), "each once");
    assert_eq!(
        code(link(room.maya, json!([theirs]))),
        FaultCode::NotFound,
        "what one may not read is not there"
    );
    assert_eq!(code(link(room.ada, json!([team]))), FaultCode::Forbidden);
    link(MODERATOR, json!([theirs])).expect("linked");
    let mut kept = [theirs.clone(), team.clone()];
    kept.sort();
    link(room.maya, json!([theirs, team])).expect("what the moderator linked stays");
    assert_eq!(answers(), json!(kept));
    let seen = room.seen(room.ada, &question).expect("her own");
    assert_eq!((&seen["answered"], &seen["answers"]), (&json!(true), &Value::Null), "that, not what");
    room.step(&question, "ask", json!({}));
    room.step(&question, "take_back", json!({}));
    assert_eq!(
        (room.status(&question), answers()),
        ("suggested".into(), json!(kept)),
        "steps and answers are apart"
    );
    room.study.done("note_delete", json!({ "note_id": team }));
    link(MODERATOR, json!([])).expect("nothing answers it");
    assert_eq!(code(link(MODERATOR, json!([team]))), FaultCode::NotFound, "deleted");
}

#[test]
fn an_observer_suggests_six_questions_in_ten_minutes() {
    let room = Room::new();
    let suggest = |who: Actor, question: &str, command: &str| {
        let fields = json!({
            "question_id": question, "session_id": room.session, "text": "Why?", "when": "now", "command_id": command,
        });
        room.study.call_as(who, "question_suggest", fields)
    };
    let sent: Vec<(String, String)> = (0..6).map(|_| (id(), id())).collect();
    for (question, command) in &sent {
        room.study.clock.advance(MINUTE);
        suggest(room.ada, question, command).expect("six go");
    }
    room.study.clock.advance(2 * MINUTE - 1);
    let (seventh, command) = (id(), id());
    let fault = suggest(room.ada, &seventh, &command).expect_err("the seventh waits");
    assert_eq!((fault.code, fault.retry_after), (FaultCode::TooMany, Some(181)));
    let says = "You have suggested 6 questions in 10 minutes. The next one can go in 4 minutes; it stays here until then.";
    assert_eq!(fault.message, says);
    suggest(room.ada, &sent[2].0, &sent[2].1).expect("a late copy of what went gets its first answer");
    for number in 0..8 {
        suggest(room.maya, &id(), &id()).unwrap_or_else(|_| panic!("{number}: her outbox holds notes, too"));
    }
    suggest(room.ben, &id(), &id()).expect("each has a share of their own");
    room.study.clock.advance(3 * MINUTE);
    let last = suggest(room.ada, &seventh, &command).expect_err("a millisecond is missing");
    assert!(last.message.contains("in 1 minute;"), "{}", last.message);
    room.study.clock.advance(1);
    suggest(room.ada, &seventh, &command).expect("its time has come");
}

#[test]
fn likeness_is_told_of_what_one_may_see() {
    let room = Room::new();
    let passed = room.ask(room.ben, "Who pays for the hotel?");
    room.step(&passed, "pass", json!({}));
    let hidden = room.ask(room.ben, "Who paid for hotels?");
    let like = |who: Actor, text: &str, except: Option<&str>| -> Vec<String> {
        let fields = json!({ "session_id": room.session, "text": text, "except": except });
        let found = room.study.engine.call_blocking(who, "questions_like", fields).expect("answered");
        let found = found["found"].as_array().expect("a list").clone();
        assert!(found.windows(2).all(|two| two[0]["likeness"].as_f64() >= two[1]["likeness"].as_f64()));
        found.iter().map(|one| word(&one["id"])).collect()
    };
    assert_eq!(like(room.maya, "who PAYS for the hotel", None), [passed.clone(), hidden.clone()]);
    assert_eq!(like(room.maya, "Who pays for the hotel?", Some(&passed)), std::slice::from_ref(&hidden));
    assert_eq!(
        like(room.ada, "Who pays for hotels?", None),
        std::slice::from_ref(&passed),
        "no more than she sees"
    );
    assert_eq!(like(room.ben, "Who pays for hotels?", None).len(), 2, "his own, too");
    assert_eq!(like(MODERATOR, "What did it cost?", None), ["0.2"], "the guide asks it already");
    assert!(like(room.ada, "What did it cost?", None).is_empty(), "the guide is not for observers");
    room.study.done("study_update", json!({ "observers_see_guide": true }));
    assert_eq!(like(room.ada, "What did it cost?", None), ["0.2"]);
    assert!(like(room.ada, " ", None).is_empty());
    let (_, next) = room.study.session("P05", 700);
    let early = room.study.engine.call_blocking(
        room.ada,
        "questions_like",
        json!({ "session_id": next, "text": "What did it cost?", "except": null }),
    );
    assert_eq!(early.expect("answered")["found"], json!([]), "not before the session is open");
    let consent =
        json!({ "observed": true, "recorded": true, "quoted": true, "clipped": false, "most_observers": 1 });
    room.study.done("consent_record", json!({ "session_id": room.session, "consent": consent }));
    let fields = json!({ "session_id": room.session, "text": "Who pays?", "except": null });
    let at_the_door = room.study.engine.call_blocking(room.ada, "questions_like", fields);
    assert_eq!(code(at_the_door), FaultCode::TooMany, "whoever waits is told nothing");
}

#[test]
fn the_brief_has_what_was_parked_unless_it_was_asked_since() {
    let room = Room::new();
    for text in ["Who signs it?", "What does it cost?", "Which app?", "Never mind?"] {
        room.ask(room.ada, text);
    }
    room.end();
    let (_, next) = room.study.session("P05", 700);
    let parked =
        |session: &str| room.study.done_query("brief", json!({ "session_id": session }))["parked"].clone();
    let all = json!(["Never mind?", "Which app?", "What does it cost?", "Who signs it?"]);
    assert_eq!(parked(&next), all);
    let never = room
        .study
        .page(MODERATOR, "study")
        .of("question")
        .iter()
        .find(|one| one["text"] == "Never mind?")
        .map(|one| word(&one["id"]));
    let never = never.expect("a question");
    room.study
        .done("question_step", json!({ "question_id": never, "step": "decline", "reason": "Out of scope." }));
    room.study.clock.advance(MINUTE);
    room.study.start(&next, true);
    // One is asked as an item of the guide, one in the words of somebody else.
    room.study.done("item_mark", json!({ "session_id": next, "item": "0.2", "state": "asked" }));
    let again = id();
    let fields = json!({ "question_id": again, "session_id": next, "text": "which APP", "when": "now" });
    room.study.call_as(room.ben, "question_suggest", fields).expect("suggested");
    room.study.done("question_step", json!({ "question_id": again, "step": "ask" }));
    room.study.done("session_end", json!({ "session_id": next, "early": false }));
    let (_, third) = room.study.session("P06", 800);
    assert_eq!(parked(&third), json!(["Who signs it?"]));
    assert_eq!(parked(&room.session), json!([]), "nothing came before it");
}

#[test]
fn what_became_of_a_question_goes_out_and_comes_back() {
    let room = Room::new();
    let texts = ["Asked?", "Declined?", "Merged?", "Covered?", "Parked?"];
    let questions = texts.map(|text| room.ask(if text == "Merged?" { room.ben } else { room.ada }, text));
    room.step(&questions[0], "ask", json!({}));
    room.step(&questions[1], "decline", json!({ "reason": "We know *that*." }));
    room.step(&questions[2], "merge", json!({ "into": questions[0] }));
    room.step(&questions[3], "cover", json!({ "item": "0.2" }));
    room.study.clock.advance(90_000);
    let [note, quote] =
        ["Her boss does.", "“Her boss”"].map(|body| room.study.note(&room.session, body, "room"));
    let ids = [&note, &quote].map(|note| {
        room.study.done("note_add", note.clone());
        note["note_id"].clone()
    });
    room.study.done("question_link", json!({ "question_id": questions[0], "notes": ids }));
    room.end();
    let export = |format: &str| {
        let made = room.study.done("export_make", json!({ "format": format, "day": "2026-11-26" }));
        word(&made["text"])
    };
    let markdown = export("md");
    for line in [
        "- asked at 00:00:00, suggested by Ada · 1 other wants to know it · answered at 00:01:30, 00:01:30\\\n  Asked?",
        "- declined, suggested by Ada · reason: We know \\*that\\*.\\\n  Declined?",
        "- merged, suggested by Ben · into: Asked?\\\n  Merged?",
        "- covered, suggested by Ada · guide: What does it cost?\\\n  Covered?",
        "- parked, suggested by Ada\\\n  Parked?",
    ] {
        assert!(markdown.contains(line), "{line} in {markdown}");
    }
    let other = crate::support::Study::new();
    other.session("P04", 600);
    let base64 = base64::engine::general_purpose::STANDARD.encode(export("csv"));
    other.done("import_files", json!({ "files": [{ "name": "notes.csv", "base64": base64 }] }));
    let page = other.page(MODERATOR, "study");
    for (text, status, reason) in [
        ("Asked?", "asked", Value::Null),
        ("Declined?", "declined", json!("We know *that*.")),
        ("Merged?", "merged", Value::Null),
        ("Covered?", "covered", Value::Null),
        ("Parked?", "parked", Value::Null),
    ] {
        let back = page.of("question").into_iter().find(|one| one["text"] == text).expect(text).clone();
        assert_eq!((word(&back["status"]), back["reason"].clone()), (status.into(), reason), "{text}");
    }
}
