//! Who may give which command, on which listener: made from the table of commands, so that a new one is tested by
//! being there.

use crate::house::{House, Person, id};
use domain::id::MemberId;
use domain::permission::{Actor, Role, permit};
use protocol::{Row, TABLE};
use room::{Limits, operator};
use serde_json::{Map, Value, json};

/// What observers may do. Whatever is not named here is not theirs: a command that is given to them is decided here,
/// too.
const OBSERVERS: &[&str] = &[
    "debrief_group",
    "debrief_write",
    "mask_lift",
    "mask_show",
    "member_leave",
    "note_saw",
    "question_suggest",
    "question_vote",
    "questions_like",
    "time_now",
];

/// What is an observer's alone: a note-taker writes.
const NOT_NOTE_TAKERS: &[&str] = &["note_saw", "question_vote"];

/// What note-takers may do besides.
const NOTE_TAKERS: &[&str] = &[
    "brief",
    "debrief_close",
    "debrief_reveal",
    "debrief_start",
    "decision_add",
    "decision_remove",
    "duty_claim",
    "form_record",
    "guide_compare",
    "item_mark",
    "moment_agree",
    "moment_settle",
    "nudge_send",
    "note_add",
    "note_delete",
    "note_edit",
    "note_history",
    "note_restore",
    "photo_add",
    "photo_delete",
    "photo_read",
    "question_link",
    "question_step",
    "redo",
    "search",
    "tag_create",
    "undo",
];

const ROLES: [(&str, Role); 2] = [("note_taker", Role::NoteTaker), ("observer", Role::Observer)];

fn nobody() -> MemberId {
    MemberId(uuid::Uuid::nil())
}

#[test]
fn members_may_do_what_is_named_here_and_nothing_else() {
    for row in TABLE {
        let observer = OBSERVERS.contains(&row.name);
        let note_taker =
            NOTE_TAKERS.contains(&row.name) || (observer && !NOT_NOTE_TAKERS.contains(&row.name));
        for (role, decided) in [(Role::Observer, observer), (Role::NoteTaker, note_taker)] {
            let may = permit(Actor::Member(nobody(), role), row.permission).is_ok();
            let name = row.name;
            assert_eq!(
                may, decided,
                "{name} and {role:?}: who may give it is decided in tests/room/roles.rs, too"
            );
        }
    }
    for name in OBSERVERS.iter().chain(NOTE_TAKERS) {
        assert!(TABLE.iter().any(|row| row.name == *name), "{name} is no command any more");
    }
}

/// A body with every field that a command needs, as far as that can be told by the field's type.
fn body(row: &Row) -> Value {
    let mut body = Map::new();
    for field in row.fields {
        let value = match field.kind {
            kind if kind.starts_with("Option") => continue,
            kind if kind.starts_with("Vec") => json!([]),
            "bool" => json!(false),
            "u8" | "u16" | "u32" | "i64" => json!(1),
            "ConsentDecision" => {
                json!({ "observed": true, "recorded": true, "quoted": true, "clipped": true })
            }
            "ExportFormat" => json!("md"),
            "Reach" => json!("loopback"),
            _ => json!(id()),
        };
        body.insert(field.name.to_owned(), value);
    }
    if row.changes {
        body.insert("command_id".to_owned(), json!(id()));
    }
    body.into()
}

/// All commands, with the two last that would put everybody out.
fn rows() -> impl Iterator<Item = &'static Row> {
    let ends = |row: &&Row| matches!(row.name, "room_open" | "room_close");
    TABLE.iter().filter(move |row| !ends(row)).chain(TABLE.iter().filter(ends))
}

#[test]
fn every_command_answers_exactly_the_roles_that_may_give_it() {
    let house = House::with(Limits { burst: 10_000, ..Limits::default() }, None);
    let base = house.open();
    let (_console, moderator) = house.console(Limits::default());
    let mut people = ROLES.map(|(word, _)| house.join(&base, word));
    for row in rows() {
        for ((word, role), person) in ROLES.iter().zip(&mut people) {
            if person.rpc("time_now", &json!({})).status == 401 {
                *person = house.join(&base, word);
            }
            let allowed = permit(Actor::Member(nobody(), *role), row.permission).is_ok();
            check(person, row, &body(row), allowed, word);
            if !allowed {
                // Refused by its name alone, before anything of the request is looked at.
                check(person, row, &json!({}), false, word);
                let unread = person.request("POST", &format!("/rpc/{}", row.name)).body("no JSON").send();
                assert_eq!(unread.status, 403, "{} by {word}: {}", row.name, unread.text());
            }
        }
        check(&moderator, row, &body(row), permit(operator(), row.permission).is_ok(), "moderator");
    }
}

#[track_caller]
fn check(person: &Person, row: &Row, body: &Value, allowed: bool, role: &str) {
    let response = person.rpc(row.name, body);
    let refused = response.status == 403;
    assert_eq!(refused, !allowed, "{} by {role}: {} {}", row.name, response.status, response.text());
    assert_ne!(response.status, 401, "{} by {role}", row.name);
    assert_ne!(response.status, 500, "{} by {role}", row.name);
}

/// The router's table is not all that stands between a role and a command.
#[test]
fn the_engine_refuses_by_itself_what_the_router_refuses() {
    let house = House::new();
    let base = house.open();
    for (word, role) in ROLES {
        let person = house.join(&base, word);
        let actor = Actor::Member(MemberId::parse(&person.id).unwrap(), role);
        for row in TABLE.iter().filter(|row| permit(actor, row.permission).is_err()) {
            let answer = house.engine.call_blocking(actor, row.name, body(row));
            assert!(answer.is_err(), "{} by {word}: {answer:?}", row.name);
        }
        let row = TABLE.iter().find(|row| row.name == "member_remove").unwrap();
        let fault = house.engine.call_blocking(actor, row.name, body(row)).unwrap_err();
        assert_eq!(fault.code, protocol::FaultCode::Forbidden);
    }
}
