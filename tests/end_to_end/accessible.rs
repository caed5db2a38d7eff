//! What a tool can find of what keeps people out: axe on every screen, in light and dark, at full size and at 200 %.

use e2e::page::{button, field, saying};
use e2e::programs::repository;
use e2e::steps::{commit, console, join, start_session, study_with_p05, wait_for_notes};
use e2e::{Browser, Desktop, Page, Serve, Window, eventually};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Everything that axe knows of WCAG 2.2 at levels A and AA, and of good practice.
const CHECK: &str = "
    return axe.run(document, {resultTypes: ['violations']}).then(({violations}) => violations.flatMap(({id, nodes}) =>
        nodes.map(({target, html, any, all, none}) => `${id} at ${target.join(' ')}: ${html.slice(0, 200)}\\n      `
            + [...any, ...all, ...none].map(({message}) => message).slice(0, 2).join('; '))));";

/// What was found so far, with the screens where it was found.
#[derive(Default)]
struct Findings(BTreeMap<String, Vec<String>>);

impl Findings {
    /// Looks at a screen of Chromium in light and dark, at full size and at 200 %.
    #[track_caller]
    fn look(&mut self, page: &Page, screen: &str) {
        let size = page.run("return [innerWidth, innerHeight]", json!([]));
        for zoomed in [false, true] {
            if zoomed {
                let half = |side: &Value| side.as_u64().unwrap_or_default() / 2;
                let metrics = json!({
                    "width": half(&size[0]), "height": half(&size[1]), "deviceScaleFactor": 2, "mobile": false,
                });
                page.devtools("Emulation.setDeviceMetricsOverride", &metrics);
            }
            for scheme in ["light", "dark"] {
                let features = json!([{"name": "prefers-color-scheme", "value": scheme},
                    {"name": "prefers-reduced-motion", "value": "reduce"}]);
                page.devtools("Emulation.setEmulatedMedia", &json!({"features": features}));
                assert_looks(page, scheme, if zoomed { 2 } else { 1 });
                self.check(page, &format!("{screen}, {scheme}{}", if zoomed { ", at 200 %" } else { "" }));
            }
        }
        page.devtools("Emulation.clearDeviceMetricsOverride", &json!({}));
        page.devtools("Emulation.setEmulatedMedia", &json!({"features": []}));
    }

    #[track_caller]
    fn check(&mut self, page: &Page, screen: &str) {
        page.run(&axe(), json!([]));
        let found = page.run(CHECK, json!([]));
        let found = found.as_array().unwrap_or_else(|| panic!("axe must answer with a list, not {found}"));
        for finding in found.iter().filter_map(Value::as_str) {
            self.0.entry(finding.to_owned()).or_default().push(screen.to_owned());
        }
    }

    #[track_caller]
    fn assert_none(self) {
        let found: String = self
            .0
            .iter()
            .map(|(finding, screens)| format!("\n  {finding}\n      on {}", screens.join("; ")))
            .collect();
        assert!(found.is_empty(), "axe finds:{found}");
    }
}

/// What is looked at is what is meant.
#[track_caller]
fn assert_looks(page: &Page, scheme: &str, scale: u32) {
    let looks = page.run(
        "return [matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light', devicePixelRatio]",
        json!([]),
    );
    assert_eq!(looks, json!([scheme, scale]), "the page's scheme and scale");
}

/// The checker, from the packages of the pages; defined anew it does no harm.
fn axe() -> String {
    let path = repository().join("ui/node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}. `cargo xtask setup` installs it.", path.display()))
}

