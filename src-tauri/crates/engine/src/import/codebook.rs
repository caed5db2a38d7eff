//! A codebook file into the codebook: known tags are brought up to date, others are added, none goes.

use super::{counted, report};
use crate::context::Context;
use crate::fault::Failure;
use crate::handle::tag::{UNDO_CONTEXT, add, described, save, typed};
use domain::entity::Tag;
use domain::id::TagId;
use domain::text::TagName;
use formats::codebook::{Codebook, CodebookTag};
use protocol::{Fault, ImportedFile};

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
    let mut ids: Vec<TagId> = Vec::with_capacity(codebook.tags.len());
    for row in &codebook.tags {
        let parent = row.parent.and_then(|place| ids.get(place).copied());
        let id =
            take_tag(context, row, parent, &mut report).map_err(|failure| in_file(file, row, failure))?;
        ids.push(id);
    }
    report.summary = counted(&report, "codebook");
    Ok(report)
}

fn in_file(file: &str, row: &CodebookTag, failure: Failure) -> Failure {
    match failure {
        Failure::Fault(fault) => {
            let sentence = format!("{file}, tag “{}”: {} Nothing was changed.", row.name, fault.message);
            Fault::new(fault.code, sentence).into()
        }
        store => store,
    }
}

fn take_tag(
    context: &mut Context<'_>,
    row: &CodebookTag,
    parent: Option<TagId>,
    report: &mut ImportedFile,
) -> Result<TagId, Failure> {
    let all = context.tables.tags()?;
    let guid = row.guid.as_deref().map(TagId::parse).transpose()?;
    let by_id = guid.and_then(|id| all.iter().find(|tag| tag.id == id));
    let known = by_id.or_else(|| all.iter().find(|tag| typed(&tag.name) == typed(&row.name)));
    let id = match known {
        Some(tag) => tag.id,
        // An id that the study has known as something else is not made again.
        None => match guid {
            Some(id) if !context.tables.knows(&id.to_string())? => id,
            _ => context.id(TagId),
        },
    };
    let taken = row.hotkey.and_then(|key| all.iter().find(|tag| tag.id != id && tag.hotkey == Some(key)));
    if let (Some(key), Some(other)) = (row.hotkey, taken) {
        report.skipped.push(format!("The key {key} of “{}”: it is the key of “{}”.", row.name, other.name));
    }
    let hotkey = row.hotkey.filter(|_| taken.is_none());
    let name = TagName::parse(&row.name)?.as_str().to_owned();
    let description = described(&row.description)?;
    match known {
        Some(before) => {
            let tag = Tag {
                name,
                color: row.color.clone().unwrap_or_else(|| before.color.clone()),
                hotkey: hotkey.or(before.hotkey),
                description: if description.is_empty() { before.description.clone() } else { description },
                parent: parent.or(before.parent),
                retired: row.retired,
                ..before.clone()
            };
            let changed = save(context, before, tag)?;
            *(if changed { &mut report.changed } else { &mut report.unchanged }) += 1;
        }
        None => {
            let tag = Tag {
                id,
                name,
                color: row.color.clone().unwrap_or_else(|| "grey".into()),
                hotkey: hotkey.filter(|_| !row.retired),
                description,
                position: 0,
                parent,
                effect: None,
                retired: row.retired,
                edit: None,
            };
            add(context, tag)?;
            report.added += 1;
        }
    }
    Ok(id)
}
