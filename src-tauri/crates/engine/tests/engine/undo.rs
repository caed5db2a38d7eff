//! Undo and redo: one's own actions in order, only where they still hold, across a restart.

use crate::support::{MODERATOR, Study};
use engine::{Actor, Engine};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

fn undo(study: &Study, actor: Actor, session: &str, what: &str) -> Value {
    study.call_as(actor, what, json!({ "context": format!("session={session}") })).expect("answered")
}

fn notes(study: &Study, session: &str) -> BTreeMap<String, Value> {
    let page = study.page(MODERATOR, &format!("session={session}"));
    page.of("note")
        .into_iter()
        .map(|note| (note["id"].as_str().expect("an id").into(), note.clone()))
        .collect()
}

/// A session with three people who write.
struct Team {
    study: Study,
    session: String,
    people: [Actor; 3],
    tags: Vec<String>,
}

impl Team {
    fn new() -> Self {
        let study = Study::new();
        let session = study.live();
        study.open_room();
        let people = [MODERATOR, study.join("note_taker", "Maya"), study.join("note_taker", "Jonas")];
        let page = study.page(MODERATOR, "study");
        let tags = page.of("tag").into_iter().filter(|tag| tag["effect"].is_null()).take(3);
        let tags = tags.map(|tag| tag["id"].as_str().expect("an id").to_owned()).collect();
        Self { study, session, people, tags }
    }
}

/// What somebody does; numbers choose among what there is.
#[derive(Clone, Debug)]
enum Step {
    Add,
    Tag(usize, usize),
    Severity(usize, u8),
    Star(usize, bool),
    Body(usize, u8),
    Delete(usize, bool),
    Undo,
    Redo,
}

fn steps() -> impl Strategy<Value = Vec<(usize, Step)>> {
    let step = prop_oneof![
        2 => Just(Step::Add),
        2 => (0..4usize, 0..3usize).prop_map(|(note, tag)| Step::Tag(note, tag)),
        1 => (0..4usize, 0..5u8).prop_map(|(note, severity)| Step::Severity(note, severity)),
        1 => (0..4usize, any::<bool>()).prop_map(|(note, star)| Step::Star(note, star)),
        1 => (0..4usize, 0..3u8).prop_map(|(note, body)| Step::Body(note, body)),
        1 => (0..4usize, any::<bool>()).prop_map(|(note, gone)| Step::Delete(note, gone)),
        4 => Just(Step::Undo),
        3 => Just(Step::Redo),
    ];
    prop::collection::vec((0..3usize, step), 1..40)
}

type Fields = Map<String, Value>;

/// What the brief says, written down once more in the plainest way.
#[derive(Default)]
struct Model {
    /// Author and fields.
    notes: Vec<(usize, String, Fields)>,
    /// By person: what was done, and what of it is taken back, the last at the end.
    done: [Vec<(usize, Fields, Fields)>; 3],
    undone: [Vec<(usize, Fields, Fields)>; 3],
}

impl Model {
    fn change(&mut self, person: usize, note: usize, after: Fields) {
        let now = &mut self.notes[note].2;
        let differs = |(name, value): &(&String, &Value)| now[*name] != **value;
        let after: Fields =
            after.iter().filter(differs).map(|(name, value)| (name.clone(), value.clone())).collect();
        if after.is_empty() {
            return;
        }
        let before = after.keys().map(|name| (name.clone(), now[name].clone())).collect();
        now.extend(after.clone());
        self.done[person].push((note, before, after));
        self.undone[person].clear();
    }

