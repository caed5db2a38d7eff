//! People in the room, and the hashes of their cookies.

use super::{Result, Tables, parsed, parsed_option};
use domain::entity::{Joined, Member};
use domain::id::{MemberId, SessionId};
use domain::permission::Role;
use domain::time::Timestamp;
use rusqlite::Row;

/// What a member's browser proves itself with.
#[derive(Clone, Debug)]
pub struct Cookie {
    /// SHA-256 of the cookie.
    pub hash: Vec<u8>,
    /// When it ceases to count.
    pub until: Timestamp,
}

fn read(row: &Row<'_>) -> rusqlite::Result<Member> {
    Ok(Member {
        id: parsed(row, "id", MemberId::parse)?,
        name: row.get("name")?,
        role: parsed(row, "role", Role::parse)?,
        joined_at: Timestamp(row.get("joined_at")?),
        left_at: row.get::<_, Option<i64>>("left_at")?.map(Timestamp),
        admitted: row.get("admitted")?,
        session_id: parsed_option(row, "session_id", SessionId::parse)?,
        joined: Joined::default(),
        last_seen: None,
        network: None,
    })
}

impl Tables<'_> {
    /// One member, in the room or gone.
    pub fn member(&self, id: MemberId) -> Result<Option<Member>> {
        self.one("SELECT * FROM member WHERE id = ?1", [id.to_string()], read)
    }

    /// Everybody who is in the room, the first to join first.
    pub fn members(&self) -> Result<Vec<Member>> {
        self.many("SELECT * FROM member WHERE left_at IS NULL ORDER BY joined_at, id", [], read)
    }

    /// Everybody who has ever joined.
    pub fn members_ever(&self) -> Result<Vec<Member>> {
        self.many("SELECT * FROM member ORDER BY joined_at, id", [], read)
    }

    /// How many have ever joined with a role.
    pub fn member_count(&self, role: Role) -> Result<u32> {
        Ok(self
            .one("SELECT count(*) FROM member WHERE role = ?1", [role.word()], |row| row.get(0))?
            .unwrap_or(0))
    }

    /// The cookie of a member who is in the room.
    pub fn cookie(&self, id: MemberId) -> Result<Option<(Member, Cookie)>> {
        let sql = "SELECT * FROM member WHERE id = ?1 AND left_at IS NULL AND cookie_hash IS NOT NULL";
        self.one(sql, [id.to_string()], |row| {
            let cookie = Cookie { hash: row.get("cookie_hash")?, until: Timestamp(row.get("cookie_until")?) };
            Ok((read(row)?, cookie))
        })
    }

    /// Adds a member who has just joined; `person` is the hash of what their browser calls itself.
    pub fn member_insert(&self, member: &Member, cookie: &Cookie, person: Option<&[u8]>) -> Result<()> {
        self.run(
            "INSERT INTO member (id, name, role, joined_at, left_at, cookie_hash, cookie_until, admitted, session_id,
             person) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            (
                member.id.to_string(),
                &member.name,
                member.role.word(),
                member.joined_at.0,
                member.left_at.map(|at| at.0),
                &cookie.hash,
                cookie.until.0,
                member.admitted,
                member.session_id.map(|id| id.to_string()),
                person,
            ),
        )?;
        Ok(())
    }

    /// Lets in a note-taker who came by a code.
    pub fn member_admit(&self, id: MemberId) -> Result<()> {
        self.run("UPDATE member SET admitted = 1 WHERE id = ?1", [id.to_string()])?;
        Ok(())
    }

    /// Those who came for one session come for another from now on.
    pub fn members_follow(&self, from: SessionId, to: SessionId) -> Result<Vec<MemberId>> {
        let sql = "UPDATE member SET session_id = ?2 WHERE session_id = ?1 AND left_at IS NULL RETURNING id";
        self.many(sql, (from.to_string(), to.to_string()), |row| parsed(row, "id", MemberId::parse))
    }

    /// Ends a member's access.
    pub fn member_leave(&self, id: MemberId, at: Timestamp) -> Result<()> {
        self.run(
            "UPDATE member SET left_at = ?2, cookie_hash = NULL, cookie_until = NULL WHERE id = ?1",
            (id.to_string(), at.0),
        )?;
        Ok(())
    }
}
