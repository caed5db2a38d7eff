//! Who had a page open while a session was open to the room.

use super::{Result, Tables, parsed};
use domain::attendance::{Run, Stay};
use domain::entity::Joined;
use domain::id::{MemberId, SessionId};
use domain::session::Status;
use domain::time::Timestamp;

impl Tables<'_> {
    /// Somebody is there from now on, unless they are already.
    pub fn attendance_begin(&self, member: MemberId, session: SessionId, at: Timestamp) -> Result<()> {
        self.run(
            "INSERT INTO attendance (member_id, session_id, from_at) SELECT ?1, ?2, ?3
             WHERE EXISTS (SELECT 1 FROM member WHERE id = ?1) AND NOT EXISTS (SELECT 1 FROM attendance
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

    /// Every session that has begun.
    pub fn runs(&self) -> Result<Vec<Run>> {
        let sql = "SELECT id, status, coalesce(consent ->> '$.observed', 0) AND NOT withdrawn AS observed, started_at,
             ended_at FROM session WHERE started_at IS NOT NULL ORDER BY started_at";
        let mut runs = self.many(sql, [], |row| {
            Ok(Run {
                session_id: parsed(row, "id", SessionId::parse)?,
                status: parsed(row, "status", Status::parse)?,
                observed: row.get("observed")?,
                started_at: row.get("started_at")?,
                ended_at: row.get("ended_at")?,
                intervals: Vec::new(),
            })
        })?;
        for run in &mut runs {
            run.intervals = self.intervals_of(run.session_id)?;
        }
        Ok(runs)
    }

    /// When a person had a page open, as whichever member.
    pub fn stays_of(&self, member: MemberId) -> Result<Vec<Stay>> {
        let sql = "SELECT session_id, from_at, to_at FROM attendance WHERE member_id IN (
                 SELECT ?1 UNION SELECT id FROM member
                 WHERE person = (SELECT person FROM member WHERE id = ?1)) ORDER BY from_at";
        self.many(sql, [member.to_string()], |row| {
            Ok(Stay {
                session_id: parsed(row, "session_id", SessionId::parse)?,
                from: row.get("from_at")?,
                to: row.get("to_at")?,
            })
        })
    }
}

/// How many sessions somebody had joined when they contributed.
pub(super) fn joined(row: &rusqlite::Row<'_>) -> rusqlite::Result<Joined> {
    Ok(Joined { sessions: row.get("joined")?, of: row.get("joined_of")? })
}
