//! Folders in which SQLite's log is not safe, synced ones and network ones, and how much room there is.

use std::path::Path;

/// Names that sync programs give their folders.
const SYNCED: &[(&str, &str)] = &[
    ("dropbox", "Dropbox syncs"),
    ("onedrive", "OneDrive syncs"),
    ("google drive", "Google Drive syncs"),
    ("googledrive", "Google Drive syncs"),
    ("mobile documents", "iCloud syncs"),
    ("icloud", "iCloud syncs"),
    ("nextcloud", "Nextcloud syncs"),
    ("owncloud", "ownCloud syncs"),
    ("syncthing", "Syncthing syncs"),
];

/// File systems over a network, by the magic number that `statfs` gives.
#[cfg(target_os = "linux")]
const NETWORK: &[i64] =
    &[0x6969, 0xff53_4d42, 0xfe53_4d42, 0x517b, 0x0102_1997, 0x00c3_6400, 0x7375_7245, 0x5346_414f];

/// Why a study must not live there, if so: completes "a folder that …".
pub fn why_unsafe(path: &Path) -> Option<String> {
    let folder = path.parent()?;
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let folder = folder.canonicalize().ok()?;
    for part in folder.components() {
        let part = part.as_os_str().to_string_lossy().to_lowercase();
        if let Some((_, who)) =
            SYNCED.iter().find(|(name, _)| part == *name || part.starts_with(&format!("{name} -")))
        {
            return Some((*who).to_owned());
        }
    }
    on_network(&folder).then(|| "is on a network drive".to_owned())
}

/// The room that is left on the disk of a file or folder, in bytes; none where it cannot be asked. Opens nothing.
#[cfg(unix)]
pub fn free_bytes(path: &Path) -> Option<u64> {
    let space = rustix::fs::statvfs(path).ok()?;
    Some(space.f_bavail.saturating_mul(space.f_frsize))
}

/// Elsewhere it is not asked.
#[cfg(not(unix))]
pub fn free_bytes(_path: &Path) -> Option<u64> {
    None
}

#[cfg(target_os = "linux")]
fn on_network(folder: &Path) -> bool {
    rustix::fs::statfs(folder).is_ok_and(|info| NETWORK.contains(&info.f_type))
}

#[cfg(not(target_os = "linux"))]
fn on_network(_folder: &Path) -> bool {
    false
}
