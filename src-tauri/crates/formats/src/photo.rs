//! Photos without what the camera wrote about place, device and person: only the picture and how to turn it stay.

use crate::Reason;

/// The largest photo, in bytes.
pub const PHOTO_LIMIT: usize = 10 * 1024 * 1024;

/// A picture that may be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    /// `image/jpeg`, `image/png` or `image/webp`.
    pub media_type: &'static str,
    /// The file, written anew from the parts that are needed to show it.
    pub bytes: Vec<u8>,
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// What a picture needs to be shown; texts, times, places and what programs add are not in the list.
const PNG_KEPT: &[&[u8; 4]] = &[
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD",
    b"pHYs",
];

/// Reads a photo by its content and removes what is not the picture.
///
/// JPEG (ISO 10918-1), PNG (ISO 15948) and WebP (RFC 9649) are rewritten segment by segment from a list of those that
/// are needed; of EXIF only the orientation stays.
///
/// # Errors
/// When it is larger than [`PHOTO_LIMIT`], something else, or broken.
pub fn clean(bytes: &[u8]) -> Result<Photo, Reason> {
    if bytes.len() > PHOTO_LIMIT {
        let size = bytes.len().div_ceil(1024 * 1024);
        return Err(Reason::new(format!("a photo has at most 10 MiB; this one has {size}")));
    }
    let (media_type, cleaned) = if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        ("image/jpeg", jpeg(bytes))
    } else if bytes.starts_with(PNG) {
        ("image/png", png(bytes))
    } else if is_webp(bytes) {
        ("image/webp", webp(bytes)?)
    } else if is_heic(bytes) {
        return Err(Reason::new("this is a HEIC photo; save or send it as JPEG first"));
    } else {
        return Err(Reason::new("this is no photo; expected JPEG, PNG or WebP"));
    };
    let bytes = cleaned.ok_or_else(|| Reason::new("the picture is broken; expected a whole file"))?;
    Ok(Photo { media_type, bytes })
}

/// RIFF with WebP in it.
pub(crate) fn is_webp(bytes: &[u8]) -> bool {
    bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP")
}

/// An ISO base media file whose brand is that of a still picture.
pub(crate) fn is_heic(bytes: &[u8]) -> bool {
    let brand = bytes.get(8..12).unwrap_or_default();
    bytes.get(4..8) == Some(b"ftyp")
        && [b"heic", b"heix", b"heif", b"mif1", b"msf1", b"avif"].contains(&as_four(brand))
}

fn as_four(brand: &[u8]) -> &[u8; 4] {
    brand.try_into().unwrap_or(b"    ")
}

fn be16(bytes: &[u8], at: usize) -> Option<usize> {
    let pair: [u8; 2] = bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
    Some(u16::from_be_bytes(pair).into())
}

fn be32(bytes: &[u8], at: usize) -> Option<usize> {
    let four: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(u32::from_be_bytes(four)).ok()
}

fn le32(bytes: &[u8], at: usize) -> Option<usize> {
    let four: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(four)).ok()
}

/// Keeps the tables, frames and scans; ends at the end marker, whatever a phone appended behind it.
fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = vec![0xFF, 0xD8];
    let (mut at, mut turned, mut scanned) = (2, false, false);
    loop {
        if *bytes.get(at)? != 0xFF {
            return None;
        }
        // Any number of fill bytes may stand before a marker.
        let start = at + bytes[at..].iter().position(|byte| *byte != 0xFF)?;
        let marker = bytes[start];
        at = start + 1;
        if marker == 0xD9 {
            out.extend([0xFF, 0xD9]);
            return scanned.then_some(out);
        }
        let length = be16(bytes, at).filter(|length| *length >= 2)?;
        let segment = bytes.get(at + 2..at + length)?;
        let whole = bytes.get(at..at + length)?;
        at += length;
        match marker {
            // JFIF, without the small picture that it may carry.
            0xE0 if segment.starts_with(b"JFIF\0") && segment.len() >= 14 => {
                out.extend([0xFF, 0xE0, 0, 16]);
                out.extend(&segment[..12]);
                out.extend([0, 0]);
            }
            0xE1 if segment.starts_with(b"Exif\0\0") => {
                if let Some(orientation) = orientation(&segment[6..]).filter(|_| !turned) {
                    turned = true;
                    out.extend([0xFF, 0xE1, 0, 34]);
                    out.extend(b"Exif\0\0");
                    out.extend(exif(orientation));
                }
            }
            // The colour profile and Adobe's note on colours are needed to show the colours.
            0xE2 if segment.starts_with(b"ICC_PROFILE\0") => keep(&mut out, marker, whole),
            0xEE if segment.starts_with(b"Adobe") => keep(&mut out, marker, whole),
            0xE0..=0xEF | 0xFE => {}
            // Tables, frames, restart intervals.
            0xC0..=0xCF | 0xDB..=0xDD => keep(&mut out, marker, whole),
            0xDA => {
                keep(&mut out, marker, whole);
                let end = at + scan_length(&bytes[at..])?;
                out.extend(&bytes[at..end]);
                at = end;
                scanned = true;
            }
            _ => return None,
        }
    }
}

