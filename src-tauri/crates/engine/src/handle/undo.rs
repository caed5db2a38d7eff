//! Taking back and doing again: one's own actions in one context, in order.

mod plan;

use super::history::name_of;
use super::{item, note, slot, tag};
use crate::context::Context;
use crate::fault::Failure;
use crate::fields::{
    Change, Fields, into_item, into_note, into_session, into_slot, into_tag, of_item, of_note, of_session,
    of_slot, of_tag, strings,
};
use crate::load::Kind;
use domain::Refusal;
use domain::entity::{Author, DutyKind, ItemKey, ItemRun, Note, Session, Slot, Tag};
use domain::id::{EditId, SessionId, SlotId, TagId};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use store::Edited;

/// What an edit is about, as it is now.
#[derive(Clone)]
enum Target {
    Note(Note),
    Tag(Tag),
    Item(ItemRun),
    Slot(Slot),
    Session(Session),
}

impl Target {
    fn fields(&self) -> Fields {
        match self {
            Self::Note(note) => of_note(note),
            Self::Tag(tag) => of_tag(tag),
            Self::Item(run) => of_item(run),
            Self::Slot(slot) => of_slot(slot),
            Self::Session(session) => of_session(session),
        }
    }

    /// Fields as they read today: merged tags have other ids than when the edit was made.
    fn today(&self, context: &Context<'_>, mut fields: Fields) -> Result<Fields, Failure> {
        if let (Self::Note(_), Some(Value::Array(ids))) = (self, fields.get("tags")) {
            let ids: Vec<String> = ids.iter().filter_map(Value::as_str).map(Into::into).collect();
            fields.insert("tags".into(), json!(strings(&note::tags(context, &ids)?)));
        }
        Ok(fields)
    }

    fn put(&mut self, fields: &Fields) -> Result<(), Refusal> {
        match self {
            Self::Note(note) => into_note(note, fields),
            Self::Tag(tag) => into_tag(tag, fields),
            Self::Item(run) => into_item(run, fields),
            Self::Slot(slot) => into_slot(slot, fields),
            Self::Session(session) => into_session(session, fields),
        }
    }

    fn last_edit(&self) -> Option<EditId> {
        match self {
            Self::Note(note) => Some(note.edit),
            Self::Tag(tag) => tag.edit,
            Self::Item(run) => Some(run.edit),
            Self::Slot(slot) => Some(slot.edit),
            Self::Session(session) => Some(session.edit),
        }
    }
}

/// What an action changes of one thing, all its edits together.
struct Step {
    before: Target,
    now: Target,
}

/// Takes back the last action of whoever asks, or does the last one again that was taken back.
pub(super) fn step(context: &mut Context<'_>, name: &str, back: bool) -> Result<Value, Failure> {
    known_context(name)?;
    if let Some(session) = name.strip_prefix("session=") {
        note::captured_now(context, SessionId::parse(session)?)?;
    }
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
    match context.attempt(|context| take(context, edits, back)) {
        Ok((says, note_id)) => {
            context.tables.action_set(action.seq, back)?;
            Ok(answer(true, says, note_id))
        }
        Err(Failure::Fault(why)) => {
            // It is passed over, so that what was done before can still be undone.
            context.tables.action_delete(action.seq)?;
            let verb = if back { "undo" } else { "redo" };
            Ok(answer(false, format!("{} The next {verb} goes on from there.", why.message), None))
        }
        Err(store) => Err(store),
    }
}

/// Carries out a whole action, or refuses with the reason why it cannot be.
fn take(
    context: &mut Context<'_>,
    edits: Vec<EditId>,
    back: bool,
) -> Result<(String, Option<String>), Failure> {
    let (mut steps, mut places, mut sentence) = (Vec::<Step>::new(), HashMap::new(), None);
    for edit in edits {
        let edited = context.tables.edit(edit)?.ok_or_else(gone)?;
        let (Some(before), Some(after)) = (parsed(&edited.before), parsed(&edited.after)) else {
            return Err(Refusal::Rule("That can no longer be undone.".into()).into());
        };
        let place = match places.entry((edited.kind.clone(), edited.entity_id.clone())) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(free) => {
                let target = target(context, &edited)?.ok_or_else(gone)?;
                steps.push(Step { before: target.clone(), now: target });
                *free.insert(steps.len() - 1)
            }
        };
        let target = &mut steps[place].now;
        let (holds, becomes) = if back { (after, before) } else { (before, after) };
        let (holds, becomes) = (target.today(context, holds)?, target.today(context, becomes)?);
        plan::has_not_started(context, target, &becomes)?;
        still_holds(context, target, &holds)?;
        sentence.get_or_insert_with(|| says(target, &becomes, back));
        target.put(&becomes)?;
    }
    let note_id = steps.iter().find_map(|step| match &step.now {
        Target::Note(note) => Some(note.id.to_string()),
        _ => None,
    });
    let sentence = plan::says(context, &steps, back)?.or(sentence);
    carry_out(context, steps)?;
    Ok((sentence.unwrap_or_default(), note_id))
}

fn answer(done: bool, says: String, note_id: Option<String>) -> Value {
    json!({ "rev": 0, "done": done, "says": says, "note_id": note_id })
}

