//! Waiting for what a page or a program will do, with an end.

use std::time::{Duration, Instant};

/// How long a test waits for something that should happen at once, on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(15);

/// Asks again and again until `probe` has an answer.
///
/// # Panics
/// When there is none within [`PATIENCE`]; `what` completes the sentence "waited for …".
#[track_caller]
pub fn eventually<T>(what: &str, probe: impl FnMut() -> Option<T>) -> T {
    within(PATIENCE, what, probe)
}

/// Like [`eventually`], with a limit of its own.
///
/// # Panics
/// When there is no answer within `limit`.
#[track_caller]
pub fn within<T>(limit: Duration, what: &str, mut probe: impl FnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(answer) = probe() {
            return answer;
        }
        assert!(started.elapsed() < limit, "waited {limit:?} for {what}");
        std::thread::sleep(Duration::from_millis(25));
    }
}
