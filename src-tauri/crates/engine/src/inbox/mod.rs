//! The inbox: what was found in the followed folder is recognised, offered or attached, and taken when wanted.

mod because;
mod open;
mod recognise;

pub use because::because;
pub use open::{is_passed_over, modified_at, open};

use crate::fault::Failure;
use crate::load::{Kind, Volatile};
use crate::writer::{Message, UseCase};
use crate::{Actor, Core, Engine, secret};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Refusal;
use domain::entity::{ContentHash, InboxItem, InboxKind, InboxState, Study};
use domain::id::{CommandId, SessionId};
use domain::permission::Permission;
use domain::time::Timestamp;
use protocol::{
    Fault, FaultCode, ImportFile, ImportReport, InboxFollow, InboxPreview, InboxRetry, InboxTake,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::watch;

/// The largest file that is read into the study, in bytes; larger ones are only hashed.
pub const READ_LIMIT: u64 = formats::MAX_BYTES as u64;

/// What is to be followed on the disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Followed {
    /// The folder into which files are dropped.
    pub folder: Option<PathBuf>,
    /// The guide's file.
    pub guide: Option<PathBuf>,
    /// Grows when files that failed are to be looked at again.
    pub round: u64,
}

impl Followed {
    /// What the study follows now.
    pub(crate) fn update(&mut self, study: &Study) -> bool {
        let folder = study.inbox_folder.as_ref().map(PathBuf::from);
        let guide = study.guide_path.as_ref().map(PathBuf::from);
        let changed = (&self.folder, &self.guide) != (&folder, &guide);
        (self.folder, self.guide) = (folder, guide);
        changed
    }
}

/// A file of the inbox that need not be read again while it is as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownFile {
    /// Of its content, in hexadecimal digits.
    pub hash: String,
    /// Its name inside the folder.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// UTC milliseconds.
    pub modified_at: i64,
}

/// A file that stood still and was read.
#[derive(Clone, Debug)]
pub struct FoundFile {
    /// Its SHA-256.
    pub hash: [u8; 32],
    /// Its name inside the folder, with `/` between folders.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// UTC milliseconds.
    pub modified_at: i64,
    /// All of it, up to `READ_LIMIT`; none when it is larger.
    pub bytes: Option<Vec<u8>>,
    /// Its folder, in which a recording's header is looked for.
    pub folder: PathBuf,
}

/// What happens to a file that is not in the inbox yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passing {
    /// It is read: size in bytes, and how much of it, in thousandths.
    Reading(u64, u16),
    /// It cannot be read; why, in a sentence.
    Failed(String),
}

impl Engine {
    /// What to follow on the disk, and when that changes.
    pub fn followed(&self) -> watch::Receiver<Followed> {
        self.core.followed.subscribe()
    }

    /// Files that need not be read again while they are as they were.
    ///
    /// # Errors
    /// When the study cannot be read.
    pub fn inbox_known(&self) -> Result<Vec<KnownFile>, Fault> {
        let items = self.core.read(|tables| tables.inbox_items());
        let again = |item: &InboxItem| matches!(item.state, InboxState::Reading | InboxState::Failed);
        let known = items.map_err(|error| crate::fault::broken(&error))?.into_iter();
        let known = known.filter(|item| !again(item)).map(|item| KnownFile {
            hash: item.id.to_string(),
            name: item.name,
            size: item.size.unsigned_abs(),
            modified_at: item.modified_at.0,
        });
        Ok(known.collect())
    }

    /// Says what happens to a file that is not in the inbox yet; none when nothing does any more.
    pub fn inbox_passing(&self, name: &str, passing: Option<Passing>) {
        let id = of_name(name);
        let now = self.core.clock.now();
        let item = passing.map(|passing| {
            let (state, size, progress, says) = match passing {
                Passing::Reading(size, progress) => {
                    (InboxState::Reading, size, Some(progress), "It is being read.".to_owned())
                }
                Passing::Failed(says) => (InboxState::Failed, 0, None, says),
            };
            InboxItem {
                id: id.clone(),
                name: name.to_owned(),
                kind: InboxKind::Unknown,
                state,
                size: i64::try_from(size).unwrap_or(i64::MAX),
                modified_at: now,
                found_at: now,
                says,
                session_id: None,
                note_id: None,
                progress,
                missing: false,
            }
        });
        self.core.pass(move |volatile| {
            let before = match item {
                Some(item) => volatile.reading.insert(id.clone(), item.clone()).as_ref() != Some(&item),
                None => volatile.reading.remove(&id).is_some(),
            };
            if before { vec![(Kind::InboxItem, id.to_string())] } else { Vec::new() }
        });
    }

