//! Child processes in groups of their own, ended with everything they started when their owner goes.

use crate::evidence;
use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// A running program and all that it starts. Dropping it kills the whole group.
#[derive(Debug)]
pub struct Process {
    name: String,
    child: Child,
    watcher: Child,
    log: PathBuf,
}

impl Process {
    /// Starts `command` in a process group of its own. Its standard error, and its standard output unless the
    /// command says otherwise, go to a log that is kept when the test fails.
    ///
    /// A watcher kills the group as soon as the test's process ends, so that a test which is itself killed leaves no
    /// browser running.
    ///
    /// # Panics
    /// When the program cannot be started.
    #[must_use]
    pub fn start(name: &str, command: &mut Command, output: Output) -> Self {
        let log = evidence::log_path(name);
        let file = File::create(&log).unwrap_or_else(|error| panic!("{}: {error}", log.display()));
        command.process_group(0).stdin(Stdio::null());
        match output {
            Output::Read => command.stdout(Stdio::piped()),
            Output::Log => command.stdout(file.try_clone().expect("a file handle can be doubled")),
        };
        command.stderr(file);
        let child = command.spawn().unwrap_or_else(|error| panic!("{name} could not be started: {error}"));
        let watcher = watch(child.id());
        Self { name: name.to_owned(), child, watcher, log }
    }

    /// The process id, which is also the id of its group.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it has logged so far.
    #[must_use]
    pub fn log(&self) -> String {
        String::from_utf8_lossy(&std::fs::read(&self.log).unwrap_or_default()).into_owned()
    }

    /// Whether it still runs.
    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Its standard output line by line, when it was started with [`Output::Read`]; to be called once.
    ///
    /// # Panics
    /// When the output is not read, or was taken before.
    pub fn lines(&mut self) -> Lines {
        let stdout = self.child.stdout.take().expect("BUG: this process was not started with Output::Read");
        Lines::of(stdout)
    }

    /// Sends SIGKILL to the whole group, as `kill -9` does, and waits until the program is gone.
    pub fn kill(&mut self) {
        kill_group(self.id());
        let _ = self.child.wait();
    }

    /// Sends SIGTERM to the program alone and waits for its end, at most `limit`.
    ///
    /// # Panics
    /// When it has not ended by then.
    #[track_caller]
    pub fn terminate(&mut self, limit: Duration) -> (ExitStatus, Duration) {
        let started = Instant::now();
        if let Some(pid) = self.pid() {
            kill_process(pid, Signal::TERM).unwrap_or_else(|error| panic!("{}: {error}", self.name));
        }
        loop {
            if let Ok(Some(status)) = self.child.try_wait() {
                return (status, started.elapsed());
            }
            assert!(
                started.elapsed() < limit,
                "{} did not stop within {limit:?}:\n{}",
                self.name,
                self.log()
            );
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// How it ended, if it has: in words, for a failure message.
    pub fn ending(&mut self) -> Option<String> {
        let status = self.child.try_wait().ok().flatten()?;
        Some(match (status.code(), status.signal()) {
            (Some(code), _) => format!("exit code {code}"),
            (None, Some(signal)) => format!("signal {signal}"),
            (None, None) => "an unknown ending".to_owned(),
        })
    }

    fn pid(&self) -> Option<Pid> {
        Pid::from_raw(i32::try_from(self.child.id()).ok()?)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if std::thread::panicking() {
            evidence::keep_file(&self.log);
        }
        self.kill();
        let _ = self.watcher.kill();
        let _ = self.watcher.wait();
    }
}

/// Starts a shell that kills the group when its input ends, which it does with this process.
fn watch(group: u32) -> Child {
    let mut watcher = Command::new("sh");
    watcher.arg("-c").arg("read -r _; kill -s KILL -- -\"$0\"").arg(group.to_string());
    watcher.process_group(0).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    watcher.spawn().expect("a shell can be started")
}

/// Sends SIGKILL to a process group, if it is still there.
pub fn kill_group(id: u32) {
    if let Some(pid) = i32::try_from(id).ok().and_then(Pid::from_raw) {
        let _ = kill_process_group(pid, Signal::KILL);
    }
}

/// Where a program's standard output goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Output {
    /// To the log, beside standard error.
    Log,
    /// To [`Process::lines`].
    Read,
}

/// The lines a program prints, read on a thread so that waiting for one can end.
#[derive(Debug)]
pub struct Lines(Receiver<String>);

impl Lines {
    fn of(stdout: ChildStdout) -> Self {
        let (sender, receiver) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines() {
                let Ok(line) = line else { break };
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        Self(receiver)
    }

    /// The next line, or none when the program closed its output or said nothing for `limit`.
    #[must_use]
    pub fn next_within(&self, limit: Duration) -> Option<String> {
        self.0.recv_timeout(limit).ok()
    }
}
