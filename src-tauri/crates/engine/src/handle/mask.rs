//! What observers read instead of one's own words, and letting them read those as they were written.

use super::note::{self, undo_context};
use crate::context::Context;
use crate::fault::Failure;
use crate::feed::viewer;
use crate::load::{Kind, scene};
use domain::Refusal;
use domain::entity::{Author, Entry, Note, Question};
use domain::id::{EntryId, NoteId, QuestionId, SessionId};
use domain::masking::Person;
use domain::permission::Actor;
use domain::visibility::{Entity, reveal};
use protocol::{MaskLift, MaskShow, Masked, MaskedWord};
use serde_json::json;
use std::collections::HashSet;
use store::Tables;

/// Somebody's words.
enum Written {
    Note(Note),
    Question(Question),
    Entry(Entry),
}

impl Written {
    /// Words that whoever asks wrote, or may answer for; others' are not there.
    fn of(tables: Tables<'_>, actor: Actor, of: &str, id: &str) -> Result<Self, Failure> {
        let (written, what) = match of {
            "note" => (tables.note(NoteId::parse(id)?)?.map(Self::Note), "note"),
            "question" => (tables.question(QuestionId::parse(id)?)?.map(Self::Question), "question"),
            "entry" => (tables.entry(EntryId::parse(id)?)?.map(Self::Entry), "entry"),
            _ => return Err(Refusal::Invalid { what: "of", expected: "note, question or entry" }.into()),
        };
        let scene = scene(tables)?;
        let own = |written: &Self| match actor {
            Actor::Moderator => true,
            Actor::Member(me, _) => *written.author() == Author::Member(me),
        };
        let seen = |written: &Self| reveal(written.entity(), viewer(actor), &scene).is_some();
        Ok(written.filter(|written| own(written) && seen(written)).ok_or(Refusal::Missing(what))?)
    }

    fn entity(&self) -> Entity<'_> {
        match self {
            Self::Note(note) => Entity::Note(note),
            Self::Question(question) => Entity::Question(question),
            Self::Entry(entry) => Entity::Entry(entry),
        }
    }

    fn author(&self) -> &Author {
        match self {
            Self::Note(note) => &note.author,
            Self::Question(question) => &question.asker,
            Self::Entry(entry) => &entry.author,
        }
    }

    fn session(&self) -> SessionId {
        match self {
            Self::Note(note) => note.session_id,
            Self::Question(question) => question.session_id,
            Self::Entry(entry) => entry.session_id,
        }
    }

    fn words(&self) -> (&str, bool) {
        match self {
            Self::Note(note) => (note.body.as_deref().unwrap_or_default(), note.lifted),
            Self::Question(question) => (&question.text, question.lifted),
            Self::Entry(entry) => (&entry.text, entry.lifted),
        }
    }
}

/// Each word once. Only the moderator learns by it who somebody is that has no seat in the session.
pub(super) fn show(tables: Tables<'_>, actor: Actor, request: &MaskShow) -> Result<Masked, Failure> {
    let written = Written::of(tables, actor, &request.of, &request.id)?;
    let session = tables.session(written.session())?;
    let seated: HashSet<_> =
        session.iter().flat_map(|session| &session.seats).map(|seat| seat.participant_id).collect();
    let names = scene(tables)?.names;
    let told = |person: &Person| actor == Actor::Moderator || seated.contains(&person.id);
    let (text, lifted) = written.words();
    let mut words: Vec<MaskedWord> = Vec::new();
    for mask in names.masks(text) {
        let word = text[mask.range].to_owned();
        if words.iter().all(|known| known.word != word) {
            let shown = names.instead(&mask.what, |person| told(person).then_some(&person.code));
            words.push(MaskedWord { word, shown });
        }
    }
    Ok(Masked { words, lifted })
}

/// Lets observers read the words as they were written, or masks them again.
pub(super) fn lift(context: &mut Context<'_>, request: &MaskLift) -> Result<(), Failure> {
    let lifted = request.lifted;
    let before = json!({ "lifted": !lifted });
    match Written::of(context.tables, context.actor, &request.of, &request.id)? {
        Written::Note(before) => {
            context.undoable(undo_context(before.session_id));
            note::save(context, &before, Note { lifted, ..before.clone() })?;
        }
        Written::Question(mut question) if question.lifted != lifted => {
            question.lifted = lifted;
            question.edit = context.edit(Kind::Question, question.id, Some(question.edit), Some(before))?;
            context.tables.question_put(&question)?;
        }
        Written::Entry(mut entry) if entry.lifted != lifted => {
            entry.lifted = lifted;
            entry.edit = context.edit(Kind::Entry, entry.id, Some(entry.edit), Some(before))?;
            context.tables.entry_put(&entry)?;
        }
        Written::Question(_) | Written::Entry(_) => {}
    }
    Ok(())
}
