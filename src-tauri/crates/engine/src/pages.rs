//! Whose pages are open: who is present, and who comes in when a session is full.

use crate::bus::{Item, News};
use crate::load::{Kind, Loaded};
use crate::queue::DoorState;
use crate::writer::Writer;
use domain::entity::Presence;
use domain::id::MemberId;
use domain::permission::Role;
use std::sync::Arc;

impl Writer {
    /// A page opened or closed.
    pub(crate) fn count(&mut self, member: MemberId, role: Role, here: bool) {
        let pages = self.pages.entry(member).or_insert((role, 0));
        pages.1 = if here { pages.1 + 1 } else { pages.1.saturating_sub(1) };
        let away = pages.1 == 0;
        if away {
            self.pages.remove(&member);
        }
        self.queue.count(member, role, away.then(|| self.clock.now()));
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
        (next != volatile.door).then(|| std::mem::replace(&mut volatile.door, next))
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
        let stay = now.waiting.iter().filter(|id| !afresh.contains(id)).filter_map(|id| volatile.door(*id));
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

    /// Tells who has a page open.
    pub(crate) fn publish_presence(&self) {
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
    }
}
