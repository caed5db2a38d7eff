//! The full-text index: filled after the answer, in batches; searched newest first.

use crate::error::StoreError;
use crate::table::{Tables, note};
use domain::entity::{Author, Note};
use domain::id::{ParticipantId, SessionId, TagId};
use domain::search::{Has, Wanted};
use domain::text::is_quote;
use domain::time::Timestamp;
use rusqlite::{Connection, OptionalExtension};
use std::collections::HashSet;

/// Notes that may wait for the index and are searched all the same; beyond, a search says that it is incomplete.
const WAITING: usize = 2_000;

/// Something that a note has, as a word of the index's second column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// A tag.
    Tag(TagId),
    /// Somebody it is about.
    Who(ParticipantId),
    /// Who wrote it.
    By(Author),
    /// Its session.
    Session(SessionId),
    /// Any other property.
    Has(Has),
}

impl Term {
    /// No word that people write begins with a zero and a letter, so terms are never taken for words' beginnings.
    fn word(&self) -> String {
        match self {
            Self::Tag(id) => format!("0t{}", id.0.simple()),
            Self::Who(id) => format!("0p{}", id.0.simple()),
            Self::Session(id) => format!("0s{}", id.0.simple()),
            Self::By(Author::Member(id)) => format!("0a{}", id.0.simple()),
            Self::By(author) => format!("0a{}", author.key()),
            Self::Has(has) => {
                let word = Has::WORDS.iter().find(|(_, known)| known == has).map_or("", |(word, _)| word);
                format!("0h{word}")
            }
        }
    }

    fn of(note: &Note) -> Vec<Self> {
        let quote = note.body.as_deref().is_some_and(is_quote);
        let has = [
            (Has::Quote, quote),
            (Has::Unchecked, quote && !note.checked),
            (Has::Mark, note.body.is_none()),
            (Has::Star, note.starred),
            (Has::Severity, note.severity.is_some()),
            (Has::Who, !note.who.is_empty()),
            (Has::Tag, !note.tags.is_empty()),
        ];
        let mut terms = vec![Self::Session(note.session_id), Self::By(note.author.clone())];
        terms.extend(note.tags.iter().map(|id| Self::Tag(*id)));
        terms.extend(note.who.iter().map(|id| Self::Who(*id)));
        terms.extend(has.into_iter().filter(|(_, has)| *has).map(|(has, _)| Self::Has(has)));
        terms
    }
}

/// A stretch of one session; without an end it lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The session.
    pub session: SessionId,
    /// Its first instant.
    pub from: Timestamp,
    /// The first instant after it.
    pub to: Option<Timestamp>,
}

/// What to look for; everything must hold. Nothing finds nothing.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// Words and phrases of the body.
    pub words: Vec<Wanted>,
    /// Of each group at least one.
    pub terms: Vec<Vec<Term>>,
    /// Stamped within at least one of each group.
    pub during: Vec<Vec<Stretch>>,
    /// Only notes that were written down before this place.
    pub before: Option<i64>,
    /// The most to find.
    pub limit: usize,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Hits {
    /// The newest first.
    pub notes: Vec<Note>,
    /// The place to go on before; none when this is all.
    pub next: Option<i64>,
    /// Too many notes wait for the index: some may be missing.
    pub incomplete: bool,
}

impl Look {
    fn question(&self) -> String {
        // Between quotation marks everything is text, but a NUL ends it.
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\"").replace('\0', " "));
        let words = self.words.iter().map(|wanted| {
            format!("body : {}{}", quoted(&wanted.text), if wanted.begins { " *" } else { "" })
        });
        let terms = self.terms.iter().map(|group| {
            let group: Vec<_> = group.iter().map(|term| quoted(&term.word())).collect();
            format!("terms : ({})", group.join(" OR "))
        });
        words.chain(terms).collect::<Vec<_>>().join(" AND ")
    }

    fn is_during(&self, note: &Note) -> bool {
        let inside = |stretch: &Stretch| {
            stretch.session == note.session_id
                && stretch.from <= note.at
                && stretch.to.is_none_or(|to| note.at < to)
        };
        self.during.iter().all(|group| group.iter().any(inside))
    }
}

fn terms(note: &Note) -> String {
    Term::of(note).iter().map(Term::word).collect::<Vec<_>>().join(" ")
}

/// Takes the next `limit` changes into the index; true when more waits.
pub(crate) fn index_some(connection: &Connection, limit: u32) -> Result<bool, StoreError> {
    let transaction = connection.unchecked_transaction()?;
    let from: i64 = connection.query_row("SELECT indexed_rev FROM study", [], |row| row.get(0))?;
    let (mut reached, mut seen) = (from, 0);
    {
        let mut changes = connection
            .prepare_cached("SELECT rev, kind, entity_id FROM change WHERE rev > ?1 ORDER BY rev LIMIT ?2")?;
        let mut find = connection.prepare_cached(note::BY_ID)?;
        let mut delete = connection.prepare_cached("DELETE FROM note_search WHERE rowid = ?1")?;
        let mut insert =
            connection.prepare_cached("INSERT INTO note_search (rowid, body, terms) VALUES (?1, ?2, ?3)")?;
        let mut rows = changes.query((from, limit))?;
        while let Some(row) = rows.next()? {
            reached = row.get(0)?;
            seen += 1;
            if row.get_ref(1)?.as_str().is_ok_and(|kind| kind != "note") {
                continue;
            }
            let note = find.query_row([row.get::<_, String>(2)?], note::read_with_place).optional()?;
            if let Some((seq, note)) = note {
                delete.execute([seq])?;
                if !note.deleted {
                    insert.execute((seq, &note.body, terms(&note)))?;
                }
            }
        }
    }
    if seen > 0 {
        connection.execute("UPDATE study SET indexed_rev = ?1", [reached])?;
    }
    transaction.commit()?;
    Ok(seen == limit)
}

