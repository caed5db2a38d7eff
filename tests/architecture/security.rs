//! What SECURITY.md promises, as far as the sources and the list of libraries tell.

use crate::text::{any, files, forbid, rust};
use e2e::programs::repository;
use std::collections::BTreeSet;

/// The lines of the table: a decision, and the tests that fail when it is undone.
fn decisions() -> Vec<(String, Vec<String>)> {
    let text = std::fs::read_to_string(repository().join("SECURITY.md")).expect("SECURITY.md can be read");
    let (_, table) = text.split_once("## Decisions and their tests").expect("SECURITY.md has its table");
    let rows = table.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| ---"));
    rows.skip(1)
        .map(|row| {
            let cells: Vec<&str> = row.trim_matches('|').split(" | ").collect();
            let tests = cells.last().copied().unwrap_or_default();
            let tests = tests.split('`').skip(1).step_by(2).map(str::to_owned).collect();
            (cells[0].trim().to_owned(), tests)
        })
        .collect()
}

#[test]
fn every_decision_names_tests_that_exist() {
    let sources = files(&["src-tauri/src", "src-tauri/crates", "tests"], &["rs"]);
    let mut tests = BTreeSet::new();
    for source in sources.iter().filter(|source| !source.path.contains("/target/")) {
        let mut is_test = false;
        for (_, line) in &source.lines {
            let line = line.trim();
            match line.split_once("fn ").map(|(before, rest)| (before.trim(), rest)) {
                Some(("" | "async", rest)) => {
                    if is_test {
                        tests.insert(rest.split('(').next().unwrap_or_default().to_owned());
                    }
                    is_test = false;
                }
                _ => is_test |= line == "#[test]" || line.starts_with("#[tokio::test"),
            }
        }
    }
    let decisions = decisions();
    assert!(decisions.len() > 40, "the table is read: {} decisions", decisions.len());
    for (decision, named) in decisions {
        assert!(!named.is_empty(), "no test would fail if this were undone: {decision}");
        for name in named {
            assert!(
                tests.contains(&name),
                "there is no test {name}, which SECURITY.md names for: {decision}"
            );
        }
    }
}

#[test]
fn secrets_are_compared_in_constant_time() {
    let sources = rust(&["src-tauri/crates/engine", "src-tauri/crates/room"]);
    let kinds = ["token", "cookie", "secret", "hash"];
    let compares = |line: &str| {
        let around = |kind: &&str| {
            [format!("{kind} == "), format!(" == {kind}"), format!("{kind} != "), format!(" != {kind}")]
                .iter()
                .any(|comparison| line.contains(comparison.as_str()))
        };
        kinds.iter().any(around)
    };
    forbid(&sources, &[], compares, "how long a comparison takes must not tell how much was right:");
    for home in ["engine/src/secret.rs", "room/src/auth.rs"] {
        let source = sources.iter().find(|source| source.path.ends_with(home)).expect("the file is there");
        assert!(source.has("ct_eq("), "{home} compares secrets in constant time");
    }
}

/// Older ones can be made to fail, or worse, by the file that they read.
#[test]
fn libraries_that_read_files_of_others_are_recent() {
    let lock = std::fs::read_to_string(repository().join("Cargo.lock")).expect("Cargo.lock can be read");
    for (library, least) in [("quick-xml", (0, 41)), ("zip", (9, 0))] {
        let start = format!("name = \"{library}\"\nversion = \"");
        for (at, found) in lock.match_indices(&start) {
            let version = lock[at + found.len()..].split('"').next().unwrap_or_default();
            let mut parts = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
            let version = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
            assert!(version >= least, "{library} {version:?} is older than {least:?}");
        }
    }
    let formats = std::fs::read_to_string(repository().join("src-tauri/crates/formats/Cargo.toml"));
    assert!(formats.expect("it can be read").contains("quick-xml.workspace = true"));
}

#[test]
fn the_window_brings_no_way_to_files_programs_or_the_network() {
    let manifest =
        std::fs::read_to_string(repository().join("src-tauri/Cargo.toml")).expect("it can be read");
    let names = manifest.lines().filter_map(|line| line.split_once(" = ").map(|(name, _)| name.trim()));
    let plugins: Vec<&str> = names.filter(|name| name.starts_with("tauri-plugin-")).collect();
    assert_eq!(
        plugins,
        ["tauri-plugin-dialog", "tauri-plugin-global-shortcut"],
        "each plugin is decided here, too"
    );
    let tauri = manifest.lines().find(|line| line.starts_with("tauri = ")).expect("tauri is there");
    assert!(tauri.contains("default-features = false"), "only what is named: {tauri}");
    for feature in ["devtools", "protocol-asset", "isolation", "unstable"] {
        assert!(!tauri.contains(feature), "the window's {feature} stays off: {tauri}");
    }
    let sources = rust(&["src-tauri/src"]);
    forbid(&sources, &[], any(&["open_devtools", "devtools("]), "the window's inspector stays shut:");
    let window = sources.iter().find(|source| source.path.ends_with("src/window.rs")).expect("it is there");
    for decision in [".on_navigation(is_console_page)", "NewWindowResponse::Deny"] {
        assert!(window.has(decision), "the window goes nowhere else: {decision}");
    }
}
