//! Participants: codes, attributes, incentives, and their hidden names.

use super::slot::label;
use crate::context::Context;
use crate::fault::Failure;
use crate::load::Kind;
use domain::Refusal;
use domain::entity::{Attribute, Identity, Incentive, Participant};
use domain::id::ParticipantId;
use domain::text::{Code, Description, Line};
use domain::time::zone;
use protocol::{
    ColumnPublish, IdentityKeep, IdentityShow, IdentityShown, ParticipantCreate, ParticipantUpdate,
};
use serde_json::{Value, json};
use std::collections::HashSet;

/// The most attributes of one participant.
const COLUMNS: usize = 200;

fn known(context: &Context<'_>, id: &str) -> Result<Participant, Failure> {
    let id = ParticipantId::parse(id)?;
    Ok(context.tables.participant(id)?.ok_or(Refusal::Missing("participant"))?)
}

/// A code that nobody has.
fn free(context: &Context<'_>, code: &str) -> Result<Code, Failure> {
    let code = Code::parse(code)?;
    match context.tables.participant_by_code(code.as_str())? {
        Some(_) => {
            Err(Refusal::Rule(format!("There is a {} already. Choose another code.", code.as_str())).into())
        }
        None => Ok(code),
    }
}

/// Says that a participant changed, and whatever shows their code or attributes.
fn touch(context: &mut Context<'_>, id: ParticipantId) -> Result<(), Failure> {
    context.touch(Kind::Participant, id);
    for session in context.tables.sessions_of(id)? {
        context.touch(Kind::Session, session);
    }
    let on_call = |slot: &domain::entity::Slot| slot.on_call.iter().any(|one| one.participant_id == id);
    for slot in context.tables.slots()?.into_iter().filter(on_call) {
        context.touch(Kind::Slot, slot.id);
    }
    Ok(())
}

/// Makes a participant with a new id and a code that nobody has.
pub(super) fn create_with(context: &mut Context<'_>, id: &str, code: &str) -> Result<Participant, Failure> {
    let id = ParticipantId::parse(id)?;
    context.unknown("participant", &id.to_string())?;
    let code = free(context, code)?.as_str().to_owned();
    let participant =
        Participant { id, code, zone: None, attributes: Vec::new(), has_identity: false, incentive: None };
    context.tables.participant_put(&participant)?;
    context.touch(Kind::Participant, id);
    Ok(participant)
}

pub(super) fn create(context: &mut Context<'_>, request: &ParticipantCreate) -> Result<(), Failure> {
    create_with(context, &request.participant_id, &request.code).map(|_| ())
}

pub(super) fn update(context: &mut Context<'_>, request: &ParticipantUpdate) -> Result<(), Failure> {
    let mut person = known(context, &request.participant_id)?;
    let before = person.clone();
    if let Some(code) = &request.code
        && Code::parse(code)?.as_str() != person.code
    {
        person.code = free(context, code)?.as_str().into();
    }
    if let Some(name) = &request.zone {
        person.zone = if name.trim().is_empty() { None } else { Some(zone(name)?) };
    }
    if let Some(given) = &request.attributes {
        if given.len() > COLUMNS {
            let sentence = format!("A participant has at most {COLUMNS} attributes.");
            return Err(Refusal::Rule(sentence).into());
        }
        let public = public_columns(context)?;
        let mut attributes: Vec<Attribute> = Vec::new();
        for one in given.iter().filter(|one| !one.value.trim().is_empty()) {
            let name = Line::parse(&one.name)?.as_str().to_owned();
            if attributes.iter().any(|other| other.name == name) {
                return Err(Refusal::Rule(format!("“{name}” stands there twice.")).into());
            }
            let value = Description::parse(&one.value)?.as_str().to_owned();
            attributes.push(Attribute { public: public.contains(&name), name, value });
        }
        person.attributes = attributes;
    }
    if let Some(what) = &request.incentive {
        let paid = person.incentive.as_ref().is_some_and(|known| known.paid);
        let what = label(what)?;
        person.incentive = Some(Incentive { what, paid }).filter(|incentive| !incentive.what.is_empty());
    }
    match (request.incentive_state.as_deref(), &mut person.incentive) {
        (None, _) => {}
        (Some("owed"), Some(incentive)) => incentive.paid = false,
        (Some("paid"), Some(incentive)) => incentive.paid = true,
        (Some("owed" | "paid"), None) => {
            return Err(Refusal::Rule("Say first what they get.".into()).into());
        }
        _ => return Err(Refusal::Invalid { what: "The incentive", expected: "owed or paid" }.into()),
    }
    if person == before {
        return Ok(());
    }
    context.tables.participant_put(&person)?;
    touch(context, person.id)
}

/// Columns that observers may read.
fn public_columns(context: &Context<'_>) -> Result<HashSet<String>, Failure> {
    let all = context.tables.participants()?.into_iter().flat_map(|person| person.attributes);
    Ok(all.filter(|attribute| attribute.public).map(|attribute| attribute.name).collect())
}

pub(super) fn publish(context: &mut Context<'_>, request: &ColumnPublish) -> Result<(), Failure> {
    let mut found = false;
    for mut person in context.tables.participants()? {
        let mut changed = false;
        for attribute in person.attributes.iter_mut().filter(|attribute| attribute.name == request.column) {
            found = true;
            changed |= attribute.public != request.public;
            attribute.public = request.public;
        }
        if changed {
            context.tables.participant_put(&person)?;
            touch(context, person.id)?;
        }
    }
    if found { Ok(()) } else { Err(Refusal::Missing("column").into()) }
}

/// What is kept of the request elsewhere names only the participant: see `Engine::digest`.
pub(super) fn identity_keep(context: &mut Context<'_>, request: &IdentityKeep) -> Result<(), Failure> {
    let id = known(context, &request.participant_id)?.id;
    let identity = Identity { name: label(&request.name)?, contact: label(&request.contact)? };
    if context.tables.identity(id)?.is_some_and(|known| known != identity) {
        // No byte of the name of before stays.
        context.tables.file_unclean()?;
        context.erased = true;
    }
    if identity == Identity::default() {
        context.tables.identity_delete(id)?;
    } else {
        context.tables.identity_put(id, &identity)?;
    }
    context.touch(Kind::Participant, id);
    Ok(())
}

/// Touching the participant records that the name was shown.
pub(super) fn identity_show(context: &mut Context<'_>, request: &IdentityShow) -> Result<Value, Failure> {
    let id = ParticipantId::parse(&request.participant_id)?;
    let identity = context.tables.identity(id)?.ok_or(Refusal::Missing("real name"))?;
    context.touch(Kind::Participant, id);
    Ok(json!(IdentityShown { name: identity.name, contact: identity.contact }))
}
