//! What a question from the room may become: the table of states and steps.

use crate::Refusal;
use crate::entity::QuestionStatus;
use crate::words::words;

words! {
    /// A step that a person takes with a question.
    QuestionStep {
        /// To the moderator.
        Pass = "pass",
        /// Not yet, since it would bias what is to come.
        Hold = "hold",
        /// Another question stands for it.
        Merge = "merge",
        /// The guide asks it already.
        Cover = "cover",
        /// Not at all.
        Decline = "decline",
        /// It was put to the participant just now.
        Ask = "ask",
        /// The last of these was a mistake.
        TakeBack = "take_back",
    }
}

/// What a step makes of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Becomes {
    /// This.
    Now(QuestionStatus),
    /// What it was before its last step.
    AsBefore,
}

/// What a step makes of a state, or the sentence that says why not. The whole table is here.
///
/// The moderator, alone without a note-taker, asks what nobody has passed on. What was parked can still be settled, so
/// that the next brief is rid of it.
pub fn step(from: QuestionStatus, step: QuestionStep) -> Result<Becomes, Refusal> {
    use QuestionStatus as S;
    use QuestionStep as A;
    Ok(Becomes::Now(match (from, step) {
        (S::Suggested | S::Held, A::Pass) => S::Passed,
        (S::Suggested | S::Passed, A::Hold) => S::Held,
        (S::Suggested | S::Passed | S::Held | S::Parked, A::Merge) => S::Merged,
        (S::Suggested | S::Passed | S::Held | S::Parked, A::Cover) => S::Covered,
        (S::Suggested | S::Passed | S::Held | S::Parked, A::Decline) => S::Declined,
        (S::Suggested | S::Passed | S::Held | S::Parked, A::Ask) => S::Asked,
        (S::Passed | S::Held | S::Merged | S::Covered | S::Asked | S::Declined, A::TakeBack) => {
            return Ok(Becomes::AsBefore);
        }
        _ => return Err(Refusal::QuestionStep { from, step }),
    }))
}

impl QuestionStatus {
    /// Nobody has put or settled it: when its session ends it is parked.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Suggested | Self::Passed | Self::Held)
    }
}

/// The sentence for a step that a state does not allow.
pub fn why_not(from: QuestionStatus, step: QuestionStep) -> String {
    let is = match from {
        QuestionStatus::Suggested => "is new",
        QuestionStatus::Passed => "was passed on already",
        QuestionStatus::Held => "is held already",
        QuestionStatus::Merged => "was merged into another",
        QuestionStatus::Covered => "is in the guide",
        QuestionStatus::Asked => "was asked",
        QuestionStatus::Declined => "was declined",
        QuestionStatus::Parked => "is parked for the next brief",
    };
    let needs = match (from, step) {
        (QuestionStatus::Suggested, _) => "there is nothing to take back",
        (QuestionStatus::Parked, QuestionStep::TakeBack) => "it comes back when its session is reopened",
        (QuestionStatus::Parked, _) => "its session is over",
        (QuestionStatus::Passed | QuestionStatus::Held, _) => "nothing was changed",
        _ => "take that back first",
    };
    format!("This question {is}: {needs}.")
}
