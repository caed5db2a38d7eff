//! End-to-end tests: what a person does, in the real window and in real browsers.

mod harness;
mod window;
