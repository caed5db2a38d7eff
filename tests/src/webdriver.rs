//! The part of the WebDriver protocol that the tests use, the same for both browsers.
//!
//! Source: <https://www.w3.org/TR/webdriver2/>.

use crate::http::{Request, Response};
use serde_json::{Value, json};
use std::fmt;
use std::net::SocketAddr;
use std::time::Duration;

/// Under this key a driver names an element.
pub const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// No command may take longer; drivers hang rather than fail.
const LIMIT: Duration = Duration::from_secs(30);

/// A browser session at a driver, ended when dropped.
#[derive(Debug)]
pub struct Session {
    address: SocketAddr,
    id: String,
}

/// A command that the driver refused or did not answer.
#[derive(Debug)]
pub struct Refusal {
    /// The protocol's error code, such as `no such element`, or `no answer`.
    pub code: String,
    /// What the driver said.
    pub message: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.code, self.message.lines().next().unwrap_or_default())
    }
}

impl Session {
    /// Starts a browser with these capabilities.
    ///
    /// # Errors
    /// When the driver refuses, or the browser does not start.
    pub fn start(address: SocketAddr, capabilities: &Value) -> Result<Self, Refusal> {
        let body = json!({"capabilities": {"alwaysMatch": capabilities}});
        let value = answer(Request::new("POST", "/session").json(&body), address)?;
        let id =
            value["sessionId"].as_str().ok_or_else(|| refusal("no answer", "the driver gave no session"))?;
        Ok(Self { address, id: id.to_owned() })
    }

    /// Asks for `path`, relative to the session.
    ///
    /// # Errors
    /// When the driver refuses or does not answer.
    pub fn get(&self, path: &str) -> Result<Value, Refusal> {
        answer(Request::new("GET", &self.target(path)), self.address)
    }

    /// Commands `path`, relative to the session.
    ///
    /// # Errors
    /// When the driver refuses or does not answer.
    pub fn post(&self, path: &str, body: &Value) -> Result<Value, Refusal> {
        answer(Request::new("POST", &self.target(path)).json(body), self.address)
    }

    fn target(&self, path: &str) -> String {
        format!("/session/{}/{path}", self.id)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // A browser that is gone already needs no goodbye.
        let target = format!("/session/{}", self.id);
        let _ = Request::new("DELETE", &target)
            .header("Host", "localhost")
            .send(self.address, Duration::from_secs(5));
    }
}

/// Whether a driver listens there and takes sessions.
#[must_use]
pub fn is_ready(address: SocketAddr) -> bool {
    answer(Request::new("GET", "/status"), address).is_ok_and(|value| value["ready"] != json!(false))
}

fn answer(request: Request, address: SocketAddr) -> Result<Value, Refusal> {
    let request = request.header("Host", &address.to_string());
    let response = request.send(address, LIMIT).map_err(|error| refusal("no answer", &error.to_string()))?;
    value(&response)
}

fn value(response: &Response) -> Result<Value, Refusal> {
    let mut body: Value = serde_json::from_slice(&response.body)
        .map_err(|error| refusal("no answer", &format!("{error} in {:?}", response.text())))?;
    let value = body["value"].take();
    match value["error"].as_str() {
        Some(code) if response.status >= 400 => {
            Err(refusal(code, value["message"].as_str().unwrap_or_default()))
        }
        _ => Ok(value),
    }
}

fn refusal(code: &str, message: &str) -> Refusal {
    Refusal { code: code.to_owned(), message: message.to_owned() }
}
