//! Whether everything is ready for a day: what was looked at, what was found, what to do. It blocks nothing.

use crate::fault::{Failure, broken};
use crate::keeping::when;
use crate::load::Kind;
use crate::{Actor, Core, Engine};
use chrono::NaiveDate;
use domain::entity::{InboxItem, InboxState, SlotKind};
use domain::permission::Permission;
use domain::session::Kind as SessionKind;
use domain::time::{clocks_change, date};
use protocol::{Check, Fault, Preflight, Readiness};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use store::Tables;

/// What a day with its copies takes at most, in bytes.
const ENOUGH: u64 = 1 << 30;
/// Below this a day may not fit, in bytes.
const SCARCE: u64 = 200 << 20;
/// How far the computer's clock may have moved away from the console's, in milliseconds.
const DRIFT: i64 = 3_000;

impl Engine {
    pub(crate) async fn preflight(&self, actor: Actor, request: Preflight) -> Result<Value, Fault> {
        let core = self.core.clone();
        let host = core.host.read().expect("BUG: nothing panics while it holds the host").clone();
        let looked = tokio::task::spawn_blocking(move || {
            let answers = host.is_some_and(|host| host.answers());
            core.read(|tables| {
                let checks = crate::context::authorize(tables, actor, Permission::Run)
                    .and_then(|_| Ok(date(&request.date)?))
                    .and_then(|day| checks(&core, tables, day, answers));
                Ok(checks.map_err(Fault::from))
            })
        });
        let checks = looked.await.map_err(|error| {
            tracing::error!(%error, "the preflight failed");
            crate::closed()
        })?;
        checks.map_err(|error| broken(&error))?.map(|checks| json!(Readiness { checks }))
    }

    /// Another device has opened the room's page: `a phone`, `a tablet` or `another computer`.
    pub fn room_tried(&self, from: &'static str) {
        let now = self.core.clock.now();
        self.core.pass(move |volatile| {
            let known = volatile.room.tried.as_ref();
            // Reloading pages need not be told each time.
            let told = known.is_some_and(|(at, before)| before == from && now.0 - at.0 < 10_000);
            if !volatile.room.open || told {
                return Vec::new();
            }
            volatile.room.tried = Some((now, from.to_owned()));
            vec![(Kind::Room, "room".to_owned())]
        });
    }
}

fn checks(
    core: &Arc<Core>,
    tables: Tables<'_>,
    day: NaiveDate,
    answers: bool,
) -> Result<Vec<Check>, Failure> {
    Ok(vec![
        // The study itself is asked, without being opened: its folder may have been given by a mere name.
        match core.volatile().study_file.disk {
            Some(full) => check("disk", "bad", full),
            None => disk(store::free_bytes(&core.path)),
        },
        clock(core, tables, day)?,
        study(core, tables)?,
        inbox(tables)?,
        room(core, tables, answers)?,
        the_day(tables, day)?,
    ])
}

fn check(what: &str, state: &str, says: impl Into<String>) -> Check {
    Check { what: what.into(), state: state.into(), says: says.into() }
}

fn disk(free: Option<u64>) -> Check {
    let shown = |bytes: u64| match bytes >> 20 {
        mebibytes if mebibytes < 1024 => format!("{mebibytes} MB"),
        mebibytes => format!("{} GB", mebibytes >> 10),
    };
    match free {
        None => check("disk", "look", "The free space could not be measured here. A day needs up to 1 GB."),
        Some(free) if free < SCARCE => check(
            "disk",
            "bad",
            format!("Only {} free. Free 1 GB now: a full disk keeps no notes.", shown(free)),
        ),
        Some(free) if free < ENOUGH => {
            check("disk", "look", format!("{} free. Free up to 1 GB before a long day.", shown(free)))
        }
        Some(free) => check("disk", "good", format!("{} free; a day needs less than 1 GB.", shown(free))),
    }
}

fn clock(core: &Core, tables: Tables<'_>, day: NaiveDate) -> Result<Check, Failure> {
    let zone = tables.study()?.zone;
    let now = core.clock.now().utc().with_timezone(&zone);
    let time = format!("It is {} in {}.", now.format("%H:%M"), zone.name().replace('_', " "));
    let drift = core.clock.drift();
    if drift.abs() > DRIFT {
        let (seconds, way) = ((drift.abs() + 500) / 1000, if drift > 0 { "forward" } else { "back" });
        let says = format!(
            "{time} The computer's clock was set {seconds} s {way} since Backroom started. Backroom goes on with its \
             own; start it again before the first session to follow the computer's."
        );
        return Ok(check("clock", "look", says));
    }
    if clocks_change(day, zone) {
        let says =
            format!("{time} The clocks change on this day: check the times that participants were told.");
        return Ok(check("clock", "look", says));
    }
    Ok(check("clock", "good", time))
}

