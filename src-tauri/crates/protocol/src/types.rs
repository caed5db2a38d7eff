//! The TypeScript that the pages are written against.

use crate::*;
use ts_rs::{Config, TS};

macro_rules! declare {
    ($out:ident, $config:ident, $($type:ident),* $(,)?) => {$(
        for line in $type::docs().unwrap_or_default().lines() {
            $out.push_str(line.trim_end());
            $out.push('\n');
        }
        $out.push_str("export ");
        $out.push_str(&$type::decl(&$config));
        $out.push_str("\n\n");
    )*};
}

/// The whole of `ui/src/protocol/index.ts`.
pub fn typescript() -> String {
    let config = Config::new().with_large_int("number");
    let mut out = String::from("// Made by `cargo xtask types` from the protocol crate. Do not edit.\n\n");
    declare!(
        out,
        config,
        FaultCode,
        Fault,
        RoleView,
        MeView,
        QuotaView,
        StudyView,
        TagView,
        AttributeView,
        ParticipantView,
        SlotView,
        SeatView,
        ConsentView,
        IntervalView,
        SessionView,
        NoteView,
        GuideItemView,
        GuideSectionView,
        GuideView,
        QuestionView,
        MemberView,
        RoomView,
        PresenceView,
        ItemView,
        DutyView,
        MomentView,
        WitnessedView,
        FormView,
        PhotoView,
        InboxItemView,
        GuideFileView,
        DoorView,
        EntityView,
        FeedEvent,
    );
    declare!(out, config, ExportFormat, QuestionVerdict, Reach);
    declare!(
        out,
        config,
        TimeNow,
        Quota,
        StudyUpdate,
        TagCreate,
        TagUpdate,
        TagMove,
        TagMerge,
        TagRetire,
        TagCounts,
        SlotCreate,
        SlotUpdate,
        SlotCancel,
        SlotRestore,
        SlotsMove,
        SlotMove,
        SessionReschedule,
        PaceForecast,
        Arrival,
        ReserveCall,
        Overview,
        Preflight,
        ParticipantCreate,
        ParticipantUpdate,
        AttributeGiven,
        ColumnPublish,
        Brief,
        InvitePicks,
        RespondentInvite,
        GuideCompare,
        GuideFollow,
        InboxFollow,
        InboxPreview,
        InboxTake,
        InboxDismiss,
        InboxRetry,
        DayPropose,
        DayLayOut,
        DayWarnings,
        ImportFiles,
        ImportPreview,
        ImportFile,
        ColumnChoice,
        ExportMake,
        IdentityShow,
        IdentityKeep,
        ConsentWithdraw,
        SeatMark,
        SessionAnswer,
        SessionTimes,
        OffRecord,
        ErasePreview,
        EraseStretch,
        SessionStep,
        ConsentRecord,
        ConsentDecision,
        SessionStart,
        SessionEnd,
        DebriefClose,
        NoteAdd,
        NoteEdit,
        NoteDelete,
        NoteRestore,
        NoteHistory,
        Undo,
        Redo,
        Search,
        ItemMark,
        FormRecord,
        PhotoAdd,
        PhotoRead,
        PhotoDelete,
        DutyClaim,
        MomentAgree,
        MomentSettle,
        QuestionSuggest,
        QuestionAnswer,
        RoomOpen,
        RoomClose,
        LinkRenew,
        MemberRemove,
        MemberLeave,
    );
    declare!(
        out,
        config,
        Time,
        Saved,
        ProposedSlot,
        DayProposal,
        Warnings,
        ImportReport,
        ImportedFile,
        FileColumn,
        ColumnRole,
        FileRow,
        Forecast,
        LateAnswer,
        MovedSlot,
        Awaited,
        FreeReserve,
        StudySoFar,
        DaySoFar,
        SegmentSoFar,
        IncentiveSoFar,
        Readiness,
        Check,
        BriefFound,
        SeatBrief,
        AnswerBrief,
        DiaryRow,
        StillToAsk,
        Picks,
        Pick,
        GuideChanges,
        GuideLine,
        ErasePreviewed,
        Erased,
        PhotoFile,
        ExportFile,
        IdentityShown,
        TagCreated,
        TagCounted,
        TagCount,
        History,
        HistoryEntry,
        FieldChange,
        Undone,
        Found,
        Hit,
    );
    out.push_str("/** Every command: what it takes, what it answers, whether it changes the study. */\n");
    out.push_str("export interface Commands {\n");
    for (name, request, answer, _) in SIGNATURES {
        out.push_str(&format!("  {name}: {{ request: {request}; answer: {answer} }};\n"));
    }
    out.push_str("}\n\n/** Commands that change the study and so carry a `command_id`. */\n");
    out.push_str("export const CHANGES: ReadonlySet<keyof Commands> = new Set<keyof Commands>([\n");
    for (name, ..) in SIGNATURES.iter().filter(|signature| signature.3) {
        out.push_str(&format!("  \"{name}\",\n"));
    }
    out.push_str("]);\n");
    out
}
