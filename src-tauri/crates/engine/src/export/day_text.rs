//! A day in a few lines, for a chat or mail: codes only, names masked, quotes as consented.

use crate::fault::Failure;
use crate::handle::brief::still_to_ask;
use chrono::NaiveDate;
use domain::Refusal;
use domain::debrief::agreed;
use domain::entity::{Decision, DecisionKind, QuestionStatus, Session, Slot, SlotKind};
use domain::masking::Names;
use domain::session::Status;
use domain::text::is_quote;
use domain::time::{Timestamp, date};
use protocol::{ExportFile, ExportMake};
use std::borrow::Cow;
use store::Tables;

/// How many of a session's groups are told.
const TOP: usize = 3;
/// How many must-ask questions that were not got to are told.
const STILL_TO_ASK: usize = 10;

/// Makes it: the sessions of a day, what people agree on, what changed, and what the next day probes.
pub(super) fn make(tables: Tables<'_>, request: &ExportMake) -> Result<ExportFile, Failure> {
    let Some(day) = request.day.as_deref().filter(|_| request.session_id.is_none()) else {
        return Err(Refusal::Rule("A day in a few lines is of one day: say which.".into()).into());
    };
    let day = date(day)?;
    let text = Told::read(tables, day)?.text()?;
    Ok(ExportFile { name: format!("{day}.txt"), media_type: "text/plain".into(), text })
}

/// What is told of, and what keeps it from telling more than it may.
struct Told<'a> {
    tables: Tables<'a>,
    day: NaiveDate,
    names: Names,
    /// Every session in the plan with its slot, in order.
    planned: Vec<(Slot, Session)>,
    decisions: Vec<Decision>,
}

impl<'a> Told<'a> {
    fn read(tables: Tables<'a>, day: NaiveDate) -> Result<Self, Failure> {
        let mut planned = Vec::new();
        for slot in tables.slots()?.into_iter().filter(|slot| slot.kind == SlotKind::Session && !slot.removed)
        {
            planned.extend(tables.session_in(slot.id)?.map(|session| (slot, session)));
        }
        Ok(Self { tables, day, names: Names::new(tables.names()?), planned, decisions: tables.decisions()? })
    }

    fn of_day(&self, day: NaiveDate) -> impl Iterator<Item = &(Slot, Session)> {
        self.planned.iter().filter(move |(slot, _)| slot.date == day)
    }

    fn text(&self) -> Result<String, Failure> {
        let study = self.tables.study()?;
        if self.of_day(self.day).next().is_none() {
            return Err(Refusal::Rule(
                "There is nothing to tell yet: no session is planned on that day.".into(),
            )
            .into());
        }
        let mut out = format!("{}, {}\n", self.line(&study.title), long(self.day));
        let sessions = self.of_day(self.day).map(|(slot, session)| self.session(slot, session, study.zone));
        out += &section(&format!("Sessions, {}", study.zone.name()), sessions);
        for (_, session) in self.of_day(self.day).filter(|(_, session)| is_told(session)) {
            out += &self.top(session)?;
        }
        let changes = self.decided(|kind| kind != DecisionKind::Brief);
        out += &section("What changed", changes.map(|(session, decision)| self.change(session, decision)));
        out += &self.next(study.zone)?;
        Ok(out)
    }

    /// One line without tabs, with codes instead of names.
    fn line(&self, text: &str) -> String {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match self.names.masked(&line) {
            Cow::Borrowed(_) => line,
            Cow::Owned(masked) => masked,
        }
    }

    fn session(&self, slot: &Slot, session: &Session, zone: chrono_tz::Tz) -> String {
        let clock = |at: Timestamp| at.utc().with_timezone(&zone).format("%H:%M").to_string();
        let time = match (session.started_at, session.ended_at) {
            (Some(from), Some(to)) => format!("{}–{}", clock(from), clock(to)),
            (Some(from), None) => clock(from),
            (None, _) => clock(slot.starts_at().at),
        };
        let codes = codes(session);
        if session.status.has_run() && !is_told(session) {
            return format!("- {time} {codes}: took place\n");
        }
        let status = match session.status {
            Status::NoShow => "no-show".to_owned(),
            Status::OnBreak => "live".to_owned(),
            Status::LeftOut => "left out of the counts".to_owned(),
            status => status.word().replace('_', " "),
        };
        let build = session.build.as_deref().filter(|_| session.started_at.is_some());
        let build = build.map(|build| format!(", build {}", self.line(build))).unwrap_or_default();
        format!("- {time} {codes}: {}, {status}{build}\n", session.kind.word().replace('_', " "))
    }

