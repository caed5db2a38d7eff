//! What is worth knowing before a session: unusual answers first, what is still to ask, what was parked.

use crate::fault::Failure;
use crate::handle::item::guide_of;
use domain::Refusal;
use domain::distribution::Distribution;
use domain::entity::{
    AnswerKind, AnswerRow, DecisionKind, Guide, ItemKey, Question, QuestionStatus, Session,
};
use domain::guide::plain;
use domain::id::{SessionId, SourceId};
use domain::permission::Actor;
use domain::session::Status;
use domain::text;
use domain::time::Timestamp;
use protocol::{AnswerBrief, Brief, BriefFound, DiaryRow, SeatBrief, StillToAsk};
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use store::{StoreError, Tables};

/// The most parked questions.
const PARKED: usize = 50;

pub(super) fn before(tables: Tables<'_>, actor: Actor, request: &Brief) -> Result<BriefFound, Failure> {
    let session =
        tables.session(SessionId::parse(&request.session_id)?)?.ok_or(Refusal::Missing("session"))?;
    let may_know = |session: &Session| actor == Actor::Moderator || !session.is_shut();
    if !may_know(&session) {
        return Err(Refusal::Missing("session").into());
    }
    let began = |one: &Session| session.started_at.is_none() || one.started_at < session.started_at;
    let earlier: Vec<Session> = tables
        .sessions()?
        .into_iter()
        .filter(|one| one.id != session.id && may_know(one) && began(one))
        .filter(|one| matches!(one.status, Status::Done | Status::EndedEarly))
        .collect();
    Ok(BriefFound {
        seats: seats(tables, &session)?,
        still_to_ask: still_to_ask(tables, &session, &earlier)?,
        parked: parked(tables, &earlier)?,
        build: match session.build {
            Some(build) => Some(build),
            None if session.started_at.is_none() => tables.study()?.build,
            None => None,
        },
    })
}

/// A file with answers, and how those to each question are distributed.
struct Asked {
    name: String,
    kind: AnswerKind,
    columns: Vec<String>,
    distributions: Vec<Distribution>,
}

impl Asked {
    fn read(tables: Tables<'_>, id: SourceId) -> Result<Option<Self>, StoreError> {
        let Some(source) = tables.answer_source(id)? else { return Ok(None) };
        // A diary's rows are many of one person: nobody's stand apart from all.
        let rows = if source.kind == AnswerKind::Answers { tables.answer_rows(id)? } else { Vec::new() };
        let column =
            |place: usize| rows.iter().filter_map(move |row| row.values.get(place)).map(String::as_str);
        let distributions = (0..source.columns.len()).map(|place| Distribution::of(column(place))).collect();
        Ok(Some(Self { name: source.name, kind: source.kind, columns: source.columns, distributions }))
    }

    fn answers<'a>(
        &'a self,
        row: &'a AnswerRow,
    ) -> impl Iterator<Item = (&'a String, &'a Distribution, &'a String)> {
        let asked = self.columns.iter().zip(&self.distributions).zip(&row.values);
        asked
            .map(|((question, all), value)| (question, all, value))
            .filter(|(.., value)| !value.trim().is_empty())
    }
}

fn seats(tables: Tables<'_>, session: &Session) -> Result<Vec<SeatBrief>, Failure> {
    let mut sources: HashMap<SourceId, Option<Asked>> = HashMap::new();
    let mut seats = Vec::with_capacity(session.seats.len());
    for seat in &session.seats {
        let (mut answers, mut diary) = (Vec::new(), Vec::new());
        for (id, row) in tables.answers_of(seat.participant_id)? {
            let asked = match sources.entry(id) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => new.insert(Asked::read(tables, id)?),
            };
            let Some(asked) = asked else { continue };
            match asked.kind {
                AnswerKind::Diary => diary.push(DiaryRow {
                    at: row.at.clone().unwrap_or_default(),
                    source: asked.name.clone(),
                    text: asked
                        .answers(&row)
                        .map(|(question, _, value)| format!("{} {value}", text::asked(question)))
                        .collect::<Vec<_>>()
                        .join("\n"),
                }),
                AnswerKind::Answers => answers.extend(asked.answers(&row).map(|(question, all, value)| {
                    let standing = all.standing(value);
                    AnswerBrief {
                        source: asked.name.clone(),
                        question: question.clone(),
                        value: value.clone(),
                        says: standing.says,
                        n: u32::try_from(all.n()).unwrap_or(u32::MAX),
                        extremity: standing.extremity,
                    }
                })),
            }
        }
        answers.sort_by(|a, b| b.extremity.total_cmp(&a.extremity));
        diary.sort_by(|a, b| b.at.cmp(&a.at));
        let (participant_id, code) = (seat.participant_id.to_string(), seat.code.clone());
        seats.push(SeatBrief { participant_id, code, answers, diary });
    }
    Ok(seats)
}

