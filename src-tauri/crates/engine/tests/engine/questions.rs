//! Questions on their way from the room to the moderator: steps, who is told what, votes, answers, the next brief.

use crate::support::{MODERATOR, Study, code, id};
use base64::Engine as _;
use engine::Actor;
use protocol::{Fault, FaultCode};
use serde_json::{Value, json};

const MINUTE: i64 = 60_000;

/// A live session with a note-taker who takes the questions, and two observers.
struct Room {
    study: Study,
    session: String,
    maya: Actor,
    ada: Actor,
    ben: Actor,
}

impl Room {
    fn new() -> Self {
        let study = Study::new();
        guide(&study, &["How was your last trip?", "Where do receipts end up?", "What does it cost?"]);
        let session = study.live();
        study.open_room();
        let maya = study.join("note_taker", "Maya");
        let [ada, ben] = ["Ada", "Ben"].map(|name| study.join("observer", name));
        let duty = json!({ "session_id": session, "duty": "questions", "claim": true });
        study.call_as(maya, "duty_claim", duty).expect("she takes the questions");
        Self { study, session, maya, ada, ben }
    }

    fn ask(&self, who: Actor, text: &str) -> String {
        let question = id();
        let fields =
            json!({ "question_id": question, "session_id": self.session, "text": text, "when": "now" });
        self.study.call_as(who, "question_suggest", fields).unwrap_or_else(|fault| panic!("{fault:?}"));
        question
    }

    fn try_step(&self, who: Actor, question: &str, step: &str, with: Value) -> Result<Value, Fault> {
        let mut fields = with;
        fields["question_id"] = json!(question);
        fields["step"] = json!(step);
        self.study.call_as(who, "question_step", fields)
    }

    fn step(&self, question: &str, step: &str, with: Value) {
        let result = self.try_step(self.maya, question, step, with);
        result.unwrap_or_else(|fault| panic!("{step} was refused: {fault:?}"));
    }

    /// What somebody reads of a question; none when they do not see it.
    fn seen(&self, who: Actor, question: &str) -> Option<Value> {
        let page = self.study.page(who, "study");
        page.entities.get(&("question".into(), question.into())).cloned()
    }

    fn status(&self, question: &str) -> String {
        word(&self.seen(MODERATOR, question).expect("the moderator sees every question")["status"])
    }

    fn end(&self) {
        self.study.done("session_end", json!({ "session_id": self.session, "early": false }));
    }
}

fn word(value: &Value) -> String {
    value.as_str().expect("a word").to_owned()
}

fn guide(study: &Study, items: &[&str]) {
    let items: String = items.iter().map(|item| format!("- {item}\n")).collect();
    let text = format!("# Guide\n\n## Travel (20 min)\n{items}");
    let base64 = base64::engine::general_purpose::STANDARD.encode(text);
    study.done("import_files", json!({ "files": [{ "name": "guide.md", "base64": base64 }] }));
}

/// What each step needs besides the question.
fn with(step: &str, other: &str) -> Value {
    match step {
        "merge" => json!({ "into": other }),
        "cover" => json!({ "item": "0.1" }),
        "hold" | "decline" => json!({ "reason": "It would help with the task." }),
        _ => json!({}),
    }
}

/// The steps that bring a new question to each state.
const WAYS: [(&str, &[&str]); 7] = [
    ("suggested", &[]),
    ("passed", &["pass"]),
    ("held", &["pass", "hold"]),
    ("merged", &["merge"]),
    ("covered", &["cover"]),
    ("asked", &["pass", "ask"]),
    ("declined", &["decline"]),
];

