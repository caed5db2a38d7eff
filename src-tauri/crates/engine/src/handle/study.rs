//! The study's own fields, and the names behind codes.

use crate::context::Context;
use crate::fault::Failure;
use crate::load::Kind;
use domain::Refusal;
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
    context.tables.study_put(&study)?;
    context.touch(Kind::Study, "study");
    Ok(())
}

/// Touching the participant records that the name was shown.
pub(super) fn identity_show(context: &mut Context<'_>, request: &IdentityShow) -> Result<Value, Failure> {
    let id = ParticipantId::parse(&request.participant_id)?;
    let identity = context.tables.identity(id)?.ok_or(Refusal::Missing("real name"))?;
    context.touch(Kind::Participant, id);
    Ok(json!(IdentityShown { name: identity.name, contact: identity.contact }))
}
