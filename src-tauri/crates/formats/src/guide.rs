//! Discussion guides in Markdown.
//!
//! # Convention
//! ```text
//! # Expenses, round 2
//!
//! support: If somebody is distressed, pause, and name the counselling line on the consent form.
//!
//! ## Warm-up (5 min)
//! Thank them, say what will happen.
//! - Tell me about the last expense you filed. (must ask)
//!   - Who else touched it?
//! - What else do you do on that day? (nice to have)
//!
//! ## On the phone (20 min, rotate)
//! ### Task: Submit from a photo (8 min)
//! > You have a taxi receipt in your hand. Please hand in the expense.
//! done when: the report shows amount, date and category
//! - What did you expect to happen after the photo? (must ask)
//! ```
//! - `#` is the title, `##` a section; headings may be underlined with `===` and `---` instead. `(10 min)` after a
//!   heading or an item is its planned length.
//! - Sections that are marked `(rotate)` take turns between sessions, in the places that they have among them.
//! - A list item is a question; the items nested under it are its probes. `-`, `*`, `+`, `•`, `1.` and `1)` begin one.
//! - `### Task: …` (also `Task 2: …`) is a task. Quoted lines are its wording, read aloud; a line `done when: …`
//!   says how to tell success, and a task without one is refused. `## Task: …` is a section of one task.
//! - `(must ask)` and `(nice to have)` mark a question, a task, or all of a section. Without a mark a task is a
//!   must and a question is not. Several marks may share a bracket: `(8 min, must ask)`.
//! - A line `support: …` is kept at hand for somebody in distress.
//! - Everything else stays as text of its section. Comments `<!-- … -->` and the settings that some editors keep
//!   between two `---` at the start are passed over.

mod lines;

use self::lines::{is_fence, lines};
use std::fmt::Display;

use domain::entity::{GuideItem, GuideSection, ItemKind};

use crate::text::{check_body, text};
use crate::{Problem, Reason};

const MAX_ITEMS: usize = 1_000;
const MAX_MINUTES: u16 = 600;

/// A discussion guide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guide {
    /// The first heading, or the file's name without its ending.
    pub title: String,
    /// The sections, with at least one item among them.
    pub sections: Vec<GuideSection>,
    /// What to say or whom to call when somebody is distressed.
    pub support: Option<String>,
}

/// Reads a guide.
///
/// # Errors
/// A task without `done when:` or the other way round, an unlikely length, a mark where it means nothing, a text that
/// is too long, a comment or code block that is not closed, or no question and no task at all.
pub fn read(file: &str, bytes: &[u8]) -> Result<Guide, Problem> {
    let text = text(file, bytes)?;
    let mut reader = Reader { file, ..Reader::default() };
    for line in lines(file, &text)? {
        reader.line = line.number;
        reader.take(&line.content)?;
    }
    reader.finish()
}

#[derive(Default)]
struct Reader<'f> {
    file: &'f str,
    line: u32,
    title: Option<String>,
    sections: Vec<GuideSection>,
    must_ask_in_section: Option<bool>,
    support: Option<String>,
    items: usize,
    paragraph: Vec<String>,
    preface: Vec<String>,
    /// The task that wording and success belong to: its place in the last section, and its line.
    task: Option<(usize, u32)>,
    /// How far the last question's list mark was indented.
    question_indent: Option<usize>,
    fenced: bool,
}

