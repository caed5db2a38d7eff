//! A window with nothing in it but one word: the floor for the start of the console.

use tauri::{WebviewUrl, WebviewWindowBuilder};

/// Says that it shows once its first frame is drawn.
const PAGE: &str = "<!doctype html><title>bare</title><p>Bare</p>
<script>requestAnimationFrame(() => requestAnimationFrame(() => (document.title = 'shown')))</script>";

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        .register_uri_scheme_protocol("bare", |_, _| {
            tauri::http::Response::builder()
                .header("content-type", "text/html")
                .body(PAGE.as_bytes())
                .expect("BUG: the header is a constant")
        })
        .setup(|app| {
            let page =
                WebviewUrl::CustomProtocol("bare://localhost/".parse().expect("BUG: a constant address"));
            WebviewWindowBuilder::new(app, "bare", page)
                .on_document_title_changed(|_, title| {
                    if title == "shown" {
                        eprintln!("the page shows");
                    }
                })
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!())
}
