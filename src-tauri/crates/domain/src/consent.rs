//! What a participant allowed: the decision that a session needs before it starts.

use crate::entity::{Seat, SeatStatus};
use crate::time::Timestamp;

/// One decision for a session. In a group each participant decides and the strictest holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// When it was recorded.
    pub decided_at: Timestamp,
    /// Colleagues may watch from the room.
    pub observed: bool,
    /// The conversation may be recorded.
    pub recorded: bool,
    /// Words may be quoted, by code only.
    pub quoted: bool,
    /// Clips may be made.
    pub clipped: bool,
    /// The most members that may be in the room; everyone but the moderator counts.
    pub most_observers: Option<u16>,
}

impl Consent {
    /// What is left of a decision once it is taken back: nothing is allowed.
    pub fn withdrawn(at: Timestamp) -> Self {
        Self {
            decided_at: at,
            observed: false,
            recorded: false,
            quoted: false,
            clipped: false,
            most_observers: None,
        }
    }
}

/// What holds for a session: every scope only if all allow it, the smallest limit. None until everybody has decided
/// who takes part; who left or never came before it `started` does not count, and afterwards nobody who has spoken is
/// left out.
pub fn strictest(seats: &[Seat], started: bool) -> Option<Consent> {
    let counts = |seat: &&Seat| match seat.status {
        SeatStatus::NoShow => false,
        SeatStatus::Left => started && seat.consent.is_some(),
        SeatStatus::Expected | SeatStatus::Came | SeatStatus::Late => true,
    };
    let decisions: Option<Vec<&Consent>> =
        seats.iter().filter(counts).map(|seat| seat.consent.as_ref()).collect();
    decisions?.into_iter().fold(None, |strict: Option<Consent>, next| {
        let Some(strict) = strict else { return Some(next.clone()) };
        Some(Consent {
            decided_at: strict.decided_at.max(next.decided_at),
            observed: strict.observed && next.observed,
            recorded: strict.recorded && next.recorded,
            quoted: strict.quoted && next.quoted,
            clipped: strict.clipped && next.clipped,
            most_observers: [strict.most_observers, next.most_observers].into_iter().flatten().min(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::ParticipantId;

    fn seat(status: SeatStatus, consent: Option<(bool, bool, Option<u16>)>) -> Seat {
        Seat {
            number: 1,
            participant_id: ParticipantId(uuid::Uuid::nil()),
            code: "P01".into(),
            attributes: Vec::new(),
            status,
            consent: consent.map(|(observed, quoted, most_observers)| Consent {
                decided_at: Timestamp(7),
                observed,
                recorded: true,
                quoted,
                clipped: false,
                most_observers,
            }),
        }
    }

    #[test]
    fn the_strictest_decision_holds() {
        use SeatStatus::{Came, Expected, Late, Left, NoShow};
        let all = Some((true, true, None));
        let of = |seats: &[Seat], started| {
            strictest(seats, started).map(|held| (held.observed, held.quoted, held.most_observers))
        };
        assert_eq!(of(&[], false), None, "nobody has decided");
        assert_eq!(of(&[seat(Came, all), seat(Expected, None)], false), None, "one has not decided");
        assert_eq!(
            of(&[seat(Came, Some((true, false, Some(8)))), seat(Late, Some((true, true, Some(5))))], false),
            Some((true, false, Some(5))),
            "all must allow a scope, and the smallest limit holds"
        );
        let refused = Some((false, true, None));
        assert_eq!(
            of(&[seat(Came, all), seat(NoShow, refused)], false),
            all,
            "who never came does not count"
        );
        assert_eq!(
            of(&[seat(Came, all), seat(Left, refused)], false),
            all,
            "who left before the start neither"
        );
        assert_eq!(
            of(&[seat(Came, all), seat(Left, refused)], true),
            refused,
            "what they said is in the session"
        );
        assert_eq!(
            of(&[seat(Came, all), seat(Left, None)], true),
            all,
            "who left undecided keeps nobody waiting"
        );
        assert_eq!(of(&[seat(Came, all), seat(Late, None)], true), None, "who comes late decides, too");
        assert_eq!(of(&[seat(NoShow, all)], false), None, "nobody is there");
    }
}
