//! REFI-QDA Codebook 1.0 as analysis programs write it.

use std::borrow::Cow;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion, escape};

use super::{Codebook, CodebookTag, Collected, ORIGIN, color, described, guid, named};
use crate::problem::shown;
use crate::text::text;
use crate::{Problem, Reason, Skipped};

const XML: XmlVersion = XmlVersion::Implicit1_0;
const MALFORMED: &str = "this is not well-formed XML; expected a codebook as analysis programs export it";
/// How deep elements of any kind may be nested.
const MAX_NESTING: usize = 100;
const MAX_ATTRIBUTES: usize = 100;
/// How many names of unknown elements are told.
const MAX_UNKNOWN: usize = 20;

/// Reads a codebook; see the [module's documentation](super) for what becomes of it.
///
/// # Errors
/// XML that is not well-formed, declares a document type or is nested too deeply; another root than `CodeBook`; no
/// codes or more than 10,000; a name that is empty, too long, or there twice; a text with control characters.
pub fn read_qdc(file: &str, bytes: &[u8]) -> Result<Codebook, Problem> {
    let text = text(file, bytes)?;
    let mut reader = Reader::from_str(&text);
    reader.config_mut().expand_empty_elements = true;
    let mut lines = Lines { text: &text, place: 0, line: 1 };
    let mut book = Book::new(file);
    loop {
        let line = lines.at(reader.buffer_position());
        match reader.read_event() {
            Ok(Event::Start(start)) => book.open(line, &start)?,
            Ok(Event::End(_)) => book.close()?,
            Ok(Event::Text(text)) => book.tell(&text.xml_content(XML)),
            Ok(Event::CData(text)) => book.tell(&text.xml_content(XML)),
            Ok(Event::GeneralRef(name)) => {
                book.tell(&meaning(&name).ok_or_else(|| Problem::at(file, line, MALFORMED))?);
            }
            Ok(Event::DocType(_)) => {
                let message =
                    "the file declares a document type (DOCTYPE), as no codebook does, and is not read";
                return Err(Problem::at(file, line, message));
            }
            Ok(Event::Eof) => return book.finish(line),
            Ok(Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_)) => {}
            Err(_) => return Err(Problem::at(file, lines.at(reader.error_position()), MALFORMED)),
        }
    }
}

/// Whether a text is a REFI-QDA codebook.
pub(crate) fn is_qdc(text: &str) -> bool {
    let start = text.trim_start().chars().take(4096).collect::<String>();
    start.starts_with('<') && (start.contains("<CodeBook") || start.contains(":CodeBook"))
}

/// Counts lines on the way through a text.
struct Lines<'t> {
    text: &'t str,
    place: usize,
    line: u32,
}

impl Lines<'_> {
    /// The line of a place, which must not come before the last one asked for.
    fn at(&mut self, place: u64) -> u32 {
        let place = usize::try_from(place).unwrap_or(usize::MAX).min(self.text.len());
        if place > self.place {
            let passed = &self.text.as_bytes()[self.place..place];
            self.line += passed.iter().filter(|byte| **byte == b'\n').count() as u32;
            self.place = place;
        }
        self.line
    }
}

/// An element that is open.
#[derive(Clone, Copy)]
enum Open {
    Book,
    Codes,
    /// A code, by its place among the tags.
    Code(usize),
    Description {
        line: u32,
        of: usize,
    },
    Sets,
    /// Nothing that is read.
    Other,
}

/// A codebook on the way.
struct Book<'f> {
    collected: Collected<'f>,
    open: Vec<Open>,
    /// What the root has before its name, as all elements of its kind then have.
    prefix: Option<String>,
    rooted: bool,
    ours: bool,
    description: String,
    sets: Option<(u32, usize)>,
    unknown: Vec<String>,
    skipped: Vec<Skipped>,
}

impl<'f> Book<'f> {
    fn new(file: &'f str) -> Self {
        Book {
            collected: Collected::new(file),
            open: Vec::new(),
            prefix: None,
            rooted: false,
            ours: false,
            description: String::new(),
            sets: None,
            unknown: Vec::new(),
            skipped: Vec::new(),
        }
    }

    fn open(&mut self, line: u32, start: &BytesStart<'_>) -> Result<(), Problem> {
        let file = self.collected.file;
        if self.open.len() == MAX_NESTING {
            let message = format!("elements are nested more than {MAX_NESTING} deep");
            return Err(Problem::at(file, line, message));
        }
        let (name, prefix) = start.name().decompose();
        let (name, prefix) = (name.into_inner(), prefix.map(|prefix| prefix.into_inner().to_owned()));
        let Some(inside) = self.open.last().copied() else {
            if self.rooted {
                return Err(Problem::at(file, line, MALFORMED));
            }
            if name != "CodeBook" {
                let message = match name {
                    "Project" => "this is a REFI-QDA project; expected a codebook (.qdc)".to_owned(),
                    _ => format!("the file begins with {}; expected CodeBook, as in REFI-QDA", shown(name)),
                };
                return Err(Problem::at(file, line, message));
            }
            self.rooted = true;
            self.prefix = prefix;
            let origin = Attributes::of(start).map_err(|reason| Problem::at(file, line, reason))?.origin;
            self.ours = origin.is_some_and(|origin| origin == ORIGIN);
            self.open.push(Open::Book);
            return Ok(());
        };
        let known = if prefix == self.prefix { name } else { "" };
        let open = match (inside, known) {
            (Open::Book, "Codes") => Open::Codes,
            (Open::Book, "Sets") => {
                self.sets.get_or_insert((line, 0));
                Open::Sets
            }
            (Open::Sets, "Set") => {
                self.sets = self.sets.map(|(first, count)| (first, count + 1));
                Open::Other
            }
            (Open::Codes, "Code") => Open::Code(self.code(line, start, None)?),
            (Open::Code(parent), "Code") => Open::Code(self.code(line, start, Some(parent))?),
            (Open::Code(of), "Description") if self.collected.tags[of].description.is_empty() => {
                self.description.clear();
                Open::Description { line, of }
            }
            (Open::Sets | Open::Other, _) => Open::Other,
            _ => {
                self.leave_out(line, name);
                Open::Other
            }
        };
        self.open.push(open);
        Ok(())
    }

