//! Carries out deeds on a page, by keys alone, waiting for what a person would see.

use super::plan::{Deed, MARKED};
use crate::page::{Page, field, saying};
use crate::wait::within;
use serde_json::{Value, json};
use std::time::Duration;

/// How long one waits for what needs the console, which may be dead and starting again.
pub const LONG: Duration = Duration::from_secs(60);

/// Which row has the focus, and what it says.
const FOCUSED_ROW: &str = "
    const row = document.activeElement?.closest('li[data-row]');
    return row ? [row.dataset.row, row.querySelector('.body')?.textContent ?? null] : null;";

/// Does one thing that only needs the page.
///
/// # Panics
/// When the page does not do its part.
#[track_caller]
pub fn carry_out(page: &Page, deed: &Deed) {
    match deed {
        Deed::Write { text, team } => write(page, text, *team),
        Deed::Mark => mark(page),
        Deed::WriteUp(text) => write_up(page, text),
        Deed::Change { from, to } => change(page, from, to),
        Deed::Star(body) => star(page, body),
        Deed::DeleteAndUndo(body) => {
            delete(page, body);
            page.press("Ctrl+z");
            within(LONG, &format!("{body:?} to come back"), || says(page, body).then_some(()));
            to_composer(page);
        }
        Deed::Delete(body) => {
            delete(page, body);
            to_composer(page);
        }
        Deed::Reload => {
            page.reload();
            page.wait_for(field("Note"));
            to_composer(page);
        }
        Deed::Cut => page.set_offline(true),
        Deed::Mend => page.set_offline(false),
        Deed::Kill => panic!("BUG: only the moderator's own hand kills the console"),
    }
}

/// Waits until the focus is in the composer, pressing Esc where it is elsewhere.
#[track_caller]
pub fn to_composer(page: &Page) {
    within(LONG, "the focus in the composer", || {
        if page.focused() == "Note" {
            return Some(());
        }
        page.press("Esc");
        (page.focused() == "Note").then_some(())
    });
}

#[track_caller]
fn write(page: &Page, text: &str, team: bool) {
    page.type_into(field("Note"), text);
    page.press(if team { "Ctrl+Enter" } else { "Enter" });
    let mut asked = false;
    within(LONG, &format!("{text:?} to be safe"), || {
        // A new tag is asked about, unless somebody else made it meanwhile.
        if !asked && page.shows("#composer-question") {
            asked = true;
            page.press(if team { "Ctrl+Enter" } else { "Enter" });
        }
        page.value(field("Note")).is_empty().then_some(())
    });
}

#[track_caller]
fn mark(page: &Page) {
    page.press("Esc");
    page.press(MARKED.0);
    // One that could still be typing is held back for a moment, then handed over.
    within(LONG, "the mark to be safe", || {
        let on_their_way = page.texts("[aria-label='Marks on their way'] li");
        on_their_way.is_empty().then_some(())
    });
    to_composer(page);
}

#[track_caller]
fn write_up(page: &Page, text: &str) {
    let mark = || saying("textarea", "Write up the mark");
    page.press("Ctrl+Shift+L");
    page.wait_for(mark());
    within(LONG, "the caret in the mark", || page.focused().starts_with("Write up the mark").then_some(()));
    let row = page.run(FOCUSED_ROW, json!([]))[0].clone();
    page.type_text(text);
    page.press("Enter");
    within(LONG, "the mark to be written up", || {
        let open = page.run(FOCUSED_ROW, json!([]));
        (open[0] != row || !page.shows(mark())).then_some(())
    });
    to_composer(page);
}

#[track_caller]
fn change(page: &Page, from: &str, to: &str) {
    select(page, from);
    page.press("Enter");
    within(LONG, "the caret in the note", || (page.focused() == "Edit the note").then_some(()));
    page.press("Ctrl+a");
    page.type_text(to);
    page.press("Enter");
    page.wait_for_no(field("Edit the note"));
    to_composer(page);
}

#[track_caller]
fn star(page: &Page, body: &str) {
    let wait_for = |starred: bool| {
        within(LONG, &format!("the star of {body:?} to be {starred}"), || {
            let row = page.run(
                "const row = [...document.querySelectorAll('.scroller li[data-row]')]
                     .find((row) => row.querySelector('.body')?.textContent === arguments[0]);
                 return row ? row.querySelector('.star') !== null : null;",
                json!([body]),
            );
            (row == json!(starred)).then_some(())
        });
    };
    select(page, body);
    page.press("Space");
    wait_for(true);
    page.press("Ctrl+z");
    wait_for(false);
    page.press("Ctrl+Shift+z");
    wait_for(true);
    to_composer(page);
}

#[track_caller]
fn delete(page: &Page, body: &str) {
    select(page, body);
    page.press("Delete");
    within(LONG, &format!("{body:?} to go"), || (!says(page, body)).then_some(()));
}

/// Puts the focus on the note that says exactly this: from the newest upwards, as one looks for it.
#[track_caller]
pub fn select(page: &Page, body: &str) {
    page.press("Esc");
    within(LONG, "the focus in the list", || (!page.run(FOCUSED_ROW, json!([])).is_null()).then_some(()));
    page.press("End");
    let mut last = Value::Null;
    within(LONG, &format!("the focus on {body:?}"), || {
        let focused = page.run(FOCUSED_ROW, json!([]));
        if focused[1] == json!(body) {
            return Some(());
        }
        // At the top without having met it: the note is still on its way, or the list was changed below.
        page.press(if focused[0] == last { "End" } else { "Up" });
        last = focused[0].clone();
        None
    });
}

/// Whether a note that says exactly this is drawn.
fn says(page: &Page, body: &str) -> bool {
    let drawn = page.run(
        "return [...document.querySelectorAll('.scroller .body')].some((body) => body.textContent === arguments[0])",
        json!([body]),
    );
    drawn == json!(true)
}
