//! Chromium without a window; every page it opens is a browser of its own, as every member of the room has.

use crate::page::Page;
use crate::process::{Output, Process};
use crate::wait::PATIENCE;
use crate::webdriver::Session;
use serde_json::json;
use std::net::SocketAddr;
use std::process::Command;
use std::sync::Arc;

/// A driver of Chromium. Its pages share nothing: no cookies, no storage, no connections.
#[derive(Debug)]
pub struct Browser {
    address: SocketAddr,
    driver: Arc<Process>,
}

impl Browser {
    /// Starts the driver.
    ///
    /// # Panics
    /// When chromedriver is not installed, or does not start.
    #[must_use]
    pub fn start() -> Self {
        let mut driver =
            Process::start("chromedriver", Command::new("chromedriver").arg("--port=0"), Output::Read);
        let lines = driver.lines();
        let port = std::iter::from_fn(|| lines.next_within(PATIENCE))
            .find_map(|line| line.strip_suffix('.')?.rsplit_once("on port ")?.1.parse().ok())
            .unwrap_or_else(|| panic!("chromedriver did not start:\n{}", driver.log()));
        Self { address: SocketAddr::from(([127, 0, 0, 1], port)), driver: Arc::new(driver) }
    }

    /// Opens an address in a new browser of 1280 by 860 pixels.
    #[track_caller]
    #[must_use]
    pub fn open(&self, url: &str) -> Page {
        self.open_sized(url, 1280, 860)
    }

    /// Opens an address in a new browser with a page of this size.
    ///
    /// # Panics
    /// When the browser does not start.
    #[track_caller]
    #[must_use]
    pub fn open_sized(&self, url: &str, width: u32, height: u32) -> Page {
        let profile = tempfile::tempdir().expect("a temporary folder can be made");
        let arguments = [
            "--headless=new".to_owned(),
            format!("--window-size={width},{height}"),
            format!("--user-data-dir={}", profile.path().display()),
            // Tests run as root in containers, where the browser's own sandbox cannot be set up.
            "--no-sandbox".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--disable-quic".to_owned(),
            "--no-first-run".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--disable-sync".to_owned(),
            // A page in the background must go on as in a window that is seen.
            "--disable-background-timer-throttling".to_owned(),
            "--disable-renderer-backgrounding".to_owned(),
            "--lang=en".to_owned(),
        ];
        // A width below 500 pixels exists only for an emulated device.
        let device =
            json!({"deviceMetrics": {"width": width, "height": height, "pixelRatio": 2, "touch": true}});
        let downloads = json!({"download.default_directory": profile.path().join("downloads")});
        let mut options = json!({"args": arguments, "prefs": downloads});
        if width < 500 {
            options["mobileEmulation"] = device;
        }
        let capabilities = json!({
            "browserName": "chrome",
            "acceptInsecureCerts": true,
            "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL"},
        });
        let session = Session::start(self.address, &capabilities)
            .unwrap_or_else(|refusal| panic!("chromium did not start: {refusal}\n{}", self.driver.log()));
        let page = Page::new("chromium", session, Arc::clone(&self.driver), Some(profile));
        page.go_to(url);
        page
    }
}
