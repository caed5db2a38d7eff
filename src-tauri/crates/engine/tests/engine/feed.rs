//! The feed: state, resumed by its cursor, the same whichever way a page came to it.

use crate::support::{MODERATOR, Page, Study, id};
use proptest::prelude::*;
use serde_json::json;

#[test]
fn a_page_that_was_away_catches_up_from_its_cursor() {
    let study = Study::new();
    let session = study.live();
    let scope = format!("session={session}");
    study.done("note_add", study.note(&session, "before", "room"));
    let mut page = study.page(MODERATOR, &scope);
    let cursor = page.cursor.clone().expect("a cursor");
    let gone = study.note(&session, "deleted meanwhile", "room");
    study.done("note_add", gone.clone());
    study.done("note_add", study.note(&session, "meanwhile", "team"));
    study.done("note_delete", json!({ "note_id": gone["note_id"] }));
    let mut resumed = Page::open(&study, MODERATOR, &scope, Some(&cursor));
    resumed.settle();
    assert_eq!(resumed.resets, 0, "a known cursor needs no new snapshot");
    assert_eq!(resumed.bodies(), ["meanwhile"], "only what changed");
    page.until("the last note", |page| page.bodies() == ["before", "meanwhile"]);
    for foreign in ["other.3", "nonsense", "", "x.99999999999999999999"] {
        let mut page = Page::open(&study, MODERATOR, &scope, Some(foreign));
        page.settle();
        assert_eq!(
            (page.resets, page.bodies().len()),
            (1, 2),
            "{foreign:?}: an unknown cursor starts afresh"
        );
    }
}

#[test]
fn those_who_come_back_together_read_each_what_is_theirs() {
    let study = Study::new();
    let session = study.live();
    study.open_room();
    let scope = format!("session={session}");
    let from = study.engine.now();
    let everybody = [("note_taker", "Ada"), ("observer", "Eve"), ("observer", "Tom")];
    let [ada, eve, tom] = everybody.map(|(role, name)| study.join(role, name));
    let cursor = study.page(ada, &scope).cursor.clone().expect("a cursor");
    let come_back = |who| {
        let mut page = Page::open(&study, who, &scope, Some(&cursor));
        page.settle();
        page
    };
    study.clock.advance(1_000);
    study.done("note_add", study.note(&session, "for all", "room"));
    study.done("note_add", study.note(&session, "for the team", "team"));
    study.clock.advance(1_000);
    for (who, expected) in [(eve, &["for all"][..]), (ada, &["for all", "for the team"]), (tom, &["for all"])]
    {
        let page = come_back(who);
        assert_eq!(page.resets, 0, "a known cursor needs no new snapshot");
        assert_eq!(page.bodies(), expected, "as if each came back alone");
        assert_eq!(page.of("room").len(), 1, "and the room as it is now");
    }
    study.done("erase_stretch", json!({ "session_id": session, "from": from, "to": study.engine.now() }));
    assert!(come_back(tom).bodies().is_empty(), "what was erased is kept for nobody");
}

#[test]
fn members_start_afresh_when_what_they_may_see_changes() {
    let study = Study::new();
    let (_, session) = study.session("P04", 600);
    study.open_room();
    let eve = study.join("observer", "Eve");
    let mut page = study.page(eve, &format!("session={session}"));
    let resets = page.resets;
    study.start(&session, true);
    page.until("a reset", |page| {
        page.resets > resets && page.of("session").iter().any(|one| one["status"] == "live")
    });
    study.done("note_add", study.note(&session, "hello room", "room"));
    page.until("the note", |page| page.bodies() == ["hello room"]);
    study.done("study_update", json!({ "observers_read": "none" }));
    page.until("no notes", |page| page.bodies().is_empty());
    study.done("study_update", json!({ "observers_read": "all" }));
    page.until("notes again", |page| page.bodies() == ["hello room"]);
    study.done("session_end", json!({ "session_id": session, "early": false }));
    study.done("debrief_close", json!({ "session_id": session }));
    page.until("over", |page| page.bodies().is_empty() && page.of("session").is_empty());
}

#[test]
fn an_audience_that_shrinks_leaves_a_tombstone() {
    let study = Study::new();
    let session = study.live();
    study.open_room();
    let eve = study.join("observer", "Eve");
    let mut page = study.page(eve, &format!("session={session}"));
    let note = study.note(&session, "for all", "room");
    study.done("note_add", note.clone());
    page.until("the note", |page| page.bodies() == ["for all"]);
    study.done("note_edit", json!({ "note_id": note["note_id"], "audience": "team" }));
    page.until("a tombstone", |page| page.bodies().is_empty());
}

#[test]
fn presence_counts_open_pages() {
    let study = Study::new();
    study.open_room();
    let eve = study.join("observer", "Eve");
    let mut console = study.page(MODERATOR, "study");
    let open = study.page(eve, "study");
    let count =
        |page: &Page| page.of("presence").first().map_or(0, |own| own["observers"].as_u64().unwrap_or(0));
    console.until("one observer", |page| count(page) == 1);
    drop(open);
    console.until("none", |page| count(page) == 0);
}

