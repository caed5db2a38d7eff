//! Files that were found in the inbox.

use super::{Result, Tables, parsed, parsed_option};
use domain::entity::{ContentHash, InboxItem, InboxKind, InboxState};
use domain::id::{NoteId, SessionId};
use domain::time::Timestamp;
use rusqlite::Row;

const SELECT: &str = "SELECT id, name, kind, state, size, modified_at, found_at, says, session_id, note_id, missing FROM inbox_item";

fn read(row: &Row<'_>) -> rusqlite::Result<InboxItem> {
    Ok(InboxItem {
        id: parsed(row, "id", ContentHash::parse)?,
        name: row.get("name")?,
        kind: parsed(row, "kind", InboxKind::parse)?,
        state: parsed(row, "state", InboxState::parse)?,
        size: row.get("size")?,
        modified_at: Timestamp(row.get("modified_at")?),
        found_at: Timestamp(row.get("found_at")?),
        says: row.get("says")?,
        session_id: parsed_option(row, "session_id", SessionId::parse)?,
        note_id: parsed_option(row, "note_id", NoteId::parse)?,
        progress: None,
        missing: row.get("missing")?,
    })
}

impl Tables<'_> {
    /// One file.
    pub fn inbox_item(&self, id: &ContentHash) -> Result<Option<InboxItem>> {
        self.one(&format!("{SELECT} WHERE id = ?1"), [id.to_string()], read)
    }

    /// Every file, in the order in which they were found.
    pub fn inbox_items(&self) -> Result<Vec<InboxItem>> {
        self.many(&format!("{SELECT} ORDER BY found_at, id"), (), read)
    }

    /// Writes a file as it stands now.
    pub fn inbox_item_put(&self, item: &InboxItem) -> Result<()> {
        self.run(
            "INSERT INTO inbox_item
                 (id, name, kind, state, size, modified_at, found_at, says, session_id, note_id, missing)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
             ON CONFLICT (id) DO UPDATE SET name = ?2, kind = ?3, state = ?4, size = ?5, modified_at = ?6,
                 says = ?8, session_id = ?9, note_id = ?10, missing = ?11",
            (
                item.id.to_string(),
                &item.name,
                item.kind.word(),
                item.state.word(),
                item.size,
                item.modified_at.0,
                item.found_at.0,
                &item.says,
                item.session_id.map(|id| id.to_string()),
                item.note_id.map(|id| id.to_string()),
                item.missing,
            ),
        )?;
        Ok(())
    }
}
