//! What commands take.

use crate::wire::{requests, word_enums};

word_enums! {
    /// A form of export.
    ExportFormat {
        /// Markdown, for reading.
        Md,
        /// Comma-separated, a row a note.
        Csv,
        /// JSON Lines, full fidelity.
        Jsonl,
        /// The codebook as CSV.
        CodebookCsv,
        /// The codebook as REFI-QDA, for analysis programs.
        CodebookQdc,
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
        /// Milliseconds by which a typed note's stamp goes before its first key, up to 60,000.
        typed_lead_in_ms: Option<u32>,
        /// The same for one-tap marks.
        mark_lead_in_ms: Option<u32>,
    }
    /// A new tag.
    TagCreate {
        /// UUID made by the sender. When the codebook has the name already, it becomes another id of that tag.
        tag_id: String,
        /// One line, up to 40 characters.
        name: String,
        /// A name of the palette; `grey` when absent.
        color: Option<String>,
        /// One letter that no other tag has.
        hotkey: Option<String>,
        /// What it is for, up to 10,000 characters.
        description: Option<String>,
        /// The tag that it belongs under.
        parent: Option<String>,
    }
    /// Absent fields stay as they are.
    TagUpdate {
        /// UUID.
        tag_id: String,
        /// One line, up to 40 characters.
        name: Option<String>,
        /// A name of the palette.
        color: Option<String>,
        /// One letter that no other tag has; empty for none.
        hotkey: Option<String>,
        /// What it is for; empty for nothing.
        description: Option<String>,
        /// The tag that it belongs under; empty for none.
        parent: Option<String>,
    }
    /// Where a tag stands in the codebook.
    TagMove {
        /// UUID.
        tag_id: String,
        /// The tag before which it goes; at the end when absent.
        before: Option<String>,
    }
    /// Two tags that mean the same.
    TagMerge {
        /// The tag that goes; its notes keep what they say.
        tag_id: String,
        /// The tag that its notes get.
        into: String,
    }
    /// Takes a tag out of use, or back into it.
    TagRetire {
        /// UUID.
        tag_id: String,
        /// Out of use.
        retired: bool,
    }
    /// No fields.
    TagCounts {}
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
        /// A quote was checked against the recording, or not after all.
        checked: Option<bool>,
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
    /// Whose history.
    NoteHistory {
        /// UUID.
        note_id: String,
    }
    /// What to take back.
    Undo {
        /// `session=UUID` for a session's notes and guide items, `codebook`.
        context: String,
    }
    /// What to do again.
    Redo {
        /// `session=UUID` for a session's notes and guide items, `codebook`.
        context: String,
    }
    /// What to look for.
    Search {
        /// Words, `begin*`, `"a phrase"`, `tag:`, `by:`, `who:`, `task:`, `has:`. The last word is a beginning.
        text: String,
        /// Only this session.
        session_id: Option<String>,
        /// The most notes to answer, 1 to 200; 50.
        limit: Option<u32>,
        /// Go on below: `next` of the answer before.
        before: Option<i64>,
    }
    /// What became of a guide item.
    ItemMark {
        /// UUID.
        session_id: String,
        /// Section and item of the session's guide, from 0: `2.0`.
        item: String,
        /// `asked`, `skipped` or `untouched`.
        state: String,
        /// For tasks: `easily`, `with_difficulty`, `with_help`, `failed`, `gave_up`, `thinks_done`, `not_tried`;
        /// empty for none; absent leaves it.
        outcome: Option<String>,
        /// UTC milliseconds when it happened; now when absent.
        at: Option<i64>,
    }
    /// A duty of a session.
    DutyClaim {
        /// UUID.
        session_id: String,
        /// `guide`, `questions` or `debrief`.
        duty: String,
        /// Claims it; otherwise gives it back. The moderator may take it from anybody.
        claim: bool,
    }
    /// A moment that one has seen, too.
    MomentAgree {
        /// UUID.
        moment_id: String,
    }
    /// What a moment is taken for.
    MomentSettle {
        /// UUID.
        moment_id: String,
        /// `accepted`, `split` or `offered`.
        state: String,
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
