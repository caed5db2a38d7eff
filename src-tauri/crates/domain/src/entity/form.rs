//! Questionnaires that follow a session, and how they are scored.

use crate::Refusal;
use crate::id::{EditId, ParticipantId, SessionId};
use crate::words::words;

words! {
    /// A questionnaire.
    FormKind {
        /// System Usability Scale: ten items, 1 strongly disagree to 5 strongly agree.
        Sus = "sus",
        /// UMUX-Lite: two items, 1 strongly disagree to 7 strongly agree.
        UmuxLite = "umux_lite",
    }
}

impl FormKind {
    /// Refuses answers that are not one for each item, each on the item's scale.
    pub fn check(self, answers: &[u8]) -> Result<(), Refusal> {
        let (items, most, expected) = match self {
            Self::Sus => (10, 5, "ten numbers from 1 to 5"),
            Self::UmuxLite => (2, 7, "two numbers from 1 to 7"),
        };
        let sound = answers.len() == items && answers.iter().all(|answer| (1..=most).contains(answer));
        if sound { Ok(()) } else { Err(Refusal::Invalid { what: "The answers", expected }) }
    }

    /// The score of answers that `check` accepts, 0 to 100.
    ///
    /// SUS (Brooke 1996): odd items x − 1, even items 5 − x, their sum × 2.5. UMUX-Lite (Lewis, Utesch and Maher
    /// 2013): (a + b − 2) × 100 / 12, without the regression to SUS.
    pub fn score(self, answers: &[u8]) -> f64 {
        let answers = answers.iter().copied().map(f64::from);
        match self {
            Self::Sus => {
                let items = answers.enumerate();
                2.5 * items.map(|(place, x)| if place % 2 == 0 { x - 1.0 } else { 5.0 - x }).sum::<f64>()
            }
            Self::UmuxLite => (answers.sum::<f64>() - 2.0) * 100.0 / 12.0,
        }
    }
}

/// What one participant answered after a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// The session.
    pub session_id: SessionId,
    /// Who answered.
    pub participant_id: ParticipantId,
    /// Which questionnaire.
    pub kind: FormKind,
    /// In the items' order; accepted by `FormKind::check`.
    pub answers: Vec<u8>,
    /// The last edit.
    pub edit: EditId,
}

impl Form {
    /// 0 to 100.
    pub fn score(&self) -> f64 {
        self.kind.score(&self.answers)
    }
}
