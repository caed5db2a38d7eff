//! Whom to invite of those who answered: the most extreme and the most surprising, in turns.

use super::participant::create_with;
use crate::context::Context;
use crate::fault::Failure;
use crate::load::Kind;
use domain::Refusal;
use domain::distribution::{Distribution, Surprise, surprises};
use domain::entity::{AnswerKind, AnswerRow, AnswerSource};
use domain::id::{ParticipantId, SourceId};
use domain::text::{Code, asked};
use protocol::{InvitePicks, Pick, Picks, RespondentInvite};
use std::collections::{HashMap, HashSet};
use store::Tables;

/// Reasons that are given for one person.
const REASONS: usize = 3;
/// Below this nobody stands out.
const STANDS_OUT: f64 = 0.5;

/// Somebody who answered and has no session yet.
struct Candidate {
    pick: Pick,
    /// 0 to 1: the mean of the three answers that are furthest from the usual.
    extreme: f64,
    /// 0 to 1: the least expected pair of answers.
    surprise: f64,
    unusual: Option<String>,
}

pub(super) fn picks(tables: Tables<'_>, request: &InvitePicks) -> Result<Picks, Failure> {
    let limit = request.limit.unwrap_or(10);
    if !(1..=50).contains(&limit) {
        return Err(Refusal::Invalid { what: "The limit", expected: "1 to 50" }.into());
    }
    let limit = usize::try_from(limit).unwrap_or(50);
    let invited: HashSet<ParticipantId> = tables
        .sessions()?
        .iter()
        .filter(|session| session.status.takes_place())
        .flat_map(|session| session.seats.iter().map(|seat| seat.participant_id))
        .collect();
    let codes: HashMap<ParticipantId, String> =
        tables.participants()?.into_iter().map(|person| (person.id, person.code)).collect();
    let (mut candidates, mut n) = (Vec::new(), 0);
    for source in tables.answer_sources()?.into_iter().filter(|source| source.kind == AnswerKind::Answers) {
        let rows = tables.answer_rows(source.id)?;
        n += rows.len();
        let free = |row: &AnswerRow| row.participant_id.is_none_or(|id| !invited.contains(&id));
        candidates.extend(
            stand_out(&source, &rows, &codes)
                .into_iter()
                .zip(&rows)
                .filter_map(|(candidate, row)| free(row).then_some(candidate)),
        );
    }
    Ok(Picks { picks: in_turns(candidates, limit), n: u32::try_from(n).unwrap_or(u32::MAX) })
}

/// How much each respondent of a file stands out, in the rows' order.
fn stand_out(
    source: &AnswerSource,
    rows: &[AnswerRow],
    codes: &HashMap<ParticipantId, String>,
) -> Vec<Candidate> {
    let columns = &source.columns;
    let column = |place: usize| rows.iter().filter_map(move |row| row.values.get(place)).map(String::as_str);
    let all: Vec<Distribution> = (0..columns.len()).map(|place| Distribution::of(column(place))).collect();
    let values: Vec<Vec<String>> = rows.iter().map(|row| row.values.clone()).collect();
    let candidate = |(row, surprise): (&AnswerRow, Option<Surprise>)| {
        let mut standings: Vec<_> = all
            .iter()
            .zip(columns)
            .zip(&row.values)
            .map(|((all, question), value)| (all.standing(value), question, value))
            .filter(|(standing, ..)| standing.says.is_some())
            .collect();
        standings.sort_by(|a, b| b.0.extremity.total_cmp(&a.0.extremity));
        let furthest = standings.iter().take(REASONS);
        let extreme = furthest.clone().map(|(standing, ..)| standing.extremity).sum::<f64>() / 3.0;
        let why = furthest.filter_map(|(standing, question, value)| {
            Some(format!("{} “{}”, {}.", asked(question), short(value), standing.says.as_ref()?))
        });
        let unusual = surprise.as_ref().map(|found| {
            let answer = |place: usize| format!("{} “{}”", asked(&columns[place]), short(&row.values[place]));
            let (one, other) = (answer(found.columns.0), answer(found.columns.1));
            let times = if found.count == 1 { "only once".into() } else { format!("{} times", found.count) };
            format!("{one} with {other}: {times} in {}, where {:.0} would be usual.", found.n, found.expected)
        });
        Candidate {
            pick: Pick {
                source_id: source.id.to_string(),
                source: source.name.clone(),
                row: row.row,
                code: row.participant_id.and_then(|id| codes.get(&id).cloned()),
                why: why.collect(),
            },
            extreme,
            surprise: surprise.map_or(0.0, |found| found.surprise),
            unusual,
        }
    };
    rows.iter().zip(surprises(&values)).map(candidate).collect()
}

/// The most extreme, the most surprising, the next extreme, …; each person once, with all reasons.
fn in_turns(candidates: Vec<Candidate>, limit: usize) -> Vec<Pick> {
    let by = |score: fn(&Candidate) -> f64, least: f64| {
        let mut order: Vec<usize> = (0..candidates.len()).collect();
        order.retain(|place| score(&candidates[*place]) >= least);
        order.sort_by(|a, b| score(&candidates[*b]).total_cmp(&score(&candidates[*a])));
        order.into_iter()
    };
    // One answer that is very far out is enough to be extreme.
    let mut extreme = by(|one| one.extreme, STANDS_OUT / 3.0);
    let mut surprising = by(|one| one.surprise, STANDS_OUT);
    let (mut taken, mut order) = (HashSet::new(), Vec::new());
    loop {
        let next = [extreme.by_ref().find(|place| !taken.contains(place)), {
            surprising.by_ref().find(|place| !taken.contains(place))
        }];
        if next == [None, None] || order.len() >= limit {
            break;
        }
        order.extend(next.into_iter().flatten().filter(|place| taken.insert(*place)));
    }
    order.truncate(limit);
    let mut known: HashMap<usize, Candidate> = candidates.into_iter().enumerate().collect();
    let told = order.into_iter().filter_map(|place| known.remove(&place)).map(|one| {
        let mut pick = one.pick;
        pick.why.extend(one.unusual.filter(|_| one.surprise >= STANDS_OUT));
        pick
    });
    told.collect()
}

/// An answer as it may stand in a sentence: at most 60 characters on one line.
fn short(answer: &str) -> String {
    let line: String = answer.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).take(60).collect();
    if answer.trim().chars().nth(60).is_some() { format!("{line}…") } else { line }
}

pub(super) fn invite(context: &mut Context<'_>, request: &RespondentInvite) -> Result<(), Failure> {
    let source = SourceId::parse(&request.source_id)?;
    let row = context.tables.answer_row(source, request.row)?.ok_or(Refusal::Missing("row of answers"))?;
    let code = Code::parse(&request.code)?;
    let person = match context.tables.participant_by_code(code.as_str())? {
        Some(known) => known,
        None => create_with(context, &request.participant_id, code.as_str())?,
    };
    if let Some(other) = row.participant_id.filter(|id| *id != person.id) {
        let whose = context.tables.participant(other)?.map(|person| person.code).unwrap_or_default();
        return Err(Refusal::Rule(format!("These answers are {whose}'s already.")).into());
    }
    context.tables.answer_row_join(source, request.row, person.id)?;
    context.touch(Kind::Participant, person.id);
    Ok(())
}
