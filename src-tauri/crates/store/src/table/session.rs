//! Sessions with their seats and intervals.

use super::{Result, Tables, parsed, parsed_option, strange};
use domain::consent::Consent;
use domain::entity::{RightPerson, Seat, SeatStatus, Session};
use domain::id::{EditId, GuideId, ParticipantId, SessionId, SlotId};
use domain::record::Keys;
use domain::session::{Interval, IntervalKind, Kind, Status};
use domain::time::Timestamp;
use rusqlite::Row;
use serde_json::{Value, json};

const COLUMNS: &str = "id, slot_id, kind, status, reason, started_at, ended_at, debrief_closed_at, guide_id,
    meeting_link, consent, override_reason, edit, recording_checked_at, right_person, build, section_order, withdrawn,
    watch";

/// A session whose slot was taken off the plan waits with it until it is put back.
const IN_PLAN: &str = "EXISTS (SELECT 1 FROM slot WHERE slot.id = slot_id AND NOT slot.removed)";

fn read(row: &Row<'_>) -> rusqlite::Result<Session> {
    let instant = |column: &str| row.get::<_, Option<i64>>(column).map(|at| at.map(Timestamp));
    Ok(Session {
        id: parsed(row, "id", SessionId::parse)?,
        slot_id: parsed(row, "slot_id", SlotId::parse)?,
        kind: parsed(row, "kind", Kind::parse)?,
        status: parsed(row, "status", Status::parse)?,
        reason: row.get("reason")?,
        started_at: instant("started_at")?,
        ended_at: instant("ended_at")?,
        debrief_closed_at: instant("debrief_closed_at")?,
        guide_id: parsed_option(row, "guide_id", GuideId::parse)?,
        meeting_link: row.get("meeting_link")?,
        seats: Vec::new(),
        consent: read_consent(row)?,
        override_reason: row.get("override_reason")?,
        intervals: Vec::new(),
        edit: parsed(row, "edit", EditId::parse)?,
        recording_checked_at: instant("recording_checked_at")?,
        right_person: parsed_option(row, "right_person", RightPerson::parse)?,
        build: row.get("build")?,
        section_order: read_order(row)?,
        withdrawn: row.get("withdrawn")?,
        watch: row.get("watch")?,
    })
}

fn read_order(row: &Row<'_>) -> rusqlite::Result<Option<Vec<u16>>> {
    let index = row.as_ref().column_index("section_order")?;
    let Some(text) = row.get_ref(index)?.as_str_or_null()? else { return Ok(None) };
    serde_json::from_str(text).map(Some).map_err(|error| strange(index, error))
}

fn read_consent(row: &Row<'_>) -> rusqlite::Result<Option<Consent>> {
    let index = row.as_ref().column_index("consent")?;
    let Some(text) = row.get_ref(index)?.as_str_or_null()? else { return Ok(None) };
    let value: Value = serde_json::from_str(text).map_err(|error| strange(index, error))?;
    let allowed = |scope: &str| value[scope].as_bool().unwrap_or(false);
    Ok(Some(Consent {
        decided_at: Timestamp(value["decided_at"].as_i64().unwrap_or(0)),
        observed: allowed("observed"),
        recorded: allowed("recorded"),
        quoted: allowed("quoted"),
        clipped: allowed("clipped"),
        most_observers: value["most_observers"].as_u64().and_then(|most| most.try_into().ok()),
    }))
}

fn consent_text(consent: &Consent) -> String {
    json!({
        "decided_at": consent.decided_at.0,
        "observed": consent.observed,
        "recorded": consent.recorded,
        "quoted": consent.quoted,
        "clipped": consent.clipped,
        "most_observers": consent.most_observers,
    })
    .to_string()
}

