//! A desktop of its own for a test: an X display on a free number, a window manager, an empty home.

use crate::process::{Output, Process};
use crate::wait::{PATIENCE, eventually};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Somebody's desktop, without a screen. It outlives the windows opened on it, so that what the console remembers
/// in the home folder can be tested.
#[derive(Debug)]
pub struct Desktop {
    number: String,
    home: TempDir,
    _openbox: Process,
    _xvfb: Process,
}

/// A window's place and size in pixels, without its frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Geometry {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
}

impl Desktop {
    /// Starts a desktop of 1600 by 1000 pixels.
    ///
    /// # Panics
    /// When Xvfb or openbox are not installed, or do not start.
    #[must_use]
    pub fn start() -> Self {
        let home = tempfile::tempdir().expect("a temporary folder can be made");
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp", "-noreset"]);
        let mut xvfb = Process::start("xvfb", &mut command, Output::Read);
        let number = xvfb.lines().next_within(PATIENCE);
        let number = number.unwrap_or_else(|| panic!("Xvfb did not start:\n{}", xvfb.log()));
        let number = format!(":{}", number.trim());

        let mut command = Command::new("openbox");
        command.arg("--sm-disable").env("DISPLAY", &number).env("HOME", home.path());
        let openbox = Process::start("openbox", &mut command, Output::Log);
        let desktop = Self { number, home, _openbox: openbox, _xvfb: xvfb };
        eventually("the window manager", || {
            let supported = desktop.run("xprop", &["-root", "_NET_SUPPORTING_WM_CHECK"]);
            supported.contains("window id").then_some(())
        });
        desktop
    }

    /// The home folder that programs on this desktop see.
    #[must_use]
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Makes a command run on this desktop, in its home, away from the desktop that the test was started on.
    pub fn place(&self, command: &mut Command) {
        let home = self.home.path();
        for variable in ["WAYLAND_DISPLAY", "XAUTHORITY", "XDG_CURRENT_DESKTOP"] {
            command.env_remove(variable);
        }
        command
            .env("DISPLAY", &self.number)
            .env("HOME", home)
            .env("XDG_CONFIG_HOME", home.join(".config"))
            .env("XDG_DATA_HOME", home.join(".local/share"))
            .env("XDG_CACHE_HOME", home.join(".cache"))
            .env("LANG", "C.UTF-8")
            .env("GDK_BACKEND", "x11")
            .env("NO_AT_BRIDGE", "1")
            // Without an address GTK starts a bus of its own, which outlives the test.
            .env("DBUS_SESSION_BUS_ADDRESS", "disabled:")
            // There is no graphics card: without this the webview tries for one first.
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
    }

    /// Types a path into the system's file dialog whose title contains `title`, and accepts it.
    ///
    /// # Panics
    /// When no such dialog appears.
    #[track_caller]
    pub fn choose_file(&self, title: &str, path: &Path) {
        let dialog = eventually(&format!("a file dialog {title:?}"), || {
            let found = self.run("xdotool", &["search", "--onlyvisible", "--name", title]);
            found.lines().next().map(str::to_owned)
        });
        let is_open = || {
            let found = self.run("xdotool", &["search", "--onlyvisible", "--name", title]);
            found.lines().any(|line| line == dialog)
        };
        let started = Instant::now();
        while is_open() {
            assert!(started.elapsed() < PATIENCE, "waited {PATIENCE:?} for the file dialog to close");
            self.run("xdotool", &["windowactivate", "--sync", &dialog]);
            // A slash opens the dialog's own field for a path; where there is one already, its text is replaced
            // whole. A busy dialog loses keys, and then closes only at the next try.
            self.run("xdotool", &["key", "ctrl+a"]);
            self.run("xdotool", &["type", "--delay", "15", &path.to_string_lossy()]);
            // The first Return may go to the field's own proposals.
            for _ in 0..4 {
                self.run("xdotool", &["key", "Return"]);
                let pressed = Instant::now();
                while is_open() && pressed.elapsed() < Duration::from_millis(800) {
                    std::thread::sleep(Duration::from_millis(25));
                }
                if !is_open() {
                    return;
                }
            }
        }
    }

    /// The titles of the windows that are open, as the window manager lists them.
    #[must_use]
    pub fn window_titles(&self) -> Vec<String> {
        let ids = self.run("xprop", &["-root", "_NET_CLIENT_LIST"]);
        let ids = ids.split_once('#').map(|(_, ids)| ids.to_owned()).unwrap_or_default();
        let names = ids.trim().split(", ").filter(|id| !id.is_empty()).map(|id| {
            let name = self.run("xprop", &["-id", id, "_NET_WM_NAME"]);
            name.split_once('=').map(|(_, name)| name.trim().trim_matches('"').to_owned()).unwrap_or_default()
        });
        names.collect()
    }

    /// Where the window whose title contains `title` is, and how large.
    ///
    /// # Panics
    /// When there is no such window.
    #[track_caller]
    #[must_use]
    pub fn geometry(&self, title: &str) -> Geometry {
        let said = self.run("xdotool", &["getwindowgeometry", "--shell", &self.window(title)]);
        let number = |name: &str| {
            let value =
                said.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('=')?.parse().ok());
            value.unwrap_or_else(|| panic!("a window has a {name}:\n{said}"))
        };
        Geometry { x: number("X"), y: number("Y"), width: number("WIDTH"), height: number("HEIGHT") }
    }

    /// What the window manager says of the window whose title contains `title`, such as `_NET_WM_STATE_ABOVE`.
    ///
    /// # Panics
    /// When there is no such window.
    #[track_caller]
    #[must_use]
    pub fn state(&self, title: &str) -> String {
        self.run("xprop", &["-id", &self.window(title), "_NET_WM_STATE"])
    }

    /// Closes the window whose title contains `title` from the keyboard, as its frame's button does.
    ///
    /// # Panics
    /// When there is no such window.
    #[track_caller]
    pub fn close_window(&self, title: &str) {
        self.run("xdotool", &["windowactivate", "--sync", &self.window(title), "key", "alt+F4"]);
    }

    #[track_caller]
    fn window(&self, title: &str) -> String {
        eventually(&format!("a window {title:?}"), || {
            let found = self.run("xdotool", &["search", "--onlyvisible", "--name", title]);
            found.lines().next().map(str::to_owned)
        })
    }

    fn run(&self, program: &str, arguments: &[&str]) -> String {
        let output = Command::new(program).args(arguments).env("DISPLAY", &self.number).output();
        let output = output.unwrap_or_else(|error| panic!("{program} could not be started: {error}"));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}
