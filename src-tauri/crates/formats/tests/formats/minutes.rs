//! Minutes: what people took away and what changes, in Markdown and JSON Lines.

use crate::exports::{day, question};
use domain::entity::{Author, Debrief, Decision, DecisionKind, Entry, Joined, QuestionStatus};
use domain::id::{DecisionId, EditId, EntryId, SessionId};
use domain::time::Timestamp;
use formats::export::{self, DayExport};
use pulldown_cmark::{Event, Parser, Tag};

fn uuid(number: u8) -> String {
    format!("01890a5d-ac96-774b-bcce-{number:012x}")
}

fn session() -> SessionId {
    SessionId::parse(&uuid(1)).unwrap()
}

fn edit() -> EditId {
    EditId::parse(&uuid(2)).unwrap()
}

fn entry(number: u8, group: u8, place: u8, text: &str, author: &str, joined: u32) -> Entry {
    let author_id = Author::Member(domain::id::MemberId::parse(&uuid(100 + author.len() as u8)).unwrap());
    Entry {
        id: EntryId::parse(&uuid(number)).unwrap(),
        session_id: session(),
        place,
        text: text.to_owned(),
        group: Some(EntryId::parse(&uuid(group)).unwrap()),
        revealed: true,
        lifted: false,
        author: author_id,
        author_name: author.to_owned(),
        joined: Joined { sessions: joined, of: if joined > 0 { 5 } else { 0 } },
        typed_from: Timestamp(10),
        typed_to: Timestamp(20),
        edit: edit(),
    }
}

fn decision(number: u8, kind: DecisionKind, text: &str, builds: [Option<&str>; 2]) -> Decision {
    let [build_before, build] = builds.map(|build| build.map(str::to_owned));
    Decision {
        id: DecisionId::parse(&uuid(number)).unwrap(),
        session_id: session(),
        kind,
        text: text.to_owned(),
        build_before,
        build,
        made_at: Timestamp(30),
        author: Author::Moderator,
        author_name: "Dana".to_owned(),
        removed: false,
        edit: edit(),
    }
}

fn debriefed() -> DayExport {
    let mut day = day(Vec::new());
    let session = &mut day.sessions[0];
    session.build = Some("1.4".to_owned());
    session.questions.push(question("q3", "Who else pays?", QuestionStatus::Parked, "Sales"));
    session.debrief = Some(Debrief {
        session_id: self::session(),
        started_at: Timestamp(5),
        minutes: 10,
        revealed_at: Some(Timestamp(25)),
        handed_in: 3,
        edit: edit(),
    });
    session.entries = vec![
        entry(10, 10, 2, "Login was confusing", "Maya", 2),
        entry(11, 10, 1, "The *login* is confusing", "Sam", 0),
        entry(12, 12, 1, "Prices are hidden", "Product-2", 1),
        entry(13, 13, 3, "Export is fine", "Maya", 2),
        entry(14, 14, 3, "“I hate it”", "Product-2", 1),
        entry(15, 15, 0, "Nobody\nused search", "Maya", 2),
    ];
    session.decisions = vec![
        decision(20, DecisionKind::Prototype, "Bigger button", [Some("1.4"), Some("1.5")]),
        decision(21, DecisionKind::Brief, "What on Fridays?", [None, None]),
        decision(22, DecisionKind::Guide, "Shorter", [None, None]),
        decision(23, DecisionKind::Other, "Invite Finance", [None, None]),
    ];
    day
}

#[test]
fn minutes_of_a_session() {
    let markdown = export::markdown(&debriefed());
    let minutes = markdown.split_once("### Debrief").expect("minutes").1;
    let expected = "

3 people handed in.

#### Top 3

1. The \\*login\\* is confusing · said by 2 of 3
   - Sam
   - Maya, joined 2 of 5: Login was confusing
2. Prices are hidden · said by 1 of 3
   - Product-2, joined 1 of 5
3. Export is fine · said by 1 of 3
   - Maya, joined 2 of 5

#### Also said

- “I hate it” · said by 1 of 3
  - Product-2, joined 1 of 5

#### Surprises

- Nobody used search · said by 1 of 3
  - Maya, joined 2 of 5

#### What changes

- Prototype, build 1.4 → 1.5: Bigger button · Dana
- Guide: Shorter · Dana
- Invite Finance · Dana

#### For the next brief

- What on Fridays? · Dana
- Who else pays? · parked, suggested by Sales

## Prototype

- 2026-01-15 P04: build 1.4
- 2026-01-15 after P04: build 1.4 → 1.5, Bigger button
";
    assert_eq!(minutes, expected);
}

#[test]
fn minutes_quote_only_who_agreed_and_stay_text() {
    let mut day = debriefed();
    day.sessions[0].quotes_allowed = false;
    day.sessions[0].entries.push(entry(16, 16, 1, "# <b>x</b>\n- [y](z)", "- 1. # *Eve*", 1));
    let (markdown, jsonl) = (export::markdown(&day), export::jsonl(&day));
    for text in [&markdown, &jsonl] {
        assert!(!text.contains("I hate it"), "{text}");
    }
    assert!(markdown.contains("1 quote is left out"), "{markdown}");
    let markup = |event: &Event<'_>| {
        matches!(
            event,
            Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::Link { .. } | Tag::Emphasis)
        )
    };
    assert_eq!(Parser::new(&markdown).find(markup), None, "{markdown}");
}

#[test]
fn json_lines_hold_all_of_it() {
    let jsonl = export::jsonl(&debriefed());
    let lines: Vec<serde_json::Value> =
        jsonl.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |kind: &str| lines.iter().filter(|line| line["kind"] == kind).cloned().collect::<Vec<_>>();
    assert_eq!(of("session")[0]["build"], "1.4");
    assert_eq!(
        of("debrief"),
        [serde_json::json!({
            "kind": "debrief", "session": "session-1", "started_at_ms": 5, "minutes": 10, "revealed_at_ms": 25,
            "handed_in": 3,
        })]
    );
    assert_eq!(of("entry").len(), 6);
    assert_eq!(
        of("entry")[0],
        serde_json::json!({
            "kind": "entry", "session": "session-1", "id": uuid(10), "place": 2, "text": "Login was confusing",
            "group": uuid(10), "author": "Maya", "author_id": uuid(104), "joined": 2, "joined_of": 5,
            "typed_from_ms": 10, "typed_to_ms": 20,
        })
    );
    assert_eq!(
        of("decision")[0],
        serde_json::json!({
            "kind": "decision", "session": "session-1", "id": uuid(20), "decision": "prototype",
            "text": "Bigger button", "build_before": "1.4", "build": "1.5", "made_at_ms": 30, "author": "Dana",
        })
    );
    let parked = of("question").into_iter().find(|one| one["id"] == "q3").expect("there");
    assert_eq!((&parked["status"], &parked["when"]), (&"parked".into(), &"end_of_task".into()));
}
