//! The codebook: create, change, order, merge, retire.

use super::history::is_tag_seen;
use super::note;
use crate::context::Context;
use crate::fault::Failure;
use crate::fields::{Change, Fields, of_tag};
use crate::load::Kind;
use domain::Refusal;
use domain::entity::{PALETTE, Tag};
use domain::id::TagId;
use domain::permission::Actor;
use domain::text::{Description, TagName};
use protocol::{TagCount, TagCounted, TagCreate, TagMerge, TagMove, TagRetire, TagUpdate};
use serde_json::{Value, json};
use std::collections::HashMap;
use store::Tables;

/// The actions of the codebook.
pub(crate) const UNDO_CONTEXT: &str = "codebook";

/// The tag that an id stands for.
pub(super) fn known(context: &Context<'_>, id: &str) -> Result<Tag, Failure> {
    let id = TagId::parse(id)?;
    if let Some(tag) = context.tables.tag(id)? {
        return Ok(tag);
    }
    let other = context.tables.tag_alias(id)?.map(|id| context.tables.tag(id)).transpose()?.flatten();
    Ok(other.ok_or(Refusal::Missing("tag"))?)
}

/// Names that are typed the same are the same.
pub(crate) fn typed(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join("-").to_lowercase()
}

/// A name without the sign that is typed before it.
fn named(text: &str) -> Result<TagName, Refusal> {
    TagName::parse(text.trim_start_matches(|c: char| c == '#' || c.is_whitespace()))
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

/// A tag as it becomes, with what changed of it.
struct Changed {
    tag: Tag,
    is_new: bool,
    change: Change,
}

impl Changed {
    fn of(before: Option<&Tag>, mut tag: Tag) -> Option<Self> {
        if tag.retired {
            // Its letter is free for another.
            tag.hotkey = None;
        }
        let after = of_tag(&tag);
        let change = match before {
            Some(before) => Change::between(&of_tag(before), &after)?,
            // Taken back, a new tag is out of use and its letter free.
            None => Change {
                before: Fields::from_iter([
                    ("retired".to_owned(), json!(true)),
                    ("hotkey".to_owned(), Value::Null),
                ]),
                after: after.into_iter().filter(|(name, _)| name == "retired" || name == "hotkey").collect(),
            },
        };
        Some(Self { tag, is_new: before.is_none(), change })
    }

    fn has(&self, field: &str) -> bool {
        self.is_new || self.change.after.contains_key(field)
    }
}

/// The codebook as it would be.
struct Codebook<'a> {
    tags: HashMap<TagId, &'a Tag>,
    names: HashMap<String, Vec<&'a Tag>>,
    hotkeys: HashMap<char, Vec<&'a Tag>>,
}

impl<'a> Codebook<'a> {
    fn new(all: &'a [Tag], changed: &'a [Changed]) -> Self {
        let changed = changed.iter().map(|changed| &changed.tag);
        let tags: HashMap<_, _> = all.iter().chain(changed).map(|tag| (tag.id, tag)).collect();
        let (mut names, mut hotkeys) = (HashMap::<_, Vec<_>>::new(), HashMap::<_, Vec<_>>::new());
        for tag in tags.values().copied() {
            names.entry(typed(&tag.name)).or_default().push(tag);
            if let Some(key) = tag.hotkey {
                hotkeys.entry(key).or_default().push(tag);
            }
        }
        Self { tags, names, hotkeys }
    }

    /// Refuses what cannot stand in it beside the others.
    fn fits(&self, actor: Actor, changed: &Changed) -> Result<(), Refusal> {
        let tag = &changed.tag;
        let other = |same: Option<&Vec<&'a Tag>>| {
            same.into_iter().flatten().copied().find(|other| other.id != tag.id)
        };
        if changed.has("name")
            && let Some(other) = other(self.names.get(&typed(&tag.name)))
        {
            let retired = if other.retired { " It is retired; bring it back instead." } else { "" };
            return Err(Refusal::Rule(format!("There is a tag “{}” already.{retired}", other.name)));
        }
        if changed.has("hotkey")
            && let Some(key) = tag.hotkey
            && let Some(other) = other(self.hotkeys.get(&key))
        {
            let whose = match is_tag_seen(actor, other) {
                true => format!("is the key of “{}”", other.name),
                false => "is taken".into(),
            };
            return Err(Refusal::Rule(format!("{key} {whose}. Choose another letter.")));
        }
        if changed.has("color") && !PALETTE.contains(&tag.color.as_str()) {
            return Err(Refusal::Invalid { what: "A tag's colour", expected: "a name of the palette" });
        }
        if !changed.has("parent") {
            return Ok(());
        }
        let mut above = tag.parent;
        for _ in 0..=self.tags.len() {
            let Some(id) = above.filter(|id| *id != tag.id) else { break };
            above = self.tags.get(&id).ok_or(Refusal::Missing("tag to stand under"))?.parent;
        }
        match above {
            None => Ok(()),
            Some(_) => Err(Refusal::Rule("A tag cannot stand under itself.".into())),
        }
    }
}

