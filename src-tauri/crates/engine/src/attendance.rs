//! Who joined how many sessions, and who is there now.

use crate::writer::Writer;
use domain::attendance::{self, Run};
use domain::entity::Joined;
use domain::id::{MemberId, SessionId};
use domain::time::Timestamp;
use std::collections::HashSet;
use store::{StoreError, Tables};

/// How many sessions somebody who contributes has joined, of those that were open to the room; what runs counts so far.
pub(crate) fn joined(tables: Tables<'_>, member: MemberId) -> Result<Joined, StoreError> {
    let now = tables.changed_at()?;
    Ok(attendance::joined(&tables.runs()?, &tables.stays_of(member)?, Some(now.0)))
}

/// The sessions so far, for telling of many people. What runs is joined once it is over: nobody is told as time passes.
pub(crate) struct Roll(Vec<Run>);

impl Roll {
    pub(crate) fn read(tables: Tables<'_>) -> Result<Self, StoreError> {
        Ok(Self(tables.runs()?))
    }

    pub(crate) fn joined(&self, tables: Tables<'_>, member: MemberId) -> Result<Joined, StoreError> {
        Ok(attendance::joined(&self.0, &tables.stays_of(member)?, None))
    }
}

/// Whose pages are open while a session is open to them, and what of that is not on disk yet.
#[derive(Default)]
pub(crate) struct Register {
    session: Option<SessionId>,
    there: HashSet<MemberId>,
    unwritten: Vec<Passage>,
    /// Somebody may have come or gone.
    pub(crate) stale: bool,
}

/// Somebody came or went.
struct Passage {
    member: MemberId,
    session: SessionId,
    at: Timestamp,
    came: bool,
}

impl Register {
    fn update(&mut self, session: Option<SessionId>, there: HashSet<MemberId>, at: Timestamp) {
        let same = session == self.session;
        let passage =
            |session: SessionId, member: &MemberId, came| Passage { member: *member, session, at, came };
        if let Some(before) = self.session {
            let gone = self.there.iter().filter(|id| !same || !there.contains(id));
            self.unwritten.extend(gone.map(|id| passage(before, id, false)));
        }
        if let Some(now) = session {
            let came = there.iter().filter(|id| !same || !self.there.contains(id));
            self.unwritten.extend(came.map(|id| passage(now, id, true)));
        }
        (self.session, self.there, self.stale) = (session, there, false);
    }

    /// Some of it is not on disk.
    pub(crate) fn is_unwritten(&self) -> bool {
        !self.unwritten.is_empty()
    }

    /// Writes what is not on disk yet; doing so twice is harmless.
    pub(crate) fn write(&self, tables: Tables<'_>) -> Result<(), StoreError> {
        for passage in &self.unwritten {
            if passage.came {
                tables.attendance_begin(passage.member, passage.session, passage.at)?;
            } else {
                tables.attendance_end(Some(passage.member), passage.at)?;
            }
        }
        Ok(())
    }

    /// What was written is on disk.
    pub(crate) fn written(&mut self) {
        self.unwritten.clear();
    }
}

impl Writer {
    /// Takes down who is there now, unless nobody can have come or gone.
    pub(crate) fn attend(&mut self, at: Timestamp) {
        if !self.register.stale {
            return;
        }
        let there = {
            let volatile = self.volatile.read().expect("BUG: nothing panics while it holds the room");
            self.queue.inside(&self.scene, &volatile.door)
        };
        self.register.update(self.scene.open_session, there, at);
    }

    /// Puts on disk who came and went, for those who give no command.
    pub(crate) fn save_attendance(&mut self) {
        if !self.register.is_unwritten() {
            return;
        }
        let saved = self.store.begin().and_then(|()| {
            self.register.write(self.store.tables())?;
            self.store.commit()
        });
        match saved {
            Ok(()) => self.register.written(),
            Err(error) => {
                // It goes with the next command.
                tracing::warn!(%error, "who came and went was not saved");
                self.store.rollback();
            }
        }
    }

    /// The study closes: nobody is there any more.
    pub(crate) fn end_attendance(&mut self) {
        self.register.update(None, HashSet::new(), self.clock.now());
        self.save_attendance();
    }
}
