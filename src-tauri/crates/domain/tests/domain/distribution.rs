//! How answers stand among all.

use domain::distribution::{Distribution, surprises};
use proptest::prelude::*;

fn says(all: &[&str], own: &str) -> Option<String> {
    Distribution::of(all.iter().copied()).standing(own).says
}

#[test]
fn answers_are_said_as_far_as_they_are_from_the_usual() {
    let scale = ["5", "6", "5", "4", "5", "6", "7", "5", "5", "6", "4", "2"];
    let reports: Vec<String> = (1..=48).map(|number| number.to_string()).collect();
    let reports: Vec<&str> = reports.iter().map(String::as_str).collect();
    let mut device = vec!["iPhone"; 30];
    device.extend(["Android phone"; 15]);
    device.extend(["Fax"; 3]);
    let mut several = vec!["Laptop; Phone"; 20];
    several.extend(["Laptop"; 8]);
    several.extend(["Phone", "Laptop; Fax"]);
    let cases: [(&[&str], &str, Option<&str>); 12] = [
        (&scale, "2", Some("lowest of 12 people")),
        (&scale, "4", None),
        (&scale, "5", None),
        (&reports, "48", Some("highest of 48 people")),
        (&reports, "24", None),
        (&device, "fax", Some("one of 3 in 48")),
        (&device, "iPhone", None),
        (&device, "Android phone", None),
        (&several, "Phone", Some("the only one in 30 without “laptop”")),
        (&several, "Laptop; Fax", Some("the only one in 30 with “Fax”")),
        (&["1", "2", "3", "900"], "900", None),
        (&["it was slow", "ok", "fine by me", "never again", "why not"], "never again", None),
    ];
    for (all, own, expected) in cases {
        assert_eq!(says(all, own).as_deref(), expected, "{own} in {all:?}");
    }
    let mut money = vec!["1,200"; 6];
    money.extend(["80 %", "1200,5", "90 000"]);
    assert_eq!(
        says(&money, "90 000").as_deref(),
        Some("highest of 9 people"),
        "numbers as people write them"
    );
    let mut tied = vec!["10"; 18];
    tied.extend(["12", "3", "3"]);
    assert_eq!(says(&tied, "3").as_deref(), Some("lowest of 21 people, with 1 other"));
}

#[test]
fn two_usual_answers_can_be_an_unusual_pair() {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (role, device, times) in [("Sales", "phone", 12), ("Finance", "laptop", 12), ("Finance", "phone", 1)]
    {
        rows.extend((0..times).map(|_| vec![role.to_owned(), device.to_owned(), String::new()]));
    }
    let found = surprises(&rows);
    let odd = found[24].as_ref().expect("a surprise");
    assert_eq!((odd.columns, odd.count, odd.n), ((0, 1), 1, 25));
    assert!(odd.surprise > 0.8 && found[0].is_none(), "{found:?}");
}

proptest! {
    #[test]
    fn standings_are_bounded_and_know_no_order(
        mut answers in prop::collection::vec("[0-9]{1,3}|-[0-9]|red|green|red; green|[a-z ]{0,12}|[0-9],[0-9]{3}|\\PC{0,6}", 0..40),
        seed in any::<u64>(),
    ) {
        let before = Distribution::of(answers.iter().map(String::as_str));
        let given = answers.iter().filter(|answer| !answer.trim().is_empty()).count();
        prop_assert_eq!(before.n(), given, "n counts who answered");
        let standings: Vec<_> = answers.iter().map(|answer| before.standing(answer)).collect();
        for standing in &standings {
            prop_assert!((0.0..=1.0).contains(&standing.extremity));
            prop_assert!(given >= 5 || standing.says.is_none(), "too few to say anything");
        }
        let again = answers.clone();
        for place in (1..answers.len()).rev() {
            answers.swap(place, usize::try_from(seed % (place as u64 + 1)).expect("small"));
        }
        let after = Distribution::of(answers.iter().map(String::as_str));
        for (answer, standing) in again.iter().zip(standings) {
            prop_assert_eq!(after.standing(answer), standing);
        }
    }

    #[test]
    fn further_from_the_middle_is_more_extreme(mut numbers in prop::collection::vec(-1000i32..1000, 5..60)) {
        numbers.sort_unstable();
        let texts: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        let all = Distribution::of(texts.iter().map(String::as_str));
        let upper: Vec<f64> = texts[texts.len() / 2..].iter().map(|text| all.standing(text).extremity).collect();
        prop_assert!(upper.is_sorted_by(|a, b| *a <= b + 1e-9), "{:?} {:?}", numbers, upper);
    }

    #[test]
    fn surprises_are_bounded(rows in prop::collection::vec(prop::collection::vec("[abc]?", 3), 0..40)) {
        let found = surprises(&rows);
        prop_assert_eq!(found.len(), rows.len());
        for one in found.into_iter().flatten() {
            prop_assert!((0.0..=1.0).contains(&one.surprise) && one.count > 0 && one.n <= rows.len());
        }
    }
}
