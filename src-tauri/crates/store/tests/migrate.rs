//! A study of an older version is brought up to date: nothing is lost, a copy is kept, searches find what is old.

use domain::entity::{Audience, Effect};
use domain::id::{NoteId, TagId};
use domain::search::Query;
use rusqlite::Connection;
use std::path::Path;
use store::{APPLICATION_ID, Look, SCHEMA, Store, Term};

const STUDY: &str = "01890a5d-ac96-774b-bcce-000000000001";
const SLOT: &str = "01890a5d-ac96-774b-bcce-000000000002";
const SESSION: &str = "01890a5d-ac96-774b-bcce-000000000003";
const PAIN: &str = "01890a5d-ac96-774b-bcce-000000000004";
const PRIVATE: &str = "01890a5d-ac96-774b-bcce-000000000005";
const NOTE: &str = "01890a5d-ac96-774b-bcce-000000000006";
const OWN_NOTE: &str = "01890a5d-ac96-774b-bcce-000000000008";
const EDIT: &str = "01890a5d-ac96-774b-bcce-000000000007";

/// A study as version 1 wrote it, with one note in its index.
fn version_1(path: &Path) {
    let connection = Connection::open(path).expect("made");
    connection.execute_batch(include_str!("../src/schema/1.sql")).expect("the first step");
    connection
        .execute_batch(&format!(
            "PRAGMA application_id = {APPLICATION_ID};
             PRAGMA user_version = 1;
             INSERT INTO study (one, id, feed_id, title, zone, moderator_name, created_at, indexed_rev)
             VALUES (1, '{STUDY}', 'feed', 'Old', 'Europe/Berlin', 'Moderator', 0, 1);
             INSERT INTO slot (id, date, start_minute, length_minutes, zone, kind, label, edit)
             VALUES ('{SLOT}', '2026-11-26', 540, 60, 'Europe/Berlin', 'session', '', '{EDIT}');
             INSERT INTO session (id, slot_id, kind, status, edit) VALUES ('{SESSION}', '{SLOT}', 'interview', 'done', '{EDIT}');
             INSERT INTO tag (id, name, color, hotkey, description, position)
             VALUES ('{PAIN}', 'pain', 'pain', 'P', 'hurts', 1), ('{PRIVATE}', 'private', 'grey', 'X', '', 2);
             INSERT INTO note (seq, id, session_id, at, typed_from, typed_to, body, tags, who, audience, author, author_name, edit)
             VALUES (1, '{NOTE}', '{SESSION}', 5, 3, 4, 'Looks for the Café receipt', '[\"{PAIN}\"]', '[]', 'room', 'moderator', 'Moderator', '{EDIT}');
             INSERT INTO note (seq, id, session_id, at, typed_from, typed_to, body, tags, who, audience, author, author_name, edit)
             VALUES (2, '{OWN_NOTE}', '{SESSION}', 5, 3, 4, 'x', '[\"{PRIVATE}\"]', '[]', 'room', 'moderator', 'Moderator', '{EDIT}');
             INSERT INTO note_search (rowid, body) VALUES (1, 'Looks for the Café receipt');
             INSERT INTO change (at, actor, command_id, kind, entity_id, audience) VALUES (5, 'moderator', '{EDIT}', 'note', '{NOTE}', 7);
             INSERT INTO edit (id, kind, entity_id, command_id, device, author, at)
             VALUES ('{EDIT}', 'note', '{NOTE}', '{EDIT}', '{STUDY}', 'moderator', 5);"
        ))
        .expect("a study of version 1");
}

#[test]
fn a_study_of_version_1_opens_with_everything_in_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("Old.backroom");
    version_1(&path);
    let store = Store::open(&path, None).expect("it is brought up to date");
    let tables = store.tables();
    let note = tables.note(NoteId::parse(NOTE).expect("an id")).expect("readable").expect("still there");
    assert_eq!((note.typed_from.0, note.typed_to.0), (3, 4), "the time of its keys is kept");
    assert_eq!(note.audience, Audience::Room);
    let own = tables.note(NoteId::parse(OWN_NOTE).expect("an id")).expect("readable").expect("still there");
    assert_eq!(own.audience, Audience::Own, "what is tagged private is so");
    let tags = tables.tags().expect("readable");
    assert_eq!(tags.iter().map(|tag| tag.effect).collect::<Vec<_>>(), [None, Some(Effect::Private)]);
    assert!(tags.iter().all(|tag| !tag.retired && tag.parent.is_none()));
    assert_eq!(tables.study().expect("readable").mark_lead_in, 10_000, "the brief's default");
    while store.index_some(10).expect("indexed") {}
    let pain = Term::Tag(TagId::parse(PAIN).expect("an id"));
    let look =
        Look { words: Query::parse("cafe").words, terms: vec![vec![pain]], limit: 10, ..Look::default() };
    let hits = tables.look(&look, |_| true).expect("searched");
    assert_eq!(hits.notes.len(), 1, "old notes are found by word and by tag");
    assert_eq!(store::check(&path).expect("readable"), Vec::<String>::new());
    drop(store);
    let copy = folder.path().join("Old.backroom.before-format-1");
    let kept = Connection::open(copy).expect("a copy of the old file is kept beside it");
    let version: i64 = kept.pragma_query_value(None, "user_version", |row| row.get(0)).expect("a version");
    assert_eq!((version, SCHEMA), (1, 4), "the copy is the study as it was");
}
