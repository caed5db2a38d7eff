//! The rules, against tables and random input.

use chrono::{Datelike, NaiveDate, Timelike};
use domain::day::{Layout, Planned, lay_out, warnings};
use domain::entity::{Author, MomentState, SlotKind};
use domain::id::{MemberId, MomentId, NoteId};
use domain::moment::{Belongs, KnownMoment, LoneMark, belongs};
use domain::permission::{Actor, Permission, Role, permit};
use domain::search::{Has, Query, Wanted};
use domain::session::{Action, Interval, IntervalKind, Status, active_time, step};
use domain::text::{Body, Code, DisplayName, initials, is_quote};
use domain::time::{Timestamp, date, hms, local_instant};
use domain::visibility::{TABLE, as_text};
use proptest::prelude::*;
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    date(text).expect("a date")
}

#[test]
fn local_times_across_both_clock_changes() {
    let berlin = chrono_tz::Europe::Berlin;
    let cases = [
        // Clocks go from 02:00 to 03:00: half past two does not exist and moves forward by an hour.
        ("2026-03-29", 150, "2026-03-29T01:30:00+00:00", true, false),
        ("2026-03-29", 180, "2026-03-29T01:00:00+00:00", false, false),
        // Clocks go from 03:00 back to 02:00: half past two occurs twice, the first counts.
        ("2026-10-25", 150, "2026-10-25T00:30:00+00:00", false, true),
        ("2026-11-26", 540, "2026-11-26T08:00:00+00:00", false, false),
    ];
    for (date, minute, expected, skipped, twice) in cases {
        let found = local_instant(day(date), minute, berlin);
        assert_eq!(found.at.utc().to_rfc3339(), expected, "{date} {minute}");
        assert_eq!((found.skipped, found.twice), (skipped, twice), "{date} {minute}");
    }
    // Samoa left out a whole day.
    let apia = local_instant(day("2011-12-30"), 600, chrono_tz::Pacific::Apia);
    assert!(apia.skipped);
}

#[test]
fn the_usual_day() {
    let slots = lay_out(Layout::default());
    let shown: Vec<(SlotKind, u16)> = slots.iter().map(|slot| (slot.kind, slot.start)).collect();
    let session = SlotKind::Session;
    let expected = [
        (session, 540),
        (session, 630),
        (session, 720),
        (SlotKind::Break, 795),
        (session, 855),
        (session, 945),
    ];
    assert_eq!(shown, expected, "09:00, 10:30, 12:00, lunch 13:15, 14:15, 15:45");
}

#[test]
fn an_answer_follows_its_question() {
    let shown = ["Mood", "Why?", " How easy is it? (1-7) ", "Other:"].map(domain::text::asked);
    assert_eq!(shown, ["Mood:", "Why?", "How easy is it? (1-7):", "Other:"]);
}

#[test]
fn overlaps_and_missing_buffers_are_said() {
    let slot = |kind, name: &str, start, length| Planned { kind, name: name.into(), start, length };
    let day = [
        slot(SlotKind::Session, "P01", 540, 60),
        slot(SlotKind::Session, "P02", 590, 60),
        slot(SlotKind::Session, "P03", 660, 60),
        slot(SlotKind::Break, "Lunch", 735, 60),
        slot(SlotKind::Reserve, "P09", 540, 600),
    ];
    assert_eq!(
        warnings(&day),
        ["P01 and P02 overlap at 09:50.", "10 min between P02 and P03: debrief and reset need 30."]
    );
    let unnamed = [
        slot(SlotKind::Session, "the 09:00 session", 540, 60),
        slot(SlotKind::Session, "the new 09:30 session", 570, 60),
    ];
    assert_eq!(warnings(&unnamed), ["The 09:00 session and the new 09:30 session overlap at 09:30."]);
}

