//! Moments and who pressed for them.

use super::{Result, Tables, author, parsed, parsed_option};
use domain::entity::{Moment, MomentState, Witness};
use domain::id::{EditId, MomentId, NoteId, SessionId};
use domain::time::Timestamp;
use rusqlite::Row;

const SELECT: &str = "SELECT moment.id, session_id, note_id, at, state, present, moment.edit,
    (SELECT ended_at IS NOT NULL FROM session WHERE session.id = session_id) AS over FROM moment";

fn read(row: &Row<'_>) -> rusqlite::Result<Moment> {
    Ok(Moment {
        id: parsed(row, "id", MomentId::parse)?,
        session_id: parsed(row, "session_id", SessionId::parse)?,
        note_id: parsed(row, "note_id", NoteId::parse)?,
        at: Timestamp(row.get("at")?),
        state: parsed(row, "state", MomentState::parse)?,
        present: row.get("present")?,
        over: row.get("over")?,
        witnesses: Vec::new(),
        edit: parsed(row, "edit", EditId::parse)?,
    })
}

impl Tables<'_> {
    fn with_witnesses(&self, mut moment: Moment) -> Result<Moment> {
        // Whoever deleted their mark, or keeps it to themselves, has not seen it.
        let sql = "SELECT author, note_id FROM witness WHERE moment_id = ?1
             AND coalesce((SELECT deleted = 0 AND audience <> 'own' FROM note WHERE note.id = note_id), 1)
             ORDER BY (SELECT typed_from FROM note WHERE note.id = note_id), author";
        moment.witnesses = self.many(sql, [moment.id.to_string()], |row| {
            Ok(Witness {
                author: parsed(row, "author", author)?,
                note_id: parsed_option(row, "note_id", NoteId::parse)?,
            })
        })?;
        // The first mark may have been deleted: another then stands for the moment.
        let notes = || moment.witnesses.iter().filter_map(|witness| witness.note_id);
        if let Some(other) = notes().min()
            && !notes().any(|id| id == moment.note_id)
        {
            moment.note_id = other;
        }
        Ok(moment)
    }

    /// The moments of a session, the first one first.
    pub fn moments_of(&self, session: SessionId) -> Result<Vec<Moment>> {
        let found = self.many(
            &format!("{SELECT} WHERE session_id = ?1 ORDER BY at, id"),
            [session.to_string()],
            read,
        )?;
        found.into_iter().map(|moment| self.with_witnesses(moment)).collect()
    }

    /// The moments of a session whose first key was pressed within a time.
    pub fn moments_near(&self, session: SessionId, from: Timestamp, to: Timestamp) -> Result<Vec<Moment>> {
        let sql = format!("{SELECT} WHERE session_id = ?1 AND at BETWEEN ?2 AND ?3 ORDER BY at, id");
        let found = self.many(&sql, (session.to_string(), from.0, to.0), read)?;
        found.into_iter().map(|moment| self.with_witnesses(moment)).collect()
    }

    /// One moment.
    pub fn moment(&self, id: MomentId) -> Result<Option<Moment>> {
        let found = self.one(&format!("{SELECT} WHERE id = ?1"), [id.to_string()], read)?;
        found.map(|moment| self.with_witnesses(moment)).transpose()
    }

    /// The moment that a note belongs to.
    pub fn moment_with(&self, note: NoteId) -> Result<Option<MomentId>> {
        let sql = "SELECT moment_id FROM witness WHERE note_id = ?1";
        self.one(sql, [note.to_string()], |row| parsed(row, "moment_id", MomentId::parse))
    }

    /// Adds or replaces a moment; its witnesses are written one by one.
    pub fn moment_put(&self, moment: &Moment) -> Result<()> {
        self.run(
            "INSERT INTO moment (id, session_id, note_id, at, state, present, edit)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (id) DO UPDATE SET state = ?5, edit = ?7",
            (
                moment.id.to_string(),
                moment.session_id.to_string(),
                moment.note_id.to_string(),
                moment.at.0,
                moment.state.word(),
                moment.present,
                moment.edit.to_string(),
            ),
        )?;
        Ok(())
    }

    /// Adds somebody who pressed; who has a mark already keeps it, unless they took it back.
    pub fn witness_put(&self, moment: MomentId, witness: &Witness) -> Result<()> {
        self.run(
            "INSERT INTO witness (moment_id, author, note_id) VALUES (?1, ?2, ?3)
             ON CONFLICT (moment_id, author) DO UPDATE SET note_id = CASE
                 WHEN (SELECT deleted = 0 AND audience <> 'own' FROM note WHERE note.id = witness.note_id)
                 THEN note_id ELSE ?3 END",
            (moment.to_string(), witness.author.key(), witness.note_id.map(|id| id.to_string())),
        )?;
        Ok(())
    }
}
