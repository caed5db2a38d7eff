//! The words that several formats share: kinds of session and audiences.

/// What kind of conversation a session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SessionKind {
    /// One person is asked.
    Interview,
    /// One person tries tasks.
    UsabilityTest,
    /// Several people talk, each in a seat.
    FocusGroup,
    /// The team visits the person's place.
    SiteVisit,
}

impl SessionKind {
    /// The name in machine-readable files, such as `usability_test`.
    pub fn name(self) -> &'static str {
        match self {
            SessionKind::Interview => "interview",
            SessionKind::UsabilityTest => "usability_test",
            SessionKind::FocusGroup => "focus_group",
            SessionKind::SiteVisit => "site_visit",
        }
    }

    /// The kind that a title, category or cell speaks of, if any.
    pub(crate) fn in_words(words: &str) -> Option<Self> {
        [
            (" usability", SessionKind::UsabilityTest),
            (" user test", SessionKind::UsabilityTest),
            (" focus group", SessionKind::FocusGroup),
            (" site visit", SessionKind::SiteVisit),
            (" interview", SessionKind::Interview),
        ]
        .into_iter()
        .find_map(|(word, kind)| words.contains(word).then_some(kind))
    }
}

/// Who may read a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Audience {
    /// Everybody in the room.
    #[default]
    Room,
    /// Moderator and note-takers.
    Team,
    /// Its author and the moderator.
    Own,
}

impl Audience {
    /// The name in files: `room`, `team` or `own`.
    pub fn name(self) -> &'static str {
        match self {
            Audience::Room => "room",
            Audience::Team => "team",
            Audience::Own => "own",
        }
    }
}

/// Lower case, letters and digits only, single spaces between words and one at both ends: `" site visit "`.
pub(crate) fn words(text: &str) -> String {
    let mut words = String::from(" ");
    for c in text.chars() {
        if c.is_alphanumeric() {
            words.extend(c.to_lowercase());
        } else if !words.ends_with(' ') {
            words.push(' ');
        }
    }
    if !words.ends_with(' ') {
        words.push(' ');
    }
    words
}
