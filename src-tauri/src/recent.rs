//! The studies that this computer has opened, kept in a file of its own.

use serde_json::{Value, json};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// How many studies are remembered.
const MOST: usize = 12;

/// The list, newest first.
pub(crate) struct Recent {
    file: PathBuf,
    studies: Vec<Entry>,
}

struct Entry {
    path: String,
    title: String,
    opened_at: i64,
}

impl Recent {
    /// Reads the list; one that is missing or broken is empty.
    pub(crate) fn read(folder: &Path) -> Self {
        let file = folder.join("recent.json");
        let kept = std::fs::read(&file).ok().and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
        let studies = kept.iter().filter_map(Value::as_array).flatten().filter_map(|study| {
            Some(Entry {
                path: study["path"].as_str()?.to_owned(),
                title: study["title"].as_str()?.to_owned(),
                opened_at: study["opened_at"].as_i64()?,
            })
        });
        Self { studies: studies.collect(), file }
    }

    /// Puts a study first. That the list cannot be written is only logged: the study matters more.
    pub(crate) fn remember(mut self, path: &Path, title: &str, opened_at: i64) {
        let path = path.to_string_lossy().into_owned();
        self.studies.retain(|study| study.path != path);
        self.studies.insert(0, Entry { path, title: title.to_owned(), opened_at });
        self.studies.truncate(MOST);
        self.write();
    }

    /// Takes a study off the list; its file stays.
    pub(crate) fn forget(mut self, path: &str) {
        self.studies.retain(|study| study.path != path);
        self.write();
    }

    /// The list for the page; `there` says whether the file still is.
    pub(crate) fn view(&self) -> Value {
        let studies = self.studies.iter().map(|study| {
            let there = Path::new(&study.path).is_file();
            json!({ "path": study.path, "title": study.title, "opened_at": study.opened_at, "there": there })
        });
        Value::Array(studies.collect())
    }

    fn write(&self) {
        let studies = self
            .studies
            .iter()
            .map(|study| json!({ "path": study.path, "title": study.title, "opened_at": study.opened_at }));
        let list = Value::Array(studies.collect()).to_string();
        if let Err(error) = write_whole(&self.file, list.as_bytes()) {
            tracing::warn!(%error, "the list of recent studies could not be kept");
        }
    }
}

/// Writes a file as a whole or not at all.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(format!(".{}.part", std::process::id()));
    let unfinished = PathBuf::from(unfinished);
    let written = std::fs::File::create(&unfinished)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| std::fs::rename(&unfinished, path));
    if written.is_err() {
        // What could not be finished is of no use to anybody.
        let _ = std::fs::remove_file(&unfinished);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_study_stands_first_once_and_can_be_forgotten() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let there = folder.path().join("one.backroom");
        std::fs::write(&there, "").expect("the file can be written");
        for (path, at) in [(there.as_path(), 1), (Path::new("/gone/two.backroom"), 2), (&there, 3)] {
            Recent::read(folder.path()).remember(path, "A study", at);
        }
        let list = Recent::read(folder.path()).view();
        let seen: Vec<_> = list.as_array().into_iter().flatten().collect();
        assert_eq!(seen.len(), 2, "a study opened twice stands there once");
        assert_eq!((&seen[0]["opened_at"], &seen[0]["there"]), (&json!(3), &json!(true)));
        assert_eq!(seen[1]["there"], json!(false), "a file that went is said to have gone");
        Recent::read(folder.path()).forget("/gone/two.backroom");
        assert_eq!(Recent::read(folder.path()).view().as_array().map(Vec::len), Some(1));
    }

    #[test]
    fn a_broken_list_is_an_empty_one() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        for content in ["", "{", "{}", "[1]", "[{\"path\": 1}]"] {
            std::fs::write(folder.path().join("recent.json"), content).expect("the file can be written");
            assert_eq!(
                Recent::read(folder.path()).view(),
                json!([]),
                "{content:?} must not stop the console"
            );
        }
    }
}
