//! What can be typed after `backroom`. Others script against it: it stays as it is.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;

/// A moderator console for live research sessions. A study is one file, NAME.backroom.
///
/// Exit codes: 0 done, 1 refused or failed (one sentence on standard error says why), 2 wrong usage.
#[derive(Debug, Parser)]
#[command(name = "backroom", version, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a new study.
    New(New),
    /// Read a schedule (.ics, .csv), guide (.md), screener, answers or diary (.csv), codebook or notes into a study.
    ///
    /// All files or none are imported. Importing a file again updates and never duplicates. Needs the study for
    /// itself: close it in other windows first.
    Import(Import),
    /// Serve a study's console, and its room if wanted, to browsers.
    ///
    /// Prints one line of JSON when ready: {"console": URL} and, with the room open, "observer" and "note_taker"
    /// as well. The links are secrets. Logs to standard error. Stops cleanly on SIGINT and SIGTERM.
    Serve(Serve),
    /// Write a day, a session or the whole study as Markdown, CSV or JSON Lines, or the plan as a calendar.
    ///
    /// Works while the study is open elsewhere.
    Export(Export),
    /// Say whether a study is sound and, if not, what is wrong.
    ///
    /// Works while the study is open elsewhere.
    Check(Check),
    /// Copy a study to a new file, complete and checked.
    ///
    /// Works while the study is open elsewhere. A plain copy of the file would lack the newest notes.
    Backup(Backup),
    /// Put the newest sound copy in the place of a study that is damaged or gone.
    ///
    /// The copies are made beside the study, in STUDY.copies, while its sessions run. What was there stays, under a name
    /// that says so. A sound study is left alone. Needs the study for itself: close it in other windows first.
    Restore(Restore),
}

#[derive(Debug, Args)]
pub(crate) struct New {
    /// The file to make; it must not exist.
    pub(crate) study: PathBuf,
    /// What the study is called.
    #[arg(long)]
    pub(crate) title: String,
    /// The IANA time zone of its days, such as Europe/Berlin [default: this computer's].
    #[arg(long, value_name = "IANA", value_parser = zone)]
    pub(crate) zone: Option<String>,
    /// Fill it with the sample study, dated around today.
    #[arg(long)]
    pub(crate) sample: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The study file.
    pub(crate) study: PathBuf,
    /// The files to read.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// What a column of the .csv files is, such as "When=start" or "Your e-mail=leave_out"; kept in the study for
    /// the next file with the same columns. --dry-run lists the columns and what they can be. May be repeated.
    #[arg(long = "column", value_name = "NAME=ROLE", value_parser = column)]
    pub(crate) columns: Vec<(String, String)>,
    /// Say what would happen and change nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// The study file.
    pub(crate) study: PathBuf,
    /// Open the room for observers and note-takers, too.
    #[arg(long)]
    pub(crate) open_room: bool,
    /// Where the room listens; port 0 is the study's own port. 127.0.0.1 is this computer alone, 0.0.0.0 every
    /// network that it is in [default: 127.0.0.1:0].
    #[arg(long, value_name = "ADDR:PORT", requires = "open_room")]
    pub(crate) listen: Option<SocketAddr>,
    /// A certificate that browsers trust, with those that vouch for it [default: this computer makes its own].
    #[arg(long, value_name = "PEM", requires_all = ["key", "open_room"])]
    pub(crate) cert: Option<PathBuf>,
    /// The certificate's private key.
    #[arg(long, value_name = "PEM", requires = "cert")]
    pub(crate) key: Option<PathBuf>,
    /// Where others reach the room, such as https://room.example.org: a reverse proxy or a VPN that leads here. It
    /// must pass the Host header on as it is.
    #[arg(long, value_name = "URL", requires = "open_room")]
    pub(crate) public_address: Option<String>,
    /// Do not encrypt what travels beyond this computer: only in a network that you trust.
    #[arg(long, requires = "open_room", conflicts_with = "cert")]
    pub(crate) plain_http: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The study file.
    pub(crate) study: PathBuf,
    /// The form.
    #[arg(long)]
    pub(crate) format: Format,
    /// One day of the study, such as 2026-11-26.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) day: Option<String>,
    /// One session, by its id.
    #[arg(long, value_name = "ID", conflicts_with = "day", value_parser = session)]
    pub(crate) session: Option<String>,
    /// The file to write [default: standard output].
    #[arg(long, value_name = "PATH")]
    pub(crate) out: Option<PathBuf>,
}

/// The forms of an export.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Format {
    /// Markdown, for reading.
    Md,
    /// A row for each note, for spreadsheets.
    Csv,
    /// Everything, for programs.
    Jsonl,
    /// The codebook as a table.
    CodebookCsv,
    /// The codebook as REFI-QDA, for analysis programs.
    CodebookQdc,
    /// The plan, for calendars.
    Ics,
    /// A day in a few lines, for a chat or mail: codes only.
    DayText,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The study file.
    pub(crate) study: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// The study file.
    pub(crate) study: PathBuf,
    /// The copy to make; it must not exist.
    pub(crate) dest: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The study file.
    pub(crate) study: PathBuf,
}

fn zone(text: &str) -> Result<String, domain::Refusal> {
    domain::time::zone(text).map(|zone| zone.to_string())
}

fn date(text: &str) -> Result<String, domain::Refusal> {
    domain::time::date(text).map(|date| date.to_string())
}

fn session(text: &str) -> Result<String, domain::Refusal> {
    domain::id::SessionId::parse(text).map(|id| id.to_string())
}

/// The last equals sign divides: a question may hold others.
fn column(text: &str) -> Result<(String, String), &'static str> {
    let (name, role) = text.rsplit_once('=').ok_or("expected NAME=ROLE, such as When=start")?;
    Ok((name.to_owned(), role.trim().to_owned()))
}
