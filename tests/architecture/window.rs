//! What the window's configuration must never allow.

use e2e::programs::repository;
use serde_json::{Value, json};

#[test]
fn window_is_configured_shut() {
    let config = read("src-tauri/tauri.conf.json");
    assert_eq!(config["build"].get("devUrl"), None, "the window loads only what is built into it");
    assert_eq!(config["build"]["frontendDist"], json!("../ui/dist/console"));
    assert_eq!(config["app"]["withGlobalTauri"], json!(false), "no bridge for any script that finds it");
    let security = &config["app"]["security"];
    assert_eq!(security["freezePrototype"], json!(true));
    assert_eq!(security["assetProtocol"]["enable"], json!(false), "pages read no files of the disk");
    assert!(security.get("dangerousDisableAssetCspModification").is_none(), "the policy is whole");
    let policy = &security["csp"];
    assert_eq!(policy["default-src"], json!("'none'"), "what is not named is forbidden");
    for (name, value) in policy.as_object().expect("the policy is a list of directives") {
        let value = value.as_str().unwrap_or_default();
        let sources = value.split(' ').collect::<Vec<_>>();
        let known = ["'none'", "'self'", "data:", "ipc:", "http://ipc.localhost"];
        assert!(sources.iter().all(|source| known.contains(source)), "{name} must not allow {value}");
        assert!(!sources.contains(&"data:") || name == "img-src", "{name} must not allow data:");
    }
    let windows = config["app"]["windows"].as_array().expect("the windows are a list");
    assert_eq!(windows.len(), 1, "there is one window");
    assert_eq!(windows[0]["create"], json!(false), "the window is made in Rust, where navigation is denied");
}

#[test]
fn page_may_call_the_console_and_nothing_else() {
    let folder =
        std::fs::read_dir(repository().join("src-tauri/capabilities")).expect("capabilities can be read");
    let files: Vec<_> =
        folder.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(files, ["console.json"], "there is one capability file");
    let capability = read("src-tauri/capabilities/console.json");
    assert_eq!(capability.get("remote"), None, "no page from elsewhere may call anything");
    assert_eq!(capability["windows"], json!(["main"]));
    for permission in capability["permissions"].as_array().expect("permissions are a list") {
        let name = permission.as_str().unwrap_or("an object with a scope");
        let own = name.starts_with("allow-") && !name.contains(':');
        assert!(own, "the page must not get {name}: it may call the console's own commands alone");
    }
}

fn read(path: &str) -> Value {
    let text =
        std::fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}
