//! What the log must not hold, at its most talkative.

use crate::house::{House, own_page};
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
    let log = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("note_add"), "the log tells what was asked:\n{log}");
    let secret = mara.cookie.split_once('=').unwrap().1;
    for word in ["xylophone", &token, secret, "Mara"] {
        assert!(!log.contains(word), "{word} stands in the log:\n{log}");
    }
}
