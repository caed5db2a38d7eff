//! The study's own copies: when they are made, which are kept, what they hold, and how one takes the study's place.

use crate::erase::files_with;
use crate::support::{MODERATOR, NINE, Page, Study, id};
use engine::{Engine, OpenError};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

const MINUTE: i64 = 60_000;

/// When the study's copies were made, in minutes after nine, the newest first.
fn minutes(study: &Study) -> Vec<i64> {
    store::copies(&study.path).iter().map(|copy| (copy.at.0 - NINE) / MINUTE).collect()
}

fn write(study: &Study, session: &str, body: &str) {
    study.done("note_add", study.note(session, body, "room"));
}

/// Waits until the newest sound copy is of now.
fn until_copied(study: &Study, page: &mut Page) {
    let now = json!(study.engine.now());
    page.until("a copy of now", |page| page.of("study_file").iter().any(|file| file["copied_at"] == now));
}

fn told(page: &Page, field: &str) -> Value {
    page.of("study_file").first().map_or(Value::Null, |file| file[field].clone())
}

fn exported(path: &Path) -> String {
    let request = protocol::ExportMake { format: protocol::ExportFormat::Csv, day: None, session_id: None };
    engine::file::export(path, &request).expect("an export").text
}

fn opened(study: &Study) -> Result<Engine, OpenError> {
    Engine::open(&study.path, study.options.clone())
}

fn again(study: Study) -> Study {
    study.engine.close();
    let engine = opened(&study).expect("it opens");
    Study { engine, ..study }
}

/// A session with a copy after 10 minutes and one at its end, after 15; the study is closed.
fn copied_twice() -> Study {
    let study = Study::new();
    let session = study.live();
    let mut page = study.page(MODERATOR, "study");
    write(&study, &session, "early");
    write(&study, &session, "in time");
    study.clock.advance(10 * MINUTE);
    wake(&study);
    until_copied(&study, &mut page);
    study.clock.advance(5 * MINUTE);
    write(&study, &session, "AT-THE-END");
    study.done("session_end", json!({ "session_id": session, "early": false }));
    until_copied(&study, &mut page);
    study.engine.close();
    assert_eq!(minutes(&study), [15, 10]);
    study
}

/// Wakes the writer, as its own timer would: nothing is written.
fn wake(study: &Study) {
    study.call("note_delete", json!({ "note_id": id() })).expect_err("there is no such note");
}

fn overwrite(path: &Path, from: usize, to: usize) -> Vec<u8> {
    let mut bytes = std::fs::read(path).expect("readable");
    let to = to.min(bytes.len());
    bytes[from..to].fill(0xa5);
    std::fs::write(path, &bytes).expect("written");
    bytes
}

#[test]
fn copies_are_made_every_ten_minutes_of_a_session_and_at_its_end() {
    let study = Study::new();
    study.done("study_update", json!({ "title": "Before the session" }));
    let session = study.live();
    let mut page = study.page(MODERATOR, "study");
    assert_eq!(told(&page, "copied_at"), Value::Null);
    study.clock.advance(10 * MINUTE - 1);
    write(&study, &session, "nearly");
    write(&study, &session, "in time");
    study.clock.advance(1);
    wake(&study);
    until_copied(&study, &mut page);
    study.clock.advance(MINUTE);
    write(&study, &session, "soon after");
    study.clock.advance(10 * MINUTE);
    wake(&study);
    until_copied(&study, &mut page);
    study.clock.advance(30 * MINUTE);
    wake(&study);
    study.done("session_end", json!({ "session_id": session, "early": false }));
    until_copied(&study, &mut page);
    study.clock.advance(30 * MINUTE);
    study.done("study_update", json!({ "title": "After the session" }));
    study.engine.close();
    assert_eq!(minutes(&study), [51, 21, 10], "and none while nothing changed, or no session runs");
    for (copy, notes) in store::copies(&study.path).iter().zip([3, 3, 2]) {
        assert_eq!(engine::file::check(&copy.path).expect("readable"), [] as [String; 0]);
        let text = exported(&copy.path);
        let written = ["nearly", "in time", "soon after"].iter().filter(|body| text.contains(**body)).count();
        assert_eq!(written, notes, "{}", copy.path.display());
    }
    let study = again(study);
    let preflight = study.done_query("preflight", json!({ "date": "2026-11-26" }));
    let says = preflight["checks"].to_string();
    assert!(says.contains("It has 3 copies, the newest of 10:51."), "{says}");
}

