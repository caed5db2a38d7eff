//! Exports: from the console in its three forms, the same as from the command line, and saved by the window.

use e2e::page::{button, saying};
use e2e::steps::{commit, console, day, start_session, study_with_p05};
use e2e::{Browser, Desktop, Serve, Window, backroom, eventually};

#[test]
fn a_day_is_exported_in_three_forms() {
    let study = study_with_p05();
    let path = study.path().to_string_lossy().into_owned();
    let mut serve = Serve::console(study.path());
    let browser = Browser::start();
    let page = console(&browser, &serve);
    start_session(&page);
    commit(&page, "=1+1 is what the total says #bug", "=1+1 is what the total says");
    commit(&page, "“I would not pay here.” #quote", "“I would not pay here.”");
    page.press("Ctrl+Shift+E");
    page.wait_for(button("End now"));
    page.press("Enter");
    page.click(button("Close debrief"));
    page.wait_for(saying("[data-slot]", "Done"));

    for (form, says) in [("md", "Markdown, to read"), ("csv", "CSV"), ("jsonl", "JSON Lines")] {
        page.click(button("Export"));
        page.click(saying("[role=menuitem]", says));
        let told = page.text(saying("[role=status] .notice", &format!(".{form}")));
        let name =
            told.trim_start_matches("Downloaded ").split(&format!(".{form}")).next().unwrap_or_default();
        let downloaded = page.downloaded(&format!("{name}.{form}"));
        let printed = backroom(["export", &path, "--format", form, "--day", &day(0)]).done();
        assert_eq!(downloaded, printed, "{form}: the console and the command line give one export");
        assert!(downloaded.contains("I would not pay here."), "{form} holds the notes:\n{downloaded}");
    }
    let csv = backroom(["export", &path, "--format", "csv", "--day", &day(0)]).done();
    assert!(!csv.contains(",=1+1") && !csv.contains("\"=1+1"), "a cell runs no formula:\n{csv}");
    let (status, _) = serve.stop(std::time::Duration::from_secs(2));
    assert!(status.success(), "a server that is asked to stop ends well");
}

#[test]
fn the_window_saves_where_the_person_says() {
    let study = study_with_p05();
    let desktop = Desktop::start();
    let window = Window::open(&desktop, &[study.path()]);
    window.wait_for(saying("[data-slot]", "P05"));
    window.click(button("Export"));
    window.click(saying("[role=menuitem]", "Markdown, to read"));
    let file = study.folder().join("the day.md");
    desktop.choose_file("Save", &file);
    let saved = eventually("the exported file", || std::fs::read_to_string(&file).ok());
    assert!(saved.contains("P05"), "the day names its participants by code:\n{saved}");
    window.wait_for(saying("[role=status]", "the day.md"));
}
