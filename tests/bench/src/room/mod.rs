//! A full room, served by the program itself: what its readers wait for, what they cost, readers that stall, and all
//! of them coming back at once.

mod bare;
mod caller;
mod crowd;
mod herd;
mod served;

use crate::report::{Report, Times};
use crate::study::{Study, new_id};
use bare::Bare;
use caller::Caller;
use crowd::{Arrival, Crowd, text};
use rustix::process::{Resource, getrlimit, setrlimit};
use serde_json::json;
use served::{Served, in_sockets};
use std::path::Path;
use std::thread::{scope, sleep};
use std::time::{Duration, Instant, SystemTime};

/// Readers at one time.
const SIZES: &[usize] = &[50, 500, 2_000];
/// Five notes a second, whether the one before was answered or not.
const BETWEEN_NOTES: Duration = Duration::from_millis(200);
/// Floor and notes take turns in blocks of so many, so that both meet the same neighbours.
const BLOCK: usize = 25;
const BLOCKS: usize = 6;
/// One of so many readers stalls.
const STALLED: usize = 10;
/// Enough to fill what the system holds for a connection, many times over.
const FILLING: (usize, usize) = (100, 4_000);
/// How long presence, the index and the like take to come to rest.
const REST: Duration = Duration::from_secs(2);
/// How long it may take until everybody has everything.
const PATIENCE: Duration = Duration::from_secs(60);
/// People who join at one time.
const TOGETHER: usize = 16;

/// A study that is served to a full room.
struct Room {
    served: Served,
    session: String,
    /// Writes as people do, within a member's limits.
    note_taker: Caller,
    /// Writes as fast as wanted.
    moderator: Caller,
    members: Vec<Caller>,
    crowd: Crowd,
    bare: Bare,
    /// Bytes that the program took before anybody came.
    empty: f64,
    /// Notes so far.
    notes: usize,
    /// The loop's messages so far.
    messages: usize,
}

/// What blocks of notes and of the floor took.
#[derive(Default)]
struct Taken {
    answer: Times,
    each: Times,
    last: Times,
    floor_disk: Times,
    floor_each: Times,
    floor_last: Times,
    computed: Duration,
    floor_computed: Duration,
    deliveries: usize,
    floor_deliveries: usize,
}

/// Measures with each number of readers.
pub fn measure(folder: &Path, programs: &Path, report: &mut Report) {
    raise_file_limit();
    for &size in SIZES {
        let folder = tempfile::tempdir_in(folder).expect("the folder is writable");
        let mut room = Room::open(folder.path(), programs, size, report);
        let all = room.take_turns(&[]);
        tell(report, &format!("{size} readers"), &all);
        let stalled: Vec<usize> = (0..size).filter(|index| index % STALLED == STALLED - 1).collect();
        room.stall(&stalled, report);
        let others = room.take_turns(&stalled);
        tell(report, &format!("{} of {size} stalled", stalled.len()), &others);
        room.go_on(&stalled, report);
        room.come_back(report);
        room.check_contents(report);
    }
    report.remark(
        "From when a note was due, with its HTTP request and its commit, to its frame at every reader.",
    );
    report.remark(
        "The floors: 4 KiB overwritten with fdatasync, then as many bytes written to as many sockets by a",
    );
    report.remark("bare loop, read by the same reader; for coming back, answers to notes just before.");
}

fn tell(report: &mut Report, who: &str, taken: &Taken) {
    report.row(&format!("frame at each, {who}"), &taken.each, Some(&taken.floor_each));
    report.row(&format!("frame at the last, {who}"), &taken.last, Some(&taken.floor_last));
    report.row(&format!("note's answer, {who}"), &taken.answer, Some(&taken.floor_disk));
    let micros = |time: Duration, count: usize| time.as_secs_f64() * 1e6 / count as f64;
    let (own, floor) =
        (micros(taken.computed, taken.deliveries), micros(taken.floor_computed, taken.floor_deliveries));
    report.amount(&format!("processor, µs a delivery, {who}"), own, Some(floor));
}

