//! The table of commands: `name(request) -> response : permission`. Everything else about commands is made from it.

use crate::fault::{Fault, FaultCode};
use crate::wire::{Field, requests, views, word_enums};
use domain::permission::Permission;
use serde_json::Value;

/// One row of the table, for `GET /api`.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// What follows `/rpc/`.
    pub name: &'static str,
    /// What it needs.
    pub permission: Permission,
    /// It changes the study and so carries a `command_id`.
    pub changes: bool,
    /// The request's fields.
    pub fields: &'static [Field],
    /// The answer's type.
    pub answer: &'static str,
}

macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident $variant:ident -> $answer:ident : $permission:ident, $effect:ident;)*) => {
        /// A request that was read.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Command { $($(#[$doc])* $variant($variant)),* }

        /// Every command.
        pub const TABLE: &[Row] = &[$(Row {
            name: stringify!($name),
            permission: Permission::$permission,
            changes: commands!(@changes $effect),
            fields: $variant::FIELDS,
            answer: stringify!($answer),
        }),*];

        impl Command {
            /// Reads a request by the command's name.
            pub fn decode(name: &str, body: Value) -> Result<Self, Fault> {
                match name {
                    $(stringify!($name) => serde_json::from_value(body).map(Self::$variant).map_err(unread),)*
                    _ => Err(Fault::new(FaultCode::NotFound, "There is no such command. GET /api lists them.")),
                }
            }

            /// Its row in the table.
            pub fn row(&self) -> &'static Row {
                let name = match self { $(Self::$variant(_) => stringify!($name)),* };
                TABLE.iter().find(|row| row.name == name).expect("BUG: every command has a row")
            }

            /// The request as JSON; the same for the same content.
            pub fn to_json(&self) -> Value {
                match self {
                    $(Self::$variant(request) => serde_json::to_value(request)),*
                }
                .expect("BUG: requests are plain data")
            }
        }

        /// Name, request type, answer type and whether it changes the study, for the generated types.
        pub const SIGNATURES: &[(&str, &str, &str, bool)] = &[$((
            stringify!($name), stringify!($variant), stringify!($answer), commands!(@changes $effect),
        )),*];
    };
    (@changes change) => { true };
    (@changes query) => { false };
}

fn unread(error: serde_json::Error) -> Fault {
    Fault::new(FaultCode::Invalid, format!("The request could not be read: {error}. Nothing was changed."))
}

commands! {
    /// What time it is at the console.
    time_now TimeNow -> Time : BeThere, query;

    /// Changes the study's title, zone or what observers receive.
    study_update StudyUpdate -> Saved : Plan, change;
    /// Adds a slot and, for a session, its session.
    slot_create SlotCreate -> Saved : Plan, change;
    /// Moves or changes a slot.
    slot_update SlotUpdate -> Saved : Plan, change;
    /// Cancels a session, or takes a break or reserve off the day.
    slot_cancel SlotCancel -> Saved : Plan, change;
    /// Puts a cancelled session, a removed break or a removed reserve back.
    slot_restore SlotRestore -> Saved : Plan, change;
    /// The slots that a layout would make; changes nothing.
    day_propose DayPropose -> DayProposal : Plan, query;
    /// Makes the slots of a proposal, all or none.
    day_lay_out DayLayOut -> Saved : Plan, change;
    /// What is wrong with a day, in sentences.
    day_warnings DayWarnings -> Warnings : Plan, query;

    /// Reads files into the study: schedule, guide, screener, notes. All or none of a file.
    import_files ImportFiles -> ImportReport : ImportExport, change;
    /// What an import would do; changes nothing.
    import_preview ImportPreview -> ImportReport : ImportExport, query;
    /// A day, a session or the study as a file.
    export_make ExportMake -> ExportFile : ImportExport, query;

    /// A participant's real name; that it was shown is recorded.
    identity_show IdentityShow -> IdentityShown : ReadIdentity, change;

    /// Confirms, expects, cancels, leaves out: every step that needs no more than itself.
    session_step SessionStep -> Saved : Run, change;
    /// Records what the participant allowed.
    consent_record ConsentRecord -> Saved : Run, change;
    /// Starts the session, with a decision about consent.
    session_start SessionStart -> Saved : Run, change;
    /// Ends the session.
    session_end SessionEnd -> Saved : Run, change;
    /// Closes the debrief: the room no longer reads the session's notes.
    debrief_close DebriefClose -> Saved : Run, change;

    /// Commits a note or a mark.
    note_add NoteAdd -> Saved : WriteNotes, change;
    /// Changes fields of one's own note.
    note_edit NoteEdit -> Saved : WriteNotes, change;
    /// Deletes one's own note; it can be restored.
    note_delete NoteDelete -> Saved : WriteNotes, change;
    /// Restores one's own deleted note.
    note_restore NoteRestore -> Saved : WriteNotes, change;

    /// Suggests a question to the moderator.
    question_suggest QuestionSuggest -> Saved : Suggest, change;
    /// Marks a question as asked now, or declines it.
    question_answer QuestionAnswer -> Saved : AnswerQuestions, change;

    /// Opens the room.
    room_open RoomOpen -> Saved : RunRoom, change;
    /// Closes the room; everybody's access ends.
    room_close RoomClose -> Saved : RunRoom, change;
    /// Makes a new link for a role; the old one no longer lets anybody in.
    link_renew LinkRenew -> Saved : RunRoom, change;
    /// Ends a member's access at once.
    member_remove MemberRemove -> Saved : RunRoom, change;
    /// Leaves the room.
    member_leave MemberLeave -> Saved : Leave, change;
}

