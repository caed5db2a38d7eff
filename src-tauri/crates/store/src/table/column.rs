//! What the columns of files were said to be, kept for the next file with the same columns.

use super::{Result, Tables, strange};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

impl Tables<'_> {
    /// What was said of a file's columns: role by name; empty when nothing was.
    ///
    /// `headers` are the names of all columns, in any order.
    pub fn column_choice(&self, headers: &[String]) -> Result<BTreeMap<String, String>> {
        let choice =
            self.one("SELECT choices FROM column_choice WHERE headers = ?1", [column_set(headers)], |row| {
                serde_json::from_str(row.get_ref(0)?.as_str()?).map_err(|error| strange(0, error))
            })?;
        Ok(choice.unwrap_or_default())
    }

    /// Keeps what the columns of a file are said to be.
    pub fn column_choice_put(&self, headers: &[String], choices: &BTreeMap<String, String>) -> Result<()> {
        let choices: Map<String, Value> =
            choices.iter().map(|(column, role)| (column.clone(), Value::from(role.as_str()))).collect();
        self.run(
            "INSERT INTO column_choice (headers, choices) VALUES (?1, ?2)
             ON CONFLICT (headers) DO UPDATE SET choices = ?2",
            (column_set(headers), Value::from(choices).to_string()),
        )?;
        Ok(())
    }
}

/// The names in one order, as they are looked for.
pub(super) fn column_set(headers: &[String]) -> String {
    let mut sorted = headers.to_vec();
    sorted.sort_unstable();
    Value::from(sorted).to_string()
}
