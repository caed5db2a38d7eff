//! The feed over the wire: what it begins with, how it goes on after a cut, when it ends.

use crate::house::House;
use room::Limits;
use serde_json::json;
use std::io::Read;
use std::time::{Duration, Instant};

#[test]
fn it_begins_with_who_reads_and_goes_on_where_it_was_cut() {
    let house = House::new();
    let base = house.open();
    let (mara, ben) = (house.join(&base, "note_taker"), house.join(&base, "observer"));
    let scope = format!("scope=session={}", house.session);
    let mut feed = ben.feed(&scope);
    let first = feed.until("ready");
    assert_eq!(first[0].1["type"], "hello");
    assert_eq!(first[0].1["me"]["id"], ben.id.as_str());
    assert_eq!(first[1].1["type"], "reset", "a new page takes a whole snapshot");
    let cursor = first.last().unwrap().1["cursor"].as_str().unwrap().to_owned();
    mara.rpc("note_add", &house.note("One."));
    let (id, live) = loop {
        let event = feed.next().unwrap().unwrap();
        if event.1["kind"] == "note" {
            break event;
        }
    };
    assert_eq!(live["entity"]["body"], "One.", "live");
    let after_one = id.expect("a frame of the study carries a cursor");
    drop(feed);
    mara.rpc("note_add", &house.note("Two."));
    for (after, expected) in [(cursor, vec!["One.", "Two."]), (after_one, vec!["Two."])] {
        let events = ben.feed(&format!("{scope}&after={after}")).until("ready");
        assert!(events.iter().all(|(_, event)| event["type"] != "reset"), "nothing is sent twice");
        let bodies: Vec<_> = events.iter().filter(|(_, event)| event["kind"] == "note").collect();
        let bodies: Vec<_> =
            bodies.iter().map(|(_, event)| event["entity"]["body"].as_str().unwrap()).collect();
        assert_eq!(bodies, expected, "after {after}");
    }
    for after in ["nonsense", "other.1", "other.99999999"] {
        let events = ben.feed(&format!("{scope}&after={after}")).until("ready");
        assert_eq!(events[1].1["type"], "reset", "an unknown cursor takes a snapshot: {after}");
    }
}

#[test]
fn an_encoded_scope_is_the_same_scope() {
    let house = House::new();
    let base = house.open();
    let ben = house.join(&base, "observer");
    ben.feed(&format!("scope=session%3D{}", house.session)).until("ready");
    for query in ["", "scope", "scope=", "scope=all", "scope=session=1", "scope=study=1", "after=1.1"] {
        let response = ben.request("GET", &format!("/feed?{query}")).send();
        assert_eq!((response.status, response.code().as_str()), (400, "invalid"), "{query}");
    }
}

#[test]
fn a_removed_members_stream_ends_at_once() {
    let house = House::new();
    let base = house.open();
    let (mara, ben) = (house.join(&base, "note_taker"), house.join(&base, "observer"));
    let (mut removed, mut kept) = (ben.feed("scope=study"), mara.feed("scope=study"));
    removed.until("ready");
    kept.until("ready");
    house.moderate("member_remove", json!({ "member_id": ben.id }));
    assert_eq!(ben.rpc("time_now", &json!({})).status, 401, "the cookie ends with the answer");
    assert_eq!(ben.request("GET", "/feed?scope=study").send().status, 401, "no other stream opens");
    // Nothing happens that would wake the stream: it ends of itself, long before the next sign of life.
    while removed.next().expect("the end, in time").is_some() {}
    house.moderate("study_update", json!({ "title": "Still here" }));
    kept.until("entity");
}

#[test]
fn leaving_ends_ones_own_streams() {
    let house = House::new();
    let base = house.open();
    let ben = house.join(&base, "observer");
    let mut feed = ben.feed("scope=study");
    feed.until("ready");
    let left = ben.rpc("member_leave", &json!({ "command_id": crate::house::id() }));
    assert_eq!(left.status, 200, "{}", left.text());
    while feed.next().unwrap().is_some() {}
    assert_eq!(ben.rpc("time_now", &json!({})).status, 401);
}

#[test]
fn closing_the_room_ends_everything() {
    let house = House::new();
    let base = house.open();
    let (mara, ben) = (house.join(&base, "note_taker"), house.join(&base, "observer"));
    let mut feeds = [mara.feed("scope=study"), ben.feed("scope=study"), ben.feed("scope=study")];
    for feed in &mut feeds {
        feed.until("ready");
    }
    let started = Instant::now();
    house.moderate("room_close", json!({}));
    for feed in &mut feeds {
        while feed.next().unwrap().is_some() {}
    }
    assert!(started.elapsed() < Duration::from_secs(1), "took {:?}", started.elapsed());
    assert!(std::net::TcpStream::connect(ben.address).is_err(), "nobody listens any more");
    let again = house.open();
    assert_eq!(again, base, "a study keeps its port");
    assert_eq!(ben.rpc("time_now", &json!({})).status, 401, "those who were in have to join again");
}

#[test]
fn an_idle_stream_says_that_it_lives() {
    let house = House::with(Limits { ping: Duration::from_millis(50), ..Limits::default() }, None);
    let base = house.open();
    let ben = house.join(&base, "observer");
    let (_, mut body) = ben.request("GET", "/feed?scope=study").open();
    let (mut seen, mut some) = (Vec::new(), [0; 4096]);
    while !seen.ends_with(b"\n\n:\n\n:\n\n:\n\n") {
        let count = body.read(&mut some).expect("a sign of life in time");
        seen.extend_from_slice(&some[..count]);
    }
}
