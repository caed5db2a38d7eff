//! What several tests do on their way: a schedule for today, a session, a note.

use crate::page::{button, field, saying};
use crate::{Browser, Page, Serve, Study, backroom, eventually};
use serde_json::json;
use std::process::Command;

/// The zone of the tests' studies.
const ZONE: &str = "Europe/Berlin";

/// Today in the study's zone, or so many days later, as `2026-01-15`.
///
/// # Panics
/// When the system cannot tell the date.
#[must_use]
pub fn day(later: u8) -> String {
    let output = Command::new("date").args(["-d", &format!("+{later} days"), "+%F"]).env("TZ", ZONE).output();
    let output = output.expect("the system can tell the date");
    String::from_utf8(output.stdout).expect("a date is plain text").trim().to_owned()
}

/// A calendar of today: each entry has its id, start and end as `1000`, and its title.
#[must_use]
pub fn calendar(entries: &[(&str, &str, &str, &str)]) -> String {
    let date = day(0).replace('-', "");
    let events = entries.iter().map(|(id, start, end, title)| {
        format!(
            "BEGIN:VEVENT\r\nUID:{id}@checkout.example.org\r\nDTSTAMP:20260101T000000Z\r\n\
             DTSTART;TZID={ZONE}:{date}T{start}00\r\nDTEND;TZID={ZONE}:{date}T{end}00\r\nSUMMARY:{title}\r\nEND:VEVENT\r\n"
        )
    });
    let events: String = events.collect();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Backroom//Tests//EN\r\n{events}END:VCALENDAR\r\n")
}

/// A study with one session today: an interview with P05.
#[track_caller]
#[must_use]
pub fn study_with_p05() -> Study {
    let study = Study::empty();
    let schedule = study.write("schedule.ics", calendar(&[("five", "1000", "1100", "P05 interview")]));
    let _ = backroom(["import".as_ref(), study.path().as_os_str(), schedule.as_os_str()]).done();
    study
}

/// The console of a served study, in a browser.
#[track_caller]
#[must_use]
pub fn console(browser: &Browser, serve: &Serve) -> Page {
    let page = browser.open(&serve.links().console);
    page.wait_for(button("New slot"));
    page
}

/// Starts the session that is selected on the day, from the keyboard, with consent.
#[track_caller]
pub fn start_session(page: &Page) {
    page.wait_for("[data-slot][aria-current=true]");
    page.press("s");
    page.wait_for(button("Start now"));
    page.press("1");
    eventually("the focus on Start", || page.focused().starts_with("Start now").then_some(()));
    page.press("Enter");
    page.wait_for(field("Note"));
    eventually("the focus in the composer", || (page.focused() == "Note").then_some(()));
}

/// Types a note for the room, wherever the focus is, and waits until it stands in the list.
#[track_caller]
pub fn commit(page: &Page, text: &str, body: &str) {
    page.type_text(text);
    page.press("Enter");
    page.wait_for(saying(".note .body", body));
    eventually("an empty composer", || page.value(field("Note")).is_empty().then_some(()));
}

/// The bodies of the notes that a page shows.
#[track_caller]
#[must_use]
pub fn notes(page: &Page) -> Vec<String> {
    page.texts(".note .body")
}

/// Waits until a page's notes are these.
#[track_caller]
pub fn wait_for_notes(page: &Page, expected: &[&str]) {
    let mut seen = Vec::new();
    let started = std::time::Instant::now();
    while started.elapsed() < crate::wait::PATIENCE {
        seen = notes(page);
        if seen == expected {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(25));
    }
    assert_eq!(seen, expected, "the notes on the page");
}

/// The session clock that a page shows, in seconds.
#[track_caller]
#[must_use]
pub fn elapsed(page: &Page) -> i64 {
    eventually("the session's clock", || {
        let texts = page.texts(".elapsed");
        // It is read aloud with a word before it.
        let clock = texts.first()?.trim_start_matches("elapsed").trim().to_owned();
        let mut parts = clock.split(':').map(|part| part.parse::<i64>().ok());
        Some(parts.next()?? * 3600 + parts.next()?? * 60 + parts.next()??)
    })
}

/// Asserts that a page has asked nobody but its own server, and that no policy had to stop it.
#[track_caller]
pub fn assert_stays_home(page: &Page) {
    let asked = page.run(
        "return performance.getEntriesByType('resource').map((entry) => entry.name)
             .filter((name) => !name.startsWith(location.origin) && !/^(blob|data|ipc):/.test(name))",
        json!([]),
    );
    assert_eq!(asked, json!([]), "nothing is loaded from outside, ever");
    let log = page.console_log();
    assert!(!log.contains("Content Security Policy"), "a page keeps to its own policy:\n{log}");
}

/// Opens the room from the window's bar and answers its links, for observers and for note-takers.
#[track_caller]
#[must_use]
pub fn open_room(window: &Page) -> (String, String) {
    window.click("header button.room");
    window.wait_for(button("Open the room"));
    window.press("Enter");
    let links = ["Link: For observers", "Link: For note-takers"].map(|link| window.value(field(link)));
    window.press("Esc");
    window.wait_for_no("dialog");
    let [observer, note_taker] = links;
    (observer, note_taker)
}

/// Gives the name that the room asks for.
#[track_caller]
pub fn join(page: &Page, name: &str) {
    let question = field("What should the team call you?");
    page.type_into(question.clone(), name);
    page.press("Enter");
    page.wait_for_no(question);
}
