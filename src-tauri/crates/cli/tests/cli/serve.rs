//! `backroom serve`: ready, used, beside other commands, stopped.

use crate::bench::{Bench, SCHEDULE, text};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// A server, killed when the test ends however it ends.
struct Served {
    child: Child,
    ready: Value,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Served {
    #[track_caller]
    fn start(bench: &Bench, study: &str, options: &[&str]) -> Self {
        let arguments = [&["serve", study][..], options].concat();
        let mut command = bench.command(&arguments);
        let log = std::fs::File::create(bench.path("serve.log")).unwrap();
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let ready = serde_json::from_str(&line).unwrap_or_else(|_| {
            panic!("{line:?}\n{}", std::fs::read_to_string(bench.path("serve.log")).unwrap())
        });
        Self { child, ready }
    }

    fn link(&self, name: &str) -> &str {
        self.ready[name].as_str().unwrap_or_else(|| panic!("no {name} in {}", self.ready))
    }

    /// Sends a signal and gives the exit code and how long it took.
    fn stop(mut self, signal: Signal) -> (Option<i32>, Duration) {
        let started = Instant::now();
        kill_process(Pid::from_child(&self.child), signal).unwrap();
        let code = self.child.wait().unwrap().code();
        (code, started.elapsed())
    }
}

/// A page that has joined.
struct Page {
    host: String,
    mark: String,
    cookie: String,
}

impl Page {
    #[track_caller]
    fn join(link: &str) -> Self {
        let (base, token) = link.split_once("/#").unwrap();
        let host = base.strip_prefix("http://").unwrap().to_owned();
        let mut page = Self { host, mark: "join".into(), cookie: "none=none".into() };
        let (head, body) = page.ask("POST", "/join", &json!({ "token": token, "name": "Mara" }));
        page.mark = body["ok"]["me"]["id"].as_str().unwrap_or_else(|| panic!("{head}{body}")).to_owned();
        let cookie = head.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
        page.cookie = cookie.split(';').next().unwrap().to_owned();
        page
    }

    fn send(&self, method: &str, target: &str, body: &str) -> TcpStream {
        let mut wire = TcpStream::connect(&self.host).unwrap();
        wire.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let (host, mark, cookie, length) = (&self.host, &self.mark, &self.cookie, body.len());
        let request = format!(
            "{method} {target} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nX-Backroom: {mark}\r\n\
             Cookie: {cookie}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\
             Connection: close\r\n\r\n{body}"
        );
        wire.write_all(request.as_bytes()).unwrap();
        wire
    }

    fn ask(&self, method: &str, target: &str, body: &Value) -> (String, Value) {
        let mut answer = String::new();
        self.send(method, target, &body.to_string()).read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.to_owned(), serde_json::from_str(body).unwrap_or(Value::Null))
    }

    #[track_caller]
    fn rpc(&self, name: &str, mut body: Value) -> Value {
        body["command_id"] = json!(id());
        let (head, answer) = self.ask("POST", &format!("/rpc/{name}"), &body);
        assert!(head.starts_with("HTTP/1.1 200"), "{name}: {head} {answer}");
        answer["ok"].clone()
    }

    /// A stream that has said hello.
    fn feed(&self) -> BufReader<TcpStream> {
        let mut reader = BufReader::new(self.send("GET", "/feed?scope=study", ""));
        let mut line = String::new();
        while !line.contains("hello") {
            line.clear();
            assert!(reader.read_line(&mut line).unwrap() > 0, "the stream opens");
        }
        reader
    }
}

fn id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// Starts a session and writes a note in it; gives the session's id.
fn note(console: &Page, words: &str) -> String {
    let session = id();
    console.rpc(
        "slot_create",
        json!({
            "slot_id": id(), "session_id": session, "date": "2026-11-26", "start_minute": 540,
            "length_minutes": 60, "kind": "session", "session_kind": "interview", "participants": ["P01"],
            "label": "",
        }),
    );
    let consent = json!({ "observed": true, "recorded": true, "quoted": true, "clipped": true });
    console.rpc("session_start", json!({ "session_id": session, "consent": consent }));
    let (_, now) = console.ask("POST", "/rpc/time_now", &json!({}));
    let now = &now["ok"]["now"];
    console.rpc(
        "note_add",
        json!({
            "note_id": id(), "session_id": session, "at": now, "typed_from": now, "typed_to": now,
            "body": words, "tags": [], "who": [], "audience": "room",
        }),
    );
    session
}

#[test]
fn it_says_where_it_is_and_stops_in_time_with_streams_open() {
    for signal in [Signal::TERM, Signal::INT] {
        let (bench, study) = Bench::with_study();
        let served = Served::start(&bench, text(&study), &["--open-room", "--listen", "127.0.0.1:0"]);
        let pages = ["console", "observer", "note_taker"].map(|name| Page::join(served.link(name)));
        let mut feeds = pages.each_ref().map(Page::feed);
        let (code, took) = served.stop(signal);
        assert_eq!(code, Some(0), "{}", std::fs::read_to_string(bench.path("serve.log")).unwrap());
        assert!(took < Duration::from_secs(2), "took {took:?}");
        for feed in &mut feeds {
            let mut rest = String::new();
            feed.read_to_string(&mut rest).unwrap();
            assert!(rest.ends_with("0\r\n\r\n"), "a stream ends as it should");
        }
        assert!(!bench.path("checkout.backroom-wal").exists(), "the log was put into the file");
        bench.run(&["check", text(&study)]).done();
    }
}

