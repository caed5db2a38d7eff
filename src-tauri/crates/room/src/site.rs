//! One listener as its requests see it: where it is known, who may come in, what it serves.

use crate::auth::ConsoleKey;
use crate::limits::Gate;
use axum::http::{HeaderMap, header};
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

/// One announced address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    /// `http` or `https`.
    pub(crate) scheme: &'static str,
    /// `HOST:PORT` as a browser writes it.
    pub(crate) host: String,
    /// Others bring the requests here: a reverse proxy, a VPN.
    pub(crate) public: bool,
}

impl Address {
    /// `SCHEME://HOST:PORT`, a page's origin.
    pub(crate) fn base(&self) -> String {
        format!("{}://{}", self.scheme, self.host)
    }
}

/// What all requests of a listener share.
pub(crate) struct Site {
    pub(crate) engine: Engine,
    pub(crate) door: Door,
    /// Every announced address, the best first. No two have the same host.
    pub(crate) addresses: Vec<Address>,
    pub(crate) port: u16,
    pub(crate) gate: Arc<Gate>,
    pub(crate) stopped: watch::Receiver<bool>,
}

/// A listener's state, as axum hands it to its handlers.
pub(crate) type Shared = Arc<Site>;

impl Site {
    /// The announced addresses, the best first.
    pub(crate) fn bases(&self) -> impl Iterator<Item = String> {
        self.addresses.iter().map(Address::base)
    }

    /// The announced address that a request names, if it names one.
    pub(crate) fn asked(&self, headers: &HeaderMap) -> Option<&Address> {
        let mut values = headers.get_all(header::HOST).iter();
        let host = values.next()?.to_str().ok()?;
        let found = self.addresses.iter().find(|address| address.host == host);
        found.filter(|_| values.next().is_none())
    }

    /// The browser came by TLS, to this listener or to whoever brings its requests here.
    pub(crate) fn is_secure(&self, headers: &HeaderMap) -> bool {
        self.asked(headers).is_some_and(|address| address.scheme == "https")
    }

    /// Resolves when the listener stops.
    pub(crate) async fn stopped(&self) {
        // An error means that the sender is gone, which is a stop as well.
        let _ = self.stopped.clone().wait_for(|stopped| *stopped).await;
    }
}
