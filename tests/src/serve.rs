//! `backroom serve` on a study: started, killed, started again.

use crate::process::{Output, Process};
use crate::programs::{BACKROOM, program};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::time::Duration;

/// A server on a study file. Dropping it kills it.
#[derive(Debug)]
pub struct Serve {
    study: PathBuf,
    options: Vec<String>,
    process: Process,
    links: Links,
}

/// The addresses that a server prints when it is ready.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Links {
    /// The console, for the moderator on this computer.
    pub console: String,
    /// The room for observers, when it is open.
    pub observer: Option<String>,
    /// The room for note-takers, when it is open.
    pub note_taker: Option<String>,
}

impl Serve {
    /// Serves the console alone.
    #[track_caller]
    #[must_use]
    pub fn console(study: &Path) -> Self {
        Self::with(study, &[])
    }

    /// Serves the console and the open room, on a port of the system's choice.
    #[track_caller]
    #[must_use]
    pub fn room(study: &Path) -> Self {
        Self::with(study, &["--open-room", "--listen", "127.0.0.1:0"])
    }

    /// Serves with these options.
    ///
    /// # Panics
    /// When the server does not say within 20 s that it is ready.
    #[track_caller]
    #[must_use]
    pub fn with(study: &Path, options: &[&str]) -> Self {
        let options: Vec<String> = options.iter().map(|&option| option.to_owned()).collect();
        let (process, links) = start(study, &options);
        Self { study: study.to_path_buf(), options, process, links }
    }

    /// Where it can be reached.
    #[must_use]
    pub fn links(&self) -> &Links {
        &self.links
    }

    /// What it has logged.
    #[must_use]
    pub fn log(&self) -> String {
        self.process.log()
    }

    /// The process, to be traced or stopped.
    #[must_use]
    pub fn process(&mut self) -> &mut Process {
        &mut self.process
    }

    /// Kills it as `kill -9` does.
    pub fn kill(&mut self) {
        self.process.kill();
    }

    /// Asks it to stop, as a service manager does, and waits at most `limit`.
    ///
    /// # Panics
    /// When it has not stopped by then.
    #[track_caller]
    pub fn stop(&mut self, limit: Duration) -> (ExitStatus, Duration) {
        self.process.terminate(limit)
    }

    /// Starts it again on the same study, after it was killed or has stopped.
    #[track_caller]
    pub fn restart(&mut self) {
        self.process.kill();
        (self.process, self.links) = start(&self.study, &self.options);
    }
}

#[track_caller]
fn start(study: &Path, options: &[String]) -> (Process, Links) {
    let mut command = Command::new(program(BACKROOM));
    command.arg("serve").arg(study).args(options).env("RUST_BACKTRACE", "1");
    let mut process = Process::start("serve", &mut command, Output::Read);
    let lines = process.lines();
    let Some(line) = lines.next_within(Duration::from_secs(20)) else {
        let ending = process.ending().unwrap_or_else(|| "still running".to_owned());
        panic!("`backroom serve` was not ready within 20 s ({ending}):\n{}", process.log());
    };
    let ready: Value = serde_json::from_str(&line).unwrap_or_else(|error| {
        panic!("`backroom serve` must print one line of JSON, not {line:?}: {error}")
    });
    let link = |name: &str| ready[name].as_str().map(str::to_owned);
    let console =
        link("console").unwrap_or_else(|| panic!("`backroom serve` printed no console link: {line}"));
    (process, Links { console, observer: link("observer"), note_taker: link("note_taker") })
}
