//! A codebook file into the codebook: known tags are brought up to date, others are added, none goes.

use super::{counted, report};
use crate::context::Context;
use crate::fault::Failure;
use crate::fields::of_tag;
use crate::handle::tag::{UNDO_CONTEXT, described, save_all, typed};
use domain::entity::Tag;
use domain::id::TagId;
use domain::text::TagName;
use formats::codebook::{Codebook, CodebookTag};
use protocol::{Fault, ImportedFile};
use std::collections::{HashMap, HashSet};

pub(super) fn take(
    context: &mut Context<'_>,
    file: &str,
    codebook: &Codebook,
) -> Result<ImportedFile, Failure> {
    let mut report = report(file, "codebook");
    report
        .skipped
        .extend(codebook.skipped.iter().map(|skipped| format!("Line {}: {}.", skipped.line, skipped.reason)));
    context.undoable(UNDO_CONTEXT.into());
    let all = context.tables.tags()?;
    let ids = places(context, &all, &codebook.tags)?;
    let before: HashMap<TagId, &Tag> = all.iter().map(|tag| (tag.id, tag)).collect();
    let mut tags: HashMap<TagId, Tag> = all.iter().map(|tag| (tag.id, tag.clone())).collect();
    for (row, id) in codebook.tags.iter().zip(&ids) {
        let tag = tags.remove(id).unwrap_or_else(|| new(*id));
        let parent = row.parent.and_then(|place| ids.get(place).copied());
        tags.insert(*id, changed(tag, row, parent).map_err(|failure| in_file(file, Some(row), failure))?);
    }
    hand_out_keys(&codebook.tags, &ids, &before, &mut tags, &mut report);
    stand_apart(&codebook.tags, &ids, &mut tags);
    let mut taken = Vec::with_capacity(ids.len());
    for id in ids {
        // Two rows may mean one tag.
        let Some(tag) = tags.remove(&id) else { continue };
        *match before.get(&id) {
            None => &mut report.added,
            Some(before) if of_tag(before) == of_tag(&tag) => &mut report.unchanged,
            Some(_) => &mut report.changed,
        } += 1;
        taken.push(tag);
    }
    save_all(context, taken).map_err(|failure| in_file(file, None, failure))?;
    report.summary = counted(&report, "codebook");
    Ok(report)
}

fn in_file(file: &str, row: Option<&CodebookTag>, failure: Failure) -> Failure {
    match failure {
        Failure::Fault(fault) => {
            let tag = row.map(|row| format!(", tag “{}”", row.name)).unwrap_or_default();
            let sentence = format!("{file}{tag}: {} Nothing was changed.", fault.message);
            Fault::new(fault.code, sentence).into()
        }
        store => store,
    }
}

/// Which tag each row means: the one with its id, or else with its name, or else a new one.
fn places(context: &Context<'_>, all: &[Tag], rows: &[CodebookTag]) -> Result<Vec<TagId>, Failure> {
    let by_id: HashMap<TagId, &Tag> = all.iter().map(|tag| (tag.id, tag)).collect();
    let by_name: HashMap<String, TagId> = all.iter().map(|tag| (typed(&tag.name), tag.id)).collect();
    let guids: Vec<Option<TagId>> =
        rows.iter().map(|row| row.guid.as_deref().map(TagId::parse).transpose()).collect::<Result<_, _>>()?;
    // What tags are called once the file is taken: a name that one gives up is free for another.
    let mut names = HashMap::new();
    let mut claimed = HashSet::new();
    for (row, id) in rows.iter().zip(&guids) {
        if let Some(id) = id.filter(|id| by_id.contains_key(id)) {
            names.insert(typed(&row.name), id);
            claimed.insert(id);
        }
    }
    let mut ids = Vec::with_capacity(rows.len());
    for (row, guid) in rows.iter().zip(guids) {
        let name = typed(&row.name);
        let known = guid.filter(|id| by_id.contains_key(id)).or_else(|| {
            names.get(&name).copied().or(by_name.get(&name).copied().filter(|id| !claimed.contains(id)))
        });
        let id = match (known, guid) {
            (Some(id), _) => id,
            // An id that the study has known as something else is not made again.
            (None, Some(id)) if !context.tables.knows(&id.to_string())? => id,
            (None, _) => context.id(TagId),
        };
        names.insert(name, id);
        ids.push(id);
    }
    Ok(ids)
}

fn new(id: TagId) -> Tag {
    Tag {
        id,
        name: String::new(),
        color: "grey".into(),
        hotkey: None,
        description: String::new(),
        position: 0,
        parent: None,
        effect: None,
        retired: false,
        edit: None,
    }
}

/// The tag as its row says; what the row leaves out stays. Keys come later.
fn changed(tag: Tag, row: &CodebookTag, parent: Option<TagId>) -> Result<Tag, Failure> {
    let description = described(&row.description)?;
    Ok(Tag {
        name: TagName::parse(&row.name)?.as_str().to_owned(),
        color: row.color.clone().unwrap_or(tag.color),
        hotkey: tag.hotkey.filter(|_| !row.retired),
        description: if description.is_empty() { tag.description } else { description },
        parent: parent.or(tag.parent),
        retired: row.retired,
        ..tag
    })
}

/// Gives each tag the key of its row, unless a tag has it that keeps its own.
fn hand_out_keys(
    rows: &[CodebookTag],
    ids: &[TagId],
    before: &HashMap<TagId, &Tag>,
    tags: &mut HashMap<TagId, Tag>,
    report: &mut ImportedFile,
) {
    let wanted = || rows.iter().zip(ids).filter(|(row, _)| !row.retired && row.hotkey.is_some());
    for (_, id) in wanted() {
        tags.entry(*id).and_modify(|tag| tag.hotkey = None);
    }
    let mut keys: HashMap<char, TagId> =
        tags.values().filter_map(|tag| Some((tag.hotkey?, tag.id))).collect();
    let mut left = Vec::new();
    for (row, id) in wanted() {
        let Some(key) = row.hotkey else { continue };
        match keys.get(&key).and_then(|other| tags.get(other)).filter(|other| other.id != *id) {
            Some(other) => {
                let sentence = format!("The key {key} of “{}”: it is the key of “{}”.", row.name, other.name);
                report.skipped.push(sentence);
                left.push(*id);
            }
            None => {
                keys.insert(key, *id);
                tags.entry(*id).and_modify(|tag| tag.hotkey = Some(key));
            }
        }
    }
    for id in left {
        // It keeps the one it had, if nobody has got it.
        let had = before.get(&id).and_then(|before| before.hotkey).filter(|key| !keys.contains_key(key));
        if let Some(key) = had {
            keys.insert(key, id);
            tags.entry(id).and_modify(|tag| tag.hotkey = Some(key));
        }
    }
}

/// What the file puts under a tag does not stay above it.
fn stand_apart(rows: &[CodebookTag], ids: &[TagId], tags: &mut HashMap<TagId, Tag>) {
    for (_, id) in rows.iter().zip(ids).filter(|(row, _)| row.parent.is_none()) {
        let above = |id: &TagId| tags.get(id).and_then(|tag| tag.parent);
        if std::iter::successors(above(id), above).take(tags.len()).any(|other| other == *id) {
            tags.entry(*id).and_modify(|tag| tag.parent = None);
        }
    }
}