/// Writes tags, known and new ones, as they become; only what comes of all of them must fit. New ones go to the end
/// of the codebook and come after those that they stand under.
pub(crate) fn save_all(context: &mut Context<'_>, tags: Vec<Tag>) -> Result<(), Failure> {
    let all = context.tables.tags()?;
    let before: HashMap<TagId, &Tag> = all.iter().map(|tag| (tag.id, tag)).collect();
    let mut last = all.iter().map(|tag| tag.position).max().unwrap_or(0);
    let mut changed = Vec::new();
    for mut tag in tags {
        let known = before.get(&tag.id).copied();
        if known.is_none() {
            last += 1;
            tag.position = last;
        }
        changed.extend(Changed::of(known, tag));
    }
    let codebook = Codebook::new(&all, &changed);
    for one in &changed {
        codebook.fits(context.actor, one)?;
    }
    // Names and letters may change places.
    for one in changed.iter().filter(|one| !one.is_new && (one.has("name") || one.has("hotkey"))) {
        context.tables.tag_let_go(one.tag.id)?;
    }
    for Changed { mut tag, change, .. } in changed {
        let parent = before.get(&tag.id).and_then(|before| before.edit);
        tag.edit = Some(context.edit_fields(Kind::Tag, tag.id, parent, change)?);
        context.tables.tag_put(&tag)?;
    }
    Ok(())
}

fn save(context: &mut Context<'_>, tag: Tag) -> Result<(), Failure> {
    save_all(context, vec![tag])
}

pub(super) fn create(context: &mut Context<'_>, request: &TagCreate) -> Result<Value, Failure> {
    // A name may have been typed in a note that fell off the record.
    context.captured_anywhere(request.typed_from, request.typed_to)?;
    let id = TagId::parse(&request.tag_id)?;
    context.unknown("tag", &request.tag_id)?;
    let name = named(&request.name)?;
    let same = context.tables.tags()?.into_iter().find(|tag| typed(&tag.name) == typed(name.as_str()));
    let made = match same {
        // Two people may name a thing at once, and one of them may have been offline: both ids are this tag.
        Some(tag) => {
            context.tables.tag_alias_put(id, tag.id)?;
            // Who may not see it learns nothing of it: the id asked for stands for it.
            let made = if is_tag_seen(context.actor, &tag) { tag.id } else { id };
            if tag.retired && made == tag.id {
                save(context, Tag { retired: false, ..tag })?;
            }
            made
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
                parent: request.parent.as_deref().map(|id| known(context, id)).transpose()?.map(|tag| tag.id),
                effect: None,
                retired: false,
                edit: None,
            };
            save(context, tag)?;
            id
        }
    };
    Ok(json!({ "rev": 0, "tag_id": made.to_string() }))
}

pub(super) fn update(context: &mut Context<'_>, request: &TagUpdate) -> Result<(), Failure> {
    context.captured_anywhere(None, None)?;
    let mut tag = known(context, &request.tag_id)?;
    if let Some(name) = &request.name {
        tag.name = named(name)?.as_str().into();
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
        tag.parent = if parent.is_empty() { None } else { Some(known(context, parent)?.id) };
    }
    context.undoable(UNDO_CONTEXT.into());
    save(context, tag)
}

pub(super) fn move_to(context: &mut Context<'_>, request: &TagMove) -> Result<(), Failure> {
    let moved = known(context, &request.tag_id)?;
    let before = request.before.as_deref().map(|id| known(context, id)).transpose()?;
    let mut order: Vec<Tag> = context.tables.tags()?.into_iter().filter(|tag| tag.id != moved.id).collect();
    let place = before.and_then(|before| order.iter().position(|tag| tag.id == before.id));
    order.insert(place.unwrap_or(order.len()), moved);
    context.undoable(UNDO_CONTEXT.into());
    save_all(context, order.into_iter().zip(1..).map(|(tag, position)| Tag { position, ..tag }).collect())
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
    let tag = known(context, &request.tag_id)?;
    context.undoable(UNDO_CONTEXT.into());
    save(context, Tag { retired: request.retired, ..tag })
}

pub(super) fn counts(tables: Tables<'_>) -> Result<TagCounted, Failure> {
    let counts = tables.tag_counts()?;
    Ok(TagCounted { counts: counts.into_iter().map(|(tag_id, notes)| TagCount { tag_id, notes }).collect() })
}
