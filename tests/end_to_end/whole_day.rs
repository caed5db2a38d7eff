//! A whole day in the real window: a late start, an overrun, a no-show replaced by a reserve, a withdrawn consent and a
//! guide that changes between two sessions; the exports tell that story.

use e2e::page::{button, field, saying};
use e2e::{Desktop, Page, Study, Window, backroom, eventually};
use serde_json::{Value, json};
use std::process::Command;

const FIRST: &str = "# Expenses\n\n## Warm-up (5 min)\n- Tell me about your last expense. (must ask)\n\n\
    ## Tasks (40 min)\n### Task: Hand in a receipt (10 min)\n> Please hand in the taxi receipt.\n\
    done when: the report shows the amount\n";
const SECOND: &str = "# Expenses\n\n## Warm-up (5 min)\n- Tell me about your last expense. (must ask)\n\
    - Who approved it? (must ask)\n\n\
    ## Tasks (40 min)\n### Task: Hand in a receipt (10 min)\n> Please hand in the taxi receipt.\n\
    done when: the report shows the amount\n";

/// What the clock shows in the zone of the tests, and the zone: one in which it is late in the afternoon now, so that the
/// whole day lies behind.
fn afternoon() -> (String, String) {
    let utc = said_by_date("UTC", "+%H");
    let hour: i32 = utc.parse().expect("an hour");
    let east = if 17 - hour > 14 { 17 - hour - 24 } else { 17 - hour };
    // The names of these zones count the other way round.
    let zone = format!("Etc/GMT{}{}", if east > 0 { '-' } else { '+' }, east.abs());
    let date = said_by_date(&zone, "+%F");
    (zone, date)
}

fn said_by_date(zone: &str, format: &str) -> String {
    let output =
        Command::new("date").arg(format).env("TZ", zone).output().expect("the system can tell the time");
    String::from_utf8(output.stdout).expect("plain text").trim().to_owned()
}

/// Waits until the slot of `who` says `what`.
#[track_caller]
fn slot_says(page: &Page, who: &str, what: &str) {
    eventually(&format!("the slot of {who} to say {what}"), || {
        page.texts(saying("[data-slot]", who)).concat().contains(what).then_some(())
    });
}

#[track_caller]
fn to_the_day(window: &Window) {
    window.click(button("Day"));
    window.wait_for("[data-slot]");
}

/// Starts the session of `code`, which began at `at` already.
#[track_caller]
fn start(window: &Window, code: &str, at: &str) {
    to_the_day(window);
    window.click(saying("[data-slot]", code));
    start_selected(window, code, Some(at));
}

/// Starts the session that is selected.
#[track_caller]
fn start_selected(window: &Window, code: &str, at: Option<&str>) {
    window.press("s");
    window.wait_for(saying("dialog", code));
    window.press("1");
    if let Some(at) = at {
        window.click(button("Started at…"));
        window.fill(field("Started at"), at);
    }
    window.press("Enter");
    window.wait_for_no("dialog");
    window.wait_for(field("Note"));
}

#[track_caller]
fn write(window: &Window, text: &str, body: &str) {
    window.click(field("Note"));
    window.type_text(text);
    window.press("Enter");
    window.wait_for(saying(".note .body", body));
}

/// Says that the session that is shown ended at another time.
#[track_caller]
fn ended(window: &Window, at: &str) {
    more(window, "Correct the times");
    window.fill(field("Ended at"), at);
    window.press("Enter");
    window.wait_for_no("dialog");
}

/// Ends the live session, at `at` if that is not now, and its debrief.
#[track_caller]
fn end(window: &Window, at: Option<&str>) {
    window.press("Ctrl+Shift+E");
    window.wait_for(button("End now"));
    window.press("Enter");
    window.wait_for(button("Close debrief"));
    if let Some(at) = at {
        ended(window, at);
    }
    window.click(button("Close debrief"));
    window.wait_for("[data-slot]");
}

/// Opens the menu of what is done rarely and takes a line of it.
#[track_caller]
fn more(window: &Window, item: &str) {
    window.click(button("More"));
    window.click(saying("[role=menuitem]", item));
}

