//! The readers at the other end: when each message reaches each of them, and whether it is whole.

use rustix::event::Timespec;
use rustix::event::epoll::{self, CreateFlags, EventData, EventFlags};
use rustix::fd::OwnedFd;
use std::io::{ErrorKind, Read};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// What people type: about a line and a half.
const TEXT: &str = "She looks for the total above the list, then says it should be at the bottom";
/// How long anything may take to the last reader.
const PATIENCE: Duration = Duration::from_secs(60);

/// Message number `number`, so much longer than others: its mark says how much.
pub fn text(number: usize, longer: usize) -> String {
    format!("[[{number}:{longer}]] {TEXT}{}", ".".repeat(longer))
}

/// Connections that one thread reads. Dropping them closes all.
pub struct Crowd {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    epoll: OwnedFd,
    readers: Vec<Mutex<Reader>>,
    arrivals: Mutex<Vec<Arrival>>,
    /// Bytes of the newest message, its framing included.
    length: AtomicUsize,
    leave: AtomicBool,
}

/// A message is there at one reader for the first time.
#[derive(Clone, Copy)]
pub struct Arrival {
    pub number: usize,
    pub at: Instant,
}

/// One reader, and what it has got.
#[derive(Default)]
pub struct Reader {
    connection: Option<TcpStream>,
    /// A line without its end.
    tail: Vec<u8>,
    seen: Vec<bool>,
    /// The place after the event that is being read.
    place: String,
    /// Where to go on from.
    pub cursor: String,
    /// When it had everything that there was; none before.
    pub ready: Option<Instant>,
    /// Messages that it got a second time.
    pub again: usize,
    /// How often it was told to start afresh.
    pub resets: usize,
}

impl Crowd {
    /// Reads from these from now on.
    pub fn of(connections: Vec<TcpStream>) -> Self {
        let shared = Shared {
            epoll: epoll::create(CreateFlags::CLOEXEC).expect("the system offers epoll"),
            readers: connections.iter().map(|_| Mutex::default()).collect(),
            arrivals: Mutex::default(),
            length: AtomicUsize::new(0),
            leave: AtomicBool::new(false),
        };
        let shared = Arc::new(shared);
        let reading = Arc::clone(&shared);
        let crowd = Self { shared, thread: Some(std::thread::spawn(move || reading.read())) };
        for (index, connection) in connections.into_iter().enumerate() {
            crowd.connect(index, connection);
        }
        crowd
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.shared.readers.len()
    }

    /// Bytes of the newest message, its framing included.
    pub fn length(&self) -> usize {
        self.shared.length.load(Ordering::Relaxed)
    }

