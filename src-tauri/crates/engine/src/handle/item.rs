//! Guide items and duties: what a session got to, and who keeps track of it.

use super::note::undo_context;
use crate::context::Context;
use crate::fault::Failure;
use crate::fields::{Change, of_item};
use crate::load::Kind;
use domain::Refusal;
use domain::entity::{
    Author, Duty, DutyKind, Guide, ItemKey, ItemKind, ItemRun, ItemState, Outcome, Session,
};
use domain::id::{EditId, SessionId};
use domain::permission::Actor;
use domain::time::Timestamp;
use protocol::{DutyClaim, ItemMark};
use store::{StoreError, Tables};

/// A session that has begun and that whoever asks may know of.
pub(super) fn begun(context: &Context<'_>, id: &str) -> Result<Session, Failure> {
    let session = context.tables.session(SessionId::parse(id)?)?.ok_or(Refusal::Missing("session"))?;
    if session.is_shut() && context.actor != Actor::Moderator {
        return Err(Refusal::Missing("session").into());
    }
    if !session.status.has_run() {
        return Err(Refusal::Rule("This session has not started yet.".into()).into());
    }
    Ok(session)
}

/// What somebody with a duty does: a note-taker needs to have it.
pub(super) fn has_duty(context: &Context<'_>, session: SessionId, kind: DutyKind) -> Result<(), Failure> {
    if context.actor == Actor::Moderator {
        return Ok(());
    }
    match context.tables.duty(session, kind)? {
        Some(duty) if duty.holder == context.author() => Ok(()),
        Some(duty) => Err(Refusal::Rule(format!("{} {}.", duty.holder_name, does(kind))).into()),
        None => Err(Refusal::Rule(format!("Nobody {} yet. Claim it first.", does(kind))).into()),
    }
}

fn does(kind: DutyKind) -> &'static str {
    match kind {
        DutyKind::Guide => "keeps the guide",
        DutyKind::Questions => "takes the questions",
        DutyKind::Debrief => "runs the debrief",
    }
}

pub(super) fn mark(context: &mut Context<'_>, request: &ItemMark) -> Result<(), Failure> {
    let mut session = begun(context, &request.session_id)?;
    has_duty(context, session.id, DutyKind::Guide)?;
    context.captured(&session, request.at, request.at)?;
    let key = ItemKey::parse(&request.item)?;
    let guide = guide_of(context.tables, &session)?.ok_or(Refusal::Missing("guide"))?;
    let section = guide.sections.get(usize::from(key.section));
    let item = section.and_then(|section| section.items.get(usize::from(key.item)));
    let item = item.ok_or(Refusal::Missing("item in the guide of this session"))?;
    if session.guide_id.is_none() {
        // What is marked names places in this version: the session keeps it.
        session.guide_id = Some(guide.id);
        context.tables.session_put(&session)?;
        context.touch(Kind::Session, session.id);
    }
    let known = context.tables.item(session.id, key)?;
    let before = match known.clone() {
        Some(known) => known,
        None => untouched(session.id, key, context.id(EditId)),
    };
    let mut run = before.clone();
    let clock = request.clock.as_deref().map(Clock::parse).transpose()?;
    run.state = match (ItemState::parse(&request.state)?, clock) {
        // What is begun is asked.
        (_, Some(Clock::Start)) => ItemState::Asked,
        (state, _) => state,
    };
    let at = within(context, &session, request.at)?;
    match &request.outcome {
        None => {}
        Some(word) if word.is_empty() => run.outcome = None,
        Some(_) if item.kind != ItemKind::Task => {
            return Err(Refusal::Rule("Only a task has an outcome.".into()).into());
        }
        Some(word) => run.outcome = Some(Outcome::parse(word)?),
    }
    let of_task =
        clock.is_some() || request.assists.is_some() || request.errors.is_some() || request.seq.is_some();
    if of_task && item.kind != ItemKind::Task {
        let sentence = "Only a task has a clock, assists, errors and an answer on how easy it was.";
        return Err(Refusal::Rule(sentence.into()).into());
    }
    run.assists = counted("The assists", request.assists, run.assists)?;
    run.errors = counted("The errors", request.errors, run.errors)?;
    run.seq = match request.seq {
        None => run.seq,
        Some(0) => None,
        Some(seq) if seq <= 7 => Some(seq),
        Some(_) => return Err(Refusal::Invalid { what: "The answer", expected: "1 to 7" }.into()),
    };
    match clock {
        Some(Clock::Start) if run.runs() => {}
        Some(Clock::Start) => (run.started_at, run.stopped_at, run.took) = (Some(at), None, None),
        Some(Clock::Stop) if run.started_at.is_none() => {
            return Err(Refusal::Rule("The task's clock has not been started.".into()).into());
        }
        Some(Clock::Stop) => run.stop(at, &session.intervals),
        Some(Clock::Clear) => (run.started_at, run.stopped_at, run.took) = (None, None, None),
        None => {}
    }
    if run.state == ItemState::Untouched {
        let (session_id, item, edit) = (run.session_id, run.item, run.edit);
        run = untouched(session_id, item, edit);
    } else if run.state != before.state || (request.at.is_some() && clock.is_none()) {
        run.at = Some(at);
    }
    if run.outcome.is_some() && run.outcome != before.outcome || run.state == ItemState::Skipped {
        run.stop(at, &session.intervals);
    }
    context.undoable(undo_context(session.id));
    if run.runs() && !before.runs() {
        // One task runs at a time.
        stop_clocks(context, &session, at)?;
    }
    let Some(change) = Change::between(&of_item(&before), &of_item(&run)) else { return Ok(()) };
    save(context, known.as_ref().map(|known| known.edit), run, change)
}

