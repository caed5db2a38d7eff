//! A schedule into slots: importing it again updates and never duplicates.

use super::{at_line, counted, report};
use crate::context::Context;
use crate::fault::Failure;
use crate::handle::slot;
use crate::load::new_id;
use domain::entity::SlotKind;
use domain::id::{SessionId, SlotId};
use domain::session;
use formats::schedule::{Schedule, ScheduleEntry};
use protocol::{Command, ImportedFile, SlotCancel, SlotCreate, SlotUpdate};
use std::fmt::Display;
use store::Source;

pub(super) fn take(
    context: &mut Context<'_>,
    file: &str,
    schedule: &Schedule,
) -> Result<ImportedFile, Failure> {
    let mut report = report(file, "schedule");
    for skipped in &schedule.skipped {
        leave_out(&mut report, skipped.line, &skipped.what, &skipped.reason);
    }
    for entry in &schedule.entries {
        take_entry(context, entry, &mut report).map_err(|failure| at_line(file, entry.line, failure))?;
    }
    report.first_day = schedule.entries.iter().map(|entry| entry.date).min().map(|day| day.to_string());
    report.summary = counted(&report, "slots");
    Ok(report)
}

fn leave_out(report: &mut ImportedFile, line: u32, what: &str, why: impl Display) {
    report.skipped.push(format!("Line {line}: {what}: {why}."));
}

fn take_entry(
    context: &mut Context<'_>,
    entry: &ScheduleEntry,
    report: &mut ImportedFile,
) -> Result<(), Failure> {
    let source = Source { uid: entry.uid.clone(), sequence: entry.sequence };
    let Some((id, sequence)) = context.tables.slot_from(&entry.uid)? else {
        if entry.cancelled {
            leave_out(report, entry.line, &entry.title, "cancelled before it was planned here");
            return Ok(());
        }
        let id = create(context, entry)?;
        context.tables.slot_source_put(id, &source)?;
        report.added += 1;
        return Ok(());
    };
    if entry.sequence < sequence {
        leave_out(report, entry.line, &entry.title, "a newer version of it was imported before");
        return Ok(());
    }
    update(context, id, entry, report)?;
    context.tables.slot_source_put(id, &source)?;
    Ok(())
}

fn create(context: &mut Context<'_>, entry: &ScheduleEntry) -> Result<SlotId, Failure> {
    let id = new_id(SlotId, context.now);
    let usual = entry.session_kind.unwrap_or(session::Kind::Interview).minutes();
    let request = SlotCreate {
        slot_id: id.to_string(),
        session_id: Some(new_id(SessionId, context.now).to_string()),
        date: entry.date.to_string(),
        start_minute: entry.start_minute,
        length_minutes: entry.length_minutes.unwrap_or(usual),
        zone: Some(entry.zone.name().into()),
        kind: entry.kind.word().into(),
        session_kind: entry.session_kind.map(|kind| kind.word().into()),
        participants: entry.participant_codes.clone(),
        label: label(entry),
        fixed: None,
    };
    crate::handle::decide(context, &Command::SlotCreate(request))?;
    if entry.meeting_link.is_some() && entry.kind == SlotKind::Session {
        let link = SlotUpdate { meeting_link: entry.meeting_link.clone(), ..unchanged(id) };
        crate::handle::decide(context, &Command::SlotUpdate(link))?;
    }
    Ok(id)
}

/// What the slot is called. Titles come from anywhere and carry real names: where there are codes, they do.
///
/// What does not fit a line is cut, never refused.
fn label(entry: &ScheduleEntry) -> String {
    let codes = entry.participant_codes.join(" ");
    let text = match entry.kind {
        SlotKind::Session if !codes.is_empty() => "",
        SlotKind::Reserve if !codes.is_empty() => &codes,
        _ => &entry.title,
    };
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(500).collect()
}

fn unchanged(id: SlotId) -> SlotUpdate {
    SlotUpdate {
        slot_id: id.to_string(),
        date: None,
        start_minute: None,
        length_minutes: None,
        session_kind: None,
        participants: None,
        label: None,
        meeting_link: None,
        fixed: None,
    }
}

fn update(
    context: &mut Context<'_>,
    id: SlotId,
    entry: &ScheduleEntry,
    report: &mut ImportedFile,
) -> Result<(), Failure> {
    let Some(known) = context.tables.slot(id)? else { return Ok(()) };
    let session = context.tables.session_in(id)?;
    let off = known.removed || session.as_ref().is_some_and(|session| !session.status.takes_place());
    let has_run = session.as_ref().is_some_and(|session| session.status.has_run());
    if entry.cancelled {
        if off {
            report.unchanged += 1;
            return Ok(());
        }
        if has_run {
            leave_out(report, entry.line, &entry.title, "cancelled, but it has taken place");
            return Ok(());
        }
        let reason = Some("Cancelled in the schedule".to_owned());
        crate::handle::decide(context, &Command::SlotCancel(SlotCancel { slot_id: id.to_string(), reason }))?;
        report.cancelled += 1;
        return Ok(());
    }
    let mut request = unchanged(id);
    if known.date != entry.date || known.start != entry.start_minute {
        if has_run {
            leave_out(report, entry.line, &entry.title, "moved, but it has taken place");
            return Ok(());
        }
        request.date = Some(entry.date.to_string());
        request.start_minute = Some(entry.start_minute);
    }
    request.length_minutes = entry.length_minutes.filter(|minutes| *minutes != known.length);
    request.label = Some(label(entry)).filter(|text| slot::label(text).is_ok_and(|text| text != known.label));
    if let Some(session) = &session {
        let codes: Vec<&str> = session.seats.iter().map(|seat| seat.code.as_str()).collect();
        let moved = !entry.participant_codes.is_empty() && codes != entry.participant_codes;
        request.participants = moved.then(|| entry.participant_codes.clone());
        request.session_kind =
            entry.session_kind.filter(|kind| *kind != session.kind).map(|kind| kind.word().into());
        request.meeting_link =
            entry.meeting_link.clone().filter(|link| session.meeting_link.as_ref() != Some(link));
    }
    if request == unchanged(id) {
        report.unchanged += 1;
        return Ok(());
    }
    crate::handle::decide(context, &Command::SlotUpdate(request))?;
    report.changed += 1;
    Ok(())
}
