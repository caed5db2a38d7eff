//! Pauses as people make them.

use std::time::Duration;

/// Numbers that are the same in every run: Marsaglia's xorshift.
pub struct Chance(u64);

impl Chance {
    /// The same start every time.
    pub fn new() -> Self {
        Self(0x9E37_79B9_7F4A_7C15)
    }

    /// Between 0.3 and 1.5 seconds, as between two short notes.
    pub fn pause(&mut self) -> Duration {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        Duration::from_millis(300 + self.0 % 1_200)
    }
}
