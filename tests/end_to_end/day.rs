//! Planning a day: schedules in, slots by key and by mouse, a day laid out, and files that are wrong.

use e2e::page::{button, field, saying};
use e2e::steps::{assert_stays_home, calendar, console, day, study_with_p05};
use e2e::{Browser, Page, Serve, Study, backroom, eventually};
use serde_json::json;

const FILES: &str = "input[type=file]";

/// Lets a file fall onto the page, as the system does when it is dropped on the window.
const DROP: &str = "
    const [name, content] = arguments;
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([content], name));
    for (const type of ['dragenter', 'dragover', 'drop'])
        document.body.dispatchEvent(new DragEvent(type, {dataTransfer, bubbles: true, cancelable: true}));";

/// Waits until the slot of `who` says `what`, and answers all that it says.
#[track_caller]
fn wait_for_slot(page: &Page, who: &str, what: &str) -> String {
    let mut last = String::new();
    let started = std::time::Instant::now();
    while started.elapsed() < e2e::wait::PATIENCE {
        last = page.texts(saying("[data-slot]", who)).concat();
        if last.contains(what) {
            return last;
        }
        std::thread::sleep(std::time::Duration::from_millis(25));
    }
    panic!("the slot of {who} must say {what:?}, but it says {last:?}");
}

#[test]
fn a_schedule_comes_in_and_comes_in_again() {
    let study = Study::empty();
    let serve = Serve::console(study.path());
    let browser = Browser::start();
    let page = console(&browser, &serve);
    page.wait_for(saying("main", "Nothing planned"));

    let first = [("one", "0900", "1000", "P01 interview"), ("two", "1030", "1130", "P02 interview")];
    let schedule = study.write("schedule.ics", calendar(&first));
    page.type_into(FILES, &schedule.to_string_lossy());
    page.wait_for(saying("dialog", "2 new"));
    page.press("Enter");
    wait_for_slot(&page, "P01", "09:00–10:00");
    wait_for_slot(&page, "P02", "10:30–11:30");

    page.type_into(FILES, &schedule.to_string_lossy());
    page.wait_for(saying("dialog", "There is nothing new to import."));
    page.press("Esc");
    page.wait_for_no("dialog");

    let moved = [("one", "0900", "1000", "P01 interview"), ("two", "1100", "1200", "P02 interview")];
    let schedule = study.write("schedule.ics", calendar(&moved));
    page.type_into(FILES, &schedule.to_string_lossy());
    page.wait_for(saying("dialog", "1 changed"));
    page.press("Enter");
    wait_for_slot(&page, "P02", "11:00–12:00");
    assert_eq!(page.texts("[data-slot]").len(), 2, "importing again updates and never doubles");

    let third = "date,start,length,participant,kind\n".to_owned() + &day(0) + ",15:00,60,P03,interview\n";
    page.run(DROP, json!(["more.csv", third]));
    page.wait_for(saying("dialog", "1 new"));
    page.press("Enter");
    wait_for_slot(&page, "P03", "15:00–16:00");
    assert_stays_home(&page);
}

#[test]
fn slots_are_planned_by_keys() {
    let study = study_with_p05();
    let serve = Serve::console(study.path());
    let browser = Browser::start();
    let page = console(&browser, &serve);
    wait_for_slot(&page, "P05", "10:00–11:00");

    page.press("Alt+Down");
    page.press("Alt+Down");
    wait_for_slot(&page, "P05", "10:10–11:10");
    // What is done within a moment is one change; it is told when the hand rests.
    page.wait_for(saying("[role=status]", "10:10–11:10"));
    page.press("Shift+Down");
    wait_for_slot(&page, "P05", "10:10–11:15");
    page.wait_for(saying("[role=status]", "10:10–11:15"));
    page.press("Ctrl+z");
    wait_for_slot(&page, "P05", "10:10–11:10");

    page.press("n");
    page.wait_for(saying("dialog", "New slot"));
    page.fill(field("Participants"), "P06");
    page.fill(field("Start"), "14:00");
    page.press("Enter");
    page.wait_for_no("dialog");
    wait_for_slot(&page, "P06", "14:00–15:00");

    eventually("the new slot to be selected", || page.focused().contains("P06").then_some(()));
    page.press("Delete");
    page.wait_for(saying("dialog", "Cancel P06?"));
    page.type_text("ill");
    page.press("Enter");
    wait_for_slot(&page, "P06", "Cancelled");
    page.press("Ctrl+z");
    wait_for_slot(&page, "P06", "Planned");

    page.press("e");
    page.wait_for(saying("dialog", "Edit P06"));
    page.fill(field("Length in minutes"), "45");
    page.press("Enter");
    wait_for_slot(&page, "P06", "14:00–14:45");
    page.reload();
    wait_for_slot(&page, "P06", "14:00–14:45");
    wait_for_slot(&page, "P05", "10:10–11:10");
}