    /// What most people say of a session, once it is shown.
    fn top(&self, session: &Session) -> Result<String, Failure> {
        let Some(debrief) = self.tables.debrief(session.id)? else { return Ok(String::new()) };
        let entries = self.tables.entries_of(session.id)?;
        let shown =
            entries.iter().filter(|entry| entry.revealed && entry.place > 0 && says(session, &entry.text));
        let groups = agreed(shown);
        let lines = groups.iter().take(TOP).zip(1..).map(|(group, number)| {
            let people = group.people();
            format!("{number}. {} ({people} of {})\n", self.line(group.text()), debrief.handed_in)
        });
        Ok(section(&format!("Top 3 after {}", codes(session)), lines))
    }

    /// The day's decisions of some kinds.
    fn decided(&self, kinds: impl Fn(DecisionKind) -> bool) -> impl Iterator<Item = (&Session, &Decision)> {
        let told =
            self.decisions.iter().filter(move |decision| kinds(decision.kind)).filter_map(|decision| {
                let (_, session) =
                    self.of_day(self.day).find(|(_, session)| session.id == decision.session_id)?;
                Some((session, decision))
            });
        told.filter(|(session, decision)| is_told(session) && says(session, &decision.text))
    }

    fn change(&self, session: &Session, decision: &Decision) -> String {
        let build =
            |build: &Option<String>| build.as_deref().map_or("no build".into(), |build| self.line(build));
        let what = match decision.kind {
            DecisionKind::Prototype if decision.build_before == decision.build => "Prototype, ".to_owned(),
            DecisionKind::Prototype => {
                format!("Prototype {} → {}, ", build(&decision.build_before), build(&decision.build))
            }
            DecisionKind::Guide => "Guide, ".to_owned(),
            DecisionKind::Brief | DecisionKind::Other => String::new(),
        };
        let after = if what.is_empty() { "After" } else { "after" };
        format!("- {what}{after} {}: {}\n", codes(session), self.line(&decision.text))
    }

    /// The next day with sessions: who comes, and what to ask.
    fn next(&self, zone: chrono_tz::Tz) -> Result<String, Failure> {
        let coming =
            |(slot, session): &&(Slot, Session)| slot.date > self.day && session.status.takes_place();
        let first = self.planned.iter().find(coming);
        let mut out = String::new();
        if let Some((slot, _)) = first {
            let sessions = self
                .of_day(slot.date)
                .filter(coming)
                .map(|(slot, session)| self.session(slot, session, zone));
            out += &section(&format!("Next, {}", long(slot.date)), sessions);
        }
        let questions = self.tables.questions()?;
        let left = questions.iter().filter(|question| question.status == QuestionStatus::Parked).filter_map(
            |question| {
                let (_, session) =
                    self.of_day(self.day).find(|(_, session)| session.id == question.session_id)?;
                (is_told(session) && says(session, &question.text)).then_some(&question.text)
            },
        );
        let asked = self.decided(|kind| kind == DecisionKind::Brief).map(|(_, decision)| &decision.text);
        out += &section(
            "Questions for the brief",
            asked.chain(left).map(|text| format!("- {}\n", self.line(text))),
        );
        let earlier: Vec<Session> = self
            .planned
            .iter()
            .filter(|(slot, session)| slot.date <= self.day && is_told(session))
            .filter(|(_, session)| matches!(session.status, Status::Done | Status::EndedEarly))
            .map(|(_, session)| session.clone())
            .collect();
        if let Some((_, next)) = first {
            let still = still_to_ask(self.tables, next, &earlier)?;
            let lines = still
                .iter()
                .take(STILL_TO_ASK)
                .map(|one| format!("- {} (not asked: {})\n", self.line(&one.text), one.missed.join(", ")));
            out += &section("Still to ask", lines);
        }
        Ok(out)
    }
}

/// Its participants agreed that others know what was said: nothing else is told of it but that it took place.
fn is_told(session: &Session) -> bool {
    let agreed = session.consent.as_ref().is_some_and(|consent| consent.observed);
    session.status.has_run() && agreed && !session.is_shut()
}

/// Quotes only of those who agreed to be quoted.
fn says(session: &Session, text: &str) -> bool {
    !is_quote(text) || session.consent.as_ref().is_some_and(|consent| consent.quoted)
}

fn codes(session: &Session) -> String {
    session.seats.iter().map(|seat| seat.code.as_str()).collect::<Vec<_>>().join(", ")
}

fn long(day: NaiveDate) -> String {
    day.format("%A %-d %B %Y").to_string()
}

fn section(title: &str, lines: impl Iterator<Item = String>) -> String {
    let lines: String = lines.collect();
    if lines.is_empty() { lines } else { format!("\n{title}\n{lines}") }
}
