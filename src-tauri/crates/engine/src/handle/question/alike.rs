//! What is like a question that somebody is about to suggest, as far as they may see it.

use crate::fault::Failure;
use crate::feed::viewer;
use crate::handle::item::guide_of;
use crate::load::scene;
use crate::wire;
use domain::Refusal;
use domain::id::SessionId;
use domain::likeness::{ALIKE, Gist};
use domain::permission::Actor;
use domain::text::QuestionText;
use domain::visibility::{Entity, Level, reveal};
use protocol::{Alike, EntityView, Like, QuestionsLike};
use store::Tables;

/// The most that is told.
const MOST: usize = 5;

pub(in crate::handle) fn like(
    tables: Tables<'_>,
    actor: Actor,
    request: &QuestionsLike,
) -> Result<Alike, Failure> {
    let scene = scene(tables)?;
    let id = SessionId::parse(&request.session_id)?;
    let viewer = viewer(actor);
    let seen = |session: &_| reveal(Entity::Session(session), viewer, &scene).is_some();
    let session = tables.session(id)?.filter(seen).ok_or(Refusal::Missing("session"))?;
    if request.text.trim().is_empty() {
        return Ok(Alike { found: Vec::new() });
    }
    let gist = Gist::of(QuestionText::parse(&request.text)?.as_str());
    let mut found = Vec::new();
    for question in tables.questions_of(id)? {
        // Compared as they read it: a likeness must not tell what is masked.
        let Some(revealed) = reveal(Entity::Question(&question), viewer, &scene) else { continue };
        let EntityView::Question(view) = wire::view(&revealed) else { continue };
        if request.except.as_ref() != Some(&view.id) {
            let likeness = gist.likeness(&Gist::of(&view.text));
            found.push(Like { of: "question".into(), id: view.id, text: view.text, likeness });
        }
    }
    let open = scene.open_session == Some(id) && scene.observers_see_guide;
    let sees_guide = viewer.level() >= Level::Team || open;
    if let Some(guide) = guide_of(tables, &session)?.filter(|_| sees_guide) {
        for (place, section) in guide.sections.into_iter().enumerate() {
            for (item, one) in section.items.into_iter().enumerate() {
                let likeness = gist.likeness(&Gist::of(&one.text));
                found.push(Like {
                    of: "item".into(),
                    id: format!("{place}.{item}"),
                    text: one.text,
                    likeness,
                });
            }
        }
    }
    found.retain(|one| one.likeness >= ALIKE);
    found.sort_by(|a, b| b.likeness.total_cmp(&a.likeness));
    found.truncate(MOST);
    Ok(Alike { found })
}
