//! From the start of the console to its first usable picture, against a window with nothing in it.

use crate::report::{Report, Times};
use e2e::Desktop;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const REPEATS: usize = 7;

/// Starts both by turns, on a screen of their own.
pub fn measure(folder: &Path, programs: &Path, report: &mut Report) {
    let study = folder.join("window.backroom");
    let made = Command::new(programs.join("backroom"))
        .args(["new".as_ref(), study.as_os_str(), "--title".as_ref(), "Sample".as_ref(), "--sample".as_ref()])
        .status();
    assert!(made.is_ok_and(|status| status.success()), "the sample can be made");
    let desktop = Desktop::start();
    let (mut console, mut bare) = (Times::default(), Times::default());
    // The first start of each warms the disk's cache and is not counted.
    for repeat in 0..=REPEATS {
        let times = [
            shown(&desktop, Command::new(programs.join("backroom-console")).arg(&study), "Sample"),
            shown(&desktop, &mut Command::new(programs.join("examples/bare")), ""),
        ];
        if repeat > 0 {
            console.push(times[0]);
            bare.push(times[1]);
        }
    }
    report.row("window to first usable frame, sample day", &console, Some(&bare));
}

/// The time from a program's start until it says that its page shows.
fn shown(desktop: &Desktop, command: &mut Command, title: &str) -> Duration {
    desktop.place(command);
    command.env("BACKROOM_LOG", "backroom_app=debug").stdout(Stdio::null()).stderr(Stdio::piped());
    let started = Instant::now();
    let mut child = command.spawn().expect("the program can be started");
    let said = BufReader::new(child.stderr.take().expect("its standard error is piped"));
    let shows = |line: &String| line.contains("the page shows") && line.contains(title);
    let found = said.lines().map_while(Result::ok).any(|line| shows(&line));
    let took = started.elapsed();
    let _ = child.kill();
    let _ = child.wait();
    assert!(found, "the program ended before it showed anything");
    took
}
