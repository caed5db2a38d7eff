//! Notes of finished sessions as a table: the one that [`export::csv`](crate::export::csv) writes, or one by hand.
//!
//! # Columns
//! | column | content |
//! | --- | --- |
//! | `session` | a participant's code (`P04`), or the slot's local date and start (`2026-01-15 09:00`) |
//! | `kind` | `note` (also when empty), `question`, `start`, `end`, `break`, `resume`, `off the record`, `on the record` |
//! | `time` | session time `HH:MM:SS` or `HH:MM:SS.mmm`, or an instant as in the next column |
//! | `instant` | ISO 8601 with offset, `2026-01-15T09:21:12+01:00` |
//! | `author` | who wrote the note or asked the question; needed for these |
//! | `note` | the text; empty for a mark, and for rows that are neither note nor question |
//! | `tags` | separated by spaces, or by semicolons when a tag has spaces |
//! | `who` | codes or seats (`P04`, `3`) of who said or did it, separated by spaces |
//! | `severity` | 1 cosmetic, 2 minor, 3 major, 4 catastrophe |
//! | `audience` | `room` (also when empty), `team`, `own` |
//! | `starred` | `yes` or empty |
//! | `status` | what became of a question; empty for anything else |
//!
//! `session` and one of `time` and `instant` are needed in each row, but a question that was never asked has
//! neither time. Other columns are not read. Rows of the kind `quotes left out` only tell a reader of an export what is not in it, and are passed over.

use chrono::DateTime;

use crate::problem::shown;
use crate::table::{Row, Table};
use crate::text::check_body;
use crate::words::Audience;
use crate::{Problem, code};

/// What a row without content tells of an export.
pub(crate) const LEFT_OUT: &str = "quotes left out";

/// One row of a notes file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteRow {
    /// The line it begins in.
    pub line: u32,
    /// A participant's code such as `P04`, or a slot's local date and start such as `2026-01-15 09:00`.
    pub session: String,
    /// What the row tells.
    pub kind: RowKind,
    /// Session time in milliseconds; negative before the start. It or `instant` is there, but for a question that
    /// was never asked.
    pub time_ms: Option<i64>,
    /// UTC milliseconds.
    pub instant: Option<i64>,
    /// Who wrote or asked it; empty only for rows that are neither note nor question.
    pub author: String,
    /// The text, at most 10,000 characters; empty for a mark.
    pub body: String,
    /// Tags without `#`.
    pub tags: Vec<String>,
    /// Codes or seats of who said it.
    pub who: Vec<String>,
    /// 1 to 4.
    pub severity: Option<u8>,
    /// Who may read it.
    pub audience: Audience,
    /// Whether it was starred.
    pub starred: bool,
    /// What became of a question, in the words of the file.
    pub status: Option<String>,
}

/// What a row tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RowKind {
    /// An observation or a mark.
    Note,
    /// A question from the room.
    Question,
    /// The session started.
    Start,
    /// The session ended.
    End,
    /// A break began.
    Break,
    /// A break ended.
    Resume,
    /// An interval off the record began.
    OffTheRecord,
    /// An interval off the record ended.
    OnTheRecord,
}

impl RowKind {
    const ALL: [RowKind; 8] = [
        RowKind::Note,
        RowKind::Question,
        RowKind::Start,
        RowKind::End,
        RowKind::Break,
        RowKind::Resume,
        RowKind::OffTheRecord,
        RowKind::OnTheRecord,
    ];

    /// The word in the column `kind`.
    pub fn name(self) -> &'static str {
        match self {
            RowKind::Note => "note",
            RowKind::Question => "question",
            RowKind::Start => "start",
            RowKind::End => "end",
            RowKind::Break => "break",
            RowKind::Resume => "resume",
            RowKind::OffTheRecord => "off the record",
            RowKind::OnTheRecord => "on the record",
        }
    }
}

