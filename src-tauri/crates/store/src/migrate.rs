//! Bringing an older study up to this version: all or nothing, append-only.

use rusqlite::Connection;

/// The application id in every study's header: "BkRm".
pub const APPLICATION_ID: i32 = 0x426b_526d;

/// The steps, in order; the number of the last is the version of the file.
const STEPS: &[&str] = &[
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
    include_str!("schema/4.sql"),
];

/// The version of the file that this build writes.
pub const SCHEMA: i64 = STEPS.len() as i64;

/// Runs the missing steps in one transaction.
pub(crate) fn migrate(connection: &Connection) -> rusqlite::Result<()> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let missing = &STEPS[usize::try_from(version).unwrap_or(STEPS.len()).min(STEPS.len())..];
    if missing.is_empty() {
        return Ok(());
    }
    let transaction = connection.unchecked_transaction()?;
    for step in missing {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", SCHEMA)?;
    transaction.commit()
}