fn keep(out: &mut Vec<u8>, marker: u8, whole: &[u8]) {
    out.extend([0xFF, marker]);
    out.extend(whole);
}

/// How long the coded picture is that begins here: up to a marker that is neither stuffing nor a restart.
fn scan_length(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == 0xFF)?;
        match bytes.get(at + 1)? {
            0x00 | 0xD0..=0xD7 => at += 2,
            0xFF => at += 1,
            _ => return Some(at),
        }
    }
}

fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = PNG.to_vec();
    let mut at = PNG.len();
    let mut pictured = false;
    loop {
        let length = be32(bytes, at)?;
        let kind: &[u8; 4] = bytes.get(at + 4..at + 8)?.try_into().ok()?;
        let end = at.checked_add(12)?.checked_add(length)?;
        let chunk = bytes.get(at..end)?;
        if (at == PNG.len()) != (kind == b"IHDR") {
            return None;
        }
        pictured |= kind == b"IDAT";
        if PNG_KEPT.contains(&kind) {
            out.extend(chunk);
        } else if kind == b"eXIf"
            && let Some(orientation) = orientation(&chunk[8..8 + length])
        {
            let exif = exif(orientation);
            out.extend(u32::try_from(exif.len()).ok()?.to_be_bytes());
            let start = out.len();
            out.extend(b"eXIf");
            out.extend(exif);
            let sum = crc32(&out[start..]);
            out.extend(sum.to_be_bytes());
        }
        at = end;
        if kind == b"IEND" {
            return pictured.then_some(out);
        }
    }
}

/// The checksum of PNG's chunks (ISO 15948, annex D).
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(
            sum ^ u32::from(*byte),
            |sum, _| if sum & 1 == 1 { 0xEDB8_8320 ^ (sum >> 1) } else { sum >> 1 },
        )
    })
}

fn webp(bytes: &[u8]) -> Result<Option<Vec<u8>>, Reason> {
    let mut out = b"RIFF\0\0\0\0WEBP".to_vec();
    let Some(end) = le32(bytes, 4).and_then(|size| size.checked_add(8)).filter(|end| *end <= bytes.len())
    else {
        return Ok(None);
    };
    let (mut at, mut turn, mut pictured, mut flags) = (12, None, false, None);
    while at < end {
        let part = || {
            let length = le32(bytes, at + 4)?;
            let whole = at.checked_add(8)?.checked_add(length)?;
            (whole <= end).then(|| (&bytes[at..at + 4], &bytes[at + 8..whole], whole + length % 2))
        };
        let Some((kind, content, next)) = part() else { return Ok(None) };
        match kind {
            b"VP8X" if content.len() == 10 => {
                flags = Some(out.len() + 8);
                riff(&mut out, kind, content);
            }
            b"VP8 " | b"VP8L" => {
                pictured = true;
                riff(&mut out, kind, content);
            }
            b"ALPH" | b"ICCP" => riff(&mut out, kind, content),
            b"ANIM" | b"ANMF" => return Err(Reason::new("this picture moves; expected a still one")),
            b"EXIF" => {
                let content = content.strip_prefix(b"Exif\0\0").unwrap_or(content);
                turn = turn.or_else(|| orientation(content));
            }
            _ => {}
        }
        at = next;
    }
    if let Some(place) = flags {
        // What is said to follow must follow: the bits for EXIF and XMP.
        out[place] &= !(0x08 | 0x04);
        if let Some(orientation) = turn {
            out[place] |= 0x08;
            riff(&mut out, b"EXIF", &exif(orientation));
        }
    }
    let size = u32::try_from(out.len() - 8).unwrap_or(u32::MAX);
    out[4..8].copy_from_slice(&size.to_le_bytes());
    Ok(pictured.then_some(out))
}

fn riff(out: &mut Vec<u8>, kind: &[u8], content: &[u8]) {
    out.extend(kind);
    out.extend(u32::try_from(content.len()).unwrap_or(u32::MAX).to_le_bytes());
    out.extend(content);
    out.extend(std::iter::repeat_n(0, content.len() % 2));
}

/// How the picture must be turned, 2 to 8, from EXIF's first directory (CIPA DC-008, tag 0x0112); 1 needs no saying.
fn orientation(tiff: &[u8]) -> Option<u8> {
    let little = match tiff.get(..4)? {
        [b'I', b'I', 42, 0] => true,
        [b'M', b'M', 0, 42] => false,
        _ => return None,
    };
    let short = |at: usize| {
        let pair: [u8; 2] = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let first = if little { le32(tiff, 4)? } else { be32(tiff, 4)? };
    let entries = usize::from(short(first)?);
    (0..entries).find_map(|entry| {
        let at = first.checked_add(2)?.checked_add(entry * 12)?;
        let is_it = short(at)? == 0x0112 && short(at + 2)? == 3;
        let value = short(at + 8)?;
        (is_it && (2..=8).contains(&value)).then(|| u8::try_from(value).ok()).flatten()
    })
}

/// EXIF that says only how to turn the picture: one directory with one entry.
fn exif(orientation: u8) -> [u8; 26] {
    let mut tiff = *b"II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\0\0\0\0\0\0\0\0";
    tiff[18] = orientation;
    tiff
}

#[cfg(test)]
#[path = "photo_tests.rs"]
mod tests;
