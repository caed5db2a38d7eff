//! The export as a table, which [`notes::read_csv`](crate::notes::read_csv) reads again.

use ::csv::{QuoteStyle, Terminator, WriterBuilder};
use chrono::SecondsFormat;

use domain::entity::ItemKind;

use super::{DayExport, SessionExport, clock, iso, minute_of_day, spoken};
use crate::notes::{FORM, ITEM, LEFT_OUT, RowKind};
use crate::table::defused;

const HEADER: [&str; 21] = [
    "session",
    "participants",
    "kind",
    "time",
    "instant",
    "author",
    "note",
    "tags",
    "who",
    "severity",
    "audience",
    "starred",
    "after_end",
    "status",
    "reason",
    "id",
    "outcome",
    "assists",
    "errors",
    "time_on_task",
    "seq",
];

#[derive(Default)]
struct Line {
    kind: &'static str,
    elapsed_ms: Option<i64>,
    at_ms: Option<i64>,
    author: String,
    note: String,
    tags: String,
    who: String,
    severity: String,
    audience: &'static str,
    starred: bool,
    after_end: bool,
    status: &'static str,
    reason: String,
    id: String,
    /// Outcome, assists, errors, time on task and SEQ of a task.
    task: [String; 5],
}

/// Writes RFC 4180 with a header row: one row a note, question, guide item, questionnaire and turn of
/// each session. Cells that a
/// spreadsheet would run as a formula get a leading apostrophe, which the reader takes away.
pub fn csv(day: &DayExport) -> String {
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new());
    let mut write = |cells: [String; 21]| {
        writer.write_record(cells.map(defused)).expect("BUG: writing to memory cannot fail");
    };
    write(HEADER.map(str::to_owned));
    for session in &day.sessions {
        let slot = format!("{} {}", session.date, minute_of_day(session.start_minute));
        for line in lines(session) {
            let [outcome, assists, errors, took, seq] = line.task;
            let yes = |yes: bool| if yes { "yes".to_owned() } else { String::new() };
            write([
                slot.clone(),
                session.codes(),
                line.kind.to_owned(),
                line.elapsed_ms.map(clock).unwrap_or_default(),
                line.at_ms.map(|at| iso(at, day.zone, SecondsFormat::Millis)).unwrap_or_default(),
                line.author,
                line.note,
                line.tags,
                line.who,
                line.severity,
                line.audience.to_owned(),
                yes(line.starred),
                yes(line.after_end),
                line.status.to_owned(),
                line.reason,
                line.id,
                outcome,
                assists,
                errors,
                took,
                seq,
            ]);
        }
    }
    let bytes = writer.into_inner().expect("BUG: writing to memory cannot fail");
    String::from_utf8(bytes).expect("BUG: only strings were written")
}

/// The rows of a session by session time; questions that were never asked come last.
fn lines(session: &SessionExport) -> Vec<Line> {
    let turn = |kind: RowKind, elapsed_ms: i64| Line {
        kind: kind.name(),
        elapsed_ms: Some(elapsed_ms),
        at_ms: session.instant_at(elapsed_ms),
        ..Line::default()
    };
    let mut lines = Vec::new();
    if session.started_at_ms.is_some() {
        lines.push(turn(RowKind::Start, 0));
    }
    for interval in &session.intervals {
        lines.push(turn(RowKind::IntervalStart(interval.kind), interval.from_ms));
        lines.extend(interval.to_ms.map(|to_ms| turn(RowKind::IntervalEnd(interval.kind), to_ms)));
    }
    lines.extend(session.kept_notes().map(|note| Line {
        kind: RowKind::Note.name(),
        elapsed_ms: Some(note.elapsed_ms),
        at_ms: Some(note.at_ms),
        author: note.author.clone(),
        note: note.body.clone().unwrap_or_default(),
        tags: tags(&note.tags),
        who: note.who.join(" "),
        severity: note.severity.map(|level| level.to_string()).unwrap_or_default(),
        audience: note.audience.word(),
        starred: note.starred,
        after_end: note.after_end,
        id: note.id.clone(),
        ..Line::default()
    }));
    lines.extend(session.questions.iter().map(|question| Line {
        kind: RowKind::Question.name(),
        elapsed_ms: question.asked_elapsed_ms,
        at_ms: question.asked_elapsed_ms.and_then(|elapsed| session.instant_at(elapsed)),
        author: question.asker.clone(),
        note: question.text.clone(),
        status: question.status.word(),
        reason: question.reason.clone().unwrap_or_default(),
        id: question.id.clone(),
        ..Line::default()
    }));
    lines.extend(session.run.items.iter().map(|item| Line {
        kind: ITEM,
        elapsed_ms: item.elapsed_ms,
        at_ms: item.elapsed_ms.and_then(|elapsed| session.instant_at(elapsed)),
        note: item.text.clone(),
        status: item.state(),
        id: item.item.clone(),
        task: match item.kind {
            ItemKind::Question => Default::default(),
            ItemKind::Task => [
                item.outcome.map(|outcome| spoken(outcome.word())).unwrap_or_default(),
                item.assists.to_string(),
                item.errors.to_string(),
                item.took_ms.map(clock).unwrap_or_default(),
                item.seq.map(|seq| seq.to_string()).unwrap_or_default(),
            ],
        },
        ..Line::default()
    }));
    lines.extend(session.run.forms.iter().map(|form| Line {
        kind: FORM,
        note: format!("{} {}: {}", form.name(), form.score(), form.answers()),
        who: form.code.clone(),
        ..Line::default()
    }));
    if let Some(elapsed_ms) = session.ended_at_ms.zip(session.started_at_ms).map(|(end, start)| end - start) {
        lines.push(turn(RowKind::End, elapsed_ms));
    }
    lines.sort_by_key(|line| line.elapsed_ms.unwrap_or(i64::MAX));
    if session.quotes_left_out() > 0 {
        let note = session.quotes_left_out().to_string();
        lines.push(Line { kind: LEFT_OUT, note, ..Line::default() });
    }
    lines
}

/// Separated by spaces, or by semicolons when a tag has spaces.
fn tags(tags: &[String]) -> String {
    if tags.iter().any(|tag| tag.contains(char::is_whitespace)) {
        tags.iter().map(|tag| format!("{tag};")).collect()
    } else {
        tags.join(" ")
    }
}
