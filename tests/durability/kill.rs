//! `kill -9` under three writers, again and again: what was answered is there once.

use crate::live_study::{Note, exported, start_session, unsound};
use e2e::{Member, Serve, Study};
use serde_json::json;
use std::collections::HashMap;
use std::thread;
use std::time::{Duration, Instant};

const KILLS: u64 = 100;

/// Somebody who writes notes as fast as they are answered.
struct Writer {
    member: Member,
    name: &'static str,
    written: u32,
    /// Sent, but the answer never came: to be sent again under the same ids.
    unanswered: Option<Note>,
    acknowledged: HashMap<String, String>,
}

impl Writer {
    /// Writes until the server is gone. Gives the revision that the first answer named when it was for a note sent
    /// before.
    fn write(&mut self, session: &str) -> Option<u64> {
        let mut again = None;
        loop {
            let note = self.unanswered.take();
            let is_again = note.is_some();
            let note = note.unwrap_or_else(|| self.next_note());
            match note.send(&self.member, session) {
                Ok(Ok(answer)) => {
                    if is_again && again.is_none() {
                        again = answer["rev"].as_u64();
                    }
                    self.acknowledged.insert(note.id, note.body);
                }
                Ok(Err(fault)) if fault["code"] == "too_many" => {
                    self.unanswered = Some(note);
                    thread::sleep(Duration::from_millis(20));
                }
                Ok(Err(fault)) => panic!("{} was refused a note: {fault}", self.name),
                Err(_) => {
                    self.unanswered = Some(note);
                    return again;
                }
            }
        }
    }

    fn next_note(&mut self) -> Note {
        self.written += 1;
        let length = usize::try_from(self.written % 97).expect("BUG: small");
        Note::new(format!("{} {}: {}", self.name, self.written, "she paused … 🙂 ".repeat(length)))
    }
}

#[test]
fn no_acknowledged_note_is_lost_or_doubled_by_100_kills() {
    let study = Study::empty();
    let mut serve = Serve::room(study.path());
    let session = start_session(&Member::join(&serve.links().console, ""));
    let link = serve.links().note_taker.clone().expect("the room is open");
    let mut writers = ["Ada", "Grace", "Hedy"].map(|name| Writer {
        member: Member::join(&link, name),
        name,
        written: 0,
        unanswered: None,
        acknowledged: HashMap::new(),
    });

    let started = Instant::now();
    let (mut kept_unanswered, mut slowest) = (0, Duration::ZERO);
    for kill in 0..KILLS {
        let (mut first_rev, mut again) = (0, Vec::new());
        if kill > 0 {
            let restarted = Instant::now();
            serve.restart();
            slowest = slowest.max(restarted.elapsed());
            // Whatever is written from here on has a later revision than this.
            let moderator = Member::join(&serve.links().console, "");
            first_rev = moderator.change("study_update", json!({"title": format!("Kill {kill}")}))["rev"]
                .as_u64()
                .expect("a change answers with its revision");
        }
        thread::scope(|scope| {
            let writing: Vec<_> =
                writers.iter_mut().map(|writer| scope.spawn(|| writer.write(&session))).collect();
            // Spread over 20 to 150 ms, and the same in every run.
            thread::sleep(Duration::from_millis(20 + kill * 7919 % 131));
            serve.kill();
            again.extend(writing.into_iter().filter_map(|writer| writer.join().expect("a writer fails")));
        });
        kept_unanswered += again.into_iter().filter(|rev| *rev < first_rev).count();
    }
    serve.restart();
    for writer in &mut writers {
        if let Some(note) = writer.unanswered.take() {
            let answer = note.send(&writer.member, &session).expect("the server answers");
            assert!(answer.is_ok(), "a note is taken when it is sent again: {answer:?}");
            writer.acknowledged.insert(note.id, note.body);
        }
    }
    let _ = serve.stop(Duration::from_secs(2));

    let notes = exported(study.path()).unwrap_or_else(|problem| panic!("{problem}"));
    let acknowledged: HashMap<_, _> = writers.iter().flat_map(|writer| &writer.acknowledged).collect();
    let wrong: Vec<_> = acknowledged.iter().filter(|(id, body)| notes.get(**id) != Some(**body)).collect();
    assert!(wrong.is_empty(), "acknowledged notes are lost or changed: {wrong:?}");
    assert_eq!(notes.len(), acknowledged.len(), "notes are there that nobody wrote, or twice");
    assert_eq!(unsound(study.path()), None, "the file is sound");
    assert!(kept_unanswered > 0, "no kill fell between commit and answer: sending again proves nothing");
    println!(
        "{KILLS} kills in {:.1} s: {} notes acknowledged, all there once; {kept_unanswered} were on disk before their \
         answer; slowest restart {} ms",
        started.elapsed().as_secs_f64(),
        acknowledged.len(),
        slowest.as_millis()
    );
}
