//! Guide versions. The source is kept as it was; its content is what the reader made of it.

use super::{Result, Tables, parsed, strange};
use domain::entity::{Guide, GuideItem, GuideSection, ItemKind};
use domain::id::GuideId;
use domain::time::Timestamp;
use rusqlite::Row;
use serde_json::{Value, json};

fn read(row: &Row<'_>) -> rusqlite::Result<Guide> {
    let index = row.as_ref().column_index("content")?;
    let content: Value =
        serde_json::from_str(row.get_ref(index)?.as_str()?).map_err(|error| strange(index, error))?;
    let sections = content["sections"].as_array().into_iter().flatten().map(read_section);
    Ok(Guide {
        id: parsed(row, "id", GuideId::parse)?,
        version: row.get("version")?,
        title: text(&content["title"]),
        support: optional(&content["support"]),
        sections: sections
            .collect::<std::result::Result<_, _>>()
            .map_err(|refusal| strange(index, refusal))?,
        made_at: Timestamp(row.get("at")?),
    })
}

fn read_section(value: &Value) -> std::result::Result<GuideSection, domain::Refusal> {
    Ok(GuideSection {
        title: text(&value["title"]),
        minutes: minutes(&value["minutes"]),
        text: texts(&value["text"]),
        items: value["items"]
            .as_array()
            .into_iter()
            .flatten()
            .map(read_item)
            .collect::<std::result::Result<_, _>>()?,
        rotates: value["rotates"].as_bool().unwrap_or(false),
    })
}

fn read_item(value: &Value) -> std::result::Result<GuideItem, domain::Refusal> {
    Ok(GuideItem {
        kind: ItemKind::parse(value["kind"].as_str().unwrap_or_default())?,
        text: text(&value["text"]),
        wording: optional(&value["wording"]),
        done_when: optional(&value["done_when"]),
        minutes: minutes(&value["minutes"]),
        must_ask: value["must_ask"].as_bool().unwrap_or(false),
        probes: texts(&value["probes"]),
    })
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn optional(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().map(text).collect()
}

fn minutes(value: &Value) -> Option<u16> {
    value.as_u64().and_then(|minutes| minutes.try_into().ok())
}

fn content(guide: &Guide) -> String {
    let item = |item: &GuideItem| {
        json!({
            "kind": item.kind.word(), "text": item.text, "wording": item.wording, "done_when": item.done_when,
            "minutes": item.minutes, "must_ask": item.must_ask, "probes": item.probes,
        })
    };
    let section = |section: &GuideSection| {
        json!({
            "title": section.title, "minutes": section.minutes, "text": section.text,
            "items": section.items.iter().map(item).collect::<Vec<_>>(), "rotates": section.rotates,
        })
    };
    json!({
        "title": guide.title, "support": guide.support,
        "sections": guide.sections.iter().map(section).collect::<Vec<_>>(),
    })
    .to_string()
}

impl Tables<'_> {
    /// All versions, the first one first.
    pub fn guides(&self) -> Result<Vec<Guide>> {
        self.many("SELECT id, version, at, content FROM guide ORDER BY version", [], read)
    }

    /// The source text of the version in force.
    pub fn guide_source(&self) -> Result<Option<String>> {
        self.one("SELECT source FROM guide ORDER BY version DESC LIMIT 1", [], |row| row.get(0))
    }

    /// The source text of a version.
    pub fn guide_source_of(&self, version: u32) -> Result<Option<String>> {
        self.one("SELECT source FROM guide WHERE version = ?1", [version], |row| row.get(0))
    }

    /// The version in force.
    pub fn guide_newest(&self) -> Result<Option<Guide>> {
        self.one("SELECT id, version, at, content FROM guide ORDER BY version DESC LIMIT 1", [], read)
    }

    /// Adds a version; none is ever changed.
    pub fn guide_insert(&self, guide: &Guide, source: &str, at: Timestamp) -> Result<()> {
        self.run(
            "INSERT INTO guide (id, version, at, source, content) VALUES (?1, ?2, ?3, ?4, ?5)",
            (guide.id.to_string(), guide.version, at.0, source, content(guide)),
        )?;
        Ok(())
    }
}
