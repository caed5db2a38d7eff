//! The day: laid out, moved, rescheduled, taken back and done again.

use crate::support::{MODERATOR, Study, id};
use engine::Engine;
use proptest::prelude::*;
use serde_json::{Value, json};

const TODAY: &str = "2026-11-26";

/// Slots and sessions as a page has them, without their edits.
fn plan(study: &Study) -> Vec<Value> {
    let page = study.page(MODERATOR, "study");
    let mut plan: Vec<Value> = page.of("slot").into_iter().chain(page.of("session")).cloned().collect();
    for entity in &mut plan {
        entity.as_object_mut().expect("an entity").remove("edit");
    }
    plan
}

fn take_back(study: &Study, what: &str) -> Value {
    study.done(what, json!({ "context": "day" }))
}

fn says(answer: &Value) -> &str {
    answer["says"].as_str().expect("a sentence")
}

fn slots(proposal: &Value) -> Vec<Value> {
    let one = |slot: &Value| {
        json!({
            "slot_id": id(), "session_id": id(), "date": slot["date"], "start_minute": slot["start_minute"],
            "length_minutes": slot["length_minutes"], "kind": slot["kind"], "participants": [], "label": "",
        })
    };
    proposal["slots"].as_array().expect("slots").iter().map(one).collect()
}

#[test]
fn a_study_of_fifteen_sessions_is_laid_out_over_three_days_and_taken_back_whole() {
    let study = Study::new();
    let request = json!({ "date": "2026-11-27", "further_days": ["2026-11-30", "2026-12-01"], "count": 15 });
    let proposal = study.done_query("day_propose", request);
    let on = |day: &str, kind: &str| {
        let all = proposal["slots"].as_array().expect("slots").iter();
        all.filter(|slot| slot["date"] == day && slot["kind"] == kind).count()
    };
    for day in ["2026-11-27", "2026-11-30", "2026-12-01"] {
        assert_eq!((on(day, "session"), on(day, "break")), (5, 1), "{day}");
    }
    assert_eq!(proposal["warnings"], json!([]));
    study.done("day_lay_out", json!({ "slots": slots(&proposal), "confirmed": false }));
    let laid_out = plan(&study);
    assert_eq!(laid_out.len(), 18 + 15);
    let mut page = study.page(MODERATOR, "study");
    assert_eq!(says(&take_back(&study, "undo")), "18 slots are taken off the day.");
    page.until("an empty day", |page| page.of("slot").is_empty() && page.of("session").is_empty());
    assert!(plan(&study).is_empty(), "slots and sessions are off the day for whoever comes now, too");
    assert_eq!(says(&take_back(&study, "redo")), "18 slots are back on the day.");
    page.until("the day", |page| page.of("slot").len() == 18 && page.of("session").len() == 15);
    assert_eq!(plan(&study), laid_out, "with the same ids");
}

#[test]
fn full_days_want_to_be_confirmed_and_nothing_runs_past_midnight() {
    let study = Study::new();
    let proposal = study.done_query("day_propose", json!({ "date": TODAY, "count": 7, "start_minute": 420 }));
    let warnings = proposal["warnings"].to_string();
    assert!(warnings.contains("7 sessions in a day"), "{warnings}");
    let slots = slots(&proposal);
    let refused = study.call("day_lay_out", json!({ "slots": slots, "confirmed": false })).expect_err("full");
    assert_eq!(refused.message, "Thursday 26 November would have 7 sessions. Confirm it, or plan fewer.");
    assert!(plan(&study).is_empty());
    study.done("day_lay_out", json!({ "slots": slots, "confirmed": true }));
    let late = json!({ "date": TODAY, "count": 5, "start_minute": 1200 });
    let refused = study.call("day_propose", late).expect_err("too late");
    assert_eq!(
        refused.message,
        "5 sessions from 20:00 run past midnight on Thursday 26 November. Begin earlier, or plan fewer."
    );
    let uneven = json!({ "date": "2026-11-30", "further_days": ["2026-12-01", "2026-12-02"], "count": 4 });
    let uneven = study.done_query("day_propose", uneven);
    let days: Vec<&str> = uneven["slots"]
        .as_array()
        .expect("slots")
        .iter()
        .filter(|slot| slot["kind"] == "session")
        .map(|slot| slot["date"].as_str().expect("a date"))
        .collect();
    assert_eq!(days, ["2026-11-30", "2026-11-30", "2026-12-01", "2026-12-02"]);
}

