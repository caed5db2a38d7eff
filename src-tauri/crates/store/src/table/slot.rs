//! Slots: pieces of days.

use super::{Result, Tables, parsed, parsed_option};
use chrono::NaiveDate;
use domain::entity::{OnCall, Slot, SlotKind};
use domain::id::{EditId, ParticipantId, SlotId};
use domain::time::Timestamp;
use rusqlite::Row;
use std::collections::HashMap;

/// Where an imported slot comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The calendar's UID.
    pub uid: String,
    /// The calendar's SEQUENCE.
    pub sequence: u32,
    /// The name of the file that it came with last.
    pub file: String,
}

const COLUMNS: &str =
    "id, date, start_minute, length_minutes, zone, kind, label, moved_to, removed, fixed, edit";

fn read(row: &Row<'_>) -> rusqlite::Result<Slot> {
    Ok(Slot {
        id: parsed(row, "id", SlotId::parse)?,
        date: parsed(row, "date", domain::time::date)?,
        start: row.get("start_minute")?,
        length: row.get("length_minutes")?,
        zone: parsed(row, "zone", domain::time::zone)?,
        kind: parsed(row, "kind", SlotKind::parse)?,
        label: row.get("label")?,
        moved_to: parsed_option(row, "moved_to", SlotId::parse)?,
        removed: row.get("removed")?,
        fixed: row.get("fixed")?,
        on_call: Vec::new(),
        edit: parsed(row, "edit", EditId::parse)?,
    })
}

impl Tables<'_> {
    /// One slot.
    pub fn slot(&self, id: SlotId) -> Result<Option<Slot>> {
        let slot = self.one(&format!("SELECT {COLUMNS} FROM slot WHERE id = ?1"), [id.to_string()], read)?;
        slot.map(|slot| self.complete_slot(slot)).transpose()
    }

    /// All slots, by date and start.
    pub fn slots(&self) -> Result<Vec<Slot>> {
        let slots =
            self.many(&format!("SELECT {COLUMNS} FROM slot ORDER BY date, start_minute, id"), [], read)?;
        slots.into_iter().map(|slot| self.complete_slot(slot)).collect()
    }

    /// The slots of a day, by start.
    pub fn slots_of(&self, date: NaiveDate) -> Result<Vec<Slot>> {
        let sql = format!("SELECT {COLUMNS} FROM slot WHERE date = ?1 ORDER BY start_minute, id");
        let slots = self.many(&sql, [date.to_string()], read)?;
        slots.into_iter().map(|slot| self.complete_slot(slot)).collect()
    }

    fn complete_slot(&self, mut slot: Slot) -> Result<Slot> {
        if slot.kind == SlotKind::Reserve {
            let sql =
                "SELECT participant_id, code FROM on_call JOIN participant ON participant.id = participant_id
                 WHERE slot_id = ?1 ORDER BY code";
            slot.on_call = self.many(sql, [slot.id.to_string()], |row| {
                Ok(OnCall {
                    participant_id: parsed(row, "participant_id", ParticipantId::parse)?,
                    code: row.get("code")?,
                })
            })?;
        }
        Ok(slot)
    }

    /// Adds or replaces a slot.
    pub fn slot_put(&self, slot: &Slot) -> Result<()> {
        self.run(
            "INSERT INTO slot (id, date, start_minute, length_minutes, zone, kind, label, moved_to, removed, fixed, edit)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
             ON CONFLICT (id) DO UPDATE SET date = ?2, start_minute = ?3, length_minutes = ?4, zone = ?5, kind = ?6,
             label = ?7, moved_to = ?8, removed = ?9, fixed = ?10, edit = ?11",
            (
                slot.id.to_string(),
                slot.date.to_string(),
                slot.start,
                slot.length,
                slot.zone.name(),
                slot.kind.word(),
                &slot.label,
                slot.moved_to.map(|id| id.to_string()),
                slot.removed,
                slot.fixed,
                slot.edit.to_string(),
            ),
        )?;
        let id = slot.id.to_string();
        self.run("DELETE FROM on_call WHERE slot_id = ?1", [&id])?;
        for reserve in &slot.on_call {
            self.run(
                "INSERT INTO on_call (slot_id, participant_id) VALUES (?1, ?2)",
                (&id, reserve.participant_id.to_string()),
            )?;
        }
        Ok(())
    }

    /// The slot that a calendar entry became, and the sequence it had.
    pub fn slot_from(&self, uid: &str) -> Result<Option<(SlotId, u32)>> {
        self.one("SELECT id, source_sequence FROM slot WHERE source_uid = ?1", [uid], |row| {
            Ok((
                parsed(row, "id", SlotId::parse)?,
                row.get::<_, Option<u32>>("source_sequence")?.unwrap_or(0),
            ))
        })
    }

    /// The slots that the dates of a series became.
    pub fn slots_of_series(&self, uid: &str) -> Result<Vec<SlotId>> {
        let sql = "SELECT id FROM slot WHERE substr(source_uid, 1, length(?1) + 1) = ?1 || '/' ORDER BY id";
        self.many(sql, [uid], |row| parsed(row, "id", SlotId::parse))
    }

    /// All slots that came from files: the file, the slot, and the calendar's UID.
    pub fn slots_imported(&self) -> Result<Vec<(String, SlotId, String)>> {
        let sql = "SELECT source_file, id, source_uid FROM slot
                   WHERE source_file IS NOT NULL AND source_uid IS NOT NULL ORDER BY date, start_minute, id";
        self.many(sql, [], |row| Ok((row.get(0)?, parsed(row, "id", SlotId::parse)?, row.get(2)?)))
    }

    /// How often each slot, with the session in it, was edited, and when last.
    pub fn slot_revisions(&self) -> Result<HashMap<String, (u32, Timestamp)>> {
        let sql =
            "SELECT coalesce(session.slot_id, entity_id) AS slot_id, count(*) AS edits, max(edit.at) AS at
                   FROM edit LEFT JOIN session ON edit.kind = 'session' AND session.id = entity_id
                   WHERE edit.kind IN ('slot', 'session') GROUP BY 1";
        let rows = self
            .many(sql, [], |row| Ok((row.get("slot_id")?, (row.get("edits")?, Timestamp(row.get("at")?)))))?;
        Ok(rows.into_iter().collect())
    }

    /// Remembers where a slot comes from.
    pub fn slot_source_put(&self, id: SlotId, source: &Source) -> Result<()> {
        self.run(
            "UPDATE slot SET source_uid = ?2, source_sequence = ?3, source_file = ?4 WHERE id = ?1",
            (id.to_string(), &source.uid, source.sequence, &source.file),
        )?;
        Ok(())
    }
}
