//! What can be undone, in order.

use super::{Result, Tables, ids, parsed};
use domain::id::{CommandId, EditId};

/// One command of one author that can be taken back.
#[derive(Clone, Debug)]
pub struct ActionRow {
    /// Its place in the order.
    pub seq: i64,
    /// The command.
    pub command_id: CommandId,
    /// Its edits, the first one first.
    pub edits: Vec<EditId>,
}

impl Tables<'_> {
    /// Adds an action; what its author had taken back in the context can no longer be done again.
    pub fn action_insert(
        &self,
        command: CommandId,
        author: &str,
        context: &str,
        edits: &[EditId],
    ) -> Result<()> {
        self.run("DELETE FROM action WHERE author = ?1 AND context = ?2 AND undone = 1", (author, context))?;
        self.run(
            "INSERT INTO action (command_id, author, context, edits) VALUES (?1, ?2, ?3, ?4)",
            (command.to_string(), author, context, super::id_array(edits)),
        )?;
        Ok(())
    }

    /// What the author would take back next, or do again next.
    pub fn action_next(&self, author: &str, context: &str, undone: bool) -> Result<Option<ActionRow>> {
        // Undone last is done again first; both orders are by place.
        let order = if undone { "ASC" } else { "DESC" };
        let sql = format!(
            "SELECT seq, command_id, edits FROM action
             WHERE author = ?1 AND context = ?2 AND undone = ?3 ORDER BY seq {order} LIMIT 1"
        );
        self.one(&sql, (author, context, undone), |row| {
            Ok(ActionRow {
                seq: row.get("seq")?,
                command_id: parsed(row, "command_id", CommandId::parse)?,
                edits: ids(row, "edits", EditId::parse)?,
            })
        })
    }

    /// Says whether an action is taken back.
    pub fn action_set(&self, seq: i64, undone: bool) -> Result<()> {
        self.run("UPDATE action SET undone = ?2 WHERE seq = ?1", (seq, undone))?;
        Ok(())
    }

    /// An action that can no longer be taken back or done again.
    pub fn action_delete(&self, seq: i64) -> Result<()> {
        self.run("DELETE FROM action WHERE seq = ?1", [seq])?;
        Ok(())
    }
}