#[test]
fn a_break_does_not_stop_copies_and_a_copy_of_now_waits_for_nothing() {
    let study = Study::new();
    let session = study.live();
    let mut page = study.page(MODERATOR, "study");
    study.clock.advance(8 * MINUTE);
    study.done("session_step", json!({ "session_id": session, "step": "break" }));
    assert_eq!(minutes(&study), [] as [i64; 0], "a break is no end");
    study.clock.advance(2 * MINUTE);
    study.done("study_update", json!({ "title": "During the break" }));
    until_copied(&study, &mut page);
    // The study closes at once after the end: its copy is waited for.
    study.clock.advance(MINUTE);
    study.done("session_end", json!({ "session_id": session, "early": false }));
    study.engine.close();
    assert_eq!(minutes(&study), [11, 10]);
}

#[test]
fn the_newest_24_copies_are_kept() {
    let study = Study::new();
    let session = study.live();
    let mut page = study.page(MODERATOR, "study");
    let own = study.path.with_extension("backroom.copies").join("mine.txt");
    for number in 1..=26 {
        study.clock.advance(10 * MINUTE);
        write(&study, &session, "x");
        until_copied(&study, &mut page);
        if number == 1 {
            std::fs::write(&own, "somebody put it there").expect("written");
        }
    }
    // A clock that was put back makes no copy older than one before.
    study.clock.advance(-60 * MINUTE);
    study.done("session_end", json!({ "session_id": session, "early": false }));
    study.engine.close();
    let kept: Vec<i64> = std::iter::once(260).chain((4..=26).rev().map(|number| number * 10)).collect();
    assert_eq!(minutes(&study), kept, "24 of 27");
    assert!(own.exists(), "what is not ours stays");
    let files = std::fs::read_dir(own.parent().expect("a folder")).expect("readable").count();
    assert_eq!(files, 25, "nothing half made stays");
}

#[test]
fn a_study_that_is_damaged_while_it_is_open_is_told_and_its_copy_not_kept() {
    let study = Study::new();
    let session = study.live();
    write(&study, &session, "FIRSTWORDS");
    for _ in 0..60 {
        write(&study, &session, &"filled pages ".repeat(20));
    }
    study.engine.close();
    damage_page_of(&study.path, b"FIRSTWORDS");
    let study = again(study);
    let mut page = study.page(MODERATOR, "study");
    assert_eq!(told(&page, "damage"), Value::Null, "what nobody reads is not noticed yet");
    study.clock.advance(10 * MINUTE);
    write(&study, &session, "goes on");
    page.until("it is damaged", |page| told(page, "damage") == "The study's file is damaged.");
    assert_eq!(told(&page, "copied_at"), Value::Null, "there is no sound copy");
    assert_eq!(minutes(&study), [] as [i64; 0], "a copy that fails its check is not kept");
    study.engine.close();
    let folder = study.path.with_extension("backroom.copies");
    assert_eq!(std::fs::read_dir(folder).expect("a folder").count(), 0);
}

/// Breaks the page that holds these words, and no other.
fn damage_page_of(path: &Path, words: &[u8]) {
    let bytes = std::fs::read(path).expect("readable");
    let size = usize::from(u16::from_be_bytes([bytes[16], bytes[17]]));
    let at = bytes.windows(words.len()).position(|window| window == words).expect("the words are there");
    let page = at / size * size;
    overwrite(path, page + 8, page + 64);
}

#[test]
fn damage_is_noticed_at_opening_and_the_newest_sound_copy_named() {
    let study = Study::new();
    let session = study.live();
    write(&study, &session, "FIRSTWORDS");
    for _ in 0..60 {
        write(&study, &session, &"filled pages ".repeat(20));
    }
    let mut page = study.page(MODERATOR, "study");
    study.clock.advance(10 * MINUTE);
    write(&study, &session, "in time");
    until_copied(&study, &mut page);
    study.engine.close();
    damage_page_of(&study.path, b"FIRSTWORDS");
    let study = again(study);
    let mut page = study.page(MODERATOR, "study");
    page.until("it is damaged", |page| told(page, "damage") == "The study's file is damaged.");
    assert_eq!(told(&page, "copied_at"), NINE + 10 * MINUTE);
    study.open_room();
    let maya = study.join("note_taker", "Maya");
    assert!(study.page(maya, "study").of("study_file").is_empty(), "for the moderator alone");
    let preflight = study.done_query("preflight", json!({ "date": "2026-11-26" }))["checks"].to_string();
    assert!(preflight.contains("Open its copy of 10:10 before the first session."), "{preflight}");
    study.engine.close();
    let says = engine::file::check(&study.path).expect("readable");
    assert!(
        says.last()
            .is_some_and(|says| says.starts_with("Its newest sound copy is of 26 November 2026, 10:10"))
    );
    engine::file::restore(&study.path, &study.options).expect("restored");
    assert_eq!(engine::file::check(&study.path).expect("readable"), [] as [String; 0]);
}

