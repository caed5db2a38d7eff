//! Codes that are spoken across a table: short-lived, few tries, never in the file.

use crate::context::Context;
use crate::fault::Failure;
use crate::load::{Kind, Volatile};
use crate::{Core, Role, secret};
use domain::Refusal;
use domain::entity::Code;
use domain::time::Timestamp;
use protocol::{Fault, FaultCode};

/// How long a code counts, in milliseconds.
const LIFE: i64 = 10 * 60_000;
/// Wrong tries against all codes together after which every code is replaced.
const TRIES: u8 = 5;
/// Digits and letters that are not taken for one another (Crockford's base 32).
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters and digits of a code.
const LENGTH: usize = 8;

/// Makes a role's code; the earlier one ends.
pub(crate) fn make(context: &mut Context<'_>, role: &str) -> Result<(), Failure> {
    let role = Role::parse(role)?;
    if !context.volatile.room.open {
        return Err(Refusal::Rule("The room is closed. Open it first.".into()).into());
    }
    let now = context.now;
    let code = Code { code: fresh(), role, until: Timestamp(now.0 + LIFE) };
    context.afterwards(move |volatile| {
        let codes = &mut volatile.room.codes;
        codes.retain(|code| code.role != role && now < code.until);
        codes.push(code);
    });
    context.touch(Kind::Room, "room");
    Ok(())
}

/// The role that a code gives, as it was typed. A wrong one counts against all codes.
pub(crate) fn try_one(core: &Core, typed: &str) -> Result<Role, Fault> {
    let given = read(typed)?;
    let now = core.clock.now();
    let mut volatile = core.volatile.write().expect("BUG: nothing panics while it holds the room");
    let (found, replaced) = attempt(&mut volatile, &given, now);
    drop(volatile);
    if replaced {
        core.pass(|_| vec![(Kind::Room, "room".to_owned())]);
    }
    found.ok_or_else(wrong)
}

/// What whoever gave a wrong code reads.
pub(crate) fn wrong() -> Fault {
    let sentence = "This code does not let you in: it is another one, or it has run out. Ask the moderator for the code that counts now.";
    Fault::new(FaultCode::Forbidden, sentence)
}

/// The role that the code gives, and whether the codes were replaced because of too many wrong ones.
fn attempt(volatile: &mut Volatile, given: &str, now: Timestamp) -> (Option<Role>, bool) {
    let codes = &mut volatile.room.codes;
    codes.retain(|code| now < code.until);
    if codes.is_empty() {
        volatile.wrong_codes = 0;
        return (None, false);
    }
    // Every code is compared, so that the time taken tells nothing.
    let found = codes.iter().fold(None, |found, code| {
        if secret::matches(given, &secret::hash(&plain(&code.code))) { Some(code.role) } else { found }
    });
    if found.is_some() {
        return (found, false);
    }
    volatile.wrong_codes += 1;
    if volatile.wrong_codes < TRIES {
        return (None, false);
    }
    volatile.wrong_codes = 0;
    // They end when they would have ended: guessing keeps no code alive.
    codes.iter_mut().for_each(|code| code.code = fresh());
    (None, true)
}

/// A new code in two groups, such as `7KQ2-M9XF`.
fn fresh() -> String {
    let letters: String =
        secret::random::<LENGTH>().iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
    format!("{}-{}", &letters[..LENGTH / 2], &letters[LENGTH / 2..])
}

/// The letters and digits alone.
fn plain(code: &str) -> String {
    code.chars().filter(|letter| letter.is_ascii_alphanumeric()).collect()
}

/// What was typed, as a code is written: what looks alike is the same, spaces and dashes count for nothing.
fn read(typed: &str) -> Result<String, Fault> {
    let letters = typed
        .chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, '-' | '\u{2010}'..='\u{2015}'));
    let given: String = letters
        .take(LENGTH + 1)
        .map(|letter| match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            letter => letter,
        })
        .collect();
    if given.chars().count() == LENGTH && given.bytes().all(|byte| LETTERS.contains(&byte)) {
        return Ok(given);
    }
    let sentence = "A code has 8 letters and digits, such as 7KQ2-M9XF. Type it as you hear it; it has no U.";
    Err(Fault::new(FaultCode::Invalid, sentence))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_they_are_heard() {
        for (typed, given) in [
            ("7KQ2-M9XF", Some("7KQ2M9XF")),
            (" 7kq2 m9xf ", Some("7KQ2M9XF")),
            ("olio-o0iL", Some("01100011")),
            ("7KQ2\u{2013}M9XF", Some("7KQ2M9XF")),
            ("7KQ2-M9X", None),
            ("7KQ2-M9XFF", None),
            ("7KQ2-M9XU", None),
            ("7KQ2-M9XÖ", None),
            ("", None),
        ] {
            assert_eq!(read(typed).ok().as_deref(), given, "{typed}");
        }
    }

    #[test]
    fn a_fresh_code_is_read_back() {
        let code = fresh();
        assert_eq!(code.len(), 9, "two groups of four");
        assert_eq!(read(&code).expect("it is a code"), plain(&code));
        assert_ne!(fresh(), fresh());
    }
}
