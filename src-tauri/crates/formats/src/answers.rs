//! Answers that people gave elsewhere, from `.csv` files: surveys, one row a person, and diaries, dated rows.
//!
//! Known by their shape are exports of Qualtrics (three header rows), Typeform (`#`, `Network ID`, dates in UTC) and
//! Google Forms (`Timestamp`); any other table is read by its columns' names: `participant` or `code`, `date`,
//! `response id`, …, and every other column is an answer. Columns that tell who or where somebody is are left out
//! unless somebody asks for them, and so is what the survey tool adds by itself.

use std::collections::{HashMap, HashSet};

use domain::entity::AnswerKind;

use crate::columns::{Choices, LEAVE_OUT, cells, chosen};
use crate::schedule::{Order, when};
use crate::screener::CODE;
use crate::table::{Row, Table, undefused};
use crate::text::check_body;
use crate::{Problem, Reason, Skipped, code, personal, qualtrics};

const ROW_ID: &[&str] = &[
    "responseid",
    "response id",
    "antwort id",
    "submission id",
    "respondent id",
    "entry id",
    "token",
    "uid",
    "response",
];
const AT: &[&str] = &[
    "recordeddate",
    "recorded date",
    "timestamp",
    "zeitstempel",
    "horodateur",
    "marca temporal",
    "informazioni cronologiche",
    "submit date utc",
    "submitted at",
    "submission date",
    "submission time",
    "completed at",
    "completion time",
    "end time",
    "date",
    "day",
    "entry date",
    "datum",
    "date and time",
    "date time",
    "when",
];
/// What Typeform, Google Forms and others add to every row.
const OF_TOOLS: &[&str] = &[
    "",
    "network id",
    "start date utc",
    "stage date utc",
    "submit date utc",
    "tags",
    "ending",
    "response type",
    "startdate",
    "enddate",
    "start time",
    "last modified time",
    "start date",
    "end date",
    "user agent",
    "referer",
    "referrer",
    "browser",
    "duration in seconds",
    "collector id",
    "date created",
    "date modified",
];
/// What survey tools call a row that nobody answered in earnest.
const TRIALS: &[&str] =
    &["survey preview", "survey test", "spam", "preview", "umfragevorschau", "umfragetest"];

/// The answers of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    /// One row a person, or a diary.
    pub kind: AnswerKind,
    /// What was asked, each once.
    pub questions: Vec<String>,
    /// Who answered what; at least one.
    pub rows: Vec<AnswerEntry>,
    /// The names of the columns that were left out because they tell who or where somebody is.
    pub personal: Vec<String>,
    /// Rows that were left out.
    pub skipped: Vec<Skipped>,
}

/// One row of answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerEntry {
    /// What the row is recognised by when the file comes again; each once.
    pub key: String,
    /// The key is the survey tool's own id, the same in no other file.
    pub certain: bool,
    /// Who answered, when the file tells: `P01` to `P999`.
    pub code: Option<String>,
    /// When: `2026-11-20` or `2026-11-20T19:30`, on the clock of the file.
    pub at: Option<String>,
    /// One for each of [`Answers::questions`]; empty where nothing was said.
    pub values: Vec<String>,
    /// The line of the file.
    pub line: u32,
}

/// Whether a table has the shape of a survey tool's export.
pub(crate) fn is_export(table: &Table) -> bool {
    let first = table.header.first().map_or("", String::as_str);
    let column = |name: &str| table.column(&[name]).is_some();
    let typeform = first == "#" || (column("network id") && column("submit date utc"));
    let forms = ["timestamp", "zeitstempel", "horodateur", "marca temporal"].contains(&table.plain_name(0));
    (typeform || forms) && table.header.len() > 1
        || qualtrics::ids(table).is_some()
        || table.column(&ROW_ID[..6]).is_some()
}

/// Whether a table holds several rows a participant, which a screener never does.
pub(crate) fn has_repeated_codes(table: &Table) -> bool {
    let Some(column) = code_column(table, &Choices::new()) else { return false };
    let mut seen = HashSet::new();
    cells(table, column, 0).filter_map(code::parse).any(|code| !seen.insert(code))
}

