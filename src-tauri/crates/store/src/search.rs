//! The full-text index: filled after the answer, in batches.

use crate::error::StoreError;
use rusqlite::{Connection, OptionalExtension};

/// Takes the next `limit` changes into the index; true when more waits.
pub(crate) fn index_some(connection: &Connection, limit: u32) -> Result<bool, StoreError> {
    let transaction = connection.unchecked_transaction()?;
    let from: i64 = connection.query_row("SELECT indexed_rev FROM study", [], |row| row.get(0))?;
    let (mut reached, mut seen) = (from, 0);
    {
        let mut changes = connection
            .prepare_cached("SELECT rev, kind, entity_id FROM change WHERE rev > ?1 ORDER BY rev LIMIT ?2")?;
        let mut find = connection.prepare_cached("SELECT seq, body, deleted FROM note WHERE id = ?1")?;
        let mut delete = connection.prepare_cached("DELETE FROM note_search WHERE rowid = ?1")?;
        let mut insert =
            connection.prepare_cached("INSERT INTO note_search (rowid, body) VALUES (?1, ?2)")?;
        let mut rows = changes.query((from, limit))?;
        while let Some(row) = rows.next()? {
            reached = row.get(0)?;
            seen += 1;
            if row.get_ref(1)?.as_str().is_ok_and(|kind| kind != "note") {
                continue;
            }
            let note = find
                .query_row([row.get::<_, String>(2)?], |row| {
                    Ok((row.get::<_, i64>(0)?, row.get::<_, Option<String>>(1)?, row.get::<_, bool>(2)?))
                })
                .optional()?;
            if let Some((seq, body, deleted)) = note {
                delete.execute([seq])?;
                if let Some(body) = body.filter(|_| !deleted) {
                    insert.execute((seq, body))?;
                }
            }
        }
    }
    if seen > 0 {
        connection.execute("UPDATE study SET indexed_rev = ?1", [reached])?;
    }
    transaction.commit()?;
    Ok(seen == limit)
}
