//! Questions from the room: suggested, voted for, answered by notes.

mod alike;
mod way;

pub(super) use alike::like;
pub(super) use way::{session_over, step};

use crate::context::Context;
use crate::fault::Failure;
use crate::feed::viewer;
use crate::handle::item::has_duty;
use crate::handle::note::{begun_by, captured_now, readable};
use crate::load::{Kind, scene};
use domain::Refusal;
use domain::entity::{DutyKind, Joined, Question, QuestionStatus, When};
use domain::id::{EditId, NoteId, QuestionId, SessionId};
use domain::permission::{Actor, Role};
use domain::text::QuestionText;
use domain::visibility::{Entity, reveal};
use protocol::{Fault, FaultCode, QuestionLink, QuestionSuggest, QuestionVote};
use serde_json::json;

/// How many questions an observer may suggest in `SPAN`.
const MOST: u32 = 6;
/// Ten minutes, in milliseconds.
const SPAN: i64 = 10 * 60_000;
/// How many observers have a page open when they begin to vote.
const ENOUGH: u32 = 6;

pub(super) fn suggest(context: &mut Context<'_>, request: &QuestionSuggest) -> Result<(), Failure> {
    let id = QuestionId::parse(&request.question_id)?;
    let session_id = SessionId::parse(&request.session_id)?;
    if let Some(session) = context.tables.session(session_id)? {
        let keys = context.captured(&session, request.typed_from, request.typed_to)?;
        begun_by(session.started_at.unwrap_or(context.now), keys)?;
    }
    context.unknown("question", &request.question_id)?;
    // What the room is not about is not there for it.
    let session = context.tables.session(session_id)?.filter(|session| session.is_open_to_room());
    let session = session.ok_or(Refusal::Missing("session open to the room"))?;
    if !session.status.is_live() {
        return Err(Refusal::Rule("This session is over: the moderator can no longer ask.".into()).into());
    }
    let text = QuestionText::parse(&request.text)?.as_str().into();
    not_too_many(context)?;
    let mut question = Question {
        id,
        session_id,
        text,
        when: When::parse(&request.when)?,
        status: QuestionStatus::Suggested,
        reason: None,
        merged_into: None,
        became: None,
        covered_by: None,
        passed_at: None,
        passed_by: None,
        answers: Vec::new(),
        voters: Vec::new(),
        lifted: false,
        joined: joined(context)?,
        asker: context.author(),
        asker_name: context.author_name()?,
        suggested_at: context.now,
        asked_at: None,
        edit: context.id(EditId),
    };
    question.edit = context.edit(Kind::Question, id, None, None)?;
    context.tables.question_put(&question)?;
    if let Actor::Member(id, _) = context.actor {
        context.touch(Kind::Mine, id);
    }
    Ok(())
}

/// How many sessions whoever asks joined so far.
pub(super) fn joined(context: &Context<'_>) -> Result<Joined, Failure> {
    Ok(match context.actor {
        Actor::Moderator => Joined::default(),
        Actor::Member(id, _) => crate::attendance::joined(context.tables, id)?,
    })
}

/// An observer suggests a few questions at a time. A note-taker's outbox holds notes, which must not wait for this.
fn not_too_many(context: &Context<'_>) -> Result<(), Failure> {
    let Actor::Member(member, Role::Observer) = context.actor else { return Ok(()) };
    let recent = context.tables.suggested_by(member, MOST)?;
    let Some(first) = recent.get(MOST as usize - 1).filter(|at| at.0 > context.now.0 - SPAN) else {
        return Ok(());
    };
    let wait = (first.0 + SPAN - context.now.0).clamp(1, SPAN);
    let minutes = (wait + 59_999) / 60_000;
    let plural = if minutes == 1 { "minute" } else { "minutes" };
    let sentence = format!(
        "You have suggested {MOST} questions in 10 minutes. The next one can go in {minutes} {plural}; it stays here until then."
    );
    let seconds = u32::try_from((wait + 999) / 1000).unwrap_or(u32::MAX);
    Err(Fault { retry_after: Some(seconds), ..Fault::new(FaultCode::TooMany, sentence) }.into())
}

/// A question that is there for whoever asks.
fn known(context: &Context<'_>, id: &str) -> Result<Question, Failure> {
    let question = context.tables.question(QuestionId::parse(id)?)?;
    let scene = scene(context.tables)?;
    let seen =
        |question: &Question| reveal(Entity::Question(question), viewer(context.actor), &scene).is_some();
    Ok(question.filter(seen).ok_or(Refusal::Missing("question"))?)
}

pub(super) fn vote(context: &mut Context<'_>, request: &QuestionVote) -> Result<(), Failure> {
    let Actor::Member(member, _) = context.actor else {
        return Err(Refusal::Forbidden("Only observers vote.").into());
    };
    let question = known(context, &request.question_id)?;
    captured_now(context, question.session_id)?;
    if question.asker == context.author() {
        return Err(Refusal::Rule("This question is your own.".into()).into());
    }
    if request.on && question.status != QuestionStatus::Passed {
        return Err(Refusal::Rule("Votes are for questions that wait to be asked.".into()).into());
    }
    if request.on && context.volatile.presence.observers < ENOUGH {
        let sentence =
            format!("Votes begin once {ENOUGH} observers are here. Until then every question is read.");
        return Err(Refusal::Rule(sentence).into());
    }
    context.tables.question_vote_put(question.id, member, request.on, context.now)?;
    context.touch(Kind::Mine, member);
    context.touch(Kind::Question, question.id);
    Ok(())
}

pub(super) fn link(context: &mut Context<'_>, request: &QuestionLink) -> Result<(), Failure> {
    let mut question = known(context, &request.question_id)?;
    has_duty(context, question.session_id, DutyKind::Questions)?;
    captured_now(context, question.session_id)?;
    let mut answers: Vec<NoteId> = Vec::new();
    for id in &request.notes {
        let id = NoteId::parse(id)?;
        // What somebody else linked stays, whoever may read it.
        if !question.answers.contains(&id) {
            let note = readable(context, &id.to_string())?;
            if note.deleted || note.session_id != question.session_id {
                return Err(Refusal::Missing("note in the question's session").into());
            }
        }
        if !answers.contains(&id) {
            answers.push(id);
        }
    }
    answers.sort();
    question.answers.sort();
    if answers == question.answers {
        return Ok(());
    }
    let before = json!({ "answers": crate::fields::strings(&question.answers) });
    question.edit = context.edit(Kind::Question, question.id, Some(question.edit), Some(before))?;
    context.tables.question_put(&question)?;
    context.tables.question_notes_put(question.id, &answers)?;
    Ok(())
}
