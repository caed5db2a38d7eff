//! The allow-list as a table, for those who read ARCHITECTURE.md.

use super::Level;

/// One kind of entity: who is shown it, and which of its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is called on the wire.
    pub entity: &'static str,
    /// Which of them each level is shown, in words, in the order of `Level::ALL`; empty for none.
    pub seen: [&'static str; 4],
    /// Its fields.
    pub fields: &'static [Field],
}

/// A field that can leave the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// What it is called; a part of one stands after a full stop.
    pub name: &'static str,
    /// The least level that is given it.
    pub least: Level,
    /// Observers read it without names, addresses and numbers.
    pub masked: bool,
}

/// What each type says of itself.
pub(super) trait Told {
    const ROW: Row;
}

/// The table in Markdown: a row for each entity; a level reads the fields of its cell and of those before it.
pub fn as_text(table: &[Row]) -> String {
    let mut text = String::from(
        "| entity | at the door | observer | note-taker | moderator |\n| --- | --- | --- | --- | --- |\n",
    );
    for row in table {
        let first = row.seen.iter().position(|seen| !seen.is_empty()).unwrap_or(row.seen.len());
        let cells = row.seen.iter().zip(Level::ALL).enumerate().map(|(place, (seen, level))| {
            // Whoever is the first to see it reads what the levels before would.
            let new = |field: &&Field| field.least == level || (place == first && field.least < level);
            let fields: Vec<String> = row.fields.iter().filter(new).map(named).collect();
            match (seen.is_empty(), fields.is_empty()) {
                (true, _) => "–".to_owned(),
                (false, true) => (*seen).to_owned(),
                (false, false) => format!("{seen}: {}", fields.join(", ")),
            }
        });
        text.push_str(&format!("| {} | {} |\n", row.entity, cells.collect::<Vec<_>>().join(" | ")));
    }
    text
}

fn named(field: &Field) -> String {
    format!("`{}`{}", field.name, if field.masked { "*" } else { "" })
}