impl Tables<'_> {
    /// One session.
    pub fn session(&self, id: SessionId) -> Result<Option<Session>> {
        let session = self.one(
            &format!("SELECT {COLUMNS} FROM session WHERE id = ?1 AND {IN_PLAN}"),
            [id.to_string()],
            read,
        )?;
        session.map(|session| self.complete(session)).transpose()
    }

    /// The session of a slot.
    pub fn session_in(&self, slot: SlotId) -> Result<Option<Session>> {
        let sql = format!("SELECT {COLUMNS} FROM session WHERE slot_id = ?1 AND {IN_PLAN}");
        self.one(&sql, [slot.to_string()], read)?.map(|session| self.complete(session)).transpose()
    }

    /// The one session that runs or pauses.
    pub fn session_live(&self) -> Result<Option<Session>> {
        let sql = format!("SELECT {COLUMNS} FROM session WHERE status IN ('live', 'on_break')");
        self.one(&sql, [], read)?.map(|session| self.complete(session)).transpose()
    }

    /// All sessions.
    pub fn sessions(&self) -> Result<Vec<Session>> {
        let sessions =
            self.many(&format!("SELECT {COLUMNS} FROM session WHERE {IN_PLAN} ORDER BY id"), [], read)?;
        sessions.into_iter().map(|session| self.complete(session)).collect()
    }

    /// The sessions in which a participant has a seat.
    pub fn sessions_of(&self, participant: ParticipantId) -> Result<Vec<SessionId>> {
        let sql = format!(
            "SELECT session_id FROM seat JOIN session ON session.id = session_id
             WHERE participant_id = ?1 AND {IN_PLAN}"
        );
        self.many(&sql, [participant.to_string()], |row| parsed(row, "session_id", SessionId::parse))
    }

    fn complete(&self, mut session: Session) -> Result<Session> {
        let id = session.id.to_string();
        session.seats = self.many(
            "SELECT number, participant_id, code, attributes, status, consent FROM seat
             JOIN participant ON participant.id = participant_id
             WHERE session_id = ?1 ORDER BY number",
            [&id],
            |row| {
                Ok(Seat {
                    number: row.get("number")?,
                    participant_id: parsed(row, "participant_id", ParticipantId::parse)?,
                    code: row.get("code")?,
                    attributes: super::participant::read_attributes(row)?,
                    status: parsed(row, "status", SeatStatus::parse)?,
                    consent: read_consent(row)?,
                })
            },
        )?;
        session.intervals = self.intervals_of(session.id)?;
        Ok(session)
    }

    /// A session's breaks and gaps.
    pub(super) fn intervals_of(&self, id: SessionId) -> Result<Vec<Interval>> {
        let sql = "SELECT kind, from_at, to_at FROM interval WHERE session_id = ?1 ORDER BY from_at";
        self.many(sql, [id.to_string()], |row| {
            Ok(Interval {
                kind: parsed(row, "kind", IntervalKind::parse)?,
                from: row.get("from_at")?,
                to: row.get("to_at")?,
            })
        })
    }

    /// Whether keys touch a gap of any session. One that lasts and begins after `now` has begun: the clock was put back.
    pub fn is_off_record(&self, keys: Keys, now: Timestamp) -> Result<bool> {
        let sql = "SELECT 1 FROM interval WHERE kind = 'off_record' AND ((from_at <= ?2
             AND coalesce(to_at, ?2) >= ?1) OR (to_at IS NULL AND from_at > ?3)) LIMIT 1";
        Ok(self.one(sql, (keys.from, keys.to, now.0), |_| Ok(()))?.is_some())
    }

    /// Whether keys touch what was erased of any session while it ran.
    pub fn is_in_erased(&self, keys: Keys) -> Result<bool> {
        let sql = "SELECT 1 FROM interval JOIN session ON session.id = session_id
             WHERE interval.kind = 'erased' AND max(from_at, coalesce(started_at, from_at)) <= ?2
             AND min(to_at, coalesce(ended_at, to_at)) >= ?1 LIMIT 1";
        Ok(self.one(sql, (keys.from, keys.to), |_| Ok(()))?.is_some())
    }

    /// Adds or replaces a session with its seats and intervals.
    pub fn session_put(&self, session: &Session) -> Result<()> {
        let id = session.id.to_string();
        self.run(
            "INSERT INTO session (id, slot_id, kind, status, reason, started_at, ended_at, debrief_closed_at, guide_id,
             meeting_link, consent, override_reason, edit)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
             ON CONFLICT (id) DO UPDATE SET slot_id = ?2, kind = ?3, status = ?4, reason = ?5, started_at = ?6,
             ended_at = ?7, debrief_closed_at = ?8, guide_id = ?9, meeting_link = ?10, consent = ?11,
             override_reason = ?12, edit = ?13",
            (
                &id,
                session.slot_id.to_string(),
                session.kind.word(),
                session.status.word(),
                &session.reason,
                session.started_at.map(|at| at.0),
                session.ended_at.map(|at| at.0),
                session.debrief_closed_at.map(|at| at.0),
                session.guide_id.map(|id| id.to_string()),
                &session.meeting_link,
                session.consent.as_ref().map(consent_text),
                &session.override_reason,
                session.edit.to_string(),
            ),
        )?;
        self.run(
            "UPDATE session SET recording_checked_at = ?2, right_person = ?3, build = ?4, section_order = ?5,
             withdrawn = ?6, watch = ?7 WHERE id = ?1",
            (
                &id,
                session.recording_checked_at.map(|at| at.0),
                session.right_person.map(RightPerson::word),
                &session.build,
                session.section_order.as_ref().map(|order| json!(order).to_string()),
                session.withdrawn,
                session.watch,
            ),
        )?;
        self.run("DELETE FROM seat WHERE session_id = ?1", [&id])?;
        for seat in &session.seats {
            self.run(
                "INSERT INTO seat (session_id, number, participant_id, status, consent)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
                (
                    &id,
                    seat.number,
                    seat.participant_id.to_string(),
                    seat.status.word(),
                    seat.consent.as_ref().map(consent_text),
                ),
            )?;
        }
        self.run("DELETE FROM interval WHERE session_id = ?1", [&id])?;
        for interval in &session.intervals {
            self.run(
                "INSERT INTO interval (session_id, from_at, kind, to_at) VALUES (?1, ?2, ?3, ?4)",
                (&id, interval.from, interval.kind.word(), interval.to),
            )?;
        }
        Ok(())
    }
}
