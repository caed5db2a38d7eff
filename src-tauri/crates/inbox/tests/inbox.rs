//! A real folder, the system's own telling, and a study: what settles is offered once, recognised, attached, taken.

use engine::inbox::Followed;
use engine::{Actor, Engine, ManualClock, NewStudy, Options, Scope};
use inbox::{Inbox, Pauses};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

const MODERATOR: Actor = Actor::Moderator;
/// 2026-11-26T09:00:00Z, 10:00 in Berlin.
const NINE: i64 = 1_795_683_600_000;

struct Desk {
    engine: Engine,
    runtime: tokio::runtime::Runtime,
    /// Milliseconds by which files settle; moved by hand.
    settle: Arc<AtomicU64>,
    inbox: Option<Inbox>,
    folder: PathBuf,
    _root: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let root = tempfile::tempdir().expect("a folder");
        let path = root.path().join("Study.backroom");
        let folder = root.path().join("inbox");
        std::fs::create_dir(&folder).expect("a folder");
        let device = domain::id::DeviceId::parse("01890a5d-ac96-774b-bcce-b302099a8057").expect("a UUID");
        let options = Options { clock: Arc::new(ManualClock::at(NINE)), device };
        let study = NewStudy { title: "Expenses".into(), zone: chrono_tz::Europe::Berlin };
        engine::create(&path, &study, &options).expect("a study");
        let engine = Engine::open(&path, options).expect("it opens");
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.expect("a runtime");
        let mut desk = Self {
            engine,
            runtime,
            settle: Arc::new(AtomicU64::new(0)),
            inbox: None,
            folder: folder.canonicalize().expect("a folder"),
            _root: root,
        };
        desk.call("inbox_follow", json!({ "folder": desk.folder }));
        desk.start(Duration::from_millis(20));
        desk
    }

    /// `told` is how often the folder is looked at without being told of a change.
    fn start(&mut self, told: Duration) {
        let settle = self.settle.clone();
        let clock = Arc::new(move || settle.load(Ordering::Relaxed));
        let pauses = Pauses { debounce: Duration::from_millis(5), told, polled: Duration::from_millis(20) };
        let handle = self.runtime.handle().clone();
        self.inbox = Some(Inbox::with(self.engine.clone(), MODERATOR, &handle, clock, pauses));
    }

    fn call(&self, name: &str, mut body: Value) -> Value {
        body["command_id"] = json!(id());
        let answer = self.engine.call_blocking(MODERATOR, name, body);
        answer.unwrap_or_else(|fault| panic!("{name} was refused: {fault:?}"))
    }

    fn put(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.join(name);
        std::fs::write(&path, content).expect("written");
        path
    }

    /// Lets time pass for what waits to stand still.
    fn pass(&self, milliseconds: u64) {
        self.settle.fetch_add(milliseconds, Ordering::Relaxed);
    }

    /// Reads the feed until what it tells of the inbox is as wanted, while time passes for files.
    fn until(&self, what: &str, holds: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        self.until_of("inbox_item", what, holds)
    }

    fn until_of(&self, kind: &str, what: &str, holds: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        let mut feed = self.engine.feed(MODERATOR, Scope::parse("study").expect("a scope"), None);
        let mut items: Vec<Value> = Vec::new();
        let mut ready = false;
        let waiting = async {
            while let Some(frame) = feed.next().await {
                let event: Value = serde_json::from_str(frame.json()).expect("JSON");
                ready |= event["type"] == "ready";
                if event["kind"] == kind {
                    let known = if event["type"] == "entity" { &event["entity"]["id"] } else { &event["id"] };
                    items.retain(|item| item["id"] != *known);
                    if event["type"] == "entity" {
                        items.push(event["entity"].clone());
                    }
                }
                if ready && holds(&items) {
                    return;
                }
            }
        };
        let passing = async {
            for _ in 0..3_000 {
                tokio::time::sleep(Duration::from_millis(20)).await;
                self.pass(500);
            }
        };
        let found = self.runtime.block_on(async {
            tokio::select! {
                () = waiting => Ok(()),
                () = passing => Err(()),
            }
        });
        assert!(found.is_ok(), "{what}: {items:#?}");
        items
    }
}