#[test]
fn warnings_tell_of_clocks_and_of_peoples_own_time() {
    let study = Study::new();
    let warnings = |date: &str| study.done_query("day_warnings", json!({ "date": date }))["warnings"].clone();
    let at = |date: &str, start: u16, code: &str| {
        let slot = id();
        study.done(
            "slot_create",
            json!({
                "slot_id": slot, "session_id": id(), "date": date, "start_minute": start, "length_minutes": 60,
                "kind": "session", "participants": [code], "label": "",
            }),
        );
        slot
    };
    at("2026-10-25", 150, "P01");
    assert_eq!(
        warnings("2026-10-25"),
        json!([
            "Clocks go back on Sunday 25 October: 03:00 is 02:00 again (Europe/Berlin).",
            "02:30 occurs twice on Sunday 25 October: P01 begins the first time.",
        ])
    );
    at("2027-03-28", 150, "P01");
    assert_eq!(
        warnings("2027-03-28"),
        json!([
            "Clocks go forward on Sunday 28 March: from 02:00 to 03:00 there is no time (Europe/Berlin).",
            "02:30 does not exist on Sunday 28 March: P01 begins at 03:30.",
        ])
    );
    at(TODAY, 600, "P02");
    at(TODAY, 700, "P02");
    assert_eq!(warnings(TODAY), json!(["P02 is planned 2 times: 10:00, 11:40."]));
    at("2026-12-03", 1430, "P03");
    assert_eq!(warnings("2026-12-03"), json!(["P03 runs past midnight, until 00:50."]));
}

#[test]
fn a_rescheduled_session_points_to_its_new_place() {
    let study = Study::new();
    let (slot, session) = study.session("P04", 600);
    study.done(
        "slot_update",
        json!({ "slot_id": slot, "meeting_link": "https://meet.example/x", "fixed": true }),
    );
    let before = plan(&study);
    let (new_slot, new_session) = (id(), id());
    let request = json!({
        "session_id": session, "slot_id": new_slot, "new_session_id": new_session, "date": "2026-11-27",
        "start_minute": 900,
    });
    study.done("session_reschedule", request.clone());
    let page = study.page(MODERATOR, "study");
    let find = |kind: &str, id: &str| {
        page.of(kind).into_iter().find(|one| one["id"] == *id).cloned().expect("there")
    };
    assert_eq!(find("slot", &slot)["moved_to"], *new_slot);
    assert_eq!(find("session", &session)["status"], "rescheduled");
    let (slot, session) = (find("slot", &new_slot), find("session", &new_session));
    assert_eq!((&slot["length_minutes"], &slot["fixed"]), (&json!(60), &json!(false)));
    assert_eq!((&session["status"], &session["seats"][0]["code"]), (&json!("planned"), &json!("P04")));
    assert_eq!(session["meeting_link"], "https://meet.example/x");
    let again = study.call("session_reschedule", request).expect_err("once");
    assert_eq!(
        again.message,
        "This session was rescheduled: only a session that has not started can be rescheduled."
    );
    assert_eq!(says(&take_back(&study, "undo")), "P04 is back at 10:00 on Thursday 26 November.");
    assert_eq!(plan(&study), before);
}

