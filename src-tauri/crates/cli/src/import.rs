//! `backroom import`: reads files into a study, all of them or none.

use crate::arguments::Import;
use crate::failure::Failure;
use crate::say;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use engine::{Engine, Options};
use protocol::{ColumnChoice, Fault, ImportFile, ImportReport, ImportedFile};
use room::operator;
use serde_json::{Value, json};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use thiserror::Error;

/// Bytes that one file may have.
const LIMIT: u64 = 64 * 1024 * 1024;

pub(crate) fn run(import: &Import) -> Result<(), Failure> {
    let mut files = Vec::new();
    let mut problems = Vec::new();
    for path in &import.files {
        match read(path) {
            Ok(file) => files.push(file),
            Err(why) => problems.push(format!("{}: {why} Nothing was changed.", path.display())),
        }
    }
    if !problems.is_empty() {
        return Err(Failure::all(problems));
    }
    let engine = Engine::open(&import.study, Options::real())?;
    for file in files.iter_mut().filter(|_| !import.columns.is_empty()) {
        file.columns = choices(&engine, file, &import.columns);
    }
    let done = import_all(&engine, &files, import.dry_run);
    engine.close();
    say(&done?)
}

/// The report of what happened, or would happen.
fn import_all(engine: &Engine, files: &[ImportFile], dry_run: bool) -> Result<String, Failure> {
    let answer = if dry_run { preview(engine, files) } else { carry_out(engine, files) };
    let report = match answer {
        Ok(answer) => serde_json::from_value::<ImportReport>(answer).expect("BUG: the answer is a report"),
        Err(fault) => return Err(Failure::all(problems(engine, files, fault))),
    };
    let mut lines = String::new();
    for file in report.files {
        lines.push_str(&format!("{}\n", file.summary));
        if dry_run {
            lines.push_str(&columns(&file));
        }
        // What is left out is told below, with the rest of its kind.
        for row in file.rows.iter().filter(|row| row.state == "gone" || (dry_run && row.state != "skipped")) {
            let line = if row.line > 0 { format!("line {}: ", row.line) } else { String::new() };
            lines.push_str(&format!("  {}: {line}{}\n", row.state, row.says));
        }
        for skipped in file.skipped {
            lines.push_str(&format!("  {skipped}\n"));
        }
    }
    Ok(lines)
}

/// What is said of this file's columns: of several files each takes the columns that it has.
fn choices(engine: &Engine, file: &ImportFile, said: &[(String, String)]) -> Option<Vec<ColumnChoice>> {
    let looked = preview(engine, std::slice::from_ref(file)).ok()?;
    let report: ImportReport = serde_json::from_value(looked).expect("BUG: the answer is a report");
    let columns = report.files.into_iter().flat_map(|file| file.columns);
    let known: Vec<String> = columns.map(|column| column.name).collect();
    let own = said.iter().filter(|(name, _)| known.contains(name));
    let choices: Vec<ColumnChoice> =
        own.map(|(column, role)| ColumnChoice { column: column.clone(), role: role.clone() }).collect();
    (!choices.is_empty()).then_some(choices)
}

/// The columns of a table and what they can be, for `--column`.
fn columns(file: &ImportedFile) -> String {
    let mut lines = String::new();
    for column in &file.columns {
        let samples = if column.personal { "(personal)".to_owned() } else { column.samples.join(" | ") };
        lines.push_str(&format!("  --column \"{}={}\"  {samples}\n", column.name, column.role));
    }
    if file.needs_columns {
        let roles: Vec<&str> = file.roles.iter().map(|role| role.role.as_str()).collect();
        lines.push_str(&format!("  A column can be: {}.\n", roles.join(", ")));
    }
    lines
}

fn preview(engine: &Engine, files: &[ImportFile]) -> Result<Value, Fault> {
    engine.call_blocking(operator(), "import_preview", json!({ "files": files }))
}

fn carry_out(engine: &Engine, files: &[ImportFile]) -> Result<Value, Fault> {
    let command_id = uuid::Uuid::now_v7().to_string();
    engine.call_blocking(operator(), "import_files", json!({ "files": files, "command_id": command_id }))
}

/// What is wrong with each file: the files without those that failed are looked at again until nothing is wrong
/// with the rest.
fn problems(engine: &Engine, files: &[ImportFile], first: Fault) -> Vec<String> {
    let mut problems = Vec::new();
    let mut rest = files.to_vec();
    let mut fault = first;
    loop {
        let about = |file: &ImportFile| {
            let after = fault.message.strip_prefix(&file.name);
            after.is_some_and(|after| after.starts_with([':', ',']))
        };
        let failed = rest.iter().position(about);
        problems.push(fault.message);
        let Some(failed) = failed else { return problems };
        rest.remove(failed);
        if rest.is_empty() {
            return problems;
        }
        match preview(engine, &rest) {
            Ok(answer) => {
                let report: ImportReport =
                    serde_json::from_value(answer).expect("BUG: the answer is a report");
                let asking = report.files.into_iter().filter(|file| file.needs_columns);
                problems.extend(asking.map(|file| format!("{} Nothing was changed.", file.summary)));
                return problems;
            }
            Err(next) => fault = next,
        }
    }
}

/// Why a file could not be read.
#[derive(Debug, Error)]
enum Unreadable {
    #[error("there is no such file.")]
    Missing,
    #[error("it could not be read: {0}.")]
    Failed(io::Error),
    #[error("it is no regular file.")]
    Irregular,
    #[error("it is larger than 64 MiB.")]
    TooLarge,
}

impl From<io::Error> for Unreadable {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            _ => Self::Failed(error),
        }
    }
}

fn read(path: &Path) -> Result<ImportFile, Unreadable> {
    let file = File::open(path)?;
    if !file.metadata()?.is_file() {
        return Err(Unreadable::Irregular);
    }
    let mut bytes = Vec::new();
    file.take(LIMIT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LIMIT {
        return Err(Unreadable::TooLarge);
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(ImportFile { name, base64: BASE64_STANDARD.encode(bytes), columns: None })
}
