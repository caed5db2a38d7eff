//! The main job without a mouse, in the real window: a new study, its day, a session, the end.

use e2e::page::{button, field, saying};
use e2e::steps::{commit, start_session};
use e2e::{Desktop, Page, Window, eventually};

/// Presses a key until the focus is on what says `text`.
#[track_caller]
fn walk_to(page: &Page, key: &str, text: &str) {
    let mut passed = Vec::new();
    for _ in 0..60 {
        let focused = page.focused();
        if focused.starts_with(text) {
            return;
        }
        passed.push(focused);
        page.press(key);
    }
    panic!("{text:?} must be reached with {key}; the focus went through {passed:?}");
}

#[test]
fn the_main_job_needs_no_mouse() {
    let desktop = Desktop::start();
    let window = Window::open(&desktop, &[] as &[&str]);
    window.wait_for(button("New study…"));
    eventually("the focus on the first way", || (window.focused() == "Try the sample day").then_some(()));
    window.press("Down");
    window.press("Enter");
    window.wait_for(field("Title"));
    eventually("the focus on the title", || {
        window.type_text("Checkout");
        (window.value(field("Title")) == "Checkout").then_some(())
    });
    window.press("Enter");
    window.wait_for(saying("main", "Nothing planned"));

    window.press("l");
    window.wait_for(button("Add 5 sessions"));
    window.press("Enter");
    eventually("a day of five sessions and lunch", || (window.texts("[data-slot]").len() == 6).then_some(()));
    start_session(&window);
    commit(&window, "goes straight to the basket #d", "goes straight to the basket");
    window.press("Ctrl+Shift+E");
    window.wait_for(button("End now"));
    window.press("Enter");
    window.wait_for(button("Close debrief"));
    walk_to(&window, "Shift+Tab", "Close debrief");
    window.press("Enter");
    window.wait_for(saying("[data-slot]", "Done"));

    window.press("F1");
    window.wait_for(saying("dialog", "Keys"));
    window.press("Esc");
    window.wait_for_no("dialog");
    walk_to(&window, "Tab", "Export");
    window.press("Enter");
    window.wait_for(saying("[role=menuitem]", "Markdown"));
    window.press("Esc");
    window.wait_for_no("[role=menuitem]");
}
