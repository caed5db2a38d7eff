//! Those who have a page open, in the order in which they came: who is next when a session is full.

use crate::load::Volatile;
use domain::admission::{Admission, Comer, GRACE, admit};
use domain::entity::{Door, Member, Waits};
use domain::id::{MemberId, SessionId};
use domain::permission::Role;
use domain::time::Timestamp;
use domain::visibility::Scene;

/// Somebody who came.
struct Came {
    member: MemberId,
    role: Role,
    /// When their last page closed; none while one is open.
    left: Option<Timestamp>,
}

/// Who came, the first one first.
#[derive(Default)]
pub(crate) struct Queue(Vec<Came>);

impl Queue {
    /// A page opened or closed; `left` says when the member's last one closed.
    pub(crate) fn count(&mut self, member: MemberId, role: Role, left: Option<Timestamp>) {
        match self.0.iter_mut().find(|came| came.member == member) {
            Some(came) => came.left = left,
            None => self.0.push(Came { member, role, left }),
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

impl Volatile {
    /// Whether a member waits at the door. A limit that was not yet decided upon lets nobody in.
    pub(crate) fn waits(&self, scene: &Scene, member: MemberId) -> bool {
        scene.limit.is_some()
            && (self.door.limit != scene.limit || !self.door.admission.admitted.contains(&member))
    }

    /// A member with what is known of their pages.
    pub(crate) fn seen(&self, member: Member) -> Member {
        member
    }

    /// The door, for somebody who waits before it.
    pub(crate) fn door(&self, member: MemberId) -> Option<Door> {
        let (_, limit) = self.door.limit?;
        let place = self.door.admission.waiting.iter().position(|id| *id == member)?;
        let place = u32::try_from(place + 1).unwrap_or(u32::MAX);
        Some(Door { member, why: Waits::Full { limit, place } })
    }
}
