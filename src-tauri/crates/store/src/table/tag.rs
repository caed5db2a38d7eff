//! The codebook.

use super::{Result, Tables, parsed, parsed_option};
use domain::entity::{Effect, Tag};
use domain::id::{EditId, TagId};
use rusqlite::Row;

const SELECT: &str =
    "SELECT id, name, color, hotkey, description, position, parent, effect, retired, edit FROM tag";

fn read(row: &Row<'_>) -> rusqlite::Result<Tag> {
    Ok(Tag {
        id: parsed(row, "id", TagId::parse)?,
        name: row.get("name")?,
        color: row.get("color")?,
        hotkey: row.get::<_, Option<String>>("hotkey")?.and_then(|key| key.chars().next()),
        description: row.get("description")?,
        position: row.get("position")?,
        parent: parsed_option(row, "parent", TagId::parse)?,
        effect: parsed_option(row, "effect", Effect::parse)?,
        retired: row.get("retired")?,
        edit: parsed_option(row, "edit", EditId::parse)?,
    })
}

impl Tables<'_> {
    /// All tags in the codebook's order, retired ones too.
    pub fn tags(&self) -> Result<Vec<Tag>> {
        self.many(&format!("{SELECT} ORDER BY position, name"), [], read)
    }

    /// One tag, retired or not, by its own id.
    pub fn tag(&self, id: TagId) -> Result<Option<Tag>> {
        self.one(&format!("{SELECT} WHERE id = ?1"), [id.to_string()], read)
    }

    /// The tag that another id stands for.
    pub fn tag_alias(&self, id: TagId) -> Result<Option<TagId>> {
        let sql = "SELECT tag_id FROM tag_alias WHERE id = ?1";
        self.one(sql, [id.to_string()], |row| parsed(row, "tag_id", TagId::parse))
    }

    /// Lets an id stand for a tag; ids that stood for it follow.
    pub fn tag_alias_put(&self, id: TagId, tag: TagId) -> Result<()> {
        self.run("UPDATE tag_alias SET tag_id = ?2 WHERE tag_id = ?1", (id.to_string(), tag.to_string()))?;
        let sql =
            "INSERT INTO tag_alias (id, tag_id) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET tag_id = ?2";
        self.run(sql, (id.to_string(), tag.to_string()))?;
        Ok(())
    }

    /// Adds or replaces a tag.
    pub fn tag_put(&self, tag: &Tag) -> Result<()> {
        self.run(
            "INSERT INTO tag (id, name, color, hotkey, description, position, parent, effect, retired, edit)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
             ON CONFLICT (id) DO UPDATE SET name = ?2, color = ?3, hotkey = ?4, description = ?5, position = ?6,
             parent = ?7, effect = ?8, retired = ?9, edit = ?10",
            (
                tag.id.to_string(),
                &tag.name,
                &tag.color,
                tag.hotkey.map(String::from),
                &tag.description,
                tag.position,
                tag.parent.map(|id| id.to_string()),
                tag.effect.map(Effect::word),
                tag.retired,
                tag.edit.map(|id| id.to_string()),
            ),
        )?;
        Ok(())
    }

    /// Lets a tag's name and letter go, for those that are about to take them.
    pub fn tag_let_go(&self, id: TagId) -> Result<()> {
        self.run("UPDATE tag SET name = id, hotkey = NULL WHERE id = ?1", [id.to_string()])?;
        Ok(())
    }

    /// Takes a tag out of the codebook; those under it go under another.
    pub fn tag_delete(&self, id: TagId, children_to: Option<TagId>) -> Result<()> {
        let parent = children_to.map(|id| id.to_string());
        self.run("UPDATE tag SET parent = ?2 WHERE parent = ?1", (id.to_string(), parent))?;
        self.run("DELETE FROM tag WHERE id = ?1", [id.to_string()])?;
        Ok(())
    }
}
