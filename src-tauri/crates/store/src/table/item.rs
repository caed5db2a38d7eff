//! What became of guide items, session by session.

use super::{Result, Tables, parsed, parsed_option};
use domain::entity::{ItemKey, ItemRun, ItemState, Outcome};
use domain::id::{EditId, SessionId};
use domain::time::Timestamp;
use rusqlite::Row;

const SELECT: &str = "SELECT session_id, item, state, at, outcome, started_at, stopped_at, took, assists,
    errors, seq, edit FROM item_run";

fn read(row: &Row<'_>) -> rusqlite::Result<ItemRun> {
    Ok(ItemRun {
        session_id: parsed(row, "session_id", SessionId::parse)?,
        item: parsed(row, "item", ItemKey::parse)?,
        state: parsed(row, "state", ItemState::parse)?,
        at: row.get::<_, Option<i64>>("at")?.map(Timestamp),
        outcome: parsed_option(row, "outcome", Outcome::parse)?,
        started_at: row.get::<_, Option<i64>>("started_at")?.map(Timestamp),
        stopped_at: row.get::<_, Option<i64>>("stopped_at")?.map(Timestamp),
        took: row.get("took")?,
        assists: row.get("assists")?,
        errors: row.get("errors")?,
        seq: row.get("seq")?,
        edit: parsed(row, "edit", EditId::parse)?,
    })
}

impl Tables<'_> {
    /// The items of a session that were ever marked.
    pub fn items_of(&self, session: SessionId) -> Result<Vec<ItemRun>> {
        self.many(&format!("{SELECT} WHERE session_id = ?1"), [session.to_string()], read)
    }

    /// One item of a session.
    pub fn item(&self, session: SessionId, item: ItemKey) -> Result<Option<ItemRun>> {
        let sql = format!("{SELECT} WHERE session_id = ?1 AND item = ?2");
        self.one(&sql, (session.to_string(), item.to_string()), read)
    }

    /// Adds or replaces an item.
    pub fn item_put(&self, run: &ItemRun) -> Result<()> {
        self.run(
            "INSERT INTO item_run (session_id, item, state, at, outcome, edit, started_at, stopped_at, took, assists,
             errors, seq) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
             ON CONFLICT (session_id, item) DO UPDATE SET state = ?3, at = ?4, outcome = ?5, edit = ?6,
             started_at = ?7, stopped_at = ?8, took = ?9, assists = ?10, errors = ?11, seq = ?12",
            (
                run.session_id.to_string(),
                run.item.to_string(),
                run.state.word(),
                run.at.map(|at| at.0),
                run.outcome.map(Outcome::word),
                run.edit.to_string(),
                run.started_at.map(|at| at.0),
                run.stopped_at.map(|at| at.0),
                run.took,
                run.assists,
                run.errors,
                run.seq,
            ),
        )?;
        Ok(())
    }
}
