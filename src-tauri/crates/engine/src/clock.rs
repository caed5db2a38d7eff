//! What time it is: the only place that asks the system.

use domain::time::Timestamp;
use std::sync::Mutex;

/// Tells the time to the engine; one reading serves a whole command.
pub trait Clock: Send + Sync {
    /// UTC milliseconds.
    fn now(&self) -> Timestamp;

    /// Milliseconds by which the computer's clock was set away from this one since it started.
    fn drift(&self) -> i64 {
        0
    }
}

/// The system's clock, read once at the start and then carried on by one that counts suspend and never jumps.
pub struct SystemClock {
    wall: i64,
    boot: i64,
}

impl SystemClock {
    /// Reads the wall clock now.
    pub fn start() -> Self {
        Self { wall: wall_time(), boot: boot_time() }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.wall + boot_time() - self.boot)
    }

    fn drift(&self) -> i64 {
        wall_time() - self.now().0
    }
}

/// UTC milliseconds as the computer has them.
fn wall_time() -> i64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| i64::try_from(since.as_millis()).expect("BUG: the year is below 292 million"))
}

/// Milliseconds since the machine started, those asleep included.
#[cfg(target_os = "linux")]
fn boot_time() -> i64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    time.tv_sec * 1000 + time.tv_nsec / 1_000_000
}

/// macOS and Windows: the wall clock, until their own sources that count suspend are bound.
#[cfg(not(target_os = "linux"))]
fn boot_time() -> i64 {
    wall_time()
}

/// A clock that stands until it is moved.
pub struct ManualClock(Mutex<i64>);

impl ManualClock {
    /// Stands at an instant.
    pub fn at(now: i64) -> Self {
        Self(Mutex::new(now))
    }

    /// Moves on by milliseconds.
    pub fn advance(&self, milliseconds: i64) {
        *self.0.lock().expect("BUG: nothing panics while it holds the clock") += milliseconds;
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp(*self.0.lock().expect("BUG: nothing panics while it holds the clock"))
    }
}