/// The version of the guide that a session is or will be run with.
pub(crate) fn guide_of(tables: Tables<'_>, session: &Session) -> Result<Option<Guide>, StoreError> {
    let mut guides = tables.guides()?;
    match session.guide_id {
        Some(id) => guides.retain(|guide| guide.id == id),
        None => guides.sort_by_key(|guide| guide.version),
    }
    Ok(guides.pop())
}

/// What is done with a task's clock.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Clock {
    Start,
    Stop,
    Clear,
}

impl Clock {
    fn parse(word: &str) -> Result<Self, Refusal> {
        match word {
            "start" => Ok(Self::Start),
            "stop" => Ok(Self::Stop),
            "clear" => Ok(Self::Clear),
            _ => Err(Refusal::Invalid { what: "The clock", expected: "start, stop or clear" }),
        }
    }
}

/// An instant that was given, in the session; now when none was.
fn within(context: &Context<'_>, session: &Session, at: Option<i64>) -> Result<Timestamp, Failure> {
    let Some(at) = at.map(Timestamp) else { return Ok(context.now) };
    let started_at = session.started_at.unwrap_or(context.now);
    if at < started_at || at.0 > context.now.0 + super::note::AHEAD {
        return Err(Refusal::Invalid { what: "The time", expected: "within the session" }.into());
    }
    Ok(at)
}

fn counted(what: &'static str, asked: Option<u8>, known: u8) -> Result<u8, Refusal> {
    let count = asked.unwrap_or(known);
    if count > 99 { Err(Refusal::Invalid { what, expected: "up to 99" }) } else { Ok(count) }
}

fn untouched(session_id: SessionId, item: ItemKey, edit: EditId) -> ItemRun {
    ItemRun {
        session_id,
        item,
        state: ItemState::Untouched,
        at: None,
        outcome: None,
        started_at: None,
        stopped_at: None,
        took: None,
        assists: 0,
        errors: 0,
        seq: None,
        edit,
    }
}

/// Stops every task's clock of a session that runs.
pub(super) fn stop_clocks(
    context: &mut Context<'_>,
    session: &Session,
    at: Timestamp,
) -> Result<(), Failure> {
    for before in context.tables.items_of(session.id)?.into_iter().filter(ItemRun::runs) {
        let mut run = before.clone();
        run.stop(at, &session.intervals);
        if let Some(change) = Change::between(&of_item(&before), &of_item(&run)) {
            save(context, Some(before.edit), run, change)?;
        }
    }
    Ok(())
}

/// Writes an item with what changed of it.
pub(super) fn save(
    context: &mut Context<'_>,
    parent: Option<EditId>,
    mut run: ItemRun,
    change: Change,
) -> Result<(), Failure> {
    let id = format!("{}.{}", run.session_id, run.item);
    run.edit = context.edit_fields(Kind::Item, id, parent, change)?;
    context.tables.item_put(&run)?;
    context.touch(Kind::Progress, run.session_id);
    Ok(())
}

pub(super) fn claim(context: &mut Context<'_>, request: &DutyClaim) -> Result<(), Failure> {
    let session = begun(context, &request.session_id)?;
    let kind = DutyKind::parse(&request.duty)?;
    let me = context.author();
    let held = context.tables.duty(session.id, kind)?;
    if let Some(held) = held.as_ref().filter(|held| held.holder != me) {
        // Whoever has no page open cannot give it back.
        let away = match held.holder {
            Author::Member(id) => !context.volatile.presence.connected.contains(&id),
            Author::Moderator | Author::Imported => false,
        };
        if context.actor != Actor::Moderator && !away {
            let sentence = format!("{} {}. Ask them to give it back.", held.holder_name, does(kind));
            return Err(Refusal::Rule(sentence).into());
        }
    }
    if request.claim {
        let holder_name = context.author_name()?;
        context.tables.duty_put(&Duty { session_id: session.id, kind, holder: me, holder_name })?;
    } else if held.is_some() {
        context.tables.duty_delete(session.id, kind)?;
    } else {
        return Ok(());
    }
    context.touch(Kind::Duty, format!("{}.{}", session.id, kind.word()));
    Ok(())
}

/// Whoever leaves gives all duties back.
pub(crate) fn give_back(context: &mut Context<'_>, holder: &Author) -> Result<(), Failure> {
    for duty in context.tables.duties_held_by(&holder.key())? {
        context.tables.duty_delete(duty.session_id, duty.kind)?;
        context.touch(Kind::Duty, format!("{}.{}", duty.session_id, duty.kind.word()));
    }
    Ok(())
}
