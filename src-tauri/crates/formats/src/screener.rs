//! Screeners: who the participants are, one row each, from `.csv` files.
//!
//! # Columns
//! A header row, then one row a participant; comma, semicolon or tab.
//!
//! | column | also called | what becomes of it |
//! | --- | --- | --- |
//! | `code` | participant, participant code, participant id, id, pid | `P01` to `P999`; needed |
//! | `name` | first name, last name, … | the hidden name |
//! | `email`, `phone` | mail, mobile, contact, … | the hidden contact |
//! | `timezone` | time zone, zone, tz | the participant's zone, IANA or Windows name |
//! | `ip`, latitude, longitude, address, … | | dropped, and named in [`Screener::dropped`] |
//! | any other | | an attribute; a header that ends in ` (private)` is kept from the room |
//!
//! A column whose every filled cell is an e-mail address counts as contact, whatever its name.
//!
//! Qualtrics' exports have three header rows: short names, questions, and `{"ImportId":…}`. They are recognised by
//! the third; the participant's code is looked for in `ExternalReference` or a column named as above, and what
//! Qualtrics adds by itself (place, address, dates, channel) is dropped.

use std::collections::HashMap;

use chrono_tz::Tz;

use crate::table::{Row, Table};
use crate::text::check_body;
use crate::words::words;
use crate::{Problem, Reason, code, zone};

const CODE: &[&str] = &[
    "code",
    "participant",
    "participant code",
    "participant id",
    "participants",
    "pid",
    "id",
    "externalreference",
    "external reference",
];
const ZONE: &[&str] = &["timezone", "time zone", "zone", "tz"];
const CONTACT: &[&str] = &[
    "email",
    "e mail",
    "mail",
    "email address",
    "e mail address",
    "recipientemail",
    "recipient email",
    "phone",
    "telephone",
    "mobile",
    "phone number",
    "telephone number",
    "mobile number",
    "mobile phone",
    "cell",
    "cell phone",
    "contact",
    "contact details",
    "telefon",
    "handy",
];
const FIRST_NAME: &[&str] =
    &["first name", "firstname", "given name", "recipientfirstname", "recipient first name", "vorname"];
const NAME: &[&str] = &[
    "name",
    "full name",
    "fullname",
    "last name",
    "lastname",
    "surname",
    "family name",
    "real name",
    "participant name",
    "your name",
    "what is your name",
    "recipientlastname",
    "recipient last name",
    "nachname",
];
const DROPPED: &[&str] = &[
    "ip",
    "ip address",
    "ipaddress",
    "latitude",
    "longitude",
    "lat",
    "lon",
    "lng",
    "long",
    "locationlatitude",
    "location latitude",
    "locationlongitude",
    "location longitude",
    "gps",
    "coordinates",
    "address",
    "street",
    "street address",
    "home address",
    "postal address",
    "postcode",
    "postal code",
    "zip",
    "zip code",
];
/// Attributes that say too much about a person to be shown to the room unasked.
const PRIVATE: &[&str] = &["location", "date of birth", "birthday", "birth date", "dob", "geburtsdatum"];
/// What Qualtrics adds to every answer, by its `ImportId`.
const OF_QUALTRICS: &[&str] = &[
    "startDate",
    "endDate",
    "status",
    "ipAddress",
    "progress",
    "duration",
    "finished",
    "recordedDate",
    "_recordId",
    "locationLatitude",
    "locationLongitude",
    "distributionChannel",
    "userLanguage",
];

/// The participants of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screener {
    /// The attributes, each name once.
    pub columns: Vec<Column>,
    /// The participants, each code once; at least one.
    pub rows: Vec<ScreenerRow>,
    /// Headers of columns that were left out because they tell where a person is.
    pub dropped: Vec<String>,
}

/// An attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name, without ` (private)`.
    pub name: String,
    /// Whether the room must not see it.
    pub private: bool,
}

/// One participant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScreenerRow {
    /// `P01` to `P999`.
    pub code: String,
    /// The real name, to be hidden.
    pub name: Option<String>,
    /// E-mail address and telephone number, to be hidden; several are joined by `, `.
    pub contact: Option<String>,
    /// Where the participant's clock is.
    pub zone: Option<Tz>,
    /// One value for each of [`Screener::columns`]; empty where nothing was said.
    pub values: Vec<String>,
    /// The line of the file.
    pub line: u32,
}

