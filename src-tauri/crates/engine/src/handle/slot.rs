//! The plan: slots and the sessions in them.

use crate::context::Context;
use crate::fault::Failure;
use crate::load::{Kind, new_id};
use chrono::NaiveDate;
use domain::Refusal;
use domain::day::{self, FULL_DAY, Layout, Planned};
use domain::entity::{Participant, Seat, SeatStatus, Session, Slot, SlotKind};
use domain::id::{EditId, ParticipantId, SessionId, SlotId};
use domain::session::{Action, Kind as SessionKind, Status};
use domain::text::{Code, Line};
use domain::time::{date, zone};
use protocol::{
    DayLayOut, DayProposal, DayPropose, DayWarnings, ProposedSlot, SlotCancel, SlotCreate, SlotRestore,
    SlotUpdate, Warnings,
};
use serde_json::json;
use store::Tables;

/// 5 minutes to 12 hours.
fn length(minutes: u16) -> Result<u16, Refusal> {
    if (5..=720).contains(&minutes) {
        Ok(minutes)
    } else {
        Err(Refusal::Invalid { what: "The length", expected: "5 to 720 minutes" })
    }
}

fn start(minute: u16) -> Result<u16, Refusal> {
    if minute < 24 * 60 {
        Ok(minute)
    } else {
        Err(Refusal::Invalid { what: "The start", expected: "0 to 1439 minutes after midnight" })
    }
}

/// A label may be empty.
pub(crate) fn label(text: &str) -> Result<String, Refusal> {
    if text.trim().is_empty() { Ok(String::new()) } else { Ok(Line::parse(text)?.as_str().into()) }
}

/// An `https:` or `http:` address, or none.
pub(crate) fn link(text: &str) -> Result<Option<String>, Refusal> {
    match text.trim() {
        "" => Ok(None),
        link if link.starts_with("https://") || link.starts_with("http://") => {
            Ok(Some(Line::parse(link)?.as_str().into()))
        }
        _ => Err(Refusal::Invalid {
            what: "The meeting link",
            expected: "an address that begins with https://",
        }),
    }
}

pub(super) fn create(context: &mut Context<'_>, request: &SlotCreate) -> Result<(), Failure> {
    let id = SlotId::parse(&request.slot_id)?;
    context.unknown("slot", &request.slot_id)?;
    let kind = SlotKind::parse(&request.kind)?;
    let mut slot = Slot {
        id,
        date: date(&request.date)?,
        start: start(request.start_minute)?,
        length: length(request.length_minutes)?,
        zone: match &request.zone {
            Some(name) => zone(name)?,
            None => context.tables.study()?.zone,
        },
        kind,
        label: label(&request.label)?,
        moved_to: None,
        removed: false,
        fixed: request.fixed.unwrap_or(false),
        on_call: Vec::new(),
        edit: context.id(EditId),
    };
    slot.edit = context.edit(Kind::Slot, id, None, None)?;
    context.tables.slot_put(&slot)?;
    if kind != SlotKind::Session {
        return Ok(());
    }
    let Some(session_id) = &request.session_id else {
        return Err(
            Refusal::Invalid { what: "session_id", expected: "given for a slot of kind session" }.into()
        );
    };
    context.unknown("session", session_id)?;
    let session_id = SessionId::parse(session_id)?;
    let mut session = Session {
        id: session_id,
        slot_id: id,
        kind: SessionKind::parse(request.session_kind.as_deref().unwrap_or("interview"))?,
        status: Status::Planned,
        reason: None,
        started_at: None,
        ended_at: None,
        debrief_closed_at: None,
        guide_id: None,
        meeting_link: None,
        seats: seats(context, &request.participants)?,
        consent: None,
        override_reason: None,
        intervals: Vec::new(),
        recording_checked_at: None,
        right_person: None,
        build: None,
        section_order: None,
        withdrawn: false,
        edit: slot.edit,
    };
    session.edit = context.edit(Kind::Session, session_id, None, None)?;
    context.tables.session_put(&session)?;
    Ok(())
}

