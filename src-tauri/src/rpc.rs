//! The page's commands, on their way to the engine: whoever sits at the window is the moderator.

use crate::console::Console;
use engine::Actor;
use protocol::Fault;
use serde_json::Value;
use tauri::State;

/// The person at this window.
pub(crate) const MODERATOR: Actor = Actor::Moderator;

/// Carries out a command of the protocol; the answer means that it is on disk.
#[tauri::command]
pub(crate) async fn rpc(console: State<'_, Console>, name: String, body: Value) -> Result<Value, Fault> {
    console.engine()?.call(MODERATOR, &name, body).await
}
