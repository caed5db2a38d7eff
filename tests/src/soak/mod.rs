//! Ten minutes of a session by a moderator in the window and three note-takers in browsers, with everything that
//! goes wrong on such a day: the console is killed twice, a page is loaded anew, a network is cut.
//!
//! In the end every page and the file agree exactly, and every note that was typed is there once.

mod hand;
mod list;
mod plan;

use crate::steps::{join, open_room, start_session, study_with_p05};
use crate::wait::within;
use crate::{Browser, Desktop, Page, Study, Window, backroom, page::field};
use hand::{LONG, carry_out, to_composer};
use list::{Listed, difference, on_file, shown};
use plan::{Author, Deed, Kept, Plan, Step, TEN_MINUTES};
use serde_json::json;
use std::thread;
use std::time::{Duration, Instant};

/// What the console calls who has not said what to be called.
const MODERATOR: &str = "Moderator";
const NOTE_TAKERS: [(Author, &str); 3] =
    [(Author::Steady, "Ada"), (Author::Reloading, "Maya"), (Author::CutOff, "Ines")];

/// Holds the session within about `length`, or longer where hands are slower, and says how it went.
///
/// # Panics
/// When a page does not do its part, or anything differs in the end.
pub fn hold(seed: u64, length: Duration) {
    println!("seed {seed}, ten minutes in {:.0} s", length.as_secs_f64());
    let study = study_with_p05();
    let desktop = Desktop::start();
    let window = Window::open(&desktop, &[study.path()]);
    start_session(&window);
    let (_, link) = open_room(&window);
    window.click(field("Note"));
    let browser = Browser::start();
    let pages = NOTE_TAKERS.map(|(_, name)| {
        let page = browser.open(&link);
        join(&page, name);
        page.wait_for(field("Note"));
        to_composer(&page);
        page
    });

    let plans = NOTE_TAKERS.map(|(author, name)| Plan::of(author, name, seed));
    let own = Plan::of(Author::Moderator, MODERATOR, seed);
    let mut kept: Vec<Kept> = plans.iter().chain([&own]).flat_map(|plan| plan.kept.clone()).collect();
    kept.sort();

    let started = Instant::now();
    let pace = length.div_duration_f64(TEN_MINUTES);
    let window = thread::scope(|scope| {
        let (desktop, study) = (&desktop, &study);
        let moderator = scope.spawn(move || moderate(desktop, study, window, &own.steps, started, pace));
        let writing: Vec<_> = pages
            .iter()
            .zip(&plans)
            .map(|(page, plan)| {
                scope.spawn(move || {
                    for step in &plan.steps {
                        rest_until(started, step, pace);
                        carry_out(page, &step.deed);
                    }
                })
            })
            .collect();
        for hand in writing {
            hand.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        }
        moderator.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    });
    let took = started.elapsed();

    for (page, (_, name)) in pages.iter().zip(NOTE_TAKERS) {
        within(LONG, &format!("{name}'s page to have handed everything over"), || {
            (unsent(page) == Some(0) && !page.shows("[data-testid=connection]")).then_some(())
        });
    }
    let settled = started.elapsed();
    let file = on_file(study.path());
    assert_kept(&file, &kept);
    for (page, name) in named(&pages, &window) {
        agree(page, name, &file);
    }
    // What a page shows after it was loaded anew comes from the file alone.
    for (page, (_, name)) in pages.iter().zip(NOTE_TAKERS) {
        page.reload();
        page.wait_for(field("Note"));
        agree(page, name, &file);
    }
    window.kill();
    let path = study.path().to_string_lossy().into_owned();
    assert_eq!(backroom(["check", &path]).code, Some(0), "the study is sound after all that");
    assert!(difference(&on_file(study.path()), &file).is_none(), "nothing changed after the last kill");
    println!(
        "{} notes by 4 people in {:.0} s, the last one safe {:.1} s later; 2 kills, 1 cut, 1 reload: 4 pages and the \
         file agree",
        file.len(),
        took.as_secs_f64(),
        (settled - took).as_secs_f64()
    );
}

/// The moderator's hands, which also kill the console and start it again. Answers the last window.
fn moderate(
    desktop: &Desktop,
    study: &Study,
    mut window: Window,
    steps: &[Step],
    started: Instant,
    pace: f64,
) -> Window {
    for step in steps {
        rest_until(started, step, pace);
        if step.deed == Deed::Kill {
            window.kill();
            window = Window::open(desktop, &[study.path()]);
            window.wait_for(field("Note"));
            to_composer(&window);
        } else {
            carry_out(&window, &step.deed);
        }
    }
    window
}

/// Waits until it is time for a step. Hands that are late do not rest.
fn rest_until(started: Instant, step: &Step, pace: f64) {
    thread::sleep((started + step.due.mul_f64(pace)).saturating_duration_since(Instant::now()));
}

/// How many commands the browser's database keeps for the console.
fn unsent(page: &Page) -> Option<u64> {
    let count = page.run(
        "return new Promise((resolve, reject) => {
             const opening = indexedDB.open('backroom');
             opening.onerror = () => reject(opening.error);
             opening.onsuccess = () => {
                 const counting = opening.result.transaction('outbox').objectStore('outbox').count();
                 counting.onsuccess = () => { opening.result.close(); resolve(counting.result); };
             };
         })",
        json!([]),
    );
    count.as_u64()
}

/// Every note that was typed is in the file, once, as its author left it, and nothing else.
#[track_caller]
fn assert_kept(file: &[Listed], kept: &[Kept]) {
    let mut found: Vec<Kept> = file
        .iter()
        .map(|note| Kept {
            author: note.author.clone(),
            body: note.body.clone(),
            tags: note.tags.clone(),
            team: note.team,
            starred: note.starred,
        })
        .collect();
    found.sort();
    let missing: Vec<_> = kept.iter().filter(|note| !found.contains(note)).collect();
    let strange: Vec<_> = found.iter().filter(|note| !kept.contains(note)).collect();
    assert!(
        found == kept,
        "every note is there once: {} expected, {} found\n  missing: {missing:#?}\n  not expected: {strange:#?}",
        kept.len(),
        found.len()
    );
}

fn named<'a>(pages: &'a [Page], window: &'a Page) -> Vec<(&'a Page, &'a str)> {
    let note_takers = pages.iter().zip(NOTE_TAKERS.map(|(_, name)| name));
    note_takers.chain([(window, "the moderator")]).collect()
}

/// Waits until a page shows exactly what is in the file.
#[track_caller]
fn agree(page: &Page, name: &str, file: &[Listed]) {
    let mut differs = None;
    let started = Instant::now();
    while started.elapsed() < LONG {
        differs = difference(&shown(page), file);
        if differs.is_none() {
            return;
        }
    }
    panic!("{name}'s page and the file must agree: {}", differs.unwrap_or_default());
}
