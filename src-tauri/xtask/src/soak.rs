//! The long session of the soak test, at the speed of people.

use crate::packages::{self, Purpose};
use crate::pages;
use crate::shell::{Outcome, built, cargo, command, run};

/// Builds the programs and holds the session; `rest` is how many minutes it lasts, and the seed.
///
/// # Errors
/// When something cannot be installed or built, or the pages and the file do not agree in the end.
pub fn hold(rest: &[String]) -> Outcome {
    packages::install(Purpose::Tests)?;
    pages::install()?;
    pages::build()?;
    let programs = ["backroom-console", "backroom", "soak"].map(|program| ["--bin", program]).concat();
    let build = ["build", "-p", "app", "-p", "backroom-cli", "-p", "e2e"];
    run(&mut cargo(&[&build[..], &programs].concat()))?;
    run(command(built().join("soak"), rest).env("BACKROOM_BIN", built()))
}
