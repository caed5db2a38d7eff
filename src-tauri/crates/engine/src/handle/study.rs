//! The study's own fields, and the names behind codes.

use crate::context::Context;
use crate::fault::Failure;
use crate::load::Kind;
use domain::Refusal;
use domain::entity::LEAD_IN_LIMIT;
use domain::id::ParticipantId;
use domain::text::{DisplayName, Title};
use domain::time::zone;
use protocol::{IdentityShow, IdentityShown, StudyUpdate};
use serde_json::{Value, json};

pub(super) fn update(context: &mut Context<'_>, request: &StudyUpdate) -> Result<(), Failure> {
    let mut study = context.tables.study()?;
    if let Some(title) = &request.title {
        study.title = Title::parse(title)?.as_str().into();
    }
    if let Some(name) = &request.zone {
        study.zone = zone(name)?;
    }
    if let Some(name) = &request.moderator_name {
        study.moderator_name = DisplayName::parse(name)?.as_str().into();
    }
    study.observers_read_notes = request.observers_read_notes.unwrap_or(study.observers_read_notes);
    study.observers_see_guide = request.observers_see_guide.unwrap_or(study.observers_see_guide);
    study.typed_lead_in = lead_in(request.typed_lead_in_ms, study.typed_lead_in)?;
    study.mark_lead_in = lead_in(request.mark_lead_in_ms, study.mark_lead_in)?;
    context.tables.study_put(&study)?;
    context.touch(Kind::Study, "study");
    Ok(())
}

fn lead_in(asked: Option<u32>, known: u32) -> Result<u32, Refusal> {
    let lead_in = asked.unwrap_or(known);
    if lead_in > LEAD_IN_LIMIT {
        return Err(Refusal::Invalid { what: "The lead-in", expected: "up to 60 seconds" });
    }
    Ok(lead_in)
}

/// Touching the participant records that the name was shown.
pub(super) fn identity_show(context: &mut Context<'_>, request: &IdentityShow) -> Result<Value, Failure> {
    let id = ParticipantId::parse(&request.participant_id)?;
    let identity = context.tables.identity(id)?.ok_or(Refusal::Missing("real name"))?;
    context.touch(Kind::Participant, id);
    Ok(json!(IdentityShown { name: identity.name, contact: identity.contact }))
}