#[test]
fn reserves_are_on_call_and_slots_move_together_or_not_at_all() {
    let study = Study::new();
    let reserve = id();
    let create = |codes: Value| {
        json!({
            "slot_id": reserve, "date": TODAY, "start_minute": 540, "length_minutes": 480, "kind": "reserve",
            "participants": codes, "label": "",
        })
    };
    assert!(study.call("slot_create", create(json!(["P08", "p08"]))).is_err(), "named twice");
    study.done("slot_create", create(json!(["P09", "P08"])));
    let codes = || {
        let page = study.page(MODERATOR, "study");
        let slot =
            page.of("slot").into_iter().find(|slot| slot["id"] == *reserve).cloned().expect("the reserve");
        let on_call = slot["on_call"].as_array().expect("people").clone();
        on_call.iter().map(|one| one.as_str().expect("a code").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(codes(), ["P08", "P09"]);
    study.done("slot_update", json!({ "slot_id": reserve, "participants": ["P09"] }));
    assert_eq!(codes(), ["P09"]);
    take_back(&study, "undo");
    assert_eq!(codes(), ["P08", "P09"]);
    let (first, session) = study.session("P04", 600);
    let (second, _) = study.session("P05", 690);
    let moves = |start: u16| {
        let to =
            |slot: &str, start: u16| json!({ "slot_id": slot, "start_minute": start, "length_minutes": 60 });
        json!({ "moves": [to(&second, start + 90), to(&first, start)] })
    };
    study.done("slots_move", moves(615));
    assert_eq!(says(&take_back(&study, "undo")), "2 slots are back where they were.");
    take_back(&study, "redo");
    study.start(&session, true);
    let before = plan(&study);
    let refused = study.call("slots_move", moves(660)).expect_err("P04 has started");
    assert!(refused.message.contains("has started"), "{}", refused.message);
    assert_eq!(plan(&study), before, "all or none");
    // What came before the start cannot be taken back: each is passed over, with a sentence.
    let refused = take_back(&study, "undo");
    assert_eq!(refused["done"], false);
    assert_eq!(says(&refused), "P04 has started: that stays as it is. The next undo goes on from there.");
    assert_eq!(says(&take_back(&study, "undo")), "P05 is taken off the day.");
}

#[test]
fn what_an_import_changed_since_stays() {
    let study = Study::new();
    let schedule = |start: &str| {
        use base64::Engine as _;
        let text = format!("uid,date,start,length,code\nx1,{TODAY},{start},60,P04\n");
        let base64 = base64::engine::general_purpose::STANDARD.encode(text);
        json!({ "files": [{ "name": "schedule.csv", "base64": base64 }] })
    };
    study.done("import_files", schedule("10:00"));
    assert_eq!(says(&take_back(&study, "undo")), "There is nothing of yours to undo here.");
    let slot = plan(&study).into_iter().find(|one| one["start_minute"] == 600).expect("the slot");
    study.done("slot_update", json!({ "slot_id": slot["id"], "start_minute": 660 }));
    study.done("import_files", schedule("12:00"));
    let refused = take_back(&study, "undo");
    assert_eq!(refused["done"], false, "{refused}");
    assert_eq!(
        says(&refused),
        "The import changed the start since then; that stays. The next undo goes on from there."
    );
}

/// What the moderator does with the plan; numbers choose among the slots that there are.
#[derive(Clone, Debug)]
enum Step {
    Create(u16),
    Move(usize, u16),
    MoveAll(u16),
    Edit(usize, u8),
    Status(usize, usize),
    TakeOff(usize, bool),
    Reschedule(usize, u16),
    Undo,
    Redo,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0..80u16).prop_map(Step::Create),
        2 => (0..6usize, 0..80u16).prop_map(|(slot, at)| Step::Move(slot, at)),
        1 => (0..20u16).prop_map(Step::MoveAll),
        2 => (0..6usize, 0..4u8).prop_map(|(slot, what)| Step::Edit(slot, what)),
        2 => (0..6usize, 0..5usize).prop_map(|(slot, step)| Step::Status(slot, step)),
        1 => (0..6usize, any::<bool>()).prop_map(|(slot, off)| Step::TakeOff(slot, off)),
        1 => (0..6usize, 0..80u16).prop_map(|(slot, at)| Step::Reschedule(slot, at)),
        5 => Just(Step::Undo),
        3 => Just(Step::Redo),
    ];
    prop::collection::vec(step, 1..30)
}

