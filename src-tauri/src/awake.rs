//! Keeps the computer awake from a participant's arrival until the debrief is closed, and says when it cannot.

use crate::rpc::MODERATOR;
use engine::{Engine, Scope};
use protocol::{EntityView, FeedEvent, SessionView};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::Notify;
use tokio::task::AbortHandle;

/// How long a program that is refused takes to end.
const SETTLES: Duration = Duration::from_millis(700);
/// How often it is asked whether it is still to be kept awake: sessions end by time, too.
const PAUSE: Duration = Duration::from_secs(60);
/// How long a debrief that nobody closes, and an arrival that nobody starts, count; milliseconds.
const FORGOTTEN: i64 = 2 * 3_600_000;

/// Whether the computer is kept awake.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum State {
    /// It may sleep.
    #[default]
    Off,
    /// It is kept awake.
    On,
    /// It should be, and this desktop does not let us.
    Cannot,
}

impl State {
    /// The state for the page.
    pub(crate) fn view(self) -> Value {
        let (word, says) = match self {
            Self::Off => ("off", None),
            Self::On => ("on", Some("This computer is kept awake until the debrief is closed.")),
            Self::Cannot => (
                "cannot",
                Some("This desktop does not let Backroom keep it awake. Turn its sleep off for today."),
            ),
        };
        json!({ "state": word, "says": says })
    }
}

/// Follows a study's sessions and keeps the computer awake for them, until it is dropped.
pub(crate) struct Awake {
    state: Arc<Mutex<State>>,
    task: AbortHandle,
}

impl Awake {
    /// Begins to follow.
    pub(crate) fn start(engine: Engine, runtime: &Handle) -> Self {
        let state = Arc::new(Mutex::new(State::Off));
        let task = runtime.spawn(follow(engine, state.clone())).abort_handle();
        Self { state, task }
    }

    /// Whether it is kept awake now.
    pub(crate) fn state(&self) -> State {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets the computer sleep.
    pub(crate) fn stop(&self) {
        self.task.abort();
    }
}

impl Drop for Awake {
    fn drop(&mut self) {
        self.stop();
    }
}

/// What is known of the study's sessions.
#[derive(Default)]
struct Sessions {
    by_id: HashMap<String, SessionView>,
    /// When each slot starts.
    starts: HashMap<String, i64>,
    ready: bool,
}

impl Sessions {
    fn apply(&mut self, event: FeedEvent) {
        match event {
            FeedEvent::Entity { view: EntityView::Session(session), .. } => {
                self.by_id.insert(session.id.clone(), session);
            }
            FeedEvent::Entity { view: EntityView::Slot(slot), .. } => {
                self.starts.insert(slot.id, slot.starts_at);
            }
            FeedEvent::Tombstone { kind, id, .. } if kind == "session" => {
                self.by_id.remove(&id);
            }
            FeedEvent::Reset => *self = Self::default(),
            FeedEvent::Ready { .. } => self.ready = true,
            _ => {}
        }
    }

