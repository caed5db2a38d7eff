//! Answers into the study: a file that comes again brings its rows up to date and never doubles them.

use super::{Parsed, at_line, counted, leave_out, report, tell};
use crate::context::Context;
use crate::fault::Failure;
use crate::handle::slot::participant;
use crate::load::Kind;
use domain::entity::{AnswerKind, AnswerRow, AnswerSource};
use domain::id::{ParticipantId, SourceId};
use domain::text::Code;
use formats::answers::{AnswerEntry, Answers};
use protocol::ImportedFile;
use std::collections::{HashMap, HashSet};
use store::Origin;

pub(super) fn take(
    context: &mut Context<'_>,
    file: &str,
    answers: &Answers,
    parsed: &Parsed,
) -> Result<ImportedFile, Failure> {
    let mut report = report(file, answers.kind.word());
    for skipped in &answers.skipped {
        leave_out(&mut report, skipped.line, &skipped.what, &skipped.reason);
    }
    let headers = parsed.look.as_ref().map(|look| look.headers()).unwrap_or_default();
    let origin = Origin { headers, digest: parsed.digest.clone() };
    let known = known(context, file, answers, &origin)?;
    let (columns, mut rows) = match &known {
        Some(source) => (merged(&source.columns, &answers.questions), context.tables.answer_keys(source.id)?),
        None => (answers.questions.clone(), Vec::new()),
    };
    let source = AnswerSource {
        id: known.as_ref().map_or_else(|| context.id(SourceId), |source| source.id),
        name: file.to_owned(),
        kind: answers.kind,
        imported_at: context.now,
        columns,
    };
    context.tables.answer_source_put(&source, &origin)?;
    let before = known.map(|source| source.columns).unwrap_or_default();
    realign(context, &source, &before, &mut rows)?;
    take_rows(context, &source, answers, rows, &mut report)?;
    context.touch(Kind::Study, context.tables.study()?.id);
    let what = if answers.kind == AnswerKind::Diary { "diary rows" } else { "answers" };
    report.summary = counted(&report, what);
    if !answers.personal.is_empty() {
        let names = answers.personal.join(", ");
        report.skipped.push(format!("Personal, and so left out unless you ask for it: {names}."));
    }
    Ok(report)
}

/// The file as it came before: the same columns, and the same content, name, or rows by the survey tool's own ids.
fn known(
    context: &Context<'_>,
    file: &str,
    answers: &Answers,
    origin: &Origin,
) -> Result<Option<AnswerSource>, Failure> {
    let certain: HashSet<&str> =
        answers.rows.iter().filter(|row| row.certain).map(|row| row.key.as_str()).collect();
    for (source, digest) in context.tables.answer_sources_like(&origin.headers)? {
        let shared = || -> Result<bool, Failure> {
            let keys = context.tables.answer_keys(source.id)?;
            Ok(keys.iter().any(|(key, _)| certain.contains(key.as_str())))
        };
        if digest == origin.digest || source.name == file || shared()? {
            return Ok(Some(source));
        }
    }
    Ok(None)
}

/// The columns of before, and what is new after them.
fn merged(before: &[String], now: &[String]) -> Vec<String> {
    if now.iter().all(|column| before.contains(column)) && before.iter().all(|column| now.contains(column)) {
        return now.to_vec();
    }
    let new = now.iter().filter(|column| !before.contains(column));
    before.iter().chain(new).cloned().collect()
}

/// Rows of before stand in the columns of now.
fn realign(
    context: &Context<'_>,
    source: &AnswerSource,
    before: &[String],
    rows: &mut [(String, AnswerRow)],
) -> Result<(), Failure> {
    if before == source.columns {
        return Ok(());
    }
    for (key, row) in rows {
        row.values = in_columns(&source.columns, before, &row.values);
        context.tables.answer_row_put(source.id, key, row)?;
    }
    Ok(())
}

fn in_columns(columns: &[String], own: &[String], values: &[String]) -> Vec<String> {
    let value = |column: &String| {
        let place = own.iter().position(|name| name == column)?;
        values.get(place).cloned()
    };
    columns.iter().map(|column| value(column).unwrap_or_default()).collect()
}

fn take_rows(
    context: &mut Context<'_>,
    source: &AnswerSource,
    answers: &Answers,
    rows: Vec<(String, AnswerRow)>,
    report: &mut ImportedFile,
) -> Result<(), Failure> {
    let mut next = rows.iter().map(|(_, row)| row.row).max().unwrap_or(0) + 1;
    let mut left: HashMap<String, AnswerRow> = rows.into_iter().collect();
    for entry in &answers.rows {
        let who = who(context, entry).map_err(|failure| at_line(&report.name, entry.line, failure))?;
        let before = left.remove(&entry.key);
        let row = AnswerRow {
            row: before.as_ref().map_or(next, |row| row.row),
            participant_id: who.or(before.as_ref().and_then(|row| row.participant_id)),
            at: entry.at.clone(),
            values: in_columns(&source.columns, &answers.questions, &entry.values),
        };
        if before.as_ref() == Some(&row) {
            report.unchanged += 1;
            continue;
        }
        context.tables.answer_row_put(source.id, &entry.key, &row)?;
        if let Some(id) = row.participant_id {
            context.touch(Kind::Participant, id);
        }
        if before.is_some() {
            report.changed += 1;
            tell(report, entry.line, "changed", named(entry));
        } else {
            next += 1;
            report.added += 1;
            tell(report, entry.line, "new", named(entry));
        }
    }
    let mut gone: Vec<&AnswerRow> = left.values().collect();
    gone.sort_by_key(|row| row.row);
    for row in gone {
        let says = format!("Row {} is no longer in the file; it stays in the study.", row.row);
        tell(report, 0, "gone", says);
    }
    Ok(())
}

/// Who answered: the participant with the row's code, a new one when nobody has it.
fn who(context: &mut Context<'_>, entry: &AnswerEntry) -> Result<Option<ParticipantId>, Failure> {
    let Some(code) = &entry.code else { return Ok(None) };
    Ok(Some(participant(context, &Code::parse(code)?)?.id))
}

/// A row as it may be told: who, when, and how much they said.
fn named(entry: &AnswerEntry) -> String {
    let who = entry.code.clone().unwrap_or_else(|| "A respondent".to_owned());
    let count = entry.values.iter().filter(|value| !value.is_empty()).count();
    let at = entry.at.as_ref().map(|at| format!(", {}", at.replace('T', " "))).unwrap_or_default();
    let answers = if count == 1 { "answer" } else { "answers" };
    format!("{who}{at}: {count} {answers}.")
}
