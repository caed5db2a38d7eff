//! A guide into the study: a new version each time that the file differs.

use super::report;
use crate::context::Context;
use crate::fault::Failure;
use crate::load::Kind;
use domain::entity::Guide;
use domain::guide::what_changed;
use domain::id::GuideId;
use protocol::ImportedFile;

pub(crate) fn take(
    context: &mut Context<'_>,
    file: &str,
    read: &formats::guide::Guide,
    source: &str,
) -> Result<ImportedFile, Failure> {
    let mut report = report(file, "guide");
    let newest = context.tables.guide_newest()?;
    let same = |known: &Guide| {
        known.title == read.title && known.support == read.support && known.sections == read.sections
    };
    // Spaces and comments make no version.
    if newest.as_ref().is_some_and(same) {
        report.unchanged = 1;
        report.summary = format!("{file}: guide: as it was.");
        return Ok(report);
    }
    let guide = Guide {
        id: context.id(GuideId),
        version: newest.as_ref().map_or(1, |guide| guide.version + 1),
        title: read.title.clone(),
        support: read.support.clone(),
        sections: read.sections.clone(),
        made_at: context.now,
    };
    context.tables.guide_insert(&guide, source, context.now)?;
    context.touch(Kind::Guide, guide.id);
    // A session that began without a guide is about this one.
    for session in context.tables.sessions()?.into_iter().filter(|one| one.status.has_run()) {
        if session.guide_id.is_none() {
            context.touch(Kind::Progress, session.id);
        }
    }
    let items: usize = guide.sections.iter().map(|section| section.items.len()).sum();
    (report.added, report.changed) = if guide.version == 1 { (1, 0) } else { (0, 1) };
    let changed = newest.map(|known| format!(" {}", what_changed(&known, &guide))).unwrap_or_default();
    let items = if items == 1 { "1 item".to_owned() } else { format!("{items} items") };
    report.summary = format!("{file}: guide: version {}, {items}.{changed}", guide.version);
    Ok(report)
}
