//! Notes of finished sessions into the study; the same row is never taken twice.

use super::{at_line, counted, report};
use crate::context::Context;
use crate::fault::Failure;
use crate::handle::note::close_to_effects;
use crate::handle::slot::label;
use crate::handle::tag::typed;
use crate::load::Kind;
use crate::secret;
use domain::Refusal;
use domain::entity::{Author, Joined, Note, Question, QuestionStatus, Session, Slot, Tag, When};
use domain::id::{EditId, NoteId, ParticipantId, QuestionId, SlotId, TagId};
use domain::record::{Keys, on_record};
use domain::session::{Interval, IntervalKind, Status};
use domain::text::{Body, DisplayName, QuestionText, TagName};
use domain::time::Timestamp;
use formats::notes::{NoteRow, RowKind};
use protocol::ImportedFile;
use std::collections::HashMap;
use uuid::Uuid;

/// The debrief after an imported session, in milliseconds.
const DEBRIEF: i64 = domain::day::DEBRIEF as i64 * 60_000;

pub(super) fn take(context: &mut Context<'_>, file: &str, rows: &[NoteRow]) -> Result<ImportedFile, Failure> {
    let mut report = report(file, "notes");
    let mut plan = Plan::read(context)?;
    let mut codebook = Codebook::read(context)?;
    // Gaps first: what was captured in one of them is left out wherever it stands in the file.
    let mut ordered: Vec<&NoteRow> = rows.iter().collect();
    ordered.sort_by_key(|row| match row.kind {
        RowKind::Start => 0,
        RowKind::IntervalStart(_) | RowKind::IntervalEnd(_) => 1,
        RowKind::Note | RowKind::Question | RowKind::End => 2,
    });
    for row in ordered {
        plan.find(row)
            .map_err(Failure::from)
            .and_then(|planned| take_row(context, &mut codebook, planned, row, &mut report))
            .map_err(|failure| at_line(file, row.line, failure))?;
    }
    let met: Vec<Planned> = plan.sessions.into_iter().filter(|planned| planned.met).collect();
    report.first_day = met.iter().map(|planned| planned.slot.date).min().map(|day| day.to_string());
    for planned in met {
        finish(context, planned.session)?;
    }
    report.summary = counted(&report, "notes and questions");
    Ok(report)
}

/// The study's sessions, read once: rows come by the hundred thousand.
struct Plan {
    sessions: Vec<Planned>,
    /// Where the session is that rows call so.
    names: HashMap<String, usize>,
}

/// A session and its place in the plan.
struct Planned {
    session: Session,
    slot: Slot,
    /// A row is about it.
    met: bool,
}

impl Plan {
    fn read(context: &Context<'_>) -> Result<Self, Failure> {
        let mut slots: HashMap<SlotId, Slot> =
            context.tables.slots()?.into_iter().map(|slot| (slot.id, slot)).collect();
        let sessions = context.tables.sessions()?.into_iter();
        let planned = sessions.filter_map(|session| {
            let slot = slots.remove(&session.slot_id)?;
            Some(Planned { session, slot, met: false })
        });
        Ok(Self { sessions: planned.collect(), names: HashMap::new() })
    }

    /// The session with a participant's code, or at a date and time, preferably on the day of the first such row.
    fn find(&mut self, row: &NoteRow) -> Result<&mut Planned, Refusal> {
        let place = match self.names.get(&row.session) {
            Some(place) => *place,
            None => {
                let place = self.search(row)?;
                self.names.insert(row.session.clone(), place);
                place
            }
        };
        Ok(&mut self.sessions[place])
    }

    fn search(&mut self, row: &NoteRow) -> Result<usize, Refusal> {
        let other_day =
            |slot: &Slot| row.instant.map(|instant| Timestamp(instant).date_in(slot.zone)) != Some(slot.date);
        let candidates = (0..).zip(&mut self.sessions).filter(|(_, planned)| planned.is_called(&row.session));
        let Some((place, found)) = candidates.min_by_key(|(_, planned)| other_day(&planned.slot)) else {
            let sentence = format!("no session is planned for “{}”; import the schedule first.", row.session);
            return Err(Refusal::Rule(sentence));
        };
        if found.session.status.is_live() {
            return Err(Refusal::Rule("this session is live; import its notes when it is over.".into()));
        }
        found.met = true;
        Ok(place)
    }
}

impl Planned {
    fn is_called(&self, name: &str) -> bool {
        let named = self.session.seats.iter().any(|seat| seat.code.eq_ignore_ascii_case(name));
        (named && self.session.status.takes_place())
            || format!("{} {}", self.slot.date, domain::time::hm(self.slot.start)) == name
    }

    /// When it began, or should have begun.
    fn start(&self) -> Timestamp {
        self.session.started_at.unwrap_or_else(|| self.slot.starts_at().at)
    }
}

/// The tags by name as it is typed; those that notes bring along are added.
struct Codebook {
    tags: HashMap<String, TagId>,
    last: u32,
}

impl Codebook {
    fn read(context: &Context<'_>) -> Result<Self, Failure> {
        let tags = context.tables.tags()?;
        let last = tags.iter().map(|tag| tag.position).max().unwrap_or(0);
        Ok(Self { tags: tags.into_iter().map(|tag| (typed(&tag.name), tag.id)).collect(), last })
    }

