//! The codebook.

use super::{Result, Tables, parsed};
use domain::entity::Tag;
use domain::id::TagId;

impl Tables<'_> {
    /// The tags in use, in the codebook's order.
    pub fn tags(&self) -> Result<Vec<Tag>> {
        let sql = "SELECT id, name, color, hotkey, description, position FROM tag WHERE retired = 0
             ORDER BY position, name";
        self.many(sql, [], |row| {
            Ok(Tag {
                id: parsed(row, "id", TagId::parse)?,
                name: row.get("name")?,
                color: row.get("color")?,
                hotkey: row.get::<_, Option<String>>("hotkey")?.and_then(|key| key.chars().next()),
                description: row.get("description")?,
                position: row.get("position")?,
            })
        })
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
