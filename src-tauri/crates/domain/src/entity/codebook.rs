//! Tags, and what some of them do besides naming.

use crate::id::{EditId, TagId};
use crate::words::words;

/// A tag of the codebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its id.
    pub id: TagId,
    /// What is typed after `#`.
    pub name: String,
    /// One of the palette's names.
    pub color: String,
    /// One letter, upper case.
    pub hotkey: Option<char>,
    /// What it is for.
    pub description: String,
    /// Its place in the codebook.
    pub position: u32,
    /// The tag that it belongs under.
    pub parent: Option<TagId>,
    /// What it does besides naming.
    pub effect: Option<Effect>,
    /// No longer offered; notes that have it keep it.
    pub retired: bool,
    /// The last edit; none before the first.
    pub edit: Option<EditId>,
}

words! {
    /// What a tag does besides naming.
    Effect {
        /// Its notes are for their author and the moderator.
        Private = "private",
        /// Its notes are guesses and never counted.
        Hunch = "hunch",
        /// The moderator's own mark for having led; for the moderator only.
        Led = "led",
    }
}

/// The names of the palette, chosen to be told apart by people who confuse colours, too.
pub const PALETTE: &[&str] =
    &["pain", "delight", "quote", "bug", "confusion", "surprise", "idea", "follow", "grey"];
