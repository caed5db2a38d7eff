//! A session in the real window: notes, a break, a kill in the middle, the end and the debrief.

use e2e::page::{button, field, saying};
use e2e::steps::{commit, elapsed, start_session, study_with_p05, wait_for_notes};
use e2e::{Desktop, Window, backroom, eventually};
use std::time::Instant;

#[test]
fn a_session_survives_kill_and_comes_to_its_end() {
    let study = study_with_p05();
    let desktop = Desktop::start();
    let window = Window::open(&desktop, &[study.path()]);
    start_session(&window);

    commit(&window, "Opens the wrong menu #pain @P05", "Opens the wrong menu");
    eventually("the tag at the note", || {
        window.texts(".note .chip").iter().any(|chip| chip.contains("pain")).then_some(())
    });
    window.type_text("#surp");
    window.press("Tab");
    eventually("the completed tag", || window.value(field("Note")).starts_with("#surprise ").then_some(()));
    window.type_text("asks for paper");
    window.press("Enter");
    wait_for_notes(&window, &["Opens the wrong menu", "asks for paper"]);
    window.type_text("sounds annoyed");
    window.press("Ctrl+Enter");
    wait_for_notes(&window, &["Opens the wrong menu", "asks for paper", "sounds annoyed"]);
    window.wait_for(saying(".note", "team only"));

    // Out of the field, to the newest note: change it, delete it, take the deletion back.
    window.press("Esc");
    eventually("the focus on the newest note", || window.focused().contains("sounds annoyed").then_some(()));
    window.press("Enter");
    window.wait_for(field("Edit the note"));
    window.press("End");
    window.type_text(" by now");
    window.press("Enter");
    wait_for_notes(&window, &["Opens the wrong menu", "asks for paper", "sounds annoyed by now"]);
    window.press("Delete");
    wait_for_notes(&window, &["Opens the wrong menu", "asks for paper"]);
    window.click(button("Undo"));
    wait_for_notes(&window, &["Opens the wrong menu", "asks for paper", "sounds annoyed by now"]);

    window.press("Ctrl+Shift+B");
    window.wait_for(button("Resume"));
    window.press("Ctrl+Shift+B");
    window.wait_for(button("Break"));

    window.click(field("Note"));
    commit(&window, "the last one before it goes dark", "the last one before it goes dark");
    window.type_text("half a tho");
    eventually("the draft", || (window.value(field("Note")) == "half a tho").then_some(()));
    let (before, at) = (elapsed(&window), Instant::now());
    window.kill();

    let window = Window::open(&desktop, &[study.path()]);
    let all = [
        "Opens the wrong menu",
        "asks for paper",
        "sounds annoyed by now",
        "the last one before it goes dark",
    ];
    wait_for_notes(&window, &all);
    let passed = i64::try_from(at.elapsed().as_secs()).expect("a short time");
    let gained = elapsed(&window) - before;
    assert!((gained - passed).abs() <= 2, "the clock went on: {gained} s shown, {passed} s passed");
    assert!(window.shows(button("Break")), "a killed console leaves the session live");

    eventually("the focus in the composer", || (window.focused() == "Note").then_some(()));
    window.press("Ctrl+Shift+E");
    window.wait_for(button("End now"));
    window.press("Enter");
    window.wait_for(saying("[aria-label=Session]", "Session ended"));
    window.click(field("Note"));
    window.press("Ctrl+a");
    window.press("Delete");
    commit(&window, "said at the door", "said at the door");
    window.wait_for(saying(".note", "after the end"));
    window.click(button("Close debrief"));
    window.wait_for(saying("[data-slot]", "Done"));

    let path = study.path().to_string_lossy().into_owned();
    let exported = backroom(["export", &path, "--format", "jsonl"]).done();
    for note in all.iter().chain(&["said at the door"]) {
        assert_eq!(exported.matches(note).count(), 1, "{note:?} is kept, and once");
    }
    drop(window);
    assert_eq!(backroom(["check", &path]).code, Some(0), "the study is sound after all that");
}
