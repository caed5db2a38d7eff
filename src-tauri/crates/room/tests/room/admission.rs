//! A note-taker who came by a code waits for the moderator.

use crate::house::{House, Person, id, own_page};
use protocol::TABLE;
use serde_json::json;

fn by_code(house: &House, base: &str) -> Person {
    house.moderate("code_make", json!({ "role": "note_taker" }));
    let code = house.view().codes.unwrap().first().expect("a code").code.clone();
    let request = own_page(base, "POST", "/join").header("X-Backroom", "join");
    Person::of(base, &request.json(&json!({ "code": code, "name": "Ben" })).send())
}

#[test]
fn whoever_waits_to_be_let_in_gets_nothing_out_of_any_command() {
    let house = House::new();
    let base = house.open();
    house.moderate("note_add", house.note("SECRET"));
    let ben = by_code(&house, &base);
    let events = ben.feed(&format!("scope=session={}", house.session)).until("ready");
    let kinds: Vec<&str> = events.iter().filter_map(|(_, event)| event["kind"].as_str()).collect();
    assert_eq!(kinds, ["door"], "the door and nothing else");
    assert_eq!(events[2].1["entity"]["reason"], "admission", "{events:?}");
    for row in TABLE.iter().filter(|row| !matches!(row.name, "time_now" | "member_leave")) {
        let mut body = json!({ "session_id": house.session, "text": "SECRET*" });
        if row.changes {
            body["command_id"] = json!(id());
        }
        let response = ben.rpc(row.name, &body);
        assert!((400..500).contains(&response.status), "{}: {}", row.name, response.text());
        assert!(!response.text().contains("SECRET"), "{}", row.name);
    }
    let waits = ben.rpc("note_add", &house.note("mine"));
    assert_eq!((waits.status, waits.code().as_str()), (429, "too_many"), "an outbox waits");
    assert!(waits.text().contains("let you in"), "{}", waits.text());
}

#[test]
fn the_moderator_lets_in_or_removes_whoever_waits() {
    let house = House::new();
    let base = house.open();
    house.moderate("note_add", house.note("hello"));
    let (ben, eve) = (by_code(&house, &base), by_code(&house, &base));
    let scope = format!("scope=session={}", house.session);
    let (mut bens, mut eves) = (ben.feed(&scope), eve.feed(&scope));
    bens.until("ready");
    eves.until("ready");
    house.moderate("member_admit", json!({ "member_id": ben.id }));
    let events = bens.until("ready");
    assert!(events.iter().any(|(_, event)| event["entity"]["body"] == "hello"), "he reads what there is");
    assert!(events.iter().all(|(_, event)| event["kind"] != "door"), "and is through the door");
    let mut note = house.note("mine");
    note["note_id"] = json!(id());
    assert_eq!(ben.rpc("note_add", &note).status, 200);
    house.moderate("member_remove", json!({ "member_id": eve.id }));
    while eves.next().expect("the stream ends as it should").is_some() {}
    assert_eq!(eve.rpc("time_now", &json!({})).status, 401);
}
