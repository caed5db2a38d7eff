//! A page in a driven browser or in the console window, and what a person does with it.
//!
//! Pages draw anew at any time, so every action finds its element itself and tries again until it works.

use crate::process::Process;
use crate::wait::{PATIENCE, eventually};
use crate::webdriver::{ELEMENT, Refusal, Session};
use crate::{evidence, keys};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

/// What an element is found by: a CSS selector, and optionally what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locator {
    css: String,
    says: Option<String>,
}

impl From<&str> for Locator {
    fn from(css: &str) -> Self {
        Self { css: css.to_owned(), says: None }
    }
}

/// The visible element that matches `css` and says `text`: as its label or its whole text, or else somewhere in it.
#[must_use]
pub fn saying(css: &str, text: &str) -> Locator {
    Locator { css: css.to_owned(), says: Some(text.to_owned()) }
}

/// The button that says `text`.
#[must_use]
pub fn button(text: &str) -> Locator {
    saying("button, [role=button], [role=tab], [role=menuitem], summary", text)
}

/// The field whose label, or accessible name, says `text`.
#[must_use]
pub fn field(text: &str) -> Locator {
    saying("input, textarea, select, [contenteditable], [role=textbox]", text)
}

/// Finds the elements of a [`Locator`] that can be seen; used by every action.
const FIND: &str = "
    const find = (css, says) => {
        const plain = (text) => (text || '').replace(/\\s+/g, ' ').trim();
        const names = (element) => [
            element.getAttribute('aria-label'),
            ...(element.labels ? [...element.labels].map((label) => label.textContent) : []),
            element.getAttribute('placeholder'),
            element.getAttribute('title'),
            element.textContent,
        ].map(plain);
        const seen = [...document.querySelectorAll(css)].filter((element) => element.getClientRects().length > 0
            || element.type === 'file');
        if (says === null) return seen;
        const whole = seen.filter((element) => names(element).includes(says));
        return whole.length ? whole : seen.filter((element) => names(element).some((name) => name.includes(says)));
    };";

/// A page that is open.
#[derive(Debug)]
pub struct Page {
    name: String,
    session: Session,
    _driver: Arc<Process>,
    profile: Option<TempDir>,
}

