//! Notes of finished sessions into the study; the same row is never taken twice.

use super::{at_line, counted, report};
use crate::context::Context;
use crate::fault::Failure;
use crate::load::Kind;
use crate::secret;
use domain::Refusal;
use domain::entity::{Audience, Author, Note, Question, QuestionStatus, Session, Tag, When};
use domain::id::{EditId, NoteId, ParticipantId, QuestionId, TagId};
use domain::session::{Interval, IntervalKind, Status};
use domain::text::{Body, DisplayName, QuestionText, TagName};
use domain::time::Timestamp;
use formats::notes::{NoteRow, RowKind};
use protocol::ImportedFile;
use std::collections::HashMap;
use store::NewNote;
use uuid::Uuid;

/// The debrief after an imported session, in milliseconds.
const DEBRIEF: i64 = domain::day::DEBRIEF as i64 * 60_000;

/// Leaves out sessions whose rows reach beyond `now`.
pub(crate) fn keep_finished(rows: &mut Vec<NoteRow>, now: Timestamp) {
    let ahead: Vec<String> = rows
        .iter()
        .filter(|row| row.instant.is_some_and(|instant| instant > now.0))
        .map(|row| row.session.clone())
        .collect();
    rows.retain(|row| !ahead.contains(&row.session));
}

pub(super) fn take(context: &mut Context<'_>, file: &str, rows: &[NoteRow]) -> Result<ImportedFile, Failure> {
    let mut report = report(file, "notes");
    let mut sessions: HashMap<&str, Session> = HashMap::new();
    for row in rows {
        let taken = (|| {
            if !sessions.contains_key(row.session.as_str()) {
                let found = find(context, row)?;
                report.first_day = report.first_day.take().min(Some(
                    context
                        .tables
                        .slot(found.slot_id)?
                        .map_or_else(String::new, |slot| slot.date.to_string()),
                ));
                sessions.insert(&row.session, found);
            }
            let session = sessions.get_mut(row.session.as_str()).ok_or(Refusal::Missing("session"))?;
            take_row(context, session, row, &mut report)
        })();
        taken.map_err(|failure| at_line(file, row.line, failure))?;
    }
    for session in sessions.into_values() {
        finish(context, session)?;
    }
    report.summary = counted(&report, "notes and questions");
    Ok(report)
}

/// The session with a participant's code, or at a date and time.
fn find(context: &Context<'_>, row: &NoteRow) -> Result<Session, Failure> {
    let mut found = Vec::new();
    for session in context.tables.sessions()? {
        let Some(slot) = context.tables.slot(session.slot_id)? else { continue };
        let named = session.seats.iter().any(|seat| seat.code.eq_ignore_ascii_case(&row.session));
        let planned = format!("{} {}", slot.date, domain::time::hm(slot.start)) == row.session;
        if (named && session.status.takes_place()) || planned {
            let day = row.instant.map(|instant| Timestamp(instant).date_in(slot.zone));
            found.push((day == Some(slot.date), session));
        }
    }
    found.sort_by_key(|(same_day, _)| !same_day);
    let Some((_, session)) = found.into_iter().next() else {
        let sentence = format!("no session is planned for “{}”; import the schedule first.", row.session);
        return Err(Refusal::Rule(sentence).into());
    };
    if session.status.is_live() {
        return Err(Refusal::Rule("this session is live; import its notes when it is over.".into()).into());
    }
    Ok(session)
}

fn start_of(context: &Context<'_>, session: &Session) -> Result<Timestamp, Failure> {
    if let Some(at) = session.started_at {
        return Ok(at);
    }
    let slot = context.tables.slot(session.slot_id)?.ok_or(Refusal::Missing("slot"))?;
    Ok(slot.starts_at().at)
}

fn take_row(
    context: &mut Context<'_>,
    session: &mut Session,
    row: &NoteRow,
    report: &mut ImportedFile,
) -> Result<(), Failure> {
    let start = start_of(context, session)?;
    let at = row.instant.or(row.time_ms.map(|time| start.0 + time));
    let instant = || at.map(Timestamp).ok_or(Refusal::Invalid { what: "The row", expected: "given a time" });
    let begin = |session: &mut Session, kind| -> Result<(), Refusal> {
        let from = instant()?.0;
        if !session.intervals.iter().any(|known| known.kind == kind && known.from == from) {
            session.intervals.push(Interval { kind, from, to: None });
        }
        Ok(())
    };
    let end = |session: &mut Session, kind| -> Result<(), Refusal> {
        let to = instant()?.0;
        let mut open = session.intervals.iter_mut().filter(|known| known.kind == kind && known.to.is_none());
        if let Some(interval) = open.next_back() {
            interval.to = Some(to.max(interval.from));
        }
        Ok(())
    };
    match row.kind {
        RowKind::Note => take_note(context, session, row, instant()?, report)?,
        RowKind::Question => take_question(context, session, row, at.map(Timestamp), report)?,
        RowKind::Start => session.started_at = Some(instant()?),
        RowKind::End => session.ended_at = Some(instant()?),
        RowKind::Break => begin(session, IntervalKind::Break)?,
        RowKind::Resume => end(session, IntervalKind::Break)?,
        RowKind::OffTheRecord => begin(session, IntervalKind::OffRecord)?,
        RowKind::OnTheRecord => end(session, IntervalKind::OffRecord)?,
    }
    if session.started_at.is_none() {
        session.started_at = Some(start);
    }
    Ok(())
}

