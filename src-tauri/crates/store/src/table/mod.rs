//! The tables, one a file. A row is read whole into a domain value and written whole from one.

pub mod action;
pub mod answer;
pub mod attendance;
pub mod change;
pub mod column;
pub mod command;
pub mod debrief;
pub mod duty;
pub mod edit;
pub mod form;
pub mod guide;
pub mod inbox;
pub mod item;
pub mod link;
pub mod member;
pub mod moment;
pub mod note;
pub mod participant;
pub mod photo;
pub mod question;
pub mod session;
pub mod slot;
pub mod study;
pub mod tag;

use crate::error::StoreError;
use domain::Refusal;
use domain::id::SessionId;
use rusqlite::types::Type;
use rusqlite::{CachedStatement, Connection, OptionalExtension, Params, Row};

/// Reads and writes through one connection.
#[derive(Clone, Copy)]
pub struct Tables<'c> {
    pub(crate) connection: &'c Connection,
}

pub(crate) type Result<T> = std::result::Result<T, StoreError>;

impl<'c> Tables<'c> {
    pub(crate) fn new(connection: &'c Connection) -> Self {
        Self { connection }
    }

    fn prepare(&self, sql: &str) -> Result<CachedStatement<'c>> {
        Ok(self.connection.prepare_cached(sql)?)
    }

    pub(crate) fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>> {
        Ok(self.prepare(sql)?.query_row(params, read).optional()?)
    }

    pub(crate) fn many<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.prepare(sql)?;
        let rows = statement.query_map(params, read)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    pub(crate) fn run(&self, sql: &str, params: impl Params) -> Result<usize> {
        Ok(self.prepare(sql)?.execute(params)?)
    }

    /// Runs `run` inside a command; when it is refused, nothing of it stays.
    pub fn attempt<T, E: From<StoreError>>(
        self,
        run: impl FnOnce() -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let execute = |sql| self.connection.execute_batch(sql).map_err(StoreError::from);
        execute("SAVEPOINT attempt")?;
        let result = run();
        if self.connection.is_autocommit() {
            return Err(StoreError::Disk("the group was rolled back".into()).into());
        }
        execute(if result.is_ok() { "RELEASE attempt" } else { "ROLLBACK TO attempt; RELEASE attempt" })?;
        result
    }

    /// Whether the study has ever known this id, as whatever it was.
    pub fn knows(&self, id: &str) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM note WHERE id = ?1)
                 OR EXISTS (SELECT 1 FROM erased WHERE id = ?1)
                 OR EXISTS (SELECT 1 FROM slot WHERE id = ?1)
                 OR EXISTS (SELECT 1 FROM session WHERE id = ?1)
                 OR EXISTS (SELECT 1 FROM question WHERE id = ?1)
                 OR EXISTS (SELECT 1 FROM entry WHERE id = ?1)
                 OR EXISTS (SELECT 1 FROM decision WHERE id = ?1)
                 OR EXISTS (SELECT 1 FROM participant WHERE id = ?1)
                 OR EXISTS (SELECT 1 FROM photo WHERE id = ?1)
                 OR EXISTS (SELECT 1 FROM tag WHERE id = ?1)
                 OR EXISTS (SELECT 1 FROM tag_alias WHERE id = ?1)";
        Ok(self.one(sql, [id], |row| row.get(0))?.unwrap_or(false))
    }

    /// The session in which something was captured that was erased.
    pub fn erased_in(&self, id: &str) -> Result<Option<SessionId>> {
        let sql = "SELECT session_id FROM erased WHERE id = ?1 AND session_id IS NOT NULL";
        self.one(sql, [id], |row| parsed(row, "session_id", SessionId::parse))
    }

    /// The first thing that SQLite finds wrong with the file, if anything; indexes are not compared.
    pub fn damage(&self) -> Result<Option<String>> {
        // A connection keeps what it knows of the full-text index until it searches; checked against that, an index
        // that another connection has written to since would seem damaged.
        self.one("SELECT 1 FROM note_search WHERE note_search MATCH '\"\"' LIMIT 1", [], |_| Ok(()))?;
        let found: Option<String> = self.one("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        Ok(found.filter(|found| found != "ok"))
    }

    /// Changes go to a log before the file, so that readers and the writer do not wait for each other.
    pub fn is_logged_ahead(&self) -> Result<bool> {
        let mode: Option<String> = self.one("PRAGMA journal_mode", [], |row| row.get(0))?;
        Ok(mode.is_some_and(|mode| mode == "wal"))
    }

    /// Whether something with this id was erased.
    pub fn is_erased(&self, id: &str) -> Result<bool> {
        Ok(self.one("SELECT 1 FROM erased WHERE id = ?1", [id], |_| Ok(()))?.is_some())
    }
}

/// Reads a text column with a domain parser.
pub(crate) fn parsed<T>(
    row: &Row<'_>,
    column: &str,
    parse: impl FnOnce(&str) -> std::result::Result<T, Refusal>,
) -> rusqlite::Result<T> {
    let index = row.as_ref().column_index(column)?;
    parse(row.get_ref(index)?.as_str()?).map_err(|refusal| strange(index, refusal))
}

/// Like `parsed`, for a column that may be null.
fn parsed_option<T>(
    row: &Row<'_>,
    column: &str,
    parse: impl FnOnce(&str) -> std::result::Result<T, Refusal>,
) -> rusqlite::Result<Option<T>> {
    let index = row.as_ref().column_index(column)?;
    row.get_ref(index)?.as_str_or_null()?.map(parse).transpose().map_err(|refusal| strange(index, refusal))
}

fn strange(index: usize, error: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(index, Type::Text, Box::new(error))
}

/// Reads a JSON array of ids.
fn ids<T>(
    row: &Row<'_>,
    column: &str,
    parse: impl Fn(&str) -> std::result::Result<T, Refusal>,
) -> rusqlite::Result<Vec<T>> {
    let index = row.as_ref().column_index(column)?;
    let texts: Vec<String> =
        serde_json::from_str(row.get_ref(index)?.as_str()?).map_err(|error| strange(index, error))?;
    texts.iter().map(|text| parse(text).map_err(|refusal| strange(index, refusal))).collect()
}

/// Writes a JSON array of ids.
fn id_array<T: ToString>(ids: &[T]) -> String {
    serde_json::Value::from(ids.iter().map(ToString::to_string).collect::<Vec<_>>()).to_string()
}

/// The author's column: `moderator`, `imported` or a member's id.
pub(crate) fn author(text: &str) -> std::result::Result<domain::entity::Author, Refusal> {
    use domain::entity::Author;
    Ok(match text {
        "moderator" => Author::Moderator,
        "imported" => Author::Imported,
        id => Author::Member(domain::id::MemberId::parse(id)?),
    })
}
