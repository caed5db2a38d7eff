//! Which reader a file is for, by its content first and by its name's ending second.

use domain::entity::{AnswerKind, InboxKind};

use crate::columns::{Choices, kind_chosen};
use crate::media::{HEAD, media};
use crate::table::Table;
use crate::text::text;
use crate::{Problem, answers, codebook, notes, schedule, screener};

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A calendar: [`schedule::read_ics`].
    Ics,
    /// A schedule as a table: [`schedule::read_csv`].
    ScheduleCsv,
    /// A discussion guide: [`guide::read`](crate::guide::read).
    GuideMd,
    /// Participants: [`screener::read_csv`].
    ScreenerCsv,
    /// Answers, one row a person: [`answers::read_csv`].
    AnswersCsv,
    /// Answers, dated rows: [`answers::read_csv`].
    DiaryCsv,
    /// Notes of finished sessions: [`notes::read_csv`].
    NotesCsv,
    /// Tags as a table: [`codebook::read_csv`].
    CodebookCsv,
    /// Tags as REFI-QDA's codebook: [`codebook::read_qdc`].
    CodebookQdc,
    /// Nothing that Backroom reads, and why.
    Unknown(Problem),
}

/// Tells what a file is, so that nobody need be asked; what somebody says of a table's columns counts first.
pub fn sniff(file: &str, bytes: &[u8], choices: &Choices) -> Kind {
    let ending = file.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    // A calendar may be folded inside a character: its start is enough.
    let start = &bytes[..bytes.len().min(4096)];
    let start = String::from_utf8_lossy(start).to_ascii_uppercase();
    if start
        .lines()
        .any(|line| ["BEGIN:VCALENDAR", "BEGIN:VEVENT"].contains(&line.trim_matches(['\u{feff}', ' '])))
    {
        return Kind::Ics;
    }
    let text = match text(file, bytes) {
        Ok(text) => text,
        Err(problem) => return Kind::Unknown(of_a_session(file, bytes).unwrap_or(problem)),
    };
    match ending.as_str() {
        "ics" => return Kind::Ics,
        "md" | "markdown" => return Kind::GuideMd,
        "qdc" => return Kind::CodebookQdc,
        _ if codebook::is_qdc(&text) => return Kind::CodebookQdc,
        _ => {}
    }
    let by_name = matches!(ending.as_str(), "csv" | "tsv");
    // The header row tells; the three rows of Qualtrics are looked for too, however long their questions are.
    let table = if by_name {
        Table::read(file, bytes)
    } else {
        let head: Vec<&str> = text.split_inclusive('\n').take(3).collect();
        Table::read(file, head.concat().as_bytes())
    };
    let answers = |table: &Table| match answers::kind(table, &Choices::new()) {
        AnswerKind::Answers => Kind::AnswersCsv,
        AnswerKind::Diary => Kind::DiaryCsv,
    };
    if let Some(kind) = table.as_ref().ok().and_then(|table| kind_chosen(table, choices)) {
        return kind;
    }
    match table {
        Ok(table) if notes::is_notes(&table) => Kind::NotesCsv,
        Ok(table) if schedule::is_schedule(&table) => Kind::ScheduleCsv,
        Ok(table) if codebook::is_codebook(&table) => Kind::CodebookCsv,
        Ok(table) if answers::is_export(&table) && !is_named_screener(file) => answers(&table),
        Ok(table) if answers::has_repeated_codes(&table) && table.header.len() > 1 => answers(&table),
        Ok(table) if screener::is_screener(&table) => Kind::ScreenerCsv,
        Ok(table) if by_name => Kind::Unknown(Problem::at(
            file,
            1,
            format!(
                "the columns {} are not known; expected a schedule (date, start, …), participants (code, …), \
                 a codebook (tag, color, …) or notes (session, time, note, …)",
                table.header_shown()
            ),
        )),
        Err(problem) if by_name => Kind::Unknown(problem),
        _ if text.lines().any(|line| line.starts_with("# ") || line.starts_with("## ")) => Kind::GuideMd,
        _ => Kind::Unknown(Problem::whole(
            file,
            "the file is of no known kind; expected a schedule (.ics, .csv), a guide (.md), a codebook (.csv, .qdc), \
             participants or notes (.csv)",
        )),
    }
}

/// Recordings and photos belong to a session: says where they are taken.
fn of_a_session(file: &str, bytes: &[u8]) -> Option<Problem> {
    let found = media(&bytes[..bytes.len().min(HEAD)], bytes.len() as u64, |_, _| None)?;
    let (what, way) = match found.kind {
        InboxKind::Photo => ("a photo", "drop it on a note, or put it into the study's inbox"),
        _ => ("a recording", "put it into the study's inbox"),
    };
    Some(Problem::whole(file, format!("this is {what}, which is not imported; {way}")))
}

/// Survey tools export screeners in the shape of surveys: the file's name tells.
fn is_named_screener(file: &str) -> bool {
    let name = file.to_lowercase();
    name.contains("screen") || name.contains("recruit")
}
