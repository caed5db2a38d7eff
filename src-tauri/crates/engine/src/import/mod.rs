//! Files into the study: read outside the writer, carried out inside it, all or nothing.

mod codebook;
mod guide;
mod notes;
mod schedule;
mod screener;

use crate::context::Context;
use crate::fault::Failure;
use crate::writer::UseCase;
use crate::{Actor, Engine, secret};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use domain::id::CommandId;
use domain::permission::Permission;
use domain::time::Timestamp;
use formats::codebook::Codebook;
use formats::guide::Guide;
use formats::notes::NoteRow;
use formats::schedule::Schedule;
use formats::screener::Screener;
use formats::{Kind, Problem, sniff};
use protocol::{Fault, FaultCode, ImportFile, ImportReport, ImportedFile};
use serde_json::{Value, json};
use std::collections::HashSet;

/// A file that was read.
pub(crate) struct Parsed {
    name: String,
    content: Content,
}

enum Content {
    /// A guide, and its source.
    Guide(Guide, String),
    Schedule(Schedule),
    Screener(Screener),
    Notes(Vec<NoteRow>),
    Codebook(Codebook),
}

impl Parsed {
    /// Moves everything by whole days, keeping local times.
    pub(crate) fn shift(&mut self, days: i64, zone: Tz) {
        match &mut self.content {
            Content::Schedule(schedule) => {
                for entry in &mut schedule.entries {
                    entry.date = shifted(entry.date, days);
                }
            }
            Content::Notes(rows) => {
                for instant in rows.iter_mut().filter_map(|row| row.instant.as_mut()) {
                    *instant = shifted_instant(*instant, days, zone);
                }
            }
            Content::Guide(..) | Content::Screener(_) | Content::Codebook(_) => {}
        }
    }

    /// Leaves out the notes of sessions that reach beyond `now`.
    pub(crate) fn keep_finished(&mut self, now: Timestamp) {
        if let Content::Notes(rows) = &mut self.content {
            let ahead = |row: &&NoteRow| row.instant.is_some_and(|instant| instant > now.0);
            let unfinished: HashSet<String> =
                rows.iter().filter(ahead).map(|row| row.session.clone()).collect();
            rows.retain(|row| !unfinished.contains(&row.session));
        }
    }

    /// What is named by others comes before what names it.
    fn order(&self) -> u8 {
        match self.content {
            Content::Guide(..) | Content::Codebook(_) => 0,
            Content::Screener(_) => 1,
            Content::Schedule(_) => 2,
            Content::Notes(_) => 3,
        }
    }
}

fn shifted(date: NaiveDate, days: i64) -> NaiveDate {
    let by = Days::new(days.unsigned_abs());
    let moved = if days < 0 { date.checked_sub_days(by) } else { date.checked_add_days(by) };
    moved.unwrap_or(date)
}

fn shifted_instant(instant: i64, days: i64, zone: Tz) -> i64 {
    use chrono::Timelike;
    let local = Timestamp(instant).utc().with_timezone(&zone);
    let minute = u16::try_from(local.hour() * 60 + local.minute()).expect("BUG: a day has 1440 minutes");
    let moved = domain::time::local_instant(shifted(local.date_naive(), days), minute, zone);
    moved.at.0 + instant.rem_euclid(60_000)
}

fn refused(problem: &Problem) -> Fault {
    let sentence = problem.to_string();
    let end = if sentence.ends_with('.') { "" } else { "." };
    Fault::new(FaultCode::Invalid, format!("{sentence}{end} Nothing was changed."))
}

/// Reads a file of any kind.
pub(crate) fn parse(name: &str, bytes: &[u8], zone: Tz) -> Result<Parsed, Fault> {
    let content = match sniff(name, bytes) {
        Kind::Ics => formats::schedule::read_ics(name, bytes, zone).map(Content::Schedule),
        Kind::ScheduleCsv => formats::schedule::read_csv(name, bytes, zone).map(Content::Schedule),
        Kind::GuideMd => formats::guide::read(name, bytes)
            .map(|guide| Content::Guide(guide, String::from_utf8_lossy(bytes).into_owned())),
        Kind::ScreenerCsv => formats::screener::read_csv(name, bytes).map(Content::Screener),
        Kind::NotesCsv => formats::notes::read_csv(name, bytes).map(Content::Notes),
        Kind::CodebookCsv => formats::codebook::read_csv(name, bytes).map(Content::Codebook),
        Kind::CodebookQdc => formats::codebook::read_qdc(name, bytes).map(Content::Codebook),
        Kind::Unknown(problem) => Err(problem),
    };
    let content = content.map_err(|problem| refused(&problem))?;
    Ok(Parsed { name: name.to_owned(), content })
}

