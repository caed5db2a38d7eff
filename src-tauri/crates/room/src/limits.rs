//! How much of the room one person, one address and everybody together may take.

use domain::id::MemberId;
use protocol::{Fault, FaultCode};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// The limits. The defaults are the product's; tests and benchmarks may set others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Connections at one time.
    pub connections: usize,
    /// Connections at one time from one address on which nobody has shown that they joined.
    pub strangers_per_address: usize,
    /// Streams that one member may have open.
    pub streams_per_member: usize,
    /// Changing commands that a member may send in a row.
    pub burst: u32,
    /// Changing commands a second that a member may send sustained.
    pub sustained: u32,
    /// Failed attempts to join that an address may make in a row; one more comes back every second.
    pub failed_joins: u32,
    /// How long a request's head may take, from the connection or the answer before it on.
    pub head: Duration,
    /// How long a request's body may take.
    pub body: Duration,
    /// How long a reader may take nothing of what is sent to it.
    pub write: Duration,
    /// How often an idle stream says that it is alive.
    pub ping: Duration,
    /// How often an open room asks whether the day is over.
    pub overdue: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1_000,
            strangers_per_address: 20,
            streams_per_member: 3,
            burst: 50,
            sustained: 5,
            failed_joins: 20,
            head: Duration::from_secs(10),
            body: Duration::from_secs(30),
            write: Duration::from_secs(10),
            ping: Duration::from_secs(3),
            overdue: Duration::from_secs(60),
        }
    }
}

impl Limits {
    /// The defaults, with `BACKROOM_CONNECTIONS` and `BACKROOM_STRANGERS_PER_ADDRESS` from the environment for
    /// benchmarks, in which more come than anywhere else and everybody comes from one address.
    pub fn from_environment() -> Self {
        let raised =
            |name, limit| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(limit);
        let limits = Self::default();
        Self {
            connections: raised("BACKROOM_CONNECTIONS", limits.connections),
            strangers_per_address: raised("BACKROOM_STRANGERS_PER_ADDRESS", limits.strangers_per_address),
            ..limits
        }
    }
}

/// A bucket that fills at a steady rate: `burst` at once, then as fast as it fills.
#[derive(Debug)]
struct Bucket {
    left: f64,
    filled: Instant,
}

impl Bucket {
    fn full(burst: u32, now: Instant) -> Self {
        Self { left: burst.into(), filled: now }
    }

    fn fill(&mut self, burst: u32, per_second: u32, now: Instant) {
        let gained = now.saturating_duration_since(self.filled).as_secs_f64() * f64::from(per_second);
        self.left = (self.left + gained).min(burst.into());
        self.filled = now;
    }

    /// Takes one, or says after how many whole seconds there will be one.
    fn take(&mut self, burst: u32, per_second: u32, now: Instant) -> Result<(), u32> {
        self.fill(burst, per_second, now);
        if self.left >= 1.0 {
            self.left -= 1.0;
            return Ok(());
        }
        let seconds = (1.0 - self.left) / f64::from(per_second.max(1));
        Err(seconds.ceil().clamp(1.0, 60.0) as u32)
    }
}

#[derive(Debug)]
struct Share {
    streams: usize,
    commands: Bucket,
}

#[derive(Debug, Default)]
struct Counts {
    connections: usize,
    strangers: HashMap<IpAddr, usize>,
    members: HashMap<MemberId, Share>,
    failed_joins: HashMap<IpAddr, Bucket>,
}

/// What is in use of the limits of one listener.
#[derive(Debug)]
pub(crate) struct Gate {
    pub(crate) limits: Limits,
    counts: Mutex<Counts>,
}

