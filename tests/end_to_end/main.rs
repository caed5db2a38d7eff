//! End-to-end tests: what a person does, in the real window and in real browsers.

mod accessible;
mod codebook;
mod day;
mod export;
mod first_start;
mod harness;
mod keyboard;
mod live;
mod markup;
mod observers;
mod room;
mod soak;
mod strip;
mod taking_notes;
mod together;
mod whole_day;
mod window;