impl Room {
    /// Makes a study with a live session, serves it, and lets everybody in.
    fn open(folder: &Path, programs: &Path, size: usize, report: &mut Report) -> Self {
        let path = folder.join("room.backroom");
        let study = Study::create(&path);
        let session = study.start_session(0);
        study.engine.close();
        let served = Served::start(programs, &path);
        let note_taker = Caller::join(&served.links.note_taker, "Maya");
        let moderator = Caller::join(&served.links.console, "");
        sleep(REST);
        let (resident, in_sockets_before) = (served.resident(), in_sockets());
        let started = Instant::now();
        let members = join(&served.links.observer, size);
        let joined = started.elapsed();
        let streams = members.iter().map(|member| member.follow(&session, "").expect("the room answers"));
        let crowd = Crowd::of(streams.collect());
        crowd.wait_until_ready();
        report.remark(&format!(
            "{size} joined in {:.2} s, and were ready after {:.2} s.",
            joined.as_secs_f64(),
            started.elapsed().as_secs_f64()
        ));
        sleep(REST);
        let each = |bytes: f64| bytes / 1_024.0 / size as f64;
        report.amount(
            &format!("memory, KiB a connection, {size} readers"),
            each(served.resident() - resident),
            None,
        );
        report.amount(
            &format!("memory, KiB in sockets, {size} readers"),
            each(in_sockets() - in_sockets_before),
            None,
        );
        let bare = Bare::new(folder, size);
        let mut room = Self {
            served,
            session,
            note_taker,
            moderator,
            members,
            crowd,
            bare,
            empty: resident,
            notes: 0,
            messages: 0,
        };
        // Caches are warm, the frame's length is known.
        for _ in 0..BLOCK {
            room.notes += 1;
            let _ = write(&mut room.note_taker, &room.session, room.notes, 0);
        }
        room.crowd.wait_until_complete(room.notes);
        room
    }

    /// Blocks of the floor and of notes by turns, while these readers take nothing.
    fn take_turns(&mut self, stalled: &[usize]) -> Taken {
        let mut taken = Taken::default();
        for _ in 0..BLOCKS {
            self.run_floor(&mut taken);
            self.run_notes(self.members.len() - stalled.len(), &mut taken);
        }
        taken
    }

    fn run_floor(&mut self, taken: &mut Taken) {
        let readers = self.bare.crowd.count();
        let mut due = Vec::new();
        let first = self.messages + 1;
        for at in schedule() {
            self.messages += 1;
            sleep(at.saturating_duration_since(Instant::now()));
            let (disk, computed) = self.bare.send(self.messages, self.crowd.length());
            taken.floor_disk.push(disk);
            taken.floor_computed += computed;
            due.push(at);
        }
        let arrivals = self.bare.crowd.wait_for(BLOCK * readers);
        taken.floor_deliveries += arrivals.len();
        gather(&arrivals, first, &due, &mut taken.floor_each, &mut taken.floor_last);
    }

    fn run_notes(&mut self, readers: usize, taken: &mut Taken) {
        let before = self.served.computed();
        let mut due = Vec::new();
        let first = self.notes + 1;
        for at in schedule() {
            sleep(at.saturating_duration_since(Instant::now()));
            self.notes += 1;
            taken.answer.push(write(&mut self.note_taker, &self.session, self.notes, 0) - at);
            due.push(at);
        }
        let arrivals = self.crowd.wait_for(BLOCK * readers);
        taken.deliveries += arrivals.len();
        taken.computed += self.served.computed() - before;
        gather(&arrivals, first, &due, &mut taken.each, &mut taken.last);
    }

    /// These take nothing any more, until nothing more can be sent to them.
    fn stall(&mut self, stalled: &[usize], report: &mut Report) {
        let (resident, before) = (self.served.resident(), in_sockets());
        stalled.iter().for_each(|&index| self.crowd.stall(index));
        let healthy = self.members.len() - stalled.len();
        let (count, longer) = FILLING;
        for _ in 0..count {
            self.notes += 1;
            let _ = write(&mut self.moderator, &self.session, self.notes, longer);
            // The others keep up.
            let _ = self.crowd.wait_for(healthy);
        }
        let each = |bytes: f64| bytes / 1_024.0 / stalled.len() as f64;
        let who = format!("{} of {} stalled", stalled.len(), self.members.len());
        report.amount(
            &format!("memory, KiB a stalled one, {who}"),
            each(self.served.resident() - resident),
            None,
        );
        report.amount(&format!("memory, KiB in its sockets, {who}"), each(in_sockets() - before), None);
    }

