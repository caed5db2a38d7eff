//! The readers at the other end: many connections, and the moment at which a message has reached the last of them.

use rustix::event::Timespec;
use rustix::event::epoll::{self, CreateFlags, EventData, EventFlags};
use std::io::{ErrorKind, Read};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Messages carry their number in these, as `[[17]]`.
const MARK: (&[u8], &[u8]) = (b"[[", b"]]");

/// How long a message may take to the last reader.
const PATIENCE: Duration = Duration::from_secs(20);

/// Connections that one thread reads. Dropping them closes all.
pub struct Listeners {
    count: usize,
    arrived: Receiver<Arrived>,
    leave: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

/// A message is there at all readers.
#[derive(Debug, Clone, Copy)]
pub struct Arrived {
    number: usize,
    /// When the last reader had it.
    pub at: Instant,
    /// How many bytes it was for each, its framing included.
    pub length: usize,
}

impl Listeners {
    /// Reads from these from now on.
    pub fn of(connections: Vec<TcpStream>) -> Self {
        let (sender, arrived) = channel();
        let leave = Arc::new(AtomicBool::new(false));
        let (count, leaving) = (connections.len(), Arc::clone(&leave));
        let thread = std::thread::spawn(move || read(connections, &sender, &leaving));
        Self { count, arrived, leave, thread: Some(thread) }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Waits until the message with this number is everywhere.
    pub fn wait_for(&self, number: usize) -> Arrived {
        loop {
            let arrived = self.arrived.recv_timeout(PATIENCE).expect("every message reaches every reader");
            if arrived.number == number {
                return arrived;
            }
        }
    }
}

impl Drop for Listeners {
    fn drop(&mut self) {
        self.leave.store(true, Ordering::Relaxed);
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

fn read(mut connections: Vec<TcpStream>, arrived: &Sender<Arrived>, leave: &AtomicBool) {
    let epoll = epoll::create(CreateFlags::CLOEXEC).expect("the system offers epoll");
    for (index, connection) in connections.iter().enumerate() {
        connection.set_nonblocking(true).expect("a socket can be told not to block");
        epoll::add(&epoll, connection, EventData::new_u64(index as u64), EventFlags::IN)
            .expect("a socket can be watched");
    }
    let mut buffer = vec![0; 64 * 1024];
    let mut ready = Vec::with_capacity(connections.len());
    let (mut current, mut seen) = (0, 0);
    while !leave.load(Ordering::Relaxed) {
        ready.clear();
        let limit = Timespec { tv_sec: 0, tv_nsec: 100_000_000 };
        let waited = epoll::wait(&epoll, rustix::buffer::spare_capacity(&mut ready), Some(&limit));
        if waited.is_err() {
            continue;
        }
        for event in &ready {
            let index = usize::try_from(event.data.u64()).expect("BUG: an index");
            let length = match connections[index].read(&mut buffer) {
                Ok(length) if length > 0 => length,
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {
                    continue;
                }
                _ => {
                    let _ = epoll::delete(&epoll, &connections[index]);
                    continue;
                }
            };
            let Some(number) = number(&buffer[..length]) else { continue };
            if number != current {
                (current, seen) = (number, 0);
            }
            seen += 1;
            if seen == connections.len() {
                let _ = arrived.send(Arrived { number, at: Instant::now(), length });
            }
        }
    }
}

/// The number of the message that begins in these bytes.
fn number(bytes: &[u8]) -> Option<usize> {
    let start = bytes.windows(2).position(|pair| pair == MARK.0)? + 2;
    let end = start + bytes[start..].windows(2).position(|pair| pair == MARK.1)?;
    std::str::from_utf8(&bytes[start..end]).ok()?.parse().ok()
}
