//! How a session was run, for the exports.

use crate::fault::Failure;
use domain::entity::{Guide, ItemKey, ItemRun, ItemState, Session};
use domain::id::ParticipantId;
use domain::time::Timestamp;
use formats::export::{DutyExport, FormExport, ItemExport, MomentExport, RunExport};
use std::collections::HashMap;
use store::Tables;

/// Guide items, questionnaires, duties and moments of a session.
pub(crate) fn run(
    tables: Tables<'_>,
    guides: &[Guide],
    codes: &HashMap<ParticipantId, String>,
    session: &Session,
) -> Result<RunExport, Failure> {
    let started = session.started_at.map_or(0, |at| at.0);
    let elapsed = |at: Option<Timestamp>| at.map(|at| at.0 - started);
    let guide = guides.iter().find(|guide| Some(guide.id) == session.guide_id);
    let forms = tables.forms_of(session.id)?.into_iter().map(|form| FormExport {
        code: codes.get(&form.participant_id).cloned().unwrap_or_default(),
        kind: form.kind,
        score: form.score(),
        answers: form.answers,
    });
    let duties = tables.duties_of(session.id)?.into_iter();
    let moments = tables.moments_of(session.id)?.into_iter().filter(|moment| moment.is_shared());
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(RunExport {
        guide_version: guide.map(|guide| guide.version),
        section_order: session.section_order.clone(),
        items: guide
            .map(|guide| Ok::<_, Failure>(items(guide, &tables.items_of(session.id)?, elapsed)))
            .transpose()?
            .unwrap_or_default(),
        forms: forms.collect(),
        duties: duties.map(|duty| DutyExport { kind: duty.kind, holder: duty.holder_name }).collect(),
        moments: moments
            .map(|moment| {
                let marks = moment.witnesses.iter().filter_map(|witness| witness.note_id);
                let notes: Vec<String> = marks.map(|id| id.to_string()).collect();
                MomentExport {
                    id: moment.id.to_string(),
                    elapsed_ms: moment.at.0 - started,
                    state: moment.state,
                    agreed: number(moment.witnesses.len() - notes.len()),
                    notes,
                    present: moment.present,
                }
            })
            .collect(),
    })
}

fn items(
    guide: &Guide,
    runs: &[ItemRun],
    elapsed: impl Fn(Option<Timestamp>) -> Option<i64>,
) -> Vec<ItemExport> {
    let mut asked: Vec<&ItemRun> = runs.iter().filter(|run| run.state == ItemState::Asked).collect();
    asked.sort_by_key(|run| (run.at, run.item));
    let mut all = Vec::new();
    for (section, place) in guide.sections.iter().zip(0u16..) {
        for (item, number) in section.items.iter().zip(0u16..) {
            let key = ItemKey { section: place, item: number };
            let run = runs.iter().find(|run| run.item == key);
            let order = asked.iter().position(|run| run.item == key);
            all.push(ItemExport {
                item: key.to_string(),
                section: section.title.clone(),
                kind: item.kind,
                text: item.text.clone(),
                must_ask: item.must_ask,
                state: run.map_or(ItemState::Untouched, |run| run.state),
                order: order.and_then(|place| u32::try_from(place + 1).ok()),
                elapsed_ms: elapsed(run.and_then(|run| run.at)),
                outcome: run.and_then(|run| run.outcome),
                started_elapsed_ms: elapsed(run.and_then(|run| run.started_at)),
                stopped_elapsed_ms: elapsed(run.and_then(|run| run.stopped_at)),
                took_ms: run.and_then(|run| run.took),
                assists: run.map_or(0, |run| run.assists),
                errors: run.map_or(0, |run| run.errors),
                seq: run.and_then(|run| run.seq),
            });
        }
    }
    all
}