fn id() -> String {
    static COUNTER: AtomicU64 = AtomicU64::new(1);
    format!("01890a5d-ac96-774b-bcce-{:012x}", COUNTER.fetch_add(1, Ordering::Relaxed))
}

fn named<'a>(items: &'a [Value], name: &str) -> Option<&'a Value> {
    items.iter().find(|item| item["name"] == name)
}

fn is(items: &[Value], name: &str, state: &str) -> bool {
    named(items, name).is_some_and(|item| item["state"] == state)
}

const SCHEDULE: &str =
    "date,start,length,code,kind\n2026-11-26,10:00,60,P01,interview\n2026-11-26,11:30,60,P02,interview\n";

#[test]
fn a_schedule_is_offered_once_it_stands_still_and_taken() {
    let mut desk = Desk::new();
    // The system tells of every change: looking without being told would take longer than this test waits.
    desk.start(Duration::from_secs(600));
    desk.put("schedule.csv.part", "date,st");
    desk.put("half.csv.crdownload", "date,st");
    desk.put(".hidden.csv", SCHEDULE);
    desk.put("schedule.csv", SCHEDULE);
    let items = desk.until("the schedule is offered", |items| is(items, "schedule.csv", "offered"));
    assert_eq!(items.len(), 1, "what is partial or hidden is nothing: {items:#?}");
    assert_eq!(items[0]["kind"], "schedule");
    let report = desk.call("inbox_take", json!({ "item_id": items[0]["id"] }));
    assert_eq!(report["files"][0]["added"], 2);
    desk.until("it is taken", |items| is(items, "schedule.csv", "taken"));
    assert_eq!(std::fs::read_to_string(desk.folder.join("schedule.csv")).expect("there"), SCHEDULE);
}

#[test]
fn a_renamed_file_is_the_same_and_a_copy_is_no_second() {
    let mut desk = Desk::new();
    let path = desk.put("call.txt", "Maya: Hello\nP01: Hello\nMaya: So?\nP01: I went home.\n");
    let items = desk.until("the transcript is offered", |items| is(items, "call.txt", "offered"));
    let known = items[0]["id"].clone();
    std::fs::create_dir(desk.folder.join("day 1")).expect("a folder");
    std::fs::rename(&path, desk.folder.join("day 1/renamed.txt")).expect("renamed");
    let items = desk.until("it has its new name", |items| named(items, "day 1/renamed.txt").is_some());
    assert_eq!((items.len(), &items[0]["id"]), (1, &known));
    std::fs::copy(desk.folder.join("day 1/renamed.txt"), desk.folder.join("copy.txt")).expect("copied");
    desk.put("other.txt", "nothing that is known");
    let items = desk.until("the other file was seen", |items| named(items, "other.txt").is_some());
    assert!(named(&items, "copy.txt").is_none(), "one content is offered once: {items:#?}");
    assert_eq!(named(&items, "other.txt").expect("there")["state"], "failed");
    // Away while nobody looks, and back again.
    desk.inbox = None;
    std::fs::remove_file(desk.folder.join("copy.txt")).expect("removed");
    std::fs::remove_file(desk.folder.join("day 1/renamed.txt")).expect("removed");
    desk.start(Duration::from_millis(20));
    desk.until("it is missing", |items| is(items, "day 1/renamed.txt", "missing"));
    desk.put("back.txt", "Maya: Hello\nP01: Hello\nMaya: So?\nP01: I went home.\n");
    let items = desk.until("it is back", |items| is(items, "back.txt", "offered"));
    assert_eq!(named(&items, "back.txt").expect("there")["id"], known);
}

