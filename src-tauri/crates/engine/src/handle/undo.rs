//! Taking back and doing again: one's own actions in one context, in order.

use super::{item, note, tag};
use crate::context::Context;
use crate::fault::Failure;
use crate::fields::{Change, Fields, into_item, into_note, into_tag, of_item, of_note, of_tag};
use crate::load::Kind;
use domain::Refusal;
use domain::entity::{Author, ItemKey, ItemRun, Note, Tag};
use domain::id::{EditId, SessionId, TagId};
use domain::permission::{NoteField, may_change};
use serde_json::{Value, json};
use store::Edited;

/// What an edit is about, as it is now.
enum Target {
    Note(Note),
    Tag(Tag),
    Item(ItemRun),
}

impl Target {
    fn fields(&self) -> Fields {
        match self {
            Self::Note(note) => of_note(note),
            Self::Tag(tag) => of_tag(tag),
            Self::Item(run) => of_item(run),
        }
    }

    fn last_edit(&self) -> Option<EditId> {
        match self {
            Self::Note(note) => Some(note.edit),
            Self::Tag(tag) => tag.edit,
            Self::Item(run) => Some(run.edit),
        }
    }
}

/// One edit of the action: what must still hold, and what takes its place.
struct Step {
    target: Target,
    holds: Fields,
    becomes: Fields,
}

/// Takes back the last action of whoever asks, or does the last one again that was taken back.
pub(super) fn step(context: &mut Context<'_>, name: &str, back: bool) -> Result<Value, Failure> {
    known_context(name)?;
    let author = context.author().key();
    let Some(action) = context.tables.action_next(&author, name, !back)? else {
        let says =
            if back { "There is nothing of yours to undo here." } else { "There is nothing to redo here." };
        return Ok(answer(false, says.into(), None));
    };
    let mut edits = action.edits;
    if back {
        edits.reverse();
    }
    let mut steps = Vec::new();
    for edit in edits {
        match plan(context, edit, back)? {
            Ok(step) => steps.push(step),
            Err(why) => {
                // It is passed over, so that what was done before can still be undone.
                context.tables.action_delete(action.seq)?;
                return Ok(answer(false, why, None));
            }
        }
    }
    let note_id = steps.iter().find_map(|step| match &step.target {
        Target::Note(note) => Some(note.id.to_string()),
        Target::Tag(_) | Target::Item(_) => None,
    });
    let says = steps.first().map(|step| says(step, back)).unwrap_or_default();
    for step in steps {
        carry_out(context, step)?;
    }
    context.tables.action_set(action.seq, back)?;
    Ok(answer(true, says, note_id))
}

fn answer(done: bool, says: String, note_id: Option<String>) -> Value {
    json!({ "rev": 0, "done": done, "says": says, "note_id": note_id })
}

fn known_context(name: &str) -> Result<(), Refusal> {
    let session = name.strip_prefix("session=").is_some_and(|id| SessionId::parse(id).is_ok());
    if session || name == tag::UNDO_CONTEXT {
        Ok(())
    } else {
        Err(Refusal::Invalid { what: "The context", expected: "session=ID or codebook" })
    }
}

/// What undoing one edit would do, or why it cannot be done.
fn plan(context: &Context<'_>, edit: EditId, back: bool) -> Result<Result<Step, String>, Failure> {
    let Some(edited) = context.tables.edit(edit)? else { return Ok(Err(erased())) };
    let (Some(before), Some(after)) = (parsed(&edited.before), parsed(&edited.after)) else {
        return Ok(Err("That can no longer be undone.".into()));
    };
    let Some(target) = target(context, &edited)? else { return Ok(Err(erased())) };
    let (holds, becomes) = if back { (after, before) } else { (before, after) };
    let now = target.fields();
    let deleted = matches!(&target, Target::Note(note) if note.deleted) && !holds.contains_key("deleted");
    let changed =
        holds.iter().find(|(name, value)| now.get(*name) != Some(*value)).map(|(name, _)| name.as_str());
    if let Some(field) = if deleted { Some("deleted") } else { changed } {
        let who = match changed_by(context, target.last_edit(), field)? {
            Some(author) if author == context.author() => "You".into(),
            Some(author) => name_of(context, &author)?,
            None => "Somebody".into(),
        };
        let what = match (field, &target) {
            ("deleted", _) if deleted || now.get("deleted") == Some(&Value::Bool(true)) => {
                "deleted it".into()
            }
            ("deleted", _) => "brought it back".into(),
            (field, _) => format!("changed {}", said(field)),
        };
        let verb = if back { "undo" } else { "redo" };
        let rest = format!("that stays. The next {verb} goes on from there.");
        return Ok(Err(format!("{who} {what} since then; {rest}")));
    }
    if let Target::Note(note) = &target {
        let seen = note::readable(context, &note.id.to_string()).is_ok();
        let may = becomes.keys().all(|name| {
            NoteField::parse(name).is_ok_and(|field| may_change(context.actor, &note.author, field).is_ok())
        });
        if !seen || !may {
            return Ok(Err("That note is no longer yours to change.".into()));
        }
    }
    Ok(Ok(Step { target, holds, becomes }))
}