    fn need(&self, now: i64) -> bool {
        let start = |session: &SessionView| self.starts.get(&session.slot_id).copied().unwrap_or(now);
        self.ready && self.by_id.values().any(|session| needs(session, start(session), now))
    }
}

async fn follow(engine: Engine, state: Arc<Mutex<State>>) {
    let Ok(scope) = Scope::parse("study") else { return };
    let mut feed = engine.feed(MODERATOR, scope, None);
    let (sessions, changed) = (Mutex::new(Sessions::default()), Notify::new());
    let reading = async {
        while let Some(frame) = feed.next().await {
            if let Ok(event) = serde_json::from_str(frame.json()) {
                sessions.lock().unwrap_or_else(PoisonError::into_inner).apply(event);
                changed.notify_one();
            }
        }
    };
    let keeping = async {
        let mut held: Option<Hold> = None;
        loop {
            let wanted = sessions.lock().unwrap_or_else(PoisonError::into_inner).need(engine.now());
            if !wanted {
                held = None;
            } else if held.is_none() {
                held = tokio::task::spawn_blocking(|| Hold::take(programs())).await.ok();
            }
            let is = match held.as_mut().map(Hold::is_kept) {
                None => State::Off,
                Some(true) => State::On,
                Some(false) => State::Cannot,
            };
            *state.lock().unwrap_or_else(PoisonError::into_inner) = is;
            tokio::select! {
                () = changed.notified() => {}
                () = tokio::time::sleep(PAUSE) => {}
            }
        }
    };
    tokio::select! {
        () = reading => {}
        () = keeping => {}
    }
}

/// From arrived to the debrief's end; what is forgotten does not keep a computer awake for days.
fn needs(session: &SessionView, starts_at: i64, now: i64) -> bool {
    match session.status.as_str() {
        "live" | "on_break" => true,
        "arrived" => now < starts_at + FORGOTTEN,
        "done" | "ended_early" => {
            session.debrief_closed_at.is_none()
                && session.ended_at.is_some_and(|ended| now < ended + FORGOTTEN)
        }
        _ => false,
    }
}

/// A program that keeps the computer awake while its input is open, and its arguments.
type Program = (&'static str, Vec<String>);

/// What this system offers. Each ends by itself when Backroom does: its input is closed, or it watches for it.
fn programs() -> Vec<Program> {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let why = "A research session is running";
    if cfg!(target_os = "linux") {
        let said = format!("--why={why}");
        vec![
            (
                "systemd-inhibit",
                words(&["--what=idle:sleep", "--who=Backroom", &said, "--mode=block", "cat"]),
            ),
            // The screen is the desktop's affair.
            (
                "gnome-session-inhibit",
                words(&["--inhibit", "idle", "--app-id", "Backroom", "--reason", why, "cat"]),
            ),
            ("kde-inhibit", words(&["--power", "--screenSaver", "cat"])),
        ]
    } else if cfg!(target_os = "macos") {
        vec![("caffeinate", words(&["-dims", "-w", &std::process::id().to_string()]))]
    } else if cfg!(windows) {
        // ES_CONTINUOUS, ES_SYSTEM_REQUIRED and ES_DISPLAY_REQUIRED, for as long as this program lives.
        let script = "$t = Add-Type -PassThru -Name Awake -Namespace Backroom -MemberDefinition \
            '[DllImport(\"kernel32.dll\")] public static extern uint SetThreadExecutionState(uint flags);'; \
            if ($t::SetThreadExecutionState(2147483651) -eq 0) { exit 1 }; [Console]::In.ReadToEnd() | Out-Null";
        vec![("powershell", words(&["-NoProfile", "-NonInteractive", "-Command", script]))]
    } else {
        Vec::new()
    }
}

/// Programs that keep the computer awake until this is dropped.
struct Hold {
    children: Vec<Child>,
}

impl Hold {
    /// Starts what there is. Blocks until those that are refused have ended.
    fn take(programs: Vec<Program>) -> Self {
        let start = |(program, arguments): Program| {
            let started = Command::new(program)
                .args(arguments)
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn();
            started.ok()
        };
        let mut hold = Self { children: programs.into_iter().filter_map(start).collect() };
        std::thread::sleep(SETTLES);
        if !hold.is_kept() {
            tracing::warn!("this desktop does not let Backroom keep it awake");
        }
        hold
    }

    /// Any of them still runs.
    fn is_kept(&mut self) -> bool {
        self.children.retain_mut(|child| matches!(child.try_wait(), Ok(None)));
        !self.children.is_empty()
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        for child in &mut self.children {
            // Closing its input ends it in its own time; nothing of it is left either way.
            drop(child.stdin.take());
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(status: &str, ended_at: Option<i64>, debrief_closed_at: Option<i64>) -> SessionView {
        let view = json!({
            "id": "s", "slot_id": "t", "kind": "interview", "status": status, "started_at": 0, "ended_at": ended_at,
            "debrief_closed_at": debrief_closed_at, "intervals": [], "seats": [], "shut": false, "open_to_room": false,
        });
        serde_json::from_value(view).expect("a session")
    }

    #[test]
    fn from_arrived_to_the_end_of_the_debrief() {
        let hour = 3_600_000;
        let cases = [
            (session("planned", None, None), false),
            (session("confirmed", None, None), false),
            (session("arrived", None, None), true),
            (session("live", None, None), true),
            (session("on_break", None, None), true),
            (session("done", Some(hour), None), true),
            (session("done", Some(hour), Some(hour)), false),
            (session("done", Some(-hour), None), false),
            (session("no_show", None, None), false),
        ];
        for (session, expected) in cases {
            assert_eq!(needs(&session, 0, hour + 1), expected, "{}", session.status);
        }
        assert!(!needs(&session("arrived", None, None), 0, 3 * hour), "a forgotten arrival lets it sleep");
    }

    #[cfg(unix)]
    #[test]
    fn it_is_honest_about_what_holds() {
        let mut refused = Hold::take(vec![("false", Vec::new()), ("no-such-program-here", Vec::new())]);
        assert!(!refused.is_kept(), "a program that ends at once keeps nothing awake");
        let mut held = Hold::take(vec![("false", Vec::new()), ("cat", Vec::new())]);
        assert!(held.is_kept());
        let id = held.children[0].id();
        drop(held);
        let gone =
            std::process::Command::new("kill").args(["-0", &id.to_string()]).output().expect("kill runs");
        assert!(!gone.status.success(), "nothing is left behind");
    }
}
