//! Listing a folder: regular files only, no links followed, nothing outside, not too deep and not too many.

use crate::settle::{Listing, Stamp};
use engine::inbox::{is_passed_over, modified_at};
use std::io;
use std::path::Path;

/// How many folders inside one another are looked at.
const DEEP: usize = 6;
/// The most files that are looked at.
const MOST: usize = 10_000;

/// Every file that may be offered, by its name inside the folder; true when there were more than are looked at.
pub(crate) fn list(folder: &Path) -> io::Result<(Listing, bool)> {
    let mut listing = Listing::new();
    let mut folders = vec![(folder.to_owned(), String::new(), 0)];
    while let Some((path, prefix, depth)) = folders.pop() {
        let entries = match std::fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if prefix.is_empty() => return Err(error),
            // A folder inside that is gone again, or closed to us, holds nothing to offer.
            Err(_) => continue,
        };
        for entry in entries.flatten() {
            let Ok(name) = entry.file_name().into_string() else { continue };
            let name = format!("{prefix}{name}");
            // Of the entry itself, not of what a link points to.
            let Ok(metadata) = entry.metadata() else { continue };
            if is_passed_over(&name) {
                continue;
            }
            if metadata.is_dir() && depth < DEEP {
                folders.push((entry.path(), format!("{name}/"), depth + 1));
            } else if metadata.is_file() {
                if listing.len() >= MOST {
                    return Ok((listing, true));
                }
                listing.insert(name, Stamp { size: metadata.len(), modified_at: modified_at(&metadata) });
            }
        }
    }
    Ok((listing, false))
}
