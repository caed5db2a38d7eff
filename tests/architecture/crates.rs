//! Which crate may lean on which, and what may be built into the programs.

use e2e::programs::repository;
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Command;

/// Each crate with the crates of the project that it may use; what is missing here it must not.
const MAY_USE: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("protocol", &["domain"]),
    ("formats", &["domain"]),
    ("store", &["domain"]),
    ("engine", &["domain", "protocol", "store", "formats"]),
    ("room", &["domain", "protocol", "engine"]),
    ("inbox", &["protocol", "engine"]),
    ("backroom-cli", &["domain", "protocol", "engine", "inbox", "room"]),
    ("app", &["domain", "protocol", "engine", "inbox", "room"]),
    ("xtask", &[]),
    ("e2e", &[]),
    ("bench", &["e2e", "engine", "room"]),
];

#[test]
fn crates_lean_one_way() {
    let metadata = metadata(&["--no-deps"]);
    let names: BTreeSet<&str> = packages(&metadata).map(|package| text(package, "name")).collect();
    for package in packages(&metadata) {
        let name = text(package, "name");
        let allowed = MAY_USE.iter().find(|(known, _)| *known == name).map(|(_, allowed)| *allowed);
        let allowed = allowed.unwrap_or_else(|| panic!("the crate {name} has no place yet in MAY_USE"));
        for used in dependencies(package).filter(|used| names.contains(used)) {
            assert!(allowed.contains(&used), "{name} must not use {used}: the flow goes one way");
        }
    }
}

#[test]
fn libraries_have_one_user() {
    // The library, the crates that may use it, and why.
    let rules: &[(&[&str], &[&str], &str)] = &[
        (
            &["rusqlite", "libsqlite3-sys", "sqlx", "diesel"],
            &["store", "bench"],
            "SQL has one home; the bench asks it bare",
        ),
        (
            &["tauri", "tauri-plugin-dialog", "tauri-plugin-global-shortcut", "wry", "tao"],
            &["app"],
            "all else is built and tested without a window",
        ),
        (
            &["axum", "hyper", "hyper-util", "tower", "rustls", "tokio-rustls", "rcgen"],
            &["room"],
            "the network has one home",
        ),
        (&["icalendar", "rrule", "csv", "quick-xml"], &["formats"], "file formats have one home"),
        (&["notify"], &["inbox"], "the followed folder has one home"),
        (&["serde", "serde_derive"], &["protocol", "engine"], "only what crosses a wire is serialized"),
        (&["clap"], &["backroom-cli"], "the command line has one home"),
    ];
    let metadata = metadata(&["--no-deps"]);
    for package in packages(&metadata) {
        let name = text(package, "name");
        for (libraries, users, why) in rules.iter().filter(|(_, users, _)| !users.contains(&name)) {
            let used: Vec<&str> = dependencies(package).filter(|used| libraries.contains(used)).collect();
            assert!(used.is_empty(), "{name} must not use {used:?}, only {}: {why}", users.join(" and "));
        }
    }
}

#[test]
fn domain_and_protocol_stay_small() {
    let rules: &[(&str, &[&str])] = &[
        ("domain", &["chrono", "chrono-tz", "thiserror", "uuid", "unicode-segmentation"]),
        ("protocol", &["domain", "serde", "serde_json", "ts-rs"]),
    ];
    let metadata = metadata(&["--no-deps"]);
    for (name, allowed) in rules {
        let package = packages(&metadata).find(|package| text(package, "name") == *name);
        for used in dependencies(package.unwrap_or_else(|| panic!("there is no crate {name}"))) {
            assert!(
                allowed.contains(&used),
                "{name} must not use {used}: it does no IO and carries no framework"
            );
        }
    }
}

#[test]
fn crates_keep_the_workspace_lints() {
    let metadata = metadata(&["--no-deps"]);
    for package in packages(&metadata) {
        let manifest = std::fs::read_to_string(text(package, "manifest_path")).unwrap_or_default();
        let name = text(package, "name");
        assert!(manifest.contains("[lints]\nworkspace = true"), "{name} must inherit the workspace's lints");
    }
    let workspace = std::fs::read_to_string(repository().join("Cargo.toml")).unwrap_or_default();
    for lint in ["missing_docs = ", "unsafe_code = \"forbid\"", "unwrap_used = "] {
        assert!(workspace.contains(lint), "the workspace's lints must hold {lint}");
    }
}

#[test]
fn licences_are_allowed() {
    let deny = std::fs::read_to_string(repository().join("deny.toml")).expect("deny.toml can be read");
    let list = deny.split_once("allow = [").and_then(|(_, rest)| rest.split_once(']')).map(|(list, _)| list);
    let allowed: Vec<&str> = list.expect("deny.toml allows licences").split('"').skip(1).step_by(2).collect();
    let metadata = metadata(&["--filter-platform", "x86_64-unknown-linux-gnu"]);
    let linked: BTreeSet<&str> =
        metadata["resolve"]["nodes"].as_array().into_iter().flatten().map(|node| text(node, "id")).collect();
    for package in packages(&metadata).filter(|package| linked.contains(text(package, "id"))) {
        let licence = package["license"].as_str().unwrap_or("none");
        assert!(is_allowed(licence, &allowed), "{} has the licence {licence}", text(package, "name"));
        let banned = format!("{{ name = \"{}\",", text(package, "name"));
        assert!(!deny.contains(&banned), "{} is banned by deny.toml", text(package, "name"));
    }
}

/// Whether each part of an SPDX expression offers an allowed licence; an old `/` means OR.
fn is_allowed(expression: &str, allowed: &[&str]) -> bool {
    expression.replace('/', " OR ").split(" AND ").all(|part| {
        part.trim_matches(['(', ')']).split(" OR ").any(|licence| allowed.contains(&licence.trim()))
    })
}

#[test]
fn licence_expressions_are_read() {
    let allowed = ["MIT", "ISC", "Apache-2.0"];
    for (expression, expected) in [
        ("MIT", true),
        ("MIT/Apache-2.0", true),
        ("GPL-3.0 OR MIT", true),
        ("(MIT OR GPL-3.0) AND ISC", true),
        ("MIT AND GPL-3.0", false),
        ("GPL-3.0", false),
        ("none", false),
    ] {
        assert_eq!(is_allowed(expression, &allowed), expected, "{expression}");
    }
}

fn metadata(options: &[&str]) -> Value {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["metadata", "--format-version", "1"]).args(options).current_dir(repository());
    let output = command.output().expect("cargo can be started");
    assert!(output.status.success(), "cargo metadata failed: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON")
}

fn packages(metadata: &Value) -> impl Iterator<Item = &Value> {
    metadata["packages"].as_array().into_iter().flatten()
}

/// What a package needs to build, not what its tests need.
fn dependencies(package: &Value) -> impl Iterator<Item = &str> {
    let all = package["dependencies"].as_array().into_iter().flatten();
    all.filter(|dependency| dependency["kind"] != "dev").map(|dependency| text(dependency, "name"))
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("cargo metadata has no {key}"))
}
