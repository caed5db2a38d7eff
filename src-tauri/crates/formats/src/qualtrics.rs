//! Exports of Qualtrics: three header rows, of which the third holds `{"ImportId":…}`.

use crate::table::Table;

/// What Qualtrics adds to every answer, by its `ImportId`.
const OWN: &[&str] = &[
    "startDate",
    "endDate",
    "status",
    "ipAddress",
    "progress",
    "duration",
    "finished",
    "recordedDate",
    "_recordId",
    "locationLatitude",
    "locationLongitude",
    "distributionChannel",
    "userLanguage",
];

/// The ids in the third header row; none when the table is no such export.
pub(crate) fn ids(table: &Table) -> Option<Vec<String>> {
    let row = table.rows.get(1).filter(|row| row.begins_like("{\"ImportId\""))?;
    let id = |column: usize| {
        let cell: serde_json::Value = serde_json::from_str(row.cell(Some(column))).ok()?;
        Some(cell.get("ImportId")?.as_str()?.to_owned())
    };
    Some((0..table.header.len()).map(|column| id(column).unwrap_or_default()).collect())
}

/// Whether Qualtrics itself adds a column with this id.
pub(crate) fn is_own(id: &str) -> bool {
    OWN.contains(&id)
}

/// What the columns are called: answers by their question, which the second header row holds.
pub(crate) fn headers(table: &Table, ids: &[String]) -> Vec<String> {
    let question = |column: usize| -> String { table.rows[0].cell(Some(column)).chars().take(200).collect() };
    (0..table.header.len())
        .map(|column| match question(column) {
            question if ids[column].starts_with("QID") && !question.is_empty() => question,
            _ => table.header[column].clone(),
        })
        .collect()
}
