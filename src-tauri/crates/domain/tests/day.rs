//! The day's arithmetic: lateness, pace, layouts over days, and clocks against the system's own.

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use domain::day::{Layout, lay_out_days, spread};
use domain::entity::{Guide, GuideItem, GuideSection, ItemKey, ItemKind, ItemRun, ItemState, SlotKind};
use domain::id::{EditId, GuideId, SessionId, SlotId};
use domain::lateness::{Piece, SHORTEST_LUNCH, WHOLE, absorb};
use domain::pace::{Course, left, takes, to_skip};
use domain::time::{Timestamp, clock_change, clocks_change, clocks_sentence, date, local_instant};
use proptest::prelude::*;
use std::process::Command;
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    date(text).expect("a date")
}

fn piece(number: usize, kind: SlotKind, start: i64, length: i64, fixed: bool) -> Piece {
    Piece { id: SlotId(Uuid::from_u128(number as u128)), kind, start, length, fixed }
}

/// A day as plans are: nothing overlaps; gaps and lengths of all sorts; some slots are fixed.
fn rest_of_day() -> impl Strategy<Value = (i64, Vec<Piece>)> {
    let one =
        (0..45i64, 5..100i64, prop_oneof![3 => Just(true), 1 => Just(false)], prop::bool::weighted(0.2));
    (480..720i64, prop::collection::vec(one, 0..7)).prop_map(|(planned_end, pieces)| {
        let mut at = planned_end;
        let place = |(number, (gap, length, session, fixed))| {
            let kind = if session { SlotKind::Session } else { SlotKind::Break };
            let piece = piece(number, kind, at + gap, length, fixed);
            at = piece.end();
            piece
        };
        (planned_end, pieces.into_iter().enumerate().map(place).collect())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn no_answer_to_lateness_overlaps_or_loses_anything(
        (planned_end, pieces) in rest_of_day(), late in 0..240i64, whole in any::<bool>(),
    ) {
        let end = planned_end + late;
        let midnight = 1440.max(pieces.iter().map(Piece::end).max().unwrap_or(0));
        let keep = if whole { WHOLE } else { 0 };
        let Some(absorbed) = absorb(end, planned_end, keep, &pieces, midnight) else {
            // Only what is fixed or the end of the day stands in the way.
            let fixed = pieces.iter().any(|piece| piece.fixed);
            let long: i64 = pieces.iter().map(|piece| piece.length + 5).sum();
            prop_assert!(fixed || end + keep + long > midnight);
            return Ok(());
        };
        let mut ids: Vec<_> = absorbed.day.iter().map(|piece| piece.id).collect();
        let mut known: Vec<_> = pieces.iter().map(|piece| piece.id).collect();
        ids.sort();
        known.sort();
        prop_assert_eq!(ids, known, "no slot is lost");
        for pair in absorbed.day.windows(2) {
            prop_assert!(pair[0].end() <= pair[1].start, "{:?} and {:?}", pair[0], pair[1]);
        }
        for now in &absorbed.day {
            let before = pieces.iter().find(|piece| piece.id == now.id).expect("known");
            prop_assert!(now.start >= end && now.start >= before.start && now.end() <= midnight);
            prop_assert!(!before.fixed || now == before, "fixed slots stay");
            let shortest = match before.kind {
                SlotKind::Break => before.length.min(SHORTEST_LUNCH),
                _ => before.length,
            };
            prop_assert!(now.length >= shortest && now.length <= before.length);
            let told = absorbed.people.contains(&now.id) || absorbed.breaks.contains(&now.id);
            prop_assert_eq!(told, now != before);
        }
        // Nobody is moved who need not be: if buffers and lunches were enough, no person is touched.
        let mut reached = end;
        let mut enough = true;
        for piece in &pieces {
            match piece.kind {
                SlotKind::Break if !piece.fixed => reached = reached.max(piece.start) + piece.length.min(SHORTEST_LUNCH),
                _ => {
                    enough &= piece.start >= reached;
                    reached = piece.end();
                }
            }
        }
        prop_assert!(whole || !enough || absorbed.people.is_empty(), "{:?}", absorbed);
    }

    #[test]
    fn sessions_spread_evenly_and_the_earlier_days_have_more(count in 1..200u16, days in 1..20u16) {
        let counts = spread(count, days);
        prop_assert_eq!(counts.iter().sum::<u16>(), count);
        prop_assert!(counts.windows(2).all(|pair| pair[0] >= pair[1] && pair[0] - pair[1] <= 1));
        prop_assert!(counts[0] - counts[counts.len() - 1] <= 1);
    }

    #[test]
    fn whole_studies_are_laid_out_or_refused(
        start in 0..1440u16, count in 1..60u16, length in 5..300u16, days in 1..8i64,
    ) {
        let dates: Vec<NaiveDate> = (0..days).map(|more| day("2026-11-26") + chrono::Duration::days(more)).collect();
        let layout = Layout { start, length, ..Layout::default() };
        if let Ok(plan) = lay_out_days(layout, count, &dates) {
            let sessions = plan.iter().flatten().filter(|slot| slot.kind == SlotKind::Session).count();
            prop_assert_eq!(sessions, usize::from(count));
            prop_assert!(plan.iter().flatten().all(|slot| slot.start + slot.length <= 1440));
        }
    }
}

#[test]
fn lateness_is_absorbed_in_order() {
    let (session, lunch) = (SlotKind::Session, SlotKind::Break);
    // A session until 11:00, one at 11:30 for an hour, lunch 12:45 to 13:45, one at 13:45.
    let pieces = [
        piece(1, session, 690, 60, false),
        piece(2, lunch, 765, 60, false),
        piece(3, session, 825, 60, false),
    ];
    let after = |late: i64| absorb(660 + late, 660, 0, &pieces, 1440).expect("a way");
    let places =
        |late: i64| after(late).day.iter().map(|piece| (piece.start, piece.length)).collect::<Vec<_>>();
    assert_eq!(places(30), [(690, 60), (765, 60), (825, 60)], "reset and debrief");
    assert_eq!(
        places(45),
        [(705, 60), (765, 60), (825, 60)],
        "one person, since nothing else is before them"
    );
    assert_eq!(places(60), [(720, 60), (780, 45), (825, 60)], "then lunch gives way");
    assert_eq!(places(80), [(740, 60), (800, 30), (830, 60)], "down to half an hour, then the next person");
}

fn item(minutes: Option<u16>, must_ask: bool) -> GuideItem {
    GuideItem {
        kind: ItemKind::Question,
        text: format!("{minutes:?}"),
        wording: None,
        done_when: None,
        minutes,
        must_ask,
        probes: Vec::new(),
    }
}

#[test]
fn what_is_left_is_counted_by_items_and_by_sections() {
    let section = |minutes, items| GuideSection {
        title: "Part".into(),
        minutes,
        text: Vec::new(),
        items,
        rotates: false,
    };
    let guide = Guide {
        id: GuideId(Uuid::from_u128(1)),
        version: 1,
        title: "Guide".into(),
        support: None,
        sections: vec![
            section(Some(5), vec![]),
            section(Some(20), vec![item(Some(10), true), item(None, false), item(None, true)]),
            section(None, vec![item(Some(8), false), item(Some(4), false)]),
        ],
        made_at: Timestamp(0),
    };
    let run = |section, item, at| ItemRun {
        session_id: SessionId(Uuid::from_u128(2)),
        item: ItemKey { section, item },
        state: ItemState::Asked,
        at: Some(Timestamp(at)),
        outcome: None,
        started_at: None,
        stopped_at: None,
        took: None,
        assists: 0,
        errors: 0,
        seq: None,
        edit: EditId(Uuid::from_u128(3)),
    };
    const MINUTE: i64 = 60_000;
    let minutes = |runs: &[ItemRun], order: Option<&[u16]>, now: i64| {
        let course = Course { guide: &guide, order, runs, started_at: Some(0), intervals: &[] };
        let left = left(course, now * MINUTE);
        let skip = to_skip(&left, 20 * MINUTE).iter().map(|one| one.text.clone()).collect::<Vec<_>>();
        (takes(&left) / MINUTE, skip)
    };
    assert_eq!(minutes(&[], None, 0).0, 5 + 20 + 12);
    assert_eq!(minutes(&[], None, 3).0, 2 + 20 + 12, "of what runs the part that is left");
    assert_eq!(minutes(&[], None, 30).0, 20 + 12, "never less than nothing");
    let runs = [run(1, 0, 10 * MINUTE)];
    assert_eq!(minutes(&runs, None, 10), (5 + 5 + 12, vec!["Some(4)".into()]), "the opening is over, too");
    assert_eq!(minutes(&runs, None, 12).0, 3 + 5 + 12);
    assert_eq!(
        minutes(&[run(1, 2, 10 * MINUTE)], None, 10).0,
        10 + 5 + 12,
        "what was passed over is still left"
    );
    let turned = [2, 1, 0];
    assert_eq!(minutes(&[run(2, 0, 9 * MINUTE), run(2, 1, 10 * MINUTE)], Some(&turned), 10).0, 20 + 5);
}

/// Each instant at which the system says that a zone's clocks change, and the offsets before and from then on.
fn system_changes(zone: &str) -> Option<Vec<(i64, i64, i64)>> {
    let found = Command::new("zdump").args(["-v", "-c", "2015,2036", zone]).output().ok()?;
    let text = String::from_utf8(found.stdout).ok()?;
    let mut lines = Vec::new();
    for line in text.lines() {
        let Some((utc, local)) = line.strip_prefix(zone)?.split_once(" UT") else { continue };
        let Ok(at) = NaiveDateTime::parse_from_str(utc.trim(), "%a %b %e %H:%M:%S %Y") else { continue };
        let offset = local.rsplit_once("gmtoff=")?.1.trim().parse::<i64>().ok()?;
        lines.push((at.and_utc().timestamp(), offset));
    }
    let pairs = lines.windows(2).filter(|pair| pair[1].0 == pair[0].0 + 1 && pair[0].1 != pair[1].1);
    Some(pairs.map(|pair| (pair[1].0, pair[0].1, pair[1].1)).collect())
}

#[test]
fn clocks_agree_with_the_systems_across_every_change() {
    let zones = [
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "America/Santiago",
        "Africa/Casablanca",
        "Asia/Kolkata",
        "Pacific/Apia",
    ];
    let mut compared = 0;
    for name in zones {
        let Some(changes) = system_changes(name) else {
            eprintln!("zdump is not here: nothing is compared");
            return;
        };
        let zone = domain::time::zone(name).expect("a zone");
        for (at, before, after) in changes {
            let shows = |offset: i64| DateTime::from_timestamp(at + offset, 0).expect("in range").naive_utc();
            let (old, new) = (shows(before), shows(after));
            // A change at midnight belongs to the day that it skips into or repeats.
            let date = if after > before { new.date() } else { (old - chrono::Duration::minutes(1)).date() };
            assert!(clocks_change(date, zone), "{name} {date}");
            let change = clock_change(date, zone).expect("found");
            assert_eq!(change.at.0, at * 1000, "{name} {date}");
            assert!(clocks_sentence(date, zone).is_some());
            let midnight = |date: NaiveDate| date.and_hms_opt(0, 0, 0).expect("midnight");
            // Every five minutes around it, against plain offsets.
            for minute in (0..1440u16).step_by(5) {
                let local = midnight(date) + chrono::Duration::minutes(minute.into());
                let found = local_instant(date, minute, zone);
                let (low, high) = (old.min(new), old.max(new));
                let (skipped, twice) = match after > before {
                    true => (local >= low && local < high, false),
                    false => (false, local >= low && local < high),
                };
                let offset = if local < old || skipped { before } else { after };
                let expected = local.and_utc().timestamp() - if twice { before } else { offset };
                assert_eq!(found.at.0, expected * 1000, "{name} {local}");
                assert_eq!((found.skipped, found.twice), (skipped, twice), "{name} {local}");
            }
            compared += 1;
        }
    }
    assert!(compared > 60, "only {compared} changes");
}
