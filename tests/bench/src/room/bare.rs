//! What the machine can do at best: a page on disk, then a bare loop that writes the same bytes to as many sockets.

use super::crowd::{Crowd, text};
use rustix::time::{ClockId, clock_gettime};
use std::fs::File;
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::{Duration, Instant};

const PAGE: usize = 4096;
const PAGES: u64 = 256;

/// The loop, and its readers.
pub struct Bare {
    file: File,
    sockets: Vec<TcpStream>,
    pub crowd: Crowd,
}

impl Bare {
    /// A file in `folder`, and so many readers.
    pub fn new(folder: &Path, readers: usize) -> Self {
        let file = File::create(folder.join("floor")).expect("a file can be made");
        file.write_all_at(&[1; PAGE * PAGES as usize], 0).expect("a file can be written");
        file.sync_all().expect("a file can be synced");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("BUG: a listener without an address");
        let pairs = (0..readers).map(|_| {
            let connection = TcpStream::connect(address).expect("the listener is there");
            let (socket, _) = listener.accept().expect("a connection is waiting");
            socket.set_nodelay(true).expect("a socket can be told not to wait");
            (socket, connection)
        });
        let (sockets, connections) = pairs.unzip();
        Self { file, sockets, crowd: Crowd::of(connections) }
    }

    /// Sends message number `number` of `length` bytes; says how long it was until the disk had it, and how much of
    /// a processor all took.
    pub fn send(&mut self, number: usize, length: usize) -> (Duration, Duration) {
        let (started, computed) = (Instant::now(), computed());
        let mut message = format!("data: {{\"body\":\"{}\"", text(number, 0)).into_bytes();
        message.resize(length.max(message.len() + 2) - 2, b' ');
        message.extend(b"\n\n");
        self.file
            .write_all_at(&[2; PAGE], number as u64 % PAGES * PAGE as u64)
            .expect("a file can be written");
        self.file.sync_data().expect("a file can be synced");
        let disk = started.elapsed();
        for socket in &mut self.sockets {
            socket.write_all(&message).expect("a reader reads");
        }
        (disk, self::computed() - computed)
    }
}

/// The computing time that this thread has taken.
fn computed() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).expect("BUG: less than a second"))
}
