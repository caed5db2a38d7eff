//! A text as a QR code, to be drawn.

use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write;

/// Modules around the code that stay empty.
const QUIET: i32 = 4;

/// A QR code as a drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qr {
    /// Width and height in modules, with the quiet zone.
    pub size: u16,
    /// The dark modules, as the `d` of an SVG path.
    pub path: String,
}

/// The code of a text; none when the text is too long for one.
pub fn qr(text: &str) -> Option<Qr> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let size = code.size();
    let mut path = String::new();
    for (y, x) in (0..size).flat_map(|y| (0..size).map(move |x| (y, x))) {
        if code.get_module(x, y) {
            write!(path, "M{} {}h1v1h-1z", x + QUIET, y + QUIET)
                .expect("BUG: writing into a text cannot fail");
        }
    }
    Some(Qr { size: u16::try_from(size + 2 * QUIET).ok()?, path })
}
