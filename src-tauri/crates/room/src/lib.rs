//! The backroom: the HTTP server that note-takers and observers have open, and the loopback one of
//! `backroom serve`. Who may reach it, who is calling, how much they may take; what they may do and see is
//! decided behind it, in the engine.

mod auth;
mod body;
mod console;
mod deadline;
mod feed;
mod guard;
mod limits;
mod own_certificate;
mod pages;
mod public;
mod reach;
mod room;
mod routes;
mod says;
mod self_signed;
mod server;
mod site;
mod tls;
mod tried;
mod words;

pub use auth::operator;
pub use console::ConsoleServer;
pub use limits::Limits;
pub use room::{RoomOptions, RoomServer};
