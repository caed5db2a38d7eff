//! Questions from the room.

use super::attendance::joined;
use super::{Result, Tables, author, ids, parsed, parsed_option};
use domain::entity::{ItemKey, Question, QuestionStatus, When};
use domain::id::{EditId, MemberId, NoteId, QuestionId, SessionId};
use domain::time::Timestamp;
use rusqlite::Row;

/// Whoever suggested what was merged into a question, or voted for that, votes for it.
const SELECT: &str = "SELECT question.*,
    (SELECT json_group_array(note_id) FROM question_note WHERE question_id = question.id) AS answers,
    (SELECT json_group_array(member_id) FROM (
        SELECT member_id FROM question_vote WHERE question_id = question.id
        UNION SELECT member_id FROM question_vote JOIN question AS merged ON merged.id = question_id
            WHERE merged.merged_into = question.id
        UNION SELECT asker FROM question AS merged
            WHERE merged.merged_into = question.id AND asker NOT IN ('moderator', 'imported'))
     WHERE member_id <> question.asker) AS voters,
    target.status AS target_status, target.reason AS target_reason
    FROM question LEFT JOIN question AS target ON target.id = question.merged_into";

fn read(row: &Row<'_>) -> rusqlite::Result<Question> {
    let item = parsed_option(row, "guide_item", ItemKey::parse)?;
    let says: Option<String> = row.get("covered_by")?;
    let became = parsed_option(row, "target_status", QuestionStatus::parse)?;
    let target_reason = row.get("target_reason")?;
    Ok(Question {
        id: parsed(row, "id", QuestionId::parse)?,
        session_id: parsed(row, "session_id", SessionId::parse)?,
        text: row.get("text")?,
        when: parsed(row, "when_to_ask", When::parse)?,
        status: parsed(row, "status", QuestionStatus::parse)?,
        reason: row.get("reason")?,
        merged_into: parsed_option(row, "merged_into", QuestionId::parse)?,
        became: became.map(|status| (status, target_reason)),
        covered_by: item.zip(says),
        passed_at: row.get::<_, Option<i64>>("passed_at")?.map(Timestamp),
        passed_by: row.get("passed_by")?,
        answers: ids(row, "answers", NoteId::parse)?,
        voters: ids(row, "voters", MemberId::parse)?,
        lifted: row.get("lifted")?,
        joined: joined(row)?,
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
        self.one(&format!("{SELECT} WHERE question.id = ?1"), [id.to_string()], read)
    }

    /// All questions, the first suggested first.
    pub fn questions(&self) -> Result<Vec<Question>> {
        self.many(&format!("{SELECT} ORDER BY question.suggested_at, question.id"), [], read)
    }

    /// The questions of a session, the first suggested first.
    pub fn questions_of(&self, session: SessionId) -> Result<Vec<Question>> {
        let sql =
            format!("{SELECT} WHERE question.session_id = ?1 ORDER BY question.suggested_at, question.id");
        self.many(&sql, [session.to_string()], read)
    }

    /// The questions that were merged into one.
    pub fn questions_merged_into(&self, id: QuestionId) -> Result<Vec<Question>> {
        self.many(&format!("{SELECT} WHERE question.merged_into = ?1"), [id.to_string()], read)
    }

    /// When somebody suggested their latest questions, the last first.
    pub fn suggested_by(&self, member: MemberId, most: u32) -> Result<Vec<Timestamp>> {
        let sql = "SELECT suggested_at FROM question WHERE asker = ?1 ORDER BY suggested_at DESC LIMIT ?2";
        self.many(sql, (member.to_string(), most), |row| Ok(Timestamp(row.get("suggested_at")?)))
    }

    /// Adds a question, or writes its changeable fields; who votes and what answers is written apart.
    pub fn question_put(&self, question: &Question) -> Result<()> {
        let (item, says) = question.covered_by.clone().unzip();
        self.run(
            "INSERT INTO question (id, session_id, text, when_to_ask, status, reason, asker, asker_name, suggested_at,
             asked_at, edit, merged_into, guide_item, covered_by, passed_at, passed_by, lifted, joined, joined_of)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
             ON CONFLICT (id) DO UPDATE SET status = ?5, reason = ?6, asked_at = ?10, edit = ?11, merged_into = ?12,
             guide_item = ?13, covered_by = ?14, passed_at = ?15, passed_by = ?16, lifted = ?17",
            rusqlite::params![
                question.id.to_string(),
                question.session_id.to_string(),
                question.text,
                question.when.word(),
                question.status.word(),
                question.reason,
                question.asker.key(),
                question.asker_name,
                question.suggested_at.0,
                question.asked_at.map(|at| at.0),
                question.edit.to_string(),
                question.merged_into.map(|id| id.to_string()),
                item.map(|item| item.to_string()),
                says,
                question.passed_at.map(|at| at.0),
                question.passed_by,
                question.lifted,
                question.joined.sessions,
                question.joined.of,
            ],
        )?;
        Ok(())
    }

    /// Says that somebody wants to know it, too, or not any more.
    pub fn question_vote_put(
        &self,
        question: QuestionId,
        member: MemberId,
        on: bool,
        at: Timestamp,
    ) -> Result<()> {
        if on {
            let sql = "INSERT INTO question_vote (question_id, member_id, at) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO NOTHING";
            self.run(sql, (question.to_string(), member.to_string(), at.0))?;
        } else {
            let sql = "DELETE FROM question_vote WHERE question_id = ?1 AND member_id = ?2";
            self.run(sql, (question.to_string(), member.to_string()))?;
        }
        Ok(())
    }

    /// The questions that somebody suggested.
    pub fn questions_by(&self, asker: &str) -> Result<Vec<QuestionId>> {
        let sql = "SELECT id FROM question WHERE asker = ?1 ORDER BY id";
        self.many(sql, [asker], |row| parsed(row, "id", QuestionId::parse))
    }

    /// The questions that somebody wants to know, too.
    pub fn question_votes_by(&self, member: MemberId) -> Result<Vec<QuestionId>> {
        let sql = "SELECT question_id FROM question_vote WHERE member_id = ?1 ORDER BY question_id";
        self.many(sql, [member.to_string()], |row| parsed(row, "question_id", QuestionId::parse))
    }

    /// The notes that answer a question: these and no others.
    pub fn question_notes_put(&self, question: QuestionId, notes: &[NoteId]) -> Result<()> {
        self.run("DELETE FROM question_note WHERE question_id = ?1", [question.to_string()])?;
        for note in notes {
            let sql =
                "INSERT INTO question_note (question_id, note_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
            self.run(sql, (question.to_string(), note.to_string()))?;
        }
        Ok(())
    }
}
