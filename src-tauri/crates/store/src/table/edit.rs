//! What was before each edit: undo, history, and merging two files.

use super::{Result, Tables, author, parsed, parsed_option};
use domain::entity::Author;
use domain::id::{CommandId, DeviceId, EditId};
use domain::record::Keys;
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
    /// The fields that it changed, as they were, in JSON; none for the first of some kinds.
    pub before: Option<String>,
    /// The same fields as they became; none for what cannot be undone.
    pub after: Option<String>,
    /// When it was captured, for what is captured in a session.
    pub keys: Option<Keys>,
}

/// An edit as it was written.
#[derive(Clone, Debug)]
pub struct Edited {
    /// The edit that it followed.
    pub parent: Option<EditId>,
    /// The kind of entity.
    pub kind: String,
    /// The entity.
    pub entity_id: String,
    /// Who made it.
    pub author: Author,
    /// When.
    pub at: Timestamp,
    /// The fields as they were, in JSON.
    pub before: Option<String>,
    /// The same fields as they became.
    pub after: Option<String>,
}

impl Tables<'_> {
    /// Adds an edit.
    pub fn edit_insert(&self, edit: &EditRow<'_>) -> Result<()> {
        self.run(
            "INSERT INTO edit (id, parent, kind, entity_id, command_id, device, author, at, before, after,
             typed_from, typed_to) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
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
                &edit.after,
                edit.keys.map(|keys| keys.from),
                edit.keys.map(|keys| keys.to),
            ),
        )?;
        Ok(())
    }

    /// One edit.
    pub fn edit(&self, id: EditId) -> Result<Option<Edited>> {
        let sql = "SELECT parent, kind, entity_id, author, at, before, after FROM edit WHERE id = ?1";
        self.one(sql, [id.to_string()], |row| {
            Ok(Edited {
                parent: parsed_option(row, "parent", EditId::parse)?,
                kind: row.get("kind")?,
                entity_id: row.get("entity_id")?,
                author: parsed(row, "author", author)?,
                at: Timestamp(row.get("at")?),
                before: row.get("before")?,
                after: row.get("after")?,
            })
        })
    }
}