#[test]
fn axe_finds_nothing_in_the_console() {
    let study = study_with_p05();
    let guide = study.write(
        "guide.md",
        "# Guide\n\n## Warm-up (5 min)\n\n- How do you pay?\n- Task: Pay for the basket\n",
    );
    let _ = e2e::backroom(["import".as_ref(), study.path().as_os_str(), guide.as_os_str()]).done();
    let serve = Serve::console(study.path());
    let browser = Browser::start();
    let page = console(&browser, &serve);
    let mut findings = Findings::default();
    page.wait_for("[data-slot]");
    findings.look(&page, "the day");
    page.press("n");
    page.wait_for(saying("dialog", "New slot"));
    findings.look(&page, "a new slot");
    page.press("Esc");
    page.press("F1");
    page.wait_for(saying("dialog", "Keys"));
    findings.look(&page, "the keys");
    page.press("Esc");
    page.wait_for_no("dialog");
    for (screen, shows) in [("Codebook", "h1"), ("Study", "main")] {
        page.click(saying("[aria-label=Screens] button", screen));
        page.wait_for(saying(shows, screen));
        findings.look(&page, screen);
    }
    page.click(saying("[aria-label=Screens] button", "Codebook"));
    page.wait_for(saying("h1", "Codebook"));
    page.press("n");
    page.wait_for("form[aria-label='New tag']");
    findings.look(&page, "a new tag");
    page.press("Esc");
    page.wait_for_no("form[aria-label='New tag']");
    page.press("m");
    page.wait_for("dialog");
    findings.look(&page, "merging a tag");
    page.press("Esc");
    page.wait_for_no("dialog");

    page.click(saying("[aria-label=Screens] button", "Day"));
    page.click("[data-slot]");
    page.press("s");
    page.wait_for(button("Start now"));
    findings.look(&page, "the start");
    page.press("Esc");
    page.wait_for_no("dialog");
    start_session(&page);
    for text in ["Opens the wrong menu #pain", "“Where is it?” #quote !3", "asks for paper"] {
        commit(&page, text, text.split(" #").next().unwrap_or_default());
    }
    page.press("Ctrl+Shift+K");
    page.wait_for(saying(".note", "Mark, to be written up"));
    findings.look(&page, "live");
    page.press("Esc");
    page.press("Alt+Enter");
    page.wait_for("[aria-label='Details of this note']");
    findings.look(&page, "a note's details");
    page.press("Esc");
    page.press("Ctrl+Shift+L");
    page.wait_for(saying("textarea", "Write up the mark"));
    findings.look(&page, "writing up a mark");
    page.press("Esc");
    page.press("Ctrl+Shift+F");
    page.wait_for("[role=search]");
    page.type_text("menu");
    page.wait_for(saying("[role=option]", "Opens the wrong menu"));
    findings.look(&page, "the search");
    page.press("Esc");
    page.wait_for_no("[role=search]");
    page.press("Ctrl+Shift+S");
    page.wait_for("[aria-label='Which notes are shown']");
    findings.look(&page, "the filter");
    page.press("Esc");
    page.press("Ctrl+Shift+E");
    page.wait_for(button("End now"));
    findings.look(&page, "the end");
    page.press("Enter");
    page.wait_for(button("Close debrief"));
    findings.look(&page, "the debrief");
    findings.assert_none();
}

#[test]
fn axe_finds_nothing_in_the_room() {
    let study = study_with_p05();
    let serve = Serve::room(study.path());
    let links = serve.links().clone();
    let browser = Browser::start();
    let moderator = console(&browser, &serve);
    let mut findings = Findings::default();
    moderator.click("header button.room");
    moderator.wait_for(field("Link: For observers"));
    findings.look(&moderator, "the room's sheet");
    moderator.press("Esc");
    moderator.wait_for_no("dialog");

    let observer = browser.open(&links.observer.expect("the room is open"));
    let note_taker = browser.open(&links.note_taker.expect("the room is open"));
    observer.wait_for(field("What should the team call you?"));
    findings.look(&observer, "joining");
    join(&observer, "Ada");
    join(&note_taker, "Maya");
    observer.wait_for(button("Leave"));
    findings.look(&observer, "the door");
    note_taker.wait_for(button("Leave"));
    findings.look(&note_taker, "the note-taker's door");

    moderator.click("[data-slot]");
    start_session(&moderator);
    commit(&moderator, "opens the wrong menu #pain @P05", "opens the wrong menu");
    wait_for_notes(&observer, &["opens the wrong menu"]);
    findings.look(&observer, "the observer's page");
    note_taker.wait_for(field("Note"));
    eventually("the focus in the composer", || (note_taker.focused() == "Note").then_some(()));
    commit(&note_taker, "“asks for paper” #q", "“asks for paper”");
    note_taker.type_text("half a note #con");
    findings.look(&note_taker, "the note-taker's page");
    note_taker.press("Esc");
    note_taker.press("Alt+Enter");
    note_taker.wait_for("[aria-label='Details of this note']");
    findings.look(&note_taker, "details on the note-taker's page");
    note_taker.press("Esc");
    note_taker.press("Ctrl+Shift+F");
    note_taker.wait_for("[role=search]");
    findings.look(&note_taker, "search on the note-taker's page");
    note_taker.press("Esc");
    note_taker.press("F1");
    note_taker.wait_for("dialog[open]");
    findings.look(&note_taker, "keys on the note-taker's page");
    findings.assert_none();
}

