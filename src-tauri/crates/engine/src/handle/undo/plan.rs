//! Taking back the plan: what may no longer be taken back, and what happened, in sentences.

use super::{Step, Target};
use crate::context::Context;
use crate::fault::Failure;
use crate::fields::Fields;
use crate::handle::day::name;
use domain::Refusal;
use domain::entity::{Session, Slot};
use domain::session::Status;
use domain::text::sentence;
use domain::time::{hm, long_date};

/// Refuses what would take a session that has started out of the day, or change what it was.
pub(super) fn has_not_started(
    context: &Context<'_>,
    target: &Target,
    becomes: &Fields,
) -> Result<(), Failure> {
    let (session, fields) = match target {
        Target::Slot(slot) => {
            (context.tables.session_in(slot.id)?, ["removed", "moved_to", "date", "start_minute"])
        }
        Target::Session(session) => (Some(session.clone()), ["status", "reason", "kind", "participants"]),
        _ => return Ok(()),
    };
    match session {
        Some(session)
            if session.status.has_run() && fields.iter().any(|name| becomes.contains_key(*name)) =>
        {
            let who = session.seats.first().map_or("This session", |seat| seat.code.as_str());
            Err(Refusal::Rule(format!("{who} has started: that stays as it is.")).into())
        }
        _ => Ok(()),
    }
}

/// What happened to the plan; none when the action was about something else.
pub(super) fn says(context: &Context<'_>, steps: &[Step], back: bool) -> Result<Option<String>, Failure> {
    let slots: Vec<(&Slot, &Slot)> = steps
        .iter()
        .filter_map(|step| match (&step.before, &step.now) {
            (Target::Slot(before), Target::Slot(now)) => Some((before, now)),
            _ => None,
        })
        .collect();
    let sessions: Vec<(&Session, &Session)> = steps
        .iter()
        .filter_map(|step| match (&step.before, &step.now) {
            (Target::Session(before), Target::Session(now)) => Some((before, now)),
            _ => None,
        })
        .collect();
    let called = |slot: &Slot| name(context.tables, slot).map(|name| sentence(&name));
    if let Some((before, now)) = slots.iter().find(|(before, now)| before.moved_to != now.moved_to) {
        let name = called(before)?;
        return Ok(Some(match back {
            true => format!("{name} is back at {} on {}.", hm(now.start), long_date(now.date)),
            false => format!("{name} is rescheduled again."),
        }));
    }
    let went: Vec<_> = slots.iter().filter(|(before, now)| before.removed != now.removed).collect();
    if let Some((before, now)) = went.first() {
        let what = if now.removed { "taken off the day" } else { "back on the day" };
        // Who was called in goes, and who did not come is awaited again.
        let also = sessions.iter().find(|(before, now)| before.status != now.status);
        let also = also.map_or(String::new(), |(_, now)| format!(", and {} is {}", who(now), is(now.status)));
        return Ok(Some(match went.len() {
            1 => format!("{} is {what}{also}.", called(before)?),
            count => format!("{count} slots are {what}{also}."),
        }));
    }
    if slots.len() > 1 {
        let what = if back { "back where they were" } else { "moved again" };
        return Ok(Some(format!("{} slots are {what}.", slots.len())));
    }
    if let Some((before, now)) = slots.first() {
        let name = called(before)?;
        if (before.date, before.start) != (now.date, now.start) {
            let day =
                if before.date == now.date { String::new() } else { format!(" on {}", long_date(now.date)) };
            let verb = if back { "is back at" } else { "is again at" };
            return Ok(Some(format!("{name} {verb} {}{day}.", hm(now.start))));
        }
        if before.length != now.length {
            return Ok(Some(format!("{name} takes {} min again.", now.length)));
        }
        return Ok(Some(format!("{name} is {}.", if back { "as before" } else { "changed again" })));
    }
    let Some((before, now)) = sessions.first() else { return Ok(None) };
    Ok(Some(if before.status == now.status {
        sentence(&format!("{} is {}.", who(now), if back { "as before" } else { "changed again" }))
    } else {
        sentence(&format!("{} is {} again.", who(now), is(now.status)))
    }))
}

/// Whose session it is, in mid-sentence.
fn who(session: &Session) -> &str {
    session.seats.first().map(|seat| &*seat.code).filter(|code| !code.is_empty()).unwrap_or("the session")
}

/// What somebody is in a planned session.
fn is(status: Status) -> &'static str {
    match status {
        Status::NoShow => "a no-show",
        Status::Confirmed => "confirmed",
        Status::Arrived => "here",
        Status::Cancelled => "cancelled",
        _ => "planned",
    }
}
