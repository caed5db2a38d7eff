//! How much one person, one address and one request may take.

use crate::house::{House, Person, id, own_page};
use crate::http::{connect, read_head};
use room::Limits;
use serde_json::json;
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// The server closed the connection without a word.
fn is_closed(mut wire: TcpStream) -> bool {
    match wire.read(&mut [0; 64]) {
        Ok(count) => count == 0,
        Err(error) => error.kind() == ErrorKind::ConnectionReset,
    }
}

/// What tests set lower to be quick, and benchmarks raise, is this for everybody else.
#[test]
fn the_products_limits_are_these() {
    let seconds = Duration::from_secs;
    let expected = Limits {
        connections: 1_000,
        strangers_per_address: 20,
        streams_per_member: 3,
        burst: 50,
        sustained: 5,
        failed_joins: 20,
        head: seconds(10),
        body: seconds(30),
        write: seconds(10),
        ping: seconds(3),
        overdue: seconds(60),
    };
    assert_eq!(Limits::default(), expected);
    assert_eq!(Limits::from_environment(), expected, "unless a benchmark asks for more");
}

#[test]
fn a_member_writes_fifty_at_once_and_then_five_a_second() {
    let house = House::new();
    let base = house.open();
    let (mara, ada) = (house.join(&base, "note_taker"), house.join(&base, "note_taker"));
    let started = Instant::now();
    let mut sent = 0;
    let refused = loop {
        let response = mara.rpc("note_add", &house.note("quick"));
        if response.status != 200 {
            break response;
        }
        sent += 1;
        assert!(sent < 500, "a flood must end");
    };
    let most = 51 + started.elapsed().as_secs() as usize * 5 + 5;
    assert!((50..=most).contains(&sent), "{sent} of at most {most}");
    assert_eq!((refused.status, refused.code().as_str()), (429, "too_many"));
    let seconds = refused.json()["fault"]["retry_after"].as_u64().unwrap();
    assert_eq!(refused.header("Retry-After"), Some(seconds.to_string().as_str()));
    assert_eq!(mara.rpc("time_now", &json!({})).status, 200, "asking is free");
    assert_eq!(ada.rpc("note_add", &house.note("calm")).status, 200, "others are not held up");
    std::thread::sleep(Duration::from_secs(seconds));
    assert_eq!(mara.rpc("note_add", &house.note("again")).status, 200, "it waits as long as it was told");
}

#[test]
fn nudges_count_though_they_are_not_kept() {
    let house = House::new();
    let base = house.open();
    let mara = house.join(&base, "note_taker");
    let sent =
        (0..500).take_while(|_| mara.rpc("nudge_send", &json!({ "text": "Ask why" })).status == 200).count();
    assert!((50..500).contains(&sent), "{sent}: a flood of nudges must end");
}

