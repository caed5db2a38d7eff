//! What a file of the inbox is, by its content, and which session it belongs to.

use super::{FoundFile, open, session_in_words};
use crate::fault::Failure;
use crate::{Actor, Engine};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeZone;
use chrono_tz::Tz;
use domain::belongs::{Belongs, Candidate, Clues, begun, belongs};
use domain::entity::{InboxItem, InboxKind, InboxState};
use domain::id::CommandId;
use formats::media::{HEAD, Made, Media, media};
use formats::transcript;
use protocol::{ImportFile, ImportReport};
use std::io::{Read, Seek, SeekFrom};
use store::Tables;

/// What a file turned out to be.
pub(super) enum Recognised {
    /// It belongs to a session.
    OfSession { kind: InboxKind, what: String, duration: Option<i64>, made: Option<Made> },
    /// It can be read into the study: what that would do, and whether that is nothing.
    Document { kind: InboxKind, says: String, known: bool },
    /// It cannot be read, or is nothing that is known.
    Failed { says: String },
}

/// Looks at a file's content; the name's ending helps only where content does not tell.
pub(super) async fn recognise(engine: &Engine, actor: Actor, found: &FoundFile) -> Recognised {
    let (looked, path) = (found.clone(), engine.core.path.clone());
    let looked = tokio::task::spawn_blocking(move || look(&looked, &path)).await;
    if let Ok(Some(recognised)) = looked {
        return recognised;
    }
    let Some(bytes) = &found.bytes else {
        let says = "It is larger than 64 MiB and no recording: files to read have at most 64 MiB.".to_owned();
        return Recognised::Failed { says };
    };
    // What an import would do says it best.
    let file =
        ImportFile { name: file_name(&found.name).to_owned(), base64: STANDARD.encode(bytes), columns: None };
    let preview = engine.import(actor, CommandId(uuid::Uuid::nil()), vec![file], true).await;
    let report = preview.map(|report| serde_json::from_value::<ImportReport>(report).ok());
    match report {
        Ok(report) => match report.and_then(|report| report.files.into_iter().next()) {
            Some(file) => {
                let kind = InboxKind::parse(&file.kind).unwrap_or(InboxKind::Unknown);
                let changes = file.added + file.changed + file.cancelled;
                let known =
                    file.unchanged > 0 && changes == 0 && file.skipped.is_empty() && !file.needs_columns;
                Recognised::Document { kind, says: file.summary, known }
            }
            None => Recognised::Failed { says: "It is of no known kind.".to_owned() },
        },
        Err(fault) => {
            let says = fault.message.strip_suffix(" Nothing was changed.").unwrap_or(&fault.message);
            Recognised::Failed { says: says.to_owned() }
        }
    }
}

