//! What a server asked of the disk, and when it answered: read from what `strace` saw.

use e2e::process::{Output, Process};
use e2e::programs::{BACKROOM, program};
use serde_json::Value;
use std::collections::HashMap;
use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Calls that change files, or by which an answer leaves. The shared memory beside a study is mapped and not seen;
/// no power cut leaves anything of it. In the reserve nothing is written.
const CALLS: &str = "trace=openat,write,writev,sendto,sendmsg,pwrite64,pwritev,pwritev2,ftruncate,fallocate,\
                     fsync,fdatasync,unlink,unlinkat,rename,renameat,renameat2";

/// Something that happened, in the order in which it did.
#[derive(Debug)]
pub enum Event {
    /// Bytes were given to the system for a file.
    Write { path: PathBuf, offset: usize, bytes: Vec<u8> },
    /// A file's length was set.
    Truncate { path: PathBuf, length: usize },
    /// A file was made, if it was not there.
    Create { path: PathBuf },
    /// A file or folder is on disk, as far as it went when the event before which this number counts began.
    Synced { path: PathBuf, covers: usize },
    /// The answer that names this revision began to leave.
    Answered { rev: u64 },
}

/// A server whose calls are written down.
pub struct Traced {
    process: Process,
    trace: PathBuf,
    /// The moderator's link.
    pub console: String,
    /// The note-takers' link.
    pub note_taker: String,
}

impl Traced {
    /// Serves a study with its room open; `environment` weakens it, or not.
    pub fn serve(study: &Path, trace: &Path, environment: &[(&str, &str)]) -> Self {
        let mut command = Command::new("strace");
        command.args([
            "-f",
            "-qq",
            "-I",
            "2",
            "--seccomp-bpf",
            "-yy",
            "-xx",
            "-s",
            "1000000",
            "-e",
            "signal=none",
        ]);
        command.args(["-e", CALLS, "-o"]).arg(trace).arg(program(BACKROOM)).arg("serve").arg(study);
        command.args(["--open-room", "--listen", "127.0.0.1:0"]).envs(environment.iter().copied());
        let mut process = Process::start("strace", &mut command, Output::Read);
        let line = process.lines().next_within(Duration::from_secs(30)).unwrap_or_default();
        let ready: Value = serde_json::from_str(&line)
            .unwrap_or_else(|error| panic!("the traced server is not ready ({error}):\n{}", process.log()));
        let link = |name: &str| ready[name].as_str().unwrap_or_default().to_owned();
        Self { process, trace: trace.to_owned(), console: link("console"), note_taker: link("note_taker") }
    }

    /// Ends the trace, and with it the server; gives what happened to the files in `folder`, and the answers.
    pub fn end(mut self, folder: &Path) -> Vec<Event> {
        // strace writes out what it has, lets go of the server and passes the signal on to it.
        let _ = self.process.terminate(Duration::from_secs(10));
        self.process.kill();
        let trace = std::fs::read_to_string(&self.trace).expect("the trace can be read");
        let mut reading = Reading { folder, events: Vec::new(), begun: HashMap::new() };
        for line in trace.lines() {
            reading.line(line);
        }
        reading.events
    }
}

/// A call that has begun: its text so far, and how many events came before it.
struct Begun<'a> {
    text: &'a str,
    before: usize,
}

struct Reading<'a> {
    folder: &'a Path,
    events: Vec<Event>,
    /// By thread: calls that another thread's line came into.
    begun: HashMap<&'a str, Begun<'a>>,
}

impl<'a> Reading<'a> {
    fn line(&mut self, line: &'a str) {
        let (thread, call) = line.split_once(' ').unwrap_or_default();
        let (call, before) = (call.trim_start(), self.events.len());
        if let Some(text) = call.strip_suffix(" <unfinished ...>") {
            // What is written may be on disk from here on, and an answer may have left.
            if !is_sync(text) {
                self.event(text, before);
            }
            self.begun.insert(thread, Begun { text, before });
        } else if call.starts_with("<...") {
            if let Some(begun) = self.begun.remove(thread)
                && is_sync(begun.text)
                && call.ends_with("= 0")
            {
                self.event(begun.text, begun.before);
            }
        } else if !call.contains(" = -1 ") && !call.ends_with(" = ?") {
            self.event(call, before);
        }
    }

