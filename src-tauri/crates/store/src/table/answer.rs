//! Answers from files: the files, and their rows.

use super::column::column_set;
use super::{Result, Tables, parsed, parsed_option, strange};
use domain::entity::{AnswerKind, AnswerRow, AnswerSource};
use domain::id::{ParticipantId, SourceId};
use domain::time::Timestamp;
use rusqlite::Row;
use serde_json::Value;

/// What a file with answers is recognised by when it comes again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The names of all its columns, those left out included.
    pub headers: Vec<String>,
    /// Of its content: SHA-256, hex.
    pub digest: String,
}

fn texts(row: &Row<'_>, column: &str) -> rusqlite::Result<Vec<String>> {
    let index = row.as_ref().column_index(column)?;
    serde_json::from_str(row.get_ref(index)?.as_str()?).map_err(|error| strange(index, error))
}

fn read_source(row: &Row<'_>) -> rusqlite::Result<AnswerSource> {
    Ok(AnswerSource {
        id: parsed(row, "id", SourceId::parse)?,
        name: row.get("name")?,
        kind: parsed(row, "kind", AnswerKind::parse)?,
        imported_at: Timestamp(row.get("imported_at")?),
        columns: texts(row, "columns")?,
    })
}

fn read_row(row: &Row<'_>) -> rusqlite::Result<AnswerRow> {
    Ok(AnswerRow {
        row: row.get("row")?,
        participant_id: parsed_option(row, "participant_id", ParticipantId::parse)?,
        at: row.get("at")?,
        values: texts(row, "answers")?,
    })
}

const SOURCE: &str = "SELECT id, name, kind, imported_at, columns FROM answer_source";
const ROW: &str = "SELECT row, participant_id, at, answers FROM answer_row";

impl Tables<'_> {
    /// All files with answers, the first imported first.
    pub fn answer_sources(&self) -> Result<Vec<AnswerSource>> {
        self.many(&format!("{SOURCE} ORDER BY id"), [], read_source)
    }

    /// One file with answers.
    pub fn answer_source(&self, id: SourceId) -> Result<Option<AnswerSource>> {
        self.one(&format!("{SOURCE} WHERE id = ?1"), [id.to_string()], read_source)
    }

    /// The files with answers that have exactly these columns in any order, and what their content came to.
    pub fn answer_sources_like(&self, headers: &[String]) -> Result<Vec<(AnswerSource, String)>> {
        self.many(
            "SELECT id, name, kind, imported_at, columns, digest FROM answer_source WHERE headers = ?1 ORDER BY id",
            [column_set(headers)],
            |row| Ok((read_source(row)?, row.get("digest")?)),
        )
    }

    /// Adds or replaces a file with answers; its rows are written apart.
    pub fn answer_source_put(&self, source: &AnswerSource, origin: &Origin) -> Result<()> {
        self.run(
            "INSERT INTO answer_source (id, name, kind, imported_at, columns, headers, digest)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (id) DO UPDATE SET name = ?2, kind = ?3, imported_at = ?4, columns = ?5, headers = ?6,
             digest = ?7",
            (
                source.id.to_string(),
                &source.name,
                source.kind.word(),
                source.imported_at.0,
                Value::from(source.columns.clone()).to_string(),
                column_set(&origin.headers),
                &origin.digest,
            ),
        )?;
        Ok(())
    }

    /// All rows of a file, in its order.
    pub fn answer_rows(&self, source: SourceId) -> Result<Vec<AnswerRow>> {
        self.many(&format!("{ROW} WHERE source_id = ?1 ORDER BY row"), [source.to_string()], read_row)
    }

    /// All rows of a file in its order, each with what it is recognised by when the file comes again.
    pub fn answer_keys(&self, source: SourceId) -> Result<Vec<(String, AnswerRow)>> {
        self.many(
            "SELECT row, participant_id, at, answers, key FROM answer_row WHERE source_id = ?1 ORDER BY row",
            [source.to_string()],
            |row| Ok((row.get("key")?, read_row(row)?)),
        )
    }

    /// One row of a file.
    pub fn answer_row(&self, source: SourceId, row: u32) -> Result<Option<AnswerRow>> {
        self.one(&format!("{ROW} WHERE source_id = ?1 AND row = ?2"), (source.to_string(), row), read_row)
    }

    /// Everything that a participant answered, by file and row.
    pub fn answers_of(&self, participant: ParticipantId) -> Result<Vec<(SourceId, AnswerRow)>> {
        self.many(
            "SELECT source_id, row, participant_id, at, answers FROM answer_row WHERE participant_id = ?1
             ORDER BY source_id, row",
            [participant.to_string()],
            |row| Ok((parsed(row, "source_id", SourceId::parse)?, read_row(row)?)),
        )
    }

    /// Adds or replaces a row; `key` is what it is recognised by when the file comes again.
    pub fn answer_row_put(&self, source: SourceId, key: &str, row: &AnswerRow) -> Result<()> {
        self.run(
            "INSERT INTO answer_row (source_id, row, key, participant_id, at, answers)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (source_id, row) DO UPDATE SET key = ?3, participant_id = ?4, at = ?5, answers = ?6",
            (
                source.to_string(),
                row.row,
                key,
                row.participant_id.map(|id| id.to_string()),
                &row.at,
                Value::from(row.values.clone()).to_string(),
            ),
        )?;
        Ok(())
    }

    /// Says who gave the answers of a row; they stay theirs when the file comes again.
    pub fn answer_row_join(&self, source: SourceId, row: u32, participant: ParticipantId) -> Result<()> {
        self.run(
            "UPDATE answer_row SET participant_id = ?3 WHERE source_id = ?1 AND row = ?2",
            (source.to_string(), row, participant.to_string()),
        )?;
        Ok(())
    }
}
