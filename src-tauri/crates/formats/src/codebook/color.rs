//! The palette's colours, and which of them another colour comes nearest to.

/// The name and colour of each of the palette, as the pages draw it on light ground: red, green, blue.
pub const COLORS: &[(&str, [u8; 3])] = &[
    ("pain", [0xdf, 0x2e, 0x07]),
    ("delight", [0x31, 0x81, 0x5a]),
    ("quote", [0x11, 0x75, 0xe0]),
    ("bug", [0xd5, 0x60, 0xb6]),
    ("confusion", [0xbb, 0x8c, 0x33]),
    ("surprise", [0x1a, 0x98, 0xd3]),
    ("idea", [0x6f, 0x74, 0x17]),
    ("follow", [0x93, 0x55, 0xbc]),
    ("grey", [0x77, 0x7f, 0x90]),
];

/// What people call each of the palette, as the console shows it.
pub(super) const WORDS: &[(&str, &str)] = &[
    ("red", "pain"),
    ("amber", "confusion"),
    ("olive", "idea"),
    ("green", "delight"),
    ("sky", "surprise"),
    ("blue", "quote"),
    ("violet", "follow"),
    ("pink", "bug"),
    ("grey", "grey"),
];

/// What people call a name of the palette.
pub(super) fn word(name: &str) -> Option<&'static str> {
    WORDS.iter().find(|(_, known)| *known == name).map(|(word, _)| *word)
}

/// How much less a difference in lightness counts: a tint of a colour is meant as that colour.
const LIGHTNESS: f64 = 0.25;

/// `#RRGGBB` for a name of the palette.
pub(super) fn hex(name: &str) -> Option<String> {
    let (_, [red, green, blue]) = COLORS.iter().find(|(known, _)| *known == name)?;
    Some(format!("#{red:02X}{green:02X}{blue:02X}"))
}

/// The name of the palette nearest to `#RRGGBB` or `#RGB`; `None` for any other text.
pub(super) fn nearest(text: &str) -> Option<&'static str> {
    let digits = text.trim().strip_prefix('#')?;
    let digits: Vec<u8> =
        digits.chars().map(|c| c.to_digit(16).map(|digit| digit as u8)).collect::<Option<_>>()?;
    let color = match digits[..] {
        [red, green, blue] => [red * 17, green * 17, blue * 17],
        [r, red, g, green, b, blue] => [r * 16 + red, g * 16 + green, b * 16 + blue],
        _ => return None,
    };
    let color = oklab(color);
    let distance = |other: [u8; 3]| {
        let [light, a, b] = oklab(other);
        ((light - color[0]) * LIGHTNESS).powi(2) + (a - color[1]).powi(2) + (b - color[2]).powi(2)
    };
    let distances = COLORS.iter().map(|(name, own)| (*name, distance(*own)));
    distances.min_by(|one, other| one.1.total_cmp(&other.1)).map(|(name, _)| name)
}

/// Björn Ottosson's Oklab, in which equal distances look about equally large: lightness, green to red, blue to yellow.
fn oklab(color: [u8; 3]) -> [f64; 3] {
    let [red, green, blue] = color.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    let l = (0.412_221_470_8 * red + 0.536_332_536_3 * green + 0.051_445_992_9 * blue).cbrt();
    let m = (0.211_903_498_2 * red + 0.680_699_545_1 * green + 0.107_396_956_6 * blue).cbrt();
    let s = (0.088_302_461_9 * red + 0.281_718_837_6 * green + 0.629_978_700_5 * blue).cbrt();
    [
        0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
        1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
        0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
    ]
}
