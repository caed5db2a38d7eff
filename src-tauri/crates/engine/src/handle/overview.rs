//! The study so far: days, segments, hours, incentives.

use crate::fault::Failure;
use domain::entity::{Participant, SeatStatus, Session, Slot};
use domain::id::ParticipantId;
use domain::session::{Status, active_time};
use domain::time::Timestamp;
use protocol::{DaySoFar, IncentiveSoFar, SegmentSoFar, StudySoFar};
use store::Tables;

/// What a session is to whoever counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Count {
    ToCome,
    Done,
    Lost,
    /// Its new place counts.
    Elsewhere,
}

fn count(status: Status) -> Count {
    match status {
        Status::Planned | Status::Confirmed | Status::Arrived | Status::Live | Status::OnBreak => {
            Count::ToCome
        }
        Status::Done | Status::EndedEarly => Count::Done,
        Status::NoShow | Status::Cancelled | Status::LeftOut => Count::Lost,
        Status::Rescheduled => Count::Elsewhere,
    }
}

pub(super) fn so_far(tables: Tables<'_>, now: Timestamp) -> Result<StudySoFar, Failure> {
    let mut all: Vec<(Slot, Option<Session>)> = Vec::new();
    for slot in tables.slots()?.into_iter().filter(|slot| !slot.removed) {
        let session = tables.session_in(slot.id)?;
        all.push((slot, session));
    }
    let mut study = StudySoFar {
        days: Vec::new(),
        segments: Vec::new(),
        done: 0,
        to_come: 0,
        moderated_ms: 0,
        lost_ms: 0,
        incentives: Vec::new(),
        new_themes: Vec::new(),
    };
    for (slot, session) in &all {
        let date = slot.date.to_string();
        if study.days.last().is_none_or(|day| day.date != date) {
            study.days.push(DaySoFar { date, to_come: 0, done: 0, lost: 0, notes: 0 });
        }
        let (Some(session), Some(day)) = (session, study.days.last_mut()) else { continue };
        day.notes += tables.note_count(session.id)?;
        let counts = count(session.status);
        match counts {
            Count::ToCome => (day.to_come, study.to_come) = (day.to_come + 1, study.to_come + 1),
            Count::Done => (day.done, study.done) = (day.done + 1, study.done + 1),
            Count::Lost => {
                day.lost += 1;
                study.lost_ms += i64::from(slot.length) * 60_000;
            }
            Count::Elsewhere => {}
        }
        if let Some(started) = session.started_at.filter(|_| counts != Count::Lost) {
            let until = session.ended_at.unwrap_or(now);
            study.moderated_ms += active_time(started.0, until.0, &session.intervals);
        }
    }
    let people = tables.participants()?;
    let sessions: Vec<&Session> = all.iter().filter_map(|(_, session)| session.as_ref()).collect();
    study.segments = segments(tables, &people, &sessions)?;
    study.incentives = incentives(&people, &sessions);
    Ok(study)
}

/// Whether somebody has a session of a sort; a seat to which nobody came does not count.
fn has(sessions: &[&Session], who: ParticipantId, of: impl Fn(Status) -> bool) -> bool {
    sessions.iter().any(|session| {
        let seat = session.seats.iter().find(|seat| seat.participant_id == who);
        of(session.status) && seat.is_some_and(|seat| seat.status != SeatStatus::NoShow)
    })
}

fn segments(
    tables: Tables<'_>,
    people: &[Participant],
    sessions: &[&Session],
) -> Result<Vec<SegmentSoFar>, Failure> {
    let study = tables.study()?;
    let Some(column) = &study.segment else { return Ok(Vec::new()) };
    let quotas = study.quotas.iter();
    let mut segments: Vec<SegmentSoFar> = quotas
        .map(|quota| SegmentSoFar {
            value: quota.value.clone(),
            target: Some(quota.target),
            done: 0,
            to_come: 0,
        })
        .collect();
    for person in people {
        let own = person.attributes.iter().find(|attribute| attribute.name == *column);
        let Some(value) = own.map(|own| own.value.trim()).filter(|value| !value.is_empty()) else { continue };
        let known = segments.iter().position(|segment| segment.value == value);
        let place = known.unwrap_or_else(|| {
            segments.push(SegmentSoFar { value: value.into(), target: None, done: 0, to_come: 0 });
            segments.len() - 1
        });
        if has(sessions, person.id, |status| count(status) == Count::Done) {
            segments[place].done += 1;
        } else if has(sessions, person.id, |status| count(status) == Count::ToCome) {
            segments[place].to_come += 1;
        }
    }
    Ok(segments)
}

/// Whoever has it, took part or is still to come; who missed or called off every session gets nothing.
fn incentives(people: &[Participant], sessions: &[&Session]) -> Vec<IncentiveSoFar> {
    let mut all: Vec<IncentiveSoFar> = Vec::new();
    for person in people {
        let Some(incentive) = &person.incentive else { continue };
        let gets = has(sessions, person.id, |status| status.has_run() || count(status) == Count::ToCome);
        if !incentive.paid && !gets {
            continue;
        }
        let place = all.iter().position(|one| one.what == incentive.what).unwrap_or_else(|| {
            all.push(IncentiveSoFar { what: incentive.what.clone(), owed: 0, paid: 0 });
            all.len() - 1
        });
        let one = &mut all[place];
        if incentive.paid { one.paid += 1 } else { one.owed += 1 }
    }
    all
}
