//! Pace and lateness: how the running session keeps to its plan, what that touches, and what can be done.

use super::day::{called, of_day};
use crate::fault::Failure;
use domain::entity::{Session, Slot, SlotKind};
use domain::lateness::{Absorbed, Piece, WHOLE, absorb, buffers};
use domain::pace::{Course, Left, has_minutes, left, takes, to_skip};
use domain::session::active_time;
use domain::text::sentence;
use domain::time::{Timestamp, hm};
use protocol::{Forecast, LateAnswer, MovedSlot};
use store::Tables;

const MINUTE: i64 = 60_000;

/// The session that everything after it waits for.
struct Late {
    slot: Slot,
    session: Session,
    planned_end: i64,
    likely_end: i64,
    left: Vec<Left>,
}

/// What comes after it.
struct Rest {
    slots: Vec<(Slot, Option<Session>)>,
    pieces: Vec<Piece>,
    midnight: i64,
}

pub(super) fn forecast(tables: Tables<'_>, now: Timestamp) -> Result<Forecast, Failure> {
    let mut forecast = Forecast {
        at: now.0,
        session_id: None,
        planned_end: None,
        likely_end: None,
        behind_ms: 0,
        skip: Vec::new(),
        says: None,
        answers: Vec::new(),
    };
    let Some(late) = awaited(tables, now)? else { return Ok(forecast) };
    forecast.session_id = late.session.status.is_live().then(|| late.session.id.to_string());
    forecast.planned_end = Some(late.planned_end);
    forecast.likely_end = Some(late.likely_end);
    forecast.behind_ms = late.likely_end - late.planned_end;
    if forecast.behind_ms < MINUTE {
        return Ok(forecast);
    }
    let time = late.planned_end - now.0;
    forecast.skip = to_skip(&late.left, time).into_iter().map(|one| one.text.clone()).collect();
    forecast.answers.push(end_on_time(&late, time));
    let rest = rest(tables, &late)?;
    let planned = late.planned_end.div_euclid(MINUTE);
    let ends = (late.likely_end + MINUTE - 1).div_euclid(MINUTE);
    let absorbed = absorb(ends, planned, 0, &rest.pieces, rest.midnight);
    let lead = lead(&late, ends - planned);
    let touches = match &absorbed {
        Some(absorbed) => !absorbed.people.is_empty() || !absorbed.breaks.is_empty(),
        None => true,
    };
    let effect = match &absorbed {
        Some(absorbed) => rest.effect(absorbed, planned, ends),
        None => rest.stuck(ends),
    };
    forecast.says = touches.then(|| format!("{lead} {effect}"));
    let Some(absorbed) = absorbed.filter(|_| !rest.pieces.is_empty()) else { return Ok(forecast) };
    let moved = if absorbed.people.is_empty() {
        let says = format!("{lead} {effect}");
        let label = if absorbed.breaks.is_empty() { "Use the reset" } else { "Shorten lunch" };
        forecast.answers.push(LateAnswer {
            kind: "use_reset".into(),
            label: label.into(),
            says,
            moves: rest.moves(&absorbed),
            tell: Vec::new(),
            message: None,
        });
        absorb(ends, planned, WHOLE, &rest.pieces, rest.midnight)
    } else {
        Some(absorbed)
    };
    if let Some(moved) = moved.filter(|moved| !moved.people.is_empty()) {
        forecast.answers.push(rest.move_answer(tables, &moved)?);
    }
    Ok(forecast)
}

/// The session that runs; else the one that should have started by now.
fn awaited(tables: Tables<'_>, now: Timestamp) -> Result<Option<Late>, Failure> {
    let (slot, session) = match tables.session_live()? {
        Some(session) => match tables.slot(session.slot_id)? {
            Some(slot) => (slot, session),
            None => return Ok(None),
        },
        None => {
            let today = of_day(tables, now.date_in(tables.study()?.zone))?;
            let due = |slot: &Slot| (slot.starts_at().at.0..ends_at(slot)).contains(&now.0);
            let waits = |(slot, session): (Slot, Option<Session>)| {
                session
                    .filter(|session| !session.status.has_run() && due(&slot))
                    .map(|session| (slot, session))
            };
            match today.into_iter().filter_map(waits).next_back() {
                Some(found) => found,
                None => return Ok(None),
            }
        }
    };
    let length = i64::from(slot.length) * MINUTE;
    // A session that ran at quite another time than planned has only its length to keep to.
    let in_its_slot = |started: i64| (slot.starts_at().at.0 - length..ends_at(&slot)).contains(&started);
    let planned_end = match session.started_at {
        Some(started) if !in_its_slot(started.0) => started.0 + length,
        _ => ends_at(&slot),
    };
    let guides = tables.guides()?;
    let guide = match session.guide_id {
        Some(id) => guides.iter().find(|guide| guide.id == id),
        None => guides.iter().max_by_key(|guide| guide.version),
    };
    let runs = tables.items_of(session.id)?;
    let left = guide.map_or(Vec::new(), |guide| {
        let course = Course {
            guide,
            order: session.section_order.as_deref(),
            runs: &runs,
            started_at: session.started_at.map(|at| at.0),
            intervals: &session.intervals,
        };
        left(course, now.0)
    });
    // A guide without minutes is as long as the session.
    let takes = if guide.is_some_and(has_minutes) {
        takes(&left)
    } else {
        let active = session.started_at.map_or(0, |at| active_time(at.0, now.0, &session.intervals));
        (length - active).max(0)
    };
    Ok(Some(Late { planned_end, likely_end: now.0 + takes, left, slot, session }))
}

