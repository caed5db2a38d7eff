//! Decisions: what changes after a session, the prototype among it.

use super::item::{begun, has_duty};
use super::note::{begun_by, still_open};
use super::slot::label;
use crate::context::Context;
use crate::fault::Failure;
use crate::load::Kind;
use domain::Refusal;
use domain::entity::{Decision, DecisionKind, DutyKind};
use domain::id::DecisionId;
use domain::text::DecisionText;
use protocol::DecisionAdd;
use serde_json::{Value, json};

/// Records one. A new build is what sessions are run with from now on.
pub(super) fn add(context: &mut Context<'_>, request: &DecisionAdd) -> Result<(), Failure> {
    let id = DecisionId::parse(&request.decision_id)?;
    let session = begun(context, &request.session_id)?;
    let keys = context.captured(&session, request.typed_from, request.typed_to)?;
    context.unknown("decision", &request.decision_id)?;
    has_duty(context, session.id, DutyKind::Debrief)?;
    still_open(context, &session, keys)?;
    begun_by(session.started_at.unwrap_or(context.now), keys)?;
    let kind = DecisionKind::parse(&request.decision)?;
    let asked = request.build.as_deref().map(label).transpose()?.filter(|build| !build.is_empty());
    let mut study = context.tables.study()?;
    let (build_before, build) = match kind {
        DecisionKind::Prototype => {
            let before = session.build.or_else(|| study.build.clone());
            (before, asked.clone().or_else(|| study.build.clone()))
        }
        _ if asked.is_some() => {
            return Err(Refusal::Rule("Only a change of the prototype has a build.".into()).into());
        }
        _ => (None, None),
    };
    let before = json!({ "build": study.build });
    let decision = Decision {
        id,
        session_id: session.id,
        kind,
        text: DecisionText::parse(&request.text)?.as_str().into(),
        build_before,
        build,
        made_at: context.now,
        author: context.author(),
        author_name: context.author_name()?,
        removed: false,
        edit: context.edit(Kind::Decision, id, None, asked.is_some().then_some(before))?,
    };
    context.tables.decision_put(&decision)?;
    if asked.is_some() && study.build != asked {
        study.build = asked;
        context.tables.study_put(&study)?;
        context.touch(Kind::Study, "study");
    }
    Ok(())
}

/// Takes one back. The build before it is in force again, unless another one is by now.
pub(super) fn remove(context: &mut Context<'_>, id: &str) -> Result<(), Failure> {
    let known = context.tables.decision(DecisionId::parse(id)?)?.ok_or(Refusal::Missing("decision"))?;
    let session = begun(context, &known.session_id.to_string())?;
    has_duty(context, session.id, DutyKind::Debrief)?;
    if known.removed {
        return Err(Refusal::Gone("decision").into());
    }
    withdraw_build(context, known.id)?;
    let mut decision = Decision { removed: true, ..known };
    let before = json!({ "removed": false });
    decision.edit = context.edit(Kind::Decision, decision.id, Some(decision.edit), Some(before))?;
    context.tables.decision_put(&decision)?;
    Ok(())
}

/// Makes the build of before a decision the one in force again, unless the decision is gone or another one is by now.
pub(super) fn withdraw_build(context: &mut Context<'_>, id: DecisionId) -> Result<(), Failure> {
    let Some(known) = context.tables.decision(id)?.filter(|known| !known.removed) else { return Ok(()) };
    let made = context.tables.edit(known.edit)?.and_then(|edit| edit.before);
    let build = made.and_then(|before| serde_json::from_str::<Value>(&before).ok());
    let mut study = context.tables.study()?;
    if let Some(before) = build
        && study.build == known.build
    {
        study.build = before["build"].as_str().map(Into::into);
        context.tables.study_put(&study)?;
        context.touch(Kind::Study, "study");
    }
    Ok(())
}
