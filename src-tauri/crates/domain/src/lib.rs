//! The rules of a live research day: ids, time, states, texts, permission, visibility. No IO, no serde, no clock.

pub mod admission;
pub mod arrival;
pub mod attendance;
pub mod belongs;
pub mod consent;
pub mod day;
pub mod debrief;
pub mod distribution;
pub mod entity;
pub mod guide;
pub mod id;
pub mod lateness;
pub mod likeness;
pub mod masking;
pub mod moment;
pub mod pace;
pub mod permission;
pub mod question;
pub mod record;
pub mod refusal;
pub mod search;
pub mod session;
pub mod text;
pub mod time;
pub mod visibility;
mod words;

pub use refusal::Refusal;
