//! A folder to work in, and the built command.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

pub(crate) struct Bench {
    folder: TempDir,
}

/// What a command did.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// With a study that has nothing in it.
    pub(crate) fn with_study() -> (Self, PathBuf) {
        let bench = Self::new();
        let study = bench.path("checkout.backroom");
        bench.run(&["new", text(&study), "--title", "Checkout", "--zone", "Europe/Berlin"]).done();
        (bench, study)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    /// The command, with a data folder of its own.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_backroom"));
        command.args(arguments).current_dir(self.folder.path());
        for name in ["HOME", "XDG_DATA_HOME", "APPDATA"] {
            command.env(name, self.path("home"));
        }
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Outcome {
        self.command(arguments).output().unwrap().into()
    }
}

impl From<Output> for Outcome {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Outcome {
    /// It did what it should and said nothing on standard error.
    #[track_caller]
    pub(crate) fn done(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (Some(0), ""), "{self:?}");
        self.out
    }

    /// It refused, with sentences on standard error only.
    #[track_caller]
    pub(crate) fn refused(self) -> String {
        assert_eq!((self.code, self.out.as_str()), (Some(1), ""), "{self:?}");
        for line in self.err.lines() {
            assert!(line.ends_with('.') && line.len() < 500, "one sentence a line: {line:?}");
        }
        self.err
    }

    /// It was called wrongly.
    #[track_caller]
    pub(crate) fn wrong_usage(self) -> String {
        assert_eq!((self.code, self.out.as_str()), (Some(2), ""), "{self:?}");
        self.err
    }
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A schedule of one session, today's or not.
pub(crate) const SCHEDULE: &str = "date,start,end,participant,kind\n2026-11-26,09:00,10:00,P01,interview\n";
