//! Readers that take nothing: what the system holds for them, that they are let go, and that nobody waits for them.

use crate::house::{House, Person};
use crate::http::{Events, PATIENCE};
use engine::RoomHost;
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

/// A house in whose room one reader reads and two hundred do not.
struct Crowd {
    house: House,
    reads: Events,
    port: u16,
    readers: Vec<u16>,
    _stalled: Vec<TcpStream>,
}

const READERS: usize = 200;

impl Crowd {
    fn gather(write: Duration) -> Self {
        const PAGES: usize = 10;
        let limits =
            Limits { write, strangers_per_address: READERS, streams_per_member: PAGES, ..Limits::default() };
        let house = House::with(limits, None);
        let base = house.open();
        let ben = house.join(&base, "observer");
        let mut reads = ben.feed(&format!("scope=session={}", house.session));
        reads.until("ready");
        let people: Vec<Person> = (0..READERS / PAGES).map(|_| house.join(&base, "observer")).collect();
        let pages = people.iter().flat_map(|person| std::iter::repeat_n(person, PAGES));
        let stalled: Vec<TcpStream> = pages.map(|person| stall(&house, person)).collect();
        let readers = stalled.iter().map(|wire| wire.local_addr().unwrap().port()).collect();
        Self { house, reads, port: ben.address.port(), readers, _stalled: stalled }
    }

    /// What the system holds for those who do not read.
    fn held(&self) -> Vec<Held> {
        let mut held = held(self.port);
        held.retain(|held| self.readers.contains(&held.reader));
        held
    }

    /// A note comes in, and the one who reads has it.
    fn note(&mut self, words: &str) {
        self.house.moderate("note_add", self.house.note(words));
        while self.reads.next().expect("in time").expect("the stream goes on").1["entity"]["body"] != words {}
    }
}

/// They may stall for an hour here: that one reader reads all is not because the others are cut.
#[test]
fn two_hundred_stalled_readers_cost_little_and_hold_up_nobody() {
    let mut crowd = Crowd::gather(Duration::from_secs(3_600));
    for number in 0..40 {
        crowd.note(&format!("{number} {}", "🙂".repeat(LONG - 3)));
    }
    let mut sizes = Vec::new();
    wait("all of them stall", || {
        sizes = crowd.held().iter().filter(|held| held.open).map(|held| held.bytes).collect();
        sizes.len() == READERS && sizes.iter().all(|bytes| *bytes > 32 * 1024)
    });
    let (total, most) = (sizes.iter().sum::<u64>(), sizes.iter().max().copied().unwrap_or_default());
    println!("for {READERS} stalled readers the system holds {total} bytes, at most {most} for one");
    assert!(most <= MOST_HELD, "a small send buffer bounds what one of them costs: {most}");
    crowd.house.room.close();
    wait("a room that closes holds nothing back for them", || {
        crowd.held().iter().all(|held| held.bytes == 0)
    });
}

#[test]
fn two_hundred_stalled_readers_are_let_go_with_all_that_waits_for_them() {
    let mut crowd = Crowd::gather(Duration::from_secs(2));
    for number in 0..10 {
        crowd.note(&format!("{number} {}", "🙂".repeat(LONG - 3)));
    }
    wait("those who take nothing are let go", || {
        for held in crowd.held() {
            assert!(held.open || held.bytes == 0, "what was not taken goes with its reader: {held:?}");
        }
        crowd.house.view_presence() == 1
    });
    wait("and the system holds nothing more for them", || crowd.held().iter().all(|held| held.bytes == 0));
    crowd.note("Still here.");
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
