//! Makes the one window and keeps it on the console's own page.

use crate::console::refused;
use crate::feed::Streams;
use protocol::Fault;
use tauri::webview::{NewWindowResponse, PageLoadEvent};
use tauri::{AppHandle, Manager, Url, WebviewWindowBuilder};

/// The label that the configuration and the capability file use.
pub(crate) const LABEL: &str = "main";

/// Opens the window as `tauri.conf.json` describes it, hidden from screen sharing where that was chosen and the system
/// can; it follows no link out of the console.
///
/// # Errors
/// When the webview cannot be made.
pub(crate) fn open(app: &AppHandle, hidden: bool) -> tauri::Result<()> {
    let windows = &app.config().app.windows;
    let config =
        windows.iter().find(|window| window.label == LABEL).expect("BUG: tauri.conf.json has no main window");
    WebviewWindowBuilder::from_config(app, config)?
        .content_protected(hidden && not_hidden().is_none())
        .on_navigation(is_console_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_page_load(|window, load| {
            // The page that followed them is gone, and with it whoever would end them.
            if load.event() == PageLoadEvent::Started {
                window.state::<Streams>().stop_all();
            }
        })
        .on_document_title_changed(|window, title| {
            // The page names the study once it shows it; the benchmark waits for this line.
            tracing::debug!(%title, "the page shows");
            if let Err(error) = window.set_title(&title) {
                tracing::warn!(%error, "the window's title could not be set");
            }
        })
        .build()?;
    Ok(())
}

/// Why the window cannot be hidden from screen sharing here; none where it can.
pub(crate) fn not_hidden() -> Option<&'static str> {
    cfg!(target_os = "linux").then_some(
        "Linux cannot hide a window from screen sharing. Share the call’s window or a browser tab, not the whole screen.",
    )
}

/// Hides the window from screen sharing and recording, or shows it there again.
pub(crate) fn hide_from_sharing(app: &AppHandle, hidden: bool) -> Result<(), Fault> {
    if let Some(reason) = not_hidden() {
        return if hidden { Err(refused(reason)) } else { Ok(()) };
    }
    let window = app.get_webview_window(LABEL).ok_or_else(|| refused("The window is closing."))?;
    window.set_content_protected(hidden).map_err(|error| {
        tracing::warn!(%error, "the window could not be hidden from screen sharing");
        refused("The system did not hide the window. It is seen when the screen is shared.")
    })
}

/// Whether an address is a page of the console itself, as Tauri serves it on this system.
fn is_console_page(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" => cfg!(windows) && url.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_console_is_a_console_page() {
        let cases = [
            ("tauri://localhost/index.html", true),
            ("tauri://localhost/#/day", true),
            ("tauri://elsewhere/", false),
            ("https://localhost/", false),
            ("http://127.0.0.1:4040/", false),
            ("file:///etc/hostname", false),
            ("data:text/html,hello", false),
            ("javascript:alert(1)", false),
            ("about:blank", false),
        ];
        for (address, expected) in cases {
            let url = Url::parse(address).expect("a test address parses");
            assert_eq!(is_console_page(&url), expected, "{address}: the page must not leave the console");
        }
    }
}
