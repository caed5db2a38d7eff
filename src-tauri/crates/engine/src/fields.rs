//! Entities as named fields, for what edits keep: history, undo, and who changed what.

mod plan;

pub(crate) use plan::{into_session, into_slot, of_session, of_slot, seated};

use domain::Refusal;
use domain::entity::{Audience, Effect, ItemRun, ItemState, Note, Outcome, Tag};
use domain::id::{ParticipantId, TagId};
use domain::time::Timestamp;
use serde_json::{Map, Value, json};

/// Named fields.
pub(crate) type Fields = Map<String, Value>;

/// The fields that an edit changes, as they were and as they became.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Change {
    pub(crate) before: Fields,
    pub(crate) after: Fields,
}

impl Change {
    /// What differs between two states of one entity; none when nothing does.
    pub(crate) fn between(before: &Fields, after: &Fields) -> Option<Self> {
        let changed = |(name, value): &(&String, &Value)| after.get(*name) != Some(*value);
        let names: Vec<_> = before.iter().filter(changed).map(|(name, _)| name.clone()).collect();
        let pick = |of: &Fields| {
            names.iter().map(|name| (name.clone(), of.get(name).cloned().unwrap_or(Value::Null))).collect()
        };
        (!names.is_empty()).then(|| Self { before: pick(before), after: pick(after) })
    }

    /// Coming into being, and going: a field that says so.
    pub(crate) fn created(gone: &str) -> Self {
        let only = |value: bool| Fields::from_iter([(gone.to_owned(), Value::Bool(value))]);
        Self { before: only(true), after: only(false) }
    }
}

fn fields(value: Value) -> Fields {
    match value {
        Value::Object(fields) => fields,
        _ => Fields::new(),
    }
}

pub(crate) fn strings<T: ToString>(ids: &[T]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

/// A kept value that does not fit its field: the file was written by something else.
fn strange() -> Refusal {
    Refusal::Rule("What was kept of this change cannot be read. Nothing was changed.".into())
}

fn text(value: &Value) -> Result<String, Refusal> {
    value.as_str().map(Into::into).ok_or_else(strange)
}

fn text_or_none(value: &Value) -> Result<Option<String>, Refusal> {
    if value.is_null() { Ok(None) } else { text(value).map(Some) }
}

fn flag(value: &Value) -> Result<bool, Refusal> {
    value.as_bool().ok_or_else(strange)
}

fn instant(value: &Value) -> Result<Option<Timestamp>, Refusal> {
    if value.is_null() { Ok(None) } else { value.as_i64().map(|at| Some(Timestamp(at))).ok_or_else(strange) }
}

fn small(value: &Value) -> Result<Option<u8>, Refusal> {
    if value.is_null() {
        return Ok(None);
    }
    value.as_u64().and_then(|number| u8::try_from(number).ok()).map(Some).ok_or_else(strange)
}

fn ids<T>(value: &Value, parse: impl Fn(&str) -> Result<T, Refusal>) -> Result<Vec<T>, Refusal> {
    let values = value.as_array().ok_or_else(strange)?;
    values.iter().map(|value| value.as_str().ok_or_else(strange).and_then(&parse)).collect()
}

/// What of a note can be changed.
pub(crate) fn of_note(note: &Note) -> Fields {
    fields(json!({
        "body": note.body,
        "tags": strings(&note.tags),
        "who": strings(&note.who),
        "severity": note.severity,
        "audience": note.audience.word(),
        "at": note.at.0,
        "starred": note.starred,
        "checked": note.checked,
        "passed": note.passed,
        "lifted": note.lifted,
        "deleted": note.deleted,
    }))
}

/// Puts fields back into a note.
pub(crate) fn into_note(note: &mut Note, fields: &Fields) -> Result<(), Refusal> {
    for (name, value) in fields {
        match name.as_str() {
            "body" => note.body = text_or_none(value)?,
            "tags" => note.tags = ids(value, TagId::parse)?,
            "who" => note.who = ids(value, ParticipantId::parse)?,
            "severity" => note.severity = value.as_u64().and_then(|severity| u8::try_from(severity).ok()),
            "audience" => note.audience = Audience::parse(&text(value)?)?,
            "at" => note.at = instant(value)?.ok_or_else(strange)?,
            "starred" => note.starred = flag(value)?,
            "checked" => note.checked = flag(value)?,
            "passed" => note.passed = flag(value)?,
            "lifted" => note.lifted = flag(value)?,
            "deleted" => note.deleted = flag(value)?,
            _ => return Err(strange()),
        }
    }
    Ok(())
}

/// What of a tag can be changed.
pub(crate) fn of_tag(tag: &Tag) -> Fields {
    fields(json!({
        "name": tag.name,
        "color": tag.color,
        "hotkey": tag.hotkey.map(String::from),
        "description": tag.description,
        "position": tag.position,
        "parent": tag.parent.map(|id| id.to_string()),
        "effect": tag.effect.map(Effect::word),
        "retired": tag.retired,
    }))
}

/// Puts fields back into a tag.
pub(crate) fn into_tag(tag: &mut Tag, fields: &Fields) -> Result<(), Refusal> {
    for (name, value) in fields {
        match name.as_str() {
            "name" => tag.name = text(value)?,
            "color" => tag.color = text(value)?,
            "hotkey" => tag.hotkey = text_or_none(value)?.and_then(|key| key.chars().next()),
            "description" => tag.description = text(value)?,
            "position" => {
                let position = value.as_u64().and_then(|position| u32::try_from(position).ok());
                tag.position = position.ok_or_else(strange)?;
            }
            "parent" => tag.parent = text_or_none(value)?.map(|id| TagId::parse(&id)).transpose()?,
            "effect" => tag.effect = text_or_none(value)?.map(|word| Effect::parse(&word)).transpose()?,
            "retired" => tag.retired = flag(value)?,
            _ => return Err(strange()),
        }
    }
    Ok(())
}

/// What of a guide item's run can be changed.
pub(crate) fn of_item(run: &ItemRun) -> Fields {
    fields(json!({
        "state": run.state.word(),
        "at": run.at.map(|at| at.0),
        "outcome": run.outcome.map(Outcome::word),
        "started_at": run.started_at.map(|at| at.0),
        "stopped_at": run.stopped_at.map(|at| at.0),
        "took": run.took,
        "assists": run.assists,
        "errors": run.errors,
        "seq": run.seq,
    }))
}

/// Puts fields back into a guide item's run.
pub(crate) fn into_item(run: &mut ItemRun, fields: &Fields) -> Result<(), Refusal> {
    for (name, value) in fields {
        match name.as_str() {
            "state" => run.state = ItemState::parse(&text(value)?)?,
            "at" => run.at = instant(value)?,
            "started_at" => run.started_at = instant(value)?,
            "stopped_at" => run.stopped_at = instant(value)?,
            "took" => run.took = instant(value)?.map(|took| took.0),
            "assists" => run.assists = small(value)?.unwrap_or(0),
            "errors" => run.errors = small(value)?.unwrap_or(0),
            "seq" => run.seq = small(value)?,
            "outcome" => run.outcome = text_or_none(value)?.map(|word| Outcome::parse(&word)).transpose()?,
            _ => return Err(strange()),
        }
    }
    Ok(())
}
