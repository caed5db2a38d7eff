//! Opening a file of a followed folder: regular, no link, inside the folder, and never the study itself.

use std::fs::{File, Metadata};
use std::io;
use std::path::{Component, Path};

/// Names that are no files to read: what is still being downloaded, what programs keep for themselves, studies.
pub fn is_passed_over(name: &str) -> bool {
    let name = name.to_lowercase();
    let parts = || name.split('/');
    let hidden = parts().any(|part| part.starts_with('.') || part.starts_with("~$"));
    let endings = [
        ".crdownload",
        ".part",
        ".partial",
        ".download",
        ".opdownload",
        ".tmp",
        ".temp",
        "~",
        ".lock",
        ".backroom",
        ".backroom-wal",
        ".backroom-shm",
        ".backroom-journal",
    ];
    let fixed = ["desktop.ini", "thumbs.db"];
    hidden
        || parts().any(|part| endings.iter().any(|ending| part.ends_with(ending)))
        || parts().next_back().is_some_and(|last| fixed.contains(&last))
}

/// Opens a file by its name inside a folder, for reading only.
///
/// # Errors
/// A sentence's worth of why not: a link, no regular file, outside the folder, the study itself, or the system's no.
pub fn open(folder: &Path, name: &str, study: &Path) -> io::Result<(File, Metadata)> {
    let refused = |why: &str| Err(io::Error::new(io::ErrorKind::PermissionDenied, why.to_owned()));
    let plain = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    if !plain || is_passed_over(name) {
        return refused("it is not one of the folder's files");
    }
    let path = folder.join(name);
    let seen = std::fs::symlink_metadata(&path)?;
    if !seen.is_file() {
        return refused("it is a link or no regular file");
    }
    // A link among the folders on the way leads elsewhere.
    if !path.canonicalize()?.starts_with(folder.canonicalize()?) {
        return refused("it leads out of the folder");
    }
    // Closing any other descriptor of the study would drop SQLite's locks: it is not even opened.
    if same(&seen, &std::fs::symlink_metadata(study)?) {
        return refused("it is the study itself");
    }
    let file = File::open(&path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() || !same(&metadata, &seen) {
        return refused("it was replaced while it was opened");
    }
    Ok((file, metadata))
}

#[cfg(unix)]
fn same(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// Without inodes: nothing is the same but what has the same size and times.
#[cfg(not(unix))]
fn same(one: &Metadata, other: &Metadata) -> bool {
    one.len() == other.len()
        && one.modified().ok() == other.modified().ok()
        && one.created().ok() == other.created().ok()
}

/// When a file was last changed, UTC milliseconds.
pub fn modified_at(metadata: &Metadata) -> i64 {
    let since = metadata.modified().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
    since.and_then(|since| i64::try_from(since.as_millis()).ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_a_file_of_the_folder_is_passed_over_or_refused() {
        for name in [
            ".DS_Store",
            "a/.hidden/b.csv",
            "call.mp4.crdownload",
            "call.part",
            "~$guide.md",
            "x.tmp",
            "guide.md~",
            "Study.backroom",
            "STUDY.BACKROOM-WAL",
            "Study.backroom.lock",
            "Thumbs.db",
        ] {
            assert!(is_passed_over(name), "{name}");
        }
        for name in ["P04.mp4", "schedule.ics", "a/b/answers.csv", "partial results.csv"] {
            assert!(!is_passed_over(name), "{name}");
        }
        let folder = tempfile::tempdir().expect("a folder");
        let (inbox, study) = (folder.path().join("inbox"), folder.path().join("Study.backroom"));
        std::fs::create_dir(&inbox).expect("a folder");
        std::fs::write(&study, "study").expect("written");
        std::fs::write(inbox.join("a.csv"), "a").expect("written");
        std::fs::write(folder.path().join("secret.csv"), "s").expect("written");
        assert!(open(&inbox, "a.csv", &study).is_ok());
        for name in ["../secret.csv", "/etc/passwd", "nothing.csv", "."] {
            assert!(open(&inbox, name, &study).is_err(), "{name}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("../secret.csv", inbox.join("link.csv")).expect("linked");
            std::os::unix::fs::symlink("..", inbox.join("up")).expect("linked");
            std::fs::hard_link(&study, inbox.join("notes.csv")).expect("linked");
            for name in ["link.csv", "up/secret.csv", "notes.csv"] {
                assert!(open(&inbox, name, &study).is_err(), "{name}");
            }
        }
    }
}
