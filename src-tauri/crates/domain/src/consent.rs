//! What a participant allowed: the decision that a session needs before it starts.

use crate::time::Timestamp;

/// One decision for a session. In a group each participant decides and the strictest holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// When it was recorded.
    pub decided_at: Timestamp,
    /// Colleagues may watch from the room.
    pub observed: bool,
    /// The conversation may be recorded.
    pub recorded: bool,
    /// Words may be quoted, by code only.
    pub quoted: bool,
    /// Clips may be made.
    pub clipped: bool,
    /// The most members that may be in the room; everyone but the moderator counts.
    pub most_observers: Option<u16>,
}