fn take(study: &Study, step: &Step) {
    let plan = plan(study);
    let slots: Vec<&Value> = plan.iter().filter(|one| one["start_minute"].is_u64()).collect();
    let slot = |number: usize| slots.get(number % slots.len().max(1)).map(|slot| slot["id"].clone());
    let session = |number: usize| {
        let slot = slot(number)?;
        plan.iter().find(|one| one["slot_id"] == slot).map(|session| session["id"].clone())
    };
    let request = match step {
        Step::Create(at) => {
            let kind = ["session", "session", "break", "reserve"][usize::from(at % 4)];
            let request = json!({
                "slot_id": id(), "session_id": id(), "date": TODAY, "start_minute": at * 15, "length_minutes": 60,
                "kind": kind, "participants": if kind == "break" { json!([]) } else { json!([format!("P{at:02}")]) },
                "label": "",
            });
            Some(("slot_create", request))
        }
        Step::Move(number, at) => {
            slot(*number).map(|slot| ("slot_update", json!({ "slot_id": slot, "start_minute": at * 15 })))
        }
        Step::MoveAll(by) => {
            let to = |slot: &&Value| json!({ "slot_id": slot["id"], "start_minute": by * 10, "length_minutes": 45 });
            let moves: Vec<Value> = slots.iter().map(to).collect();
            (!moves.is_empty()).then(|| ("slots_move", json!({ "moves": moves })))
        }
        Step::Edit(number, what) => slot(*number).map(|slot| {
            let request = match what {
                0 => json!({ "slot_id": slot, "label": "Lab 2" }),
                1 => json!({ "slot_id": slot, "fixed": true, "length_minutes": 30 }),
                2 => json!({ "slot_id": slot, "participants": ["P90", "P91"] }),
                _ => json!({ "slot_id": slot, "meeting_link": "https://meet.example/y", "session_kind": "interview" }),
            };
            ("slot_update", request)
        }),
        Step::Status(number, step) => session(*number).map(|session| {
            let step = ["confirm", "arrive", "no_show", "cancel", "plan"][*step];
            ("session_step", json!({ "session_id": session, "step": step }))
        }),
        Step::TakeOff(number, off) => {
            let name = if *off { "slot_cancel" } else { "slot_restore" };
            slot(*number).map(|slot| (name, json!({ "slot_id": slot, "reason": null })))
        }
        Step::Reschedule(number, at) => session(*number).map(|session| {
            let request = json!({
                "session_id": session, "slot_id": id(), "new_session_id": id(), "date": "2026-11-27",
                "start_minute": at * 15,
            });
            ("session_reschedule", request)
        }),
        Step::Undo | Step::Redo => None,
    };
    if let Some((name, request)) = request {
        // What the table of states refuses changes nothing.
        let _ = study.call(name, request);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_plan_is_taken_back_and_done_again_step_by_step(steps in steps(), restart in 0..30usize) {
        let mut study = Study::new();
        // The model: every plan that there was, and where we are among them.
        let mut plans = vec![plan(&study)];
        let mut now: usize = 0;
        for (index, step) in steps.iter().enumerate() {
            if index == restart {
                study.engine.close();
                study.engine = Engine::open(&study.path, study.options.clone()).expect("it opens");
            }
            match step {
                Step::Undo => {
                    let done = take_back(&study, "undo")["done"] == json!(true);
                    prop_assert_eq!(done, now > 0);
                    now = now.saturating_sub(1);
                }
                Step::Redo => {
                    let done = take_back(&study, "redo")["done"] == json!(true);
                    prop_assert_eq!(done, now + 1 < plans.len());
                    now = (now + 1).min(plans.len() - 1);
                }
                step => {
                    take(&study, step);
                    let after = plan(&study);
                    if after != plans[now] {
                        plans.truncate(now + 1);
                        plans.push(after);
                        now += 1;
                    }
                }
            }
            prop_assert_eq!(&plan(&study), &plans[now], "after {:?}", step);
        }
    }
}

/// A guide of 60 minutes: 10 for the start, 20 for each of two tasks, 10 for questions at the end.
const GUIDE: &str = "# Expenses\n\n## Start (10 min)\n- How do you hand in expenses? (must ask)\n\n## Tasks (40 min)\n### Task 1: Hand in a receipt\n\ndone when: it is sent\n\n### Task 2: Find last month\n\ndone when: it is open\n\n## End (10 min)\n- What would you change?\n- Anything else?\n";

fn with_guide(study: &Study) {
    use base64::Engine as _;
    let base64 = base64::engine::general_purpose::STANDARD.encode(GUIDE);
    study.done("import_files", json!({ "files": [{ "name": "guide.md", "base64": base64 }] }));
}

fn lunch(study: &Study, start: u16) -> String {
    let slot = id();
    study.done(
        "slot_create",
        json!({
            "slot_id": slot, "date": TODAY, "start_minute": start, "length_minutes": 60, "kind": "break",
            "participants": [], "label": "Lunch",
        }),
    );
    slot
}

fn answer<'a>(forecast: &'a Value, kind: &str) -> &'a Value {
    let found = forecast["answers"].as_array().expect("answers").iter().find(|answer| answer["kind"] == kind);
    found.unwrap_or_else(|| panic!("no {kind} in {forecast}"))
}

