//! A random session in which everybody writes, closes, takes back and asks: nobody ever reads what they may not.

use crate::support::{MODERATOR, Page, Study, id};
use engine::{Actor, Engine};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What somebody does; numbers choose among what there is.
#[derive(Clone, Debug)]
enum Step {
    Add(&'static str),
    Mark,
    Edit(usize, Change),
    Delete(usize, bool),
    Undo(bool),
    Agree,
    ObserversRead(bool),
    /// What one of the two seats allows.
    Consent(usize, bool, Option<u16>),
    Withdraw(usize),
    Next,
    Restart,
}

#[derive(Clone, Debug)]
enum Change {
    Body,
    Audience(&'static str),
    Tags(usize),
}

fn steps() -> impl Strategy<Value = Vec<(usize, Step)>> {
    let audience = || prop::sample::select(vec!["room", "team", "own"]);
    let change = prop_oneof![
        2 => Just(Change::Body),
        3 => audience().prop_map(Change::Audience),
        2 => (0..4usize).prop_map(Change::Tags),
    ];
    let step = prop_oneof![
        6 => audience().prop_map(Step::Add),
        3 => Just(Step::Mark),
        6 => (0..6usize, change).prop_map(|(note, change)| Step::Edit(note, change)),
        2 => (0..6usize, any::<bool>()).prop_map(|(note, gone)| Step::Delete(note, gone)),
        5 => any::<bool>().prop_map(Step::Undo),
        2 => Just(Step::Agree),
        1 => any::<bool>().prop_map(Step::ObserversRead),
        2 => (0..2usize, any::<bool>(), prop::option::of(0..4u16))
            .prop_map(|(seat, observed, limit)| Step::Consent(seat, observed, limit)),
        1 => (0..2usize).prop_map(Step::Withdraw),
        1 => Just(Step::Next),
        1 => Just(Step::Restart),
    ];
    prop::collection::vec((0..3usize, step), 5..40)
}

const LED: &str = "SECRET-LED";

struct Day {
    study: Study,
    sessions: [String; 2],
    /// The one that runs.
    now: usize,
    /// What each seat of each session allows: to be observed, and by how many.
    allowed: [[(bool, Option<u16>); 2]; 2],
    /// Sessions whose participants took consent back.
    withdrawn: [bool; 2],
    observers_read: bool,
    /// The moderator, two note-takers, an observer.
    people: [Actor; 4],
    /// None, an ordinary one, `private`, `led`.
    tags: [Value; 4],
    notes: Vec<String>,
    words: usize,
}

/// A page, and every word that its reader might read at some time.
struct Reader {
    actor: Actor,
    pages: Vec<Page>,
    ever: BTreeSet<String>,
    /// The same, were all sessions observed: who is let in later reads a note's history from before.
    let_in: BTreeSet<String>,
}

/// The words in a text: each is written once, in one note.
fn words(text: &str) -> BTreeSet<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric());
    parts.filter(|part| part.starts_with("hush") && part.len() > 4).map(str::to_owned).collect()
}

fn member_id(actor: Actor) -> String {
    match actor {
        Actor::Member(id, _) => id.to_string(),
        Actor::Moderator => "moderator".into(),
    }
}

impl Day {
    fn new() -> Self {
        let study = Study::new();
        let group = |codes: [&str; 2], start_minute: u16| {
            let session = id();
            study.done(
                "slot_create",
                json!({
                    "slot_id": id(), "session_id": session, "date": "2026-11-26", "start_minute": start_minute,
                    "length_minutes": 90, "kind": "session", "session_kind": "focus_group", "participants": codes,
                    "label": "",
                }),
            );
            session
        };
        let sessions = [group(["P04", "P06"], 600), group(["P05", "P07"], 720)];
        study.open_room();
        study.start(&sessions[0], true);
        let [maya, jonas] = ["Maya", "Jonas"].map(|name| study.join("note_taker", name));
        let eve = study.join("observer", "Eve");
        let page = study.page(MODERATOR, "study");
        let tag = |name: &str| {
            page.of("tag").into_iter().find(|tag| tag["name"] == name).expect("a tag")["id"].clone()
        };
        study.done("tag_update", json!({ "tag_id": tag("led"), "name": LED, "description": LED }));
        let tags = [json!([]), json!([tag("pain")]), json!([tag("private")]), json!([tag("led")])];
        let people = [MODERATOR, maya, jonas, eve];
        Self {
            study,
            sessions,
            now: 0,
            allowed: [[(true, None); 2]; 2],
            withdrawn: [false; 2],
            observers_read: true,
            people,
            tags,
            notes: vec![],
            words: 0,
        }
    }

    fn word(&mut self) -> String {
        self.words += 1;
        format!("hush{}", self.words)
    }

    fn scope(&self, session: usize) -> String {
        format!("session={}", self.sessions[session])
    }

    /// The words that somebody may read now, by the rules written down once more.
    fn readable(&self, actor: Actor) -> BTreeSet<String> {
        if self.waits(actor) { BTreeSet::new() } else { self.readable_when(actor, self.observed()) }
    }

