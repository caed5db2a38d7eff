//! Links with limits, and the list of those who came by them.

use crate::house::{House, Person, id, own_page};
use crate::http::Response;
use domain::id::MemberId;
use protocol::{EntityView, FeedEvent, MemberView};
use room::operator;
use serde_json::{Value, json};

const MINUTE: i64 = 60_000;

fn join(base: &str, body: &Value) -> Response {
    own_page(base, "POST", "/join").header("X-Backroom", "join").json(body).send()
}

/// The token of a new link.
fn make(house: &House, fields: Value) -> String {
    let before: Vec<String> = house.view().links.unwrap().into_iter().map(|link| link.id).collect();
    house.moderate("link_make", fields);
    let links = house.view().links.unwrap();
    let made = links.into_iter().find(|link| !before.contains(&link.id)).expect("a new link");
    made.address.expect("its address").split_once("/#").expect("a token").1.to_owned()
}

/// A member as the moderator sees them.
fn listed(house: &House, person: &Person) -> MemberView {
    house.runtime.block_on(async {
        let scope = engine::Scope::parse("study").unwrap();
        let mut feed = house.engine.feed(operator(), scope, None);
        let mut found = None;
        loop {
            match serde_json::from_str(feed.next().await.expect("it goes on").json()).unwrap() {
                FeedEvent::Entity { view: EntityView::Member(view), .. } if view.id == person.id => {
                    found = Some(view)
                }
                FeedEvent::Ready { .. } => return found.expect("a member"),
                _ => {}
            }
        }
    })
}

#[test]
fn a_link_that_no_longer_lets_in_says_what_to_do() {
    let house = House::new();
    let base = house.open();
    let short = make(&house, json!({ "role": "observer", "label": "Anna", "minutes": 5 }));
    let one = make(&house, json!({ "role": "note_taker", "label": "", "people": 1 }));
    let anna = Person::of(&base, &join(&base, &json!({ "token": short, "name": "Anna" })));
    Person::of(&base, &join(&base, &json!({ "token": one, "name": "Ben" })));
    house.clock.advance(5 * MINUTE);
    for (token, says) in [
        (short.as_str(), "run out"),
        (one.as_str(), "the one person"),
        ("AAAAAAAAAAAAAAAAAAAAAA", "no longer lets anybody in"),
        (&short[1..], "no longer lets anybody in"),
        ("", "no longer lets anybody in"),
    ] {
        let response = join(&base, &json!({ "token": token, "name": "Eve" }));
        assert_eq!((response.status, response.code().as_str()), (403, "forbidden"), "{token}");
        assert_eq!(response.header("Set-Cookie"), None);
        assert!(response.text().contains(says), "{}", response.text());
        assert!(response.text().contains("sk the moderator for"), "{}", response.text());
    }
    assert_eq!(anna.rpc("time_now", &json!({})).status, 200, "who is in stays in");
    house.moderate("room_close", json!({}));
    let id = MemberId::parse(&anna.id).unwrap();
    let cookie = anna.cookie.split_once('=').unwrap().1;
    assert_eq!(house.engine.admit(&id.to_string(), cookie), None, "until the room closes");
}

/// Whoever is in another network than the best address reaches the room by another one.
#[test]
fn a_link_is_shown_at_each_address_of_the_room_and_at_no_other() {
    let house = House::new();
    house.moderate("room_open", json!({ "reach": "all", "plain_http": true }));
    let room = house.view();
    let link = &room.links.unwrap()[0];
    assert_eq!(link.role, protocol::RoleView::Observer, "the one that most people are sent comes first");
    let token = link.address.as_ref().unwrap().split_once("/#").unwrap().1.to_owned();
    for address in room.addresses.unwrap() {
        let shown = house.moderate("link_show", json!({ "link_id": link.id, "address": address }));
        assert_eq!(shown["address"], format!("{address}/#{token}"));
        assert!(shown["qr"].as_str().is_some_and(|path| !path.is_empty()), "it can be scanned");
    }
    for (link, address) in [(&link.id, "https://evil.example"), (&id(), "http://127.0.0.1")] {
        let asked = json!({ "link_id": link, "address": address });
        assert!(house.engine.call_blocking(operator(), "link_show", asked).is_err(), "{address}");
    }
}

#[test]
fn the_moderator_sees_where_a_member_comes_from() {
    let house = House::new();
    let base = house.open();
    let mara = house.join(&base, "observer");
    assert_eq!(listed(&house, &mara).network.as_deref(), Some("127.0.0.1"));
    assert_eq!(listed(&house, &mara).session_id, None);
    let token = make(&house, json!({ "role": "observer", "label": "", "session_id": house.session }));
    let guest = Person::of(&base, &join(&base, &json!({ "token": token, "name": "Guest" })));
    assert_eq!(listed(&house, &guest).session_id, Some(house.session.clone()));
    let mut feed = guest.feed("scope=study");
    feed.until("ready");
    house.moderate("session_end", json!({ "session_id": house.session, "early": false }));
    house.moderate("debrief_close", json!({ "session_id": house.session }));
    while feed.next().expect("the stream ends as it should").is_some() {}
    assert_eq!(guest.rpc("time_now", &json!({})).status, 401);
    assert_eq!(mara.rpc("time_now", &json!({})).status, 200);
}

#[test]
fn joining_takes_a_link_or_a_code_and_nothing_else() {
    let house = House::new();
    let base = house.open();
    let token = house.token("observer");
    for body in [
        json!({ "name": "Eve" }),
        json!({ "token": token, "code": "7KQ2-M9XF", "name": "Eve" }),
        json!({ "token": 1, "name": "Eve" }),
        json!({ "code": ["7KQ2-M9XF"], "name": "Eve" }),
        json!({ "token": token, "name": 1 }),
        json!({ "token": token, "name": "Eve", "person": 1 }),
        json!({ "token": token, "name": "Eve", "person": "short" }),
    ] {
        let response = join(&base, &body);
        assert_eq!((response.status, response.code().as_str()), (400, "invalid"), "{body}");
    }
    let known = json!({ "token": token, "name": "Eve", "person": "rN4dz7Wq0c2mXy8L" });
    Person::of(&base, &join(&base, &known));
}
