//! Arrival: a reserve's time when somebody does not come.

use crate::day::RESET;

/// Minutes below which calling somebody in is not worth their way; a shorter session's own length.
pub const WORTHWHILE: i64 = 30;
/// People are told times in steps of so many minutes.
const STEP: i64 = 5;

/// When somebody on call could start, and for how long: within their hours, leaving the next session its reset.
///
/// All are minutes from any zero. `hours` are when they can come, `busy` when what follows begins, `wanted` how long the
/// session would be. None when they are not on call now or too little is left.
pub fn free_window(
    now: i64,
    hours: (i64, i64),
    busy: impl IntoIterator<Item = i64>,
    wanted: i64,
) -> Option<(i64, i64)> {
    if now < hours.0 || now >= hours.1 {
        return None;
    }
    let start = (now + STEP - 1).div_euclid(STEP) * STEP;
    let until = busy.into_iter().map(|next| next - i64::from(RESET)).fold(hours.1, i64::min);
    let length = (until - start).min(wanted);
    (length >= WORTHWHILE.min(wanted)).then_some((start, length))
}
