//! Questionnaires that follow a session.

use super::item::{begun, has_duty};
use crate::context::Context;
use crate::fault::Failure;
use crate::load::Kind;
use domain::Refusal;
use domain::entity::{DutyKind, Form, FormKind};
use domain::id::ParticipantId;
use protocol::FormRecord;
use serde_json::json;

pub(super) fn record(context: &mut Context<'_>, request: &FormRecord) -> Result<(), Failure> {
    let session = begun(context, &request.session_id)?;
    has_duty(context, session.id, DutyKind::Guide)?;
    context.captured(&session, None, None)?;
    let participant_id = ParticipantId::parse(&request.participant_id)?;
    if session.seats.iter().all(|seat| seat.participant_id != participant_id) {
        return Err(Refusal::Missing("participant in this session").into());
    }
    let kind = FormKind::parse(&request.form)?;
    let known = context.tables.form(session.id, participant_id, kind)?;
    let answers = known.as_ref().map(|known| known.answers.clone()).unwrap_or_default();
    if answers == request.answers {
        return Ok(());
    }
    let id = format!("{}.{participant_id}.{}", session.id, kind.word());
    let parent = known.as_ref().map(|known| known.edit);
    if request.answers.is_empty() {
        context.edit(Kind::Form, id, parent, Some(json!({ "answers": answers })))?;
        context.tables.form_delete(session.id, participant_id, kind)?;
        return Ok(());
    }
    kind.check(&request.answers)?;
    let before = known.map(|known| json!({ "answers": known.answers }));
    let edit = context.edit(Kind::Form, id, parent, before)?;
    let answers = request.answers.clone();
    context.tables.form_put(&Form { session_id: session.id, participant_id, kind, answers, edit })?;
    Ok(())
}
