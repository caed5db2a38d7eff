//! Requests that are not the room's own page's.

use crate::house::{House, own_page};
use crate::http::Request;
use room::Limits;
use serde_json::json;

/// Every guarded route, as the room's own page would ask it, and with which status it answers then.
fn routes(house: &House, base: &str) -> Vec<(&'static str, Request, u16)> {
    let member = house.join(base, "note_taker");
    let join = own_page(base, "POST", "/join").header("X-Backroom", "join");
    vec![
        ("join", join.json(&json!({ "token": house.token("observer"), "name": "Ben" })), 200),
        ("query", member.request("POST", "/rpc/time_now").json(&json!({})), 200),
        ("change", member.request("POST", "/rpc/note_add").json(&house.note("Hm.")), 200),
        ("feed", member.request("GET", "/feed?scope=nonsense"), 400),
    ]
}

#[test]
fn what_the_own_page_does_not_send_is_refused() {
    let house = House::new();
    let base = house.open();
    let port = base.rsplit(':').next().unwrap().to_owned();
    let other_port = format!("http://127.0.0.1:{}", port.parse::<u16>().unwrap() ^ 1);
    type Change<'a> = Box<dyn Fn(Request) -> Request + 'a>;
    let set = |name: &'static str, value: &str| -> Change<'_> {
        let value = value.to_owned();
        Box::new(move |request| request.header(name, &value))
    };
    let changes: Vec<(&str, Change<'_>, u16, &str)> = vec![
        (
            "a name pointed here from elsewhere",
            set("Host", &format!("evil.example:{port}")),
            421,
            "misdirected",
        ),
        ("localhost was not announced", set("Host", &format!("localhost:{port}")), 421, "misdirected"),
        ("no port", set("Host", "127.0.0.1"), 421, "misdirected"),
        (
            "an announced host as a prefix",
            set("Host", &format!("127.0.0.1:{port}.evil.example")),
            421,
            "misdirected",
        ),
        ("no host", Box::new(|request| request.without("Host")), 421, "misdirected"),
        ("two hosts", Box::new(|request| request.and_header("Host", "evil.example")), 421, "misdirected"),
        ("another site", set("Origin", "https://evil.example"), 403, "forbidden"),
        ("another port", set("Origin", &other_port), 403, "forbidden"),
        ("another scheme", set("Origin", &format!("https://127.0.0.1:{port}")), 403, "forbidden"),
        ("a sandboxed frame", set("Origin", "null"), 403, "forbidden"),
        (
            "two origins",
            Box::new(|request| request.and_header("Origin", "https://evil.example")),
            403,
            "forbidden",
        ),
        ("cross-site", set("Sec-Fetch-Site", "cross-site"), 403, "forbidden"),
        ("same-site is another port", set("Sec-Fetch-Site", "same-site"), 403, "forbidden"),
        ("typed into the address bar", set("Sec-Fetch-Site", "none"), 403, "forbidden"),
        ("a form or an image", Box::new(|request| request.without("X-Backroom")), 403, "forbidden"),
    ];
    for (why, change, status, code) in &changes {
        for (route, request, _) in routes(&house, &base) {
            let response = change(request).send();
            assert_eq!((response.status, response.code().as_str()), (*status, *code), "{route}: {why}");
            assert_eq!(response.header("Set-Cookie"), None, "{route}: {why}");
        }
    }
    for (route, request, status) in routes(&house, &base) {
        assert_eq!(request.send().status, status, "{route} is answered when nothing is wrong with it");
    }
}

