//! Several people at once: duties, moments, and notes that only one browser has.

use e2e::page::{button, field, saying};
use e2e::steps::{commit, console, join, notes, start_session, study_with_p05, wait_for_notes};
use e2e::{Browser, Page, Serve, Study, backroom, eventually};
use serde_json::json;

const GUIDE: &str = "# Checkout\n\n## Warm-up (5 min)\n\n- How do you pay?\n- What do you buy?\n";

/// A live session with a moderator's page and those of two note-takers.
struct Team {
    moderator: Page,
    maya: Page,
    jonas: Page,
    _browser: Browser,
    _serve: Serve,
    _study: Study,
}

impl Team {
    fn gather() -> Self {
        let study = study_with_p05();
        let guide = study.write("guide.md", GUIDE);
        let _ = backroom(["import".as_ref(), study.path().as_os_str(), guide.as_os_str()]).done();
        let serve = Serve::room(study.path());
        let link = serve.links().note_taker.clone().expect("the room is open");
        let browser = Browser::start();
        let moderator = console(&browser, &serve);
        start_session(&moderator);
        let [maya, jonas] = ["Maya", "Jonas"].map(|name| {
            let page = browser.open(&link);
            join(&page, name);
            page.wait_for(field("Note"));
            eventually("the focus in the composer", || (page.focused() == "Note").then_some(()));
            page
        });
        Self { moderator, maya, jonas, _browser: browser, _serve: serve, _study: study }
    }
}

#[test]
fn a_duty_is_one_persons_at_a_time() {
    let Team { moderator, maya, jonas, .. } = &Team::gather();
    let keeps = |page: &Page, who: &str| {
        page.wait_for(saying("[aria-label=Duties] li", &format!("Keeps the guide {who}")));
    };
    keeps(maya, "nobody");
    assert!(!maya.shows(saying("[data-item] button", "Asked")), "without the duty the guide is only read");
    maya.click(button("Claim: Keeps the guide"));
    keeps(maya, "you");
    keeps(jonas, "Maya");
    assert!(!jonas.shows(button("Claim: Keeps the guide")), "nobody takes it from a note-taker");

    maya.click("[data-item='0.0']");
    maya.press("Enter");
    maya.wait_for("[data-item='0.0'].asked");
    jonas.wait_for("[data-item='0.0'].asked");
    moderator.wait_for("[data-item='0.0'].asked");

    maya.click(saying("[aria-label=Duties] button", "Give back"));
    keeps(jonas, "nobody");
    jonas.click(button("Claim: Keeps the guide"));
    keeps(maya, "Jonas");
}

#[test]
fn a_moments_counts_are_hidden_until_one_has_pressed() {
    let Team { moderator, maya, jonas, .. } = &Team::gather();
    for page in [maya, jonas] {
        page.press("Esc");
        page.press("p");
    }
    for page in [moderator, maya, jonas] {
        eventually("both marks", || {
            (page.texts(saying(".note", "Mark, to be written up")).len() == 2).then_some(())
        });
    }
    const HIDDEN: &str = "Others marked something here";
    moderator.wait_for(saying(".note", HIDDEN));
    assert!(!moderator.source().contains("marked it"), "who has not pressed sees no counts");
    moderator.press("Esc");
    moderator.press("Home");
    moderator.press("Plus");
    moderator.wait_for(saying(".note", "2 marked it, 1 agreed, of 3 present"));
    // Who marked it has pressed.
    for page in [maya, jonas] {
        page.wait_for(saying(".note", "2 marked it, 1 agreed, of 3 present"));
    }
    moderator.press("=");
    eventually("the moment to be settled", || (!moderator.shows(button("One moment"))).then_some(()));
    assert_eq!(notes(moderator), Vec::<String>::new(), "nobody's words are altered");
}

#[test]
fn unsent_notes_are_taken_by_the_console() {
    let Team { moderator, maya, jonas, .. } = &Team::gather();
    commit(maya, "before", "before");
    wait_for_notes(moderator, &["before"]);
    maya.set_offline(true);
    for text in ["sees nothing #pain", "shrugs"] {
        maya.type_text(text);
        maya.press("Enter");
        eventually("an empty composer", || maya.value(field("Note")).is_empty().then_some(()));
    }
    maya.wait_for(saying("[data-testid=connection]", "2 notes are only in this browser"));
    maya.press("Ctrl+Shift+X");
    maya.wait_for(button("Copied"));
    // What was copied goes through the clipboard into a field, as it would into a message.
    maya.click(field("Note"));
    maya.press("Ctrl+v");
    let copied = eventually("the copied notes", || {
        Some(maya.value(field("Note"))).filter(|text| text.contains("shrugs"))
    });
    maya.press("Ctrl+a");
    maya.press("Delete");

    const DROP: &str = "
        const dataTransfer = new DataTransfer();
        dataTransfer.setData('text/plain', arguments[0]);
        for (const type of ['dragenter', 'dragover', 'drop'])
            document.body.dispatchEvent(new DragEvent(type, {dataTransfer, bubbles: true, cancelable: true}));";
    moderator.run(DROP, json!([copied]));
    moderator.wait_for(saying("dialog", "shrugs"));
    moderator.click(button("Take 2 notes"));
    moderator.wait_for_no("dialog[open]");
    let all = ["before", "sees nothing", "shrugs"];
    wait_for_notes(moderator, &all);
    wait_for_notes(jonas, &all);

    maya.set_offline(false);
    maya.wait_for_no("[data-testid=connection]");
    wait_for_notes(maya, &all);
    wait_for_notes(moderator, &all);
}
