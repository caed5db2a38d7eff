//! `backroom serve` as a process of its own, and what it takes of the computer.

use e2e::process::{Output, Process};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// How long the program may take to serve.
const PATIENCE: Duration = Duration::from_secs(20);

/// The program at work on a study, with an open room. Dropping it kills it.
pub struct Served {
    program: PathBuf,
    study: PathBuf,
    process: Process,
    /// The links to the console, for observers and for note-takers.
    pub links: Links,
}

/// Where who comes in.
pub struct Links {
    pub console: String,
    pub observer: String,
    pub note_taker: String,
}

impl Served {
    /// Serves a study to `most` readers, all from this computer.
    pub fn start(programs: &Path, study: &Path) -> Self {
        let program = programs.join("backroom");
        let (process, links) = start(&program, study);
        Self { program, study: study.to_owned(), process, links }
    }

    /// Kills it as a power cut does.
    pub fn kill(&mut self) {
        self.process.kill();
    }

    /// Starts it again on the same port.
    pub fn start_again(&mut self) {
        (self.process, self.links) = start(&self.program, &self.study);
    }

    /// The computing time that it has taken so far.
    pub fn computed(&self) -> Duration {
        let stat = self.proc("stat");
        // The name before it may hold anything but this.
        let (_, fields) = stat.rsplit_once(") ").expect("BUG: the system says what a process takes");
        let ticks = fields.split(' ').skip(11).take(2).map(|ticks| ticks.parse::<u64>().unwrap_or_default());
        Duration::from_secs(ticks.sum()).div_f64(rustix::param::clock_ticks_per_second() as f64)
    }

    /// Bytes of memory that it holds.
    pub fn resident(&self) -> f64 {
        let status = self.proc("status");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        line.trim().trim_end_matches(" kB").parse::<f64>().expect("BUG: the system says a number") * 1_024.0
    }

    fn proc(&self, file: &str) -> String {
        std::fs::read_to_string(format!("/proc/{}/{file}", self.process.id())).expect("the program runs")
    }
}

/// Bytes that the system holds for all connections of this computer, at both their ends.
pub fn in_sockets() -> f64 {
    let sockets = std::fs::read_to_string("/proc/net/sockstat").unwrap_or_default();
    let tcp = sockets.lines().find_map(|line| line.strip_prefix("TCP: ")).unwrap_or_default();
    let pages = tcp.rsplit_once("mem ").and_then(|(_, pages)| pages.parse::<f64>().ok()).unwrap_or_default();
    pages * rustix::param::page_size() as f64
}

fn start(program: &Path, study: &Path) -> (Process, Links) {
    let mut command = Command::new(program);
    command.arg("serve").arg(study).args(["--open-room", "--listen", "127.0.0.1:0"]);
    command.envs([("BACKROOM_CONNECTIONS", "8000"), ("BACKROOM_STRANGERS_PER_ADDRESS", "8000")]);
    let mut process = Process::start("serve", &mut command, Output::Read);
    let line = process.lines().next_within(PATIENCE);
    let line = line.unwrap_or_else(|| panic!("the program does not serve:\n{}", process.log()));
    let ready: Value = serde_json::from_str(&line).expect("the program says where it serves");
    let link = |name: &str| ready[name].as_str().expect("the room is open").to_owned();
    (process, Links { console: link("console"), observer: link("observer"), note_taker: link("note_taker") })
}
