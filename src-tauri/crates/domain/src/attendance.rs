//! Who joined a session: whoever was there for half of its active time. Breaks and gaps count for nobody.

use crate::entity::Joined;
use crate::id::SessionId;
use crate::session::{Interval, Status, active_time};

/// A session that has begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Which.
    pub session_id: SessionId,
    /// Where it stands.
    pub status: Status,
    /// Its participants allow that it is observed.
    pub observed: bool,
    /// UTC milliseconds.
    pub started_at: i64,
    /// UTC milliseconds; none while it runs.
    pub ended_at: Option<i64>,
    /// Breaks and gaps.
    pub intervals: Vec<Interval>,
}

/// Somebody had a page open while a session was open to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stay {
    /// Which.
    pub session_id: SessionId,
    /// UTC milliseconds.
    pub from: i64,
    /// UTC milliseconds; none while the page is open.
    pub to: Option<i64>,
}

impl Run {
    /// It was open to the room, and counts.
    fn counts(&self) -> bool {
        self.observed && self.status.has_run() && self.status != Status::LeftOut
    }

    /// Whether somebody with these stays was there for half of it; pages that were open at once count once.
    fn joined(&self, stays: &[Stay], now: Option<i64>) -> bool {
        let Some(ended) = self.ended_at.or(now) else { return false };
        let ended = ended.max(self.started_at);
        let mut spans: Vec<(i64, i64)> = stays
            .iter()
            .filter(|stay| stay.session_id == self.session_id)
            .map(|stay| (stay.from.max(self.started_at), stay.to.unwrap_or(ended).min(ended)))
            .filter(|(from, to)| from <= to)
            .collect();
        spans.sort_unstable();
        let (mut there, mut reached) = (0, self.started_at);
        for (from, to) in &spans {
            there += active_time((*from).max(reached), *to, &self.intervals).max(0);
            reached = reached.max(*to);
        }
        !spans.is_empty() && there * 2 >= active_time(self.started_at, ended, &self.intervals)
    }
}

/// How many of the sessions that were open to the room somebody joined. What runs is joined for whoever was there for
/// half of it up to `now`; without `now` it does not count yet.
pub fn joined(runs: &[Run], stays: &[Stay], now: Option<i64>) -> Joined {
    let count = |runs: usize| u32::try_from(runs).unwrap_or(u32::MAX);
    let open = || runs.iter().filter(|run| run.counts() && (run.ended_at.is_some() || now.is_some()));
    Joined { sessions: count(open().filter(|run| run.joined(stays, now)).count()), of: count(open().count()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::IntervalKind;
    use uuid::Uuid;

    const MINUTE: i64 = 60_000;

    fn run(number: u128, length: Option<i64>) -> Run {
        Run {
            session_id: SessionId(Uuid::from_u128(number)),
            status: if length.is_some() { Status::Done } else { Status::Live },
            observed: true,
            started_at: 0,
            ended_at: length.map(|length| length * MINUTE),
            intervals: vec![],
        }
    }

    fn pause(kind: IntervalKind, from: i64, to: i64) -> Interval {
        Interval { kind, from: from * MINUTE, to: Some(to * MINUTE) }
    }

    /// Whether somebody joined session 1 who was there between these minutes.
    fn check(run: &Run, there: &[(i64, Option<i64>)], expected: bool, why: &str) {
        let stays: Vec<Stay> = there
            .iter()
            .map(|(from, to)| Stay {
                session_id: SessionId(Uuid::from_u128(1)),
                from: from * MINUTE,
                to: to.map(|to| to * MINUTE),
            })
            .collect();
        assert_eq!(
            joined(std::slice::from_ref(run), &stays, Some(40 * MINUTE)).sessions == 1,
            expected,
            "{why}"
        );
    }

    #[test]
    fn half_of_the_active_time_counts() {
        let hour = run(1, Some(60));
        check(&hour, &[], false, "never there");
        check(&hour, &[(0, Some(30))], true, "half");
        check(&hour, &[(0, Some(29))], false, "less than half");
        check(&hour, &[(-20, Some(10)), (50, Some(90))], false, "before and after it do not count");
        check(&hour, &[(0, Some(10)), (20, Some(40))], true, "in two parts");
        check(&hour, &[(0, Some(20)), (5, Some(20))], false, "two pages count once");
        check(&hour, &[(0, Some(40)), (5, Some(10)), (8, Some(12))], true, "one page within another");
        check(&hour, &[(30, None)], true, "still open");
        check(&run(2, Some(60)), &[(0, Some(60))], false, "there for another session");
    }

    #[test]
    fn breaks_and_gaps_count_for_nobody() {
        let mut session = run(1, Some(60));
        session.intervals = vec![pause(IntervalKind::Break, 10, 40), pause(IntervalKind::OffRecord, 30, 50)];
        // 20 minutes are active: the first and the last 10.
        check(&session, &[(0, Some(10))], true, "half of what is active");
        check(&session, &[(9, Some(51))], false, "the break was no part of it");
        session.intervals.push(pause(IntervalKind::Erased, 0, 10));
        check(&session, &[(0, Some(10))], true, "what is erased took place");
    }

    #[test]
    fn what_runs_counts_so_far() {
        check(&run(1, None), &[(0, None)], true, "there from the start");
        check(&run(1, None), &[(30, None)], false, "came late");
        let begins = Run { started_at: 40 * MINUTE, ..run(1, None) };
        check(&begins, &[(40, None)], true, "there as it begins");
        check(&begins, &[], false, "not there");
        let stays = [Stay { session_id: SessionId(Uuid::from_u128(1)), from: 0, to: None }];
        assert_eq!(joined(&[run(1, None)], &stays, None), Joined { sessions: 0, of: 0 }, "not over yet");
    }

    #[test]
    fn only_sessions_that_were_open_to_the_room_count() {
        let shut = Run { observed: false, ..run(1, Some(60)) };
        let left_out = Run { status: Status::LeftOut, ..run(1, Some(60)) };
        let planned = Run { status: Status::Planned, ..run(1, None) };
        let stays = [Stay { session_id: SessionId(Uuid::from_u128(1)), from: 0, to: None }];
        let all = [shut, left_out, planned, run(1, Some(60)), run(2, Some(60)), run(3, None)];
        assert_eq!(joined(&all, &stays, None), Joined { sessions: 1, of: 2 });
    }
}
