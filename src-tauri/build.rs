//! Checks the window's configuration and capabilities while building.

fn main() {
    // Naming the commands puts each of them behind the capability file: the page can call no other.
    let commands = tauri_build::AppManifest::new().commands(&["rpc", "feed", "feed_stop", "news", "desktop"]);
    let attributes = tauri_build::Attributes::new().app_manifest(commands);
    if let Err(error) = tauri_build::try_build(attributes) {
        eprintln!("{error:#}");
        std::process::exit(1);
    }
}
