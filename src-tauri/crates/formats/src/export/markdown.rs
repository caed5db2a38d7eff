//! The export as Markdown to read and to paste; what people typed stays text and cannot become markup.

use chrono::SecondsFormat;
use domain::entity::{Audience, ItemKind, ItemState};
use domain::session::IntervalKind;

use super::debrief::ledger;
use super::{DayExport, NoteExport, QuestionExport, SessionExport, clock, iso, minute_of_day, spoken};

/// Writes CommonMark: a heading a session, then what is known of its participants, its notes and its questions.
pub fn markdown(day: &DayExport) -> String {
    let mut out = format!("# {}\n\n", inline(&day.study_title));
    let dates = match day.from == day.to {
        true => day.from.format("%A %-d %B %Y").to_string(),
        false => format!("{} to {}", day.from.format("%A %-d %B %Y"), day.to.format("%A %-d %B %Y")),
    };
    let count = match day.sessions.len() {
        0 => "no sessions".to_owned(),
        1 => "1 session".to_owned(),
        n => format!("{n} sessions"),
    };
    out += &format!("{dates} · {} · {count}\n", inline(day.zone.name()));
    for session in &day.sessions {
        write_session(&mut out, day, session);
    }
    out + &ledger(day)
}

fn write_session(out: &mut String, day: &DayExport, session: &SessionExport) {
    let at = |at_ms: i64| iso(at_ms, day.zone, SecondsFormat::Secs);
    let end = (session.start_minute + session.length_minutes) % 1440;
    let codes = match session.codes() {
        codes if codes.is_empty() => String::new(),
        codes => format!("{} · ", inline(&codes)),
    };
    *out += &format!(
        "\n## {codes}{} · {} {}–{} · {}\n\n",
        spoken(session.kind.word()),
        session.date,
        minute_of_day(session.start_minute),
        minute_of_day(end),
        spoken(session.status.word()),
    );
    if session.zone != day.zone {
        *out += &format!("Planned in {}.\n\n", inline(session.zone.name()));
    }
    match (session.started_at_ms, session.ended_at_ms) {
        (Some(start), Some(end)) => {
            *out += &format!("Started {}, ended {}, after {}.\n", at(start), at(end), clock(end - start));
        }
        (Some(start), None) => *out += &format!("Started {}, not ended.\n", at(start)),
        _ => *out += "Not started.\n",
    }
    for interval in &session.intervals {
        let to = interval.to_ms.map_or("still".to_owned(), |to| format!("to {}", clock(to)));
        let kind = match interval.kind {
            IntervalKind::Break => "Break",
            IntervalKind::OffRecord => "Off the record",
            IntervalKind::Erased => "Erased",
        };
        *out += &format!("\n{kind} from {} {to}.\n", clock(interval.from_ms));
    }
    for participant in session.participants.iter().filter(|participant| !participant.attributes.is_empty()) {
        *out += &format!("\n### {}\n\n", inline(&participant.code));
        for (name, value) in participant.attributes.iter().filter(|(_, value)| !value.is_empty()) {
            *out += &format!("- {}: {}\n", inline(name), inline(value));
        }
    }
    write_run(out, session);
    *out += "\n### Notes\n\n";
    if session.notes.is_empty() {
        *out += "None.\n";
    }
    for note in session.kept_notes() {
        write_note(out, note, &at(note.at_ms));
    }
    match session.quotes_left_out() {
        0 => {}
        1 => *out += "\n1 quote is left out: not everyone agreed to be quoted.\n",
        n => *out += &format!("\n{n} quotes are left out: not everyone agreed to be quoted.\n"),
    }
    if !session.questions.is_empty() {
        *out += "\n### Questions from the room\n\n";
    }
    for question in &session.questions {
        let asked = question.asked_elapsed_ms.map(|ms| format!(" at {}", clock(ms))).unwrap_or_default();
        let (status, asker) = (spoken(question.status.word()), inline(&question.asker));
        let details: String = details(session, question).iter().map(|one| format!(" · {one}")).collect();
        *out += &format!("- {status}{asked}, suggested by {asker}{details}\\\n  {}\n", block(&question.text));
    }
    *out += &session.minutes();
}

