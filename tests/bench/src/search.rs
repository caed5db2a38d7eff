//! Search as one types: from the question to the first 50 notes, against the bare index in the same file.

use crate::report::{Report, Times};
use crate::study::{Study, new_id};
use engine::{Engine, Options};
use room::operator;
use rusqlite::{Connection, OpenFlags};
use serde_json::json;
use std::path::Path;
use std::time::{Duration, Instant};

/// Notes in all.
const SIZES: &[usize] = &[100_000, 1_000_000];
const SESSIONS: usize = 200;
const REPEATS: usize = 300;

/// What is asked, in words; as it is typed; and the same to the bare index, `TAG` being the tag's id.
const QUESTIONS: &[(&str, &str, &str)] = &[
    ("a common word", "total", "body : \"total\" *"),
    ("a rare word", "kohlrabi", "body : \"kohlrabi\" *"),
    ("two letters", "de", "body : \"de\" *"),
    ("a phrase", "\"total button\"", "body : \"total button\""),
    ("a tag and a word", "tag:paywall total", "body : \"total\" * AND terms : (\"0tTAG\")"),
    ("an author and quotes", "by:moderator has:quote", "terms : (\"0amoderator\") AND terms : (\"0hquote\")"),
    ("nothing that is there", "zzyzx", "body : \"zzyzx\" *"),
];

/// Makes a study of each size and measures.
pub fn measure(folder: &Path, _programs: &Path, report: &mut Report) {
    for &size in SIZES {
        let path = folder.join(format!("search-{size}.backroom"));
        let started = Instant::now();
        let tag = fill(&path, size);
        let runtime = tokio::runtime::Runtime::new().expect("a runtime can be started");
        let engine = Engine::open(&path, Options::real()).expect("a study can be opened");
        let ask = |text: &str| {
            let answer = runtime.block_on(engine.call(operator(), "search", json!({"text": text})));
            answer.unwrap_or_else(|fault| panic!("search: {}", fault.message))
        };
        while ask("zzyzx")["incomplete"] == json!(true) {
            std::thread::sleep(Duration::from_millis(100));
        }
        println!("  ({size} notes written and indexed in {:.0} s)", started.elapsed().as_secs_f64());
        let bare = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY)
            .expect("the file can be read beside the engine");
        for (what, text, question) in QUESTIONS {
            let question = question.replace("TAG", &tag);
            let (mut times, mut floor) = (Times::default(), Times::default());
            let (mut found, mut there) = (0, 0);
            for repeat in 0..=REPEATS {
                let started = Instant::now();
                found = ask(text)["hits"].as_array().map_or(0, Vec::len);
                let took = started.elapsed();
                let started = Instant::now();
                there = match_bare(&bare, &question);
                let took_bare = started.elapsed();
                // The first of each fills caches.
                if repeat > 0 {
                    times.push(took);
                    floor.push(took_bare);
                }
            }
            assert_eq!(found, there, "{what}: the index and the search find as many");
            report.row(&format!("search of {size}: {what}, {found} found"), &times, Some(&floor));
        }
        drop(bare);
        engine.close();
    }
    report
        .remark("The floor: the same question to the bare index, with the 50 rows read. A frame is 16.7 ms.");
}

/// The newest 50 that the index has, with their rows.
fn match_bare(connection: &Connection, question: &str) -> usize {
    const QUERY: &str = "SELECT note.* FROM note_search CROSS JOIN note ON note.seq = note_search.rowid
        WHERE note_search MATCH ?1 ORDER BY note_search.rowid DESC LIMIT 50";
    let mut statement = connection.prepare_cached(QUERY).expect("the index can be asked");
    let columns = statement.column_count();
    let mut rows = statement.query([question]).expect("the index can be asked");
    let mut count = 0;
    while let Some(row) = rows.next().expect("rows can be read") {
        for column in 0..columns {
            let _ = std::hint::black_box(row.get_ref(column));
        }
        count += 1;
    }
    count
}

/// Makes the study; answers its tag's id without hyphens.
fn fill(path: &Path, size: usize) -> String {
    let study = Study::create(path);
    let tag = new_id();
    let _ = study.change("tag_create", json!({"tag_id": tag, "name": "paywall"}));
    let each = size / SESSIONS;
    for session in 0..SESSIONS {
        let id = study.start_session(session);
        study.fill(each, |note| {
            let number = session * each + note;
            let mut request = study.note(&id, &text(number));
            if number.is_multiple_of(41) {
                request["tags"] = json!([tag]);
            }
            request
        });
        let _ = study.change("session_end", json!({"session_id": id, "early": false}));
    }
    study.engine.close();
    tag.replace('-', "")
}

/// A note's words, of which one in ten thousand is rare; one note in 50 is a quote.
fn text(number: usize) -> String {
    let text = crate::large::text(number);
    match number {
        _ if number % 10_000 == 17 => format!("{text} kohlrabi"),
        _ if number % 50 == 3 => format!("“{text}”"),
        _ => text,
    }
}