    /// Offers a file that stood still, or attaches it where there is no doubt.
    ///
    /// # Errors
    /// When `actor` may not import, or the study cannot be written.
    pub async fn inbox_found(&self, actor: Actor, found: FoundFile) -> Result<(), Fault> {
        let id = ContentHash::of(found.hash);
        let known =
            self.core.read(|tables| tables.inbox_item(&id)).map_err(|error| crate::fault::broken(&error))?;
        let settled =
            known.is_some_and(|item| !matches!(item.state, InboxState::Reading | InboxState::Failed));
        let recognised = if settled { None } else { Some(recognise::recognise(self, actor, &found).await) };
        let run: UseCase = Box::new(move |context| {
            let mut item = match context.tables.inbox_item(&id)? {
                Some(item) => item,
                None => InboxItem {
                    id: id.clone(),
                    name: String::new(),
                    kind: InboxKind::Unknown,
                    state: InboxState::Reading,
                    size: 0,
                    modified_at: Timestamp(0),
                    found_at: context.now,
                    says: String::new(),
                    session_id: None,
                    note_id: None,
                    progress: None,
                    missing: false,
                },
            };
            let before = item.clone();
            item.name.clone_from(&found.name);
            item.size = i64::try_from(found.size).unwrap_or(i64::MAX);
            item.modified_at = Timestamp(found.modified_at);
            item.missing = false;
            if let Some(recognised) = &recognised {
                recognised.describe(context.tables, &mut item)?;
            }
            if item != before {
                context.tables.inbox_item_put(&item)?;
                context.touch(Kind::InboxItem, &item.id);
            }
            Ok(None)
        });
        self.quietly(actor, run).await
    }

    /// A file is no longer in the folder under any name.
    ///
    /// # Errors
    /// When `actor` may not import, or the study cannot be written.
    pub async fn inbox_missing(&self, actor: Actor, hash: &str) -> Result<(), Fault> {
        let id = ContentHash::parse(hash).map_err(|refusal| crate::fault::refused(&refusal))?;
        let run: UseCase = Box::new(move |context| {
            let Some(item) = context.tables.inbox_item(&id)?.filter(|item| !item.missing) else {
                return Ok(None);
            };
            context.tables.inbox_item_put(&InboxItem { missing: true, ..item })?;
            context.touch(Kind::InboxItem, &id);
            Ok(None)
        });
        self.quietly(actor, run).await
    }

    /// A command that nobody sent: the watcher's.
    async fn quietly(&self, actor: Actor, run: UseCase) -> Result<(), Fault> {
        let command_id = CommandId(secret::id(self.core.clock.now()));
        let permission = Some(Permission::ImportExport);
        self.write(actor, permission, command_id, Vec::new(), false, false, run).await.map(|_| ())
    }

    pub(crate) async fn inbox_follow(
        &self,
        actor: Actor,
        command_id: CommandId,
        request: InboxFollow,
    ) -> Result<Value, Fault> {
        // Nobody else learns from a refusal which folders there are.
        self.check(actor, Permission::ImportExport).await?;
        let digest = secret::digest(&["inbox_follow", &json!(request).to_string()]);
        let folder = match request.folder.as_deref().map(str::trim).filter(|folder| !folder.is_empty()) {
            Some(folder) => {
                let folder = PathBuf::from(folder);
                Some(blocking(move || checked(&folder)).await??)
            }
            None => None,
        };
        let run: UseCase = Box::new(move |context| {
            let mut study = context.tables.study()?;
            study.inbox_folder.clone_from(&folder);
            context.tables.study_put(&study)?;
            context.touch(Kind::Study, "study");
            Ok(None)
        });
        let permission = Some(Permission::ImportExport);
        self.write(actor, permission, command_id, digest, false, false, run).await
    }

