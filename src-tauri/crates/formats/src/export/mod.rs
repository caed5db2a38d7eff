//! A day, or a session, as Markdown, CSV or JSON Lines: participants by code only, times with their offset.

mod csv;
mod debrief;
mod jsonl;
mod markdown;
mod paper;
mod run;

use chrono::{DateTime, NaiveDate, SecondsFormat};
use chrono_tz::Tz;
use domain::entity::{Audience, Debrief, Decision, Entry, QuestionStatus, When};
use domain::session::{IntervalKind, Kind, Status};

pub use self::csv::csv;
pub use self::jsonl::jsonl;
pub use self::markdown::markdown;
pub use self::paper::{PaperPack, PaperRoom, PaperSession, paper};
pub use self::run::{DutyExport, FormExport, ItemExport, MomentExport, RunExport};

/// What is exported: the sessions of some days of a study.
#[derive(Debug, Clone, PartialEq)]
pub struct DayExport {
    /// The study's title.
    pub study_title: String,
    /// The study's id.
    pub study_id: String,
    /// The zone that times are written in.
    pub zone: Tz,
    /// The first date.
    pub from: NaiveDate,
    /// The last date.
    pub to: NaiveDate,
    /// The sessions in their order.
    pub sessions: Vec<SessionExport>,
}

/// One session.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionExport {
    /// The session's id.
    pub id: String,
    /// Who takes part, by seat.
    pub participants: Vec<ParticipantExport>,
    /// The kind.
    pub kind: Kind,
    /// Where it stands.
    pub status: Status,
    /// The planned local date.
    pub date: NaiveDate,
    /// The planned local start in minutes from 00:00.
    pub start_minute: u16,
    /// The planned length in minutes.
    pub length_minutes: u16,
    /// The zone of the planned date and start.
    pub zone: Tz,
    /// When it started, in UTC milliseconds.
    pub started_at_ms: Option<i64>,
    /// When it ended, in UTC milliseconds.
    pub ended_at_ms: Option<i64>,
    /// Whether everyone in it agreed to be quoted; if not, quotes are left out and counted.
    pub quotes_allowed: bool,
    /// The notes by time.
    pub notes: Vec<NoteExport>,
    /// The questions from the room.
    pub questions: Vec<QuestionExport>,
    /// Breaks and gaps on the session clock.
    pub intervals: Vec<IntervalExport>,
    /// How it was run.
    pub run: RunExport,
    /// The prototype build that it was run with.
    pub build: Option<String>,
    /// Its debrief.
    pub debrief: Option<Debrief>,
    /// What people took away, once it is shown.
    pub entries: Vec<Entry>,
    /// What changes because of it, the first decision first.
    pub decisions: Vec<Decision>,
}

/// A participant, by code.
#[derive(Debug, Clone, PartialEq)]
pub struct ParticipantExport {
    /// `P01`.
    pub code: String,
    /// What the screener says, as name and value.
    pub attributes: Vec<(String, String)>,
}

/// One note.
#[derive(Debug, Clone, PartialEq)]
pub struct NoteExport {
    /// The note's id.
    pub id: String,
    /// Its stamp in UTC milliseconds.
    pub at_ms: i64,
    /// Its stamp in milliseconds of session time.
    pub elapsed_ms: i64,
    /// The display name of who wrote it.
    pub author: String,
    /// The text; `None` for a mark.
    pub body: Option<String>,
    /// Whether it is a quote.
    pub quote: bool,
    /// Tags without `#`.
    pub tags: Vec<String>,
    /// Codes or seats of who said it.
    pub who: Vec<String>,
    /// 1 to 4.
    pub severity: Option<u8>,
    /// Who may read it.
    pub audience: Audience,
    /// Whether it is starred.
    pub starred: bool,
    /// Whether it was made after the session's end.
    pub after_end: bool,
    /// Whether it was passed on to observers.
    pub passed: bool,
    /// How many observers saw it, too.
    pub saw_too: u32,
}

/// A question from the room.
#[derive(Debug, Clone, PartialEq)]
pub struct QuestionExport {
    /// The question's id.
    pub id: String,
    /// What was asked for.
    pub text: String,
    /// When the moderator asked it, in milliseconds of session time.
    pub asked_elapsed_ms: Option<i64>,
    /// What became of it.
    pub status: QuestionStatus,
    /// The display name of who suggested it.
    pub asker: String,
    /// When it was wanted.
    pub when: When,
    /// When it was suggested, in milliseconds of session time.
    pub suggested_elapsed_ms: i64,
    /// When it was passed on, in milliseconds of session time.
    pub passed_elapsed_ms: Option<i64>,
    /// Why it is held or was declined.
    pub reason: Option<String>,
    /// The question that stands for it.
    pub merged_into: Option<String>,
    /// Section and item of the guide that ask it, from 0: `2.0`.
    pub covered_by: Option<String>,
    /// The notes that answer it.
    pub answers: Vec<String>,
    /// How many others wanted to know it, too.
    pub votes: usize,
    /// How many sessions its asker had joined, and of how many.
    pub joined: (u32, u32),
}

/// A stretch of the session clock that is unlike the rest.
#[derive(Debug, Clone, PartialEq)]
pub struct IntervalExport {
    /// What it was.
    pub kind: IntervalKind,
    /// Its start in milliseconds of session time.
    pub from_ms: i64,
    /// Its end in milliseconds of session time; `None` while it lasts.
    pub to_ms: Option<i64>,
}

impl SessionExport {
    fn codes(&self) -> String {
        let codes: Vec<&str> =
            self.participants.iter().map(|participant| participant.code.as_str()).collect();
        codes.join(" ")
    }

    /// The notes that may leave the study.
    fn kept_notes(&self) -> impl Iterator<Item = &NoteExport> {
        self.notes.iter().filter(|note| self.quotes_allowed || !note.quote)
    }

    /// How many quotes must not leave it.
    fn quotes_left_out(&self) -> usize {
        self.notes.len() - self.kept_notes().count()
    }

    /// The instant of a session time, when the session has started.
    fn instant_at(&self, elapsed_ms: i64) -> Option<i64> {
        self.started_at_ms?.checked_add(elapsed_ms)
    }
}

/// ISO 8601 with the zone's offset; the bare number for an instant outside the calendar.
fn iso(at_ms: i64, zone: Tz, precision: SecondsFormat) -> String {
    match DateTime::from_timestamp_millis(at_ms) {
        Some(instant) => instant.with_timezone(&zone).to_rfc3339_opts(precision, false),
        None => at_ms.to_string(),
    }
}

/// Session time as `HH:MM:SS`, with a minus before the start.
fn clock(elapsed_ms: i64) -> String {
    let seconds = elapsed_ms.div_euclid(1_000);
    let (sign, seconds) =
        if seconds < 0 { ("-", seconds.unsigned_abs()) } else { ("", seconds.unsigned_abs()) };
    format!("{sign}{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

/// A word of the domain as people say it: `ended early`.
fn spoken(word: &str) -> String {
    word.replace('_', " ")
}

fn minute_of_day(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60 % 24, minute % 60)
}
