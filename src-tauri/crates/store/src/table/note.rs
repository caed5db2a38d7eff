//! Notes.

use super::{Result, Tables, author, id_array, ids, parsed};
use domain::entity::{Audience, Note};
use domain::id::{EditId, MemberId, NoteId, ParticipantId, SessionId, TagId};
use domain::moment::LoneMark;
use domain::time::Timestamp;
use rusqlite::Row;

macro_rules! select {
    ($from:literal) => {
        concat!(
            "SELECT note.seq, note.id, note.session_id, note.at, note.typed_from, note.typed_to, note.body, note.tags,
             note.who, note.severity, note.audience, note.starred, note.author, note.author_name, note.checked,
             note.edited, note.deleted, note.edit, note.passed, note.lifted,
             (SELECT count(*) FROM saw_too WHERE note_id = note.id) AS saw_too ",
            $from
        )
    };
}

/// One note, by its id.
pub(crate) const BY_ID: &str = select!("FROM note WHERE id = ?1");
/// Notes that the index finds, newest first, from a place on.
pub(crate) const MATCHING: &str = select!(
    "FROM note_search CROSS JOIN note ON note.seq = note_search.rowid
     WHERE note_search MATCH ?1 AND note_search.rowid < ?2 ORDER BY note_search.rowid DESC"
);

/// A note and its place in the file.
pub(crate) fn read_with_place(row: &Row<'_>) -> rusqlite::Result<(i64, Note)> {
    Ok((row.get("seq")?, read(row)?))
}

fn read(row: &Row<'_>) -> rusqlite::Result<Note> {
    Ok(Note {
        id: parsed(row, "id", NoteId::parse)?,
        session_id: parsed(row, "session_id", SessionId::parse)?,
        at: Timestamp(row.get("at")?),
        typed_from: Timestamp(row.get("typed_from")?),
        typed_to: Timestamp(row.get("typed_to")?),
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
        passed: row.get("passed")?,
        lifted: row.get("lifted")?,
        saw_too: row.get("saw_too")?,
    })
}

impl Tables<'_> {
    /// One note, deleted or not.
    pub fn note(&self, id: NoteId) -> Result<Option<Note>> {
        self.one(BY_ID, [id.to_string()], read)
    }

    /// The notes of a session that are not deleted, by stamp.
    pub fn notes_of(&self, session: SessionId) -> Result<Vec<Note>> {
        let sql = select!("FROM note WHERE session_id = ?1 AND deleted = 0 ORDER BY at, seq");
        self.many(sql, [session.to_string()], read)
    }

    /// How many notes a session has that are not deleted.
    pub fn note_count(&self, session: SessionId) -> Result<u32> {
        let sql = "SELECT count(*) FROM note WHERE session_id = ?1 AND deleted = 0";
        Ok(self.one(sql, [session.to_string()], |row| row.get(0))?.unwrap_or(0))
    }

    /// Adds a note.
    pub fn note_insert(&self, note: &Note) -> Result<()> {
        self.run(
            "INSERT INTO note (id, session_id, at, typed_from, typed_to, body, tags, who, severity, audience, starred,
             author, author_name, checked, edited, deleted, edit, passed, lifted)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
            rusqlite::params![
                note.id.to_string(),
                note.session_id.to_string(),
                note.at.0,
                note.typed_from.0,
                note.typed_to.0,
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
                note.passed,
                note.lifted,
            ],
        )?;
        Ok(())
    }

    /// Writes a note's changeable fields.
    pub fn note_update(&self, note: &Note) -> Result<()> {
        self.run(
            "UPDATE note SET at = ?2, body = ?3, tags = ?4, who = ?5, severity = ?6, audience = ?7, starred = ?8,
             checked = ?9, edited = ?10, deleted = ?11, edit = ?12, passed = ?13, lifted = ?14 WHERE id = ?1",
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
                note.passed,
                note.lifted,
            ),
        )?;
        Ok(())
    }

    /// Says that somebody saw it, too, or not after all; false when that is known.
    pub fn saw_too_put(&self, note: NoteId, member: MemberId, on: bool, at: Timestamp) -> Result<bool> {
        let changed = if on {
            let sql =
                "INSERT INTO saw_too (note_id, member_id, at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
            self.run(sql, (note.to_string(), member.to_string(), at.0))?
        } else {
            let sql = "DELETE FROM saw_too WHERE note_id = ?1 AND member_id = ?2";
            self.run(sql, (note.to_string(), member.to_string()))?
        };
        Ok(changed > 0)
    }

    /// The notes of what somebody saw, too.
    pub fn saw_too_by(&self, member: MemberId) -> Result<Vec<NoteId>> {
        let sql = "SELECT note_id FROM saw_too WHERE member_id = ?1 ORDER BY note_id";
        self.many(sql, [member.to_string()], |row| parsed(row, "note_id", NoteId::parse))
    }

    /// Which notes have a tag, deleted ones too.
    pub fn notes_tagged(&self, tag: TagId) -> Result<Vec<NoteId>> {
        // The quotes keep an id from matching inside another.
        let sql = "SELECT id FROM note WHERE instr(tags, ?1) > 0 ORDER BY seq";
        self.many(sql, [format!("\"{tag}\"")], |row| parsed(row, "id", NoteId::parse))
    }

    /// How many notes have each tag; deleted ones do not count.
    pub fn tag_counts(&self) -> Result<Vec<(String, u32)>> {
        let sql = "SELECT value, count(*) FROM note, json_each(note.tags) WHERE deleted = 0 GROUP BY value";
        self.many(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// Marks of a session whose keys were pressed within a time and that belong to no moment.
    pub fn lone_marks(&self, session: SessionId, from: Timestamp, to: Timestamp) -> Result<Vec<LoneMark>> {
        let sql = "SELECT id, author, typed_from FROM note WHERE session_id = ?1 AND body IS NULL
             AND typed_from BETWEEN ?2 AND ?3 AND deleted = 0 AND audience <> 'own'
             AND NOT EXISTS (SELECT 1 FROM witness WHERE note_id = note.id)";
        self.many(sql, (session.to_string(), from.0, to.0), |row| {
            Ok(LoneMark {
                note_id: parsed(row, "id", NoteId::parse)?,
                author: parsed(row, "author", author)?,
                at: Timestamp(row.get("typed_from")?),
            })
        })
    }
}
