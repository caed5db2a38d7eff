//! A study with its room open, and people in it.

use crate::http::{Events, Request, Response};
use engine::{Engine, ManualClock, NewStudy, Options, RoomHost, Scope};
use protocol::{EntityView, FeedEvent, Reach, RoomOpen, RoomView};
use room::{ConsoleServer, Limits, RoomOptions, RoomServer, operator};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// When the house's clock stands: 2026-11-26 10:00 UTC.
pub(crate) const NOW: i64 = 1_795_687_200_000;

pub(crate) struct House {
    pub(crate) engine: Engine,
    pub(crate) room: Arc<RoomServer>,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) runtime: Runtime,
    folder: TempDir,
    certificate: Option<(PathBuf, PathBuf)>,
    pub(crate) session: String,
}

/// Somebody who joined.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    /// What the header names.
    pub(crate) id: String,
    /// What the browser sends back.
    pub(crate) cookie: String,
    pub(crate) address: SocketAddr,
    pub(crate) base: String,
}

pub(crate) fn id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// A request as the room's own page at `base` would send it.
pub(crate) fn own_page(base: &str, method: &str, target: &str) -> Request {
    let host = base.split("://").nth(1).expect("a base URL");
    Request::new(host.parse().expect("an address"), method, target)
        .header("Host", host)
        .header("Origin", base)
        .header("Sec-Fetch-Site", "same-origin")
}

impl House {
    /// With the product's limits.
    pub(crate) fn new() -> Self {
        Self::with(Limits::default(), None)
    }

    pub(crate) fn with(limits: Limits, certificate: Option<(PathBuf, PathBuf)>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("checkout.backroom");
        let clock = Arc::new(ManualClock::at(NOW));
        let device = domain::id::DeviceId(uuid::Uuid::now_v7());
        let options = || Options { clock: clock.clone(), device };
        let study = NewStudy { title: "Checkout".into(), zone: chrono_tz::Europe::Berlin };
        engine::create(&path, &study, &options()).unwrap();
        let engine = Engine::open(&path, options()).unwrap();
        let runtime = Runtime::new().unwrap();
        let data_folder = folder.path().join("data");
        let room =
            RoomServer::new(engine.clone(), runtime.handle().clone(), RoomOptions { data_folder, limits });
        let room = Arc::new(room);
        engine.set_room_host(room.clone());
        let house = Self { engine, room, clock, runtime, folder, certificate, session: id() };
        house.moderate(
            "slot_create",
            json!({
                "slot_id": id(), "session_id": house.session, "date": "2026-11-26", "start_minute": 660,
                "length_minutes": 60, "kind": "session", "session_kind": "interview", "participants": ["P04"],
                "label": "",
            }),
        );
        let consent = json!({ "observed": true, "recorded": true, "quoted": true, "clipped": true });
        house.moderate("session_start", json!({ "session_id": house.session, "consent": consent }));
        house
    }

    /// A command of the moderator's; queries get a command id too much and do without.
    #[track_caller]
    pub(crate) fn moderate(&self, name: &str, mut body: Value) -> Value {
        body["command_id"] = json!(id());
        self.engine.call_blocking(operator(), name, body).unwrap_or_else(|fault| panic!("{name}: {fault:?}"))
    }

    /// Opens the room on this computer and gives its base URL.
    #[track_caller]
    pub(crate) fn open(&self) -> String {
        self.moderate("room_open", json!({ "reach": "loopback", "plain_http": false }));
        self.view().addresses.unwrap()[0].clone()
    }

    /// Opens a second listener for the same study, past the engine, to reach everything over TLS.
    pub(crate) fn open_everywhere(&self) -> engine::Opened {
        let file = |path: &PathBuf| path.to_str().expect("a plain path").to_owned();
        let how = RoomOpen {
            certificate: self.certificate.as_ref().map(|(certificate, _)| file(certificate)),
            key: self.certificate.as_ref().map(|(_, key)| file(key)),
            ..RoomOpen::of(Reach::All)
        };
        self.room.open(&how, None).unwrap()
    }