#[test]
fn a_question_reaches_its_asker_and_nobody_else_below_the_team() {
    let study = Study::new();
    let session = study.live();
    study.open_room();
    let (eve, tom) = (study.join("observer", "Eve"), study.join("observer", "Tom"));
    let mut asker = study.page(eve, &format!("session={session}"));
    let mut other = study.page(tom, &format!("session={session}"));
    let question = id();
    let suggest =
        json!({ "question_id": question, "session_id": session, "text": "Why so?", "when": "end_of_task" });
    study.call_as(eve, "question_suggest", suggest).expect("observers suggest");
    asker.until("the question", |page| page.of("question").len() == 1);
    study.done("question_step", json!({ "question_id": question, "step": "hold" }));
    asker.until("held", |page| page.of("question")[0]["status"] == "held");
    study.done("note_add", study.note(&session, "after", "room"));
    other.until("the note", |page| page.bodies() == ["after"]);
    assert!(other.of("question").is_empty(), "other observers do not see who wonders what");
    assert!(study.page(eve, "study").of("question").len() == 1, "a new page of the asker has it, too");
    assert!(study.page(tom, "study").of("question").is_empty());
}

#[derive(Clone, Debug)]
enum Step {
    Add(&'static str),
    Edit(usize, &'static str),
    Audience(usize, &'static str),
    Delete(usize),
    Restore(usize),
    Break,
    Settings(bool),
}

fn step() -> impl Strategy<Value = Step> {
    let audience = prop::sample::select(vec!["room", "team", "own"]);
    let body = prop::sample::select(vec!["", "a", "„b“", "c"]);
    prop_oneof![
        4 => audience.clone().prop_map(Step::Add),
        2 => (any::<usize>(), body).prop_map(|(at, body)| Step::Edit(at, body)),
        2 => (any::<usize>(), audience).prop_map(|(at, audience)| Step::Audience(at, audience)),
        1 => any::<usize>().prop_map(Step::Delete),
        1 => any::<usize>().prop_map(Step::Restore),
        1 => Just(Step::Break),
        1 => any::<bool>().prop_map(Step::Settings),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Following live, catching up from any cursor, and starting afresh end in the same state, for every role.
    #[test]
    fn however_a_page_came_to_it_it_shows_the_same(steps in prop::collection::vec(step(), 1..25), pause in 0..25usize) {
        let study = Study::new();
        let session = study.live();
        let scope = format!("session={session}");
        study.open_room();
        let viewers = [MODERATOR, study.join("note_taker", "Maya"), study.join("observer", "Eve")];
        let mut live: Vec<Page> = viewers.iter().map(|viewer| study.page(*viewer, &scope)).collect();
        let mut away: Vec<Option<Page>> = viewers.iter().map(|viewer| Some(study.page(*viewer, &scope))).collect();
        let mut left = Vec::new();
        let mut notes: Vec<String> = Vec::new();
        for (number, step) in steps.into_iter().enumerate() {
            if number == pause {
                for page in &mut away {
                    let page = page.take().expect("still here");
                    left.push((page.cursor.clone(), page.entities.clone()));
                }
            }
            let pick = |at: usize| notes.get(at % notes.len().max(1)).cloned().unwrap_or_else(id);
            let (name, fields) = match step {
                Step::Add(audience) => {
                    let note = study.note(&session, "body", audience);
                    notes.push(note["note_id"].as_str().expect("an id").to_owned());
                    ("note_add", note)
                }
                Step::Edit(at, body) => ("note_edit", json!({ "note_id": pick(at), "body": body })),
                Step::Audience(at, audience) => ("note_edit", json!({ "note_id": pick(at), "audience": audience })),
                Step::Delete(at) => ("note_delete", json!({ "note_id": pick(at) })),
                Step::Restore(at) => ("note_restore", json!({ "note_id": pick(at) })),
                Step::Break => ("session_step", json!({ "session_id": session, "step": "break" })),
                Step::Settings(on) => ("study_update", json!({ "observers_read": if on { "all" } else { "none" } })),
            };
            // Refusals are part of the mix.
            let _ = study.call(name, fields);
        }
        study.done("study_update", json!({ "title": "The last change" }));
        for (number, viewer) in viewers.iter().enumerate() {
            let fresh = study.page(*viewer, &scope);
            let without_presence = |page: &Page| {
                let mut entities = page.entities.clone();
                entities.retain(|(kind, _), _| kind != "presence" && kind != "member");
                entities
            };
            let expected = without_presence(&fresh);
            live[number].until("the last change", |page| without_presence(page) == expected);
            if let Some((cursor, entities)) = left.get(number) {
                let mut resumed = Page::open(&study, *viewer, &scope, cursor.as_deref());
                resumed.entities = entities.clone();
                resumed.settle();
                prop_assert_eq!(without_presence(&resumed), expected, "resumed as viewer {}", number);
            }
        }
    }
}
