//! The debrief: what each takes away, handed in silently, shown at once, grouped.

use super::item::{begun, has_duty};
use super::note::{begun_by, still_open};
use super::question::joined;
use crate::context::{Context, authorize};
use crate::fault::Failure;
use crate::load::Kind;
use domain::Refusal;
use domain::debrief::{groups, may_meet};
use domain::entity::{Debrief, DutyKind, Entry, Session};
use domain::id::{EditId, EntryId, SessionId};
use domain::permission::{Actor, Permission, Role};
use domain::record::Keys;
use domain::text::Takeaway;
use domain::time::Timestamp;
use protocol::{DebriefGroup, DebriefReveal, DebriefStart, DebriefWrite};
use serde_json::json;

/// How long it is to take unless somebody says otherwise.
const MINUTES: u16 = 10;
/// How many things one person takes away.
const TOP: usize = 3;

/// A session that has ended, for whoever runs its debrief.
fn over(context: &Context<'_>, id: &str) -> Result<Session, Failure> {
    let session = begun(context, id)?;
    has_duty(context, session.id, DutyKind::Debrief)?;
    if session.status.is_live() || session.ended_at.is_none() {
        return Err(Refusal::Rule("The debrief follows the session: end the session first.".into()).into());
    }
    Ok(session)
}

fn known(context: &Context<'_>, session: SessionId) -> Result<Debrief, Failure> {
    let sentence = "The debrief of this session has not begun yet.";
    Ok(context.tables.debrief(session)?.ok_or_else(|| Refusal::Rule(sentence.into()))?)
}

/// Starts the timer, or starts it afresh while nobody's entries are shown.
pub(super) fn start(context: &mut Context<'_>, request: &DebriefStart) -> Result<(), Failure> {
    let session = over(context, &request.session_id)?;
    if session.debrief_closed_at.is_some() {
        return Err(Refusal::Rule("The debrief of this session is closed.".into()).into());
    }
    let minutes = request.minutes.unwrap_or(MINUTES);
    if !(1..=60).contains(&minutes) {
        return Err(Refusal::Invalid { what: "The debrief", expected: "1 to 60 minutes long" }.into());
    }
    let before = context.tables.debrief(session.id)?;
    if before.as_ref().is_some_and(|debrief| debrief.revealed_at.is_some()) {
        return Err(Refusal::Rule("Everybody's entries are shown already.".into()).into());
    }
    let mut debrief = Debrief {
        session_id: session.id,
        started_at: context.now,
        minutes,
        revealed_at: None,
        handed_in: 0,
        edit: context.id(EditId),
    };
    let was = before.as_ref().map(|one| json!({ "started_at": one.started_at.0, "minutes": one.minutes }));
    debrief.edit = context.edit(Kind::Debrief, session.id, before.map(|one| one.edit), was)?;
    context.tables.debrief_put(&debrief)?;
    Ok(())
}

/// Replaces what somebody handed in. What everybody has read stays; what is added then is shown at once.
pub(super) fn write(context: &mut Context<'_>, request: &DebriefWrite) -> Result<(), Failure> {
    let session_id = SessionId::parse(&request.session_id)?;
    let session = context.tables.session(session_id)?.ok_or(Refusal::Missing("session"))?;
    // Before anything else: a page drops what fell off the record, and keeps what is refused for another reason.
    let keys = context.captured(&session, request.typed_from, request.typed_to)?;
    may_write(context, &session, keys)?;
    let debrief = known(context, session_id)?;
    begun_by(session.started_at.unwrap_or(context.now), keys)?;
    if request.top.len() > TOP {
        return Err(Refusal::Invalid { what: "The top 3", expected: "up to three" }.into());
    }
    let me = context.author();
    let mut mine: Vec<Entry> =
        context.tables.entries_of(session_id)?.into_iter().filter(|entry| entry.author == me).collect();
    let top = (1..=TOP).map(|place| request.top.get(place - 1).map_or("", String::as_str));
    for (place, text) in (1..).zip(top).chain([(0, request.surprise.as_str())]) {
        let known = mine.iter().position(|entry| entry.place == place).map(|at| mine.swap_remove(at));
        put(context, &debrief, known, place, text, keys)?;
    }
    context.touch(Kind::Debrief, session_id);
    if let Actor::Member(id, _) = context.actor {
        context.touch(Kind::Mine, id);
    }
    Ok(())
}

/// Whoever is in takes part while the room is about the session; what a note-taker wrote by then may arrive later.
fn may_write(context: &Context<'_>, session: &Session, keys: Keys) -> Result<(), Failure> {
    let refused = match context.actor {
        Actor::Moderator => false,
        Actor::Member(_, Role::NoteTaker) => session.is_shut(),
        Actor::Member(_, Role::Observer) => !session.is_open_to_room(),
    };
    if refused {
        return Err(Refusal::Missing("session open to the room").into());
    }
    Ok(still_open(context, session, keys)?)
}

