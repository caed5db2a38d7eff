//! What a search asks for, read from one line of text. Pure; every text is some question.

/// A word or phrase to be found in what notes say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The text; several words stand in this order.
    pub text: String,
    /// Its last word may go on.
    pub begins: bool,
}

/// What a note must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Has {
    /// A body wholly in quotation marks.
    Quote,
    /// A quote that nobody has checked.
    Unchecked,
    /// No body yet.
    Mark,
    /// A star.
    Star,
    /// Any severity.
    Severity,
    /// Somebody it is about.
    Who,
    /// Any tag.
    Tag,
}

impl Has {
    /// The words after `has:`.
    pub const WORDS: [(&str, Self); 7] = [
        ("quote", Self::Quote),
        ("unchecked", Self::Unchecked),
        ("mark", Self::Mark),
        ("star", Self::Star),
        ("severity", Self::Severity),
        ("who", Self::Who),
        ("tag", Self::Tag),
    ];
}

/// A question to the notes; everything in it must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Words and phrases of the body.
    pub words: Vec<Wanted>,
    /// Beginnings of tags' names, or hotkeys.
    pub tags: Vec<String>,
    /// Beginnings of authors' names, or initials; `me`.
    pub by: Vec<String>,
    /// Codes of participants.
    pub who: Vec<String>,
    /// Texts from the guide's items.
    pub tasks: Vec<String>,
    /// What a note must have.
    pub has: Vec<Has>,
    /// What was not understood, in sentences.
    pub problems: Vec<String>,
}

impl Query {
    /// Nothing is asked.
    pub fn is_empty(&self) -> bool {
        let Self { words, tags, by, who, tasks, has, problems: _ } = self;
        words.is_empty()
            && tags.is_empty()
            && by.is_empty()
            && who.is_empty()
            && tasks.is_empty()
            && has.is_empty()
    }

    /// Reads a line. A word at its very end is a beginning: it may still be typed.
    pub fn parse(text: &str) -> Self {
        let mut query = Self::default();
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let (name, after) = field(rest);
            let (value, quoted, left) = value(after);
            rest = left.trim_start();
            query.add(name, value, quoted, left.is_empty());
        }
        query
    }

    fn add(&mut self, name: &str, value: &str, quoted: bool, last: bool) {
        let list = match name {
            "tag" => &mut self.tags,
            "by" => &mut self.by,
            "who" => &mut self.who,
            "task" => &mut self.tasks,
            "has" => return self.add_has(value),
            _ => {
                let starred = !quoted && value.ends_with('*');
                let text = value.trim_end_matches('*');
                // A sign alone is found nowhere.
                if text.chars().any(char::is_alphanumeric) {
                    self.words.push(Wanted { text: text.into(), begins: starred || (last && !quoted) });
                }
                return;
            }
        };
        // `tag:` alone is still being typed.
        if !value.is_empty() {
            list.push(value.trim_start_matches(['#', '@']).into());
        }
    }

    fn add_has(&mut self, value: &str) {
        let wanted = value.to_lowercase();
        match Has::WORDS.iter().find(|(word, _)| *word == wanted) {
            Some((_, has)) => self.has.push(*has),
            // Still being typed.
            None if Has::WORDS.iter().any(|(word, _)| word.starts_with(&wanted)) => {}
            None => {
                let words = Has::WORDS.map(|(word, _)| word).join(", ");
                self.problems.push(format!("“has:{value}” is not known; has: takes {words}."));
            }
        }
    }
}

/// A known name before a colon, and what follows it.
fn field(text: &str) -> (&str, &str) {
    let known = |name: &str| ["tag", "by", "who", "task", "has"].contains(&name);
    match text.split_once(':') {
        Some((name, after)) if known(name) => (name, after),
        _ => ("", text),
    }
}

/// The value that a text begins with: in quotation marks, or up to a space; whether it was quoted; what is left.
fn value(text: &str) -> (&str, bool, &str) {
    if let Some(inside) = text.strip_prefix(['"', '“', '„']) {
        let end = inside.find(['"', '”', '“']).unwrap_or(inside.len());
        let closing = inside[end..].chars().next().map_or(0, char::len_utf8);
        return (&inside[..end], closing > 0, &inside[end + closing..]);
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    (&text[..end], false, &text[end..])
}
