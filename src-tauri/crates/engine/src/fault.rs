//! From refusals and failures to what a page is told. Internals are logged, never shown.

use domain::Refusal;
use protocol::{Fault, FaultCode};
use store::StoreError;

/// Why a command came to nothing.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A sentence for whoever asked.
    Fault(Fault),
    /// The file or the disk.
    Store(StoreError),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Fault(refused(&refusal))
    }
}

impl From<Failure> for Fault {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Fault(fault) => fault,
            Failure::Store(error) => broken(&error),
        }
    }
}

/// A refusal, with the code that its kind has on the wire.
pub(crate) fn refused(refusal: &Refusal) -> Fault {
    let code = match refusal {
        Refusal::BadId { .. } | Refusal::Invalid { .. } => FaultCode::Invalid,
        Refusal::Empty { .. } | Refusal::Control { .. } => FaultCode::Invalid,
        Refusal::TooLong { .. } => FaultCode::TooLarge,
        Refusal::Transition { .. } | Refusal::QuestionStep { .. } => FaultCode::Refused,
        Refusal::Rule(_) => FaultCode::Refused,
        Refusal::Forbidden(_) => FaultCode::Forbidden,
        Refusal::Missing(_) => FaultCode::NotFound,
        Refusal::Gone(_) => FaultCode::Gone,
        Refusal::OffRecord => FaultCode::OffRecord,
        Refusal::Conflict(_) => FaultCode::Conflict,
    };
    Fault::new(code, refusal.to_string())
}

/// A failure of the file or the disk.
pub(crate) fn broken(error: &StoreError) -> Fault {
    if let StoreError::Closed = error {
        return crate::closed();
    }
    tracing::error!(%error, "the study could not be read or written");
    match error {
        StoreError::Disk(_) => Fault::new(
            FaultCode::Disk,
            "The disk is full or failed: this was not saved. What was saved before is safe. Free some space, then try again.",
        ),
        StoreError::Unknown(_) | StoreError::Closed | StoreError::Sqlite(_) => Fault::new(
            FaultCode::Internal,
            "Backroom failed at this; nothing was changed. What was saved before is safe. The log says more.",
        ),
    }
}