#[test]
fn every_state_and_step_by_everybody() {
    let room = Room::new();
    let eve = room.study.join("note_taker", "Eve");
    let other = room.ask(room.ben, "What would the finance team say?");
    let steps = ["pass", "hold", "merge", "cover", "decline", "ask", "take_back"];
    // By the asker's ten-minute share, one question for each state is a little too many.
    for (number, (state, way)) in WAYS.into_iter().enumerate() {
        room.study.clock.advance(2 * MINUTE);
        for (place, next) in steps.into_iter().enumerate() {
            if place % 3 == 0 {
                room.study.clock.advance(6 * MINUTE);
            }
            let question = room.ask(room.ada, &format!("Question {number}.{place}?"));
            way.iter().for_each(|step| room.step(&question, step, with(step, &other)));
            assert_eq!(room.status(&question), state);
            for (who, expected) in [
                (room.ada, FaultCode::Forbidden),
                (room.ben, FaultCode::Forbidden),
                (eve, FaultCode::Refused),
            ] {
                let refused = room.try_step(who, &question, next, with(next, &other));
                assert_eq!(code(refused), expected, "{state} {next}: only whoever has the duty takes steps");
            }
            let status = domain::entity::QuestionStatus::parse(state).expect("a state");
            let action = domain::question::QuestionStep::parse(next).expect("a step");
            let result = room.try_step(
                if place % 2 == 0 { MODERATOR } else { room.maya },
                &question,
                next,
                with(next, &other),
            );
            match domain::question::step(status, action) {
                Err(refusal) => {
                    assert_eq!(result.expect_err(next).message, refusal.to_string());
                    assert_eq!(room.status(&question), state, "{next} was refused");
                }
                Ok(domain::question::Becomes::Now(becomes)) => {
                    result.unwrap_or_else(|fault| panic!("{state} {next}: {fault:?}"));
                    assert_eq!(room.status(&question), becomes.word(), "{state} {next}");
                    let before = room.study.engine.now();
                    room.step(&question, "take_back", json!({}));
                    assert_eq!(room.status(&question), state, "{state} {next} taken back at {before}");
                }
                Ok(domain::question::Becomes::AsBefore) => {
                    result.unwrap_or_else(|fault| panic!("{state} {next}: {fault:?}"));
                    let before = match way.len() {
                        1 => "suggested",
                        _ => "passed",
                    };
                    assert_eq!(room.status(&question), before, "{state} {next}");
                }
            }
        }
    }
}

#[test]
fn whoever_asked_is_told_more_than_the_others() {
    let room = Room::new();
    let question = room.ask(room.ada, "Who signs it?");
    let all = |question: &str| [room.ada, room.ben].map(|who| room.seen(who, question));
    let [own, other] = all(&question);
    assert_eq!(own.expect("her own")["status"], "suggested");
    assert!(other.is_none(), "nobody else knows of it yet");

    room.step(&question, "hold", json!({ "reason": "They will see it in task 2." }));
    let [own, other] = all(&question);
    let own = own.expect("her own");
    assert_eq!(
        (word(&own["status"]), word(&own["reason"])),
        ("held".into(), "They will see it in task 2.".into())
    );
    assert!(other.is_none());

    room.step(&question, "pass", json!({}));
    let [own, other] = all(&question);
    let (own, other) = (own.expect("her own"), other.expect("everybody sees what was passed on"));
    assert_eq!((&own["status"], &own["passed_at"]), (&json!("passed"), &json!(room.study.engine.now())));
    assert_eq!(other["text"], "Who signs it?");
    for field in [
        "reason",
        "merged_into",
        "became",
        "covered_by",
        "answers",
        "votes",
        "passed_by",
        "asker_id",
        "asker_name",
    ] {
        assert!(other[field].is_null(), "{field} is not for other observers");
    }
    assert_eq!(room.seen(MODERATOR, &question).expect("seen")["passed_by"], "Maya");

    // Merged into somebody else's, which the asker may not read: only what becomes of it is told.
    let target = room.ask(room.ben, "Whose SECRET signature?");
    room.step(&question, "merge", json!({ "into": target }));
    let own = room.seen(room.ada, &question).expect("her own");
    assert_eq!(
        (&own["status"], &own["merged_into"], &own["became"]),
        (&json!("merged"), &json!(target), &json!("suggested"))
    );
    assert!(room.seen(room.ada, &target).is_none(), "the other's words are still the other's");
    assert!(room.seen(room.ben, &question).is_none(), "what was passed on and merged is not shown any more");
    room.step(&target, "decline", json!({ "reason": "It is on their desk." }));
    let own = room.seen(room.ada, &question).expect("her own");
    assert_eq!((&own["became"], &own["reason"]), (&json!("declined"), &json!("It is on their desk.")));
    room.step(&target, "take_back", json!({}));
    let votes = |question: &str| room.seen(room.maya, question).expect("the team sees all")["votes"].clone();
    assert_eq!(votes(&target), 1, "whoever asked what was merged into it wants to know it, too");
    room.step(&question, "take_back", json!({}));
    assert_eq!((room.status(&question), votes(&target)), ("passed".into(), json!(0)));

    room.step(&question, "cover", json!({ "item": "0.1" }));
    assert_eq!(room.seen(room.maya, &question).expect("seen")["covered_by"], "Where do receipts end up?");
    assert!(
        room.seen(room.ada, &question).expect("seen")["covered_by"].is_null(),
        "the guide is not for observers"
    );
    room.study.done("study_update", json!({ "observers_see_guide": true }));
    assert_eq!(room.seen(room.ada, &question).expect("seen")["covered_by"], "Where do receipts end up?");
}

