//! Holds the session of the soak test at the speed of people. Called by `cargo xtask soak [MINUTES [SEED]]`.

use std::time::Duration;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let minutes: f64 = arguments.next().map_or(10.0, |minutes| number(&minutes));
    let seed = arguments.next().map_or_else(|| u64::from(std::process::id()), |seed| number(&seed));
    e2e::soak::hold(seed, Duration::from_secs_f64(minutes * 60.0));
}

fn number<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("{text} is no number: soak [MINUTES [SEED]]"))
}
