//! Those who have a page open, in the order in which they came: who is next when a session is full.

use crate::load::Volatile;
use domain::admission::{Admission, Comer, GRACE, admit};
use domain::entity::{Door, Member, Waits};
use domain::id::{MemberId, SessionId};
use domain::permission::Role;
use domain::time::Timestamp;
use domain::visibility::Scene;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Somebody who came.
struct Came {
    member: MemberId,
    role: Role,
    /// The moderator lets them in, or they need nobody to.
    admitted: bool,
    /// The one session that they came for.
    session: Option<SessionId>,
    /// When their last page closed; none while one is open.
    left: Option<Timestamp>,
}

/// Who came, the first one first.
#[derive(Default)]
pub(crate) struct Queue(Vec<Came>);

impl Queue {
    /// A page opened or closed; `left` says when the member's last one closed. False for somebody who is new.
    pub(crate) fn count(&mut self, member: MemberId, left: Option<Timestamp>) -> bool {
        let came = self.0.iter_mut().find(|came| came.member == member);
        let known = came.is_some();
        came.into_iter().for_each(|came| came.left = left);
        known
    }

    /// Somebody came who is new.
    pub(crate) fn add(&mut self, member: MemberId, role: Role, left: Option<Timestamp>) {
        // Until it is known whether they may come in they may not.
        self.0.push(Came { member, role, admitted: false, session: None, left });
    }

    /// What is known of somebody who came is other now.
    pub(crate) fn know(&mut self, member: &Member) {
        for came in self.0.iter_mut().filter(|came| came.member == member.id) {
            (came.admitted, came.session) = (member.admitted, member.session_id);
        }
    }

    /// Somebody left the room.
    pub(crate) fn leave(&mut self, member: MemberId) {
        self.0.retain(|came| came.member != member);
    }

    /// Somebody's place may become free by itself.
    pub(crate) fn somebody_is_away(&self) -> bool {
        self.0.iter().any(|came| came.left.is_some())
    }

    /// Who has a page open and is in.
    pub(crate) fn inside(&self, scene: &Scene, door: &DoorState) -> HashSet<MemberId> {
        let Some(open) = scene.open_session else { return HashSet::new() };
        let admitted = |came: &Came| {
            scene.limit.is_none()
                || (door.limit == scene.limit && door.admission.admitted.contains(&came.member))
        };
        let inside = |came: &&Came| {
            came.left.is_none()
                && came.admitted
                && came.session.is_none_or(|own| own == open)
                && admitted(came)
        };
        self.0.iter().filter(inside).map(|came| came.member).collect()
    }

    /// Who is in now. A session of its own begins with nobody in.
    pub(crate) fn decide(
        &mut self,
        limit: Option<(SessionId, u16)>,
        before: &DoorState,
        now: Timestamp,
    ) -> DoorState {
        self.0.retain(|came| came.left.is_none_or(|left| now.0 - left.0 < GRACE));
        let Some((session, most)) = limit else { return DoorState::default() };
        let same = before.limit.is_some_and(|(known, _)| known == session);
        let comers: Vec<Comer> = self
            .0
            .iter()
            .filter(|came| came.admitted && came.session.is_none_or(|own| own == session))
            .map(|came| Comer {
                member: came.member,
                role: came.role,
                admitted: same && before.admission.admitted.contains(&came.member),
                away: came.left.map(|left| now.0 - left.0),
            })
            .collect();
        DoorState { limit, admission: admit(most, &comers) }
    }
}

/// Who of a session with a limit is in and who waits.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct DoorState {
    /// What it was decided for; none when there is no limit.
    pub(crate) limit: Option<(SessionId, u16)>,
    pub(crate) admission: Admission,
}

/// A member's visit, as far as only the moderator knows of it; not kept.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Visit {
    /// When their last page closed; none while one is open.
    pub(crate) left: Option<Timestamp>,
    /// Where they came from last.
    pub(crate) network: Option<String>,
}

/// The visits of those who are in the room; shared, since it is handed out often.
pub(crate) type Visits = Arc<HashMap<MemberId, Visit>>;

impl Volatile {
    /// Why a member waits at the door, if so. A limit that was not yet decided upon lets nobody in.
    pub(crate) fn waits(&self, scene: &Scene, member: &Member) -> Option<Waits> {
        if !member.admitted {
            return Some(Waits::Admission);
        }
        if let Some(own) = member.session_id
            && scene.open_session.is_some_and(|open| open != own)
        {
            return Some(Waits::Session(own));
        }
        let (_, limit) = scene.limit?;
        let decided = self.door.limit == scene.limit;
        if decided && self.door.admission.admitted.contains(&member.id) {
            return None;
        }
        Some(self.full(member.id).unwrap_or(Waits::Full { limit, place: 1 }))
    }

    /// The place of somebody who waits because the session is full.
    pub(crate) fn full(&self, member: MemberId) -> Option<Waits> {
        let (_, limit) = self.door.limit?;
        let place = self.door.admission.waiting.iter().position(|id| *id == member)?;
        Some(Waits::Full { limit, place: u32::try_from(place + 1).unwrap_or(u32::MAX) })
    }

    /// A member with what is known of their pages.
    pub(crate) fn seen(&self, member: Member) -> Member {
        match self.visits.get(&member.id) {
            Some(visit) => Member { last_seen: visit.left, network: visit.network.clone(), ..member },
            None => member,
        }
    }

    /// A member came in, or opened or closed a page.
    pub(crate) fn visit(&mut self, member: MemberId, visit: Visit) {
        let visits = Arc::make_mut(&mut self.visits);
        let known = visits.remove(&member).and_then(|known| known.network);
        visits.insert(member, Visit { network: visit.network.or(known), ..visit });
    }

    /// A member is gone.
    pub(crate) fn forget(&mut self, member: MemberId) {
        Arc::make_mut(&mut self.visits).remove(&member);
    }

    /// The door, for somebody who waits before it.
    pub(crate) fn door(&self, scene: &Scene, member: &Member) -> Option<Door> {
        let why = self.waits(scene, member)?;
        Some(Door { member: member.id, why })
    }
}