    /// The tag with a name; a grey one is made when there is none.
    fn tag(&mut self, context: &mut Context<'_>, name: &str) -> Result<TagId, Failure> {
        let name = TagName::parse(name)?;
        let key = typed(name.as_str());
        if let Some(known) = self.tags.get(&key) {
            return Ok(*known);
        }
        self.last += 1;
        let tag = Tag {
            id: context.id(TagId),
            name: name.as_str().into(),
            color: "grey".into(),
            hotkey: None,
            description: String::new(),
            position: self.last,
            parent: None,
            effect: None,
            retired: false,
            edit: None,
        };
        context.tables.tag_put(&tag)?;
        context.touch(Kind::Tag, tag.id);
        self.tags.insert(key, tag.id);
        Ok(tag.id)
    }
}

fn take_row(
    context: &mut Context<'_>,
    codebook: &mut Codebook,
    planned: &mut Planned,
    row: &NoteRow,
    report: &mut ImportedFile,
) -> Result<(), Failure> {
    let start = planned.start();
    let session = &mut planned.session;
    let at = row.instant.or(row.time_ms.map(|time| start.0 + time)).map(Timestamp);
    let given = at.ok_or(Refusal::Invalid { what: "The row", expected: "given a time" });
    let captured = matches!(row.kind, RowKind::Note | RowKind::Question);
    if let Some(Timestamp(at)) = at.filter(|_| captured)
        && on_record(&session.intervals, Keys { from: at, to: at }).is_err()
    {
        report.skipped.push(format!("Line {}: it fell off the record.", row.line));
        return Ok(());
    }
    match row.kind {
        RowKind::Note => take_note(context, codebook, session, row, given?, report)?,
        RowKind::Question => take_question(context, session, row, at, start, report)?,
        RowKind::Start => session.started_at = Some(given?),
        RowKind::End => session.ended_at = Some(given?),
        RowKind::IntervalStart(kind) => begin(session, kind, given?),
        RowKind::IntervalEnd(kind) => end(session, kind, given?),
    }
    session.started_at.get_or_insert(start);
    Ok(())
}

fn begin(session: &mut Session, kind: IntervalKind, from: Timestamp) {
    if !session.intervals.iter().any(|known| known.kind == kind && known.from == from.0) {
        session.intervals.push(Interval { kind, from: from.0, to: None });
    }
}

fn end(session: &mut Session, kind: IntervalKind, to: Timestamp) {
    let mut open = session.intervals.iter_mut().filter(|known| known.kind == kind && known.to.is_none());
    if let Some(interval) = open.next_back() {
        interval.to = Some(to.0.max(interval.from));
    }
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
    codebook: &mut Codebook,
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
        typed_from: at,
        typed_to: at,
        body: if row.body.is_empty() { None } else { Some(Body::parse(&row.body)?.as_str().into()) },
        tags: row.tags.iter().map(|name| codebook.tag(context, name)).collect::<Result<_, _>>()?,
        who: who(session, row)?,
        severity: row.severity,
        audience: row.audience,
        starred: row.starred,
        author: Author::Imported,
        author_name: DisplayName::parse(&row.author)?.as_str().into(),
        checked: false,
        edited: false,
        passed: false,
        lifted: false,
        saw_too: 0,
        deleted: false,
        edit: context.id(EditId),
    };
    close_to_effects(context, &mut note)?;
    note.edit = context.edit(Kind::Note, id, None, None)?;
    context.tables.note_insert(&note)?;
    report.added += 1;
    Ok(())
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
    start: Timestamp,
    report: &mut ImportedFile,
) -> Result<(), Failure> {
    let id = QuestionId(id_of(session, row, at));
    if context.tables.knows(&id.to_string())? {
        report.unchanged += 1;
        return Ok(());
    }
    // Without a word, a question with a time was asked; what was open then is over.
    let status = match row.status.as_deref().map(QuestionStatus::parse) {
        None | Some(Ok(QuestionStatus::Asked)) if at.is_some() => QuestionStatus::Asked,
        Some(Ok(status)) if !status.is_open() && status != QuestionStatus::Asked => status,
        _ => QuestionStatus::Parked,
    };
    let mut question = Question {
        id,
        session_id: session.id,
        text: QuestionText::parse(&row.body)?.as_str().into(),
        when: When::EndOfTask,
        status,
        reason: row.reason.as_deref().map(label).transpose()?,
        merged_into: None,
        became: None,
        covered_by: None,
        passed_at: None,
        passed_by: None,
        answers: Vec::new(),
        voters: Vec::new(),
        lifted: false,
        joined: Joined::default(),
        asker: Author::Imported,
        asker_name: DisplayName::parse(&row.author)?.as_str().into(),
        suggested_at: at.unwrap_or(start),
        asked_at: at.filter(|_| status == QuestionStatus::Asked),
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
    if session.ended_at.is_none() {
        let last = context.tables.notes_of(session.id)?.last().map(|note| note.at);
        session.ended_at = last.or(session.started_at);
    }
    if !session.status.has_run() {
        session.status = Status::Done;
    }
    // A file of a session that still ran has no end of what lasted then.
    for interval in session.intervals.iter_mut().filter(|interval| interval.to.is_none()) {
        interval.to = Some(session.ended_at.map_or(interval.from, |ended| ended.0.max(interval.from)));
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
