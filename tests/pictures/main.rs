//! Makes the pictures of the README: the sample day in the real window, a live session, the room in a browser.
//!
//! The programs are shown a clock of their own, so that the pictures show the day as it is meant and change only
//! when the product does. Called by `cargo xtask pictures`, which gives the folder to write to.

use e2e::page::{button, field, saying};
use e2e::programs::{BACKROOM, program};
use e2e::steps::open_room;
use e2e::{Browser, Desktop, Page, Window, eventually};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Before the second session of the sample's day, in UTC: 10:26 in the study's zone.
const MORNING: &str = "2026-01-15 09:26:20";
/// In the middle of it.
const IN_SESSION: &str = "2026-01-15 09:53:30";

/// What was seen in the session so far: when, by whom (the first or the second note-taker), what.
const NOTES: &[(&str, usize, &str)] = &[
    ("10:34:11", 0, "“If I don't do it there and then, that money is gone.” #pain"),
    ("10:36:32", 0, "Never uses the laptop for it. Has not switched it on since October"),
    (
        "10:38:00",
        1,
        "Task 1. Finds “1 report needs you”, taps: it opens the home tab and not the report #bug !3",
    ),
    ("10:39:24", 0, "“It told me there's one. Now it won't tell me which.” #pain"),
    (
        "10:42:30",
        0,
        "Reads “VAT no. missing on doc 2” as “that is for the office”, would leave it #confusion !3",
    ),
    ("10:49:42", 0, "Task 2. Opens the camera from the home tab, not from New report #surprise"),
    (
        "10:50:28",
        1,
        "Photo with one hand, the receipt against the steering wheel. Sharp at the first try #delight",
    ),
    ("10:51:17", 1, "“I took the picture, so where did it go?” #pain"),
    ("10:52:10", 0, "Waits. Locks the phone and unlocks it to give it a nudge #workaround"),
    ("10:53:28", 1, "Amount read as 1,240.00 instead of 124.00, does not notice #bug !3"),
];

