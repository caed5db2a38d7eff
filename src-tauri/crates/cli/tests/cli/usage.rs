//! Calling it wrongly, and asking how.

use crate::bench::{Bench, text};

#[test]
fn every_command_explains_itself() {
    let bench = Bench::new();
    let all = bench.run(&["--help"]).done();
    for command in ["new", "import", "serve", "export", "check", "backup", "restore"] {
        assert!(all.contains(command), "{command} is listed");
        let help = bench.run(&[command, "--help"]).done();
        assert!(help.contains("Usage: backroom"), "{command}: {help}");
    }
    assert!(bench.run(&["--version"]).done().starts_with("backroom "));
}

#[test]
fn wrong_usage_is_told_from_refusal() {
    let (bench, study) = Bench::with_study();
    let study = text(&study);
    for arguments in [
        &[][..],
        &["open", study],
        &["new", study],
        &["new", "--title", "T"],
        &["new", "other.backroom", "--title", "T", "--zone", "Berlin"],
        &["import", study],
        &["import", study, "a.csv", "--no-such-option"],
        &["export", study],
        &["export", study, "--format", "pdf"],
        &["export", study, "--format", "md", "--day", "yesterday"],
        &["export", study, "--format", "md", "--session", "1"],
        &["export", study, "--format", "md", "--day", "2026-11-26", "--session", study],
        &["serve", study, "--listen", "127.0.0.1:0"],
        &["serve", study, "--open-room", "--listen", "localhost"],
        &["serve", study, "--open-room", "--cert", "a.pem"],
        &["serve", study, "--open-room", "--key", "a.pem"],
        &["serve", study, "--open-room", "--cert", "a.pem", "--key", "b.pem", "--plain-http"],
        &["check"],
        &["restore"],
        &["restore", study, "copy"],
        &["backup", study],
    ] {
        bench.run(arguments).wrong_usage();
    }
}
