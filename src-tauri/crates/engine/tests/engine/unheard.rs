//! A random session with gaps, erasing, late outboxes and restarts: of what is refused or erased no byte exists.

use crate::support::{MODERATOR, Study, id};
use engine::{Actor, Engine, Role};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What somebody sends; times are seconds back from now, numbers choose among what there is.
#[derive(Clone, Debug)]
enum Step {
    Add { first: i64, last: i64, lead: i64 },
    Reword { note: usize, first: i64, last: i64 },
    Ask { first: i64, last: i64 },
    NameTag { first: i64, last: i64 },
    Delete { note: usize },
    Undo,
    Again { request: usize, same: bool },
}

#[derive(Clone, Debug)]
enum Act {
    /// All at once.
    Traffic(Vec<(usize, Step)>),
    Gap(bool),
    Erase {
        from: i64,
        length: i64,
    },
    Restart,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let keys = || (0..40i64, 0..40i64).prop_map(|(a, b)| (a.max(b), a.min(b)));
    let step = prop_oneof![
        6 => (keys(), 0..20i64).prop_map(|((first, last), lead)| Step::Add { first, last, lead }),
        3 => (0..8usize, keys()).prop_map(|(note, (first, last))| Step::Reword { note, first, last }),
        2 => keys().prop_map(|(first, last)| Step::Ask { first, last }),
        1 => keys().prop_map(|(first, last)| Step::NameTag { first, last }),
        1 => (0..8usize).prop_map(|note| Step::Delete { note }),
        1 => Just(Step::Undo),
        4 => (0..50usize, any::<bool>()).prop_map(|(request, same)| Step::Again { request, same }),
    ];
    let act = prop_oneof![
        8 => prop::collection::vec((0..4usize, step), 1..5).prop_map(Act::Traffic),
        3 => any::<bool>().prop_map(Act::Gap),
        1 => (0..60i64, 1..40i64).prop_map(|(from, length)| Act::Erase { from, length }),
        1 => Just(Act::Restart),
    ];
    prop::collection::vec(act, 4..30)
}

