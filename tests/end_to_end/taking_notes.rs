//! Notes as people take them: marks by letters, new tags, pasted lines, changes by key, undo, search.

use e2e::page::{field, saying};
use e2e::steps::{commit, notes, start_session, study_with_p05, wait_for_notes};
use e2e::{Desktop, Page, Study, Window, eventually};
use serde_json::json;

fn in_session(desktop: &Desktop) -> (Study, Window) {
    let study = study_with_p05();
    let window = Window::open(desktop, &[study.path()]);
    start_session(&window);
    (study, window)
}

/// Leaves the composer for the list.
#[track_caller]
fn to_list(page: &Page) {
    if page.focused() == "Note" {
        page.press("Esc");
    }
    eventually("the focus out of the composer", || (page.focused() != "Note").then_some(()));
}

#[track_caller]
fn wait_for_composer(page: &Page) {
    eventually("the focus in the composer", || (page.focused() == "Note").then_some(()));
}

/// What the note that says `body` shows besides its text.
fn aside(page: &Page, body: &str) -> String {
    page.texts(saying(".note .what", body)).concat().replace(body, " ")
}

#[track_caller]
fn wait_for_aside(page: &Page, body: &str, shows: &str) {
    eventually(&format!("{shows:?} at {body:?}"), || aside(page, body).contains(shows).then_some(()));
}

#[test]
fn letters_drop_marks_that_are_written_up_later() {
    let desktop = Desktop::start();
    let (_study, window) = in_session(&desktop);
    to_list(&window);
    window.press("p");
    window.wait_for(saying(".note", "Mark, to be written up"));
    window.wait_for(saying(".note .chip", "pain"));
    window.press("Ctrl+Shift+K");
    window.wait_for(saying("button", "2 marks to write up"));

    // Three letters in a row were typing: they move into the note.
    to_list(&window);
    window.type_text("she waits");
    eventually("the letters in the field", || (window.value(field("Note")) == "she waits").then_some(()));
    window.press("Enter");
    window.wait_for(saying(".note .body", "she waits"));

    window.press("Ctrl+Shift+L");
    for text in ["hesitates", "looks up"] {
        eventually("the caret in a mark", || window.focused().starts_with("Write up the mark").then_some(()));
        // Asked at once: the field may go between two questions.
        let asked =
            "return document.querySelector('textarea[aria-label^=\"Write up the mark\"]')?.value ?? null";
        let field = window.run(asked, json!([]));
        window.type_text(text);
        window.press("Enter");
        eventually("the next mark, or none", || (window.run(asked, json!([])) != field).then_some(()));
    }
    wait_for_composer(&window);
    eventually("three notes with words", || (notes(&window).len() == 3).then_some(()));
    assert!(!window.shows(saying("button", "to write up")), "no mark waits any more");
    assert!(!window.shows(saying(".note", "Mark, to be written up")), "a mark that was written up is a note");
}

#[test]
fn a_new_tag_is_made_when_it_was_asked_for() {
    let desktop = Desktop::start();
    let (_study, window) = in_session(&desktop);
    window.type_text("stares at the total #paywall");
    window.press("Enter");
    window.wait_for(saying("#composer-question", "paywall"));
    assert!(notes(&window).is_empty(), "nothing is committed before the answer");
    window.press("Enter");
    window.wait_for(saying(".note .chip", "paywall"));
    wait_for_notes(&window, &["stares at the total"]);

    commit(&window, "again #payw", "again");
    wait_for_aside(&window, "again", "paywall");

    window.type_text("is number one #nottoday");
    window.press("Enter");
    window.wait_for(saying("#composer-question", "nottoday"));
    window.press("Esc");
    wait_for_notes(&window, &["stares at the total", "again", "is number one #nottoday"]);
    window.click(saying("[aria-label=Screens] button", "Codebook"));
    window.wait_for(saying("[data-tag]", "paywall"));
    assert!(!window.shows(saying("[data-tag]", "nottoday")), "what was not wanted is no tag");
}

#[test]
fn pasted_lines_are_asked_about_once() {
    let desktop = Desktop::start();
    let (_study, window) = in_session(&desktop);
    window.type_text("opens the basket #bug");
    window.press("Shift+Enter");
    window.type_text("closes it");
    window.press("Shift+Enter");
    window.type_text("sighs #pain");
    window.press("Ctrl+a");
    window.press("Ctrl+x");
    eventually("an empty field", || window.value(field("Note")).is_empty().then_some(()));
    window.press("Ctrl+v");
    window.wait_for(saying("#composer-question", "3 lines"));
    window.press("2");
    wait_for_notes(&window, &["opens the basket", "closes it", "sighs"]);
    wait_for_aside(&window, "sighs", "pain");
    eventually("an empty field", || window.value(field("Note")).is_empty().then_some(()));

    window.press("Ctrl+v");
    window.wait_for(saying("#composer-question", "3 lines"));
    window.press("Enter");
    eventually("the question to go", || (!window.shows("#composer-question")).then_some(()));
    window.press("Enter");
    eventually("one note of three lines", || {
        notes(&window)
            .iter()
            .any(|note| note.starts_with("opens the basket") && note.contains("sighs"))
            .then_some(())
    });
    assert_eq!(notes(&window).len(), 4, "all lines became one note");
}

