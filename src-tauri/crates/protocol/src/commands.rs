//! The table of commands: `name(request) -> response : permission`. Everything else about commands is made from it.

use crate::fault::{Fault, FaultCode};
use crate::requests::*;
use crate::wire::Field;
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
    /// Moves slots together, all or none.
    slots_move SlotsMove -> Saved : Plan, change;
    /// Gives a session another slot; the old one points to it.
    session_reschedule SessionReschedule -> Saved : Plan, change;
    /// How the running session keeps to its plan, and what its lateness touches.
    pace_forecast PaceForecast -> Forecast : Run, query;
    /// What to do while somebody is awaited: the reminder, and reserves who are free.
    arrival Arrival -> Awaited : Run, query;
    /// Calls a reserve in for somebody who did not come.
    reserve_call ReserveCall -> Saved : Run, change;
    /// The study so far: days, segments, hours, incentives.
    overview Overview -> StudySoFar : Plan, query;
    /// Whether everything is ready for a day.
    preflight Preflight -> Readiness : Run, query;

    /// Reads files into the study: schedule, guide, screener, notes. All or none of a file.
    import_files ImportFiles -> ImportReport : ImportExport, change;
    /// What an import would do; changes nothing.
    import_preview ImportPreview -> ImportReport : ImportExport, query;
    /// A day, a session or the study as a file.
    export_make ExportMake -> ExportFile : ImportExport, query;

    /// Makes a participant.
    participant_create ParticipantCreate -> Saved : Plan, change;
    /// Changes what is known of a participant.
    participant_update ParticipantUpdate -> Saved : Plan, change;
    /// Says whether observers may read a column of attributes.
    column_publish ColumnPublish -> Saved : Plan, change;
    /// What is worth knowing before a session.
    brief Brief -> BriefFound : WriteNotes, query;
    /// Whom to invite: the most extreme and the most surprising of those who answered.
    invite_picks InvitePicks -> Picks : Plan, query;
    /// Makes a participant of somebody who answered, or joins the answers to one.
    respondent_invite RespondentInvite -> Saved : Plan, change;
    /// What changed between two versions of the guide.
    guide_compare GuideCompare -> GuideChanges : WriteNotes, query;
    /// Follows a guide's file, or stops following it.
    guide_follow GuideFollow -> Saved : ImportExport, change;

    /// Follows a folder into which files are dropped, or stops following it.
    inbox_follow InboxFollow -> Saved : ImportExport, change;
    /// What taking a file of the inbox into the study would do; changes nothing.
    inbox_preview InboxPreview -> ImportReport : ImportExport, query;
    /// Takes a file of the inbox into the study, or attaches it to a session or note.
    inbox_take InboxTake -> ImportReport : ImportExport, change;
    /// Lets a file of the inbox rest; the file stays where it is.
    inbox_dismiss InboxDismiss -> Saved : ImportExport, change;
    /// Looks at a file of the inbox again.
    inbox_retry InboxRetry -> Saved : ImportExport, change;

    /// Keeps a real name and contact, apart from everything else.
    identity_keep IdentityKeep -> Saved : ReadIdentity, change;
    /// A participant's real name; that it was shown is recorded.
    identity_show IdentityShow -> IdentityShown : ReadIdentity, change;

    /// Confirms, expects, cancels, leaves out: every step that needs no more than itself.
    session_step SessionStep -> Saved : Run, change;
    /// Records what the participant allowed.
    consent_record ConsentRecord -> Saved : Run, change;
    /// Takes a participant's consent back, from now on or with all that was kept.
    consent_withdraw ConsentWithdraw -> Saved : Run, change;
    /// Says whether somebody in a group came, is late, left.
    seat_mark SeatMark -> Saved : Run, change;
    /// Notes what was checked and found in a session.
    session_answer SessionAnswer -> Saved : Run, change;
    /// Corrects when a session began or ended.
    session_times SessionTimes -> Saved : Run, change;
    /// Goes off the record, or back on it.
    off_record OffRecord -> Saved : Run, change;
    /// What erasing would erase; changes nothing.
    erase_preview ErasePreview -> ErasePreviewed : Run, query;
    /// Erases everything that was captured in a stretch of a session, for good.
    erase_stretch EraseStretch -> Erased : Run, change;
    /// Says whether the room may join the call, camera and microphone off.
    session_watch SessionWatch -> Saved : Run, change;
    /// Starts the session, with a decision about consent.
    session_start SessionStart -> Saved : Run, change;
    /// Ends the session.
    session_end SessionEnd -> Saved : Run, change;
    /// Closes the debrief: the room no longer reads the session's notes.
    debrief_close DebriefClose -> Saved : RunDebrief, change;

    /// Commits a note or a mark.
    note_add NoteAdd -> Saved : WriteNotes, change;
    /// Changes fields of a note.
    note_edit NoteEdit -> Saved : WriteNotes, change;
    /// Deletes a note; it can be restored.
    note_delete NoteDelete -> Saved : WriteNotes, change;
    /// Restores a deleted note.
    note_restore NoteRestore -> Saved : WriteNotes, change;
    /// What was done to a note, and by whom.
    note_history NoteHistory -> History : WriteNotes, query;
    /// Takes back the last of one's own actions in a context that is not taken back yet.
    undo Undo -> Undone : WriteNotes, change;
    /// Does again what was taken back last.
    redo Redo -> Undone : WriteNotes, change;
    /// Looks for notes.
    search Search -> Found : WriteNotes, query;

    /// Makes a tag.
    tag_create TagCreate -> TagCreated : WriteNotes, change;
    /// Renames, recolours or describes a tag, or changes its hotkey.
    tag_update TagUpdate -> Saved : Plan, change;
    /// Moves a tag within the codebook.
    tag_move TagMove -> Saved : Plan, change;
    /// Gives a tag's notes another tag and retires it for good.
    tag_merge TagMerge -> Saved : Plan, change;
    /// Takes a tag out of use, or back into it.
    tag_retire TagRetire -> Saved : Plan, change;
    /// How many notes have each tag.
    tag_counts TagCounts -> TagCounted : Plan, query;

    /// Says what became of a guide item.
    item_mark ItemMark -> Saved : KeepGuide, change;
    /// Keeps the answers to a questionnaire that follows a session.
    form_record FormRecord -> Saved : KeepGuide, change;
    /// Attaches a photo to a note; what the camera wrote about place and device is removed.
    photo_add PhotoAdd -> Saved : WriteNotes, change;
    /// A photo's picture.
    photo_read PhotoRead -> PhotoFile : WriteNotes, query;
    /// Removes a photo for good.
    photo_delete PhotoDelete -> Saved : WriteNotes, change;
    /// Claims a duty or gives it back.
    duty_claim DutyClaim -> Saved : WriteNotes, change;
    /// Agrees that a moment was one.
    moment_agree MomentAgree -> Saved : WriteNotes, change;
    /// Takes marks for one moment, or for marks of their own.
    moment_settle MomentSettle -> Saved : WriteNotes, change;

    /// Suggests a question to the moderator.
    question_suggest QuestionSuggest -> Saved : Suggest, change;
    /// What is like a question: others of its session, and items of the guide, as far as the reader may see them.
    questions_like QuestionsLike -> Alike : TakePart, query;
    /// Takes a question a step further: passed on, held, merged, in the guide, declined, asked, or back.
    question_step QuestionStep -> Saved : AnswerQuestions, change;
    /// Says which notes answer a question.
    question_link QuestionLink -> Saved : AnswerQuestions, change;
    /// Says that one wants to know it, too, or takes that back.
    question_vote QuestionVote -> Saved : Watch, change;
    /// Says that one saw it, too, or takes that back.
    note_saw NoteSaw -> Saved : Watch, change;
    /// What observers read instead of one's own words.
    mask_show MaskShow -> Masked : BeThere, query;
    /// Lets observers read one's own words as they were written, or masks them again.
    mask_lift MaskLift -> Saved : BeThere, change;
    /// One line to the moderator, or from the moderator to the note-takers; shown for 8 s and never stored.
    nudge_send NudgeSend -> Sent : Nudge, query;

    /// Starts the debrief's timer.
    debrief_start DebriefStart -> Saved : RunDebrief, change;
    /// Hands in one's top 3 and surprise; replaces what one handed in before.
    debrief_write DebriefWrite -> Saved : TakePart, change;
    /// Shows everybody's top 3 and surprises at once.
    debrief_reveal DebriefReveal -> Saved : RunDebrief, change;
    /// Groups an entry with another, or gives it a group of its own.
    debrief_group DebriefGroup -> Saved : TakePart, change;
    /// Records what changes after a session.
    decision_add DecisionAdd -> Saved : RunDebrief, change;
    /// Takes a decision back.
    decision_remove DecisionRemove -> Saved : RunDebrief, change;

    /// Opens the room.
    room_open RoomOpen -> Saved : RunRoom, change;
    /// Closes the room; everybody's access ends.
    room_close RoomClose -> Saved : RunRoom, change;
    /// This computer's addresses in its networks, to choose from before the room is opened.
    room_addresses RoomAddresses -> AddressesFound : RunRoom, query;
    /// Makes a new link for a role; the old ones no longer let anybody in.
    link_renew LinkRenew -> Saved : RunRoom, change;
    /// Makes a further link, which may expire, let in a number of people, or be for one session.
    link_make LinkMake -> Saved : RunRoom, change;
    /// A link as it reads, and is scanned, at another address of the open room.
    link_show LinkShow -> LinkShown : RunRoom, query;
    /// Ends a link; who came in by it stays.
    link_revoke LinkRevoke -> Saved : RunRoom, change;
    /// Makes a code that can be spoken; the role's earlier code ends.
    code_make CodeMake -> Saved : RunRoom, change;
    /// Lets in a note-taker who came by a code.
    member_admit MemberAdmit -> Saved : RunRoom, change;
    /// Ends a member's access at once.
    member_remove MemberRemove -> Saved : RunRoom, change;
    /// Leaves the room.
    member_leave MemberLeave -> Saved : Leave, change;
}