fn file_name(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// Recordings, pictures and transcripts.
fn look(found: &FoundFile, study: &std::path::Path) -> Option<Recognised> {
    let mut opened = open(&found.folder, &found.name, study).ok().map(|(file, _)| file);
    let mut read = |at: u64, length: usize| {
        let file = opened.as_mut()?;
        file.seek(SeekFrom::Start(at)).ok()?;
        let mut part = Vec::with_capacity(length);
        file.take(length as u64).read_to_end(&mut part).ok()?;
        Some(part)
    };
    let head = match &found.bytes {
        Some(bytes) => bytes[..bytes.len().min(HEAD)].to_vec(),
        None => read(0, HEAD)?,
    };
    if let Some(Media { kind, what, duration, made }) = media(&head, found.size, read) {
        return Some(Recognised::OfSession { kind, what: what.to_owned(), duration, made });
    }
    let shape = transcript::shape(&found.name, found.bytes.as_deref()?)?;
    let (kind, what) = (InboxKind::Transcript, shape.what.to_owned());
    Some(Recognised::OfSession { kind, what, duration: shape.reaches, made: None })
}

impl Recognised {
    /// Writes what was recognised into the item: its kind, its session, what to say.
    pub(super) fn describe(&self, tables: Tables<'_>, item: &mut InboxItem) -> Result<(), Failure> {
        match self {
            Self::Document { kind, says, known } => {
                item.kind = *kind;
                item.state = if *known { InboxState::Taken } else { InboxState::Offered };
                item.says.clone_from(says);
            }
            Self::Failed { says } => {
                (item.kind, item.state) = (InboxKind::Unknown, InboxState::Failed);
                item.says.clone_from(says);
            }
            Self::OfSession { kind, what, duration, made } => {
                item.kind = *kind;
                let clues = clues(item, *kind, *duration, *made, tables.study()?.zone);
                let candidates = candidates(tables)?;
                let clues = Clues { name: &item.name, ..clues };
                let found = belongs(clues, &candidates);
                let long = duration.map(|duration| format!(", {}", in_minutes(duration))).unwrap_or_default();
                let what = format!("{}{what}{long}", article(what));
                item.session_id = found.map(|found| found.session_id);
                (item.state, item.says) = match found {
                    Some(Belongs { session_id, certain, by }) => {
                        let session = session_in_words(tables, session_id)?;
                        if certain {
                            (InboxState::Attached, format!("{what}. Attached to {session}, {by}."))
                        } else {
                            let says = format!("{what}. It may belong to {session}, {by}: attach it if so.");
                            (InboxState::Offered, says)
                        }
                    }
                    None => (InboxState::Offered, format!("{what}. Say which session it belongs to.")),
                };
            }
        }
        Ok(())
    }
}

fn article(what: &str) -> &'static str {
    let vowel = what.starts_with(['A', 'E', 'I', 'O', 'U', 'a', 'e', 'i', 'o', 'u', 'M'])
        && !what.starts_with("Matroska");
    if vowel { "An " } else { "A " }
}

fn in_minutes(milliseconds: i64) -> String {
    match (milliseconds + 30_000) / 60_000 {
        0 => format!("{} s", milliseconds / 1000),
        minutes if minutes < 60 => format!("{minutes} min"),
        minutes => format!("{} h {} min", minutes / 60, minutes % 60),
    }
}

/// The time that a file speaks of: from when it was begun, or up to when it was last written.
fn clues(
    item: &InboxItem,
    kind: InboxKind,
    duration: Option<i64>,
    made: Option<Made>,
    zone: Tz,
) -> Clues<'static> {
    // A name that says it is surer than what a converter wrote.
    let begun = begun(&item.name).or_else(|| match made? {
        Made::Utc(at) => Some(at),
        Made::Local(at) => zone.from_local_datetime(&at).earliest().map(|at| at.timestamp_millis()),
    });
    let long = duration.unwrap_or(0);
    // A transcript is written after the call; when, says little of how long that was.
    let back = if kind == InboxKind::Recording { long } else { 0 };
    let (from, to) = match begun {
        Some(begun) => (begun, begun + long),
        None => (item.modified_at.0 - back, item.modified_at.0),
    };
    Clues { name: "", from, to, duration }
}

fn candidates(tables: Tables<'_>) -> Result<Vec<Candidate>, Failure> {
    let slots = tables.slots()?;
    let mut candidates = Vec::new();
    for session in tables.sessions()? {
        let takes_place = session.status.takes_place() || session.status.has_run();
        let Some(slot) = slots.iter().find(|slot| slot.id == session.slot_id).filter(|_| takes_place) else {
            continue;
        };
        let planned = slot.starts_at().at.0;
        let length = i64::from(slot.length) * 60_000;
        let from = session.started_at.map_or(planned, |at| at.0);
        candidates.push(Candidate {
            session_id: session.id,
            from,
            to: session.ended_at.map_or(from + length, |at| at.0),
            ran: session.status.has_run(),
            codes: session.seats.iter().map(|seat| seat.code.clone()).collect(),
            date: slot.date,
        });
    }
    Ok(candidates)
}
