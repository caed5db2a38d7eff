//! Recordings and pictures: what a file is by its first bytes, and how long it runs where its header says so.

use crate::photo::{is_heic, is_webp};
use chrono::NaiveDateTime;
use domain::entity::InboxKind;

/// How much of a file's beginning is looked at, in bytes.
pub const HEAD: usize = 64 * 1024;

/// A recording or a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    /// `recording` or `photo`.
    pub kind: InboxKind,
    /// What it is called: `MP4 video`.
    pub what: &'static str,
    /// How long it runs, in milliseconds, where the header says so.
    pub duration: Option<i64>,
    /// When it was begun, where the file says so.
    pub made: Option<Made>,
}

/// When a file was made, by its own word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// UTC milliseconds.
    Utc(i64),
    /// By the clock of a camera that does not say where it was.
    Local(NaiveDateTime),
}

/// Tells a recording or picture by its first bytes; `read` gives further bytes of the file from a place on.
pub fn media(head: &[u8], size: u64, read: impl FnMut(u64, usize) -> Option<Vec<u8>>) -> Option<Media> {
    let of = |kind, what| Some(Media { kind, what, duration: None, made: None });
    let (recording, photo) = (InboxKind::Recording, InboxKind::Photo);
    if is_heic(head) {
        return of(photo, "HEIC photo");
    }
    if is_webp(head) {
        return of(photo, "WebP picture");
    }
    match head {
        [0xFF, 0xD8, 0xFF, ..] => Some(Media {
            kind: photo,
            what: "JPEG photo",
            duration: None,
            made: taken(head).map(Made::Local),
        }),
        [0x89, b'P', b'N', b'G', ..] => of(photo, "PNG picture"),
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => {
            let what = match brand.get(..3) {
                Some(b"M4A" | b"M4B") => "M4A sound",
                Some(b"qt ") => "QuickTime video",
                _ => "MP4 video",
            };
            Some(mp4(what, size, read))
        }
        [_, _, _, _, b'm', b'o' | b'd', b'o' | b'a', b'v' | b't', ..]
        | [_, _, _, _, b'w', b'i', b'd', b'e', ..] => Some(mp4("QuickTime video", size, read)),
        [0x1A, 0x45, 0xDF, 0xA3, rest @ ..] => {
            let webm = rest.windows(4).take(64).any(|window| window == b"webm");
            of(recording, if webm { "WebM video" } else { "Matroska video" })
        }
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E', ..] => {
            let duration = wav_duration(head, size);
            Some(Media { kind: recording, what: "WAV sound", duration, made: None })
        }
        [b'R', b'I', b'F', b'F', _, _, _, _, b'A', b'V', b'I', b' ', ..] => of(recording, "AVI video"),
        [b'f', b'L', b'a', b'C', ..] => {
            Some(Media { kind: recording, what: "FLAC sound", duration: flac_duration(head), made: None })
        }
        [b'O', b'g', b'g', b'S', ..] => of(recording, "Ogg sound"),
        [b'I', b'D', b'3', ..] | [0xFF, 0xFB | 0xFA | 0xF3 | 0xF2, ..] => of(recording, "MP3 sound"),
        _ => None,
    }
}

fn be(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    let part = bytes.get(at..at.checked_add(length)?)?;
    Some(part.iter().fold(0, |sum, byte| (sum << 8) | u64::from(*byte)))
}

/// Seconds between 1904, from which these files count, and 1970 (ISO 14496-12, 8.2.2).
const SINCE_1904: i64 = 2_082_844_800;

/// Looks for the movie header among the boxes of the file; it may stand behind the pictures.
fn mp4(what: &'static str, size: u64, mut read: impl FnMut(u64, usize) -> Option<Vec<u8>>) -> Media {
    let header = || -> Option<(Option<i64>, Option<Made>)> {
        let (mut at, mut end) = (0_u64, size);
        // A file has a handful of boxes at each level: a thousand are a broken one.
        for _ in 0..1_000 {
            if at.checked_add(8)? > end {
                return None;
            }
            let start = read(at, 16)?;
            let kind = start.get(4..8)?.to_vec();
            let (length, skip) = match be(&start, 0, 4)? {
                0 => (end - at, 8),
                1 => (be(&start, 8, 8)?, 16),
                length => (length, 8),
            };
            if length < skip {
                return None;
            }
            match kind.as_slice() {
                b"moov" => {
                    end = end.min(at.checked_add(length)?);
                    at += skip;
                }
                b"mvhd" => return movie_header(&read(at + skip, 32)?),
                _ => at = at.checked_add(length)?,
            }
        }
        None
    };
    let mut header = header;
    let (duration, made) = header().unwrap_or_default();
    let kind = InboxKind::Recording;
    Media { kind, what, duration, made }
}

fn movie_header(bytes: &[u8]) -> Option<(Option<i64>, Option<Made>)> {
    let (made, scale, duration) = match bytes.first()? {
        0 => (be(bytes, 4, 4)?, be(bytes, 12, 4)?, be(bytes, 16, 4)?),
        1 => (be(bytes, 4, 8)?, be(bytes, 20, 4)?, be(bytes, 24, 8)?),
        _ => return None,
    };
    let duration = duration.checked_mul(1000).and_then(|all| all.checked_div(scale));
    let made =
        i64::try_from(made).ok().and_then(|made| made.checked_sub(SINCE_1904)).filter(|made| *made > 0);
    Some((
        duration.and_then(|duration| i64::try_from(duration).ok()).filter(|duration| *duration > 0),
        made.and_then(|made| made.checked_mul(1000)).map(Made::Utc),
    ))
}

/// By the bytes that each second takes, from the format part.
fn wav_duration(head: &[u8], size: u64) -> Option<i64> {
    let format = head.windows(4).position(|window| window == b"fmt ")?;
    let rate: [u8; 4] = head.get(format + 16..format + 20)?.try_into().ok()?;
    let duration = size.checked_mul(1000)?.checked_div(u32::from_le_bytes(rate).into())?;
    i64::try_from(duration).ok()
}

/// By the number of samples in the first block (RFC 9639, 8.2).
fn flac_duration(head: &[u8]) -> Option<i64> {
    let numbers = be(head, 18, 8)?;
    let (rate, samples) = (numbers >> 44, numbers & 0xF_FFFF_FFFF);
    let duration = samples.checked_mul(1000)?.checked_div(rate)?;
    i64::try_from(duration).ok().filter(|duration| *duration > 0)
}

/// When a photo was taken: the camera writes it as text into EXIF, `2026:11:22 10:18:04`.
fn taken(head: &[u8]) -> Option<NaiveDateTime> {
    let exif = head.windows(6).position(|window| window == b"Exif\0\0")?;
    let digits = |window: &[u8]| {
        window.iter().enumerate().all(|(place, byte)| match place {
            4 | 7 | 13 | 16 => *byte == b':',
            10 => *byte == b' ',
            _ => byte.is_ascii_digit(),
        })
    };
    let times = head[exif..].windows(19).filter(|window| digits(window));
    // The first is when the file was changed, later ones when the picture was taken.
    let text = times.take(3).last().and_then(|window| std::str::from_utf8(window).ok())?;
    NaiveDateTime::parse_from_str(text, "%Y:%m:%d %H:%M:%S").ok()
}

#[cfg(test)]
#[path = "media_tests.rs"]
mod tests;