fn lines(exported: &str) -> Vec<Value> {
    exported.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn a_whole_day_comes_out_as_it_was() {
    let (zone, date) = afternoon();
    let study = Study::in_zone(&zone);
    let path = study.path().to_string_lossy().into_owned();
    let mut schedule = String::from("date,start,length,participant,kind\n");
    for (start, code) in
        [("09:00", "P01"), ("10:30", "P02"), ("12:00", "P03"), ("14:15", "P04"), ("15:45", "P05")]
    {
        schedule += &format!("{date},{start},60,{code},usability_test\n");
    }
    schedule += &format!("{date},16:00,240,P09,reserve\n");
    let schedule = study.write("day.csv", schedule);
    let guide = study.write("guide.md", FIRST);
    let _ = backroom(["import", &path, &schedule.to_string_lossy(), &guide.to_string_lossy()]).done();

    let desktop = Desktop::start();
    let window = Window::open(&desktop, &[study.path()]);

    // Late by 12 minutes, and over its end: the next start says when it ended.
    start(&window, "P01", "09:12");
    write(&window, "09:31 Looks for the camera #pain", "Looks for the camera");
    write(&window, "10:21 Asks whether that was all", "Asks whether that was all");
    start(&window, "P02", "10:40");

    // Consent is taken back, with everything.
    write(&window, "10:50 Speaks of her sister", "Speaks of her sister");
    more(&window, "Consent is taken back");
    window.wait_for(saying("dialog", "Erases 1 note by 1 person"));
    window.click(saying("dialog label", "Erase this session"));
    window.click(button("Erase for good"));
    window.wait_for_no("dialog");
    to_the_day(&window);
    slot_says(&window, "P02", "Left out");
    window.click(saying("[data-slot]", "P02"));
    window.click(button("Read the notes"));
    ended(&window, "11:05");

    // The guide is edited over lunch.
    let second = SECOND.to_owned();
    window.run(
        "const [name, content] = arguments;
         const dataTransfer = new DataTransfer();
         dataTransfer.items.add(new File([content], name));
         for (const type of ['dragenter', 'dragover', 'drop'])
             document.body.dispatchEvent(new DragEvent(type, {dataTransfer, bubbles: true, cancelable: true}));",
        json!(["guide.md", second]),
    );
    window.wait_for(saying("dialog", "guide.md"));
    window.wait_for(saying("dialog", "1 question added"));
    window.press("Enter");
    window.wait_for_no("dialog");

    start(&window, "P03", "12:00");
    write(&window, "12:20 Finds it at once #delight", "Finds it at once");
    end(&window, Some("12:55"));
    start(&window, "P04", "14:20");
    write(&window, "14:41 Types the amount twice #confusion", "Types the amount twice");
    end(&window, Some("15:20"));

    // Nobody came at 15:45; the reserve steps in, who is free now.
    to_the_day(&window);
    window.wait_for(saying("[aria-label=Arrival]", "Is P05 here?"));
    window.click(saying("[aria-label=Arrival] button", "P09 instead"));
    slot_says(&window, "P05", "No-show");
    start_selected(&window, "P09", None);
    write(&window, "Hands it in without a word", "Hands it in without a word");
    end(&window, None);
    slot_says(&window, "P09", "Done");
    window.click(button("Study"));
    window.wait_for(saying("main", "4 done · 0 to come · 2 lost"));
    drop(window);

    let exported = |format: &str| backroom(["export", &path, "--format", format]).done();
    let told = lines(&exported("jsonl"));
    let session = |code: &str| {
        told.iter()
            .find(|line| line["kind"] == "session" && line["participants"] == json!([code]))
            .unwrap_or_else(|| panic!("{code} has a session in the export"))
    };
    let at = |value: &Value| value.as_str().map(|at| at[11..16].to_owned());
    let story: Vec<_> = ["P01", "P02", "P03", "P04", "P05", "P09"].map(session).map(story).into();
    let began = |code: &str| at(&session(code)["started_at"]);
    assert_eq!(
        story,
        [
            "done, guide 1",
            "left out, guide 1",
            "done, guide 2",
            "done, guide 2",
            "no show, no guide",
            "done, guide 2"
        ],
        "each session came out as it was"
    );
    assert_eq!(began("P01").as_deref(), Some("09:12"), "the late start");
    assert_eq!(at(&session("P01")["ended_at"]).as_deref(), Some("10:21"), "the overrun, up to the last note");
    assert_eq!(began("P04").as_deref(), Some("14:20"), "the start that was given");
    assert_eq!(began("P05"), None, "nobody came");
    let kept = [
        "Looks for the camera",
        "Asks whether that was all",
        "Finds it at once",
        "Types the amount twice",
        "Hands it in without a word",
    ];
    for format in ["jsonl", "csv", "md"] {
        let file = exported(format);
        for note in kept {
            assert_eq!(file.matches(note).count(), 1, "{note:?} is in the {format} export, and once");
        }
        assert!(!file.contains("sister"), "what was withdrawn is in no {format} export");
    }
    let mut folders = vec![study.folder().to_owned()];
    while let Some(folder) = folders.pop() {
        for path in folder.read_dir().expect("the study's folder").flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).expect("a file of the study");
            assert!(
                !bytes.windows(6).any(|word| word.eq_ignore_ascii_case(b"sister")),
                "what was withdrawn is in no byte of {}",
                path.display()
            );
        }
    }
    assert_eq!(backroom(["check", &path]).code, Some(0), "the study is sound after all that");
}

/// How a session came out, in the words of the export.
fn story(session: &Value) -> String {
    let status = session["status"].as_str().unwrap_or_default();
    match session["guide_version"].as_u64() {
        Some(version) => format!("{status}, guide {version}"),
        None => format!("{status}, no guide"),
    }
}
