//! From the study to the exports: people by code only, quotes as consented. Markdown is made to be passed on: what
//! was typed is masked in it as for observers. Tables and JSON Lines keep it as it was typed, to be read in again.

mod day_text;
pub(crate) mod paper;
mod run;

use crate::fault::Failure;
use chrono::NaiveDate;
use domain::Refusal;
use domain::entity::{Decision, Entry, Guide, Note, Question, Session, Slot, SlotKind, Tag};
use domain::id::{ParticipantId, SessionId, TagId};
use domain::masking::Names;
use domain::text::is_quote;
use domain::time::date;
use formats::Reason;
use formats::codebook::{CodebookTag, write_csv, write_qdc};
use formats::export::{
    DayExport, IntervalExport, NoteExport, ParticipantExport, QuestionExport, SessionExport, csv, jsonl,
    markdown,
};
use protocol::{ExportFile, ExportFormat, ExportMake};
use std::borrow::Cow;
use std::collections::HashMap;
use store::Tables;

/// Makes an export of a day, a session, or the whole study.
pub(crate) fn make(tables: Tables<'_>, request: &ExportMake) -> Result<ExportFile, Failure> {
    match request.format {
        ExportFormat::Md => sessions(tables, request, markdown, "md", "text/markdown"),
        ExportFormat::Csv => sessions(tables, request, csv, "csv", "text/csv"),
        ExportFormat::Jsonl => sessions(tables, request, jsonl, "jsonl", "application/jsonl"),
        ExportFormat::CodebookCsv => codebook(tables, |tags| Ok(write_csv(tags)), "csv", "text/csv"),
        ExportFormat::CodebookQdc => codebook(tables, write_qdc, "qdc", "application/xml"),
        ExportFormat::Ics => crate::calendar::make(tables, request.day.as_deref().map(date).transpose()?),
        ExportFormat::DayText => day_text::make(tables, request),
        ExportFormat::PaperHtml => paper::make(tables, request, &domain::entity::Room::default()),
    }
}

fn sessions(
    tables: Tables<'_>,
    request: &ExportMake,
    write: impl FnOnce(&DayExport) -> String,
    ending: &str,
    media_type: &str,
) -> Result<ExportFile, Failure> {
    let study = tables.study()?;
    let day = request.day.as_deref().map(date).transpose()?;
    let session = request.session_id.as_deref().map(SessionId::parse).transpose()?;
    let slots: Vec<Slot> =
        tables.slots()?.into_iter().filter(|slot| slot.kind == SlotKind::Session).collect();
    let passed_on = request.format == ExportFormat::Md;
    let names = if passed_on { Some(Names::new(tables.names()?)) } else { None };
    let study_wide = StudyWide { names, ..StudyWide::read(tables)? };
    let mut sessions = Vec::new();
    for slot in &slots {
        if day.is_some_and(|day| day != slot.date) {
            continue;
        }
        let Some(own) = tables.session_in(slot.id)? else { continue };
        if session.is_none_or(|wanted| wanted == own.id) {
            sessions.push(session_export(tables, &study_wide, slot, &own)?);
        }
    }
    if session.is_some() && sessions.is_empty() {
        return Err(Refusal::Missing("session").into());
    }
    let dates = || sessions.iter().map(|session| session.date);
    let whole: Option<(NaiveDate, NaiveDate)> = dates().min().zip(dates().max());
    let (from, to) = match (day, whole) {
        (Some(day), _) => (day, day),
        (None, Some(span)) => span,
        (None, None) => {
            return Err(Refusal::Rule("There is nothing to export yet: no session is planned.".into()).into());
        }
    };
    let name = match (day, session) {
        (_, Some(_)) => {
            format!("{} {}", from, sessions[0].participants.first().map_or("session", |one| &one.code))
        }
        (Some(day), None) => day.to_string(),
        (None, None) => format!("{from} to {to}"),
    };
    let export = DayExport {
        study_title: study_wide.told(study.title, false),
        study_id: study.id.to_string(),
        zone: study.zone,
        from,
        to,
        sessions,
    };
    Ok(ExportFile { name: format!("{name}.{ending}"), media_type: media_type.into(), text: write(&export) })
}

/// The codebook as a file.
fn codebook(
    tables: Tables<'_>,
    write: impl FnOnce(&[CodebookTag]) -> Result<String, Reason>,
    ending: &str,
    media_type: &str,
) -> Result<ExportFile, Failure> {
    let title = tables.study()?.title;
    let all = tables.tags()?;
    let mut order = Vec::with_capacity(all.len());
    below(None, &all, &mut order);
    let place = |id| order.iter().position(|tag| tag.id == id);
    let tags: Vec<CodebookTag> = order
        .iter()
        .map(|tag| CodebookTag {
            guid: Some(tag.id.to_string()),
            name: tag.name.clone(),
            color: Some(tag.color.clone()),
            hotkey: tag.hotkey,
            description: tag.description.clone(),
            parent: tag.parent.and_then(place),
            retired: tag.retired,
        })
        .collect();
    let text = write(&tags).map_err(|reason| Refusal::Rule(format!("Not exported: {reason}.")))?;
    Ok(ExportFile { name: format!("{title} codebook.{ending}"), media_type: media_type.into(), text })
}

