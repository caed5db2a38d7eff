//! The study file: the only user of SQLite.
//!
//! One `Store` holds the lock and the write connection. `Tables` reads and writes one table a file through any
//! connection. Nothing is published or answered here.

mod backup;
mod copies;
mod erase;
mod error;
mod folder;
mod migrate;
mod open;
mod reserve;
mod search;
mod table;

pub use backup::{backup, check};
pub use copies::{COPIES_KEPT, Copied, Copies, Restored, copies, newest_sound_copy, restore};
pub use erase::{Captured, CapturedNote};
pub use error::{CopyError, OpenError, StoreError};
pub use folder::{free_bytes, why_unsafe};
pub use migrate::{APPLICATION_ID, SCHEMA};
pub use open::{Key, NewStudy, create, read_only};
pub use reserve::{RESERVE, Reserve};
pub use search::{Hits, Look, Stretch, Term};
pub use table::Tables;
pub use table::action::ActionRow;
pub use table::answer::Origin;
pub use table::change::{Audience, Change, ChangeRow};
pub use table::command::CommandRow;
pub use table::edit::{EditRow, Edited};
pub use table::link::LinkRow;
pub use table::member::Cookie;
pub use table::slot::Source;

use rusqlite::Connection;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A study open for writing. Dropping it checkpoints the log and frees the lock.
pub struct Store {
    connection: Connection,
    path: PathBuf,
    copies: Arc<Copies>,
    // Freed last: fields drop in order.
    _lock: File,
}

/// A study open for reading.
pub struct Reader {
    connection: Connection,
}

impl Store {
    /// Opens a study for writing, taking its lock and migrating it when it is older.
    pub fn open(path: &Path, key: Option<Key>) -> Result<Self, OpenError> {
        let (connection, lock) = open::read_write(path, key)?;
        let copies = Arc::new(Copies::of(path));
        Ok(Self { connection, path: path.to_owned(), copies, _lock: lock })
    }

    /// Where the study is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its own copies.
    pub fn copies(&self) -> Arc<Copies> {
        self.copies.clone()
    }

    /// Another connection that only reads; it sees what was committed when it reads.
    pub fn reader(&self) -> Result<Reader, OpenError> {
        read_only(&self.path)
    }

    /// The tables as the write connection sees them, uncommitted changes included.
    pub fn tables(&self) -> Tables<'_> {
        Tables::new(&self.connection)
    }

    /// Begins a group: everything until `commit` is on disk together or not at all.
    pub fn begin(&self) -> Result<(), StoreError> {
        Ok(self.connection.execute_batch("BEGIN IMMEDIATE")?)
    }

    /// Runs one command of the group; when it is refused, nothing of it stays.
    ///
    /// The outer error means that the group as a whole may be gone: see `is_in_group`.
    pub fn savepoint<T, E>(
        &self,
        run: impl FnOnce(Tables<'_>) -> Result<T, E>,
    ) -> Result<Result<T, E>, StoreError> {
        self.connection.execute_batch("SAVEPOINT command")?;
        let result = run(self.tables());
        if !self.is_in_group() {
            return Err(StoreError::Disk("the group was rolled back".into()));
        }
        self.connection.execute_batch(match result {
            Ok(_) => "RELEASE command",
            Err(_) => "ROLLBACK TO command; RELEASE command",
        })?;
        Ok(result)
    }

    /// Whether the group is still there: a full disk rolls all of it back by itself.
    pub fn is_in_group(&self) -> bool {
        !self.connection.is_autocommit()
    }

    /// Puts the group on disk. When this returns without error, a power cut loses nothing of it.
    pub fn commit(&self) -> Result<(), StoreError> {
        Ok(self.connection.execute_batch("COMMIT")?)
    }

    /// Drops the group.
    pub fn rollback(&self) {
        if self.is_in_group()
            && let Err(error) = self.connection.execute_batch("ROLLBACK")
        {
            tracing::error!(%error, "a group could not be rolled back");
        }
    }

    /// Lets the file grow to no more than so many pages; what does not fit is refused as by a full disk.
    pub fn limit_pages(&self, pages: u32) -> Result<(), StoreError> {
        Ok(self.connection.pragma_update(None, "max_page_count", pages)?)
    }

    /// Brings the full-text index up to the newest committed note, at most `limit` changes; true when more waits.
    pub fn index_some(&self, limit: u32) -> Result<bool, StoreError> {
        search::index_some(&self.connection, limit)
    }
}

impl Reader {
    /// The tables as of the moment of reading.
    pub fn tables(&self) -> Tables<'_> {
        Tables::new(&self.connection)
    }

    /// Runs `read` on one unchanging view of the study.
    pub fn snapshot<T>(
        &self,
        read: impl FnOnce(Tables<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let transaction = self.connection.unchecked_transaction()?;
        let value = read(self.tables())?;
        transaction.finish()?;
        Ok(value)
    }
}
