//! `backroom check` and `backroom backup`, both beside an open console, and `backroom restore`.

use crate::arguments::{Backup, Check, Restore};
use crate::failure::Failure;
use crate::say;
use engine::Options;

pub(crate) fn check(check: &Check) -> Result<(), Failure> {
    let problems = engine::file::check(&check.study)?;
    if problems.is_empty() {
        return say(&format!("{} is sound.\n", check.study.display()));
    }
    Err(Failure::all(problems.iter().map(|problem| one_line(problem)).collect()))
}

pub(crate) fn backup(backup: &Backup) -> Result<(), Failure> {
    Ok(engine::file::backup(&backup.study, &backup.dest)?)
}

pub(crate) fn restore(restore: &Restore) -> Result<(), Failure> {
    let done = engine::file::restore(&restore.study, &Options::real())?;
    say(&format!("{done}\n"))
}

/// What the database finds wrong comes in many lines: the first three, and how many more.
fn one_line(problem: &str) -> String {
    let parts: Vec<&str> = problem.lines().map(str::trim).filter(|part| !part.is_empty()).collect();
    let shown = parts[..parts.len().min(3)].join("; ");
    let shown = shown.trim_end_matches('.');
    match parts.len() {
        0..=3 => format!("{shown}."),
        all => format!("{shown}; and {} more.", all - 3),
    }
}
