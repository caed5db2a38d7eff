//! Where the built programs are, and whether they are what the sources say.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

/// The command-line program.
pub const BACKROOM: &str = "backroom";
/// The console window.
pub const CONSOLE: &str = "backroom-console";

/// The repository's root folder.
#[must_use]
pub fn repository() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().expect("BUG: the tests folder has no parent").to_path_buf()
}

/// The path of a built program, from the folder that `BACKROOM_BIN` names.
///
/// # Panics
/// When there is none, or it is older than a source that it was made from.
#[track_caller]
#[must_use]
pub fn program(name: &str) -> PathBuf {
    let Some(folder) = std::env::var_os("BACKROOM_BIN") else {
        panic!(
            "BACKROOM_BIN is not set. Run the tests with `cargo xtask test`, which builds the programs first."
        )
    };
    let path = PathBuf::from(folder).join(name);
    assert!(path.is_file(), "{} is missing. Run `cargo xtask test`, which builds it.", path.display());
    let stale = newer_source(&path).map(|source| (path.clone(), source)).or_else(stale_page);
    if let Some((built, source)) = stale {
        panic!(
            "{} is older than {}. Run `cargo xtask test`, which builds it.",
            built.display(),
            source.display()
        );
    }
    path
}

/// Runs the command-line program to its end.
///
/// # Panics
/// When it cannot be started.
#[track_caller]
pub fn backroom<I, A>(arguments: I) -> Outcome
where
    I: IntoIterator<Item = A>,
    A: AsRef<std::ffi::OsStr>,
{
    let output = Command::new(program(BACKROOM)).args(arguments).output().expect("backroom can be started");
    Outcome {
        code: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// How a command ended and what it printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The exit code, unless a signal ended it.
    pub code: Option<i32>,
    /// What it printed.
    pub stdout: String,
    /// What it logged or complained about.
    pub stderr: String,
}

impl Outcome {
    /// The printed text of a command that must have succeeded.
    ///
    /// # Panics
    /// When it did not exit with 0.
    #[track_caller]
    #[must_use]
    pub fn done(self) -> String {
        assert_eq!(self.code, Some(0), "the command must succeed:\n{}{}", self.stdout, self.stderr);
        self.stdout
    }
}

/// A source newer than the program, by the list that cargo writes beside it.
fn newer_source(program: &Path) -> Option<PathBuf> {
    let built = modified(program)?;
    let list = std::fs::read_to_string(program.with_extension("d")).unwrap_or_default();
    let (_, sources) = list.split_once(": ").unwrap_or_default();
    let sources = sources.trim().replace("\\ ", "\0");
    let mut sources = sources.split(' ').map(|source| PathBuf::from(source.replace('\0', " ")));
    sources.find(|source| modified(source).is_some_and(|time| time > built))
}

/// A built page, which the programs embed, that is older than a source of the pages.
fn stale_page() -> Option<(PathBuf, PathBuf)> {
    let ui = repository().join("ui");
    let (newest, source) = newest_file(&ui.join("src"))?;
    let pages = ["console", "room"].map(|page| ui.join("dist").join(page).join("index.html"));
    let stale = pages.into_iter().find(|page| modified(page).is_none_or(|time| time < newest))?;
    Some((stale, source))
}

fn modified(path: &Path) -> Option<SystemTime> {
    std::fs::metadata(path).and_then(|metadata| metadata.modified()).ok()
}

fn newest_file(folder: &Path) -> Option<(SystemTime, PathBuf)> {
    let entries = std::fs::read_dir(folder).ok()?.flatten();
    let newest = entries.filter_map(|entry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => newest_file(&entry.path()),
        _ => Some((modified(&entry.path())?, entry.path())),
    });
    newest.max()
}
