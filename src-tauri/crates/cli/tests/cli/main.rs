//! The `backroom` command as scripts meet it: exit codes, sentences, and signals.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod bench;
mod files;
mod import;
mod new;
#[cfg(unix)]
mod serve;
mod usage;
