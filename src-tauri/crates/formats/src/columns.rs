//! What the columns of a table are: found by name and content, or as somebody says.

use std::collections::BTreeMap;

use domain::entity::AnswerKind;

use crate::table::{Row, Table};
use crate::{Kind, Problem, answers, personal, schedule, screener, sniff};

/// What somebody says that columns are: a role by the column's name.
pub type Choices = BTreeMap<String, String>;

/// The role of a column that is not used.
pub const LEAVE_OUT: &str = "leave_out";

/// A role that a column can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Role {
    /// The word by which it is chosen.
    pub role: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// A file without it cannot be read.
    pub required: bool,
}

const fn role(role: &'static str, name: &'static str) -> Role {
    Role { role, name, required: false }
}

/// What columns of a schedule can be.
const SCHEDULE: &[Role] = &[
    Role { role: "start", name: "Start", required: true },
    role("start_day_first", "Start, day before month"),
    role("start_month_first", "Start, month before day"),
    role("date", "Date"),
    role("date_day_first", "Date, day before month"),
    role("date_month_first", "Date, month before day"),
    role("end", "End"),
    role("end_date", "Date of the end"),
    role("length", "Length"),
    role("code", "Participant’s code"),
    role("kind", "Kind"),
    role("title", "Title"),
    role("zone", "Time zone"),
    role("link", "Meeting link"),
    role("status", "Cancelled or not"),
    role("all_day", "All day or not"),
    role("uid", "Id of the row"),
    role("sequence", "Number of the revision"),
];
/// What columns of a screener can be.
const SCREENER: &[Role] = &[
    Role { role: "code", name: "Participant’s code", required: true },
    role("attribute", "Attribute"),
    role("name", "Real name, hidden"),
    role("contact", "Contact, hidden"),
    role("zone", "Time zone"),
];
/// What columns of answers can be.
const ANSWERS: &[Role] = &[
    role("answer", "Answer"),
    role("code", "Participant’s code"),
    role("at", "When it was answered"),
    role("at_day_first", "When, day before month"),
    role("at_month_first", "When, month before day"),
    role("uid", "Id of the row"),
];
const OUT: Role = role(LEAVE_OUT, "Leave out");

/// Whether a word is a role.
#[must_use]
pub fn is_role(word: &str) -> bool {
    [SCHEDULE, SCREENER, ANSWERS, &[OUT]].into_iter().flatten().any(|role| role.role == word)
}

/// All roles as they may stand in a sentence.
#[must_use]
pub fn words() -> String {
    let mut words: Vec<&str> = Vec::new();
    for role in [SCHEDULE, SCREENER, ANSWERS, &[OUT]].into_iter().flatten() {
        if !words.contains(&role.role) {
            words.push(role.role);
        }
    }
    words.join(", ")
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileColumn {
    /// Its name in the file.
    pub name: String,
    /// What it was taken for.
    pub role: &'static str,
    /// It tells who or where somebody is.
    pub personal: bool,
    /// The first values that differ, up to 3; none of a personal column.
    pub samples: Vec<String>,
}

/// A table before it is read: what it is, and what its columns are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// What the table is; [`Kind::Unknown`] when somebody must say what its columns are.
    pub kind: Kind,
    /// Its columns.
    pub columns: Vec<FileColumn>,
    /// What they can be.
    pub roles: Vec<Role>,
    /// What must be said about them before the table can be read, in a sentence.
    pub needs: Option<String>,
}

impl Look {
    /// The names of the columns, by which what was said of them is kept.
    #[must_use]
    pub fn headers(&self) -> Vec<String> {
        self.columns.iter().map(|column| column.name.clone()).collect()
    }
}

