//! A study's own copies, in a folder beside it: made while it is open, checked, thrown away when they are many or hold
//! what was erased, and put in the study's place when it is damaged.

use crate::backup::{copy, problems};
use crate::error::{CopyError, OpenError};
use crate::folder::{free_bytes, why_unsafe};
use crate::open::{beside, lock, look, looked_at, read_only, sound_sqlite, sync_folder};
use crate::reserve::RESERVE;
use chrono::NaiveDateTime;
use chrono_tz::Tz;
use domain::time::Timestamp;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};

/// So many copies are kept.
pub const COPIES_KEPT: usize = 24;
/// How a copy is named for its time, UTC: names sort as times do.
const NAME: &str = "%Y-%m-%dT%H-%M-%S%.3fZ";
/// What every copy's name ends with.
const ENDING: &str = ".backroom";
/// What a damaged study is called besides its own name and the time.
const DAMAGED: &str = ".damaged-";

/// A copy of a study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Where it is.
    pub path: PathBuf,
    /// When it was made, by the console's clock.
    pub at: Timestamp,
}

/// What came of putting a copy in the place of a damaged study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// The copy that is the study now.
    pub from: Copied,
    /// The zone of the study's days.
    pub zone: Tz,
    /// Where the damaged file is; none when there was none.
    pub aside: Option<PathBuf>,
}

/// The copies of one study while it is open.
#[derive(Debug)]
pub struct Copies {
    study: PathBuf,
    /// Held while a copy is begun or given its name, and while all are removed.
    erasing: Mutex<Erasing>,
}

#[derive(Debug, Default)]
struct Erasing {
    /// How often the copies had to go for what was erased.
    times: u64,
    /// The study's files are not yet clean of it: a copy would take it along.
    now: bool,
}

impl Copies {
    pub(crate) fn of(study: &Path) -> Self {
        Self { study: study.to_owned(), erasing: Mutex::default() }
    }

    /// Makes a copy and checks it; those beyond the newest 24 go. None when something was erased meanwhile: the copy
    /// could hold it and was removed. Waits for nobody who writes, and nobody who writes waits for it.
    pub fn make(&self, now: Timestamp) -> Result<Option<Copied>, CopyError> {
        let newest = copies(&self.study).first().map(|copy| copy.at);
        // A clock that was put back changes nothing about which is the newest.
        let at = newest.map_or(now, |newest| now.max(Timestamp(newest.0 + 1)));
        let path = folder(&self.study).join(at.utc().format(NAME).to_string() + ENDING);
        let part = beside(&path, ".part");
        std::fs::create_dir_all(folder(&self.study))?;
        let begun = {
            let erasing = self.erasing();
            if erasing.now {
                return Ok(None);
            }
            unfinished(&self.study).iter().try_for_each(std::fs::remove_file)?;
            // From now on it is found by whoever erases. Nobody may read a copy who may not read the study.
            File::create_new(&part)?.set_permissions(std::fs::metadata(&self.study)?.permissions())?;
            erasing.times
        };
        let made = self.fill(&part).and_then(|()| {
            // Whoever erases finds it under one of its names; then there is nothing to rename any more.
            let _erasing = self.erasing();
            std::fs::rename(&part, &path).and_then(|()| sync_folder(&path))?;
            Ok(Some(Copied { path, at }))
        });
        unfinished(&self.study).iter().for_each(|left| drop(std::fs::remove_file(left)));
        if self.erasing().times != begun {
            return Ok(None);
        }
        for old in copies(&self.study).iter().skip(COPIES_KEPT) {
            std::fs::remove_file(&old.path)?;
        }
        made
    }

    fn fill(&self, part: &Path) -> Result<(), CopyError> {
        self.make_room()?;
        let source = read_only(&self.study)?;
        copy(&source.connection, part, None)?;
        drop(source);
        match problems(part)?.into_iter().next() {
            Some(problem) => Err(CopyError::Unsound(problem)),
            None => Ok(()),
        }
    }

    /// On a small disk old copies give way to a new one; none takes the room that notes need.
    fn make_room(&self) -> Result<(), CopyError> {
        let size = |path: &Path| std::fs::metadata(path).map_or(0, |about| about.len());
        let needed = size(&self.study) + size(&beside(&self.study, "-wal")) + 2 * RESERVE;
        let copies = copies(&self.study);
        let older = copies.get(1..).unwrap_or_default();
        let free = || free_bytes(&self.study).unwrap_or(u64::MAX);
        if free().saturating_add(older.iter().map(|copy| size(&copy.path)).sum()) < needed {
            return Err(CopyError::NoRoom);
        }
        for oldest in older.iter().rev() {
            if free() >= needed {
                break;
            }
            std::fs::remove_file(&oldest.path)?;
        }
        Ok(())
    }

    /// Whether there is any, finished or not.
    pub fn is_any(&self) -> bool {
        !own_files(&self.study).is_empty()
    }

    /// Removes every copy, and what was set aside as damaged: any of them could hold what was erased. None is made until
    /// the study's files are clean.
    pub(crate) fn forget(&self) -> io::Result<()> {
        let mut erasing = self.erasing();
        (erasing.times, erasing.now) = (erasing.times + 1, true);
        for path in own_files(&self.study).into_iter().chain(set_aside(&self.study)) {
            match std::fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    /// Copies can be made again.
    pub(crate) fn cleaned(&self) {
        self.erasing().now = false;
    }

    fn erasing(&self) -> MutexGuard<'_, Erasing> {
        self.erasing.lock().expect("BUG: nothing panics while it holds the copies")
    }
}

/// Where a study's own copies are.
fn folder(study: &Path) -> PathBuf {
    beside(study, ".copies")
}

/// The time in the name of a copy, or of what is left of the making of one.
fn time_of(path: &Path) -> Option<Timestamp> {
    let (stamp, _) = path.file_name()?.to_str()?.split_once(ENDING)?;
    let at = NaiveDateTime::parse_from_str(stamp, NAME).ok()?;
    Some(Timestamp(at.and_utc().timestamp_millis()))
}

fn files(folder: &Path) -> impl Iterator<Item = PathBuf> {
    std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path())
}

