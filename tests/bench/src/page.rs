//! From going to the room's page, with nothing of it in the browser, to a field that takes a key and to the notes on
//! the screen; also on a processor that is slowed sixfold, as an old phone's.

use crate::report::{Report, Times};
use crate::study::Study;
use e2e::steps::join;
use e2e::{Browser, Page, Site, eventually};
use serde_json::json;
use std::path::Path;
use std::time::Duration;

/// How many times slower than here.
const SLOWED: &[u32] = &[1, 6];
const REPEATS: usize = 9;
const NOTES: usize = 500;

const BARE: &str = r#"<!doctype html><html lang="en"><title>Bare</title>
<label>Name <input autofocus></label></html>"#;

/// Looks at each picture for a field, tries a letter in it, and for the newest note; says when the picture was drawn
/// that shows them.
const WATCH: &str = "(() => {
    const drawn = (name) => {
        const {port1, port2} = new MessageChannel();
        port1.onmessage = () => { window[name] ??= performance.now() };
        port2.postMessage(null);
    };
    let typed = false;
    const look = () => {
        const field = document.querySelector('input');
        if (typed && field?.value === 'x') drawn('takesKeys');
        if (field && !typed) {
            field.focus();
            typed = document.activeElement === field && document.execCommand('insertText', false, 'x');
        }
        const newest = [...document.querySelectorAll('.note .body')].at(-1);
        if (newest?.textContent.startsWith('LAST:') && newest.getBoundingClientRect().bottom <= innerHeight) {
            drawn('showsNotes');
        }
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
})()";

/// Measures both, and a bare field in a bare page.
pub fn measure(folder: &Path, _programs: &Path, report: &mut Report) {
    let study = Study::create(&folder.join("page.backroom"));
    let session = study.start_session(0);
    study.fill(NOTES - 1, |number| study.note(&session, &crate::large::text(number)));
    study.fill(1, |_| study.note(&session, "LAST: she looks for the total above the list"));
    study.open_room(folder);
    let site = Site::serving(BARE);
    let browser = Browser::start();
    for &slowed in SLOWED {
        let (mut bare, mut field, mut notes) = (Times::default(), Times::default(), Times::default());
        for _ in 0..REPEATS {
            let page = blank(&browser, slowed);
            page.go_to(&site.url());
            bare.push(when(&page, "takesKeys"));
            drop(page);
            let page = blank(&browser, slowed);
            page.go_to(&study.link("observer_link"));
            field.push(when(&page, "takesKeys"));
            join(&page, "Ada");
            let _ = when(&page, "showsNotes");
            page.devtools("Network.clearBrowserCache", &json!({}));
            page.go_to("about:blank");
            page.go_to(study.link("observer_link").split('#').next().unwrap_or_default());
            notes.push(when(&page, "showsNotes"));
        }
        let how = match slowed {
            1 => "cold page".to_owned(),
            times => format!("cold page, processor {times} times slower"),
        };
        report.row(&format!("{how}: field takes a key"), &field, Some(&bare));
        report.row(&format!("{how}: {NOTES} notes"), &notes, Some(&bare));
    }
    report.remark("The floor: a bare field in a bare page of the same browser, by turns.");
    study.engine.close();
}

/// A new browser that knows no page, slowed so many times.
fn blank(browser: &Browser, slowed: u32) -> Page {
    let page = browser.open("about:blank");
    page.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({"source": WATCH}));
    page.devtools("Emulation.setCPUThrottlingRate", &json!({"rate": slowed}));
    page
}

/// Milliseconds from going to a page until it drew this.
fn when(page: &Page, what: &str) -> Duration {
    eventually(what, || {
        let at = page.run("return window[arguments[0]] ?? null", json!([what])).as_f64()?;
        Some(Duration::from_secs_f64(at / 1_000.0))
    })
}