/// One entry as it is now; without words there is none.
fn put(
    context: &mut Context<'_>,
    debrief: &Debrief,
    known: Option<Entry>,
    place: u8,
    text: &str,
    keys: Keys,
) -> Result<(), Failure> {
    let text = match text.trim() {
        "" => None,
        _ => Some(Takeaway::parse(text)?.as_str().to_owned()),
    };
    let shown = debrief.revealed_at.is_some();
    if known.as_ref().map(|entry| &entry.text) == text.as_ref() {
        return Ok(());
    }
    if shown && known.is_some() {
        let sentence = "Everybody has read what you took away: it stays. You can still add to it.";
        return Err(Refusal::Rule(sentence.into()).into());
    }
    // What was handed in before is kept nowhere: nobody has read it.
    let Some(text) = text else {
        let Some(known) = known else { return Ok(()) };
        context.edit(Kind::Entry, known.id, Some(known.edit), None)?;
        context.tables.entry_delete(known.id)?;
        return Ok(());
    };
    let id = known.as_ref().map_or_else(|| context.id(EntryId), |entry| entry.id);
    let entry = Entry {
        id,
        session_id: debrief.session_id,
        place,
        text,
        // Who adds something now has read the others: they do not count as saying the same.
        group: shown.then_some(id),
        revealed: shown,
        lifted: false,
        author: context.author(),
        author_name: context.author_name()?,
        joined: joined(context)?,
        typed_from: Timestamp(keys.from),
        typed_to: Timestamp(keys.to),
        edit: context.edit(Kind::Entry, id, known.map(|entry| entry.edit), None)?,
    };
    context.tables.entry_put(&entry)?;
    Ok(())
}

pub(super) fn reveal(context: &mut Context<'_>, request: &DebriefReveal) -> Result<(), Failure> {
    let session = over(context, &request.session_id)?;
    let debrief = known(context, session.id)?;
    if debrief.revealed_at.is_some() {
        return Err(Refusal::Rule("Everybody's entries are shown already.".into()).into());
    }
    if debrief.handed_in == 0 {
        return Err(Refusal::Rule("Nobody has handed anything in yet.".into()).into());
    }
    show(context, debrief)
}

/// What nobody showed is the team's once the debrief is closed, so that nothing is lost.
pub(super) fn shown_at_last(context: &mut Context<'_>, session: SessionId) -> Result<(), Failure> {
    match context.tables.debrief(session)? {
        Some(debrief) if debrief.revealed_at.is_none() => show(context, debrief),
        _ => Ok(()),
    }
}

fn show(context: &mut Context<'_>, mut debrief: Debrief) -> Result<(), Failure> {
    let session = debrief.session_id;
    debrief.revealed_at = Some(context.now);
    let before = json!({ "revealed_at": null });
    debrief.edit = context.edit(Kind::Debrief, session, Some(debrief.edit), Some(before))?;
    context.tables.debrief_put(&debrief)?;
    let entries = context.tables.entries_of(session)?;
    let groups = groups(&entries);
    for entry in entries {
        let group = groups.get(&entry.id).copied();
        regroup(context, entry, group)?;
    }
    Ok(())
}

fn regroup(context: &mut Context<'_>, mut entry: Entry, group: Option<EntryId>) -> Result<(), Failure> {
    let before = json!({ "group": entry.group.map(|id| id.to_string()) });
    entry.group = group;
    entry.edit = context.edit(Kind::Entry, entry.id, Some(entry.edit), Some(before))?;
    context.tables.entry_put(&entry)?;
    Ok(())
}

/// Says that entries are gone; a group that lost its first goes by the next.
pub(super) fn erased(context: &mut Context<'_>, session: SessionId, gone: &[EntryId]) -> Result<(), Failure> {
    if gone.is_empty() {
        return Ok(());
    }
    gone.iter().for_each(|id| context.touch(Kind::Entry, id));
    context.touch(Kind::Debrief, session);
    let left = context.tables.entries_of(session)?;
    for entry in left.iter().filter(|entry| entry.group.is_some_and(|group| gone.contains(&group))) {
        let first = left.iter().filter(|one| one.group == entry.group).map(|one| one.id).min();
        regroup(context, entry.clone(), first)?;
    }
    Ok(())
}

/// Puts an entry into another group: its author into one of its own, whoever runs the debrief into any.
pub(super) fn group(context: &mut Context<'_>, request: &DebriefGroup) -> Result<(), Failure> {
    let entry = shown(context, &request.entry_id)?;
    if request.with.is_some() || entry.author != context.author() {
        authorize(context.tables, context.actor, Permission::RunDebrief)?;
        has_duty(context, entry.session_id, DutyKind::Debrief)?;
    }
    let all = context.tables.entries_of(entry.session_id)?;
    let group = match &request.with {
        None => entry.id,
        Some(with) => {
            let with = shown(context, with)?;
            if with.session_id != entry.session_id {
                return Err(Refusal::Missing("entry in this debrief").into());
            }
            let Some(group) = with.group.filter(|group| entry.group != Some(*group)) else { return Ok(()) };
            let mut others = all.iter().filter(|one| one.group == Some(group));
            if !others.all(|one| may_meet(one, &entry)) {
                let sentence = "A group holds one entry of each person, and surprises go with surprises.";
                return Err(Refusal::Rule(sentence.into()).into());
            }
            group
        }
    };
    let rest: Vec<Entry> =
        all.into_iter().filter(|one| one.group == entry.group && one.id != entry.id).collect();
    // The group goes by the id of its first entry, which may be this one.
    if entry.group == Some(entry.id) {
        let first = rest.iter().map(|one| one.id).min();
        for one in rest {
            regroup(context, one, first)?;
        }
    } else if entry.group == Some(group) {
        return Ok(());
    }
    regroup(context, entry, Some(group))
}

/// An entry that everybody reads, of a session that whoever asks may know of.
fn shown(context: &Context<'_>, id: &str) -> Result<Entry, Failure> {
    let entry = context.tables.entry(EntryId::parse(id)?)?.filter(|entry| entry.revealed);
    let entry = entry.ok_or(Refusal::Missing("entry"))?;
    let session = begun(context, &entry.session_id.to_string())?;
    if matches!(context.actor, Actor::Member(_, Role::Observer)) && !session.is_open_to_room() {
        return Err(Refusal::Missing("entry").into());
    }
    Ok(entry)
}
