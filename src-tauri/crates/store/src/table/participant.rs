//! Participants, and apart from them their hidden identities.

use super::{Result, Tables, parsed, parsed_option, strange};
use domain::entity::{Attribute, Identity, Incentive, Participant};
use domain::id::ParticipantId;
use domain::masking::Person;
use rusqlite::Row;
use serde_json::{Value, json};

const SELECT: &str = "SELECT id, code, zone, attributes, incentive, incentive_paid,
    EXISTS (SELECT 1 FROM identity WHERE participant_id = participant.id) AS has_identity FROM participant";

pub(super) fn read_attributes(row: &Row<'_>) -> rusqlite::Result<Vec<Attribute>> {
    let index = row.as_ref().column_index("attributes")?;
    let list: Vec<Value> =
        serde_json::from_str(row.get_ref(index)?.as_str()?).map_err(|error| strange(index, error))?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Ok(list
        .iter()
        .map(|value| Attribute {
            name: text(&value["name"]),
            value: text(&value["value"]),
            public: value["public"].as_bool().unwrap_or(false),
        })
        .collect())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Participant> {
    Ok(Participant {
        id: parsed(row, "id", ParticipantId::parse)?,
        code: row.get("code")?,
        zone: parsed_option(row, "zone", domain::time::zone)?,
        attributes: read_attributes(row)?,
        has_identity: row.get("has_identity")?,
        incentive: match row.get::<_, Option<String>>("incentive")? {
            Some(what) => Some(Incentive { what, paid: row.get("incentive_paid")? }),
            None => None,
        },
    })
}

impl Tables<'_> {
    /// One participant.
    pub fn participant(&self, id: ParticipantId) -> Result<Option<Participant>> {
        self.one(&format!("{SELECT} WHERE id = ?1"), [id.to_string()], read)
    }

    /// The participant with a code.
    pub fn participant_by_code(&self, code: &str) -> Result<Option<Participant>> {
        self.one(&format!("{SELECT} WHERE code = ?1"), [code], read)
    }

    /// All participants, by code.
    pub fn participants(&self) -> Result<Vec<Participant>> {
        self.many(&format!("{SELECT} ORDER BY code"), [], read)
    }

    /// Adds or replaces a participant; the identity is written apart.
    pub fn participant_put(&self, participant: &Participant) -> Result<()> {
        let attributes: Vec<Value> = participant
            .attributes
            .iter()
            .map(|attribute| {
                json!({"name": attribute.name, "value": attribute.value, "public": attribute.public})
            })
            .collect();
        self.run(
            "INSERT INTO participant (id, code, zone, attributes, incentive, incentive_paid)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (id) DO UPDATE SET code = ?2, zone = ?3, attributes = ?4, incentive = ?5,
             incentive_paid = ?6",
            (
                participant.id.to_string(),
                &participant.code,
                participant.zone.map(|zone| zone.name()),
                Value::from(attributes).to_string(),
                participant.incentive.as_ref().map(|incentive| &incentive.what),
                participant.incentive.as_ref().is_some_and(|incentive| incentive.paid),
            ),
        )?;
        Ok(())
    }

    /// A participant's real name and contact.
    pub fn identity(&self, id: ParticipantId) -> Result<Option<Identity>> {
        self.one("SELECT name, contact FROM identity WHERE participant_id = ?1", [id.to_string()], |row| {
            Ok(Identity { name: row.get(0)?, contact: row.get(1)? })
        })
    }

    /// Whose real names are kept, by code, and the names.
    pub fn names(&self) -> Result<Vec<(Person, String)>> {
        let sql = "SELECT id, code, name FROM identity JOIN participant ON id = participant_id ORDER BY code";
        self.many(sql, [], |row| {
            let person = Person { id: parsed(row, "id", ParticipantId::parse)?, code: row.get("code")? };
            Ok((person, row.get("name")?))
        })
    }

    /// Forgets a participant's real name and contact.
    pub fn identity_delete(&self, id: ParticipantId) -> Result<()> {
        self.run("DELETE FROM identity WHERE participant_id = ?1", [id.to_string()])?;
        Ok(())
    }

    /// Keeps a participant's real name and contact.
    pub fn identity_put(&self, id: ParticipantId, identity: &Identity) -> Result<()> {
        self.run(
            "INSERT INTO identity (participant_id, name, contact) VALUES (?1, ?2, ?3)
             ON CONFLICT (participant_id) DO UPDATE SET name = ?2, contact = ?3",
            (id.to_string(), &identity.name, &identity.contact),
        )?;
        Ok(())
    }
}
