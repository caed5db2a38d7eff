//! Starting the console: the sample day, the studies of before, a study that is named, one that is taken.

use e2e::page::{button, saying};
use e2e::steps::{calendar, commit, notes, start_session, study_with_p05};
use e2e::{Desktop, Window, eventually};

const NO_STUDY: &[&str] = &[];

/// Closes the window as a person does, and waits until the program has ended.
fn close(desktop: &Desktop, window: Window) {
    desktop.close_window("Backroom");
    eventually("the window to close", || desktop.window_titles().is_empty().then_some(()));
    drop(window);
}

#[test]
fn first_start_opens_the_sample_and_remembers_it() {
    let desktop = Desktop::start();
    let window = Window::open(&desktop, NO_STUDY);
    for way in ["Try the sample day", "New study…", "Open a study…"] {
        window.wait_for(button(way));
    }
    eventually("the focus on the first way", || (window.focused() == "Try the sample day").then_some(()));
    window.press("Enter");
    let slots = eventually("a day full of slots", || {
        let slots = window.texts("[data-slot]");
        (slots.len() >= 5).then_some(slots)
    });
    assert!(
        slots.iter().any(|slot| slot.contains("P04")),
        "the sample's day names its participants: {slots:?}"
    );
    eventually("the study's title on the window", || {
        let titles = desktop.window_titles();
        titles.iter().any(|title| title.contains("Expenses study")).then_some(())
    });
    close(&desktop, window);

    let window = Window::open(&desktop, NO_STUDY);
    window.wait_for(saying("h2", "Recent studies"));
    eventually("the focus on the newest study", || {
        window.focused().starts_with("Expenses study").then_some(())
    });
    let path = window.text(".recent .path");
    window.press("Enter");
    eventually("the same day", || (window.texts("[data-slot]") == slots).then_some(()));
    close(&desktop, window);

    let window = Window::open(&desktop, &["--sample"]);
    eventually("the same sample", || (window.texts("[data-slot]") == slots).then_some(()));
    close(&desktop, window);

    std::fs::remove_file(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let window = Window::open(&desktop, NO_STUDY);
    window.wait_for(saying(".recent", "The file is not there any more"));
    window.click(button("Take Expenses study"));
    window.wait_for_no(".recent");
}

#[test]
fn a_study_is_opened_once_at_a_time() {
    let study = study_with_p05();
    let desktop = Desktop::start();
    let first = Window::open(&desktop, &[study.path()]);
    first.wait_for(saying("[data-slot]", "P05"));

    let second = Window::open(&desktop, &[study.path()]);
    second.wait_for(saying("[role=alert]", "open in another window"));
    second.wait_for(button("Open a study…"));
    drop(second);

    first.click(saying("[aria-label=Screens] button", "Study"));
    first.click(button("Close this study"));
    first.wait_for(saying("h2", "Recent studies"));
    let second = Window::open(&desktop, &[study.path()]);
    second.wait_for(saying("[data-slot]", "P05"));
}

#[test]
fn files_are_chosen_in_the_systems_dialogs() {
    let study = study_with_p05();
    let more = study.write("more.ics", calendar(&[("six", "1200", "1300", "P06 interview")]));
    let desktop = Desktop::start();
    let window = Window::open(&desktop, NO_STUDY);
    window.click(button("Open a study…"));
    desktop.choose_file("Open a study", study.path());
    window.wait_for(saying("[data-slot]", "P05"));

    window.type_into("input[type=file]", &more.to_string_lossy());
    window.wait_for(saying("dialog", "1 new"));
    window.press("Enter");
    window.wait_for(saying("[data-slot]", "P06"));
}

#[test]
fn what_is_no_study_is_left_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let desktop = Desktop::start();
    let foreign = folder.path().join("letter.backroom");
    std::fs::write(&foreign, "Dear all,").expect("the file can be written");
    let window = Window::open(&desktop, &[&foreign]);
    window.wait_for(saying("[role=alert]", "is not a Backroom study"));
    let content = std::fs::read_to_string(&foreign).expect("the file can be read");
    assert_eq!(content, "Dear all,", "a foreign file is left byte for byte as it was");
    let files = std::fs::read_dir(folder.path()).expect("the folder can be read").count();
    assert_eq!(files, 1, "nothing is left beside a foreign file");
}

#[test]
fn a_damaged_study_goes_on_as_its_newest_copy() {
    let study = study_with_p05();
    let desktop = Desktop::start();
    let window = Window::open(&desktop, &[study.path()]);
    start_session(&window);
    commit(&window, "opens the wrong menu #pain", "opens the wrong menu");
    window.press("Ctrl+Shift+E");
    window.wait_for("dialog");
    window.press("Enter");
    let copies = study
        .folder()
        .join(format!("{}.copies", study.path().file_name().expect("a study has a name").to_string_lossy()));
    eventually("a copy at the session's end", || {
        let copies = std::fs::read_dir(&copies).ok()?;
        let mut names = copies.map(|entry| entry.expect("the folder can be read").file_name());
        names.any(|name| name.to_string_lossy().ends_with(".backroom")).then_some(())
    });
    close(&desktop, window);

    let mut bytes = std::fs::read(study.path()).expect("the study can be read");
    bytes[..200].fill(0xa5);
    std::fs::write(study.path(), &bytes).expect("the study can be written");
    let window = Window::open(&desktop, &[study.path()]);
    window.wait_for("[role=alert]");
    window.click(button("Open the copy of"));
    window.click("[data-slot]");
    window.click(saying("[aria-label=Screens] button", "Live"));
    eventually("the note of the copy", || (notes(&window) == ["opens the wrong menu"]).then_some(()));
}
