//! Change rows: that something changed, in order, and who has ever been shown it.

use super::{Result, Tables};
use domain::id::{CommandId, MemberId};
use domain::time::Timestamp;
use domain::visibility::Level;

/// Every kind of viewer that has ever been shown an entity, and at most one member besides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Audience {
    /// A bit a level.
    pub levels: u8,
    /// One member.
    pub member: Option<MemberId>,
}

impl Audience {
    fn bit(level: Level) -> u8 {
        match level {
            Level::Observer => 1,
            Level::Team => 2,
            Level::Moderator => 4,
            Level::Waiting => 8,
        }
    }

    /// Adds a level.
    pub fn with(mut self, level: Level) -> Self {
        self.levels |= Self::bit(level);
        self
    }

    /// Whether a level was ever shown it.
    pub fn has(self, level: Level) -> bool {
        self.levels & Self::bit(level) != 0
    }

    /// Everybody of both.
    pub fn and(self, other: Self) -> Self {
        Self { levels: self.levels | other.levels, member: self.member.or(other.member) }
    }
}

/// A change to be written.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    /// When.
    pub at: Timestamp,
    /// Who: `moderator` or a member's id.
    pub actor: &'a str,
    /// By which command.
    pub command_id: CommandId,
    /// The kind of entity.
    pub kind: &'a str,
    /// The entity.
    pub entity_id: &'a str,
    /// Who is or ever was shown it.
    pub audience: Audience,
}

/// A change as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeRow {
    /// Its place in the study's order.
    pub rev: u64,
    /// The kind of entity.
    pub kind: String,
    /// The entity.
    pub entity_id: String,
    /// Who is or ever was shown it.
    pub audience: Audience,
}

impl Tables<'_> {
    /// Writes a change and gives its revision.
    pub fn change_insert(&self, change: &Change<'_>) -> Result<u64> {
        self.run(
            "INSERT INTO change (at, actor, command_id, kind, entity_id, audience, audience_member)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            (
                change.at.0,
                change.actor,
                change.command_id.to_string(),
                change.kind,
                change.entity_id,
                change.audience.levels,
                change.audience.member.map(|id| id.to_string()),
            ),
        )?;
        Ok(self.connection.last_insert_rowid().unsigned_abs())
    }

    /// Who has ever been shown an entity.
    pub fn audience(&self, kind: &str, entity_id: &str) -> Result<Audience> {
        let sql = "SELECT audience, audience_member FROM change WHERE kind = ?1 AND entity_id = ?2
             ORDER BY rev DESC LIMIT 1";
        Ok(self.one(sql, (kind, entity_id), read_audience)?.unwrap_or_default())
    }

    /// The newest change of each entity after a revision, in order; at most `limit`.
    pub fn changes_after(&self, rev: u64, limit: u32) -> Result<Vec<ChangeRow>> {
        // By place: in the order of the entities all changes that ever were would be read.
        let sql = "SELECT max(rev) AS rev, kind, entity_id, audience, audience_member FROM change NOT INDEXED
             WHERE rev > ?1 GROUP BY kind, entity_id ORDER BY 1 LIMIT ?2";
        self.many(sql, (i64::try_from(rev).unwrap_or(i64::MAX), limit), |row| {
            Ok(ChangeRow {
                rev: row.get::<_, i64>("rev")?.unsigned_abs(),
                kind: row.get("kind")?,
                entity_id: row.get("entity_id")?,
                audience: read_audience(row)?,
            })
        })
    }

    /// When the study changed last; the beginning of time for one that never did.
    pub fn changed_at(&self) -> Result<Timestamp> {
        let at = self.one("SELECT at FROM change ORDER BY rev DESC LIMIT 1", [], |row| row.get(0))?;
        Ok(Timestamp(at.unwrap_or(0)))
    }

    /// The newest revision.
    pub fn rev(&self) -> Result<u64> {
        Ok(self
            .one("SELECT coalesce(max(rev), 0) FROM change", [], |row| row.get::<_, i64>(0))?
            .map_or(0, i64::unsigned_abs))
    }
}

fn read_audience(row: &rusqlite::Row<'_>) -> rusqlite::Result<Audience> {
    let member: Option<String> = row.get("audience_member")?;
    Ok(Audience { levels: row.get("audience")?, member: member.and_then(|id| MemberId::parse(&id).ok()) })
}
