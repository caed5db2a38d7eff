//! Who may do what: one table.

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
        /// To write notes and change one's own.
        WriteNotes = "write_notes",
        /// To suggest a question.
        Suggest = "suggest",
        /// To mark a question as asked or decline it.
        AnswerQuestions = "answer_questions",
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
            P::RunRoom | P::ReadIdentity | P::ImportExport => true,
            P::Suggest | P::Leave => false,
        },
        Actor::Member(_, Role::NoteTaker) => match permission {
            P::BeThere | P::WriteNotes | P::Suggest | P::Leave => true,
            P::Plan | P::Run | P::AnswerQuestions | P::RunRoom | P::ReadIdentity | P::ImportExport => false,
        },
        Actor::Member(_, Role::Observer) => match permission {
            P::BeThere | P::Suggest | P::Leave => true,
            P::WriteNotes | P::Plan | P::Run | P::AnswerQuestions => false,
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
        Permission::Suggest => "Questions are suggested from the room.",
        Permission::AnswerQuestions => "Only the moderator answers questions from the room.",
        Permission::RunRoom => "Only the moderator opens and closes the room.",
        Permission::Leave => "Only somebody in the room can leave it.",
        Permission::ReadIdentity => "Real names are for the moderator only.",
        Permission::ImportExport => "Only the moderator imports and exports.",
    }
}
