//! Copies of a study that are whole, and whether a study is sound.

use crate::error::OpenError;
use crate::open::{beside, looked_at, read_only, sync_folder, system};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use std::fs::File;
use std::path::{Path, PathBuf};

/// Copies a study, also while it is open elsewhere, in one step; the copy is reopened and checked.
///
/// The copy names a feed of its own: pages that followed the original start afresh on it.
pub fn backup(path: &Path, destination: &Path, feed_id: &str) -> Result<(), OpenError> {
    if destination.exists() {
        return Err(OpenError::Exists(destination.into()));
    }
    let source = read_only(path)?;
    let part = beside(destination, ".part");
    create(&part)?;
    let copied = copy(&source.connection, &part, Some(feed_id)).and_then(|()| {
        let problems = check(&part)?;
        match problems.first() {
            Some(problem) => {
                Err(OpenError::System(part.clone(), format!("the copy is not sound: {problem}")))
            }
            None => Ok(()),
        }
    });
    let finished = copied.and_then(|()| {
        std::fs::rename(&part, destination)
            .and_then(|()| sync_folder(destination))
            .map_err(|error| OpenError::System(destination.into(), error.to_string()))
    });
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(beside(&part, suffix));
    }
    finished
}

fn create(part: &Path) -> Result<(), OpenError> {
    File::create(part).map(drop).map_err(|error| OpenError::System(part.into(), error.to_string()))
}

/// Copies into an empty file. One that was removed meanwhile is not made again.
pub(crate) fn copy(source: &Connection, part: &Path, feed_id: Option<&str>) -> Result<(), OpenError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut copy = Connection::open_with_flags(part, flags).map_err(system(part))?;
    // It is synced as a whole before it is given its name: until then nobody relies on it.
    copy.pragma_update(None, "synchronous", "OFF").map_err(system(part))?;
    let step = Backup::new(source, &mut copy).and_then(|backup| backup.step(-1)).map_err(system(part))?;
    if step != StepResult::Done {
        return Err(OpenError::System(part.into(), "the study was busy; try again".into()));
    }
    // A copy is one file: no log beside it that could be left behind.
    copy.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(())).map_err(system(part))?;
    if let Some(feed_id) = feed_id {
        copy.execute("UPDATE study SET feed_id = ?1", [feed_id]).map_err(system(part))?;
    }
    drop(copy);
    File::open(part)
        .and_then(|file| file.sync_all())
        .map_err(|error| OpenError::System(part.into(), error.to_string()))
}

/// The copy that stays when a study is brought up to this version.
pub(crate) fn before_migration(
    connection: &Connection,
    path: &Path,
    version: i64,
) -> Result<PathBuf, OpenError> {
    let kept = beside(path, &format!(".before-format-{version}"));
    let part = beside(&kept, ".part");
    create(&part)?;
    copy(connection, &part, None)?;
    std::fs::rename(&part, &kept).map_err(|error| OpenError::System(kept.clone(), error.to_string()))?;
    Ok(kept)
}

/// What is wrong with a study, in sentences; none when it is sound. Reads only, also beside a console.
pub fn check(path: &Path) -> Result<Vec<String>, OpenError> {
    read_only(path)?;
    problems(path)
}

/// The same, also of an older version.
pub(crate) fn problems(path: &Path) -> Result<Vec<String>, OpenError> {
    let connection = looked_at(path)?;
    let mut problems = Vec::new();
    let mut collect = |sql: &str, say: &dyn Fn(&rusqlite::Row<'_>) -> rusqlite::Result<Option<String>>| {
        let mut read = || -> rusqlite::Result<()> {
            let mut statement = connection.prepare(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                problems.extend(say(row)?);
            }
            Ok(())
        };
        if let Err(error) = read() {
            problems.push(format!("It cannot be read: {error}."));
        }
    };
    collect("PRAGMA integrity_check(20)", &|row| {
        let line: String = row.get(0)?;
        Ok((line != "ok").then(|| format!("SQLite finds: {line}.")))
    });
    collect("PRAGMA foreign_key_check", &|row| {
        let table: String = row.get(0)?;
        Ok(Some(format!("A row of {table} points to something that is not there.")))
    });
    collect("SELECT count(*) FROM note WHERE edit NOT IN (SELECT id FROM edit)", &|row| {
        let count: i64 = row.get(0)?;
        Ok((count > 0).then(|| format!("{count} notes have lost their history.")))
    });
    Ok(problems)
}
