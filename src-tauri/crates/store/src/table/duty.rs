//! Duties, session by session.

use super::{Result, Tables, author, parsed};
use domain::entity::{Duty, DutyKind};
use domain::id::SessionId;
use rusqlite::Row;

const SELECT: &str = "SELECT session_id, kind, holder, holder_name FROM duty";

fn read(row: &Row<'_>) -> rusqlite::Result<Duty> {
    Ok(Duty {
        session_id: parsed(row, "session_id", SessionId::parse)?,
        kind: parsed(row, "kind", DutyKind::parse)?,
        holder: parsed(row, "holder", author)?,
        holder_name: row.get("holder_name")?,
    })
}

impl Tables<'_> {
    /// The duties of a session that somebody has.
    pub fn duties_of(&self, session: SessionId) -> Result<Vec<Duty>> {
        self.many(&format!("{SELECT} WHERE session_id = ?1"), [session.to_string()], read)
    }

    /// A duty, when somebody has it.
    pub fn duty(&self, session: SessionId, kind: DutyKind) -> Result<Option<Duty>> {
        let sql = format!("{SELECT} WHERE session_id = ?1 AND kind = ?2");
        self.one(&sql, (session.to_string(), kind.word()), read)
    }

    /// Every duty of whoever leaves.
    pub fn duties_held_by(&self, holder: &str) -> Result<Vec<Duty>> {
        self.many(&format!("{SELECT} WHERE holder = ?1"), [holder], read)
    }

    /// Gives a duty to somebody.
    pub fn duty_put(&self, duty: &Duty) -> Result<()> {
        self.run(
            "INSERT INTO duty (session_id, kind, holder, holder_name) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (session_id, kind) DO UPDATE SET holder = ?3, holder_name = ?4",
            (duty.session_id.to_string(), duty.kind.word(), duty.holder.key(), &duty.holder_name),
        )?;
        Ok(())
    }

    /// Nobody has the duty any more.
    pub fn duty_delete(&self, session: SessionId, kind: DutyKind) -> Result<()> {
        let sql = "DELETE FROM duty WHERE session_id = ?1 AND kind = ?2";
        self.run(sql, (session.to_string(), kind.word()))?;
        Ok(())
    }
}