#[test]
fn what_each_role_may_do() {
    let member = MemberId::parse("01890a5d-ac96-774b-bcce-b302099a8057").expect("a UUID");
    let allowed = |actor| {
        Permission::ALL
            .iter()
            .filter(|permission| permit(actor, **permission).is_ok())
            .map(|one| one.word())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        allowed(Actor::Moderator),
        [
            "be_there",
            "plan",
            "run",
            "write_notes",
            "keep_guide",
            "run_debrief",
            "answer_questions",
            "nudge",
            "take_part",
            "run_room",
            "read_identity",
            "import_export"
        ]
    );
    assert_eq!(
        allowed(Actor::Member(member, Role::NoteTaker)),
        [
            "be_there",
            "write_notes",
            "keep_guide",
            "run_debrief",
            "suggest",
            "answer_questions",
            "nudge",
            "take_part",
            "leave"
        ]
    );
    assert_eq!(
        allowed(Actor::Member(member, Role::Observer)),
        ["be_there", "suggest", "watch", "take_part", "leave"]
    );
}

/// The table of ARCHITECTURE.md is the allow-list, field by field.
#[test]
fn who_receives_what_is_written_down() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../ARCHITECTURE.md");
    let text = std::fs::read_to_string(path).expect("readable");
    let table = as_text(TABLE);
    assert!(
        text.contains(&table),
        "“Who receives what” in ARCHITECTURE.md is to hold this table:\n\n{table}"
    );
}

/// Nothing that can leave the engine is missing in the table, and nobody reads what they are not shown.
#[test]
fn every_field_has_a_least_level() {
    let source = include_str!("../src/visibility/fields.rs");
    let by_hand =
        source.lines().filter_map(|line| line.trim().strip_prefix("pub fn ")?.split_once("(&self)"));
    let known: Vec<&str> = TABLE.iter().flat_map(|row| row.fields).map(|field| field.name).collect();
    for (name, _) in by_hand.filter(|(name, _)| !name.starts_with('$')) {
        assert!(known.contains(&name), "{name} is given to somebody and stands in no table");
    }
    for row in TABLE {
        for pair in row.seen.windows(2).take(2) {
            let known = ["mine", "door"].contains(&row.entity);
            assert!(
                known || pair[0].is_empty() || !pair[1].is_empty(),
                "{}: who reads more sees no less",
                row.entity
            );
        }
    }
}

#[test]
fn quotes_of_any_language() {
    for quote in [
        "\"so\"",
        "“so”",
        "„so“",
        "„so”",
        "«so»",
        "»so«",
        "»so»",
        "‘so’",
        "「so」",
        "  “so”  ",
        "‹so›",
        "‚so‘",
        "『so』",
        "《so》",
        "'so'",
        "‘I don’t know’",
    ] {
        assert!(is_quote(quote), "{quote}");
    }
    for other in
        ["so", "“so” he said", "\"a\" and \"b\"", "“”", "\"\"", "\"", "", "“ ”", "don't", "‘a’ and ‘b’"]
    {
        assert!(!is_quote(other), "{other}");
    }
}

#[test]
fn names_and_codes() {
    for (name, expected) in
        [("Maya Lindqvist", "ML"), ("Product-2", "P2"), ("Aiko", "A"), ("é ß x", "ÉX"), ("…", "")]
    {
        assert_eq!(initials(name), expected, "{name}");
    }
    assert_eq!(Code::parse(" p04 ").expect("a code").as_str(), "P04");
    for wrong in ["", "4", "P 04", "P04/5", "PPPPPPPPPPPPP", "Ä1"] {
        assert!(Code::parse(wrong).is_err(), "{wrong:?}");
    }
    assert!(DisplayName::parse("two\nlines").is_err());
    assert_eq!(hms(-61_000), "-00:01:01");
    assert_eq!(hms(3_723_999), "01:02:03");
    for wrong in ["2026-2-3", "2026-02-30", "12026-01-01", "1989-12-31", "2100-01-01", "today"] {
        assert!(date(wrong).is_err(), "{wrong}");
    }
}

