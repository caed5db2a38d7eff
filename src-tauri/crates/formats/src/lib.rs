//! Bytes to values and back, for each file format that Backroom reads or writes.
//!
//! Nothing here opens a file or knows a study: readers take a file's name and bytes, writers give a string.
//! A reader survives any bytes. What it cannot read it refuses whole, with a [`Problem`]; what it can read but
//! not use it names in a list of skipped things. What a file speaks of is told in the domain's values, and its words
//! are the domain's unless a table here says otherwise.

pub mod answers;
mod code;
pub mod codebook;
pub mod columns;
pub mod export;
pub mod guide;
pub mod media;
pub mod notes;
mod personal;
pub mod photo;
mod problem;
pub mod qr;
mod qualtrics;
pub mod schedule;
pub mod screener;
mod sniff;
mod table;
mod text;
pub mod transcript;
mod words;
mod zone;

pub use code::find_all as codes_in;
pub use problem::{Problem, Reason, Skipped};
pub use sniff::{Kind, sniff};
pub use text::MAX_BYTES;
