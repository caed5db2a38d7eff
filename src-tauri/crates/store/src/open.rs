//! Opening a study: looked at before it is touched, one writer, the pragmas that make an answer mean "on disk".

use crate::error::OpenError;
use crate::folder::why_unsafe;
use crate::migrate::{APPLICATION_ID, SCHEMA, migrate};
use crate::table::{Tables, study::StudyRow};
use crate::{Reader, backup};
use chrono_tz::Tz;
use domain::entity::Tag;
use domain::id::StudyId;
use domain::time::Timestamp;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

/// A key for an encrypted study. None can be made in this version: the room for one is kept.
#[derive(Debug)]
pub enum Key {}

/// What a new study starts with.
#[derive(Clone, Debug)]
pub struct NewStudy {
    /// Survives copying the file.
    pub id: StudyId,
    /// Names this file's feed.
    pub feed_id: String,
    /// Its title.
    pub title: String,
    /// The zone of its days.
    pub zone: Tz,
    /// What the moderator is called.
    pub moderator_name: String,
    /// Its codebook.
    pub tags: Vec<Tag>,
    /// When it was made.
    pub at: Timestamp,
}

/// Versions before this can lose committed writes when the log is reset.
const FIRST_SOUND_SQLITE: i32 = 3_051_003;

pub(crate) fn system(path: &Path) -> impl Fn(rusqlite::Error) -> OpenError {
    move |error| match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => {
            OpenError::Foreign(path.into(), "it is not an SQLite file".into())
        }
        Some(rusqlite::ErrorCode::DatabaseCorrupt) => OpenError::Broken(path.into(), error.to_string()),
        _ => OpenError::System(path.into(), error.to_string()),
    }
}

pub(crate) fn sound_sqlite() -> Result<(), OpenError> {
    if rusqlite::version_number() < FIRST_SOUND_SQLITE {
        return Err(OpenError::OldSqlite(rusqlite::version().into()));
    }
    Ok(())
}

/// Makes a study file that must not exist yet; nothing stays of it when that fails.
pub fn create(path: &Path, study: &NewStudy) -> Result<(), OpenError> {
    sound_sqlite()?;
    if path.exists() {
        return Err(OpenError::Exists(path.into()));
    }
    if let Some(why) = why_unsafe(path) {
        return Err(OpenError::Unsafe(path.into(), why));
    }
    let _lock = lock(path)?;
    // Claims the name: of two that create at once, one fails.
    File::create_new(path).map_err(|error| OpenError::System(path.into(), error.to_string()))?;
    let made = fill(path, study)
        .and_then(|()| sync_folder(path).map_err(|error| OpenError::System(path.into(), error.to_string())));
    if made.is_err() {
        for suffix in ["", "-wal", "-shm", ".lock"] {
            let _ = std::fs::remove_file(beside(path, suffix));
        }
    }
    made
}

/// Puts the name of a new file on disk, too: without it a power cut takes the whole file.
pub(crate) fn sync_folder(path: &Path) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

fn fill(path: &Path, study: &NewStudy) -> Result<(), OpenError> {
    let connection = Connection::open(path).map_err(system(path))?;
    prepare(&connection, path)?;
    migrate(&connection).map_err(system(path))?;
    let filled = || -> Result<(), crate::StoreError> {
        let transaction = connection.unchecked_transaction()?;
        let tables = Tables::new(&connection);
        tables.study_create(&StudyRow::new(study))?;
        for tag in &study.tags {
            tables.tag_put(tag)?;
        }
        Ok(transaction.commit()?)
    };
    filled().map_err(|error| OpenError::System(path.into(), error.to_string()))
}

/// The path with something after its whole name: `NAME.backroom` and `-wal`.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

pub(crate) fn lock(path: &Path) -> Result<File, OpenError> {
    let denied = |error: std::io::Error| OpenError::System(path.into(), format!("its lock file: {error}"));
    let file = File::options()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(beside(path, ".lock"))
        .map_err(denied)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::Locked(path.into())),
        Err(TryLockError::Error(error)) => Err(denied(error)),
    }
}

/// Looks at a file without changing it: is it a study, and of which version?
pub(crate) fn look(path: &Path) -> Result<i64, OpenError> {
    let about = std::fs::metadata(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => OpenError::Missing(path.into()),
        _ => OpenError::System(path.into(), error.to_string()),
    })?;
    if !about.is_file() {
        return Err(OpenError::Foreign(path.into(), "it is not a file".into()));
    }
    if about.len() == 0 {
        return Err(OpenError::Foreign(path.into(), "it is empty".into()));
    }
    let connection = Connection::open_with_flags(path, read_flags()).map_err(system(path))?;
    let read =
        |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).map_err(system(path));
    if read("application_id")? != i64::from(APPLICATION_ID) {
        return Err(OpenError::Foreign(path.into(), "another program made it".into()));
    }
    let version = read("user_version")?;
    if version > SCHEMA {
        return Err(OpenError::Newer(path.into(), version, SCHEMA));
    }
    if version < 1 {
        return Err(OpenError::Foreign(path.into(), "its making was never finished".into()));
    }
    Ok(version)
}

