//! Erasing: the rows of what was captured in a stretch of a session, and every byte that could still hold them.

use crate::error::StoreError;
use crate::open::beside;
use crate::table::{Result, Tables, author, parsed};
use crate::{Store, open};
use domain::entity::{Author, ItemKey};
use domain::id::{DecisionId, EntryId, MomentId, NoteId, PhotoId, QuestionId, SessionId};
use domain::time::Timestamp;
use rusqlite::Connection;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long clearing the log waits for those who still read from it.
const PATIENCE: Duration = Duration::from_millis(1000);
/// What every other statement waits for a lock.
const USUAL_PATIENCE: Duration = Duration::from_millis(5000);

/// How unclean a study is: its log may hold what was erased.
const LOG: i64 = 1;
/// The file may hold it, too.
const FILE: i64 = 2;

/// A note that was captured in a stretch.
#[derive(Clone, Debug)]
pub struct CapturedNote {
    /// Its id.
    pub id: NoteId,
    /// Who wrote it.
    pub author: Author,
    /// What the author is called.
    pub author_name: String,
    /// It was deleted before.
    pub deleted: bool,
}

/// What was captured in a stretch of a session.
#[derive(Clone, Debug, Default)]
pub struct Captured {
    /// When the stretch begins and ends, in UTC milliseconds.
    pub stretch: (i64, i64),
    /// Notes of which somebody said in it that they saw it, too.
    pub seen: Vec<NoteId>,
    /// Notes any of whose words were typed in it.
    pub notes: Vec<CapturedNote>,
    /// Questions any of whose words were typed in it.
    pub questions: Vec<QuestionId>,
    /// Questions from before that were taken a step further in it, or merged into one of it.
    pub answered: Vec<QuestionId>,
    /// Guide items that were marked in it.
    pub items: Vec<ItemKey>,
    /// Questionnaires that were answered in it, as `SESSION.PARTICIPANT.FORM`.
    pub forms: Vec<String>,
    /// Photos that were added in it, and those of its notes.
    pub photos: Vec<PhotoId>,
    /// Moments of it, and those that a note of it stands for.
    pub moments: Vec<MomentId>,
    /// Other moments to which a note of it belongs.
    pub poorer: Vec<MomentId>,
    /// Entries of the debrief any of whose words were typed in it, those that were emptied since among them.
    pub entries: Vec<EntryId>,
    /// Decisions that were recorded in it.
    pub decisions: Vec<DecisionId>,
}

fn list(ids: impl IntoIterator<Item = String>) -> String {
    serde_json::Value::from_iter(ids).to_string()
}

impl Captured {
    fn note_list(&self) -> String {
        list(self.notes.iter().map(|note| note.id.to_string()))
    }

    /// Whether there is nothing of it.
    pub fn is_empty(&self) -> bool {
        self.notes.is_empty()
            && self.questions.is_empty()
            && self.answered.is_empty()
            && self.items.is_empty()
            && self.forms.is_empty()
            && self.photos.is_empty()
            && self.moments.is_empty()
            && self.entries.is_empty()
            && self.decisions.is_empty()
    }
}

