//! What each author does in ten minutes, and what must be there for it afterwards.

use crate::chance::Chance;
use std::time::Duration;

/// How long the session is that a plan describes.
pub const TEN_MINUTES: Duration = Duration::from_secs(600);
/// The tag that everybody makes while one of them is offline.
const NEW_TAG: &str = "stuck";
/// The letter of all marks, and its tag.
pub const MARKED: (&str, &str) = ("p", "pain");
const WORDS: &[&str] = &[
    "she", "looks", "for", "the", "total", "above", "list", "he", "says", "it", "should", "be", "at",
    "bottom", "scrolls", "back", "laughs", "asks", "why", "waits",
];
const TAGS: &[&str] = &["pain", "delight", "bug", "confusion", "surprise", "idea"];

/// Somebody who writes in the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author {
    /// At the console; the program is killed under them, twice.
    Moderator,
    /// Nothing happens to them but work.
    Steady,
    /// Loads the page anew in the middle of a burst.
    Reloading,
    /// Their network is cut for a while.
    CutOff,
}

/// One thing that is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// A note is typed and committed, for the room or the team.
    Write { text: String, team: bool },
    /// A mark is dropped by a letter, out of the field.
    Mark,
    /// The next mark is written up.
    WriteUp(String),
    /// One's own note is opened and typed anew.
    Change { from: String, to: String },
    /// One's own note is starred; that is undone and done again.
    Star(String),
    /// One's own note is deleted, and the deletion undone.
    DeleteAndUndo(String),
    /// One's own note is deleted.
    Delete(String),
    /// The page is loaded anew.
    Reload,
    /// The network goes.
    Cut,
    /// The network is back.
    Mend,
    /// The console is killed and started again.
    Kill,
}

/// When what is done, counted from the start of the ten minutes.
#[derive(Debug, Clone)]
pub struct Step {
    pub due: Duration,
    pub deed: Deed,
}

/// A note that must be there in the end, once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kept {
    pub author: String,
    /// None for a mark.
    pub body: Option<String>,
    /// Names in order.
    pub tags: Vec<String>,
    pub team: bool,
    pub starred: bool,
}

/// An author's ten minutes.
#[derive(Debug)]
pub struct Plan {
    pub steps: Vec<Step>,
    pub kept: Vec<Kept>,
    name: String,
    chance: Chance,
    written: u32,
}

impl Plan {
    /// The plan of an author called `name`, the same for the same seed.
    pub fn of(author: Author, name: &str, seed: u64) -> Self {
        let chance = Chance::new(seed.wrapping_mul(31).wrapping_add(author as u64));
        let mut plan =
            Self { steps: Vec::new(), kept: Vec::new(), name: name.to_owned(), chance, written: 0 };
        for minute in 0..10 {
            plan.minute(author, minute);
        }
        plan.steps.sort_by_key(|step| step.due);
        plan
    }

    fn minute(&mut self, author: Author, minute: u64) {
        let at = |seconds: u64| Duration::from_secs(minute * 60 + seconds);
        let burst = if author == Author::Moderator { 2 } else { 6 };
        let first = self.chance.below(12);
        for note in 0..burst {
            self.write(at(first + note), None);
        }
        let latest = self.kept.last().and_then(|kept| kept.body.clone()).unwrap_or_default();
        let special = at(40);
        match minute {
            0 | 5 => {
                self.mark(special);
                self.mark(at(43));
            }
            1 | 9 => self.change(special, &latest),
            2 | 8 => self.write_up(special),
            3 => self.step(special, Deed::DeleteAndUndo(latest)),
            4 => self.write(special, Some(NEW_TAG)),
            6 => {
                self.star(special, latest);
            }
            _ => self.delete(special, latest),
        }
        match (author, minute) {
            (Author::Moderator, 2 | 6) => self.step(at(16), Deed::Kill),
            (Author::Reloading, 7) => self.step(at(first + 3), Deed::Reload),
            (Author::CutOff, 4) => self.step(at(2), Deed::Cut),
            (Author::CutOff, 5) => self.step(at(50), Deed::Mend),
            _ => {}
        }
    }

    fn step(&mut self, due: Duration, deed: Deed) {
        self.steps.push(Step { due, deed });
    }

    fn write(&mut self, due: Duration, new_tag: Option<&str>) {
        let (body, tag) = self.text();
        let tag = new_tag.unwrap_or(tag);
        let team = self.chance.below(6) == 0;
        self.step(due, Deed::Write { text: format!("{body} #{tag}"), team });
        self.keep(Some(body), vec![tag.to_owned()], team);
    }

    fn mark(&mut self, due: Duration) {
        self.step(due, Deed::Mark);
        self.keep(None, vec![MARKED.1.to_owned()], false);
    }

    fn write_up(&mut self, due: Duration) {
        let (body, _) = self.text();
        // Which mark is next depends on where one last was; they are all alike.
        let wanted =
            self.kept.iter_mut().find(|kept| kept.body.is_none()).expect("BUG: a mark was dropped before");
        wanted.body = Some(body.clone());
        self.step(due, Deed::WriteUp(body));
    }

    fn change(&mut self, due: Duration, from: &str) {
        let (body, tag) = self.text();
        let changed = self.kept_with(from);
        changed.body = Some(body.clone());
        changed.tags = vec![tag.to_owned()];
        self.step(due, Deed::Change { from: from.to_owned(), to: format!("{body} #{tag}") });
    }

    fn star(&mut self, due: Duration, body: String) {
        self.kept_with(&body).starred = true;
        self.step(due, Deed::Star(body));
    }

    fn delete(&mut self, due: Duration, body: String) {
        self.kept.retain(|kept| kept.body.as_ref() != Some(&body));
        self.step(due, Deed::Delete(body));
    }

    fn keep(&mut self, body: Option<String>, tags: Vec<String>, team: bool) {
        self.kept.push(Kept { author: self.name.clone(), body, tags, team, starred: false });
    }

    fn kept_with(&mut self, body: &str) -> &mut Kept {
        let found = self.kept.iter_mut().find(|kept| kept.body.as_deref() == Some(body));
        found.expect("BUG: this note was written before")
    }

    /// A text that nobody else writes, and a tag for it.
    fn text(&mut self) -> (String, &'static str) {
        self.written += 1;
        let words: Vec<&str> = (0..3 + self.chance.below(4)).map(|_| *self.chance.one_of(WORDS)).collect();
        (format!("{} {} {}", self.name, self.written, words.join(" ")), *self.chance.one_of(TAGS))
    }
}
