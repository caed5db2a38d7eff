//! Room on the disk that is kept for notes: a file beside an open study, given up when the disk is full.

use crate::folder::free_bytes;
use crate::open::beside;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// How large it is, in bytes: a note takes 14 to 39 KB of the log before the log is used again, so that some hundreds
/// of notes fit in any case, and usually all that are still to come on that day.
pub const RESERVE: u64 = 32 << 20;

/// The reserve of a study.
#[derive(Debug)]
pub struct Reserve {
    path: PathBuf,
}

impl Reserve {
    /// The reserve of the study at a path; it need not be there.
    pub fn of(study: &Path) -> Self {
        Self { path: beside(study, ".reserve") }
    }

    /// Whether it is there, as a whole.
    pub fn is_there(&self) -> bool {
        std::fs::metadata(&self.path).is_ok_and(|about| about.len() >= RESERVE)
    }

    /// Makes it, unless it would leave less than its own size free; says whether it is there.
    pub fn make(&self) -> io::Result<bool> {
        if self.is_there() {
            return Ok(true);
        }
        // What a crash may have left of one.
        self.release();
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if free_bytes(folder.unwrap_or(Path::new("."))).is_some_and(|free| free < 2 * RESERVE) {
            return Ok(false);
        }
        let made = File::create_new(&self.path).and_then(|file| fill(&file));
        if made.is_err() {
            self.release();
        }
        made.map(|()| self.is_there())
    }

    /// Gives it up; says whether it was there.
    pub fn release(&self) -> bool {
        let was_there = self.is_there();
        std::fs::remove_file(&self.path).is_ok() && was_there
    }
}

/// Takes the room without writing, where the file system can: what is written would keep notes waiting for the disk.
#[cfg(target_os = "linux")]
fn fill(file: &File) -> io::Result<()> {
    use rustix::fs::{FallocateFlags, fallocate};
    match fallocate(file, FallocateFlags::empty(), 0, RESERVE) {
        Err(rustix::io::Errno::OPNOTSUPP | rustix::io::Errno::NOSYS) => write(file),
        taken => Ok(taken?),
    }
}

#[cfg(not(target_os = "linux"))]
fn fill(file: &File) -> io::Result<()> {
    write(file)
}

/// Fills it with what no file system makes smaller.
fn write(mut file: &File) -> io::Result<()> {
    use std::io::Write;
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut block = vec![0; 1 << 20];
    for _ in 0..RESERVE >> 20 {
        for bytes in block.chunks_exact_mut(8) {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            bytes.copy_from_slice(&state.to_le_bytes());
        }
        file.write_all(&block)?;
    }
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reserve_takes_its_room_and_gives_it_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let reserve = Reserve::of(&folder.path().join("Study.backroom"));
        let path = folder.path().join("Study.backroom.reserve");
        std::fs::write(&path, "half").expect("what a crash left");
        assert!(!reserve.is_there());
        assert!(reserve.make().expect("made") && reserve.make().expect("it is there already"));
        taken(&path);
        assert!(reserve.release() && !reserve.release() && !path.exists());
        let file = File::create_new(&path).expect("made");
        write(&file).expect("written where nothing can be taken without writing");
        taken(&path);
        assert!(reserve.is_there());
    }

    /// A hole would be no reserve.
    #[cfg(unix)]
    fn taken(path: &Path) {
        use std::os::unix::fs::MetadataExt;
        let about = std::fs::metadata(path).expect("there");
        assert!(about.blocks() * 512 >= RESERVE, "{} blocks are taken", about.blocks());
    }

    #[cfg(not(unix))]
    fn taken(path: &Path) {
        assert!(std::fs::metadata(path).expect("there").len() >= RESERVE);
    }
}