    fn code(&mut self, line: u32, start: &BytesStart<'_>, parent: Option<usize>) -> Result<usize, Problem> {
        let refused = |reason| Problem::at(self.collected.file, line, reason);
        let attributes = Attributes::of(start).map_err(refused)?;
        let name = named(attributes.name.as_deref().unwrap_or_default()).map_err(refused)?;
        let color = attributes.color.as_deref().and_then(color::nearest).map(str::to_owned);
        if let Some(other) = attributes.color.filter(|_| color.is_none()) {
            let reason = Reason::unlike(&other, "a colour", "one such as #D55E00; the tag gets none");
            self.skipped.push(Skipped { line, what: name.clone(), reason });
        }
        let codable = !matches!(attributes.codable.as_deref().map(str::trim), Some("false" | "0"));
        let tag = CodebookTag {
            guid: attributes.guid.as_deref().and_then(guid),
            name,
            color,
            hotkey: None,
            description: String::new(),
            parent,
            retired: self.ours && !codable,
        };
        self.collected.put(line, tag)
    }

    /// Text inside the element that is open.
    fn tell(&mut self, text: &str) {
        if let Some(Open::Description { .. }) = self.open.last() {
            self.description.push_str(text);
        }
    }

    fn close(&mut self) -> Result<(), Problem> {
        if let Some(Open::Description { line, of }) = self.open.pop() {
            let tag = &mut self.collected.tags[of];
            tag.description = described(&tag.name, &self.description)
                .map_err(|reason| Problem::at(self.collected.file, line, reason))?;
        }
        Ok(())
    }

    fn leave_out(&mut self, line: u32, name: &str) {
        let what = shown(name);
        if self.unknown.len() < MAX_UNKNOWN && !self.unknown.contains(&what) {
            let reason = Reason::new("codebooks have no such element there; it is left out");
            self.skipped.push(Skipped { line, what: what.clone(), reason });
            self.unknown.push(what);
        }
    }

    fn finish(mut self, line: u32) -> Result<Codebook, Problem> {
        if !self.open.is_empty() {
            let message = "the file ends in the middle; expected a whole codebook";
            return Err(Problem::at(self.collected.file, line, message));
        }
        if !self.rooted {
            return Err(Problem::whole(self.collected.file, MALFORMED));
        }
        if let Some((line, count)) = self.sets.filter(|(_, count)| *count > 0) {
            let sets = if count == 1 {
                "1 set of codes is".to_owned()
            } else {
                format!("{count} sets of codes are")
            };
            let reason = Reason::new(format!("{sets} left out; codebooks here have tags only"));
            self.skipped.push(Skipped { line, what: "Sets".to_owned(), reason });
        }
        self.collected.finish(self.skipped)
    }
}

/// What an element says of itself, as far as it is read.
#[derive(Default)]
struct Attributes {
    origin: Option<String>,
    guid: Option<String>,
    name: Option<String>,
    codable: Option<String>,
    color: Option<String>,
}

impl Attributes {
    fn of(start: &BytesStart<'_>) -> Result<Attributes, Reason> {
        let mut attributes = Attributes::default();
        for (place, attribute) in start.attributes().enumerate() {
            let malformed = || Reason::new(MALFORMED);
            let attribute = attribute.ok().filter(|_| place < MAX_ATTRIBUTES).ok_or_else(malformed)?;
            let field = match attribute.key.into_inner() {
                "origin" => &mut attributes.origin,
                "guid" => &mut attributes.guid,
                "name" => &mut attributes.name,
                "isCodable" => &mut attributes.codable,
                "color" => &mut attributes.color,
                _ => continue,
            };
            *field = Some(attribute.normalized_value(XML).map_err(|_| malformed())?.into_owned());
        }
        Ok(attributes)
    }
}

/// What a reference such as `&amp;` or `&#228;` stands for; `None` for one that only a document type could explain.
fn meaning(reference: &BytesRef<'_>) -> Option<Cow<'static, str>> {
    match reference.resolve_char_ref() {
        Ok(Some(character)) => Some(Cow::Owned(character.to_string())),
        Ok(None) => escape::resolve_predefined_entity(&reference.xml_content(XML)).map(Cow::Borrowed),
        Err(_) => None,
    }
}
