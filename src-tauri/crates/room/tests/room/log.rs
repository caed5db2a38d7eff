//! What the log must not hold, at its most talkative.

use crate::house::{House, id, own_page};
use room::Limits;
use serde_json::json;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use tracing_subscriber::filter::LevelFilter;

#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn no_secret_and_no_words_are_logged() {
    let kept = Kept::default();
    let writer = kept.clone();
    tracing_subscriber::fmt().with_max_level(LevelFilter::TRACE).with_writer(move || writer.clone()).init();
    let house = House::new();
    let base = house.open();
    let mara = house.join(&base, "note_taker");
    let token = house.token("note_taker");
    mara.rpc("note_add", &house.note("xylophone-words"));
    mara.rpc("note_add", &json!({ "body": "xylophone-broken" }));
    mara.rpc("xylophone_command", &json!({}));
    let mut feed = mara.feed("scope=study&after=xylophone-cursor.7");
    feed.until("ready");
    own_page(&base, "GET", "/xylophone-path?xylophone-query")
        .header("Referer", "http://xylophone-referer/")
        .send();
    let wrong = own_page(&base, "POST", "/join").header("X-Backroom", "join");
    wrong.json(&json!({ "token": "xylophone-token", "name": "xylophone-name" })).send();
    let asked = json!({
        "question_id": id(), "session_id": house.session, "text": "xylophone-question", "when": "now",
        "command_id": id(),
    });
    let ben = house.join(&base, "observer");
    assert_eq!(ben.rpc("question_suggest", &asked).status, 200);
    let (console, moderator) = house.console(Limits::default());
    moderator.rpc("study_update", &json!({ "title": "xylophone-title", "command_id": id() }));
    let request = moderator.request("POST", "/rpc/time_now?xylophone-query").json(&json!({}));
    request.header("Referer", "http://xylophone-referer/").header("User-Agent", "xylophone-agent").send();
    let console_token = console.link().split_once('#').unwrap().1.to_owned();
    let console_secret = moderator.cookie.split_once('=').unwrap().1.to_owned();
    house.moderate("member_remove", json!({ "member_id": ben.id }));
    assert_eq!(ben.rpc("time_now", &json!({})).status, 401);
    let log = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("note_add"), "the log tells what was asked:\n{log}");
    let secret = mara.cookie.split_once('=').unwrap().1;
    for word in ["xylophone", &token, secret, &console_token, &console_secret, "Mara"] {
        assert!(!log.contains(word), "{word} stands in the log:\n{log}");
    }
}
