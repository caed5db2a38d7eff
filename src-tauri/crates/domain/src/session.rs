//! What a session may become: the table of states and steps.

use crate::Refusal;
use crate::words::words;

words! {
    /// What a session is now.
    Status {
        /// In the plan.
        Planned = "planned",
        /// The participant said yes.
        Confirmed = "confirmed",
        /// The participant is here.
        Arrived = "arrived",
        /// The conversation runs.
        Live = "live",
        /// The conversation pauses; the session clock goes on.
        OnBreak = "on_break",
        /// The conversation is over.
        Done = "done",
        /// The conversation broke off.
        EndedEarly = "ended_early",
        /// Not counted, with a reason.
        LeftOut = "left_out",
        /// Nobody came.
        NoShow = "no_show",
        /// Called off before it began.
        Cancelled = "cancelled",
        /// Moved to another slot, to which the old one points.
        Rescheduled = "rescheduled",
    }
}

words! {
    /// A step that a person takes with a session.
    Action {
        /// Back to the plan.
        Plan = "plan",
        /// The participant said yes.
        Confirm = "confirm",
        /// The participant is here.
        Arrive = "arrive",
        /// Begin.
        Start = "start",
        /// Pause.
        Break = "break",
        /// Go on after a pause.
        Resume = "resume",
        /// End as planned.
        End = "end",
        /// Break off.
        EndEarly = "end_early",
        /// Leave it out of every count.
        LeaveOut = "leave_out",
        /// Nobody came.
        MissIt = "no_show",
        /// Call it off.
        Cancel = "cancel",
        /// Take it up again on the same day.
        Reopen = "reopen",
        /// Point to another slot.
        Reschedule = "reschedule",
    }
}

words! {
    /// What sort of conversation it is; decides the usual length.
    Kind {
        /// One person, questions.
        Interview = "interview",
        /// One person, tasks.
        UsabilityTest = "usability_test",
        /// Several people with seats.
        FocusGroup = "focus_group",
        /// At the participant's place.
        SiteVisit = "site_visit",
    }
}

impl Kind {
    /// The usual length in minutes.
    pub fn minutes(self) -> u16 {
        match self {
            Self::Interview | Self::UsabilityTest => 60,
            Self::FocusGroup => 90,
            Self::SiteVisit => 120,
        }
    }
}

impl Status {
    /// The conversation runs or pauses; at most one session of a study is so.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Live | Self::OnBreak)
    }

    /// The conversation has begun at some time, so notes may belong to it.
    pub fn has_run(self) -> bool {
        matches!(self, Self::Live | Self::OnBreak | Self::Done | Self::EndedEarly | Self::LeftOut)
    }

    /// The slot still takes its place in the day.
    pub fn takes_place(self) -> bool {
        !matches!(self, Self::NoShow | Self::Cancelled | Self::Rescheduled)
    }
}

/// What a step makes of a state, or the sentence that says why not. The whole table is here.
pub fn step(from: Status, action: Action) -> Result<Status, Refusal> {
    use Action as A;
    use Status as S;
    Ok(match (from, action) {
        (S::Planned, A::Confirm) => S::Confirmed,
        (S::Confirmed | S::Arrived | S::NoShow | S::Cancelled, A::Plan) => S::Planned,
        (S::Planned | S::Confirmed | S::NoShow, A::Arrive) => S::Arrived,
        (S::Planned | S::Confirmed | S::Arrived | S::NoShow, A::Start) => S::Live,
        (S::Live, A::Break) => S::OnBreak,
        (S::OnBreak, A::Resume) => S::Live,
        (S::Live | S::OnBreak, A::End) => S::Done,
        (S::Live | S::OnBreak, A::EndEarly) => S::EndedEarly,
        (S::Live | S::OnBreak | S::Done | S::EndedEarly, A::LeaveOut) => S::LeftOut,
        (S::Planned | S::Confirmed | S::Arrived, A::MissIt) => S::NoShow,
        (S::Planned | S::Confirmed | S::Arrived | S::NoShow, A::Cancel) => S::Cancelled,
        (S::Planned | S::Confirmed | S::Arrived | S::NoShow | S::Cancelled, A::Reschedule) => S::Rescheduled,
        (S::Done | S::EndedEarly | S::LeftOut, A::Reopen) => S::Live,
        _ => return Err(Refusal::Transition { from, action }),
    })
}

/// The sentence for a step that a state does not allow.
pub fn why_not(from: Status, action: Action) -> String {
    let is = match from {
        Status::Planned => "is only planned",
        Status::Confirmed => "has not started",
        Status::Arrived => "has not started",
        Status::Live => "is already live",
        Status::OnBreak => "is on a break",
        Status::Done => "is done",
        Status::EndedEarly => "ended early",
        Status::LeftOut => "was left out",
        Status::NoShow => "is a no-show",
        Status::Cancelled => "is cancelled",
        Status::Rescheduled => "was rescheduled",
    };
    let needs = match action {
        Action::Plan => "only a confirmed, arrived, cancelled or missed session goes back to the plan",
        Action::Confirm => "only a planned session can be confirmed",
        Action::Arrive => "only a session that has not started can have an arrival",
        Action::Start => "only a session that has not started can start",
        Action::Break => "only a live session can take a break",
        Action::Resume => "only a session on a break can go on",
        Action::End | Action::EndEarly => "only a live session can end",
        Action::LeaveOut => "only a session that has started can be left out",
        Action::MissIt => "only a session that has not started can be a no-show",
        Action::Cancel => "only a session that has not started can be cancelled; end it instead",
        Action::Reopen => "only a session that has ended can be reopened",
        Action::Reschedule => "only a session that has not started can be rescheduled",
    };
    format!("This session {is}: {needs}.")
}

/// Something that lasts on the session clock, during which time is not counted as active.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// What lasts.
    pub kind: IntervalKind,
    /// When it began: an instant in UTC milliseconds.
    pub from: i64,
    /// When it ended; none while it lasts.
    pub to: Option<i64>,
}

words! {
    /// Why a part of the session is not active time.
    IntervalKind {
        /// A break that the moderator called.
        Break = "break",
        /// Nothing is kept, by anybody.
        OffRecord = "off_record",
        /// What was kept of it is erased; it still counts as active time.
        Erased = "erased",
    }
}

/// The active milliseconds between a session's start and `now`: everything but its intervals.
///
/// Intervals may overlap and may reach beyond either end; no moment is subtracted twice.
pub fn active_time(started_at: i64, now: i64, intervals: &[Interval]) -> i64 {
    let mut spans: Vec<(i64, i64)> = intervals
        .iter()
        .filter(|interval| interval.kind != IntervalKind::Erased)
        .map(|interval| (interval.from.max(started_at), interval.to.unwrap_or(now).min(now)))
        .filter(|(from, to)| from < to)
        .collect();
    spans.sort_unstable();
    let mut inactive = 0;
    let mut reached = started_at;
    for (from, to) in spans {
        inactive += (to - from.max(reached)).max(0);
        reached = reached.max(to);
    }
    (now - started_at).max(0) - inactive
}

/// How long the room stays open after a day's last session, in milliseconds.
pub const ROOM_STAYS: i64 = 2 * 3600 * 1000;

/// Whether the room has been open for too long: `last` are the ends of today's sessions, planned or real.
pub fn room_overdue(now: i64, opened_at: i64, last: impl IntoIterator<Item = i64>) -> bool {
    now > last.into_iter().fold(opened_at, i64::max) + ROOM_STAYS
}
