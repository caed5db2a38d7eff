//! Everything that must hold before a change is taken.

use crate::packages;
use crate::pages;
use crate::report::Report;
use crate::shell::{Outcome, built, cargo, run};
use crate::types;

/// The programs and tests of the whole workspace, chosen in the same way every time: cargo then compiles each crate
/// once to lint it and once to run it, and not again for another choice of features.
const ALL: &[&str] = &["--workspace", "--all-targets", "--features", "protocol/types"];

/// How many parts there are when none is skipped.
const PARTS: usize = 12;

/// Runs every check and test. A part that later ones stand on ends the run when it fails.
///
/// # Errors
/// When any part fails.
pub fn everything() -> Outcome {
    let mut report = Report::default();
    let mut ready = report.part("set-up", crate::set_up);
    report.part("formatting", || run(&mut cargo(&["fmt", "--all", "--check"])));
    ready = ready && report.part("pages", pages::build);
    if ready {
        report.part("page types", || pages::script("check"));
        report.part("page lint", || pages::script("lint"));
        report.part("page tests", || pages::script("test"));
        report.part("lint", || {
            run(&mut cargo(&[&["clippy", "--quiet"], ALL, &["--", "-D", "warnings"]].concat()))
        });
        ready = report.part("build", || run(&mut cargo(&[&["build", "--quiet"], ALL].concat())));
    }
    if ready {
        report.part("generated types", types::check);
        report.part("Rust tests", || tests(Tests::Crates));
        report.part("architecture", || tests(Tests::Architecture));
        report.part("end to end", || tests(Tests::EndToEnd));
    }
    report.end(PARTS)
}

enum Tests {
    Crates,
    Architecture,
    EndToEnd,
}

fn tests(tests: Tests) -> Outcome {
    let arguments: &[&str] = if packages::has_nextest() {
        let filter = match tests {
            Tests::Crates => "not package(e2e)",
            Tests::Architecture => "package(e2e) and binary(architecture)",
            Tests::EndToEnd => "package(e2e) and not binary(architecture)",
        };
        // Two windows with their browsers are what two cores can draw in time.
        let threads = if matches!(tests, Tests::EndToEnd) { "2" } else { "num-cpus" };
        &[&["nextest", "run"], ALL, &["--no-fail-fast", "--test-threads", threads, "-E", filter]].concat()
    } else {
        match tests {
            Tests::Crates => &[&["test", "--quiet", "--no-fail-fast"], ALL, &["--exclude", "e2e"]].concat(),
            Tests::Architecture => &["test", "--quiet", "-p", "e2e", "--test", "architecture"],
            Tests::EndToEnd => &["test", "--no-fail-fast", "-p", "e2e", "--", "--test-threads", "2"],
        }
    };
    run(cargo(arguments).env("BACKROOM_BIN", built()))
}