impl Gate {
    pub(crate) fn new(limits: Limits) -> Arc<Self> {
        Arc::new(Self { limits, counts: Mutex::default() })
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        // Counters stay usable after a panic elsewhere.
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets a connection in, or not.
    pub(crate) fn connect(self: &Arc<Self>, address: IpAddr) -> Option<Arc<Connection>> {
        let mut counts = self.counts();
        let strangers = counts.strangers.get(&address).copied().unwrap_or(0);
        if counts.connections >= self.limits.connections || strangers >= self.limits.strangers_per_address {
            return None;
        }
        counts.connections += 1;
        *counts.strangers.entry(address).or_default() += 1;
        Some(Arc::new(Connection {
            gate: Arc::clone(self),
            address,
            stranger: AtomicBool::new(true),
            cut: watch::Sender::new(false),
        }))
    }

    /// Counts a stream of a member until the answer is dropped.
    pub(crate) fn stream(self: &Arc<Self>, member: MemberId) -> Result<Stream, Fault> {
        let mut counts = self.counts();
        let share = share(&mut counts, member, self.limits);
        if share.streams >= self.limits.streams_per_member {
            let message = format!(
                "You have this room open {} times already. Close one of these pages first.",
                self.limits.streams_per_member
            );
            return Err(Fault { retry_after: Some(5), ..Fault::new(FaultCode::TooMany, message) });
        }
        share.streams += 1;
        Ok(Stream { gate: Arc::clone(self), member })
    }

    /// Counts a member's changing command.
    pub(crate) fn command(&self, member: MemberId) -> Result<(), Fault> {
        let Limits { burst, sustained, .. } = self.limits;
        let mut counts = self.counts();
        let bucket = &mut share(&mut counts, member, self.limits).commands;
        bucket.take(burst, sustained, Instant::now()).map_err(|seconds| {
            let message = "That was a lot at once. Nothing is lost: it is sent again in a moment.";
            Fault { retry_after: Some(seconds), ..Fault::new(FaultCode::TooMany, message) }
        })
    }

    /// Refuses an address that has failed to join too often just now.
    pub(crate) fn may_join(&self, address: IpAddr) -> Result<(), Fault> {
        let mut counts = self.counts();
        let Some(bucket) = counts.failed_joins.get_mut(&address) else { return Ok(()) };
        bucket.fill(self.limits.failed_joins, 1, Instant::now());
        if bucket.left >= 1.0 {
            return Ok(());
        }
        let message = "Too many links from here did not work. Wait a moment, then open the newest link.";
        Err(Fault { retry_after: Some(1), ..Fault::new(FaultCode::TooMany, message) })
    }

    /// Counts a failed attempt to join.
    pub(crate) fn failed_to_join(&self, address: IpAddr) {
        let burst = self.limits.failed_joins;
        let now = Instant::now();
        let mut counts = self.counts();
        if counts.failed_joins.len() > 1_000 {
            // An address whose bucket has filled up again is as good as never seen.
            counts.failed_joins.retain(|_, bucket| {
                bucket.fill(burst, 1, now);
                bucket.left < f64::from(burst)
            });
        }
        let bucket = counts.failed_joins.entry(address).or_insert_with(|| Bucket::full(burst, now));
        let _ = bucket.take(burst, 1, now);
    }
}

fn share(counts: &mut Counts, member: MemberId, limits: Limits) -> &mut Share {
    counts
        .members
        .entry(member)
        .or_insert_with(|| Share { streams: 0, commands: Bucket::full(limits.burst, Instant::now()) })
}

/// A connection's place; given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Connection {
    gate: Arc<Gate>,
    address: IpAddr,
    stranger: AtomicBool,
    cut: watch::Sender<bool>,
}

impl Connection {
    /// Where it comes from.
    pub(crate) fn address(&self) -> IpAddr {
        self.address
    }

    /// Nobody has shown on it that they joined.
    pub(crate) fn is_stranger(&self) -> bool {
        self.stranger.load(Ordering::Relaxed)
    }

    /// Somebody on it showed that they joined.
    pub(crate) fn joined(&self) {
        if self.stranger.swap(false, Ordering::Relaxed) {
            forget_stranger(&mut self.gate.counts(), self.address);
        }
    }
}

impl Connection {
    /// Ends it without waiting for its reader.
    pub(crate) fn cut(&self) {
        self.cut.send_replace(true);
    }

    /// It was cut.
    pub(crate) fn is_cut(&self) -> bool {
        *self.cut.borrow()
    }

    /// Resolves when it is cut.
    pub(crate) async fn until_cut(&self) {
        // The sender is this connection's own and outlives the wait.
        let _ = self.cut.subscribe().wait_for(|cut| *cut).await;
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        let mut counts = self.gate.counts();
        counts.connections -= 1;
        if *self.stranger.get_mut() {
            forget_stranger(&mut counts, self.address);
        }
    }
}

fn forget_stranger(counts: &mut Counts, address: IpAddr) {
    if let Some(strangers) = counts.strangers.get_mut(&address) {
        *strangers -= 1;
        if *strangers == 0 {
            counts.strangers.remove(&address);
        }
    }
}

/// A stream's place among its member's; given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Stream {
    gate: Arc<Gate>,
    member: MemberId,
}

impl Stream {
    /// Whose it is.
    pub(crate) fn member(&self) -> MemberId {
        self.member
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        if let Some(share) = self.gate.counts().members.get_mut(&self.member) {
            share.streams -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_gives_its_burst_then_its_rate() {
        let start = Instant::now();
        let mut bucket = Bucket::full(50, start);
        for number in 0..50 {
            assert_eq!(bucket.take(50, 5, start), Ok(()), "number {number} of the burst");
        }
        assert_eq!(bucket.take(50, 5, start), Err(1), "the burst is used up");
        let second = start + Duration::from_secs(1);
        for _ in 0..5 {
            assert_eq!(bucket.take(50, 5, second), Ok(()), "five come back in a second");
        }
        assert_eq!(bucket.take(50, 5, second), Err(1), "and no sixth");
    }

    #[test]
    fn strangers_and_connections_are_counted_and_given_back() {
        let gate = Gate::new(Limits { connections: 3, strangers_per_address: 2, ..Limits::default() });
        let here: IpAddr = [127, 0, 0, 1].into();
        let there: IpAddr = [127, 0, 0, 2].into();
        let first = gate.connect(here).unwrap();
        let _second = gate.connect(here).unwrap();
        assert!(gate.connect(here).is_none(), "two strangers from here are enough");
        first.joined();
        let third = gate.connect(here).unwrap();
        assert!(gate.connect(there).is_none(), "three connections are enough");
        drop(third);
        assert!(gate.connect(there).is_some(), "a closed connection gives its place back");
    }

    #[test]
    fn only_failed_joins_count() {
        let gate = Gate::new(Limits { failed_joins: 2, ..Limits::default() });
        let here: IpAddr = [127, 0, 0, 1].into();
        for _ in 0..100 {
            assert!(gate.may_join(here).is_ok());
        }
        gate.failed_to_join(here);
        gate.failed_to_join(here);
        let fault = gate.may_join(here).unwrap_err();
        assert_eq!((fault.code, fault.retry_after), (FaultCode::TooMany, Some(1)));
    }
}
