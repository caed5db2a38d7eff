//! The views: what a page receives of each entity. Null stands for none and for what is not for its viewer.

use crate::wire::{views, word_enums};

word_enums! {
    /// Who reads: `moderator`, `note_taker`, `observer`.
    RoleView { /// At the console.
        Moderator, /// Writes notes in the room.
        NoteTaker, /// Watches from the room.
        Observer }
}

views! {
    /// Who a page belongs to.
    MeView {
        /// `moderator` or the member's id; equals `author_id` of one's own notes.
        id: String,
        /// The display name.
        name: String,
        /// The role.
        role: RoleView,
    }
    /// The study.
    StudyView {
        /// UUID.
        id: String,
        /// Its title.
        title: String,
        /// IANA zone.
        zone: String,
        /// What the moderator is called; for the moderator.
        moderator_name: Option<String>,
        /// What observers read of the room's notes: `all`, `passed` or `none`.
        observers_read: String,
        /// Observers see the item of the guide that it is about now.
        observers_see_guide: bool,
        /// Observers see the names of who is in the room.
        observers_see_names: bool,
        /// Milliseconds by which a typed note's stamp goes before its first key; for the team.
        typed_lead_in_ms: Option<u32>,
        /// The same for one-tap marks; for the team.
        mark_lead_in_ms: Option<u32>,
        /// The column of attributes by which quotas count; for the team.
        segment: Option<String>,
        /// How many of each segment there should be; for the team.
        quotas: Option<Vec<QuotaView>>,
        /// The prototype build; for the team.
        build: Option<String>,
        /// The folder into which files are dropped; for the moderator.
        inbox_folder: Option<String>,
        /// The guide's file that is followed; for the moderator.
        guide_path: Option<String>,
    }
    /// How many of a segment there should be.
    QuotaView {
        /// A value of the segment's column.
        value: String,
        /// Sessions.
        target: u16,
    }
    /// A tag of the codebook.
    TagView {
        /// UUID.
        id: String,
        /// What is typed after `#`.
        name: String,
        /// A name of the palette: pain, delight, quote, bug, confusion, surprise, idea, follow, grey.
        color: String,
        /// One upper-case letter; for the team.
        hotkey: Option<String>,
        /// What it is for; for the team.
        description: Option<String>,
        /// Its place in the codebook.
        position: u32,
        /// No longer offered; notes that have it keep it.
        retired: bool,
        /// The tag that it belongs under; for the team.
        parent: Option<String>,
        /// `private`, `hunch` or `led`: what it does besides naming; for the team.
        effect: Option<String>,
    }
    /// One answer of the screener.
    AttributeView {
        /// The column.
        name: String,
        /// The answer.
        value: String,
        /// Observers may read it.
        public: bool,
    }
    /// A participant; for the team.
    ParticipantView {
        /// UUID.
        id: String,
        /// `P04`.
        code: String,
        /// IANA zone, when not the study's.
        zone: Option<String>,
        /// What the screener says.
        attributes: Vec<AttributeView>,
        /// A real name is kept, hidden; for the moderator.
        has_identity: Option<bool>,
        /// What they get; for the moderator.
        incentive: Option<String>,
        /// `owed` or `paid`; for the moderator.
        incentive_state: Option<String>,
    }
    /// A piece of a day.
    SlotView {
        /// UUID.
        id: String,
        /// Local date, `2026-11-26`.
        date: String,
        /// Local minutes after midnight.
        start_minute: u16,
        /// Minutes.
        length_minutes: u16,
        /// IANA zone of date and start.
        zone: String,
        /// UTC milliseconds of its start.
        starts_at: i64,
        /// The clocks skip that local time on that day; it was moved forward.
        skipped_hour: bool,
        /// `session`, `break` or `reserve`.
        kind: String,
        /// What the plan calls it; for the team.
        label: Option<String>,
        /// The slot that took its place; for the team.
        moved_to: Option<String>,
        /// It must not be moved by an answer to lateness; for the team.
        fixed: Option<bool>,
        /// For a reserve: codes of those on call; for the team.
        on_call: Option<Vec<String>>,
        /// Its clocks change on that day.
        clocks_change: bool,
    }
    /// A participant's place in a session.
    SeatView {
        /// 1 to 99.
        number: u8,
        /// `P04`.
        code: String,
        /// For the team.
        participant_id: Option<String>,
        /// For observers only public ones.
        attributes: Vec<AttributeView>,
        /// `expected`, `came`, `late`, `left` or `no_show`; for the team.
        status: Option<String>,
        /// What this participant decided; for the moderator.
        consent: Option<ConsentView>,
    }
    /// Scopes of consent; for the team.
    ConsentView {
        /// UTC milliseconds.
        decided_at: i64,
        /// Colleagues may watch.
        observed: bool,
        /// The conversation may be recorded.
        recorded: bool,
        /// Words may be quoted.
        quoted: bool,
        /// Clips may be made.
        clipped: bool,
        /// The most members in the room.
        most_observers: Option<u16>,
    }
    /// A break or gap on the session clock.
    IntervalView {
        /// `break`, `off_record`, or `erased`: a stretch of which nothing is kept.
        kind: String,
        /// UTC milliseconds.
        from: i64,
        /// UTC milliseconds; none while it lasts.
        to: Option<i64>,
    }
    /// One conversation.
    SessionView {
        /// UUID.
        id: String,
        /// The slot in which it is planned.
        slot_id: String,
        /// `interview`, `usability_test`, `focus_group` or `site_visit`.
        kind: String,
        /// `planned`, `confirmed`, `arrived`, `live`, `on_break`, `done`, `ended_early`, `left_out`, `no_show`,
        /// `cancelled` or `rescheduled`.
        status: String,
        /// Why it was cancelled or left out; for the moderator.
        reason: Option<String>,
        /// UTC milliseconds; session time counts from here.
        started_at: Option<i64>,
        /// UTC milliseconds.
        ended_at: Option<i64>,
        /// UTC milliseconds; until then the room still reads its notes.
        debrief_closed_at: Option<i64>,
        /// Breaks and gaps.
        intervals: Vec<IntervalView>,
        /// Who takes part.
        seats: Vec<SeatView>,
        /// The participant did not agree to be observed.
        shut: bool,
        /// The room is about this session now.
        open_to_room: bool,
        /// The guide version that it was run with; for the team.
        guide_id: Option<String>,
        /// What was allowed; for the team.
        consent: Option<ConsentView>,
        /// Why it started without a decision; for the moderator.
        override_reason: Option<String>,
        /// Where the call is; for the moderator.
        meeting_link: Option<String>,
        /// UTC milliseconds when picture and sound were checked; for the team.
        recording_checked_at: Option<i64>,
        /// `yes`, `partly` or `no`; for the team.
        right_person: Option<String>,
        /// The prototype build; for the team.
        build: Option<String>,
        /// The guide's sections in this session's order, from 0; none for the guide's own; for the team.
        section_order: Option<Vec<u16>>,
        /// Consent was taken back; for the team.
        withdrawn: Option<bool>,
        /// The room may join the call; for the moderator.
        watch: Option<bool>,
        /// Where the call is, while the room may join it and the session is open to the room.
        watch_link: Option<String>,
    }
    /// One observation.
    NoteView {
        /// UUID.
        id: String,
        /// Its session.
        session_id: String,
        /// The stamp: UTC milliseconds.
        at: i64,
        /// What it says; none for a mark.
        body: Option<String>,
        /// Ids of tags.
        tags: Vec<String>,
        /// 1 to 4.
        severity: Option<u8>,
        /// Its body is wholly in quotation marks.
        quote: bool,
        /// A quote checked against the recording.
        checked: bool,
        /// Changed since it was committed.
        edited: bool,
        /// Ids of participants; for the team.
        who: Option<Vec<String>>,
        /// `room`, `team` or `own`; for the team.
        audience: Option<String>,
        /// For the team.
        starred: Option<bool>,
        /// `moderator`, `imported` or a member's id; for the team.
        author_id: Option<String>,
        /// For the team.
        author_name: Option<String>,
        /// Up to two letters; for the team.
        author_initials: Option<String>,
        /// Passed on to observers who read only what is passed on; for the team.
        passed: Option<bool>,
        /// Observers read some of its words masked; for the team.
        masked: Option<bool>,
        /// How many observers saw it, too; for the team.
        saw_too: Option<u32>,
        /// Id of its last edit; for the team.
        edit: Option<String>,
    }
    /// A question or task of the guide.
    GuideItemView {
        /// `question` or `task`.
        kind: String,
        /// The question, or the task's title.
        text: String,
        /// What is read aloud.
        wording: Option<String>,
        /// When a task counts as done.
        done_when: Option<String>,
        /// Planned minutes.
        minutes: Option<u16>,
        /// Must be asked in every session.
        must_ask: bool,
        /// What to follow up with.
        probes: Vec<String>,
    }
    /// A part of the guide.
    GuideSectionView {
        /// Its heading.
        title: String,
        /// Planned minutes.
        minutes: Option<u16>,
        /// What is to be said or kept in mind.
        text: Vec<String>,
        /// Its questions and tasks.
        items: Vec<GuideItemView>,
        /// It takes turns with the other sections that rotate.
        rotates: bool,
    }
    /// One version of the guide.
    GuideView {
        /// UUID.
        id: String,
        /// 1 for the first; the highest is in force.
        version: u32,
        /// Its heading.
        title: String,
        /// What to say when somebody is distressed; for the team.
        support: Option<String>,
        /// Its parts.
        sections: Vec<GuideSectionView>,
        /// UTC milliseconds when it came into the study; for the team.
        made_at: Option<i64>,
    }
    /// What an observer wants to know; for the team and the asker, and once it is passed on for every observer.
    QuestionView {
        /// UUID.
        id: String,
        /// Its session.
        session_id: String,
        /// The question.
        text: String,
        /// `now`, `end_of_task` or `wrap_up`.
        when: String,
        /// `suggested`, `passed`, `held`, `merged`, `covered`, `asked`, `declined` or `parked`.
        status: String,
        /// Why it is held or was declined; for the team and the asker.
        reason: Option<String>,
        /// UTC milliseconds.
        suggested_at: i64,
        /// UTC milliseconds when it was passed on.
        passed_at: Option<i64>,
        /// UTC milliseconds.
        asked_at: Option<i64>,
        /// The question that it was merged into; for the team and the asker.
        merged_into: Option<String>,
        /// What became of that question, with its reason in `reason`; for the team and the asker.
        became: Option<String>,
        /// The guide's item that covers it, in words; for the team, and for the asker when observers see the guide.
        covered_by: Option<String>,
        /// Some notes answer it.
        answered: bool,
        /// The notes that answer it; for the team.
        answers: Option<Vec<String>>,
        /// How many others want to know it, too; for the team.
        votes: Option<u32>,
        /// Who passed it on, when that was not the moderator; for the team.
        passed_by: Option<String>,
        /// Observers read some of its words masked; for the team and the asker.
        masked: Option<bool>,
        /// For the team.
        asker_id: Option<String>,
        /// For the team.
        asker_name: Option<String>,
        /// How many sessions the asker had joined by then; for the team.
        joined: Option<u32>,
        /// Of how many that had been open to the room; for the team.
        joined_of: Option<u32>,
    }
    /// A person in the room; for the team, and by name and role for observers when the study shows names.
    MemberView {
        /// UUID.
        id: String,
        /// The display name.
        name: String,
        /// `note_taker` or `observer`.
        role: RoleView,
        /// UTC milliseconds; for the team.
        joined_at: Option<i64>,
        /// UTC milliseconds.
        left_at: Option<i64>,
        /// False while a note-taker who came by a code waits for the moderator; for the team.
        admitted: Option<bool>,
        /// How many sessions they joined; for the team.
        sessions: Option<u32>,
        /// Of how many that were open to the room; for the team.
        sessions_of: Option<u32>,
        /// UTC milliseconds when their last page closed; none while one is open; for the moderator.
        last_seen: Option<i64>,
        /// The network address that they came from last; for the moderator.
        network: Option<String>,
        /// The one session that their link is for; for the moderator.
        session_id: Option<String>,
    }
    /// The room.
    RoomView {
        /// Always `room`.
        id: String,
        /// The server listens.
        open: bool,
        /// Pages travel unencrypted beyond this computer.
        plain_http: bool,
        /// Where pages find it, the best first; for the moderator.
        addresses: Option<Vec<String>>,
        /// What an observer opens; for the moderator.
        observer_link: Option<String>,
        /// What a note-taker opens; for the moderator.
        note_taker_link: Option<String>,
        /// The certificate's SHA-256; for the moderator.
        fingerprint: Option<String>,
        /// UTC milliseconds when another device last opened it; for the moderator.
        tried_at: Option<i64>,
        /// What that was: `a phone`, `another computer`; for the moderator.
        tried_from: Option<String>,
        /// Who can reach it, in sentences; for the moderator.
        says: Option<String>,
        /// The fingerprint's beginning in words, to be read aloud; for the moderator.
        fingerprint_words: Option<String>,
        /// Every link that lets somebody in; for the moderator.
        links: Option<Vec<LinkView>>,
        /// The codes that can be spoken; for the moderator.
        codes: Option<Vec<CodeView>>,
    }
    /// A link to the room.
    LinkView {
        /// UUID.
        id: String,
        /// `note_taker` or `observer`.
        role: RoleView,
        /// Whom it is for; empty for nobody in particular.
        label: String,
        /// UTC milliseconds.
        made_at: i64,
        /// UTC milliseconds from which on it lets nobody in.
        expires_at: Option<i64>,
        /// How many people it lets in.
        people: Option<u16>,
        /// How many came in by it.
        used: u32,
        /// The one session that it is for.
        session_id: Option<String>,
        /// The link itself; none when it was made before the program started.
        address: Option<String>,
        /// The link as a QR code: the `d` of an SVG path; none without the link.
        qr: Option<String>,
        /// Width and height of the code in the path's units.
        qr_size: Option<u16>,
    }
    /// A code that can be spoken.
    CodeView {
        /// Eight letters and digits, in two groups.
        code: String,
        /// `note_taker` or `observer`.
        role: RoleView,
        /// UTC milliseconds until when it counts.
        until: i64,
    }
    /// Where the session stands, for who may not see the guide as a whole.
    ProgressView {
        /// The session's id.
        id: String,
        /// Its session.
        session_id: String,
        /// The part of the guide that it is about; when observers see the guide.
        section: Option<String>,
        /// The item of the guide that it is about; when observers see the guide.
        item: Option<String>,
        /// UTC milliseconds since when it is about that.
        since: Option<i64>,
        /// Items asked or skipped.
        done: u32,
        /// All items.
        items: u32,
    }
    /// What is one's own: for one member alone.
    MineView {
        /// The member's id.
        id: String,
        /// Questions that one suggested.
        questions: Vec<String>,
        /// Questions that one wants to know, too.
        votes: Vec<String>,
        /// Notes of what one saw, too.
        saw: Vec<String>,
        /// One's entries of debriefs.
        entries: Vec<String>,
        /// How many sessions one joined, counted from half of the active time on.
        sessions: u32,
        /// Of how many that were open to the room.
        sessions_of: u32,
    }
    /// A session's debrief.
    DebriefView {
        /// The session's id.
        id: String,
        /// Its session.
        session_id: String,
        /// UTC milliseconds.
        started_at: i64,
        /// Minutes.
        minutes: u16,
        /// UTC milliseconds when everybody's entries were shown.
        revealed_at: Option<i64>,
        /// How many people handed theirs in.
        handed_in: u32,
    }
    /// An entry of a debrief: one's own, and once they are shown everybody's.
    EntryView {
        /// UUID.
        id: String,
        /// Its session.
        session_id: String,
        /// 1 to 3 for the top 3, 0 for the surprise.
        place: u8,
        /// What it says.
        text: String,
        /// Entries of one group say the same; the id of its first entry. None before they are shown.
        group: Option<String>,
        /// Observers read some of its words masked; for the team and its author.
        masked: Option<bool>,
        /// `moderator` or a member's id; for the team.
        author_id: Option<String>,
        /// For the team, and for observers when the study shows names.
        author_name: Option<String>,
        /// How many sessions its author had joined by then.
        joined: Option<u32>,
        /// Of how many that had been open to the room.
        joined_of: Option<u32>,
    }
    /// What changes after a session.
    DecisionView {
        /// UUID.
        id: String,
        /// Its session.
        session_id: String,
        /// `prototype`, `brief`, `guide` or `other`.
        decision: String,
        /// What.
        text: String,
        /// For `prototype`: the build before; for the team.
        build_before: Option<String>,
        /// For `prototype`: the build from now on; for the team.
        build: Option<String>,
        /// UTC milliseconds.
        made_at: i64,
        /// Who recorded it; for the team.
        author_name: Option<String>,
    }
    /// Who has a page open now.
    PresenceView {
        /// Always `presence`.
        id: String,
        /// Note-takers with a page open.
        note_takers: u32,
        /// Observers with a page open.
        observers: u32,
        /// Members' ids; for the team.
        connected: Option<Vec<String>>,
    }
    /// What became of a guide item in one session; for the team.
    ItemView {
        /// The session's id, a point, and the item: `….2.0`.
        id: String,
        /// Its session.
        session_id: String,
        /// Section and item of the session's guide, from 0: `2.0`.
        item: String,
        /// `asked`, `skipped` or `untouched`.
        state: String,
        /// UTC milliseconds; none while untouched.
        at: Option<i64>,
        /// How a task went: `easily`, `with_difficulty`, `with_help`, `failed`, `gave_up`, `thinks_done`, `not_tried`.
        outcome: Option<String>,
        /// A task's clock: UTC milliseconds.
        started_at: Option<i64>,
        /// A task's clock: UTC milliseconds; none while it runs.
        stopped_at: Option<i64>,
        /// A task's clock: active milliseconds, once it stopped.
        took_ms: Option<i64>,
        /// How often the moderator helped.
        assists: u8,
        /// Slips and wrong turns.
        errors: u8,
        /// Single Ease Question, 1 to 7.
        seq: Option<u8>,
    }
    /// Answers to a questionnaire; for the team.
    FormView {
        /// The session's id, the participant's and the form, with points between.
        id: String,
        /// Its session.
        session_id: String,
        /// Who answered.
        participant_id: String,
        /// `sus` or `umux_lite`.
        form: String,
        /// In the items' order.
        answers: Vec<u8>,
        /// 0 to 100.
        score: f64,
    }
    /// A photo; for whoever reads its note, but no observers.
    PhotoView {
        /// UUID.
        id: String,
        /// Its note.
        note_id: String,
        /// Its session.
        session_id: String,
        /// Its name.
        name: String,
        /// `image/jpeg`, `image/png` or `image/webp`.
        media_type: String,
        /// Bytes.
        size: u32,
    }
    /// A file in the inbox; for the moderator.
    InboxItemView {
        /// Of its content: SHA-256, hex.
        id: String,
        /// Its name, with the folder inside the inbox.
        name: String,
        /// `schedule`, `guide`, `screener`, `answers`, `diary`, `notes`, `codebook`, `transcript`, `recording`, `photo`,
        /// or `unknown`.
        kind: String,
        /// `reading`, `offered`, `taken`, `attached`, `dismissed`, `failed` or `missing`.
        state: String,
        /// Bytes.
        size: i64,
        /// 0 to 1 while it is read.
        progress: Option<f64>,
        /// UTC milliseconds.
        found_at: i64,
        /// What it is, what became of it, or why not, in a sentence.
        says: String,
        /// The session that it belongs to, or may belong to.
        session_id: Option<String>,
        /// The note that it belongs to.
        note_id: Option<String>,
    }
    /// How the study's file fares on its disk; for the moderator.
    StudyFileView {
        /// Always `study_file`.
        id: String,
        /// What a full disk means for notes, in a sentence.
        disk: Option<String>,
        /// Why the last copy was not made, in a sentence.
        copies: Option<String>,
        /// That the file is damaged, in a sentence.
        damage: Option<String>,
        /// UTC milliseconds of the newest sound copy.
        copied_at: Option<i64>,
    }
    /// The guide's file that is followed; for the moderator.
    GuideFileView {
        /// Always `guide_file`.
        id: String,
        /// `in_force`, `broken` or `missing`.
        state: String,
        /// What is wrong and what stays in force, in a sentence.
        says: Option<String>,
        /// UTC milliseconds when it was read last.
        read_at: Option<i64>,
    }
    /// The door, for a member who waits before it because the session is full.
    DoorView {
        /// The member's id.
        id: String,
        /// Why: `full`, `admission` (the moderator lets note-takers in who came by a code) or `session` (their link is
        /// for another session).
        reason: String,
        /// With `full`: the most members that the participant allowed.
        limit: Option<u16>,
        /// With `full`: 1 for whoever is next.
        place: Option<u32>,
        /// With `session`: the session that their link is for.
        session_id: Option<String>,
    }
    /// A duty that somebody claimed; for the team. One that nobody has is gone.
    DutyView {
        /// The session's id, a point, and the duty.
        id: String,
        /// Its session.
        session_id: String,
        /// `guide`, `questions` or `debrief`.
        duty: String,
        /// `moderator` or a member's id.
        holder_id: String,
        /// What the holder is called.
        holder_name: String,
    }
    /// Marks by different people at one time; for the team. Counts are null until the session is over.
    MomentView {
        /// UUID.
        id: String,
        /// Its session.
        session_id: String,
        /// The first mark.
        note_id: String,
        /// Key time of the first mark, UTC milliseconds.
        at: i64,
        /// `offered`, `accepted` or `split`.
        state: String,
        /// The marks that belong to it.
        notes: Option<Vec<String>>,
        /// How many people agreed.
        agreed: Option<u32>,
        /// How many of the team were present then.
        present: Option<u32>,
    }
    /// A moment's counts, for the one person who has pressed and reads this.
    WitnessedView {
        /// The moment's id, a point, and who pressed.
        id: String,
        /// The moment.
        moment_id: String,
        /// Its session.
        session_id: String,
        /// The marks that belong to it.
        notes: Vec<String>,
        /// How many people agreed.
        agreed: u32,
        /// How many of the team were present then.
        present: u32,
    }
}
