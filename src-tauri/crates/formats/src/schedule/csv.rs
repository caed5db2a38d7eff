//! Schedules in a table, one row a slot.

use chrono::{NaiveDateTime, Timelike};
use chrono_tz::Tz;
use domain::entity::SlotKind;

use super::moment::{self, Moment, Order};
use super::{Collected, MAX_ENTRIES, Schedule, ScheduleEntry, classify, link_in};
use crate::answers::has_repeated_codes;
use crate::columns::{Choices, LEAVE_OUT, cells, chosen};
use crate::problem::shown;
use crate::table::{Row, Table};
use crate::{Problem, Reason, Skipped, code, zone};

/// What columns are found by, the earlier name first.
const NAMES: [(&str, &[&str]); 14] = [
    ("uid", &["uid", "id", "event id", "booking id", "event uuid", "booking uid", "uuid"]),
    ("sequence", &["sequence"]),
    ("status", &["status", "booking status", "canceled", "cancelled", "storniert"]),
    ("date", &["date", "day", "session date", "start date", "datum", "tag", "startdatum", "beginnt am"]),
    (
        "start",
        &[
            "start",
            "start time",
            "starts at",
            "start at",
            "time",
            "begin",
            "from",
            "beginn",
            "start date time",
            "start datetime",
            "start date and time",
            "appointment time",
            "startzeit",
            "uhrzeit",
            "beginnt um",
        ],
    ),
    ("end_date", &["end date", "enddatum", "endet am"]),
    (
        "end",
        &[
            "end",
            "end time",
            "ends at",
            "end at",
            "until",
            "to",
            "ende",
            "end date time",
            "end datetime",
            "end date and time",
            "endzeit",
            "endet um",
            "bis",
        ],
    ),
    (
        "length",
        &[
            "length",
            "duration",
            "length min",
            "duration min",
            "length minutes",
            "duration minutes",
            "duration in minutes",
            "minutes",
            "dauer",
            "duration mins",
        ],
    ),
    (
        "code",
        &[
            "participant",
            "participants",
            "participant code",
            "participant codes",
            "participant id",
            "code",
            "codes",
            "teilnehmer",
        ],
    ),
    (
        "kind",
        &["kind", "type", "session type", "session kind", "method", "event type name", "event type", "art"],
    ),
    ("title", &["title", "subject", "summary", "betreff"]),
    ("zone", &["zone", "time zone", "timezone", "tz", "zeitzone"]),
    ("link", &["link", "meeting link", "join link", "meeting url", "url", "location", "ort"]),
    ("all_day", &["all day event", "all day", "ganztägiges ereignis"]),
];

/// Reads a schedule from a table; see the [module's documentation](super) for the columns.
///
/// # Errors
/// The first row that cannot be read, a missing column, or a file without rows.
pub fn read_csv(file: &str, bytes: &[u8], study_zone: Tz, choices: &Choices) -> Result<Schedule, Problem> {
    let table = Table::read(file, bytes)?;
    let columns = Columns::of(&table, choices);
    if columns.place("start").is_none() {
        let message = format!(
            "no column “start”; expected columns such as date, start, length and participant in {}",
            table.header_shown()
        );
        return Err(Problem::at(file, 1, message));
    }
    if table.rows.len() > MAX_ENTRIES {
        return Err(Problem::whole(file, format!("there are more than {MAX_ENTRIES} rows")));
    }
    let mut collected = Collected::default();
    let mut skipped = Vec::new();
    for row in &table.rows {
        if is_yes(row.cell(columns.place("all_day"))) {
            let what = row.cell(columns.place("title")).chars().take(200).collect();
            skipped.push(Skipped { line: row.line, what, reason: Reason::new("it lasts all day") });
            continue;
        }
        let entry = columns
            .entry(row, study_zone, &mut collected)
            .map_err(|reason| Problem::at(file, row.line, reason))?;
        collected.put(entry);
    }
    if collected.entries.is_empty() && skipped.is_empty() {
        return Err(Problem::whole(file, "no rows below the header; expected one row a slot"));
    }
    Ok(Schedule { entries: collected.entries, skipped, floating: 0 })
}

/// Whether a header row is that of a schedule.
pub(crate) fn is_schedule(table: &Table) -> bool {
    let columns = Columns::of(table, &Choices::new());
    let has = |role| columns.place(role).is_some();
    let timed = has("start") && (has("date") || has("end") || has("length"));
    // A diary has dates and times, too, and more to tell than a plan.
    let planned = ["end", "length", "kind", "title", "zone", "link", "status"].into_iter().any(has);
    timed && (planned || !has_repeated_codes(table) || columns.roles.iter().all(|role| *role != LEAVE_OUT))
}

/// The role of each column, and what must be said of them.
pub(crate) fn columns(table: &Table, choices: &Choices) -> (Vec<&'static str>, Option<String>) {
    let columns = Columns::of(table, choices);
    let needs = match columns.place("start") {
        None => Some("Say which column holds the start.".to_owned()),
        Some(_) => columns.unclear.map(|reason| format!("{reason}. Say which.")),
    };
    (columns.roles, needs)
}

fn is_yes(cell: &str) -> bool {
    ["true", "yes", "1", "x", "ja", "wahr"].contains(&cell.to_lowercase().as_str())
}

/// What each column is.
struct Columns {
    roles: Vec<&'static str>,
    order: Option<Order>,
    /// Dates that can be read both ways.
    unclear: Option<Reason>,
    /// The column that tells of cancelling says yes or no.
    cancelled_is_yes: bool,
}

