//! What the machine can do at best: a page on disk, and a loop that writes to sockets.

use crate::listeners::Listeners;
use std::fs::File;
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::{Duration, Instant};

const PAGE: usize = 4096;
const PAGES: u64 = 256;

/// Overwrites a page of a file and waits for the disk; then writes a message to every socket, one after the other.
pub struct Floor {
    file: File,
    next: u64,
    sockets: Vec<TcpStream>,
    listeners: Listeners,
}

/// How long the floor took.
pub struct Taken {
    /// Until the page was on disk.
    pub disk: Duration,
    /// Until the last reader had the message.
    pub last: Duration,
}

impl Floor {
    /// A file in `folder`, and so many readers.
    pub fn new(folder: &Path, readers: usize) -> Self {
        let path = folder.join("floor");
        let file = File::create(&path).expect("a file can be made");
        for page in 0..PAGES {
            file.write_all_at(&[1; PAGE], page * PAGE as u64).expect("a file can be written");
        }
        file.sync_all().expect("a file can be synced");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("BUG: a listener without an address");
        let (mut sockets, mut connections) = (Vec::new(), Vec::new());
        for _ in 0..readers {
            connections.push(TcpStream::connect(address).expect("the listener is there"));
            let (socket, _) = listener.accept().expect("a connection is waiting");
            socket.set_nodelay(true).expect("a socket can be told not to wait");
            sockets.push(socket);
        }
        Self { file, next: 0, sockets, listeners: Listeners::of(connections) }
    }

    /// Does it once, with a message of `length` bytes.
    pub fn run(&mut self, number: usize, length: usize) -> Taken {
        let mut message = format!("[[{number}]]").into_bytes();
        message.resize(length.max(message.len()), b'x');
        let started = Instant::now();
        self.next = (self.next + 1) % PAGES;
        self.file.write_all_at(&[2; PAGE], self.next * PAGE as u64).expect("a file can be written");
        self.file.sync_data().expect("a file can be synced");
        let disk = started.elapsed();
        for socket in &mut self.sockets {
            socket.write_all(&message).expect("a reader reads");
        }
        let last = match self.sockets.is_empty() {
            true => disk,
            false => self.listeners.wait_for(number).at - started,
        };
        Taken { disk, last }
    }
}
