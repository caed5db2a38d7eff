//! The codebook: create, change, order, merge, retire.

use super::note;
use crate::context::Context;
use crate::fault::Failure;
use crate::fields::{Change, of_tag};
use crate::load::Kind;
use domain::Refusal;
use domain::entity::{PALETTE, Tag};
use domain::id::TagId;
use domain::text::{Description, TagName};
use protocol::{TagCount, TagCounted, TagCreate, TagMerge, TagMove, TagRetire, TagUpdate};
use serde_json::{Value, json};
use store::Tables;

/// The actions of the codebook.
pub(crate) const UNDO_CONTEXT: &str = "codebook";

fn known(context: &Context<'_>, id: &str) -> Result<Tag, Failure> {
    Ok(context.tables.tag(TagId::parse(id)?)?.ok_or(Refusal::Missing("tag"))?)
}

/// Names that are typed the same are the same.
pub(crate) fn typed(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join("-").to_lowercase()
}

/// One letter, upper case; empty for none.
pub(crate) fn hotkey(text: &str) -> Result<Option<char>, Refusal> {
    let mut letters = text.trim().chars().flat_map(char::to_uppercase);
    match (letters.next(), letters.next()) {
        (None, _) => Ok(None),
        (Some(letter), None) if letter.is_alphabetic() => Ok(Some(letter)),
        _ => Err(Refusal::Invalid { what: "A hotkey", expected: "one letter" }),
    }
}

pub(crate) fn described(text: &str) -> Result<String, Refusal> {
    if text.trim().is_empty() { Ok(String::new()) } else { Ok(Description::parse(text)?.as_str().into()) }
}

/// Refuses what the codebook cannot hold beside the others.
pub(crate) fn fits(tag: &Tag, all: &[Tag]) -> Result<(), Refusal> {
    let others = || all.iter().filter(|other| other.id != tag.id);
    if let Some(other) = others().find(|other| typed(&other.name) == typed(&tag.name)) {
        let retired = if other.retired { " It is retired; bring it back instead." } else { "" };
        return Err(Refusal::Rule(format!("There is a tag “{}” already.{retired}", other.name)));
    }
    if let Some(key) = tag.hotkey
        && let Some(other) = others().find(|other| other.hotkey == Some(key))
    {
        return Err(Refusal::Rule(format!("{key} is the key of “{}”. Choose another letter.", other.name)));
    }
    if !PALETTE.contains(&tag.color.as_str()) {
        return Err(Refusal::Invalid { what: "A tag's colour", expected: "a name of the palette" });
    }
    let mut above = tag.parent;
    for _ in 0..=all.len() {
        let Some(id) = above else { return Ok(()) };
        if id == tag.id {
            return Err(Refusal::Rule("A tag cannot stand under itself.".into()));
        }
        let parent = all.iter().find(|other| other.id == id).ok_or(Refusal::Missing("tag to stand under"))?;
        above = parent.parent;
    }
    Err(Refusal::Rule("A tag cannot stand under itself.".into()))
}

/// Writes what changed of a tag; false when nothing did.
pub(crate) fn save(context: &mut Context<'_>, before: &Tag, mut tag: Tag) -> Result<bool, Failure> {
    if tag.retired {
        // Its letter is free for another.
        tag.hotkey = None;
    }
    let Some(change) = Change::between(&of_tag(before), &of_tag(&tag)) else { return Ok(false) };
    fits(&tag, &context.tables.tags()?)?;
    tag.edit = Some(context.edit_fields(Kind::Tag, tag.id, before.edit, change)?);
    context.tables.tag_put(&tag)?;
    Ok(true)
}

/// Adds a tag at the end of the codebook.
pub(crate) fn add(context: &mut Context<'_>, mut tag: Tag) -> Result<(), Failure> {
    let all = context.tables.tags()?;
    tag.position = all.iter().map(|other| other.position).max().unwrap_or(0) + 1;
    fits(&tag, &all)?;
    let mut created = Change::created("retired");
    created.before.insert("hotkey".into(), Value::Null);
    created.after.insert("hotkey".into(), json!(tag.hotkey.map(String::from)));
    tag.edit = Some(context.edit_fields(Kind::Tag, tag.id, None, created)?);
    context.tables.tag_put(&tag)?;
    Ok(())
}

