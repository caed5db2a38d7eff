//! From a guide's text to the lines that say something: what editors add is taken away, what they wrap is joined.

use super::{heading, labelled, list_item};
use crate::Problem;

/// A line, and where it begins in the file, from 1.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) number: u32,
    pub(super) content: String,
}

/// Takes away front matter and comments, spaces tabs out, and joins the lines of an item that was wrapped.
///
/// # Errors
/// A comment or a code block that is not closed.
pub(super) fn lines(file: &str, text: &str) -> Result<Vec<Line>, Problem> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let all: Vec<&str> = text.split('\n').collect();
    let mut lines: Vec<Line> = Vec::new();
    let (mut comment, mut fence) = (None, None);
    for (number, content) in (1..).zip(&all).skip(front_matter(&all)) {
        let mut content =
            if fence.is_some() { (*content).to_owned() } else { uncomment(content, number, &mut comment) };
        content.truncate(content.trim_end().len());
        if is_fence(&content) && comment.is_none() {
            fence = if fence.is_some() { None } else { Some(number) };
        } else if fence.is_none() {
            content = spaced(&content);
            if let Some(item) = lines.last_mut().filter(|above| continues(&above.content, &content)) {
                item.content.push(' ');
                item.content.push_str(content.trim_start());
                continue;
            }
        }
        lines.push(Line { number, content });
    }
    let open = comment.map(|line| (line, "a comment “<!--” is not closed; expected “-->”"));
    match open
        .or(fence
            .map(|line| (line, "a code block is not closed; expected a line like the one that opens it")))
    {
        Some((line, message)) => Err(Problem::at(file, line, message)),
        None => Ok(lines),
    }
}

/// How many lines the settings take that some editors keep between two `---` at the start.
fn front_matter(all: &[&str]) -> usize {
    let is_setting =
        |line: &&str| line.split_once(':').is_some_and(|(key, _)| !key.contains(char::is_whitespace));
    if all.first().map(|line| line.trim_end()) != Some("---") || !all.get(1).is_some_and(is_setting) {
        return 0;
    }
    let end = all.iter().skip(1).position(|line| matches!(line.trim_end(), "---" | "..."));
    end.map_or(0, |end| end + 2)
}

/// The line without what is inside comments; `open` is the line of a comment that goes on.
fn uncomment(content: &str, number: u32, open: &mut Option<u32>) -> String {
    let (mut rest, mut kept) = (content, String::new());
    loop {
        let (sign, inside) = if open.is_some() { ("-->", true) } else { ("<!--", false) };
        match rest.split_once(sign) {
            Some((before, after)) => {
                if !inside {
                    kept.push_str(before);
                }
                *open = if inside { None } else { Some(number) };
                rest = after;
            }
            None => {
                if !inside {
                    kept.push_str(rest);
                }
                return kept;
            }
        }
    }
}

pub(super) fn is_fence(content: &str) -> bool {
    let bare = content.trim_start();
    bare.starts_with("```") || bare.starts_with("~~~")
}

/// Leading tabs as spaces, four to a stop.
fn spaced(content: &str) -> String {
    let bare = content.trim_start();
    let width = content[..content.len() - bare.len()].chars().fold(0, |width: usize, c| match c {
        '\t' => width / 4 * 4 + 4,
        _ => width + 1,
    });
    format!("{}{bare}", " ".repeat(width))
}

/// Whether a line is the rest of the list item above it: further in, and nothing of its own.
fn continues(above: &str, content: &str) -> bool {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let bare = content.trim_start();
    let of_its_own = heading(bare).is_some()
        || list_item(bare).is_some()
        || bare.starts_with('>')
        || ["support:", "done when:"].iter().any(|label| labelled(bare, label).is_some());
    !bare.is_empty()
        && list_item(above.trim_start()).is_some()
        && indent(content) > indent(above)
        && !of_its_own
}
