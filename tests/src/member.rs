//! Somebody in the room, or the moderator, without a page: joins by a link and calls commands.

use crate::http::Request;
use serde_json::{Value, json};
use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::time::Duration;
use uuid::Uuid;

/// How long an answer may take on a busy machine.
const LIMIT: Duration = Duration::from_secs(10);

/// Somebody who joined.
#[derive(Debug, Clone)]
pub struct Member {
    base: String,
    address: SocketAddr,
    id: String,
    cookie: String,
}

/// What a command came to: the answer, or the fault.
pub type Answer = Result<Value, Value>;

impl Member {
    /// Joins by a link, which decides who one is; the moderator's own link ignores the name.
    ///
    /// # Panics
    /// When the link lets nobody in.
    #[track_caller]
    #[must_use]
    pub fn join(link: &str, name: &str) -> Self {
        let (base, token) = link.split_once("/#").unwrap_or_else(|| panic!("{link} has no token"));
        let address =
            base.trim_start_matches("http://").to_socket_addrs().ok().and_then(|mut all| all.next());
        let address = address.unwrap_or_else(|| panic!("{base} is no address on this computer"));
        let mut member =
            Self { base: base.to_owned(), address, id: "join".to_owned(), cookie: String::new() };
        let response = member.post("/join", &json!({"token": token, "name": name}));
        let response = response.unwrap_or_else(|error| panic!("{name} could not join: {error}"));
        let set_cookie = response.header("set-cookie").unwrap_or_default().to_owned();
        member.cookie = set_cookie.split(';').next().unwrap_or_default().to_owned();
        let id = response.json()["ok"]["me"]["id"].as_str().map(str::to_owned);
        member.id = id.unwrap_or_else(|| panic!("{name} could not join: {}", response.text()));
        member
    }

    /// Calls a command with the body as it is; an error means that no answer came.
    ///
    /// # Errors
    /// When the connection breaks before the whole answer is there.
    pub fn call(&self, name: &str, body: &Value) -> io::Result<Answer> {
        let response = self.post(&format!("/rpc/{name}"), body)?;
        let mut answer: Value = serde_json::from_slice(&response.body)
            .map_err(|error| io::Error::new(io::ErrorKind::UnexpectedEof, error))?;
        Ok(if response.status == 200 { Ok(answer["ok"].take()) } else { Err(answer["fault"].take()) })
    }

    /// Calls a changing command that must succeed, under a new command id.
    ///
    /// # Panics
    /// When it does not.
    #[track_caller]
    pub fn change(&self, name: &str, mut body: Value) -> Value {
        body["command_id"] = json!(new_id());
        match self.call(name, &body) {
            Ok(Ok(answer)) => answer,
            other => panic!("{name} must succeed: {other:?}"),
        }
    }

    fn post(&self, path: &str, body: &Value) -> io::Result<crate::http::Response> {
        let host = self.base.trim_start_matches("http://");
        let mut request = Request::new("POST", path).header("Host", host).header("Origin", &self.base);
        request = request.header("X-Backroom", &self.id);
        if !self.cookie.is_empty() {
            request = request.header("Cookie", &self.cookie);
        }
        request.json(body).send(self.address, LIMIT)
    }
}

/// A new id, as pages make them.
#[must_use]
pub fn new_id() -> String {
    Uuid::now_v7().to_string()
}