fn known_context(name: &str) -> Result<(), Refusal> {
    let session = name.strip_prefix("session=").is_some_and(|id| SessionId::parse(id).is_ok());
    if session || name == tag::UNDO_CONTEXT || name == slot::UNDO_CONTEXT {
        Ok(())
    } else {
        Err(Refusal::Invalid { what: "The context", expected: "session=ID, codebook or day" })
    }
}

/// Refuses when somebody has changed since what the action left.
fn still_holds(context: &Context<'_>, target: &Target, holds: &Fields) -> Result<(), Failure> {
    let now = target.fields();
    let deleted = matches!(target, Target::Note(note) if note.deleted) && !holds.contains_key("deleted");
    let changed =
        holds.iter().find(|(name, value)| now.get(*name) != Some(*value)).map(|(name, _)| name.as_str());
    let Some(field) = (if deleted { Some("deleted") } else { changed }) else { return Ok(()) };
    let who = match changed_by(context, target.last_edit(), field)? {
        Some(author) if author == context.author() => "You".into(),
        Some(author) => name_of(context.tables, &author)?,
        None => "Somebody".into(),
    };
    let what = match (field, now.get(field)) {
        ("removed", Some(Value::Bool(true))) => "took it off the day".into(),
        ("removed", _) => "put it back on the day".into(),
        ("deleted", Some(Value::Bool(true))) => "deleted it".into(),
        ("deleted", _) => "brought it back".into(),
        (field, _) => format!("changed {}", said(field)),
    };
    Err(Refusal::Rule(format!("{who} {what} since then; that stays.")).into())
}

fn gone() -> Refusal {
    Refusal::Rule("What this was about is gone for good.".into())
}

fn parsed(kept: &Option<String>) -> Option<Fields> {
    serde_json::from_str(kept.as_deref()?).ok()
}

/// What an edit is about, if whoever asks may still change it.
fn target(context: &Context<'_>, edited: &Edited) -> Result<Option<Target>, Failure> {
    let tables = context.tables;
    Ok(match Kind::parse(&edited.kind) {
        Some(Kind::Note) => {
            let note = note::readable(context, &edited.entity_id).map_err(|failure| match failure {
                Failure::Fault(_) => Refusal::Rule("That note is no longer yours to change.".into()).into(),
                store => store,
            })?;
            Some(Target::Note(note))
        }
        Some(Kind::Tag) => tables.tag(TagId::parse(&edited.entity_id)?)?.map(Target::Tag),
        Some(Kind::Slot) => tables.slot(SlotId::parse(&edited.entity_id)?)?.map(Target::Slot),
        Some(Kind::Session) => tables.session(SessionId::parse(&edited.entity_id)?)?.map(Target::Session),
        Some(Kind::Item) => match edited.entity_id.split_once('.') {
            Some((session, key)) => {
                let session = item::begun(context, session)?.id;
                item::has_duty(context, session, DutyKind::Guide)?;
                tables.item(session, ItemKey::parse(key)?)?.map(Target::Item)
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
        "state" | "outcome" | "started_at" | "stopped_at" | "took" | "assists" | "errors" | "seq" => {
            "the guide item"
        }
        "date" => "the day",
        "start_minute" => "the start",
        "length_minutes" => "the length",
        "label" => "what it is called",
        "moved_to" => "where it went",
        "fixed" => "whether it is fixed",
        "on_call" => "who is on call",
        "kind" => "the kind",
        "meeting_link" => "the meeting link",
        "participants" => "who takes part",
        "status" | "reason" => "the status",
        _ => "it",
    }
}

fn says(target: &Target, becomes: &Fields, back: bool) -> String {
    let gone = |name: &str| becomes.get(name).and_then(Value::as_bool);
    match target {
        Target::Note(_) => match gone("deleted") {
            Some(true) => "The note is taken back.".into(),
            Some(false) => "The note is there again.".into(),
            None => {
                let fields: Vec<_> = becomes.keys().map(|name| said(name)).collect();
                let verb = if back { "as before" } else { "changed again" };
                let what = fields.join(" and ");
                let mut letters = what.chars();
                let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
                let are = if fields.len() > 1 || what.ends_with('s') { "are" } else { "is" };
                format!("{first}{} {are} {verb}.", letters.as_str())
            }
        },
        Target::Tag(_) if becomes.contains_key("position") => match back {
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
        // Their sentence is about the action as a whole.
        Target::Slot(_) | Target::Session(_) => String::new(),
    }
}

fn carry_out(context: &mut Context<'_>, steps: Vec<Step>) -> Result<(), Failure> {
    let mut tags = Vec::new();
    for Step { before, now } in steps {
        match (before, now) {
            (Target::Note(before), Target::Note(note)) => {
                note::save(context, &before, note)?;
            }
            (Target::Item(before), Target::Item(run)) => {
                if let Some(change) = Change::between(&of_item(&before), &of_item(&run)) {
                    item::save(context, Some(before.edit), run, change)?;
                }
            }
            (Target::Slot(before), Target::Slot(now)) => slot::save(context, &before, now)?,
            (Target::Session(before), Target::Session(now)) => slot::save_session(context, &before, now)?,
            (_, Target::Tag(tag)) => tags.push(tag),
            (_, Target::Note(_) | Target::Item(_) | Target::Slot(_) | Target::Session(_)) => {}
        }
    }
    if tags.is_empty() { Ok(()) } else { tag::save_all(context, tags) }
}
