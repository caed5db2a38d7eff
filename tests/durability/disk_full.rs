//! A full disk: what does not fit is refused in words, what was answered stays, and with room again it goes on.

use crate::live_study::{Note, exported, start_session, unsound};
use e2e::{Member, Serve, Study};
use std::collections::HashMap;
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