/// Looks at a table; none when the file is no table whose columns can be chosen.
///
/// # Errors
/// A file that is no text, or whose rows are broken.
pub fn look(file: &str, bytes: &[u8], choices: &Choices) -> Result<Option<Look>, Problem> {
    let kind = sniff(file, bytes, choices);
    let by_name = ["csv", "tsv"]
        .iter()
        .any(|ending| file.rsplit_once('.').is_some_and(|(_, own)| own.eq_ignore_ascii_case(ending)));
    let table = match &kind {
        Kind::ScheduleCsv | Kind::ScreenerCsv | Kind::AnswersCsv | Kind::DiaryCsv => {
            Table::read(file, bytes)?
        }
        Kind::Unknown(_) if by_name => match Table::read(file, bytes) {
            Ok(table) if table.header.len() > 1 && !table.rows.is_empty() => table,
            _ => return Ok(None),
        },
        _ => return Ok(None),
    };
    let (roles, needs, first_row) = match &kind {
        Kind::ScheduleCsv => {
            let (roles, needs) = schedule::columns(&table, choices);
            (roles, needs, 0)
        }
        Kind::ScreenerCsv => screener::columns(&table, choices),
        Kind::Unknown(_) => {
            let needs = "Backroom does not know these columns: say what they are.".to_owned();
            let (roles, _, first) = answers::columns(&table, choices);
            (roles, Some(needs), first)
        }
        _ => answers::columns(&table, choices),
    };
    let columns = (0..table.header.len())
        .map(|column| {
            let personal = personal::is_personal(&table.header[column], cells(&table, column, first_row));
            let mut samples: Vec<String> = Vec::new();
            for cell in cells(&table, column, first_row).filter(|cell| !cell.is_empty() && !personal) {
                let short: String = cell.chars().take(60).collect();
                if !samples.contains(&short) {
                    samples.push(short);
                }
                if samples.len() == 3 {
                    break;
                }
            }
            FileColumn { name: table.header[column].clone(), role: roles[column], personal, samples }
        })
        .collect();
    Ok(Some(Look { roles: offered(&kind), kind, columns, needs }))
}

/// The cells of a column, without those of further header rows.
pub(crate) fn cells(table: &Table, column: usize, first_row: usize) -> impl Iterator<Item = &str> {
    table.rows.iter().skip(first_row).map(move |row: &Row| row.cell(Some(column)))
}

/// The roles that are offered: those of the file's kind first, and what would make it another.
fn offered(kind: &Kind) -> Vec<Role> {
    let sets: [&[Role]; 3] = match kind {
        Kind::ScheduleCsv => [SCHEDULE, &[], &[]],
        Kind::ScreenerCsv => [SCREENER, &ANSWERS[..1], &[]],
        Kind::AnswersCsv | Kind::DiaryCsv => [ANSWERS, &SCREENER[1..2], &[]],
        _ => [ANSWERS, &SCREENER[1..2], SCHEDULE],
    };
    let mut roles: Vec<Role> = Vec::new();
    for role in sets.into_iter().flatten().chain([&OUT]) {
        if !roles.iter().any(|known| known.role == role.role) {
            let required = role.required && matches!(kind, Kind::ScheduleCsv | Kind::ScreenerCsv);
            roles.push(Role { required, ..*role });
        }
    }
    roles
}

/// What the choices make of a table, when they tell.
pub(crate) fn kind_chosen(table: &Table, choices: &Choices) -> Option<Kind> {
    let chosen = |roles: &[&str]| {
        table.header.iter().any(|name| choices.get(name).is_some_and(|role| roles.contains(&role.as_str())))
    };
    if chosen(&["start", "start_day_first", "start_month_first"]) {
        Some(Kind::ScheduleCsv)
    } else if chosen(&["attribute"]) {
        Some(Kind::ScreenerCsv)
    } else if chosen(&["answer", "at", "at_day_first", "at_month_first"]) {
        Some(match answers::kind(table, choices) {
            AnswerKind::Answers => Kind::AnswersCsv,
            AnswerKind::Diary => Kind::DiaryCsv,
        })
    } else {
        None
    }
}

/// The role that was chosen for a column, as a word that lives as long as the program.
pub(crate) fn chosen(table: &Table, column: usize, choices: &Choices) -> Option<&'static str> {
    let role = choices.get(&table.header[column])?;
    let all = [SCHEDULE, SCREENER, ANSWERS, &[OUT]];
    all.into_iter().flatten().find(|known| known.role == role).map(|known| known.role)
}
