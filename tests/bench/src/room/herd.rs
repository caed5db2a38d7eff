//! All readers at once come back: after the network was gone, and after the program was killed and started again.

use super::caller::Caller;
use super::{PATIENCE, Room, TOGETHER, connect_the_lost, write};
use crate::report::{Report, Times};
use std::thread::{scope, sleep};
use std::time::{Duration, Instant};

/// Times that the network goes.
const CUTS: usize = 5;
/// Notes that everybody misses.
const MISSED: usize = 10;
/// The moderator writes meanwhile, so that there is something to be delayed.
const BETWEEN_NOTES: Duration = Duration::from_millis(100);
/// Notes before, for comparison.
const BEFORE: usize = 20;

impl Room {
    /// Cuts everybody off, and lets everybody come back.
    pub(super) fn come_back(&mut self, report: &mut Report) {
        let (mut quiet, mut busy, mut ready) = (Times::default(), Times::default(), Times::default());
        for _ in 0..CUTS {
            let Self { moderator, session, notes, .. } = self;
            write_while(moderator, session, notes, &mut quiet, |written| written < BEFORE);
            self.crowd.wait_until_complete(self.notes);
            (0..self.crowd.count()).for_each(|index| self.crowd.disconnect(index));
            self.miss_some();
            self.connect_all(&mut busy, &mut ready);
        }
        let size = self.crowd.count();
        report.row(&format!("all {size} back after a cut: each ready"), &ready, None);
        report.row("note's answer meanwhile", &busy, Some(&quiet));

        let each = (self.served.resident() - self.empty) / 1_024.0 / size as f64;
        report.amount(&format!("memory, KiB a connection, {size} back"), each, None);

        let (mut busy, mut ready) = (Times::default(), Times::default());
        self.served.kill();
        self.crowd.wait_until_cut();
        let killed = Instant::now();
        self.served.start_again();
        self.moderator = Caller::join(&self.served.links.console, "");
        let serves = killed.elapsed();
        self.connect_all(&mut busy, &mut ready);
        report.row(&format!("all {size} back after a kill: each ready"), &ready, None);
        report.row("note's answer meanwhile", &busy, Some(&quiet));
        report.remark(&format!(
            "Started again, the program serves after {:.0} ms.",
            serves.as_secs_f64() * 1e3
        ));
    }

    fn miss_some(&mut self) {
        for _ in 0..MISSED {
            self.notes += 1;
            let _ = write(&mut self.moderator, &self.session, self.notes, 0);
        }
    }

    /// Everybody connects at the same moment, from their cursors on, while notes are written.
    fn connect_all(&mut self, busy: &mut Times, ready: &mut Times) {
        let started = Instant::now();
        let all: Vec<usize> = (0..self.crowd.count()).collect();
        let Self { crowd, members, session, .. } = self;
        let (crowd, members, session) = (&*crowd, &*members, &**session);
        scope(|scope| {
            for share in all.chunks(all.len().div_ceil(TOGETHER)) {
                scope.spawn(move || connect_the_lost(crowd, members, session, share));
            }
            write_while(&mut self.moderator, session, &mut self.notes, busy, |_| {
                assert!(started.elapsed() < PATIENCE, "waited {PATIENCE:?} for everybody to be back");
                !crowd.is_ready()
            });
        });
        for index in all {
            ready.push(crowd.reader(index).ready.expect("BUG: everybody is") - started);
        }
        self.crowd.wait_until_complete(self.notes);
    }
}

/// Writes notes at an even pace, as long as wanted by how many there are.
fn write_while(
    writer: &mut Caller,
    session: &str,
    notes: &mut usize,
    answers: &mut Times,
    mut wanted: impl FnMut(usize) -> bool,
) {
    let mut due = Instant::now();
    let mut written = 0;
    while wanted(written) {
        sleep(due.saturating_duration_since(Instant::now()));
        *notes += 1;
        written += 1;
        answers.push(write(writer, session, *notes, 0) - due);
        due += BETWEEN_NOTES;
    }
}
