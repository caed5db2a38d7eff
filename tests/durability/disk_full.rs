//! A full disk: what does not fit is refused in words, what was answered stays, and with room again it goes on.

use crate::live_study::{Note, exported, start_session, unsound};
use e2e::wait::eventually;
use e2e::{Member, Serve, Study};
use serde_json::json;
use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Megabytes that hold a new study, its log and some dozens of notes.
const SMALL: u32 = 1;
const LARGER: u32 = 16;

/// A file system of its own, in memory. Dropping it takes it away.
struct Disk {
    folder: tempfile::TempDir,
}

impl Disk {
    /// None where this user may not mount anything.
    fn mount(megabytes: u32) -> Option<Self> {
        let disk = Self { folder: tempfile::tempdir().expect("a temporary folder can be made") };
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={megabytes}m"), "tmpfs"]).arg(disk.folder.path());
        mount.output().is_ok_and(|mounted| mounted.status.success()).then_some(disk)
    }

    fn grow(&self, megabytes: u32) {
        let mut mount = Command::new("mount");
        mount.args(["-o", &format!("remount,size={megabytes}m")]).arg(self.folder.path());
        assert!(mount.status().is_ok_and(|status| status.success()), "a mounted disk can be made larger");
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.folder.path()).output();
    }
}

#[test]
fn a_full_disk_refuses_notes_and_keeps_those_it_took() {
    let Some(disk) = Disk::mount(SMALL) else {
        println!("Skipped: this user may not mount a file system, so no disk can be filled.");
        return;
    };
    let study = disk.file("checkout.backroom");
    std::fs::copy(Study::empty().path(), &study).expect("an empty study fits");
    let mut serve = Serve::console(&study);
    let moderator = Member::join(&serve.links().console, "");
    let session = start_session(&moderator);

    let mut acknowledged = HashMap::new();
    let refused = loop {
        let note = Note::new(format!("Note {}: {}", acknowledged.len(), "she counts the rows. ".repeat(20)));
        match note.send(&moderator, &session).expect("the server answers") {
            Ok(_) => acknowledged.insert(note.id, note.body),
            Err(fault) => {
                assert_eq!(fault["code"], "disk", "a full disk is called that: {fault}");
                break note;
            }
        };
        assert!(acknowledged.len() < 5_000, "{SMALL} MiB must be full by now");
    };
    assert!(acknowledged.len() > 10, "some notes fit before the disk is full: {}", acknowledged.len());
    expect_notes(&study, &acknowledged, "while the disk is full");
    let again = note_fault(&refused, &moderator, &session);
    assert_eq!(again["code"], "disk", "it is refused as long as there is no room: {again}");

    disk.grow(LARGER);
    for note in [refused, Note::new("and the next one".to_owned())] {
        let answer = note.send(&moderator, &session).expect("the server answers");
        assert!(answer.is_ok(), "with room again, notes are taken: {answer:?}");
        acknowledged.insert(note.id, note.body);
    }
    expect_notes(&study, &acknowledged, "after room was made");
    let _ = serve.stop(Duration::from_secs(2));
    expect_notes(&study, &acknowledged, "after the study was closed");
    assert_eq!(unsound(&study), None, "the file is sound");
}

/// Megabytes that hold a study, its reserve and as much again.
const WITH_RESERVE: u32 = 96;

