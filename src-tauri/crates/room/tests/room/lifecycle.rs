//! Opening and stopping: the right port or none, and in time.

use crate::house::House;
use crate::http::connect;
use engine::RoomHost;
use protocol::{FaultCode, RoomOpen};
use room::Limits;
use serde_json::json;
use std::io::Write;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

fn how(json: serde_json::Value) -> RoomOpen {
    serde_json::from_value(json).unwrap()
}

#[test]
fn a_study_that_opens_opens_no_room_and_one_that_closes_closes_it() {
    let house = House::new();
    assert!(!house.view().open && !house.room.answers(), "nobody opened it");
    let how = how(json!({ "reach": "loopback", "plain_http": false }));
    assert!(house.room.open(&how, None).unwrap().addresses[0].starts_with("http://127.0.0.1:"));
    let base = house.open();
    let ben = house.join(&base, "observer");
    let mut feed = ben.feed("scope=study");
    feed.until("ready");
    assert!(house.room.answers());
    listens_there_alone(ben.address);
    house.engine.close();
    while matches!(feed.next(), Ok(Some(_))) {}
    assert!(TcpStream::connect(ben.address).is_err(), "nobody listens any more");
    assert!(!house.room.answers());
}

#[test]
fn a_taken_port_is_said_and_not_replaced() {
    let house = House::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    for (wanted, preferred) in [(Some(port), None), (None, Some(port))] {
        let how = how(json!({ "reach": "loopback", "port": wanted, "plain_http": false }));
        let fault = house.room.open(&how, preferred).unwrap_err();
        assert_eq!(fault.code, FaultCode::Refused);
        assert!(fault.message.contains(&format!("Port {port} is taken")), "{}", fault.message);
    }
    drop(taken);
    let how = how(json!({ "reach": "loopback", "plain_http": false }));
    assert_eq!(house.room.open(&how, Some(port)).unwrap().port, port, "free again, it is used");
}

#[test]
fn an_address_of_another_computer_is_refused_with_a_sentence() {
    let house = House::new();
    let how = how(json!({ "reach": "address", "address": "192.0.2.7", "plain_http": false }));
    let fault = house.room.open(&how, None).unwrap_err();
    assert!(fault.message.contains("is not an address of this computer"), "{}", fault.message);
}

#[test]
fn opening_again_replaces_the_listener() {
    let house = House::new();
    let how = how(json!({ "reach": "loopback", "plain_http": false }));
    let first = house.room.open(&how, None).unwrap();
    let second = house.room.open(&how, Some(first.port)).unwrap();
    assert_eq!(first.addresses, second.addresses, "the study keeps its port");
    house.room.close();
    assert!(TcpStream::connect(("127.0.0.1", first.port)).is_err(), "no listener is left behind");
}

#[test]
fn stopping_takes_no_longer_than_it_may() {
    let house = House::new();
    let base = house.open();
    let (console, moderator) = house.console(Limits::default());
    let ben = house.join(&base, "observer");
    let mut feeds = [ben.feed("scope=study"), moderator.feed("scope=study")];
    for feed in &mut feeds {
        feed.until("ready");
    }
    let _silent = connect(ben.address);
    let mut half = connect(moderator.address);
    half.write_all(b"GET / HTT").unwrap();
    let started = Instant::now();
    std::thread::scope(|scope| {
        scope.spawn(|| house.room.close());
        scope.spawn(|| console.stop());
    });
    assert!(started.elapsed() < Duration::from_millis(1_500), "took {:?}", started.elapsed());
    for feed in &mut feeds {
        while feed.next().unwrap().is_some() {}
    }
    for address in [ben.address, moderator.address] {
        assert!(TcpStream::connect(address).is_err(), "the port is free");
    }
}

/// Linux has all of 127.0.0.0/8: whoever listens on everything answers on its other addresses, too.
fn listens_there_alone(address: SocketAddr) {
    assert!(TcpStream::connect(address).is_ok());
    let other = SocketAddr::from(([127, 0, 0, 2], address.port()));
    assert!(
        cfg!(not(target_os = "linux")) || TcpStream::connect(other).is_err(),
        "it listens on {address} alone"
    );
}

#[test]
fn the_console_is_on_this_computer_only() {
    let house = House::new();
    let (console, moderator) = house.console(Limits::default());
    assert!(moderator.address.ip().is_loopback());
    listens_there_alone(moderator.address);
    let token = console.link().split_once("/#").unwrap().1;
    assert!(token.len() >= 22, "128 random bits are 22 characters of base64: {token}");
    let (other, _) = house.console(Limits::default());
    assert_ne!(console.link().split_once('#'), other.link().split_once('#'), "each start has its own link");
}

#[test]
fn a_room_that_nobody_closed_closes_two_hours_after_the_last_session() {
    let limits = Limits { overdue: Duration::from_millis(10), ..Limits::default() };
    let house = House::with(limits, None);
    let base = house.open();
    let ben = house.join(&base, "observer");
    let mut feed = ben.feed("scope=study");
    feed.until("ready");
    house.clock.advance(5 * 3_600_000);
    house.moderate("session_end", json!({ "session_id": house.session, "early": false }));
    assert!(house.view().open, "a live session keeps it open, however late");
    house.clock.advance(2 * 3_600_000 + 1);
    while matches!(feed.next(), Ok(Some(_))) {}
    let deadline = Instant::now() + Duration::from_secs(5);
    while house.view().open {
        assert!(Instant::now() < deadline, "the room stayed open");
        std::thread::yield_now();
    }
    assert!(house.engine.admit(&ben.id, &ben.cookie).is_none(), "everybody's access ended");
}

#[test]
fn the_last_word_of_a_closed_room_is_that_it_closed() {
    let house = House::new();
    let base = house.open();
    let ben = house.join(&base, "observer");
    let mut feed = ben.feed("scope=study");
    feed.until("ready");
    std::thread::scope(|scope| {
        scope.spawn(|| house.moderate("room_close", json!({})));
        let mut last = None;
        while let Ok(Some((_, event))) = feed.next() {
            if event["kind"] == "room" {
                last = Some(event);
            }
        }
        let last = last.expect("the page learns why its stream ended");
        assert_eq!(last["entity"]["open"], false, "{last}");
    });
}
