//! Commands that were carried out, with their answers.

use super::{Result, Tables};
use domain::id::CommandId;

/// A command that was carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandRow {
    /// Who gave it.
    pub actor: String,
    /// SHA-256 of its name and content, keyed by the study.
    pub digest: Vec<u8>,
    /// Its answer, in JSON.
    pub answer: String,
}

impl Tables<'_> {
    /// The command with an id.
    pub fn command(&self, id: CommandId) -> Result<Option<CommandRow>> {
        self.one("SELECT actor, digest, answer FROM command WHERE id = ?1", [id.to_string()], |row| {
            Ok(CommandRow { actor: row.get(0)?, digest: row.get(1)?, answer: row.get(2)? })
        })
    }

    /// Keeps a command and its answer.
    pub fn command_insert(&self, id: CommandId, command: &CommandRow) -> Result<()> {
        self.run(
            "INSERT INTO command (id, actor, digest, answer) VALUES (?1, ?2, ?3, ?4)",
            (id.to_string(), &command.actor, &command.digest, &command.answer),
        )?;
        Ok(())
    }
}
