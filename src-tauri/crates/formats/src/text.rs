//! From a file's bytes to text: size, byte order mark, encoding, and what is no text at all.

use std::borrow::Cow;

use domain::text::BODY_LIMIT;

use crate::{Problem, Reason};

/// The largest file that is read, in bytes.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// The file as UTF-8, whose validity is not checked yet: calendars fold lines inside a character.
pub(crate) fn plain<'b>(file: &str, bytes: &'b [u8]) -> Result<Cow<'b, [u8]>, Problem> {
    if bytes.len() > MAX_BYTES {
        let size = bytes.len().div_ceil(1024 * 1024);
        return Err(Problem::whole(file, format!("the file has {size} MiB, expected at most 64 MiB")));
    }
    let plain = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => Cow::Borrowed(rest),
        [0xFF, 0xFE, rest @ ..] => Cow::Owned(from_utf16(file, rest, u16::from_le_bytes)?),
        [0xFE, 0xFF, rest @ ..] => Cow::Owned(from_utf16(file, rest, u16::from_be_bytes)?),
        _ => Cow::Borrowed(bytes),
    };
    if plain.iter().all(u8::is_ascii_whitespace) {
        return Err(Problem::whole(file, "the file is empty"));
    }
    if plain.contains(&0) {
        let place = plain.iter().position(|byte| *byte == 0).unwrap_or(0);
        let message = "there is a NUL byte, so this is not text; expected a text file in UTF-8";
        return Err(Problem::at(file, line_of(&plain, place), message));
    }
    Ok(plain)
}

/// The file as text, without a byte order mark.
pub(crate) fn text<'b>(file: &str, bytes: &'b [u8]) -> Result<Cow<'b, str>, Problem> {
    let not_utf8 = |bytes: &[u8], place: usize| {
        let message = "there is a character that is not UTF-8; expected a file saved as UTF-8";
        Problem::at(file, line_of(bytes, place), message)
    };
    match plain(file, bytes)? {
        Cow::Borrowed(bytes) => {
            std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|e| not_utf8(bytes, e.valid_up_to()))
        }
        Cow::Owned(bytes) => String::from_utf8(bytes)
            .map(Cow::Owned)
            .map_err(|e| not_utf8(e.as_bytes(), e.utf8_error().valid_up_to())),
    }
}

fn from_utf16(file: &str, bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Vec<u8>, Problem> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    char::decode_utf16(pairs.iter().map(|pair| unit(*pair)))
        .collect::<Result<String, _>>()
        .ok()
        .filter(|_| rest.is_empty())
        .map(String::into_bytes)
        .ok_or_else(|| Problem::whole(file, "the file is broken UTF-16; expected a file saved as UTF-8"))
}

fn line_of(bytes: &[u8], place: usize) -> u32 {
    let breaks = bytes[..place].iter().filter(|byte| **byte == b'\n').count();
    u32::try_from(breaks + 1).expect("BUG: a file of at most 64 MiB has fewer than 2^32 lines")
}

/// Checks that a text may be kept as it is: not too long, no control characters but tab and line feed.
pub(crate) fn check_body(body: &str) -> Result<(), Reason> {
    let length = body.chars().count();
    if length > BODY_LIMIT {
        return Err(Reason::new(format!("a text has {length} characters, expected at most 10,000")));
    }
    if body.chars().any(|c| c.is_control() && c != '\t' && c != '\n') {
        let reason = "a text holds a control character; expected letters, tabs and line breaks only";
        return Err(Reason::new(reason));
    }
    Ok(())
}
