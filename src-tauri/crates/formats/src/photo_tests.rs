//! Photos as phones write them, and anything else.

use super::*;
use proptest::prelude::*;

/// What a camera writes: the orientation among a maker, a place and a small picture.
fn camera_exif(orientation: u8) -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x03".to_vec();
    tiff.extend(b"\x01\x0f\0\x02\0\0\0\x0a\0\0\0\x40");
    tiff.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    tiff.extend(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x50\0\0\0\0");
    tiff.resize(0x40, 0);
    tiff.extend(b"SECRETCAM\0 GPS 52.5200 N 13.4050 E");
    tiff
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![0xFF, marker];
    out.extend(u16::try_from(content.len() + 2).expect("short").to_be_bytes());
    out.extend(content);
    out
}

pub(super) fn jpeg_with(orientation: u8) -> Vec<u8> {
    let mut out = vec![0xFF, 0xD8];
    out.extend(segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\x01\x01SECRETTHUMB"));
    out.extend(segment(0xE1, &[b"Exif\0\0".as_slice(), &camera_exif(orientation)].concat()));
    out.extend(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<SECRET/>"));
    out.extend(segment(0xE2, b"ICC_PROFILE\0\x01\x01colours"));
    out.extend(segment(0xE2, b"MPF\0SECRET"));
    out.extend(segment(0xED, b"Photoshop 3.0\0SECRET by-line"));
    out.extend(segment(0xFE, b"SECRET comment"));
    out.extend(segment(0xDB, &[1; 65]));
    out.extend(segment(0xC2, &[8, 0, 1, 0, 1, 1, 1, 0x11, 0]));
    for _ in 0..2 {
        out.extend(segment(0xC4, &[0; 18]));
        out.extend(segment(0xDA, &[1, 1, 0, 0, 63, 0]));
        out.extend([0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56]);
    }
    out.extend([0xFF, 0xD9]);
    out.extend(b"SECRET moving picture behind the end");
    out
}

fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut out = u32::try_from(content.len()).expect("short").to_be_bytes().to_vec();
    out.extend(kind);
    out.extend(content);
    let sum = crc32(&out[4..]);
    out.extend(sum.to_be_bytes());
    out
}

fn png_with(orientation: u8) -> Vec<u8> {
    let mut out = PNG.to_vec();
    out.extend(chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]));
    out.extend(chunk(b"tEXt", b"Author\0SECRET"));
    out.extend(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0SECRET"));
    out.extend(chunk(b"zTXt", b"Comment\0\0SECRET"));
    out.extend(chunk(b"tIME", &[7, 234, 11, 22, 9, 0, 0]));
    out.extend(chunk(b"eXIf", &camera_exif(orientation)));
    out.extend(chunk(b"IDAT", &[0x78, 0x9c, 0x63, 0x00, 0x00]));
    out.extend(chunk(b"prVt", b"SECRET"));
    out.extend(chunk(b"IEND", b""));
    out.extend(b"SECRET behind the end");
    out
}

fn webp_with(orientation: u8) -> Vec<u8> {
    let mut out = b"RIFF\0\0\0\0WEBP".to_vec();
    riff(&mut out, b"VP8X", &[0x2C, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    riff(&mut out, b"ICCP", b"colours");
    riff(&mut out, b"VP8L", b"picture");
    riff(&mut out, b"EXIF", &camera_exif(orientation));
    riff(&mut out, b"XMP ", b"<SECRET/>");
    let size = u32::try_from(out.len() - 8).expect("short");
    out[4..8].copy_from_slice(&size.to_le_bytes());
    out.extend(b"SECRET behind the end");
    out
}

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

#[test]
fn only_the_picture_and_its_orientation_stay() {
    type Make = fn(u8) -> Vec<u8>;
    let cases: [(&str, Make, &[&[u8]]); 3] = [
        ("image/jpeg", jpeg_with, &[b"JFIF", b"colours", &[0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56]]),
        ("image/png", png_with, &[b"IHDR", b"IDAT", b"IEND"]),
        ("image/webp", webp_with, &[b"colours", b"picture"]),
    ];
    for (media_type, make, needed) in cases {
        let photo = clean(&make(6)).unwrap_or_else(|reason| panic!("{media_type}: {reason}"));
        assert_eq!(photo.media_type, media_type);
        for word in [b"SECRET".as_slice(), b"GPS", b"52.5200", b"MPF", b"adobe"] {
            assert!(!holds(&photo.bytes, word), "{media_type} still says {}", String::from_utf8_lossy(word));
        }
        for part in needed {
            assert!(holds(&photo.bytes, part), "{media_type} lost a part of the picture: {part:?}");
        }
        assert!(
            holds(&photo.bytes, &exif(6)),
            "{media_type}: a photo taken upright must not lie on its side"
        );
        assert_eq!(
            clean(&photo.bytes).expect("clean").bytes,
            photo.bytes,
            "{media_type}: cleaning again changes it"
        );
        let straight = clean(&make(1)).expect("clean");
        assert!(!holds(&straight.bytes, b"II\x2a\0"), "{media_type}: nothing to turn, nothing to say");
    }
}

#[test]
fn what_a_browser_would_execute_is_refused_by_content() {
    let cases: [&[u8]; 7] = [
        b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        b"GIF89a\x01\0\x01\0",
        b"%PDF-1.7",
        b"\0\0\0\x18ftypheic\0\0\0\0mif1",
        b"",
        b"\xff\xd8\xff<svg onload=alert(1)>",
    ];
    for bytes in cases {
        assert!(clean(bytes).is_err(), "{:?} is no photo", String::from_utf8_lossy(bytes));
    }
    assert!(clean(&vec![0xFF; PHOTO_LIMIT + 1]).is_err(), "larger than the limit");
}

#[test]
fn a_photo_that_breaks_off_anywhere_is_refused_or_whole() {
    for whole in [jpeg_with(6), png_with(6), webp_with(6)] {
        let picture = clean(&whole).expect("clean");
        for length in 0..whole.len() {
            if let Ok(photo) = clean(&whole[..length]) {
                assert_eq!(photo, picture, "what is cut off behind the picture is not missed");
            }
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_survive(bytes in proptest::collection::vec(any::<u8>(), 0..400), which in 0..4_usize) {
        let start: &[u8] = [b"\xff\xd8\xff\xe0".as_slice(), PNG, b"RIFF\x40\0\0\0WEBP", b""][which];
        let _ = clean(&[start, &bytes].concat());
    }

    #[test]
    fn a_changed_byte_survives(at in 0..400_usize, byte in any::<u8>(), which in 0..3_usize) {
        let mut photo = [jpeg_with(3), png_with(3), webp_with(3)][which].clone();
        let at = at % photo.len();
        photo[at] = byte;
        let _ = clean(&photo);
    }
}
