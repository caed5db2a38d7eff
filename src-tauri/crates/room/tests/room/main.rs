//! The room's server as a stranger, a browser, a member and an attacker meet it: over real sockets, on a real study.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod access;
mod admission;
mod codes;
mod commands;
mod guard;
mod house;
mod http;
mod lifecycle;
mod limits;
mod links;
mod log;
mod pages;
mod public;
mod roles;
#[cfg(target_os = "linux")]
mod stalled;
mod streams;
mod tls;
