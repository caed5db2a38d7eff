//! Consent seat by seat, and what was found in a session.

use crate::support::{MODERATOR, Study, id};
use serde_json::json;

#[test]
fn in_a_group_everybody_decides_and_nobody_learns_who_refused() {
    let study = Study::new();
    let session = id();
    study.done(
        "slot_create",
        json!({
            "slot_id": id(), "session_id": session, "date": "2026-11-26", "start_minute": 600, "length_minutes": 90,
            "kind": "session", "session_kind": "focus_group", "participants": ["P01", "P02", "P03"], "label": "",
        }),
    );
    study.open_room();
    let maya = study.join("note_taker", "Maya");
    let own = |actor| study.page(actor, "study").of("session")[0].clone();
    let seat = |number: usize| own(MODERATOR)["seats"][number]["participant_id"].clone();
    let decide = |number: usize, observed: bool, most: u16| {
        let consent = json!({
            "observed": observed, "recorded": true, "quoted": number != 0, "clipped": true, "most_observers": most,
        });
        let request = json!({ "session_id": session, "participant_id": seat(number), "consent": consent });
        study.done("consent_record", request);
    };
    let start = |reason: Option<&str>| {
        study.call("session_start", json!({ "session_id": session, "override_reason": reason }))
    };
    decide(0, true, 8);
    decide(1, true, 5);
    let refused = start(None).expect_err("one has not decided");
    assert!(refused.message.contains("P03") && !refused.message.contains("P01"), "{}", refused.message);
    // Who is not here keeps nobody waiting.
    study.done("seat_mark", json!({ "session_id": session, "number": 3, "status": "no_show" }));
    start(None).expect("everybody who is here decided");
    let held = &own(maya)["consent"];
    assert_eq!(
        (&held["observed"], &held["quoted"], &held["most_observers"]),
        (&json!(true), &json!(false), &json!(5)),
        "the strictest holds"
    );
    // The limit lets in who has a page open.
    let _page = study.page(maya, "study");
    study.call_as(maya, "note_add", study.note(&session, "heard", "room")).expect("written");
    // Who comes late decides as well, and until then the room waits outside.
    study.done("seat_mark", json!({ "session_id": session, "number": 3, "status": "late" }));
    assert_eq!(own(maya)["open_to_room"], false);
    decide(2, false, 9);
    assert_eq!(own(maya)["shut"], true);
    assert!(study.page(maya, &format!("session={session}")).bodies().is_empty());
    for seat in own(maya)["seats"].as_array().expect("seats") {
        assert_eq!(seat["consent"], json!(null), "nobody but the moderator learns who refused");
    }
    assert_eq!(own(MODERATOR)["seats"][2]["consent"]["observed"], false);
}

#[test]
fn what_was_found_in_a_session_is_kept() {
    let study = Study::new();
    study.done("study_update", json!({ "build": "b7" }));
    let session = study.live();
    let own = || study.page(MODERATOR, "study").of("session")[0].clone();
    assert_eq!(own()["build"], "b7", "from the study");
    let answer = |fields: serde_json::Value| {
        let mut request = json!({ "session_id": session });
        request.as_object_mut().expect("fields").extend(fields.as_object().cloned().expect("fields"));
        study.call("session_answer", request)
    };
    answer(json!({ "recording_checked": true, "right_person": "partly", "build": "b8" })).expect("kept");
    let kept = own();
    assert_eq!(kept["recording_checked_at"], study.engine.now());
    assert_eq!((&kept["right_person"], &kept["build"]), (&json!("partly"), &json!("b8")));
    answer(json!({ "recording_checked": false, "right_person": "" })).expect("kept");
    assert_eq!((&own()["recording_checked_at"], &own()["right_person"]), (&json!(null), &json!(null)));
    assert!(answer(json!({ "right_person": "maybe" })).is_err());
}
