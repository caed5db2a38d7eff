//! Photos of notes: kept without what the camera wrote, shown to the team, removed for good.

use super::note::readable;
use crate::context::Context;
use crate::fault::Failure;
use crate::feed::viewer;
use crate::load::{Kind, scene};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Refusal;
use domain::entity::{Note, Photo, PhotoType};
use domain::id::{NoteId, PhotoId};
use domain::permission::{Actor, NoteField, may_change};
use domain::text::Line;
use domain::visibility::{Entity, reveal};
use formats::photo::{PHOTO_LIMIT, clean};
use protocol::{Fault, FaultCode, PhotoAdd, PhotoFile, PhotoRead};
use store::Tables;

/// How many photos a note may have.
const MOST: usize = 20;

pub(super) fn add(context: &mut Context<'_>, request: &PhotoAdd) -> Result<(), Failure> {
    // Four characters carry three bytes: what is longer is not even decoded.
    let too_large = || Fault::new(FaultCode::TooLarge, "A photo has at most 10 MiB. It was not kept.");
    if request.base64.len() > PHOTO_LIMIT.div_ceil(3) * 4 {
        return Err(too_large().into());
    }
    let bytes = STANDARD
        .decode(&request.base64)
        .map_err(|_| Refusal::Invalid { what: "The photo", expected: "base64" })?;
    keep(context, &request.photo_id, &request.note_id, &request.name, &bytes, request.chosen_at)
}

/// Attaches a photo to a note; it was chosen at `at`, or now.
pub(crate) fn keep(
    context: &mut Context<'_>,
    photo_id: &str,
    note_id: &str,
    name: &str,
    bytes: &[u8],
    at: Option<i64>,
) -> Result<(), Failure> {
    let id = PhotoId::parse(photo_id)?;
    context.unknown("photo", photo_id)?;
    let note = changeable(context, note_id, at)?;
    if context.tables.photos_of_note(note.id)?.len() >= MOST {
        return Err(Refusal::Rule(format!("A note has at most {MOST} photos. This one was not kept.")).into());
    }
    let cleaned = clean(bytes).map_err(|reason| {
        let sentence = format!("{}: {reason}. It was not kept.", name.trim());
        Fault::new(FaultCode::Invalid, sentence)
    })?;
    let photo = Photo {
        id,
        note_id: note.id,
        session_id: note.session_id,
        name: Line::parse(name)?.as_str().to_owned(),
        media_type: PhotoType::parse(cleaned.media_type)?,
        size: u32::try_from(cleaned.bytes.len()).expect("BUG: a photo is limited"),
        audience: note.audience,
        author: note.author,
        deleted: note.deleted,
    };
    context.tables.photo_insert(&photo, &cleaned.bytes)?;
    // Says when it was captured.
    context.edit(Kind::Photo, id, None, None)?;
    Ok(())
}

/// A note that may be given photos now by whoever asks.
fn changeable(context: &mut Context<'_>, note_id: &str, at: Option<i64>) -> Result<Note, Failure> {
    // The note itself may have been erased with its stretch.
    if context.tables.is_erased(note_id)? {
        return Err(Refusal::Gone("note").into());
    }
    let note = readable(context, note_id)?;
    if note.deleted {
        return Err(Refusal::Gone("note").into());
    }
    may_change(context.actor, &note.author, NoteField::Tags)?;
    let session = context.tables.session(note.session_id)?.ok_or(Refusal::Missing("session"))?;
    context.captured(&session, at, at)?;
    Ok(note)
}

/// A photo's picture, for whoever may see the photo.
pub(super) fn read(tables: Tables<'_>, actor: Actor, request: &PhotoRead) -> Result<PhotoFile, Failure> {
    let photo = tables.photo(PhotoId::parse(&request.photo_id)?)?.ok_or(Refusal::Missing("photo"))?;
    if reveal(Entity::Photo(&photo), viewer(actor), &scene(tables)?).is_none() {
        return Err(Refusal::Missing("photo").into());
    }
    let picture = tables.photo_picture(photo.id)?.ok_or(Refusal::Missing("photo"))?;
    Ok(PhotoFile { media_type: photo.media_type.word().into(), base64: STANDARD.encode(picture) })
}

pub(super) fn delete(context: &mut Context<'_>, photo_id: &str) -> Result<(), Failure> {
    let id = PhotoId::parse(photo_id)?;
    let photo = context.tables.photo(id)?.ok_or(Refusal::Missing("photo"))?;
    let note = readable(context, &photo.note_id.to_string())?;
    // A photo is as its author's words: others of the team do not take it away.
    may_change(context.actor, &note.author, NoteField::Deleted)?;
    context.tables.photo_erase(id, context.now)?;
    context.erased = true;
    context.touch(Kind::Photo, id);
    Ok(())
}

/// Tells of a note's photos when those who may see it changed.
pub(super) fn follow(context: &mut Context<'_>, note: NoteId) -> Result<(), Failure> {
    for photo in context.tables.photos_of_note(note)? {
        context.touch(Kind::Photo, photo.id);
    }
    Ok(())
}