#[test]
fn a_damaged_study_offers_its_newest_sound_copy_and_nothing_is_overwritten() {
    let study = copied_twice();
    let cursor = Study { engine: opened(&study).expect("it opens"), ..study };
    let before = cursor.page(MODERATOR, "study").cursor.clone();
    cursor.engine.close();
    let study = cursor;
    let copies = store::copies(&study.path);
    let broken = overwrite(&study.path, 0, 200);
    damage_page_of(&copies[0].path, b"AT-THE-END");
    let refused = opened(&study).err().expect("it is damaged");
    let says = refused.to_string();
    assert!(says.ends_with("It was not touched. Its newest sound copy is of 10:10."), "{says}");
    assert!(matches!(refused, OpenError::Damaged(_, when) if when == "10:10"));
    assert_eq!(std::fs::read(&study.path).expect("there"), broken, "looking changes nothing");
    // What a crash leaves beside it.
    std::fs::write(study.path.with_extension("backroom-wal"), "the log").expect("written");
    let says = engine::file::restore(&study.path, &study.options).expect("restored");
    assert!(says.contains("is its copy of 10:10 again. The damaged file is kept as"), "{says}");
    let aside =
        study.files().into_iter().filter(|(path, _)| path.to_string_lossy().contains(".backroom.damaged-"));
    let (logs, files): (Vec<_>, Vec<_>) = aside
        .filter(|(path, _)| !path.to_string_lossy().ends_with("-shm"))
        .partition(|(path, _)| path.to_string_lossy().ends_with("-wal"));
    let bytes =
        |files: Vec<(PathBuf, Vec<u8>)>| files.into_iter().map(|(_, bytes)| bytes).collect::<Vec<_>>();
    assert_eq!(bytes(files), [broken], "the damaged file is there as it was");
    assert_eq!(bytes(logs), [b"the log"], "and so is its log");
    let restored = Study { engine: opened(&study).expect("it opens"), ..study };
    // Its revisions go past those that a page has seen of the damaged one.
    for number in 0..20 {
        restored.done("study_update", json!({ "title": format!("Restored {number}") }));
    }
    let mut page = Page::open(&restored, MODERATOR, "study", before.as_deref());
    page.settle();
    assert_eq!(page.resets, 1, "pages that followed the damaged one start afresh");
    let session = page.of("session")[0]["id"].as_str().expect("an id").to_owned();
    assert_eq!(restored.page(MODERATOR, &format!("session={session}")).bodies(), ["early", "in time"]);
    assert!(matches!(engine::file::restore(&restored.path, &restored.options), Err(OpenError::Locked(_))));
    restored.engine.close();
    assert!(matches!(engine::file::restore(&restored.path, &restored.options), Err(OpenError::Sound(_))));
    // A file that is gone, and copies of which none is sound.
    std::fs::remove_file(&restored.path).expect("removed");
    assert!(matches!(opened(&restored).err(), Some(OpenError::Damaged(..))));
    for copy in store::copies(&restored.path) {
        overwrite(&copy.path, 4096, usize::MAX);
    }
    assert!(matches!(opened(&restored).err(), Some(OpenError::Missing(_))), "nothing is offered then");
    assert!(matches!(engine::file::restore(&restored.path, &restored.options), Err(OpenError::NoCopy(_))));
    assert!(!restored.path.exists());
}

#[test]
fn a_copy_is_one_file_of_the_study_and_restores_as_it_was() {
    let study = copied_twice();
    std::fs::remove_file(&study.path).expect("removed");
    engine::file::restore(&study.path, &study.options).expect("restored");
    let text = exported(&study.path);
    assert!(["early", "in time", "AT-THE-END"].iter().all(|body| text.contains(body)), "{text}");
    let restored = Study { engine: opened(&study).expect("it opens"), ..study };
    let session = restored.page(MODERATOR, "study").of("session")[0].clone();
    assert_eq!(session["status"], "done");
    restored.engine.close();
}

