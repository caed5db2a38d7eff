//! Files of the inbox: attached to a session or note, or let rest. The files themselves stay where they are.

use super::photo;
use crate::context::Context;
use crate::fault::Failure;
use crate::inbox::session_in_words;
use crate::load::Kind;
use domain::Refusal;
use domain::entity::{ContentHash, InboxItem, InboxState};
use domain::id::{NoteId, PhotoId, SessionId};
use protocol::{ImportReport, InboxTake};
use serde_json::{Value, json};

fn known(context: &Context<'_>, id: &ContentHash) -> Result<InboxItem, Failure> {
    Ok(context.tables.inbox_item(id)?.ok_or(Refusal::Missing("file in the inbox"))?)
}

fn put(context: &mut Context<'_>, item: &InboxItem) -> Result<(), Failure> {
    context.tables.inbox_item_put(item)?;
    context.touch(Kind::InboxItem, &item.id);
    Ok(())
}

/// Attaches a recording, transcript or photo; a photo of a note is kept in the study.
pub(crate) fn attach(
    context: &mut Context<'_>,
    id: &ContentHash,
    request: &InboxTake,
    bytes: &[u8],
) -> Result<Value, Failure> {
    let mut item = known(context, id)?;
    let name = item.name.rsplit('/').next().unwrap_or_default().to_owned();
    let summary = if let Some(note_id) = &request.note_id {
        let note = context.tables.note(NoteId::parse(note_id)?)?.ok_or(Refusal::Missing("note"))?;
        let photo_id = context.id(PhotoId).to_string();
        photo::keep(context, &photo_id, note_id, &name, bytes, None)?;
        (item.session_id, item.note_id) = (Some(note.session_id), Some(note.id));
        format!("Kept with a note of {}.", session_in_words(context.tables, note.session_id)?)
    } else {
        let given = request.session_id.as_deref().map(SessionId::parse).transpose()?;
        let Some(session) = given.or(item.session_id) else {
            return Err(
                Refusal::Rule(format!("Say which session {name} belongs to. Nothing was changed.")).into()
            );
        };
        let words = session_in_words(context.tables, session)?;
        (item.session_id, item.note_id) = (Some(session), None);
        format!("Attached to {words}.")
    };
    item.state = InboxState::Attached;
    item.says.clone_from(&summary);
    put(context, &item)?;
    let mut file = crate::import::report(&name, item.kind.word());
    file.added = 1;
    file.summary = summary;
    Ok(json!(ImportReport { files: vec![file] }))
}

/// Lets a file rest.
pub(super) fn dismiss(context: &mut Context<'_>, item_id: &str) -> Result<(), Failure> {
    let item = known(context, &ContentHash::parse(item_id)?)?;
    put(context, &InboxItem { state: InboxState::Dismissed, ..item })
}
