//! The file: locks, foreign files, copies, the index; and what is on disk when an answer is given.

use crate::support::{MODERATOR, Study, id};
use engine::{Engine, OpenError};
use serde_json::json;
use std::path::Path;

#[test]
fn only_one_console_writes_a_study() {
    let study = Study::new();
    let second = Engine::open(&study.path, study.options.clone());
    assert!(matches!(second.err(), Some(OpenError::Locked(_))), "the second is refused");
    let copy = study.path.with_extension("copy");
    let session = study.live();
    study.done("note_add", study.note(&session, "in the log", "room"));
    engine::file::backup(&study.path, &copy).expect("a copy beside an open console");
    assert_eq!(engine::file::check(&study.path).expect("readable"), Vec::<String>::new());
    assert!(matches!(engine::file::backup(&study.path, &copy), Err(OpenError::Exists(_))));
    study.done("note_add", study.note(&session, "after the copy", "room"));
    let opened = Engine::open(&copy, study.options.clone()).expect("the copy opens");
    opened.close();
    let request = protocol::ExportMake { format: protocol::ExportFormat::Csv, day: None, session_id: None };
    let text = engine::file::export(&copy, &request).expect("an export").text;
    assert!(text.contains("in the log") && !text.contains("after the copy"));
    let beside = std::fs::read_dir(copy.parent().expect("a folder")).expect("readable");
    let parts = beside.filter(|entry| {
        entry.as_ref().is_ok_and(|entry| entry.file_name().to_string_lossy().contains(".part"))
    });
    assert_eq!(parts.count(), 0, "nothing half made stays");
}

#[test]
fn foreign_newer_and_broken_files_stay_byte_for_byte() {
    let folder = tempfile::tempdir().expect("a folder");
    let study = Study::new();
    study.engine.close();
    let make = |name: &str, bytes: Vec<u8>| {
        let path = folder.path().join(name);
        std::fs::write(&path, &bytes).expect("written");
        (path, bytes)
    };
    let own = std::fs::read(&study.path).expect("the study");
    let mut newer = own.clone();
    newer[60..64].copy_from_slice(&99_u32.to_be_bytes());
    let mut foreign = own.clone();
    foreign[68..72].copy_from_slice(&7_u32.to_be_bytes());
    let cases = [
        make("empty.backroom", Vec::new()),
        make(
            "text.backroom",
            b"Dear diary, nothing here is SQLite, though it is long enough to look at.".repeat(20),
        ),
        make("newer.backroom", newer),
        make("foreign.backroom", foreign),
        make("cut.backroom", own[..150].to_vec()),
    ];
    for (path, bytes) in cases {
        let error = Engine::open(&path, study.options.clone()).err().map(|error| error.to_string());
        let sentence = error.unwrap_or_else(|| panic!("{} was opened", path.display()));
        assert!(sentence.contains(&path.display().to_string()), "{sentence}");
        assert_eq!(std::fs::read(&path).expect("still there"), bytes, "{sentence}: the file was changed");
        assert!(engine::file::check(&path).is_err());
    }
    let missing = Engine::open(Path::new("/nowhere/at/all.backroom"), study.options.clone());
    assert!(matches!(missing.err(), Some(OpenError::Missing(_))));
}

#[test]
fn synced_folders_are_refused_with_a_reason() {
    let folder = tempfile::tempdir().expect("a folder");
    let synced = folder.path().join("Dropbox");
    std::fs::create_dir(&synced).expect("made");
    let study = Study::new();
    let new = engine::NewStudy { title: "x".into(), zone: chrono_tz::UTC };
    let refused = engine::create(&synced.join("a.backroom"), &new, &study.options).expect_err("refused");
    assert!(refused.to_string().contains("Dropbox"), "{refused}");
    assert_eq!(std::fs::read_dir(&synced).expect("there").count(), 0, "nothing was left there");
}

#[test]
fn a_live_session_is_live_after_the_program_was_killed() {
    let study = Study::new();
    let session = study.live();
    study.done("note_add", study.note(&session, "acknowledged", "room"));
    // What a kill leaves: the files as they are, copied while the writer still holds them.
    let killed = study.folder.path().join("Killed.backroom");
    for suffix in ["", "-wal"] {
        let from = format!("{}{suffix}", study.path.display());
        std::fs::copy(&from, format!("{}{suffix}", killed.display())).expect("copied");
    }
    study.clock.advance(600_000);
    let engine = Engine::open(&killed, study.options.clone()).expect("it recovers");
    let again = Study {
        engine,
        clock: study.clock.clone(),
        options: study.options.clone(),
        path: killed,
        ..Study::new()
    };
    let page = again.page(MODERATOR, &format!("session={session}"));
    assert_eq!(page.of("session")[0]["status"], "live");
    assert_eq!(page.of("session")[0]["started_at"], crate::support::NINE, "its clock is right");
    assert_eq!(page.bodies(), ["acknowledged"]);
}

#[test]
fn many_writers_at_once_are_all_answered_once() {
    let study = Study::new();
    let session = study.live();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..25 {
                    study.done("note_add", study.note(&session, "together", "room"));
                }
            });
        }
    });
    assert_eq!(study.page(MODERATOR, &format!("session={session}")).bodies().len(), 200);
}

#[test]
fn closing_ends_streams_and_answers_what_comes_late() {
    let study = Study::new();
    let mut page = study.page(MODERATOR, "study");
    study.engine.close();
    study.engine.close();
    page.until("the end", |page| page.ended);
    let late =
        study.engine.call_blocking(MODERATOR, "study_update", json!({ "command_id": id(), "title": "x" }));
    assert!(late.expect_err("closed").message.contains("closed"));
}
