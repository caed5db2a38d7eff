//! The plan: slots and the sessions in them.

use crate::context::Context;
use crate::fault::Failure;
use crate::fields::{Change, of_session, of_slot, seated};
use crate::links;
use crate::load::{Kind, new_id};
use domain::Refusal;
use domain::entity::{OnCall, Participant, Seat, SeatStatus, Session, Slot, SlotKind};
use domain::id::{EditId, ParticipantId, SessionId, SlotId};
use domain::session::{Action, Kind as SessionKind, Status};
use domain::text::{Code, Line};
use domain::time::{date, zone};
use protocol::{SessionReschedule, SlotCancel, SlotCreate, SlotRestore, SlotUpdate, SlotsMove};

/// The actions of the plan.
pub(super) const UNDO_CONTEXT: &str = "day";

/// Minutes of a date.
pub(super) const DAY: u16 = 24 * 60;

/// 5 minutes to 12 hours.
pub(super) fn length(minutes: u16) -> Result<u16, Refusal> {
    if (5..=720).contains(&minutes) {
        Ok(minutes)
    } else {
        Err(Refusal::Invalid { what: "The length", expected: "5 to 720 minutes" })
    }
}

pub(super) fn start(minute: u16) -> Result<u16, Refusal> {
    if minute < DAY {
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

/// What follows can be taken back by whoever asks; what a file changes cannot.
pub(super) fn undoable(context: &mut Context<'_>) {
    if !context.is_importing() {
        context.undoable(UNDO_CONTEXT.into());
    }
}

/// A slot that was not there before.
pub(super) fn add(context: &mut Context<'_>, mut slot: Slot) -> Result<(), Failure> {
    slot.edit = context.edit_fields(Kind::Slot, slot.id, None, Change::created("removed"))?;
    context.tables.slot_put(&slot)?;
    Ok(())
}

/// Writes what changed of a slot; its session goes with it and comes back with it.
pub(super) fn save(context: &mut Context<'_>, before: &Slot, mut slot: Slot) -> Result<(), Failure> {
    let Some(change) = Change::between(&of_slot(before), &of_slot(&slot)) else { return Ok(()) };
    let there = context.tables.session_in(slot.id)?;
    slot.edit = context.edit_fields(Kind::Slot, slot.id, Some(before.edit), change)?;
    context.tables.slot_put(&slot)?;
    if before.removed != slot.removed
        && let Some(session) = there.or(context.tables.session_in(slot.id)?)
    {
        context.touch(Kind::Session, session.id);
    }
    Ok(())
}

/// A session as it is before anything happened to it.
pub(super) fn add_session(
    context: &mut Context<'_>,
    id: SessionId,
    slot_id: SlotId,
    kind: SessionKind,
    seats: Vec<Seat>,
    meeting_link: Option<String>,
) -> Result<(), Failure> {
    let session = Session {
        id,
        slot_id,
        kind,
        status: Status::Planned,
        reason: None,
        started_at: None,
        ended_at: None,
        debrief_closed_at: None,
        guide_id: None,
        meeting_link,
        seats,
        consent: None,
        override_reason: None,
        intervals: Vec::new(),
        recording_checked_at: None,
        right_person: None,
        build: None,
        section_order: None,
        withdrawn: false,
        watch: false,
        edit: context.edit(Kind::Session, id, None, None)?,
    };
    context.tables.session_put(&session)?;
    Ok(())
}

/// Writes what changed of the plan of a session.
pub(super) fn save_session(
    context: &mut Context<'_>,
    before: &Session,
    mut session: Session,
) -> Result<(), Failure> {
    let Some(change) = Change::between(&of_session(before), &of_session(&session)) else { return Ok(()) };
    session.edit = context.edit_fields(Kind::Session, session.id, Some(before.edit), change)?;
    // Whoever takes part now decides what is allowed.
    super::consent::derive(&mut session);
    context.tables.session_put(&session)?;
    Ok(())
}

fn new_slot(context: &Context<'_>, request: &SlotCreate) -> Result<Slot, Failure> {
    context.unknown("slot", &request.slot_id)?;
    Ok(Slot {
        id: SlotId::parse(&request.slot_id)?,
        date: date(&request.date)?,
        start: start(request.start_minute)?,
        length: length(request.length_minutes)?,
        zone: match &request.zone {
            Some(name) => zone(name)?,
            None => context.tables.study()?.zone,
        },
        kind: SlotKind::parse(&request.kind)?,
        label: label(&request.label)?,
        moved_to: None,
        removed: false,
        fixed: request.fixed.unwrap_or(false),
        on_call: Vec::new(),
        edit: context.id(EditId),
    })
}

pub(super) fn create(context: &mut Context<'_>, request: &SlotCreate) -> Result<(), Failure> {
    undoable(context);
    let mut slot = new_slot(context, request)?;
    match slot.kind {
        SlotKind::Break => add(context, slot),
        SlotKind::Reserve => {
            slot.on_call = on_call(context, &request.participants)?;
            add(context, slot)
        }
        SlotKind::Session => {
            let Some(session_id) = &request.session_id else {
                let expected = "given for a slot of kind session";
                return Err(Refusal::Invalid { what: "session_id", expected }.into());
            };
            context.unknown("session", session_id)?;
            let kind = SessionKind::parse(request.session_kind.as_deref().unwrap_or("interview"))?;
            let (id, slot_id) = (SessionId::parse(session_id)?, slot.id);
            add(context, slot)?;
            let seats = seats(context, &request.participants)?;
            add_session(context, id, slot_id, kind, seats, None)
        }
    }
}

/// Participants for codes; a code that nobody has yet becomes a participant.
fn people(context: &mut Context<'_>, codes: &[String]) -> Result<Vec<Participant>, Failure> {
    if codes.len() > 99 {
        return Err(Refusal::Invalid { what: "A slot", expected: "for at most 99 participants" }.into());
    }
    let mut people: Vec<Participant> = Vec::new();
    for text in codes {
        let participant = participant(context, &Code::parse(text)?)?;
        if people.iter().any(|known| known.id == participant.id) {
            return Err(Refusal::Rule(format!("{} is named twice.", participant.code)).into());
        }
        people.push(participant);
    }
    Ok(people)
}

/// Seats for codes, in order.
pub(crate) fn seats(context: &mut Context<'_>, codes: &[String]) -> Result<Vec<Seat>, Failure> {
    let seats = people(context, codes)?.into_iter().zip(1..).map(|(participant, number)| Seat {
        number,
        participant_id: participant.id,
        code: participant.code,
        attributes: participant.attributes,
        status: SeatStatus::Expected,
        consent: None,
    });
    Ok(seats.collect())
}

fn on_call(context: &mut Context<'_>, codes: &[String]) -> Result<Vec<OnCall>, Failure> {
    let people = people(context, codes)?.into_iter();
    Ok(people.map(|person| OnCall { participant_id: person.id, code: person.code }).collect())
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

pub(super) fn known(context: &Context<'_>, id: &str) -> Result<Slot, Failure> {
    Ok(context.tables.slot(SlotId::parse(id)?)?.ok_or(Refusal::Missing("slot"))?)
}

/// A session that has started keeps its place in the day.
fn may_move(before: &Slot, slot: &Slot, session: Option<&Session>) -> Result<(), Refusal> {
    let moves = (before.date, before.start) != (slot.date, slot.start);
    match session {
        Some(session) if moves && session.status.has_run() => {
            Err(Refusal::Rule("This session has started: its place in the day stays as it was.".into()))
        }
        Some(session) if moves && session.status == Status::Rescheduled => {
            Err(Refusal::Rule("This session was rescheduled: move the slot that took its place.".into()))
        }
        _ => Ok(()),
    }
}

pub(super) fn update(context: &mut Context<'_>, request: &SlotUpdate) -> Result<(), Failure> {
    undoable(context);
    let before = known(context, &request.slot_id)?;
    let session = context.tables.session_in(before.id)?;
    let mut slot = before.clone();
    if let Some(text) = &request.date {
        slot.date = date(text)?;
    }
    if let Some(minute) = request.start_minute {
        slot.start = start(minute)?;
    }
    if let Some(minutes) = request.length_minutes {
        slot.length = length(minutes)?;
    }
    if let Some(text) = &request.label {
        slot.label = label(text)?;
    }
    slot.fixed = request.fixed.unwrap_or(slot.fixed);
    may_move(&before, &slot, session.as_ref())?;
    if let (SlotKind::Reserve, Some(codes)) = (slot.kind, &request.participants) {
        slot.on_call = on_call(context, codes)?;
        save(context, &before, slot)?;
        return Ok(());
    }
    save(context, &before, slot)?;
    let changes =
        request.session_kind.is_some() || request.participants.is_some() || request.meeting_link.is_some();
    if !changes {
        return Ok(());
    }
    let before = session.ok_or_else(|| Refusal::Rule("This slot holds no session.".into()))?;
    let mut session = before.clone();
    if let Some(kind) = &request.session_kind {
        session.kind = SessionKind::parse(kind)?;
    }
    if let Some(codes) = &request.participants {
        session.seats = seated(&before.seats, seats(context, codes)?);
    }
    if let Some(text) = &request.meeting_link {
        session.meeting_link = link(text)?;
    }
    save_session(context, &before, session)
}

pub(super) fn move_all(context: &mut Context<'_>, request: &SlotsMove) -> Result<(), Failure> {
    if request.moves.is_empty() || request.moves.len() > 100 {
        return Err(Refusal::Invalid { what: "The moves", expected: "1 to 100" }.into());
    }
    undoable(context);
    for to in &request.moves {
        let before = known(context, &to.slot_id)?;
        if before.removed {
            return Err(Refusal::Rule("A slot was taken off the day; nothing was moved.".into()).into());
        }
        let slot =
            Slot { start: start(to.start_minute)?, length: length(to.length_minutes)?, ..before.clone() };
        if slot.start + slot.length > DAY && before.start + before.length <= DAY {
            let sentence = "A slot would run past midnight; nothing was moved.";
            return Err(Refusal::Rule(sentence.into()).into());
        }
        may_move(&before, &slot, context.tables.session_in(before.id)?.as_ref())?;
        save(context, &before, slot)?;
    }
    Ok(())
}

pub(super) fn reschedule(context: &mut Context<'_>, request: &SessionReschedule) -> Result<(), Failure> {
    undoable(context);
    let id = SessionId::parse(&request.session_id)?;
    let before = context.tables.session(id)?.ok_or(Refusal::Missing("session"))?;
    let mut session = before.clone();
    session.status = domain::session::step(session.status, Action::Reschedule)?;
    let old = context.tables.slot(session.slot_id)?.ok_or(Refusal::Missing("slot"))?;
    context.unknown("slot", &request.slot_id)?;
    context.unknown("session", &request.new_session_id)?;
    let slot = Slot {
        id: SlotId::parse(&request.slot_id)?,
        date: date(&request.date)?,
        start: start(request.start_minute)?,
        length: length(request.length_minutes.unwrap_or(old.length))?,
        fixed: false,
        ..old.clone()
    };
    let to = slot.id;
    add(context, slot)?;
    save(context, &old, Slot { moved_to: Some(to), ..old.clone() })?;
    save_session(context, &before, session)?;
    let expected =
        before.seats.into_iter().map(|seat| Seat { status: SeatStatus::Expected, consent: None, ..seat });
    let new_id = SessionId::parse(&request.new_session_id)?;
    add_session(context, new_id, to, before.kind, expected.collect(), before.meeting_link)?;
    links::follow(context, id, new_id)
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
    undoable(context);
    let slot = known(context, id)?;
    match context.tables.session_in(slot.id)? {
        Some(before) => {
            let action = if off { Action::Cancel } else { Action::Plan };
            let status = domain::session::step(before.status, action)?;
            save_session(context, &before.clone(), Session { status, reason, ..before })
        }
        None => save(context, &slot.clone(), Slot { removed: off, ..slot }),
    }
}
