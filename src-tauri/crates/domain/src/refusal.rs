//! Why a command was refused, in a sentence for the person who gave it.

use crate::entity::QuestionStatus;
use crate::question::QuestionStep;
use crate::session::{Action, Status};
use thiserror::Error;

/// A rule said no. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// An id that is no UUID.
    #[error("The id of a {what} must be a UUID like 01890a5d-ac96-774b-bcce-b302099a8057.")]
    BadId {
        /// The kind of id.
        what: &'static str,
    },
    /// A text longer than its limit.
    #[error("{what} may have {limit} characters; this has {length}. It was not saved.")]
    TooLong {
        /// Which text.
        what: &'static str,
        /// The limit in Unicode scalar values.
        limit: usize,
        /// The length in Unicode scalar values.
        length: usize,
    },
    /// A text with nothing in it.
    #[error("{what} is empty.")]
    Empty {
        /// Which text.
        what: &'static str,
    },
    /// A NUL or control character.
    #[error(
        "{what} holds a control character (U+{code:04X}) at position {position}. Remove it; nothing was saved."
    )]
    Control {
        /// Which text.
        what: &'static str,
        /// The character.
        code: u32,
        /// Its place in Unicode scalar values, from 1.
        position: usize,
    },
    /// A value outside its range or form.
    #[error("{what} must be {expected}.")]
    Invalid {
        /// Which value.
        what: &'static str,
        /// What was expected.
        expected: &'static str,
    },
    /// A step that the session's state does not allow.
    #[error("{}", crate::session::why_not(*.from, *.action))]
    Transition {
        /// The state.
        from: Status,
        /// The step.
        action: Action,
    },
    /// A step that a question's state does not allow.
    #[error("{}", crate::question::why_not(*.from, *.step))]
    QuestionStep {
        /// The state.
        from: QuestionStatus,
        /// The step.
        step: QuestionStep,
    },
    /// A role that may not do this.
    #[error("{0}")]
    Forbidden(&'static str),
    /// Something that is not there, or not for this person.
    #[error("There is no such {0}.")]
    Missing(&'static str),
    /// Something that was deleted or erased.
    #[error("This {0} was deleted; a late copy of it is not kept.")]
    Gone(&'static str),
    /// Something that was captured while nothing is kept, or in a stretch that was erased.
    #[error("This fell off the record: nothing of it is kept.")]
    OffRecord,
    /// The same id with other content.
    #[error("{0}")]
    Conflict(String),
    /// Any other rule, in its own words.
    #[error("{0}")]
    Rule(String),
}
