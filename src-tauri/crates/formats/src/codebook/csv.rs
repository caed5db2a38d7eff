//! The codebook as a table, one row a tag.

use ::csv::{QuoteStyle, Terminator, WriterBuilder};

use super::{Codebook, CodebookTag, Collected, color, described, guid, named};
use crate::problem::shown;
use crate::table::{Row, Table, defused, undefused};
use crate::{Problem, Reason, screener};

const HEADER: [&str; 7] = ["tag", "color", "hotkey", "description", "parent", "retired", "id"];

/// Reads a codebook from a table; see the [module's documentation](super) for the columns.
///
/// # Errors
/// The first row that cannot be read, a name, id or hotkey that was there before, a parent that is not in the table
/// or belongs under its own child, a missing column, or a file without rows.
pub fn read_csv(file: &str, bytes: &[u8]) -> Result<Codebook, Problem> {
    let table = Table::read(file, bytes)?;
    let columns = Columns::of(&table);
    if columns.name.is_none() {
        let message = format!(
            "no column “tag”; expected columns such as tag, color, hotkey and description in {}",
            table.header_shown()
        );
        return Err(Problem::at(file, 1, message));
    }
    let mut collected = Collected::new(file);
    let mut parents = Vec::new();
    for row in &table.rows {
        let tag = columns.tag(row).map_err(|reason| Problem::at(file, row.line, reason))?;
        collected.put(row.line, tag)?;
        parents.push((row.line, undefused(row.cell(columns.parent))));
    }
    for (place, (line, parent)) in
        parents.into_iter().enumerate().filter(|(_, (_, parent))| !parent.is_empty())
    {
        let name = named(parent).map_err(|reason| Problem::at(file, line, reason))?;
        let unknown =
            || Problem::at(file, line, format!("there is no tag {} to be the parent", shown(parent)));
        collected.tags[place].parent = Some(collected.place(&name).ok_or_else(unknown)?);
    }
    collected.finish(Vec::new())
}

/// Writes RFC 4180 with a header row, one row a tag. Cells that a spreadsheet would run as a formula get a leading
/// apostrophe, which [`read_csv`] takes away.
pub fn write_csv(tags: &[CodebookTag]) -> String {
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new());
    let mut write = |cells: [String; 7]| {
        writer.write_record(cells.map(defused)).expect("BUG: writing to memory cannot fail");
    };
    write(HEADER.map(str::to_owned));
    for tag in tags {
        write([
            tag.name.clone(),
            tag.color
                .as_deref()
                .map_or_else(String::new, |name| color::word(name).unwrap_or(name).to_owned()),
            tag.hotkey.map(String::from).unwrap_or_default(),
            tag.description.clone(),
            tag.parent.map(|parent| tags[parent].name.clone()).unwrap_or_default(),
            if tag.retired { "yes".to_owned() } else { String::new() },
            tag.guid.clone().unwrap_or_default(),
        ]);
    }
    let bytes = writer.into_inner().expect("BUG: writing to memory cannot fail");
    String::from_utf8(bytes).expect("BUG: only strings were written")
}

/// Whether a table is a codebook. Participants may have a `code`, a `name` and a `description` as well: they are told
/// apart by their codes, and by columns that no codebook has.
pub(crate) fn is_codebook(table: &Table) -> bool {
    let columns = Columns::of(table);
    let by_tag = table.column(&["tag"]).is_some();
    let known = columns.all().into_iter().flatten().count();
    let of_tags = [columns.color, columns.hotkey, columns.description, columns.parent, columns.retired];
    let all_known = known == table.header.len() && of_tags.iter().any(Option::is_some);
    columns.name.is_some() && (by_tag || all_known) && !screener::has_participants(table)
}

struct Columns {
    name: Option<usize>,
    color: Option<usize>,
    hotkey: Option<usize>,
    description: Option<usize>,
    parent: Option<usize>,
    retired: Option<usize>,
    guid: Option<usize>,
}

impl Columns {
    fn of(table: &Table) -> Columns {
        Columns {
            name: table.column(&["tag", "name", "code"]),
            color: table.column(&["color", "colour"]),
            hotkey: table.column(&["hotkey", "key"]),
            description: table.column(&["description", "definition", "memo"]),
            parent: table.column(&["parent"]),
            retired: table.column(&["retired"]),
            guid: table.column(&["id", "guid", "uuid"]),
        }
    }

    fn all(&self) -> [Option<usize>; 7] {
        [self.name, self.color, self.hotkey, self.description, self.parent, self.retired, self.guid]
    }

    fn tag(&self, row: &Row) -> Result<CodebookTag, Reason> {
        let cell = |column| undefused(row.cell(column));
        let name = named(cell(self.name))?;
        Ok(CodebookTag {
            guid: guid(cell(self.guid)),
            color: colored(cell(self.color))?,
            hotkey: hotkey(cell(self.hotkey))?,
            description: described(&name, cell(self.description))?,
            parent: None,
            retired: retired(cell(self.retired))?,
            name,
        })
    }
}

fn colored(cell: &str) -> Result<Option<String>, Reason> {
    let word = cell.to_lowercase();
    let of_palette =
        color::WORDS.iter().find(|(said, name)| *said == word || *name == word).map(|(_, name)| *name);
    match of_palette.or_else(|| color::nearest(cell)) {
        None if cell.is_empty() => Ok(None),
        None => {
            let words: Vec<&str> = color::WORDS.iter().map(|(word, _)| *word).collect();
            Err(Reason::unlike(cell, "a colour", &format!("#RRGGBB or one of {}", words.join(", "))))
        }
        color => Ok(color.map(str::to_owned)),
    }
}

fn hotkey(cell: &str) -> Result<Option<char>, Reason> {
    let mut letters = cell.chars().flat_map(char::to_uppercase);
    match (letters.next(), letters.next()) {
        (None, _) => Ok(None),
        (Some(letter), None) if letter.is_alphabetic() => Ok(Some(letter)),
        _ => Err(Reason::unlike(cell, "a hotkey", "one letter")),
    }
}

fn retired(cell: &str) -> Result<bool, Reason> {
    match cell.to_lowercase().as_str() {
        "" | "no" | "false" => Ok(false),
        "yes" | "true" => Ok(true),
        _ => Err(Reason::new(format!("{} in column retired; expected yes or nothing", shown(cell)))),
    }
}
