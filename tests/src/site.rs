//! A web server of the test's own: a page to drive, or an outside that nobody may call.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, PoisonError};

/// A server on a free loopback port that answers every path with one page and remembers each request.
#[derive(Debug)]
pub struct Site {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Site {
    /// Serves `html` until the test's process ends.
    ///
    /// # Panics
    /// When no port is free.
    #[must_use]
    pub fn serving(html: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("BUG: a listener without an address");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        std::thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let seen = Arc::clone(&seen);
                std::thread::spawn(move || {
                    let mut lines = BufReader::new(&connection).lines().map_while(Result::ok);
                    let head: Vec<String> = lines.by_ref().take_while(|line| !line.is_empty()).collect();
                    seen.lock().unwrap_or_else(PoisonError::into_inner).push(head.join("\n"));
                    let head =
                        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close";
                    let _ = write!(&connection, "{head}\r\nContent-Length: {}\r\n\r\n{html}", html.len());
                });
            }
        });
        Self { address, requests }
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its address for a browser.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// The heads of the requests so far; a connection without a request counts as an empty one.
    #[must_use]
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