proptest! {
    #[test]
    fn a_local_time_lands_on_its_own_minute_unless_it_was_skipped(days in 0..40_000i64, minute in 0..1440u16, zone in 0..400usize) {
        let zone = chrono_tz::TZ_VARIANTS[zone];
        let date = day("1990-01-01") + chrono::Duration::days(days);
        let found = local_instant(date, minute, zone);
        let local = found.at.utc().with_timezone(&zone);
        if found.skipped {
            prop_assert!(local.naive_local() > date.and_hms_opt(0, 0, 0).expect("midnight") + chrono::Duration::minutes(minute.into()));
        } else {
            prop_assert_eq!(local.date_naive(), date);
            prop_assert_eq!(local.hour() * 60 + local.minute(), u32::from(minute));
            prop_assert_eq!(Timestamp(found.at.0).date_in(zone).day(), date.day());
        }
    }

    #[test]
    fn sessions_never_reach_two_states_at_once_and_never_stick(actions in prop::collection::vec(0..Action::ALL.len(), 0..60)) {
        let mut status = Status::Planned;
        for action in actions {
            let action = Action::ALL[action];
            match step(status, action) {
                Ok(next) => {
                    prop_assert!(next != status, "{:?} on {:?} did nothing", action, status);
                    // Only a start or a reopening makes a session that is not running live.
                    if next.is_live() && !status.is_live() {
                        prop_assert!(matches!(action, Action::Start | Action::Reopen));
                    }
                    // What took place is never forgotten by a step of the plan.
                    prop_assert!(!status.has_run() || next.has_run(), "{:?} on {:?}", action, status);
                    status = next;
                }
                Err(refusal) => prop_assert!(refusal.to_string().starts_with("This session "), "{}", refusal),
            }
        }
    }

    #[test]
    fn active_time_counts_each_moment_once(
        start in 0..1_000i64,
        length in 0..1_000i64,
        spans in prop::collection::vec((0..2_500i64, 0..600i64, any::<bool>()), 0..8),
    ) {
        let now = start + length;
        let intervals: Vec<Interval> = spans
            .iter()
            .map(|(from, length, open)| Interval {
                kind: IntervalKind::Break,
                from: *from,
                to: (!open).then_some(from + length),
            })
            .collect();
        let inside = |at: i64| intervals.iter().any(|one| one.from <= at && at < one.to.unwrap_or(now));
        let counted = (start..now).filter(|at| !inside(*at)).count();
        prop_assert_eq!(active_time(start, now, &intervals), i64::try_from(counted).expect("small"));
    }

    #[test]
    fn a_layout_never_overlaps_and_keeps_its_buffers(
        start in 0..900u16, count in 1..=12u8, length in 5..200u16, debrief in 0..60u16, reset in 0..60u16,
        lunch in 0..120u16, lunch_from in 0..1440u16,
    ) {
        let layout = Layout { start, count, length, debrief, reset, lunch, lunch_from };
        let slots = lay_out(layout);
        for pair in slots.windows(2) {
            let end = pair[0].start + pair[0].length;
            let buffer = match (pair[0].kind, pair[1].kind) {
                (SlotKind::Session, SlotKind::Session) => debrief + reset,
                (SlotKind::Session, _) => debrief,
                _ => 0,
            };
            prop_assert_eq!(end + buffer, pair[1].start);
        }
        prop_assert!(slots.iter().filter(|slot| slot.kind == SlotKind::Break).count() <= 1);
        prop_assert!(slots.iter().all(|slot| slot.start < 1440));
    }

    #[test]
    fn a_body_is_kept_or_refused_never_changed_but_in_its_line_ends(text in "\\PC*|(?s).*") {
        match Body::parse(&text) {
            Ok(body) => prop_assert_eq!(body.as_str(), text.replace("\r\n", "\n").replace('\r', "\n")),
            Err(_) => {
                let bad = |c: char| c.is_control() && !"\t\n\r".contains(c);
                prop_assert!(text.chars().any(bad) || text.trim().is_empty() || text.chars().count() > 10_000);
            }
        }
    }
}

