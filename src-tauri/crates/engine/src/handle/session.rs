//! Running a session: consent, start, pause, end, debrief.

use super::{consent, debrief};
use crate::context::Context;
use crate::fault::Failure;
use crate::handle::item::{has_duty, stop_clocks};
use crate::handle::question;
use crate::handle::slot::{self, label};
use crate::handle::times;
use crate::load::Kind;
use domain::Refusal;
use domain::entity::{DutyKind, Session};
use domain::guide::section_order;
use domain::id::{GuideId, SessionId};
use domain::session::{self, Action, Interval, IntervalKind, Status};
use domain::time::Timestamp;
use protocol::{DebriefClose, SessionEnd, SessionStart, SessionStep};
use serde_json::{Value, json};

/// How far back a forgotten start may lie, in milliseconds.
const FORGOTTEN: i64 = 12 * 3600 * 1000;

pub(super) fn known(context: &Context<'_>, id: &str) -> Result<Session, Failure> {
    Ok(context.tables.session(SessionId::parse(id)?)?.ok_or(Refusal::Missing("session"))?)
}

pub(super) fn state(session: &Session) -> Value {
    json!({
        "status": session.status.word(),
        "reason": session.reason,
        "started_at": session.started_at.map(|at| at.0),
        "ended_at": session.ended_at.map(|at| at.0),
        "debrief_closed_at": session.debrief_closed_at.map(|at| at.0),
        "consented": session.consent.is_some(),
    })
}

pub(super) fn save(context: &mut Context<'_>, session: &mut Session, before: Value) -> Result<(), Failure> {
    times::trim(session);
    let known = context.tables.session(session.id)?;
    let over = before["ended_at"] != json!(session.ended_at.map(|at| at.0));
    session.edit = context.edit(Kind::Session, session.id, Some(session.edit), Some(before))?;
    context.tables.session_put(session)?;
    context.touch(Kind::Progress, session.id);
    if known.as_ref().and_then(attended) != attended(session) {
        // Who joined how many.
        for member in context.tables.members()? {
            context.touch(Kind::Member, member.id);
            context.touch(Kind::Mine, member.id);
        }
    }
    if !over {
        return Ok(());
    }
    question::session_over(context, session)?;
    if let Some(ended) = session.ended_at {
        stop_clocks(context, session, ended)?;
    }
    // Whether a session is over decides what its moments tell.
    for moment in context.tables.moments_of(session.id)? {
        context.touch(Kind::Moment, moment.id);
    }
    Ok(())
}

/// What of a session decides who joined it.
fn attended(session: &Session) -> Option<(bool, Option<Timestamp>, Option<Timestamp>)> {
    let counts = session.status.has_run() && session.status != Status::LeftOut;
    let observed = session.consent.as_ref().is_some_and(|consent| consent.observed) && !session.withdrawn;
    counts.then_some((observed, session.started_at, session.ended_at))
}

fn only_live(context: &Context<'_>, session: &Session) -> Result<(), Failure> {
    match context.tables.session_live()? {
        Some(live) if live.id != session.id => {
            let code = live.seats.first().map_or("Another session", |seat| seat.code.as_str());
            Err(Refusal::Rule(format!("{code} is still live. End it first.")).into())
        }
        _ => Ok(()),
    }
}

/// Ends the debriefs of all other sessions: the room is about one session at a time.
fn close_others(context: &mut Context<'_>, session: SessionId) -> Result<(), Failure> {
    for mut other in context.tables.sessions()? {
        let open = other.id != session && other.status.has_run() && other.debrief_closed_at.is_none();
        if open {
            debrief::shown_at_last(context, other.id)?;
            let before = state(&other);
            other.debrief_closed_at = Some(context.now);
            save(context, &mut other, before)?;
        }
    }
    Ok(())
}