/// Must-ask questions and tasks of the guide that this session is or will be run with, and who was not asked.
pub(crate) fn still_to_ask(
    tables: Tables<'_>,
    session: &Session,
    earlier: &[Session],
) -> Result<Vec<StillToAsk>, Failure> {
    let guides = tables.guides()?;
    let guide = match session.guide_id {
        Some(id) => guides.iter().find(|guide| guide.id == id),
        None => guides.last(),
    };
    let Some(guide) = guide else { return Ok(Vec::new()) };
    // The places of a question's words in every version that has them.
    let places = |guide: &Guide| -> HashMap<String, ItemKey> {
        items(guide).map(|(key, text)| (plain(text), key)).collect()
    };
    let places: HashMap<_, _> = guides.iter().map(|guide| (guide.id, places(guide))).collect();
    let mut missed: HashMap<String, Vec<String>> = HashMap::new();
    for one in earlier {
        let runs = tables.items_of(one.id)?;
        let Some(asked) = one.guide_id.and_then(|id| places.get(&id)) else { continue };
        // Where nobody kept track of the guide, nothing is known of what was asked.
        if runs.iter().all(|run| run.at.is_none()) {
            continue;
        }
        for (text, key) in asked {
            if !runs.iter().any(|run| run.item == *key && run.counts()) {
                let codes = one.seats.iter().map(|seat| seat.code.clone());
                missed.entry(text.clone()).or_default().extend(codes);
            }
        }
    }
    let must = guide.sections.iter().flat_map(|section| &section.items).map(|item| item.must_ask);
    let mut seen = HashSet::new();
    let mut still: Vec<StillToAsk> = items(guide)
        .zip(must)
        .filter(|(_, must)| *must)
        .filter_map(|((key, text), _)| {
            let mut codes = missed.get(&plain(text)).filter(|_| seen.insert(plain(text)))?.clone();
            codes.sort();
            codes.dedup();
            Some(StillToAsk { item: key.to_string(), text: text.clone(), missed: codes })
        })
        .collect();
    still.sort_by_key(|one| std::cmp::Reverse(one.missed.len()));
    Ok(still)
}

fn items(guide: &Guide) -> impl Iterator<Item = (ItemKey, &String)> {
    guide.sections.iter().zip(0u16..).flat_map(|(section, place)| {
        section.items.iter().zip(0u16..).map(move |(one, item)| (ItemKey { section: place, item }, &one.text))
    })
}

/// What debriefs decided to ask from then on, and questions from the room that nobody put or settled; the newest of
/// each first, and none that was asked since.
fn parked(tables: Tables<'_>, earlier: &[Session]) -> Result<Vec<String>, Failure> {
    let of_earlier = |id: SessionId| earlier.iter().any(|session| session.id == id);
    let (mut decisions, mut questions) = (tables.decisions()?, tables.questions()?);
    let asked = asked(tables, earlier, &questions)?;
    decisions.retain(|one| one.kind == DecisionKind::Brief && of_earlier(one.session_id));
    questions.retain(|one| one.status == QuestionStatus::Parked && of_earlier(one.session_id));
    let decisions = decisions.into_iter().rev().map(|decision| (decision.made_at, decision.text));
    let questions = questions.into_iter().rev().map(|question| (question.suggested_at, question.text));
    let mut seen = HashSet::new();
    Ok(decisions
        .chain(questions)
        .filter(|(since, text)| asked.get(&plain(text)).is_none_or(|at| at < since))
        .filter(|(_, text)| seen.insert(plain(text)))
        .map(|(_, text)| text)
        .take(PARKED)
        .collect())
}

/// When questions were asked last, by their words: those from the room, and items of the guide.
fn asked(
    tables: Tables<'_>,
    earlier: &[Session],
    questions: &[Question],
) -> Result<HashMap<String, Timestamp>, Failure> {
    let mut asked: HashMap<String, Timestamp> = HashMap::new();
    let mut add = |text: &str, at: Timestamp| {
        let last = asked.entry(plain(text)).or_insert(at);
        *last = at.max(*last);
    };
    for question in questions.iter().filter(|one| one.status == QuestionStatus::Asked) {
        add(&question.text, question.asked_at.unwrap_or(question.suggested_at));
    }
    for session in earlier {
        let Some(guide) = guide_of(tables, session)? else { continue };
        let runs = tables.items_of(session.id)?;
        for (key, text) in items(&guide) {
            let run = runs.iter().find(|run| run.item == key && run.counts());
            if let Some(at) = run.and_then(|run| run.at) {
                add(text, at);
            }
        }
    }
    Ok(asked)
}
