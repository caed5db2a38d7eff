//! Photos that belong to notes.

use super::{Audience, Author};
use crate::id::{NoteId, PhotoId, SessionId};
use crate::words::words;

words! {
    /// What a photo is kept as.
    PhotoType {
        /// JPEG.
        Jpeg = "image/jpeg",
        /// PNG.
        Png = "image/png",
        /// WebP.
        Webp = "image/webp",
    }
}

/// A photo, without its picture, and what its note says of who may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    /// Its id.
    pub id: PhotoId,
    /// The note that it belongs to.
    pub note_id: NoteId,
    /// The note's session.
    pub session_id: SessionId,
    /// Its name.
    pub name: String,
    /// What it is kept as.
    pub media_type: PhotoType,
    /// Bytes.
    pub size: u32,
    /// Who may read the note.
    pub audience: Audience,
    /// Who wrote the note.
    pub author: Author,
    /// The note is deleted.
    pub deleted: bool,
}
