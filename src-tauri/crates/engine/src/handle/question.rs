//! Questions from the room: suggested, asked, declined.

use crate::context::Context;
use crate::fault::Failure;
use crate::handle::note::begun_by;
use crate::load::Kind;
use domain::Refusal;
use domain::entity::{Joined, Question, QuestionStatus, When};
use domain::id::{EditId, QuestionId, SessionId};
use domain::permission::Actor;
use domain::text::QuestionText;
use protocol::QuestionSuggest;

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
        merged_into: None,
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
