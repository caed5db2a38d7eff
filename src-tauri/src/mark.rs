//! The key that drops a mark while another program has the focus. It acts here: the page's timers may sleep.

use crate::chord::Chord;
use crate::console::{Console, refused};
use crate::machine::{Machine, is_wayland};
use crate::news;
use crate::rpc::MODERATOR;
use engine::{Engine, Scope};
use protocol::{EntityView, Fault, FeedEvent, IntervalView, SessionView};
use serde_json::{Value, json};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tauri::{AppHandle, Manager, Wry};
use tauri_plugin_global_shortcut::{Builder, GlobalShortcut, Shortcut, ShortcutEvent, ShortcutState};

/// One key within so many milliseconds is one press; holding it is one press, too.
const ONE_PRESS: i64 = 250;

/// The mark key as it works now.
#[derive(Default)]
pub(crate) struct MarkKey {
    presses: Mutex<Presses>,
    listening: Mutex<Listening>,
}

#[derive(Default)]
struct Listening {
    to: Option<Shortcut>,
    trouble: Option<String>,
}

impl MarkKey {
    fn listening(&self) -> MutexGuard<'_, Listening> {
        self.listening.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Why the kept key does not work now, if it does not.
    pub(crate) fn trouble(&self) -> Option<String> {
        self.listening().trouble.clone()
    }
}

/// Tells presses from repetition, which systems report as a row of releases and presses.
#[derive(Debug, Default)]
struct Presses {
    held: bool,
    last: Option<i64>,
}

impl Presses {
    /// Whether this is a new press, at an instant in milliseconds.
    fn is_new(&mut self, pressed: bool, now: i64) -> bool {
        let new = pressed && !self.held && self.last.is_none_or(|last| now - last >= ONE_PRESS);
        self.held = pressed;
        self.last = Some(now);
        new
    }
}

/// Why this desktop lets no program listen beside the one that has the focus; none where it does.
pub(crate) fn impossible() -> Option<&'static str> {
    is_wayland().then_some(
        "This desktop (Wayland) lets no program listen to keys while another has the focus. The strip's Mark button \
         and Ctrl+Shift+K in this window work.",
    )
}

/// Listens to the key that this machine keeps; that it cannot is told where the key is chosen.
pub(crate) fn begin(app: &AppHandle, machine: &Machine) {
    if impossible().is_some() {
        return;
    }
    if let Err(error) = app.plugin(Builder::new().with_handler(heard).build()) {
        tracing::warn!(%error, "this desktop gives no global keys");
    }
    if let Some(Err(fault)) = machine.mark_key.as_deref().map(|key| listen(app, Some(key))) {
        app.state::<MarkKey>().listening().trouble = Some(fault.message);
    }
}

/// Listens to another key, or to none. The one before goes on where the new one is refused.
pub(crate) fn listen(app: &AppHandle, key: Option<&str>) -> Result<(), Fault> {
    let chord = key.map(Chord::parse).transpose().map_err(|refusal| refused(refusal.to_string()))?;
    let keys = app.try_state::<GlobalShortcut<Wry>>();
    let mark_key = app.state::<MarkKey>();
    let mut listening = mark_key.listening();
    let wanted = chord.map(Chord::shortcut);
    if let Some((chord, shortcut)) = chord.zip(wanted.filter(|shortcut| listening.to != Some(*shortcut))) {
        let keys = keys
            .as_ref()
            .ok_or_else(|| refused(impossible().unwrap_or("This desktop gives programs no such keys.")))?;
        keys.register(shortcut).map_err(|error| {
            tracing::info!(%error, "the mark key could not be registered");
            let taken = error.to_string().contains("already registered");
            let why = if taken { "Another program uses" } else { "This keyboard or desktop does not offer" };
            refused(format!("{why} {chord}. Choose another combination."))
        })?;
    }
    if let Some((before, keys)) = listening.to.filter(|before| wanted != Some(*before)).zip(keys)
        && let Err(error) = keys.unregister(before)
    {
        tracing::warn!(%error, "the mark key of before could not be given back");
    }
    *listening = Listening { to: wanted, trouble: None };
    Ok(())
}