#[test]
fn axe_finds_nothing_on_the_way_of_a_question() {
    let study = study_with_p05();
    let guide = study.write("guide.md", "# Guide\n\n## Warm-up (5 min)\n\n- How do you pay?\n");
    let _ = e2e::backroom(["import".as_ref(), study.path().as_os_str(), guide.as_os_str()]).done();
    let serve = Serve::room(study.path());
    let links = serve.links().clone();
    let browser = Browser::start();
    let mut findings = Findings::default();
    let moderator = console(&browser, &serve);
    let observer = browser.open(&links.observer.expect("the room is open"));
    let note_taker = browser.open(&links.note_taker.expect("the room is open"));
    join(&observer, "Ada");
    join(&note_taker, "Maya");
    observer.wait_for(button("Leave"));
    moderator.click("[data-slot]");
    start_session(&moderator);
    note_taker.wait_for(field("Note"));
    note_taker.click(saying("button", "Takes questions"));

    let question = "Suggest a question to the moderator";
    for text in ["Would they do this on a laptop?", "Would they also do this on their laptop?"] {
        observer.wait_for(field(question));
        observer.click(field(question));
        observer.type_text(text);
        if text.contains("also") {
            observer.wait_for(saying("form", "Somebody asks:"));
            findings.look(&observer, "suggesting a question");
        }
        observer.click(button("Suggest"));
        observer.wait_for(saying("[aria-label='Your questions']", text));
    }
    note_taker.wait_for(button("Merge"));
    findings.look(&note_taker, "questions to pass on");
    note_taker.click(button("Decline…"));
    note_taker.wait_for(field("Reason, for Ada"));
    findings.look(&note_taker, "declining a question");
    note_taker.press("Esc");
    note_taker.click(button("In the guide…"));
    note_taker.wait_for(field("The item that asks it"));
    findings.look(&note_taker, "a question in the guide");
    note_taker.press("Esc");
    note_taker.click(button("Merge"));
    note_taker.click(button("Pass on"));
    observer.wait_for(saying("[aria-label='Your questions']", "with the moderator"));
    findings.look(&observer, "one's own questions");
    moderator.press("Ctrl+Shift+B");
    moderator.wait_for(saying("[aria-label='From the room']", "on a laptop?"));
    findings.look(&moderator, "from the room");
    moderator.click(saying("[aria-label='From the room'] button", "Decline…"));
    moderator.wait_for(saying("dialog", "Decline the question?"));
    findings.look(&moderator, "the moderator declines");
    moderator.press("Esc");
    moderator.wait_for_no("dialog");
    moderator.press("Ctrl+Shift+A");
    observer.wait_for(saying("[aria-label='Your questions']", "sked at"));
    moderator.press("Ctrl+Shift+B");
    moderator.press("Ctrl+Shift+O");
    observer.wait_for(saying("main", "Off the record"));
    findings.look(&observer, "off the record");
    findings.look(&note_taker, "off the record, for a note-taker");
    moderator.press("Ctrl+Shift+O");
    observer.click(button("My scratch list"));
    findings.look(&observer, "the scratch list");
    findings.assert_none();
}

#[test]
fn axe_finds_nothing_in_the_debrief() {
    let study = study_with_p05();
    let serve = Serve::room(study.path());
    let links = serve.links().clone();
    let browser = Browser::start();
    let mut findings = Findings::default();
    let moderator = console(&browser, &serve);
    let observer = browser.open(&links.observer.expect("the room is open"));
    let note_taker = browser.open(&links.note_taker.expect("the room is open"));
    join(&observer, "Ada");
    join(&note_taker, "Maya");
    observer.wait_for(button("Leave"));
    moderator.click("[data-slot]");
    start_session(&moderator);
    note_taker.wait_for(field("Note"));
    moderator.press("Ctrl+Shift+E");
    moderator.wait_for(button("End now"));
    moderator.press("Enter");
    moderator.wait_for(button("Start 10 minutes"));
    findings.look(&moderator, "the debrief before it starts");
    note_taker.wait_for(saying(".debrief", "not started"));
    findings.look(&note_taker, "a note-taker before the debrief");
    moderator.click(button("Start 10 minutes"));
    let pages = [(&moderator, "the moderator"), (&note_taker, "a note-taker"), (&observer, "an observer")];
    for (page, who) in pages {
        page.wait_for(field("Number 1"));
        findings.look(page, &format!("{who} writes the top 3"));
        page.type_into(field("Number 1"), "The wrong menu costs them a minute");
        page.type_into(field("What surprised you"), "They like paper");
        page.click(button("Hand in"));
        page.wait_for(saying(".debrief", "Handed in."));
        findings.look(page, &format!("{who} has handed in"));
    }
    moderator.click(button("Show everybody's now"));
    for (page, who) in pages {
        page.wait_for(saying(".debrief", "3 say this"));
        findings.look(page, &format!("{who} reads everybody's"));
    }
    moderator.type_into(field("How"), "The menu says Receipts");
    moderator.click(button("Record"));
    moderator.wait_for(button("Take back"));
    findings.look(&moderator, "a decision");
    moderator.click(button("Close debrief"));
    moderator.click(saying("[aria-label=Screens] button", "Study"));
    moderator.wait_for(saying("h2", "Prototype ledger"));
    findings.look(&moderator, "the prototype ledger");
    findings.assert_none();
}

