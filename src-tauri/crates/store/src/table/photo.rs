//! Photos, note by note.

use super::{Result, Tables, author, parsed};
use domain::entity::{Audience, Photo, PhotoType};
use domain::id::{NoteId, PhotoId, SessionId};
use rusqlite::Row;

const SELECT: &str = "SELECT photo.id, photo.note_id, note.session_id, photo.name, photo.media_type,
     length(photo.picture) AS size, note.audience, note.author, note.deleted
     FROM photo JOIN note ON note.id = photo.note_id";

fn read(row: &Row<'_>) -> rusqlite::Result<Photo> {
    Ok(Photo {
        id: parsed(row, "id", PhotoId::parse)?,
        note_id: parsed(row, "note_id", NoteId::parse)?,
        session_id: parsed(row, "session_id", SessionId::parse)?,
        name: row.get("name")?,
        media_type: parsed(row, "media_type", PhotoType::parse)?,
        size: row.get("size")?,
        audience: parsed(row, "audience", Audience::parse)?,
        author: parsed(row, "author", author)?,
        deleted: row.get("deleted")?,
    })
}

impl Tables<'_> {
    /// A photo without its picture.
    pub fn photo(&self, id: PhotoId) -> Result<Option<Photo>> {
        self.one(&format!("{SELECT} WHERE photo.id = ?1"), [id.to_string()], read)
    }

    /// The photos of a session's notes, deleted notes' too.
    pub fn photos_of(&self, session: SessionId) -> Result<Vec<Photo>> {
        let sql = format!("{SELECT} WHERE note.session_id = ?1 ORDER BY photo.id");
        self.many(&sql, [session.to_string()], read)
    }

    /// The photos of a note.
    pub fn photos_of_note(&self, note: NoteId) -> Result<Vec<Photo>> {
        self.many(&format!("{SELECT} WHERE note.id = ?1 ORDER BY photo.id"), [note.to_string()], read)
    }

    /// A photo's picture.
    pub fn photo_picture(&self, id: PhotoId) -> Result<Option<Vec<u8>>> {
        self.one("SELECT picture FROM photo WHERE id = ?1", [id.to_string()], |row| row.get(0))
    }

    /// Keeps a photo.
    pub fn photo_insert(&self, photo: &Photo, picture: &[u8]) -> Result<()> {
        self.run(
            "INSERT INTO photo (id, note_id, name, media_type, picture) VALUES (?1, ?2, ?3, ?4, ?5)",
            (photo.id.to_string(), photo.note_id.to_string(), &photo.name, photo.media_type.word(), picture),
        )?;
        Ok(())
    }

    /// Removes a photo for good; its id is never made again.
    pub fn photo_erase(&self, id: PhotoId, at: domain::time::Timestamp) -> Result<()> {
        self.run("DELETE FROM photo WHERE id = ?1", [id.to_string()])?;
        let sql = "INSERT OR IGNORE INTO erased (id, kind, at) VALUES (?1, 'photo', ?2)";
        self.run(sql, (id.to_string(), at.0))?;
        self.log_unclean()
    }
}