#[test]
fn a_recording_finds_its_session_by_name() {
    let desk = Desk::new();
    let session = id();
    desk.call(
        "slot_create",
        json!({
            "slot_id": id(), "session_id": session, "date": "2026-11-26", "start_minute": 600, "length_minutes": 60,
            "kind": "session", "session_kind": "interview", "participants": ["P04"], "label": "",
        }),
    );
    let consent = json!({ "observed": true, "recorded": true, "quoted": true, "clipped": true });
    desk.call("session_start", json!({ "session_id": session, "consent": consent }));
    let path = desk.put("2026-11-26 P04.mp4", b"\0\0\0\x10ftypisom\0\0\0\0\0\0\0\x08mdat");
    let items = desk.until("it is attached", |items| is(items, "2026-11-26 P04.mp4", "attached"));
    assert_eq!(items[0]["session_id"], json!(session));
    let says = items[0]["says"].as_str().expect("a sentence");
    assert_eq!(says, "An MP4 video. Attached to P04, 26 November 10:00, by its name.");
    let before = std::fs::metadata(&path).expect("there").modified().expect("a time");
    desk.call("inbox_dismiss", json!({ "item_id": items[0]["id"] }));
    desk.until("it rests", |items| is(items, "2026-11-26 P04.mp4", "dismissed"));
    assert_eq!(std::fs::metadata(&path).expect("there").modified().expect("a time"), before);
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_listed_with_its_reason_and_tried_again() {
    let desk = Desk::new();
    desk.put("broken.md", "# Guide\n\n### Task: File it\n");
    let items = desk.until("the reason is given", |items| is(items, "broken.md", "failed"));
    let says = items[0]["says"].as_str().expect("a sentence");
    assert!(says.contains("line 3"), "{says}");
    desk.call("inbox_retry", json!({ "item_id": items[0]["id"] }));
    desk.until("it is looked at again", |items| is(items, "broken.md", "failed"));
    std::os::unix::fs::symlink("/etc/passwd", desk.folder.join("link.csv")).expect("linked");
    std::fs::hard_link(desk.engine.path(), desk.folder.join("study.csv")).expect("linked");
    let items = desk.until("the study is refused", |items| is(items, "study.csv", "failed"));
    assert!(named(&items, "link.csv").is_none(), "links are not followed");
    assert!(
        named(&items, "study.csv").expect("there")["says"]
            .as_str()
            .expect("words")
            .contains("the study itself")
    );
}

#[test]
fn a_folder_that_goes_is_told_of_and_comes_back() {
    let desk = Desk::new();
    desk.put("schedule.csv", SCHEDULE);
    desk.until("it is offered", |items| is(items, "schedule.csv", "offered"));
    let away = desk.folder.with_file_name("away");
    std::fs::rename(&desk.folder, &away).expect("moved");
    let folder = desk.folder.display().to_string();
    let items = desk.until("the folder is missed", |items| is(items, &folder, "failed"));
    assert!(is(&items, "schedule.csv", "offered"), "what was found stays: {items:#?}");
    std::fs::rename(&away, &desk.folder).expect("moved");
    desk.until("the folder is back", |items| named(items, &folder).is_none());
}

#[test]
fn the_guide_is_followed_through_an_editors_renaming() {
    let desk = Desk::new();
    let path = desk.folder.with_file_name("guide.md");
    std::fs::write(&path, "# Guide\n\n## Warm-up\n- Tell me about your day.\n").expect("written");
    desk.call("guide_follow", json!({ "path": path }));
    let state = |items: &[Value], state: &str| items.iter().any(|item| item["state"] == state);
    desk.until_of("guide_file", "it is in force", |items| state(items, "in_force"));
    save(&path, "# Guide\n\n## Warm-up\n### Task: File it\n");
    let items = desk.until_of("guide_file", "it is broken", |items| state(items, "broken"));
    let says = items[0]["says"].as_str().expect("a sentence");
    assert!(says.contains("line 4") && says.ends_with("Version 1 stays in force."), "{says}");
    save(&path, "# Guide\n\n## Warm-up\n- Tell me about your week.\n");
    desk.until_of("guide", "a second version", |items| items.iter().any(|item| item["version"] == 2));
    std::fs::remove_file(&path).expect("removed");
    desk.until_of("guide_file", "it is missing", |items| state(items, "missing"));
    let followed = desk.engine.followed().borrow().clone();
    assert_eq!(
        followed,
        Followed { folder: Some(desk.folder.clone()), guide: Some(path), round: followed.round }
    );
}

/// As many editors do it: written beside, then renamed over.
fn save(path: &Path, text: &str) {
    let beside = path.with_extension("md.new");
    std::fs::write(&beside, text).expect("written");
    std::fs::rename(&beside, path).expect("renamed");
}