    fn event(&mut self, call: &str, before: usize) {
        let (name, arguments) = call.split_once('(').unwrap_or((call, ""));
        match name {
            "write" | "writev" | "sendto" | "sendmsg" => match self.own(file(arguments)) {
                Some(path) => {
                    panic!("{} is written without an offset, which is not known here", path.display())
                }
                None => self.events.extend(answered(arguments).map(|rev| Event::Answered { rev })),
            },
            "pwrite64" => {
                let Some(path) = self.own(file(arguments)) else { return };
                let bytes = strings(arguments).next().expect("BUG: pwrite64 without bytes");
                self.events.push(Event::Write { path, offset: last_number(arguments), bytes });
            }
            "ftruncate" => {
                let Some(path) = self.own(file(arguments)) else { return };
                self.events.push(Event::Truncate { path, length: last_number(arguments) });
            }
            "openat" if arguments.contains("O_CREAT") => {
                let Some(path) = self.own(strings(arguments).next()) else { return };
                self.events.push(Event::Create { path });
            }
            "fsync" | "fdatasync" => {
                let Some(path) = self.own(file(arguments)) else { return };
                self.events.push(Event::Synced { path, covers: before });
            }
            "openat" => {}
            _ => {
                // Removing and renaming, of what is in this folder: a running server does none of that.
                let strange = strings(arguments).chain(file(arguments)).find_map(|path| self.own(Some(path)));
                assert_eq!(strange, None, "{name} is not known here");
            }
        }
    }

    /// The path, if it is the folder or in it, and if what a power cut leaves of it matters.
    fn own(&self, path: Option<Vec<u8>>) -> Option<PathBuf> {
        let path = PathBuf::from(OsString::from_vec(path?));
        let name = path.to_string_lossy();
        let passing = name.ends_with("-shm") || name.ends_with(".reserve");
        (path.starts_with(self.folder) && !passing).then_some(path)
    }
}

fn is_sync(call: &str) -> bool {
    call.starts_with("fsync(") || call.starts_with("fdatasync(")
}

/// The path of the open file that is a call's first argument.
fn file(arguments: &str) -> Option<Vec<u8>> {
    let (_, path) = arguments.split_once('<')?;
    let end = path.find(">,").or_else(|| path.find(">)")).or_else(|| path.strip_suffix('>').map(str::len))?;
    Some(unescaped(&path[..end]))
}

/// The quoted strings of a call.
fn strings(arguments: &str) -> impl Iterator<Item = Vec<u8>> {
    arguments.split('"').skip(1).step_by(2).map(unescaped)
}

/// `strace -xx` writes every byte of a string as `\x` and two digits; what it says of sockets stays as it is.
fn unescaped(text: &str) -> Vec<u8> {
    if !text.starts_with("\\x") {
        return text.as_bytes().to_vec();
    }
    let digit = |digit: u8| if digit > b'9' { digit - b'a' + 10 } else { digit - b'0' };
    text.as_bytes().chunks_exact(4).map(|byte| digit(byte[2]) * 16 + digit(byte[3])).collect()
}

/// The last argument, or the only number after the last comma.
fn last_number(arguments: &str) -> usize {
    let arguments = arguments.split(')').next().unwrap_or_default();
    let number = arguments.rsplit(", ").next().and_then(|number| number.parse().ok());
    number.unwrap_or_else(|| panic!("a call without a number at its end: {arguments:.100}"))
}

/// The revision of a command's answer that is sent here.
fn answered(arguments: &str) -> Option<u64> {
    let sent: Vec<u8> = strings(arguments).flatten().collect();
    let sent = String::from_utf8_lossy(&sent);
    let (_, answer) = sent.strip_prefix("HTTP/1.1 200")?.split_once("{\"ok\":{\"rev\":")?;
    answer.split(|end: char| !end.is_ascii_digit()).next()?.parse().ok()
}
