//! A guide into the study: a new version each time that the file differs.

use super::report;
use crate::context::Context;
use crate::fault::Failure;
use crate::load::Kind;
use domain::entity::Guide;
use domain::id::GuideId;
use protocol::ImportedFile;

pub(super) fn take(
    context: &mut Context<'_>,
    file: &str,
    read: &formats::guide::Guide,
    source: &str,
) -> Result<ImportedFile, Failure> {
    let mut report = report(file, "guide");
    if context.tables.guide_source()?.as_deref() == Some(source) {
        report.unchanged = 1;
        report.summary = format!("{file}: guide: as it was.");
        return Ok(report);
    }
    let newest = context.tables.guide_newest()?;
    let guide = Guide {
        id: context.id(GuideId),
        version: newest.map_or(1, |guide| guide.version + 1),
        title: read.title.clone(),
        support: read.support.clone(),
        sections: read.sections.clone(),
        made_at: context.now,
    };
    context.tables.guide_insert(&guide, source, context.now)?;
    context.touch(Kind::Guide, guide.id);
    let items: usize = guide.sections.iter().map(|section| section.items.len()).sum();
    (report.added, report.changed) = if guide.version == 1 { (1, 0) } else { (0, 1) };
    report.summary = format!("{file}: guide: version {}, {items} items.", guide.version);
    Ok(report)
}
