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
        /// The schedule, for calendars.
        Ics,
        /// Guide, grid, codes and the room's QR code on paper: one HTML file to print.
        PaperHtml,
        /// A day in a few lines, to be pasted into a chat or mail: codes only.
        DayText,
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
        /// What observers read of the room's notes: `all`, `passed` or `none`.
        observers_read: Option<String>,
        /// Observers see the item of the guide that it is about now.
        observers_see_guide: Option<bool>,
        /// Observers see the names of who is in the room.
        observers_see_names: Option<bool>,
        /// Milliseconds by which a typed note's stamp goes before its first key, up to 60,000.
        typed_lead_in_ms: Option<u32>,
        /// The same for one-tap marks.
        mark_lead_in_ms: Option<u32>,
        /// The column of attributes by which quotas count; empty for none.
        segment: Option<String>,
        /// How many of each segment there should be; replaces all.
        quotas: Option<Vec<Quota>>,
        /// The prototype build that sessions are run with from now on; empty for none.
        build: Option<String>,
    }
    /// How many of a segment there should be.
    Quota {
        /// A value of the segment's column.
        value: String,
        /// Sessions, 1 to 999.
        target: u16,
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
        /// First key press of the name, UTC milliseconds by the console's clock, uncorrected; now when absent.
        typed_from: Option<i64>,
        /// Last key press, likewise.
        typed_to: Option<i64>,
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
        /// It must not be moved by an answer to lateness.
        fixed: Option<bool>,
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
        /// It must not be moved by an answer to lateness.
        fixed: Option<bool>,
    }
    /// Slots that move together.
    SlotsMove {
        /// One for each slot.
        moves: Vec<SlotMove>,
    }
    /// Where a slot goes on its day.
    SlotMove {
        /// Which slot.
        slot_id: String,
        /// Local minutes after midnight.
        start_minute: u16,
        /// Minutes.
        length_minutes: u16,
    }
    /// A session's new place.
    SessionReschedule {
        /// The session that has not started; it becomes `rescheduled`.
        session_id: String,
        /// UUID of the new slot, made by the sender.
        slot_id: String,
        /// UUID of the new session, made by the sender.
        new_session_id: String,
        /// Local date.
        date: String,
        /// Local minutes after midnight.
        start_minute: u16,
        /// Minutes; as before when absent.
        length_minutes: Option<u16>,
    }
    /// No fields.
    PaceForecast {}
    /// Who is awaited.
    Arrival {
        /// A session that has not started.
        session_id: String,
    }
    /// Who steps in for whom.
    ReserveCall {
        /// The reserve's slot.
        slot_id: String,
        /// Which of those on call there.
        code: String,
        /// The session to which nobody came; it becomes a no-show unless it is one.
        missed_session_id: String,
        /// UUID of the new slot, made by the sender.
        new_slot_id: String,
        /// UUID of the new session, made by the sender.
        new_session_id: String,
        /// Local minutes after midnight.
        start_minute: u16,
        /// Minutes.
        length_minutes: u16,
    }
    /// No fields.
    Overview {}
    /// Which day.
    Preflight {
        /// Local date.
        date: String,
    }
    /// A new participant.
    ParticipantCreate {
        /// UUID made by the sender.
        participant_id: String,
        /// A code that nobody has.
        code: String,
    }
    /// Absent fields stay as they are.
    ParticipantUpdate {
        /// UUID.
        participant_id: String,
        /// A code that nobody else has.
        code: Option<String>,
        /// IANA zone; empty for the study's.
        zone: Option<String>,
        /// Replaces all attributes; a new column is private.
        attributes: Option<Vec<AttributeGiven>>,
        /// What they get, such as `80 EUR`; empty for nothing.
        incentive: Option<String>,
        /// `owed` or `paid`.
        incentive_state: Option<String>,
    }
    /// An attribute of a participant.
    AttributeGiven {
        /// The column.
        name: String,
        /// The value.
        value: String,
    }
    /// Who may read a column.
    ColumnPublish {
        /// The column's name.
        column: String,
        /// Observers may read it.
        public: bool,
    }
    /// Before which session.
    Brief {
        /// UUID.
        session_id: String,
    }
    /// How many to propose.
    InvitePicks {
        /// 1 to 50; 10.
        limit: Option<u32>,
    }
    /// Somebody who answered.
    RespondentInvite {
        /// The file with the answers.
        source_id: String,
        /// The row in it.
        row: u32,
        /// UUID made by the sender; for a new code.
        participant_id: String,
        /// The code; one that is known gets the answers.
        code: String,
    }
    /// Which versions.
    GuideCompare {
        /// The earlier version; the one before `to` when absent.
        from: Option<u32>,
        /// The later version; the newest when absent.
        to: Option<u32>,
    }
    /// Which file.
    GuideFollow {
        /// A path on the console's machine; none to stop.
        path: Option<String>,
    }
    /// Which folder.
    InboxFollow {
        /// A path on the console's machine; none to stop.
        folder: Option<String>,
    }
    /// A file of the inbox to look at.
    InboxPreview {
        /// Its id.
        item_id: String,
        /// For `.csv`: what its columns are.
        columns: Option<Vec<ColumnChoice>>,
    }

    /// A file of the inbox.
    InboxTake {
        /// Its id.
        item_id: String,
        /// For transcript, recording, photo: the session that it belongs to.
        session_id: Option<String>,
        /// For a photo: the note that it belongs to.
        note_id: Option<String>,
        /// For `.csv`: what its columns are.
        columns: Option<Vec<ColumnChoice>>,
    }
    /// A file of the inbox.
    InboxDismiss {
        /// Its id.
        item_id: String,
    }
    /// A file of the inbox.
    InboxRetry {
        /// Its id.
        item_id: String,
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
        /// Local date of the first day.
        date: String,
        /// Further days, each after the one before it; the sessions are spread evenly over all.
        further_days: Option<Vec<String>>,
        /// Local minutes after midnight; 540.
        start_minute: Option<u16>,
        /// Sessions in all, 1 to 12 a day; 5.
        count: Option<u16>,
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
        /// For `.csv`: what its columns are; kept for the next file with the same columns.
        columns: Option<Vec<ColumnChoice>>,
    }
    /// What a column is.
    ColumnChoice {
        /// Its name in the file.
        column: String,
        /// One of the roles that the preview names, `attribute`, `answer`, or `leave_out`.
        role: String,
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
    /// A real name and contact.
    IdentityKeep {
        /// UUID.
        participant_id: String,
        /// The real name; empty for none.
        name: String,
        /// E-mail address or telephone number; empty for none.
        contact: String,
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
        /// Whose decision; everybody's when absent.
        participant_id: Option<String>,
        /// The decision.
        consent: ConsentDecision,
    }
    /// Consent taken back.
    ConsentWithdraw {
        /// UUID.
        session_id: String,
        /// Who takes it back; everybody when absent.
        participant_id: Option<String>,
        /// Everything that the session kept is erased; otherwise it holds from now on.
        erase: bool,
    }
    /// A seat of a session.
    SeatMark {
        /// UUID.
        session_id: String,
        /// The seat's number.
        number: u8,
        /// `expected`, `came`, `late`, `left` or `no_show`.
        status: String,
    }
    /// Absent fields stay as they are.
    SessionAnswer {
        /// UUID.
        session_id: String,
        /// Picture and sound were checked just now, or not after all.
        recording_checked: Option<bool>,
        /// Whether it was the right person: `yes`, `partly`, `no`; empty for none.
        right_person: Option<String>,
        /// The prototype build; empty for none.
        build: Option<String>,
    }
    /// Absent fields stay as they are.
    SessionTimes {
        /// UUID.
        session_id: String,
        /// UTC milliseconds.
        started_at: Option<i64>,
        /// UTC milliseconds; for a session that has ended.
        ended_at: Option<i64>,
    }
    /// Whether anything is kept.
    OffRecord {
        /// The live session.
        session_id: String,
        /// Off the record; otherwise back on it.
        on: bool,
    }
    /// A stretch of a session.
    ErasePreview {
        /// UUID.
        session_id: String,
        /// UTC milliseconds; from the session's first capture when absent.
        from: Option<i64>,
        /// UTC milliseconds; to now when absent.
        to: Option<i64>,
    }
    /// A stretch of a session.
    EraseStretch {
        /// UUID.
        session_id: String,
        /// UTC milliseconds.
        from: i64,
        /// UTC milliseconds, after `from`.
        to: i64,
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
    /// Whether the room may join the call.
    SessionWatch {
        /// UUID.
        session_id: String,
        /// It may; needs a meeting link and a participant who agreed to be observed.
        on: bool,
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
        /// Ends the session that is still live at its last note, or at its start when it has none.
        end_last: Option<bool>,
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
        /// Passed on to observers who read only what is passed on, or not any more.
        passed: Option<bool>,
        /// First key press of the change, UTC milliseconds by the console's clock; with a body.
        typed_from: Option<i64>,
        /// Last key press, likewise.
        typed_to: Option<i64>,
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
        /// `session=UUID` for a session's notes and guide items, `codebook`, `day` for the plan.
        context: String,
    }
    /// What to do again.
    Redo {
        /// `session=UUID` for a session's notes and guide items, `codebook`, `day` for the plan.
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
        /// For tasks: `start` begins the task's clock, `stop` ends it, `clear` forgets it.
        clock: Option<String>,
        /// For tasks: how often the moderator helped, up to 99.
        assists: Option<u8>,
        /// For tasks: slips and wrong turns, up to 99.
        errors: Option<u8>,
        /// For tasks: Single Ease Question, 1 very difficult to 7 very easy; 0 for none.
        seq: Option<u8>,
    }
    /// Answers to a questionnaire.
    FormRecord {
        /// UUID.
        session_id: String,
        /// UUID.
        participant_id: String,
        /// `sus` (ten items, 1 to 5) or `umux_lite` (two items, 1 to 7).
        form: String,
        /// In the items' order; none removes what was kept.
        answers: Vec<u8>,
    }
    /// A photo.
    PhotoAdd {
        /// UUID made by the sender.
        photo_id: String,
        /// The note that it belongs to.
        note_id: String,
        /// Its name.
        name: String,
        /// JPEG, PNG or WebP, up to 10 MiB, base64.
        base64: String,
        /// When it was taken or chosen, UTC milliseconds by the console's clock; now when absent.
        chosen_at: Option<i64>,
    }
    /// Which photo.
    PhotoRead {
        /// UUID.
        photo_id: String,
    }
    /// Which photo.
    PhotoDelete {
        /// UUID.
        photo_id: String,
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
        /// First key press, UTC milliseconds by the console's clock, uncorrected; now when absent.
        typed_from: Option<i64>,
        /// Last key press, likewise.
        typed_to: Option<i64>,
    }
    /// What somebody is about to ask.
    QuestionsLike {
        /// UUID.
        session_id: String,
        /// The words so far.
        text: String,
        /// A question that is not told as like itself.
        except: Option<String>,
    }
    /// A question's next step.
    QuestionStep {
        /// UUID.
        question_id: String,
        /// `pass`, `hold`, `merge`, `cover`, `decline`, `ask`, or `take_back` for the last of these.
        step: String,
        /// For `merge`: the question that stands for both.
        into: Option<String>,
        /// For `cover`: section and item of the session's guide, from 0: `2.0`.
        item: Option<String>,
        /// For `hold` and `decline`: why, one line; the asker reads it.
        reason: Option<String>,
    }
    /// A question's answer.
    QuestionLink {
        /// UUID.
        question_id: String,
        /// Notes of the same session; replaces those linked before.
        notes: Vec<String>,
    }
    /// A question that one wants to know, too.
    QuestionVote {
        /// UUID.
        question_id: String,
        /// Wants to know it; otherwise not any more.
        on: bool,
    }
    /// A note of something that one saw, too.
    NoteSaw {
        /// UUID.
        note_id: String,
        /// Saw it; otherwise not after all.
        on: bool,
    }
    /// Whose words.
    MaskShow {
        /// `note`, `question` or `entry`.
        of: String,
        /// UUID.
        id: String,
    }
    /// Whose words.
    MaskLift {
        /// `note`, `question` or `entry`.
        of: String,
        /// UUID.
        id: String,
        /// Observers read them as written.
        lifted: bool,
    }
    /// One line.
    NudgeSend {
        /// Up to 80 characters.
        text: String,
    }
    /// Which session.
    DebriefStart {
        /// UUID; a session that has ended and whose debrief is open.
        session_id: String,
        /// Minutes, 1 to 60; 10.
        minutes: Option<u16>,
    }
    /// What one person takes away.
    DebriefWrite {
        /// UUID.
        session_id: String,
        /// Up to three, the most important first; each up to 500 characters, empty for none.
        top: Vec<String>,
        /// What was surprising, up to 500 characters; empty for nothing.
        surprise: String,
        /// First key press, UTC milliseconds by the console's clock, uncorrected; now when absent.
        typed_from: Option<i64>,
        /// Last key press, likewise.
        typed_to: Option<i64>,
    }
    /// Which session.
    DebriefReveal {
        /// UUID.
        session_id: String,
    }
    /// Where an entry belongs.
    DebriefGroup {
        /// UUID.
        entry_id: String,
        /// An entry of the group that it joins; none for a group of its own, which its author, too, may ask for.
        with: Option<String>,
    }
    /// What changes.
    DecisionAdd {
        /// UUID made by the sender.
        decision_id: String,
        /// UUID.
        session_id: String,
        /// `prototype`, `brief` (a question for the next brief), `guide` or `other`.
        decision: String,
        /// What, up to 500 characters.
        text: String,
        /// For `prototype`: the build that sessions are run with from now on; as before when absent.
        build: Option<String>,
        /// First key press, UTC milliseconds by the console's clock, uncorrected; now when absent.
        typed_from: Option<i64>,
        /// Last key press, likewise.
        typed_to: Option<i64>,
    }
    /// Which decision.
    DecisionRemove {
        /// UUID.
        decision_id: String,
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
        /// Note-takers, too, come in without encryption; confirmed a second time.
        plain_http_note_takers: Option<bool>,
        /// Where others reach it, such as `https://room.example.org`: a reverse proxy, a VPN, Tailscale.
        public_address: Option<String>,
        /// An own certificate: a PEM file on the console's machine.
        certificate: Option<String>,
        /// Its key: a PEM file on the console's machine.
        key: Option<String>,
    }
    /// No fields.
    RoomAddresses {}
    /// No fields.
    RoomClose {}
    /// Whose link.
    LinkRenew {
        /// `note_taker` or `observer`.
        role: String,
    }
    /// A further link.
    LinkMake {
        /// `note_taker` or `observer`.
        role: String,
        /// Whom it is for, one line; empty for nobody in particular.
        label: String,
        /// Minutes for which it lets people in, 1 to 1,440; as long as the room is open when absent.
        minutes: Option<u32>,
        /// How many people it lets in, 1 to 999.
        people: Option<u16>,
        /// The one session that it is for; those who came by it see no other.
        session_id: Option<String>,
    }
    /// A link that is listed with its address.
    LinkShow {
        /// The link.
        link_id: String,
        /// One of the room's addresses.
        address: String,
    }
    /// Which link.
    LinkRevoke {
        /// UUID.
        link_id: String,
    }
    /// Whose code.
    CodeMake {
        /// `note_taker` or `observer`.
        role: String,
    }
    /// Who.
    MemberAdmit {
        /// UUID.
        member_id: String,
    }
    /// Who.
    MemberRemove {
        /// UUID.
        member_id: String,
    }
    /// No fields.
    MemberLeave {}
}

impl RoomOpen {
    /// Everything but how far it reaches as it is usual.
    pub fn of(reach: Reach) -> Self {
        Self {
            reach,
            address: None,
            port: None,
            plain_http: false,
            plain_http_note_takers: None,
            public_address: None,
            certificate: None,
            key: None,
        }
    }
}
