//! Who is let in when a participant limited how many may watch; the rest wait at the door.

use crate::id::MemberId;
use crate::permission::Role;

/// How long a lost connection keeps a place, in milliseconds.
pub const GRACE: i64 = 60_000;

/// Somebody who has a page open, or had one until just now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comer {
    /// Who.
    pub member: MemberId,
    /// What they came for.
    pub role: Role,
    /// They are in already.
    pub admitted: bool,
    /// Milliseconds since they had a page open; none while they have one.
    pub away: Option<i64>,
}

/// Who is in and who waits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Admission {
    /// Those who are in.
    pub admitted: Vec<MemberId>,
    /// Those who wait; the first is next.
    pub waiting: Vec<MemberId>,
}

/// Decides it; `comers` are in the order in which they came.
///
/// Whoever is in stays in, also over a short loss of the connection. When the limit is smaller than that, the latest
/// are put out. A free place goes to a note-taker who waits, then to whoever came first.
pub fn admit(limit: u16, comers: &[Comer]) -> Admission {
    let limit = usize::from(limit);
    let in_order = |pick: &dyn Fn(&&Comer) -> bool| {
        let mut picked: Vec<&Comer> = comers.iter().filter(pick).collect();
        picked.sort_by_key(|comer| comer.role != Role::NoteTaker);
        picked.into_iter().map(|comer| comer.member).collect::<Vec<_>>()
    };
    let mut admitted = in_order(&|comer| comer.admitted && comer.away.is_none_or(|away| away < GRACE));
    admitted.truncate(limit);
    let mut waiting = in_order(&|comer| comer.away.is_none() && !admitted.contains(&comer.member));
    let free = (limit - admitted.len()).min(waiting.len());
    admitted.extend(waiting.drain(..free));
    Admission { admitted, waiting }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(number: u128) -> MemberId {
        MemberId(uuid::Uuid::from_u128(number))
    }

    /// A number, whether they write, whether they are in, how long they are away.
    fn comers(all: &[(u128, bool, bool, Option<i64>)]) -> Vec<Comer> {
        let comer = |&(number, writes, admitted, away)| Comer {
            member: member(number),
            role: if writes { Role::NoteTaker } else { Role::Observer },
            admitted,
            away,
        };
        all.iter().map(comer).collect()
    }

    #[test]
    fn places_go_to_note_takers_and_then_to_who_came_first() {
        let new = |number, writes| (number, writes, false, None);
        let here = |number, writes| (number, writes, true, None);
        type Case<'a, P> = (&'a str, u16, Vec<P>, &'a [u128], &'a [u128]);
        let cases: &[Case<'_, _>] = &[
            ("nobody", 2, vec![], &[], &[]),
            ("room for all", 2, vec![new(1, false), new(2, true)], &[2, 1], &[]),
            ("full", 2, vec![new(1, false), new(2, false), new(3, true)], &[3, 1], &[2]),
            ("who is in stays in", 1, vec![here(1, false), new(2, true)], &[1], &[2]),
            ("the latest are put out", 1, vec![here(1, false), here(2, false)], &[1], &[2]),
            ("note-takers last", 1, vec![here(1, false), here(2, true)], &[2], &[1]),
            (
                "a short loss keeps the place",
                1,
                vec![(1, false, true, Some(GRACE - 1)), new(2, false)],
                &[1],
                &[2],
            ),
            ("a long one does not", 1, vec![(1, false, true, Some(GRACE)), new(2, false)], &[2], &[]),
            ("nobody may watch", 0, vec![here(1, true)], &[], &[1]),
        ];
        for (why, limit, people, admitted, waiting) in cases {
            let ids = |numbers: &[u128]| numbers.iter().map(|number| member(*number)).collect::<Vec<_>>();
            let expected = Admission { admitted: ids(admitted), waiting: ids(waiting) };
            assert_eq!(admit(*limit, &comers(people)), expected, "{why}");
        }
    }
}