/// Copies, and what is left of the making of some. What somebody else put beside them is not ours.
fn own_files(study: &Path) -> Vec<PathBuf> {
    files(&folder(study)).filter(|path| time_of(path).is_some()).collect()
}

fn unfinished(study: &Path) -> Vec<PathBuf> {
    own_files(study).into_iter().filter(|path| !is_finished(path)).collect()
}

fn is_finished(path: &Path) -> bool {
    path.to_string_lossy().ends_with(ENDING)
}

/// What becomes the study when it is restored.
fn part_of(study: &Path) -> PathBuf {
    beside(study, ".restored.part")
}

fn set_aside(study: &Path) -> Vec<PathBuf> {
    let Some(name) = study.file_name() else { return Vec::new() };
    let start = name.to_string_lossy() + DAMAGED;
    let beside = study.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let named = |path: &PathBuf| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(start.as_ref()))
    };
    // What a restoring that was cut off has left, too.
    files(beside).filter(named).chain([part_of(study)]).collect()
}

/// A study's own copies, the newest first. Whether they are still sound is not looked at.
pub fn copies(study: &Path) -> Vec<Copied> {
    let mut copies: Vec<Copied> = own_files(study)
        .into_iter()
        .filter(|path| is_finished(path))
        .filter_map(|path| Some(Copied { at: time_of(&path)?, path }))
        .collect();
    copies.sort_by_key(|copy| std::cmp::Reverse(copy.at));
    copies
}

/// The newest copy that is sound now, and the zone of its days. Reads all of it.
pub fn newest_sound_copy(study: &Path) -> Option<(Copied, Tz)> {
    copies(study).into_iter().find_map(|copy| {
        let sound = problems(&copy.path).is_ok_and(|problems| problems.is_empty());
        let zone = sound.then(|| zone(&copy.path)).flatten()?;
        Some((copy, zone))
    })
}

fn zone(copy: &Path) -> Option<Tz> {
    let connection = looked_at(copy).ok()?;
    let zone: String = connection.query_row("SELECT zone FROM study", [], |row| row.get(0)).ok()?;
    zone.parse().ok()
}

/// Puts the newest sound copy in the place of a study that is damaged or gone. What was there stays, under a name that
/// says so. The study names a feed of its own then: pages that followed it start afresh.
pub fn restore(study: &Path, feed_id: &str, now: Timestamp) -> Result<Restored, OpenError> {
    sound_sqlite()?;
    if let Some(why) = why_unsafe(study) {
        return Err(OpenError::Unsafe(study.into(), why));
    }
    let failed = |error: io::Error| OpenError::System(study.into(), error.to_string());
    if copies(study).is_empty() {
        look(study)?;
        return Err(OpenError::NoCopy(study.into()));
    }
    let _lock = lock(study)?;
    match problems(study) {
        Ok(problems) if problems.is_empty() => return Err(OpenError::Sound(study.into())),
        Err(error) if !error.is_damage() => return Err(error),
        Ok(_) | Err(_) => {}
    }
    let (from, zone) = newest_sound_copy(study).ok_or_else(|| OpenError::NoCopy(study.into()))?;
    let part = part_of(study);
    File::create(&part).map_err(failed)?;
    copy(&looked_at(&from.path)?, &part, Some(feed_id))?;
    if let Some(problem) = problems(&part)?.into_iter().next() {
        return Err(OpenError::System(part, problem));
    }
    let mut stamp = now;
    while beside(study, &damaged(stamp)).exists() {
        stamp.0 += 1;
    }
    let aside = beside(study, &damaged(stamp));
    // The log goes first: beside another file than its own it would be written into that.
    for suffix in ["-wal", "-shm", ""] {
        match std::fs::rename(beside(study, suffix), beside(&aside, suffix)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
            _ => {}
        }
    }
    std::fs::rename(&part, study).and_then(|()| sync_folder(study)).map_err(failed)?;
    let aside = aside.exists().then_some(aside);
    Ok(Restored { from, zone, aside })
}

fn damaged(at: Timestamp) -> String {
    format!("{DAMAGED}{}", at.utc().format(NAME))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{NewStudy, create};
    use domain::id::StudyId;

    #[test]
    fn none_is_begun_before_the_files_are_clean() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("new.backroom");
        let study = NewStudy {
            id: StudyId::parse("01890a5d-ac96-774b-bcce-000000000001").expect("an id"),
            feed_id: "feed".into(),
            title: "New".into(),
            zone: chrono_tz::UTC,
            moderator_name: "Moderator".into(),
            tags: Vec::new(),
            at: Timestamp(0),
        };
        create(&path, &study).expect("made");
        let own = Copies::of(&path);
        own.forget().expect("nothing is there yet");
        assert_eq!(own.make(Timestamp(1)).expect("put off"), None);
        own.cleaned();
        let made = own.make(Timestamp(1)).expect("made").expect("now it may be");
        assert_eq!(made.at, Timestamp(1));
        assert_eq!(copies(&path), [made]);
        own.forget().expect("removed");
        assert_eq!(copies(&path), []);
    }
}
