//! Notes: commit, change, delete.

use super::{moment, photo, tag};
use crate::context::Context;
use crate::fault::Failure;
use crate::feed::viewer;
use crate::fields::{Change, of_note};
use crate::load::{Kind, scene};
use domain::Refusal;
use domain::entity::{Audience, Note, Session};
use domain::id::{EditId, NoteId, ParticipantId, SessionId, TagId};
use domain::permission::{Actor, NoteField, may_change};
use domain::record::{self, Keys};
use domain::text::{Body, is_quote};
use domain::time::Timestamp;
use domain::visibility::{Entity, reveal};
use protocol::{NoteAdd, NoteEdit, NoteSaw};

/// How far a stamp may lie ahead of the console's clock, in milliseconds: what a measured offset may be wrong by.
pub(super) const AHEAD: i64 = 60_000;
/// How far before its session's start a note may be stamped, and anything captured in it, in milliseconds.
pub(super) const BEFORE_START: i64 = 3_600_000;

/// The tags that ids stand for, each once.
pub(super) fn tags(context: &Context<'_>, ids: &[String]) -> Result<Vec<TagId>, Failure> {
    let mut tags = Vec::new();
    for id in ids {
        let id = tag::known(context, id)?.id;
        if !tags.contains(&id) {
            tags.push(id);
        }
    }
    Ok(tags)
}

fn who(context: &Context<'_>, ids: &[String]) -> Result<Vec<ParticipantId>, Failure> {
    let mut who = Vec::new();
    for id in ids {
        let id = ParticipantId::parse(id)?;
        if context.tables.participant(id)?.is_none() {
            return Err(Refusal::Missing("participant").into());
        }
        if !who.contains(&id) {
            who.push(id);
        }
    }
    Ok(who)
}

/// 1 to 4; 0 stands for none.
fn severity(value: u8) -> Result<Option<u8>, Refusal> {
    match value {
        0 => Ok(None),
        1..=4 => Ok(Some(value)),
        _ => Err(Refusal::Invalid { what: "The severity", expected: "1 to 4" }),
    }
}

fn body(text: &str) -> Result<Option<String>, Refusal> {
    if text.is_empty() { Ok(None) } else { Ok(Some(Body::parse(text)?.as_str().into())) }
}

fn stamp(context: &Context<'_>, started_at: Timestamp, at: i64) -> Result<Timestamp, Refusal> {
    let (earliest, latest) = (started_at.0 - BEFORE_START, context.now.0 + AHEAD);
    if at < earliest || at > latest {
        let expected = "between an hour before the session and now, by the console's clock";
        return Err(Refusal::Invalid { what: "The stamp", expected });
    }
    Ok(Timestamp(at))
}

/// Refuses keys that were pressed before anybody could capture anything in the session.
pub(super) fn begun_by(started_at: Timestamp, keys: Keys) -> Result<(), Refusal> {
    if keys.to < started_at.0 - BEFORE_START {
        return Err(Refusal::Invalid { what: "typed_to", expected: "within the session" });
    }
    Ok(())
}

/// What was typed while the debrief was open may arrive later; afterwards only the moderator adds to a session.
pub(super) fn still_open(context: &Context<'_>, session: &Session, keys: Keys) -> Result<(), Refusal> {
    let closed = session.debrief_closed_at.filter(|_| !session.status.is_live());
    if context.actor != Actor::Moderator && closed.is_some_and(|closed| keys.from > closed.0) {
        let sentence = "The debrief of this session is closed: the moderator can still add what is missing.";
        return Err(Refusal::Rule(sentence.into()));
    }
    Ok(())
}

pub(super) fn add(context: &mut Context<'_>, request: &NoteAdd) -> Result<(), Failure> {
    let id = NoteId::parse(&request.note_id)?;
    let session_id = SessionId::parse(&request.session_id)?;
    let session = context.tables.session(session_id)?.ok_or(Refusal::Missing("session"))?;
    // Before anything else: a page drops what fell off the record, and keeps what is refused for another reason.
    let keys = context.captured(&session, Some(request.typed_from), Some(request.typed_to))?;
    if let Some(known) = context.tables.note(id)?
        && known.deleted
    {
        return Err(Refusal::Gone("note").into());
    }
    context.unknown("note", &request.note_id)?;
    let Some(started_at) = session.started_at.filter(|_| session.status.has_run()) else {
        return Err(Refusal::Rule("This session has not started: notes begin with it.".into()).into());
    };
    if session.is_shut() && context.actor != Actor::Moderator {
        let sentence = "This session is not observed: only the moderator takes notes in it.";
        return Err(Refusal::Rule(sentence.into()).into());
    }
    still_open(context, &session, keys)?;
    begun_by(started_at, keys)?;
    let at = stamp(context, started_at, request.at)?;
    let study = context.tables.study()?;
    let lead_in = if request.body.is_some() { study.typed_lead_in } else { study.mark_lead_in };
    let mut note = Note {
        id,
        session_id,
        at: Timestamp(record::stamp(&session.intervals, at.0, keys, lead_in)),
        typed_from: Timestamp(keys.from),
        typed_to: Timestamp(keys.to),
        body: request.body.as_deref().map(body).transpose()?.flatten(),
        tags: tags(context, &request.tags)?,
        who: who(context, &request.who)?,
        severity: request.severity.map(severity).transpose()?.flatten(),
        audience: Audience::parse(&request.audience)?,
        starred: false,
        author: context.author(),
        author_name: context.author_name()?,
        checked: false,
        edited: false,
        passed: false,
        lifted: false,
        saw_too: 0,
        deleted: false,
        edit: context.id(EditId),
    };
    close_to_effects(context, &mut note)?;
    context.undoable(undo_context(session_id));
    note.edit = context.edit_fields(Kind::Note, id, None, Change::created("deleted"))?;
    context.tables.note_insert(&note)?;
    moment::joined(context, &note)
}

