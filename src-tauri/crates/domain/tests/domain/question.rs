//! Questions on their way to the moderator.

use domain::entity::QuestionStatus as S;
use domain::question::QuestionStep as A;
use domain::question::{Becomes, step};
use proptest::prelude::*;

/// Every state against every step, by hand: what it becomes, `<` for what it was before, `-` for a refusal.
#[test]
fn every_state_and_step() {
    let steps = [A::Pass, A::Hold, A::Merge, A::Cover, A::Decline, A::Ask, A::TakeBack];
    let table = [
        (S::Suggested, "passed held merged covered declined asked -"),
        (S::Passed, "- held merged covered declined asked <"),
        (S::Held, "passed - merged covered declined asked <"),
        (S::Merged, "- - - - - - <"),
        (S::Covered, "- - - - - - <"),
        (S::Asked, "- - - - - - <"),
        (S::Declined, "- - - - - - <"),
        (S::Parked, "- - merged covered declined asked -"),
    ];
    assert_eq!(table.len(), S::ALL.len(), "every state is in the table");
    assert_eq!(steps.len(), A::ALL.len(), "every step is in the table");
    for (from, becomes) in table {
        for (action, expected) in steps.into_iter().zip(becomes.split(' ')) {
            let found = match step(from, action) {
                Ok(Becomes::Now(status)) => status.word(),
                Ok(Becomes::AsBefore) => "<",
                Err(refusal) => {
                    let says = refusal.to_string();
                    assert!(says.starts_with("This question ") && says.ends_with('.'), "{says}");
                    "-"
                }
            };
            assert_eq!(found, expected, "{from:?} {action:?}");
        }
    }
}

proptest! {
    #[test]
    fn any_steps_can_be_taken_back_one_by_one(picks in prop::collection::vec(0..A::ALL.len(), 0..40)) {
        let mut path = vec![S::Suggested];
        for pick in picks {
            let from = *path.last().expect("a question is always something");
            match step(from, A::ALL[pick]) {
                Ok(Becomes::Now(status)) => {
                    prop_assert_ne!(status, from, "a step changes something");
                    path.push(status);
                }
                Ok(Becomes::AsBefore) => {
                    path.pop();
                    prop_assert!(!path.is_empty(), "only what was once something else goes back");
                }
                Err(_) => {}
            }
            prop_assert!(path.iter().rev().skip(1).all(|status| status.is_open()), "nothing follows what is settled");
        }
    }
}
