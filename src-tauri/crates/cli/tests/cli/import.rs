//! `backroom import`.

use crate::bench::{Bench, SCHEDULE, text};

/// Everything in the study, or the sentence that there is nothing yet.
fn export(bench: &Bench, study: &str) -> String {
    let outcome = bench.run(&["export", study, "--format", "jsonl"]);
    outcome.out + &outcome.err
}

#[test]
fn importing_again_updates_and_never_doubles() {
    let (bench, study) = Bench::with_study();
    let (study, schedule) = (text(&study), bench.write("plan.csv", SCHEDULE));
    let preview = bench.run(&["import", study, text(&schedule), "--dry-run"]).done();
    assert!(preview.contains("plan.csv"), "{preview}");
    let empty = export(&bench, study);
    assert!(!empty.contains("P01"), "a dry run changes nothing");
    let first = bench.run(&["import", study, text(&schedule)]).done();
    assert!(preview.starts_with(&first), "it does what it said: {preview}\nthen: {first}");
    let once = export(&bench, study);
    assert!(once.contains("P01"), "{once}");
    let second = bench.run(&["import", study, text(&schedule)]).done();
    assert!(second.contains("as they were") || second.contains("as it was"), "{second}");
    assert_eq!(export(&bench, study).lines().count(), once.lines().count());
}

#[test]
fn a_file_that_cannot_be_read_changes_nothing() {
    let (bench, study) = Bench::with_study();
    let study = text(&study);
    let good = bench.write("plan.csv", SCHEDULE);
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("empty.csv", Vec::new()),
        ("empty.ics", Vec::new()),
        ("empty.md", Vec::new()),
        ("binary.csv", (0..=255).cycle().take(10_000).collect()),
        ("binary.ics", (0..=255).cycle().take(10_000).collect()),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()),
        ("torn.ics", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:P01\r\n".to_vec()),
        ("date.csv", b"date,start,end,participant,kind\n2026-13-45,09:00,10:00,P01,interview\n".to_vec()),
        ("unknown.txt", b"hello".to_vec()),
        ("wide.csv", "x,".repeat(1_000_000).into_bytes()),
    ];
    let before = export(&bench, study);
    for (name, content) in files {
        let bad = bench.write(name, content);
        for arguments in [&["import", study, text(&bad)][..], &["import", study, text(&good), text(&bad)]] {
            let sentence = bench.run(arguments).refused();
            assert!(sentence.starts_with(name), "it names the file: {sentence}");
            assert!(sentence.trim_end().ends_with("Nothing was changed."), "{sentence}");
            assert_eq!(sentence.lines().count(), 1, "{sentence}");
        }
    }
    assert_eq!(export(&bench, study), before, "nothing of the good files either");
    let missing = bench.run(&["import", study, "missing.csv", "also-missing.csv", "."]).refused();
    assert_eq!(missing.lines().count(), 3, "each problem is said: {missing}");
}

#[test]
fn each_bad_file_has_its_sentence() {
    let (bench, study) = Bench::with_study();
    let good = bench.write("plan.csv", SCHEDULE);
    let first = bench.write("first.ics", "nonsense");
    let second =
        bench.write("second.csv", "date,start,end,participant,kind\n2026-13-45,09:00,10:00,P01,interview\n");
    let sentences = bench.run(&["import", text(&study), text(&first), text(&good), text(&second)]).refused();
    let lines: Vec<_> = sentences.lines().collect();
    assert_eq!(lines.len(), 2, "{sentences}");
    assert!(lines[0].starts_with("first.ics") && lines[1].starts_with("second.csv, line 2:"), "{sentences}");
}

#[test]
fn only_a_study_is_imported_into() {
    let bench = Bench::new();
    let schedule = bench.write("plan.csv", SCHEDULE);
    let foreign = bench.write("foreign.backroom", "SQLite format 3\0 and no more");
    for study in ["missing.backroom", "foreign.backroom", "."] {
        bench.run(&["import", study, text(&schedule)]).refused();
    }
    assert_eq!(std::fs::read(foreign).unwrap(), b"SQLite format 3\0 and no more");
    assert!(!bench.path("missing.backroom").exists());
}
