//! What commands answer.

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
}
