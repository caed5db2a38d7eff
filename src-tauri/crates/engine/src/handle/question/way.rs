//! A question's way to the moderator: each step, what it was before, and what the end of its session makes of it.

use super::known;
use crate::context::Context;
use crate::fault::Failure;
use crate::handle::item::{guide_of, has_duty};
use crate::handle::note::captured_now;
use crate::handle::slot::label;
use crate::load::Kind;
use domain::Refusal;
use domain::entity::{DutyKind, ItemKey, Question, QuestionStatus, Session};
use domain::id::{EditId, QuestionId};
use domain::permission::Actor;
use domain::question::{self, Becomes};
use domain::time::Timestamp;
use protocol::QuestionStep;
use serde_json::{Value, json};

pub(in crate::handle) fn step(context: &mut Context<'_>, request: &QuestionStep) -> Result<(), Failure> {
    let mut question = known(context, &request.question_id)?;
    has_duty(context, question.session_id, DutyKind::Questions)?;
    captured_now(context, question.session_id)?;
    let action = question::QuestionStep::parse(&request.step)?;
    let status = match question::step(question.status, action)? {
        Becomes::Now(status) => status,
        Becomes::AsBefore => return take_back(context, question),
    };
    let before = state(&question);
    question.status = status;
    question.reason = None;
    match status {
        QuestionStatus::Passed => {
            question.passed_at = Some(context.now);
            question.passed_by = match context.actor {
                Actor::Moderator => None,
                Actor::Member(..) => Some(context.author_name()?),
            };
        }
        QuestionStatus::Held | QuestionStatus::Declined => {
            let reason =
                request.reason.as_deref().map(label).transpose()?.filter(|reason| !reason.is_empty());
            if reason.is_none() && status == QuestionStatus::Declined {
                return Err(Refusal::Rule("Say why in a line: whoever suggested it reads it.".into()).into());
            }
            question.reason = reason;
            (question.passed_at, question.passed_by) = (None, None);
        }
        QuestionStatus::Merged => {
            question.merged_into = Some(target(context, &question, request.into.as_deref())?)
        }
        QuestionStatus::Covered => {
            question.covered_by = Some(item(context, &question, request.item.as_deref())?)
        }
        QuestionStatus::Asked => question.asked_at = Some(context.now),
        QuestionStatus::Suggested | QuestionStatus::Parked => {}
    }
    let followers = context.tables.questions_merged_into(question.id)?;
    save(context, &mut question, before)?;
    for mut follower in followers {
        match question.merged_into {
            // What was merged into it goes with it; it comes back with it, too.
            Some(target) => {
                let mut before = state(&follower);
                before["because"] = json!(question.edit.to_string());
                follower.merged_into = Some(target);
                save(context, &mut follower, before)?;
            }
            None => context.touch(Kind::Question, follower.id),
        }
    }
    if let Some(target) = question.merged_into {
        // Who wants to know that are more now.
        context.touch(Kind::Question, target);
    }
    Ok(())
}

/// What stands for a question that is merged: another of its session that is not merged itself.
fn target(context: &Context<'_>, question: &Question, into: Option<&str>) -> Result<QuestionId, Failure> {
    let Some(into) = into else {
        return Err(Refusal::Invalid { what: "What it is merged into", expected: "another question" }.into());
    };
    let into = known(context, into)?;
    if into.session_id != question.session_id {
        let sentence = "That question is of another session: only questions of one session are merged.";
        return Err(Refusal::Rule(sentence.into()).into());
    }
    let id = into.merged_into.unwrap_or(into.id);
    if id == question.id {
        let sentence = match into.id == id {
            true => "A question cannot be merged into itself.",
            false => "That question is merged into this one already.",
        };
        return Err(Refusal::Rule(sentence.into()).into());
    }
    Ok(id)
}

/// The item of its session's guide that asks it already, and what that says.
fn item(
    context: &Context<'_>,
    question: &Question,
    item: Option<&str>,
) -> Result<(ItemKey, String), Failure> {
    let expected = "an item of the guide like 2.0";
    let item = item.ok_or(Refusal::Invalid { what: "What covers it", expected })?;
    let key = ItemKey::parse(item)?;
    let session = context.tables.session(question.session_id)?.ok_or(Refusal::Missing("session"))?;
    let guide = guide_of(context.tables, &session)?;
    let section = guide.as_ref().and_then(|guide| guide.sections.get(usize::from(key.section)));
    let item = section.and_then(|section| section.items.get(usize::from(key.item)));
    let item = item.ok_or(Refusal::Missing("item in the guide of this session"))?;
    Ok((key, item.text.clone()))
}

/// What a step changes, as it is now.
fn state(question: &Question) -> Value {
    let (item, says) = question.covered_by.clone().unzip();
    json!({
        "status": question.status.word(),
        "reason": question.reason,
        "merged_into": question.merged_into.map(|id| id.to_string()),
        "guide_item": item.map(|item| item.to_string()),
        "covered_by": says,
        "passed_at": question.passed_at.map(|at| at.0),
        "passed_by": question.passed_by,
        "asked_at": question.asked_at.map(|at| at.0),
    })
}

