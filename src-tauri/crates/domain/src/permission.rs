//! Who may do what: one table.

use crate::entity::Author;
use crate::words::words;
use crate::{Refusal, id::MemberId};

words! {
    /// What a person in the room came for.
    Role {
        /// Writes notes.
        NoteTaker = "note_taker",
        /// Watches and suggests questions.
        Observer = "observer",
    }
}

/// Who gives a command. Made in two places only: the console makes the moderator, the room's door makes members.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Actor {
    /// The person at the console.
    Moderator,
    /// Somebody in the room.
    Member(MemberId, Role),
}

words! {
    /// What a command needs.
    Permission {
        /// To be in the room or at the console.
        BeThere = "be_there",
        /// To change the plan, the codebook and the study.
        Plan = "plan",
        /// To start, pause and end sessions.
        Run = "run",
        /// To write notes, read the team's, and change what `may_change` allows.
        WriteNotes = "write_notes",
        /// To say what became of guide items; a note-taker needs the duty.
        KeepGuide = "keep_guide",
        /// To close the debrief; a note-taker needs the duty.
        RunDebrief = "run_debrief",
        /// To suggest a question.
        Suggest = "suggest",
        /// To take questions further on their way; a note-taker needs the duty.
        AnswerQuestions = "answer_questions",
        /// To say that one saw or wants to know something, too.
        Watch = "watch",
        /// To say one line that is not kept.
        Nudge = "nudge",
        /// To hand in what one takes away from a session, and to ask what is like a question.
        TakePart = "take_part",
        /// To open and close the room, to see its links, to remove members.
        RunRoom = "run_room",
        /// To leave the room.
        Leave = "leave",
        /// To see a participant's real name.
        ReadIdentity = "read_identity",
        /// To read files into the study and write files from it.
        ImportExport = "import_export",
    }
}

/// The table. A role that is not named for a permission does not have it.
pub fn permit(actor: Actor, permission: Permission) -> Result<(), Refusal> {
    use Permission as P;
    let allowed = match actor {
        Actor::Moderator => match permission {
            P::BeThere | P::Plan | P::Run | P::WriteNotes | P::AnswerQuestions => true,
            P::KeepGuide | P::RunDebrief | P::Nudge | P::TakePart => true,
            P::RunRoom | P::ReadIdentity | P::ImportExport => true,
            P::Suggest | P::Leave | P::Watch => false,
        },
        Actor::Member(_, Role::NoteTaker) => match permission {
            P::BeThere | P::WriteNotes | P::Suggest | P::Leave => true,
            P::KeepGuide | P::RunDebrief | P::AnswerQuestions => true,
            P::Nudge | P::TakePart => true,
            P::Watch | P::Plan | P::Run | P::RunRoom | P::ReadIdentity | P::ImportExport => false,
        },
        Actor::Member(_, Role::Observer) => match permission {
            P::BeThere | P::Suggest | P::Leave | P::Watch | P::TakePart => true,
            P::Nudge | P::WriteNotes | P::Plan | P::Run | P::AnswerQuestions => false,
            P::KeepGuide | P::RunDebrief => false,
            P::RunRoom | P::ReadIdentity | P::ImportExport => false,
        },
    };
    if allowed { Ok(()) } else { Err(Refusal::Forbidden(why_not(permission))) }
}

fn why_not(permission: Permission) -> &'static str {
    match permission {
        Permission::BeThere => "Join the room first.",
        Permission::Plan => "Only the moderator changes the plan.",
        Permission::Run => "Only the moderator runs the session.",
        Permission::WriteNotes => "Only the moderator and note-takers write notes.",
        Permission::KeepGuide => "Only the moderator and note-takers keep the guide.",
        Permission::RunDebrief => "Only the moderator and note-takers run the debrief.",
        Permission::Suggest => "Questions are suggested from the room.",
        Permission::AnswerQuestions => "Only the moderator and note-takers answer questions from the room.",
        Permission::Watch => "Only observers say that they saw or want to know something, too.",
        Permission::Nudge => "Only the moderator and note-takers send nudges.",
        Permission::TakePart => "Join the room first.",
        Permission::RunRoom => "Only the moderator opens and closes the room.",
        Permission::Leave => "Only somebody in the room can leave it.",
        Permission::ReadIdentity => "Real names are for the moderator only.",
        Permission::ImportExport => "Only the moderator imports and exports.",
    }
}

words! {
    /// A field of a note that can be changed.
    NoteField {
        /// What it says.
        Body = "body",
        /// Its tags.
        Tags = "tags",
        /// Whom it is about.
        Who = "who",
        /// Its severity.
        Severity = "severity",
        /// Who may read it.
        Audience = "audience",
        /// Its stamp.
        At = "at",
        /// Its star.
        Starred = "starred",
        /// A quote checked against the recording.
        Checked = "checked",
        /// Passed on to observers.
        Passed = "passed",
        /// Whether its words are masked for observers.
        Lifted = "lifted",
        /// Whether it was deleted.
        Deleted = "deleted",
    }
}

/// Whether somebody who may read a note may change a field of it.
///
/// Nobody's words are altered by another note-taker; what the team makes of them is the team's. The moderator, who
/// answers for the study, may change everything.
pub fn may_change(actor: Actor, author: &Author, field: NoteField) -> Result<(), Refusal> {
    let own = match (actor, author) {
        (Actor::Moderator, _) => true,
        (Actor::Member(me, _), Author::Member(id)) => me == *id,
        (Actor::Member(..), _) => false,
    };
    let teams = match field {
        NoteField::Tags | NoteField::Who | NoteField::Severity => true,
        NoteField::At | NoteField::Starred | NoteField::Checked | NoteField::Passed => true,
        NoteField::Body | NoteField::Audience | NoteField::Deleted | NoteField::Lifted => false,
    };
    if own || teams {
        return Ok(());
    }
    Err(Refusal::Forbidden(match field {
        NoteField::Audience => {
            "This note is somebody else's: only its author and the moderator say who reads it."
        }
        NoteField::Deleted => "This note is somebody else's: only its author and the moderator delete it.",
        NoteField::Lifted => {
            "This note is somebody else's: only its author and the moderator let names through."
        }
        _ => "These are somebody else's words: only their author and the moderator change them.",
    }))
}
