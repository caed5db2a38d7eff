//! Notes: commit, change, delete. Everybody changes only their own.

use crate::context::Context;
use crate::fault::Failure;
use crate::load::Kind;
use domain::Refusal;
use domain::entity::{Audience, Note};
use domain::id::{EditId, NoteId, ParticipantId, SessionId, TagId};
use domain::permission::Actor;
use domain::text::Body;
use domain::time::Timestamp;
use protocol::{NoteAdd, NoteEdit};
use serde_json::json;
use store::NewNote;

/// How far a stamp may lie ahead of the console's clock, in milliseconds: what a measured offset may be wrong by.
const AHEAD: i64 = 60_000;
/// How far before its session's start a note may be stamped, in milliseconds.
const BEFORE_START: i64 = 3_600_000;

fn tags(context: &Context<'_>, ids: &[String]) -> Result<Vec<TagId>, Failure> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let known = context.tables.tags()?;
    let mut tags = Vec::new();
    for id in ids {
        let id = TagId::parse(id)?;
        if !known.iter().any(|tag| tag.id == id) {
            return Err(Refusal::Missing("tag").into());
        }
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

pub(super) fn add(context: &mut Context<'_>, request: &NoteAdd) -> Result<(), Failure> {
    let id = NoteId::parse(&request.note_id)?;
    if let Some(known) = context.tables.note(id)?
        && known.deleted
    {
        return Err(Refusal::Gone("note").into());
    }
    context.unknown("note", &request.note_id)?;
    let session_id = SessionId::parse(&request.session_id)?;
    let session = context.tables.session(session_id)?.ok_or(Refusal::Missing("session"))?;
    let Some(started_at) = session.started_at.filter(|_| session.status.has_run()) else {
        return Err(Refusal::Rule("This session has not started: notes begin with it.".into()).into());
    };
    if session.is_shut() && context.actor != Actor::Moderator {
        let sentence = "This session is not observed: only the moderator takes notes in it.";
        return Err(Refusal::Rule(sentence.into()).into());
    }
    if request.typed_from > request.typed_to {
        return Err(Refusal::Invalid { what: "typed_from", expected: "no later than typed_to" }.into());
    }
    let mut note = Note {
        id,
        session_id,
        at: stamp(context, started_at, request.at)?,
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
        deleted: false,
        edit: context.id(EditId),
    };
    note.edit = context.edit(Kind::Note, id, None, None)?;
    context.tables.note_insert(&NewNote {
        note: &note,
        typed_from: Timestamp(request.typed_from),
        typed_to: Timestamp(request.typed_to),
    })?;
    Ok(())
}

/// One's own note, deleted or not.
fn own(context: &Context<'_>, id: &str) -> Result<Note, Failure> {
    let note = context.tables.note(NoteId::parse(id)?)?.ok_or(Refusal::Missing("note"))?;
    if note.author == context.author() {
        return Ok(note);
    }
    // What one may not see is not there; what one may see is somebody else's.
    let hidden = note.audience == Audience::Own && context.actor != Actor::Moderator;
    Err(if hidden {
        Refusal::Missing("note").into()
    } else {
        Refusal::Forbidden("This note is somebody else's. Only its author changes it.").into()
    })
}

pub(super) fn edit(context: &mut Context<'_>, request: &NoteEdit) -> Result<(), Failure> {
    let mut note = own(context, &request.note_id)?;
    if note.deleted {
        return Err(Refusal::Gone("note").into());
    }
    let mut before = json!({});
    if let Some(text) = &request.body {
        before["body"] = json!(note.body);
        note.body = body(text)?;
        note.checked = false;
    }
    if let Some(ids) = &request.tags {
        before["tags"] = json!(note.tags.iter().map(ToString::to_string).collect::<Vec<_>>());
        note.tags = tags(context, ids)?;
    }
    if let Some(ids) = &request.who {
        before["who"] = json!(note.who.iter().map(ToString::to_string).collect::<Vec<_>>());
        note.who = who(context, ids)?;
    }
    if let Some(value) = request.severity {
        before["severity"] = json!(note.severity);
        note.severity = severity(value)?;
    }
    if let Some(word) = &request.audience {
        before["audience"] = json!(note.audience.word());
        note.audience = Audience::parse(word)?;
    }
    if let Some(at) = request.at {
        let session = context.tables.session(note.session_id)?.ok_or(Refusal::Missing("session"))?;
        before["at"] = json!(note.at.0);
        note.at = stamp(context, session.started_at.unwrap_or(note.at), at)?;
    }
    if let Some(starred) = request.starred {
        before["starred"] = json!(note.starred);
        note.starred = starred;
    }
    if before == json!({}) {
        return Ok(());
    }
    note.edited |= request.body.is_some();
    note.edit = context.edit(Kind::Note, note.id, Some(note.edit), Some(before))?;
    context.tables.note_update(&note)?;
    Ok(())
}

pub(super) fn delete(context: &mut Context<'_>, id: &str, deleted: bool) -> Result<(), Failure> {
    let mut note = own(context, id)?;
    if note.deleted == deleted {
        return Ok(());
    }
    note.deleted = deleted;
    note.edit = context.edit(Kind::Note, note.id, Some(note.edit), Some(json!({ "deleted": !deleted })))?;
    context.tables.note_update(&note)?;
    Ok(())
}
