//! Off the record, and erasing what was captured.

use super::note::BEFORE_START;
use super::session::{close_intervals, known, save, state};
use super::{debrief, decision};
use crate::context::Context;
use crate::fault::Failure;
use crate::load::Kind;
use domain::Refusal;
use domain::entity::Session;
use domain::id::SessionId;
use domain::record::{self, is_off};
use domain::session::{Interval, IntervalKind};
use protocol::{ErasePreview, ErasePreviewed, EraseStretch, Erased, OffRecord};
use serde_json::{Value, json};
use std::collections::HashSet;
use store::{Captured, Tables};

/// Goes off the record, or back on it; what is so already stays so.
pub(super) fn off_record(context: &mut Context<'_>, request: &OffRecord) -> Result<(), Failure> {
    let mut session = known(context, &request.session_id)?;
    if !session.status.is_live() {
        let sentence = "Only a session that runs goes off the record.";
        return Err(Refusal::Rule(sentence.into()).into());
    }
    if is_off(&session.intervals) == request.on {
        return Ok(());
    }
    let before = state(&session);
    if request.on {
        session.intervals.push(Interval { kind: IntervalKind::OffRecord, from: context.now.0, to: None });
    } else {
        close_intervals(&mut session, context.now, |kind| kind == IntervalKind::OffRecord);
    }
    save(context, &mut session, before)
}

fn many(count: usize, one: &str, more: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{count} {more}")),
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// "7 notes by 3 people and 1 question"; none when there is nothing.
fn counted(captured: &Captured) -> (String, usize) {
    let authors: HashSet<_> =
        captured.notes.iter().map(|note| (note.author.key(), &note.author_name)).collect();
    let notes = many(captured.notes.len(), "note", "notes")
        .map(|notes| format!("{notes} by {}", many(authors.len(), "person", "people").unwrap_or_default()));
    let questions = many(captured.questions.len(), "question", "questions");
    let answered = many(captured.answered.len(), "answer to a question", "answers to questions");
    let items = many(captured.items.len(), "guide item", "guide items");
    let forms = many(captured.forms.len(), "questionnaire", "questionnaires");
    let photos = many(captured.photos.len(), "photo", "photos");
    let entries = many(captured.entries.len(), "entry of the debrief", "entries of the debrief");
    let decisions = many(captured.decisions.len(), "decision", "decisions");
    let mut parts: Vec<String> = [notes, questions, answered, items, forms, photos, entries, decisions]
        .into_iter()
        .flatten()
        .collect();
    let last = parts.pop().unwrap_or_default();
    let what = if parts.is_empty() { last } else { format!("{} and {last}", parts.join(", ")) };
    (what, authors.len())
}

fn says(verb: &str, what: &str) -> String {
    match what {
        "" => "Nothing was captured in this stretch.".into(),
        what => format!("{verb} {what}, for good."),
    }
}

pub(super) fn preview(
    tables: Tables<'_>,
    now: i64,
    request: &ErasePreview,
) -> Result<ErasePreviewed, Failure> {
    let session = tables.session(SessionId::parse(&request.session_id)?)?;
    let session = session.ok_or(Refusal::Missing("session"))?;
    let first = || -> Result<i64, Failure> {
        let captured = tables.first_captured(session.id)?;
        Ok([captured, session.started_at.map(|at| at.0)].into_iter().flatten().min().unwrap_or(now))
    };
    let from = request.from.map_or_else(first, Ok)?;
    let to = request.to.unwrap_or(now).min(now);
    let captured = tables.captured(session.id, from, to)?;
    let (what, people) = counted(&captured);
    Ok(ErasePreviewed {
        from,
        to,
        notes: number(captured.notes.len()),
        people: number(people),
        questions: number(captured.questions.len()),
        says: says("Erases", &what),
    })
}

pub(super) fn erase(context: &mut Context<'_>, request: &EraseStretch) -> Result<Value, Failure> {
    let mut session = known(context, &request.session_id)?;
    let to = request.to.min(context.now.0);
    let earliest = session.started_at.map_or(to, |at| at.0.saturating_sub(BEFORE_START));
    let from = request.from.max(earliest);
    if from >= to {
        return Err(
            Refusal::Invalid { what: "The stretch", expected: "one that begins before it ends" }.into()
        );
    }
    if !session.status.has_run() {
        return Err(Refusal::Rule("This session has not started: there is nothing to erase.".into()).into());
    }
    let before = state(&session);
    let captured = context.tables.captured(session.id, from, to)?;
    session.intervals = record::erased(std::mem::take(&mut session.intervals), from, to);
    save(context, &mut session, before)?;
    erase_captured(context, &session, &captured)
}

/// Removes what was captured for good and says so to everybody who was shown any of it.
pub(super) fn erase_captured(
    context: &mut Context<'_>,
    session: &Session,
    captured: &Captured,
) -> Result<Value, Failure> {
    for id in captured.moments.iter().chain(&captured.poorer) {
        for witness in context.tables.moment(*id)?.map(|moment| moment.witnesses).unwrap_or_default() {
            context.touch(Kind::Witnessed, format!("{id}.{}", witness.author.key()));
        }
        context.touch(Kind::Moment, id);
    }
    for id in &captured.decisions {
        decision::withdraw_build(context, *id)?;
    }
    context.tables.erase(session.id, captured, context.now)?;
    captured.notes.iter().for_each(|note| context.touch(Kind::Note, note.id));
    captured.photos.iter().for_each(|id| context.touch(Kind::Photo, id));
    captured.questions.iter().for_each(|id| context.touch(Kind::Question, id));
    captured.seen.iter().for_each(|id| context.touch(Kind::Note, id));
    // What one stands for, and how many want to know it, is told with others, too.
    for question in context.tables.questions_of(session.id)? {
        context.touch(Kind::Question, question.id);
    }
    for member in context.tables.members()?.into_iter().filter(|member| member.left_at.is_none()) {
        context.touch(Kind::Member, member.id);
        context.touch(Kind::Mine, member.id);
    }
    captured.forms.iter().for_each(|id| context.touch(Kind::Form, id));
    captured.items.iter().for_each(|item| context.touch(Kind::Item, format!("{}.{item}", session.id)));
    captured.decisions.iter().for_each(|id| context.touch(Kind::Decision, id));
    debrief::erased(context, session.id, &captured.entries)?;
    if !captured.items.is_empty() {
        context.touch(Kind::Progress, session.id);
    }
    context.erased = true;
    Ok(json!(Erased {
        rev: 0,
        notes: number(captured.notes.len()),
        questions: number(captured.questions.len()),
        says: says("Erased", &counted(captured).0),
    }))
}