impl Tables<'_> {
    /// What was captured in a session between two instants, both included, by its keys.
    pub fn captured(&self, session: SessionId, from: i64, to: i64) -> Result<Captured> {
        let session = session.to_string();
        let stretch = (&session, from, to);
        let notes = self.many(
            "SELECT id, author, author_name, deleted FROM note WHERE session_id = ?1
             AND ((typed_from <= ?3 AND typed_to >= ?2) OR id IN (
                 SELECT entity_id FROM edit WHERE kind = 'note' AND typed_from <= ?3 AND typed_to >= ?2
                 AND json_type(before, '$.body') IS NOT NULL))",
            stretch,
            |row| {
                Ok(CapturedNote {
                    id: parsed(row, "id", NoteId::parse)?,
                    author: parsed(row, "author", author)?,
                    author_name: row.get("author_name")?,
                    deleted: row.get("deleted")?,
                })
            },
        )?;
        let questions: Vec<QuestionId> = self.many(
            "SELECT id FROM question LEFT JOIN (
                 SELECT entity_id, typed_from, typed_to FROM edit WHERE kind = 'question' AND parent IS NULL
             ) ON entity_id = id
             WHERE session_id = ?1 AND coalesce(typed_from, suggested_at) <= ?3
             AND coalesce(typed_to, suggested_at) >= ?2",
            stretch,
            |row| parsed(row, "id", QuestionId::parse),
        )?;
        let mut answered = self.many(
            // That its session ended is nobody's word about it.
            "SELECT id FROM question WHERE session_id = ?1 AND (asked_at BETWEEN ?2 AND ?3 OR id IN (
                 SELECT entity_id FROM edit WHERE kind = 'question' AND at BETWEEN ?2 AND ?3
                 AND json_type(before, '$.status') IS NOT NULL AND json_type(before, '$.parks') IS NULL)
             OR merged_into IN (SELECT value FROM json_each(?4)))",
            (&session, from, to, list(questions.iter().map(ToString::to_string))),
            |row| parsed(row, "id", QuestionId::parse),
        )?;
        answered.retain(|id| !questions.contains(id));
        let items = self.many(
            "SELECT item FROM item_run WHERE session_id = ?1 AND (at BETWEEN ?2 AND ?3
             OR started_at BETWEEN ?2 AND ?3 OR stopped_at BETWEEN ?2 AND ?3
             OR session_id || '.' || item IN (
                 SELECT entity_id FROM edit WHERE kind = 'item' AND at BETWEEN ?2 AND ?3))",
            stretch,
            |row| parsed(row, "item", ItemKey::parse),
        )?;
        let forms = self.many(
            // Also one whose answers were removed: its edits have them.
            "SELECT DISTINCT entity_id FROM edit WHERE kind = 'form' AND at BETWEEN ?2 AND ?3
             AND substr(entity_id, 1, length(?1)) = ?1",
            stretch,
            |row| row.get("entity_id"),
        )?;
        let seen = self.many(
            "SELECT DISTINCT note_id FROM saw_too JOIN note ON note.id = note_id
             WHERE session_id = ?1 AND saw_too.at BETWEEN ?2 AND ?3",
            stretch,
            |row| parsed(row, "note_id", NoteId::parse),
        )?;
        let mut captured = Captured {
            stretch: (from, to),
            seen,
            notes,
            questions,
            answered,
            items,
            forms,
            ..Captured::default()
        };
        let ids = captured.note_list();
        captured.photos = self.many(
            "SELECT photo.id FROM photo JOIN note ON note.id = photo.note_id WHERE session_id = ?1
             AND (note_id IN (SELECT value FROM json_each(?4)) OR photo.id IN (
                 SELECT entity_id FROM edit WHERE kind = 'photo' AND typed_from <= ?3 AND typed_to >= ?2))",
            (&session, from, to, &ids),
            |row| parsed(row, "id", PhotoId::parse),
        )?;
        captured.moments = self.many(
            "SELECT id FROM moment WHERE session_id = ?1 AND (at BETWEEN ?2 AND ?3
             OR note_id IN (SELECT value FROM json_each(?4)))",
            (&session, from, to, &ids),
            |row| parsed(row, "id", MomentId::parse),
        )?;
        captured.poorer = self.many(
            "SELECT DISTINCT moment_id FROM witness WHERE note_id IN (SELECT value FROM json_each(?1))",
            [&ids],
            |row| parsed(row, "moment_id", MomentId::parse),
        )?;
        captured.poorer.retain(|id| !captured.moments.contains(id));
        captured.entries = self.many(
            "SELECT DISTINCT entity_id FROM edit LEFT JOIN entry ON entry.id = entity_id WHERE kind = 'entry'
             AND coalesce(session_id, ?1) = ?1 AND edit.typed_from <= ?3 AND edit.typed_to >= ?2",
            stretch,
            |row| parsed(row, "entity_id", EntryId::parse),
        )?;
        captured.decisions = self.many(
            "SELECT DISTINCT decision.id FROM decision JOIN edit ON entity_id = decision.id
             WHERE edit.kind = 'decision' AND session_id = ?1 AND typed_from <= ?3 AND typed_to >= ?2",
            stretch,
            |row| parsed(row, "id", DecisionId::parse),
        )?;
        Ok(captured)
    }

    /// The first key of anything that a session holds.
    pub fn first_captured(&self, session: SessionId) -> Result<Option<i64>> {
        let sql = "SELECT min(first) FROM (
                 SELECT min(typed_from) AS first FROM note WHERE session_id = ?1
                 UNION ALL SELECT min(suggested_at) FROM question WHERE session_id = ?1
                 UNION ALL SELECT min(at) FROM item_run WHERE session_id = ?1
                 UNION ALL SELECT min(typed_from) FROM entry WHERE session_id = ?1)";
        Ok(self.one(sql, [session.to_string()], |row| row.get(0))?.flatten())
    }

    /// Removes what was captured with everything that says what it was. Its ids stay, so that no late copy comes back.
    pub fn erase(&self, session: SessionId, captured: &Captured, at: Timestamp) -> Result<()> {
        let notes = captured.note_list();
        let questions = list(captured.questions.iter().map(ToString::to_string));
        let moments = list(captured.moments.iter().map(ToString::to_string));
        let photos = list(captured.photos.iter().map(ToString::to_string));
        let items = list(captured.items.iter().map(|item| format!("{session}.{item}")));
        let all = "SELECT value FROM json_each(?1)";
        let each = |sql: &str, ids: &String| self.run(&sql.replace("?ids", all), [ids]).map(|_| ());
        each("DELETE FROM note_search WHERE rowid IN (SELECT seq FROM note WHERE id IN (?ids))", &notes)?;
        each("DELETE FROM witness WHERE note_id IN (?ids)", &notes)?;
        each("DELETE FROM witness WHERE moment_id IN (?ids)", &moments)?;
        each("DELETE FROM moment WHERE id IN (?ids)", &moments)?;
        each("DELETE FROM photo WHERE id IN (?ids)", &photos)?;
        each("DELETE FROM note WHERE id IN (?ids)", &notes)?;
        each("DELETE FROM question WHERE id IN (?ids)", &questions)?;
        each("DELETE FROM item_run WHERE session_id || '.' || item IN (?ids)", &items)?;
        let entries = list(captured.entries.iter().map(ToString::to_string));
        let decisions = list(captured.decisions.iter().map(ToString::to_string));
        each("DELETE FROM entry WHERE id IN (?ids)", &entries)?;
        each("DELETE FROM decision WHERE id IN (?ids)", &decisions)?;
        let forms = list(captured.forms.iter().cloned());
        each("DELETE FROM form WHERE session_id || '.' || participant_id || '.' || kind IN (?ids)", &forms)?;
        let known = [("note", &notes), ("question", &questions), ("moment", &moments), ("photo", &photos)];
        let kinds = known.into_iter().chain([("entry", &entries), ("decision", &decisions)]);
        for (kind, ids) in kinds.chain([("item", &items), ("form", &forms)]) {
            self.forget_commands(kind, ids, "1")?;
            self.run(
                "UPDATE action SET edits = (
                     SELECT json_group_array(value) FROM json_each(action.edits) WHERE value NOT IN (
                         SELECT id FROM edit WHERE kind = ?2 AND entity_id IN (SELECT value FROM json_each(?1))))
                 WHERE EXISTS (
                     SELECT 1 FROM json_each(action.edits) JOIN edit ON edit.id = value
                     WHERE kind = ?2 AND entity_id IN (SELECT value FROM json_each(?1)))",
                (ids, kind),
            )?;
            self.run(
                "DELETE FROM edit WHERE kind = ?2 AND entity_id IN (SELECT value FROM json_each(?1))",
                (ids, kind),
            )?;
            // The others have no ids of their own: they may be kept again.
            if !matches!(kind, "item" | "form") {
                self.run(
                    "INSERT OR IGNORE INTO erased (id, kind, at, session_id)
                     SELECT value, ?2, ?3, ?4 FROM json_each(?1)",
                    (ids, kind, at.0, session.to_string()),
                )?;
            }
        }
        self.run("DELETE FROM action WHERE edits = '[]'", [])?;
        self.forget_presence(session, captured)?;
        let answered = list(captured.answered.iter().map(ToString::to_string));
        self.forget_commands("question", &answered, "parent IS NOT NULL")?;
        each(
            "UPDATE question SET reason = NULL, merged_into = NULL, guide_item = NULL, covered_by = NULL,
             passed_at = NULL, passed_by = NULL, asked_at = NULL, status = CASE
                 WHEN (SELECT ended_at FROM session WHERE session.id = session_id) IS NULL THEN 'suggested'
                 ELSE 'parked' END
             WHERE id IN (?ids)",
            &answered,
        )?;
        each(
            "UPDATE edit SET before = NULL, after = NULL WHERE kind = 'question' AND entity_id IN (?ids)",
            &answered,
        )?;
        // Words would otherwise stay as the borders between the index's pages.
        self.run("INSERT INTO note_search (note_search) VALUES ('rebuild')", [])?;
        self.file_unclean()
    }

    /// Who came or went in the stretch, what they said in it that they saw or want to know, too, and which notes were
    /// said in it to answer a question; the debrief itself when it began in it and nothing is left of it.
    fn forget_presence(&self, session: SessionId, captured: &Captured) -> Result<()> {
        let (from, to) = captured.stretch;
        let all = [
            "DELETE FROM saw_too WHERE at BETWEEN ?2 AND ?3
             AND note_id IN (SELECT id FROM note WHERE session_id = ?1)",
            "DELETE FROM question_vote WHERE at BETWEEN ?2 AND ?3
             AND question_id IN (SELECT id FROM question WHERE session_id = ?1)",
            "DELETE FROM question_note WHERE question_id IN (
                 SELECT question.id FROM question JOIN edit ON entity_id = question.id WHERE session_id = ?1
                 AND edit.kind = 'question' AND edit.at BETWEEN ?2 AND ?3 AND json_type(before, '$.answers') IS NOT NULL)",
            "DELETE FROM attendance WHERE session_id = ?1 AND from_at >= ?2 AND to_at <= ?3",
            "UPDATE OR REPLACE attendance SET from_at = ?3
             WHERE session_id = ?1 AND from_at BETWEEN ?2 AND ?3",
            "UPDATE attendance SET to_at = ?2 WHERE session_id = ?1 AND to_at BETWEEN ?2 AND ?3",
            "DELETE FROM debrief WHERE session_id = ?1 AND started_at BETWEEN ?2 AND ?3
             AND NOT EXISTS (SELECT 1 FROM entry WHERE entry.session_id = debrief.session_id)",
        ];
        all.iter().try_for_each(|sql| self.run(sql, (session.to_string(), from, to)).map(|_| ()))
    }

    /// Even the digest of a command would let somebody try what it said. Without one a late copy is known and refused.
    fn forget_commands(&self, kind: &str, ids: &str, which: &str) -> Result<()> {
        let sql = format!(
            "UPDATE command SET digest = x'', answer = 'null' WHERE id IN (SELECT command_id FROM edit
             WHERE kind = ?1 AND entity_id IN (SELECT value FROM json_each(?2)) AND {which})"
        );
        self.run(&sql, (kind, ids))?;
        Ok(())
    }

    /// Says that the study must be written anew without what was erased.
    pub fn file_unclean(&self) -> Result<()> {
        self.run("UPDATE study SET unclean = ?1", [FILE])?;
        Ok(())
    }

    /// Says that the log must be emptied: the file itself no longer has what was erased.
    pub fn log_unclean(&self) -> Result<()> {
        self.run("UPDATE study SET unclean = max(unclean, ?1)", [LOG])?;
        Ok(())
    }
}

