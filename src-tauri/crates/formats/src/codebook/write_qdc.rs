//! The codebook as REFI-QDA Codebook 1.0.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::{CodebookTag, ORIGIN, color, guid};
use crate::Reason;
use crate::problem::shown;

/// The namespace of REFI-QDA Codebook 1.0.
const NAMESPACE: &str = "urn:QDA-XML:codebook:1.0";

/// Writes the tags as codes, each below its parent; retired ones cannot be coded with. Hotkeys are not expressible
/// and left out. The two characters that XML cannot hold (U+FFFE and U+FFFF) become U+FFFD.
///
/// # Errors
/// No tags, since the format knows no empty codebook; a tag without a UUID.
pub fn write_qdc(tags: &[CodebookTag]) -> Result<String, Reason> {
    if tags.is_empty() {
        return Err(Reason::new("the codebook has no tags, and REFI-QDA knows no empty codebook"));
    }
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); tags.len()];
    for (place, tag) in tags.iter().enumerate() {
        if let Some(parent) = tag.parent {
            children[parent].push(place);
        }
    }
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    let mut write = |event: Event<'_>| writer.write_event(event).expect("BUG: writing to memory cannot fail");
    write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
    let book = BytesStart::new("CodeBook").with_attributes([("xmlns", NAMESPACE), ("origin", ORIGIN)]);
    write(Event::Start(book));
    write(Event::Start(BytesStart::new("Codes")));
    // Who is next comes last.
    let mut steps: Vec<Step> = tops(tags).rev().map(Step::Open).collect();
    while let Some(step) = steps.pop() {
        let Step::Open(place) = step else {
            write(Event::End(BytesEnd::new("Code")));
            continue;
        };
        let tag = &tags[place];
        let code = code(tag)?;
        if tag.description.is_empty() && children[place].is_empty() {
            write(Event::Empty(code));
            continue;
        }
        write(Event::Start(code));
        if !tag.description.is_empty() {
            write(Event::Start(BytesStart::new("Description")));
            write(Event::Text(BytesText::new(&sound(&tag.description))));
            write(Event::End(BytesEnd::new("Description")));
        }
        steps.push(Step::Close);
        steps.extend(children[place].iter().rev().copied().map(Step::Open));
    }
    write(Event::End(BytesEnd::new("Codes")));
    write(Event::End(BytesEnd::new("CodeBook")));
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    Ok(String::from_utf8(bytes).expect("BUG: only strings were written"))
}

enum Step {
    Open(usize),
    Close,
}

/// The places of the tags that belong under no other.
fn tops(tags: &[CodebookTag]) -> impl DoubleEndedIterator<Item = usize> {
    tags.iter().enumerate().filter(|(_, tag)| tag.parent.is_none()).map(|(place, _)| place)
}

fn code(tag: &CodebookTag) -> Result<BytesStart<'static>, Reason> {
    let id = tag.guid.as_deref().and_then(guid);
    let id = id.ok_or_else(|| Reason::new(format!("the tag {} has no UUID", shown(&tag.name))))?;
    let codable = if tag.retired { "false" } else { "true" };
    let name = sound(&tag.name);
    let mut code = BytesStart::new("Code");
    code.extend_attributes([("guid", id.as_str()), ("name", name.as_str()), ("isCodable", codable)]);
    if let Some(color) = tag.color.as_deref().and_then(color::hex) {
        code.push_attribute(("color", color.as_str()));
    }
    Ok(code)
}

/// The text without the characters that XML 1.0 cannot hold.
fn sound(text: &str) -> String {
    let held =
        |c: char| matches!(c, '\t' | '\n' | '\r') || (c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'));
    text.chars().map(|c| if held(c) { c } else { '\u{fffd}' }).collect()
}