/// Seats for codes, in order; a code that nobody has yet becomes a participant.
pub(crate) fn seats(context: &mut Context<'_>, codes: &[String]) -> Result<Vec<Seat>, Failure> {
    if codes.len() > 99 {
        return Err(Refusal::Invalid { what: "A session", expected: "for at most 99 participants" }.into());
    }
    let mut seats: Vec<Seat> = Vec::new();
    for text in codes {
        let code = Code::parse(text)?;
        if seats.iter().any(|seat| seat.code == code.as_str()) {
            return Err(Refusal::Rule(format!("{} is named twice.", code.as_str())).into());
        }
        let participant = participant(context, &code)?;
        seats.push(Seat {
            number: u8::try_from(seats.len() + 1).expect("BUG: at most 99 seats"),
            participant_id: participant.id,
            code: participant.code,
            attributes: participant.attributes,
            status: SeatStatus::Expected,
            consent: None,
        });
    }
    Ok(seats)
}

/// The participant with a code; a new one when nobody has it.
pub(crate) fn participant(context: &mut Context<'_>, code: &Code) -> Result<Participant, Failure> {
    if let Some(known) = context.tables.participant_by_code(code.as_str())? {
        return Ok(known);
    }
    let participant = Participant {
        id: new_id(ParticipantId, context.now),
        code: code.as_str().into(),
        zone: None,
        attributes: Vec::new(),
        has_identity: false,
        incentive: None,
    };
    context.tables.participant_put(&participant)?;
    context.touch(Kind::Participant, participant.id);
    Ok(participant)
}

fn known(context: &Context<'_>, id: &str) -> Result<Slot, Failure> {
    Ok(context.tables.slot(SlotId::parse(id)?)?.ok_or(Refusal::Missing("slot"))?)
}

pub(super) fn update(context: &mut Context<'_>, request: &SlotUpdate) -> Result<(), Failure> {
    let mut slot = known(context, &request.slot_id)?;
    let session = context.tables.session_in(slot.id)?;
    let mut before = json!({});
    if let Some(text) = &request.date {
        before["date"] = json!(slot.date.to_string());
        slot.date = date(text)?;
    }
    if let Some(minute) = request.start_minute {
        before["start_minute"] = json!(slot.start);
        slot.start = start(minute)?;
    }
    if let Some(minutes) = request.length_minutes {
        before["length_minutes"] = json!(slot.length);
        slot.length = length(minutes)?;
    }
    if let Some(text) = &request.label {
        before["label"] = json!(slot.label);
        slot.label = label(text)?;
    }
    let moves = request.date.is_some() || request.start_minute.is_some();
    if moves && session.as_ref().is_some_and(|session| session.status.has_run()) {
        return Err(
            Refusal::Rule("This session has started: its place in the day stays as it was.".into()).into()
        );
    }
    if before != json!({}) {
        slot.edit = context.edit(Kind::Slot, slot.id, Some(slot.edit), Some(before))?;
        context.tables.slot_put(&slot)?;
    }
    let changes =
        request.session_kind.is_some() || request.participants.is_some() || request.meeting_link.is_some();
    if !changes {
        return Ok(());
    }
    let mut session = session.ok_or_else(|| Refusal::Rule("This slot holds no session.".into()))?;
    let mut before = json!({});
    if let Some(kind) = &request.session_kind {
        before["kind"] = json!(session.kind.word());
        session.kind = SessionKind::parse(kind)?;
    }
    if let Some(codes) = &request.participants {
        let was: Vec<&str> = session.seats.iter().map(|seat| seat.code.as_str()).collect();
        before["participants"] = json!(was);
        session.seats = seats(context, codes)?;
    }
    if let Some(text) = &request.meeting_link {
        before["meeting_link"] = json!(session.meeting_link);
        session.meeting_link = link(text)?;
    }
    session.edit = context.edit(Kind::Session, session.id, Some(session.edit), Some(before))?;
    context.tables.session_put(&session)?;
    Ok(())
}

pub(super) fn cancel(context: &mut Context<'_>, request: &SlotCancel) -> Result<(), Failure> {
    let reason = request.reason.as_deref().map(label).transpose()?.filter(|reason| !reason.is_empty());
    set_taken_off(context, &request.slot_id, true, reason)
}

pub(super) fn restore(context: &mut Context<'_>, request: &SlotRestore) -> Result<(), Failure> {
    set_taken_off(context, &request.slot_id, false, None)
}