    pub(crate) async fn inbox_retry(
        &self,
        actor: Actor,
        command_id: CommandId,
        request: InboxRetry,
    ) -> Result<Value, Fault> {
        let digest = secret::digest(&["inbox_retry", &request.item_id]);
        let run: UseCase = Box::new(move |context| {
            let id = ContentHash::parse(&request.item_id)?;
            if context.volatile.reading.contains_key(&id) {
                return Ok(None);
            }
            let item = context.tables.inbox_item(&id)?.ok_or(Refusal::Missing("file in the inbox"))?;
            if matches!(item.state, InboxState::Taken | InboxState::Attached) && !item.missing {
                let sentence = format!("{} is in use already: {}", item.name, item.says);
                return Err(Refusal::Rule(sentence).into());
            }
            context.tables.inbox_item_put(&InboxItem { state: InboxState::Reading, ..item })?;
            context.touch(Kind::InboxItem, &id);
            Ok(None)
        });
        let permission = Some(Permission::ImportExport);
        let saved = self.write(actor, permission, command_id, digest, false, false, run).await?;
        self.core.followed.send_modify(|followed| followed.round += 1);
        Ok(saved)
    }

    /// A file that is still in the folder, and the folder.
    async fn inbox_item(&self, actor: Actor, item_id: &str) -> Result<(InboxItem, Option<PathBuf>), Fault> {
        let id = item_id.to_owned();
        let read = blocking_read(&self.core, move |tables| {
            crate::context::authorize(tables, actor, Permission::ImportExport)?;
            let id = ContentHash::parse(&id)?;
            let item = tables.inbox_item(&id)?.ok_or(Refusal::Missing("file in the inbox"))?;
            Ok((item, tables.study()?.inbox_folder.map(PathBuf::from)))
        });
        let (item, folder) = read.await?;
        if item.missing {
            return Err(rule(format!(
                "{} is no longer in the inbox's folder. Nothing was changed.",
                item.name
            )));
        }
        Ok((item, folder))
    }

    async fn inbox_bytes(&self, folder: Option<PathBuf>, item: &InboxItem) -> Result<Vec<u8>, Fault> {
        let folder =
            folder.ok_or_else(|| rule("No inbox folder is followed. Nothing was changed.".into()))?;
        let (study, item) = (self.core.path.clone(), item.clone());
        blocking(move || read_whole(&folder, &item, &study)).await?
    }

    pub(crate) async fn inbox_preview(
        &self,
        actor: Actor,
        command_id: CommandId,
        request: InboxPreview,
    ) -> Result<Value, Fault> {
        let (item, folder) = self.inbox_item(actor, &request.item_id).await?;
        if item.kind.is_of_session() {
            return Err(rule(format!("{} belongs to a session: there is nothing to read.", item.name)));
        }
        let bytes = self.inbox_bytes(folder, &item).await?;
        let file = ImportFile { name: item.name, base64: STANDARD.encode(&bytes), columns: request.columns };
        self.import(actor, command_id, vec![file], true).await
    }

    pub(crate) async fn inbox_take(
        &self,
        actor: Actor,
        command_id: CommandId,
        request: InboxTake,
    ) -> Result<Value, Fault> {
        let (item, folder) = self.inbox_item(actor, &request.item_id).await?;
        let id = item.id.clone();
        let digest = secret::digest(&["inbox_take", &json!(request).to_string()]);
        let is_photo_of_note = item.kind == InboxKind::Photo && request.note_id.is_some();
        let bytes = if is_photo_of_note || !item.kind.is_of_session() {
            self.inbox_bytes(folder, &item).await?
        } else {
            Vec::new()
        };
        if item.kind.is_of_session() {
            let run: UseCase = Box::new(move |context| {
                crate::handle::inbox::attach(context, &id, &request, &bytes).map(Some)
            });
            let permission = Some(Permission::ImportExport);
            return self.write(actor, permission, command_id, digest, false, false, run).await;
        }
        let file =
            ImportFile { name: item.name.clone(), base64: STANDARD.encode(&bytes), columns: request.columns };
        let report = self.import(actor, command_id, vec![file], false).await?;
        let taken: Option<ImportReport> = serde_json::from_value(report.clone()).ok();
        let says =
            taken.and_then(|report| report.files.into_iter().next()).map(|file| (file.kind, file.summary));
        let run: UseCase = Box::new(move |context| {
            let Some(mut item) = context.tables.inbox_item(&id)? else { return Ok(None) };
            item.state = InboxState::Taken;
            if let Some((kind, says)) = &says {
                item.kind = InboxKind::parse(kind).unwrap_or(item.kind);
                item.says.clone_from(says);
            }
            context.tables.inbox_item_put(&item)?;
            context.touch(Kind::InboxItem, &item.id);
            Ok(None)
        });
        self.quietly(actor, run).await?;
        Ok(report)
    }
}

