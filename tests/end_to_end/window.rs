//! The window's walls: it shows the console and can neither be led away nor reach out.

use e2e::programs::{CONSOLE, program};
use e2e::{Desktop, Site, Window, eventually};
use serde_json::json;

const NO_STUDY: &[&str] = &[];

#[test]
fn window_shows_the_console_and_closes() {
    let desktop = Desktop::start();
    let window = Window::open(&desktop, NO_STUDY);
    assert_eq!(window.url().trim_end_matches('/'), "tauri://localhost", "the page is built into the program");
    assert!(
        desktop.window_titles().iter().any(|title| title.contains("Backroom")),
        "the window says who it is"
    );
    let size = window.run("return [innerWidth, innerHeight]", json!([]));
    assert_eq!(size, json!([1280, 860]), "the window opens at its full size");
    desktop.close_window("Backroom");
    eventually("the window to close", || desktop.window_titles().is_empty().then_some(()));
}

#[test]
fn window_is_not_led_away() {
    let outside = Site::serving("<!doctype html><title>Outside</title>");
    let desktop = Desktop::start();
    let window = Window::open(&desktop, NO_STUDY);
    let home = window.url();
    let attempts = [
        "location.href = address",
        "location.replace(address)",
        "window.open(address)",
        "const a = document.createElement('a'); a.href = address; document.body.append(a); a.click()",
        "const a = document.createElement('a'); a.href = address; a.target = '_blank'; document.body.append(a); a.click()",
        "const f = document.createElement('form'); f.action = address; document.body.append(f); f.submit()",
        "const f = document.createElement('iframe'); f.src = address; document.body.append(f)",
        "location.href = 'data:text/html,led away'",
    ];
    for attempt in attempts {
        window.run(&format!("const address = arguments[0]; {attempt}"), json!([outside.url()]));
        // A refused navigation leaves no event to wait for; a short stay shows that it was refused.
        std::thread::sleep(std::time::Duration::from_millis(200));
        assert_eq!(window.url(), home, "the window must stay on the console after: {attempt}");
        assert_eq!(desktop.window_titles().len(), 1, "no second window may open after: {attempt}");
    }
    assert_eq!(outside.requests(), Vec::<String>::new(), "nothing outside was ever asked");
}

#[test]
fn console_page_reaches_nothing_outside() {
    let outside = Site::serving("outside");
    let desktop = Desktop::start();
    let window = Window::open(&desktop, NO_STUDY);
    let attempts = [
        "fetch(address).catch(() => {})",
        "new Image().src = address",
        "navigator.sendBeacon(address, 'x')",
        "try { new EventSource(address) } catch {}",
        "try { new WebSocket(address.replace('http', 'ws')) } catch {}",
        "const s = document.createElement('script'); s.src = address; document.head.append(s)",
        "const l = document.createElement('link'); l.rel = 'stylesheet'; l.href = address; document.head.append(l)",
        "const l = document.createElement('link'); l.rel = 'preconnect'; l.href = address; document.head.append(l)",
        "new FontFace('outside', `url(${address})`).load().catch(() => {})",
        "const v = document.createElement('video'); v.src = address; document.body.append(v)",
    ];
    for attempt in attempts {
        window.run(&format!("const address = arguments[0]; {attempt}"), json!([outside.url()]));
    }
    window.run(
        "const s = document.createElement('script'); s.textContent = 'window.ranInline = true'; document.head.append(s)",
        json!([]),
    );
    std::thread::sleep(std::time::Duration::from_secs(1));
    assert_eq!(
        window.run("return window.ranInline ?? null", json!([])),
        json!(null),
        "no inline script runs"
    );
    // A preconnect carries no request, so it may open a socket, but nothing of the page goes through it.
    let asked: Vec<_> = outside.requests().into_iter().filter(|request| !request.is_empty()).collect();
    assert_eq!(asked, Vec::<String>::new(), "nothing outside was ever asked");
}

#[test]
fn console_page_has_no_powers_of_its_own() {
    let desktop = Desktop::start();
    let window = Window::open(&desktop, NO_STUDY);
    assert_eq!(
        window.run("return typeof window.__TAURI__", json!([])),
        json!("undefined"),
        "no global bridge"
    );
    assert_eq!(
        window.run("return Object.isFrozen(Object.prototype)", json!([])),
        json!(true),
        "a page script cannot change what all objects inherit"
    );
    let forbidden = [
        ("plugin:dialog|open", json!({"options": {}})),
        ("plugin:dialog|message", json!({"message": "x"})),
        ("plugin:window|set_title", json!({"label": "main", "value": "x"})),
        ("plugin:webview|create_webview_window", json!({"options": {"label": "second"}})),
        ("plugin:event|emit", json!({"event": "x"})),
        ("plugin:path|resolve_directory", json!({"directory": 1})),
        ("plugin:fs|read_text_file", json!({"path": "/etc/hostname"})),
        ("plugin:shell|open", json!({"path": "/"})),
    ];
    for (command, arguments) in forbidden {
        let answer = window.run(
            "window.invoked = undefined;
             window.__TAURI_INTERNALS__.invoke(...arguments)
                 .then(() => { window.invoked = 'allowed' }, (error) => { window.invoked = `refused: ${error}` })",
            json!([command, arguments]),
        );
        assert_eq!(answer, json!(null));
        let answer = eventually(&format!("an answer to {command}"), || {
            window.run("return window.invoked ?? null", json!([])).as_str().map(str::to_owned)
        });
        assert!(answer.starts_with("refused"), "{command} must be refused, but: {answer}");
    }
}

#[test]
fn without_a_display_the_console_says_what_else_there_is() {
    let mut command = std::process::Command::new(program(CONSOLE));
    let output = command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").output();
    let output = output.expect("the console can be started");
    assert_eq!(output.status.code(), Some(1), "a console without a display ends at once");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("backroom serve"), "it says what to do instead:\n{told}");
}
