//! The codebook.

use super::{Result, Tables, parsed};
use domain::entity::Tag;
use domain::id::TagId;
use rusqlite::Row;

const SELECT: &str = "SELECT id, name, color, hotkey, description, position FROM tag WHERE retired = 0";

fn read(row: &Row<'_>) -> rusqlite::Result<Tag> {
    Ok(Tag {
        id: parsed(row, "id", TagId::parse)?,
        name: row.get("name")?,
        color: row.get("color")?,
        hotkey: row.get::<_, Option<String>>("hotkey")?.and_then(|key| key.chars().next()),
        description: row.get("description")?,
        position: row.get("position")?,
    })
}

impl Tables<'_> {
    /// The tags in use, in the codebook's order.
    pub fn tags(&self) -> Result<Vec<Tag>> {
        self.many(&format!("{SELECT} ORDER BY position, name"), [], read)
    }

    /// One tag in use.
    pub fn tag(&self, id: TagId) -> Result<Option<Tag>> {
        self.one(&format!("{SELECT} AND id = ?1"), [id.to_string()], read)
    }

    /// Adds or replaces a tag.
    pub fn tag_put(&self, tag: &Tag) -> Result<()> {
        self.run(
            "INSERT INTO tag (id, name, color, hotkey, description, position) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (id) DO UPDATE SET name = ?2, color = ?3, hotkey = ?4, description = ?5, position = ?6",
            (
                tag.id.to_string(),
                &tag.name,
                &tag.color,
                tag.hotkey.map(String::from),
                &tag.description,
                tag.position,
            ),
        )?;
        Ok(())
    }
}