    /// These read again: what their connections hold, then, as their pages do, from their cursor on.
    fn go_on(&mut self, stalled: &[usize], report: &mut Report) {
        let started = Instant::now();
        stalled.iter().for_each(|&index| self.crowd.go_on(index));
        let mut cut = 0;
        while !stalled.iter().all(|&index| self.crowd.has(index, self.notes)) {
            assert!(
                started.elapsed() < PATIENCE,
                "waited {PATIENCE:?} for stalled readers to have everything"
            );
            sleep(Duration::from_millis(5));
            cut += connect_the_lost(&self.crowd, &self.members, &self.session, stalled);
        }
        report.remark(&format!(
            "{cut} of {} stalled ones had been cut; all had everything {:.0} ms after they read again.",
            stalled.len(),
            started.elapsed().as_secs_f64() * 1e3
        ));
        self.crowd.wait_until_complete(self.notes);
    }

    /// Every reader has every note, word for word; nobody who kept up was sent one twice; and whoever comes now finds
    /// the same.
    fn check_contents(&mut self, report: &mut Report) {
        self.crowd.wait_until_complete(self.notes);
        let readers = || (0..self.crowd.count()).map(|index| self.crowd.reader(index));
        let twice: usize = readers().filter(|reader| reader.resets == 1).map(|reader| reader.again).sum();
        assert_eq!(twice, 0, "who goes on from a cursor is sent nothing twice");
        let strange = readers().filter(|reader| reader.known() != self.notes).count();
        assert_eq!(strange, 0, "nobody is sent what was not written");
        let late = Caller::join(&self.served.links.observer, "");
        let fresh = Crowd::of(vec![late.follow(&self.session, "").expect("the room answers")]);
        fresh.wait_until_complete(self.notes);
        let afresh = readers().filter(|reader| reader.resets > 1).count();
        report.remark(&format!(
            "Checked: each of {} readers has all {} notes, word for word; {afresh} had to start afresh.",
            self.crowd.count(),
            self.notes
        ));
    }
}

/// Connects those anew whose connection is gone, from their cursor on; says how many.
fn connect_the_lost(crowd: &Crowd, members: &[Caller], session: &str, readers: &[usize]) -> usize {
    let lost = readers.iter().filter(|&&index| !crowd.is_connected(index));
    let connected = lost.map(|&index| {
        let cursor = crowd.reader(index).cursor.clone();
        let stream = members[index].follow(session, &cursor);
        stream.map(|stream| crowd.connect(index, stream)).is_ok()
    });
    connected.filter(|connected| *connected).count()
}

/// When the notes of a block are due.
fn schedule() -> impl Iterator<Item = Instant> {
    let first = Instant::now() + BETWEEN_NOTES;
    (0..BLOCK as u32).map(move |number| first + BETWEEN_NOTES * number)
}

/// Writes a note, and says when it was answered.
fn write(writer: &mut Caller, session: &str, number: usize, longer: usize) -> Instant {
    let now = now();
    let request = json!({
        "command_id": new_id(), "note_id": new_id(), "session_id": session, "at": now, "typed_from": now,
        "typed_to": now, "body": text(number, longer), "tags": [], "who": [], "audience": "room",
    });
    let _ = writer.call("note_add", &request);
    Instant::now()
}

/// The wall clock, as this computer's pages have it.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).expect("BUG: not that late")
}

/// How long each message took to each of its readers, and to the last; the first of them has number `first`.
fn gather(arrivals: &[Arrival], first: usize, due: &[Instant], each: &mut Times, last: &mut Times) {
    let mut longest = vec![Duration::ZERO; due.len()];
    for Arrival { number, at } in arrivals {
        let took = at.saturating_duration_since(due[number - first]);
        each.push(took);
        longest[number - first] = longest[number - first].max(took);
    }
    longest.into_iter().for_each(|took| last.push(took));
}

/// So many observers come in by a link.
fn join(link: &str, count: usize) -> Vec<Caller> {
    let joining = |count: usize| move || (0..count).map(|_| Caller::join(link, "")).collect::<Vec<_>>();
    scope(|scope| {
        let shares = (0..TOGETHER).map(|share| count / TOGETHER + usize::from(share < count % TOGETHER));
        let threads: Vec<_> = shares.map(|share| scope.spawn(joining(share))).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("everybody comes in")).collect()
    })
}

/// Two sockets for each of the floor's readers, a stream and a connection for each of the room's.
fn raise_file_limit() {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    setrlimit(Resource::Nofile, limit).expect("the limit can be raised as far as it may");
}
