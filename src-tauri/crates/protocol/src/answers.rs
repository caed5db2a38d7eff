//! What commands answer.

use crate::views::NoteView;
use crate::wire::views;

views! {
    /// The console's clock.
    Time {
        /// UTC milliseconds.
        now: i64,
    }
    /// It is on disk.
    Saved {
        /// The study's revision that it became.
        rev: u64,
    }
    /// A slot that a layout proposes.
    ProposedSlot {
        /// `session` or `break`.
        kind: String,
        /// Local minutes after midnight.
        start_minute: u16,
        /// Minutes.
        length_minutes: u16,
    }
    /// A day as it would be.
    DayProposal {
        /// The slots, in order.
        slots: Vec<ProposedSlot>,
        /// What is wrong with it together with what is there already.
        warnings: Vec<String>,
    }
    /// Sentences.
    Warnings {
        /// One for each thing.
        warnings: Vec<String>,
    }
    /// What an import did, or would do.
    ImportReport {
        /// A line for each file.
        files: Vec<ImportedFile>,
    }
    /// What came of one file.
    ImportedFile {
        /// Its name.
        name: String,
        /// `schedule`, `guide`, `screener` or `notes`.
        kind: String,
        /// How many are new.
        added: u32,
        /// How many changed.
        changed: u32,
        /// How many were as they are.
        unchanged: u32,
        /// How many were cancelled.
        cancelled: u32,
        /// Why rows were left out, in sentences.
        skipped: Vec<String>,
        /// The first day that it touches; local date.
        first_day: Option<String>,
        /// What happened, in a sentence.
        summary: String,
    }
    /// An export.
    ExportFile {
        /// A name for it.
        name: String,
        /// Its media type.
        media_type: String,
        /// Its text.
        text: String,
    }
    /// A real name.
    IdentityShown {
        /// The name.
        name: String,
        /// E-mail address or telephone number.
        contact: String,
    }
    /// A tag was made, or was there already.
    TagCreated {
        /// The study's revision that it became.
        rev: u64,
        /// The tag; another than the one asked for when the codebook had the name.
        tag_id: String,
    }
    /// How often tags are used.
    TagCounted {
        /// One for each tag that any note has.
        counts: Vec<TagCount>,
    }
    /// How often a tag is used.
    TagCount {
        /// UUID.
        tag_id: String,
        /// Notes that have it and are not deleted.
        notes: u32,
    }
    /// What was done to a note, the first thing first.
    History {
        /// One for each change that the reader may know of.
        entries: Vec<HistoryEntry>,
    }
    /// One change of a note.
    HistoryEntry {
        /// UTC milliseconds.
        at: i64,
        /// `moderator`, `imported` or a member's id.
        author_id: String,
        /// What they are called.
        author_name: String,
        /// The note was committed with this.
        created: bool,
        /// What changed.
        changes: Vec<FieldChange>,
    }
    /// One field of a note before and after a change, as text.
    FieldChange {
        /// `body`, `tags`, `who`, `severity`, `audience`, `at`, `starred`, `checked`, `deleted`.
        field: String,
        /// As it was: text, names of tags joined by commas, codes, a word, milliseconds; none for nothing.
        before: Option<String>,
        /// As it became.
        after: Option<String>,
    }
    /// What came of undoing or redoing.
    Undone {
        /// The study's revision that it became.
        rev: u64,
        /// It was done; otherwise nothing was changed, and the next undo goes on before it.
        done: bool,
        /// What happened, in a sentence.
        says: String,
        /// The note that it was about.
        note_id: Option<String>,
    }
    /// What a search found.
    Found {
        /// The study's revision that was searched.
        at_rev: u64,
        /// The newest first.
        hits: Vec<Hit>,
        /// Where to go on; none when this is all.
        next: Option<i64>,
        /// What of the question was not understood, in sentences.
        problems: Vec<String>,
        /// The words that were looked for, to be shown in what was found.
        words: Vec<String>,
        /// Some notes are not in the index yet; the next search finds them.
        incomplete: bool,
    }
    /// A note that was found.
    Hit {
        /// The note.
        note: NoteView,
        /// The codes of those who took part in its session, joined by commas.
        codes: String,
        /// The session's local date.
        date: String,
        /// UTC milliseconds; session time counts from here.
        started_at: Option<i64>,
    }
}
