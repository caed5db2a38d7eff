//! Where a session stands in its guide, for who may not see the guide as a whole.

use crate::handle::item::guide_of;
use domain::entity::{ItemState, Progress};
use domain::id::SessionId;
use store::{StoreError, Tables};

/// The first item that was not reached yet, in the session's order; none for a session that has not begun.
pub(crate) fn of(tables: Tables<'_>, id: SessionId) -> Result<Option<Progress>, StoreError> {
    let Some(session) = tables.session(id)?.filter(|session| session.status.has_run()) else {
        return Ok(None);
    };
    let Some(guide) = guide_of(tables, &session)? else { return Ok(None) };
    let runs = tables.items_of(id)?;
    let reached: Vec<_> = runs.iter().filter(|run| run.state != ItemState::Untouched).collect();
    let count = |items: usize| u32::try_from(items).unwrap_or(u32::MAX);
    let order: Vec<usize> = match &session.section_order {
        Some(order) => order.iter().map(|section| usize::from(*section)).collect(),
        None => (0..guide.sections.len()).collect(),
    };
    let mut places = order.iter().filter_map(|place| Some((*place, guide.sections.get(*place)?)));
    let now = places.find_map(|(place, section)| {
        let is_open = |item: usize| {
            !reached.iter().any(|run| {
                (usize::from(run.item.section), usize::from(run.item.item)) == (place, item)
                    // A task whose clock runs is what it is about.
                    && !(run.started_at.is_some() && run.stopped_at.is_none() && run.outcome.is_none())
            })
        };
        let item = (0..section.items.len()).find(|item| is_open(*item))?;
        Some((section.title.clone(), section.items[item].text.clone()))
    });
    let (section, item) = now.unzip();
    Ok(Some(Progress {
        session_id: id,
        section,
        item,
        since: reached.iter().filter_map(|run| run.at).max().or(session.started_at),
        done: count(reached.len()),
        items: count(guide.sections.iter().map(|section| section.items.len()).sum()),
    }))
}
