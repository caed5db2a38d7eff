//! The room: opened from the window, read and written in browsers, through a crash of the console.

use e2e::page::{button, field, saying};
use e2e::steps::{
    assert_stays_home, commit, elapsed, join, notes, open_room, start_session, study_with_p05, wait_for_notes,
};
use e2e::{Browser, Desktop, Window, eventually};

const QUESTION: &str = "Suggest a question to the moderator";

#[test]
fn a_room_reads_asks_and_writes() {
    let study = study_with_p05();
    let desktop = Desktop::start();
    let window = Window::open(&desktop, &[study.path()]);
    window.wait_for(saying("[data-slot]", "P05"));
    let (observer_link, note_taker_link) = open_room(&window);

    let browser = Browser::start();
    let observer = browser.open_sized(&observer_link, 390, 844);
    join(&observer, "Ada");
    observer.wait_for(button("Leave"));
    assert!(!observer.url().contains('#'), "the link's token leaves the address bar");

    window.click("[data-slot]");
    start_session(&window);
    observer.wait_for(saying("header", "Live"));
    commit(&window, "opens the wrong menu #pain", "opens the wrong menu");
    wait_for_notes(&observer, &["opens the wrong menu"]);
    window.type_text("between us: bored");
    window.press("Ctrl+Enter");
    window.wait_for(saying(".note", "team only"));
    commit(&window, "finds it at last", "finds it at last");
    wait_for_notes(&observer, &["opens the wrong menu", "finds it at last"]);
    assert!(!observer.source().contains("bored"), "an observer's page never holds a team note");
    let apart = (elapsed(&observer) - elapsed(&window)).abs();
    assert!(apart <= 2, "the session's clock is one for all, but they are {apart} s apart");

    observer.type_into(field(QUESTION), "Why not by phone?");
    observer.press("Enter");
    observer.wait_for(saying("[aria-label='Your questions']", "the moderator looks between tasks"));
    window.wait_for(saying("[aria-label='From the room']", "Why not by phone?"));
    window.press("Ctrl+Shift+A");
    observer.wait_for(saying("[aria-label='Your questions']", "was asked at"));
    window.wait_for_no("[aria-label='From the room']");

    let note_taker = browser.open(&note_taker_link);
    join(&note_taker, "Maya");
    note_taker.wait_for(saying(".note .body", "between us: bored"));
    note_taker.click(field("Note"));
    note_taker.type_text("hesitates before paying #confusion @P05");
    note_taker.press("Enter");
    window.wait_for(saying(".note .body", "hesitates before paying"));
    observer.wait_for(saying(".note .body", "hesitates before paying"));

    window.click("header button.room");
    window.wait_for(saying("dialog", "Ada"));
    window.click(saying("dialog tr button", "Remove… Ada"));
    window.click(button("Remove Ada now"));
    observer.wait_for(saying("h1", "You are no longer in the room"));
    assert!(notes(&observer).is_empty(), "a removed member's page shows nothing more");
    note_taker.wait_for(field("Note"));
    window.click(button("Close the room"));
    note_taker.wait_for(saying("h1", "You are no longer in the room"));
    for page in [&observer, &note_taker] {
        assert_stays_home(page);
    }
}

#[test]
fn pages_catch_up_after_the_console_was_killed() {
    let study = study_with_p05();
    let desktop = Desktop::start();
    let window = Window::open(&desktop, &[study.path()]);
    start_session(&window);
    let (observer_link, note_taker_link) = open_room(&window);
    let browser = Browser::start();
    let observer = browser.open_sized(&observer_link, 390, 844);
    join(&observer, "Ada");
    let note_taker = browser.open(&note_taker_link);
    join(&note_taker, "Maya");
    window.click(field("Note"));
    commit(&window, "before", "before");
    wait_for_notes(&observer, &["before"]);
    wait_for_notes(&note_taker, &["before"]);

    window.kill();
    observer.wait_for(saying("[data-testid=connection]", "No connection since"));
    note_taker.wait_for(saying("[data-testid=connection]", "No connection since"));
    note_taker.click(field("Note"));
    note_taker.type_text("meanwhile");
    note_taker.press("Enter");
    note_taker.wait_for(saying("[data-testid=connection]", "1 note is only in this browser"));
    assert!(observer.shows(saying(".note .body", "before")), "what was read stays readable");

    let window = Window::open(&desktop, &[study.path()]);
    wait_for_notes(&window, &["before", "meanwhile"]);
    wait_for_notes(&observer, &["before", "meanwhile"]);
    for page in [&observer, &note_taker] {
        page.wait_for_no("[data-testid=connection]");
    }
    eventually("the focus in the composer", || (window.focused() == "Note").then_some(()));
    commit(&window, "after", "after");
    wait_for_notes(&observer, &["before", "meanwhile", "after"]);
    wait_for_notes(&note_taker, &["before", "meanwhile", "after"]);
}
