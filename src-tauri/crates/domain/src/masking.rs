//! What observers read instead of people's names, e-mail addresses and phone numbers.
//!
//! A name is masked where it stands as a whole word that begins with a capital: `Mark` becomes `P04`, the verb `mark`
//! stays. Scripts without capitals are masked wherever they name somebody.

mod email;
mod names;
mod phone;
#[cfg(test)]
mod tests;

pub use names::{Names, Person};

use std::borrow::Cow;
use std::ops::Range;

/// Words that observers do not read as they were written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mask {
    /// Where they stand, in bytes.
    pub range: Range<usize>,
    /// What they are.
    pub what: Private,
}

/// What is not for observers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Private {
    /// A name, of one of these: places in the list of people.
    Name(Vec<usize>),
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
}

/// What stands for an e-mail address.
pub const EMAIL: &str = "[e-mail address]";
/// What stands for a phone number.
pub const PHONE: &str = "[phone number]";
/// What stands for the name of somebody who is not to be told.
pub const SOMEBODY: &str = "[name]";

impl Names {
    /// What of a text is masked, in order; no two overlap. Takes time in proportion to the text.
    pub fn masks(&self, text: &str) -> Vec<Mask> {
        let of = |what: Private| move |range| Mask { range, what: what.clone() };
        let mut numbers: Vec<Mask> = email::find(text).into_iter().map(of(Private::Email)).collect();
        numbers.extend(phone::find(text).into_iter().map(of(Private::Phone)));
        numbers.sort_by_key(|mask| (mask.range.start, mask.range.end));
        let (mut masks, mut from) = (Vec::new(), 0);
        let end = std::iter::once(Mask { range: text.len()..text.len(), what: Private::Email });
        for mask in numbers.into_iter().chain(end) {
            // A number within an address is the address's.
            if mask.range.start < from {
                continue;
            }
            let names = self.find(&text[from..mask.range.start]).into_iter();
            masks.extend(names.map(|(name, who)| {
                let range = from + name.start..from + name.end;
                Mask { range, what: Private::Name(who) }
            }));
            from = mask.range.end;
            masks.extend(Some(mask).filter(|mask| !mask.range.is_empty()));
        }
        masks
    }

    /// The text as observers read it.
    pub fn masked<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let masks = self.masks(text);
        if masks.is_empty() {
            return Cow::Borrowed(text);
        }
        let (mut masked, mut from) = (String::with_capacity(text.len()), 0);
        for mask in masks {
            masked.push_str(&text[from..mask.range.start]);
            masked.push_str(&self.instead(&mask.what, |person| Some(&person.code)));
            from = mask.range.end;
        }
        masked.push_str(&text[from..]);
        Cow::Owned(masked)
    }

    /// What stands for it: codes, as far as `code` tells them.
    pub fn instead<'p>(&'p self, what: &Private, code: impl Fn(&'p Person) -> Option<&'p String>) -> String {
        let who = match what {
            Private::Email => return EMAIL.into(),
            Private::Phone => return PHONE.into(),
            Private::Name(who) => who,
        };
        let mut codes: Vec<&str> =
            who.iter().filter_map(|place| code(self.people().get(*place)?)).map(String::as_str).collect();
        if codes.len() < who.len() {
            codes.push(SOMEBODY);
        }
        let last = codes.pop().unwrap_or(SOMEBODY);
        if codes.is_empty() { last.into() } else { format!("{} or {last}", codes.join(", ")) }
    }
}