/// How the guide went so far: when, which item, what is said of it.
const GUIDE: &[(&str, &str, &str)] = &[
    ("09:31:20", "0.0", r#"{"state": "asked"}"#),
    ("09:33:10", "0.1", r#"{"state": "asked"}"#),
    ("09:35:40", "0.2", r#"{"state": "asked"}"#),
    ("09:36:50", "0.3", r#"{"state": "skipped"}"#),
    ("09:37:30", "1.0", r#"{"state": "asked", "clock": "start"}"#),
    ("09:43:10", "1.0", r#"{"state": "asked", "outcome": "with_difficulty", "errors": 2, "seq": 4}"#),
    ("09:44:20", "1.1", r#"{"state": "asked"}"#),
    ("09:46:30", "1.2", r#"{"state": "asked"}"#),
    ("09:49:10", "1.3", r#"{"state": "asked", "clock": "start", "errors": 1}"#),
];

fn main() {
    let folder = PathBuf::from(std::env::args_os().nth(1).expect("usage: pictures FOLDER"));
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    let home = tempfile::tempdir().expect("a temporary folder can be made");
    let study = home.path().join("Expenses study.backroom");
    let mut new = Command::new(program(BACKROOM));
    new.arg("new").arg(&study).args(["--title", "Expenses study · round 2", "--sample"]);
    let made = new.envs(clock(MORNING)).status().expect("backroom can be started");
    assert!(made.success(), "the sample must be made");

    let (light, dark) = (Desktop::start(), Desktop::start());
    let window = Window::open(&light, &[] as &[&str]);
    window.wait_for(button("Try the sample day"));
    take(&window, &folder, "start");
    drop(window);
    for (desktop, theme, name) in [(&light, "Adwaita", "day"), (&dark, "Adwaita:dark", "day-dark")] {
        let window = open(desktop, &study, MORNING, theme);
        window.wait_for(saying("[data-slot][aria-current=true]", "P05"));
        take(&window, &folder, name);
        close(desktop, window);
    }

    let window = open(&light, &study, IN_SESSION, "Adwaita");
    call_the_moderator(&window, "Aiko Kimura");
    let (observer, note_taker) = start(&window);
    let browser = Browser::start();
    let note_takers =
        [("Maya Lindqvist", 1440, 900), ("Jonas Okafor", 1280, 860)].map(|(name, width, height)| {
            let page = browser.open_sized(&note_taker, width, height);
            join(&page, name);
            page.wait_for(field("Note"));
            page
        });
    let phone = browser.open_sized(&observer, 390, 844);
    join(&phone, "Product-2");
    let other = browser.open_sized(&observer, 800, 600);
    join(&other, "Sales-1");
    run_the_guide(&window);
    for (at, author, text) in NOTES {
        write(&note_takers[*author], &format!("{at} {text}"));
    }
    note_takers[0].click(saying("button", "Takes questions"));
    note_takers[1].click(saying("button", "Keeps the guide"));
    let pass_on = |asker: &Page, question: &str| {
        ask(asker, question);
        note_takers[0].wait_for(saying("[data-question]", question));
        note_takers[0].click(button("Pass on"));
        window.wait_for(saying("[aria-label='From the room']", question));
    };
    pass_on(&phone, "Would they have checked the total at work?");
    window.press("Ctrl+Shift+A");
    phone.wait_for(saying("[aria-label='Your questions']", "sked at"));
    pass_on(&other, "Would they ever do this on a laptop?");
    ask(&other, "Who pays when a receipt is lost?");
    note_takers[0].wait_for(saying("[data-question]", "Who pays"));

    window.click(field("Note"));
    window.type_text("Looks twice for the receipt #con");
    take(&window, &folder, "live");
    note_takers[0].click(field("Note"));
    note_takers[0].type_text("Says nothing, looks at the ceiling of the van #non");
    take(&note_takers[0], &folder, "note-taker");
    take(&phone, &folder, "room-phone");
    window.click(saying("[aria-label=Screens] button", "Codebook"));
    window.wait_for(button("New tag"));
    take(&window, &folder, "codebook");
    let quotas = [("Android phone", 6), ("iPhone", 5), ("Windows laptop", 2), ("iPad", 1)]
        .map(|(value, target)| json!({"value": value, "target": target}));
    let segments = json!({"command_id": e2e::member::new_id(), "segment": "device", "quotas": quotas});
    command(&window, "study_update", segments);
    window.click(saying("[aria-label=Screens] button", "Study"));
    window.click(saying("[aria-label='Parts of the study'] button", "Overview"));
    window.wait_for(saying("main", "Android phone"));
    take(&window, &folder, "study");

    window.kill();
    let window = open(&dark, &study, "2026-01-15 09:54:10", "Adwaita:dark");
    window.wait_for(saying(".note .body", "1,240.00"));
    window.click(field("Note"));
    window.type_text("Looks twice for the receipt #con");
    // The pages come back by themselves.
    window.wait_for(saying("header button.room", "4"));
    take(&window, &folder, "live-dark");
}

/// The environment in which a program believes that it starts at this instant.
fn clock(at: &str) -> Vec<(String, String)> {
    let library = ["x86_64-linux-gnu", "aarch64-linux-gnu"]
        .map(|machine| PathBuf::from(format!("/usr/lib/{machine}/faketime/libfaketime.so.1")))
        .into_iter()
        .find(|library| library.is_file());
    let library = library.expect("libfaketime is missing: run `cargo xtask pictures`, which installs it");
    let variable = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    vec![
        variable("LD_PRELOAD", &library.to_string_lossy()),
        variable("FAKETIME", &format!("@{at}")),
        // The webview's own processes draw by the clock that is.
        variable("FAKETIME_ONLY_CMDS", "backroom,backroom-console"),
        variable("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
        variable("TZ", "UTC"),
    ]
}

/// A folder with the program that keeps a computer awake, as desktops have it: the test's own has none.
fn awake(home: &Path) -> PathBuf {
    let folder = home.join("bin");
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    let program = folder.join("systemd-inhibit");
    std::fs::write(&program, "#!/bin/sh\nexec cat\n").expect("a program can be written");
    let executable = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(&program, executable).expect("a program can be made executable");
    folder
}

fn open(desktop: &Desktop, study: &Path, at: &str, theme: &str) -> Window {
    let mut environment = clock(at);
    let programs = std::env::var("PATH").unwrap_or_default();
    let programs = format!("{}:{programs}", awake(desktop.home()).display());
    environment.push(("PATH".to_owned(), programs));
    environment.push(("GTK_THEME".to_owned(), theme.to_owned()));
    Window::open_with(desktop, &[study], &environment)
}

fn close(desktop: &Desktop, window: Window) {
    desktop.close_window("Backroom");
    eventually("the window to close", || desktop.window_titles().is_empty().then_some(()));
    drop(window);
}

fn call_the_moderator(window: &Window, name: &str) {
    window.click(saying("[aria-label=Screens] button", "Study"));
    window.click(saying("[aria-label='Parts of the study'] button", "Settings"));
    window.fill(field("You are"), name);
    window.press("Enter");
    window.click(saying("[aria-label=Screens] button", "Day"));
}

/// Starts the session as at 10:30 and opens the room; answers its links.
fn start(window: &Window) -> (String, String) {
    window.wait_for(saying("[data-slot][aria-current=true]", "P05"));
    window.press("s");
    window.click(button("Started at…"));
    window.fill(field("Started at"), "10:30");
    window.click(button("Yes"));
    window.click(saying("dialog [type=submit]", "Start"));
    window.wait_for(field("Note"));
    open_room(window)
}

fn join(page: &Page, name: &str) {
    page.type_into(field("What should the team call you?"), name);
    page.press("Enter");
    page.wait_for(button("Leave"));
}

/// Goes through the guide as the session did, each step at its time.
fn run_the_guide(window: &Window) {
    let session = command(window, "pace_forecast", json!({}))["session_id"].clone();
    for (at, item, said) in GUIDE {
        let mut body: Value = serde_json::from_str(said).expect("what is said of an item");
        let at = window.run("return Date.parse(arguments[0])", json!([format!("2026-01-15T{at}Z")]));
        body["command_id"] = json!(e2e::member::new_id());
        body["session_id"] = session.clone();
        body["item"] = json!(item);
        body["at"] = at;
        command(window, "item_mark", body);
    }
}

/// Calls a command as the moderator's page does.
fn command(window: &Window, name: &str, body: Value) -> Value {
    let call = "return window.__TAURI_INTERNALS__.invoke('rpc', {name: arguments[0], body: arguments[1]})";
    window.run(call, json!([name, body]))
}

fn write(page: &Page, text: &str) {
    page.set_value(field("Note"), text);
    page.press("Enter");
    eventually("the note to be handed over", || page.value(field("Note")).is_empty().then_some(()));
}

fn ask(page: &Page, question: &str) {
    page.type_into(field("Suggest a question to the moderator"), question);
    page.click(saying("label", "If it can't wait"));
    page.click(button("Suggest"));
    page.wait_for(saying("[aria-label='Your questions']", question));
    // The field's keyboard would cover a phone's page.
    page.run("document.activeElement?.blur()", json!([]));
}

/// Waits until nothing moves any more, and takes the picture.
fn take(page: &Page, folder: &Path, name: &str) {
    if name != "room-phone" {
        // A browser's own bars count as its window's.
        let bars = page.run("return [outerWidth - innerWidth, outerHeight - innerHeight]", json!([]));
        let bars =
            [0, 1].map(|side| bars[side].as_u64().and_then(|bars| u32::try_from(bars).ok()).unwrap_or(0));
        page.resize(1440 + bars[0], 900 + bars[1]);
        let inside = || page.run("return [innerWidth, innerHeight]", json!([]));
        eventually("the picture's size", || (inside() == json!([1440, 900])).then_some(()));
    }
    if name != "room-phone" {
        let tall = page.run("return document.documentElement.scrollHeight - innerHeight", json!([]));
        assert!(
            tall.as_i64().is_some_and(|more| more <= 0),
            "{name}: the page itself scrolls, not its parts"
        );
    }
    page.run("document.fonts.ready", json!([]));
    let mut last = page.picture();
    eventually("a page that stands still", || {
        let now = page.picture();
        let still = now.len().abs_diff(last.len()) < 400;
        last = now;
        still.then_some(())
    });
    let file = folder.join(format!("{name}.png"));
    std::fs::write(&file, &last).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    println!("{} ({} kB)", file.display(), last.len() / 1024);
}