/// Notes that changed since the index was filled.
struct Waiting {
    /// The places of all of them: what the index says of these is old.
    stale: HashSet<i64>,
    /// Those that match, the newest last.
    matching: Vec<(i64, Note)>,
    /// There are more than can be looked through.
    incomplete: bool,
}

fn waiting(connection: &Connection, look: &Look) -> Result<Waiting, StoreError> {
    let mut changed = connection.prepare_cached(
        "SELECT DISTINCT entity_id FROM change NOT INDEXED
         WHERE rev > (SELECT indexed_rev FROM study) AND kind = 'note' LIMIT ?1",
    )?;
    let ids: Vec<String> = changed
        .query_map([i64::try_from(WAITING).unwrap_or(i64::MAX) + 1], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let incomplete = ids.len() > WAITING;
    let mut find = connection.prepare_cached(note::BY_ID)?;
    let mut notes = Vec::new();
    for id in ids.iter().take(WAITING) {
        notes.extend(find.query_row([id], note::read_with_place).optional()?);
    }
    let stale = notes.iter().map(|(seq, _)| *seq).collect();
    if notes.is_empty() {
        return Ok(Waiting { stale, matching: notes, incomplete });
    }
    // The same tokenizer as the index's, so that the newest notes are found by the same rules.
    let aside = Connection::open_in_memory()?;
    aside.execute_batch(
        "CREATE VIRTUAL TABLE fresh USING fts5 (body, terms, tokenize = 'unicode61 remove_diacritics 2')",
    )?;
    {
        let mut insert = aside.prepare("INSERT INTO fresh (rowid, body, terms) VALUES (?1, ?2, ?3)")?;
        for (seq, note) in notes.iter().filter(|(_, note)| !note.deleted) {
            insert.execute((seq, &note.body, terms(note)))?;
        }
    }
    let mut select = aside.prepare("SELECT rowid FROM fresh WHERE fresh MATCH ?1 AND rowid < ?2")?;
    let matching: HashSet<i64> = select
        .query_map((look.question(), look.before.unwrap_or(i64::MAX)), |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    notes.retain(|(seq, _)| matching.contains(seq));
    notes.sort_by_key(|(seq, _)| *seq);
    Ok(Waiting { stale, matching: notes, incomplete })
}

impl Tables<'_> {
    /// Looks for notes that `keep` takes, newest first.
    pub fn look(&self, look: &Look, keep: impl Fn(&Note) -> bool) -> Result<Hits, StoreError> {
        let question = look.question();
        if question.is_empty() {
            return Ok(Hits::default());
        }
        let connection = self.connection;
        let Waiting { stale, matching: mut fresh, incomplete } = waiting(connection, look)?;
        let mut hits = Hits { incomplete, ..Hits::default() };
        // Driven by the index, from the newest on; it stops as soon as there are enough.
        let mut select = connection.prepare_cached(note::MATCHING)?;
        let mut rows = select.query((question, look.before.unwrap_or(i64::MAX)))?;
        let mut last = None;
        let mut indexed = None;
        loop {
            if indexed.is_none() {
                indexed = rows.next()?.map(note::read_with_place).transpose()?;
                if indexed.as_ref().is_some_and(|(seq, _)| stale.contains(seq)) {
                    indexed = None;
                    continue;
                }
            }
            let from_fresh = match (&indexed, fresh.last()) {
                (Some((seq, _)), Some((newer, _))) => newer > seq,
                (None, Some(_)) => true,
                (_, None) => false,
            };
            let Some((seq, note)) = (if from_fresh { fresh.pop() } else { indexed.take() }) else { break };
            if !keep(&note) || !look.is_during(&note) {
                continue;
            }
            if hits.notes.len() == look.limit {
                hits.next = last;
                break;
            }
            hits.notes.push(note);
            last = Some(seq);
        }
        Ok(hits)
    }
}

#[cfg(test)]
mod tests {
    use crate::{NewStudy, Store};
    use domain::id::StudyId;
    use domain::time::Timestamp;

    #[test]
    fn an_index_that_another_connection_wrote_to_is_sound() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("Study.backroom");
        let study = NewStudy {
            id: StudyId::parse("01890a5d-ac96-774b-bcce-000000000001").expect("an id"),
            feed_id: "feed".into(),
            title: "Study".into(),
            zone: chrono_tz::UTC,
            moderator_name: "Moderator".into(),
            tags: Vec::new(),
            at: Timestamp(0),
        };
        crate::create(&path, &study).expect("made");
        let store = Store::open(&path, None).expect("opened");
        let reader = store.reader().expect("a reader");
        for number in 1..5 {
            let insert = "INSERT INTO note_search (rowid, body, terms) VALUES (?1, 'the receipt', '')";
            store.connection.execute(insert, [number]).expect("indexed");
            assert_eq!(reader.tables().damage().expect("checked"), None, "after note {number}");
        }
    }
}
