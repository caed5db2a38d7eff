//! Looking for notes: what a question names is resolved here, and only what the asker may read is found.

use super::history::{is_tag_seen, name_of};
use super::tag::typed;
use crate::fault::Failure;
use crate::feed::viewer;
use crate::load::scene;
use crate::wire::note_view;
use domain::entity::{Author, Guide, ItemRun, ItemState};
use domain::id::SessionId;
use domain::permission::Actor;
use domain::search::Query;
use domain::text::initials;
use domain::visibility::{Entity, Revealed, reveal};
use protocol::{Found, Hit, Search};
use std::collections::HashMap;
use store::{Look, Stretch, Tables, Term};

/// Notes in an answer when the question does not say, and at most.
const LIMIT: (u32, u32) = (50, 200);

pub(super) fn find(tables: Tables<'_>, actor: Actor, request: &Search) -> Result<Found, Failure> {
    let query = Query::parse(&request.text);
    let mut found = Found {
        at_rev: tables.rev()?,
        hits: Vec::new(),
        next: None,
        problems: query.problems.clone(),
        words: query.words.iter().map(|wanted| wanted.text.clone()).collect(),
        incomplete: false,
    };
    if query.is_empty() {
        return Ok(found);
    }
    let session = request.session_id.as_deref().map(SessionId::parse).transpose()?;
    let limit = request.limit.unwrap_or(LIMIT.0).clamp(1, LIMIT.1);
    let Some(look) = resolve(tables, actor, query, session, &mut found.problems)? else { return Ok(found) };
    let look = Look { before: request.before, limit: limit as usize, ..look };
    let (scene, viewer) = (scene(tables)?, viewer(actor));
    let hits = tables.look(&look, |note| reveal(Entity::Note(note), viewer, &scene).is_some())?;
    (found.next, found.incomplete) = (hits.next, hits.incomplete);
    let mut sessions = HashMap::new();
    for note in &hits.notes {
        let Some(Revealed::Note(visible)) = reveal(Entity::Note(note), viewer, &scene) else { continue };
        let place = match sessions.entry(note.session_id) {
            std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::hash_map::Entry::Vacant(free) => free.insert(place(tables, note.session_id)?),
        };
        found.hits.push(Hit {
            note: note_view(&visible),
            codes: place.codes.clone(),
            date: place.date.clone(),
            started_at: place.started_at,
        });
    }
    Ok(found)
}

/// Where a note was found.
#[derive(Default)]
struct Place {
    codes: String,
    date: String,
    started_at: Option<i64>,
}

fn place(tables: Tables<'_>, id: SessionId) -> Result<Place, Failure> {
    let Some(session) = tables.session(id)? else { return Ok(Place::default()) };
    let codes: Vec<_> = session.seats.iter().map(|seat| seat.code.as_str()).collect();
    let date = tables.slot(session.slot_id)?.map(|slot| slot.date.to_string()).unwrap_or_default();
    Ok(Place { codes: codes.join(", "), date, started_at: session.started_at.map(|at| at.0) })
}

/// From names to ids; none when something that is named is not there, and so nothing can be found.
fn resolve(
    tables: Tables<'_>,
    actor: Actor,
    query: Query,
    session: Option<SessionId>,
    problems: &mut Vec<String>,
) -> Result<Option<Look>, Failure> {
    let mut look = Look { words: query.words, ..Look::default() };
    let mut group = |problem: String, terms: Vec<Term>| {
        if terms.is_empty() {
            problems.push(problem);
        }
        look.terms.push(terms);
    };
    for name in &query.tags {
        group(format!("No tag begins with “{name}”."), tags(tables, actor, name)?);
    }
    for name in &query.by {
        group(format!("Nobody called “{name}” has written here."), authors(tables, actor, name)?);
    }
    for name in &query.who {
        let begins = |code: &str| code.to_lowercase().starts_with(&name.to_lowercase());
        let people = tables.participants()?;
        let exact: Vec<_> = people
            .iter()
            .filter(|person| person.code.eq_ignore_ascii_case(name))
            .map(|person| person.id)
            .collect();
        let found = if exact.is_empty() {
            people.iter().filter(|person| begins(&person.code)).map(|person| person.id).collect()
        } else {
            exact
        };
        group(format!("No participant is called “{name}”."), found.into_iter().map(Term::Who).collect());
    }
    for has in &query.has {
        group(String::new(), vec![Term::Has(*has)]);
    }
    for text in &query.tasks {
        let during = stretches(tables, actor, text)?;
        let mut sessions: Vec<_> = during.iter().map(|stretch| stretch.session).collect();
        sessions.dedup();
        let problem = format!("No session has got to a guide item with “{text}”.");
        group(problem, sessions.into_iter().map(Term::Session).collect());
        look.during.push(during);
    }
    if let Some(session) = session {
        look.terms.push(vec![Term::Session(session)]);
    }
    let possible = look.terms.iter().all(|terms| !terms.is_empty());
    Ok(possible.then_some(look))
}