/// What a table of answers is.
pub(crate) fn kind(table: &Table, choices: &Choices) -> AnswerKind {
    let (roles, _, first_row) = columns(table, choices);
    let place = |role: &str| roles.iter().position(|own| *own == role);
    let dated = roles.iter().any(|role| is_when(role));
    let mut seen = HashSet::new();
    let repeats = place("code").is_some_and(|column| {
        cells(table, column, first_row).filter_map(code::parse).any(|code| !seen.insert(code))
    });
    if dated && repeats { AnswerKind::Diary } else { AnswerKind::Answers }
}

/// The column of codes: the one that is called so and holds some, or the one that holds nothing else.
fn code_column(table: &Table, choices: &Choices) -> Option<usize> {
    let first_row = if qualtrics::ids(table).is_some() { 2 } else { 0 };
    let free = |column: &usize| chosen(table, *column, choices).is_none();
    let filled = |column: usize| cells(table, column, first_row).filter(|cell| !cell.is_empty());
    let only_codes = |column: &usize| {
        filled(*column).next().is_some() && filled(*column).all(|cell| code::parse(cell).is_some())
    };
    let named = table.column(CODE).filter(free).filter(only_codes);
    named.or_else(|| (0..table.header.len()).filter(free).find(only_codes))
}

/// The role of each column, what must be said of them, and how many further header rows there are.
pub(crate) fn columns(table: &Table, choices: &Choices) -> (Vec<&'static str>, Option<String>, usize) {
    let ids = qualtrics::ids(table);
    let first_row = if ids.is_some() { 2 } else { 0 };
    let headers = ids.as_ref().map_or_else(|| table.header.clone(), |ids| qualtrics::headers(table, ids));
    let said = |role: &str| (0..headers.len()).any(|column| chosen(table, column, choices) == Some(role));
    let free = |column: &usize| chosen(table, *column, choices).is_none();
    let code = code_column(table, choices).filter(|_| !said("code"));
    let hash = table.header.first().is_some_and(|name| name == "#").then_some(0);
    let own_id = |column: usize| ids.as_ref().is_some_and(|ids| ids[column] == "_recordId");
    let uid = (0..headers.len()).find(|column| own_id(*column)).or(hash).or_else(|| table.column(ROW_ID));
    let uid = uid.filter(free).filter(|column| !said("uid") && Some(*column) != code);
    let at = table.column(AT).filter(free).filter(|_| !said("at"));
    let role = |column: usize| -> &'static str {
        if let Some(role) = chosen(table, column, choices) {
            return role;
        }
        let own = ids.as_ref().is_some_and(|ids| qualtrics::is_own(&ids[column]));
        if Some(column) == code {
            "code"
        } else if Some(column) == uid {
            "uid"
        } else if Some(column) == at {
            "at"
        } else if own
            || (OF_TOOLS.contains(&table.plain_name(column)) && ids.is_none())
            || personal::is_personal(&headers[column], cells(table, column, first_row))
            || personal::is_personal(&table.header[column], std::iter::empty())
        {
            LEAVE_OUT
        } else {
            "answer"
        }
    };
    let roles: Vec<&'static str> = (0..headers.len()).map(role).collect();
    let order = order(table, &roles, first_row);
    let needs = order.err().map(|reason| format!("{reason}. Say which."));
    (roles, needs, first_row)
}

/// In which order the dates of the column of times are written.
fn order(table: &Table, roles: &[&str], first_row: usize) -> Result<Option<Order>, Reason> {
    let Some(column) = roles.iter().position(|role| is_when(role)) else {
        return Ok(None);
    };
    match roles[column] {
        "at_day_first" => Ok(Some(Order::DayFirst)),
        "at_month_first" => Ok(Some(Order::MonthFirst)),
        _ => Order::of(cells(table, column, first_row)),
    }
}

