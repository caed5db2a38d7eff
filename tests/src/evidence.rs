//! What a failing test leaves behind for a person to look at.

use crate::programs::repository;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

/// A new log file's path in this test's scratch folder.
#[must_use]
pub fn log_path(name: &str) -> PathBuf {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    static COUNT: AtomicU32 = AtomicU32::new(1);
    let folder = FOLDER.get_or_init(|| tempfile::tempdir().expect("a temporary folder can be made"));
    folder.path().join(format!("{:02}-{name}.log", COUNT.fetch_add(1, Ordering::Relaxed)))
}

/// Keeps a copy of `file` for the test that is failing.
pub fn keep_file(file: &Path) {
    if let (Some(name), Ok(content)) = (file.file_name(), std::fs::read(file)) {
        keep(&name.to_string_lossy(), &content);
    }
}

/// Keeps `content` as `name` for the test that is failing.
pub fn keep(name: &str, content: &[u8]) {
    let folder = folder();
    // Evidence is a help, never a second failure.
    if std::fs::create_dir_all(&folder).is_ok() && std::fs::write(folder.join(name), content).is_ok() {
        eprintln!("kept {}", folder.join(name).display());
    }
}

fn folder() -> PathBuf {
    // A runner may run the test on the main thread, and then says its name here.
    let named = std::env::var("NEXTEST_TEST_NAME").ok();
    let thread = std::thread::current();
    let test = named.as_deref().or(thread.name()).unwrap_or("unnamed").replace("::", ".");
    repository().join("tests/failures").join(test)
}