pub(super) fn create(context: &mut Context<'_>, request: &TagCreate) -> Result<Value, Failure> {
    let id = TagId::parse(&request.tag_id)?;
    context.unknown("tag", &request.tag_id)?;
    let name = TagName::parse(&request.name)?;
    let same = context.tables.tags()?.into_iter().find(|tag| typed(&tag.name) == typed(name.as_str()));
    let made = match same {
        // Two people may name a thing at once, and one of them may have been offline: both ids are this tag.
        Some(tag) => {
            context.tables.tag_alias_put(id, tag.id)?;
            if tag.retired {
                save(context, &tag, Tag { retired: false, ..tag.clone() })?;
            }
            tag.id
        }
        None => {
            context.undoable(UNDO_CONTEXT.into());
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            let tag = Tag {
                id,
                name: name.as_str().into(),
                color: request.color.clone().unwrap_or_else(|| "grey".into()),
                hotkey: hotkey(&text(&request.hotkey))?,
                description: described(&text(&request.description))?,
                position: 0,
                parent: request.parent.as_deref().map(TagId::parse).transpose()?,
                effect: None,
                retired: false,
                edit: None,
            };
            add(context, tag)?;
            id
        }
    };
    Ok(json!({ "rev": 0, "tag_id": made.to_string() }))
}

pub(super) fn update(context: &mut Context<'_>, request: &TagUpdate) -> Result<(), Failure> {
    let before = known(context, &request.tag_id)?;
    let mut tag = before.clone();
    if let Some(name) = &request.name {
        tag.name = TagName::parse(name)?.as_str().into();
    }
    if let Some(color) = &request.color {
        tag.color.clone_from(color);
    }
    if let Some(key) = &request.hotkey {
        tag.hotkey = hotkey(key)?;
    }
    if let Some(text) = &request.description {
        tag.description = described(text)?;
    }
    if let Some(parent) = &request.parent {
        tag.parent = if parent.is_empty() { None } else { Some(TagId::parse(parent)?) };
    }
    context.undoable(UNDO_CONTEXT.into());
    save(context, &before, tag)?;
    Ok(())
}

pub(super) fn move_to(context: &mut Context<'_>, request: &TagMove) -> Result<(), Failure> {
    let moved = known(context, &request.tag_id)?;
    let before = request.before.as_deref().map(|id| known(context, id)).transpose()?;
    let mut order: Vec<Tag> = context.tables.tags()?.into_iter().filter(|tag| tag.id != moved.id).collect();
    let place = before.and_then(|before| order.iter().position(|tag| tag.id == before.id));
    order.insert(place.unwrap_or(order.len()), moved);
    context.undoable(UNDO_CONTEXT.into());
    for (tag, position) in order.into_iter().zip(1..) {
        save(context, &tag, Tag { position, ..tag.clone() })?;
    }
    Ok(())
}

pub(super) fn merge(context: &mut Context<'_>, request: &TagMerge) -> Result<(), Failure> {
    let (from, into) = (known(context, &request.tag_id)?, known(context, &request.into)?);
    if from.id == into.id {
        return Err(Refusal::Rule("A tag cannot be merged with itself.".into()).into());
    }
    for id in context.tables.notes_tagged(from.id)? {
        let before = context.tables.note(id)?.ok_or(Refusal::Missing("note"))?;
        let mut tagged = before.clone();
        let other = |tag: TagId| if tag == from.id { into.id } else { tag };
        tagged.tags = Vec::new();
        for tag in before.tags.iter().copied().map(other) {
            if !tagged.tags.contains(&tag) {
                tagged.tags.push(tag);
            }
        }
        note::save(context, &before, tagged)?;
    }
    // Under itself it cannot stand.
    let all = context.tables.tags()?;
    let children_to = Some(into.id).filter(|_| !is_under(into.id, from.id, &all));
    for child in all.iter().filter(|tag| tag.parent == Some(from.id)) {
        context.touch(Kind::Tag, child.id);
    }
    context.edit(Kind::Tag, from.id, from.edit, None)?;
    // Other ids that stood for it follow first: they may not name what is gone.
    context.tables.tag_alias_put(from.id, into.id)?;
    context.tables.tag_delete(from.id, children_to)?;
    Ok(())
}

fn is_under(tag: TagId, above: TagId, all: &[Tag]) -> bool {
    let parent = |id: TagId| all.iter().find(|tag| tag.id == id).and_then(|tag| tag.parent);
    std::iter::successors(parent(tag), |id| parent(*id)).take(all.len()).any(|id| id == above)
}

pub(super) fn retire(context: &mut Context<'_>, request: &TagRetire) -> Result<(), Failure> {
    let before = known(context, &request.tag_id)?;
    context.undoable(UNDO_CONTEXT.into());
    save(context, &before, Tag { retired: request.retired, ..before.clone() })?;
    Ok(())
}

pub(super) fn counts(tables: Tables<'_>) -> Result<TagCounted, Failure> {
    let counts = tables.tag_counts()?;
    Ok(TagCounted { counts: counts.into_iter().map(|(tag_id, notes)| TagCount { tag_id, notes }).collect() })
}