    fn observed(&self) -> [bool; 2] {
        // What was taken back stays shut.
        [0, 1].map(|session| {
            !self.withdrawn[session] && self.allowed[session].iter().all(|(observed, _)| *observed)
        })
    }

    /// Everybody came in the order in which they joined, note-takers first, and keeps their page open.
    fn waits(&self, actor: Actor) -> bool {
        let limit = self.allowed[self.now].iter().filter_map(|(_, limit)| *limit).min();
        let place = self.people[1..].iter().position(|one| *one == actor);
        self.observed()[self.now]
            && place.zip(limit).is_some_and(|(place, limit)| place >= usize::from(limit))
    }

    fn readable_when(&self, actor: Actor, observed: [bool; 2]) -> BTreeSet<String> {
        let mut readable = BTreeSet::new();
        for (session, observed) in observed.into_iter().enumerate().take(self.now + 1) {
            for note in self.study.page(MODERATOR, &self.scope(session)).of("note") {
                let own = note["author_id"] == member_id(actor);
                let may = match actor {
                    Actor::Moderator => true,
                    Actor::Member(_, engine::Role::NoteTaker) => {
                        observed && (own || note["audience"] != "own")
                    }
                    Actor::Member(_, engine::Role::Observer) => {
                        observed && note["audience"] == "room" && self.observers_read && session == self.now
                    }
                };
                if may {
                    readable.extend(words(note["body"].as_str().unwrap_or_default()));
                }
            }
        }
        readable
    }

    fn seat(&self, seat: usize) -> Value {
        let page = self.study.page(MODERATOR, "study");
        let session = &self.sessions[self.now];
        let session = page.of("session").into_iter().find(|one| one["id"] == *session).expect("a session");
        session["seats"][seat]["participant_id"].clone()
    }

    fn take(&mut self, person: usize, step: &Step) {
        let actor = self.people[person];
        let pick = |note: usize| self.notes.get(note % self.notes.len().max(1)).cloned();
        self.study.clock.advance(1_500);
        // What is refused is refused: the question is only who reads what.
        match step {
            Step::Add(audience) => {
                let body = self.word();
                let note = self.study.note(&self.sessions[self.now], &body, audience);
                self.notes.push(note["note_id"].as_str().expect("an id").into());
                let _ = self.study.call_as(actor, "note_add", note);
            }
            Step::Mark => {
                let mut note = self.study.note(&self.sessions[self.now], "", "team");
                note["body"] = Value::Null;
                self.notes.push(note["note_id"].as_str().expect("an id").into());
                let _ = self.study.call_as(actor, "note_add", note);
            }
            Step::Edit(note, change) => {
                let Some(note) = pick(*note) else { return };
                let mut request = json!({ "note_id": note });
                match change {
                    Change::Body => request["body"] = json!(self.word()),
                    Change::Audience(audience) => request["audience"] = json!(audience),
                    Change::Tags(tags) => request["tags"] = self.tags[*tags].clone(),
                }
                let _ = self.study.call_as(actor, "note_edit", request);
            }
            Step::Delete(note, gone) => {
                let Some(note) = pick(*note) else { return };
                let name = if *gone { "note_delete" } else { "note_restore" };
                let _ = self.study.call_as(actor, name, json!({ "note_id": note }));
            }
            Step::Undo(back) => {
                let name = if *back { "undo" } else { "redo" };
                let context = json!({ "context": self.scope(self.now) });
                let answer = format!("{:?}", self.study.call_as(actor, name, context));
                assert!(words(&answer).is_empty(), "{answer}");
            }
            Step::Agree => {
                let page = self.study.page(MODERATOR, &self.scope(self.now));
                if let Some(moment) = page.of("moment").first() {
                    let _ = self.study.call_as(actor, "moment_agree", json!({ "moment_id": moment["id"] }));
                }
            }
            Step::ObserversRead(read) => {
                self.study
                    .done("study_update", json!({ "observers_read": if *read { "all" } else { "none" } }));
                self.observers_read = *read;
            }
            Step::Consent(seat, observed, limit) => {
                let consent = json!({
                    "observed": observed, "recorded": true, "quoted": true, "clipped": false, "most_observers": limit,
                });
                let request = json!({
                    "session_id": self.sessions[self.now], "participant_id": self.seat(*seat), "consent": consent,
                });
                self.study.done("consent_record", request);
                self.allowed[self.now][*seat] = (*observed, *limit);
            }
            Step::Withdraw(seat) => {
                let request = json!({
                    "session_id": self.sessions[self.now], "participant_id": self.seat(*seat), "erase": false,
                });
                self.study.done("consent_withdraw", request);
                self.withdrawn[self.now] = true;
            }
            Step::Next if self.now == 0 => {
                let session = json!({ "session_id": self.sessions[0] });
                self.study.done("session_end", json!({ "session_id": self.sessions[0], "early": false }));
                self.study.done("debrief_close", session);
                self.study.start(&self.sessions[1], true);
                self.now = 1;
            }
            Step::Next | Step::Restart => {}
        }
    }

