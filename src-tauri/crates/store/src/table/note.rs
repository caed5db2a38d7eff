//! Notes.

use super::{Result, Tables, author, id_array, ids, parsed};
use domain::entity::{Audience, Note};
use domain::id::{EditId, NoteId, ParticipantId, SessionId, TagId};
use domain::time::Timestamp;
use rusqlite::Row;

/// A note as it is first written, with the console time of its key presses.
#[derive(Clone, Debug)]
pub struct NewNote<'a> {
    /// The note.
    pub note: &'a Note,
    /// First key press.
    pub typed_from: Timestamp,
    /// Last key press.
    pub typed_to: Timestamp,
}

const COLUMNS: &str =
    "id, session_id, at, body, tags, who, severity, audience, starred, author, author_name, checked,
    edited, deleted, edit";

fn read(row: &Row<'_>) -> rusqlite::Result<Note> {
    Ok(Note {
        id: parsed(row, "id", NoteId::parse)?,
        session_id: parsed(row, "session_id", SessionId::parse)?,
        at: Timestamp(row.get("at")?),
        body: row.get("body")?,
        tags: ids(row, "tags", TagId::parse)?,
        who: ids(row, "who", ParticipantId::parse)?,
        severity: row.get("severity")?,
        audience: parsed(row, "audience", Audience::parse)?,
        starred: row.get("starred")?,
        author: parsed(row, "author", author)?,
        author_name: row.get("author_name")?,
        checked: row.get("checked")?,
        edited: row.get("edited")?,
        deleted: row.get("deleted")?,
        edit: parsed(row, "edit", EditId::parse)?,
    })
}

impl Tables<'_> {
    /// One note, deleted or not.
    pub fn note(&self, id: NoteId) -> Result<Option<Note>> {
        self.one(&format!("SELECT {COLUMNS} FROM note WHERE id = ?1"), [id.to_string()], read)
    }

    /// The notes of a session that are not deleted, by stamp.
    pub fn notes_of(&self, session: SessionId) -> Result<Vec<Note>> {
        let sql =
            format!("SELECT {COLUMNS} FROM note WHERE session_id = ?1 AND deleted = 0 ORDER BY at, seq");
        self.many(&sql, [session.to_string()], read)
    }

    /// How many notes a session has that are not deleted.
    pub fn note_count(&self, session: SessionId) -> Result<u32> {
        let sql = "SELECT count(*) FROM note WHERE session_id = ?1 AND deleted = 0";
        Ok(self.one(sql, [session.to_string()], |row| row.get(0))?.unwrap_or(0))
    }

    /// Adds a note.
    pub fn note_insert(&self, new: &NewNote<'_>) -> Result<()> {
        let note = new.note;
        self.run(
            "INSERT INTO note (id, session_id, at, typed_from, typed_to, body, tags, who, severity, audience, starred,
             author, author_name, checked, edited, deleted, edit)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
            rusqlite::params![
                note.id.to_string(),
                note.session_id.to_string(),
                note.at.0,
                new.typed_from.0,
                new.typed_to.0,
                note.body,
                id_array(&note.tags),
                id_array(&note.who),
                note.severity,
                note.audience.word(),
                note.starred,
                note.author.key(),
                note.author_name,
                note.checked,
                note.edited,
                note.deleted,
                note.edit.to_string(),
            ],
        )?;
        Ok(())
    }

    /// Writes a note's changeable fields.
    pub fn note_update(&self, note: &Note) -> Result<()> {
        self.run(
            "UPDATE note SET at = ?2, body = ?3, tags = ?4, who = ?5, severity = ?6, audience = ?7, starred = ?8,
             checked = ?9, edited = ?10, deleted = ?11, edit = ?12 WHERE id = ?1",
            (
                note.id.to_string(),
                note.at.0,
                &note.body,
                id_array(&note.tags),
                id_array(&note.who),
                note.severity,
                note.audience.word(),
                note.starred,
                note.checked,
                note.edited,
                note.deleted,
                note.edit.to_string(),
            ),
        )?;
        Ok(())
    }

    /// Notes whose text matches, newest first, as the index has them.
    pub fn notes_matching(&self, query: &str, limit: u32) -> Result<Vec<Note>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM note WHERE seq IN
             (SELECT rowid FROM note_search WHERE note_search MATCH ?1 ORDER BY rowid DESC LIMIT ?2)
             ORDER BY seq DESC"
        );
        self.many(&sql, (query, limit), read)
    }
}