impl Engine {
    /// Reads files and takes them into the study, or says what that would do.
    pub(crate) async fn import(
        &self,
        actor: Actor,
        command_id: CommandId,
        files: Vec<ImportFile>,
        preview: bool,
    ) -> Result<Value, Fault> {
        let core = self.core.clone();
        let read = tokio::task::spawn_blocking(move || {
            // Who may not import does not make the console read megabytes either.
            let zone = core
                .read(|tables| {
                    let permitted = crate::context::authorize(tables, actor, Permission::ImportExport);
                    Ok(permitted.map_err(Fault::from).map(|()| tables.study()))
                })
                .map_err(|error| crate::fault::broken(&error))??
                .map_err(|error| crate::fault::broken(&error))?
                .zone;
            let mut digest = Vec::new();
            let mut parsed = Vec::new();
            for file in files {
                let bytes = STANDARD.decode(&file.base64).map_err(|_| {
                    Fault::new(
                        FaultCode::Invalid,
                        format!("{}: expected base64. Nothing was changed.", file.name),
                    )
                })?;
                digest.extend(secret::digest(&[&file.name, &file.base64]));
                parsed.push(parse(&file.name, &bytes, zone)?);
            }
            if parsed.is_empty() {
                return Err(Fault::new(FaultCode::Invalid, "No file was given. Nothing was changed."));
            }
            Ok((parsed, digest))
        });
        let (parsed, digest) = read.await.unwrap_or_else(|error| {
            tracing::error!(%error, "a file could not be read");
            Err(Fault::new(FaultCode::Internal, "The file could not be read. Nothing was changed."))
        })?;
        self.import_parsed(actor, command_id, parsed, preview, digest).await
    }

    pub(crate) async fn import_parsed(
        &self,
        actor: Actor,
        command_id: CommandId,
        mut files: Vec<Parsed>,
        preview: bool,
        digest: Vec<u8>,
    ) -> Result<Value, Fault> {
        files.sort_by_key(Parsed::order);
        let run: UseCase = Box::new(move |context| {
            context.import();
            let files: Result<Vec<ImportedFile>, Failure> =
                files.iter().map(|file| take(context, file)).collect();
            Ok(Some(json!(ImportReport { files: files? })))
        });
        self.write(actor, Some(Permission::ImportExport), command_id, digest, false, preview, run).await
    }
}

fn take(context: &mut Context<'_>, file: &Parsed) -> Result<ImportedFile, Failure> {
    let name = &file.name;
    match &file.content {
        Content::Guide(guide, source) => guide::take(context, name, guide, source),
        Content::Schedule(schedule) => schedule::take(context, name, schedule),
        Content::Screener(screener) => screener::take(context, name, screener),
        Content::Notes(rows) => notes::take(context, name, rows),
        Content::Codebook(codebook) => codebook::take(context, name, codebook),
    }
}

/// A report in which nothing has happened yet.
fn report(name: &str, kind: &str) -> ImportedFile {
    ImportedFile {
        name: name.into(),
        kind: kind.into(),
        added: 0,
        changed: 0,
        unchanged: 0,
        cancelled: 0,
        skipped: Vec::new(),
        first_day: None,
        summary: String::new(),
        columns: Vec::new(),
        roles: Vec::new(),
        needs_columns: false,
        rows: Vec::new(),
    }
}

/// "3 new, 1 changed, 12 as they were": only what there is.
fn counted(report: &ImportedFile, what: &str) -> String {
    let parts: Vec<String> = [
        (report.added, "new"),
        (report.changed, "changed"),
        (report.cancelled, "cancelled"),
        (report.unchanged, "as they were"),
        (u32::try_from(report.skipped.len()).unwrap_or(u32::MAX), "left out"),
    ]
    .iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, word)| format!("{count} {word}"))
    .collect();
    let parts = if parts.is_empty() { "nothing in it".to_owned() } else { parts.join(", ") };
    format!("{}: {what}: {parts}.", report.name)
}

/// A failure of one row, with its file and line.
fn at_line(file: &str, line: u32, failure: Failure) -> Failure {
    match failure {
        Failure::Fault(fault) => {
            let code = fault.code;
            Fault::new(code, format!("{file}, line {line}: {} Nothing was changed.", fault.message)).into()
        }
        store => store,
    }
}
