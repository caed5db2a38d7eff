//! The three exports, and that the table can be read back.

use chrono::NaiveDate;
use chrono_tz::Europe;
use domain::entity::{Audience, QuestionStatus, When};
use domain::session::{IntervalKind, Kind, Status};
use formats::export::{
    self, DayExport, IntervalExport, NoteExport, ParticipantExport, QuestionExport, RunExport, SessionExport,
};
use formats::notes::{self, RowKind};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};

const START: i64 = 1_768_464_130_000;

fn note(elapsed_ms: i64, body: Option<&str>) -> NoteExport {
    NoteExport {
        id: format!("n{elapsed_ms}"),
        at_ms: START + elapsed_ms,
        elapsed_ms,
        author: "Maya".to_owned(),
        body: body.map(str::to_owned),
        quote: false,
        tags: vec!["pain".to_owned()],
        who: Vec::new(),
        severity: None,
        audience: Audience::Room,
        starred: false,
        after_end: false,
        passed: false,
        saw_too: 0,
    }
}

pub fn question(id: &str, text: &str, status: QuestionStatus, asker: &str) -> QuestionExport {
    QuestionExport {
        id: id.to_owned(),
        text: text.to_owned(),
        asked_elapsed_ms: None,
        status,
        asker: asker.to_owned(),
        when: When::EndOfTask,
        suggested_elapsed_ms: 60_000,
        passed_elapsed_ms: None,
        reason: None,
        merged_into: None,
        covered_by: None,
        answers: Vec::new(),
        votes: 0,
        joined: (0, 0),
    }
}

pub fn day(notes: Vec<NoteExport>) -> DayExport {
    let date = NaiveDate::from_ymd_opt(2026, 1, 15).unwrap();
    DayExport {
        study_title: "Expenses *study*".to_owned(),
        study_id: "study-1".to_owned(),
        zone: Europe::Berlin,
        from: date,
        to: date,
        sessions: vec![SessionExport {
            id: "session-1".to_owned(),
            participants: vec![ParticipantExport {
                code: "P04".to_owned(),
                attributes: vec![("Role".to_owned(), "Finance <lead>".to_owned())],
            }],
            kind: Kind::UsabilityTest,
            status: Status::EndedEarly,
            date,
            start_minute: 540,
            length_minutes: 60,
            zone: Europe::Berlin,
            started_at_ms: Some(START),
            ended_at_ms: Some(START + 3_600_000),
            quotes_allowed: true,
            notes,
            questions: vec![
                QuestionExport {
                    asked_elapsed_ms: Some(90_000),
                    ..question("q1", "Why?", QuestionStatus::Asked, "Product-2")
                },
                question("q2", "And?", QuestionStatus::Declined, "Sales"),
            ],
            intervals: vec![
                IntervalExport { kind: IntervalKind::Break, from_ms: 100_000, to_ms: Some(160_000) },
                IntervalExport { kind: IntervalKind::OffRecord, from_ms: 200_000, to_ms: None },
            ],
            run: RunExport::default(),
            build: None,
            debrief: None,
            entries: Vec::new(),
            decisions: Vec::new(),
        }],
    }
}

#[test]
fn markdown_of_a_day() {
    let full = NoteExport {
        who: vec!["P04".to_owned()],
        severity: Some(3),
        audience: Audience::Team,
        starred: true,
        after_end: true,
        saw_too: 2,
        ..note(3_723_000, Some("# first\n\n- [second](https://x.example)"))
    };
    let expected = "\
# Expenses \\*study\\*

Thursday 15 January 2026 · Europe/Berlin · 1 session

## P04 · usability test · 2026-01-15 09:00–10:00 · ended early

Started 2026-01-15T09:02:10+01:00, ended 2026-01-15T10:02:10+01:00, after 01:00:00.

Break from 00:01:40 to 00:02:40.

Off the record from 00:03:20 still.

### P04

- Role: Finance \\<lead\\>

### Notes

- **00:00:01** · 2026-01-15T09:02:11+01:00 · Maya · \\#pain\\
  (mark, not written up)
- **01:02:03** · 2026-01-15T10:04:13+01:00 · Maya · said by P04 · \\#pain · severity 3 · team only · starred · after the end · 2 observers saw it, too\\
  \\# first\\
  \\
  \\- \\[second\\](https\\://x.example)

### Questions from the room

- asked at 00:01:30, suggested by Product-2\\
  Why?
- declined, suggested by Sales\\
  And?
";
    assert_eq!(export::markdown(&day(vec![note(1_000, None), full])), expected);
}

#[test]
fn csv_of_a_day_defuses_formulas() {
    let csv = export::csv(&day(vec![note(1_000, Some("=HYPERLINK(\"x\")")), note(2_000, Some("'-1"))]));
    let lines: Vec<&str> = csv.split("\r\n").collect();
    assert_eq!(
        lines[0],
        "\"session\",\"participants\",\"kind\",\"time\",\"instant\",\"author\",\"note\",\"tags\",\"who\",\"severity\",\"audience\",\"starred\",\"after_end\",\"status\",\"reason\",\"id\",\"outcome\",\"assists\",\"errors\",\"time_on_task\",\"seq\""
    );
    assert_eq!(
        lines[2],
        "\"2026-01-15 09:00\",\"P04\",\"note\",\"00:00:01\",\"2026-01-15T09:02:11.000+01:00\",\"Maya\",\"'=HYPERLINK(\"\"x\"\")\",\"pain\",\"\",\"\",\"room\",\"\",\"\",\"\",\"\",\"n1000\",\"\",\"\",\"\",\"\",\"\""
    );
    assert!(lines[3].contains("\"''-1\""), "what looks defused already is told apart: {}", lines[3]);
}

#[test]
fn jsonl_of_a_day() {
    let jsonl = export::jsonl(&day(vec![note(1_500, Some("a\nb"))]));
    let lines: Vec<serde_json::Value> =
        jsonl.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let kinds: Vec<&str> = lines.iter().map(|line| line["kind"].as_str().unwrap()).collect();
    assert_eq!(
        kinds,
        ["study", "session", "participant", "interval", "interval", "note", "question", "question"]
    );
    assert_eq!(lines[5]["body"], "a\nb");
    assert_eq!(lines[5]["at"], "2026-01-15T09:02:11.500+01:00");
    assert_eq!(lines[5]["elapsed"], "00:00:01");
    assert_eq!(lines[2]["attributes"]["Role"], "Finance <lead>");
    assert_eq!([&lines[1]["session_kind"], &lines[1]["status"]], ["usability_test", "ended early"]);
    assert_eq!([&lines[3]["interval_kind"], &lines[4]["interval_kind"]], ["break", "off the record"]);
}

#[test]
fn quotes_without_consent_stay_in_the_study_and_are_counted() {
    let secret = NoteExport { quote: true, ..note(1_000, Some("“SECRET”")) };
    let mut day = day(vec![secret.clone(), secret, note(2_000, Some("kept"))]);
    assert!(export::markdown(&day).contains("SECRET"), "with consent they are there");
    day.sessions[0].quotes_allowed = false;
    let (markdown, csv, jsonl) = (export::markdown(&day), export::csv(&day), export::jsonl(&day));
    for text in [&markdown, &csv, &jsonl] {
        assert!(!text.contains("SECRET"), "{text}");
        assert!(text.contains("kept"), "{text}");
    }
    assert!(markdown.contains("2 quotes are left out: not everyone agreed to be quoted."));
    assert!(csv.contains("\"quotes left out\",\"\",\"\",\"\",\"2\""), "{csv}");
    assert!(jsonl.contains("\"quotes_left_out\":2"));
    assert!(notes::read_csv("back.csv", csv.as_bytes()).is_ok());
}

/// Bodies as the product takes them: any text without control characters but tab and line feed.
fn bodies() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        "[ -~\u{a0}-\u{2fff}\u{1f300}-\u{1f5ff}\t\n]{0,40}",
        "[#>*_`\\[\\]()!<&|=~:.'@+ \t\n0-9a-zA-Z/\\\\-]{0,60}",
        Just(
            "<script>alert(1)</script>\n    code\n\n\n---\n===\n1) x\n&amp; www.x.example https://y.example"
                .to_owned()
        ),
    ];
    pieces.prop_map(|text| text.trim_matches('\n').to_owned())
}

