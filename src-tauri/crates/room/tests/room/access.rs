//! Who is let in, as whom, and what each role may ask for.

use crate::house::{House, NOW, Person, id, own_page};
use room::Limits;
use serde_json::json;

const DAY: i64 = 24 * 60 * 60 * 1000;

#[test]
fn nobody_is_let_in_without_their_own_cookie() {
    let house = House::new();
    let base = house.open();
    let (mara, ben) = (house.join(&base, "note_taker"), house.join(&base, "observer"));
    let name = |person: &Person| person.cookie.split_once('=').unwrap().0.to_owned();
    let value = |person: &Person| person.cookie.split_once('=').unwrap().1.to_owned();
    let wrong = "A".repeat(value(&mara).len());
    let table = [
        ("no cookie", mara.id.clone(), String::new()),
        ("a made-up cookie", mara.id.clone(), format!("{}={wrong}", name(&mara))),
        ("an empty cookie", mara.id.clone(), format!("{}=", name(&mara))),
        ("another member's cookie", mara.id.clone(), ben.cookie.clone()),
        ("another member's secret", mara.id.clone(), format!("{}={}", name(&mara), value(&ben))),
        ("another member's name", ben.id.clone(), mara.cookie.clone()),
        ("the cookie twice", mara.id.clone(), format!("{}; {}", mara.cookie, mara.cookie)),
        ("the moderator's name", "moderator".into(), mara.cookie.clone()),
        ("a name that is no id", "*".into(), mara.cookie.clone()),
        ("an unknown member", id(), mara.cookie.clone()),
    ];
    for (why, mark, cookie) in &table {
        for target in ["/rpc/time_now", "/rpc/note_add", "/rpc/no_such_command"] {
            let request = mara.request("POST", target).header("X-Backroom", mark).header("Cookie", cookie);
            let response = request.json(&json!({})).send();
            assert_eq!((response.status, response.code().as_str()), (401, "unauthorized"), "{target}: {why}");
        }
        let feed =
            mara.request("GET", "/feed?scope=study").header("X-Backroom", mark).header("Cookie", cookie);
        assert_eq!(feed.send().status, 401, "feed: {why}");
    }
    let both = format!("{}; other=1; {}", ben.cookie, mara.cookie);
    let request = mara.request("POST", "/rpc/time_now").header("Cookie", &both);
    assert_eq!(request.json(&json!({})).send().status, 200, "two people can share a browser");
}

#[test]
fn links_open_their_own_door_and_no_other() {
    let house = House::new();
    let base = house.open();
    let (_console, _) = house.console(Limits::default());
    for token in ["", "A", &house.token("observer")[1..], "🙂"] {
        let join = own_page(&base, "POST", "/join").header("X-Backroom", "join");
        let response = join.json(&json!({ "token": token, "name": "Eve" })).send();
        assert!((400..500).contains(&response.status), "{token:?} opened the room: {}", response.text());
        assert_eq!(response.header("Set-Cookie"), None);
    }
    let (console, moderator) = house.console(Limits::default());
    let console_token = console.link().split_once('#').unwrap().1.to_owned();
    let join = |base: &str, token: &str| {
        let join = own_page(base, "POST", "/join").header("X-Backroom", "join");
        join.json(&json!({ "token": token, "name": "Eve" })).send().status
    };
    assert!(join(&base, &console_token) >= 400, "the console's link must not open the room");
    assert!(
        join(&moderator.base, &house.token("note_taker")) >= 400,
        "a room's link must not open the console"
    );
    let member = house.join(&base, "note_taker");
    let crossed = moderator.request("POST", "/rpc/time_now").header("X-Backroom", &member.id);
    let response = crossed.header("Cookie", &member.cookie).json(&json!({})).send();
    assert_eq!(response.status, 401, "members have no business at the console's listener");
    let crossed = member.request("POST", "/rpc/time_now").header("X-Backroom", "moderator");
    let response = crossed.header("Cookie", &moderator.cookie).json(&json!({})).send();
    assert_eq!(response.status, 401, "the moderator's cookie is worth nothing in the room");
}

#[test]
fn cookies_are_kept_from_scripts_and_other_sites() {
    let house = House::new();
    let base = house.open();
    let join = own_page(&base, "POST", "/join").header("X-Backroom", "join");
    let response = join.json(&json!({ "token": house.token("observer"), "name": "Ben" })).send();
    let cookie = response.header("Set-Cookie").unwrap().to_owned();
    let member = response.json()["ok"]["me"]["id"].as_str().unwrap().replace('-', "");
    let (pair, attributes) = cookie.split_once("; ").unwrap();
    let (name, value) = pair.split_once('=').unwrap();
    assert_eq!(name, format!("backroom_{member}"), "the page's header names its member");
    assert!(value.len() >= 43, "256 random bits are 43 characters of base64: {value}");
    assert_eq!(attributes, "Path=/; Max-Age=86400; HttpOnly; SameSite=Strict");
    let (_console, moderator) = house.console(Limits::default());
    assert!(moderator.cookie.len() >= 43, "the moderator's too");
}

#[test]
fn links_and_cookies_are_random_and_kept_by_their_hashes_alone() {
    let house = House::new();
    let base = house.open();
    let (mara, ben) = (house.join(&base, "note_taker"), house.join(&base, "observer"));
    let secret = |person: &Person| person.cookie.split_once('=').unwrap().1.to_owned();
    let tokens = [house.token("observer"), house.token("note_taker")];
    for token in &tokens {
        assert!(token.len() >= 22, "128 random bits are 22 characters of base64: {token}");
    }
    let secrets = [&tokens[..], &[secret(&mara), secret(&ben)]].concat();
    let different: std::collections::BTreeSet<&str> = secrets.iter().map(|secret| &secret[..8]).collect();
    assert_eq!(different.len(), secrets.len(), "no two begin alike");
    house.moderate("link_renew", json!({ "role": "observer" }));
    let files = house.files();
    assert!(files.iter().any(|(_, bytes)| holds(bytes, "Checkout")), "the study is among the files");
    for (name, bytes) in files {
        for secret in &secrets {
            assert!(!holds(&bytes, secret), "{secret} stands in {name}");
        }
    }
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn a_cookie_ends_after_a_day_and_with_the_member() {
    let house = House::new();
    let base = house.open();
    let (mara, ben) = (house.join(&base, "note_taker"), house.join(&base, "observer"));
    house.moderate("member_remove", json!({ "member_id": ben.id }));
    assert_eq!(ben.rpc("time_now", &json!({})).status, 401, "removed is removed");
    assert_eq!(mara.rpc("time_now", &json!({})).status, 200, "the others stay");
    house.clock.advance(DAY - 1_000);
    assert_eq!(mara.rpc("time_now", &json!({})).status, 200, "for 24 hours");
    house.clock.advance(2_000);
    assert_eq!(mara.rpc("time_now", &json!({})).status, 401, "and no longer; it is {NOW} and a day");
}

#[test]
fn a_renewed_link_lets_nobody_else_in_and_nobody_out() {
    let house = House::new();
    let base = house.open();
    let before = house.token("observer");
    let ben = house.join(&base, "observer");
    house.moderate("link_renew", json!({ "role": "observer" }));
    let join = own_page(&base, "POST", "/join").header("X-Backroom", "join");
    let response = join.json(&json!({ "token": before, "name": "Late" })).send();
    assert!(response.status >= 400, "the old link is dead");
    assert_eq!(ben.rpc("time_now", &json!({})).status, 200, "who is in stays in");
    house.join(&base, "observer");
}
