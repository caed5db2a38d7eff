//! People being researched, and their hidden names.

use crate::id::ParticipantId;
use chrono_tz::Tz;

/// One answer of the screener.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// The column.
    pub name: String,
    /// The answer.
    pub value: String,
    /// Observers may read it.
    pub public: bool,
}

/// A person being researched, without their name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    /// Their id.
    pub id: ParticipantId,
    /// How everybody knows them.
    pub code: String,
    /// Where they are, when not in the study's zone.
    pub zone: Option<Tz>,
    /// What the screener says.
    pub attributes: Vec<Attribute>,
    /// A real name or contact is kept, hidden.
    pub has_identity: bool,
    /// What they get for taking part.
    pub incentive: Option<Incentive>,
}

/// What a participant gets for taking part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incentive {
    /// Such as `80 EUR`.
    pub what: String,
    /// They have it.
    pub paid: bool,
}

/// A real name and contact: hidden, erasable, shown on demand only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// The real name.
    pub name: String,
    /// E-mail address or telephone number.
    pub contact: String,
}