fn ends_at(slot: &Slot) -> i64 {
    slot.starts_at().at.0 + i64::from(slot.length) * MINUTE
}

fn lead(late: &Late, over: i64) -> String {
    let name = called(&late.slot, Some(&late.session));
    let name = sentence(&name);
    match late.session.started_at {
        Some(_) => format!("{name} will run about {over} min over."),
        None => format!("{name} has not started and would run about {over} min over."),
    }
}

fn end_on_time(late: &Late, time: i64) -> LateAnswer {
    let skip = to_skip(&late.left, time);
    let saved: i64 = skip.iter().map(|one| one.takes).sum();
    let over = (takes(&late.left) - saved - time + MINUTE - 1).div_euclid(MINUTE);
    let names: Vec<String> = skip.iter().map(|one| format!("“{}”", one.text)).collect();
    let mut says = match names.split_last() {
        None => "Nothing that is nice to have is left to skip.".into(),
        Some((only, [])) => format!("Skip {only}."),
        Some((last, others)) => format!("Skip {} and {last}.", others.join(", ")),
    };
    if over > 0 && !late.left.is_empty() {
        says.push_str(&format!(" The rest of the guide still takes about {over} min too long."));
    }
    let local = Timestamp(late.planned_end).utc().with_timezone(&late.slot.zone).format("%H:%M");
    LateAnswer {
        kind: "end_on_time".into(),
        label: format!("End at {local}"),
        says,
        moves: Vec::new(),
        tell: Vec::new(),
        message: None,
    }
}

fn rest(tables: Tables<'_>, late: &Late) -> Result<Rest, Failure> {
    let from = late.slot.starts_at().at;
    let mut slots = of_day(tables, late.slot.date)?;
    slots.retain(|(slot, session)| {
        let waits = session.as_ref().is_none_or(|session| !session.status.has_run());
        slot.id != late.slot.id && slot.kind != SlotKind::Reserve && waits && slot.starts_at().at >= from
    });
    let piece = |(slot, _): &(Slot, Option<Session>)| Piece {
        id: slot.id,
        kind: slot.kind,
        start: slot.starts_at().at.0.div_euclid(MINUTE),
        length: slot.length.into(),
        fixed: slot.fixed,
    };
    let pieces: Vec<Piece> = slots.iter().map(piece).collect();
    // What is past midnight already may stay so.
    let midnight = |(piece, (slot, _)): (&Piece, &(Slot, Option<Session>))| {
        (piece.start + i64::from(super::slot::DAY) - i64::from(slot.start)).max(piece.end())
    };
    let midnight = pieces.iter().zip(&slots).map(midnight).min().unwrap_or(i64::MAX);
    Ok(Rest { slots, pieces, midnight })
}

impl Rest {
    fn of(&self, piece: &Piece) -> (&Slot, Option<&Session>) {
        let found = self.slots.iter().find(|(slot, _)| slot.id == piece.id);
        let (slot, session) = found.expect("BUG: every piece is made from a slot");
        (slot, session.as_ref())
    }

    fn name(&self, piece: &Piece) -> String {
        let (slot, session) = self.of(piece);
        match (slot.kind, slot.label.is_empty()) {
            (SlotKind::Break, true) => "the break".into(),
            _ => called(slot, session),
        }
    }

    fn before(&self, piece: &Piece) -> &Piece {
        self.pieces.iter().find(|one| one.id == piece.id).expect("BUG: nothing is added to a day")
    }

    /// Where a piece is then, in its own zone's minutes.
    fn local(&self, piece: &Piece) -> u16 {
        let moved = i64::from(self.of(piece).0.start) + piece.start - self.before(piece).start;
        u16::try_from(moved).unwrap_or(0)
    }

