//! The notes of the session: as a page shows them, and as an independent program finds them in the file.

use crate::page::Page;
use crate::programs::backroom;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// One note, as far as every reader of the team sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub id: String,
    /// The stamp as an ISO instant in UTC, with milliseconds.
    pub at: String,
    pub author: String,
    /// None for a mark.
    pub body: Option<String>,
    /// Names in order.
    pub tags: Vec<String>,
    pub team: bool,
    pub starred: bool,
}

/// What a page's rows say, from those that are drawn now: by place in the list, of how many.
const ROWS: &str = "
    const text = (element) => element?.textContent ?? null;
    return [...document.querySelectorAll('.scroller li[data-row]')].filter((row) => row.querySelector('time')).map((row) => ({
        place: Number(row.getAttribute('aria-posinset')),
        of: Number(row.getAttribute('aria-setsize')),
        id: row.dataset.row,
        at: row.querySelector('time').dateTime,
        author: row.querySelector('.who')?.title ?? '',
        body: text(row.querySelector('.body')),
        tags: [...row.querySelectorAll('.chip')].map((chip) => chip.textContent.trim()).sort(),
        team: /team only/.test(row.querySelector('.what')?.textContent ?? ''),
        starred: row.querySelector('.star') !== null,
    }));";

/// Brings a part of the list into view; answers whether there is more below.
const SCROLL: &str = "
    const scroller = document.querySelector('.scroller');
    if (arguments[0]) scroller.scrollTop = 0;
    else scroller.scrollTop += scroller.clientHeight * 0.6;
    return scroller.scrollTop + scroller.clientHeight < scroller.scrollHeight - 2;";

/// All notes that a page shows, in its order, read from top to bottom as by somebody who scrolls. While notes arrive
/// the answer may have holes.
#[track_caller]
pub fn shown(page: &Page) -> Vec<Listed> {
    let mut rows = BTreeMap::new();
    let mut more = page.run(SCROLL, json!([true])) == json!(true);
    loop {
        let drawn = page.run(ROWS, json!([]));
        for row in drawn.as_array().into_iter().flatten() {
            rows.insert(row["place"].as_u64(), listed(row));
        }
        if !more {
            return rows.into_values().collect();
        }
        more = page.run(SCROLL, json!([false])) == json!(true);
    }
}

/// All notes that are in a study's one session, in the order of pages, read by SQLite's own program from a backup.
///
/// # Panics
/// When the backup cannot be made or read.
#[track_caller]
pub fn on_file(study: &Path) -> Vec<Listed> {
    const QUERY: &str = "
        SELECT id, strftime('%Y-%m-%dT%H:%M:%S', at / 1000, 'unixepoch') || printf('.%03dZ', at % 1000) AS at,
            author_name AS author, body, audience = 'team' AS team, starred,
            (SELECT json_group_array(name) FROM (SELECT tag.name FROM json_each(note.tags) AS used
                JOIN tag ON tag.id = used.value ORDER BY tag.name)) AS tags
        FROM note WHERE deleted = 0 ORDER BY note.at, id";
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let copy = folder.path().join("copy.backroom");
    let _ = backroom(["backup".as_ref(), study.as_os_str(), copy.as_os_str()]).done();
    let output = Command::new("sqlite3").arg("-json").arg(&copy).arg(QUERY).output();
    let output = output.unwrap_or_else(|error| panic!("sqlite3 could not be started: {error}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "sqlite3 must read the backup: {said}");
    let text = String::from_utf8(output.stdout).expect("sqlite3 prints UTF-8");
    if text.trim().is_empty() {
        return Vec::new();
    }
    let mut rows: Vec<Value> = serde_json::from_str(&text).expect("sqlite3 prints JSON");
    for row in &mut rows {
        let tags = row["tags"].as_str().expect("BUG: a list of names").to_owned();
        row["tags"] = serde_json::from_str(&tags).expect("sqlite3 makes JSON");
    }
    rows.iter().map(listed).collect()
}

fn listed(row: &Value) -> Listed {
    let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
    let is = |name: &str| row[name] == json!(true) || row[name] == json!(1);
    let tags = row["tags"].as_array().into_iter().flatten();
    Listed {
        id: text("id"),
        at: text("at"),
        author: text("author"),
        body: row["body"].as_str().map(str::to_owned),
        tags: tags.filter_map(|tag| tag.as_str().map(str::to_owned)).collect(),
        team: is("team"),
        starred: is("starred"),
    }
}

/// The first place where two lists differ, in words; none when they are equal.
pub fn difference(page: &[Listed], file: &[Listed]) -> Option<String> {
    let unequal = (0..page.len().max(file.len())).find(|&place| page.get(place) != file.get(place))?;
    Some(format!(
        "{} notes on the page, {} in the file; the first difference is at {unequal}:\n  page: {:?}\n  file: {:?}",
        page.len(),
        file.len(),
        page.get(unequal),
        file.get(unequal)
    ))
}
