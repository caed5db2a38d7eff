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
