//! The console window: the one place where the parts of the desktop program are put together.

mod window;

/// Opens the console window and serves it until it is closed.
///
/// # Errors
/// When the desktop offers no display, or the webview cannot be made.
pub fn run() -> tauri::Result<()> {
    tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .setup(|app| Ok(window::open(app.handle())?))
        .run(tauri::generate_context!())
}