#[test]
fn slots_are_planned_by_mouse() {
    let study = study_with_p05();
    let serve = Serve::console(study.path());
    let browser = Browser::start();
    let page = console(&browser, &serve);
    wait_for_slot(&page, "P05", "10:00–11:00");
    let pixels_of_an_hour = || {
        let tops = page.run(
            "return [...document.querySelectorAll('.hour')].slice(0, 2).map((hour) => hour.offsetTop)",
            json!([]),
        );
        i32::try_from(tops[1].as_i64().unwrap_or_default() - tops[0].as_i64().unwrap_or_default())
            .expect("an hour is drawn smaller than a screen")
    };

    page.drag(saying("[data-slot]", "P05"), 0, pixels_of_an_hour());
    wait_for_slot(&page, "P05", "11:00–12:00");
    page.drag("[data-slot] .edge", 0, pixels_of_an_hour() / 2);
    wait_for_slot(&page, "P05", "11:00–12:30");
    page.click(button("Undo"));
    wait_for_slot(&page, "P05", "11:00–12:00");

    page.click(button("New slot"));
    page.type_text("P06");
    page.click(button("Add session"));
    page.wait_for(saying("[data-slot]", "P06"));
    page.click(saying("[data-slot]", "P06"));
    page.click(button("Cancel…"));
    page.click(button("Cancel the session"));
    wait_for_slot(&page, "P06", "Cancelled");
    page.click(button("Undo"));
    wait_for_slot(&page, "P06", "Planned");
}

#[test]
fn a_day_is_laid_out() {
    let study = study_with_p05();
    let serve = Serve::console(study.path());
    let browser = Browser::start();
    let page = console(&browser, &serve);
    wait_for_slot(&page, "P05", "10:00–11:00");
    page.press("]");
    page.wait_for(saying("main", "Nothing planned"));
    page.press("l");
    page.wait_for(saying("dialog .preview", "12:00–13:00"));
    page.press("Enter");
    page.wait_for_no("dialog");
    let times = eventually("a day of five sessions and lunch", || {
        let times = page.texts("[data-slot] .when b");
        (times.len() == 6).then_some(times)
    });
    let expected = ["09:00–10:00", "10:30–11:30", "12:00–13:00", "13:15–14:15", "14:15–15:15", "15:45–16:45"];
    assert_eq!(times, expected, "the defaults of a day with lunch");
}

#[test]
fn a_bad_file_is_told_and_changes_nothing() {
    let study = study_with_p05();
    let serve = Serve::console(study.path());
    let browser = Browser::start();
    let page = console(&browser, &serve);
    wait_for_slot(&page, "P05", "10:00–11:00");
    let whole = || backroom(["export", &study.path().to_string_lossy(), "--format", "jsonl"]).done();
    let before = whole();

    let half =
        calendar(&[("six", "1200", "1300", "P06")]).replace("DTEND", "DTERM").replace("END:VEVENT\r\n", "");
    let files: [(&str, Vec<u8>); 4] = [
        ("empty.ics", Vec::new()),
        ("half.ics", half.into_bytes()),
        ("noise.csv", (0..=255).cycle().take(40_000).collect()),
        ("prose.csv", b"Dear all,\nsee you on Monday.\n".to_vec()),
    ];
    for (name, content) in files {
        let file = study.write(name, content);
        page.type_into(FILES, &file.to_string_lossy());
        page.wait_for(saying("dialog [role=alert]", name));
        assert!(!page.shows("dialog [type=submit]"), "{name} must not be offered for import");
        page.press("Esc");
        page.wait_for_no("dialog");
        let command =
            backroom(["import".as_ref(), study.path().as_os_str(), file.as_os_str(), "--dry-run".as_ref()]);
        assert_eq!(command.code, Some(1), "{name} is refused, or the study is open elsewhere");
    }
    assert_eq!(whole(), before, "a bad file changes nothing");
    wait_for_slot(&page, "P05", "10:00–11:00");
}