    /// One of the readers, which reads nothing meanwhile.
    pub fn reader(&self, index: usize) -> MutexGuard<'_, Reader> {
        self.shared.reader(index)
    }

    /// Gives a reader a new connection.
    pub fn connect(&self, index: usize, connection: TcpStream) {
        connection.set_nonblocking(true).expect("a socket can be told not to block");
        let mut reader = self.reader(index);
        reader.ready = None;
        reader.tail.clear();
        reader.place.clear();
        self.shared.watch(index, &connection);
        reader.connection = Some(connection);
    }

    /// Closes a reader's connection.
    pub fn disconnect(&self, index: usize) {
        // This takes it off the watch, too.
        self.reader(index).close();
    }

    /// Whether a reader has a connection.
    pub fn is_connected(&self, index: usize) -> bool {
        self.reader(index).connection.is_some()
    }

    /// A reader takes nothing any more of what it is sent.
    pub fn stall(&self, index: usize) {
        if let Some(connection) = &self.reader(index).connection {
            epoll::delete(&self.shared.epoll, connection).expect("it was watched");
        }
    }

    /// A reader goes on with what its connection holds.
    pub fn go_on(&self, index: usize) {
        if let Some(connection) = &self.reader(index).connection {
            self.shared.watch(index, connection);
        }
    }

    /// Waits until so many messages have arrived at readers, and takes them.
    pub fn wait_for(&self, count: usize) -> Vec<Arrival> {
        self.wait("every message at every reader", || self.shared.arrivals().len() >= count);
        std::mem::take(&mut *self.shared.arrivals())
    }

    /// Whether every reader is ready.
    pub fn is_ready(&self) -> bool {
        (0..self.count()).all(|index| self.reader(index).ready.is_some())
    }

    /// Waits until every reader is ready.
    pub fn wait_until_ready(&self) {
        self.wait("every reader to be ready", || self.is_ready());
    }

    /// Whether a reader has messages 1 to `last`.
    pub fn has(&self, index: usize, last: usize) -> bool {
        let reader = self.reader(index);
        reader.seen.len() >= last && reader.seen[..last].iter().all(|seen| *seen)
    }

    /// Waits until the other end has closed every connection.
    pub fn wait_until_cut(&self) {
        self.wait("every connection to be closed", || {
            (0..self.count()).all(|index| !self.is_connected(index))
        });
    }

    /// Waits until every reader has messages 1 to `last`, each word of them.
    pub fn wait_until_complete(&self, last: usize) {
        self.wait("every reader to have everything", || (0..self.count()).all(|index| self.has(index, last)));
        self.shared.arrivals().clear();
    }

    fn wait(&self, what: &str, mut until: impl FnMut() -> bool) {
        let started = Instant::now();
        while !until() {
            assert!(started.elapsed() < PATIENCE, "waited {PATIENCE:?} for {what}");
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}

impl Drop for Crowd {
    fn drop(&mut self) {
        self.shared.leave.store(true, Ordering::Relaxed);
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

impl Shared {
    fn reader(&self, index: usize) -> MutexGuard<'_, Reader> {
        self.readers[index].lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn arrivals(&self) -> MutexGuard<'_, Vec<Arrival>> {
        self.arrivals.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn watch(&self, index: usize, connection: &TcpStream) {
        epoll::add(&self.epoll, connection, EventData::new_u64(index as u64), EventFlags::IN)
            .expect("a socket can be watched");
    }

    fn read(&self) {
        let mut buffer = vec![0; 64 * 1024];
        let mut events = Vec::with_capacity(64);
        while !self.leave.load(Ordering::Relaxed) {
            events.clear();
            let limit = Timespec { tv_sec: 0, tv_nsec: 100_000_000 };
            if epoll::wait(&self.epoll, rustix::buffer::spare_capacity(&mut events), Some(&limit)).is_err() {
                continue;
            }
            // Whatever is told of is there by now.
            let at = Instant::now();
            for event in &events {
                let index = usize::try_from(event.data.u64()).expect("BUG: an index");
                let mut reader = self.reader(index);
                let Some(connection) = &mut reader.connection else { continue };
                match connection.read(&mut buffer) {
                    Ok(length) if length > 0 => reader.take(&buffer[..length], at, self),
                    Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {}
                    _ => reader.close(),
                }
            }
        }
    }
}

impl Reader {
    /// The highest number of a message that it was sent.
    pub fn known(&self) -> usize {
        self.seen.len()
    }

    fn close(&mut self) {
        self.connection = None;
        self.ready = None;
    }

    fn take(&mut self, bytes: &[u8], at: Instant, shared: &Shared) {
        let mut tail = std::mem::take(&mut self.tail);
        tail.extend_from_slice(bytes);
        let mut rest: &[u8] = &[];
        for line in tail.split_inclusive(|byte| *byte == b'\n') {
            match line.strip_suffix(b"\n") {
                Some(line) => self.take_line(line, at, shared),
                None => rest = line,
            }
        }
        self.tail = rest.to_vec();
        shared.length.store(bytes.len(), Ordering::Relaxed);
    }

    fn take_line(&mut self, line: &[u8], at: Instant, shared: &Shared) {
        if let Some(place) = line.strip_prefix(b"id: ") {
            self.place.clear();
            self.place.push_str(&String::from_utf8_lossy(place));
        }
        let Some(event) = line.strip_prefix(b"data: ") else { return };
        if let Some(number) = number(event) {
            self.seen.resize(self.seen.len().max(number), false);
            if std::mem::replace(&mut self.seen[number - 1], true) {
                self.again += 1;
            } else {
                shared.arrivals().push(Arrival { number, at });
            }
        } else if event.starts_with(br#"{"type":"ready""#) {
            self.ready = Some(at);
        } else if event.starts_with(br#"{"type":"reset""#) {
            self.resets += 1;
        }
        // In the middle of a snapshot a place would promise more than has arrived.
        if self.ready.is_some() && !self.place.is_empty() {
            std::mem::swap(&mut self.cursor, &mut self.place);
            self.place.clear();
        }
    }
}

/// The number of the message in these bytes, each word of which must be as it was sent.
fn number(event: &[u8]) -> Option<usize> {
    let start = event.windows(2).position(|pair| pair == b"[[")? + 2;
    let end = start + event[start..].windows(2).position(|pair| pair == b"]]")?;
    let mark = std::str::from_utf8(&event[start..end]).ok()?;
    let (number, longer) = mark.split_once(':')?;
    let number = number.parse().ok()?;
    let whole = text(number, longer.parse().ok()?);
    assert!(event[start - 2..].starts_with(format!("{whole}\"").as_bytes()), "message {number} is whole");
    Some(number)
}
