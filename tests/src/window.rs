//! The real console window, driven through WebKitWebDriver.

use crate::desktop::Desktop;
use crate::page::Page;
use crate::process::{Output, Process};
use crate::programs::{CONSOLE, program};
use crate::wait::within;
use crate::webdriver::{Session, is_ready};
use serde_json::json;
use std::ffi::OsStr;
use std::net::{SocketAddr, TcpListener};
use std::ops::Deref;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

/// A console window; it can do what every [`Page`] can.
#[derive(Debug)]
pub struct Window {
    page: Page,
    driver: Arc<Process>,
}

impl Window {
    /// Opens the console on a desktop, with these command-line arguments.
    ///
    /// # Panics
    /// When the window does not open.
    #[track_caller]
    #[must_use]
    pub fn open<A: AsRef<OsStr>>(desktop: &Desktop, arguments: &[A]) -> Self {
        Self::open_with(desktop, arguments, &[])
    }

    /// Like [`Window::open`], with more in its environment.
    ///
    /// # Panics
    /// When the window does not open.
    #[track_caller]
    #[must_use]
    pub fn open_with<A: AsRef<OsStr>>(
        desktop: &Desktop,
        arguments: &[A],
        environment: &[(String, String)],
    ) -> Self {
        let arguments: Vec<_> =
            arguments.iter().map(|argument| argument.as_ref().to_string_lossy()).collect();
        let (driver, address) = start_driver(desktop, environment);
        let options = json!({"binary": program(CONSOLE), "args": arguments});
        let capabilities = json!({"webkitgtk:browserOptions": options});
        let session = Session::start(address, &capabilities)
            .unwrap_or_else(|refusal| panic!("the console did not open: {refusal}\n{}", driver.log()));
        Self { page: Page::new("console", session, Arc::clone(&driver), None), driver }
    }

    /// Kills the console as `kill -9` does, and its driver with it.
    pub fn kill(self) {
        crate::process::kill_group(self.driver.id());
    }
}

impl Deref for Window {
    type Target = Page;

    fn deref(&self) -> &Page {
        &self.page
    }
}

fn start_driver(desktop: &Desktop, environment: &[(String, String)]) -> (Arc<Process>, SocketAddr) {
    within(Duration::from_secs(30), "WebKitWebDriver to listen", || {
        let address = free_address();
        let mut command = Command::new("WebKitWebDriver");
        command.arg(format!("--port={}", address.port()));
        desktop.place(&mut command);
        command.env("TAURI_WEBVIEW_AUTOMATION", "true").env("RUST_BACKTRACE", "1");
        command.envs(environment.iter().cloned());
        let mut driver = Process::start("webkitwebdriver", &mut command, Output::Log);
        // Another test may have taken the port meanwhile: then this driver ends, and the next one has a new port.
        while driver.is_running() {
            if is_ready(address) && driver.is_running() {
                return Some((Arc::new(driver), address));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        None
    })
}

/// An address that was free a moment ago: this driver cannot choose one itself.
fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("BUG: a listener without an address")
}
