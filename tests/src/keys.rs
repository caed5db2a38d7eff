//! Keys by the names that a person uses, as WebDriver wants them.

use serde_json::{Value, json};

/// The actions that press a chord such as `Ctrl+Shift+O`, `Alt+Up`, `F6` or `a`, and release it.
///
/// # Panics
/// When a key has no such name.
#[track_caller]
#[must_use]
pub fn chord(keys: &str) -> Value {
    let codes: Vec<char> = keys.split('+').map(code).collect();
    let down = codes.iter().map(|code| json!({"type": "keyDown", "value": code.to_string()}));
    let up = codes.iter().rev().map(|code| json!({"type": "keyUp", "value": code.to_string()}));
    keyboard(down.chain(up).collect())
}

/// The actions that type a text key by key, as fingers do.
#[must_use]
pub fn text(text: &str) -> Value {
    let strokes = text.chars().flat_map(|character| {
        let value = if character == '\n' { '\u{E007}' } else { character }.to_string();
        [json!({"type": "keyDown", "value": value}), json!({"type": "keyUp", "value": value})]
    });
    keyboard(strokes.collect())
}

fn keyboard(actions: Vec<Value>) -> Value {
    json!({"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})
}

/// The code points of named keys: <https://www.w3.org/TR/webdriver2/#keyboard-actions>.
#[track_caller]
fn code(name: &str) -> char {
    match name {
        "Ctrl" => '\u{E009}',
        "Shift" => '\u{E008}',
        "Alt" => '\u{E00A}',
        "Meta" => '\u{E03D}',
        "Enter" => '\u{E007}',
        "Esc" => '\u{E00C}',
        "Tab" => '\u{E004}',
        "Backspace" => '\u{E003}',
        "Delete" => '\u{E017}',
        "Space" => ' ',
        "Plus" => '+',
        "Left" => '\u{E012}',
        "Up" => '\u{E013}',
        "Right" => '\u{E014}',
        "Down" => '\u{E015}',
        "Home" => '\u{E011}',
        "End" => '\u{E010}',
        "PageUp" => '\u{E00E}',
        "PageDown" => '\u{E00F}',
        _ => {
            function_key(name).or_else(|| single(name)).unwrap_or_else(|| panic!("no key is named {name:?}"))
        }
    }
}

fn function_key(name: &str) -> Option<char> {
    let number: u32 = name.strip_prefix('F')?.parse().ok()?;
    (1..=12).contains(&number).then(|| char::from_u32(0xE030 + number))?
}

fn single(name: &str) -> Option<char> {
    let mut characters = name.chars();
    characters.next().filter(|_| characters.next().is_none())
}
