//! What can go wrong with a study file.

use crate::open::system;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why a file could not be opened as a study. The file is as it was.
#[derive(Debug, Error)]
pub enum OpenError {
    /// Nothing is there.
    #[error("{} does not exist.", .0.display())]
    Missing(PathBuf),
    /// Something is there already.
    #[error("{} exists already. It was not touched; choose another name.", .0.display())]
    Exists(PathBuf),
    /// Another program holds the study.
    #[error("{} is open in another window. Only one console can write it. Nothing was changed.", .0.display())]
    Locked(PathBuf),
    /// Not made by Backroom.
    #[error("{path} is not a Backroom study: {1}. It was not touched.", path = .0.display())]
    Foreign(PathBuf, String),
    /// Made by a later version.
    #[error(
        "{path} was made by a newer Backroom (format {1}; this one reads up to {2}). Install the newer one. The file was not touched.",
        path = .0.display()
    )]
    Newer(PathBuf, i64, i64),
    /// A folder in which SQLite loses notes.
    #[error(
        "{path} is in a folder that {1}. Live notes can be lost there: move the study to a folder of this computer, and keep backups there. Nothing was changed.",
        path = .0.display()
    )]
    Unsafe(PathBuf, String),
    /// Its pages contradict each other.
    #[error("{path} is damaged: {1}. It was not touched.", path = .0.display())]
    Broken(PathBuf, String),
    /// A study that cannot be opened and has a sound copy, of this time.
    #[error("{0} Its newest sound copy is of {1}.")]
    Damaged(Box<OpenError>, String),
    /// Nothing to put in its place.
    #[error("{} has no sound copy. Nothing was changed.", .0.display())]
    NoCopy(PathBuf),
    /// Nothing to restore.
    #[error("{} is sound. Nothing was changed.", .0.display())]
    Sound(PathBuf),
    /// The system said no.
    #[error("{path} could not be opened: {1}. Nothing was changed.", path = .0.display())]
    System(PathBuf, String),
    /// The bundled SQLite is older than the first sound one.
    #[error("This build carries SQLite {0}, which can lose committed notes; 3.51.3 or later is needed.")]
    OldSqlite(String),
}

impl OpenError {
    /// Whether a copy could help: the file is there no more, or is no study any more.
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::Missing(_) | Self::Foreign(..) | Self::Broken(..))
    }
}

/// Why a study's own copy was not made. The study is as it was.
#[derive(Debug, Error)]
pub enum CopyError {
    /// Notes need what is left.
    #[error("the disk has too little room")]
    NoRoom,
    /// The copy is not sound, and so the study is not.
    #[error("it was not sound: {0}")]
    Unsound(String),
    /// The system said no.
    #[error("{0}")]
    System(String),
}

impl From<std::io::Error> for CopyError {
    fn from(error: std::io::Error) -> Self {
        Self::System(error.to_string())
    }
}

impl From<OpenError> for CopyError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Broken(_, why) | OpenError::Foreign(_, why) => Self::Unsound(why),
            OpenError::System(_, why) => Self::System(why),
            error => Self::System(error.to_string()),
        }
    }
}

/// Why a read or write of an open study failed.
#[derive(Debug, Error)]
pub enum StoreError {
    /// No room, or the disk failed: nothing of the group was saved.
    #[error("The disk is full or failed ({0}).")]
    Disk(String),
    /// A value in the file that this version never writes.
    #[error("The study holds a value that this version does not know: {0}.")]
    Unknown(String),
    /// The study was closed meanwhile.
    #[error("The study is closed.")]
    Closed,
    /// Anything else of SQLite's.
    #[error("SQLite: {0}")]
    Sqlite(rusqlite::Error),
}

impl StoreError {
    /// The same about a study that is being opened.
    pub fn at(self, path: &Path) -> OpenError {
        match self {
            Self::Sqlite(error) => system(path)(error),
            error => OpenError::System(path.into(), error.to_string()),
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        match error.sqlite_error_code() {
            Some(Code::DiskFull | Code::SystemIoFailure | Code::CannotOpen | Code::ReadOnly) => {
                Self::Disk(error.to_string())
            }
            _ => Self::Sqlite(error),
        }
    }
}