impl Reader<'_> {
    fn take(&mut self, content: &str) -> Result<(), Problem> {
        check_body(content).map_err(|reason| self.problem(reason))?;
        let bare = content.trim_start();
        if is_fence(bare) {
            self.fenced = !self.fenced;
            self.paragraph.push(content.to_owned());
            return Ok(());
        }
        if self.fenced {
            self.paragraph.push(content.to_owned());
            return Ok(());
        }
        if bare.is_empty() {
            self.end_paragraph();
            return Ok(());
        }
        let indent = content.len() - bare.len();
        if let Some(level) = underline(bare).filter(|_| self.paragraph.len() == 1) {
            let heading = std::mem::take(&mut self.paragraph).concat();
            return self.heading(level, heading.trim(), content);
        }
        if let Some((level, heading)) = heading(bare) {
            return self.heading(level, heading, content);
        }
        if let Some(support) = labelled(bare, "support:") {
            self.end_paragraph();
            add_line(&mut self.support, support);
            return Ok(());
        }
        if let Some(done) = labelled(bare, "done when:") {
            self.end_paragraph();
            let Some((task, _)) = self.task else {
                return Err(self.problem("“done when:” without a task; expected “### Task: title” above it"));
            };
            if !done.is_empty() {
                add_line(&mut self.last_section().items[task].done_when, done);
            }
            return Ok(());
        }
        if let Some((task, _)) = self.task
            && let Some(quoted) = bare.strip_prefix('>')
        {
            self.end_paragraph();
            add_line(&mut self.last_section().items[task].wording, quoted.trim());
            return Ok(());
        }
        if let Some(listed) = list_item(bare) {
            return self.list_item(indent, listed);
        }
        self.paragraph.push(content.to_owned());
        Ok(())
    }

    fn heading(&mut self, level: usize, heading: &str, content: &str) -> Result<(), Problem> {
        self.end_paragraph();
        self.question_indent = None;
        let (heading, marks) = self.marks(heading)?;
        let task = task_title(&heading);
        let is_section = level == 2 || (level == 1 && task.is_none() && self.title.is_some());
        if marks.rotates && !is_section {
            return Err(self.problem("only a section rotates; expected “(rotate)” after a “##” heading"));
        }
        if level == 1 && task.is_none() {
            self.end_task()?;
            if self.title.is_none() {
                self.title = Some(heading);
            } else {
                self.section(heading, &marks);
            }
            return Ok(());
        }
        if level == 2 {
            self.end_task()?;
            self.section(task.unwrap_or(&heading).to_owned(), &marks);
        }
        match task {
            Some("") => Err(self.problem("a task needs a title; expected “### Task: title”")),
            Some(title) => {
                self.end_task()?;
                self.item(ItemKind::Task, title.to_owned(), marks)?;
                self.task = Some((self.last_section().items.len() - 1, self.line));
                Ok(())
            }
            None if level > 2 => {
                self.paragraph.push(content.to_owned());
                self.end_paragraph();
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn section(&mut self, title: String, marks: &Marks) {
        self.must_ask_in_section = marks.must_ask;
        let text = std::mem::take(&mut self.preface);
        self.sections.push(GuideSection {
            title,
            minutes: marks.minutes,
            items: Vec::new(),
            text,
            rotates: marks.rotates,
        });
    }

    fn list_item(&mut self, indent: usize, listed: &str) -> Result<(), Problem> {
        self.end_paragraph();
        let is_probe = self.question_indent.is_some_and(|question| indent > question);
        let (text, marks) = self.marks(listed)?;
        if marks.rotates && !is_probe {
            return Err(self.problem("only a section rotates; expected “(rotate)” after a “##” heading"));
        }
        if text.is_empty() {
            return Ok(());
        }
        if is_probe {
            self.count()?;
            let question = self.last_section().items.last_mut();
            question.expect("BUG: a probe comes after its question").probes.push(listed.to_owned());
            return Ok(());
        }
        self.question_indent = Some(indent);
        self.item(ItemKind::Question, text, marks)
    }

    fn item(&mut self, kind: ItemKind, text: String, marks: Marks) -> Result<(), Problem> {
        self.count()?;
        if self.sections.is_empty() {
            self.section(String::new(), &Marks::default());
        }
        let must_ask = marks.must_ask.or(self.must_ask_in_section).unwrap_or(kind == ItemKind::Task);
        self.last_section().items.push(GuideItem {
            kind,
            text,
            wording: None,
            done_when: None,
            minutes: marks.minutes,
            must_ask,
            probes: Vec::new(),
        });
        Ok(())
    }

    /// Questions, tasks and probes together are bounded.
    fn count(&mut self) -> Result<(), Problem> {
        self.items += 1;
        if self.items > MAX_ITEMS {
            return Err(self.problem("a guide has at most 1,000 questions, tasks and probes"));
        }
        Ok(())
    }

    fn end_paragraph(&mut self) {
        if self.paragraph.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.paragraph).join("\n");
        match self.sections.last_mut() {
            Some(section) => section.text.push(text),
            None => self.preface.push(text),
        }
    }

    fn end_task(&mut self) -> Result<(), Problem> {
        let Some((task, line)) = self.task.take() else { return Ok(()) };
        match &self.last_section().items[task].done_when {
            Some(_) => Ok(()),
            None => Err(Problem::at(self.file, line, "a task needs a line “done when: …”")),
        }
    }

    fn last_section(&mut self) -> &mut GuideSection {
        self.sections.last_mut().expect("BUG: an item is only added to a section")
    }

    /// Something wrong with the line that is read.
    fn problem(&self, message: impl Display) -> Problem {
        Problem::at(self.file, self.line, message)
    }

    /// Takes `(10 min)`, `(must ask)`, `(nice to have)` and `(rotate)` from the end of a heading or item.
    fn marks(&self, text: &str) -> Result<(String, Marks), Problem> {
        let mut rest = text.trim();
        let mut marks = Marks::default();
        while let Some((before, inside)) = bracket(rest) {
            let inside = inside.to_lowercase();
            let words: Vec<&str> = inside.split([',', ';']).map(str::trim).collect();
            if !words
                .iter()
                .all(|word| MARKS.iter().any(|mark| mark.0.contains(word)) || minutes(word).is_some())
            {
                break;
            }
            for word in words {
                match MARKS.iter().find(|mark| mark.0.contains(&word)) {
                    Some((_, Mark::Must)) => marks.must_ask = Some(true),
                    Some((_, Mark::Nice)) => marks.must_ask = Some(false),
                    Some((_, Mark::Rotate)) => marks.rotates = true,
                    None => {
                        let number = minutes(word).and_then(|number| number.parse().ok());
                        let most = format!("at most {MAX_MINUTES} min");
                        let unlike = || self.problem(Reason::unlike(word, "a planned length", &most));
                        let minutes = number.filter(|minutes| *minutes <= MAX_MINUTES);
                        marks.minutes = Some(minutes.ok_or_else(unlike)?);
                    }
                }
            }
            rest = before.trim_end();
        }
        Ok((unmarked(rest).to_owned(), marks))
    }

    fn finish(mut self) -> Result<Guide, Problem> {
        self.end_paragraph();
        self.end_task()?;
        if self.items == 0 {
            let message = "the guide holds no questions and no tasks; expected list items “- Question?” \
                           or headings “### Task: title”";
            return Err(Problem::whole(self.file, message));
        }
        let stem = self.file.rsplit_once('.').map_or(self.file, |(stem, _)| stem);
        let title = self.title.take().filter(|title| !title.is_empty()).unwrap_or_else(|| stem.to_owned());
        Ok(Guide { title, sections: self.sections, support: self.support.filter(|text| !text.is_empty()) })
    }
}

#[derive(Default)]
struct Marks {
    minutes: Option<u16>,
    must_ask: Option<bool>,
    rotates: bool,
}

#[derive(Clone, Copy)]
enum Mark {
    Must,
    Nice,
    Rotate,
}

const MARKS: &[(&[&str], Mark)] = &[
    (&["must ask", "must-ask", "must"], Mark::Must),
    (&["nice to have", "nice-to-have", "nice"], Mark::Nice),
    (&["rotate", "rotates", "rotating"], Mark::Rotate),
];

/// What stands before the last bracket and what is in it; either may be bold.
fn bracket(text: &str) -> Option<(&str, &str)> {
    let (before, inside) = text.trim_end_matches(['*', '_']).strip_suffix(')')?.rsplit_once('(')?;
    let bold = text.ends_with(['*', '_']) && before.ends_with(['*', '_']);
    Some((if bold { before.trim_end_matches(['*', '_']) } else { before }, inside))
}

/// The text without signs that make all of it bold.
fn unmarked(text: &str) -> &str {
    let bare = ["**", "__"].iter().find_map(|sign| text.strip_prefix(sign)?.strip_suffix(sign));
    bare.filter(|bare| !bare.contains("**") && !bare.contains("__")).map_or(text, str::trim)
}

/// The level of the heading that a line underlines.
fn underline(bare: &str) -> Option<usize> {
    let all = |sign: u8| bare.len() > 1 && bare.bytes().all(|byte| byte == sign);
    if all(b'=') { Some(1) } else { all(b'-').then_some(2) }
}

fn add_line(text: &mut Option<String>, line: &str) {
    match text {
        Some(text) => {
            text.push('\n');
            text.push_str(line);
        }
        None => *text = Some(line.to_owned()),
    }
}

/// The number in `10 min`.
fn minutes(text: &str) -> Option<&str> {
    let number =
        ["minutes", "minute", "mins", "min"].iter().find_map(|unit| text.strip_suffix(unit))?.trim_end();
    (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(number)
}

fn heading(bare: &str) -> Option<(usize, &str)> {
    let level = bare.bytes().take_while(|byte| *byte == b'#').count();
    let rest = &bare[level..];
    let is_heading = (1..=6).contains(&level) && (rest.is_empty() || rest.starts_with([' ', '\t']));
    is_heading.then(|| (level, rest.trim().trim_end_matches('#').trim_end()))
}

/// The title in `Task: title` and `Task 2: title`.
fn task_title(heading: &str) -> Option<&str> {
    let (label, title) = heading.split_once(':')?;
    let number =
        label.get(..4).filter(|word| word.eq_ignore_ascii_case("task")).map(|_| label[4..].trim())?;
    number.bytes().all(|byte| byte.is_ascii_digit()).then(|| title.trim())
}

/// What follows `label`, which may be bold or a list item.
fn labelled<'t>(bare: &'t str, label: &str) -> Option<&'t str> {
    let bare = list_item(bare).unwrap_or(bare).trim_start_matches(['*', '_']);
    let start = bare.get(..label.len()).filter(|start| start.eq_ignore_ascii_case(label))?;
    Some(bare[start.len()..].trim_start_matches(['*', '_']).trim())
}

/// What follows `- `, `* `, `+ `, `• `, `1. ` or `1) `, and a check box.
fn list_item(bare: &str) -> Option<&str> {
    let rest = match bare.strip_prefix(['-', '*', '+', '•']) {
        Some(rest) => rest,
        None => {
            let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
            let after = (1..=9).contains(&digits).then(|| &bare[digits..])?;
            after.strip_prefix(['.', ')'])?
        }
    };
    let rest = rest.strip_prefix([' ', '\t', '\u{a0}'])?.trim();
    // A rule such as `- - -` is no item.
    if rest.chars().all(|c| "-*_ ".contains(c)) {
        return None;
    }
    let unboxed = ["[ ]", "[x]", "[X]"].iter().find_map(|sign| rest.strip_prefix(sign));
    Some(unboxed.map_or(rest, str::trim_start))
}
