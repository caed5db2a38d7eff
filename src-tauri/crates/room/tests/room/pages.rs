//! What is served to anybody who asks, and the headers on everything.

use crate::house::{self, House, own_page};
use room::Limits;
use serde_json::json;

const ROOM_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const CONSOLE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

#[test]
fn every_answer_carries_the_security_headers() {
    let house = House::new();
    let base = house.open();
    let (_console, moderator) = house.console(Limits::default());
    let ben = house.join(&base, "observer");
    let get = |target: &str| own_page(&base, "GET", target);
    let asset = asset_of(&get("/").send().text());
    let answers = [
        ("the page", get("/").send(), 200),
        ("an asset", get(&asset).send(), 200),
        ("the commands", get("/api").send(), 200),
        ("nothing", get("/nothing").send(), 404),
        ("no asset", get("/assets/none.js").send(), 404),
        ("a wrong host", get("/").header("Host", "evil.example").send(), 421),
        ("no cookie", get("/feed?scope=study").header("X-Backroom", &ben.id).send(), 401),
        ("an answer", ben.rpc("time_now", &json!({})), 200),
        ("a fault", ben.rpc("question_suggest", &json!({})), 400),
        ("a refusal", ben.rpc("note_add", &json!({})), 403),
        ("a stream", ben.request("GET", "/feed?scope=study").open().0, 200),
        ("the console's page", own_page(&moderator.base, "GET", "/").send(), 200),
        ("a console's answer", moderator.rpc("time_now", &json!({})), 200),
    ];
    for (what, response, status) in &answers {
        assert_eq!(response.status, *status, "{what}: {}", response.text());
        for (name, value) in [
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ] {
            assert_eq!(response.header(name), Some(value), "{what}");
        }
        let policies: Vec<&str> = response
            .headers
            .iter()
            .filter(|(name, _)| name.eq_ignore_ascii_case("Content-Security-Policy"))
            .map(|(_, value)| value.as_str())
            .collect();
        let expected = if what.contains("console") { CONSOLE_POLICY } else { ROOM_POLICY };
        assert_eq!(policies, [expected], "{what}");
        assert_eq!(response.header("Access-Control-Allow-Origin"), None, "{what}");
        assert_eq!(response.header("Set-Cookie"), None, "{what}");
        let cached = response.header("Cache-Control");
        let expected = if *what == "an asset" { "public, max-age=31536000, immutable" } else { "no-store" };
        assert_eq!(cached, Some(expected), "{what}");
    }
}

/// The first asset that a page names.
fn asset_of(page: &str) -> String {
    let start = page.find("/assets/").expect("a built page names its assets");
    page[start..].split('"').next().unwrap().to_owned()
}

/// What the page loads later is named by no page: all of it must be in the program.
#[test]
fn every_built_file_of_the_page_is_served() {
    let house = House::new();
    let base = house.open();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/dist/room/assets");
    let mut scripts = 0;
    for entry in std::fs::read_dir(folder).expect("the page is built") {
        let entry = entry.expect("the folder can be read");
        let name = entry.file_name().into_string().expect("names of built files are plain");
        let answer = own_page(&base, "GET", &format!("/assets/{name}")).send();
        assert_eq!(answer.status, 200, "{name}");
        let bytes = std::fs::read(entry.path()).expect("the file can be read");
        assert_eq!(answer.body.len(), bytes.len(), "{name} is served whole");
        scripts += usize::from(name.ends_with(".js"));
    }
    assert!(scripts > 1, "a note-taker's page is a script of its own");
}

