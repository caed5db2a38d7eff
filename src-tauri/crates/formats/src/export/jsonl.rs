//! The export as JSON Lines: one object a line, each with a `kind`, and nothing rounded.

use chrono::SecondsFormat;
use serde_json::{Map, Value, json};

use super::{DayExport, SessionExport, clock, iso, spoken};
use crate::notes::RowKind;

/// Writes one object a line: `study`, then for each session `session`, `participant`, `interval`, `item`,
/// `form`, `duty`, `moment`, `note`, `question`, `debrief`, `entry` and `decision`, all but the first with the `session`
/// they belong to. Instants stand as ISO 8601 (`at`) and as UTC milliseconds (`at_ms`), session times as `HH:MM:SS`
/// (`elapsed`) and milliseconds (`elapsed_ms`).
pub fn jsonl(day: &DayExport) -> String {
    let mut lines = vec![json!({
        "kind": "study",
        "id": day.study_id,
        "title": day.study_title,
        "zone": day.zone.name(),
        "from": day.from.to_string(),
        "to": day.to.to_string(),
    })];
    for session in &day.sessions {
        session_lines(day, session, &mut lines);
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn session_lines(day: &DayExport, session: &SessionExport, lines: &mut Vec<Value>) {
    let at = |at_ms: Option<i64>| at_ms.map(|at_ms| iso(at_ms, day.zone, SecondsFormat::Millis));
    lines.push(json!({
        "kind": "session",
        "id": session.id,
        "participants": session.participants.iter().map(|participant| &participant.code).collect::<Vec<_>>(),
        "session_kind": session.kind.word(),
        "status": spoken(session.status.word()),
        "date": session.date.to_string(),
        "start_minute": session.start_minute,
        "length_minutes": session.length_minutes,
        "zone": session.zone.name(),
        "started_at": at(session.started_at_ms),
        "started_at_ms": session.started_at_ms,
        "ended_at": at(session.ended_at_ms),
        "ended_at_ms": session.ended_at_ms,
        "quotes_allowed": session.quotes_allowed,
        "quotes_left_out": session.quotes_left_out(),
        "guide_version": session.run.guide_version,
        "section_order": session.run.section_order,
        "build": session.build,
    }));
    for participant in &session.participants {
        let attributes: Map<String, Value> =
            participant.attributes.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
        lines.push(json!({
            "kind": "participant",
            "session": session.id,
            "code": participant.code,
            "attributes": attributes,
        }));
    }
    for interval in &session.intervals {
        lines.push(json!({
            "kind": "interval",
            "session": session.id,
            "interval_kind": RowKind::IntervalStart(interval.kind).name(),
            "from_ms": interval.from_ms,
            "to_ms": interval.to_ms,
        }));
    }
    lines.extend(session.run.lines(&session.id, |id| session.kept_notes().any(|note| note.id == id)));
    for note in session.kept_notes() {
        lines.push(json!({
            "kind": "note",
            "session": session.id,
            "id": note.id,
            "at": at(Some(note.at_ms)),
            "at_ms": note.at_ms,
            "elapsed": clock(note.elapsed_ms),
            "elapsed_ms": note.elapsed_ms,
            "author": note.author,
            "body": note.body,
            "quote": note.quote,
            "tags": note.tags,
            "who": note.who,
            "severity": note.severity,
            "audience": note.audience.word(),
            "starred": note.starred,
            "after_end": note.after_end,
            "passed": note.passed,
            "saw_too": note.saw_too,
        }));
    }
    for question in &session.questions {
        lines.push(json!({
            "kind": "question",
            "session": session.id,
            "id": question.id,
            "text": question.text,
            "asked_elapsed_ms": question.asked_elapsed_ms,
            "asked": question.asked_elapsed_ms.map(clock),
            "status": question.status.word(),
            "asker": question.asker,
            "when": question.when.word(),
            "suggested_elapsed_ms": question.suggested_elapsed_ms,
            "passed_elapsed_ms": question.passed_elapsed_ms,
            "reason": question.reason,
            "merged_into": question.merged_into,
            "covered_by": question.covered_by,
            "answers": question.answers,
            "votes": question.votes,
            "joined": question.joined.0,
            "joined_of": question.joined.1,
        }));
    }
    lines.extend(session.debrief_lines());
}
