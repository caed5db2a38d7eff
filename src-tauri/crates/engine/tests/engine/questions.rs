//! Questions on their way from the room to the moderator: steps, who is told what, votes, answers, the next brief.

use crate::support::{MODERATOR, Study, code, id};
use base64::Engine as _;
use engine::Actor;
use protocol::{Fault, FaultCode};
use serde_json::{Value, json};

pub const MINUTE: i64 = 60_000;

/// A live session with a note-taker who takes the questions, and two observers.
pub struct Room {
    pub study: Study,
    pub session: String,
    pub maya: Actor,
    pub ada: Actor,
    pub ben: Actor,
}

impl Room {
    pub fn new() -> Self {
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

    pub fn ask(&self, who: Actor, text: &str) -> String {
        let question = id();
        let fields =
            json!({ "question_id": question, "session_id": self.session, "text": text, "when": "now" });
        self.study.call_as(who, "question_suggest", fields).unwrap_or_else(|fault| panic!("{fault:?}"));
        question
    }

    pub fn try_step(&self, who: Actor, question: &str, step: &str, with: Value) -> Result<Value, Fault> {
        let mut fields = with;
        fields["question_id"] = json!(question);
        fields["step"] = json!(step);
        self.study.call_as(who, "question_step", fields)
    }

    pub fn step(&self, question: &str, step: &str, with: Value) {
        let result = self.try_step(self.maya, question, step, with);
        result.unwrap_or_else(|fault| panic!("{step} was refused: {fault:?}"));
    }

    /// What somebody reads of a question; none when they do not see it.
    pub fn seen(&self, who: Actor, question: &str) -> Option<Value> {
        let page = self.study.page(who, "study");
        page.entities.get(&("question".into(), question.into())).cloned()
    }

    pub fn status(&self, question: &str) -> String {
        word(&self.seen(MODERATOR, question).expect("the moderator sees every question")["status"])
    }

    pub fn end(&self) {
        self.study.done("session_end", json!({ "session_id": self.session, "early": false }));
    }
}

pub fn word(value: &Value) -> String {
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

#[test]
fn an_erased_question_leaves_nothing() {
    let room = Room::new();
    let [kept, merged] = ["Kept?", "Merged?"].map(|text| room.ask(room.ada, text));
    room.step(&kept, "pass", json!({}));
    room.study.clock.advance(5 * MINUTE);
    let from = room.study.engine.now();
    let gone = room.ask(room.ada, "Why the ZEBRA?");
    room.step(&gone, "pass", json!({}));
    room.step(&merged, "merge", json!({ "into": gone }));
    room.step(&kept, "decline", json!({ "reason": "Because of the ZEBRA." }));
    let note = room.study.note(&room.session, "It was the ZEBRA.", "team");
    room.study.done("note_add", note.clone());
    for question in [&gone, &kept] {
        room.study.done("question_link", json!({ "question_id": question, "notes": [note["note_id"]] }));
    }
    let others: Vec<Actor> =
        (2..=6).map(|number| room.study.join("observer", &format!("O{number}"))).collect();
    let pages: Vec<_> =
        std::iter::once(&room.ben).chain(&others).map(|who| room.study.page(*who, "study")).collect();
    let mut console = room.study.page(MODERATOR, "study");
    console.until("six", |page| page.of("presence").iter().any(|presence| presence["observers"] == 6));
    let vote = json!({ "question_id": gone, "on": true });
    room.study.call_as(room.ben, "question_vote", vote).expect("voted");
    drop(pages);
    let mut voter = room.study.page(room.ben, "study");
    let mut asker = room.study.page(room.ada, "study");
    let [votes, own] =
        [("votes", &voter), ("questions", &asker)].map(|(of, page)| page.of("mine")[0][of].clone());
    assert_eq!((votes, own.as_array().map(Vec::len)), (json!([gone]), Some(3)));

    room.study.clock.advance(1);
    // The end of the session is not what is erased.
    room.end();
    let to = room.study.engine.now();
    let erased = json!({ "session_id": room.session, "from": from, "to": to });
    assert_eq!(room.study.done("erase_stretch", erased)["questions"], 1);
    room.study.clock.advance(1);
    voter.until("gone", |page| page.of("question").is_empty() && page.of("mine")[0]["votes"] == json!([]));
    asker.until("gone", |page| {
        page.of("question").len() == 2 && page.of("mine")[0]["questions"].as_array().map(Vec::len) == Some(2)
    });
    for question in [&kept, &merged] {
        let seen = room.seen(MODERATOR, question).expect("kept");
        let left = ["reason", "merged_into", "became", "passed_at"].map(|field| seen[field].clone());
        assert_eq!(
            (word(&seen["status"]), left),
            ("parked".into(), [const { Value::Null }; 4]),
            "{question}"
        );
        assert_eq!(seen["answers"], json!([]));
        let back = room.try_step(MODERATOR, question, "take_back", json!({}));
        assert_eq!(code(back), FaultCode::Refused, "what was erased does not come back");
    }
    room.study.done("session_step", json!({ "session_id": room.session, "step": "reopen" }));
    assert_eq!(room.status(&merged), "suggested");
    room.study.engine.close();
    for (path, bytes) in room.study.files() {
        assert!(!bytes.windows(5).any(|window| window == b"ZEBRA"), "in {}", path.display());
    }
    let reader = store::read_only(&room.study.path).expect("readable");
    let (member, question) = match room.ben {
        Actor::Member(id, _) => (id, domain::id::QuestionId::parse(&gone).expect("an id")),
        Actor::Moderator => unreachable!("he observes"),
    };
    let votes = reader.snapshot(|tables| Ok((tables.question_votes_by(member)?, tables.question(question)?)));
    let (votes, question) = votes.expect("readable");
    assert!(votes.is_empty() && question.is_none());
}