fn heard(app: &AppHandle, _: &Shortcut, event: ShortcutEvent) {
    let console = app.state::<Console>();
    let now = console.options.clock.now().0;
    let pressed = event.state() == ShortcutState::Pressed;
    let mark_key = app.state::<MarkKey>();
    if !mark_key.presses.lock().unwrap_or_else(PoisonError::into_inner).is_new(pressed, now) {
        return;
    }
    let engine = console.engine();
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let told = match engine {
            Ok(engine) => drop_mark(&engine, now).await,
            Err(fault) => Err(fault),
        };
        news::tell(&app, &told.unwrap_or_else(|fault| json!({ "trouble": fault.message })));
    });
}

/// Commits a mark for the session that runs, stamped with the key press less the study's lead-in.
async fn drop_mark(engine: &Engine, pressed: i64) -> Result<Value, Fault> {
    let Some((session, lead_in)) = running(engine).await else {
        return Err(refused("No session is live, so nothing was marked."));
    };
    let started_at = session.started_at.unwrap_or(pressed);
    let at = stamp(pressed, lead_in, started_at, &session.intervals);
    let note_id = uuid::Uuid::now_v7().to_string();
    let body = json!({
        "command_id": uuid::Uuid::now_v7().to_string(),
        "note_id": note_id, "session_id": session.id,
        "at": at, "typed_from": pressed, "typed_to": pressed,
        "body": null, "tags": [], "who": [], "severity": null, "audience": "room",
    });
    engine.call(MODERATOR, "note_add", body).await?;
    Ok(
        json!({ "marked": { "note_id": note_id, "session_id": session.id, "at": at, "elapsed": at - started_at } }),
    )
}

/// The session that runs, and the study's lead-in for marks in milliseconds.
async fn running(engine: &Engine) -> Option<(SessionView, i64)> {
    let mut feed = engine.feed(MODERATOR, Scope { session: None }, None);
    let (mut session, mut lead_in) = (None, 0);
    while let Some(frame) = feed.next().await {
        match serde_json::from_str(frame.json()) {
            Ok(FeedEvent::Entity { view: EntityView::Study(study), .. }) => {
                lead_in = study.mark_lead_in_ms.map_or(0, i64::from);
            }
            Ok(FeedEvent::Entity { view: EntityView::Session(view), .. })
                if view.status == "live" || view.status == "on_break" =>
            {
                session = Some(view);
            }
            Ok(FeedEvent::Ready { .. }) => break,
            _ => {}
        }
    }
    session.map(|session| (session, lead_in))
}

/// Instants in milliseconds. A lead-in stops at the session's start and at the edge of what was off the record.
fn stamp(pressed: i64, lead_in: i64, started_at: i64, intervals: &[IntervalView]) -> i64 {
    let gaps = intervals.iter().filter(|interval| interval.kind == "off_record").filter_map(|gap| gap.to);
    let earliest = gaps.filter(|end| *end <= pressed).fold(started_at, i64::max);
    (pressed - lead_in).max(earliest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_press_is_one_mark() {
        type Events = &'static [(bool, i64)];
        let cases: [(&str, Events, usize); 4] = [
            ("a press", &[(true, 0), (false, 80)], 1),
            ("two presses", &[(true, 0), (false, 80), (true, 900), (false, 980)], 2),
            ("a bouncing key", &[(true, 0), (false, 20), (true, 60), (false, 90)], 1),
            (
                "a held key",
                &[(true, 0), (false, 500), (true, 500), (false, 530), (true, 530), (true, 900)],
                1,
            ),
        ];
        for (name, events, expected) in cases {
            let mut presses = Presses::default();
            let marks = events.iter().filter(|(pressed, now)| presses.is_new(*pressed, *now)).count();
            assert_eq!(marks, expected, "{name}");
        }
    }

    #[test]
    fn a_mark_goes_back_by_the_lead_in_but_not_before_the_session() {
        let gap = |kind: &str| vec![IntervalView { kind: kind.to_owned(), from: 20_000, to: Some(55_000) }];
        let cases = [
            (60_000, 10_000, vec![], 50_000),
            (4_000, 10_000, vec![], 0),
            (60_000, 0, vec![], 60_000),
            (60_000, 10_000, gap("off_record"), 55_000),
            (60_000, 10_000, gap("break"), 50_000),
        ];
        for (pressed, lead_in, intervals, expected) in cases {
            assert_eq!(
                stamp(pressed, lead_in, 0, &intervals),
                expected,
                "{pressed} less {lead_in}, {intervals:?}"
            );
        }
    }
}
