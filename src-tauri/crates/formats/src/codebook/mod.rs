//! Codebooks: the tags of a study, as a table (`.csv`) or as REFI-QDA's codebook (`.qdc`) for analysis programs.
//!
//! # Columns of a table
//! | column | also called | content |
//! | --- | --- | --- |
//! | `tag` | name, code | up to 40 characters, each name once whatever its case; needed |
//! | `color` | colour | red, amber, olive, green, sky, blue, violet, pink, grey; or `#RRGGBB`, which becomes the nearest |
//! | `hotkey` | key | one letter, each once |
//! | `description` | definition, memo | up to 10,000 characters |
//! | `parent` | | the tag that it belongs under, anywhere in the table |
//! | `retired` | | `yes`, or `no`, or empty |
//! | `id` | guid, uuid | the tag's UUID; anything else is not read |
//!
//! Other columns are not read.
//!
//! # REFI-QDA Codebook 1.0
//! Codes become tags and keep their hierarchy, order, descriptions and UUIDs; each colour becomes the nearest of the
//! palette. Sets and elements that the format does not know are named in [`Codebook::skipped`]. A code that cannot
//! be coded with is a tag like others, but in a file of ours it is a retired one. Hotkeys are not expressible.

mod color;
mod csv;
mod qdc;
mod write_qdc;

use std::collections::HashMap;

use domain::Refusal;
use domain::text::TagName;
use uuid::Uuid;

pub use self::color::COLORS;
pub(crate) use self::csv::is_codebook;
pub use self::csv::{read_csv, write_csv};
pub(crate) use self::qdc::is_qdc;
pub use self::qdc::read_qdc;
pub use self::write_qdc::write_qdc;

use crate::problem::shown;
use crate::text::check_body;
use crate::{Problem, Reason, Skipped};

/// What our own `.qdc` files say of where they come from.
const ORIGIN: &str = "Backroom";
const MAX_TAGS: usize = 10_000;
const MAX_DEPTH: usize = 50;

/// The tags of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Codebook {
    /// In the order of the file, but a parent always comes before what belongs under it; at least one.
    pub tags: Vec<CodebookTag>,
    /// What was read but is no tag.
    pub skipped: Vec<Skipped>,
}

/// A tag in a codebook that comes or goes as a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CodebookTag {
    /// Its UUID, hyphenated and in lower case.
    pub guid: Option<String>,
    /// One line of up to 40 characters, without `#`.
    pub name: String,
    /// A name of the palette.
    pub color: Option<String>,
    /// One letter, upper case.
    pub hotkey: Option<char>,
    /// What it is for: up to 10,000 characters, maybe several lines; empty for nothing.
    pub description: String,
    /// The place in the list of the tag that it belongs under; always an earlier one.
    pub parent: Option<usize>,
    /// No longer offered.
    pub retired: bool,
}

/// Tags as they are read, with what must be each tag's alone.
struct Collected<'f> {
    file: &'f str,
    tags: Vec<CodebookTag>,
    lines: Vec<u32>,
    names: HashMap<String, usize>,
    guids: HashMap<String, usize>,
    hotkeys: HashMap<char, usize>,
}

impl<'f> Collected<'f> {
    fn new(file: &'f str) -> Self {
        let (names, guids, hotkeys) = (HashMap::new(), HashMap::new(), HashMap::new());
        Self { file, tags: Vec::new(), lines: Vec::new(), names, guids, hotkeys }
    }

    /// Takes a tag in, whose name is good already; its parent may be told later.
    fn put(&mut self, line: u32, tag: CodebookTag) -> Result<usize, Problem> {
        let place = self.tags.len();
        if place == MAX_TAGS {
            return Err(Problem::at(self.file, line, "there are more than 10,000 tags"));
        }
        let name = shown(&tag.name);
        let by_name = self.names.insert(key(&tag.name), place).map(|before| (name.clone(), before));
        let by_guid = tag.guid.clone().and_then(|guid| self.guids.insert(guid, place));
        let by_guid = by_guid.map(|before| (format!("the id of {name}"), before));
        let by_hotkey = tag.hotkey.and_then(|hotkey| Some((hotkey, self.hotkeys.insert(hotkey, place)?)));
        let by_hotkey = by_hotkey.map(|(hotkey, before)| (format!("the hotkey {hotkey} of {name}"), before));
        if let Some((what, before)) = by_name.or(by_guid).or(by_hotkey) {
            let message = format!("{what} is already in line {}; expected it once", self.lines[before]);
            return Err(Problem::at(self.file, line, message));
        }
        self.tags.push(tag);
        self.lines.push(line);
        Ok(place)
    }

