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
//! | any other | | an attribute; a header that ends in ` (public)` or ` (private)` says whether the room may see it |
//!
//! A column whose every filled cell is an e-mail address counts as contact, whatever its name.
//!
//! Qualtrics' exports have three header rows: short names, questions, and `{"ImportId":…}`. They are recognised by
//! the third; the participant's code is looked for in `ExternalReference` or a column named as above, and what
//! Qualtrics adds by itself (place, address, dates, channel) is dropped.

use std::collections::HashMap;

use chrono_tz::Tz;

use crate::columns::{Choices, LEAVE_OUT, chosen};
use crate::table::{Row, Table, undefused};
use crate::text::check_body;
use crate::words::words;
use crate::{Problem, Reason, code, personal, qualtrics, zone};

pub(crate) const CODE: &[&str] = &[
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
    /// Its name, without ` (private)` or ` (public)`.
    pub name: String,
    /// Whether the room may see it, where the file says so.
    pub public: Option<bool>,
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
pub fn read_csv(file: &str, bytes: &[u8], choices: &Choices) -> Result<Screener, Problem> {
    let mut table = Table::read(file, bytes)?;
    let qualtrics = qualtrics::ids(&table);
    let Some(code_column) = code_column(&table, choices) else {
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
    let headers = shown_headers(&table, qualtrics.as_deref());
    if qualtrics.is_some() {
        table.rows.drain(..2);
    }
    let parts = parts(&table, &headers, qualtrics.as_deref(), code_column, choices);
    let mut columns: Vec<Column> = Vec::new();
    for (column, part) in parts.iter().enumerate() {
        if let Part::Value { public } = part {
            let name = undefused(without_mark(&headers[column]).0);
            let name = if name.is_empty() { format!("Column {}", column + 1) } else { name.to_owned() };
            let again = columns.iter().filter(|other| other.name == name).count();
            let name = if again == 0 { name } else { format!("{name} (column {})", column + 1) };
            columns.push(Column { name, public: *public });
        }
    }
    let dropped = (0..headers.len())
        .filter(|column| {
            matches!(parts[*column], Part::Dropped) && chosen(&table, *column, choices).is_none()
        })
        .map(|column| headers[column].clone())
        .collect();

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
    table.column(CODE).is_some() || qualtrics::ids(table).is_some()
}

/// Whether a table holds participants for certain: a code in each row of the column for them, or Qualtrics' ids.
pub(crate) fn has_participants(table: &Table) -> bool {
    let all_codes = table.column(CODE).is_some_and(|column| {
        !table.rows.is_empty() && table.rows.iter().all(|row| code::parse(row.cell(Some(column))).is_some())
    });
    all_codes || qualtrics::ids(table).is_some()
}

enum Part {
    Code,
    FirstName,
    Name,
    Contact,
    Zone,
    Dropped,
    Value { public: Option<bool> },
}

/// The role of each column, what must be said of them, and how many further header rows there are.
pub(crate) fn columns(table: &Table, choices: &Choices) -> (Vec<&'static str>, Option<String>, usize) {
    let qualtrics = qualtrics::ids(table);
    let headers = shown_headers(table, qualtrics.as_deref());
    let code = code_column(table, choices);
    let parts = parts(table, &headers, qualtrics.as_deref(), code.unwrap_or(usize::MAX), choices);
    let roles = parts.iter().map(|part| match part {
        Part::Code => "code",
        Part::FirstName | Part::Name => "name",
        Part::Contact => "contact",
        Part::Zone => "zone",
        Part::Dropped => LEAVE_OUT,
        Part::Value { .. } => "attribute",
    });
    let needs = code.is_none().then(|| "Say which column holds the participants’ codes.".to_owned());
    (roles.collect(), needs, if qualtrics.is_some() { 2 } else { 0 })
}

/// The column of codes: as somebody says, or by its name.
fn code_column(table: &Table, choices: &Choices) -> Option<usize> {
    let said = (0..table.header.len()).find(|column| chosen(table, *column, choices) == Some("code"));
    said.or_else(|| table.column(CODE).filter(|column| chosen(table, *column, choices).is_none()))
}

fn shown_headers(table: &Table, qualtrics: Option<&[String]>) -> Vec<String> {
    qualtrics.map_or_else(|| table.header.clone(), |ids| qualtrics::headers(table, ids))
}

fn parts(
    table: &Table,
    headers: &[String],
    qualtrics: Option<&[String]>,
    code_column: usize,
    choices: &Choices,
) -> Vec<Part> {
    let part = |column: usize| {
        let value = Part::Value { public: without_mark(&headers[column]).1 };
        match chosen(table, column, choices) {
            Some("code") => return Part::Code,
            Some("name") => return Part::Name,
            Some("contact") => return Part::Contact,
            Some("zone") => return Part::Zone,
            Some("attribute" | "answer") => return value,
            Some(_) => return Part::Dropped,
            None => {}
        }
        match qualtrics {
            _ if column == code_column => Part::Code,
            Some(ids) if qualtrics::is_own(&ids[column]) => Part::Dropped,
            _ => part(table, column, &headers[column]),
        }
    };
    (0..headers.len()).map(part).collect()
}

fn part(table: &Table, column: usize, header: &str) -> Part {
    let (bare, public) = without_mark(header);
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
    } else if is(CONTACT) || (filled.peek().is_some() && filled.all(personal::is_email)) {
        Part::Contact
    } else if is(ZONE) {
        Part::Zone
    } else if is(DROPPED) {
        Part::Dropped
    } else {
        Part::Value { public: if is(PRIVATE) { Some(false) } else { public } }
    }
}

/// A header without what it says of the room, and that.
fn without_mark(header: &str) -> (&str, Option<bool>) {
    for (mark, public) in [("(private)", false), ("(public)", true)] {
        let place = header.len().saturating_sub(mark.len());
        if header.get(place..).is_some_and(|end| end.eq_ignore_ascii_case(mark)) {
            return (header[..place].trim_end(), Some(public));
        }
    }
    (header, None)
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