/// Reads notes; see the [module's documentation](self) for the columns.
///
/// # Errors
/// The first row that cannot be read, a missing column, or a file without rows.
pub fn read_csv(file: &str, bytes: &[u8]) -> Result<Vec<NoteRow>, Problem> {
    let table = Table::read(file, bytes)?;
    if !is_notes(&table) {
        let message = format!("expected columns session, time and note in {}", table.header_shown());
        return Err(Problem::at(file, 1, message));
    }
    let columns = Columns::of(&table);
    let rows = table.rows.iter().filter(|row| row.cell(columns.kind) != LEFT_OUT);
    let rows: Vec<NoteRow> = rows.map(|row| columns.note(file, row)).collect::<Result<_, _>>()?;
    if rows.is_empty() {
        return Err(Problem::whole(file, "no notes below the header; expected one row a note"));
    }
    Ok(rows)
}

/// Whether a header row is that of a notes file.
pub(crate) fn is_notes(table: &Table) -> bool {
    let columns = Columns::of(table);
    columns.session.is_some()
        && columns.note.is_some()
        && (columns.time.is_some() || columns.instant.is_some())
}

struct Columns {
    session: Option<usize>,
    kind: Option<usize>,
    time: Option<usize>,
    instant: Option<usize>,
    author: Option<usize>,
    note: Option<usize>,
    tags: Option<usize>,
    who: Option<usize>,
    severity: Option<usize>,
    audience: Option<usize>,
    starred: Option<usize>,
    status: Option<usize>,
}

impl Columns {
    fn of(table: &Table) -> Columns {
        let column = |name| table.column(&[name]);
        Columns {
            session: column("session"),
            kind: column("kind"),
            time: column("time"),
            instant: column("instant"),
            author: column("author"),
            note: column("note"),
            tags: column("tags"),
            who: column("who"),
            severity: column("severity"),
            audience: column("audience"),
            starred: column("starred"),
            status: column("status"),
        }
    }