fn study(core: &Core, tables: Tables<'_>) -> Result<Check, Failure> {
    if let Some(problem) = tables.damage()? {
        let copy = store::newest_sound_copy(&core.path);
        let way = match &copy {
            Some((copy, zone)) => format!("Open its copy of {}", when(copy.at, *zone, core.clock.now())),
            None => "It has no sound copy: export what can be read, and begin a new one".into(),
        };
        let copied_at = copy.map(|(copy, _)| copy.at);
        core.pass(move |volatile| {
            volatile.study_file.damage = Some(crate::keeping::DAMAGED.into());
            volatile.study_file.copied_at = copied_at;
            vec![(Kind::StudyFile, "study_file".to_owned())]
        });
        let says = format!("The study's file is damaged ({problem}). {way} before the first session.");
        return Ok(check("study", "bad", says));
    }
    if let Some(why) = store::why_unsafe(&core.path) {
        let says = format!(
            "The study lies in a folder that {why}, where notes can be lost. Move it to another folder."
        );
        return Ok(check("study", "bad", says));
    }
    if !tables.is_logged_ahead()? {
        let says =
            "The study's folder does not allow SQLite's log. Move the study to a disk of this computer.";
        return Ok(check("study", "bad", says));
    }
    let copies = match store::copies(&core.path).as_slice() {
        [] => "It is copied every 10 minutes while a session runs.".into(),
        [newest, older @ ..] => {
            let of = when(newest.at, tables.study()?.zone, core.clock.now());
            match older.len() {
                0 => format!("It has a copy, of {of}."),
                older => format!("It has {} copies, the newest of {of}.", older + 1),
            }
        }
    };
    Ok(check("study", "good", format!("The study's file is sound and on this computer's disk. {copies}")))
}

fn inbox(tables: Tables<'_>) -> Result<Check, Failure> {
    let Some(folder) = tables.study()?.inbox_folder else {
        return Ok(check("inbox", "good", "No folder is followed; files are imported by hand."));
    };
    if let Err(error) = std::fs::read_dir(&folder) {
        let because = crate::inbox::because(&error);
        let says = format!("The inbox's folder cannot be read: {because}. Bring it back, or choose another.");
        return Ok(check("inbox", "bad", says));
    }
    let items = tables.inbox_items()?;
    let count = |state| items.iter().filter(|item: &&InboxItem| item.shown_state() == state).count();
    let (offered, failed) = (count(InboxState::Offered), count(InboxState::Failed));
    let mut says = vec!["The inbox's folder is followed.".to_owned()];
    if offered > 0 {
        says.push(format!("{} for a decision.", files(offered, "waits", "wait")));
    }
    if failed > 0 {
        says.push(format!("{} not be read.", files(failed, "could", "could")));
    }
    let synced = store::why_unsafe(&Path::new(&folder).join("file"));
    if let Some(why) = &synced {
        says.push(format!("It is a folder that {why}: recordings in it may leave this computer."));
    }
    let state = if failed > 0 || synced.is_some() { "look" } else { "good" };
    Ok(check("inbox", state, says.join(" ")))
}

fn files(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 file {one}") } else { format!("{count} files {many}") }
}

/// Only this computer finds the room there.
pub(crate) fn is_local(address: &str) -> bool {
    ["//127.", "//localhost", "//[::1]"].iter().any(|own| address.contains(own))
}

/// Never says more than was tried.
fn room(core: &Core, tables: Tables<'_>, answers: bool) -> Result<Check, Failure> {
    let room = core.volatile().room;
    if !room.open {
        let says = "The room is closed. Open it when colleagues are to come in.";
        return Ok(check("room", "look", says));
    }
    if !answers {
        let says = "The room is open but does not answer on this computer. Close it and open it again.";
        return Ok(check("room", "bad", says));
    }
    if room.addresses.iter().all(|address| is_local(address)) {
        let says = "The room answers on this computer, and only here: open it wider for other devices.";
        return Ok(check("room", "good", says));
    }
    Ok(match &room.tried {
        Some((at, from)) => {
            let at = at.utc().with_timezone(&tables.study()?.zone);
            check("room", "good", format!("The room was tried {} from {from}.", at.format("%H:%M")))
        }
        None => {
            let says = "The room answers on this computer; not yet tried from another device: scan its code with your \
                        phone.";
            check("room", "look", says)
        }
    })
}

fn the_day(tables: Tables<'_>, day: NaiveDate) -> Result<Check, Failure> {
    let (mut count, mut nobody, mut without_link) = (0_usize, 0_usize, Vec::new());
    for slot in tables.slots_of(day)? {
        if slot.kind != SlotKind::Session || slot.removed {
            continue;
        }
        let Some(session) = tables.session_in(slot.id)?.filter(|session| session.status.takes_place()) else {
            continue;
        };
        count += 1;
        nobody += usize::from(session.seats.is_empty());
        let remote = session.kind != SessionKind::SiteVisit && !session.status.has_run();
        if remote && session.meeting_link.is_none() {
            without_link
                .push(session.seats.first().map_or("a free slot".to_owned(), |seat| seat.code.clone()));
        }
    }
    if count == 0 {
        return Ok(check("day", "look", "No session is planned on this day."));
    }
    let sessions = if count == 1 { "1 session".to_owned() } else { format!("{count} sessions") };
    let guide = tables.guide_newest()?;
    let mut says = match &guide {
        Some(guide) => vec![format!("{sessions}, guide version {}.", guide.version)],
        None => vec![format!("{sessions}, and no guide yet: import one.")],
    };
    if nobody > 0 {
        says.push(if nobody == 1 {
            "1 session has no participant.".to_owned()
        } else {
            format!("{nobody} sessions have no participant.")
        });
    }
    if !without_link.is_empty() {
        says.push(format!("No meeting link for {}.", without_link.join(", ")));
    }
    let state = if guide.is_none() || nobody > 0 { "look" } else { "good" };
    Ok(check("day", state, says.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_disk_is_told_in_words() {
        let cases = [
            (Some(50 << 30), "good", "50 GB free; a day needs less than 1 GB."),
            (Some(700 << 20), "look", "700 MB free. Free up to 1 GB before a long day."),
            (Some(30 << 20), "bad", "Only 30 MB free. Free 1 GB now: a full disk keeps no notes."),
            (None, "look", "The free space could not be measured here. A day needs up to 1 GB."),
        ];
        for (free, state, says) in cases {
            assert_eq!(disk(free), check("disk", state, says));
        }
    }
}