impl Store {
    /// Whether bytes of what was erased may still be in the study's files.
    pub fn is_unclean(&self) -> Result<bool> {
        Ok(self.connection.query_row("SELECT unclean FROM study", [], |row| row.get(0))?)
    }

    /// Writes the study anew without what was erased, empties its log, and removes own copies that hold any of it.
    /// False when somebody who reads keeps the log from being emptied: then it is to be tried again.
    pub fn clean(&self) -> Result<bool> {
        let unclean: i64 = self.connection.query_row("SELECT unclean FROM study", [], |row| row.get(0))?;
        if unclean >= LOG {
            self.copies.forget().map_err(|error| StoreError::Disk(error.to_string()))?;
            self.remove_copies()?;
        }
        if unclean >= FILE {
            // Pages keep what stood in them until they are written anew.
            self.connection.execute_batch("VACUUM")?;
            self.connection.execute("UPDATE study SET unclean = ?1", [LOG])?;
        }
        if !self.empty_log()? {
            return Ok(false);
        }
        self.connection.execute("UPDATE study SET unclean = 0", [])?;
        self.copies.cleaned();
        Ok(true)
    }

    fn empty_log(&self) -> Result<bool> {
        self.connection.busy_timeout(PATIENCE)?;
        let emptied: rusqlite::Result<i64> =
            self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0));
        self.connection.busy_timeout(USUAL_PATIENCE)?;
        Ok(emptied? == 0)
    }

    /// Whether a copy holds a name that the study no longer has.
    fn forgot(&self, copy: &Path) -> rusqlite::Result<bool> {
        let kept = identities(&self.connection)?;
        let copied = identities(&Connection::open_with_flags(copy, open::read_flags())?)?;
        Ok(copied.iter().any(|identity| !kept.contains(identity)))
    }

    /// Copies that were made before the study was brought up to date.
    fn remove_copies(&self) -> Result<()> {
        let erased: HashSet<String> = {
            let mut statement = self.connection.prepare("SELECT id FROM erased")?;
            let ids = statement.query_map([], |row| row.get(0))?;
            ids.collect::<rusqlite::Result<_>>()?
        };
        for version in 1..crate::SCHEMA {
            let copy = beside(&self.path, &format!(".before-format-{version}"));
            let mut gone: Vec<PathBuf> = vec![beside(&copy, ".part")];
            // One that cannot be read may hold it as well.
            if copy.exists() && (holds(&copy, &erased).unwrap_or(true) || self.forgot(&copy).unwrap_or(true))
            {
                gone.extend(["", "-journal", "-wal", "-shm"].map(|suffix| beside(&copy, suffix)));
            }
            for path in gone {
                match std::fs::remove_file(&path) {
                    Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                        return Err(StoreError::Disk(format!("{}: {error}", path.display())));
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }
}

/// The names and contacts of a study.
fn identities(connection: &Connection) -> rusqlite::Result<Vec<(String, String, String)>> {
    let mut statement = connection.prepare("SELECT participant_id, name, contact FROM identity")?;
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect()
}

/// Whether a copy holds something that was erased.
fn holds(copy: &Path, erased: &HashSet<String>) -> rusqlite::Result<bool> {
    let connection = Connection::open_with_flags(copy, open::read_flags())?;
    let table = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?1";
    for name in ["note", "question", "photo", "entry", "decision"] {
        // Older versions do not have all of them.
        if connection.query_row(table, [name], |row| row.get::<_, i64>(0))? == 0 {
            continue;
        }
        let mut statement = connection.prepare(&format!("SELECT id FROM {name}"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if erased.contains(row.get_ref(0)?.as_str()?) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