fn set_taken_off(
    context: &mut Context<'_>,
    id: &str,
    off: bool,
    reason: Option<String>,
) -> Result<(), Failure> {
    let mut slot = known(context, id)?;
    if let Some(mut session) = context.tables.session_in(slot.id)? {
        let status = domain::session::step(session.status, if off { Action::Cancel } else { Action::Plan })?;
        let before = json!({ "status": session.status.word(), "reason": session.reason });
        session.status = status;
        session.reason = reason;
        session.edit = context.edit(Kind::Session, session.id, Some(session.edit), Some(before))?;
        context.tables.session_put(&session)?;
        return Ok(());
    }
    let before = json!({ "removed": slot.removed });
    slot.removed = off;
    slot.edit = context.edit(Kind::Slot, slot.id, Some(slot.edit), Some(before))?;
    context.tables.slot_put(&slot)?;
    Ok(())
}

pub(super) fn lay_out(context: &mut Context<'_>, request: &DayLayOut) -> Result<(), Failure> {
    if request.slots.is_empty() || request.slots.len() > 100 {
        return Err(Refusal::Invalid { what: "A layout", expected: "1 to 100 slots" }.into());
    }
    for slot in &request.slots {
        create(context, slot)?;
    }
    let mut days: Vec<&str> = request.slots.iter().map(|slot| slot.date.as_str()).collect();
    days.sort_unstable();
    days.dedup();
    for day in days {
        let planned = planned(context.tables, date(day)?)?;
        let sessions = planned.iter().filter(|slot| slot.kind == SlotKind::Session).count();
        if sessions > FULL_DAY && !request.confirmed {
            let sentence = format!("{day} would have {sessions} sessions. Confirm it, or plan fewer.");
            return Err(Refusal::Rule(sentence).into());
        }
    }
    Ok(())
}

pub(super) fn propose(tables: Tables<'_>, request: &DayPropose) -> Result<DayProposal, Failure> {
    let day = date(&request.date)?;
    let usual = Layout::default();
    let minutes = |given: Option<u16>, usual: u16| given.unwrap_or(usual).min(720);
    let layout = Layout {
        start: start(request.start_minute.unwrap_or(usual.start))?,
        count: u8::try_from(request.count.unwrap_or(usual.count.into()).clamp(1, 12)).unwrap_or(12),
        length: length(request.length_minutes.unwrap_or(usual.length))?,
        debrief: minutes(request.debrief_minutes, usual.debrief),
        reset: minutes(request.reset_minutes, usual.reset),
        lunch: minutes(request.lunch_minutes, usual.lunch),
        lunch_from: minutes(request.lunch_from_minute, usual.lunch_from)
            .max(request.lunch_from_minute.unwrap_or(0)),
    };
    let proposed = day::lay_out(layout);
    let mut all = planned(tables, day)?;
    all.extend(proposed.iter().map(|slot| Planned {
        kind: slot.kind,
        name: format!(
            "{} {}",
            if slot.kind == SlotKind::Break { "Lunch" } else { "New" },
            domain::time::hm(slot.start)
        ),
        start: slot.start,
        length: slot.length,
    }));
    Ok(DayProposal {
        slots: proposed
            .iter()
            .map(|slot| ProposedSlot {
                date: request.date.clone(),
                kind: slot.kind.word().into(),
                start_minute: slot.start,
                length_minutes: slot.length,
            })
            .collect(),
        warnings: day::warnings(&all),
    })
}

pub(super) fn warnings(tables: Tables<'_>, request: &DayWarnings) -> Result<Warnings, Failure> {
    let day = date(&request.date)?;
    let mut warnings = day::warnings(&planned(tables, day)?);
    for slot in tables.slots_of(day)?.iter().filter(|slot| !slot.removed && slot.starts_at().skipped) {
        let time = domain::time::hm(slot.start);
        warnings.push(format!("Clocks skip {time} on this day: that slot begins after the change."));
    }
    Ok(Warnings { warnings })
}

/// The slots of a day that take place.
fn planned(tables: Tables<'_>, day: NaiveDate) -> Result<Vec<Planned>, Failure> {
    let mut planned = Vec::new();
    for slot in tables.slots_of(day)? {
        let session = tables.session_in(slot.id)?;
        if slot.removed || session.as_ref().is_some_and(|session| !session.status.takes_place()) {
            continue;
        }
        let codes: Vec<&str> =
            session.iter().flat_map(|session| &session.seats).map(|seat| seat.code.as_str()).collect();
        let name = match (codes.as_slice(), slot.label.as_str()) {
            ([], "") => domain::time::hm(slot.start),
            ([], label) => label.to_owned(),
            ([code], _) => (*code).to_owned(),
            ([first, .., last], _) => format!("{first}–{last}"),
        };
        planned.push(Planned { kind: slot.kind, name, start: slot.start, length: slot.length });
    }
    Ok(planned)
}
