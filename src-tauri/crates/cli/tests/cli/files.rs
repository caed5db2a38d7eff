//! `backroom export`, `check`, `backup` and `restore` on a study that nobody has open.

use crate::bench::{Bench, SCHEDULE, text};
use std::path::PathBuf;

#[test]
fn exports_go_to_standard_output_or_a_file() {
    let (bench, study) = Bench::with_study();
    let (study, schedule) = (text(&study), bench.write("plan.csv", SCHEDULE));
    bench.run(&["import", study, text(&schedule)]).done();
    for format in ["md", "csv", "jsonl", "day-text"] {
        let shown = bench.run(&["export", study, "--format", format, "--day", "2026-11-26"]).done();
        let out = bench.path("export.txt");
        for round in 0..2 {
            let arguments = ["export", study, "--format", format, "--day", "2026-11-26", "--out", text(&out)];
            assert_eq!(bench.run(&arguments).done(), "", "round {round}");
            assert_eq!(std::fs::read_to_string(&out).unwrap(), shown, "{format}");
        }
    }
    let nobody = "01890a5d-ac96-774b-bcce-b302099a8057";
    bench.run(&["export", study, "--format", "md", "--session", nobody]).refused();
    bench.run(&["export", study, "--format", "md", "--out", "no/such/folder.md"]).refused();
}

#[test]
fn an_export_never_takes_the_place_of_the_study() {
    let (bench, study) = Bench::with_study();
    let before = std::fs::read(&study).unwrap();
    let name = "checkout.backroom";
    for ending in ["", "-wal", "-shm", ".lock"] {
        let out = format!("{name}{ending}");
        bench.run(&["export", name, "--format", "md", "--out", &out]).refused();
        bench.run(&["export", text(&study), "--format", "md", "--out", &format!("./{out}")]).refused();
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&study, bench.path("link.md")).unwrap();
        bench.run(&["export", name, "--format", "md", "--out", "link.md"]).refused();
    }
    assert_eq!(std::fs::read(&study).unwrap(), before);
}

#[test]
fn check_tells_sound_from_broken_and_foreign() {
    let (bench, study) = Bench::with_study();
    assert!(bench.run(&["check", text(&study)]).done().contains("sound"));
    let mut bytes = std::fs::read(&study).unwrap();
    let middle = bytes.len() / 2;
    bytes[4096..middle].fill(0xa5);
    let broken = bench.write("broken.backroom", &bytes);
    bench.run(&["check", text(&broken)]).refused();
    assert_eq!(std::fs::read(&broken).unwrap(), bytes, "looking changes nothing");
    let foreign = bench.write("foreign.backroom", "not a study at all");
    bench.run(&["check", text(&foreign)]).refused();
    bench.run(&["check", "missing.backroom"]).refused();
    assert!(!bench.path("missing.backroom").exists());
}

#[test]
fn a_backup_is_a_study_and_overwrites_nothing() {
    let (bench, study) = Bench::with_study();
    let (study, schedule) = (text(&study), bench.write("plan.csv", SCHEDULE));
    bench.run(&["import", study, text(&schedule)]).done();
    let copy = bench.path("copy.backroom");
    bench.run(&["backup", study, text(&copy)]).done();
    bench.run(&["check", text(&copy)]).done();
    let export = |study: &str| bench.run(&["export", study, "--format", "csv"]).done();
    assert_eq!(export(text(&copy)), export(study));
    let before = std::fs::read(&copy).unwrap();
    bench.run(&["backup", study, text(&copy)]).refused();
    bench.run(&["backup", study, study]).refused();
    assert_eq!(std::fs::read(&copy).unwrap(), before);
}

#[test]
fn a_damaged_study_is_restored_from_its_copy_and_kept() {
    let (bench, study) = Bench::with_study();
    let (study, schedule) = (text(&study), bench.write("plan.csv", SCHEDULE));
    bench.run(&["import", study, text(&schedule)]).done();
    let before = bench.run(&["export", study, "--format", "csv"]).done();
    bench.run(&["restore", "missing.backroom"]).refused();
    assert!(bench.run(&["restore", study]).refused().contains("no sound copy"));
    std::fs::create_dir(bench.path("checkout.backroom.copies")).unwrap();
    let copy = bench.path("checkout.backroom.copies/2026-11-26T09-20-00.000Z.backroom");
    bench.run(&["backup", study, text(&copy)]).done();
    assert!(bench.run(&["restore", study]).refused().contains("is sound"));
    let mut bytes = std::fs::read(study).unwrap();
    bytes[..200].fill(0xa5);
    std::fs::write(study, &bytes).unwrap();
    for arguments in [&["serve", study][..], &["check", study]] {
        let says = bench.run(arguments).refused();
        assert!(
            says.contains("26 November 2026, 10:20. `backroom restore` puts it in the study's place."),
            "{says}"
        );
    }
    assert!(bench.run(&["restore", study]).done().contains("is its copy of 26 November 2026, 10:20 again."));
    assert_eq!(bench.run(&["export", study, "--format", "csv"]).done(), before);
    let beside = std::fs::read_dir(bench.path("")).unwrap().map(|entry| entry.unwrap().path());
    let damaged = |path: &PathBuf| text(path).contains(".backroom.damaged-") && text(path).ends_with('Z');
    let kept: Vec<_> = beside.filter(damaged).collect();
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert!(std::fs::read(&kept[0]).unwrap() == bytes, "the damaged file is there as it was");
}
