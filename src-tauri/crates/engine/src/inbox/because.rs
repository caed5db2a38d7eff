//! Why a file or folder cannot be read, in words.

use std::io::{Error, ErrorKind};

/// Completes “The folder cannot be read: …”, without a full stop; the system's number means nothing to anybody.
#[must_use]
pub fn because(error: &Error) -> String {
    // What has no number of the system's has words of our own.
    match error.raw_os_error().map(|_| error.kind()) {
        Some(ErrorKind::NotFound) => "it is not there".into(),
        Some(ErrorKind::PermissionDenied) => "Backroom may not read it".into(),
        Some(ErrorKind::NotADirectory) => "it is no folder".into(),
        Some(ErrorKind::IsADirectory) => "it is a folder".into(),
        _ => {
            let words = error.to_string();
            words.split_once(" (os error").map_or(words.as_str(), |(words, _)| words).to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::because;
    use std::io::{Error, ErrorKind};

    #[test]
    fn the_system_s_number_is_not_said() {
        let says = |code| because(&Error::from_raw_os_error(code));
        assert_eq!(says(2), "it is not there");
        assert_eq!(says(13), "Backroom may not read it");
        assert!(!says(5).contains("os error"), "{}", says(5));
        assert_eq!(
            because(&Error::new(ErrorKind::PermissionDenied, "this is the study itself")),
            "this is the study itself"
        );
    }
}
