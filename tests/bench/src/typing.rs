//! From a key press to the picture that shows its glyph, in a note-taker's page while ten notes a second arrive.

use crate::report::{Report, Times};
use crate::study::{Study, note};
use e2e::page::{button, field};
use e2e::steps::join;
use e2e::{Browser, Page, Site, eventually};
use room::operator;
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Notes that are there before.
const SIZES: &[usize] = &[500, 5_000];
/// Keys that are pressed in each page, in blocks by turns.
const KEYS: usize = 400;
const BLOCK: usize = 20;
/// As fast as people type at their fastest.
const BETWEEN_KEYS: Duration = Duration::from_millis(90);
const BETWEEN_NOTES: Duration = Duration::from_millis(100);

const BARE: &str = r#"<!doctype html><html lang="en"><title>Bare</title>
<textarea aria-label="Note" rows="3" cols="60" autofocus></textarea></html>"#;

/// Notes for each key when it was pressed and when the picture after it was drawn, and every task of more than 50 ms.
const WATCH: &str = "
    const [selector] = arguments;
    window.pressed = [];
    window.long = [];
    new PerformanceObserver((list) => window.long.push(...list.getEntries().map((entry) => entry.duration)))
        .observe({type: 'longtask'});
    const field = document.querySelector(selector);
    let at = null;
    field.addEventListener('keydown', (event) => { at = event.timeStamp }, {capture: true});
    field.addEventListener('input', ({inputType}) => {
        if (inputType !== 'insertText') return;
        const from = at;
        // What is posted from within the frame comes after its picture.
        requestAnimationFrame(() => {
            const {port1, port2} = new MessageChannel();
            port1.onmessage = () => window.pressed.push(performance.now() - from);
            port2.postMessage(null);
        });
    });
    field.focus();";

/// Measures with few and with many notes in the session.
pub fn measure(folder: &Path, _programs: &Path, report: &mut Report) {
    for &size in SIZES {
        let folder = tempfile::tempdir_in(folder).expect("the folder is writable");
        measure_with(folder.path(), size, report);
    }
    report.remark(
        "The floor: a bare text field in a bare page of the same browser, keys by turns. A frame is 16.7 ms,",
    );
    report.remark("and a press waits for the next one: half of one in the mean, one and a bit at p99.");
}

fn measure_with(folder: &Path, size: usize, report: &mut Report) {
    let study = Study::create(&folder.join("typing.backroom"));
    let session = study.start_session(0);
    study.fill(size, |number| study.note(&session, &crate::large::text(number)));
    study.open_room(folder);
    let browser = Browser::start();
    let page = browser.open(&study.link("note_taker_link"));
    join(&page, "Maya");
    page.wait_for(field("Note"));
    page.wait_for(button("Leave"));
    let site = Site::serving(BARE);
    let bare = browser.open(&site.url());
    for watched in [&page, &bare] {
        watched.run(WATCH, json!(["textarea[aria-label=Note]"]));
    }

    let done = Arc::new(AtomicBool::new(false));
    let arriving = {
        let (engine, done, session) = (study.engine.clone(), Arc::clone(&done), session.clone());
        study.runtime.spawn(async move {
            let mut next = tokio::time::interval(BETWEEN_NOTES);
            let mut count = 0;
            while !done.load(Ordering::Relaxed) {
                next.tick().await;
                count += 1;
                let request =
                    note(&engine, &session, &format!("{count}: she looks for the total above the list"));
                engine.call(operator(), "note_add", request).await.map_err(|fault| fault.message)?;
            }
            Ok::<usize, String>(count)
        })
    };
    for block in 0..KEYS / BLOCK {
        press_keys(&page, block);
        press_keys(&bare, block);
    }
    done.store(true, Ordering::Relaxed);
    let arrived = study.runtime.block_on(arriving).expect("BUG: the notes' task ends");
    let arrived = arrived.unwrap_or_else(|message| panic!("a note is refused: {message}"));

    let (times, long) = taken(&page);
    let (floor, _) = taken(&bare);
    report.row(&format!("key to glyph, {size} notes, 10 more a second"), &times, Some(&floor));
    report.remark(&format!("{arrived} notes arrived; {long} tasks took more than 50 ms."));
    drop((page, bare, browser));
    study.engine.close();
}

/// Presses keys at an even pace; the field is emptied before each block.
fn press_keys(page: &Page, block: usize) {
    page.run(
        "const field = document.querySelector('textarea[aria-label=Note]'); field.focus(); field.select();",
        json!([]),
    );
    page.press("Delete");
    let started = Instant::now();
    let before = page.run("return window.pressed.length", json!([]));
    for key in 0..BLOCK {
        let letter = char::from(b'a' + u8::try_from((block + key * 7) % 26).expect("BUG: a letter"));
        let text = if key % 6 == 5 { " ".to_owned() } else { letter.to_string() };
        page.type_text(&text);
        sleep((started + BETWEEN_KEYS.mul_f64(key as f64 + 1.0)).saturating_duration_since(Instant::now()));
    }
    eventually("every key to be drawn", || {
        let drawn = page.run("return window.pressed.length", json!([])).as_u64();
        (drawn == before.as_u64().map(|before| before + BLOCK as u64)).then_some(())
    });
}

/// What a page has noted: the time of each key, and how many tasks were long.
fn taken(page: &Page) -> (Times, usize) {
    let mut times = Times::default();
    let pressed = page.run("return window.pressed", json!([]));
    for millis in pressed.as_array().into_iter().flatten() {
        times.push(Duration::from_secs_f64(millis.as_f64().unwrap_or_default() / 1_000.0));
    }
    let long = page.run("return window.long.length", json!([]));
    (times, long.as_u64().and_then(|long| usize::try_from(long).ok()).unwrap_or_default())
}
