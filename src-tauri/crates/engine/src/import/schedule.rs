//! A schedule into slots: importing it again updates and never duplicates.

use super::{at_line, counted, leave_out, report, tell};
use crate::context::Context;
use crate::fault::Failure;
use crate::handle::slot;
use crate::load::new_id;
use chrono::{Datelike, NaiveDate};
use domain::entity::{Slot, SlotKind};
use domain::id::{SessionId, SlotId};
use domain::session;
use domain::time::{Timestamp, hm};
use formats::schedule::{Schedule, ScheduleEntry};
use protocol::{Command, ImportedFile, SlotCancel, SlotCreate, SlotUpdate};
use std::collections::{HashMap, HashSet};
use store::Source;

pub(super) fn take(
    context: &mut Context<'_>,
    file: &str,
    schedule: &Schedule,
    today: Option<NaiveDate>,
) -> Result<ImportedFile, Failure> {
    let mut report = report(file, "schedule");
    for skipped in &schedule.skipped {
        leave_out(&mut report, skipped.line, &skipped.what, &skipped.reason);
    }
    let edits = context.tables.slot_revisions()?;
    let mut over = Vec::new();
    for entry in &schedule.entries {
        take_entry(context, entry, (today, &edits), &mut over, &mut report)
            .map_err(|failure| at_line(file, entry.line, failure))?;
    }
    gone(context, schedule, today, &mut report)?;
    let ahead = schedule.entries.iter().filter(|entry| today.is_none_or(|today| entry.date >= today));
    report.first_day = ahead.map(|entry| entry.date).min().map(|day| day.to_string());
    report.summary = match over.iter().max() {
        Some(last) => {
            let are = if over.len() == 1 { "1 is".to_owned() } else { format!("{} are", over.len()) };
            let this_year = today.is_some_and(|today| today.year() == last.year());
            let last = last.format(if this_year { "%-d %B" } else { "%-d %B %Y" });
            if report.added + report.changed + report.cancelled + report.unchanged == 0 {
                format!("{file} has no events from today on. {are} in the past, the last on {last}.")
            } else {
                format!("{} {are} in the past and left out.", counted(&report, "slots"))
            }
        }
        None => counted(&report, "slots"),
    };
    if schedule.floating > 0 {
        let zone = context.tables.study()?.zone;
        let (count, times) = (schedule.floating, if schedule.floating == 1 { "time" } else { "times" });
        report.skipped.push(format!("{count} {times} without a time zone: taken for {zone}."));
    }
    Ok(report)
}

/// Where an entry comes to stand in the study.
enum Place {
    /// It is not known.
    New,
    /// The slot that it became, and the revision that it had.
    Known(SlotId, u32),
    /// A slot of this study, exported before.
    Own(SlotId, u32),
}

fn place(
    context: &Context<'_>,
    entry: &ScheduleEntry,
    edits: &HashMap<String, (u32, Timestamp)>,
) -> Result<Place, Failure> {
    if let Some((mut id, sequence)) = context.tables.slot_from(&entry.uid)? {
        // A session that was rescheduled is in the slot that took the place.
        while let Some(next) =
            context.tables.slot(id)?.and_then(|slot| slot.moved_to).filter(|next| *next != id)
        {
            id = next;
        }
        return Ok(Place::Known(id, sequence));
    }
    let own = SlotId::parse(&entry.uid).ok();
    match own.map(|id| context.tables.slot(id)).transpose()?.flatten() {
        Some(slot) => {
            let edits = edits.get(&slot.id.to_string()).map_or(0, |(count, _)| count.saturating_sub(1));
            Ok(Place::Own(slot.id, edits))
        }
        None => Ok(Place::New),
    }
}

fn take_entry(
    context: &mut Context<'_>,
    entry: &ScheduleEntry,
    (today, edits): (Option<NaiveDate>, &HashMap<String, (u32, Timestamp)>),
    over: &mut Vec<NaiveDate>,
    report: &mut ImportedFile,
) -> Result<(), Failure> {
    let file = report.name.clone();
    let source = Source { uid: entry.uid.clone(), sequence: entry.sequence, file };
    let (id, sequence) = match place(context, entry, edits)? {
        Place::New if entry.cancelled => {
            let dates = context.tables.slots_of_series(&entry.uid)?;
            if dates.is_empty() {
                leave_out(report, entry.line, &entry.title, "cancelled before it was planned here");
            }
            for id in dates {
                cancel(context, id, entry, report)?;
            }
            return Ok(());
        }
        Place::New if today.is_some_and(|today| entry.date < today) => {
            over.push(entry.date);
            return Ok(());
        }
        Place::New => {
            let id = create(context, entry)?;
            context.tables.slot_source_put(id, &source)?;
            report.added += 1;
            tell(report, entry.line, "new", format!("{}.", described(entry)));
            return Ok(());
        }
        Place::Known(id, sequence) | Place::Own(id, sequence) => (id, sequence),
    };
    if entry.sequence < sequence {
        leave_out(report, entry.line, &entry.title, "a newer version of it was imported before");
        return Ok(());
    }
    update(context, id, entry, report)?;
    if let Some((known, _)) = context.tables.slot_from(&entry.uid)? {
        context.tables.slot_source_put(known, &source)?;
    }
    Ok(())
}

