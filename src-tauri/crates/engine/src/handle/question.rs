//! Questions from the room: suggested, asked, declined.

use crate::context::Context;
use crate::fault::Failure;
use crate::handle::item::has_duty;
use crate::handle::note::{begun_by, captured_now};
use crate::handle::slot::label;
use crate::load::Kind;
use domain::Refusal;
use domain::entity::{DutyKind, Question, QuestionStatus, When};
use domain::id::{EditId, QuestionId, SessionId};
use domain::text::QuestionText;
use protocol::{QuestionAnswer, QuestionSuggest, QuestionVerdict};
use serde_json::json;

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
    let mut question = Question {
        id,
        session_id,
        text: QuestionText::parse(&request.text)?.as_str().into(),
        when: When::parse(&request.when)?,
        status: QuestionStatus::Suggested,
        reason: None,
        asker: context.author(),
        asker_name: context.author_name()?,
        suggested_at: context.now,
        asked_at: None,
        edit: context.id(EditId),
    };
    question.edit = context.edit(Kind::Question, id, None, None)?;
    context.tables.question_put(&question)?;
    Ok(())
}

pub(super) fn answer(context: &mut Context<'_>, request: &QuestionAnswer) -> Result<(), Failure> {
    let id = QuestionId::parse(&request.question_id)?;
    let mut question = context.tables.question(id)?.ok_or(Refusal::Missing("question"))?;
    has_duty(context, question.session_id, DutyKind::Questions)?;
    captured_now(context, question.session_id)?;
    let before = json!({
        "status": question.status.word(),
        "reason": question.reason,
        "asked_at": question.asked_at.map(|at| at.0),
    });
    match request.verdict {
        QuestionVerdict::Asked => {
            question.status = QuestionStatus::Asked;
            question.asked_at = Some(context.now);
            question.reason = None;
        }
        QuestionVerdict::Declined => {
            question.status = QuestionStatus::Declined;
            question.asked_at = None;
            question.reason =
                request.reason.as_deref().map(label).transpose()?.filter(|reason| !reason.is_empty());
        }
    }
    question.edit = context.edit(Kind::Question, id, Some(question.edit), Some(before))?;
    context.tables.question_put(&question)?;
    Ok(())
}
