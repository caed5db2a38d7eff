//! The study's one row.

use super::{Result, Tables, parsed, strange};
use crate::error::StoreError;
use crate::open::NewStudy;
use domain::entity::{ObserversRead, Quota, Study};
use domain::id::StudyId;
use rusqlite::Row;
use serde_json::{Value, json};

/// What is written when a study is made.
pub(crate) struct StudyRow<'a>(&'a NewStudy);

impl<'a> StudyRow<'a> {
    pub(crate) fn new(study: &'a NewStudy) -> Self {
        Self(study)
    }
}

fn read_quotas(row: &Row<'_>) -> rusqlite::Result<Vec<Quota>> {
    let index = row.as_ref().column_index("quotas")?;
    let list: Vec<Value> =
        serde_json::from_str(row.get_ref(index)?.as_str()?).map_err(|error| strange(index, error))?;
    let quota = |value: &Value| {
        Some(Quota {
            value: value["value"].as_str()?.to_owned(),
            target: value["target"].as_u64()?.try_into().ok()?,
        })
    };
    Ok(list.iter().filter_map(quota).collect())
}

fn quotas_text(quotas: &[Quota]) -> String {
    let list = quotas.iter().map(|quota| json!({"value": quota.value, "target": quota.target}));
    Value::from(list.collect::<Vec<_>>()).to_string()
}

impl Tables<'_> {
    pub(crate) fn study_create(&self, StudyRow(study): &StudyRow<'_>) -> Result<()> {
        self.run(
            "INSERT INTO study (one, id, feed_id, title, zone, moderator_name, created_at)
             VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6)",
            (
                study.id.to_string(),
                &study.feed_id,
                &study.title,
                study.zone.name(),
                &study.moderator_name,
                study.at.0,
            ),
        )?;
        Ok(())
    }

    /// The study.
    pub fn study(&self) -> Result<Study> {
        let sql =
            "SELECT id, title, zone, moderator_name, observers_read, observers_see_guide, observers_see_names, typed_lead_in,
             mark_lead_in, segment, quotas, build, inbox_folder, guide_path FROM study";
        let study = self.one(sql, [], |row| {
            Ok(Study {
                id: parsed(row, "id", StudyId::parse)?,
                title: row.get("title")?,
                zone: parsed(row, "zone", domain::time::zone)?,
                moderator_name: row.get("moderator_name")?,
                observers_read: parsed(row, "observers_read", ObserversRead::parse)?,
                observers_see_names: row.get("observers_see_names")?,
                observers_see_guide: row.get("observers_see_guide")?,
                typed_lead_in: row.get("typed_lead_in")?,
                mark_lead_in: row.get("mark_lead_in")?,
                segment: row.get("segment")?,
                quotas: read_quotas(row)?,
                build: row.get("build")?,
                inbox_folder: row.get("inbox_folder")?,
                guide_path: row.get("guide_path")?,
            })
        })?;
        study.ok_or_else(|| StoreError::Unknown("a study without its row".into()))
    }

    /// Writes the study's changeable fields.
    pub fn study_put(&self, study: &Study) -> Result<()> {
        self.run(
            "UPDATE study SET title = ?1, zone = ?2, moderator_name = ?3, observers_read = ?4,
             observers_see_guide = ?5, typed_lead_in = ?6, mark_lead_in = ?7, segment = ?8, quotas = ?9, build = ?10,
             inbox_folder = ?11, guide_path = ?12, observers_see_names = ?13",
            (
                &study.title,
                study.zone.name(),
                &study.moderator_name,
                study.observers_read.word(),
                study.observers_see_guide,
                study.typed_lead_in,
                study.mark_lead_in,
                &study.segment,
                quotas_text(&study.quotas),
                &study.build,
                &study.inbox_folder,
                &study.guide_path,
                study.observers_see_names,
            ),
        )?;
        Ok(())
    }

    /// The revision up to which the full-text index is filled.
    pub fn indexed_rev(&self) -> Result<u64> {
        Ok(self
            .one("SELECT indexed_rev FROM study", [], |row| row.get::<_, i64>(0))?
            .map_or(0, i64::unsigned_abs))
    }

    /// The name of this file's feed; new whenever a file is made, restored or merged.
    pub fn feed_id(&self) -> Result<String> {
        Ok(self.one("SELECT feed_id FROM study", [], |row| row.get(0))?.unwrap_or_default())
    }

    /// The port that pages' links and outboxes depend on.
    pub fn room_port(&self) -> Result<Option<u16>> {
        Ok(self.one("SELECT room_port FROM study", [], |row| row.get(0))?.flatten())
    }

    /// How the room is open, as the request that opened it; none when it is closed.
    pub fn room_open(&self) -> Result<Option<String>> {
        Ok(self.one("SELECT room_open FROM study", [], |row| row.get(0))?.flatten())
    }

    /// Keeps the port and how the room is open.
    pub fn room_put(&self, port: Option<u16>, open: Option<&str>) -> Result<()> {
        self.run("UPDATE study SET room_port = coalesce(?1, room_port), room_open = ?2", (port, open))?;
        Ok(())
    }
}