/// What a CommonMark reader shows of the only note, and whether it saw any markup in it.
fn shown(markdown: &str) -> (String, bool) {
    let (mut text, mut markup) = (String::new(), false);
    for event in Parser::new_ext(markdown, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
        match event {
            Event::Text(piece) => text += &piece,
            Event::HardBreak => text.push('\n'),
            Event::Start(
                Tag::Heading { .. } | Tag::List(None) | Tag::Item | Tag::Paragraph | Tag::Strong,
            )
            | Event::End(_) => {}
            _ => markup = true,
        }
    }
    (text, markup)
}

proptest! {
    #[test]
    fn no_note_becomes_markup(body in bodies()) {
        let mut day = day(vec![note(1_000, Some(&body))]);
        day.sessions[0].questions.clear();
        let markdown = export::markdown(&day);
        let (text, markup) = shown(&markdown);
        prop_assert!(!markup, "markup in {}", markdown);
        let headings = Parser::new(&markdown).filter(|event| matches!(event, Event::Start(Tag::Heading { .. }))).count();
        prop_assert_eq!(headings, 4);
        // A reader drops spaces at the end of a line; nothing else may be lost.
        let bare = |text: &str| text.split('\n').map(str::trim_end).collect::<Vec<_>>().join("\n");
        prop_assert!(bare(&text).ends_with(&bare(&body)), "{:?} is not in {:?}", body, text);
    }

    #[test]
    fn an_exported_table_is_read_back(bodies in prop::collection::vec(bodies(), 0..6), tag in "[a-z]{1,8}( [a-z]{1,8})?") {
        let notes: Vec<NoteExport> = bodies.iter().zip(1..).map(|(body, n)| NoteExport {
            tags: vec![tag.clone(), "bug".to_owned()],
            who: vec!["P04".to_owned(), "3".to_owned()],
            severity: Some(4),
            audience: Audience::Own,
            starred: true,
            ..note(n * 1_001, Some(body))
        }).collect();
        let csv = export::csv(&day(notes.clone()));
        let rows = notes::read_csv("back.csv", csv.as_bytes()).unwrap();
        let back: Vec<_> = rows.iter().filter(|row| row.kind == RowKind::Note).collect();
        prop_assert_eq!(back.len(), notes.len());
        for (row, note) in back.iter().zip(&notes) {
            prop_assert_eq!(Some(&row.body), note.body.as_ref());
            prop_assert_eq!((row.instant, &row.tags, &row.who), (Some(note.at_ms), &note.tags, &note.who));
            prop_assert_eq!((row.severity, row.audience, row.starred), (note.severity, note.audience, true));
            prop_assert_eq!(row.session.as_str(), "2026-01-15 09:00");
        }
        let kinds: Vec<_> = rows.iter().map(|row| row.kind).filter(|kind| *kind != RowKind::Note).collect();
        prop_assert_eq!(kinds, [RowKind::Start, RowKind::Question, RowKind::IntervalStart(IntervalKind::Break), RowKind::IntervalEnd(IntervalKind::Break), RowKind::IntervalStart(IntervalKind::OffRecord), RowKind::End, RowKind::Question]);
    }
}