impl Columns {
    fn of(table: &Table, choices: &Choices) -> Columns {
        let mut roles: Vec<&'static str> = vec![""; table.header.len()];
        let mut order = None;
        for (column, role) in roles.iter_mut().enumerate() {
            let Some(chosen) = chosen(table, column, choices) else { continue };
            let (plain, said) = match chosen {
                "start_day_first" => ("start", Some(Order::DayFirst)),
                "start_month_first" => ("start", Some(Order::MonthFirst)),
                "date_day_first" => ("date", Some(Order::DayFirst)),
                "date_month_first" => ("date", Some(Order::MonthFirst)),
                other => (other, None),
            };
            *role = plain;
            order = order.or(said);
        }
        for (role, names) in NAMES {
            let place = table.column(names).filter(|column| roles[*column].is_empty());
            if let Some(place) = place.filter(|_| !roles.contains(&role)) {
                roles[place] = role;
            }
        }
        let dated = ["date", "start", "end", "end_date"];
        let with_dates = (0..roles.len()).filter(|column| dated.contains(&roles[*column]));
        let mut unclear = None;
        if order.is_none() {
            match Order::of(with_dates.flat_map(|column| cells(table, column, 0))) {
                Ok(found) => order = found,
                Err(reason) => unclear = Some(reason),
            }
        }
        let cancelled_is_yes = roles.iter().position(|role| *role == "status").is_some_and(|column| {
            table.plain_name(column).starts_with("cancel") || table.plain_name(column) == "storniert"
        });
        roles.iter_mut().filter(|role| role.is_empty()).for_each(|role| *role = LEAVE_OUT);
        Columns { roles, order, unclear, cancelled_is_yes }
    }

    fn place(&self, role: &str) -> Option<usize> {
        self.roles.iter().position(|own| *own == role)
    }

    /// The cell of the column with this role; empty when there is none.
    fn cell<'r>(&self, row: &'r Row, role: &str) -> &'r str {
        self.place(role).map_or("", |column| row.cell(Some(column)))
    }

    fn entry(&self, row: &Row, study_zone: Tz, collected: &mut Collected) -> Result<ScheduleEntry, Reason> {
        let zone = match self.cell(row, "zone") {
            "" => study_zone,
            name => zone::named(name)?,
        };
        let day = |cell: &str| match moment::moment(cell, self.order) {
            // A column of dates that a spreadsheet has turned into dates with a time.
            Ok(Moment::Local(local)) => Ok(local.date()),
            _ => moment::date(cell, self.order),
        };
        let date = Some(self.cell(row, "date")).filter(|cell| !cell.is_empty()).map(day).transpose()?;
        let end_date =
            Some(self.cell(row, "end_date")).filter(|cell| !cell.is_empty()).map(day).transpose()?;
        let local = |cell: &str, day: Option<chrono::NaiveDate>| -> Result<NaiveDateTime, Reason> {
            match moment::moment(cell, self.order)? {
                Moment::Instant(instant) => Ok(instant.with_timezone(&zone).naive_local()),
                Moment::Local(local) => Ok(local),
                Moment::Time(time) => day
                    .map(|day| day.and_time(time))
                    .ok_or_else(|| Reason::new("the row has no date; expected one such as 2026-01-15")),
            }
        };
        let start = match self.cell(row, "start") {
            "" => return Err(Reason::new("the row has no start; expected a time such as 09:00")),
            cell => local(cell, date)?,
        };
        let length_minutes = match (self.cell(row, "length"), self.cell(row, "end")) {
            ("", "") => None,
            ("", end) => {
                let minutes = (local(end, end_date.or(Some(start.date())))? - start).num_minutes();
                let minutes = u16::try_from(minutes).ok().filter(|minutes| (1..=1440).contains(minutes));
                let wrong =
                    || Reason::new(format!("the end {} is not within a day after the start", shown(end)));
                Some(minutes.ok_or_else(wrong)?)
            }
            (length, _) => Some(moment::length(length)?),
        };

        let (title, kind_cell, people) =
            (self.cell(row, "title"), self.cell(row, "kind"), self.cell(row, "code"));
        let participant_codes = code::find_all(if people.is_empty() { title } else { people });
        if participant_codes.is_empty() && !people.is_empty() {
            return Err(code::unlike(people));
        }
        let spoken = kind_cell.replace('_', " ");
        let (mut kind, mut session_kind) = classify(&spoken, !participant_codes.is_empty());
        if session_kind.is_none() && kind == SlotKind::Session {
            (kind, session_kind) = classify(title, !participant_codes.is_empty());
        }
        let title = if title.is_empty() { spoken } else { title.to_owned() };
        let uid = match self.cell(row, "uid") {
            "" => collected.derived_uid(&participant_codes, &title, start.date()),
            uid => uid.to_owned(),
        };
        let sequence = match self.cell(row, "sequence") {
            "" => 0,
            cell => {
                cell.parse().map_err(|_| Reason::new(format!("{} is not a sequence number", shown(cell))))?
            }
        };
        Ok(ScheduleEntry {
            uid,
            sequence,
            cancelled: self.cancelled(self.cell(row, "status")),
            date: start.date(),
            start_minute: (start.hour() * 60 + start.minute()) as u16,
            length_minutes,
            zone,
            title,
            kind,
            session_kind,
            participant_codes,
            meeting_link: link_in(self.cell(row, "link")),
            line: row.line,
        })
    }

    fn cancelled(&self, status: &str) -> bool {
        let status = status.to_lowercase();
        let says = ["cancel", "storniert", "abgesagt"].iter().any(|word| status.starts_with(word));
        says || (self.cancelled_is_yes && is_yes(&status))
    }
}
