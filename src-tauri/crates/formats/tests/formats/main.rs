//! The readers and writers, on data tables, on files from the wild, and on hostile bytes.
#![allow(clippy::unwrap_used)]

use formats::columns::Choices;
use std::path::PathBuf;

mod answers;
mod calendars;
mod codebooks;
mod columns;
mod exports;
mod guides;
mod hostile;
mod minutes;
mod peers;
mod refi;
mod sample;
mod tables;

/// Where files that nobody here wrote may be; the tests that want them say so and pass when they are not there.
fn corpora() -> PathBuf {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/corpora");
    std::env::var_os("BACKROOM_CORPORA").map_or_else(beside, PathBuf::from)
}

/// Reads `bytes` with every reader, as if the file had been given to each of them.
fn read_with_all(bytes: &[u8]) -> Vec<Result<usize, formats::Problem>> {
    let zone = chrono_tz::Europe::Berlin;
    let _ = formats::sniff("a.bin", bytes, &Choices::new());
    let _ = formats::columns::look("a.csv", bytes, &Choices::new());
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 22);
    let _ = formats::schedule::read_ics("a.ics", bytes, zone, today);
    vec![
        formats::schedule::read_ics("a.ics", bytes, zone, None).map(|schedule| schedule.entries.len()),
        formats::schedule::read_csv("a.csv", bytes, zone, &Choices::new())
            .map(|schedule| schedule.entries.len()),
        formats::guide::read("a.md", bytes).map(|guide| guide.sections.len()),
        formats::screener::read_csv("a.csv", bytes, &Choices::new()).map(|screener| screener.rows.len()),
        formats::notes::read_csv("a.csv", bytes).map(|notes| notes.len()),
        formats::codebook::read_csv("a.csv", bytes).map(|book| book.tags.len()),
        formats::codebook::read_qdc("a.qdc", bytes).map(|book| book.tags.len()),
        formats::answers::read_csv("a.csv", bytes, &Choices::new()).map(|answers| answers.rows.len()),
    ]
}
