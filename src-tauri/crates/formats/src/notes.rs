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
//! | `reason` | why it is held or was declined, in a line |
//!
//! `session` and one of `time` and `instant` are needed in each row, but a question that was never asked has
//! neither time. Other columns are not read. Rows of the kinds
//! `quotes left out`, `guide item` and `questionnaire` tell the reader of an export more, and are passed over.

use std::collections::HashSet;

use chrono::DateTime;
use domain::entity::Audience;
use domain::session::IntervalKind;

use crate::problem::shown;
use crate::table::{Row, Table, undefused};
use crate::text::check_body;
use crate::{Problem, Reason, code};

/// What a row without content tells of an export.
pub(crate) const LEFT_OUT: &str = "quotes left out";
/// A row that tells what became of a guide item.
pub(crate) const ITEM: &str = "guide item";
/// A row that tells the answers to a questionnaire.
pub(crate) const FORM: &str = "questionnaire";

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
    /// Why a question is held or was declined.
    pub reason: Option<String>,
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
    /// A break or an interval off the record began.
    IntervalStart(IntervalKind),
    /// It ended.
    IntervalEnd(IntervalKind),
}

impl RowKind {
    const ALL: [RowKind; 10] = [
        RowKind::Note,
        RowKind::Question,
        RowKind::Start,
        RowKind::End,
        RowKind::IntervalStart(IntervalKind::Break),
        RowKind::IntervalEnd(IntervalKind::Break),
        RowKind::IntervalStart(IntervalKind::OffRecord),
        RowKind::IntervalEnd(IntervalKind::OffRecord),
        RowKind::IntervalStart(IntervalKind::Erased),
        RowKind::IntervalEnd(IntervalKind::Erased),
    ];

    /// The word in the column `kind`.
    pub fn name(self) -> &'static str {
        match self {
            RowKind::Note => "note",
            RowKind::Question => "question",
            RowKind::Start => "start",
            RowKind::End => "end",
            RowKind::IntervalStart(IntervalKind::Break) => "break",
            RowKind::IntervalEnd(IntervalKind::Break) => "resume",
            RowKind::IntervalStart(IntervalKind::OffRecord) => "off the record",
            RowKind::IntervalEnd(IntervalKind::OffRecord) => "on the record",
            RowKind::IntervalStart(IntervalKind::Erased) => "erased from",
            RowKind::IntervalEnd(IntervalKind::Erased) => "erased to",
        }
    }

    fn parse(name: &str) -> Result<Self, Reason> {
        RowKind::ALL.into_iter().find(|kind| kind.name() == name).ok_or_else(|| {
            let all = RowKind::ALL.map(RowKind::name).join(", ");
            Reason::unlike(name, "a kind of row", &format!("one of {all}"))
        })
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
    let rows = table.rows.iter().filter(|row| ![LEFT_OUT, ITEM, FORM].contains(&row.cell(columns.kind)));
    let note = |row: &Row| columns.note(row).map_err(|reason| Problem::at(file, row.line, reason));
    let rows: Vec<NoteRow> = rows.map(note).collect::<Result<_, _>>()?;
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
    reason: Option<usize>,
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
            reason: column("reason"),
        }
    }

    fn note(&self, row: &Row) -> Result<NoteRow, Reason> {
        let cell = |column| undefused(row.cell(column));
        let kind = match cell(self.kind).to_lowercase().as_str() {
            "" => RowKind::Note,
            name => RowKind::parse(name)?,
        };
        let session = cell(self.session);
        if session.is_empty() {
            return Err(Reason::new("the row names no session; expected a code such as P04"));
        }
        let (time_ms, instant) = times(cell(self.time), cell(self.instant))?;
        if time_ms.is_none() && instant.is_none() && kind != RowKind::Question {
            return Err(Reason::new("the row has no time; expected one such as 00:14:32"));
        }
        let body = undefused(row.raw(self.note))
            .trim_end_matches(['\r', '\n'])
            .replace("\r\n", "\n")
            .replace('\r', "\n");
        check_body(&body)?;
        let author = cell(self.author);
        check_body(author)?;
        if matches!(kind, RowKind::Note | RowKind::Question) && author.is_empty() {
            return Err(Reason::new("the row has no author; expected the name of who wrote it"));
        }
        if kind == RowKind::Question && body.trim().is_empty() {
            return Err(Reason::new("the question has no text"));
        }
        Ok(NoteRow {
            line: row.line,
            session: code::parse(session).unwrap_or_else(|| session.to_owned()),
            kind,
            time_ms,
            instant,
            author: author.to_owned(),
            body,
            severity: severity(cell(self.severity))?,
            audience: audience(cell(self.audience))?,
            tags: tags(cell(self.tags))?,
            who: who(cell(self.who))?,
            starred: starred(cell(self.starred))?,
            status: Some(cell(self.status).to_owned()).filter(|status| !status.is_empty()),
            reason: Some(cell(self.reason).to_owned()).filter(|reason| !reason.is_empty()),
        })
    }
}

