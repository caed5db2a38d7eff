//! A day as a whole: laying it out, and what is wrong with it.

use super::slot::{self, DAY, length, start};
use crate::context::Context;
use crate::fault::Failure;
use chrono::NaiveDate;
use domain::Refusal;
use domain::day::{self, Attends, FULL_DAY, Layout, Planned};
use domain::entity::{Session, Slot, SlotKind};
use domain::time::{date, hm, local_instant, long_date};
use protocol::{DayLayOut, DayProposal, DayPropose, DayWarnings, ProposedSlot, Warnings};
use store::Tables;

pub(super) fn lay_out(context: &mut Context<'_>, request: &DayLayOut) -> Result<(), Failure> {
    if request.slots.is_empty() || request.slots.len() > 300 {
        return Err(Refusal::Invalid { what: "A layout", expected: "1 to 300 slots" }.into());
    }
    let mut days = Vec::new();
    for slot in &request.slots {
        if u32::from(slot.start_minute) + u32::from(slot.length_minutes) > u32::from(DAY) {
            let sentence = format!(
                "The slot at {} on {} would run past midnight. Nothing was planned.",
                hm(slot.start_minute),
                slot.date
            );
            return Err(Refusal::Rule(sentence).into());
        }
        slot::create(context, slot)?;
        days.push(date(&slot.date)?);
    }
    days.sort_unstable();
    days.dedup();
    for day in days {
        let of_day = of_day(context.tables, day)?;
        let sessions = of_day.iter().filter(|(slot, _)| slot.kind == SlotKind::Session).count();
        if sessions > FULL_DAY && !request.confirmed {
            let sentence =
                format!("{} would have {sessions} sessions. Confirm it, or plan fewer.", long_date(day));
            return Err(Refusal::Rule(sentence).into());
        }
    }
    Ok(())
}

pub(super) fn propose(tables: Tables<'_>, request: &DayPropose) -> Result<DayProposal, Failure> {
    let mut days = vec![date(&request.date)?];
    for text in request.further_days.iter().flatten() {
        let day = date(text)?;
        if days.last().is_some_and(|before| day <= *before) {
            let expected = "in order, each after the one before it";
            return Err(Refusal::Invalid { what: "The days", expected }.into());
        }
        days.push(day);
    }
    if days.len() > 60 {
        return Err(Refusal::Invalid { what: "The days", expected: "at most 60" }.into());
    }
    let usual = Layout::default();
    let minutes = |given: Option<u16>, usual: u16| given.unwrap_or(usual).min(720);
    let layout = Layout {
        start: start(request.start_minute.unwrap_or(usual.start))?,
        count: usual.count,
        length: length(request.length_minutes.unwrap_or(usual.length))?,
        debrief: minutes(request.debrief_minutes, usual.debrief),
        reset: minutes(request.reset_minutes, usual.reset),
        lunch: minutes(request.lunch_minutes, usual.lunch),
        lunch_from: start(request.lunch_from_minute.unwrap_or(usual.lunch_from))?,
    };
    let count = request.count.unwrap_or(usual.count.into()).max(1);
    let proposed = day::lay_out_days(layout, count, &days)?;
    let zone = tables.study()?.zone;
    let (mut slots, mut warnings) = (Vec::new(), Vec::new());
    for (day, proposed) in days.iter().zip(proposed) {
        let mut all = planned(tables, *day)?;
        let mut found = Vec::new();
        for slot in proposed {
            let name = match slot.kind {
                SlotKind::Break => "the new lunch".to_owned(),
                _ => format!("the new {} session", hm(slot.start)),
            };
            let at = local_instant(*day, slot.start, zone);
            found.extend(day::clock_trouble(&name, *day, slot.start, at, zone));
            all.push(Planned { kind: slot.kind, name, start: slot.start.into(), length: slot.length });
            slots.push(ProposedSlot {
                date: day.to_string(),
                kind: slot.kind.word().into(),
                start_minute: slot.start,
                length_minutes: slot.length,
            });
        }
        let of_day = self::of_day(tables, *day)?;
        let zones = of_day.iter().map(|(slot, _)| slot.zone).chain([zone]);
        warnings.extend(day::clock_changes(*day, zones));
        found.splice(0..0, day::warnings(&all));
        let several = days.len() > 1;
        let said = |text: String| if several { format!("{}: {text}", long_date(*day)) } else { text };
        warnings.extend(found.into_iter().map(said));
    }
    Ok(DayProposal { slots, warnings })
}

pub(super) fn warnings(tables: Tables<'_>, request: &DayWarnings) -> Result<Warnings, Failure> {
    let day = date(&request.date)?;
    let of_day = of_day(tables, day)?;
    let mut attends = Vec::new();
    let mut warnings = day::clock_changes(day, of_day.iter().map(|(slot, _)| slot.zone));
    warnings.extend(day::warnings(&planned(tables, day)?));
    for (slot, session) in &of_day {
        let at = slot.starts_at();
        let name = called(slot, session.as_ref());
        warnings.extend(day::clock_trouble(&name, day, slot.start, at, slot.zone));
        for seat in session.iter().flat_map(|session| &session.seats) {
            attends.push(Attends {
                code: seat.code.clone(),
                start: slot.start,
                at,
                zone: slot.zone,
                theirs: tables.participant(seat.participant_id)?.and_then(|participant| participant.zone),
            });
        }
    }
    warnings.extend(day::awkward(&attends));
    Ok(Warnings { warnings })
}

/// The slots of a day that take place, with their sessions, by start.
pub(super) fn of_day(tables: Tables<'_>, day: NaiveDate) -> Result<Vec<(Slot, Option<Session>)>, Failure> {
    let mut all = Vec::new();
    for slot in tables.slots_of(day)?.into_iter().filter(|slot| !slot.removed) {
        let session = tables.session_in(slot.id)?;
        if session.as_ref().is_none_or(|session| session.status.takes_place()) {
            all.push((slot, session));
        }
    }
    Ok(all)
}

/// What people call a slot, in mid-sentence.
pub(super) fn name(tables: Tables<'_>, slot: &Slot) -> Result<String, Failure> {
    Ok(called(slot, tables.session_in(slot.id)?.as_ref()))
}

pub(super) fn called(slot: &Slot, session: Option<&Session>) -> String {
    let codes: Vec<&str> =
        session.iter().flat_map(|session| &session.seats).map(|seat| &*seat.code).collect();
    match (codes.as_slice(), slot.label.as_str()) {
        ([], "") => format!("the {} {}", hm(slot.start), slot.kind.word()),
        ([], label) => label.to_owned(),
        ([code], _) => (*code).to_owned(),
        ([first, .., last], _) => format!("{first}–{last}"),
    }
}

fn planned(tables: Tables<'_>, day: NaiveDate) -> Result<Vec<Planned>, Failure> {
    let zone = tables.study()?.zone;
    let midnight = local_instant(day, 0, zone).at.0;
    let planned = |(slot, session): &(Slot, Option<Session>)| Planned {
        kind: slot.kind,
        name: called(slot, session.as_ref()),
        // Slots of one zone are told apart by their local times; others by their instants.
        start: if slot.zone == zone {
            slot.start.into()
        } else {
            i32::try_from((slot.starts_at().at.0 - midnight) / 60_000).unwrap_or(slot.start.into())
        },
        length: slot.length,
    };
    Ok(of_day(tables, day)?.iter().map(planned).collect())
}
