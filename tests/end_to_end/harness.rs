//! The harness itself: what every other test relies on.

use e2e::page::{button, field, saying};
use e2e::{Browser, Site, eventually};
use serde_json::json;

const PAGE: &str = r#"<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Practice</title>
<label>Note <textarea id="note"></textarea></label> <button>Start</button> <button>Start session</button>
<input type="file" id="file" aria-label="Schedule"> <p id="out"></p> <p hidden>never seen</p>
<script>
    const note = document.getElementById("note"), out = document.getElementById("out");
    note.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.shiftKey) return;
        event.preventDefault();
        out.textContent = (event.ctrlKey ? "team: " : "room: ") + note.value;
        note.value = "";
    });
    for (const button of document.querySelectorAll("button")) button.onclick = () => out.textContent = button.textContent;
    document.getElementById("file").onchange = (event) => out.textContent = event.target.files[0].name;
</script></html>"#;

#[test]
fn chromium_is_driven_by_mouse_keys_and_files() {
    let site = Site::serving(PAGE);
    let browser = Browser::start();
    let page = browser.open(&site.url());
    let says = |expected: &str| eventually(expected, || (page.text("#out") == expected).then_some(()));

    page.click(button("Start"));
    says("Start");
    page.click(button("Start ses"));
    says("Start session");
    page.type_into(field("Note"), "she paused");
    page.press("Ctrl+Enter");
    says("team: she paused");
    page.set_value(field("Note"), "مرحبا 🙂");
    page.press("Enter");
    says("room: مرحبا 🙂");
    page.type_text("one");
    page.press("Shift+Enter");
    page.type_text("two");
    assert_eq!(page.value(field("Note")), "one\ntwo", "Shift+Enter reaches the page as such");

    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let file = folder.path().join("schedule.ics");
    std::fs::write(&file, "BEGIN:VCALENDAR").expect("the file can be written");
    page.type_into("#file", &file.to_string_lossy());
    says("schedule.ics");

    assert!(!page.shows(saying("p", "never seen")), "what is hidden is not shown");
    assert_eq!(page.title(), "Practice");
    assert!(page.picture().starts_with(b"\x89PNG"), "a picture is a PNG");
}

#[test]
fn pages_of_one_browser_share_nothing() {
    let site = Site::serving(PAGE);
    let browser = Browser::start();
    let (first, second) = (browser.open(&site.url()), browser.open_sized(&site.url(), 390, 844));
    first.run("localStorage.name = 'Ada'; document.cookie = 'name=Ada'", json!([]));
    let seen = second.run("return [localStorage.name ?? null, document.cookie, innerWidth]", json!([]));
    assert_eq!(seen, json!([null, "", 390]), "another member's page has its own storage and size");
}
