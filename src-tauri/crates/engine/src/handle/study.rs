//! The study's own fields.

use crate::context::Context;
use crate::fault::Failure;
use crate::handle::slot::label;
use crate::load::Kind;
use domain::Refusal;
use domain::entity::{LEAD_IN_LIMIT, ObserversRead, Quota};
use domain::text::{DisplayName, Line, Title};
use domain::time::zone;
use protocol::StudyUpdate;

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
    if let Some(word) = &request.observers_read {
        study.observers_read = ObserversRead::parse(word)?;
    }
    study.observers_see_names = request.observers_see_names.unwrap_or(study.observers_see_names);
    study.observers_see_guide = request.observers_see_guide.unwrap_or(study.observers_see_guide);
    study.typed_lead_in = lead_in(request.typed_lead_in_ms, study.typed_lead_in)?;
    study.mark_lead_in = lead_in(request.mark_lead_in_ms, study.mark_lead_in)?;
    if let Some(column) = &request.segment {
        study.segment = Some(label(column)?).filter(|column| !column.is_empty());
    }
    if let Some(asked) = &request.quotas {
        study.quotas = quotas(asked)?;
    }
    if let Some(build) = &request.build {
        study.build = Some(label(build)?).filter(|build| !build.is_empty());
    }
    context.tables.study_put(&study)?;
    context.touch(Kind::Study, "study");
    Ok(())
}

fn quotas(asked: &[protocol::Quota]) -> Result<Vec<Quota>, Refusal> {
    let mut quotas: Vec<Quota> = Vec::new();
    for one in asked {
        let value = Line::parse(&one.value)?.as_str().to_owned();
        if quotas.iter().any(|other| other.value == value) {
            return Err(Refusal::Rule(format!("“{value}” stands there twice.")));
        }
        if !(1..=999).contains(&one.target) {
            return Err(Refusal::Invalid { what: "A quota", expected: "1 to 999 sessions" });
        }
        quotas.push(Quota { value, target: one.target });
    }
    Ok(quotas)
}

fn lead_in(asked: Option<u32>, known: u32) -> Result<u32, Refusal> {
    let lead_in = asked.unwrap_or(known);
    if lead_in > LEAD_IN_LIMIT {
        return Err(Refusal::Invalid { what: "The lead-in", expected: "up to 60 seconds" });
    }
    Ok(lead_in)
}
