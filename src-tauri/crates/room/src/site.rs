//! One listener as its requests see it: where it is known, who may come in, what it serves.

use crate::auth::ConsoleKey;
use crate::limits::Gate;
use engine::Engine;
use std::sync::Arc;
use tokio::sync::watch;

/// Who comes in here.
pub(crate) enum Door {
    /// Members, by the room's links.
    Room,
    /// The moderator, by the console's link.
    Console(ConsoleKey),
}

/// What all requests of a listener share.
pub(crate) struct Site {
    pub(crate) engine: Engine,
    pub(crate) door: Door,
    /// `http` or `https`.
    pub(crate) scheme: &'static str,
    /// `HOST:PORT` of every announced address, the best first.
    pub(crate) hosts: Vec<String>,
    pub(crate) port: u16,
    pub(crate) gate: Arc<Gate>,
    pub(crate) stopped: watch::Receiver<bool>,
}

/// A listener's state, as axum hands it to its handlers.
pub(crate) type Shared = Arc<Site>;

impl Site {
    /// The announced addresses, the best first.
    pub(crate) fn bases(&self) -> impl Iterator<Item = String> {
        self.hosts.iter().map(|host| format!("{}://{host}", self.scheme))
    }

    /// Over TLS.
    pub(crate) fn is_secure(&self) -> bool {
        self.scheme == "https"
    }

    /// Resolves when the listener stops.
    pub(crate) async fn stopped(&self) {
        // An error means that the sender is gone, which is a stop as well.
        let _ = self.stopped.clone().wait_for(|stopped| *stopped).await;
    }
}
