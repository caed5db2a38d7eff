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
        /// Local date.
        date: String,
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
        /// `schedule`, `guide`, `screener`, `answers`, `diary`, `codebook`, `notes`; from the inbox also
        /// `transcript`, `recording`, `photo`.
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
        /// For `.csv`: what each column was taken for.
        columns: Vec<FileColumn>,
        /// For `.csv`: the roles that a column can have.
        roles: Vec<ColumnRole>,
        /// Something must be said about the columns before the file can be read.
        needs_columns: bool,
        /// What becomes of each row that does not stay as it is, up to 200.
        rows: Vec<FileRow>,
    }
    /// A column of a file.
    FileColumn {
        /// Its name in the file.
        name: String,
        /// What it was taken for: a role.
        role: String,
        /// It holds names, addresses, places or the like, and is left out unless asked for.
        personal: bool,
        /// The first values that differ, up to 3; none of a personal column.
        samples: Vec<String>,
    }
    /// A role that a column can have.
    ColumnRole {
        /// `start`, `code`, `answer`, `leave_out`, ….
        role: String,
        /// What it is called.
        name: String,
        /// A file without it cannot be read.
        required: bool,
    }
    /// What becomes of a row.
    FileRow {
        /// Its line in the file; 0 for what is no longer in it.
        line: u32,
        /// `new`, `changed`, `cancelled`, `gone`, `skipped`.
        state: String,
        /// What it is, and what changes or why not, in a sentence.
        says: String,
    }
    /// How the running session keeps to its plan.
    Forecast {
        /// UTC milliseconds of this forecast.
        at: i64,
        /// The running session; none when none runs.
        session_id: Option<String>,
        /// UTC milliseconds when it ends as planned.
        planned_end: Option<i64>,
        /// UTC milliseconds when it ends if the guide goes on as planned.
        likely_end: Option<i64>,
        /// Milliseconds behind the plan; negative when ahead.
        behind_ms: i64,
        /// Nice-to-have questions to leave out so as to end on time.
        skip: Vec<String>,
        /// What the day says of it: only when lunch or a person is touched.
        says: Option<String>,
        /// What can be done.
        answers: Vec<LateAnswer>,
    }
    /// One answer to lateness.
    LateAnswer {
        /// `end_on_time`, `use_reset`, `move`.
        kind: String,
        /// What its button says.
        label: String,
        /// What it does, in a sentence.
        says: String,
        /// What moves; give it to `slots_move`.
        moves: Vec<MovedSlot>,
        /// Codes of those who must be told.
        tell: Vec<String>,
        /// What to tell them.
        message: Option<String>,
    }
    /// Where a slot would go.
    MovedSlot {
        /// Which slot.
        slot_id: String,
        /// Local minutes after midnight.
        start_minute: u16,
        /// Minutes.
        length_minutes: u16,
    }
    /// Somebody who has not come yet.
    Awaited {
        /// Whole minutes since the planned start; negative before it.
        minutes_late: i32,
        /// A text to send.
        reminder: String,
        /// Who could come instead.
        reserves: Vec<FreeReserve>,
    }
    /// A reserve who is free.
    FreeReserve {
        /// The reserve's slot.
        slot_id: String,
        /// Their code.
        code: String,
        /// Local minutes after midnight at which they could start.
        start_minute: u16,
        /// Minutes that they have until their hours end or the next session is prepared; at most as long as was planned.
        length_minutes: u16,
        /// In a sentence.
        says: String,
    }
    /// The study so far.
    StudySoFar {
        /// Every day that has slots, in order.
        days: Vec<DaySoFar>,
        /// Every segment with a quota or a participant.
        segments: Vec<SegmentSoFar>,
        /// Sessions that took place.
        done: u32,
        /// Sessions that are still planned.
        to_come: u32,
        /// Milliseconds of active session time.
        moderated_ms: i64,
        /// Milliseconds of planned session time lost to no-shows, cancellations and sessions left out.
        lost_ms: i64,
        /// What is owed and paid.
        incentives: Vec<IncentiveSoFar>,
        /// Themes that each session was the first to support, in order; empty before there are themes.
        new_themes: Vec<u32>,
    }
    /// A day so far.
    DaySoFar {
        /// Local date.
        date: String,
        /// Sessions that are still planned.
        to_come: u32,
        /// Sessions that took place.
        done: u32,
        /// No-shows, cancellations, sessions left out.
        lost: u32,
        /// Notes.
        notes: u32,
    }
    /// A segment so far.
    SegmentSoFar {
        /// The value.
        value: String,
        /// How many there should be.
        target: Option<u16>,
        /// Participants with a session that took place.
        done: u32,
        /// Participants with a session to come.
        to_come: u32,
    }
    /// Incentives of one amount.
    IncentiveSoFar {
        /// What each gets.
        what: String,
        /// How many are to get it.
        owed: u32,
        /// How many have it.
        paid: u32,
    }
    /// Whether everything is ready.
    Readiness {
        /// One for each thing that was looked at.
        checks: Vec<Check>,
    }
    /// One thing that was looked at.
    Check {
        /// `disk`, `clock`, `study`, `inbox`, `room`, `day`.
        what: String,
        /// `good`, `look` (worth a look) or `bad`.
        state: String,
        /// What was found and what to do, in a sentence.
        says: String,
    }
    /// What is worth knowing before a session.
    BriefFound {
        /// One for each participant.
        seats: Vec<SeatBrief>,
        /// Must-ask questions that earlier sessions did not get to.
        still_to_ask: Vec<StillToAsk>,
        /// Questions from the room that earlier sessions left.
        parked: Vec<String>,
        /// The prototype build.
        build: Option<String>,
    }
    /// What is known of a participant.
    SeatBrief {
        /// UUID.
        participant_id: String,
        /// `P04`.
        code: String,
        /// Their answers, the furthest from the study's distribution first.
        answers: Vec<AnswerBrief>,
        /// Dated rows of diaries, the newest first.
        diary: Vec<DiaryRow>,
    }
    /// An answer.
    AnswerBrief {
        /// The file that it is from.
        source: String,
        /// The question.
        question: String,
        /// The answer.
        value: String,
        /// How it stands among all: `lowest of 48`, `one of 3 in 48`; none when it is usual.
        says: Option<String>,
        /// How many answered.
        n: u32,
        /// 0 usual to 1 most extreme.
        extremity: f64,
    }
    /// A row of a diary.
    DiaryRow {
        /// Local date, or date and time.
        at: String,
        /// The file that it is from.
        source: String,
        /// Question and answer, one a line.
        text: String,
    }
    /// A must-ask question that earlier sessions did not get to.
    StillToAsk {
        /// Section and item of the guide in force, from 0.
        item: String,
        /// The question.
        text: String,
        /// Codes of those who were not asked.
        missed: Vec<String>,
    }
    /// Whom to invite.
    Picks {
        /// The most telling first.
        picks: Vec<Pick>,
        /// How many answered.
        n: u32,
    }
    /// Somebody who answered.
    Pick {
        /// The file.
        source_id: String,
        /// Its name.
        source: String,
        /// The row in it.
        row: u32,
        /// Their code, when they have one.
        code: Option<String>,
        /// Why, in sentences.
        why: Vec<String>,
    }
    /// What changed between two versions of a guide.
    GuideChanges {
        /// The earlier version.
        from: u32,
        /// The later version.
        to: u32,
        /// Its lines, changed ones with a few around them.
        lines: Vec<GuideLine>,
        /// In a sentence: "2 questions added, 1 reworded."
        says: String,
    }
    /// A line of a comparison.
    GuideLine {
        /// `same`, `added`, `removed`, or `gap` for lines left out.
        state: String,
        /// The line's number in the later version, in the earlier one for what was removed; 0 for a gap.
        line: u32,
        /// What it says.
        text: String,
    }
    /// What is like a question.
    Alike {
        /// The likest first.
        found: Vec<Like>,
    }
    /// Something like a question.
    Like {
        /// `question` or `item`.
        of: String,
        /// The question's id, or section and item of the session's guide: `2.0`.
        id: String,
        /// What it says.
        text: String,
        /// Up to 1.0 for the same.
        likeness: f64,
    }
    /// What observers read instead of words.
    Masked {
        /// One for each word or phrase.
        words: Vec<MaskedWord>,
        /// Observers read them as written.
        lifted: bool,
    }
    /// What observers read instead of a word.
    MaskedWord {
        /// As written.
        word: String,
        /// As observers read it.
        shown: String,
    }
    /// A nudge is on its way.
    Sent {
        /// How many have a page open that shows it.
        to: u32,
    }
    /// What erasing would erase.
    ErasePreviewed {
        /// UTC milliseconds.
        from: i64,
        /// UTC milliseconds.
        to: i64,
        /// Notes.
        notes: u32,
        /// By how many people.
        people: u32,
        /// Questions from the room.
        questions: u32,
        /// In a sentence.
        says: String,
    }
    /// What was erased.
    Erased {
        /// The study's revision that it became.
        rev: u64,
        /// Notes.
        notes: u32,
        /// Questions from the room.
        questions: u32,
        /// In a sentence.
        says: String,
    }
    /// An address of this computer.
    OwnAddress {
        /// The IP address.
        address: String,
        /// Where somebody is who reaches it, such as `on the network 192.168.1.x`.
        says: String,
    }
    /// The addresses on which a room can listen.
    AddressesFound {
        /// Those of homes and offices first.
        addresses: Vec<OwnAddress>,
    }
    /// A link at one of the room's addresses.
    LinkShown {
        /// What is opened.
        address: String,
        /// The same as a QR code: the `d` of an SVG path.
        qr: Option<String>,
        /// The code's width and height in modules, with the quiet zone.
        qr_size: Option<u16>,
    }
    /// A photo's picture.
    PhotoFile {
        /// `image/jpeg`, `image/png` or `image/webp`.
        media_type: String,
        /// Its bytes, base64.
        base64: String,
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
