//! A study on disk, a clock that is moved by hand, and readers that apply frames as pages do.

use chrono_tz::Tz;
use engine::{Actor, Engine, Feed, ManualClock, NewStudy, Newcomer, Options, Proof, Scope};
use protocol::{Fault, FaultCode};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

pub const MODERATOR: Actor = Actor::Moderator;
/// 2026-11-26T09:00:00Z, a Thursday, 10:00 in Berlin.
pub const NINE: i64 = 1_795_683_600_000;

/// A study in a folder of its own.
pub struct Study {
    pub engine: Engine,
    pub clock: Arc<ManualClock>,
    pub options: Options,
    pub path: PathBuf,
    /// Removed with the study.
    pub folder: tempfile::TempDir,
}

static COUNTER: AtomicU64 = AtomicU64::new(1);

/// A new id that no other test has.
pub fn id() -> String {
    let number = COUNTER.fetch_add(1, Ordering::Relaxed);
    format!("01890a5d-ac96-774b-bcce-{number:012x}")
}

pub fn options(clock: &Arc<ManualClock>) -> Options {
    let device = domain::id::DeviceId::parse("01890a5d-ac96-774b-bcce-b302099a8057").expect("a UUID");
    Options { clock: clock.clone(), device }
}

impl Study {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("Study.backroom");
        let clock = Arc::new(ManualClock::at(NINE));
        let options = options(&clock);
        let zone: Tz = chrono_tz::Europe::Berlin;
        engine::create(&path, &NewStudy { title: "Expenses".into(), zone }, &options).expect("a new study");
        let engine = Engine::open(&path, options.clone()).expect("it opens");
        Self { engine, clock, options, path, folder }
    }

    /// Calls as the moderator.
    pub fn call(&self, name: &str, fields: Value) -> Result<Value, Fault> {
        self.call_as(MODERATOR, name, fields)
    }

    /// Calls with a command id of its own when none is given.
    pub fn call_as(&self, actor: Actor, name: &str, fields: Value) -> Result<Value, Fault> {
        let mut body: Map<String, Value> = fields.as_object().cloned().unwrap_or_default();
        body.entry("command_id").or_insert_with(|| json!(id()));
        self.engine.call_blocking(actor, name, Value::Object(body))
    }

    pub fn done(&self, name: &str, fields: Value) -> Value {
        self.call(name, fields).unwrap_or_else(|fault| panic!("{name} was refused: {fault:?}"))
    }

    /// Asks as the moderator without changing anything.
    pub fn done_query(&self, name: &str, fields: Value) -> Value {
        self.engine
            .call_blocking(MODERATOR, name, fields)
            .unwrap_or_else(|fault| panic!("{name} was refused: {fault:?}"))
    }

    /// Waits until the full-text index holds every note.
    pub fn wait_for_index(&self) {
        let reader = store::read_only(&self.path).expect("readable");
        let deadline = std::time::Instant::now() + Duration::from_secs(10);
        while reader.snapshot(|tables| Ok(tables.indexed_rev()? < tables.rev()?)).expect("readable") {
            assert!(std::time::Instant::now() < deadline, "the index did not catch up");
            std::thread::yield_now();
        }
    }

    /// Every file of the study with its bytes, its copies too; without the reserve, in which nothing is written.
    pub fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let (mut folders, mut files) = (vec![self.folder.path().to_owned()], Vec::new());
        while let Some(folder) = folders.pop() {
            for path in
                std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path())
            {
                if path.is_dir() {
                    folders.push(path);
                } else if !path.to_string_lossy().ends_with(".reserve")
                    // What a copy that is being made needed may be gone.
                    && let Ok(bytes) = std::fs::read(&path)
                {
                    files.push((path, bytes));
                }
            }
        }
        files
    }

    /// Waits until so many note-takers have a page open.
    pub fn wait_for_presence(&self, note_takers: u64) {
        let mut page = self.page(MODERATOR, "study");
        page.until("presence", |page| {
            page.of("presence").iter().any(|presence| presence["note_takers"] == note_takers)
        });
    }

    /// A planned session at a minute of today.
    pub fn session(&self, code: &str, start_minute: u16) -> (String, String) {
        let (slot, session) = (id(), id());
        self.done(
            "slot_create",
            json!({
                "slot_id": slot, "session_id": session, "date": "2026-11-26", "start_minute": start_minute,
                "length_minutes": 60, "kind": "session", "session_kind": "usability_test", "participants": [code],
                "label": "",
            }),
        );
        (slot, session)
    }

    /// A session that runs and may be observed.
    pub fn live(&self) -> String {
        let (_, session) = self.session("P04", 600);
        self.start(&session, true);
        session
    }

    pub fn start(&self, session: &str, observed: bool) {
        let consent = json!({ "observed": observed, "recorded": true, "quoted": true, "clipped": false });
        self.done("session_start", json!({ "session_id": session, "consent": consent }));
    }

    pub fn note(&self, session: &str, body: &str, audience: &str) -> Value {
        let now = self.engine.now();
        json!({
            "note_id": id(), "session_id": session, "at": now, "typed_from": now, "typed_to": now, "body": body,
            "tags": [], "who": [], "audience": audience,
        })
    }

    /// Joins the room, which the test host has opened.
    pub fn join(&self, role: &str, name: &str) -> Actor {
        let link = self.room()[format!("{role}_link").as_str()].as_str().expect("a link").to_owned();
        let token = link.split_once('#').expect("a token").1.to_owned();
        run(self.engine.join(by_link(&token, name))).expect("joined").actor
    }

    /// The room as the moderator sees it.
    pub fn room(&self) -> Value {
        self.page(MODERATOR, "study")
            .entities
            .get(&("room".to_owned(), "room".to_owned()))
            .cloned()
            .expect("a room")
    }

    pub fn open_room(&self) {
        self.open_room_as(json!({ "reach": "loopback", "plain_http": false }));
    }

    pub fn open_room_as(&self, how: Value) {
        self.engine.set_room_host(Arc::new(NoNetwork));
        self.done("room_open", how);
    }

    /// Reads a feed up to `ready`.
    pub fn page(&self, actor: Actor, scope: &str) -> Page {
        let mut page = Page::open(self, actor, scope, None);
        page.settle();
        page
    }
}

