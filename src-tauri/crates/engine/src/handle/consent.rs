//! Consent: what each seat decided, what holds for the session, and taking it back.

use super::note::BEFORE_START;
use super::record::erase_captured;
use super::session::{close_intervals, known, save, state};
use super::slot::label;
use crate::context::Context;
use crate::fault::Failure;
use domain::Refusal;
use domain::consent::{Consent, strictest};
use domain::entity::{RightPerson, SeatStatus, Session};
use domain::id::ParticipantId;
use domain::record;
use domain::session::{Action, Status, step};
use protocol::{ConsentDecision, ConsentRecord, ConsentWithdraw, SeatMark, SessionAnswer, SessionWatch};

fn decided(context: &Context<'_>, decision: &ConsentDecision) -> Consent {
    Consent {
        decided_at: context.now,
        observed: decision.observed,
        recorded: decision.recorded,
        quoted: decision.quoted,
        clipped: decision.clipped,
        most_observers: decision.most_observers,
    }
}

/// Works out what holds for the session from what each seat decided.
pub(super) fn derive(session: &mut Session) {
    if !session.seats.is_empty() {
        session.consent = strictest(&session.seats, session.status.has_run());
    }
    // Nobody joins the call of somebody who did not agree to be observed.
    session.watch &= session.may_be_watched();
}

/// Gives a decision to one seat, or to all.
fn decide(session: &mut Session, whose: Option<&str>, consent: &Consent) -> Result<(), Failure> {
    let whose = whose.map(ParticipantId::parse).transpose()?;
    if whose.is_none() && session.seats.is_empty() {
        session.consent = Some(consent.clone());
    }
    let mut seats =
        session.seats.iter_mut().filter(|seat| whose.is_none_or(|id| seat.participant_id == id)).peekable();
    if whose.is_some() && seats.peek().is_none() {
        return Err(Refusal::Missing("participant in this session").into());
    }
    seats.for_each(|seat| seat.consent = Some(consent.clone()));
    derive(session);
    Ok(())
}

pub(super) fn decide_on(context: &mut Context<'_>, request: &ConsentRecord) -> Result<(), Failure> {
    let mut session = known(context, &request.session_id)?;
    let before = state(&session);
    let consent = decided(context, &request.consent);
    decide(&mut session, request.participant_id.as_deref(), &consent)?;
    save(context, &mut session, before)
}

/// The decision with which a session starts. In a group it is that of those who have not decided by themselves.
pub(super) fn at_start(
    context: &Context<'_>,
    session: &mut Session,
    decision: Option<&ConsentDecision>,
    override_reason: Option<String>,
) -> Result<(), Failure> {
    derive(session);
    let group = session.seats.len() > 1;
    match decision.map(|decision| decided(context, decision)) {
        Some(consent) if group => {
            let undecided = session.seats.iter_mut().filter(|seat| seat.consent.is_none());
            undecided.for_each(|seat| seat.consent = Some(consent.clone()));
            derive(session);
        }
        Some(consent) => decide(session, None, &consent)?,
        None => {}
    }
    match override_reason {
        _ if session.consent.is_some() => Ok(()),
        Some(reason) => {
            session.override_reason = Some(reason);
            Ok(())
        }
        None if group => {
            let missing: Vec<&str> = session
                .seats
                .iter()
                .filter(|seat| {
                    seat.consent.is_none() && !matches!(seat.status, SeatStatus::NoShow | SeatStatus::Left)
                })
                .map(|seat| seat.code.as_str())
                .collect();
            let sentence = match missing.is_empty() {
                true => "Nobody is here yet: mark who came.".to_owned(),
                false => format!(
                    "{} has not decided about consent yet. Everybody decides, or is marked as not here, or there is a reason why it starts without.",
                    missing.join(", ")
                ),
            };
            Err(Refusal::Rule(sentence).into())
        }
        None => {
            let sentence =
                "A session starts with a decision about consent, or with a reason why there is none.";
            Err(Refusal::Rule(sentence.into()).into())
        }
    }
}

pub(super) fn withdraw(context: &mut Context<'_>, request: &ConsentWithdraw) -> Result<(), Failure> {
    let mut session = known(context, &request.session_id)?;
    let before = state(&session);
    decide(&mut session, request.participant_id.as_deref(), &Consent::withdrawn(context.now))?;
    session.withdrawn = true;
    if !request.erase || !session.status.has_run() {
        return save(context, &mut session, before);
    }
    session.status = match session.status {
        Status::LeftOut => Status::LeftOut,
        status => step(status, Action::LeaveOut)?,
    };
    session.reason = Some("withdrew".into());
    close_intervals(&mut session, context.now, |_| true);
    session.ended_at.get_or_insert(context.now);
    session.debrief_closed_at.get_or_insert(context.now);
    // Nothing of the session comes back, from whichever page.
    let captured = context.tables.captured(session.id, i64::MIN, i64::MAX)?;
    let started = session.started_at.map_or(context.now.0, |at| at.0);
    let intervals = std::mem::take(&mut session.intervals);
    session.intervals = record::erased(intervals, started - BEFORE_START, context.now.0);
    save(context, &mut session, before)?;
    erase_captured(context, &session, &captured).map(|_| ())
}

pub(super) fn seat(context: &mut Context<'_>, request: &SeatMark) -> Result<(), Failure> {
    let mut session = known(context, &request.session_id)?;
    let before = state(&session);
    let status = SeatStatus::parse(&request.status)?;
    let seat = session.seats.iter_mut().find(|seat| seat.number == request.number);
    let seat = seat.ok_or(Refusal::Missing("seat in this session"))?;
    if seat.status == status {
        return Ok(());
    }
    seat.status = status;
    derive(&mut session);
    save(context, &mut session, before)
}

/// Says whether the room may join the call.
pub(super) fn watch(context: &mut Context<'_>, request: &SessionWatch) -> Result<(), Failure> {
    let mut session = known(context, &request.session_id)?;
    let before = state(&session);
    let refuse = |sentence: &str| Err(Refusal::Rule(sentence.into()).into());
    if request.on && session.meeting_link.is_none() {
        return refuse("There is no call to join: give the session a meeting link first.");
    }
    if request.on && session.consent.is_none() {
        return refuse("Nobody has agreed to be observed yet: record the decision about consent first.");
    }
    if request.on && !session.may_be_watched() {
        return refuse("The room may not join this call: not everybody in it agreed to be observed.");
    }
    if session.watch == request.on {
        return Ok(());
    }
    session.watch = request.on;
    save(context, &mut session, before)
}

pub(super) fn answer(context: &mut Context<'_>, request: &SessionAnswer) -> Result<(), Failure> {
    let mut session = known(context, &request.session_id)?;
    let (known, before) = (session.clone(), state(&session));
    if let Some(checked) = request.recording_checked {
        session.recording_checked_at = checked.then_some(context.now);
    }
    if let Some(word) = &request.right_person {
        session.right_person = if word.is_empty() { None } else { Some(RightPerson::parse(word)?) };
    }
    if let Some(build) = &request.build {
        session.build = Some(label(build)?).filter(|build| !build.is_empty());
    }
    if session == known { Ok(()) } else { save(context, &mut session, before) }
}