#[test]
fn what_is_erased_is_in_no_copy_and_a_new_one_is_made() {
    let study = Study::new();
    let session = study.live();
    let mut page = study.page(MODERATOR, "study");
    write(&study, &session, "kept");
    study.clock.advance(9 * MINUTE);
    let from = study.engine.now();
    write(&study, &session, "copyhush");
    study.clock.advance(MINUTE);
    let to = study.engine.now();
    study.done("study_update", json!({ "title": "x" }));
    until_copied(&study, &mut page);
    study.clock.advance(MINUTE);
    let aside = study.path.with_extension("backroom.damaged-2026-11-26T09-00-00.000Z");
    std::fs::write(&aside, "copyhush").expect("a file that was set aside");
    let holding = files_with(&study, "copyhush");
    assert!(holding.iter().any(|path| path.contains(".backroom.copies/")), "{holding:?}");
    study.done("erase_stretch", json!({ "session_id": session, "from": from, "to": to }));
    assert_eq!(files_with(&study, "copyhush"), [] as [String; 0]);
    until_copied(&study, &mut page);
    assert_eq!(minutes(&study), [11], "one of now takes their place");
    assert!(!aside.exists());
    assert_eq!(files_with(&study, "copyhush"), [] as [String; 0]);
    assert!(files_with(&study, "kept").iter().any(|path| path.contains(".backroom.copies/")));
    // A name that is forgotten, and a whole session that is withdrawn.
    let person = page.of("participant")[0]["id"].clone();
    let keep = |name: &str| {
        study.done("identity_keep", json!({ "participant_id": person, "name": name, "contact": "" }));
    };
    keep("Namehush");
    study.clock.advance(10 * MINUTE);
    write(&study, &session, "lasthush");
    until_copied(&study, &mut page);
    study.clock.advance(MINUTE);
    keep("");
    assert_eq!(files_with(&study, "namehush"), [] as [String; 0]);
    until_copied(&study, &mut page);
    study.clock.advance(MINUTE);
    study.done("consent_withdraw", json!({ "session_id": session, "erase": true }));
    assert_eq!(files_with(&study, "lasthush"), [] as [String; 0]);
    study.engine.close();
    assert_eq!(files_with(&study, "hush"), [] as [String; 0]);
    assert_eq!(minutes(&study).len(), 1);
}

#[test]
fn a_copy_that_is_made_while_something_is_erased_is_not_kept() {
    let study = Study::new();
    let session = study.live();
    for round in 0..12 {
        study.clock.advance(10 * MINUTE);
        let from = study.engine.now();
        // A copy is due with this note, and is being made while it is erased.
        write(&study, &session, "racehush");
        for _ in 0..round {
            std::thread::yield_now();
        }
        study.clock.advance(1);
        let to = study.engine.now();
        study.done("erase_stretch", json!({ "session_id": session, "from": from, "to": to }));
        assert_eq!(files_with(&study, "racehush"), [] as [String; 0], "round {round}");
    }
    study.engine.close();
    assert_eq!(files_with(&study, "racehush"), [] as [String; 0]);
}

#[test]
fn a_copy_that_cannot_be_made_keeps_nobody_from_writing_and_is_told_once() {
    let study = Study::new();
    let session = study.live();
    let mut page = study.page(MODERATOR, "study");
    let folder = study.path.with_extension("backroom.copies");
    std::fs::write(&folder, "in its way").expect("written");
    study.clock.advance(10 * MINUTE);
    write(&study, &session, "written all the same");
    page.until("why", |page| told(page, "copies") != Value::Null);
    let says = told(&page, "copies").as_str().expect("a sentence").to_owned();
    assert!(
        says.starts_with("The study could not be copied: ") && says.ends_with(". Notes are not affected."),
        "{says}"
    );
    std::fs::remove_file(&folder).expect("removed");
    study.clock.advance(10 * MINUTE);
    write(&study, &session, "and again");
    until_copied(&study, &mut page);
    assert_eq!(told(&page, "copies"), Value::Null, "it goes by itself");
}

#[test]
fn a_reserve_is_there_while_the_study_is_open() {
    let study = Study::new();
    let reserve = study.path.with_extension("backroom.reserve");
    study.live();
    study.engine.close();
    assert!(!reserve.exists(), "a closed study leaves none");
    // What a crash left is the reserve of the next time.
    std::fs::File::create(&reserve).and_then(|file| file.set_len(store::RESERVE)).expect("made");
    let study = again(study);
    study.engine.close();
    assert!(!reserve.exists());
}
