//! Readers that take nothing: what the system holds for them, that they are let go, and that nobody waits for them.

use crate::house::{House, Person};
use crate::http::PATIENCE;
use room::Limits;
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// The most that the system may hold for one connection: Linux doubles the 64 KiB that the server asks for.
const MOST_HELD: u64 = 128 * 1024;
/// A note of 40 KB.
const LONG: usize = 10_000;

/// A connection as the system sees it from the server's side.
#[derive(Debug)]
struct Held {
    reader: u16,
    /// Established, or on its way to be closed.
    open: bool,
    /// Bytes that the reader has not taken.
    bytes: u64,
}

/// What the system holds for the readers of a port.
fn held(port: u16) -> Vec<Held> {
    let table = std::fs::read_to_string("/proc/net/tcp").unwrap();
    let hex = |text: &str| u64::from_str_radix(text.rsplit(':').next().unwrap(), 16).unwrap();
    let mut found = Vec::new();
    for line in table.lines().skip(1) {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let (reader, state) = (hex(fields[2]) as u16, fields[3]);
        let bytes = u64::from_str_radix(fields[4].split(':').next().unwrap(), 16).unwrap();
        // 0A listens; its queue counts connections.
        if hex(fields[1]) == u64::from(port) && state != "0A" {
            found.push(Held { reader, open: state == "01", bytes });
        }
    }
    found
}

/// A stream that is opened and never read, by a reader that can take little.
fn stall(house: &House, person: &Person) -> TcpStream {
    let wire = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
    wire.set_recv_buffer_size(4_096).unwrap();
    wire.connect(&person.address.into()).unwrap();
    let mut wire: TcpStream = wire.into();
    wire.set_read_timeout(Some(PATIENCE)).unwrap();
    let request = person.request("GET", &format!("/feed?scope=session={}", house.session));
    wire.write_all(&request.without("Origin").bytes()).unwrap();
    wire
}

/// Waits for something that is bound to happen.
#[track_caller]
fn wait(what: &str, mut done: impl FnMut() -> bool) {
    let deadline = Instant::now() + 3 * PATIENCE;
    while !done() {
        assert!(Instant::now() < deadline, "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn two_hundred_stalled_readers_cost_little_are_let_go_and_hold_up_nobody() {
    const READERS: usize = 200;
    const PAGES: usize = 10;
    let limits = Limits {
        write: Duration::from_secs(5),
        strangers_per_address: READERS,
        streams_per_member: PAGES,
        ..Limits::default()
    };
    let house = House::with(limits, None);
    let base = house.open();
    let ben = house.join(&base, "observer");
    let port = ben.address.port();
    let mut reads = ben.feed(&format!("scope=session={}", house.session));
    reads.until("ready");
    let people: Vec<Person> = (0..READERS / PAGES).map(|_| house.join(&base, "observer")).collect();
    let pages = people.iter().flat_map(|person| std::iter::repeat_n(person, PAGES));
    let stalled: Vec<TcpStream> = pages.map(|person| stall(&house, person)).collect();
    let readers: Vec<u16> = stalled.iter().map(|wire| wire.local_addr().unwrap().port()).collect();
    let of_readers = || held(port).into_iter().filter(|held| readers.contains(&held.reader));

    for number in 0..40 {
        let words = format!("{number} {}", "🙂".repeat(LONG - 3));
        house.moderate("note_add", house.note(&words));
        loop {
            let (_, event) =
                reads.next().expect("the healthy reader is served in time").expect("its stream goes on");
            if event["entity"]["body"] == words.as_str() {
                break;
            }
        }
    }
    let mut most = (0, 0);
    wait("all of them stall, and nobody was cut to serve the healthy reader", || {
        let full: Vec<Held> = of_readers().filter(|held| held.open && held.bytes > 32 * 1024).collect();
        most =
            (full.iter().map(|held| held.bytes).max().unwrap_or(0), full.iter().map(|held| held.bytes).sum());
        full.len() == READERS
    });
    println!("for {READERS} stalled readers the system holds {} bytes, at most {} for one", most.1, most.0);

    wait("those who take nothing are let go", || {
        for held in of_readers() {
            assert!(held.bytes <= MOST_HELD, "a small send buffer bounds what one of them costs: {held:?}");
            assert!(held.open || held.bytes == 0, "what was not taken goes with its reader: {held:?}");
        }
        house.view_presence() == 1
    });
    wait("and the system holds nothing more for them", || of_readers().all(|held| held.bytes == 0));
    house.moderate("note_add", house.note("Still here."));
    while reads.next().unwrap().expect("the healthy reader stays").1["entity"]["body"] != "Still here." {}
}

/// Nothing else ends this stream: its reader takes nothing, and may do so for an hour.
#[test]
fn a_removed_member_who_does_not_read_is_cut_and_gets_nothing_more() {
    let limits = Limits { write: Duration::from_secs(3_600), ..Limits::default() };
    let house = House::with(limits, None);
    let base = house.open();
    let ben = house.join(&base, "observer");
    let mut stalled = stall(&house, &ben);
    wait("the stream opens", || house.view_presence() == 1);
    for _ in 0..10 {
        house.moderate("note_add", house.note(&"🙂".repeat(LONG)));
    }
    let (port, reader) = (ben.address.port(), stalled.local_addr().unwrap().port());
    let connection = || held(port).into_iter().find(|held| held.reader == reader);
    wait("more is on its way than fits", || connection().is_some_and(|held| held.bytes > 64 * 1024));
    house.moderate("member_remove", json!({ "member_id": ben.id }));
    house.moderate("note_add", house.note("AFTERWARDS"));
    wait("the connection ends", || connection().is_none());
    wait("and so does the stream", || house.view_presence() == 0);
    let (mut taken, mut some) = (Vec::new(), [0; 4_096]);
    while let Ok(count @ 1..) = stalled.read(&mut some) {
        taken.extend_from_slice(&some[..count]);
    }
    let taken = String::from_utf8_lossy(&taken).into_owned();
    assert!(!taken.contains("AFTERWARDS"));
    assert!(taken.len() < 64 * 1024, "what waited for somebody who is gone was thrown away: {}", taken.len());
}
