//! Why a file or folder cannot be read, in words.

use std::io::{Error, ErrorKind};

/// Completes “The folder cannot be read: …”, without a full stop; the system's number means nothing to anybody.
#[must_use]
pub fn because(error: &Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "it is not there".into(),
        ErrorKind::PermissionDenied => "Backroom may not read it".into(),
        ErrorKind::NotADirectory => "it is no folder".into(),
        ErrorKind::IsADirectory => "it is a folder".into(),
        _ => {
            let words = error.to_string();
            words.split_once(" (os error").map_or(words.as_str(), |(words, _)| words).to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::because;
    use std::io::Error;

    #[test]
    fn the_system_s_number_is_not_said() {
        let says = |code| because(&Error::from_raw_os_error(code));
        assert_eq!(says(2), "it is not there");
        assert_eq!(says(13), "Backroom may not read it");
        assert!(!says(5).contains("os error"), "{}", says(5));
        assert_eq!(because(&Error::other("the disk is away")), "the disk is away");
    }
}