word_enums! {
    /// A form of export.
    ExportFormat {
        /// Markdown, for reading.
        Md,
        /// Comma-separated, a row a note.
        Csv,
        /// JSON Lines, full fidelity.
        Jsonl,
    }
    /// What an observer's question became.
    QuestionVerdict {
        /// It was put just now.
        Asked,
        /// It will not be put.
        Declined,
    }
    /// How far the room reaches.
    Reach {
        /// This computer only.
        Loopback,
        /// One address of this computer.
        Address,
        /// Every address of this computer.
        All,
    }
}

requests! {
    /// No fields.
    TimeNow {}
    /// Absent fields stay as they are.
    StudyUpdate {
        /// One line, up to 200 characters.
        title: Option<String>,
        /// IANA zone.
        zone: Option<String>,
        /// What the moderator is called in notes.
        moderator_name: Option<String>,
        /// Observers read room notes.
        observers_read_notes: Option<bool>,
        /// Observers see the guide.
        observers_see_guide: Option<bool>,
    }
    /// A new slot.
    SlotCreate {
        /// UUID made by the sender.
        slot_id: String,
        /// UUID made by the sender; for sessions.
        session_id: Option<String>,
        /// Local date.
        date: String,
        /// Local minutes after midnight, 0 to 1439.
        start_minute: u16,
        /// Minutes, 5 to 720.
        length_minutes: u16,
        /// IANA zone; the study's when absent.
        zone: Option<String>,
        /// `session`, `break` or `reserve`.
        kind: String,
        /// For sessions: `interview`, `usability_test`, `focus_group`, `site_visit`.
        session_kind: Option<String>,
        /// Codes such as `P04`; unknown ones become new participants.
        participants: Vec<String>,
        /// What the plan calls it.
        label: String,
    }
    /// Absent fields stay as they are.
    SlotUpdate {
        /// Which slot.
        slot_id: String,
        /// Local date.
        date: Option<String>,
        /// Local minutes after midnight.
        start_minute: Option<u16>,
        /// Minutes.
        length_minutes: Option<u16>,
        /// For sessions.
        session_kind: Option<String>,
        /// Replaces the participants.
        participants: Option<Vec<String>>,
        /// What the plan calls it.
        label: Option<String>,
        /// Where the call is: an `https:` address, or empty for none.
        meeting_link: Option<String>,
    }
    /// Which slot.
    SlotCancel {
        /// UUID.
        slot_id: String,
        /// Why, one line.
        reason: Option<String>,
    }
    /// Which slot.
    SlotRestore {
        /// UUID.
        slot_id: String,
    }
    /// How the day should be laid out; absent fields take the defaults.
    DayPropose {
        /// Local date.
        date: String,
        /// Local minutes after midnight; 540.
        start_minute: Option<u16>,
        /// Sessions, 1 to 12; 5.
        count: Option<u8>,
        /// Minutes of a session; 60.
        length_minutes: Option<u16>,
        /// Minutes of debrief; 15.
        debrief_minutes: Option<u16>,
        /// Minutes of reset; 15.
        reset_minutes: Option<u16>,
        /// Minutes of lunch, 0 for none; 60.
        lunch_minutes: Option<u16>,
        /// Lunch follows the first debrief that ends then or later; 750.
        lunch_from_minute: Option<u16>,
    }
    /// The slots to make.
    DayLayOut {
        /// All slots; none is made when one is refused.
        slots: Vec<SlotCreate>,
        /// Seven sessions and more in a day need this.
        confirmed: bool,
    }
    /// Which day.
    DayWarnings {
        /// Local date.
        date: String,
    }
    /// Files to read.
    ImportFiles {
        /// The files.
        files: Vec<ImportFile>,
    }
    /// Files to look at.
    ImportPreview {
        /// The files.
        files: Vec<ImportFile>,
    }
    /// One file.
    ImportFile {
        /// Its name, for sentences.
        name: String,
        /// Its bytes, base64.
        base64: String,
    }
    /// What to export.
    ExportMake {
        /// In which form.
        format: ExportFormat,
        /// One day; local date.
        day: Option<String>,
        /// One session.
        session_id: Option<String>,
    }
    /// Whose name.
    IdentityShow {
        /// UUID.
        participant_id: String,
    }
    /// A step of the table of states.
    SessionStep {
        /// UUID.
        session_id: String,
        /// `plan`, `confirm`, `arrive`, `break`, `resume`, `leave_out`, `no_show`, `cancel`, `reopen`.
        step: String,
        /// Why, one line; needed for `leave_out`.
        reason: Option<String>,
    }
    /// What the participant allowed.
    ConsentRecord {
        /// UUID.
        session_id: String,
        /// The decision.
        consent: ConsentDecision,
    }
    /// Scopes of consent.
    ConsentDecision {
        /// Colleagues may watch.
        observed: bool,
        /// The conversation may be recorded.
        recorded: bool,
        /// Words may be quoted, by code.
        quoted: bool,
        /// Clips may be made.
        clipped: bool,
        /// The most members in the room.
        most_observers: Option<u16>,
    }
    /// Starts a session.
    SessionStart {
        /// UUID.
        session_id: String,
        /// The decision; without one, `override_reason` is needed.
        consent: Option<ConsentDecision>,
        /// Why it starts without a decision.
        override_reason: Option<String>,
        /// UTC milliseconds when it began; now when absent. At most 12 hours back.
        at: Option<i64>,
    }
    /// Ends a session.
    SessionEnd {
        /// UUID.
        session_id: String,
        /// It broke off.
        early: bool,
        /// UTC milliseconds when it ended; now when absent.
        at: Option<i64>,
    }
    /// Which session.
    DebriefClose {
        /// UUID.
        session_id: String,
    }
    /// A note.
    NoteAdd {
        /// UUID made by the sender.
        note_id: String,
        /// UUID.
        session_id: String,
        /// The stamp: UTC milliseconds by the console's clock.
        at: i64,
        /// First key press, UTC milliseconds by the console's clock, uncorrected.
        typed_from: i64,
        /// Last key press, likewise.
        typed_to: i64,
        /// Up to 10,000 characters; none for a mark.
        body: Option<String>,
        /// Ids of tags.
        tags: Vec<String>,
        /// Ids of participants.
        who: Vec<String>,
        /// 1 to 4.
        severity: Option<u8>,
        /// `room`, `team` or `own`.
        audience: String,
    }
    /// Absent fields stay as they are; the last to arrive wins.
    NoteEdit {
        /// UUID.
        note_id: String,
        /// Replaces the body; empty makes it a mark.
        body: Option<String>,
        /// Replaces the tags.
        tags: Option<Vec<String>>,
        /// Replaces whom it is about.
        who: Option<Vec<String>>,
        /// Replaces the severity; 0 for none.
        severity: Option<u8>,
        /// Replaces the audience.
        audience: Option<String>,
        /// Moves the stamp.
        at: Option<i64>,
        /// Stars it or takes the star away.
        starred: Option<bool>,
    }
    /// Which note.
    NoteDelete {
        /// UUID.
        note_id: String,
    }
    /// Which note.
    NoteRestore {
        /// UUID.
        note_id: String,
    }
    /// A question to the moderator.
    QuestionSuggest {
        /// UUID made by the sender.
        question_id: String,
        /// UUID.
        session_id: String,
        /// Up to 10,000 characters.
        text: String,
        /// `now`, `end_of_task` or `wrap_up`.
        when: String,
    }
    /// What became of a question.
    QuestionAnswer {
        /// UUID.
        question_id: String,
        /// Asked or declined.
        verdict: QuestionVerdict,
        /// Why it was declined.
        reason: Option<String>,
    }
    /// How to open the room.
    RoomOpen {
        /// How far it reaches.
        reach: Reach,
        /// The address, with reach `address`.
        address: Option<String>,
        /// The port; the study's own when absent.
        port: Option<u16>,
        /// Unencrypted beyond this computer; the moderator confirmed that the network is trusted.
        plain_http: bool,
    }
    /// No fields.
    RoomClose {}
    /// Whose link.
    LinkRenew {
        /// `note_taker` or `observer`.
        role: String,
    }
    /// Who.
    MemberRemove {
        /// UUID.
        member_id: String,
    }
    /// No fields.
    MemberLeave {}
}

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
