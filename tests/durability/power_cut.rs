//! Power cuts: what the server asked of the disk is replayed up to any moment, without all or some of what was not
//! synced by then. What was answered before that moment is there. With syncing weakened, it is not.

use crate::live_study::{Note, exported, start_session, unsound};
use crate::power_cut_disk::{Chance, Disk, Fate};
use crate::power_cut_trace::{Event, Traced};
use e2e::{Member, Serve, Study};
use std::collections::HashMap;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

/// Enough for SQLite's log to be carried over into the main file, and begun anew.
const NOTES: usize = 150;
/// What a note-taker may write in a row; the moderator may write more.
const BURST: usize = 40;
const WORKERS: usize = 2;

/// What happened while notes were written.
struct Run {
    study: Study,
    session: String,
    before: Disk,
    events: Vec<Event>,
    /// By the revision that the answer named.
    notes: HashMap<u64, Note>,
}

/// One moment at which the power was cut, and what it did.
struct Cut {
    at: usize,
    lost: usize,
    problem: Option<String>,
}

#[test]
fn no_acknowledged_note_is_lost_by_a_power_cut() {
    let started = Instant::now();
    let run = write_notes(&[]);
    let carried_over =
        run.events.iter().any(|event| matches!(event, Event::Write { path, .. } if path == run.study.path()));
    assert!(carried_over, "cuts while the log is carried over must be among the moments");
    let traced = started.elapsed();

    let cuts = cut(&run, 300);
    for cut in &cuts {
        assert_eq!(cut.problem, None, "the study is whole after a power cut at event {}", cut.at);
        assert_eq!(cut.lost, 0, "notes that were answered are lost by a power cut at event {}", cut.at);
    }
    goes_on_after_cuts(&run);
    println!(
        "{} notes, {} events traced in {:.1} s; {} power cuts lost none of them ({:.1} s)",
        run.notes.len(),
        run.events.len(),
        traced.as_secs_f64(),
        cuts.len(),
        (started.elapsed() - traced).as_secs_f64()
    );
}

#[test]
fn this_test_sees_the_loss_when_answers_do_not_wait_for_the_disk() {
    let cuts = cut(&write_notes(&[("BACKROOM_TEST_WEAK_SYNC", "1")]), 40);
    let (losing, lost) =
        cuts.iter().fold((0, 0), |(cuts, notes), cut| (cuts + usize::from(cut.lost > 0), notes + cut.lost));
    assert!(losing > 0, "without syncing, {} power cuts must have lost notes that were answered", cuts.len());
    println!(
        "with synchronous=NORMAL, {losing} of {} power cuts lost acknowledged notes, {lost} in all",
        cuts.len()
    );
}

/// Lets note-takers and the moderator write at once, and traces the server that answers them.
fn write_notes(environment: &[(&str, &str)]) -> Run {
    let study = Study::empty();
    let before = Disk::of(study.folder());
    let log = tempfile::tempdir().expect("a temporary folder can be made");
    let traced = Traced::serve(study.path(), &log.path().join("trace"), environment);
    let moderator = Member::join(&traced.console, "");
    let session = start_session(&moderator);
    let taker = Member::join(&traced.note_taker, "Ada");
    let notes = thread::scope(|scope| {
        let writers = [(&moderator, NOTES), (&moderator, NOTES), (&taker, BURST)];
        let writing = writers.into_iter().enumerate().map(|(writer, (author, count))| {
            let session = &session;
            scope.spawn(move || write(author, session, writer, count))
        });
        let writing: Vec<_> = writing.collect();
        writing
            .into_iter()
            .flat_map(|writer| writer.join().expect("a writer fails"))
            .collect::<HashMap<_, _>>()
    });
    let events = traced.end(study.folder());
    let answered =
        events.iter().filter(|event| matches!(event, Event::Answered { rev } if notes.contains_key(rev)));
    assert_eq!(answered.count(), notes.len(), "every answer is in the trace");
    Run { study, session, before, events, notes }
}

