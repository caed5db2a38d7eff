//! Measures what a moderator and a room wait for, each as a ratio to a floor measured in the same run.
//!
//! Started by `cargo xtask bench` with the folder to work in, which has to be on the disk that is meant, the folder
//! of the release programs and, where not everything is wanted, the names of parts. Prints a table and leaves
//! `bench.json` in the former.

mod floor;
mod large;
mod latency;
mod listeners;
mod page;
mod report;
mod room;
mod search;
mod study;
mod typing;
mod window;

use report::Report;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Measures with the folder to work in, the folder of the programs, and where to report.
type Part = fn(&Path, &Path, &mut Report);

const PARTS: &[(&str, Part)] = &[
    ("notes", latency::measure),
    ("room", room::measure),
    ("typing", typing::measure),
    ("page", page::measure),
    ("search", search::measure),
    ("large", large::measure),
    ("window", window::measure),
];

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [folder, programs, wanted @ ..] = arguments.as_slice() else {
        eprintln!("Usage: bench FOLDER PROGRAMS [notes|room|typing|page|search|large|window]...");
        return ExitCode::from(2);
    };
    let scratch =
        tempfile::Builder::new().prefix("bench-").tempdir_in(folder).expect("the folder is writable");
    let mut report = Report::begin();
    for (name, measure) in PARTS {
        if wanted.is_empty() || wanted.iter().any(|wanted| wanted.as_os_str() == *name) {
            measure(scratch.path(), programs, &mut report);
        }
    }
    report.end(&folder.join("bench.json"));
    ExitCode::SUCCESS
}
