//! Chance that is the same in every run with the same seed.

use std::time::Duration;

/// Numbers in an order that a seed decides: Marsaglia's xorshift.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// The same numbers for the same seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        // Zero would stay zero, and near seeds must not begin alike.
        let mut chance = Self((seed ^ 0x9E37_79B9_7F4A_7C15).max(1));
        for _ in 0..8 {
            let _ = chance.below(1);
        }
        chance
    }

    /// A number below `limit`, which is not 0.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }

    /// One of these.
    pub fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let index = self.below(all.len() as u64);
        &all[usize::try_from(index).expect("BUG: an index")]
    }

    /// Between 0.3 and 1.5 seconds, as between two short notes.
    pub fn pause(&mut self) -> Duration {
        Duration::from_millis(300 + self.below(1_200))
    }
}
