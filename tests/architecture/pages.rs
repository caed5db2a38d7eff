//! What the pages must never do: load from outside, run markup, or speak past the transport.

use crate::text::{any, files, forbid, ui};
use e2e::programs::repository;

/// Addresses that are names, never fetched: XML namespaces, where Svelte explains its error codes, an example of what
/// to type.
const NAMES: &[&str] =
    &["http://www.w3.org/", "https://www.w3.org/", "https://svelte.dev/e/", "https://room.example.org"];

#[test]
fn one_file_speaks_to_the_window() {
    forbid(
        &ui(),
        &["ui/src/transport/tauri.ts"],
        any(&["@tauri-apps", "__TAURI"]),
        "only the transport knows the window:",
    );
    let transport = any(&["fetch(", "EventSource", "XMLHttpRequest", "WebSocket", "sendBeacon"]);
    let mut outside = ui();
    outside.retain(|source| !source.path.starts_with("ui/src/transport/"));
    forbid(&outside, &[], transport, "only the transport speaks to the network:");
}

#[test]
fn pages_load_nothing_from_outside() {
    forbid(&ui(), &[], has_outside_address, "nothing is loaded from outside, ever:");
    let built = files(&["ui/dist"], &["html", "css", "js", "svg"]);
    for page in ["console", "room"] {
        let there = built.iter().any(|source| source.path == format!("ui/dist/{page}/index.html"));
        assert!(there, "ui/dist/{page} is missing. Run `cargo xtask test`, which builds the pages first.");
    }
    forbid(&built, &[], has_outside_address, "nothing in a built page is loaded from outside, ever:");
    let inline =
        |line: &str| line.contains(" style=\"") || line.contains("<script>") || line.contains(" onclick=");
    let mut html = built;
    html.retain(|source| source.path.ends_with(".html"));
    forbid(&html, &[], inline, "the content security policy allows nothing inline:");
}

#[test]
fn notes_are_never_markup() {
    let markup = any(&[
        "{@html",
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "DOMParser",
        "eval(",
    ]);
    forbid(&ui(), &[], markup, "what people write is shown as text:");
    let style = |line: &str| line.contains(" style=\"") || line.contains("setAttribute(\"style\"");
    forbid(&ui(), &[], style, "the content security policy blocks style attributes (use style: directives):");
}

#[test]
fn pages_do_not_decide_what_time_it_is() {
    let homes = [
        // Measures how far this page's clock is from the console's.
        "ui/src/state/clock.svelte.ts",
        // Orders what waits in this browser; no instant of the study.
        "ui/src/state/outbox.svelte.ts",
        // "Opened yesterday": there is no study, and so no console's clock.
        "ui/src/console/first/FirstStart.svelte",
    ];
    let mut sources = ui();
    sources.retain(|source| !source.path.starts_with("ui/src/transport/"));
    let clocks = any(&["Date.now(", "new Date()", "performance.now("]);
    forbid(&sources, &homes, clocks, "a page asks its console's clock what time it is:");
}

#[test]
fn a_page_bundles_only_its_own() {
    let mut room = files(&["ui/dist/room"], &["js"]);
    room.retain(|source| source.has("__TAURI") || source.has("tauri://"));
    let with_window: Vec<_> = room.into_iter().map(|source| source.path).collect();
    assert!(with_window.is_empty(), "the room's page must not carry the window's code: {with_window:?}");
}

#[test]
fn lock_files_name_no_addresses() {
    let lock = std::fs::read_to_string(repository().join("ui/package-lock.json"))
        .expect("the lock file can be read");
    let resolved = lock.lines().filter(|line| line.contains("\"resolved\"")).count();
    assert_eq!(
        resolved, 0,
        "package-lock.json must not say where packages were fetched: each person's npm knows"
    );
    let settings = std::fs::read_to_string(repository().join("ui/.npmrc")).unwrap_or_default();
    assert!(!settings.contains("registry="), "ui/.npmrc must name no registry");
}

fn has_outside_address(line: &str) -> bool {
    let mut line = line.to_owned();
    for name in NAMES {
        line = line.replace(name, "");
    }
    ["http://", "https://", "url(//", "src=\"//", "href=\"//", "ws://", "wss://"].iter().any(|start| {
        // A scheme alone is a text to compare with or to put before an address of one's own.
        line.match_indices(start).any(|(at, _)| {
            line[at + start.len()..].chars().next().is_some_and(|next| next.is_ascii_alphanumeric())
        })
    })
}

#[test]
fn outside_addresses_are_seen() {
    for (line, expected) in [
        ("src: url(\"https://fonts.example.org/inter.woff2\")", true),
        ("<script src=\"//cdn.example.org/x.js\">", true),
        ("xmlns=\"http://www.w3.org/2000/svg\"", false),
        ("throw new Error(\"https://svelte.dev/e/effect_orphan\")", false),
        ("url.startsWith(\"https://\")", false),
        ("`http://${location.host}/feed`", false),
    ] {
        assert_eq!(has_outside_address(line), expected, "{line}");
    }
}
