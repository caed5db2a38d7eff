//! CSV files with a header row: delimiter, line numbers, columns found by their usual names.

use std::borrow::Cow;

use csv::StringRecord;

use crate::Problem;
use crate::problem::shown;
use crate::text::text;
use crate::words::words;

const MAX_ROWS: usize = 1_000_000;
const MAX_COLUMNS: usize = 1_000;
const MAX_DELIMITERS_IN_A_LINE: usize = 100_000;

/// A header row and the rows below it, each as wide as the header; blank rows are left out.
pub(crate) struct Table {
    pub header: Vec<String>,
    pub rows: Vec<Row>,
    names: Vec<String>,
}

/// One row with the line it begins in.
pub(crate) struct Row {
    pub line: u32,
    cells: StringRecord,
}

impl Row {
    /// A cell without spaces around it; empty when the table has no such column.
    pub(crate) fn cell(&self, column: Option<usize>) -> &str {
        self.raw(column).trim()
    }

    /// A cell as it stands in the file.
    pub(crate) fn raw(&self, column: Option<usize>) -> &str {
        column.and_then(|column| self.cells.get(column)).unwrap_or("")
    }

    pub(crate) fn begins_like(&self, start: &str) -> bool {
        self.cells.iter().any(|cell| cell.trim_start().starts_with(start))
    }
}

impl Table {
    pub(crate) fn read(file: &str, bytes: &[u8]) -> Result<Table, Problem> {
        let text = text(file, bytes)?;
        let (delimiter, text, skipped_lines) = delimiter(&text);
        let crowded = |line: &str| count(line, delimiter) > MAX_DELIMITERS_IN_A_LINE;
        if let Some(line) = text.lines().position(crowded) {
            let message = format!("the row has too many cells, expected at most {MAX_COLUMNS}");
            return Err(Problem::at(file, line as u32 + 1 + skipped_lines, message));
        }
        let text = only_lf_or_crlf(text);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut records = reader.records().map(|record| {
            let record = record.map_err(|e| Problem::whole(file, format!("cannot be read as CSV ({e})")))?;
            let line = record.position().map_or(0, |position| line_at(&text, position)) + skipped_lines;
            Ok::<_, Problem>((line, record))
        });

        let Some(first) = records.next() else { return Err(Problem::whole(file, "the file is empty")) };
        let (header_line, header) = first?;
        if header.len() > MAX_COLUMNS {
            let message = format!("there are {} columns, expected at most {MAX_COLUMNS}", header.len());
            return Err(Problem::at(file, header_line, message));
        }
        let mut rows = Vec::new();
        let mut last_line = header_line;
        for record in records {
            let (line, mut cells) = record?;
            last_line = line;
            if cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            if cells.len() > header.len() && cells.iter().skip(header.len()).all(str::is_empty) {
                cells.truncate(header.len());
            }
            if cells.len() != header.len() {
                let message =
                    format!("the row has {} cells, expected {} as in the header", cells.len(), header.len());
                return Err(unclosed(file, &text, line, skipped_lines)
                    .unwrap_or_else(|| Problem::at(file, line, message)));
            }
            if rows.len() == MAX_ROWS {
                return Err(Problem::at(file, line, "there are more than 1,000,000 rows"));
            }
            rows.push(Row { line, cells });
        }
        if let Some(problem) = unclosed(file, &text, last_line, skipped_lines) {
            return Err(problem);
        }
        let header: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
        let names = header.iter().map(|name| words(name).trim().to_owned()).collect();
        Ok(Table { header, rows, names })
    }

    /// The first column with one of these names (lower case, words with single spaces), the earlier name first.
    pub(crate) fn column(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.names.iter().position(|own| own == name))
    }

    /// The column's name in lower case, letters and digits only.
    pub(crate) fn plain_name(&self, column: usize) -> &str {
        &self.names[column]
    }

    /// The header as it may stand in a sentence.
    pub(crate) fn header_shown(&self) -> String {
        shown(&self.header.join(", "))
    }
}

/// Comma, semicolon or tab, whichever the header row has most of; a first line `sep=;` decides and is left out.
fn delimiter(text: &str) -> (u8, &str, u32) {
    let first = text.split(['\r', '\n']).next().unwrap_or("");
    if let Some([sign]) = first.strip_prefix("sep=").map(str::as_bytes)
        && b",;\t".contains(sign)
    {
        let rest = text[first.len()..].trim_start_matches('\r');
        return (*sign, rest.strip_prefix('\n').unwrap_or(rest), 1);
    }
    let header = text.trim_start_matches(['\r', '\n']).split(['\r', '\n']).next().unwrap_or("");
    // Of equal counts the last wins: the comma.
    let best = [b'\t', b';', b','].into_iter().max_by_key(|sign| count(header, *sign)).unwrap_or(b',');
    (best, text, 0)
}

fn count(line: &str, sign: u8) -> usize {
    let mut quoted = false;
    line.bytes()
        .filter(|byte| {
            quoted ^= *byte == b'"';
            !quoted && *byte == sign
        })
        .count()
}

/// The line that a record begins in: the CSV reader's position is before the blank lines that it passed over.
fn line_at(text: &str, position: &csv::Position) -> u32 {
    let rest = text.as_bytes().get(position.byte() as usize..).unwrap_or(&[]);
    let blank = rest.iter().take_while(|byte| b"\r\n".contains(byte)).filter(|byte| **byte == b'\n').count();
    position.line() as u32 + blank as u32
}

/// The CSV reader does not count lines that end in a lone CR.
fn only_lf_or_crlf(text: &str) -> Cow<'_, str> {
    match text.contains('\n') {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.replace('\r', "\n")),
    }
}

/// A quotation mark that nothing closes swallows the rest of the file into one cell.
fn unclosed(file: &str, text: &str, last_line: u32, skipped_lines: u32) -> Option<Problem> {
    let odd = text.matches('"').count() % 2 == 1;
    let lines = text.trim_end().lines().count() as u32 + skipped_lines;
    (odd && lines > last_line)
        .then(|| Problem::at(file, last_line, "a quotation mark is opened here and never closed"))
}

/// A cell with an apostrophe before what a spreadsheet would run as a formula.
pub(crate) fn defused(cell: String) -> String {
    if runs(&cell) { format!("'{cell}") } else { cell }
}

/// Takes that apostrophe away.
pub(crate) fn undefused(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if runs(rest) => rest,
        _ => cell,
    }
}

/// Whether a spreadsheet would run this cell, or it would after apostrophes are taken away.
fn runs(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}
