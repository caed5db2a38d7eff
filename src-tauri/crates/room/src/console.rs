//! The console in a browser: the listener of `backroom serve`, on this computer only.

use crate::auth::ConsoleKey;
use crate::limits::{Gate, Limits};
use crate::reach::host;
use crate::server::{Listening, bind};
use crate::site::{Address, Door, Site};
use engine::Engine;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use tokio::runtime::Handle;

/// Serves the moderator's page on loopback. Stops when it is dropped.
pub struct ConsoleServer {
    link: String,
    listening: Listening,
}

impl ConsoleServer {
    /// Listens on a free port of 127.0.0.1.
    ///
    /// # Errors
    /// When no port can be had.
    pub fn start(engine: Engine, runtime: &Handle, limits: Limits) -> io::Result<Self> {
        let listener = bind(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), 0))?;
        let port = listener.local_addr()?.port();
        let (key, token) = ConsoleKey::new();
        let host = host(&Ipv4Addr::LOCALHOST.to_string(), "http", port);
        let link = format!("http://{host}/#{token}");
        let listening = Listening::start(runtime, listener, None, |stopped| Site {
            engine,
            door: Door::Console(key),
            addresses: vec![Address { scheme: "http", host, public: false }],
            port,
            gate: Gate::new(limits),
            stopped,
        })?;
        Ok(Self { link, listening })
    }

    /// What the moderator opens. A secret: whoever has it is the moderator.
    pub fn link(&self) -> &str {
        &self.link
    }

    /// Ends every stream and frees the port, within 1.25 seconds.
    pub fn stop(&self) {
        self.listening.stop();
    }
}
