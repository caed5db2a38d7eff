//! Ids: UUIDs that the creator of a thing makes, so that sending it again is harmless.

use crate::Refusal;
use std::fmt;
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Uuid);

        impl $name {
            /// Reads the hyphenated form.
            pub fn parse(text: &str) -> Result<Self, Refusal> {
                match Uuid::try_parse(text) {
                    Ok(id) if text.len() == 36 => Ok(Self(id)),
                    _ => Err(Refusal::BadId { what: stringify!($name) }),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// A study: survives copying the file.
    StudyId,
    /// One machine that writes studies: does not survive copying the file.
    DeviceId,
    /// One change, asked for once; repeating it gets the first answer.
    CommandId,
    /// One edit of one entity.
    EditId,
    /// A piece of a day.
    SlotId,
    /// One conversation.
    SessionId,
    /// A person being researched.
    ParticipantId,
    /// One observation.
    NoteId,
    /// A photo of a note.
    PhotoId,
    /// Marks by several people at one time.
    MomentId,
    /// A file with answers.
    SourceId,
    /// A tag of the codebook.
    TagId,
    /// One version of the discussion guide.
    GuideId,
    /// A question from the room.
    QuestionId,
    /// A person in the room.
    MemberId,
    /// A link to the room.
    LinkId,
    /// What somebody takes away from a session.
    EntryId,
    /// What changes after a session.
    DecisionId,
}