#[test]
fn notes_go_on_in_the_reserve_and_the_console_says_so() {
    let Some(disk) = Disk::mount(WITH_RESERVE) else {
        println!("Skipped: this user may not mount a file system, so no disk can be filled.");
        return;
    };
    let (study, reserve) = (disk.file("checkout.backroom"), disk.file("checkout.backroom.reserve"));
    std::fs::copy(Study::empty().path(), &study).expect("an empty study fits");
    let mut serve = Serve::console(&study);
    let moderator = Member::join(&serve.links().console, "");
    let session = start_session(&moderator);
    eventually("the reserve", || reserve.exists().then_some(()));
    assert_eq!(on_disk(&moderator)["state"], "bad", "96 MB are few, and no more is said yet");
    let filler = disk.file("filler");
    let before = fill(&filler);
    let mut acknowledged = HashMap::new();
    let mut take = |count: usize| {
        for _ in 0..count {
            let note =
                Note::new(format!("Note {}: {}", acknowledged.len(), "she counts the rows. ".repeat(20)));
            let answer = note.send(&moderator, &session).expect("the server answers");
            assert!(answer.is_ok(), "a note goes into the reserve: {answer:?}");
            acknowledged.insert(note.id, note.body);
        }
        acknowledged.clone()
    };
    let there = take(400);
    assert!(!reserve.exists(), "the reserve was given up for them");
    assert_eq!(on_disk(&moderator)["says"], "Disk full. Notes go on in the reserve. Free 1 GB now.");
    expect_notes(&study, &there, "while the disk is full");
    let copies = disk.file("checkout.backroom.copies");
    assert!(!copies.exists(), "no copy takes the room that notes need");

    // The reserve is used up, too.
    let after = fill(&disk.file("more"));
    assert!(after > 0 && before > after, "there was room in the reserve: {after} bytes of {before}");
    let refused = loop {
        let note = Note::new("she counts the rows. ".repeat(400));
        match note.send(&moderator, &session).expect("the server answers") {
            Ok(_) => acknowledged.insert(note.id, note.body),
            Err(fault) => break fault,
        };
        assert!(acknowledged.len() < 5_000, "the disk must be full by now");
    };
    assert_eq!(refused["code"], "disk", "what is not saved is not called saved: {refused}");
    let says = on_disk(&moderator)["says"].to_string();
    assert!(says.contains("no reserve is left: notes are not saved"), "{says}");
    expect_notes(&study, &acknowledged, "while there is no room at all");

    // Somebody makes room.
    std::fs::remove_file(&filler).expect("it can be removed");
    std::fs::remove_file(disk.file("more")).expect("it can be removed");
    eventually("the reserve that is made anew", || reserve.exists().then_some(()));
    eventually("the line to go by itself", || {
        let says = on_disk(&moderator)["says"].to_string();
        (!says.contains("Disk full")).then_some(())
    });
    let note = Note::new("with room again".to_owned());
    assert!(note.send(&moderator, &session).expect("the server answers").is_ok());
    acknowledged.insert(note.id, note.body);
    let _ = serve.stop(Duration::from_secs(5));
    assert!(!reserve.exists(), "a closed study leaves none");
    expect_notes(&study, &acknowledged, "after the study was closed");
    assert_eq!(unsound(&study), None, "the file is sound");
}

/// Takes all the room that is left; gives how much that was, in bytes.
fn fill(path: &Path) -> u64 {
    let mut file = std::fs::File::create(path).expect("a file can be made");
    for size in [1 << 20, 4096] {
        let block = vec![1; size];
        while file.write_all(&block).is_ok() {}
    }
    std::fs::metadata(path).expect("it is there").len()
}

/// What the preflight says of the disk.
fn on_disk(moderator: &Member) -> serde_json::Value {
    let answer = moderator.call("preflight", &json!({"date": "2026-01-05"})).expect("the server answers");
    let checks = answer.expect("the moderator may ask");
    let checks = checks["checks"].as_array().expect("checks");
    checks.iter().find(|check| check["what"] == "disk").expect("the disk is looked at").clone()
}

fn note_fault(note: &Note, author: &Member, session: &str) -> serde_json::Value {
    match note.send(author, session).expect("the server answers") {
        Ok(answer) => panic!("a note was taken on a full disk: {answer}"),
        Err(fault) => fault,
    }
}

fn expect_notes(study: &Path, acknowledged: &HashMap<String, String>, when: &str) {
    let there = exported(study).unwrap_or_else(|problem| panic!("{when}: {problem}"));
    assert_eq!(there.len(), acknowledged.len(), "{when}: what was answered is there, and nothing else");
    assert_eq!(&there, acknowledged, "{when}: every note is as it was written");
}
