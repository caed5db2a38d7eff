//! What a day is made of: slots and the sessions in them.

use super::Attribute;
use crate::consent::Consent;
use crate::id::{EditId, GuideId, ParticipantId, SessionId, SlotId};
use crate::session::{Interval, Kind, Status};
use crate::time::{LocalInstant, Timestamp, local_instant};
use crate::words::words;
use chrono::NaiveDate;
use chrono_tz::Tz;

words! {
    /// What a slot is for.
    SlotKind {
        /// One session.
        Session = "session",
        /// A break, such as lunch.
        Break = "break",
        /// Hours in which somebody can step in.
        Reserve = "reserve",
    }
}

/// A piece of a day, in local time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Its id.
    pub id: SlotId,
    /// Local date.
    pub date: NaiveDate,
    /// Local minutes after midnight, 0 to 1439.
    pub start: u16,
    /// Minutes, 5 to 720.
    pub length: u16,
    /// The zone of date and start.
    pub zone: Tz,
    /// What it is for.
    pub kind: SlotKind,
    /// What the plan calls it; for the team only, since schedules carry names in it.
    pub label: String,
    /// The slot that took its place.
    pub moved_to: Option<SlotId>,
    /// Taken off the day (breaks and reserves; sessions are cancelled instead).
    pub removed: bool,
    /// It must not be moved by an answer to lateness.
    pub fixed: bool,
    /// For a reserve: who can step in.
    pub on_call: Vec<OnCall>,
    /// The last edit.
    pub edit: EditId,
}

impl Slot {
    /// The instant at which it begins.
    pub fn starts_at(&self) -> LocalInstant {
        local_instant(self.date, self.start, self.zone)
    }
}

/// Somebody who can step in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnCall {
    /// Who.
    pub participant_id: ParticipantId,
    /// Their code.
    pub code: String,
}

words! {
    /// What became of somebody's seat.
    SeatStatus {
        /// Not here yet.
        Expected = "expected",
        /// Here from the start.
        Came = "came",
        /// Came after the start.
        Late = "late",
        /// Went before the end.
        Left = "left",
        /// Never came.
        NoShow = "no_show",
    }
}

words! {
    /// Whether the participant was whom the study looks for.
    RightPerson {
        /// Yes.
        Yes = "yes",
        /// In part.
        Partly = "partly",
        /// No.
        No = "no",
    }
}

/// A participant's place in a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// 1 to 99; a session with one person has seat 1.
    pub number: u8,
    /// Who sits there.
    pub participant_id: ParticipantId,
    /// Their code.
    pub code: String,
    /// What the screener says of them.
    pub attributes: Vec<Attribute>,
    /// What became of the seat.
    pub status: SeatStatus,
    /// What this participant decided; none before the decision.
    pub consent: Option<Consent>,
}

/// One conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// The slot in which it is planned.
    pub slot_id: SlotId,
    /// What sort of conversation.
    pub kind: Kind,
    /// Where it stands.
    pub status: Status,
    /// Why it was cancelled or left out.
    pub reason: Option<String>,
    /// When it began.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// When its debrief closed; until then the room still reads its notes.
    pub debrief_closed_at: Option<Timestamp>,
    /// The guide version that it was run with.
    pub guide_id: Option<GuideId>,
    /// Where the call is.
    pub meeting_link: Option<String>,
    /// Who takes part.
    pub seats: Vec<Seat>,
    /// What was allowed; none before the decision.
    pub consent: Option<Consent>,
    /// Why it started without the participant's decision.
    pub override_reason: Option<String>,
    /// Breaks and gaps.
    pub intervals: Vec<Interval>,
    /// When picture and sound were checked.
    pub recording_checked_at: Option<Timestamp>,
    /// Whether it was the right person.
    pub right_person: Option<RightPerson>,
    /// The prototype build.
    pub build: Option<String>,
    /// The guide's sections in this session's order; none for the guide's own.
    pub section_order: Option<Vec<u16>>,
    /// Consent was taken back.
    pub withdrawn: bool,
    /// The room may join the call.
    pub watch: bool,
    /// The last edit.
    pub edit: EditId,
}

impl Session {
    /// Somebody did not agree to be observed, or took consent back: the room stays shut for this session.
    pub fn is_shut(&self) -> bool {
        self.withdrawn || self.consent.as_ref().is_some_and(|consent| !consent.observed)
    }

    /// Observers may join the call: there is one, and everybody in it agreed to be observed.
    pub fn may_be_watched(&self) -> bool {
        let observed = self.consent.as_ref().is_some_and(|consent| consent.observed);
        self.meeting_link.is_some() && observed && !self.withdrawn
    }

    /// The room will not be about it any more, unless it is reopened.
    pub fn is_over_for_room(&self) -> bool {
        self.withdrawn
            || self.debrief_closed_at.is_some()
            || matches!(self.status, Status::Cancelled | Status::Rescheduled)
    }

    /// Live or in debrief, and observed: what the room is about now.
    pub fn is_open_to_room(&self) -> bool {
        self.status.has_run()
            && self.debrief_closed_at.is_none()
            && !self.withdrawn
            && self.consent.as_ref().is_some_and(|consent| consent.observed)
    }
}
