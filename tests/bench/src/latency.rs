//! From a note's commit call to its answer, and to the frame at the last connection of a full room.

use crate::floor::Floor;
use crate::listeners::Listeners;
use crate::report::{Report, Times};
use crate::study::Study;
use e2e::Chance;
use engine::{Newcomer, Proof};
use room::operator;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Connections, notes back to back, notes with pauses.
const ROUNDS: &[(usize, usize, usize)] = &[(0, 3_000, 40), (50, 1_000, 40), (500, 400, 40)];
/// Floor and notes take turns in blocks of so many, so that both meet the same neighbours.
const BLOCK: usize = 20;
/// What people type: about a line and a half.
const TEXT: &str = "She looks for the total above the list, then says it should be at the bottom #confusion";

/// A study in a room, and what waits there.
struct Bench {
    study: Study,
    session: String,
    floor: Floor,
    listeners: Listeners,
    /// Messages so far, of either kind.
    number: usize,
    /// Bytes of a note's frame.
    length: usize,
}

#[derive(Default)]
struct Taken {
    answer: Times,
    last: Times,
    floor_disk: Times,
    floor_last: Times,
}

/// Measures all rounds.
pub fn measure(folder: &Path, _programs: &Path, report: &mut Report) {
    for &(connections, back_to_back, with_pauses) in ROUNDS {
        let folder = tempfile::tempdir_in(folder).expect("the folder is writable");
        let mut bench = Bench::begin(folder.path(), connections);
        let room = match connections {
            0 => "answer, room closed".to_owned(),
            count => format!("answer, {count} in the room"),
        };
        let taken = bench.back_to_back(back_to_back);
        tell(report, &room, "back to back", connections, &taken);
        let taken = bench.with_pauses(with_pauses);
        tell(report, &room, "0.3 to 1.5 s apart", connections, &taken);
        bench.end();
    }
    report.remark(
        "The floors: 4 KiB overwritten with fdatasync; the same, then as many bytes written to as many",
    );
    report.remark(
        "sockets by a bare loop. The notes come from the console's process, as the window's do; the room",
    );
    report.remark("serves real sockets. Of 40 times, p99 is the longest.");
}

fn tell(report: &mut Report, answer: &str, pace: &str, connections: usize, taken: &Taken) {
    report.row(&format!("{answer}, {pace}"), &taken.answer, Some(&taken.floor_disk));
    if connections > 0 {
        report.row(
            &format!("frame at the last of {connections}, {pace}"),
            &taken.last,
            Some(&taken.floor_last),
        );
    }
}

impl Bench {
    fn begin(folder: &Path, connections: usize) -> Self {
        let study = Study::create(&folder.join("bench.backroom"));
        let session = study.start_session(0);
        let mut bench = Self {
            floor: Floor::new(folder, connections),
            listeners: Listeners::of(connect(&study, folder, &session, connections)),
            study,
            session,
            number: 0,
            length: 0,
        };
        // Presence is told, caches are warm, the frame's length is known.
        sleep(Duration::from_secs(1));
        for _ in 0..50 {
            let _ = bench.note();
        }
        bench
    }

    fn back_to_back(&mut self, count: usize) -> Taken {
        let mut taken = Taken::default();
        for _ in 0..count / BLOCK {
            (0..BLOCK).for_each(|_| self.run_floor(&mut taken));
            (0..BLOCK).for_each(|_| self.run_note(&mut taken));
        }
        taken
    }

    fn with_pauses(&mut self, count: usize) -> Taken {
        let (mut taken, mut chance) = (Taken::default(), Chance::new(0));
        for _ in 0..count {
            sleep(chance.pause());
            self.run_floor(&mut taken);
            sleep(chance.pause());
            self.run_note(&mut taken);
        }
        taken
    }

    fn run_floor(&mut self, taken: &mut Taken) {
        self.number += 1;
        let floor = self.floor.run(self.number, self.length);
        taken.floor_disk.push(floor.disk);
        taken.floor_last.push(floor.last);
    }

    fn run_note(&mut self, taken: &mut Taken) {
        let (answer, last) = self.note();
        taken.answer.push(answer);
        taken.last.push(last);
    }

    fn note(&mut self) -> (Duration, Duration) {
        self.number += 1;
        let note = self.study.note(&self.session, &format!("[[{}]] {TEXT}", self.number));
        let Study { engine, runtime } = &self.study;
        let started = Instant::now();
        let answer = runtime.block_on(engine.call(operator(), "note_add", note));
        let answered = started.elapsed();
        answer.unwrap_or_else(|fault| panic!("a note is refused: {}", fault.message));
        if self.listeners.count() == 0 {
            return (answered, answered);
        }
        let arrived = self.listeners.wait_for(self.number);
        self.length = arrived.length;
        (answered, arrived.at - started)
    }

    fn end(self) {
        drop(self.listeners);
        self.study.engine.close();
    }
}

/// Opens the room, lets so many observers in, and waits until each has all that there is.
fn connect(study: &Study, folder: &Path, session: &str, count: usize) -> Vec<TcpStream> {
    if count == 0 {
        return Vec::new();
    }
    let engine = &study.engine;
    study.open_room(folder);
    let link = study.link("observer_link");
    let (base, token) = link.split_once("/#").expect("BUG: a link has a token");
    let host = base.trim_start_matches("http://");
    let join = || {
        let joined = study
            .runtime
            .block_on(engine.join(Newcomer::of(Proof::Link(token.to_owned()), "")))
            .expect("an observer may come in");
        let id = joined.me.id;
        let mut connection = TcpStream::connect(host).expect("the room is open");
        let request = format!(
            "GET /feed?scope=session={session} HTTP/1.1\r\nHost: {host}\r\nX-Backroom: {id}\r\n\
             Cookie: backroom_{}={}\r\n\r\n",
            id.replace('-', ""),
            joined.cookie
        );
        connection.write_all(request.as_bytes()).expect("the room takes requests");
        connection
    };
    let mut connections: Vec<TcpStream> = (0..count).map(|_| join()).collect();
    connections.iter_mut().for_each(wait_until_ready);
    connections
}

fn wait_until_ready(connection: &mut TcpStream) {
    let (mut seen, mut buffer) = (Vec::new(), [0; 16 * 1024]);
    while !seen.windows(7).any(|part| part == b"\"ready\"") {
        let length = connection.read(&mut buffer).expect("the room answers");
        assert!(length > 0, "the room hung up: {}", String::from_utf8_lossy(&seen));
        seen.extend_from_slice(&buffer[..length]);
    }
}