/// An id made of the row's own content: the same row has the same id.
fn id_of(session: &Session, row: &NoteRow, at: Option<Timestamp>) -> Uuid {
    let at = at.map_or(0, |at| at.0).to_string();
    let digest = secret::digest(&[&session.id.to_string(), row.kind.name(), &at, &row.author, &row.body]);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

fn take_note(
    context: &mut Context<'_>,
    session: &Session,
    row: &NoteRow,
    at: Timestamp,
    report: &mut ImportedFile,
) -> Result<(), Failure> {
    let id = NoteId(id_of(session, row, Some(at)));
    if context.tables.knows(&id.to_string())? {
        report.unchanged += 1;
        return Ok(());
    }
    let mut note = Note {
        id,
        session_id: session.id,
        at,
        body: if row.body.is_empty() { None } else { Some(Body::parse(&row.body)?.as_str().into()) },
        tags: row.tags.iter().map(|name| tag(context, name)).collect::<Result<_, _>>()?,
        who: who(session, row)?,
        severity: row.severity,
        audience: match row.audience {
            formats::Audience::Room => Audience::Room,
            formats::Audience::Team => Audience::Team,
            formats::Audience::Own => Audience::Own,
        },
        starred: row.starred,
        author: Author::Imported,
        author_name: DisplayName::parse(&row.author)?.as_str().into(),
        checked: false,
        edited: false,
        deleted: false,
        edit: context.id(EditId),
    };
    note.edit = context.edit(Kind::Note, id, None, None)?;
    context.tables.note_insert(&NewNote { note: &note, typed_from: at, typed_to: at })?;
    report.added += 1;
    Ok(())
}

/// The tag with a name; a grey one is made when the codebook has none.
fn tag(context: &mut Context<'_>, name: &str) -> Result<TagId, Failure> {
    let name = TagName::parse(name)?;
    let tags = context.tables.tags()?;
    if let Some(known) = tags.iter().find(|tag| tag.name.eq_ignore_ascii_case(name.as_str())) {
        return Ok(known.id);
    }
    let tag = Tag {
        id: context.id(TagId),
        name: name.as_str().into(),
        color: "grey".into(),
        hotkey: None,
        description: String::new(),
        position: tags.iter().map(|tag| tag.position).max().unwrap_or(0) + 1,
    };
    context.tables.tag_put(&tag)?;
    context.touch(Kind::Tag, tag.id);
    Ok(tag.id)
}

/// Codes or seat numbers.
fn who(session: &Session, row: &NoteRow) -> Result<Vec<ParticipantId>, Refusal> {
    row.who
        .iter()
        .map(|name| {
            let seat = session
                .seats
                .iter()
                .find(|seat| seat.code.eq_ignore_ascii_case(name) || seat.number.to_string() == *name);
            seat.map(|seat| seat.participant_id)
                .ok_or_else(|| Refusal::Rule(format!("{name} has no seat in this session.")))
        })
        .collect()
}

fn take_question(
    context: &mut Context<'_>,
    session: &Session,
    row: &NoteRow,
    at: Option<Timestamp>,
    report: &mut ImportedFile,
) -> Result<(), Failure> {
    let id = QuestionId(id_of(session, row, at));
    if context.tables.knows(&id.to_string())? {
        report.unchanged += 1;
        return Ok(());
    }
    let asked =
        at.is_some() && row.status.as_deref().is_none_or(|status| status == QuestionStatus::Asked.word());
    let mut question = Question {
        id,
        session_id: session.id,
        text: QuestionText::parse(&row.body)?.as_str().into(),
        when: When::EndOfTask,
        status: if asked { QuestionStatus::Asked } else { QuestionStatus::Suggested },
        reason: None,
        asker: Author::Imported,
        asker_name: DisplayName::parse(&row.author)?.as_str().into(),
        suggested_at: at.unwrap_or(start_of(context, session)?),
        asked_at: at.filter(|_| asked),
        edit: context.id(EditId),
    };
    question.edit = context.edit(Kind::Question, id, None, None)?;
    context.tables.question_put(&question)?;
    report.added += 1;
    Ok(())
}

/// The session took place, until its end or its last note, and its debrief is over.
fn finish(context: &mut Context<'_>, mut session: Session) -> Result<(), Failure> {
    let known = context.tables.session(session.id)?;
    let last = context.tables.notes_of(session.id)?.last().map(|note| note.at);
    session.ended_at = session.ended_at.or(last).or(session.started_at);
    if !session.status.has_run() {
        session.status = Status::Done;
    }
    let over = session.ended_at.map(|ended| Timestamp((ended.0 + DEBRIEF).min(context.now.0.max(ended.0))));
    session.debrief_closed_at = session.debrief_closed_at.or(over);
    if known.as_ref() == Some(&session) {
        return Ok(());
    }
    let before = serde_json::json!({ "status": known.map(|known| known.status.word()) });
    session.edit = context.edit(Kind::Session, session.id, Some(session.edit), Some(before))?;
    context.tables.session_put(&session)?;
    Ok(())
}
