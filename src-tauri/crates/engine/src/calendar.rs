//! The study's slots as a calendar file.

use crate::fault::Failure;
use chrono::NaiveDate;
use domain::Refusal;
use domain::entity::{Slot, SlotKind};
use domain::session::Status;
use domain::time::Timestamp;
use formats::schedule::{CalendarEntry, write_ics};
use protocol::ExportFile;
use std::collections::HashMap;
use store::Tables;

/// A day, or the whole study.
pub(crate) fn make(tables: Tables<'_>, day: Option<NaiveDate>) -> Result<ExportFile, Failure> {
    let study = tables.study()?;
    let revisions = tables.slot_revisions()?;
    let codes: HashMap<_, _> = tables.participants()?.into_iter().map(|one| (one.id, one.code)).collect();
    let mut entries = Vec::new();
    for slot in tables.slots()?.into_iter().filter(|slot| day.is_none_or(|day| day == slot.date)) {
        let (edits, at) = revisions.get(&slot.id.to_string()).copied().unwrap_or((1, Timestamp(0)));
        let session = tables.session_in(slot.id)?;
        let status = session.as_ref().map(|session| session.status);
        let seats = session.iter().flat_map(|session| &session.seats).map(|seat| seat.code.clone());
        let on_call = slot.on_call.iter().filter_map(|one| codes.get(&one.participant_id).cloned());
        entries.push(CalendarEntry {
            uid: slot.id.to_string(),
            sequence: edits.saturating_sub(1),
            edited_at_ms: at.0,
            starts_at: slot.starts_at().at.utc().with_timezone(&slot.zone),
            length_minutes: slot.length,
            kind: slot.kind,
            session_kind: session.as_ref().map(|session| session.kind),
            participant_codes: seats.chain(on_call).chain(reserve(&slot)).collect(),
            label: if slot.kind == SlotKind::Break { slot.label.clone() } else { String::new() },
            meeting_link: session.as_ref().and_then(|session| session.meeting_link.clone()),
            tentative: status == Some(Status::Planned),
            cancelled: slot.removed
                || status.is_some_and(|status| matches!(status, Status::Cancelled | Status::Rescheduled)),
        });
    }
    if entries.is_empty() {
        return Err(Refusal::Rule("There is nothing to export yet: nothing is planned.".into()).into());
    }
    let name = day.map_or(study.title.clone(), |day| day.to_string());
    Ok(ExportFile {
        name: format!("{name}.ics"),
        media_type: "text/calendar".into(),
        text: write_ics(&study.title, &entries),
    })
}

/// A reserve of before has its codes in its label.
fn reserve(slot: &Slot) -> Vec<String> {
    let old = slot.kind == SlotKind::Reserve && slot.on_call.is_empty();
    if old { formats::codes_in(&slot.label) } else { Vec::new() }
}