/// Tells of slots that an earlier import of this file made and that are no longer in it. They stay: nothing is
/// deleted because a file does not speak of it.
fn gone(
    context: &Context<'_>,
    schedule: &Schedule,
    today: Option<NaiveDate>,
    report: &mut ImportedFile,
) -> Result<(), Failure> {
    let there: HashSet<&str> = schedule.entries.iter().map(|entry| entry.uid.as_str()).collect();
    let own = plain_name(&report.name);
    let mut files: HashMap<String, Vec<(SlotId, bool)>> = HashMap::new();
    for (file, id, uid) in context.tables.slots_imported()? {
        files.entry(file).or_default().push((id, there.contains(uid.as_str())));
    }
    for (file, slots) in files {
        let still = slots.iter().filter(|(_, there)| *there).count();
        if plain_name(&file) != own && still * 2 < slots.len() {
            continue;
        }
        for (id, _) in slots.into_iter().filter(|(_, there)| !there) {
            let Some(slot) = context.tables.slot(id)? else { continue };
            let session = context.tables.session_in(id)?;
            let stands = session.as_ref().is_none_or(|one| one.status.takes_place() && !one.status.has_run());
            if slot.removed || !stands || today.is_some_and(|today| slot.date < today) {
                continue;
            }
            let codes: Vec<&str> =
                session.iter().flat_map(|one| &one.seats).map(|seat| seat.code.as_str()).collect();
            let what = if codes.is_empty() { slot.kind.word().to_owned() } else { codes.join(" ") };
            let at = format!("{} {}", slot.date.format("%A %-d %B"), hm(slot.start));
            tell(
                report,
                0,
                "gone",
                format!("{what}, {at}: no longer in the file. It stays until you cancel it."),
            );
        }
    }
    Ok(())
}

/// A file's name without what a browser adds to the second download of it.
fn plain_name(name: &str) -> String {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let again = |number: &str| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let stem = match stem.strip_suffix(')').and_then(|open| open.rsplit_once('(')) {
        Some((before, number)) if again(number) => before.trim_end(),
        _ => stem,
    };
    format!("{stem}.{ending}").to_lowercase()
}

/// What an entry is, for a person: `P04, Thursday 26 November 09:00, 60 min`.
fn described(entry: &ScheduleEntry) -> String {
    let what = match (&entry.participant_codes[..], entry.title.trim()) {
        ([], "") => entry.kind.word().to_owned(),
        ([], title) => title.chars().take(80).collect(),
        (codes, _) => codes.join(" "),
    };
    let length = entry.length_minutes.map(|minutes| format!(", {minutes} min")).unwrap_or_default();
    format!("{what}, {} {}{length}", entry.date.format("%A %-d %B"), hm(entry.start_minute))
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
    let has_run = session.as_ref().is_some_and(|session| session.status.has_run());
    if entry.cancelled {
        return cancel(context, id, entry, report);
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
    let says = differences(&request, &known, entry);
    crate::handle::decide(context, &Command::SlotUpdate(request))?;
    report.changed += 1;
    tell(report, entry.line, "changed", says);
    Ok(())
}

/// What changes in a slot, in a sentence.
fn differences(request: &SlotUpdate, known: &Slot, entry: &ScheduleEntry) -> String {
    let mut parts = Vec::new();
    if request.date.is_some() {
        let day = |date: NaiveDate| {
            if known.date == entry.date { String::new() } else { date.format("%-d %B ").to_string() }
        };
        let (from, to) = (format!("{}{}", day(known.date), hm(known.start)), hm(entry.start_minute));
        parts.push(format!("from {from} to {}{to}", day(entry.date)));
    }
    if let Some(length) = request.length_minutes {
        parts.push(format!("{} to {length} min", known.length));
    }
    let named = [
        (request.participants.is_some(), "participants"),
        (request.session_kind.is_some(), "kind"),
        (request.meeting_link.is_some(), "meeting link"),
        (request.label.is_some(), "label"),
    ];
    parts.extend(named.iter().filter(|(changed, _)| *changed).map(|(_, name)| (*name).to_owned()));
    format!("{}: {}.", described(entry), parts.join(", "))
}

fn cancel(
    context: &mut Context<'_>,
    id: SlotId,
    entry: &ScheduleEntry,
    report: &mut ImportedFile,
) -> Result<(), Failure> {
    let Some(known) = context.tables.slot(id)? else { return Ok(()) };
    let session = context.tables.session_in(id)?;
    if known.removed || session.as_ref().is_some_and(|session| !session.status.takes_place()) {
        report.unchanged += 1;
        return Ok(());
    }
    if session.is_some_and(|session| session.status.has_run()) {
        leave_out(report, entry.line, &entry.title, "cancelled, but it has taken place");
        return Ok(());
    }
    let reason = Some("Cancelled in the schedule".to_owned());
    crate::handle::decide(context, &Command::SlotCancel(SlotCancel { slot_id: id.to_string(), reason }))?;
    report.cancelled += 1;
    let at = format!("{} {}", known.date.format("%A %-d %B"), hm(known.start));
    tell(report, entry.line, "cancelled", format!("{}: cancelled, {at}.", entry.title.trim()));
    Ok(())
}
