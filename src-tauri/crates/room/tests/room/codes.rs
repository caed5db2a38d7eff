//! Spoken codes, and guessing them.

use crate::house::{House, Person, own_page};
use crate::http::Response;
use room::Limits;
use serde_json::json;

fn join(base: &str, code: &str) -> Response {
    let request = own_page(base, "POST", "/join").header("X-Backroom", "join");
    request.json(&json!({ "code": code, "name": "Ben" })).send()
}

fn spoken(house: &House) -> String {
    house.view().codes.unwrap().first().expect("a code").code.clone()
}

#[test]
fn a_code_lets_a_colleague_in_however_it_is_typed() {
    let house = House::new();
    let base = house.open();
    house.moderate("code_make", json!({ "role": "observer" }));
    let code = spoken(&house);
    assert_eq!(code.len(), 9, "two groups of four: {code}");
    let typed =
        format!(" {} ", code.to_lowercase().replace('-', "\u{2013} ").replace('1', "I").replace('0', "o"));
    let ben = Person::of(&base, &join(&base, &typed));
    ben.feed("scope=study").until("ready");
}

#[test]
fn a_stranger_guesses_in_vain() {
    let house = House::with(Limits { failed_joins: 7, ..Limits::default() }, None);
    let base = house.open();
    house.moderate("code_make", json!({ "role": "observer" }));
    let first = spoken(&house);
    for number in 0..5 {
        let response = join(&base, &format!("0000000{number}"));
        assert_eq!((response.status, response.code().as_str()), (403, "forbidden"));
        assert!(response.text().contains("Ask the moderator"), "{}", response.text());
    }
    let second = spoken(&house);
    assert_ne!(first, second, "five wrong codes are enough for a code");
    assert_eq!(join(&base, &first).status, 403);
    assert_eq!(join(&base, "half").status, 400);
    let guesses: Vec<u16> = (0..40).map(|_| join(&base, "half").status).collect();
    assert!(guesses.contains(&429), "and an address may not go on for ever: {guesses:?}");
}
