//! Schedules in a table, one row a slot.

use chrono::{NaiveDateTime, Timelike};
use chrono_tz::Tz;
use domain::entity::SlotKind;

use super::moment::{self, Moment};
use super::{Collected, MAX_ENTRIES, Schedule, ScheduleEntry, classify, link_in};
use crate::problem::shown;
use crate::table::{Row, Table};
use crate::{Problem, Reason, code, zone};

/// Reads a schedule from a table; see the [module's documentation](super) for the columns.
///
/// # Errors
/// The first row that cannot be read, a missing column, or a file without rows.
pub fn read_csv(file: &str, bytes: &[u8], study_zone: Tz) -> Result<Schedule, Problem> {
    let table = Table::read(file, bytes)?;
    let columns = Columns::of(&table);
    if columns.start.is_none() {
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
    for row in &table.rows {
        let entry = columns
            .entry(row, study_zone, &mut collected)
            .map_err(|reason| Problem::at(file, row.line, reason))?;
        collected.put(entry);
    }
    if collected.entries.is_empty() {
        return Err(Problem::whole(file, "no rows below the header; expected one row a slot"));
    }
    Ok(Schedule { entries: collected.entries, skipped: Vec::new() })
}

/// Whether a header row is that of a schedule.
pub(crate) fn is_schedule(table: &Table) -> bool {
    let columns = Columns::of(table);
    columns.start.is_some() && (columns.date.is_some() || columns.end.is_some() || columns.length.is_some())
}

struct Columns {
    uid: Option<usize>,
    sequence: Option<usize>,
    status: Option<usize>,
    date: Option<usize>,
    start: Option<usize>,
    end: Option<usize>,
    length: Option<usize>,
    participant: Option<usize>,
    kind: Option<usize>,
    title: Option<usize>,
    zone: Option<usize>,
    link: Option<usize>,
}

impl Columns {
    fn of(table: &Table) -> Columns {
        Columns {
            uid: table.column(&["uid", "id", "event id", "booking id"]),
            sequence: table.column(&["sequence"]),
            status: table.column(&["status"]),
            date: table.column(&["date", "day", "session date", "start date", "datum"]),
            start: table.column(&[
                "start",
                "start time",
                "starts at",
                "start at",
                "time",
                "begin",
                "from",
                "beginn",
            ]),
            end: table.column(&["end", "end time", "ends at", "end at", "until", "to", "ende"]),
            length: table.column(&[
                "length",
                "duration",
                "length min",
                "duration min",
                "length minutes",
                "duration minutes",
                "duration in minutes",
                "minutes",
                "dauer",
            ]),
            participant: table.column(&[
                "participant",
                "participants",
                "participant code",
                "participant codes",
                "participant id",
                "code",
                "codes",
            ]),
            kind: table.column(&["kind", "type", "session type", "session kind", "method"]),
            title: table.column(&["title", "subject", "summary"]),
            zone: table.column(&["zone", "time zone", "timezone", "tz"]),
            link: table.column(&["link", "meeting link", "join link", "meeting url", "url", "location"]),
        }
    }

    fn entry(&self, row: &Row, study_zone: Tz, collected: &mut Collected) -> Result<ScheduleEntry, Reason> {
        let zone = match row.cell(self.zone) {
            "" => study_zone,
            name => zone::named(name)?,
        };
        let date = match row.cell(self.date) {
            "" => None,
            cell => match moment::moment(cell) {
                // A column of dates that a spreadsheet has turned into dates with a time.
                Ok(Moment::Local(local)) => Some(local.date()),
                _ => Some(moment::date(cell)?),
            },
        };
        let local = |cell: &str, day: Option<chrono::NaiveDate>| -> Result<NaiveDateTime, Reason> {
            match moment::moment(cell)? {
                Moment::Instant(instant) => Ok(instant.with_timezone(&zone).naive_local()),
                Moment::Local(local) => Ok(local),
                Moment::Time(time) => day
                    .map(|day| day.and_time(time))
                    .ok_or_else(|| Reason::new("the row has no date; expected one such as 2026-01-15")),
            }
        };
        let start = match row.cell(self.start) {
            "" => return Err(Reason::new("the row has no start; expected a time such as 09:00")),
            cell => local(cell, date)?,
        };
        let length_minutes = match (row.cell(self.length), row.cell(self.end)) {
            ("", "") => None,
            ("", end) => {
                let minutes = (local(end, Some(start.date()))? - start).num_minutes();
                let minutes = u16::try_from(minutes).ok().filter(|minutes| (1..=1440).contains(minutes));
                let wrong =
                    || Reason::new(format!("the end {} is not within a day after the start", shown(end)));
                Some(minutes.ok_or_else(wrong)?)
            }
            (length, _) => Some(moment::length(length)?),
        };

        let (title, kind_cell, people) =
            (row.cell(self.title), row.cell(self.kind), row.cell(self.participant));
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
        let uid = match row.cell(self.uid) {
            "" => collected.derived_uid(&participant_codes, &title, start.date()),
            uid => uid.to_owned(),
        };
        let sequence = match row.cell(self.sequence) {
            "" => 0,
            cell => {
                cell.parse().map_err(|_| Reason::new(format!("{} is not a sequence number", shown(cell))))?
            }
        };
        Ok(ScheduleEntry {
            uid,
            sequence,
            cancelled: row.cell(self.status).to_ascii_lowercase().starts_with("cancel"),
            date: start.date(),
            start_minute: (start.hour() * 60 + start.minute()) as u16,
            length_minutes,
            zone,
            title,
            kind,
            session_kind,
            participant_codes,
            meeting_link: link_in(row.cell(self.link)),
            line: row.line,
        })
    }
}