/// Opens a study of this version or an older one, and only reads.
pub(crate) fn looked_at(path: &Path) -> Result<Connection, OpenError> {
    look(path)?;
    let connection = Connection::open_with_flags(path, read_flags()).map_err(system(path))?;
    connection
        .execute_batch("PRAGMA busy_timeout = 5000; PRAGMA query_only = ON; PRAGMA trusted_schema = OFF;")
        .map_err(system(path))?;
    Ok(connection)
}

pub(crate) fn read_flags() -> OpenFlags {
    OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX
}

/// More statements than the tables have: with fewer kept, a note's would push each other out and be compiled anew.
const STATEMENTS: usize = 256;

/// What keeps statements ready: enough are kept, and none is planned again for each value that it is given, which
/// helps only with statistics that a study never has.
fn keep_statements(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// The pragmas of every connection that writes.
fn prepare(connection: &Connection, path: &Path) -> Result<(), OpenError> {
    keep_statements(connection).map_err(system(path))?;
    connection
        .execute_batch(
            "PRAGMA busy_timeout = 5000;
             PRAGMA secure_delete = ON;
             PRAGMA foreign_keys = ON;
             PRAGMA fullfsync = ON;
             PRAGMA checkpoint_fullfsync = ON;
             PRAGMA trusted_schema = OFF;
             PRAGMA temp_store = MEMORY;",
        )
        .map_err(system(path))?;
    let mode: String = connection
        .pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))
        .map_err(system(path))?;
    if mode != "wal" {
        return Err(OpenError::Unsafe(path.into(), "does not allow SQLite's write-ahead log".into()));
    }
    let synchronous = synchronous();
    connection.pragma_update(None, "synchronous", synchronous).map_err(system(path))
}

/// FULL: an answer means that it is on disk. The power-cut test weakens it, in debug builds only, to show that
/// the test sees a loss.
fn synchronous() -> &'static str {
    let weakened = cfg!(debug_assertions) && std::env::var_os("BACKROOM_TEST_WEAK_SYNC").is_some();
    if weakened { "NORMAL" } else { "FULL" }
}

/// Opens for writing: looks, locks, migrates (after a copy).
pub(crate) fn read_write(path: &Path, key: Option<Key>) -> Result<(Connection, File), OpenError> {
    if let Some(key) = key {
        match key {}
    }
    sound_sqlite()?;
    look(path)?;
    if let Some(why) = why_unsafe(path) {
        return Err(OpenError::Unsafe(path.into(), why));
    }
    let lock = lock(path)?;
    // Looked at again under the lock: another console may have migrated it in between.
    let version = look(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(system(path))?;
    prepare(&connection, path)?;
    if version < SCHEMA {
        backup::before_migration(&connection, path, version)?;
        migrate(&connection).map_err(system(path))?;
    }
    Ok((connection, lock))
}

/// Opens for reading only, beside whoever writes.
pub fn read_only(path: &Path) -> Result<Reader, OpenError> {
    sound_sqlite()?;
    if look(path)? < SCHEMA {
        return Err(OpenError::Foreign(
            path.into(),
            "an older Backroom made it; open it in the console once".into(),
        ));
    }
    let connection = looked_at(path)?;
    keep_statements(&connection).map_err(system(path))?;
    Ok(Reader { connection })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::StudyId;

    #[test]
    fn a_study_is_written_by_a_sound_sqlite_that_waits_for_the_disk_and_leaves_nothing_behind() {
        assert!(rusqlite::version_number() >= 3_051_003, "{} can lose committed writes", rusqlite::version());
        assert!(FIRST_SOUND_SQLITE >= 3_051_003 && sound_sqlite().is_ok(), "and it is asked at the start");
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("new.backroom");
        let study = NewStudy {
            id: StudyId::parse("01890a5d-ac96-774b-bcce-000000000001").expect("an id"),
            feed_id: "feed".into(),
            title: "New".into(),
            zone: chrono_tz::UTC,
            moderator_name: "Moderator".into(),
            tags: Vec::new(),
            at: Timestamp(0),
        };
        create(&path, &study).expect("made");
        let (connection, _lock) = read_write(&path, None).expect("opened");
        for (name, expected) in [
            ("synchronous", "2"),
            ("fullfsync", "1"),
            ("checkpoint_fullfsync", "1"),
            ("secure_delete", "1"),
            ("foreign_keys", "1"),
            ("trusted_schema", "0"),
            ("journal_mode", "wal"),
        ] {
            let found: String = connection
                .query_row(&format!("SELECT CAST({name} AS TEXT) FROM pragma_{name}"), [], |row| row.get(0))
                .expect("a pragma");
            assert_eq!(found, expected, "{name}");
        }
        let index: i64 = connection
            .query_row("SELECT v FROM note_search_config WHERE k = 'secure-delete'", [], |row| row.get(0))
            .expect("the index says how it deletes");
        assert_eq!(index, 1, "the index keeps no word that was deleted");
        let reader = read_only(&path).expect("opened beside it");
        assert!(reader.connection.execute("DELETE FROM study", []).is_err(), "whoever reads cannot write");
    }
}