#[test]
fn a_line_of_search_is_read_as_its_writer_means_it() {
    let wanted = |text: &str, begins| Wanted { text: text.into(), begins };
    let words = |text: &str| Query::parse(text).words;
    assert_eq!(words("lost rec"), [wanted("lost", false), wanted("rec", true)]);
    assert_eq!(words("rec* lost "), [wanted("rec", true), wanted("lost", false)]);
    assert_eq!(words("\"where did it\""), [wanted("where did it", false)]);
    assert_eq!(words("“where did it” go"), [wanted("where did it", false), wanted("go", true)]);
    assert_eq!(words("\"still typ"), [wanted("still typ", true)], "the closing mark is still to come");
    assert_eq!(words("14:32 note:x"), [wanted("14:32", false), wanted("note:x", true)], "no field of ours");
    assert_eq!(words("?? - *"), [], "signs are found nowhere");
    let query = Query::parse("tag:#pain by:\"Maya Lind\" who:@P04 task:\"hand in\" has:star");
    assert_eq!(query.tags, ["pain"]);
    assert_eq!(query.by, ["Maya Lind"]);
    assert_eq!(query.who, ["P04"]);
    assert_eq!(query.tasks, ["hand in"]);
    assert_eq!(query.has, [Has::Star]);
    assert!(Query::parse("tag: has:st").is_empty(), "still being typed");
    assert_eq!(Query::parse("has:wings").problems.len(), 1);
}

#[test]
fn marks_within_eight_seconds_of_the_first_are_one_moment() {
    let id = |number: u128| Uuid::from_u128(number);
    let [maya, jonas, ada] = [1, 2, 3].map(|number| Author::Member(MemberId(id(number))));
    let mark = |number, author: &Author, at| LoneMark {
        note_id: NoteId(id(number)),
        author: author.clone(),
        at: Timestamp(at),
    };
    let moment = |state| KnownMoment {
        id: MomentId(id(9)),
        at: Timestamp(10_000),
        state,
        authors: vec![maya.clone(), jonas.clone()],
    };
    let marks = [mark(4, &maya, 10_000), mark(5, &maya, 13_000)];
    let here = Timestamp(15_000);
    assert_eq!(belongs(&jonas, here, &[], &marks), Belongs::With(marks[1].clone()), "the nearest");
    assert_eq!(belongs(&maya, here, &[], &marks), Belongs::Alone, "by different people");
    assert_eq!(belongs(&jonas, Timestamp(18_000), &[], &marks[..1]), Belongs::With(marks[0].clone()));
    assert_eq!(belongs(&jonas, Timestamp(18_001), &[], &marks[..1]), Belongs::Alone, "8 s and no more");
    assert_eq!(
        belongs(&jonas, Timestamp(2_000), &[], &marks[..1]),
        Belongs::With(marks[0].clone()),
        "late to arrive"
    );
    let offered = [moment(MomentState::Offered)];
    assert_eq!(belongs(&ada, here, &offered, &marks), Belongs::To(offered[0].id));
    assert_eq!(belongs(&maya, here, &offered, &[]), Belongs::Alone, "she is in it already");
    assert_eq!(belongs(&ada, here, &[moment(MomentState::Split)], &[]), Belongs::Alone, "split stays split");
}

proptest! {
    #[test]
    fn every_text_is_some_search(text in "\\PC*|[\"“”„:*#@ a-z]{0,40}") {
        let query = Query::parse(&text);
        for wanted in query.words {
            prop_assert!(wanted.text.chars().any(char::is_alphanumeric));
        }
    }
}

#[path = "domain/guide.rs"]
mod guide;

#[path = "domain/distribution.rs"]
mod distribution;

#[path = "domain/likeness.rs"]
mod likeness;

#[path = "domain/debrief.rs"]
mod debrief;

#[path = "domain/question.rs"]
mod question;