    /// Whether it was done.
    fn step_back(&mut self, person: usize, back: bool) -> bool {
        let (from, to) = if back {
            (&mut self.done[person], &mut self.undone[person])
        } else {
            (&mut self.undone[person], &mut self.done[person])
        };
        let Some((note, before, after)) = from.pop() else { return false };
        let (holds, becomes) = if back { (&after, &before) } else { (&before, &after) };
        let (author, _, now) = &mut self.notes[note];
        let gone = now["deleted"] == json!(true) && !holds.contains_key("deleted");
        let hold = holds.iter().all(|(name, value)| now[name] == *value);
        let words = becomes.contains_key("body") || becomes.contains_key("deleted");
        if gone || !hold || (words && person != 0 && person != *author) {
            return false;
        }
        now.extend(becomes.clone());
        to.push((note, before, after));
        true
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn everybody_takes_back_their_own_and_nothing_of_others(steps in steps(), restart in 0..40usize) {
        let mut team = Team::new();
        let mut model = Model::default();
        for (index, (person, step)) in steps.into_iter().enumerate() {
            if index == restart {
                team.study.engine.close();
                team.study.engine = Engine::open(&team.study.path, team.study.options.clone()).expect("it opens");
            }
            take(&team, &mut model, person, &step);
            let seen = notes(&team.study, &team.session);
            for (_, id, fields) in &model.notes {
                let note = seen.get(id);
                prop_assert_eq!(note.is_none(), fields["deleted"] == json!(true), "deleted or not: {:?}", step);
                if let Some(note) = note {
                    for name in ["tags", "severity", "starred", "body"] {
                        prop_assert_eq!(&note[name], &fields[name], "{} after {:?}", name, step);
                    }
                }
            }
        }
    }
}

fn take(team: &Team, model: &mut Model, person: usize, step: &Step) {
    let Team { study, session, people, tags } = team;
    let actor = people[person];
    let edit = |model: &mut Model, note: usize, name: &str, value: Value| {
        let count = model.notes.len();
        if count == 0 {
            return;
        }
        let (author, note_id, fields) = &model.notes[note % count];
        let deleted = fields["deleted"] == json!(true);
        let allowed = person == 0 || person == *author || !matches!(name, "body" | "deleted");
        let command = match (name, &value) {
            ("deleted", Value::Bool(true)) => "note_delete",
            ("deleted", _) => "note_restore",
            _ => "note_edit",
        };
        let mut request = json!({ "note_id": note_id });
        if name != "deleted" {
            // On the wire 0 stands for no severity.
            request[name] = if value.is_null() { json!(0) } else { value.clone() };
        }
        let same = fields[name] == value;
        let taken = study.call_as(actor, command, request).is_ok();
        let expected = (allowed || same) && (name == "deleted" || !deleted);
        assert_eq!(taken, expected, "{command} by {person} of {author}'s note");
        if taken {
            model.change(person, note % count, Fields::from_iter([(name.to_owned(), value)]));
        }
    };
    match step {
        Step::Add => {
            let note = study.note(session, "first", "room");
            let note_id = note["note_id"].as_str().expect("an id").to_owned();
            study.call_as(actor, "note_add", note).expect("written");
            let fields =
                json!({ "body": "first", "tags": [], "severity": null, "starred": false, "deleted": true });
            model.notes.push((person, note_id, fields.as_object().cloned().expect("fields")));
            let last = model.notes.len() - 1;
            model.change(person, last, Fields::from_iter([("deleted".to_owned(), json!(false))]));
        }
        Step::Tag(note, tag) => edit(model, *note, "tags", json!([tags[*tag]])),
        Step::Severity(note, 0) => edit(model, *note, "severity", Value::Null),
        Step::Severity(note, severity) => edit(model, *note, "severity", json!(severity)),
        Step::Star(note, star) => edit(model, *note, "starred", json!(star)),
        Step::Body(note, body) => edit(model, *note, "body", json!(format!("body {body}"))),
        Step::Delete(note, gone) => edit(model, *note, "deleted", json!(gone)),
        Step::Undo => {
            let done = undo(study, actor, session, "undo")["done"] == json!(true);
            assert_eq!(done, model.step_back(person, true), "undo by {person}");
        }
        Step::Redo => {
            let done = undo(study, actor, session, "redo")["done"] == json!(true);
            assert_eq!(done, model.step_back(person, false), "redo by {person}");
        }
    }
}

#[test]
fn who_changed_it_since_is_said_and_the_next_undo_goes_on() {
    let team = Team::new();
    let Team { study, session, people, tags } = &team;
    let [_, maya, jonas] = *people;
    let note = study.note(session, "Looks for the total", "room");
    let edit = |actor, field: &str, value: Value| {
        let mut request = json!({ "note_id": note["note_id"] });
        request[field] = value;
        study.call_as(actor, "note_edit", request).expect("changed");
    };
    study.call_as(maya, "note_add", note.clone()).expect("written");
    edit(maya, "severity", json!(2));
    edit(maya, "tags", json!([tags[0]]));
    edit(jonas, "tags", json!([tags[1]]));
    let refused = undo(study, maya, session, "undo");
    assert_eq!(refused["done"], false);
    let says = refused["says"].as_str().expect("a sentence");
    assert_eq!(says, "Jonas changed the tags since then; that stays. The next undo goes on from there.");
    assert_eq!(undo(study, maya, session, "undo")["says"], "The severity is as before.");
    assert_eq!(undo(study, maya, session, "undo")["says"], "The note is taken back.");
    let nothing = undo(study, maya, session, "undo");
    assert_eq!(
        (&nothing["done"], &nothing["says"]),
        (&json!(false), &json!("There is nothing of yours to undo here."))
    );
    assert_eq!(undo(study, maya, session, "redo")["says"], "The note is there again.");
    let other = undo(study, jonas, session, "redo");
    assert_eq!(other["done"], false, "nobody does again what another took back");
    let refused =
        study.call_as(maya, "undo", json!({ "context": "everything" })).expect_err("no such context");
    assert!(refused.message.contains("session=ID, codebook or day"), "{}", refused.message);
    assert!(study.call_as(study.join("observer", "Eve"), "undo", json!({ "context": "codebook" })).is_err());
}

#[test]
fn history_tells_who_changed_what_but_not_what_was_ones_own() {
    let team = Team::new();
    let Team { study, session, people, tags } = &team;
    let [_, maya, jonas] = *people;
    let note = study.note(session, "SECRET first thought", "own");
    let page = study.page(MODERATOR, "study");
    let name = page.of("tag").into_iter().find(|tag| tag["id"] == *tags[0]).map(|tag| tag["name"].clone());
    let request = json!({ "note_id": note["note_id"] });
    let edit = |actor, fields: Value| {
        let mut edit = request.clone();
        edit.as_object_mut().expect("fields").extend(fields.as_object().cloned().expect("fields"));
        study.call_as(actor, "note_edit", edit).expect("changed");
    };
    study.call_as(maya, "note_add", note.clone()).expect("written");
    edit(maya, json!({ "body": "SECRET second thought" }));
    edit(maya, json!({ "body": "Said carefully", "audience": "room" }));
    edit(jonas, json!({ "tags": [tags[0]] }));
    let history = |actor| study.call_as(actor, "note_history", request.clone()).expect("a history");
    let own = history(maya);
    let entries = own["entries"].as_array().expect("entries");
    assert_eq!(entries.len(), 4);
    assert_eq!(entries[0]["created"], true);
    let last = entries.last().expect("the newest last");
    assert_eq!((&last["author_name"], &last["changes"][0]["after"]), (&json!("Jonas"), &json!(name)));
    let others = history(jonas);
    assert!(!others.to_string().contains("SECRET"), "{others}");
    assert!(others.to_string().contains("Said carefully"));
    assert_eq!(history(MODERATOR)["entries"], own["entries"], "the moderator reads everything");
    edit(maya, json!({ "audience": "own" }));
    assert!(study.call_as(jonas, "note_history", request).is_err(), "what one may not see has no history");
}