/// The tags under one, each followed by those under it.
fn below<'a>(parent: Option<TagId>, all: &'a [Tag], order: &mut Vec<&'a Tag>) {
    for tag in all.iter().filter(|tag| tag.parent == parent) {
        order.push(tag);
        below(Some(tag.id), all, order);
    }
}

/// What all sessions of an export share, read once.
struct StudyWide {
    tags: HashMap<TagId, String>,
    codes: HashMap<ParticipantId, String>,
    questions: Vec<Question>,
    guides: Vec<Guide>,
    decisions: Vec<Decision>,
    /// What is masked; none where words stay as they were typed.
    names: Option<Names>,
}

impl StudyWide {
    /// Words as they leave the study, unless whoever wrote them `lifted` the mask.
    fn told(&self, text: String, lifted: bool) -> String {
        match self.names.as_ref().filter(|_| !lifted).map(|names| names.masked(&text)) {
            Some(Cow::Owned(masked)) => masked,
            _ => text,
        }
    }

    fn read(tables: Tables<'_>) -> Result<Self, Failure> {
        Ok(Self {
            tags: tables.tags()?.into_iter().map(|tag| (tag.id, tag.name)).collect(),
            codes: tables.participants()?.into_iter().map(|person| (person.id, person.code)).collect(),
            questions: tables.questions()?,
            guides: tables.guides()?,
            decisions: tables.decisions()?,
            names: None,
        })
    }
}

fn session_export(
    tables: Tables<'_>,
    study_wide: &StudyWide,
    slot: &Slot,
    session: &Session,
) -> Result<SessionExport, Failure> {
    let StudyWide { tags, codes, questions, guides, decisions, .. } = study_wide;
    let told = |text: String| study_wide.told(text, false);
    let started = session.started_at.map_or(0, |at| at.0);
    let note = |note: Note| NoteExport {
        id: note.id.to_string(),
        at_ms: note.at.0,
        elapsed_ms: note.at.0 - started,
        quote: note.body.as_deref().is_some_and(is_quote),
        body: note.body.map(|body| study_wide.told(body, note.lifted)),
        tags: note.tags.iter().filter_map(|id| tags.get(id).cloned()).collect(),
        who: note.who.iter().filter_map(|id| codes.get(id).cloned()).collect(),
        severity: note.severity,
        audience: note.audience,
        starred: note.starred,
        after_end: session.ended_at.is_some_and(|ended| note.at > ended),
        author: note.author_name,
        passed: note.passed,
        saw_too: note.saw_too,
    };
    let debrief = tables.debrief(session.id)?;
    let entries = tables.entries_of(session.id)?.into_iter().filter(|entry| entry.revealed);
    let entries = entries.map(|entry| Entry { text: study_wide.told(entry.text, entry.lifted), ..entry });
    let decisions = decisions.iter().filter(|one| one.session_id == session.id).cloned();
    let mut run = run::run(tables, guides, codes, session)?;
    run.items.iter_mut().for_each(|item| item.text = told(std::mem::take(&mut item.text)));
    Ok(SessionExport {
        id: session.id.to_string(),
        participants: session
            .seats
            .iter()
            .map(|seat| ParticipantExport {
                code: seat.code.clone(),
                attributes: seat
                    .attributes
                    .iter()
                    .filter(|attribute| attribute.public)
                    .map(|attribute| (attribute.name.clone(), told(attribute.value.clone())))
                    .collect(),
            })
            .collect(),
        kind: session.kind,
        status: session.status,
        date: slot.date,
        start_minute: slot.start,
        length_minutes: slot.length,
        zone: slot.zone,
        started_at_ms: session.started_at.map(|at| at.0),
        ended_at_ms: session.ended_at.map(|at| at.0),
        quotes_allowed: session.consent.as_ref().is_some_and(|consent| consent.quoted),
        notes: tables.notes_of(session.id)?.into_iter().map(note).collect(),
        questions: questions
            .iter()
            .filter(|question| question.session_id == session.id)
            .map(|question| QuestionExport {
                id: question.id.to_string(),
                asked_elapsed_ms: question.asked_at.map(|at| at.0 - started),
                status: question.status,
                text: study_wide.told(question.text.clone(), question.lifted),
                asker: question.asker_name.clone(),
                when: question.when,
                suggested_elapsed_ms: question.suggested_at.0 - started,
                passed_elapsed_ms: question.passed_at.map(|at| at.0 - started),
                reason: question.reason.clone().map(told),
                merged_into: question.merged_into.map(|id| id.to_string()),
                covered_by: question.covered_by.as_ref().map(|(item, _)| item.to_string()),
                answers: question.answers.iter().map(ToString::to_string).collect(),
                votes: question.voters.len(),
                joined: (question.joined.sessions, question.joined.of),
            })
            .collect(),
        intervals: session
            .intervals
            .iter()
            .map(|interval| IntervalExport {
                kind: interval.kind,
                from_ms: interval.from - started,
                to_ms: interval.to.map(|to| to - started),
            })
            .collect(),
        run,
        build: session.build.clone(),
        debrief,
        entries: entries.collect(),
        decisions: decisions.map(|one| Decision { text: told(one.text), ..one }).collect(),
    })
}