/// A page elsewhere that has its own name pointed here gets nothing at all, and nothing on any listener.
#[test]
fn another_host_is_misdirected_everywhere() {
    let house = House::new();
    let base = house.open();
    let (_console, moderator) = house.console(Limits::default());
    let member = house.join(&base, "observer");
    for person in [&member, &moderator] {
        let port = person.address.port();
        for target in
            ["/", "/api", "/assets/none.js", "/rpc/time_now", "/feed?scope=study", "/join", "/nothing"]
        {
            for host in [format!("evil.example:{port}"), format!("localhost:{port}"), format!("[::1]:{port}")]
            {
                for method in ["GET", "POST"] {
                    let request = person.request(method, target).header("Host", &host);
                    let request = request.header("Origin", &format!("http://{host}"));
                    let response = request.json(&json!({})).send();
                    assert_eq!(response.status, 421, "{method} {target} as {host}: {}", response.text());
                }
            }
            let whole = format!("http://evil.example:{port}{target}");
            assert_eq!(person.request("GET", &whole).send().status, 421, "{whole}");
        }
    }
}

#[test]
fn nobody_is_sent_elsewhere_and_no_origin_is_allowed() {
    let house = House::new();
    let base = house.open();
    let member = house.join(&base, "observer");
    for method in ["GET", "POST", "HEAD", "OPTIONS"] {
        for target in [
            "/",
            "//evil.example",
            "//evil.example/%2e%2e",
            "/https://evil.example/",
            "/?next=https://evil.example/",
            "/assets",
            "/assets/https://evil.example",
            "/rpc/time_now?url=//evil.example",
            "/feed",
            "/join/",
        ] {
            for origin in [base.as_str(), "https://evil.example", "null"] {
                let response =
                    member.request(method, target).header("Origin", origin).json(&json!({})).send();
                assert!(!(300..400).contains(&response.status), "{method} {target} {}", response.status);
                assert_eq!(response.header("Location"), None, "{method} {target}");
                let allows = |name: &str| name.to_lowercase().starts_with("access-control-");
                assert!(!response.headers.iter().any(|(name, _)| allows(name)), "{method} {target}");
            }
        }
    }
}

#[test]
fn posts_need_an_origin_and_json() {
    let house = House::new();
    let base = house.open();
    for (route, request, _) in routes(&house, &base).into_iter().filter(|(route, ..)| *route != "feed") {
        let missing = request.clone().without("Origin").send();
        assert_eq!(missing.code(), "forbidden", "{route} without an origin");
        for kind in
            ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16", ""]
        {
            let response = request.clone().header("Content-Type", kind).send();
            assert_eq!((response.status, response.code().as_str()), (400, "invalid"), "{route} as {kind:?}");
        }
        let without = request.clone().without("Content-Type").send();
        assert_eq!(without.code(), "invalid", "{route} without a type");
        let with_charset = request.header("Content-Type", "application/json; charset=UTF-8");
        assert_eq!(with_charset.send().status, 200, "{route} with its charset");
    }
}

#[test]
fn only_the_right_method_is_answered() {
    let house = House::new();
    let base = house.open();
    let member = house.join(&base, "observer");
    for (method, target) in [
        ("GET", "/join"),
        ("GET", "/rpc/time_now"),
        ("PUT", "/rpc/time_now"),
        ("POST", "/feed?scope=study"),
        ("OPTIONS", "/rpc/time_now"),
        ("OPTIONS", "/feed"),
        ("DELETE", "/"),
    ] {
        let response = member.request(method, target).send();
        assert_eq!(response.status, 405, "{method} {target}");
        assert_eq!(response.header("Access-Control-Allow-Origin"), None, "{method} {target}");
    }
}

#[test]
fn bodies_that_are_no_object_change_nothing() {
    let house = House::new();
    let base = house.open();
    let member = house.join(&base, "note_taker");
    for body in ["", "[]", "null", "\"text\"", "{", "{\"a\":1}}", "\u{0}"] {
        for target in ["/join", "/rpc/note_add", "/rpc/time_now"] {
            let request = member.request("POST", target).header("Content-Type", "application/json");
            let response = request.body(body).send();
            assert_eq!((response.status, response.code().as_str()), (400, "invalid"), "{target} {body:?}");
        }
    }
    let deep = "[".repeat(50_000);
    let request = member.request("POST", "/rpc/note_add").header("Content-Type", "application/json");
    assert_eq!(request.body(deep).send().status, 400, "deep nesting is refused, not followed");
}