/// Reads answers; see the [module's documentation](self).
///
/// # Errors
/// A date that cannot be read, a code that is none, a text that is too long, no rows, nothing asked.
pub fn read_csv(file: &str, bytes: &[u8], choices: &Choices) -> Result<Answers, Problem> {
    let table = Table::read(file, bytes)?;
    let (roles, _, first_row) = columns(&table, choices);
    let order = order(&table, &roles, first_row).map_err(|reason| Problem::whole(file, reason))?;
    let headers =
        qualtrics::ids(&table).map_or_else(|| table.header.clone(), |ids| qualtrics::headers(&table, &ids));
    let mut names = HashMap::new();
    let mut questions = Vec::new();
    for (column, _) in roles.iter().enumerate().filter(|(_, role)| ["answer", "attribute"].contains(role)) {
        let name = undefused(headers[column].trim());
        let name = if name.is_empty() { format!("Column {}", column + 1) } else { name.to_owned() };
        let again = names.insert(name.clone(), ()).is_some();
        questions.push(if again { format!("{name} (column {})", column + 1) } else { name });
    }
    if questions.is_empty() {
        let message = format!("no column with answers in {}; expected at least one", table.header_shown());
        return Err(Problem::at(file, 1, message));
    }
    let personal = (0..headers.len())
        .filter(|column| roles[*column] == LEAVE_OUT && chosen(&table, *column, choices).is_none())
        .filter(|column| {
            personal::is_personal(&headers[*column], cells(&table, *column, first_row))
                || personal::is_personal(&table.header[*column], std::iter::empty())
        })
        .map(|column| table.header[column].clone())
        .collect();
    let mut rows: Vec<AnswerEntry> = Vec::new();
    let mut skipped = Vec::new();
    let mut keys: HashMap<String, u32> = HashMap::new();
    for row in table.rows.iter().skip(first_row) {
        let mut entry = entry(row, &roles, order).map_err(|reason| Problem::at(file, row.line, reason))?;
        if is_trial(&table, row) {
            let what = entry.code.unwrap_or_else(|| "a row".to_owned());
            skipped.push(Skipped {
                line: row.line,
                what,
                reason: Reason::new("it is a trial of the survey"),
            });
            continue;
        }
        if entry.values.iter().all(String::is_empty) {
            let what = entry.code.unwrap_or_else(|| "a row".to_owned());
            skipped.push(Skipped { line: row.line, what, reason: Reason::new("nothing was answered") });
            continue;
        }
        let again = keys.entry(entry.key.clone()).and_modify(|n| *n += 1).or_insert(1);
        if *again > 1 {
            entry.key = format!("{}/{again}", entry.key);
        }
        rows.push(entry);
    }
    if rows.is_empty() {
        return Err(Problem::whole(file, "there are no answers below the header; expected at least one row"));
    }
    Ok(Answers { kind: kind(&table, choices), questions, rows, personal, skipped })
}

fn is_when(role: &str) -> bool {
    ["at", "at_day_first", "at_month_first"].contains(&role)
}

fn is_trial(table: &Table, row: &Row) -> bool {
    let cell = |name: &str| row.cell(table.column(&[name])).to_lowercase();
    TRIALS.contains(&cell("status").as_str()) || cell("distributionchannel") == "preview"
}

fn entry(row: &Row, roles: &[&str], order: Option<Order>) -> Result<AnswerEntry, Reason> {
    let (mut code, mut at, mut uid, mut values) = (None, None, None, Vec::new());
    for (column, role) in roles.iter().enumerate() {
        let cell = row.cell(Some(column));
        match *role {
            "answer" | "attribute" => {
                let text = undefused(cell).replace("\r\n", "\n").replace('\r', "\n");
                check_body(&text)?;
                values.push(text);
            }
            _ if cell.is_empty() => {}
            "code" => code = Some(code::parse(cell).ok_or_else(|| code::unlike(cell))?),
            "at" | "at_day_first" | "at_month_first" => at = Some(when(cell, order)?),
            "uid" => uid = Some(cell.chars().take(200).collect::<String>()),
            _ => {}
        }
    }
    let certain = uid.is_some();
    let parts = [code.as_deref(), at.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let key = uid.unwrap_or(parts);
    Ok(AnswerEntry { key, certain, code, at, values, line: row.line })
}
