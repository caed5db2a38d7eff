//! When sessions began and ended: forgotten ends, and corrections afterwards.

use super::session::{close_intervals, known, save, state};
use crate::context::Context;
use crate::fault::Failure;
use domain::Refusal;
use domain::entity::Session;
use domain::session::{IntervalKind, Status};
use domain::time::Timestamp;
use protocol::SessionTimes;

/// How far a correction may reach, in milliseconds.
const FAR: i64 = 12 * 3600 * 1000;

fn who(session: &Session) -> &str {
    session.seats.first().map_or("Another session", |seat| seat.code.as_str())
}

/// Ends the session that is still live at its last note, or at its start; never after the next one's start.
pub(super) fn end_forgotten(context: &mut Context<'_>, next: Timestamp) -> Result<(), Failure> {
    let Some(mut last) = context.tables.session_live()? else { return Ok(()) };
    let started = last.started_at.unwrap_or(next);
    if started > next {
        let sentence = format!(
            "{} began at {}: the next session began after that.",
            who(&last),
            local(context, started)?
        );
        return Err(Refusal::Rule(sentence).into());
    }
    let notes = context.tables.notes_of(last.id)?;
    let at = notes.iter().filter(|note| !note.deleted).map(|note| note.at).max();
    let at = at.unwrap_or(started).clamp(started, next);
    let before = state(&last);
    last.status = Status::Done;
    last.ended_at = Some(at);
    close_intervals(&mut last, context.now, |_| true);
    save(context, &mut last, before)
}

fn local(context: &Context<'_>, at: Timestamp) -> Result<String, Failure> {
    Ok(at.utc().with_timezone(&context.tables.study()?.zone).format("%H:%M").to_string())
}

/// Breaks lie inside the session. Gaps off the record stay as they were: they decide what may be kept.
pub(super) fn trim(session: &mut Session) {
    let (Some(from), to) = (session.started_at, session.ended_at) else { return };
    for interval in session.intervals.iter_mut().filter(|one| one.kind == IntervalKind::Break) {
        interval.from = interval.from.max(from.0);
        if let Some(end) = to {
            interval.to = Some(interval.to.unwrap_or(end.0).min(end.0));
        }
    }
    session.intervals.retain(|one| one.kind != IntervalKind::Break || one.to.is_none_or(|to| to > one.from));
    let mut seen = Vec::new();
    session.intervals.retain(|one| {
        let new = one.kind != IntervalKind::Break || !seen.contains(&one.from);
        if one.kind == IntervalKind::Break {
            seen.push(one.from);
        }
        new
    });
}

pub(super) fn correct(context: &mut Context<'_>, request: &SessionTimes) -> Result<(), Failure> {
    let mut session = known(context, &request.session_id)?;
    let Some(started) = session.started_at.filter(|_| session.status.has_run()) else {
        return Err(
            Refusal::Rule("This session has not started: there are no times to correct.".into()).into()
        );
    };
    let before = state(&session);
    let near = |at: i64, old: Timestamp| {
        if at > context.now.0 {
            Err(Refusal::Rule("A session cannot begin or end in the future.".into()))
        } else if (at - old.0).abs() > FAR {
            Err(Refusal::Rule("That is more than 12 hours from what it was.".into()))
        } else {
            Ok(Timestamp(at))
        }
    };
    if let Some(at) = request.started_at {
        session.started_at = Some(near(at, started)?);
    }
    if let Some(at) = request.ended_at {
        let Some(ended) = session.ended_at else {
            return Err(Refusal::Rule("This session still runs: end it first.".into()).into());
        };
        session.ended_at = Some(near(at, ended)?);
    }
    if session.started_at >= session.ended_at && session.ended_at.is_some() {
        return Err(Refusal::Rule("A session ends after it began.".into()).into());
    }
    apart(context, &session)?;
    save(context, &mut session, before)
}

/// Only one session runs at a time, also in hindsight.
pub(super) fn apart(context: &Context<'_>, session: &Session) -> Result<(), Failure> {
    let span = |one: &Session| Some((one.started_at?, one.ended_at.unwrap_or(context.now)));
    let Some((from, to)) = span(session) else { return Ok(()) };
    for other in context.tables.sessions()?.iter().filter(|other| other.id != session.id) {
        let Some((began, ended)) = span(other).filter(|_| other.status.has_run()) else { continue };
        if from < ended && began < to {
            let sentence = format!(
                "{} ran from {} to {}: two sessions cannot run at once.",
                who(other),
                local(context, began)?,
                local(context, ended)?
            );
            return Err(Refusal::Rule(sentence).into());
        }
    }
    Ok(())
}
