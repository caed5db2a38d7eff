//! Files into the study: read outside the writer, carried out inside it, all or nothing.

mod answers;
mod codebook;
pub(crate) mod guide;
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
use formats::answers::Answers;
use formats::codebook::Codebook;
use formats::columns::{Choices, Look};
use formats::guide::Guide;
use formats::notes::NoteRow;
use formats::schedule::Schedule;
use formats::screener::Screener;
use formats::{Kind, Problem, sniff};
use protocol::{ColumnRole, Fault, FaultCode, FileColumn, FileRow, ImportFile, ImportReport, ImportedFile};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::fmt::Display;
use store::Tables;

/// The most rows of which a report tells what becomes of them.
const ROWS_TOLD: usize = 200;

/// A file that was read.
pub(crate) struct Parsed {
    name: String,
    content: Content,
    /// For tables: what the columns are.
    look: Option<Look>,
    /// What somebody says of them now, to be kept.
    said: Option<Choices>,
    /// Days before this one are over; what is new there is left out.
    today: Option<NaiveDate>,
    /// Of its content: SHA-256, hex.
    digest: String,
}

enum Content {
    /// A guide, and its source.
    Guide(Guide, String),
    Schedule(Schedule),
    Screener(Screener),
    Answers(Answers),
    Notes(Vec<NoteRow>),
    Codebook(Codebook),
    /// A table that cannot be read before something is said of its columns, and why.
    Asking(Problem),
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
            Content::Answers(answers) => {
                for at in answers.rows.iter_mut().filter_map(|row| row.at.as_mut()) {
                    if let Some(day) = at.get(..10).and_then(|day| day.parse().ok()) {
                        at.replace_range(..10, &shifted(day, days).to_string());
                    }
                }
            }
            Content::Guide(..) | Content::Screener(_) | Content::Codebook(_) | Content::Asking(_) => {}
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
            Content::Answers(_) => 3,
            Content::Notes(_) | Content::Asking(_) => 4,
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

/// Reads a file of any kind; of what its columns are nothing was said, and no day is over for it.
pub(crate) fn parse(name: &str, bytes: &[u8], zone: Tz) -> Result<Parsed, Fault> {
    let parsed = read(name, bytes, &Reading { zone, today: None, choices: Choices::new() })?;
    match parsed.content {
        Content::Asking(problem) => Err(refused(&problem)),
        _ => Ok(parsed),
    }
}

/// How a file is to be read.
struct Reading {
    /// The study's zone.
    zone: Tz,
    /// The study's day.
    today: Option<NaiveDate>,
    /// What its columns are, as far as somebody said so, now or when files with the same ones came before.
    choices: Choices,
}

fn read(name: &str, bytes: &[u8], reading: &Reading) -> Result<Parsed, Fault> {
    let Reading { zone, today, choices } = reading;
    let look = formats::columns::look(name, bytes, choices).map_err(|problem| refused(&problem))?;
    let asks = look.as_ref().and_then(|look| look.needs.clone());
    let content = match sniff(name, bytes, choices) {
        _ if asks.is_some() => {
            let message = asks.unwrap_or_default().trim_end_matches('.').to_owned();
            Ok(Content::Asking(Problem { file: name.to_owned(), line: None, message }))
        }
        Kind::Ics => formats::schedule::read_ics(name, bytes, *zone, *today).map(Content::Schedule),
        Kind::ScheduleCsv => formats::schedule::read_csv(name, bytes, *zone, choices).map(Content::Schedule),
        Kind::GuideMd => formats::guide::read(name, bytes)
            .map(|guide| Content::Guide(guide, String::from_utf8_lossy(bytes).into_owned())),
        Kind::ScreenerCsv => formats::screener::read_csv(name, bytes, choices).map(Content::Screener),
        Kind::AnswersCsv | Kind::DiaryCsv => {
            formats::answers::read_csv(name, bytes, choices).map(Content::Answers)
        }
        Kind::NotesCsv => formats::notes::read_csv(name, bytes).map(Content::Notes),
        Kind::CodebookCsv => formats::codebook::read_csv(name, bytes).map(Content::Codebook),
        Kind::CodebookQdc => formats::codebook::read_qdc(name, bytes).map(Content::Codebook),
        Kind::Unknown(problem) => Err(problem),
    };
    let content = match content {
        // With other columns it may be read.
        Err(problem) if look.is_some() => Content::Asking(problem),
        content => content.map_err(|problem| refused(&problem))?,
    };
    let digest =
        secret::digest(&[&STANDARD.encode(bytes)]).iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Parsed { name: name.to_owned(), content, look, said: None, today: *today, digest })
}

