//! The followed folder and the followed guide: what has settled there is given to the engine, and nothing is touched.

mod actor;
mod folder;
mod guide;
mod hash;
mod settle;
mod watch;

pub use actor::{Inbox, Pauses};
