//! Reading a settled file once: its SHA-256, its bytes when they are few, and whether it stood still meanwhile.

use crate::settle::Stamp;
use engine::inbox::{FoundFile, READ_LIMIT, modified_at, open};
use sha2::{Digest, Sha256};
use std::io::{self, Read};
use std::path::Path;

/// How much is read at a time, in bytes.
const PIECE: usize = 1 << 20;

/// What came of reading a file.
pub(crate) enum Outcome {
    /// It was read whole.
    Read(Box<FoundFile>),
    /// It changed meanwhile, or is gone.
    Changed,
    /// Somebody said stop.
    Stopped,
    /// It cannot be read.
    Failed(io::Error),
}

/// Reads a file. `go_on` is told how many bytes were read and says whether to go on.
pub(crate) fn read(
    folder: &Path,
    name: &str,
    stamp: Stamp,
    study: &Path,
    mut go_on: impl FnMut(u64) -> bool,
) -> Outcome {
    let (mut file, metadata) = match open(folder, name, study) {
        Ok(opened) => opened,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Outcome::Changed,
        Err(error) => return Outcome::Failed(error),
    };
    let still = |metadata: &std::fs::Metadata| {
        Stamp { size: metadata.len(), modified_at: modified_at(metadata) } == stamp
    };
    if !still(&metadata) {
        return Outcome::Changed;
    }
    let mut sha = Sha256::new();
    let mut bytes = (stamp.size <= READ_LIMIT).then(Vec::new);
    let mut piece = vec![0; PIECE];
    let mut done = 0_u64;
    loop {
        match file.read(&mut piece) {
            Ok(0) => break,
            Ok(length) => {
                sha.update(&piece[..length]);
                done += length as u64;
                if done > stamp.size {
                    return Outcome::Changed;
                }
                if let Some(bytes) = &mut bytes {
                    bytes.extend_from_slice(&piece[..length]);
                }
                if !go_on(done) {
                    return Outcome::Stopped;
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Outcome::Failed(error),
        }
    }
    if done != stamp.size || !file.metadata().is_ok_and(|metadata| still(&metadata)) {
        return Outcome::Changed;
    }
    Outcome::Read(Box::new(FoundFile {
        hash: sha.finalize().into(),
        name: name.to_owned(),
        size: stamp.size,
        modified_at: stamp.modified_at,
        bytes,
        folder: folder.to_owned(),
    }))
}
