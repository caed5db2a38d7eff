//! Off the record.

use super::session::{close_intervals, known, save, state};
use crate::context::Context;
use crate::fault::Failure;
use domain::Refusal;
use domain::record::is_off;
use domain::session::{Interval, IntervalKind};
use protocol::OffRecord;

/// Goes off the record, or back on it; what is so already stays so.
pub(super) fn off_record(context: &mut Context<'_>, request: &OffRecord) -> Result<(), Failure> {
    let mut session = known(context, &request.session_id)?;
    if !session.status.is_live() {
        let sentence = "Only a session that runs goes off the record.";
        return Err(Refusal::Rule(sentence.into()).into());
    }
    if is_off(&session.intervals) == request.on {
        return Ok(());
    }
    let before = state(&session);
    if request.on {
        session.intervals.push(Interval { kind: IntervalKind::OffRecord, from: context.now.0, to: None });
    } else {
        close_intervals(&mut session, context.now, |kind| kind == IntervalKind::OffRecord);
    }
    save(context, &mut session, before)
}