#[test]
fn without_the_room_there_is_the_console_alone() {
    let (bench, study) = Bench::with_study();
    let served = Served::start(&bench, text(&study), &[]);
    assert_eq!(served.ready.as_object().unwrap().len(), 1, "{}", served.ready);
    assert!(served.link("console").starts_with("http://127.0.0.1:"));
    Page::join(served.link("console"));
}

#[test]
fn exports_and_backups_are_made_beside_it() {
    let (bench, study) = Bench::with_study();
    let study = text(&study);
    let served = Served::start(&bench, study, &[]);
    let session = note(&Page::join(served.link("console")), "She looks for the basket.");
    for scope in [&["--day", "2026-11-26"], &["--session", session.as_str()]] {
        for format in ["md", "csv", "jsonl"] {
            let arguments = [&["export", study, "--format", format][..], scope].concat();
            let export = bench.run(&arguments).done();
            assert!(export.contains("She looks for the basket."), "{format} {scope:?}: {export}");
        }
    }
    let copy = bench.path("copy.backroom");
    bench.run(&["backup", study, text(&copy)]).done();
    bench.run(&["check", study]).done();
    let export = bench.run(&["export", text(&copy), "--format", "csv"]).done();
    assert!(export.contains("She looks for the basket."), "the newest note is in the copy");
    let again = note_count(&Page::join(served.link("console")), &session);
    assert_eq!(again, 1, "the console goes on");
}

/// Notes of a session in a fresh snapshot.
fn note_count(page: &Page, session: &str) -> usize {
    let mut reader = BufReader::new(page.send("GET", &format!("/feed?scope=session={session}"), ""));
    let mut notes = 0;
    loop {
        let mut line = String::new();
        assert!(reader.read_line(&mut line).unwrap() > 0, "the stream goes on");
        notes += usize::from(line.contains("\"kind\":\"note\""));
        if line.contains("\"type\":\"ready\"") {
            return notes;
        }
    }
}

#[test]
fn what_needs_the_study_for_itself_is_refused_meanwhile() {
    let (bench, study) = Bench::with_study();
    let study = text(&study);
    let schedule = bench.write("plan.csv", SCHEDULE);
    let served = Served::start(&bench, study, &[]);
    for arguments in [&["import", study, text(&schedule)][..], &["serve", study]] {
        let sentence = bench.run(arguments).refused();
        assert!(sentence.contains("open"), "{sentence}");
    }
    let (code, _) = served.stop(Signal::TERM);
    assert_eq!(code, Some(0));
    bench.run(&["import", study, text(&schedule)]).done();
}

#[test]
fn a_killed_server_comes_back_with_its_room_on_the_same_port() {
    let (bench, study) = Bench::with_study();
    let study = text(&study);
    let mut served = Served::start(&bench, study, &["--open-room"]);
    let member = Page::join(served.link("note_taker"));
    let session = note(&Page::join(served.link("console")), "Kept.");
    served.child.kill().unwrap();
    served.child.wait().unwrap();
    let again = Served::start(&bench, study, &[]);
    assert!(again.link("observer").contains(&member.host), "the room is where its pages look for it");
    assert_eq!(note_count(&member, &session), 1, "who was in is still in, and finds what was acknowledged");
    let (code, _) = again.stop(Signal::TERM);
    assert_eq!(code, Some(0));
    let closed = Served::start(&bench, study, &[]);
    assert_eq!(closed.ready.as_object().unwrap().len(), 1, "a room closes with its study: {}", closed.ready);
}

#[test]
fn a_room_that_cannot_open_is_said_and_nothing_is_served() {
    let (bench, study) = Bench::with_study();
    let study = text(&study);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().to_string();
    let outcome = bench.run(&["serve", study, "--open-room", "--listen", &port]);
    assert_eq!((outcome.code, outcome.out.as_str()), (Some(1), ""));
    assert!(outcome.err.contains("is taken by another program"), "{}", outcome.err);
    let outcome =
        bench.run(&["serve", study, "--open-room", "--listen", "0.0.0.0:0", "--cert", "a", "--key", "b"]);
    assert_eq!(outcome.code, Some(1));
    assert!(outcome.err.contains("could not be read"), "{}", outcome.err);
    bench.run(&["serve", "missing.backroom"]).refused();
}

#[test]
fn the_log_holds_no_link() {
    let (bench, study) = Bench::with_study();
    let served = Served::start(&bench, text(&study), &["--open-room"]);
    let pages = ["console", "observer", "note_taker"].map(|name| Page::join(served.link(name)));
    note(&pages[0], "xylophone");
    let links = ["console", "observer", "note_taker"].map(|name| served.link(name).to_owned());
    served.stop(Signal::TERM);
    let log = std::fs::read_to_string(bench.path("serve.log")).unwrap();
    assert!(log.contains("the room is open"), "{log}");
    let secrets = links.iter().map(|link| link.split_once('#').unwrap().1);
    let cookies = pages.iter().map(|page| page.cookie.split_once('=').unwrap().1);
    for secret in secrets.chain(cookies).chain(["xylophone", "Mara"]) {
        assert!(!log.contains(secret), "{secret} stands in the log:\n{log}");
    }
}
