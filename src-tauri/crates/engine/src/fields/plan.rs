//! Slots and planned sessions as named fields.

use super::{Fields, fields, flag, ids, strange, strings, text, text_or_none};
use domain::Refusal;
use domain::entity::{OnCall, Seat, SeatStatus, Session, Slot};
use domain::id::{ParticipantId, SlotId};
use domain::session::{Kind, Status};
use domain::time::date;
use serde_json::{Value, json};

fn minutes(value: &Value) -> Result<u16, Refusal> {
    value.as_u64().and_then(|minutes| u16::try_from(minutes).ok()).ok_or_else(strange)
}

/// What of a slot can be changed.
pub(crate) fn of_slot(slot: &Slot) -> Fields {
    // Codes decide the order in which they are read, and codes can change.
    let mut on_call: Vec<String> = slot.on_call.iter().map(|one| one.participant_id.to_string()).collect();
    on_call.sort_unstable();
    fields(json!({
        "date": slot.date.to_string(),
        "start_minute": slot.start,
        "length_minutes": slot.length,
        "label": slot.label,
        "moved_to": slot.moved_to.map(|id| id.to_string()),
        "removed": slot.removed,
        "fixed": slot.fixed,
        "on_call": on_call,
    }))
}

/// Puts fields back into a slot.
pub(crate) fn into_slot(slot: &mut Slot, fields: &Fields) -> Result<(), Refusal> {
    for (name, value) in fields {
        match name.as_str() {
            "date" => slot.date = date(&text(value)?)?,
            "start_minute" => slot.start = minutes(value)?,
            "length_minutes" => slot.length = minutes(value)?,
            "label" => slot.label = text(value)?,
            "moved_to" => slot.moved_to = text_or_none(value)?.map(|id| SlotId::parse(&id)).transpose()?,
            "removed" => slot.removed = flag(value)?,
            "fixed" => slot.fixed = flag(value)?,
            "on_call" => {
                let ids = ids(value, ParticipantId::parse)?;
                let one = |id| OnCall { participant_id: id, code: String::new() };
                slot.on_call = ids.into_iter().map(one).collect();
            }
            _ => return Err(strange()),
        }
    }
    Ok(())
}

/// What of a session can be changed before it starts.
pub(crate) fn of_session(session: &Session) -> Fields {
    let people: Vec<ParticipantId> = session.seats.iter().map(|seat| seat.participant_id).collect();
    fields(json!({
        "kind": session.kind.word(),
        "meeting_link": session.meeting_link,
        "participants": strings(&people),
        "status": session.status.word(),
        "reason": session.reason,
    }))
}

/// Puts fields back into a session. Whoever keeps their seat keeps what was decided and found there.
pub(crate) fn into_session(session: &mut Session, fields: &Fields) -> Result<(), Refusal> {
    for (name, value) in fields {
        match name.as_str() {
            "kind" => session.kind = Kind::parse(&text(value)?)?,
            "meeting_link" => session.meeting_link = text_or_none(value)?,
            "participants" => {
                let seats = ids(value, ParticipantId::parse)?.into_iter().map(|participant_id| Seat {
                    number: 0,
                    participant_id,
                    code: String::new(),
                    attributes: Vec::new(),
                    status: SeatStatus::Expected,
                    consent: None,
                });
                session.seats = seated(&session.seats, seats.collect());
            }
            "status" => session.status = Status::parse(&text(value)?)?,
            "reason" => session.reason = text_or_none(value)?,
            _ => return Err(strange()),
        }
    }
    Ok(())
}

/// New seats, numbered; whoever sat there before keeps what was decided and found.
pub(crate) fn seated(before: &[Seat], seats: Vec<Seat>) -> Vec<Seat> {
    let known = |seat: &Seat| before.iter().find(|old| old.participant_id == seat.participant_id).cloned();
    let seats = seats.into_iter().map(|seat| known(&seat).unwrap_or(seat));
    seats.zip(1..).map(|(seat, number)| Seat { number, ..seat }).collect()
}
