//! The benchmarks, on release programs.

use crate::packages::{self, Purpose};
use crate::pages;
use crate::shell::{Outcome, cargo, command, run, target};

/// Builds everything optimised and measures; `parts` are `notes`, `room`, `typing`, `page`, `search`, `large`,
/// `window`, or none for all.
///
/// # Errors
/// When something cannot be installed or built, or a program fails.
pub fn measure(parts: &[String]) -> Outcome {
    packages::install(Purpose::Tests)?;
    pages::install()?;
    pages::build()?;
    let programs = ["-p", "app", "--bin", "backroom-console", "--example", "bare"];
    run(&mut cargo(&[&["build", "--release"], &programs[..]].concat()))?;
    run(&mut cargo(&["build", "--release", "-p", "backroom-cli", "-p", "bench"]))?;
    let release = target().join("release");
    run(command(release.join("bench"), &[target(), release]).args(parts))
}
