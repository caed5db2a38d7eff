//! Everything that crosses a wire: the one table of commands, the views of entities, feed frames, faults.

mod answers;
mod commands;
mod fault;
mod feed;
mod requests;
mod views;
mod wire;

pub use answers::*;
pub use commands::*;
pub use fault::*;
pub use feed::*;
pub use requests::*;
pub use views::*;
pub use wire::Field;

#[cfg(feature = "types")]
pub mod types;