impl Page {
    /// A page of a browser that a driver has started; `profile` is removed after it.
    #[must_use]
    pub fn new(kind: &str, session: Session, driver: Arc<Process>, profile: Option<TempDir>) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(1);
        let name = format!("page-{:02}-{kind}", COUNT.fetch_add(1, Ordering::Relaxed));
        Self { name, session, _driver: driver, profile }
    }

    /// Opens an address and waits until it has loaded.
    #[track_caller]
    pub fn go_to(&self, url: &str) {
        self.post("url", &json!({"url": url}));
    }

    /// Loads the page again.
    #[track_caller]
    pub fn reload(&self) {
        self.post("refresh", &json!({}));
    }

    /// The address.
    #[track_caller]
    #[must_use]
    pub fn url(&self) -> String {
        string(self.get("url"))
    }

    /// The title.
    #[track_caller]
    #[must_use]
    pub fn title(&self) -> String {
        string(self.get("title"))
    }

    /// The document as it is now.
    #[track_caller]
    #[must_use]
    pub fn source(&self) -> String {
        string(self.get("source"))
    }

    /// Runs the body of a function; it finds its arguments in `arguments`.
    ///
    /// # Panics
    /// When it throws.
    #[track_caller]
    #[allow(clippy::needless_pass_by_value, reason = "arguments are written where they are used")]
    pub fn run(&self, body: &str, arguments: Value) -> Value {
        self.try_run(body, &arguments).unwrap_or_else(|refusal| panic!("{}: {refusal}", self.name))
    }

    /// Clicks an element, as soon as it is there to be clicked.
    #[track_caller]
    pub fn click(&self, locator: impl Into<Locator>) {
        self.act("be clicked", &locator.into(), |element| {
            self.session.post(&format!("element/{element}/click"), &json!({}))
        });
    }

    /// Types a text into an element, after what is there, key by key. A path goes to a file field.
    #[track_caller]
    pub fn type_into(&self, locator: impl Into<Locator>, text: &str) {
        self.act("be typed into", &locator.into(), |element| {
            self.session.post(&format!("element/{element}/value"), &json!({"text": text}))
        });
    }

    /// Empties a field and types a text into it.
    #[track_caller]
    pub fn fill(&self, locator: impl Into<Locator>, text: &str) {
        let locator = locator.into();
        self.act("be emptied", &locator, |element| {
            self.session.post(&format!("element/{element}/clear"), &json!({}))
        });
        self.type_into(locator, text);
    }

    /// Puts a text into a field at once, as a paste does: drivers drop emoji that are typed.
    #[track_caller]
    pub fn set_value(&self, locator: impl Into<Locator>, text: &str) {
        const SET: &str = "
            const [element, text] = arguments;
            element.focus();
            const kind = element instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
            Object.getOwnPropertyDescriptor(kind.prototype, 'value').set.call(element, text);
            element.dispatchEvent(new InputEvent('input', {bubbles: true, inputType: 'insertFromPaste'}));
            element.dispatchEvent(new Event('change', {bubbles: true}));";
        self.act("be set", &locator.into(), |element| self.try_run(SET, &json!([{ELEMENT: element}, text])));
    }

    /// Presses a chord such as `Ctrl+Enter`, wherever the focus is.
    #[track_caller]
    pub fn press(&self, chord: &str) {
        self.post("actions", &keys::chord(chord));
    }

    /// Types a text key by key, wherever the focus is.
    #[track_caller]
    pub fn type_text(&self, text: &str) {
        self.post("actions", &keys::text(text));
    }

    /// Cuts the page's browser off the network, or connects it again. What is open breaks.
    #[track_caller]
    pub fn set_offline(&self, offline: bool) {
        let conditions = json!({
            "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
        });
        self.devtools("Network.enable", &json!({}));
        self.devtools("Network.emulateNetworkConditions", &conditions);
    }

    /// Commands the browser by its own protocol for developers.
    ///
    /// # Panics
    /// When the page is not in Chromium, or the browser refuses.
    #[track_caller]
    pub fn devtools(&self, command: &str, parameters: &Value) {
        self.post("goog/cdp/execute", &json!({"cmd": command, "params": parameters}));
    }

    /// Takes an element by its middle, moves it by so many pixels and lets it go, in steps as a hand does.
    #[track_caller]
    pub fn drag(&self, locator: impl Into<Locator>, right: i32, down: i32) {
        const STEPS: i32 = 8;
        self.act("be dragged", &locator.into(), |element| {
            let to = |origin: Value, x, y| json!({"type": "pointerMove", "duration": 20, "origin": origin, "x": x, "y": y});
            let mut actions = vec![
                to(json!({ELEMENT: element}), 0, 0),
                json!({"type": "pointerDown", "button": 0}),
            ];
            let part = |whole: i32, step: i32| whole * step / STEPS - whole * (step - 1) / STEPS;
            actions.extend((1..=STEPS).map(|step| to(json!("pointer"), part(right, step), part(down, step))));
            actions.push(json!({"type": "pointerUp", "button": 0}));
            let mouse = json!({"type": "pointer", "id": "mouse", "actions": actions});
            self.session.post("actions", &json!({"actions": [mouse]}))
        });
    }

    /// What the element that has the focus says: its label, or its text.
    #[track_caller]
    #[must_use]
    pub fn focused(&self) -> String {
        let body = "const element = document.activeElement;
            return (element?.getAttribute('aria-label') ?? element?.textContent ?? '').replace(/\\s+/g, ' ').trim()";
        string(self.run(body, json!([])))
    }

    /// A file that this browser has downloaded, as soon as it is there.
    ///
    /// # Panics
    /// When the page is not in a browser, or there is no such file.
    #[track_caller]
    #[must_use]
    pub fn downloaded(&self, name: &str) -> String {
        let profile = self.profile.as_ref().expect("only a browser downloads");
        let file = profile.path().join("downloads").join(name);
        eventually(&format!("the download {name}"), || std::fs::read_to_string(&file).ok())
    }

    /// The text of an element, as soon as it is there.
    #[track_caller]
    #[must_use]
    pub fn text(&self, locator: impl Into<Locator>) -> String {
        string(
            self.act("be read", &locator.into(), |element| {
                self.session.get(&format!("element/{element}/text"))
            }),
        )
    }

    /// The texts of all elements that match now, in order, with white space made single.
    #[track_caller]
    #[must_use]
    pub fn texts(&self, locator: impl Into<Locator>) -> Vec<String> {
        let body =
            "return find(...arguments).map((element) => element.innerText.replace(/\\s+/g, ' ').trim())";
        let Locator { css, says } = locator.into();
        let texts = self.run(&format!("{FIND}\n{body}"), json!([css, says]));
        texts.as_array().into_iter().flatten().map(|text| string(text.clone())).collect()
    }

    /// What a field holds.
    #[track_caller]
    #[must_use]
    pub fn value(&self, locator: impl Into<Locator>) -> String {
        self.property(locator, "value").as_str().unwrap_or_default().to_owned()
    }

    /// A property of an element, as soon as it is there.
    #[track_caller]
    #[must_use]
    pub fn property(&self, locator: impl Into<Locator>, name: &str) -> Value {
        let property = |element: &str| self.session.get(&format!("element/{element}/property/{name}"));
        self.act("be asked", &locator.into(), property)
    }

    /// An attribute of an element, as soon as the element is there.
    #[track_caller]
    #[must_use]
    pub fn attribute(&self, locator: impl Into<Locator>, name: &str) -> Option<String> {
        let attribute = |element: &str| self.session.get(&format!("element/{element}/attribute/{name}"));
        self.act("be asked", &locator.into(), attribute).as_str().map(str::to_owned)
    }

    /// Whether such an element can be seen now.
    #[track_caller]
    #[must_use]
    pub fn shows(&self, locator: impl Into<Locator>) -> bool {
        let locator = locator.into();
        self.locate(&locator).unwrap_or_else(|refusal| panic!("{}: {refusal}", self.name)).is_some()
    }

    /// Waits until such an element can be seen.
    #[track_caller]
    pub fn wait_for(&self, locator: impl Into<Locator>) {
        self.act("be seen", &locator.into(), |_| Ok(Value::Null));
    }

    /// Waits until no such element can be seen.
    #[track_caller]
    pub fn wait_for_no(&self, locator: impl Into<Locator>) {
        let locator = locator.into();
        eventually(&format!("{locator:?} to go"), || (!self.shows(locator.clone())).then_some(()));
    }

    /// The size of the window, in pixels.
    #[track_caller]
    pub fn resize(&self, width: u32, height: u32) {
        self.post("window/rect", &json!({"width": width, "height": height}));
    }

    /// A picture of what the page shows, as PNG.
    #[track_caller]
    #[must_use]
    pub fn picture(&self) -> Vec<u8> {
        let picture = self.shoot().unwrap_or_else(|refusal| panic!("{}: picture: {refusal}", self.name));
        STANDARD.decode(string(picture)).expect("a driver answers in base64")
    }

    /// Writes a picture of what the page shows.
    ///
    /// # Panics
    /// When the file cannot be written.
    #[track_caller]
    pub fn write_picture(&self, path: &Path) {
        std::fs::write(path, self.picture()).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }

    /// What the page has logged, where the driver can tell, one entry a line.
    #[must_use]
    pub fn console_log(&self) -> String {
        let entries = self.session.post("se/log", &json!({"type": "browser"})).unwrap_or_default();
        let entries = entries.as_array().into_iter().flatten();
        entries.map(|entry| format!("{} {}\n", entry["level"], entry["message"])).collect()
    }

    /// Does something to an element until it works: found, in view, and not drawn anew in between.
    #[track_caller]
    fn act(
        &self,
        purpose: &str,
        locator: &Locator,
        action: impl Fn(&str) -> Result<Value, Refusal>,
    ) -> Value {
        let started = std::time::Instant::now();
        loop {
            let refusal = match self.locate(locator) {
                Ok(Some(element)) => match action(&element) {
                    Ok(value) => return value,
                    Err(refusal) => refusal.to_string(),
                },
                Ok(None) => "there is none".to_owned(),
                Err(refusal) => refusal.to_string(),
            };
            assert!(
                started.elapsed() < PATIENCE,
                "{}: waited {PATIENCE:?} for {locator:?} to {purpose}: {refusal}",
                self.name
            );
            std::thread::sleep(std::time::Duration::from_millis(25));
        }
    }

    fn locate(&self, locator: &Locator) -> Result<Option<String>, Refusal> {
        let body = format!("{FIND}\nreturn find(...arguments)[0] ?? null");
        let found = self.try_run(&body, &json!([locator.css, locator.says]))?;
        Ok(found[ELEMENT].as_str().map(str::to_owned))
    }

    /// The window's webview answers with the next picture that it draws, and a page that stands still draws none: so
    /// it is stirred, by less than can be seen.
    fn shoot(&self) -> Result<Value, Refusal> {
        const STIR: &str = "
            const style = document.documentElement.style;
            window.stirring = setInterval(() => { style.opacity = style.opacity === '1' ? '0.9999' : '1' }, 30);";
        const REST: &str =
            "clearInterval(window.stirring); document.documentElement.style.removeProperty('opacity');";
        self.try_run(STIR, &json!([]))?;
        let picture = self.session.get("screenshot");
        self.try_run(REST, &json!([]))?;
        picture
    }

    fn try_run(&self, body: &str, arguments: &Value) -> Result<Value, Refusal> {
        self.session.post("execute/sync", &json!({"script": body, "args": arguments}))
    }

    #[track_caller]
    fn get(&self, path: &str) -> Value {
        self.session.get(path).unwrap_or_else(|refusal| panic!("{}: {path}: {refusal}", self.name))
    }

    #[track_caller]
    fn post(&self, path: &str, body: &Value) {
        self.session.post(path, body).unwrap_or_else(|refusal| panic!("{}: {path}: {refusal}", self.name));
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            return;
        }
        let picture = self.shoot().ok();
        if let Some(bytes) = picture.and_then(|value| STANDARD.decode(value.as_str()?).ok()) {
            evidence::keep(&format!("{}.png", self.name), &bytes);
        }
        if let Ok(source) = self.session.get("source") {
            evidence::keep(&format!("{}.html", self.name), string(source).as_bytes());
        }
        let log = self.console_log();
        if !log.is_empty() {
            evidence::keep(&format!("{}.log", self.name), log.as_bytes());
        }
    }
}

fn string(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => other.to_string(),
    }
}
