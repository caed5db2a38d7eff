//! `backroom new`.

use crate::bench::{Bench, text};

#[test]
fn a_new_study_is_sound_and_never_overwrites() {
    let (bench, study) = Bench::with_study();
    bench.run(&["check", text(&study)]).done();
    let before = std::fs::read(&study).unwrap();
    let again = bench.run(&["new", text(&study), "--title", "Other"]).refused();
    assert!(again.contains("checkout.backroom"), "{again}");
    assert_eq!(std::fs::read(&study).unwrap(), before, "what was there stays byte for byte");
    let other = bench.write("notes.txt", "mine");
    bench.run(&["new", text(&other), "--title", "Other"]).refused();
    assert_eq!(std::fs::read(&other).unwrap(), b"mine");
}

#[test]
fn titles_and_folders_are_checked() {
    let bench = Bench::new();
    for (path, title) in [("a.backroom", ""), ("a.backroom", "a\nb"), ("nowhere/a.backroom", "T")] {
        bench.run(&["new", path, "--title", title]).refused();
        assert!(!bench.path(path).exists(), "{path} {title:?}: nothing is left behind");
    }
}

#[test]
fn the_sample_has_a_day_and_the_title_that_was_given() {
    let bench = Bench::new();
    let study = bench.path("sample.backroom");
    bench.run(&["new", text(&study), "--title", "My sample", "--sample"]).done();
    bench.run(&["check", text(&study)]).done();
    let export = bench.run(&["export", text(&study), "--format", "md"]).done();
    assert!(export.contains("My sample"), "{export}");
    let lines = bench.run(&["export", text(&study), "--format", "jsonl"]).done();
    assert!(lines.lines().count() > 20, "two finished sessions have notes");
}