/// What was said of a file's columns.
fn choices(tables: Tables<'_>, file: &ImportFile, bytes: &[u8]) -> Result<Choices, Failure> {
    let plain = formats::columns::look(&file.name, bytes, &Choices::new());
    let Ok(Some(look)) = plain else { return Ok(Choices::new()) };
    // What was said before holds until something else is said.
    let mut choices = tables.column_choice(&look.headers())?;
    let Some(columns) = &file.columns else { return Ok(choices) };
    let invalid = |sentence: String| {
        Fault::new(FaultCode::Invalid, format!("{}: {sentence} Nothing was changed.", file.name))
    };
    for choice in columns {
        if !look.columns.iter().any(|column| column.name == choice.column) {
            return Err(invalid(format!("there is no column “{}”.", choice.column)).into());
        }
        if !formats::columns::is_role(&choice.role) {
            let expected = formats::columns::words();
            return Err(invalid(format!("“{}” is no role; expected one of {expected}.", choice.role)).into());
        }
        choices.insert(choice.column.clone(), choice.role.clone());
    }
    Ok(choices)
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
        let now = self.core.clock.now();
        let read = tokio::task::spawn_blocking(move || {
            // Who may not import does not make the console read megabytes either.
            let zone = core
                .read(|tables| {
                    let permitted = crate::context::authorize(tables, actor, Permission::ImportExport);
                    Ok(permitted.map_err(Fault::from).map(|_| tables.study()))
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
                let choices = core
                    .read(|tables| Ok(choices(tables, &file, &bytes)))
                    .map_err(|error| crate::fault::broken(&error))??;
                digest.extend(secret::digest(&[&file.name, &file.base64, &json!(file.columns).to_string()]));
                let reading = Reading { zone, today: Some(now.date_in(zone)), choices };
                let mut one = self::read(&file.name, &bytes, &reading)?;
                one.said = file.columns.is_some().then_some(reading.choices);
                match one.content {
                    Content::Asking(problem) if !preview => return Err(refused(&problem)),
                    _ => parsed.push(one),
                }
            }
            // Notes of finished sessions come with the days that they were made on.
            if parsed.iter().any(|one| matches!(one.content, Content::Notes(_))) {
                parsed.iter_mut().for_each(|one| one.today = None);
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
        // Its answer is not kept: rows that were left out, and samples of columns, stay in the file that they came from.
        self.write(actor, Some(Permission::ImportExport), command_id, digest, true, preview, run).await
    }
}

fn take(context: &mut Context<'_>, file: &Parsed) -> Result<ImportedFile, Failure> {
    let name = &file.name;
    let mut report = match &file.content {
        Content::Guide(guide, source) => guide::take(context, name, guide, source)?,
        Content::Schedule(schedule) => schedule::take(context, name, schedule, file.today)?,
        Content::Screener(screener) => screener::take(context, name, screener)?,
        Content::Answers(answers) => answers::take(context, name, answers, file)?,
        Content::Notes(rows) => notes::take(context, name, rows)?,
        Content::Codebook(codebook) => codebook::take(context, name, codebook)?,
        Content::Asking(problem) => asking(name, problem, file.look.as_ref()),
    };
    if let Some(look) = &file.look {
        if let Some(said) = &file.said {
            context.tables.column_choice_put(&look.headers(), said)?;
        }
        report.columns = look.columns.iter().map(column).collect();
        report.roles = look.roles.iter().map(role).collect();
    }
    Ok(report)
}

fn asking(name: &str, problem: &Problem, look: Option<&Look>) -> ImportedFile {
    let kind = match look.map(|look| &look.kind) {
        Some(Kind::ScheduleCsv) => "schedule",
        Some(Kind::ScreenerCsv) => "screener",
        Some(Kind::DiaryCsv) => "diary",
        Some(Kind::AnswersCsv) => "answers",
        // Until something is said of its columns it may be anything.
        _ => "table",
    };
    ImportedFile { needs_columns: true, summary: problem.to_string(), ..report(name, kind) }
}

fn column(column: &formats::columns::FileColumn) -> FileColumn {
    FileColumn {
        name: column.name.clone(),
        role: column.role.into(),
        personal: column.personal,
        samples: column.samples.clone(),
    }
}

fn role(role: &formats::columns::Role) -> ColumnRole {
    ColumnRole { role: role.role.into(), name: role.name.into(), required: role.required }
}

/// Tells what becomes of a row.
fn tell(report: &mut ImportedFile, line: u32, state: &str, says: impl Into<String>) {
    if report.rows.len() < ROWS_TOLD {
        report.rows.push(FileRow { line, state: state.into(), says: says.into() });
    }
}

/// Tells why a row is left out.
fn leave_out(report: &mut ImportedFile, line: u32, what: &str, why: impl Display) {
    let what = if what.trim().is_empty() { "A row" } else { what.trim() };
    tell(report, line, "skipped", format!("{what}: {why}."));
    report.skipped.push(format!("Line {line}: {what}: {why}."));
}

/// A report in which nothing has happened yet.
pub(crate) fn report(name: &str, kind: &str) -> ImportedFile {
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
