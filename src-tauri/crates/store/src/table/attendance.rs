//! Who had a page open while a session was open to the room.

use super::{Result, Tables};
use domain::entity::Joined;
use domain::id::{MemberId, SessionId};
use domain::time::Timestamp;

impl Tables<'_> {
    /// Somebody is there from now on, unless they are already.
    pub fn attendance_begin(&self, member: MemberId, session: SessionId, at: Timestamp) -> Result<()> {
        self.run(
            "INSERT INTO attendance (member_id, session_id, from_at) SELECT ?1, ?2, ?3
             WHERE NOT EXISTS (SELECT 1 FROM attendance
                 WHERE member_id = ?1 AND session_id = ?2 AND to_at IS NULL)
             ON CONFLICT DO UPDATE SET to_at = NULL",
            (member.to_string(), session.to_string(), at.0),
        )?;
        Ok(())
    }

    /// Somebody, or with none everybody, is there no longer.
    pub fn attendance_end(&self, member: Option<MemberId>, at: Timestamp) -> Result<()> {
        self.run(
            "UPDATE attendance SET to_at = max(from_at, ?2)
             WHERE to_at IS NULL AND member_id = coalesce(?1, member_id)",
            (member.map(|id| id.to_string()), at.0),
        )?;
        Ok(())
    }

    /// The stretches of a session in which a person had a page open, as whichever member; the last may be open.
    pub fn attendance_of(&self, member: MemberId, session: SessionId) -> Result<Vec<(i64, Option<i64>)>> {
        let sql = "SELECT from_at, to_at FROM attendance WHERE session_id = ?2 AND member_id IN (
                 SELECT id FROM member WHERE id = ?1
                 OR person = (SELECT person FROM member WHERE id = ?1)) ORDER BY from_at";
        self.many(sql, (member.to_string(), session.to_string()), |row| Ok((row.get(0)?, row.get(1)?)))
    }
}

/// How many sessions somebody had joined when they contributed.
pub(super) fn joined(row: &rusqlite::Row<'_>) -> rusqlite::Result<Joined> {
    Ok(Joined { sessions: row.get("joined")?, of: row.get("joined_of")? })
}
