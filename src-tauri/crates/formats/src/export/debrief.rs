//! The debrief in the exports: what people took away, with how many say it, and what changes.

use domain::debrief::{Group, agreed};
use domain::entity::{Decision, DecisionKind, Entry, QuestionStatus};
use domain::text::is_quote;
use serde_json::{Value, json};

use super::markdown::inline;
use super::{DayExport, SessionExport};

/// How many groups are the agreed top.
const TOP: usize = 3;

impl SessionExport {
    /// The entries that may leave the study.
    fn kept_entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| self.quotes_allowed || !is_quote(&entry.text))
    }

    /// The decisions that may leave it.
    fn kept_decisions(&self) -> impl Iterator<Item = &Decision> {
        self.decisions.iter().filter(|decision| self.quotes_allowed || !is_quote(&decision.text))
    }

    /// The debrief, its entries and the decisions, a line each.
    pub(super) fn debrief_lines(&self) -> Vec<Value> {
        let debrief = self.debrief.iter().map(|debrief| {
            json!({
                "kind": "debrief",
                "session": self.id,
                "started_at_ms": debrief.started_at.0,
                "minutes": debrief.minutes,
                "revealed_at_ms": debrief.revealed_at.map(|at| at.0),
                "handed_in": debrief.handed_in,
            })
        });
        let entries = self.kept_entries().map(|entry| {
            json!({
                "kind": "entry",
                "session": self.id,
                "id": entry.id.to_string(),
                "place": entry.place,
                "text": entry.text,
                "group": entry.group.map(|id| id.to_string()),
                "author": entry.author_name,
                "author_id": entry.author.key(),
                "joined": entry.joined.sessions,
                "joined_of": entry.joined.of,
                "typed_from_ms": entry.typed_from.0,
                "typed_to_ms": entry.typed_to.0,
            })
        });
        let decisions = self.kept_decisions().map(|decision| {
            json!({
                "kind": "decision",
                "session": self.id,
                "id": decision.id.to_string(),
                "decision": decision.kind.word(),
                "text": decision.text,
                "build_before": decision.build_before,
                "build": decision.build,
                "made_at_ms": decision.made_at.0,
                "author": decision.author_name,
            })
        });
        debrief.chain(entries).chain(decisions).collect()
    }

    /// The minutes, in Markdown; nothing for a session without a debrief.
    pub(super) fn minutes(&self) -> String {
        if self.debrief.is_none() && self.decisions.is_empty() {
            return String::new();
        }
        let mut out = "\n### Debrief\n".to_owned();
        if let Some(debrief) = &self.debrief {
            let shown = if debrief.revealed_at.is_some() { "" } else { " Nothing is shown yet." };
            out += &match debrief.handed_in {
                0 => "\nNobody handed in.\n".to_owned(),
                1 => format!("\n1 person handed in.{shown}\n"),
                n => format!("\n{n} people handed in.{shown}\n"),
            };
        }
        let handed_in = self.debrief.as_ref().map_or(0, |debrief| debrief.handed_in);
        let top = agreed(self.kept_entries().filter(|entry| entry.place > 0));
        let surprises = agreed(self.kept_entries().filter(|entry| entry.place == 0));
        let (first, rest) = top.split_at(top.len().min(TOP));
        out += &section(
            "Top 3",
            first.iter().zip(1..).map(|(group, n)| said(&format!("{n}."), group, handed_in)),
        );
        out += &section("Also said", rest.iter().map(|group| said("-", group, handed_in)));
        out += &section("Surprises", surprises.iter().map(|group| said("-", group, handed_in)));
        match self.entries.len() - self.kept_entries().count() {
            0 => {}
            1 => out += "\n1 quote is left out: not everyone agreed to be quoted.\n",
            n => out += &format!("\n{n} quotes are left out: not everyone agreed to be quoted.\n"),
        }
        let changes = self.kept_decisions().filter(|decision| decision.kind != DecisionKind::Brief);
        out += &section(
            "What changes",
            changes.map(|decision| {
                let what = match decision.kind {
                    DecisionKind::Prototype => format!("Prototype, {}: ", inline(&builds(decision))),
                    DecisionKind::Guide => "Guide: ".to_owned(),
                    DecisionKind::Brief | DecisionKind::Other => String::new(),
                };
                format!("- {what}{} · {}\n", inline(&decision.text), inline(&decision.author_name))
            }),
        );
        let asked = self.kept_decisions().filter(|decision| decision.kind == DecisionKind::Brief);
        let asked = asked.map(|decision| (&decision.text, decision.author_name.clone()));
        let parked = self.questions.iter().filter(|question| question.status == QuestionStatus::Parked);
        let parked =
            parked.map(|question| (&question.text, format!("parked, suggested by {}", question.asker)));
        out += &section(
            "For the next brief",
            asked.chain(parked).map(|(text, by)| format!("- {} · {}\n", inline(text), inline(&by))),
        );
        out
    }
}

fn section(title: &str, lines: impl Iterator<Item = String>) -> String {
    let lines: String = lines.collect();
    if lines.is_empty() { lines } else { format!("\n#### {title}\n\n{lines}") }
}

/// A group with how many say it, and below it who does, in their own words where these differ.
fn said(mark: &str, group: &Group<'_>, handed_in: u32) -> String {
    let (text, people) = (group.text(), group.people());
    let indent = " ".repeat(mark.len() + 1);
    let mut out = format!("{mark} {} · said by {people} of {handed_in}\n", inline(text));
    for entry in &group.entries {
        let joined = match entry.joined {
            joined if joined.of == 0 => String::new(),
            joined => format!(", joined {} of {}", joined.sessions, joined.of),
        };
        let own = if entry.text == text { String::new() } else { format!(": {}", inline(&entry.text)) };
        out += &format!("{indent}- {}{joined}{own}\n", inline(&entry.author_name));
    }
    out
}

/// `build 1.4 → 1.5`.
fn builds(decision: &Decision) -> String {
    let name = |build: &Option<String>| build.clone().unwrap_or_else(|| "none".to_owned());
    match decision.build_before == decision.build {
        true => format!("build {}", name(&decision.build)),
        false => format!("build {} → {}", name(&decision.build_before), name(&decision.build)),
    }
}

/// Which sessions ran with which build, and what was changed after which; nothing while there is one build alone.
pub(super) fn ledger(day: &DayExport) -> String {
    let changes = |session: &SessionExport| -> Vec<String> {
        let of = session.kept_decisions().filter(|decision| decision.kind == DecisionKind::Prototype);
        of.map(|decision| format!("{}, {}", builds(decision), decision.text)).collect()
    };
    let ran = || day.sessions.iter().filter(|session| session.started_at_ms.is_some());
    let mut known: Vec<&Option<String>> = ran().map(|session| &session.build).collect();
    known.dedup();
    if known.len() < 2 && ran().all(|session| changes(session).is_empty()) {
        return String::new();
    }
    let mut out = "\n## Prototype\n\n".to_owned();
    for session in ran() {
        let (date, codes) = (session.date, inline(&session.codes()));
        let build =
            session.build.as_deref().map_or("no build".to_owned(), |build| inline(&format!("build {build}")));
        out += &format!("- {date} {codes}: {build}\n");
        for change in changes(session) {
            out += &format!("- {date} after {codes}: {}\n", inline(&change));
        }
    }
    out
}