#[test]
fn what_is_merged_goes_on_as_one() {
    let room = Room::new();
    let [first, second, third] =
        [(room.ada, "One?"), (room.ben, "Two?"), (room.ada, "Three?")].map(|(who, text)| room.ask(who, text));
    let into = |question: &str| room.seen(MODERATOR, question).expect("seen")["merged_into"].clone();
    let refused = |question: &str, into: Value| {
        let refused = room.try_step(room.maya, question, "merge", json!({ "into": into }));
        refused.expect_err("refused").message
    };
    assert_eq!(refused(&first, json!(first)), "A question cannot be merged into itself.");
    assert_eq!(refused(&first, Value::Null), "What it is merged into must be another question.");
    assert_eq!(refused(&first, json!(id())), "There is no such question.");
    room.step(&first, "merge", json!({ "into": second }));
    assert_eq!(refused(&second, json!(first)), "That question is merged into this one already.");
    // Through the merged one to what stands for it.
    room.step(&third, "merge", json!({ "into": first }));
    assert_eq!(into(&third), json!(second));
    room.step(&third, "take_back", json!({}));
    // What stands for another is merged: both go on as the third, and come back.
    room.step(&second, "merge", json!({ "into": third }));
    assert_eq!((into(&first), into(&second)), (json!(third), json!(third)));
    room.step(&second, "take_back", json!({}));
    assert_eq!((into(&first), into(&second)), (json!(second), Value::Null));
    // Taken out of a merger of mergers, a question is by itself again.
    room.step(&second, "merge", json!({ "into": third }));
    room.step(&first, "take_back", json!({}));
    assert_eq!((into(&first), room.status(&first)), (Value::Null, "suggested".into()));
    room.step(&second, "take_back", json!({}));
    assert_eq!(room.status(&first), "suggested");

    room.end();
    let (_, next) = room.study.session("P05", 700);
    room.study.start(&next, true);
    let other = json!({ "question_id": id(), "session_id": next, "text": "Four?", "when": "now" });
    room.study.call_as(room.ben, "question_suggest", other.clone()).expect("suggested");
    let sentence = "That question is of another session: only questions of one session are merged.";
    let result = room.try_step(MODERATOR, &first, "merge", json!({ "into": other["question_id"] }));
    assert_eq!(result.expect_err("refused").message, sentence);
}

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
    assert_eq!(like(room.maya, "Who pays for the hotel?", Some(&passed)), [hidden.clone()]);
    assert_eq!(like(room.ada, "Who pays for hotels?", None), [passed.clone()], "no more than she sees");
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
fn what_nobody_settled_is_parked_and_comes_back() {
    let room = Room::new();
    let texts = ["New?", "Passed?", "Held?", "Merged?", "Asked?", "Declined?"];
    let ways: [&[&str]; 6] = [&[], &["pass"], &["hold"], &["merge"], &["pass", "ask"], &["decline"]];
    let questions: Vec<String> = texts.iter().map(|text| room.ask(room.ada, text)).collect();
    for (question, way) in questions.iter().zip(ways) {
        way.iter().for_each(|step| room.step(question, step, with(step, &questions[0])));
    }
    let states = || questions.iter().map(|question| room.status(question)).collect::<Vec<_>>();
    let before = states();
    let mut asker = room.study.page(room.ada, "study");
    room.end();
    let parked = |page: &crate::support::Page| {
        page.of("question").iter().filter(|question| question["status"] == "parked").count() == 3
    };
    asker.until("parked", parked);
    assert_eq!(states(), ["parked", "parked", "parked", "merged", "asked", "declined"]);
    assert_eq!(room.seen(room.ada, &questions[3]).expect("seen")["became"], "parked");
    // What is taken back now is parked, too; what was parked can still be settled.
    room.step(&questions[5], "take_back", json!({}));
    assert_eq!(room.status(&questions[5]), "parked");
    room.step(&questions[2], "decline", json!({ "reason": "We know." }));
    assert_eq!(code(room.try_step(room.maya, &questions[1], "take_back", json!({}))), FaultCode::Refused);
    assert_eq!(code(room.try_step(room.maya, &questions[1], "pass", json!({}))), FaultCode::Refused);
    room.study.done("session_step", json!({ "session_id": room.session, "step": "reopen" }));
    assert_eq!(states(), ["suggested", "passed", "declined", "merged", "asked", "suggested"]);
    room.step(&questions[2], "take_back", json!({}));
    assert_eq!(states()[2], before[2], "what was settled while it was parked is what it was before that");
    room.study.engine.close();
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
fn steps_are_carried_out_once_and_survive_a_restart() {
    let mut room = Room::new();
    let question = room.ask(room.ada, "Who signs it?");
    let command = id();
    let pass = json!({ "question_id": question, "step": "pass", "command_id": command });
    let first = room.study.call_as(room.maya, "question_step", pass.clone()).expect("passed");
    room.step(&question, "take_back", json!({}));
    assert_eq!(room.study.call_as(room.maya, "question_step", pass).expect("the first answer"), first);
    assert_eq!(room.status(&question), "suggested", "a late copy does nothing again");
    room.step(&question, "hold", json!({ "reason": "Later." }));
    room.step(&question, "ask", json!({}));
    room.study.engine.close();
    room.study.engine = engine::Engine::open(&room.study.path, room.study.options.clone()).expect("it opens");
    assert_eq!(room.status(&question), "asked");
    let back = |expected: &str| {
        room.study.done("question_step", json!({ "question_id": question, "step": "take_back" }));
        assert_eq!(room.status(&question), expected);
    };
    back("held");
    assert_eq!(room.seen(MODERATOR, &question).expect("seen")["reason"], "Later.");
    back("suggested");
    let nothing = room.study.call("question_step", json!({ "question_id": question, "step": "take_back" }));
    assert_eq!(nothing.expect_err("refused").message, "This question is new: there is nothing to take back.");
}

#[test]
fn nothing_is_done_with_questions_off_the_record() {
    let room = Room::new();
    let question = room.ask(room.ada, "Who signs it?");
    room.study.done("off_record", json!({ "session_id": room.session, "on": true }));
    for (command, fields) in [
        ("question_step", json!({ "question_id": question, "step": "pass" })),
        ("question_link", json!({ "question_id": question, "notes": [] })),
    ] {
        assert_eq!(code(room.study.call(command, fields)), FaultCode::OffRecord, "{command}");
    }
    assert_eq!(room.status(&question), "suggested");
}
