//! Ten minutes of a session in one: a moderator, three note-takers, two kills, a cut.

use std::time::Duration;

#[test]
fn a_session_by_four_people_is_kept_exactly() {
    e2e::soak::hold(1, Duration::from_secs(60));
}
