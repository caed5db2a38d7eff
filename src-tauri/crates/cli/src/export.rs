//! `backroom export`: a day, a session or the study as text.

use crate::arguments::{Export, Format};
use crate::failure::Failure;
use crate::say;
use protocol::{ExportFormat, ExportMake};
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub(crate) fn run(export: &Export) -> Result<(), Failure> {
    let format = match export.format {
        Format::Md => ExportFormat::Md,
        Format::Csv => ExportFormat::Csv,
        Format::Jsonl => ExportFormat::Jsonl,
        Format::CodebookCsv => ExportFormat::CodebookCsv,
        Format::CodebookQdc => ExportFormat::CodebookQdc,
        Format::Ics => ExportFormat::Ics,
        Format::DayText => ExportFormat::DayText,
    };
    if let Some(out) = &export.out {
        refuse_study(out, &export.study)?;
    }
    let request = ExportMake { format, day: export.day.clone(), session_id: export.session.clone() };
    let file = engine::file::export(&export.study, &request)?;
    match &export.out {
        None => say(&file.text),
        Some(out) => write(out, &file.text)
            .map_err(|error| Failure::of(format!("{} could not be written: {error}.", out.display()))),
    }
}

/// An export written over the study, or what SQLite keeps beside it, would be its end.
fn refuse_study(out: &Path, study: &Path) -> Result<(), Failure> {
    let study = place(study);
    let own = ["", "-wal", "-shm", "-journal", ".lock"].map(|ending| {
        let mut name = study.clone().into_os_string();
        name.push(ending);
        PathBuf::from(name)
    });
    if own.contains(&place(out)) {
        return Err(Failure::of(format!("{} is the study itself. Choose another file.", out.display())));
    }
    Ok(())
}

/// The path with its folder resolved; the file itself may not be there yet.
fn place(path: &Path) -> PathBuf {
    if let Ok(whole) = path.canonicalize() {
        return whole;
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    folder.join(path.file_name().unwrap_or_default())
}

/// Writes the file as a whole or not at all.
fn write(out: &Path, text: &str) -> io::Result<()> {
    if out.exists() && !out.is_file() {
        // A device or pipe cannot be replaced.
        return fs::write(out, text);
    }
    let mut unfinished = OsString::from(out);
    unfinished.push(format!(".{}.part", std::process::id()));
    let written = fs::write(&unfinished, text).and_then(|()| fs::rename(&unfinished, out));
    if written.is_err() {
        let _ = fs::remove_file(&unfinished);
    }
    written
}