fn write(author: &Member, session: &str, writer: usize, count: usize) -> Vec<(u64, Note)> {
    let send = |number| {
        let note =
            Note::new(format!("{writer}.{number}: {}", "she looks for the total. ".repeat(number % 13)));
        let answer = note.send(author, session).expect("the server answers");
        let answer = answer.unwrap_or_else(|fault| panic!("a note is refused: {fault}"));
        (answer["rev"].as_u64().expect("the answer names the revision"), note)
    };
    (0..count).map(send).collect()
}

/// Cuts the power at `count` moments and looks at what is left.
fn cut(run: &Run, count: usize) -> Vec<Cut> {
    let mut chance = Chance::seeded(1);
    let mut moments: Vec<_> = (0..count).map(|_| 1 + chance.below(run.events.len())).collect();
    moments.sort_unstable();
    thread::scope(|scope| {
        let workers: Vec<_> = (0..WORKERS)
            .map(|worker| {
                let own: Vec<_> = moments.iter().copied().skip(worker).step_by(WORKERS).collect();
                scope.spawn(move || cut_at(run, &own))
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a worker fails")).collect()
    })
}

/// Cuts at each of these moments, which come in order.
fn cut_at(run: &Run, moments: &[usize]) -> Vec<Cut> {
    let mut disk = run.before.clone();
    let (mut reached, mut cuts) = (0, Vec::new());
    let mut acknowledged: Vec<&Note> = Vec::new();
    for &at in moments {
        for (number, event) in run.events.iter().enumerate().take(at).skip(reached) {
            disk.take(number, event);
            if let Event::Answered { rev } = event {
                acknowledged.extend(run.notes.get(rev));
            }
        }
        reached = at;
        let mut chance = Chance::seeded(at as u64);
        let fate = [Fate::Dropped, Fate::Some, Fate::Torn][chance.below(3)];
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        disk.cut(folder.path(), fate, &mut chance);
        cuts.push(look(
            at,
            &folder.path().join(run.study.path().file_name().unwrap_or_default()),
            &acknowledged,
        ));
    }
    cuts
}

fn look(at: usize, study: &Path, acknowledged: &[&Note]) -> Cut {
    let problem = unsound(study);
    match exported(study) {
        Ok(notes) => {
            let lost = acknowledged.iter().filter(|note| notes.get(&note.id) != Some(&note.body)).count();
            Cut { at, lost, problem }
        }
        // Before the first session there is nothing to export.
        Err(_) if acknowledged.is_empty() => Cut { at, lost: 0, problem },
        Err(export) => Cut { at, lost: acknowledged.len(), problem: problem.or(Some(export)) },
    }
}

/// Serves some of the cut studies again: the session is live and takes notes.
fn goes_on_after_cuts(run: &Run) {
    let last = run.events.len();
    for at in [last / 4, last / 2, last * 3 / 4, last] {
        let mut disk = run.before.clone();
        run.events.iter().enumerate().take(at).for_each(|(number, event)| disk.take(number, event));
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        disk.cut(folder.path(), Fate::Torn, &mut Chance::seeded(at as u64));
        let study = folder.path().join(run.study.path().file_name().unwrap_or_default());
        let there = exported(&study).unwrap_or_else(|problem| panic!("{problem}")).len();
        let mut serve = Serve::console(&study);
        let moderator = Member::join(&serve.links().console, "");
        let note = Note::new("after the lights came back".to_owned());
        let answer = note.send(&moderator, &run.session).expect("the server answers");
        assert!(answer.is_ok(), "the session goes on after a power cut: {answer:?}");
        let _ = serve.stop(Duration::from_secs(5));
        let notes = exported(&study).unwrap_or_else(|problem| panic!("{problem}"));
        assert_eq!(notes.len(), there + 1, "nothing but the new note has changed");
        assert_eq!(unsound(&study), None, "and the file is sound");
    }
}