#[test]
fn the_selected_note_is_changed_by_keys() {
    let desktop = Desktop::start();
    let (_study, window) = in_session(&desktop);
    const QUOTE: &str = "“Where is the total?”";
    window.set_value(field("Note"), QUOTE);
    window.press("Enter");
    wait_for_notes(&window, &[QUOTE]);
    wait_for_aside(&window, QUOTE, "as heard");
    to_list(&window);
    window.press("Space");
    wait_for_aside(&window, QUOTE, "starred");
    window.press("Alt+p");
    wait_for_aside(&window, QUOTE, "pain");
    window.press("Alt+3");
    wait_for_aside(&window, QUOTE, "severity 3, major");
    window.press("\"");
    wait_for_aside(&window, QUOTE, "checked");
    window.press("Ctrl+Enter");
    wait_for_aside(&window, QUOTE, "team only");
    let before = window.attribute(".note time", "datetime");
    window.press("Alt+Up");
    eventually("a later stamp", || (window.attribute(".note time", "datetime") != before).then_some(()));
    window.press("Alt+p");
    eventually("no tag", || (!aside(&window, QUOTE).contains("pain")).then_some(()));

    window.press("Alt+Enter");
    window.wait_for(saying("[aria-label='Details of this note']", "wrote it"));
    eventually("each change in the history", || {
        let history = window.text("[aria-label='Details of this note']");
        (history.matches("changed it").count() >= 7).then_some(())
    });
    window.press("Esc");
    window.wait_for_no("[aria-label='Details of this note']");

    window.press("Enter");
    window.wait_for(field("Edit the note"));
    window.press("Esc");
    window.wait_for_no(field("Edit the note"));
    window.press("Delete");
    wait_for_notes(&window, &[]);
    window.press("Ctrl+z");
    wait_for_notes(&window, &[QUOTE]);
}

#[test]
fn undo_goes_on_after_a_restart() {
    let desktop = Desktop::start();
    let (study, window) = in_session(&desktop);
    commit(&window, "opens the basket", "opens the basket");
    commit(&window, "closes it", "closes it");
    to_list(&window);
    window.press("Enter");
    window.wait_for(field("Edit the note"));
    window.type_text(" again");
    window.press("Enter");
    wait_for_notes(&window, &["opens the basket", "closes it again"]);
    desktop.close_window("Backroom");
    eventually("the window to close", || desktop.window_titles().is_empty().then_some(()));
    drop(window);

    let window = Window::open(&desktop, &[study.path()]);
    wait_for_notes(&window, &["opens the basket", "closes it again"]);
    wait_for_composer(&window);
    window.press("Ctrl+z");
    wait_for_notes(&window, &["opens the basket", "closes it"]);
    window.press("Ctrl+z");
    wait_for_notes(&window, &["opens the basket"]);
    window.press("Ctrl+Shift+z");
    wait_for_notes(&window, &["opens the basket", "closes it"]);
    window.press("Ctrl+y");
    wait_for_notes(&window, &["opens the basket", "closes it again"]);
}

#[test]
fn search_leads_to_the_note() {
    let desktop = Desktop::start();
    let (_study, window) = in_session(&desktop);
    for text in ["opens the basket #bug", "asks for an invoice", "opens the menu #pain", "sighs"] {
        commit(&window, text, text.split(" #").next().unwrap_or_default());
    }
    to_list(&window);
    window.press("/");
    window.wait_for("[role=search]");
    eventually("the focus in the search", || window.focused().starts_with("Search").then_some(()));
    let found = |expected: &[&str]| {
        eventually(&format!("{expected:?} to be found"), || {
            let found = window.texts("[role=search] [role=option] .body");
            (found == expected).then_some(())
        });
    };
    // The last word may still go on.
    window.type_text("open");
    found(&["opens the menu", "opens the basket"]);
    window.type_text("s tag:bug");
    found(&["opens the basket"]);
    window.press("Ctrl+a");
    window.type_text("\"asks for\"");
    found(&["asks for an invoice"]);
    window.press("Ctrl+a");
    window.type_text("ope");
    found(&["opens the menu", "opens the basket"]);
    window.press("Down");
    // One more letter finds the same, and leaves alone what was walked to.
    window.type_text("n");
    window.press("Enter");
    window.wait_for_no("[role=search]");
    eventually("the focus on the note", || window.focused().contains("opens the basket").then_some(()));

    window.press("Esc");
    wait_for_composer(&window);
    window.press("Ctrl+Shift+F");
    window.wait_for("[role=search]");
    window.press("Esc");
    window.wait_for_no("[role=search]");
    assert_eq!(window.run("return document.querySelectorAll('.note').length", json!([])), json!(4));
}
