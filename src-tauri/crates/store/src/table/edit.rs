//! What was before each edit: undo, history, and merging two files.

use super::{Result, Tables};
use domain::id::{CommandId, DeviceId, EditId};
use domain::time::Timestamp;

/// One edit of one entity.
#[derive(Clone, Debug)]
pub struct EditRow<'a> {
    /// Its id; the entity's row names its last one.
    pub id: EditId,
    /// The edit that it followed; none for the first.
    pub parent: Option<EditId>,
    /// The kind of entity.
    pub kind: &'a str,
    /// The entity.
    pub entity_id: &'a str,
    /// The command that made it.
    pub command_id: CommandId,
    /// Where it was made.
    pub device: DeviceId,
    /// Who made it: `moderator`, `imported` or a member's id.
    pub author: &'a str,
    /// When.
    pub at: Timestamp,
    /// The fields that it changed, as they were, in JSON; none for the first.
    pub before: Option<String>,
}

impl Tables<'_> {
    /// Adds an edit.
    pub fn edit_insert(&self, edit: &EditRow<'_>) -> Result<()> {
        self.run(
            "INSERT INTO edit (id, parent, kind, entity_id, command_id, device, author, at, before)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            (
                edit.id.to_string(),
                edit.parent.map(|id| id.to_string()),
                edit.kind,
                edit.entity_id,
                edit.command_id.to_string(),
                edit.device.to_string(),
                edit.author,
                edit.at.0,
                &edit.before,
            ),
        )?;
        Ok(())
    }

    /// An edit's parent and what was before it.
    pub fn edit_before(&self, id: EditId) -> Result<Option<(Option<String>, Option<String>)>> {
        self.one("SELECT parent, before FROM edit WHERE id = ?1", [id.to_string()], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
    }
}
