//! Versions of the guide: what changed between two, and the file that is followed.

use crate::context::Context;
use crate::fault::Failure;
use crate::import;
use crate::load::Kind;
use crate::{Actor, Engine, secret};
use domain::Refusal;
use domain::entity::{Guide, GuideFile, GuideFileState};
use domain::guide::what_changed;
use domain::id::CommandId;
use domain::permission::Permission;
use formats::Problem;
use protocol::{Fault, GuideChanges, GuideCompare, GuideFollow, GuideLine};
use similar::{Algorithm, ChangeTag, TextDiff};
use std::path::Path;
use std::time::Duration;
use store::{StoreError, Tables};

/// Unchanged lines around a changed one.
const AROUND: usize = 3;
/// After this long a difference need not be the smallest.
const PATIENCE: Duration = Duration::from_millis(500);

pub(super) fn compare(tables: Tables<'_>, request: &GuideCompare) -> Result<GuideChanges, Failure> {
    let guides = tables.guides()?;
    let version = |wanted: u32| guides.iter().find(|guide| guide.version == wanted);
    let newest = guides.last().map_or(0, |guide| guide.version);
    let to = version(request.to.unwrap_or(newest)).ok_or(Refusal::Missing("version of the guide"))?;
    if request.from.is_none() && to.version == 1 {
        return Err(Refusal::Rule("This is the first version of the guide.".into()).into());
    }
    let from = request.from.unwrap_or(to.version - 1);
    let from = version(from).ok_or(Refusal::Missing("version of the guide"))?;
    let source = |guide: &Guide| -> Result<String, StoreError> {
        let text = tables.guide_source_of(guide.version)?.unwrap_or_default();
        Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
    };
    let lines = lines(&source(from)?, &source(to)?);
    Ok(GuideChanges { from: from.version, to: to.version, lines, says: what_changed(from, to) })
}

/// The changed lines with a few around them, and a gap for those left out.
fn lines(before: &str, after: &str) -> Vec<GuideLine> {
    let diff = TextDiff::configure().algorithm(Algorithm::Myers).timeout(PATIENCE).diff_lines(before, after);
    let gap = || GuideLine { state: "gap".into(), line: 0, text: String::new() };
    let mut lines = Vec::new();
    let mut reached = 0;
    for group in diff.grouped_ops(AROUND) {
        if group
            .first()
            .is_some_and(|op| op.new_range().start > reached || op.old_range().start > 0 && lines.is_empty())
        {
            lines.push(gap());
        }
        for op in &group {
            for change in diff.iter_changes(op) {
                let (state, place) = match change.tag() {
                    ChangeTag::Equal => ("same", change.new_index()),
                    ChangeTag::Insert => ("added", change.new_index()),
                    ChangeTag::Delete => ("removed", change.old_index()),
                };
                let line = place.and_then(|place| u32::try_from(place + 1).ok()).unwrap_or(0);
                let text = change.value().trim_end_matches('\n').to_owned();
                lines.push(GuideLine { state: state.into(), line, text });
            }
            reached = op.new_range().end;
        }
    }
    let all = after.lines().count();
    if !lines.is_empty() && reached < all {
        lines.push(gap());
    }
    lines
}

pub(super) fn follow(context: &mut Context<'_>, request: &GuideFollow) -> Result<(), Failure> {
    let mut study = context.tables.study()?;
    let path = request.path.as_deref().map(str::trim).filter(|path| !path.is_empty());
    if path.is_some_and(|path| !Path::new(path).is_absolute() || path.contains(char::is_control)) {
        return Err(
            Refusal::Invalid { what: "The guide's file", expected: "a whole path on this computer" }.into()
        );
    }
    study.guide_path = path.map(Into::into);
    context.tables.study_put(&study)?;
    context.touch(Kind::Study, "study");
    // What the file says is told when it is read.
    context.guide_file = Some(None);
    context.touch(Kind::GuideFile, "guide_file");
    Ok(())
}

impl Engine {
    /// The guide's file that is followed.
    ///
    /// # Errors
    /// The study cannot be read.
    pub fn guide_path(&self) -> Result<Option<String>, Fault> {
        let study = self.core.read(|tables| tables.study());
        Ok(study.map_err(|error| crate::fault::broken(&error))?.guide_path)
    }

    /// Takes what the followed guide's file says now; `None` when it is not there.
    ///
    /// A good guide that differs becomes a new version. A broken one, or none, is told to the moderator, and the last
    /// good version stays in force. A path that is no longer followed is passed over.
    ///
    /// # Errors
    /// `actor` may not import, or the study cannot be written.
    pub async fn guide_read(&self, actor: Actor, path: &str, bytes: Option<&[u8]>) -> Result<(), Fault> {
        let name = Path::new(path).file_name().map_or(path.into(), |name| name.to_string_lossy());
        let read = bytes.map(|bytes| {
            let source = String::from_utf8_lossy(bytes).into_owned();
            formats::guide::read(&name, bytes).map(|guide| (guide, source))
        });
        let (path, name) = (path.to_owned(), name.into_owned());
        let run = Box::new(move |context: &mut Context<'_>| {
            if context.tables.study()?.guide_path.as_deref() == Some(path.as_str()) {
                take(context, &name, read.as_ref())?;
            }
            Ok(None)
        });
        let id = CommandId(secret::id(self.core.clock.now()));
        self.write(actor, Some(Permission::ImportExport), id, Vec::new(), false, false, run).await.map(|_| ())
    }
}

fn take(
    context: &mut Context<'_>,
    name: &str,
    read: Option<&Result<(formats::guide::Guide, String), Problem>>,
) -> Result<(), Failure> {
    let (state, wrong) = match read {
        Some(Ok((guide, source))) => {
            import::guide::take(context, name, guide, source)?;
            (GuideFileState::InForce, None)
        }
        Some(Err(problem)) => (GuideFileState::Broken, Some(problem.to_string())),
        None => (GuideFileState::Missing, Some(format!("{name} is not there any more."))),
    };
    let says = match wrong {
        None => None,
        Some(wrong) => Some(match context.tables.guide_newest()? {
            Some(guide) => format!("{wrong} Version {} stays in force.", guide.version),
            None => format!("{wrong} There is no guide in force yet."),
        }),
    };
    context.guide_file = Some(Some(GuideFile { state, says, read_at: Some(context.now) }));
    context.touch(Kind::GuideFile, "guide_file");
    Ok(())
}