#[test]
fn lateness_is_told_when_somebody_is_touched_and_answered() {
    let study = Study::new();
    with_guide(&study);
    // 10:00 in Berlin; P05 follows after 28 minutes, lunch after P05's debrief.
    let (_, first) = study.session("P04", 600);
    let (second_slot, _) = study.session("P05", 688);
    lunch(&study, 763);
    study.session("P06", 823);
    let forecast = || study.done_query("pace_forecast", json!({}));
    study.start(&first, true);
    assert_eq!(forecast()["behind_ms"], 0, "the guide fills the hour");
    assert_eq!(forecast()["answers"], json!([]));
    // Nine minutes too long with the first question.
    study.clock.advance(19 * 60_000);
    study.done("item_mark", json!({ "session_id": first, "item": "0.0", "state": "asked" }));
    let late = forecast();
    assert_eq!(late["behind_ms"], 9 * 60_000);
    assert_eq!(late["says"], Value::Null, "the reset absorbs it");
    assert_eq!(late["skip"], json!(["Anything else?", "What would you change?"]));
    assert_eq!(
        answer(&late, "use_reset")["says"],
        "P04 will run about 9 min over. P05 keeps 11:28; reset shrinks 13 → 4 min."
    );
    let moved = answer(&late, "move");
    assert_eq!(moved["message"], "P05 starts at 11:40 instead of 11:28.");
    assert_eq!((&moved["label"], &moved["tell"]), (&json!("Move P05"), &json!(["P05"])));
    // Half an hour more: P05 is touched.
    study.clock.advance(50 * 60_000);
    let late = forecast();
    assert_eq!(late["behind_ms"], 39 * 60_000);
    assert_eq!(late["says"], "P04 will run about 39 min over. P05 starts at 11:40 instead of 11:28.");
    let answered = answer(&late, "move");
    let before = plan(&study);
    study.done("slots_move", json!({ "moves": answered["moves"] }));
    let page = study.page(MODERATOR, "study");
    let slot = page.of("slot").into_iter().find(|slot| slot["id"] == *second_slot).cloned().expect("P05");
    assert_eq!(slot["start_minute"], 700);
    take_back(&study, "undo");
    assert_eq!(plan(&study), before, "answers are undoable");
}

#[test]
fn a_late_start_counts_and_fixed_slots_stay() {
    let study = Study::new();
    study.session("P04", 600);
    let (next, _) = study.session("P05", 690);
    study.done("slot_update", json!({ "slot_id": next, "fixed": true }));
    study.clock.advance(40 * 60_000);
    let late = study.done_query("pace_forecast", json!({}));
    assert_eq!(late["session_id"], Value::Null);
    assert_eq!(late["behind_ms"], 40 * 60_000);
    assert_eq!(late["says"], "P04 has not started and would run about 40 min over. P05 is fixed at 11:30.");
    let kinds: Vec<&Value> =
        late["answers"].as_array().expect("answers").iter().map(|one| &one["kind"]).collect();
    assert_eq!(kinds, ["end_on_time"], "nothing else helps");
}

#[test]
fn a_reserve_comes_in_for_somebody_who_did_not() {
    let study = Study::new();
    let (_, missed) = study.session("P04", 600);
    study.session("P05", 700);
    let reserve = id();
    study.done(
        "slot_create",
        json!({
            "slot_id": reserve, "date": TODAY, "start_minute": 540, "length_minutes": 480, "kind": "reserve",
            "participants": ["P05", "P09"], "label": "",
        }),
    );
    study.clock.advance(12 * 60_000 + 30_000);
    let awaited = study.done_query("arrival", json!({ "session_id": missed }));
    assert_eq!(awaited["minutes_late"], 12);
    assert!(awaited["reminder"].as_str().expect("a text").contains("10:00"), "{awaited}");
    let free = json!([{
        "slot_id": reserve, "code": "P09", "start_minute": 615, "length_minutes": 60,
        "says": "P09 can start at 10:15 and has 60 min.",
    }]);
    assert_eq!(awaited["reserves"], free, "P05 has a session of their own");
    let call = json!({
        "slot_id": reserve, "code": "P09", "missed_session_id": missed, "new_slot_id": id(), "new_session_id": id(),
        "start_minute": 615, "length_minutes": 60,
    });
    let before = plan(&study);
    study.done("reserve_call", call.clone());
    let page = study.page(MODERATOR, "study");
    let of =
        |id: &Value| page.of("session").into_iter().find(|one| one["id"] == *id).cloned().expect("there");
    assert_eq!(of(&json!(missed))["status"], "no_show");
    assert_eq!(of(&call["new_session_id"])["seats"][0]["code"], "P09");
    let awaited = study.done_query("arrival", json!({ "session_id": missed }));
    assert_eq!(awaited["reserves"], json!([]), "nobody is called in twice");
    assert_eq!(says(&take_back(&study, "undo")), "P09 is taken off the day, and P04 is planned.");
    assert_eq!(plan(&study), before);
    assert_eq!(
        says(&take_back(&study, "redo")),
        "The 10:15 session is back on the day, and P04 is a no-show."
    );
}