/// Listens nowhere: what the engine does about a room needs no socket.
struct NoNetwork;

impl engine::RoomHost for NoNetwork {
    fn open(&self, how: &protocol::RoomOpen, preferred: Option<u16>) -> Result<engine::Opened, Fault> {
        let port = how.port.or(preferred).unwrap_or(4040);
        let addresses = vec![format!("http://127.0.0.1:{port}")];
        Ok(engine::Opened {
            addresses,
            port,
            fingerprint: None,
            fingerprint_words: None,
            plain_http: how.plain_http,
            says: "Only this computer.".into(),
        })
    }

    fn close(&self) {}

    fn addresses(&self) -> Vec<protocol::OwnAddress> {
        Vec::new()
    }

    fn answers(&self) -> bool {
        true
    }
}

/// Runs what waits.
pub fn run<T>(future: impl Future<Output = T>) -> T {
    static RUNTIME: std::sync::OnceLock<tokio::runtime::Runtime> = std::sync::OnceLock::new();
    RUNTIME
        .get_or_init(|| {
            tokio::runtime::Builder::new_multi_thread()
                .worker_threads(1)
                .enable_time()
                .build()
                .expect("a runtime")
        })
        .block_on(future)
}

/// A reader that applies frames as a page does.
pub struct Page {
    feed: Feed,
    pub entities: BTreeMap<(String, String), Value>,
    pub cursor: Option<String>,
    /// Every event as it came.
    pub raw: Vec<String>,
    pub resets: usize,
    /// Inside a snapshot: a page shows it when it is whole.
    filling: bool,
    pub ended: bool,
}

impl Page {
    pub fn open(study: &Study, actor: Actor, scope: &str, after: Option<&str>) -> Self {
        let feed = study.engine.feed(actor, Scope::parse(scope).expect("a scope"), after);
        Self {
            feed,
            entities: BTreeMap::new(),
            cursor: None,
            raw: Vec::new(),
            resets: 0,
            filling: false,
            ended: false,
        }
    }

    fn apply(&mut self, frame: &engine::Frame) -> bool {
        let event: Value = serde_json::from_str(frame.json()).expect("JSON");
        self.raw.push(frame.json().to_owned());
        if let Some(cursor) = frame.cursor() {
            self.cursor = Some(cursor.to_owned());
        }
        let key = |id: &Value| {
            let kind = event["kind"].as_str().expect("a kind").to_owned();
            let id = if kind == "study" { "study" } else { id.as_str().expect("an id") };
            (kind, id.to_owned())
        };
        match event["type"].as_str().expect("a type") {
            "reset" => {
                self.entities.clear();
                self.resets += 1;
                self.filling = true;
            }
            "entity" => {
                self.entities.insert(key(&event["entity"]["id"]), event["entity"].clone());
            }
            "tombstone" => {
                self.entities.remove(&key(&event["id"]));
            }
            "ready" => {
                self.filling = false;
                return true;
            }
            _ => {}
        }
        false
    }

    /// Applies frames up to the next `ready`.
    pub fn settle(&mut self) {
        while let Some(frame) =
            run(async { tokio::time::timeout(Duration::from_secs(10), self.feed.next()).await })
                .expect("a stream says when it is ready")
        {
            if self.apply(&frame) {
                return;
            }
        }
        self.ended = true;
    }

    /// Applies frames until the condition holds.
    pub fn until(&mut self, what: &str, holds: impl Fn(&Self) -> bool) {
        while self.filling || !holds(self) {
            let next = run(async { tokio::time::timeout(Duration::from_secs(10), self.feed.next()).await });
            match next.unwrap_or_else(|_| panic!("nothing came while waiting for: {what}")) {
                Some(frame) => {
                    self.apply(&frame);
                }
                None => {
                    self.ended = true;
                    assert!(holds(self), "the stream ended while waiting for: {what}");
                    return;
                }
            }
        }
    }

    pub fn of(&self, kind: &str) -> Vec<&Value> {
        self.entities.iter().filter(|((own, _), _)| own == kind).map(|(_, value)| value).collect()
    }

    pub fn bodies(&self) -> Vec<String> {
        self.of("note").iter().map(|note| note["body"].as_str().unwrap_or("").to_owned()).collect()
    }
}

/// Somebody who holds a link.
pub fn by_link(token: &str, name: &str) -> Newcomer {
    Newcomer::of(Proof::Link(token.to_owned()), name)
}

/// The code of a refusal.
pub fn code(result: Result<Value, Fault>) -> FaultCode {
    result.expect_err("it should be refused").code
}
