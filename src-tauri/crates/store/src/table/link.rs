//! The links to the room, by the hashes of their tokens.

use super::{Result, Tables, parsed, parsed_option};
use domain::entity::Link;
use domain::id::{LinkId, SessionId};
use domain::permission::Role;
use domain::time::Timestamp;

/// One link.
#[derive(Clone, Debug)]
pub struct LinkRow {
    /// SHA-256 of the token.
    pub hash: Vec<u8>,
    /// What it gives to whom.
    pub link: Link,
}

impl Tables<'_> {
    /// The links that were not ended.
    pub fn links(&self) -> Result<Vec<LinkRow>> {
        // Of those made together the observers' comes first.
        let sql = "SELECT * FROM link WHERE revoked_at IS NULL ORDER BY made_at, role DESC, id";
        self.many(sql, [], |row| {
            Ok(LinkRow {
                hash: row.get("token_hash")?,
                link: Link {
                    id: parsed(row, "id", LinkId::parse)?,
                    role: parsed(row, "role", Role::parse)?,
                    label: row.get("label")?,
                    made_at: Timestamp(row.get("made_at")?),
                    expires_at: row.get::<_, Option<i64>>("expires_at")?.map(Timestamp),
                    people: row.get("people")?,
                    used: row.get("used")?,
                    session_id: parsed_option(row, "session_id", SessionId::parse)?,
                },
            })
        })
    }

    /// Adds a link.
    pub fn link_insert(&self, LinkRow { hash, link }: &LinkRow) -> Result<()> {
        self.run(
            "INSERT INTO link (token_hash, id, role, label, made_at, expires_at, people, used, session_id)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            (
                hash,
                link.id.to_string(),
                link.role.word(),
                &link.label,
                link.made_at.0,
                link.expires_at.map(|at| at.0),
                link.people,
                link.used,
                link.session_id.map(|id| id.to_string()),
            ),
        )?;
        Ok(())
    }

    /// One more came in by a link.
    pub fn link_use(&self, id: LinkId) -> Result<()> {
        self.run("UPDATE link SET used = used + 1 WHERE id = ?1", [id.to_string()])?;
        Ok(())
    }

    /// Links for one session are for another from now on; false when there are none.
    pub fn links_follow(&self, from: SessionId, to: SessionId) -> Result<bool> {
        let sql = "UPDATE link SET session_id = ?2 WHERE session_id = ?1 AND revoked_at IS NULL";
        Ok(self.run(sql, (from.to_string(), to.to_string()))? > 0)
    }

    /// Ends one link; false when there is no such link that lets somebody in.
    pub fn link_revoke(&self, id: LinkId, at: Timestamp) -> Result<bool> {
        let sql = "UPDATE link SET revoked_at = ?2 WHERE id = ?1 AND revoked_at IS NULL";
        Ok(self.run(sql, (id.to_string(), at.0))? > 0)
    }

    /// Ends every link of a role, or of all roles.
    pub fn links_revoke(&self, role: Option<Role>, at: Timestamp) -> Result<()> {
        self.run(
            "UPDATE link SET revoked_at = ?2 WHERE revoked_at IS NULL AND role = coalesce(?1, role)",
            (role.map(Role::word), at.0),
        )?;
        Ok(())
    }
}
