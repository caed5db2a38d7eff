//! What was done to a note, and by whom, as far as the reader may know.

use crate::fault::Failure;
use crate::feed::viewer;
use crate::fields::{Fields, of_note};
use crate::load::scene;
use domain::Refusal;
use domain::entity::{Audience, Author, Note, Tag};
use domain::id::NoteId;
use domain::permission::Actor;
use domain::visibility::{Entity, Scene, reveal};
use protocol::{FieldChange, History, HistoryEntry, NoteHistory};
use serde_json::Value;
use std::collections::HashMap;
use store::Tables;

/// What somebody is called, also after they have left.
pub(super) fn name_of(tables: Tables<'_>, author: &Author) -> Result<String, Failure> {
    Ok(match author {
        Author::Moderator => tables.study()?.moderator_name,
        Author::Imported => "The import".into(),
        Author::Member(id) => {
            tables.member(*id)?.map_or_else(|| "Somebody who left".into(), |member| member.name)
        }
    })
}

fn is_own(actor: Actor, note: &Note) -> bool {
    matches!((actor, &note.author), (Actor::Member(me, _), Author::Member(id)) if me == *id)
}

/// Whether a tag may be named to somebody.
pub(super) fn is_tag_seen(actor: Actor, tag: &Tag) -> bool {
    reveal(Entity::Tag(tag), viewer(actor), &Scene::default()).is_some()
}

/// Reads the chain of edits from the newest back.
pub(super) fn of(tables: Tables<'_>, actor: Actor, request: &NoteHistory) -> Result<History, Failure> {
    let note = tables.note(NoteId::parse(&request.note_id)?)?.ok_or(Refusal::Missing("note"))?;
    let all = actor == Actor::Moderator || is_own(actor, &note);
    if !all && reveal(Entity::Note(&note), viewer(actor), &scene(tables)?).is_none() {
        return Err(Refusal::Missing("note").into());
    }
    let names = Names::read(tables, actor)?;
    let mut state = of_note(&note);
    let mut entries = Vec::new();
    let mut next = Some(note.edit);
    while let Some(edit) = next.map(|id| tables.edit(id)).transpose()?.flatten() {
        let created = edit.parent.is_none();
        let before: Fields =
            edit.before.as_deref().and_then(|before| serde_json::from_str(before).ok()).unwrap_or_default();
        let mut older = state.clone();
        older.extend(before.clone());
        // What was said while a note was only its author's stays theirs.
        let hidden = !all && older.get("audience").and_then(Value::as_str) == Some(Audience::Own.word());
        let shown = if created { &state } else { &before };
        let changes = shown
            .keys()
            .map(|field| FieldChange {
                field: field.clone(),
                before: if created || hidden { None } else { names.text(field, &older) },
                after: names.text(field, &state),
            })
            .filter(|change| if created { change.after.is_some() } else { change.before != change.after })
            .collect();
        entries.push(HistoryEntry {
            at: edit.at.0,
            author_id: edit.author.key(),
            author_name: if created { note.author_name.clone() } else { name_of(tables, &edit.author)? },
            created,
            changes,
        });
        if hidden {
            break;
        }
        state = older;
        next = edit.parent;
    }
    entries.reverse();
    Ok(History { entries })
}

/// What ids are called.
struct Names {
    tags: HashMap<String, String>,
    codes: HashMap<String, String>,
}

impl Names {
    fn read(tables: Tables<'_>, actor: Actor) -> Result<Self, Failure> {
        let mut tags = tables.tags()?;
        tags.retain(|tag| is_tag_seen(actor, tag));
        let tags = tags.into_iter().map(|tag| (tag.id.to_string(), tag.name));
        let codes = tables.participants()?.into_iter().map(|person| (person.id.to_string(), person.code));
        Ok(Self { tags: tags.collect(), codes: codes.collect() })
    }

    /// A field as text; none for nothing.
    fn text(&self, field: &str, fields: &Fields) -> Option<String> {
        let list = |names: &HashMap<String, String>, ids: &[Value]| {
            let known = |id: &Value| Some(names.get(id.as_str()?)?.clone());
            Some(ids.iter().filter_map(known).collect::<Vec<_>>().join(", ")).filter(|text| !text.is_empty())
        };
        match fields.get(field)? {
            Value::Null | Value::Bool(false) => None,
            Value::String(text) => Some(text.clone()),
            Value::Array(ids) if field == "tags" => list(&self.tags, ids),
            Value::Array(ids) => list(&self.codes, ids),
            Value::Bool(true) => Some("yes".into()),
            other => Some(other.to_string()),
        }
    }
}
