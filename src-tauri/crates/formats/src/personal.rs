//! Which columns tell who or where somebody is: by their names, and by what is in them.

use crate::words::words;

/// Whole names of columns.
const NAMES: &[&str] = &[
    "name",
    "vorname",
    "nachname",
    "firstname",
    "lastname",
    "fullname",
    "surname",
    "family name",
    "given name",
    "email",
    "e mail",
    "mail",
    "phone",
    "telephone",
    "mobile",
    "cell",
    "telefon",
    "handy",
    "contact",
    "ip",
    "ipaddress",
    "ip adresse",
    "latitude",
    "longitude",
    "lat",
    "lon",
    "lng",
    "long",
    "gps",
    "coordinates",
    "locationlatitude",
    "locationlongitude",
    "location latitude",
    "location longitude",
    "location",
    "address",
    "adresse",
    "street",
    "postcode",
    "postal code",
    "zip",
    "zip code",
    "plz",
    "city",
    "town",
    "ort",
    "dob",
    "birthday",
    "geburtsdatum",
    "user name",
    "username",
    "network id",
    "recipientfirstname",
    "recipientlastname",
    "recipientemail",
    "externalreference",
    "external reference",
    "device id",
    "signature",
];
/// What a name or a question that asks for it holds, as whole words.
const PHRASES: &[&str] = &[
    " your name ",
    " full name ",
    " first name ",
    " last name ",
    " real name ",
    " participant name ",
    " respondent name ",
    " invitee name ",
    " invitee first ",
    " invitee last ",
    " contact name ",
    " user email ",
    " email address ",
    " e mail address ",
    " your email ",
    " your e mail ",
    " invitee email ",
    " respondent email ",
    " phone number ",
    " telephone number ",
    " mobile number ",
    " your phone ",
    " reminder number ",
    " ip address ",
    " your address ",
    " home address ",
    " postal address ",
    " street address ",
    " date of birth ",
    " birth date ",
    " where do you live ",
    " wie heißen sie ",
    " ihr name ",
    " ihre e mail ",
    " longitude ",
    " latitude ",
    " contact details ",
    " contact information ",
];

/// Whether a column tells who or where somebody is.
pub(crate) fn is_personal<'c>(header: &str, cells: impl Iterator<Item = &'c str>) -> bool {
    let name = words(header);
    if NAMES.contains(&name.trim()) || PHRASES.iter().any(|phrase| name.contains(phrase)) {
        return true;
    }
    let (mut filled, mut telling) = (0, 0);
    for cell in cells.map(str::trim).filter(|cell| !cell.is_empty()) {
        filled += 1;
        telling += u32::from(is_email(cell) || is_phone(cell) || is_address(cell));
    }
    telling > 0 && telling * 2 >= filled
}

/// Whether a cell is an e-mail address and nothing else.
pub(crate) fn is_email(cell: &str) -> bool {
    let spaced = cell.contains(char::is_whitespace);
    !spaced && cell.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'))
}

/// A number with a plus or a leading zero, and signs as telephone numbers have them.
fn is_phone(cell: &str) -> bool {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let signs = cell.chars().all(|c| c.is_ascii_digit() || " +-()/".contains(c));
    let begins =
        cell.starts_with("00") || cell.starts_with(['+', '(']) || (cell.starts_with('0') && digits > 8);
    (7..=15).contains(&digits) && signs && begins
}

/// An address of the internet protocol, or a pair of coordinates.
fn is_address(cell: &str) -> bool {
    let coordinate = |part: &str| {
        let place = part.trim().parse::<f64>().ok().filter(|place| place.abs() <= 180.0);
        place.is_some() && part.split_once('.').is_some_and(|(_, decimals)| decimals.trim().len() >= 4)
    };
    let pair = cell.split_once(',').is_some_and(|(one, other)| coordinate(one) && coordinate(other));
    pair || (cell.contains(['.', ':']) && cell.parse::<core::net::IpAddr>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::is_personal;

    #[test]
    fn by_name_and_by_content() {
        let yes: &[(&str, &[&str])] = &[
            ("What is your e-mail address?", &[]),
            ("Q7", &["ada@example.org", ""]),
            ("Q8", &["+49 30 901820", "030/90182012"]),
            ("Q9", &["192.0.2.7", "2001:db8::1"]),
            ("Where were you?", &["52.51627, 13.37770"]),
            ("Vorname", &["Ada"]),
            ("City", &["Ulm"]),
        ];
        for (header, cells) in yes {
            assert!(is_personal(header, cells.iter().copied()), "{header} {cells:?}");
        }
        let no: &[(&str, &[&str])] = &[
            ("What is the name of the tool you use?", &["Excel"]),
            ("How easy was it?", &["7", "1"]),
            ("Reports a month", &["12", "1200"]),
            ("Which version?", &["1.2.3", "10.0"]),
            ("When?", &["2026-11-20", "20.11.2026"]),
            ("Amount", &["1000000", "3.14159"]),
        ];
        for (header, cells) in no {
            assert!(!is_personal(header, cells.iter().copied()), "{header} {cells:?}");
        }
    }
}
