//! Study files in folders of their own.

use crate::programs::backroom;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A study file in a temporary folder, removed with it.
#[derive(Debug)]
pub struct Study {
    folder: TempDir,
    path: PathBuf,
}

impl Study {
    /// The sample study, built by the product.
    #[track_caller]
    #[must_use]
    pub fn sample() -> Self {
        Self::made_with("Europe/Berlin", &["--sample"])
    }

    /// A study with nothing in it.
    #[track_caller]
    #[must_use]
    pub fn empty() -> Self {
        Self::made_with("Europe/Berlin", &[])
    }

    /// A study with nothing in it, planned in another zone than the tests' usual one.
    #[track_caller]
    #[must_use]
    pub fn in_zone(zone: &str) -> Self {
        Self::made_with(zone, &[])
    }

    /// The study file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The folder that holds it, and nothing of others.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file beside the study, to be imported.
    ///
    /// # Panics
    /// When it cannot be written.
    #[track_caller]
    #[must_use]
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        path
    }

    #[track_caller]
    fn made_with(zone: &str, options: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let path = folder.path().join("checkout.backroom");
        let mut arguments = vec!["new", path.to_str().expect("a path in UTF-8"), "--title", "Checkout"];
        arguments.extend(["--zone", zone]);
        arguments.extend(options);
        let _ = backroom(arguments).done();
        Self { folder, path }
    }
}
