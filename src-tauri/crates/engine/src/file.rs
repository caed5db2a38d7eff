//! Study files outside an open engine: making, checking, copying, exporting; and where this machine keeps its own.

use crate::clock::{Clock, SystemClock};
use crate::keeping::{offer, when};
use crate::{export, sample, secret};
use chrono_tz::Tz;
use domain::entity::{Effect, Tag};
use domain::id::{DeviceId, StudyId, TagId};
use domain::text::Title;
use protocol::{ExportFile, ExportMake, Fault};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use store::OpenError;

/// What a study is opened with.
#[derive(Clone)]
pub struct Options {
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// This machine.
    pub device: DeviceId,
}

impl Options {
    /// The system's clock and this machine's id, which is made on first use.
    pub fn real() -> Self {
        let clock = Arc::new(SystemClock::start());
        let device = device(clock.as_ref());
        Self { clock, device }
    }
}

/// The folder in which this machine keeps what belongs to no study.
pub fn data_folder() -> PathBuf {
    let folder = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = || folder("HOME").unwrap_or_else(|| PathBuf::from("."));
    let base = if cfg!(target_os = "macos") {
        home().join("Library/Application Support")
    } else if cfg!(windows) {
        folder("APPDATA").unwrap_or_else(home)
    } else {
        folder("XDG_DATA_HOME").unwrap_or_else(|| home().join(".local/share"))
    };
    base.join("backroom")
}

/// The id that this machine puts on its edits. A machine that cannot keep one gets a new one each time.
fn device(clock: &dyn Clock) -> DeviceId {
    let path = data_folder().join("device");
    if let Some(known) =
        std::fs::read_to_string(&path).ok().and_then(|text| DeviceId::parse(text.trim()).ok())
    {
        return known;
    }
    let device = DeviceId(secret::id(clock.now()));
    let kept =
        std::fs::create_dir_all(data_folder()).and_then(|()| std::fs::write(&path, device.to_string()));
    if let Err(error) = kept {
        tracing::warn!(%error, "this machine's id could not be kept");
    }
    device
}

/// What a new study is called and where its days are.
#[derive(Clone, Debug)]
pub struct NewStudy {
    /// One line of up to 200 characters.
    pub title: String,
    /// The zone of its days.
    pub zone: Tz,
}

/// The codebook that a study starts with: name, hotkey, colour, what it is for. Tags named for an effect have it.
const CODEBOOK: &[(&str, char, &str, &str)] = &[
    ("pain", 'P', "pain", "Something that hurts, slows down or annoys"),
    ("delight", 'D', "delight", "Something that pleases"),
    ("quote", 'Q', "quote", "Words worth repeating"),
    ("bug", 'B', "bug", "The product fails"),
    ("confusion", 'C', "confusion", "Not understood, or understood wrongly"),
    ("surprise", 'S', "surprise", "Nobody on the team expected it"),
    ("idea", 'I', "idea", "A thought on how it could be"),
    ("workaround", 'W', "bug", "How they help themselves"),
    ("follow-up", 'F', "follow", "To be asked or looked up later"),
    ("assist", 'A', "follow", "The moderator helped"),
    ("clip", 'V', "surprise", "Worth showing as a clip"),
    ("nonverbal", 'N', "idea", "Face, voice, hands"),
    ("hunch", 'H', "grey", "A guess; never counted"),
    ("led", 'L', "grey", "The moderator led; for the moderator only"),
    ("private", 'X', "grey", "For its author and the moderator"),
];

/// Makes a study that must not exist yet.
pub fn create(path: &Path, study: &NewStudy, options: &Options) -> Result<(), OpenError> {
    let now = options.clock.now();
    let title =
        Title::parse(&study.title).map_err(|refusal| OpenError::System(path.into(), refusal.to_string()))?;
    let tags = CODEBOOK.iter().zip(1..).map(|((name, hotkey, color, description), position)| Tag {
        id: TagId(secret::id(now)),
        name: (*name).into(),
        color: (*color).into(),
        hotkey: Some(*hotkey),
        description: (*description).into(),
        position,
        parent: None,
        effect: Effect::parse(name).ok(),
        retired: false,
        edit: None,
    });
    store::create(
        path,
        &store::NewStudy {
            id: StudyId(secret::id(now)),
            feed_id: secret::feed_id(),
            title: title.as_str().into(),
            zone: study.zone,
            moderator_name: "Moderator".into(),
            tags: tags.collect(),
            at: now,
        },
    )
}

/// Makes the sample study, its day dated today, by the importers that read everybody's files.
pub fn create_sample(path: &Path, options: &Options) -> Result<(), OpenError> {
    sample::create(path, options)
}

/// The day that the sample study is dated to when it is made now, in its own zone.
pub fn sample_day(options: &Options) -> chrono::NaiveDate {
    sample::day(options)
}

/// What is wrong with a study, in sentences, the last one naming its newest sound copy; none when it is sound.
pub fn check(path: &Path) -> Result<Vec<String>, OpenError> {
    let now = SystemClock::start().now();
    let mut problems = store::check(path).map_err(|error| offer(path, error, now))?;
    if !problems.is_empty()
        && let Some((copy, zone)) = store::newest_sound_copy(path)
    {
        let when = when(copy.at, zone, now);
        problems.push(format!(
            "Its newest sound copy is of {when}. `backroom restore` puts it in the study's place."
        ));
    }
    Ok(problems)
}

/// Copies a study, also while it is open elsewhere; the copy is checked.
pub fn backup(path: &Path, destination: &Path) -> Result<(), OpenError> {
    store::backup(path, destination, &secret::feed_id())
}

/// Puts the newest sound copy in the place of a study that is damaged or gone, and says what was done. What was there
/// stays, under a name that says so.
pub fn restore(path: &Path, options: &Options) -> Result<String, OpenError> {
    let now = options.clock.now();
    let restored = store::restore(path, &secret::feed_id(), now)?;
    let when = when(restored.from.at, restored.zone, now);
    let aside = restored
        .aside
        .map(|aside| format!(" The damaged file is kept as {}, with what came later.", aside.display()));
    Ok(format!("{} is its copy of {when} again.{}", path.display(), aside.unwrap_or_default()))
}

/// Exports from a study, also while it is open elsewhere.
pub fn export(path: &Path, request: &ExportMake) -> Result<ExportFile, Fault> {
    let reader = store::read_only(path)
        .map_err(|error| Fault::new(protocol::FaultCode::Refused, error.to_string()))?;
    let made = reader.snapshot(|tables| Ok(export::make(tables, request)));
    made.map_err(|error| crate::fault::broken(&error))?.map_err(Fault::from)
}

/// Runs what waits, for callers without a runtime of their own.
pub(crate) fn runtime() -> &'static tokio::runtime::Runtime {
    static RUNTIME: OnceLock<tokio::runtime::Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .build()
            .expect("BUG: the system can start a thread")
    })
}
