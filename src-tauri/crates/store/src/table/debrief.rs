//! Debriefs, their entries, and what is decided in them.

use super::{Result, Tables, author, parsed, parsed_option};
use domain::entity::{Debrief, Decision, DecisionKind, Entry, Joined};
use domain::id::{DecisionId, EditId, EntryId, SessionId};
use domain::time::Timestamp;
use rusqlite::Row;

fn read(row: &Row<'_>) -> rusqlite::Result<Debrief> {
    Ok(Debrief {
        session_id: parsed(row, "session_id", SessionId::parse)?,
        started_at: Timestamp(row.get("started_at")?),
        minutes: row.get("minutes")?,
        revealed_at: row.get::<_, Option<i64>>("revealed_at")?.map(Timestamp),
        handed_in: row.get("handed_in")?,
        edit: parsed(row, "edit", EditId::parse)?,
    })
}

const ENTRIES: &str = "SELECT entry.*, coalesce((SELECT revealed_at IS NOT NULL FROM debrief
    WHERE debrief.session_id = entry.session_id), 0) AS revealed FROM entry";

fn read_entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        id: parsed(row, "id", EntryId::parse)?,
        session_id: parsed(row, "session_id", SessionId::parse)?,
        place: row.get("place")?,
        text: row.get("text")?,
        group: parsed_option(row, "group_id", EntryId::parse)?,
        revealed: row.get("revealed")?,
        lifted: row.get("lifted")?,
        author: parsed(row, "author", author)?,
        author_name: row.get("author_name")?,
        joined: Joined { sessions: row.get("joined")?, of: row.get("joined_of")? },
        typed_from: Timestamp(row.get("typed_from")?),
        typed_to: Timestamp(row.get("typed_to")?),
        edit: parsed(row, "edit", EditId::parse)?,
    })
}

fn read_decision(row: &Row<'_>) -> rusqlite::Result<Decision> {
    Ok(Decision {
        id: parsed(row, "id", DecisionId::parse)?,
        session_id: parsed(row, "session_id", SessionId::parse)?,
        kind: parsed(row, "kind", DecisionKind::parse)?,
        text: row.get("text")?,
        build_before: row.get("build_before")?,
        build: row.get("build")?,
        made_at: Timestamp(row.get("made_at")?),
        author: parsed(row, "author", author)?,
        author_name: row.get("author_name")?,
        removed: row.get("removed")?,
        edit: parsed(row, "edit", EditId::parse)?,
    })
}

impl Tables<'_> {
    /// A session's debrief.
    pub fn debrief(&self, session: SessionId) -> Result<Option<Debrief>> {
        let sql = "SELECT debrief.*, (SELECT count(DISTINCT author) FROM entry
             WHERE entry.session_id = debrief.session_id) AS handed_in FROM debrief WHERE session_id = ?1";
        self.one(sql, [session.to_string()], read)
    }

    /// Adds or replaces a debrief.
    pub fn debrief_put(&self, debrief: &Debrief) -> Result<()> {
        self.run(
            "INSERT INTO debrief (session_id, started_at, minutes, revealed_at, edit) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (session_id) DO UPDATE SET started_at = ?2, minutes = ?3, revealed_at = ?4, edit = ?5",
            (
                debrief.session_id.to_string(),
                debrief.started_at.0,
                debrief.minutes,
                debrief.revealed_at.map(|at| at.0),
                debrief.edit.to_string(),
            ),
        )?;
        Ok(())
    }

    /// One entry.
    pub fn entry(&self, id: EntryId) -> Result<Option<Entry>> {
        self.one(&format!("{ENTRIES} WHERE id = ?1"), [id.to_string()], read_entry)
    }

    /// The entries of a session, each author's in their order.
    pub fn entries_of(&self, session: SessionId) -> Result<Vec<Entry>> {
        let sql = format!("{ENTRIES} WHERE session_id = ?1 ORDER BY author, place = 0, place");
        self.many(&sql, [session.to_string()], read_entry)
    }

    /// The ids of an author's entries.
    pub fn entries_by(&self, author: &str) -> Result<Vec<EntryId>> {
        let sql = "SELECT id FROM entry WHERE author = ?1 ORDER BY id";
        self.many(sql, [author], |row| parsed(row, "id", EntryId::parse))
    }

    /// Adds or replaces an entry.
    pub fn entry_put(&self, entry: &Entry) -> Result<()> {
        self.run(
            "INSERT INTO entry (id, session_id, place, text, group_id, lifted, author, author_name, joined, joined_of,
             typed_from, typed_to, edit) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
             ON CONFLICT (id) DO UPDATE SET text = ?4, group_id = ?5, lifted = ?6, joined = ?9, joined_of = ?10,
             typed_from = ?11, typed_to = ?12, edit = ?13",
            rusqlite::params![
                entry.id.to_string(),
                entry.session_id.to_string(),
                entry.place,
                entry.text,
                entry.group.map(|id| id.to_string()),
                entry.lifted,
                entry.author.key(),
                entry.author_name,
                entry.joined.sessions,
                entry.joined.of,
                entry.typed_from.0,
                entry.typed_to.0,
                entry.edit.to_string(),
            ],
        )?;
        Ok(())
    }

    /// Removes an entry that its author emptied.
    pub fn entry_delete(&self, id: EntryId) -> Result<()> {
        self.run("DELETE FROM entry WHERE id = ?1", [id.to_string()])?;
        Ok(())
    }

    /// One decision, taken back or not.
    pub fn decision(&self, id: DecisionId) -> Result<Option<Decision>> {
        self.one("SELECT * FROM decision WHERE id = ?1", [id.to_string()], read_decision)
    }

    /// Every decision that was not taken back, the first one first.
    pub fn decisions(&self) -> Result<Vec<Decision>> {
        self.many("SELECT * FROM decision WHERE removed = 0 ORDER BY made_at, id", [], read_decision)
    }

    /// Adds or replaces a decision.
    pub fn decision_put(&self, decision: &Decision) -> Result<()> {
        self.run(
            "INSERT INTO decision (id, session_id, kind, text, build_before, build, made_at, author, author_name,
             removed, edit) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
             ON CONFLICT (id) DO UPDATE SET text = ?4, removed = ?10, edit = ?11",
            rusqlite::params![
                decision.id.to_string(),
                decision.session_id.to_string(),
                decision.kind.word(),
                decision.text,
                decision.build_before,
                decision.build,
                decision.made_at.0,
                decision.author.key(),
                decision.author_name,
                decision.removed,
                decision.edit.to_string(),
            ],
        )?;
        Ok(())
    }
}
