//! The followed guide: one file, read again whenever it has changed and stands still.

use crate::settle::Stamp;
use engine::inbox::modified_at;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// How long the guide must stand still, in milliseconds: editors write it at once, or rename a new one over it.
const STILL: u64 = 300;
/// The largest guide, in bytes.
const LIMIT: u64 = 4 * 1024 * 1024;

/// What is known of the followed file.
#[derive(Debug, Default)]
pub(crate) struct GuideFile {
    seen: Option<(Option<Stamp>, u64)>,
    told: Option<Option<Stamp>>,
}

impl GuideFile {
    /// Takes how the file looks at a time; true when it is to be read, or told that it is gone. Also says when to
    /// look again.
    pub(crate) fn look(&mut self, now: u64, stamp: Option<Stamp>) -> (bool, Option<u64>) {
        if self.seen.is_none_or(|(known, _)| known != stamp) {
            self.seen = Some((stamp, now));
        }
        if self.told == Some(stamp) {
            return (false, None);
        }
        let until = self.seen.map_or(now, |(_, since)| since) + STILL;
        if until <= now {
            self.told = Some(stamp);
            (true, None)
        } else {
            (false, Some(until))
        }
    }
}

/// How the file looks; none when it is not there. A link is followed: the person chose this very file.
pub(crate) fn stamp(path: &Path) -> Option<Stamp> {
    let metadata = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?;
    Some(Stamp { size: metadata.len(), modified_at: modified_at(&metadata) })
}

/// Its bytes.
pub(crate) fn read(path: &Path, study: &Path) -> io::Result<Vec<u8>> {
    // Closing any other descriptor of the study would drop SQLite's locks: it is not even opened.
    if same_file::is_same_path(path, study)? {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is the study itself"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(LIMIT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LIMIT {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "it is larger than 4 MiB"));
    }
    Ok(bytes)
}

mod same_file {
    //! Whether two paths lead to one file, without opening either.

    use std::io;
    use std::path::Path;

    #[cfg(unix)]
    pub(super) fn is_same_path(one: &Path, other: &Path) -> io::Result<bool> {
        use std::os::unix::fs::MetadataExt;
        let (one, other) = (std::fs::metadata(one)?, std::fs::metadata(other)?);
        Ok((one.dev(), one.ino()) == (other.dev(), other.ino()))
    }

    #[cfg(not(unix))]
    pub(super) fn is_same_path(one: &Path, other: &Path) -> io::Result<bool> {
        Ok(one.canonicalize()? == other.canonicalize()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guide_is_read_when_it_stands_still_and_only_when_it_changed() {
        let mut guide = GuideFile::default();
        let at = |size| Some(Stamp { size, modified_at: 0 });
        assert_eq!(guide.look(0, at(10)), (false, Some(300)));
        assert_eq!(guide.look(300, at(10)), (true, None), "read once it stands still");
        assert_eq!(guide.look(900, at(10)), (false, None), "and not again");
        // An editor removes it and renames the new one to its name.
        assert_eq!(guide.look(1_000, None), (false, Some(1_300)));
        assert_eq!(
            guide.look(1_050, at(12)),
            (false, Some(1_350)),
            "that it was gone for a moment is not told"
        );
        assert_eq!(guide.look(1_350, at(12)), (true, None));
        assert_eq!(guide.look(2_000, None), (false, Some(2_300)));
        assert_eq!(guide.look(2_300, None), (true, None), "gone for good is told");
    }
}
