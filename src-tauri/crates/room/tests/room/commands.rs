//! Commands over the wire: once each, whatever the connection does.

use crate::house::{House, id};
use serde_json::{Value, json};

fn notes(house: &House, person: &crate::house::Person) -> Vec<Value> {
    let mut feed = person.feed(&format!("scope=session={}", house.session));
    let events = feed.until("ready").into_iter().map(|(_, event)| event);
    events.filter(|event| event["kind"] == "note").collect()
}

#[test]
fn a_command_sent_again_is_done_once() {
    let house = House::new();
    let base = house.open();
    let mara = house.join(&base, "note_taker");
    let note = house.note("She looks for the basket.");
    let first = mara.rpc("note_add", &note);
    assert_eq!(first.status, 200, "{}", first.text());
    for _ in 0..3 {
        let again = mara.rpc("note_add", &note);
        assert_eq!(again.text(), first.text(), "a repeat gets the first answer");
    }
    assert_eq!(notes(&house, &mara).len(), 1, "and writes nothing");
}

#[test]
fn an_id_is_worth_nothing_with_other_content_or_from_others() {
    let house = House::new();
    let base = house.open();
    let (mara, ada) = (house.join(&base, "note_taker"), house.join(&base, "note_taker"));
    let note = house.note("She looks for the basket.");
    assert_eq!(mara.rpc("note_add", &note).status, 200);
    let change = |name: &str, value: Value| {
        let mut changed = note.clone();
        changed[name] = value;
        changed
    };
    let table = [
        ("the same command with other words", &mara, change("body", json!("He does not."))),
        ("the same command from another person", &ada, note.clone()),
        ("the same note by another command", &mara, {
            let mut changed = change("body", json!("He does not."));
            changed["command_id"] = json!(id());
            changed
        }),
    ];
    for (why, person, body) in table {
        let response = person.rpc("note_add", &body);
        assert_eq!((response.status, response.code().as_str()), (409, "conflict"), "{why}");
    }
    let kept = notes(&house, &mara);
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0]["entity"]["body"], "She looks for the basket.", "the first one stands");
}

#[test]
fn changes_need_an_id_and_known_fields() {
    let house = House::new();
    let base = house.open();
    let mara = house.join(&base, "note_taker");
    let mut without = house.note("Hm.");
    without.as_object_mut().unwrap().remove("command_id");
    let mut unknown = house.note("Hm.");
    unknown["colour"] = json!("red");
    let mut no_uuid = house.note("Hm.");
    no_uuid["command_id"] = json!("1");
    for (why, body) in [("no command id", without), ("an unknown field", unknown), ("no UUID", no_uuid)] {
        let response = mara.rpc("note_add", &body);
        assert_eq!(
            (response.status, response.code().as_str()),
            (400, "invalid"),
            "{why}: {}",
            response.text()
        );
    }
    assert_eq!(mara.rpc("note_remove", &json!({})).status, 404, "an unknown command");
    assert_eq!(mara.rpc("..%2f..%2fapi", &json!({})).status, 404, "an odd command");
}

#[test]
fn words_come_back_as_they_went() {
    let house = House::new();
    let base = house.open();
    let mara = house.join(&base, "note_taker");
    let words = ["<script>alert(1)</script>", "قالت لا", "👩‍🦽🙂", "a\tb", "-30 \"=1+1\""];
    for body in words {
        let response = mara.rpc("note_add", &house.note(body));
        assert_eq!(response.status, 200, "{body}: {}", response.text());
    }
    let mut kept: Vec<String> =
        notes(&house, &mara).iter().map(|note| note["entity"]["body"].as_str().unwrap().to_owned()).collect();
    let mut sent: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    kept.sort();
    sent.sort();
    assert_eq!(kept, sent);
    for body in ["a\u{0}b", "a\u{7}b", &"x".repeat(10_001)] {
        let response = mara.rpc("note_add", &house.note(body));
        assert!((400..500).contains(&response.status), "{:?}: {}", &body[..2], response.text());
    }
    assert_eq!(notes(&house, &mara).len(), words.len(), "what was refused is not there");
}
