//! What this machine keeps for the console, whichever study is open, and what its desktop allows.

use crate::recent::write_whole;
use serde_json::{Value, json};
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

/// What was chosen on this machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Machine {
    /// The key that drops a mark from other programs.
    pub(crate) mark_key: Option<String>,
    /// Whether such a key is wanted has been asked.
    pub(crate) mark_asked: bool,
    /// The window is hidden from screen sharing.
    pub(crate) hidden: bool,
}

impl Machine {
    /// Reads what was kept; what is missing or broken is as at the first start.
    pub(crate) fn read(folder: &Path) -> Self {
        let kept =
            std::fs::read(file(folder)).ok().and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
        let kept = kept.unwrap_or_default();
        Self {
            mark_key: kept["mark_key"].as_str().map(str::to_owned),
            mark_asked: kept["mark_asked"].as_bool().unwrap_or_default(),
            hidden: kept["hidden"].as_bool().unwrap_or_default(),
        }
    }

    /// Keeps it.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(crate) fn write(&self, folder: &Path) -> io::Result<()> {
        let kept = json!({ "mark_key": self.mark_key, "mark_asked": self.mark_asked, "hidden": self.hidden });
        write_whole(&file(folder), kept.to_string().as_bytes())
    }
}

fn file(folder: &Path) -> PathBuf {
    folder.join("machine.json")
}

/// Whether the window is one of Wayland's, where no program may place itself above others or listen to keys beside it.
pub(crate) fn is_wayland() -> bool {
    cfg!(target_os = "linux") && wayland(|name| std::env::var_os(name))
}

/// The toolkit takes Wayland where it can, unless it is told otherwise.
fn wayland(environment: impl Fn(&str) -> Option<OsString>) -> bool {
    let named = |name| environment(name).filter(|value| !value.is_empty());
    let backend = named("GDK_BACKEND").map(|value| value.to_string_lossy().into_owned());
    match backend.as_deref().and_then(|list| list.split(',').next()) {
        Some("x11") => false,
        Some("wayland") => true,
        _ => named("WAYLAND_DISPLAY").is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_outlive_the_program_and_a_broken_file_stops_nothing() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        assert_eq!(Machine::read(folder.path()), Machine::default(), "at the first start nothing is chosen");
        let chosen = Machine { mark_key: Some("F13".to_owned()), mark_asked: true, hidden: true };
        chosen.write(folder.path()).expect("the file can be written");
        assert_eq!(Machine::read(folder.path()), chosen);
        for content in ["", "[]", "{\"hidden\": 3}"] {
            std::fs::write(file(folder.path()), content).expect("the file can be written");
            assert_eq!(Machine::read(folder.path()), Machine::default(), "{content:?}");
        }
    }

    #[test]
    fn wayland_is_told_from_x11() {
        let cases: [(&[(&str, &str)], bool); 6] = [
            (&[], false),
            (&[("DISPLAY", ":0")], false),
            (&[("DISPLAY", ":0"), ("WAYLAND_DISPLAY", "wayland-0")], true),
            (&[("WAYLAND_DISPLAY", "wayland-0"), ("GDK_BACKEND", "x11")], false),
            (&[("WAYLAND_DISPLAY", "wayland-0"), ("GDK_BACKEND", "x11,wayland")], false),
            (&[("DISPLAY", ":0"), ("WAYLAND_DISPLAY", "")], false),
        ];
        for (environment, expected) in cases {
            let named = |name: &str| {
                environment.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into())
            };
            assert_eq!(wayland(named), expected, "{environment:?}");
        }
    }
}