/// Session time and instant, whichever of the two columns says so.
fn times(time: &str, instant: &str) -> Result<(Option<i64>, Option<i64>), Reason> {
    let (time_ms, mut at) = (session_time(time), iso(time));
    if !time.is_empty() && time_ms.is_none() && at.is_none() {
        return Err(Reason::unlike(time, "a session time", "one such as 00:14:32"));
    }
    if !instant.is_empty() {
        let unlike = || Reason::unlike(instant, "an instant", "one such as 2026-01-15T09:21:12+01:00");
        at = Some(iso(instant).ok_or_else(unlike)?);
    }
    Ok((time_ms, at))
}

fn severity(cell: &str) -> Result<Option<u8>, Reason> {
    match cell {
        "" => Ok(None),
        level => match level.parse() {
            Ok(level @ 1..=4) => Ok(Some(level)),
            _ => Err(Reason::unlike(level, "a severity", "1 to 4")),
        },
    }
}

fn audience(cell: &str) -> Result<Audience, Reason> {
    match cell.to_lowercase().as_str() {
        "" => Ok(Audience::Room),
        word => Audience::parse(word).map_err(|_| Reason::unlike(word, "an audience", "room, team or own")),
    }
}

fn who(cell: &str) -> Result<Vec<String>, Reason> {
    let is_seat = |word: &str| matches!(word.as_bytes(), [b'1'..=b'9']);
    let speaker = |word: &str| {
        let speaker = code::parse(word).or_else(|| is_seat(word).then(|| word.to_owned()));
        speaker.ok_or_else(|| {
            let shown = shown(word);
            Reason::new(format!("{shown} is neither a participant code nor a seat; expected P04 or 3"))
        })
    };
    cell.split([' ', ';', ',']).map(str::trim).filter(|word| !word.is_empty()).map(speaker).collect()
}

fn starred(cell: &str) -> Result<bool, Reason> {
    match cell.to_lowercase().as_str() {
        "" | "no" => Ok(false),
        "yes" => Ok(true),
        other => Err(Reason::new(format!("{} in column starred; expected yes or nothing", shown(other)))),
    }
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

fn tags(cell: &str) -> Result<Vec<String>, Reason> {
    let by_semicolon = cell.contains(';');
    let parts = cell.split(|c: char| if by_semicolon { c == ';' } else { c.is_whitespace() });
    let mut tags = Vec::new();
    let mut seen = HashSet::new();
    for tag in parts.map(|tag| tag.trim().trim_start_matches('#')).filter(|tag| !tag.is_empty()) {
        if tag.chars().count() > 60 || tag.chars().any(char::is_control) {
            return Err(Reason::unlike(tag, "a tag", "one short word"));
        }
        if seen.insert(tag) {
            tags.push(tag.to_owned());
        }
    }
    Ok(tags)
}