#[test]
fn a_forgotten_end_and_a_forgotten_start_are_put_right() {
    let study = Study::new();
    let (_, first) = study.session("P04", 600);
    let (_, second) = study.session("P05", 690);
    study.start(&first, true);
    study.clock.advance(30 * 60_000);
    study.done("note_add", study.note(&first, "the last words", "room"));
    let last_note = study.engine.now();
    study.done("session_step", json!({ "session_id": first, "step": "break" }));
    study.clock.advance(90 * 60_000);
    let consent = json!({ "observed": true, "recorded": true, "quoted": true, "clipped": false });
    let start = |at: i64, end_last: bool| json!({ "session_id": second, "consent": consent, "at": at, "end_last": end_last });
    let began = study.engine.now() - 15 * 60_000;
    let refused = study.call("session_start", start(began, false)).expect_err("P04 runs");
    assert_eq!(refused.message, "P04 is still live. End it first.");
    study.done("session_start", start(began, true));
    let of = |id: &str| {
        let page = study.page(MODERATOR, "study");
        page.of("session").into_iter().find(|one| one["id"] == *id).cloned().expect("there")
    };
    let (one, two) = (of(&first), of(&second));
    assert_eq!((&one["status"], &one["ended_at"]), (&json!("done"), &json!(last_note)));
    assert_eq!((&two["status"], &two["started_at"]), (&json!("live"), &json!(began)));
    assert_eq!(one["intervals"], json!([]), "the break was after the end");
    let correct = |fields: Value| study.call("session_times", fields);
    correct(json!({ "session_id": first, "ended_at": last_note + 60_000 })).expect("a minute later");
    for (wrong, why) in [
        (json!({ "session_id": first, "ended_at": study.engine.now() }), "two sessions cannot run at once"),
        (json!({ "session_id": first, "started_at": last_note + 120_000 }), "ends after it began"),
        (json!({ "session_id": second, "ended_at": began }), "end it first"),
        (json!({ "session_id": second, "started_at": study.engine.now() + 1 }), "in the future"),
        (json!({ "session_id": first, "started_at": 0 }), "12 hours"),
    ] {
        let fault = correct(wrong.clone()).expect_err("refused");
        assert!(fault.message.contains(why), "{wrong}: {}", fault.message);
    }
    assert_eq!(of(&first)["ended_at"], last_note + 60_000);
}

#[test]
fn after_the_debrief_only_the_moderator_adds_but_nothing_typed_before_is_lost() {
    let study = Study::new();
    let session = study.live();
    study.open_room();
    let maya = study.join("note_taker", "Maya");
    let typed_in_time = study.note(&session, "typed before, sent after", "room");
    study.clock.advance(60_000);
    study.done("session_end", json!({ "session_id": session, "early": false }));
    study.call_as(maya, "note_add", study.note(&session, "at the door", "room")).expect("after the end");
    study.clock.advance(60_000);
    study.done("debrief_close", json!({ "session_id": session }));
    study.clock.advance(60_000);
    study.call_as(maya, "note_add", typed_in_time).expect("a late outbox");
    let refused = study.call_as(maya, "note_add", study.note(&session, "later", "room")).expect_err("closed");
    assert!(refused.message.contains("The debrief of this session is closed"), "{}", refused.message);
    study.done("note_add", study.note(&session, "from paper", "room"));
}

#[test]
fn the_study_so_far_counts_what_took_place() {
    let study = Study::new();
    let (_, first) = study.session("P04", 600);
    let (cancelled, _) = study.session("P05", 690);
    study.session("P06", 780);
    study.start(&first, true);
    study.done("note_add", study.note(&first, "one", "room"));
    study.clock.advance(20 * 60_000);
    study.done("session_step", json!({ "session_id": first, "step": "break" }));
    study.clock.advance(10 * 60_000);
    study.done("session_end", json!({ "session_id": first, "early": false }));
    study.done("slot_cancel", json!({ "slot_id": cancelled }));
    let found = study.done_query("overview", json!({}));
    assert_eq!(found["days"], json!([{ "date": TODAY, "to_come": 1, "done": 1, "lost": 1, "notes": 1 }]));
    assert_eq!((&found["moderated_ms"], &found["lost_ms"]), (&json!(20 * 60_000), &json!(60 * 60_000)));
}