#[test]
fn pages_need_no_header_but_the_host() {
    let house = House::new();
    let base = house.open();
    for target in ["/", "/api"] {
        for site in ["none", "cross-site"] {
            let request = own_page(&base, "GET", target).without("Origin").header("Sec-Fetch-Site", site);
            assert_eq!(request.send().status, 200, "{target}: a link from elsewhere may open the page");
        }
    }
    let page = own_page(&base, "GET", "/").send();
    assert_eq!(page.header("Content-Type"), Some("text/html; charset=utf-8"));
    let script = own_page(&base, "GET", &asset_of(&page.text()));
    let plain = script.send();
    let packed = script.header("Accept-Encoding", "br, gzip").send();
    assert_eq!(packed.header("Content-Encoding"), Some("gzip"), "built scripts are sent compressed");
    assert!(packed.body.len() < plain.body.len());
    assert!(plain.header("Content-Type").is_some_and(|kind| kind.starts_with("text/")));
}

#[test]
fn nothing_outside_the_built_pages_is_served() {
    let house = House::new();
    let base = house.open();
    for target in [
        "/index.html",
        "/assets/",
        "/assets/../index.html",
        "/assets/%2e%2e/index.html",
        "/assets/..%2f..%2fCargo.toml",
        "/assets/%00",
        "//etc/passwd",
        "/.well-known/",
        "/checkout.backroom",
        "/rpc",
        "/rpc/",
    ] {
        let response = own_page(&base, "GET", target).send();
        assert!(matches!(response.status, 404 | 405), "{target}: {}", response.status);
    }
}

#[test]
fn strangers_connections_are_not_kept() {
    let house = House::new();
    let base = house.open();
    let ben = house.join(&base, "observer");
    assert_eq!(own_page(&base, "GET", "/").send().header("Connection"), Some("close"));
    let inside = ben.request("POST", "/rpc/time_now").json(&json!({}));
    let (answer, _) = inside.open();
    assert_eq!(answer.header("Connection"), None, "a member's are");
}

#[test]
fn the_commands_are_listed_with_what_they_need() {
    let house = House::new();
    let base = house.open();
    let api = own_page(&base, "GET", "/api").send().json();
    let commands = api["commands"].as_array().unwrap();
    assert_eq!(commands.len(), protocol::TABLE.len());
    let note = commands.iter().find(|command| command["name"] == "note_add").unwrap();
    assert_eq!((&note["permission"], &note["changes"]), (&json!("write_notes"), &json!(true)));
    assert!(note["fields"].as_array().unwrap().contains(&json!({ "name": "note_id", "type": "String" })));
}

/// A study gives out JSON alone, whatever was put into it; what else is served was built into the program.
#[test]
fn nothing_that_a_browser_runs_comes_out_of_a_study() {
    let house = House::new();
    let base = house.open();
    let mara = house.join(&base, "note_taker");
    let note = house.note("<script>document.title = 'run'</script>");
    assert_eq!(mara.rpc("note_add", &note).status, 200);
    for (name, bytes) in [
        ("photo.svg", &b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"[..]),
        ("photo.png", b"<!doctype html><script>alert(1)</script>"),
        ("photo.jpg", b"\xff\xd8\xff<script>alert(1)</script>"),
        ("photo.html", b"GIF89a<script>alert(1)</script>"),
    ] {
        let photo = house::id();
        let encoded = base64::Engine::encode(&base64::prelude::BASE64_STANDARD, bytes);
        let added = json!({
            "photo_id": photo, "note_id": note["note_id"], "name": name, "base64": encoded, "command_id": house::id(),
        });
        let refused = mara.rpc("photo_add", &added);
        assert!((400..500).contains(&refused.status), "{name}: {} {}", refused.status, refused.text());
        let read = mara.rpc("photo_read", &json!({ "photo_id": photo }));
        assert_eq!(read.status, 404, "{name}: {}", read.text());
    }
    let search = mara.rpc("search", &json!({ "text": "script" }));
    assert!(search.text().contains("<script>"), "what was written is what comes back: {}", search.text());
    assert_eq!(search.header("Content-Type"), Some("application/json"));
    for id in [note["note_id"].as_str().unwrap(), &house.session] {
        for target in [
            format!("/{id}"),
            format!("/assets/{id}"),
            format!("/photo/{id}"),
            format!("/rpc/photo_read/{id}"),
        ] {
            assert_eq!(mara.request("GET", &target).send().status, 404, "{target}");
        }
    }
}
