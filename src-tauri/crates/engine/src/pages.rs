//! Whose pages are open: who is present, and who comes in when a session is full.

use crate::bus::{Item, News};
use crate::load::{Kind, Loaded};
use crate::queue::{DoorState, Visit};
use crate::writer::{Page, Writer};
use domain::entity::{Door, Presence};
use domain::id::MemberId;
use domain::permission::Role;
use std::sync::Arc;
use tokio::sync::oneshot;

impl Writer {
    /// A page opened or closed; gives back whom to tell once it is decided whether its member comes in.
    pub(crate) fn count(&mut self, page: Page) -> Option<oneshot::Sender<()>> {
        let Page { member, role, network, opened } = page;
        let pages = self.pages.entry(member).or_insert((role, 0));
        pages.1 = if opened.is_some() { pages.1 + 1 } else { pages.1.saturating_sub(1) };
        let away = pages.1 == 0;
        if away {
            self.pages.remove(&member);
        }
        self.register.stale = true;
        let left = away.then(|| self.clock.now());
        if !self.queue.count(member, left) {
            self.queue.add(member, role, left);
            self.know(&member.to_string());
        }
        let mut volatile = self.volatile.write().expect("BUG: nothing panics while it holds the room");
        // Pages of somebody who was removed close after that.
        if opened.is_some() || volatile.visits.contains_key(&member) {
            volatile.visit(member, Visit { left, network });
        }
        self.quiet.push((Kind::Member, member.to_string()));
        opened
    }

    /// Whether a member may come in is other now, or known for the first time.
    pub(crate) fn know(&mut self, member: &str) {
        match MemberId::parse(member).map(|id| self.store.tables().member(id)) {
            Ok(Ok(Some(member))) => {
                self.register.stale = true;
                self.queue.know(&member);
            }
            Ok(Ok(None)) | Err(_) => {}
            Ok(Err(error)) => tracing::error!(%error, "a member could not be read"),
        }
    }

    /// Lets in who may come in, and tells them and those who wait.
    pub(crate) fn admit(&mut self) {
        let moved = self.decide_door();
        self.tell_door(moved);
    }

    /// Decides who of a session with a limit is in; what was decided before, when it is other now.
    pub(crate) fn decide_door(&mut self) -> Option<DoorState> {
        let mut volatile = self.volatile.write().expect("BUG: nothing panics while it holds the room");
        let next = self.queue.decide(self.scene.limit, &volatile.door, self.clock.now());
        let moved = next != volatile.door;
        self.register.stale |= moved;
        moved.then(|| std::mem::replace(&mut volatile.door, next))
    }

    /// Whoever comes in, is put out or is new at the door starts afresh; the others there hear of their place.
    pub(crate) fn tell_door(&self, before: Option<DoorState>) {
        let Some(before) = before else { return };
        let volatile = self.volatile.read().expect("BUG: nothing panics while it holds the room").clone();
        let now = &volatile.door.admission;
        let came = now.admitted.iter().filter(|id| !before.admission.admitted.contains(id));
        let put_out = before.admission.admitted.iter().filter(|id| !now.admitted.contains(id));
        let new = now.waiting.iter().filter(|id| !before.admission.waiting.contains(id));
        let afresh: Vec<MemberId> = came.chain(put_out).chain(new).copied().collect();
        let shown = store::Audience::default();
        let stay = now.waiting.iter().filter(|id| !afresh.contains(id));
        let stay = stay.filter_map(|id| Some(Door { member: *id, why: volatile.full(*id)? }));
        let items: Vec<Item> = stay
            .map(|door| {
                let id = door.member.to_string();
                let loaded = Loaded::Door(door);
                let kind = Kind::Door;
                Item::render(kind, &id, Some(&loaded), &self.scene, shown, &self.feed_id, 0)
            })
            .collect();
        let _ = self.news.send(Arc::new(News::Afresh(afresh)));
        let _ = self.news.send(Arc::new(News::Changed(items)));
    }

    /// Tells who has a page open, and the moderator what changed with them.
    pub(crate) fn publish_presence(&mut self) {
        let of = |role| {
            u32::try_from(self.pages.values().filter(|(own, _)| *own == role).count()).unwrap_or(u32::MAX)
        };
        let presence = Presence {
            note_takers: of(Role::NoteTaker),
            observers: of(Role::Observer),
            connected: self.pages.keys().copied().collect(),
        };
        let loaded = Loaded::Presence(presence.clone());
        self.volatile.write().expect("BUG: nothing panics while it holds the room").presence = presence;
        let shown = store::Audience::default();
        let item =
            Item::render(Kind::Presence, "presence", Some(&loaded), &self.scene, shown, &self.feed_id, 0);
        let _ = self.news.send(Arc::new(News::Changed(vec![item])));
        let mut quiet = std::mem::take(&mut self.quiet);
        quiet.sort();
        quiet.dedup();
        self.tell_moderator(&quiet);
    }
}