#[test]
fn axe_finds_nothing_at_the_ways_in() {
    let study = study_with_p05();
    let serve = Serve::room(study.path());
    let observers = serve.links().observer.clone().expect("the room is open");
    let browser = Browser::start();
    let mut findings = Findings::default();
    let moderator = console(&browser, &serve);
    moderator.click("header button.room");
    moderator.click(button("A code to say across the table"));
    moderator.click(button("Code for a note-taker"));
    moderator.wait_for("dialog .code b");
    let code = moderator.text("dialog .code b");
    moderator.click(button("A further link, with limits"));
    moderator.fill(field("Whom it is for"), "Sales");
    moderator.fill(field("People"), "2");
    moderator.click(button("Make the link"));
    moderator.wait_for(field("Link: Sales"));

    let outside = observers.split_once("/#").map(|(room, _)| format!("{room}/")).expect("a link has a token");
    let guest = browser.open(&outside);
    guest.wait_for(saying("h1", "You need a link"));
    findings.look(&guest, "outside");
    guest.type_into(field("Or were you told a code?"), &code);
    guest.press("Enter");
    join(&guest, "Jo");
    guest.wait_for(saying("main", "You wait to be let in"));
    findings.look(&guest, "waiting to be let in");
    moderator.wait_for(button("Let in"));
    moderator.click(saying("dialog button", "Remove… Jo"));
    findings.look(&moderator, "the room's sheet with all its parts");
    moderator.click(button("Remove Jo now"));
    guest.wait_for(saying("h1", "You are no longer in the room"));
    findings.look(&guest, "removed");
    moderator.click(button("Close the room"));
    moderator.wait_for(button("Open the room"));
    moderator.click(saying("label", "Everybody on this computer"));
    moderator.click(saying("dialog summary", "More"));
    findings.look(&moderator, "opening the room");
    findings.assert_none();
}

#[test]
fn axe_finds_nothing_in_the_window() {
    let study = study_with_p05();
    let mut findings = Findings::default();
    for (theme, scheme) in [("Adwaita", "light"), ("Adwaita:dark", "dark")] {
        for (scale, zoom) in [(1, "full size"), (2, "at 200 %")] {
            let desktop = Desktop::start();
            let environment = [("GTK_THEME", theme.to_owned()), ("GDK_SCALE", scale.to_string())];
            let environment = environment.map(|(name, value)| (name.to_owned(), value));
            let window = Window::open_with(&desktop, &[] as &[&str], &environment);
            window.wait_for(button("Try the sample day"));
            assert_looks(&window, scheme, scale);
            findings.check(&window, &format!("the first start, {scheme}, {zoom}"));
            window.click(button("New study…"));
            window.wait_for(field("Title"));
            findings.check(&window, &format!("a new study, {scheme}, {zoom}"));
            drop(window);

            let window = Window::open_with(&desktop, &[study.path()], &environment);
            // The session goes on from one window to the next.
            eventually("the day, or the session", || {
                (window.shows(field("Note")) || window.shows("[data-slot][aria-current=true]")).then_some(())
            });
            if !window.shows(field("Note")) {
                start_session(&window);
            }
            window.press("F9");
            window.wait_for("main.strip");
            findings.check(&window, &format!("the strip, {scheme}, {zoom}"));
        }
    }
    findings.assert_none();
}