/// Makes a question what it was.
fn restore(question: &mut Question, before: &Value) -> Result<(), Refusal> {
    let text = |name: &str| before[name].as_str().map(str::to_owned);
    let at = |name: &str| before[name].as_i64().map(Timestamp);
    question.status = QuestionStatus::parse(before["status"].as_str().unwrap_or_default())?;
    question.reason = text("reason");
    question.merged_into = before["merged_into"].as_str().map(QuestionId::parse).transpose()?;
    let item = before["guide_item"].as_str().map(ItemKey::parse).transpose()?;
    question.covered_by = item.zip(text("covered_by"));
    (question.passed_at, question.passed_by) = (at("passed_at"), text("passed_by"));
    question.asked_at = at("asked_at");
    Ok(())
}

fn save(context: &mut Context<'_>, question: &mut Question, before: Value) -> Result<(), Failure> {
    question.edit = context.edit(Kind::Question, question.id, Some(question.edit), Some(before))?;
    context.tables.question_put(question)?;
    Ok(())
}

/// The last step of a question that was not taken back: its edit, and what was before; none for a new one.
fn last_step(context: &Context<'_>, question: &Question) -> Result<Option<(EditId, Value)>, Failure> {
    let mut id = question.edit;
    loop {
        let Some(edit) = context.tables.edit(id)? else { return Ok(None) };
        let before = edit.before.as_deref().and_then(|text| serde_json::from_str::<Value>(text).ok());
        let before = before.unwrap_or_default();
        if before["status"].is_string() && before["undid"].is_null() {
            return Ok(Some((id, before)));
        }
        // Some other change of it, or a step that was taken back: what was before that counts.
        let undid = before["undid"].as_str().map(EditId::parse).transpose()?;
        let undone = undid.map(|id| context.tables.edit(id)).transpose()?.flatten();
        match undone.map_or(edit.parent, |undone| undone.parent) {
            Some(parent) => id = parent,
            None => return Ok(None),
        }
    }
}

/// Undoes the last step, and says which; none when there is none.
fn undo(context: &mut Context<'_>, question: &mut Question) -> Result<Option<EditId>, Failure> {
    let Some((undid, was)) = last_step(context, question)? else { return Ok(None) };
    let mut before = state(question);
    before["undid"] = json!(undid.to_string());
    if was["parks"] == true {
        before["parks"] = json!(true);
    }
    restore(question, &was)?;
    save(context, question, before)?;
    Ok(Some(undid))
}

/// What a person takes back: the last step, and what a session's end or another question's step made of it.
fn take_back(context: &mut Context<'_>, mut question: Question) -> Result<(), Failure> {
    let session = context.tables.session(question.session_id)?.ok_or(Refusal::Missing("session"))?;
    let target = question.merged_into;
    let mut undone = Vec::new();
    loop {
        match undo(context, &mut question)? {
            Some(edit) => undone.push(edit.to_string()),
            None if undone.is_empty() => {
                let sentence = "What this question was before was erased: there is nothing to take back.";
                return Err(Refusal::Rule(sentence.into()).into());
            }
            None => break,
        }
        let settled = question.status != QuestionStatus::Merged;
        if settled && (question.status != QuestionStatus::Parked || session.ended_at.is_some()) {
            break;
        }
    }
    if session.ended_at.is_some() {
        park(context, &mut question)?;
    }
    if let Some(target) = target {
        context.touch(Kind::Question, target);
        for mut follower in context.tables.questions_merged_into(target)? {
            let because = last_step(context, &follower)?.map(|(_, before)| before["because"].clone());
            if because.is_some_and(|edit| undone.iter().any(|undone| edit == json!(undone))) {
                undo(context, &mut follower)?;
            }
        }
    }
    for follower in context.tables.questions_merged_into(question.id)? {
        context.touch(Kind::Question, follower.id);
    }
    Ok(())
}

/// Leaves what nobody has put or settled to the next brief.
fn park(context: &mut Context<'_>, question: &mut Question) -> Result<(), Failure> {
    if question.status.is_open() {
        let mut before = state(question);
        before["parks"] = json!(true);
        question.status = QuestionStatus::Parked;
        save(context, question, before)?;
    }
    Ok(())
}

/// A session ended, or goes on: what was open is parked, and is again what it was.
pub(in crate::handle) fn session_over(context: &mut Context<'_>, session: &Session) -> Result<(), Failure> {
    for mut question in context.tables.questions_of(session.id)? {
        if session.ended_at.is_some() {
            park(context, &mut question)?;
        } else if question.status == QuestionStatus::Parked && undo(context, &mut question)?.is_none() {
            // What it was is not known: it was imported, or its way was erased.
            let before = state(&question);
            question.status = QuestionStatus::Suggested;
            save(context, &mut question, before)?;
        }
    }
    // Those that were merged show what became of the others.
    for question in context.tables.questions_of(session.id)? {
        if question.merged_into.is_some() {
            context.touch(Kind::Question, question.id);
        }
    }
    Ok(())
}