/// Reads a screener; see the [module's documentation](self) for the columns.
///
/// # Errors
/// No column of codes, a row without a code or with one that was there before, an unknown time zone, no rows.
pub fn read_csv(file: &str, bytes: &[u8]) -> Result<Screener, Problem> {
    let mut table = Table::read(file, bytes)?;
    let qualtrics = qualtrics_ids(&table);
    let Some(code_column) = table.column(CODE) else {
        let message = match qualtrics {
            Some(_) => {
                "a Qualtrics export without participant codes; expected a column ExternalReference or code \
                        with P01 to P999"
                    .to_owned()
            }
            None => format!("no column “code”; expected one with P01 to P999 in {}", table.header_shown()),
        };
        return Err(Problem::at(file, 1, message));
    };
    let mut headers = table.header.clone();
    if let Some(ids) = &qualtrics {
        // Answers are called by their question, which the second header row holds.
        for (column, _) in ids.iter().enumerate().filter(|(_, id)| id.starts_with("QID")) {
            let question: String = table.rows[0].cell(Some(column)).chars().take(200).collect();
            if !question.is_empty() {
                headers[column] = question;
            }
        }
        table.rows.drain(..2);
    }

    let parts: Vec<Part> = (0..headers.len())
        .map(|column| match (&qualtrics, column == code_column) {
            (_, true) => Part::Code,
            (Some(ids), _) if OF_QUALTRICS.contains(&ids[column].as_str()) => Part::Dropped,
            _ => part(&table, column, &headers[column]),
        })
        .collect();
    let mut columns: Vec<Column> = Vec::new();
    for (column, part) in parts.iter().enumerate() {
        if let Part::Value { private } = part {
            let name = without_private(&headers[column]).0;
            let name = if name.is_empty() { format!("Column {}", column + 1) } else { name.to_owned() };
            let again = columns.iter().filter(|other| other.name == name).count();
            let name = if again == 0 { name } else { format!("{name} (column {})", column + 1) };
            columns.push(Column { name, private: *private });
        }
    }
    let dropped = headers.iter().zip(&parts).filter(|(_, part)| matches!(part, Part::Dropped));
    let dropped = dropped.map(|(header, _)| header.clone()).collect();

    let mut seen: HashMap<String, u32> = HashMap::new();
    let mut rows = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let row = participant(row, &parts).map_err(|reason| Problem::at(file, row.line, reason))?;
        if let Some(before) = seen.insert(row.code.clone(), row.line) {
            let message = format!("{} is already in line {before}; expected one row a participant", row.code);
            return Err(Problem::at(file, row.line, message));
        }
        rows.push(row);
    }
    if rows.is_empty() {
        return Err(Problem::whole(file, "no rows below the header; expected one row a participant"));
    }
    Ok(Screener { columns, rows, dropped })
}

/// Whether a header row is that of a screener.
pub(crate) fn is_screener(table: &Table) -> bool {
    table.column(CODE).is_some() || qualtrics_ids(table).is_some()
}

/// Whether a table holds participants for certain: a code in each row of the column for them, or Qualtrics' ids.
pub(crate) fn has_participants(table: &Table) -> bool {
    let all_codes = table.column(CODE).is_some_and(|column| {
        !table.rows.is_empty() && table.rows.iter().all(|row| code::parse(row.cell(Some(column))).is_some())
    });
    all_codes || qualtrics_ids(table).is_some()
}

enum Part {
    Code,
    FirstName,
    Name,
    Contact,
    Zone,
    Dropped,
    Value { private: bool },
}

fn part(table: &Table, column: usize, header: &str) -> Part {
    let (bare, marked) = without_private(header);
    let name = words(bare);
    let name = name.trim();
    let short = table.plain_name(column);
    let is = |names: &[&str]| names.contains(&name) || names.contains(&short);
    let mut filled =
        table.rows.iter().map(|row| row.cell(Some(column))).filter(|cell| !cell.is_empty()).peekable();
    if is(FIRST_NAME) {
        Part::FirstName
    } else if is(NAME) {
        Part::Name
    } else if is(CONTACT) || (filled.peek().is_some() && filled.all(is_email)) {
        Part::Contact
    } else if is(ZONE) {
        Part::Zone
    } else if is(DROPPED) {
        Part::Dropped
    } else {
        Part::Value { private: marked || is(PRIVATE) }
    }
}

fn without_private(header: &str) -> (&str, bool) {
    let place = header.len().saturating_sub("(private)".len());
    match header.get(place..) {
        Some(end) if end.eq_ignore_ascii_case("(private)") => (header[..place].trim_end(), true),
        _ => (header, false),
    }
}

fn is_email(cell: &str) -> bool {
    let spaced = cell.contains(char::is_whitespace);
    !spaced && cell.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'))
}

fn participant(row: &Row, parts: &[Part]) -> Result<ScreenerRow, Reason> {
    let mut code = String::new();
    let mut zone = None;
    let (mut first_names, mut names, mut contacts, mut values) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (column, part) in parts.iter().enumerate() {
        let cell = row.cell(Some(column));
        let text = cell.replace("\r\n", "\n");
        check_body(&text)?;
        match part {
            Part::Code if cell.is_empty() => {
                return Err(Reason::new("the row has no participant code; expected P01 to P999"));
            }
            Part::Code => code = code::parse(cell).ok_or_else(|| code::unlike(cell))?,
            Part::Value { .. } => values.push(text),
            _ if cell.is_empty() => {}
            Part::FirstName => first_names.push(cell),
            Part::Name => names.push(cell),
            Part::Contact => contacts.push(cell),
            Part::Zone => zone = Some(zone::named(cell)?),
            Part::Dropped => {}
        }
    }
    first_names.extend(names);
    let joined = |parts: Vec<&str>, sign| Some(parts.join(sign)).filter(|text| !text.is_empty());
    Ok(ScreenerRow {
        code,
        name: joined(first_names, " "),
        contact: joined(contacts, ", "),
        zone,
        values,
        line: row.line,
    })
}

/// The ids in the third header row of a Qualtrics export.
fn qualtrics_ids(table: &Table) -> Option<Vec<String>> {
    let row = table.rows.get(1).filter(|row| row.begins_like("{\"ImportId\""))?;
    let id = |column: usize| {
        let cell: serde_json::Value = serde_json::from_str(row.cell(Some(column))).ok()?;
        Some(cell.get("ImportId")?.as_str()?.to_owned())
    };
    Some((0..table.header.len()).map(|column| id(column).unwrap_or_default()).collect())
}