pub(super) fn step(context: &mut Context<'_>, request: &SessionStep) -> Result<(), Failure> {
    let mut session = known(context, &request.session_id)?;
    let action = Action::parse(&request.step)?;
    if matches!(action, Action::Start | Action::End | Action::EndEarly | Action::Reschedule) {
        let expected = "a step without a command of its own";
        return Err(Refusal::Invalid { what: "The step", expected }.into());
    }
    let status = session::step(session.status, action)?;
    let reason = request.reason.as_deref().map(label).transpose()?.filter(|reason| !reason.is_empty());
    if !status.has_run() {
        // Until a session starts, its status is a matter of the plan.
        slot::undoable(context);
        return slot::save_session(context, &session.clone(), Session { status, reason, ..session });
    }
    let before = state(&session);
    match action {
        Action::LeaveOut if reason.is_none() => {
            let sentence = "Leaving a session out of the counts needs a reason.";
            return Err(Refusal::Rule(sentence.into()).into());
        }
        Action::LeaveOut if session.ended_at.is_none() => {
            close_intervals(&mut session, context.now, |_| true);
            session.ended_at = Some(context.now);
        }
        Action::Break => {
            session.intervals.push(Interval { kind: IntervalKind::Break, from: context.now.0, to: None })
        }
        Action::Resume => {
            close_intervals(&mut session, context.now, |kind| kind == IntervalKind::Break);
        }
        Action::Reopen => {
            if session.withdrawn {
                let sentence = "Consent for this session was taken back: it cannot be reopened.";
                return Err(Refusal::Rule(sentence.into()).into());
            }
            only_live(context, &session)?;
            let zone = context.tables.study()?.zone;
            if session.started_at.map(|at| at.date_in(zone)) != Some(context.now.date_in(zone)) {
                let sentence = "A session can be reopened on the day on which it ran.";
                return Err(Refusal::Rule(sentence.into()).into());
            }
            close_others(context, session.id)?;
            session.ended_at = None;
            session.debrief_closed_at = None;
        }
        _ => {}
    }
    session.status = status;
    session.reason = reason;
    save(context, &mut session, before)
}

/// Ends what lasts, of some kinds.
pub(super) fn close_intervals(session: &mut Session, now: Timestamp, which: impl Fn(IntervalKind) -> bool) {
    let lasts = |interval: &&mut Interval| interval.to.is_none() && which(interval.kind);
    for interval in session.intervals.iter_mut().filter(lasts) {
        interval.to = Some(now.0.max(interval.from));
    }
}

/// An instant that was given, not in the future and not too long ago.
fn given(context: &Context<'_>, at: Option<i64>) -> Result<Timestamp, Failure> {
    match at {
        None => Ok(context.now),
        Some(at) if at > context.now.0 - FORGOTTEN && at <= context.now.0 => Ok(Timestamp(at)),
        Some(_) => Err(Refusal::Invalid { what: "The time", expected: "within the last 12 hours" }.into()),
    }
}

pub(super) fn start(context: &mut Context<'_>, request: &SessionStart) -> Result<(), Failure> {
    let mut session = known(context, &request.session_id)?;
    let before = state(&session);
    session.status = session::step(session.status, Action::Start)?;
    let started = given(context, request.at)?;
    if request.end_last == Some(true) {
        times::end_forgotten(context, started)?;
    }
    only_live(context, &session)?;
    let override_reason =
        request.override_reason.as_deref().map(label).transpose()?.filter(|text| !text.is_empty());
    consent::at_start(context, &mut session, request.consent.as_ref(), override_reason)?;
    session.started_at = Some(started);
    session.ended_at = None;
    session.debrief_closed_at = None;
    if request.at.is_some() {
        times::apart(context, &session)?;
    }
    let guide = context.tables.guide_newest()?;
    session.section_order = match &guide {
        Some(guide) => section_order(guide, run_with(context, guide.id)?),
        None => None,
    };
    session.guide_id = guide.map(|guide| guide.id);
    if session.build.is_none() {
        session.build = context.tables.study()?.build;
    }
    close_others(context, session.id)?;
    save(context, &mut session, before)
}

/// How many sessions that count were run with a version of the guide.
fn run_with(context: &Context<'_>, guide: GuideId) -> Result<usize, Failure> {
    let sessions = context.tables.sessions()?;
    let counts = |session: &&Session| session.status.has_run() && session.status != Status::LeftOut;
    Ok(sessions.iter().filter(counts).filter(|session| session.guide_id == Some(guide)).count())
}

pub(super) fn end(context: &mut Context<'_>, request: &SessionEnd) -> Result<(), Failure> {
    let mut session = known(context, &request.session_id)?;
    let before = state(&session);
    session.status =
        session::step(session.status, if request.early { Action::EndEarly } else { Action::End })?;
    let at = given(context, request.at)?;
    if session.started_at.is_some_and(|started| at < started) {
        return Err(Refusal::Invalid { what: "The end", expected: "after the start" }.into());
    }
    // Nothing comes back on the record before now, whenever the session ended.
    close_intervals(&mut session, context.now, |kind| kind == IntervalKind::OffRecord);
    close_intervals(&mut session, at, |_| true);
    session.ended_at = Some(at);
    save(context, &mut session, before)
}

pub(super) fn debrief_close(context: &mut Context<'_>, request: &DebriefClose) -> Result<(), Failure> {
    let mut session = known(context, &request.session_id)?;
    if session.ended_at.is_none() {
        return Err(Refusal::Rule("The debrief follows the session: end the session first.".into()).into());
    }
    has_duty(context, session.id, DutyKind::Debrief)?;
    debrief::shown_at_last(context, session.id)?;
    let before = state(&session);
    session.debrief_closed_at = Some(context.now);
    save(context, &mut session, before)
}
