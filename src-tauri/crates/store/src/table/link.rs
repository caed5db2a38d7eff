//! The links to the room, by the hashes of their tokens.

use super::{Result, Tables, parsed};
use domain::permission::Role;
use domain::time::Timestamp;

/// One link.
#[derive(Clone, Debug)]
pub struct LinkRow {
    /// SHA-256 of the token.
    pub hash: Vec<u8>,
    /// The role that it gives.
    pub role: Role,
    /// When it was made.
    pub made_at: Timestamp,
}

impl Tables<'_> {
    /// The links that still let people in.
    pub fn links(&self) -> Result<Vec<LinkRow>> {
        self.many("SELECT token_hash, role, made_at FROM link WHERE revoked_at IS NULL", [], |row| {
            Ok(LinkRow {
                hash: row.get("token_hash")?,
                role: parsed(row, "role", Role::parse)?,
                made_at: Timestamp(row.get("made_at")?),
            })
        })
    }

    /// Adds a link.
    pub fn link_insert(&self, link: &LinkRow) -> Result<()> {
        self.run(
            "INSERT INTO link (token_hash, role, made_at) VALUES (?1, ?2, ?3)",
            (&link.hash, link.role.word(), link.made_at.0),
        )?;
        Ok(())
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
