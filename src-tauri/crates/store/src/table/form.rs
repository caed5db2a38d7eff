//! Answers to questionnaires, session by session.

use super::{Result, Tables, parsed, strange};
use domain::entity::{Form, FormKind};
use domain::id::{EditId, ParticipantId, SessionId};
use rusqlite::Row;
use serde_json::json;

const SELECT: &str = "SELECT session_id, participant_id, kind, answers, edit FROM form";

fn read(row: &Row<'_>) -> rusqlite::Result<Form> {
    let index = row.as_ref().column_index("answers")?;
    Ok(Form {
        session_id: parsed(row, "session_id", SessionId::parse)?,
        participant_id: parsed(row, "participant_id", ParticipantId::parse)?,
        kind: parsed(row, "kind", FormKind::parse)?,
        answers: serde_json::from_str(row.get_ref(index)?.as_str()?)
            .map_err(|error| strange(index, error))?,
        edit: parsed(row, "edit", EditId::parse)?,
    })
}

impl Tables<'_> {
    /// The forms of a session.
    pub fn forms_of(&self, session: SessionId) -> Result<Vec<Form>> {
        self.many(&format!("{SELECT} WHERE session_id = ?1"), [session.to_string()], read)
    }

    /// One participant's form of one kind.
    pub fn form(
        &self,
        session: SessionId,
        participant: ParticipantId,
        kind: FormKind,
    ) -> Result<Option<Form>> {
        let sql = format!("{SELECT} WHERE session_id = ?1 AND participant_id = ?2 AND kind = ?3");
        self.one(&sql, (session.to_string(), participant.to_string(), kind.word()), read)
    }

    /// Adds or replaces a form.
    pub fn form_put(&self, form: &Form) -> Result<()> {
        self.run(
            "INSERT INTO form (session_id, participant_id, kind, answers, edit) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (session_id, participant_id, kind) DO UPDATE SET answers = ?4, edit = ?5",
            (
                form.session_id.to_string(),
                form.participant_id.to_string(),
                form.kind.word(),
                json!(form.answers).to_string(),
                form.edit.to_string(),
            ),
        )?;
        Ok(())
    }

    /// Removes a form.
    pub fn form_delete(&self, session: SessionId, participant: ParticipantId, kind: FormKind) -> Result<()> {
        let sql = "DELETE FROM form WHERE session_id = ?1 AND participant_id = ?2 AND kind = ?3";
        self.run(sql, (session.to_string(), participant.to_string(), kind.word()))?;
        Ok(())
    }
}
