//! Moments: marks by different people at one time, and who agrees.

use super::note::captured_now;
use crate::context::Context;
use crate::fault::Failure;
use crate::load::Kind;
use domain::Refusal;
use domain::entity::{Audience, Author, Moment, MomentState, Note, Witness};
use domain::id::{EditId, MomentId};
use domain::moment::{Belongs, KnownMoment, TOGETHER, belongs};
use domain::permission::Actor;
use domain::time::Timestamp;
use protocol::{MomentAgree, MomentSettle};
use serde_json::json;

/// A new mark may make a moment with another's, or join one.
pub(super) fn joined(context: &mut Context<'_>, note: &Note) -> Result<(), Failure> {
    if note.body.is_some() || note.audience == Audience::Own || note.author == Author::Imported {
        return Ok(());
    }
    let key = note.typed_from;
    let (from, to) = (Timestamp(key.0.saturating_sub(TOGETHER)), Timestamp(key.0.saturating_add(TOGETHER)));
    let known: Vec<KnownMoment> = context
        .tables
        .moments_near(note.session_id, from, to)?
        .into_iter()
        .map(|moment| KnownMoment {
            id: moment.id,
            at: moment.at,
            state: moment.state,
            authors: moment
                .witnesses
                .into_iter()
                .filter(|witness| witness.note_id.is_some())
                .map(|witness| witness.author)
                .collect(),
        })
        .collect();
    let marks = context.tables.lone_marks(note.session_id, from, to)?;
    let own = Witness { author: note.author.clone(), note_id: Some(note.id) };
    match belongs(&note.author, key, &known, &marks) {
        Belongs::Alone => Ok(()),
        Belongs::To(moment) => {
            context.tables.witness_put(moment, &own)?;
            tell(context, moment)
        }
        Belongs::With(other) => {
            let first = if other.at <= key { (other.note_id, other.at) } else { (note.id, key) };
            let mut moment = Moment {
                id: context.id(MomentId),
                session_id: note.session_id,
                note_id: first.0,
                at: first.1,
                state: MomentState::Offered,
                // The moderator is at the console.
                present: (context.volatile.presence.note_takers + 1).max(2),
                over: false,
                witnesses: Vec::new(),
                edit: context.id(EditId),
            };
            moment.edit = context.edit(Kind::Moment, moment.id, None, None)?;
            context.tables.moment_put(&moment)?;
            let others = Witness { author: other.author, note_id: Some(other.note_id) };
            context.tables.witness_put(moment.id, &others)?;
            context.tables.witness_put(moment.id, &own)?;
            tell(context, moment.id)
        }
    }
}

/// A mark went or came back, or others may read it now or no longer.
pub(super) fn changed(context: &mut Context<'_>, note: &Note) -> Result<(), Failure> {
    if let Some(id) = context.tables.moment_with(note.id)? {
        tell(context, id)?;
        // Whoever took a mark back has not pressed.
        context.touch(Kind::Witnessed, format!("{id}.{}", note.author.key()));
    }
    Ok(())
}

/// Says that a moment changed, and what those who pressed may know of it.
fn tell(context: &mut Context<'_>, id: MomentId) -> Result<(), Failure> {
    context.touch(Kind::Moment, id);
    tell_witnesses(context, id)
}

fn tell_witnesses(context: &mut Context<'_>, id: MomentId) -> Result<(), Failure> {
    if let Some(moment) = context.tables.moment(id)? {
        for witness in moment.witnesses {
            context.touch(Kind::Witnessed, format!("{id}.{}", witness.author.key()));
        }
    }
    Ok(())
}

/// A moment that whoever asks may see.
fn known(context: &Context<'_>, id: &str) -> Result<Moment, Failure> {
    let moment = context.tables.moment(MomentId::parse(id)?)?.filter(Moment::is_shared);
    let moment = moment.ok_or(Refusal::Missing("moment"))?;
    let shut = context.tables.session(moment.session_id)?.is_none_or(|session| session.is_shut());
    if shut && context.actor != Actor::Moderator {
        return Err(Refusal::Missing("moment").into());
    }
    Ok(moment)
}

pub(super) fn agree(context: &mut Context<'_>, request: &MomentAgree) -> Result<(), Failure> {
    let moment = known(context, &request.moment_id)?;
    captured_now(context, moment.session_id)?;
    context.tables.witness_put(moment.id, &Witness { author: context.author(), note_id: None })?;
    if moment.over {
        return tell(context, moment.id);
    }
    // Frames of a moment that is as it was would tell everybody how many agree.
    tell_witnesses(context, moment.id)
}

pub(super) fn settle(context: &mut Context<'_>, request: &MomentSettle) -> Result<(), Failure> {
    let mut moment = known(context, &request.moment_id)?;
    captured_now(context, moment.session_id)?;
    let state = MomentState::parse(&request.state)?;
    if moment.state == state {
        return Ok(());
    }
    let before = json!({ "state": moment.state.word() });
    moment.state = state;
    moment.edit = context.edit(Kind::Moment, moment.id, Some(moment.edit), Some(before))?;
    context.tables.moment_put(&moment)?;
    tell(context, moment.id)
}
