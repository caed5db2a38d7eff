//! One line that is shown for a moment and kept nowhere.

use crate::Engine;
use crate::bus::{Frame, News};
use crate::fault::Failure;
use crate::writer::UseCase;
use domain::Refusal;
use domain::id::CommandId;
use domain::permission::{Actor, Permission};
use domain::record::Keys;
use domain::text::Line;
use domain::visibility::Level;
use protocol::{Fault, FeedEvent, NudgeSend, Sent};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The most Unicode scalar values of a nudge.
const LONGEST: usize = 80;

impl Engine {
    /// Says one line to the moderator, or from the moderator to the note-takers.
    pub(crate) async fn nudge(&self, actor: Actor, request: NudgeSend) -> Result<Value, Fault> {
        let (core, sent) = (self.core.clone(), AtomicBool::new(false));
        // Decided between commands, so that none is said after a gap has begun; what it writes is taken back.
        let run: UseCase = Box::new(move |context| {
            let line = Line::parse(&request.text)?;
            let length = line.as_str().chars().count();
            if length > LONGEST {
                return Err(Refusal::TooLong { what: "A nudge", limit: LONGEST, length }.into());
            }
            if context.tables.is_off_record(Keys::told(None, None, context.now.0)?, context.now)? {
                return Err(Refusal::OffRecord.into());
            }
            let presence = &context.volatile.presence;
            let (level, to) = match actor {
                Actor::Moderator => (Level::Team, presence.note_takers),
                Actor::Member(..) => (Level::Moderator, u32::from(core.consoles.load(Ordering::Relaxed) > 0)),
            };
            let from = context.author_name()?;
            let text = line.as_str().to_owned();
            if !sent.swap(true, Ordering::Relaxed) {
                let frame = Frame::new(&FeedEvent::Nudge { from, text, at: context.now.0 });
                // Nobody may be listening.
                let _ = core.news.send(Arc::new(News::Nudge(level, frame)));
            }
            Ok::<_, Failure>(Some(json!(Sent { to })))
        });
        let nobody = CommandId(uuid::Uuid::nil());
        self.write(actor, Some(Permission::Nudge), nobody, Vec::new(), false, true, run).await
    }
}