fn erased() -> String {
    "What this was about is gone for good.".into()
}

fn parsed(kept: &Option<String>) -> Option<Fields> {
    serde_json::from_str(kept.as_deref()?).ok()
}

fn target(context: &Context<'_>, edited: &Edited) -> Result<Option<Target>, Failure> {
    let tables = context.tables;
    Ok(match Kind::parse(&edited.kind) {
        Some(Kind::Note) => tables.note(domain::id::NoteId::parse(&edited.entity_id)?)?.map(Target::Note),
        Some(Kind::Tag) => tables.tag(TagId::parse(&edited.entity_id)?)?.map(Target::Tag),
        Some(Kind::Item) => match edited.entity_id.split_once('.') {
            Some((session, key)) => {
                tables.item(SessionId::parse(session)?, ItemKey::parse(key)?)?.map(Target::Item)
            }
            None => None,
        },
        _ => None,
    })
}

/// Who changed a field last.
fn changed_by(context: &Context<'_>, last: Option<EditId>, field: &str) -> Result<Option<Author>, Failure> {
    let mut next = last;
    while let Some(id) = next {
        let Some(edited) = context.tables.edit(id)? else { break };
        if parsed(&edited.before).is_some_and(|before| before.contains_key(field)) {
            return Ok(Some(edited.author));
        }
        next = edited.parent;
    }
    Ok(None)
}

/// What somebody is called, also after they have left.
pub(super) fn name_of(context: &Context<'_>, author: &Author) -> Result<String, Failure> {
    super::history::name_of(context.tables, author)
}

/// A field in a sentence.
fn said(field: &str) -> &'static str {
    match field {
        "body" => "the words",
        "tags" => "the tags",
        "who" => "who it is about",
        "severity" => "the severity",
        "audience" => "who reads it",
        "at" => "the time",
        "starred" => "the star",
        "checked" => "whether it is checked",
        "name" => "the name",
        "color" => "the colour",
        "hotkey" => "the key",
        "description" => "the description",
        "position" => "the order",
        "parent" => "what it stands under",
        "state" | "outcome" => "the guide item",
        _ => "it",
    }
}

fn says(step: &Step, back: bool) -> String {
    let gone = |name: &str| step.becomes.get(name).and_then(Value::as_bool);
    match &step.target {
        Target::Note(_) => match gone("deleted") {
            Some(true) => "The note is taken back.".into(),
            Some(false) => "The note is there again.".into(),
            None => {
                let fields: Vec<_> = step.becomes.keys().map(|name| said(name)).collect();
                let verb = if back { "as before" } else { "changed again" };
                let what = fields.join(" and ");
                let mut letters = what.chars();
                let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
                let are = if fields.len() > 1 || what.ends_with('s') { "are" } else { "is" };
                format!("{first}{} {are} {verb}.", letters.as_str())
            }
        },
        Target::Tag(_) if step.becomes.contains_key("position") => match back {
            true => "The codebook is in its order of before.".into(),
            false => "The codebook is in its new order again.".into(),
        },
        Target::Tag(tag) => match gone("retired") {
            Some(true) => format!("“{}” is out of use.", tag.name),
            Some(false) => format!("“{}” is in use again.", tag.name),
            None if back => format!("“{}” is as before.", tag.name),
            None => format!("“{}” is changed again.", tag.name),
        },
        Target::Item(_) if back => "The guide item is as before.".into(),
        Target::Item(_) => "The guide item is marked again.".into(),
    }
}

fn carry_out(context: &mut Context<'_>, step: Step) -> Result<(), Failure> {
    match step.target {
        Target::Note(before) => {
            let mut note = before.clone();
            into_note(&mut note, &step.becomes)?;
            note::save(context, &before, note)?;
        }
        Target::Tag(before) => {
            let mut tag = before.clone();
            into_tag(&mut tag, &step.becomes)?;
            tag::save(context, &before, tag)?;
        }
        Target::Item(before) => {
            item::has_duty(context, before.session_id, domain::entity::DutyKind::Guide)?;
            let mut run = before.clone();
            into_item(&mut run, &step.becomes)?;
            let change = Change { before: step.holds, after: step.becomes };
            item::save(context, Some(before.edit), run, change)?;
        }
    }
    Ok(())
}
