//! Questions from the room.

use super::{Result, Tables, author, parsed};
use domain::entity::{Question, QuestionStatus, When};
use domain::id::{EditId, QuestionId, SessionId};
use domain::time::Timestamp;
use rusqlite::Row;

const COLUMNS: &str =
    "id, session_id, text, when_to_ask, status, reason, asker, asker_name, suggested_at, asked_at, edit";

fn read(row: &Row<'_>) -> rusqlite::Result<Question> {
    Ok(Question {
        id: parsed(row, "id", QuestionId::parse)?,
        session_id: parsed(row, "session_id", SessionId::parse)?,
        text: row.get("text")?,
        when: parsed(row, "when_to_ask", When::parse)?,
        status: parsed(row, "status", QuestionStatus::parse)?,
        reason: row.get("reason")?,
        asker: parsed(row, "asker", author)?,
        asker_name: row.get("asker_name")?,
        suggested_at: Timestamp(row.get("suggested_at")?),
        asked_at: row.get::<_, Option<i64>>("asked_at")?.map(Timestamp),
        edit: parsed(row, "edit", EditId::parse)?,
    })
}

impl Tables<'_> {
    /// One question.
    pub fn question(&self, id: QuestionId) -> Result<Option<Question>> {
        self.one(&format!("SELECT {COLUMNS} FROM question WHERE id = ?1"), [id.to_string()], read)
    }

    /// All questions, the first suggested first.
    pub fn questions(&self) -> Result<Vec<Question>> {
        self.many(&format!("SELECT {COLUMNS} FROM question ORDER BY suggested_at, id"), [], read)
    }

    /// Adds or replaces a question.
    pub fn question_put(&self, question: &Question) -> Result<()> {
        self.run(
            "INSERT INTO question (id, session_id, text, when_to_ask, status, reason, asker, asker_name, suggested_at,
             asked_at, edit) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
             ON CONFLICT (id) DO UPDATE SET status = ?5, reason = ?6, asked_at = ?10, edit = ?11",
            (
                question.id.to_string(),
                question.session_id.to_string(),
                &question.text,
                question.when.word(),
                question.status.word(),
                &question.reason,
                question.asker.key(),
                &question.asker_name,
                question.suggested_at.0,
                question.asked_at.map(|at| at.0),
                question.edit.to_string(),
            ),
        )?;
        Ok(())
    }
}