    fn moves(&self, absorbed: &Absorbed) -> Vec<MovedSlot> {
        let changed = absorbed.day.iter().filter(|piece| **piece != *self.before(piece));
        let moved = |piece: &Piece| MovedSlot {
            slot_id: piece.id.to_string(),
            start_minute: self.local(piece),
            length_minutes: u16::try_from(piece.length).unwrap_or(0),
        };
        changed.map(moved).collect()
    }

    /// What lateness does to the day, in a sentence.
    fn effect(&self, absorbed: &Absorbed, planned: i64, ends: i64) -> String {
        let mut parts = Vec::new();
        for piece in &absorbed.day {
            let (before, name) = (self.before(piece), self.name(piece));
            if piece.kind == SlotKind::Session && piece.start != before.start {
                parts.push(format!(
                    "{name} starts at {} instead of {}",
                    hm(self.local(piece)),
                    hm(self.local(before))
                ));
            } else if piece.length != before.length {
                let what =
                    if ["Lunch", "the break"].contains(&&*name) { name } else { format!("{name} (break)") };
                parts.push(format!("{what} shrinks {} → {} min", before.length, piece.length));
            } else if piece.start != before.start {
                parts.push(format!(
                    "{name} begins at {} instead of {}",
                    hm(self.local(piece)),
                    hm(self.local(before))
                ));
            }
        }
        if absorbed.people.is_empty() {
            if let Some(next) = absorbed.day.iter().find(|piece| piece.kind == SlotKind::Session) {
                parts.insert(0, format!("{} keeps {}", self.name(next), hm(self.local(next))));
            }
            if let Some(next) = absorbed.day.first().filter(|_| absorbed.breaks.is_empty()) {
                let (was, is) = (buffers(next.start - planned), buffers(next.start - ends));
                for (what, was, is) in [("reset", was.0, is.0), ("debrief", was.1, is.1)] {
                    if was != is {
                        parts.push(format!("{what} shrinks {was} → {is} min"));
                    }
                }
            }
        }
        if parts.is_empty() {
            "Nothing comes after it.".into()
        } else {
            sentence(&format!("{}.", parts.join("; ")))
        }
    }

    fn stuck(&self, ends: i64) -> String {
        let fixed = self.pieces.iter().filter(|piece| piece.fixed && piece.start < ends);
        match fixed.min_by_key(|piece| piece.start) {
            Some(piece) => format!("{} is fixed at {}.", sentence(&self.name(piece)), hm(self.local(piece))),
            None => "There is no room left in the day for what comes after it.".into(),
        }
    }

    fn move_answer(&self, tables: Tables<'_>, moved: &Absorbed) -> Result<LateAnswer, Failure> {
        let (mut tell, mut lines, mut says) = (Vec::new(), Vec::new(), Vec::new());
        for piece in &moved.day {
            let (before, name) = (self.before(piece), sentence(&self.name(piece)));
            if piece == before {
                continue;
            }
            let (to, from) = (hm(self.local(piece)), hm(self.local(before)));
            let (slot, session) = self.of(piece);
            if session.is_none() {
                says.push(format!(
                    "{name} is {to}–{} then.",
                    hm(self.local(piece) + u16::try_from(piece.length).unwrap_or(0))
                ));
                continue;
            }
            says.push(format!("{name} starts at {to} instead of {from}."));
            for seat in session.iter().flat_map(|session| &session.seats) {
                let theirs = tables.participant(seat.participant_id)?.and_then(|one| one.zone);
                let theirs = theirs.filter(|zone| *zone != slot.zone).map_or(String::new(), |zone| {
                    let local = Timestamp(piece.start * MINUTE).utc().with_timezone(&zone);
                    format!(" ({} your time)", local.format("%H:%M"))
                });
                lines.push(format!("{} starts at {to} instead of {from}{theirs}.", seat.code));
                tell.push(seat.code.clone());
            }
        }
        let label = match (moved.people.as_slice(), tell.as_slice()) {
            ([_], [code]) => format!("Move {code}"),
            ([_], _) => "Move the next session".into(),
            (sessions, _) => format!("Move {} sessions", sessions.len()),
        };
        says.push(match tell.len() {
            1 => "1 person to tell.".into(),
            count => format!("{count} people to tell."),
        });
        Ok(LateAnswer {
            kind: "move".into(),
            label,
            says: says.join(" "),
            moves: self.moves(moved),
            message: (!lines.is_empty()).then(|| lines.join("\n")),
            tell,
        })
    }
}