/// Refuses what is done in a session while it is off the record. Nothing new is said by it.
pub(super) fn captured_now(context: &Context<'_>, session: SessionId) -> Result<(), Failure> {
    let session = context.tables.session(session)?.ok_or(Refusal::Missing("session"))?;
    context.on_record(&session, None, None).map(|_| ())
}

/// The actions of a session's notes and guide items.
pub(super) fn undo_context(session: SessionId) -> String {
    format!("session={session}")
}

/// A tag that is private makes its notes so.
pub(crate) fn close_to_effects(context: &Context<'_>, note: &mut Note) -> Result<(), Failure> {
    let mut tags = Vec::with_capacity(note.tags.len());
    for id in &note.tags {
        tags.extend(context.tables.tag(*id)?);
    }
    note.audience = note.audience_with(&tags);
    Ok(())
}

/// A note that whoever asks may read, deleted or not.
pub(super) fn readable(context: &Context<'_>, id: &str) -> Result<Note, Failure> {
    let note = context.tables.note(NoteId::parse(id)?)?.ok_or(Refusal::Missing("note"))?;
    if context.actor == Actor::Moderator || note.author == context.author() {
        return Ok(note);
    }
    // What one may not see is not there.
    let shut = context.tables.session(note.session_id)?.is_none_or(|session| session.is_shut());
    if note.audience == Audience::Own || shut { Err(Refusal::Missing("note").into()) } else { Ok(note) }
}

/// Writes what changed of a note, if whoever asks may change it; false when nothing did.
pub(super) fn save(context: &mut Context<'_>, before: &Note, mut note: Note) -> Result<bool, Failure> {
    close_to_effects(context, &mut note)?;
    let Some(change) = Change::between(&of_note(before), &of_note(&note)) else { return Ok(false) };
    for name in change.after.keys() {
        may_change(context.actor, &note.author, NoteField::parse(name)?)?;
    }
    note.edited |= change.after.contains_key("body");
    note.edit = context.edit_fields(Kind::Note, note.id, Some(before.edit), change)?;
    context.tables.note_update(&note)?;
    if (before.deleted, before.audience) != (note.deleted, note.audience) {
        moment::changed(context, &note)?;
        photo::follow(context, note.id)?;
    }
    Ok(true)
}

pub(super) fn edit(context: &mut Context<'_>, request: &NoteEdit) -> Result<(), Failure> {
    if let Some(session) = context.tables.erased_in(&request.note_id)? {
        let session = context.tables.session(session)?.ok_or(Refusal::Missing("note"))?;
        context.captured(&session, request.typed_from, request.typed_to)?;
        return Err(Refusal::Gone("note").into());
    }
    let before = readable(context, &request.note_id)?;
    let session = context.tables.session(before.session_id)?.ok_or(Refusal::Missing("session"))?;
    context.captured(&session, request.typed_from, request.typed_to)?;
    if before.deleted {
        return Err(Refusal::Gone("note").into());
    }
    let mut note = before.clone();
    if let Some(text) = &request.body {
        note.body = body(text)?;
        note.checked &= note.body == before.body;
    }
    if let Some(ids) = &request.tags {
        note.tags = tags(context, ids)?;
    }
    if let Some(ids) = &request.who {
        note.who = who(context, ids)?;
    }
    if let Some(value) = request.severity {
        note.severity = severity(value)?;
    }
    if let Some(word) = &request.audience {
        note.audience = Audience::parse(word)?;
    }
    if let Some(at) = request.at {
        record::may_be_stamped(&session.intervals, at)?;
        note.at = stamp(context, session.started_at.unwrap_or(note.at), at)?;
    }
    if let Some(starred) = request.starred {
        note.starred = starred;
    }
    if let Some(checked) = request.checked {
        if checked && !note.body.as_deref().is_some_and(is_quote) {
            let sentence = "Only a quote is checked: a note whose words are wholly in quotation marks.";
            return Err(Refusal::Rule(sentence.into()).into());
        }
        note.checked = checked;
    }
    note.passed = request.passed.unwrap_or(note.passed);
    context.undoable(undo_context(note.session_id));
    save(context, &before, note)?;
    Ok(())
}

pub(super) fn delete(context: &mut Context<'_>, id: &str, deleted: bool) -> Result<(), Failure> {
    let before = readable(context, id)?;
    if !deleted {
        captured_now(context, before.session_id)?;
    }
    let note = Note { deleted, ..before.clone() };
    context.undoable(undo_context(note.session_id));
    save(context, &before, note)?;
    Ok(())
}

/// Says that an observer saw it, too, or not after all; what they cannot see is not there.
pub(super) fn saw(context: &mut Context<'_>, request: &NoteSaw) -> Result<(), Failure> {
    let Actor::Member(member, _) = context.actor else { return Err(Refusal::Missing("note").into()) };
    let scene = scene(context.tables)?;
    let seen = |note: &Note| reveal(Entity::Note(note), viewer(context.actor), &scene).is_some();
    let note = context.tables.note(NoteId::parse(&request.note_id)?)?.filter(seen);
    let note = note.ok_or(Refusal::Missing("note"))?;
    if request.on {
        captured_now(context, note.session_id)?;
    }
    if context.tables.saw_too_put(note.id, member, request.on, context.now)? {
        context.touch(Kind::Note, note.id);
        context.touch(Kind::Mine, member);
    }
    Ok(())
}
