//! Forms, rotation, tasks' clocks, and what changed between two versions of a guide.

use domain::entity::{
    FormKind, Guide, GuideItem, GuideSection, ItemKey, ItemKind, ItemRun, ItemState, Outcome,
};
use domain::guide::{section_order, what_changed};
use domain::id::{EditId, GuideId, SessionId};
use domain::session::{Interval, IntervalKind};
use domain::time::Timestamp;
use proptest::prelude::*;
use uuid::Uuid;

#[test]
fn forms_score_as_published() {
    // The worked example of Brooke's chapter, "SUS: a quick and dirty usability scale": 22 × 2.5.
    assert_eq!(FormKind::Sus.score(&[5, 4, 2, 1, 2, 3, 2, 4, 5, 2]), 55.0);
    let cases: [(FormKind, &[u8], f64); 6] = [
        (FormKind::Sus, &[5, 1, 5, 1, 5, 1, 5, 1, 5, 1], 100.0),
        (FormKind::Sus, &[1, 5, 1, 5, 1, 5, 1, 5, 1, 5], 0.0),
        (FormKind::Sus, &[3; 10], 50.0),
        (FormKind::UmuxLite, &[7, 7], 100.0),
        (FormKind::UmuxLite, &[1, 1], 0.0),
        (FormKind::UmuxLite, &[6, 5], 75.0),
    ];
    for (form, answers, score) in cases {
        assert!(form.check(answers).is_ok());
        assert_eq!(form.score(answers), score, "{form:?} {answers:?}");
    }
    let broken: [(FormKind, &[u8]); 4] = [
        (FormKind::Sus, &[3; 9]),
        (FormKind::Sus, &[3, 3, 3, 3, 3, 3, 3, 3, 3, 6]),
        (FormKind::Sus, &[0; 10]),
        (FormKind::UmuxLite, &[8, 1]),
    ];
    for (form, answers) in broken {
        assert!(form.check(answers).is_err(), "{form:?} {answers:?}");
    }
}

fn item(kind: ItemKind, text: &str) -> GuideItem {
    GuideItem {
        kind,
        text: text.into(),
        wording: None,
        done_when: None,
        minutes: None,
        must_ask: false,
        probes: Vec::new(),
    }
}

fn guide(sections: &[(bool, &[&str])]) -> Guide {
    let section = |(rotates, questions): &(bool, &[&str])| GuideSection {
        title: String::new(),
        minutes: None,
        text: Vec::new(),
        items: questions.iter().map(|text| item(ItemKind::Question, text)).collect(),
        rotates: *rotates,
    };
    Guide {
        id: GuideId(Uuid::nil()),
        version: 1,
        title: "Round 2".into(),
        support: None,
        sections: sections.iter().map(section).collect(),
        made_at: Timestamp(0),
    }
}

#[test]
fn sections_take_turns_in_the_places_that_rotate() {
    let rotating = guide(&[(false, &[]), (true, &[]), (true, &[]), (false, &[]), (true, &[])]);
    let orders: Vec<_> = (0..4).map(|before| section_order(&rotating, before).expect("an order")).collect();
    assert_eq!(orders, [[0, 1, 2, 3, 4], [0, 2, 4, 3, 1], [0, 4, 1, 3, 2], [0, 1, 2, 3, 4]]);
    assert_eq!(section_order(&guide(&[(true, &[]), (false, &[])]), 3), None, "one alone has no turns");
}

proptest! {
    #[test]
    fn every_section_comes_equally_often_at_every_place(rotates in prop::collection::vec(any::<bool>(), 2..12)) {
        let sections: Vec<(bool, &[&str])> = rotates.iter().map(|rotates| (*rotates, &[] as &[&str])).collect();
        let turns = rotates.iter().filter(|rotates| **rotates).count();
        let orders: Vec<_> = (0..turns).filter_map(|before| section_order(&guide(&sections), before)).collect();
        for order in &orders {
            let mut sorted = order.clone();
            sorted.sort_unstable();
            prop_assert!(sorted.iter().enumerate().all(|(place, section)| place == usize::from(*section)));
        }
        for place in 0..rotates.len() {
            let mut there: Vec<_> = orders.iter().map(|order| order[place]).collect();
            there.sort_unstable();
            there.dedup();
            let expected = if rotates[place] { orders.len() } else { orders.len().min(1) };
            prop_assert_eq!(there.len(), expected);
        }
    }
}

#[test]
fn a_tasks_clock_leaves_out_breaks_and_gaps() {
    let mut run = ItemRun {
        session_id: SessionId(Uuid::nil()),
        item: ItemKey { section: 0, item: 0 },
        state: ItemState::Asked,
        at: None,
        outcome: None,
        started_at: Some(Timestamp(1_000)),
        stopped_at: None,
        took: None,
        assists: 0,
        errors: 0,
        seq: None,
        edit: EditId(Uuid::nil()),
    };
    let intervals = [
        Interval { kind: IntervalKind::Break, from: 2_000, to: Some(3_000) },
        Interval { kind: IntervalKind::OffRecord, from: 2_500, to: Some(4_000) },
        Interval { kind: IntervalKind::Erased, from: 5_000, to: Some(6_000) },
    ];
    run.stop(Timestamp(7_000), &intervals);
    assert_eq!((run.stopped_at, run.took), (Some(Timestamp(7_000)), Some(4_000)));
    run.stop(Timestamp(9_000), &intervals);
    assert_eq!(run.took, Some(4_000), "it stops once");
    assert!(run.counts());
    run.outcome = Some(Outcome::NotTried);
    assert!(!run.counts(), "what was not tried is in no count");
}

#[test]
fn what_changed_in_a_guide_is_one_sentence() {
    let before = guide(&[(false, &["What did you file yesterday?", "Who else?", "Anything else to say?"])]);
    let cases: [(&[&str], &str); 7] = [
        (
            &["What did you file yesterday?", "Who else?", "Anything else to say?"],
            "Nothing that is asked changed.",
        ),
        (
            &["Who else?", "What did you file yesterday?", "Anything else to say?"],
            "Questions and tasks are in another order.",
        ),
        (
            &["What did you file last week?", "Who else?", "Anything else to say?", "How much?", "Why?"],
            "2 questions added, 1 reworded.",
        ),
        (&["Who else?", "Anything else to say?"], "1 question removed."),
        (&["What did you file, yesterday?", "Who else?", "Anything else to say?"], "1 question reworded."),
        (&[], "3 questions removed."),
        (
            &["What did you file yesterday?", "Who?", "Anything else to say?", "Where were you?"],
            "1 question added, 1 reworded.",
        ),
    ];
    for (after, says) in cases {
        assert_eq!(what_changed(&before, &guide(&[(false, after)])), says, "{after:?}");
    }
    let mut task = before.clone();
    task.sections[0].items.push(item(ItemKind::Task, "Find it"));
    task.sections[0].items[1].probes.push("And then?".into());
    assert_eq!(what_changed(&before, &task), "1 question with other details, 1 task added.");
    let mut support = before.clone();
    support.support = Some("Pause.".into());
    assert_eq!(
        what_changed(&before, &support),
        "Questions and tasks are the same; what stands around them changed."
    );
}