/// The letters by which a word is found whatever happens to its case and its accent; no two words share any.
pub fn letters(number: usize) -> String {
    let mut rest = (number as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut letter = || {
        rest = rest.rotate_left(11).wrapping_mul(0xD129_0D3B_9C1A_5F2D);
        char::from(b"bcdfghjklmnpqrstvwxz"[(rest >> 40) as usize % 20])
    };
    (0..8).map(|_| letter()).collect()
}

/// Something that was sent with key times.
#[derive(Clone, Debug)]
struct Sent {
    actor: Actor,
    name: &'static str,
    request: Value,
    /// The note or question that it belongs to; itself for a tag.
    about: String,
    number: usize,
    keys: (i64, i64),
    arrived: i64,
    kept: bool,
}

struct Day {
    study: Study,
    session: String,
    people: [Actor; 4],
    sent: Vec<Sent>,
    notes: Vec<String>,
    gaps: Vec<(i64, Option<i64>)>,
    erased: Vec<(i64, i64)>,
    words: usize,
}

impl Day {
    fn new() -> Self {
        let study = Study::new();
        let session = study.live();
        study.open_room();
        let [maya, jonas] = ["Maya", "Jonas"].map(|name| study.join("note_taker", name));
        let eve = study.join("observer", "Eve");
        study.clock.advance(60_000);
        let people = [MODERATOR, maya, jonas, eve];
        Self { study, session, people, sent: vec![], notes: vec![], gaps: vec![], erased: vec![], words: 0 }
    }

    /// What a step sends; none when there is nothing to send.
    fn make(&mut self, person: usize, step: &Step) -> Option<Sent> {
        let (actor, now) = (self.people[person], self.study.engine.now());
        let writes = !matches!(actor, Actor::Member(_, Role::Observer));
        let number = self.words;
        self.words += 1;
        let tail = letters(number);
        let text = format!("É{}é and so on", tail.to_uppercase());
        let sent = |name, request, about, (first, last): (i64, i64)| Sent {
            actor,
            name,
            request,
            about,
            number,
            keys: (now - first * 1_000, now - last * 1_000),
            arrived: now,
            kept: false,
        };
        let timed = |first: i64, last: i64, mut request: Value| {
            (request["typed_from"], request["typed_to"]) =
                (json!(now - first * 1_000), json!(now - last * 1_000));
            request["command_id"] = json!(id());
            request
        };
        let pick = |note: usize| self.notes.get(note % self.notes.len().max(1)).cloned();
        match *step {
            Step::Add { first, last, lead } if writes => {
                let mut note = self.study.note(&self.session, &text, "room");
                note["at"] = json!(now - (first + lead) * 1_000);
                let about = note["note_id"].as_str().expect("an id").to_owned();
                self.notes.push(about.clone());
                Some(sent("note_add", timed(first, last, note), about, (first, last)))
            }
            Step::Reword { note, first, last } if writes => {
                let note = pick(note)?;
                let request = timed(first, last, json!({ "note_id": note, "body": text }));
                Some(sent("note_edit", request, note, (first, last)))
            }
            Step::Ask { first, last } if actor != MODERATOR => {
                let about = id();
                let request =
                    json!({ "question_id": about, "session_id": self.session, "text": text, "when": "now" });
                Some(sent("question_suggest", timed(first, last, request), about, (first, last)))
            }
            Step::NameTag { first, last } if writes => {
                let about = id();
                let request = timed(first, last, json!({ "tag_id": about, "name": tail }));
                Some(sent("tag_create", request, about, (first, last)))
            }
            Step::Delete { note } if writes => {
                let note = pick(note)?;
                let request = json!({ "note_id": note, "command_id": id() });
                Some(sent("note_delete", request, note, (0, 0)))
            }
            Step::Undo if writes => {
                let context = format!("session={}", self.session);
                let request = json!({ "context": context, "command_id": id() });
                Some(sent("undo", request, String::new(), (0, 0)))
            }
            Step::Again { request, same } => {
                let mut again = self.sent.get(request % self.sent.len().max(1))?.clone();
                if !same {
                    again.request["command_id"] = json!(id());
                }
                again.arrived = now;
                again.kept = false;
                Some(again)
            }
            _ => None,
        }
    }

    fn traffic(&mut self, steps: &[(usize, Step)]) {
        let mut sent: Vec<Sent> =
            steps.iter().filter_map(|(person, step)| self.make(*person, step)).collect();
        let study = &self.study;
        std::thread::scope(|threads| {
            for one in &mut sent {
                threads.spawn(|| {
                    let answer = study.engine.call_blocking(one.actor, one.name, one.request.clone());
                    one.kept = answer.is_ok();
                });
            }
        });
        self.sent.extend(sent);
    }

    /// Erasing goes by the keys of what a note ever said.
    fn is_erased(&self, about: &str) -> bool {
        let of_it = |sent: &&Sent| sent.about == about && sent.kept;
        self.sent.iter().filter(of_it).filter(|sent| sent.name != "note_delete").any(|sent| {
            self.erased.iter().any(|(from, to)| sent.keys.0 <= *to && *from <= sent.keys.1)
                && sent.name != "tag_create"
        })
    }

    fn check(&self) {
        // A copy that came again and was known does not make its word unkept.
        let mut kept = BTreeSet::new();
        let mut all = BTreeMap::new();
        for sent in &self.sent {
            if matches!(sent.name, "note_delete" | "undo") {
                continue;
            }
            all.insert(sent.number, sent);
            if sent.kept && !self.is_erased(&sent.about) {
                kept.insert(sent.number);
            }
            // What arrived while nothing was kept, or of a time of which nothing is, was refused.
            let touches = |(from, to): &(i64, Option<i64>)| {
                sent.keys.0 <= to.unwrap_or(i64::MAX) && *from <= sent.keys.1 && *from < sent.arrived
            };
            assert!(!sent.kept || !self.gaps.iter().any(touches), "{sent:?} in {:?}", self.gaps);
        }
        let mut found = BTreeSet::new();
        for (_, bytes) in self.study.files() {
            let bytes = bytes.to_ascii_lowercase();
            for number in all.keys().filter(|number| !kept.contains(number)) {
                let letters = letters(*number).into_bytes();
                assert!(
                    !bytes.windows(letters.len()).any(|window| window == letters),
                    "{:?} is in a file; gaps {:?}, erased {:?}",
                    all[number],
                    self.gaps,
                    self.erased
                );
            }
            found.extend(kept.iter().copied().filter(|number| {
                let letters = letters(*number).into_bytes();
                bytes.windows(letters.len()).any(|window| window == letters)
            }));
        }
        assert_eq!(found, kept, "what may be kept is kept: the search for bytes finds what there is");
        let page = self.study.page(MODERATOR, &format!("session={}", self.session));
        for note in page.of("note") {
            let at = note["at"].as_i64().expect("a stamp");
            let inside = |(from, to): &(i64, Option<i64>)| *from < at && to.is_some_and(|to| at < to);
            assert!(!self.gaps.iter().any(inside), "{note} is stamped in a gap");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn of_what_is_refused_or_erased_no_byte_exists(acts in acts()) {
        let mut day = Day::new();
        for act in acts {
            day.study.clock.advance(2_001);
            let now = day.study.engine.now();
            match act {
                Act::Traffic(steps) => day.traffic(&steps),
                Act::Gap(on) => {
                    day.study.done("off_record", json!({ "session_id": day.session, "on": on }));
                    let open = day.gaps.iter_mut().find(|(_, to)| to.is_none());
                    match (on, open) {
                        (true, None) => day.gaps.push((now, None)),
                        (false, Some(gap)) => gap.1 = Some(now),
                        _ => {}
                    }
                }
                Act::Erase { from, length } => {
                    let from = now - from * 1_000 - 500;
                    let to = (from + length * 1_000).min(now);
                    let erase = json!({ "session_id": day.session, "from": from, "to": to });
                    let says = day.study.done("erase_stretch", erase)["says"].to_string();
                    prop_assert!(!says.contains("still"), "{says}");
                    day.erased.push((from, to));
                    day.check();
                }
                Act::Restart => {
                    day.study.engine.close();
                    day.study.engine = Engine::open(&day.study.path, day.study.options.clone()).expect("it opens");
                }
            }
        }
        day.study.wait_for_index();
        day.check();
        day.study.engine.close();
        day.study.engine = Engine::open(&day.study.path, day.study.options.clone()).expect("it opens");
        day.check();
    }
}