/// What else is known of a question: why, what stands for it, who else wants to know it, and where its answer is.
fn details(session: &SessionExport, question: &QuestionExport) -> Vec<String> {
    let mut details = Vec::new();
    details.extend(question.reason.as_deref().map(|reason| format!("reason: {}", inline(reason))));
    let target = session.questions.iter().find(|other| Some(&other.id) == question.merged_into.as_ref());
    details.extend(target.map(|target| format!("into: {}", inline(&target.text))));
    let item = session.run.items.iter().find(|item| Some(&item.item) == question.covered_by.as_ref());
    details.extend(item.map(|item| format!("guide: {}", inline(&item.text))));
    match question.votes {
        0 => {}
        1 => details.push("1 other wants to know it".into()),
        votes => details.push(format!("{votes} others want to know it")),
    }
    let answers = session.kept_notes().filter(|note| question.answers.contains(&note.id));
    let answers: Vec<String> = answers.map(|note| clock(note.elapsed_ms)).collect();
    if !answers.is_empty() {
        details.push(format!("answered at {}", answers.join(", ")));
    }
    details
}

fn write_run(out: &mut String, session: &SessionExport) {
    let run = &session.run;
    // A guide of which nobody kept track says nothing.
    if run.items.iter().any(|item| item.state != ItemState::Untouched) {
        *out += "\n### Guide\n\n";
        for item in &run.items {
            let at = item.elapsed_ms.map(|ms| format!("**{}** · ", clock(ms))).unwrap_or_default();
            let details: String = item.details().iter().map(|detail| format!(" · {detail}")).collect();
            let task = if item.kind == ItemKind::Task { "task: " } else { "" };
            *out += &format!("- {at}{}{details} · {task}{}\n", item.state(), inline(&item.text));
        }
    }
    if !run.forms.is_empty() {
        *out += "\n### Questionnaires\n\n";
    }
    for form in &run.forms {
        let (code, name, score) = (inline(&form.code), form.name(), form.score());
        *out += &format!("- {code} · {name} {score} of 100 · answers {}\n", form.answers());
    }
}

fn write_note(out: &mut String, note: &NoteExport, at: &str) {
    let mut about = vec![format!("**{}**", clock(note.elapsed_ms)), at.to_owned(), inline(&note.author)];
    if !note.who.is_empty() {
        about.push(format!("said by {}", inline(&note.who.join(" "))));
    }
    about.extend(note.tags.iter().map(|tag| format!("\\#{}", inline(tag))));
    about.extend(note.severity.map(|level| format!("severity {level}")));
    match note.audience {
        Audience::Room => {}
        Audience::Team => about.push("team only".to_owned()),
        Audience::Own => about.push("own note".to_owned()),
    }
    if note.starred {
        about.push("starred".to_owned());
    }
    if note.after_end {
        about.push("after the end".to_owned());
    }
    match note.saw_too {
        0 => {}
        1 => about.push("1 observer saw it, too".to_owned()),
        n => about.push(format!("{n} observers saw it, too")),
    }
    let body = match &note.body {
        Some(body) => block(body),
        None => "(mark, not written up)".to_owned(),
    };
    *out += &format!("- {}\\\n  {body}\n", about.join(" · "));
}

/// Text within a line.
pub(super) fn inline(text: &str) -> String {
    escape_line(&text.replace(['\r', '\n'], " "))
}

/// Text of several lines inside a list item, each line break kept as a hard one.
fn block(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<String> = text.trim_matches('\n').split('\n').map(escape_line).collect();
    lines.join("\\\n  ")
}

/// Escapes what CommonMark and GitHub's additions to it could take for markup, at the start of a line and within.
fn escape_line(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let bare = line.trim_start_matches([' ', '\t']);
    // Leading space could make a code block, or vanish: the first is written as an entity.
    match line.as_bytes().first() {
        Some(b' ') => out += "&#32;",
        Some(b'\t') => out += "&#9;",
        _ => {}
    }
    let indent = &line[..line.len() - bare.len()];
    out += indent.get(1..).unwrap_or("");
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    for (place, c) in bare.char_indices() {
        let starts_block = place == 0 && "-+=:".contains(c);
        let ends_number = place == digits && digits > 0 && ".)".contains(c);
        let makes_link = bare[place..].starts_with("://") || (c == '.' && ends_with_www(&bare[..place]));
        if starts_block || ends_number || makes_link || "\\`*_{}[]<>#|~&!$^@".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn ends_with_www(text: &str) -> bool {
    text.len()
        .checked_sub(3)
        .and_then(|start| text.get(start..))
        .is_some_and(|end| end.eq_ignore_ascii_case("www"))
}
