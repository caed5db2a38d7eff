//! What must not be written in Rust, or only in one place.

use crate::text::{any, files, forbid, rust};

const CRATES: &[&str] = &["src-tauri/crates", "src-tauri/src"];

#[test]
fn time_has_one_source() {
    let clocks =
        any(&["Utc::now", "Local::now", "SystemTime::now", "clock_gettime", "CLOCK_BOOTTIME", "ClockId::"]);
    forbid(
        &rust(CRATES),
        &["engine/src/clock.rs"],
        clocks,
        "only the clock in the engine says what time it is:",
    );
    let decides: Vec<String> = ["domain", "protocol", "formats", "store"]
        .iter()
        .map(|name| format!("src-tauri/crates/{name}"))
        .collect();
    let decides: Vec<&str> = decides.iter().map(String::as_str).collect();
    forbid(&rust(&decides), &[], any(&["Instant::now"]), "rules and rows get their time passed down:");
}

#[test]
fn sql_has_one_home() {
    let begins = [
        "SELECT ",
        "INSERT ",
        "UPDATE ",
        "DELETE FROM",
        "CREATE TABLE",
        "PRAGMA ",
        "VACUUM",
        "BEGIN IMMEDIATE",
    ];
    let sql = |line: &str| {
        begins.iter().any(|word| line.contains(&format!("\"{word}")) || line.trim().starts_with(word))
    };
    let mut sources = rust(CRATES);
    sources.retain(|source| !source.path.starts_with("src-tauri/crates/store/"));
    forbid(&sources, &[], sql, "SQL stands in the store alone:");
    forbid(&sources, &[], any(&["rusqlite"]), "only the store knows which database it is:");
}

#[test]
fn domain_and_formats_do_no_io() {
    let io = any(&[
        "std::fs",
        "std::net",
        "std::process",
        "std::env",
        "std::thread",
        "File::open",
        "tokio",
        "println!",
        "eprintln!",
    ]);
    forbid(&rust(&["src-tauri/crates/domain"]), &[], &io, "the domain does no IO:");
    forbid(
        &rust(&["src-tauri/crates/formats"]),
        &[],
        &io,
        "formats turn bytes into values and back, without IO:",
    );
    forbid(
        &rust(&["src-tauri/crates/domain"]),
        &[],
        any(&["serde", "Serialize"]),
        "domain types do not cross wires:",
    );
}

#[test]
fn callers_are_made_where_they_are_known() {
    // A pattern is not a construction: it stands before an arrow, in a comparison, or in a `let`.
    let words = ["matches!", "if let", "let Actor::", "== Actor::", "!= Actor::"];
    let makes = |line: &str| {
        let arrow = line.find("=>").is_some_and(|arrow| line.find("Actor::") < Some(arrow));
        let pattern =
            arrow || line.trim().starts_with("| Actor::") || words.iter().any(|word| line.contains(word));
        line.contains("Actor::") && !pattern
    };
    let homes = [
        "domain/src/permission.rs",
        // Members, by their link or cookie.
        "engine/src/joining.rs",
        // Moderators: whoever sits at the window, at the console's own listener or terminal, and who fills the sample.
        "src-tauri/src/rpc.rs",
        "room/src/auth.rs",
        "engine/src/sample.rs",
        // The guide's file that the moderator chose to follow speaks for the moderator.
        "engine/src/handle/guide.rs",
    ];
    let rule = "who is calling is decided at the door, in the window's rpc and in the room's auth alone:";
    forbid(&rust(CRATES), &homes, makes, rule);
}

#[test]
fn nothing_is_unsafe_or_unfinished() {
    let all = files(&["src-tauri", "tests", "ui/src"], &["rs", "ts", "svelte", "css"]);
    // The words are put together here so that this file does not break its own rule.
    let unfinished: Vec<String> =
        [("TO", "DO"), ("FIX", "ME"), ("to", "do!("), ("unimpl", "emented!("), ("allow(unsafe", "_code)")]
            .iter()
            .map(|(start, end)| format!("{start}{end}"))
            .collect();
    let unfinished: Vec<&str> = unfinished.iter().map(String::as_str).collect();
    forbid(&all, &[], any(&unfinished), "what is committed is finished and safe:");
    forbid(&rust(CRATES), &[], |line| line.contains("unsafe ") && !line.contains('"'), "no unsafe code:");
}

#[test]
fn modules_say_what_they_are_for() {
    let silent: Vec<String> = files(&["src-tauri", "tests"], &["rs"])
        .into_iter()
        .filter(|source| {
            !source.path.contains("/target/")
                && !source.lines.first().is_some_and(|(_, line)| line.starts_with("//! "))
        })
        .map(|source| source.path)
        .collect();
    assert!(silent.is_empty(), "a module opens with one sentence on what it is responsible for: {silent:#?}");
}

#[test]
fn the_network_is_reached_in_one_place() {
    let mut sources = rust(CRATES);
    sources.retain(|source| !source.path.starts_with("src-tauri/crates/room/"));
    let network = any(&["TcpListener", "TcpStream", "UdpSocket", "ToSocketAddrs"]);
    forbid(&sources, &[], network, "only the room opens sockets:");
}