fn tags(tables: Tables<'_>, actor: Actor, name: &str) -> Result<Vec<Term>, Failure> {
    let wanted = typed(name);
    let mut known = tables.tags()?;
    known.retain(|tag| is_tag_seen(actor, tag));
    let is_key = |key: Option<char>| key.is_some_and(|key| key.to_lowercase().to_string() == wanted);
    let exact = known.iter().find(|tag| typed(&tag.name) == wanted);
    let exact = exact.or_else(|| known.iter().find(|tag| is_key(tag.hotkey)));
    Ok(match exact {
        Some(tag) => vec![Term::Tag(tag.id)],
        None => {
            let begins = known.iter().filter(|tag| typed(&tag.name).starts_with(&wanted));
            begins.map(|tag| Term::Tag(tag.id)).collect()
        }
    })
}

fn authors(tables: Tables<'_>, actor: Actor, name: &str) -> Result<Vec<Term>, Failure> {
    let wanted = name.to_lowercase();
    if wanted == "me" {
        return Ok(vec![Term::By(match actor {
            Actor::Moderator => Author::Moderator,
            Actor::Member(id, _) => Author::Member(id),
        })]);
    }
    let members = tables.members_ever()?.into_iter().map(|member| (Author::Member(member.id), member.name));
    let others = [Author::Moderator, Author::Imported].into_iter();
    let others = others.map(|author| Ok((author.clone(), name_of(tables, &author)?)));
    let mut all: Vec<(Author, String)> = others.collect::<Result<_, Failure>>()?;
    all.extend(members);
    all.push((Author::Moderator, "moderator".into()));
    all.push((Author::Imported, "imported".into()));
    let is = |name: &str| {
        let name = name.to_lowercase();
        name.starts_with(&wanted)
            || name.split_whitespace().any(|word| word.starts_with(&wanted))
            || initials(&name).to_lowercase() == wanted
    };
    Ok(all.into_iter().filter(|(_, name)| is(name)).map(|(author, _)| Term::By(author)).collect())
}

/// When guide items whose text holds some words were the current ones.
fn stretches(tables: Tables<'_>, actor: Actor, text: &str) -> Result<Vec<Stretch>, Failure> {
    let wanted = text.to_lowercase();
    let guides = tables.guides()?;
    let newest = guides.iter().max_by_key(|guide| guide.version);
    let (scene, viewer) = (scene(tables)?, viewer(actor));
    let seen = |run: &ItemRun| reveal(Entity::Item(run), viewer, &scene).is_some();
    let mut found = Vec::new();
    for session in tables.sessions()?.into_iter().filter(|session| session.status.has_run()) {
        let own = guides.iter().find(|guide| Some(guide.id) == session.guide_id);
        let Some(guide) = own.or(newest) else { continue };
        let mut asked: Vec<_> = tables.items_of(session.id)?;
        asked.retain(|run| run.state == ItemState::Asked && seen(run));
        asked.sort_by_key(|run| run.at);
        for (index, run) in asked.iter().enumerate() {
            let Some(from) = run.at.filter(|_| says(guide, run.item, &wanted)) else { continue };
            let to = asked.get(index + 1).and_then(|next| next.at);
            found.push(Stretch { session: session.id, from, to });
        }
    }
    Ok(found)
}

fn says(guide: &Guide, key: domain::entity::ItemKey, wanted: &str) -> bool {
    let section = guide.sections.get(usize::from(key.section));
    section.is_some_and(|section| {
        let item = section.items.get(usize::from(key.item));
        section.title.to_lowercase().contains(wanted)
            || item.is_some_and(|item| item.text.to_lowercase().contains(wanted))
    })
}