    fn check(&self, reader: &mut Reader, cursor: Option<&str>) {
        let actor = reader.actor;
        let readable = self.readable(actor);
        reader.ever.extend(readable.iter().cloned());
        reader.let_in.extend(self.readable_when(actor, [true; 2]));
        let (mut fresh, mut replayed) = (BTreeSet::new(), BTreeSet::new());
        for session in 0..=self.now {
            let page = self.study.page(actor, &self.scope(session));
            self.check_frames(actor, &page);
            fresh.extend(words(&page.raw.join(" ")));
            let mut page = Page::open(&self.study, actor, &self.scope(session), cursor);
            page.settle();
            self.check_frames(actor, &page);
            replayed.extend(words(&page.raw.join(" ")));
        }
        assert_eq!(fresh, readable, "a page read afresh by {actor:?}");
        assert!(
            replayed.is_subset(&readable),
            "a page that goes on, of {actor:?}: {replayed:?} beyond {readable:?}"
        );
        let asked =
            self.study.engine.call_blocking(actor, "search", json!({ "text": "hush*", "limit": 200 }));
        match asked {
            Ok(found) => {
                let hits: BTreeSet<_> = found["hits"]
                    .as_array()
                    .expect("hits")
                    .iter()
                    .flat_map(|hit| words(&hit.to_string()))
                    .collect();
                assert_eq!(hits, readable, "what {actor:?} finds");
                assert!(!found.to_string().contains(LED), "{found}");
            }
            Err(_) => assert!(
                actor == self.people[3] || self.waits(actor),
                "only observers and those who wait do not search"
            ),
        }
        for note in &self.notes {
            let Ok(history) =
                self.study.engine.call_blocking(actor, "note_history", json!({ "note_id": note }))
            else {
                continue;
            };
            let told = history.to_string();
            let own = history["entries"][0]["author_id"] == member_id(actor);
            assert!(
                own || words(&told).is_subset(&reader.let_in),
                "the history that {actor:?} reads: {told}"
            );
            assert!(!told.contains(LED), "{told}");
        }
    }

    /// What no frame of a member's holds.
    fn check_frames(&self, actor: Actor, page: &Page) {
        let me = member_id(actor);
        for frame in &page.raw {
            assert!(!frame.contains(LED), "{actor:?}: {frame}");
            let event: Value = serde_json::from_str(frame).expect("JSON");
            let entity = &event["entity"];
            match event["kind"].as_str() {
                Some("witnessed") => {
                    let key = entity["id"].as_str().or(event["id"].as_str()).expect("an id");
                    assert!(key.ends_with(&me), "{actor:?} is told of another's pressing: {frame}");
                }
                Some("moment") if !entity.is_null() && entity["session_id"] == self.sessions[self.now] => {
                    assert_eq!(entity["agreed"], Value::Null, "counts while it runs: {frame}");
                }
                _ => {}
            }
            if event["kind"] == "session" && !entity.is_null() {
                for seat in entity["seats"].as_array().expect("seats") {
                    assert_eq!(seat["consent"], Value::Null, "whose decision it was: {frame}");
                }
            }
            let observer = actor == self.people[3];
            let names = ["Maya", "Jonas", "\"moment\"", "\"duty\"", "\"witnessed\""];
            assert!(!observer || names.iter().all(|name| !frame.contains(name)), "an observer reads {frame}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn nobody_reads_what_they_may_not(steps in steps(), from in 0..20usize) {
        let mut day = Day::new();
        let open = |day: &Day, actor| (0..2).map(|session| day.study.page(actor, &day.scope(session))).collect();
        let mut readers: Vec<Reader> =
            day.people[1..].iter().map(|&actor| Reader { actor, pages: open(&day, actor), ever: BTreeSet::new(), let_in: BTreeSet::new() }).collect();
        let mut cursor = None;
        for (index, (person, step)) in steps.into_iter().enumerate() {
            if index == from {
                cursor = day.study.page(MODERATOR, "study").cursor;
            }
            if let Step::Restart = step {
                day.study.engine.close();
                day.study.engine = Engine::open(&day.study.path, day.study.options.clone()).expect("it opens");
                for reader in &mut readers {
                    let more: Vec<Page> = open(&day, reader.actor);
                    reader.pages.extend(more);
                }
                // Once this is answered, it is decided who comes in.
                day.study.done("study_update", json!({ "title": "Reopened" }));
            }
            day.take(person, &step);
            for reader in &mut readers {
                day.check(reader, cursor.as_deref());
            }
        }
        let end = id();
        day.study.done("study_update", json!({ "title": end }));
        for reader in &mut readers {
            for page in &mut reader.pages {
                // Pages of before a restart have ended.
                page.until("the end", |page| page.ended || page.of("study").iter().any(|study| study["title"] == end));
                day.check_frames(reader.actor, page);
                let read = words(&page.raw.join(" "));
                prop_assert!(read.is_subset(&reader.ever), "{:?} was told {read:?}, may read {:?}", reader.actor, reader.ever);
            }
        }
    }
}
