//! What goes wrong, as pages and scripts see it.

use crate::wire::word_enums;
use serde::{Deserialize, Serialize};

word_enums! {
    /// What kind of fault; one code for each thing that an interface does differently.
    FaultCode {
        /// The request could not be read.
        Invalid,
        /// A rule said no; the message says why.
        Refused,
        /// The role may not do this.
        Forbidden,
        /// Nobody is known by this cookie; join again.
        Unauthorized,
        /// There is no such thing, or not for this person.
        NotFound,
        /// It was deleted or erased; a late copy is not kept.
        Gone,
        /// It fell off the record: nothing of it may be kept, by anybody.
        OffRecord,
        /// The same id came with other content.
        Conflict,
        /// Too many at once; wait for `retry_after` seconds.
        TooMany,
        /// Larger than the limit.
        TooLarge,
        /// The disk is full or failed; nothing was saved.
        Disk,
        /// The request was sent to another host than the room's.
        Misdirected,
        /// A fault of the program; it was logged.
        Internal,
    }
}

/// What went wrong and why, in a sentence for the person who asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Fault {
    /// The kind.
    pub code: FaultCode,
    /// The sentence.
    pub message: String,
    /// Seconds to wait before sending again.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub retry_after: Option<u32>,
}

impl Fault {
    /// A fault without a waiting time.
    pub fn new(code: FaultCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), retry_after: None }
    }
}

impl FaultCode {
    /// The HTTP status that goes with the code.
    pub fn status(self) -> u16 {
        match self {
            Self::Invalid => 400,
            Self::Unauthorized => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Conflict => 409,
            Self::Gone | Self::OffRecord => 410,
            Self::TooLarge => 413,
            Self::Misdirected => 421,
            Self::Refused => 422,
            Self::TooMany => 429,
            Self::Disk => 507,
            Self::Internal => 500,
        }
    }
}