#[test]
fn large_bodies_are_refused_by_listener_and_command() {
    let house = House::new();
    let base = house.open();
    let (mara, ben) = (house.join(&base, "note_taker"), house.join(&base, "observer"));
    let (_console, moderator) = house.console(Limits::default());
    let padded = |person: &Person, target: &str, size: usize| {
        let request = person.request("POST", target).header("Content-Type", "application/json");
        let mut body = br#"{"pad":""#.to_vec();
        body.resize(size - 2, b'x');
        body.extend_from_slice(br#""}"#);
        request.body(body)
    };
    const KIB: usize = 1024;
    let table = [
        (&mara, "/rpc/note_add", 64 * KIB, 400, "read and found wrong"),
        (&mara, "/rpc/note_add", 64 * KIB + 1, 413, "a member's limit"),
        (&mara, "/rpc/import_files", 64 * KIB + 1, 403, "imports are the console's"),
        (&mara, "/rpc/photo_add", 64 * KIB + 1, 400, "a note-taker's photos are larger"),
        (&ben, "/rpc/question_suggest", 64 * KIB + 1, 413, "an observer's limit"),
        (&mara, "/join", 64 * KIB + 1, 413, "before anybody is known"),
        (&moderator, "/rpc/note_add", 1024 * KIB, 400, "read and found wrong"),
        (&moderator, "/rpc/note_add", 1024 * KIB + 1, 413, "the console's limit"),
        (&moderator, "/rpc/import_preview", 8 * 1024 * KIB, 400, "files are larger"),
    ];
    for (person, target, size, status, why) in table {
        let response = padded(person, target, size).send();
        assert_eq!(response.status, status, "{target} {size}: {why}: {}", response.text());
    }
    // Refused by what it says, before anything of it is sent.
    const FILES: usize = 64 * 1024 * KIB / 3 * 4 + 1024 * KIB;
    let request = moderator.request("POST", "/rpc/import_files").header("Content-Type", "application/json");
    let request = request.header("Content-Length", &(FILES + 1).to_string());
    assert_eq!(request.send().status, 413, "files have at most 64 MiB");
    let chunk = "x".repeat(4096);
    let mut chunked = String::new();
    for _ in 0..17 {
        chunked.push_str(&format!("1000\r\n{chunk}\r\n"));
    }
    chunked.push_str("0\r\n\r\n");
    let request = mara.request("POST", "/rpc/note_add").header("Content-Type", "application/json");
    let response = request.header("Transfer-Encoding", "chunked").body(chunked).send();
    assert_eq!(response.status, 413, "a body that does not say its length is counted all the same");
}

#[test]
fn a_member_has_three_streams() {
    let house = House::new();
    let base = house.open();
    let ben = house.join(&base, "observer");
    let feeds: Vec<_> = (0..3)
        .map(|_| {
            let mut feed = ben.feed("scope=study");
            feed.until("ready");
            feed
        })
        .collect();
    let fourth = ben.request("GET", "/feed?scope=study").send();
    assert_eq!((fourth.status, fourth.code().as_str()), (429, "too_many"));
    house.join(&base, "observer").feed("scope=study").until("ready");
    drop(feeds);
    let deadline = Instant::now() + crate::http::PATIENCE;
    while ben.request("GET", "/feed?scope=nonsense").send().status != 400
        || ben.request("GET", "/feed?scope=study").open().0.status != 200
    {
        assert!(Instant::now() < deadline, "closed pages give their places back");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn strangers_from_one_address_have_twenty_connections() {
    let house = House::new();
    let base = house.open();
    let ben = house.join(&base, "observer");
    let mut inside = connect(ben.address);
    inside.write_all(&ben.request("POST", "/rpc/time_now").json(&json!({})).bytes()).unwrap();
    let (answered, _inside) = read_head(Box::new(inside)).unwrap();
    assert_eq!(answered.status, 200);
    let mut idle: Vec<_> = (0..20).map(|_| connect(ben.address)).collect();
    let deadline = Instant::now() + Duration::from_secs(5);
    loop {
        // The accepts may still be on their way.
        let more = connect(ben.address);
        more.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
        if matches!((&more).read(&mut [0; 1]), Ok(0)) {
            break;
        }
        assert!(Instant::now() < deadline, "the twenty-first stranger is turned away");
        idle.push(more);
    }
    assert!(idle.len() <= 20, "{} strangers came in", idle.len());
    drop(idle);
    let deadline = Instant::now() + crate::http::PATIENCE;
    while TcpStream::connect(ben.address).is_ok_and(is_turned_away) {
        assert!(Instant::now() < deadline, "places are given back");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn is_turned_away(wire: TcpStream) -> bool {
    wire.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
    matches!((&wire).read(&mut [0; 1]), Ok(0))
}

#[test]
fn connections_are_limited_in_all() {
    // Nothing but the limit closes a connection on which nothing is asked.
    let head = Duration::from_secs(3_600);
    let limits = Limits { connections: 4, strangers_per_address: 100, head, ..Limits::default() };
    let house = House::with(limits, None);
    let base = house.open();
    let ben = house.join(&base, "observer");
    let mut feed = ben.feed("scope=study");
    feed.until("ready");
    let _idle: Vec<_> = (0..3).map(|_| connect(ben.address)).collect();
    assert!(is_closed(connect(ben.address)), "the fifth connection is turned away");
    house.moderate("study_update", json!({ "title": "Still served" }));
    feed.until("entity");
}

#[test]
fn failed_links_are_counted_by_address() {
    let house = House::with(Limits { failed_joins: 3, ..Limits::default() }, None);
    let base = house.open();
    let token = house.token("observer");
    let join = |token: &str| {
        let join = own_page(&base, "POST", "/join").header("X-Backroom", "join");
        join.json(&json!({ "token": token, "name": "Eve" })).send()
    };
    for _ in 0..10 {
        assert_eq!(join(&token).status, 200, "links that work are not counted");
    }
    let statuses: Vec<u16> = (0..6).map(|_| join("wrong").status).collect();
    assert!(statuses.contains(&429), "guessing must end: {statuses:?}");
    assert_eq!(join(&token).status, 429, "also for a guess that would be right");
}

#[test]
fn slow_heads_and_bodies_are_cut() {
    let short = Duration::from_millis(300);
    let house = House::with(Limits { head: short, body: short, ..Limits::default() }, None);
    let base = house.open();
    let mara = house.join(&base, "note_taker");
    let started = Instant::now();
    let mut slow = connect(mara.address);
    slow.write_all(b"GET / HTTP/1.1\r\nHost: ").unwrap();
    assert!(is_closed(slow), "a head that does not end");
    assert!(is_closed(connect(mara.address)), "a connection on which nothing is asked");
    let mut slow = connect(mara.address);
    let request = mara.request("POST", "/rpc/note_add").header("Content-Type", "application/json");
    slow.write_all(&request.header("Content-Length", "100").body("{").bytes()).unwrap();
    let (response, mut body) = read_head(Box::new(slow)).unwrap();
    let mut text = String::new();
    body.read_to_string(&mut text).unwrap();
    assert_eq!(response.status, 400, "a body that does not come: {text}");
    assert!(text.contains("took too long"), "{text}");
    let (mut dripping, mut drops) = (connect(mara.address), 0);
    while dripping.write_all(b"GET / HTTP/1.1\r\nX-Drip: "[drops.min(23)..][..1].as_ref()).is_ok() {
        drops += 1;
        assert!(drops < 200, "a head that comes byte by byte");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(started.elapsed() < Duration::from_secs(8));
    let huge = own_page(&base, "GET", "/").header("X-Padding", &"x".repeat(100 * 1024)).send();
    assert_eq!(huge.status, 431, "a head that does not fit");
}

#[test]
fn commands_of_a_removed_member_are_not_carried_out() {
    let house = House::new();
    let base = house.open();
    let (mara, ada) = (house.join(&base, "note_taker"), house.join(&base, "note_taker"));
    let mut slow = connect(mara.address);
    let note = house.note("From the grave").to_string();
    let request = mara.request("POST", "/rpc/note_add").header("Content-Type", "application/json");
    let bytes = request.header("Expect", "100-continue").body(note.clone()).bytes();
    let (head, tail) = bytes.split_at(bytes.len() - note.len());
    slow.write_all(head).unwrap();
    // The server asks for the rest once it knows who is sending.
    let mut asked = [0; 25];
    slow.read_exact(&mut asked).unwrap();
    assert_eq!(&asked, b"HTTP/1.1 100 Continue\r\n\r\n");
    house.moderate("member_remove", json!({ "member_id": mara.id }));
    slow.write_all(tail).unwrap();
    let (response, _) = read_head(Box::new(slow)).unwrap();
    assert_eq!(response.status, 401, "what was on its way is refused");
    let events = ada.feed(&format!("scope=session={}", house.session)).until("ready");
    assert!(events.iter().all(|(_, event)| event["kind"] != "note"), "and not kept; {}", id());
}
