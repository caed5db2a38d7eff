//! Files into the study: read outside the writer, carried out inside it, all or nothing.

mod notes;
mod schedule;
mod screener;

use crate::context::Context;
use crate::fault::Failure;
use crate::load::{Kind, new_id};
use crate::writer::UseCase;
use crate::{Actor, Engine, secret};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use domain::entity::{Guide, GuideItem, GuideSection, ItemKind};
use domain::id::{CommandId, GuideId};
use domain::permission::Permission;
use domain::time::Timestamp;
use formats::notes::NoteRow;
use formats::schedule::Schedule;
use formats::screener::Screener;
use formats::{Problem, sniff};
use protocol::{Fault, FaultCode, ImportFile, ImportReport, ImportedFile};
use serde_json::{Value, json};

pub(crate) use notes::keep_finished;

/// A file that was read.
#[derive(Clone)]
pub(crate) enum Parsed {
    Guide(String, formats::guide::Guide, String),
    Schedule(String, Schedule),
    Screener(String, Screener),
    Notes(String, Vec<NoteRow>),
}

impl Parsed {
    /// Moves everything by whole days, keeping local times.
    pub(crate) fn shift(&mut self, days: i64, zone: Tz) {
        match self {
            Self::Schedule(_, schedule) => {
                for entry in &mut schedule.entries {
                    entry.date = shifted(entry.date, days);
                }
            }
            Self::Notes(_, rows) => {
                for instant in rows.iter_mut().filter_map(|row| row.instant.as_mut()) {
                    *instant = shifted_instant(*instant, days, zone);
                }
            }
            Self::Guide(..) | Self::Screener(..) => {}
        }
    }

    /// What is named by others comes before what names it.
    fn order(&self) -> u8 {
        match self {
            Self::Guide(..) => 0,
            Self::Screener(..) => 1,
            Self::Schedule(..) => 2,
            Self::Notes(..) => 3,
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
    let named = || name.to_owned();
    let parsed =
        match sniff(name, bytes) {
            formats::Kind::Ics => formats::schedule::read_ics(name, bytes, zone)
                .map(|schedule| Parsed::Schedule(named(), schedule)),
            formats::Kind::ScheduleCsv => formats::schedule::read_csv(name, bytes, zone)
                .map(|schedule| Parsed::Schedule(named(), schedule)),
            formats::Kind::GuideMd => formats::guide::read(name, bytes)
                .map(|guide| Parsed::Guide(named(), guide, String::from_utf8_lossy(bytes).into_owned())),
            formats::Kind::ScreenerCsv => {
                formats::screener::read_csv(name, bytes).map(|screener| Parsed::Screener(named(), screener))
            }
            formats::Kind::NotesCsv => {
                formats::notes::read_csv(name, bytes).map(|rows| Parsed::Notes(named(), rows))
            }
            formats::Kind::Unknown(problem) => Err(problem),
        };
    parsed.map_err(|problem| refused(&problem))
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
            for file in &files {
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
            let files: Result<Vec<ImportedFile>, Failure> =
                files.iter().map(|file| take(context, file)).collect();
            Ok(Some(json!(ImportReport { files: files? })))
        });
        self.write(actor, Some(Permission::ImportExport), command_id, digest, false, preview, run).await
    }
}

fn take(context: &mut Context<'_>, file: &Parsed) -> Result<ImportedFile, Failure> {
    match file {
        Parsed::Guide(name, guide, source) => take_guide(context, name, guide, source),
        Parsed::Schedule(name, schedule) => schedule::take(context, name, schedule),
        Parsed::Screener(name, screener) => screener::take(context, name, screener),
        Parsed::Notes(name, rows) => notes::take(context, name, rows),
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

fn take_guide(
    context: &mut Context<'_>,
    name: &str,
    read: &formats::guide::Guide,
    source: &str,
) -> Result<ImportedFile, Failure> {
    let mut report = report(name, "guide");
    let newest = context.tables.guide_newest()?;
    if context.tables.guide_source()?.as_deref() == Some(source) {
        report.unchanged = 1;
        report.summary = format!("{name}: guide: as it was.");
        return Ok(report);
    }
    let item = |item: &formats::guide::Item| GuideItem {
        kind: match item.kind {
            formats::guide::ItemKind::Question => ItemKind::Question,
            formats::guide::ItemKind::Task => ItemKind::Task,
        },
        text: item.text.clone(),
        wording: item.wording.clone(),
        done_when: item.done_when.clone(),
        minutes: item.minutes,
        must_ask: item.must_ask,
        probes: item.probes.clone(),
    };
    let guide = Guide {
        id: new_id(GuideId, context.now),
        version: newest.map_or(1, |guide| guide.version + 1),
        title: read.title.clone(),
        support: read.support.clone(),
        sections: read
            .sections
            .iter()
            .map(|section| GuideSection {
                title: section.title.clone(),
                minutes: section.minutes,
                text: section.text.clone(),
                items: section.items.iter().map(item).collect(),
            })
            .collect(),
    };
    context.tables.guide_insert(&guide, source, context.now)?;
    context.touch(Kind::Guide, guide.id);
    let items: usize = guide.sections.iter().map(|section| section.items.len()).sum();
    (report.added, report.changed) = if guide.version == 1 { (1, 0) } else { (0, 1) };
    report.summary = format!("{name}: guide: version {}, {items} items.", guide.version);
    Ok(report)
}
