//! Somebody is awaited: how late they are, what to write to them, and who could come instead.

use super::day::of_day;
use super::slot::{self, DAY, length, start};
use crate::context::Context;
use crate::fault::Failure;
use domain::Refusal;
use domain::arrival::free_window;
use domain::entity::{Session, Slot, SlotKind};
use domain::id::{ParticipantId, SessionId, SlotId};
use domain::session::{Action, Status, step};
use domain::text::Code;
use domain::time::{Timestamp, hm};
use protocol::{Arrival, Awaited, FreeReserve, ReserveCall};
use store::Tables;

const MINUTE: i64 = 60_000;

fn known(tables: Tables<'_>, id: &str) -> Result<(Slot, Session), Failure> {
    let session = tables.session(SessionId::parse(id)?)?.ok_or(Refusal::Missing("session"))?;
    let slot = tables.slot(session.slot_id)?.ok_or(Refusal::Missing("slot"))?;
    Ok((slot, session))
}

pub(super) fn awaited(tables: Tables<'_>, now: Timestamp, request: &Arrival) -> Result<Awaited, Failure> {
    let (slot, session) = known(tables, &request.session_id)?;
    if session.status.has_run() {
        return Err(Refusal::Rule("This session has started: nobody is awaited.".into()).into());
    }
    let late = (now.0 - slot.starts_at().at.0).div_euclid(MINUTE);
    Ok(Awaited {
        minutes_late: i32::try_from(late).unwrap_or(i32::MAX),
        reminder: reminder(tables, &slot, &session)?,
        reserves: reserves(tables, now, &slot, &session)?,
    })
}

/// Without any name: it goes through whatever the moderator writes with.
fn reminder(tables: Tables<'_>, slot: &Slot, session: &Session) -> Result<String, Failure> {
    let mut zone = slot.zone;
    if let [seat] = session.seats.as_slice() {
        zone = tables.participant(seat.participant_id)?.and_then(|one| one.zone).unwrap_or(zone);
    }
    let time = slot.starts_at().at.utc().with_timezone(&zone).format("%H:%M");
    let mut text = format!("Hello, our conversation is planned for {time}. Can you still join us?");
    if let Some(link) = &session.meeting_link {
        text.push_str(&format!(" This is the link: {link}"));
    }
    Ok(text)
}

/// Where somebody has a seat on a day that was not called off: they are taken, or were.
fn taken(day: &[(Slot, Session)], who: ParticipantId) -> Option<&Slot> {
    let called_off = |session: &Session| matches!(session.status, Status::Cancelled | Status::Rescheduled);
    day.iter()
        .find(|(_, session)| {
            !called_off(session) && session.seats.iter().any(|seat| seat.participant_id == who)
        })
        .map(|(slot, _)| slot)
}

fn sessions_of_day(tables: Tables<'_>, slot: &Slot) -> Result<Vec<(Slot, Session)>, Failure> {
    let mut all = Vec::new();
    for slot in tables.slots_of(slot.date)?.into_iter().filter(|slot| !slot.removed) {
        if let Some(session) = tables.session_in(slot.id)? {
            all.push((slot, session));
        }
    }
    Ok(all)
}

fn reserves(
    tables: Tables<'_>,
    now: Timestamp,
    missed: &Slot,
    session: &Session,
) -> Result<Vec<FreeReserve>, Failure> {
    let minute = |slot: &Slot| slot.starts_at().at.0.div_euclid(MINUTE);
    let (today, mut busy) = (of_day(tables, missed.date)?, Vec::new());
    for (slot, own) in &today {
        let waits = own.as_ref().is_none_or(|own| own.id != session.id && !own.status.has_run());
        if slot.kind != SlotKind::Reserve && waits && slot.starts_at().at > now {
            busy.push(minute(slot));
        }
    }
    let sessions = sessions_of_day(tables, missed)?;
    let at = now.0.div_euclid(MINUTE);
    let mut free = Vec::new();
    for (slot, _) in today.iter().filter(|(slot, _)| slot.kind == SlotKind::Reserve) {
        let from = minute(slot);
        let hours = (from, from + i64::from(slot.length));
        let Some((begins, length)) = free_window(at, hours, busy.iter().copied(), missed.length.into())
        else {
            continue;
        };
        let local = u16::try_from(i64::from(slot.start) + begins - from).unwrap_or(DAY);
        let length = u16::try_from(length).unwrap_or(missed.length);
        if local >= DAY {
            continue;
        }
        for one in slot.on_call.iter().filter(|one| taken(&sessions, one.participant_id).is_none()) {
            free.push(FreeReserve {
                slot_id: slot.id.to_string(),
                code: one.code.clone(),
                start_minute: local,
                length_minutes: length,
                says: format!("{} can start at {} and has {length} min.", one.code, hm(local)),
            });
        }
    }
    Ok(free)
}

/// A reserve in place of somebody who did not come: a new slot and session; the missed one is a no-show.
pub(super) fn call(context: &mut Context<'_>, request: &ReserveCall) -> Result<(), Failure> {
    slot::undoable(context);
    let reserve = slot::known(context, &request.slot_id)?;
    let code = Code::parse(&request.code)?;
    let on_call = reserve.on_call.iter().find(|one| one.code == code.as_str() && !reserve.removed);
    let Some(on_call) = on_call else {
        return Err(Refusal::Rule(format!("{} is not on call there.", code.as_str())).into());
    };
    let (missed_slot, missed) = known(context.tables, &request.missed_session_id)?;
    if missed_slot.date != reserve.date {
        return Err(Refusal::Rule(format!("{} is on call on another day.", on_call.code)).into());
    }
    if let Some(other) = taken(&sessions_of_day(context.tables, &missed_slot)?, on_call.participant_id) {
        let sentence = format!("{} has a session at {} on this day.", on_call.code, hm(other.start));
        return Err(Refusal::Rule(sentence).into());
    }
    context.unknown("slot", &request.new_slot_id)?;
    context.unknown("session", &request.new_session_id)?;
    if missed.status != Status::NoShow {
        let status = step(missed.status, Action::MissIt)?;
        slot::save_session(context, &missed, Session { status, ..missed.clone() })?;
    }
    let id = SlotId::parse(&request.new_slot_id)?;
    let new = Slot {
        id,
        start: start(request.start_minute)?,
        length: length(request.length_minutes)?,
        kind: SlotKind::Session,
        label: String::new(),
        moved_to: None,
        removed: false,
        fixed: false,
        on_call: Vec::new(),
        ..reserve.clone()
    };
    slot::add(context, new)?;
    let seats = slot::seats(context, &[code.as_str().to_owned()])?;
    let session = SessionId::parse(&request.new_session_id)?;
    slot::add_session(context, session, id, missed.kind, seats, missed.meeting_link)
}
