//! The engine through its front door: commands in, answers and frames out, a real file beneath.

mod codebook;
mod commands;
mod consent;
mod day;
mod debrief;
mod door;
mod durable;
mod erase;
mod feed;
mod import;
mod notes;
mod overheard;
mod people;
mod photos;
mod preflight;
mod questions;
mod record;
mod run;
mod saw;
mod secrets;
mod states;
mod support;
mod traces;
mod undo;
mod unheard;
mod visibility;