    /// The room as the moderator sees it.
    pub(crate) fn view(&self) -> RoomView {
        self.runtime.block_on(async {
            let mut feed = self.engine.feed(operator(), Scope::parse("study").unwrap(), None);
            let mut room = None;
            loop {
                let frame = feed.next().await.expect("the moderator's stream goes on");
                match serde_json::from_str(frame.json()).unwrap() {
                    FeedEvent::Entity { view: EntityView::Room(view), .. } => room = Some(view),
                    FeedEvent::Ready { .. } => return room.expect("the moderator sees the room"),
                    _ => {}
                }
            }
        })
    }

    /// How many members have a page open, by the moderator's feed.
    pub(crate) fn view_presence(&self) -> u32 {
        self.runtime.block_on(async {
            let mut feed = self.engine.feed(operator(), Scope::parse("study").unwrap(), None);
            let mut here = 0;
            loop {
                let frame = feed.next().await.expect("the moderator's stream goes on");
                match serde_json::from_str(frame.json()).unwrap() {
                    FeedEvent::Entity { view: EntityView::Presence(view), .. } => {
                        here = view.note_takers + view.observers;
                    }
                    FeedEvent::Ready { .. } => return here,
                    _ => {}
                }
            }
        })
    }

    /// The token of a role's link.
    #[track_caller]
    pub(crate) fn token(&self, role: &str) -> String {
        let view = self.view();
        let link = if role == "observer" { view.observer_link } else { view.note_taker_link };
        link.expect("an open room has links").split_once("/#").expect("a fragment").1.to_owned()
    }

    /// Joins as the page at `base` would.
    #[track_caller]
    pub(crate) fn join(&self, base: &str, role: &str) -> Person {
        let request = own_page(base, "POST", "/join").header("X-Backroom", "join");
        let response = request.json(&json!({ "token": self.token(role), "name": "Mara" })).send();
        Person::of(base, &response)
    }

    /// A console listener, with the moderator in it.
    pub(crate) fn console(&self, limits: Limits) -> (ConsoleServer, Person) {
        let console = ConsoleServer::start(self.engine.clone(), self.runtime.handle(), limits).unwrap();
        let (base, token) = console.link().split_once("/#").unwrap();
        let request = own_page(base, "POST", "/join").header("X-Backroom", "join");
        let response = request.json(&json!({ "token": token, "name": "" })).send();
        let person = Person::of(base, &response);
        (console, person)
    }

    /// Every file of the study and of the user's data folder, by name.
    pub(crate) fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut folders = vec![self.folder.path().to_owned()];
        let mut files = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if !path.to_string_lossy().ends_with(".reserve") {
                    files.push((path.display().to_string(), std::fs::read(&path).unwrap()));
                }
            }
        }
        files
    }

    /// A note of the running session.
    pub(crate) fn note(&self, body: &str) -> Value {
        json!({
            "note_id": id(), "session_id": self.session, "at": NOW, "typed_from": NOW, "typed_to": NOW,
            "body": body, "tags": [], "who": [], "audience": "room", "command_id": id(),
        })
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.room.close();
        self.engine.close();
    }
}

impl Person {
    /// Whoever an answer of `/join` let in.
    #[track_caller]
    pub(crate) fn of(base: &str, response: &Response) -> Self {
        assert_eq!(response.status, 200, "{}", response.text());
        let cookie = response.header("Set-Cookie").expect("a cookie").split(';').next().unwrap().to_owned();
        let id = response.json()["ok"]["me"]["id"].as_str().unwrap().to_owned();
        let address = base.split("://").nth(1).unwrap().parse().unwrap();
        Self { id, cookie, address, base: base.to_owned() }
    }

    /// A request as this person's page would send it.
    pub(crate) fn request(&self, method: &str, target: &str) -> Request {
        own_page(&self.base, method, target).header("X-Backroom", &self.id).header("Cookie", &self.cookie)
    }

    /// A command.
    pub(crate) fn rpc(&self, name: &str, body: &Value) -> Response {
        self.request("POST", &format!("/rpc/{name}")).json(body).send()
    }

    /// An open stream.
    #[track_caller]
    pub(crate) fn feed(&self, query: &str) -> Events {
        let (response, body) = self.request("GET", &format!("/feed?{query}")).without("Origin").open();
        assert_eq!(response.status, 200, "the stream opens");
        assert_eq!(response.header("Content-Type"), Some("text/event-stream"));
        Events::of(body)
    }
}
