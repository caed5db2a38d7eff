//! A public address: a reverse proxy or a VPN brings the requests.

use crate::house::{House, Person};
use crate::http::{Request, Response};
use protocol::{Fault, FaultCode};
use room::operator;
use serde_json::{Value, json};
use std::net::SocketAddr;

const PUBLIC: &str = "https://room.example.org";

fn open(house: &House, public: &str, plain_http: bool) -> SocketAddr {
    house.moderate(
        "room_open",
        json!({ "reach": "loopback", "plain_http": plain_http, "public_address": public }),
    );
    let addresses = house.view().addresses.unwrap();
    addresses.last().unwrap().split("://").nth(1).unwrap().parse().unwrap()
}

/// A request as a proxy that passes the host on brings it.
fn through(address: SocketAddr, base: &str, method: &str, target: &str) -> Request {
    let host = base.split("://").nth(1).expect("a base URL");
    let request = Request::new(address, method, target).header("Host", host).header("Origin", base);
    request.header("Sec-Fetch-Site", "same-origin").header("X-Backroom", "join")
}

fn join(house: &House, request: Request) -> Response {
    request.json(&json!({ "token": house.token("observer"), "name": "Mara" })).send()
}

#[test]
fn the_public_address_is_announced_first_and_its_cookies_are_protected() {
    let house = House::new();
    let address = open(&house, PUBLIC, false);
    let view = house.view();
    assert_eq!(view.addresses.unwrap(), [PUBLIC.to_owned(), format!("http://{address}")]);
    assert!(view.observer_link.unwrap().starts_with("https://room.example.org/#"));
    assert!(!view.plain_http, "beyond this computer it is encrypted");
    assert_eq!(
        view.says.unwrap(),
        "Everybody who can reach https://room.example.org and has a link. Whoever runs that address can read what passes through it."
    );
    let response = join(&house, through(address, PUBLIC, "POST", "/join"));
    let cookie = response.header("Set-Cookie").unwrap_or_else(|| panic!("{}", response.text())).to_owned();
    assert!(cookie.starts_with("__Host-backroom_") && cookie.ends_with("; Secure"), "{cookie}");
    let id = response.json()["ok"]["me"]["id"].as_str().unwrap().to_owned();
    let pair = cookie.split(';').next().unwrap();
    let ask = |base: &str, cookie: &str| {
        let request = through(address, base, "POST", "/rpc/time_now").header("X-Backroom", &id);
        request.header("Cookie", cookie).json(&json!({})).send().status
    };
    assert_eq!(ask(PUBLIC, pair), 200);
    assert_eq!(
        ask(PUBLIC, pair.strip_prefix("__Host-").unwrap()),
        401,
        "only the protected cookie counts there"
    );
    // On this computer nothing is encrypted: its cookies have no such prefix.
    let here = format!("http://{address}");
    let response = join(&house, through(address, &here, "POST", "/join"));
    let own = Person::of(&here, &response);
    assert!(!own.cookie.starts_with("__Host-"));
    assert_eq!(own.rpc("time_now", &json!({})).status, 200);
}

#[test]
fn only_exactly_the_public_address_is_known() {
    let house = House::new();
    let address = open(&house, PUBLIC, false);
    for host in [
        "evil.example",
        "room.example.org:443",
        "room.example.org:8443",
        "ROOM.example.org",
        "room.example.org.",
        "www.room.example.org",
        "room.example.org.evil.example",
        "room.example.org@evil.example",
        "",
    ] {
        let request = through(address, PUBLIC, "POST", "/join").header("Host", host);
        let response = join(&house, request);
        assert!([400, 421].contains(&response.status), "{host}: {}", response.text());
        assert_eq!(response.header("Set-Cookie"), None);
    }
    let twice = through(address, PUBLIC, "GET", "/").and_header("Host", "room.example.org").send();
    assert!([400, 421].contains(&twice.status));
    for origin in [
        "http://room.example.org",
        "https://room.example.org:443",
        "https://room.example.org/",
        "https://evil.example",
        &format!("http://{address}"),
        "null",
        "",
    ] {
        let response = join(&house, through(address, PUBLIC, "POST", "/join").header("Origin", origin));
        assert_eq!((response.status, response.code().as_str()), (403, "forbidden"), "{origin}");
    }
    let here = through(address, PUBLIC, "POST", "/join").header("Host", &address.to_string());
    assert_eq!(join(&house, here).status, 403, "a proxy that hides the host is found out");
}

#[test]
fn an_address_that_is_none_or_is_not_encrypted_opens_nothing() {
    let house = House::new();
    let refused = |how: Value| -> Fault {
        let mut how = how;
        how["command_id"] = json!(crate::house::id());
        house.engine.call_blocking(operator(), "room_open", how).expect_err("refused")
    };
    for public in
        ["room.example.org", "https://room.example.org/path", "https://u@room.example.org", "ftp://x"]
    {
        let fault = refused(json!({ "reach": "loopback", "plain_http": false, "public_address": public }));
        assert_eq!(fault.code, FaultCode::Invalid, "{}", fault.message);
    }
    let plain = json!({ "reach": "loopback", "plain_http": false, "public_address": "http://100.101.1.2" });
    let fault = refused(plain);
    assert!(fault.message.contains("https://") && fault.code == FaultCode::Refused, "{}", fault.message);
    let half = json!({ "reach": "all", "plain_http": false, "certificate": "lab.pem" });
    assert!(refused(half).message.contains("Name both"));
    assert!(!house.view().open);
    let address = open(&house, "http://100.101.1.2", true);
    let view = house.view();
    assert!(view.plain_http, "everybody sees the red sign");
    assert!(view.says.unwrap().contains("not encrypted"));
    let response = join(&house, through(address, "http://100.101.1.2", "POST", "/join"));
    assert!(response.header("Set-Cookie").is_some_and(|cookie| cookie.starts_with("backroom_")));
}

#[test]
fn what_the_room_was_opened_with_is_kept_for_the_next_start() {
    let house = House::new();
    open(&house, PUBLIC, false);
    let how = house.engine.room_to_reopen().expect("it was open");
    assert_eq!(how.public_address.as_deref(), Some(PUBLIC));
}
