//! A screener into participants: answers as attributes, names and contacts hidden.

use super::{at_line, counted, report, tell};
use crate::context::Context;
use crate::fault::Failure;
use crate::handle::slot::participant;
use crate::load::Kind;
use domain::entity::{Attribute, Identity, Participant};
use domain::text::Code;
use formats::screener::{Screener, ScreenerRow};
use protocol::ImportedFile;
use std::collections::HashSet;

pub(super) fn take(
    context: &mut Context<'_>,
    file: &str,
    screener: &Screener,
) -> Result<ImportedFile, Failure> {
    let mut report = report(file, "screener");
    // A new column stays with the team until somebody publishes it.
    let published: HashSet<String> = context
        .tables
        .participants()?
        .into_iter()
        .flat_map(|person| person.attributes)
        .filter(|attribute| attribute.public)
        .map(|attribute| attribute.name)
        .collect();
    for row in &screener.rows {
        take_row(context, screener, row, &published, &mut report)
            .map_err(|failure| at_line(file, row.line, failure))?;
    }
    report.summary = counted(&report, "participants");
    if !screener.dropped.is_empty() {
        let names = screener.dropped.join(", ");
        report
            .skipped
            .push(format!("Personal or of no use, and so left out unless you ask for it: {names}."));
    }
    Ok(report)
}

fn take_row(
    context: &mut Context<'_>,
    screener: &Screener,
    row: &ScreenerRow,
    published: &HashSet<String>,
    report: &mut ImportedFile,
) -> Result<(), Failure> {
    let code = Code::parse(&row.code)?;
    let is_new = context.tables.participant_by_code(code.as_str())?.is_none();
    let mut person = participant(context, &code)?;
    let before = person.clone();
    let identity_before = context.tables.identity(person.id)?.unwrap_or_default();
    person.zone = row.zone.or(person.zone);
    person.attributes = screener
        .columns
        .iter()
        .zip(&row.values)
        .filter(|(_, value)| !value.trim().is_empty())
        .map(|(column, value)| Attribute {
            name: column.name.clone(),
            value: value.clone(),
            public: column.public.unwrap_or_else(|| published.contains(&column.name)),
        })
        .collect();
    let identity = Identity {
        name: row.name.clone().unwrap_or_else(|| identity_before.name.clone()),
        contact: row.contact.clone().unwrap_or_else(|| identity_before.contact.clone()),
    };
    if person == before && identity == identity_before && !is_new {
        report.unchanged += 1;
        return Ok(());
    }
    context.tables.participant_put(&person)?;
    if identity != Identity::default() {
        context.tables.identity_put(person.id, &identity)?;
    }
    context.touch(Kind::Participant, person.id);
    // Sessions show their seats' attributes.
    for session in context.tables.sessions_of(person.id)? {
        context.touch(Kind::Session, session);
    }
    if is_new {
        report.added += 1;
        tell(report, row.line, "new", code.as_str());
    } else {
        report.changed += 1;
        tell(report, row.line, "changed", format!("{}: {}.", code.as_str(), changes(&before, &person)));
    }
    Ok(())
}

/// Which attributes differ, by name.
fn changes(before: &Participant, after: &Participant) -> String {
    let differs = |attribute: &&Attribute| !before.attributes.contains(attribute);
    let gone = |attribute: &&Attribute| !after.attributes.iter().any(|other| other.name == attribute.name);
    let names: Vec<&str> = after
        .attributes
        .iter()
        .filter(differs)
        .chain(before.attributes.iter().filter(gone))
        .map(|attribute| attribute.name.as_str())
        .collect();
    if names.is_empty() { "what is hidden, or the time zone".to_owned() } else { names.join(", ") }
}
