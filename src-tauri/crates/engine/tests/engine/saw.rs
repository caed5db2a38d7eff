//! What observers saw, too: counted for the team, one's own for oneself, of nothing that one cannot see.

use crate::support::{MODERATOR, Study, code, id};
use protocol::FaultCode;
use serde_json::{Value, json};

fn saw(note: &Value, on: bool) -> Value {
    json!({ "note_id": note["note_id"], "on": on })
}

#[test]
fn what_observers_saw_too_is_counted_once_each() {
    let study = Study::new();
    let session = study.live();
    study.open_room();
    let (maya, eve, finn) =
        (study.join("note_taker", "Maya"), study.join("observer", "Eve"), study.join("observer", "Finn"));
    let note = study.note(&session, "Hesitates", "room");
    study.done("note_add", note.clone());
    let scope = format!("session={session}");
    let mut eves = study.page(eve, &scope);
    for one in [eve, eve, finn] {
        study.call_as(one, "note_saw", saw(&note, true)).expect("saw it, too");
    }
    let count = |actor| study.page(actor, &scope).of("note")[0]["saw_too"].clone();
    assert_eq!((count(MODERATOR), count(maya)), (json!(2), json!(2)));
    assert_eq!(count(eve), Value::Null, "nobody herds");
    eves.until("one's own", |page| {
        page.of("mine").iter().any(|mine| mine["saw"] == json!([note["note_id"]]))
    });
    assert_eq!(eves.of("mine").len(), 1, "and nobody else's");
    study.call_as(finn, "note_saw", saw(&note, false)).expect("not after all");
    assert_eq!(count(maya), json!(1));
    assert_eq!(study.page(finn, &scope).of("mine")[0]["saw"], json!([]));
    for actor in [MODERATOR, maya] {
        assert_eq!(
            code(study.call_as(actor, "note_saw", saw(&note, true))),
            FaultCode::Forbidden,
            "{actor:?}"
        );
    }
}

#[test]
fn nobody_saw_what_they_cannot_see() {
    let study = Study::new();
    let session = study.live();
    study.open_room();
    let eve = study.join("observer", "Eve");
    let add = |audience: &str| {
        let note = study.note(&session, audience, audience);
        study.done("note_add", note.clone());
        note
    };
    let (room, team, own) = (add("room"), add("team"), add("own"));
    let refused = |note: &Value| {
        let fault = study.call_as(eve, "note_saw", saw(note, true)).expect_err("not there for them");
        assert_eq!(fault.code, FaultCode::NotFound);
        fault.message
    };
    let unknown = refused(&json!({ "note_id": id() }));
    for note in [&team, &own] {
        assert_eq!(refused(note), unknown, "as if it were not there");
    }
    study.done("study_update", json!({ "observers_read": "passed" }));
    refused(&room);
    study.done("note_edit", json!({ "note_id": room["note_id"], "passed": true }));
    study.call_as(eve, "note_saw", saw(&room, true)).expect("it was passed on");
    study.done("off_record", json!({ "session_id": session, "on": true }));
    study.call_as(eve, "note_saw", saw(&room, false)).expect("taken back");
    assert_eq!(code(study.call_as(eve, "note_saw", saw(&room, true))), FaultCode::OffRecord);
    study.clock.advance(1_000);
    study.done("off_record", json!({ "session_id": session, "on": false }));
    study.clock.advance(1_000);
    study.done("session_end", json!({ "session_id": session, "early": false }));
    study.call_as(eve, "note_saw", saw(&room, true)).expect("in the debrief");
    study.done("debrief_close", json!({ "session_id": session }));
    refused(&room);
}