impl Core {
    /// Changes what is not kept, and tells readers of it.
    pub(crate) fn pass(&self, change: impl FnOnce(&mut Volatile) -> Vec<(Kind, String)> + Send + 'static) {
        self.send(Message::Passing(Box::new(change)));
    }
}

/// The id of a file that has none of its content yet.
fn of_name(name: &str) -> ContentHash {
    ContentHash::of(Sha256::new().chain_update("name:").chain_update(name).finalize().into())
}

/// A refusal in its own words.
pub(crate) fn rule(sentence: String) -> Fault {
    Fault::new(FaultCode::Refused, sentence)
}

/// A folder that can be followed, as the path that leads to it.
fn checked(folder: &Path) -> Result<String, Fault> {
    if !folder.is_absolute() {
        return Err(rule("Give the folder's whole path. Nothing was changed.".into()));
    }
    let shown = folder.display();
    let found = folder.canonicalize().and_then(|folder| {
        std::fs::read_dir(&folder)?;
        Ok(folder)
    });
    let found = found.map_err(|error| {
        rule(format!("The folder {shown} cannot be read: {}. Nothing was changed.", because(&error)))
    })?;
    // Everything below is watched: a whole disk or home is surely not meant.
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE")).map(PathBuf::from);
    if found.parent().is_none() || home.is_some_and(|home| home == found) {
        let sentence =
            "Choose a folder for this study alone: everything in it is looked at. Nothing was changed.";
        return Err(rule(sentence.into()));
    }
    match found.to_str() {
        Some(text) => Ok(text.to_owned()),
        None => Err(rule("The folder's name is not text. Rename it first. Nothing was changed.".into())),
    }
}

/// The bytes of a file, if they are still those that were found.
fn read_whole(folder: &Path, item: &InboxItem, study: &Path) -> Result<Vec<u8>, Fault> {
    let failed = |why: String| rule(format!("{} {why} Nothing was changed.", item.name));
    let (file, metadata) = open(folder, &item.name, study)
        .map_err(|error| failed(format!("cannot be read: {}.", because(&error))))?;
    if metadata.len() > READ_LIMIT {
        return Err(failed("is larger than 64 MiB.".into()));
    }
    let mut bytes = Vec::new();
    let read = file.take(READ_LIMIT + 1).read_to_end(&mut bytes);
    read.map_err(|error| failed(format!("cannot be read: {}.", because(&error))))?;
    if ContentHash::of(Sha256::digest(&bytes).into()) != item.id {
        return Err(failed("has changed since it was found. It is looked at again.".into()));
    }
    Ok(bytes)
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        tracing::error!(%error, "the inbox failed at something");
        Fault::new(FaultCode::Internal, "Backroom failed at this; nothing was changed. The log says more.")
    })
}

async fn blocking_read<T: Send + 'static>(
    core: &Arc<Core>,
    read: impl FnOnce(store::Tables<'_>) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Fault> {
    let core = core.clone();
    let read = blocking(move || core.read(|tables| Ok(read(tables).map_err(Fault::from)))).await?;
    read.map_err(|error| crate::fault::broken(&error))?
}

/// A session in words: `P04, 26 November 10:30`.
pub(crate) fn session_in_words(tables: store::Tables<'_>, id: SessionId) -> Result<String, Failure> {
    let session = tables.session(id)?.ok_or(Refusal::Missing("session"))?;
    let codes: Vec<&str> = session.seats.iter().map(|seat| seat.code.as_str()).collect();
    let codes = if codes.is_empty() { "the session".to_owned() } else { codes.join(", ") };
    let Some(slot) = tables.slot(session.slot_id)? else { return Ok(codes) };
    Ok(format!("{codes}, {} {:02}:{:02}", slot.date.format("%-d %B"), slot.start / 60, slot.start % 60))
}
