//! Session states under random commands: the table holds, one session runs at a time, ends follow starts.

use crate::support::{MODERATOR, Study};
use domain::session::{Action, Status, step};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What somebody gives: minutes are relative to now.
#[derive(Clone, Debug)]
enum Given {
    Step(usize, usize),
    Start { session: usize, ago: i64, end_last: bool },
    End { session: usize, ago: i64, early: bool },
    Times { session: usize, started: Option<i64>, ended: Option<i64> },
    CloseDebrief(usize),
    Wait(i64),
}

fn given() -> impl Strategy<Value = Vec<Given>> {
    let minutes = || -5..200i64;
    let one = prop_oneof![
        4 => (0..3usize, 0..Action::ALL.len()).prop_map(|(session, action)| Given::Step(session, action)),
        3 => (0..3usize, prop_oneof![Just(0), minutes()], any::<bool>())
            .prop_map(|(session, ago, end_last)| Given::Start { session, ago, end_last }),
        3 => (0..3usize, prop_oneof![Just(0), minutes()], any::<bool>())
            .prop_map(|(session, ago, early)| Given::End { session, ago, early }),
        2 => (0..3usize, prop::option::of(minutes()), prop::option::of(minutes()))
            .prop_map(|(session, started, ended)| Given::Times { session, started, ended }),
        1 => (0..3usize).prop_map(Given::CloseDebrief),
        3 => (1..60i64).prop_map(Given::Wait),
    ];
    prop::collection::vec(one, 1..40)
}

fn sessions(study: &Study) -> BTreeMap<String, Value> {
    let page = study.page(MODERATOR, "study");
    page.of("session")
        .into_iter()
        .map(|one| (one["id"].as_str().expect("an id").into(), one.clone()))
        .collect()
}

fn status(session: &Value) -> Status {
    Status::parse(session["status"].as_str().expect("a status")).expect("a known one")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn the_table_holds_under_any_commands(given in given()) {
        let study = Study::new();
        let ids: Vec<String> =
            [("P01", 600), ("P02", 690), ("P03", 780)].map(|(code, at)| study.session(code, at).1).into();
        for one in given {
            let before = sessions(&study);
            let now = study.engine.now();
            let consent = json!({ "observed": true, "recorded": true, "quoted": true, "clipped": false });
            let (session, action, ends_last, result) = match &one {
                Given::Wait(minutes) => {
                    study.clock.advance(minutes * 60_000);
                    continue;
                }
                Given::CloseDebrief(session) => {
                    let _ = study.call("debrief_close", json!({ "session_id": ids[*session] }));
                    continue;
                }
                Given::Step(session, action) => {
                    let action = Action::ALL[*action];
                    let request = json!({ "session_id": ids[*session], "step": action.word(), "reason": "why" });
                    (*session, Some(action), false, study.call("session_step", request))
                }
                Given::Start { session, ago, end_last } => {
                    let request = json!({
                        "session_id": ids[*session], "consent": consent, "at": now - ago * 60_000,
                        "end_last": end_last,
                    });
                    (*session, Some(Action::Start), *end_last, study.call("session_start", request))
                }
                Given::End { session, ago, early } => {
                    let action = if *early { Action::EndEarly } else { Action::End };
                    let request =
                        json!({ "session_id": ids[*session], "early": early, "at": now - ago * 60_000 });
                    (*session, Some(action), false, study.call("session_end", request))
                }
                Given::Times { session, started, ended } => {
                    let at = |ago: &Option<i64>| ago.map(|ago| now - ago * 60_000);
                    let request =
                        json!({ "session_id": ids[*session], "started_at": at(started), "ended_at": at(ended) });
                    (*session, None, false, study.call("session_times", request))
                }
            };
            let after = sessions(&study);
            for (place, id) in ids.iter().enumerate() {
                let (was, is) = (status(&before[id]), status(&after[id]));
                if place == session {
                    match (&result, action) {
                        (Ok(_), Some(action)) => prop_assert_eq!(step(was, action).ok(), Some(is), "{:?}", one),
                        (Ok(_), None) => prop_assert_eq!(was, is, "times change no status"),
                        (Err(fault), _) => {
                            prop_assert_eq!(&before[id], &after[id], "a refusal changes nothing");
                            prop_assert!(fault.message.ends_with('.'), "{}", fault.message);
                        }
                    }
                } else if was != is {
                    prop_assert!(ends_last && was.is_live() && is == Status::Done, "{:?}", one);
                }
                let (began, ended) = (after[id]["started_at"].as_i64(), after[id]["ended_at"].as_i64());
                prop_assert_eq!(began.is_some(), is.has_run());
                prop_assert_eq!(ended.is_some(), is.has_run() && !is.is_live());
                prop_assert!(ended.is_none() || began <= ended);
                for interval in after[id]["intervals"].as_array().expect("intervals") {
                    let (from, to) = (interval["from"].as_i64(), interval["to"].as_i64());
                    prop_assert!(from >= began && to.is_none_or(|to| Some(to) >= from));
                    prop_assert!(ended.is_none() || (to.is_some() && to <= ended));
                }
            }
            prop_assert!(after.values().filter(|one| status(one).is_live()).count() <= 1);
        }
    }
}
