//! A day with two note-takers and six observers: the door, questions on their way, off the record, a removed observer,
//! the console's restart, the debrief.

use e2e::page::{Page, button, field, saying};
use e2e::steps::{assert_stays_home, commit, console, join, start_session, study_with_p05};
use e2e::{Browser, Member, Serve};
use serde_json::json;

const QUESTION: &str = "Suggest a question to the moderator";
const GUIDE: &str = "# Expenses\n\n## Warm-up (5 min)\n- Who reads the totals at home?\n- What happened last time?\n\n\
    ## On the phone (20 min)\n### Task: Submit from a photo (8 min)\nSay: Please submit it.\nDone when: it is submitted.\n\n## After (5 min)\n- What else?\n";

fn suggest(page: &Page, text: &str) {
    page.click(field(QUESTION));
    page.type_text(text);
    page.click(saying("label", "If it can't wait"));
    page.click(button("Suggest"));
    page.wait_for(saying("[aria-label='Your questions']", text));
}

/// What nobody but the team may ever read on a page.
fn assert_keeps(page: &Page, secrets: &[&str]) {
    let source = page.source();
    for secret in secrets {
        assert!(!source.contains(secret), "an observer's page never holds {secret:?}");
    }
}

#[test]
fn six_observers_help_and_never_see_what_they_must_not() {
    let study = study_with_p05();
    let guide = study.write("guide.md", GUIDE);
    let _ = e2e::programs::backroom(["import".as_ref(), study.path().as_os_str(), guide.as_os_str()]).done();
    let mut serve = Serve::room(study.path());
    let browser = Browser::start();
    let _ = Member::join(&serve.links().console, "")
        .change("study_update", json!({ "observers_see_guide": true }));
    let moderator = console(&browser, &serve);
    let links = serve.links().clone();
    let observer_link = links.observer.expect("the room is open");
    let note_taker_link = links.note_taker.expect("the room is open");

    let names = ["Ada", "Ben", "Cem", "Dia", "Eve", "Fay"];
    let observers: Vec<Page> = names
        .iter()
        .map(|name| {
            let (width, height) = if *name == "Ada" { (390, 844) } else { (900, 700) };
            let page = browser.open_sized(&observer_link, width, height);
            join(&page, name);
            page.wait_for(button("Leave"));
            page
        })
        .collect();
    for page in &observers {
        page.wait_for(saying(".centre", "You come in by"));
    }
    let [maya, jo] = ["Maya", "Jo"].map(|name| {
        let page = browser.open(&note_taker_link);
        join(&page, name);
        page
    });
    let [ada, ben, cem, .., fay] = &observers[..] else { unreachable!() };

    moderator.click("[data-slot]");
    start_session(&moderator);
    for page in &observers {
        page.wait_for(saying("header", "Live"));
        page.wait_for(saying("header .now", "Who reads the totals at home?"));
    }
    maya.wait_for(field("Note"));
    maya.click(field("Note"));
    commit(&maya, "opens the wrong menu #pain", "opens the wrong menu");
    maya.type_text("between us: bored");
    maya.press("Ctrl+Enter");
    jo.wait_for(saying(".note .body", "between us: bored"));
    for page in &observers {
        page.wait_for(saying(".note .body", "opens the wrong menu"));
    }
    ada.click(button("I saw it too"));
    ada.wait_for(button("You saw it too"));
    maya.wait_for(saying(".note", "1 observer saw it, too"));

    // A question goes its way; a second one like it is merged; a third observer wants to know it, too.
    maya.click(saying("button", "Takes questions"));
    suggest(ada, "Would they do this on a laptop?");
    suggest(ben, "Would they also do this on their laptop?");
    maya.wait_for(saying("[data-question]", "Would they do this on a laptop?"));
    maya.click("[data-question]:first-child button.primary");
    ada.wait_for(saying("[aria-label='Your questions']", "is with the moderator"));
    moderator.wait_for(saying("[aria-label='From the room']", "Would they do this on a laptop?"));
    maya.wait_for(button("Merge"));
    maya.click(button("Merge"));
    ben.wait_for(saying("[aria-label='Your questions']", "ogether with a similar one"));
    cem.click(saying("summary", "1 question with the moderator"));
    cem.click(button("I want to know it, too"));
    cem.wait_for(button("You want to know it, too"));
    moderator.press("Ctrl+Shift+A");
    for asker in [ada, ben] {
        asker.wait_for(saying("[aria-label='Your questions']", "sked at"));
    }
    assert!(
        !ben.source().contains("Ada") && !cem.source().contains("Ada"),
        "observers are not named to each other"
    );

    // A nudge is shown and kept nowhere.
    jo.click(button("Sound is gone"));
    moderator.wait_for(saying("[role=status]", "Sound is gone"));

    // Nothing of a gap is kept, and nobody reads it.
    moderator.press("Ctrl+Shift+O");
    moderator.wait_for(button("Back on the record"));
    for page in observers.iter().chain([&maya, &jo]) {
        page.wait_for(saying("main", "Off the record"));
    }
    assert!(!ada.shows(".note"), "a slate covers the notes");
    assert_keeps(ada, &["between us"]);
    moderator.press("Ctrl+Shift+O");
    for page in &observers {
        page.wait_for(saying(".note .body", "opens the wrong menu"));
    }

    // Somebody is removed: the page ends, the others go on.
    moderator.click("header button.room");
    moderator.click(saying("dialog tr button", "Remove… Fay"));
    moderator.click(button("Remove Fay now"));
    fay.wait_for(saying("h1", "You are no longer in the room"));
    moderator.press("Esc");
    assert_keeps(fay, &["opens the wrong menu"]);

    // The console is killed and comes back: everybody catches up by themselves.
    serve.kill();
    for page in observers[..5].iter() {
        page.wait_for(saying("[data-testid=connection]", "No connection since"));
    }
    maya.click(field("Note"));
    maya.type_text("meanwhile");
    maya.press("Enter");
    serve.restart();
    for page in observers[..5].iter().chain([&jo]) {
        page.wait_for(saying(".note .body", "meanwhile"));
        page.wait_for_no("[data-testid=connection]");
    }
    assert!(!fay.shows(".note"), "a removed member stays outside");
    let moderator = browser.open(&serve.links().console);
    moderator.wait_for(field("Note"));

    // The debrief: silent, then all at once.
    moderator.press("Ctrl+Shift+E");
    moderator.wait_for("dialog");
    moderator.press("Enter");
    moderator.click(button("Start 10 minutes"));
    for (page, text) in
        [(ada, "The wrong menu costs them a minute"), (cem, "The menu is wrong and costs a minute")]
    {
        page.wait_for(field("Number 1"));
        page.type_into(field("Number 1"), text);
        page.click(button("Hand in"));
        page.wait_for(saying(".debrief", "Handed in."));
    }
    assert_keeps(ben, &["costs them a minute"]);
    assert_keeps(&moderator, &["costs them a minute"]);
    moderator.wait_for(saying(".debrief", "2 of"));
    moderator.click(button("Show everybody's…"));
    moderator.click(button("Show everybody's now"));
    for page in observers[..5].iter().chain([&maya, &jo, &moderator]) {
        page.wait_for(saying(".debrief", "The wrong menu costs them a minute"));
    }
    for page in &observers[..5] {
        assert_keeps(page, &["between us", "bored"]);
        assert_stays_home(page);
    }
}
