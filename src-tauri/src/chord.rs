//! Which key, with which modifiers, may drop a mark from other programs.

use std::fmt;
use std::str::FromStr;
use tauri_plugin_global_shortcut::{Code, Modifiers, Shortcut};
use thiserror::Error;

/// A key with its modifiers, written by the key's place: `Ctrl+Alt+KeyM`, `F13`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Chord {
    modifiers: Modifiers,
    code: Code,
}

/// Why a combination cannot be the mark key.
#[derive(Debug, Error, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It does not name a key.
    #[error("This key has no name that the system knows. Choose another one.")]
    Unknown,
    /// It would stop a character from being typed.
    #[error("Hold Ctrl or Alt with it, or take a function key: other programs need this key for typing.")]
    Typing,
    /// Every program uses it.
    #[error("Other programs need {0}. Choose another combination, such as Ctrl+Alt+M.")]
    Needed(String),
}

/// What would be missed in every program, besides Ctrl with one letter.
const NEEDED: [&str; 6] =
    ["Alt+F4", "Alt+Tab", "Alt+Space", "Alt+Escape", "Ctrl+Alt+Delete", "Ctrl+Shift+Escape"];

impl Chord {
    /// Reads what the page caught, and refuses what must stay free.
    ///
    /// # Errors
    /// When it names no key, or a key that other programs need.
    pub(crate) fn parse(text: &str) -> Result<Self, Refusal> {
        let (before, key) = text.rsplit_once('+').map_or(("", text), |(before, key)| (before, key));
        let mut modifiers = Modifiers::empty();
        for name in before.split('+').filter(|name| !name.is_empty()) {
            modifiers |= match name {
                "Ctrl" => Modifiers::CONTROL,
                "Alt" => Modifiers::ALT,
                "Shift" => Modifiers::SHIFT,
                "Super" => Modifiers::SUPER,
                _ => return Err(Refusal::Unknown),
            };
        }
        let code = Code::from_str(key).map_err(|_| Refusal::Unknown)?;
        let chord = Self { modifiers, code };
        let shown = chord.to_string();
        let held = modifiers - Modifiers::SHIFT;
        if held.is_empty() && !is_function_key(key) {
            return Err(Refusal::Typing);
        }
        let is_character = key.starts_with("Key") || key.starts_with("Digit");
        let of_every_program = modifiers == Modifiers::CONTROL && !is_function_key(key);
        // Alt with a character opens menus, and types on many keyboards.
        let of_menus = held == Modifiers::ALT && is_character;
        if of_every_program || of_menus || NEEDED.contains(&shown.as_str()) {
            return Err(Refusal::Needed(shown));
        }
        Ok(chord)
    }

    /// As the system registers it.
    pub(crate) fn shortcut(self) -> Shortcut {
        Shortcut::new(Some(self.modifiers), self.code)
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (modifier, name) in [
            (Modifiers::CONTROL, "Ctrl+"),
            (Modifiers::ALT, "Alt+"),
            (Modifiers::SHIFT, "Shift+"),
            (Modifiers::SUPER, "Super+"),
        ] {
            if self.modifiers.contains(modifier) {
                formatter.write_str(name)?;
            }
        }
        let key = self.code.to_string();
        formatter.write_str(key.strip_prefix("Key").or(key.strip_prefix("Digit")).unwrap_or(&key))
    }
}

fn is_function_key(key: &str) -> bool {
    key.strip_prefix('F').is_some_and(|number| number.parse::<u8>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn combinations_are_taken_or_refused_with_the_reason() {
        let needed = |chord: &str| Err(Refusal::Needed(chord.to_owned()));
        let cases = [
            ("Ctrl+Alt+KeyM", Ok("Ctrl+Alt+M")),
            ("Ctrl+Shift+KeyK", Ok("Ctrl+Shift+K")),
            ("Alt+Shift+F2", Ok("Alt+Shift+F2")),
            ("Super+Shift+Digit4", Ok("Shift+Super+4")),
            ("F13", Ok("F13")),
            ("Shift+F8", Ok("Shift+F8")),
            ("Ctrl+Alt+Space", Ok("Ctrl+Alt+Space")),
            ("KeyM", Err(Refusal::Typing)),
            ("Shift+KeyM", Err(Refusal::Typing)),
            ("Enter", Err(Refusal::Typing)),
            ("Ctrl+KeyC", needed("Ctrl+C")),
            ("Ctrl+Enter", needed("Ctrl+Enter")),
            ("Alt+KeyF", needed("Alt+F")),
            ("Alt+Shift+KeyF", needed("Alt+Shift+F")),
            ("Alt+F4", needed("Alt+F4")),
            ("Ctrl+Alt+Delete", needed("Ctrl+Alt+Delete")),
            ("Ctrl+Alt+KeyÄ", Err(Refusal::Unknown)),
            ("Hyper+KeyM", Err(Refusal::Unknown)),
            ("Ctrl+Alt+", Err(Refusal::Unknown)),
            ("", Err(Refusal::Unknown)),
        ];
        for (text, expected) in cases {
            let seen = Chord::parse(text).map(|chord| chord.to_string());
            assert_eq!(seen, expected.map(str::to_owned), "{text:?}");
        }
    }
}
