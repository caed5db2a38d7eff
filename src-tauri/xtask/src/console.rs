//! The console on the sample day.

use crate::packages::{self, Purpose};
use crate::pages;
use crate::shell::{Outcome, built, cargo, command, read, run, target};

/// Opens the console window on today's sample study; where there is no display, serves it.
///
/// # Errors
/// When something cannot be installed or built, or the program fails.
pub fn run_on_sample(options: &[String]) -> Outcome {
    let display = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some());
    packages::install(if display { Purpose::Window } else { Purpose::Serving })?;
    pages::install()?;
    pages::build()?;
    let window: &[&str] = if display { &["-p", "app"] } else { &[] };
    run(&mut cargo(&[&["build", "-p", "backroom-cli"], window].concat()))?;

    if display {
        return run(command(built().join("backroom-console"), &["--sample"]).args(options));
    }
    let backroom = built().join("backroom");
    // The sample is dated around the day it is made, so each day has its own; what was written to it stays.
    let today = read(&mut command("date", &["+%F"]))?;
    let study = target().join("sample").join(format!("Sample {}.backroom", today.trim()));
    let study_text = study.to_string_lossy().into_owned();
    if !study.exists() {
        std::fs::create_dir_all(target().join("sample"))
            .map_err(|error| crate::shell::Failure(format!("{}: {error}", target().display())))?;
        run(&mut command(
            &backroom,
            &["new", &study_text, "--title", "Expenses study · round 2", "--sample"],
        ))?;
    }
    println!(
        "There is no display. Open the console's link, below, in a browser on this computer; Ctrl+C stops it."
    );
    run(command(&backroom, &["serve", &study_text]).args(options))
}
