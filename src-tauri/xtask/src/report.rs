//! What each part of a long chore took, and how it ended.

use crate::shell::{Failure, Outcome};
use std::time::{Duration, Instant};

/// The parts so far.
#[derive(Debug, Default)]
pub struct Report {
    parts: Vec<Part>,
}

#[derive(Debug)]
struct Part {
    name: &'static str,
    took: Duration,
    failure: Option<Failure>,
}

impl Report {
    /// Does one part and notes its end; true when it went well.
    pub fn part(&mut self, name: &'static str, work: impl FnOnce() -> Outcome) -> bool {
        println!("\n── {name} {}", "─".repeat(76_usize.saturating_sub(name.len())));
        let started = Instant::now();
        let failure = work().err();
        let took = started.elapsed();
        if let Some(failure) = &failure {
            println!("FAILED: {failure}");
        }
        println!("   {name}: {}", clock(took));
        self.parts.push(Part { name, took, failure });
        self.parts.last().is_some_and(|part| part.failure.is_none())
    }

    /// Prints the summary; `parts` is how many there should have been.
    ///
    /// # Errors
    /// When a part failed, or did not run because an earlier one failed.
    pub fn end(self, parts: usize) -> Outcome {
        let total: Duration = self.parts.iter().map(|part| part.took).sum();
        println!("\n── Summary {}", "─".repeat(69));
        for part in &self.parts {
            let result =
                part.failure.as_ref().map_or("ok".to_owned(), |failure| format!("FAILED: {failure}"));
            println!("{:<22}{:>8}  {result}", part.name, clock(part.took));
        }
        println!("{:<22}{:>8}", "all", clock(total));
        let failed = self.parts.iter().filter(|part| part.failure.is_some()).count();
        let skipped = parts - self.parts.len();
        println!("parts: {} passed, {failed} failed, {skipped} skipped", self.parts.len() - failed);
        if failed == 0 && skipped == 0 {
            Ok(())
        } else {
            Err(Failure(format!("{failed} of {parts} parts failed")))
        }
    }
}

/// Minutes and seconds.
fn clock(time: Duration) -> String {
    format!("{}:{:04.1}", time.as_secs() / 60, time.as_secs_f64() % 60.0)
}
