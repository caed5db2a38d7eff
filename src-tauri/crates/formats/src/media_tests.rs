//! The first bytes of recordings and pictures as recorders and phones write them.

use super::*;
use proptest::prelude::*;

fn part(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut out = u32::try_from(content.len() + 8).expect("short").to_be_bytes().to_vec();
    out.extend(kind);
    out.extend(content);
    out
}

/// Half an hour, begun 2026-11-26T09:00:00Z, its header behind the pictures as phones put it.
fn mp4_file() -> Vec<u8> {
    let made = u32::try_from(1_795_683_600 + SINCE_1904).expect("before 2040");
    let mut header = vec![0; 100];
    header[4..8].copy_from_slice(&made.to_be_bytes());
    header[12..16].copy_from_slice(&600_u32.to_be_bytes());
    header[16..20].copy_from_slice(&(600 * 1800_u32).to_be_bytes());
    [part(b"ftyp", b"isom\0\0\0\0"), part(b"mdat", &[7; 5000]), part(b"moov", &part(b"mvhd", &header))]
        .concat()
}

fn look(bytes: &[u8]) -> Option<Media> {
    let read = |at: u64, length: usize| {
        let at = usize::try_from(at).ok()?;
        let end = at.checked_add(length)?.min(bytes.len());
        bytes.get(at..end).map(<[u8]>::to_vec)
    };
    media(&bytes[..bytes.len().min(HEAD)], bytes.len() as u64, read)
}

#[test]
fn files_are_known_by_their_first_bytes() {
    let cases: [(&[u8], Option<&str>); 16] = [
        (b"\0\0\0\x20ftypisom", Some("MP4 video")),
        (b"\0\0\0\x20ftypM4A ", Some("M4A sound")),
        (b"\0\0\0\x14ftypqt  ", Some("QuickTime video")),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm", Some("WebM video")),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x88matroska", Some("Matroska video")),
        (b"ID3\x04\0\0\0\0\0\0", Some("MP3 sound")),
        (b"\xff\xfb\x90\x64", Some("MP3 sound")),
        (b"RIFF\0\0\0\0WAVE", Some("WAV sound")),
        (b"OggS\0\x02", Some("Ogg sound")),
        (b"fLaC\0\0\0\x22", Some("FLAC sound")),
        (b"\xff\xd8\xff\xe1", Some("JPEG photo")),
        (b"\x89PNG\r\n\x1a\n", Some("PNG picture")),
        (b"RIFF\0\0\0\0WEBP", Some("WebP picture")),
        (b"\0\0\0\x18ftypheic", Some("HEIC photo")),
        // UTF-16 text begins like no sound.
        (b"\xff\xfeh\0i\0", None),
        (b"date,start,code\n", None),
    ];
    for (bytes, what) in cases {
        assert_eq!(look(bytes).map(|media| media.what), what, "{:?}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn length_and_beginning_are_read_from_the_header() {
    let found = look(&mp4_file()).expect("a recording");
    assert_eq!(found.duration, Some(1_800_000));
    assert_eq!(found.made, Some(Made::Utc(1_795_683_600_000)));
    let mut wav = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0".to_vec();
    wav.extend(8000_u32.to_le_bytes());
    wav.extend(16_000_u32.to_le_bytes());
    wav.resize(32_000, 0);
    assert_eq!(look(&wav).and_then(|media| media.duration), Some(2_000));
    let photo = b"\xff\xd8\xff\xe1\0\x60Exif\0\0 2026:11:27 08:00:00\0 2026:11:26 10:18:04\0";
    let taken = look(photo).and_then(|media| media.made);
    let expected = NaiveDateTime::parse_from_str("2026-11-26 10:18:04", "%Y-%m-%d %H:%M:%S").expect("a time");
    assert_eq!(taken, Some(Made::Local(expected)), "taken, not copied");
}

proptest! {
    #[test]
    fn any_bytes_survive(at in 0..6000_usize, bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
        let mut file = mp4_file();
        let at = at % file.len();
        let end = (at + bytes.len()).min(file.len());
        file.splice(at..end, bytes);
        let _ = look(&file);
    }
}