    fn note(&self, file: &str, row: &Row) -> Result<NoteRow, Problem> {
        let wrong = |message: String| Problem::at(file, row.line, message);
        let cell = |column| undefused(row.cell(column));
        let kind = match cell(self.kind).to_lowercase().as_str() {
            "" => RowKind::Note,
            name => RowKind::ALL.into_iter().find(|kind| kind.name() == name).ok_or_else(|| {
                let all = RowKind::ALL.map(RowKind::name).join(", ");
                wrong(format!("{} is not a kind of row; expected one of {all}", shown(name)))
            })?,
        };
        let session = cell(self.session);
        if session.is_empty() {
            return Err(wrong("the row names no session; expected a code such as P04".to_owned()));
        }
        let session = code::parse(session).unwrap_or_else(|| session.to_owned());

        let mut time_ms = None;
        let mut instant = None;
        let time = cell(self.time);
        if !time.is_empty() {
            time_ms = session_time(time);
            instant = iso(time);
            if time_ms.is_none() && instant.is_none() {
                return Err(wrong(format!(
                    "{} is not a session time; expected one such as 00:14:32",
                    shown(time)
                )));
            }
        }
        let iso_cell = cell(self.instant);
        if !iso_cell.is_empty() {
            let message = || {
                format!(
                    "{} is not an instant; expected one such as 2026-01-15T09:21:12+01:00",
                    shown(iso_cell)
                )
            };
            instant = Some(iso(iso_cell).ok_or_else(|| wrong(message()))?);
        }
        if time_ms.is_none() && instant.is_none() && kind != RowKind::Question {
            return Err(wrong("the row has no time; expected one such as 00:14:32".to_owned()));
        }

        let body = undefused(row.raw(self.note))
            .trim_end_matches(['\r', '\n'])
            .replace("\r\n", "\n")
            .replace('\r', "\n");
        check_body(file, row.line, &body)?;
        let author = cell(self.author).to_owned();
        check_body(file, row.line, &author)?;
        let needs_author = matches!(kind, RowKind::Note | RowKind::Question);
        if needs_author && author.is_empty() {
            return Err(wrong("the row has no author; expected the name of who wrote it".to_owned()));
        }
        if kind == RowKind::Question && body.trim().is_empty() {
            return Err(wrong("the question has no text".to_owned()));
        }
        let severity = match cell(self.severity) {
            "" => None,
            level => {
                let message = || format!("{} is not a severity; expected 1 to 4", shown(level));
                let level = level.parse().ok().filter(|level| (1..=4).contains(level));
                Some(level.ok_or_else(|| wrong(message()))?)
            }
        };
        let audience = match cell(self.audience).to_lowercase().as_str() {
            "" | "room" => Audience::Room,
            "team" => Audience::Team,
            "own" => Audience::Own,
            other => {
                return Err(wrong(format!(
                    "{} is not an audience; expected room, team or own",
                    shown(other)
                )));
            }
        };
        let tags = tags(cell(self.tags));
        if let Some(tag) =
            tags.iter().find(|tag| tag.chars().count() > 60 || tag.chars().any(char::is_control))
        {
            return Err(wrong(format!("{} is not a tag; expected one short word", shown(tag))));
        }
        let is_seat = |word: &str| matches!(word.as_bytes(), [b'1'..=b'9']);
        let mut who = Vec::new();
        for word in cell(self.who).split([' ', ';', ',']).map(str::trim).filter(|word| !word.is_empty()) {
            let speaker = code::parse(word).or_else(|| is_seat(word).then(|| word.to_owned()));
            let message =
                || format!("{} is neither a participant code nor a seat; expected P04 or 3", shown(word));
            who.push(speaker.ok_or_else(|| wrong(message()))?);
        }
        let starred = match cell(self.starred).to_lowercase().as_str() {
            "" | "no" => false,
            "yes" => true,
            other => {
                return Err(wrong(format!("{} in column starred; expected yes or nothing", shown(other))));
            }
        };
        Ok(NoteRow {
            line: row.line,
            session,
            kind,
            time_ms,
            instant,
            author,
            body,
            tags,
            who,
            severity,
            audience,
            starred,
            status: Some(cell(self.status).to_owned()).filter(|status| !status.is_empty()),
        })
    }
}

/// Takes away the apostrophe that the export puts before what a spreadsheet would run as a formula.
pub(crate) fn undefused(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if runs(rest) => rest,
        _ => cell,
    }
}

/// Whether a spreadsheet would run this cell, or it would after apostrophes are taken away.
pub(crate) fn runs(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

fn iso(text: &str) -> Option<i64> {
    DateTime::parse_from_rfc3339(text).ok().map(|instant| instant.timestamp_millis())
}

/// Reads `00:14:32`, `14:32`, `00:14:32.500` and these with a minus as milliseconds.
fn session_time(text: &str) -> Option<i64> {
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let (clock, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let number = |part: &str, most: i64| {
        let digits = (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse().ok().filter(|number| digits && (0..=most).contains(number))
    };
    let milliseconds = number(fraction, 999)? * 10_i64.pow(3 - fraction.len() as u32);
    let parts: Vec<&str> = clock.split(':').collect();
    let seconds = match parts[..] {
        [minutes, seconds] => number(minutes, 999)? * 60 + number(seconds, 59)?,
        [hours, minutes, seconds] => {
            number(hours, 999)? * 3_600 + number(minutes, 59)? * 60 + number(seconds, 59)?
        }
        _ => return None,
    };
    Some(sign * (seconds * 1_000 + milliseconds))
}

fn tags(cell: &str) -> Vec<String> {
    let by_semicolon = cell.contains(';');
    let parts = cell.split(|c: char| if by_semicolon { c == ';' } else { c.is_whitespace() });
    let mut tags: Vec<String> = Vec::new();
    for tag in parts.map(|tag| tag.trim().trim_start_matches('#')).filter(|tag| !tag.is_empty()) {
        if !tags.iter().any(|other| other == tag) {
            tags.push(tag.to_owned());
        }
    }
    tags
}