    /// The place of the tag with a name, whatever its case.
    fn place(&self, name: &str) -> Option<usize> {
        self.names.get(&key(name)).copied()
    }

    fn finish(self, skipped: Vec<Skipped>) -> Result<Codebook, Problem> {
        let (tags, lines) = parents_first(self.file, self.tags, &self.lines)?;
        let mut depths: Vec<usize> = Vec::with_capacity(tags.len());
        for (tag, line) in tags.iter().zip(lines) {
            let depth = tag.parent.map_or(1, |parent| depths[parent] + 1);
            if depth > MAX_DEPTH {
                let message = format!("{} stands more than {MAX_DEPTH} tags deep", shown(&tag.name));
                return Err(Problem::at(self.file, line, message));
            }
            depths.push(depth);
        }
        if tags.is_empty() {
            return Err(Problem::whole(self.file, "there are no tags in it; expected at least one"));
        }
        Ok(Codebook { tags, skipped })
    }
}

/// Moves each tag that stands before its parent behind it, and leaves all others in their order.
fn parents_first(
    file: &str,
    tags: Vec<CodebookTag>,
    lines: &[u32],
) -> Result<(Vec<CodebookTag>, Vec<u32>), Problem> {
    let mut order = Vec::with_capacity(tags.len());
    let mut places: Vec<Option<usize>> = vec![None; tags.len()];
    for first in 0..tags.len() {
        let mut line_up = Vec::new();
        let mut next = Some(first);
        while let Some(place) = next.filter(|place| places[*place].is_none()) {
            if line_up.contains(&place) {
                let message = format!("{} belongs under itself", shown(&tags[place].name));
                return Err(Problem::at(file, lines[place], message));
            }
            if line_up.len() > MAX_DEPTH {
                let message = format!("{} stands more than {MAX_DEPTH} tags deep", shown(&tags[first].name));
                return Err(Problem::at(file, lines[first], message));
            }
            line_up.push(place);
            next = tags[place].parent;
        }
        for place in line_up.into_iter().rev() {
            places[place] = Some(order.len());
            order.push(place);
        }
    }
    let lines = order.iter().map(|place| lines[*place]).collect();
    let mut tags: Vec<Option<CodebookTag>> = tags.into_iter().map(Some).collect();
    let placed = order.iter().filter_map(|place| tags[*place].take());
    let tags = placed
        .map(|tag| CodebookTag { parent: tag.parent.and_then(|parent| places[parent]), ..tag })
        .collect();
    Ok((tags, lines))
}

/// What two names that are the same have in common: the study compares them so, too.
fn key(name: &str) -> String {
    name.to_ascii_lowercase()
}

/// A name as it may stand in the codebook; `#` before it is how notes name tags, and no part of it.
fn named(text: &str) -> Result<String, Reason> {
    let bare = text.trim().trim_start_matches(|c: char| c == '#' || c.is_whitespace());
    let reason = match TagName::parse(bare) {
        Ok(name) => return Ok(name.as_str().to_owned()),
        Err(Refusal::Empty { .. }) => "there is a tag without a name".to_owned(),
        Err(Refusal::TooLong { limit, length, .. }) => {
            format!("the name {} has {length} characters, expected at most {limit}", shown(bare))
        }
        Err(_) => format!("the name {} holds a control character; expected one line of text", shown(bare)),
    };
    Err(Reason::new(reason))
}

/// A description without space around it.
fn described(name: &str, text: &str) -> Result<String, Reason> {
    let text = text.trim().replace("\r\n", "\n").replace('\r', "\n");
    match check_body(&text) {
        Ok(()) => Ok(text),
        Err(reason) => Err(Reason::new(format!("in the description of {}, {reason}", shown(name)))),
    }
}

/// A UUID as ids are always written.
fn guid(text: &str) -> Option<String> {
    Uuid::try_parse(text.trim()).ok().map(|id| id.to_string())
}
