//! The engine's frames, on their way to the page.

use crate::console::{Console, refused};
use crate::rpc::MODERATOR;
use engine::{Frame, Scope};
use futures_util::{StreamExt, stream};
use protocol::Fault;
use serde_json::json;
use std::collections::HashMap;
use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tauri::State;
use tauri::async_runtime::{JoinHandle, spawn};
use tauri::ipc::{Channel, InvokeResponseBody};

/// How many frames that are ready go to the page in one message.
const BATCH: usize = 256;

/// The streams that the page follows.
#[derive(Default)]
pub(crate) struct Streams(Mutex<Running>);

#[derive(Default)]
struct Running {
    last: u32,
    tasks: HashMap<u32, JoinHandle<()>>,
}

impl Streams {
    fn running(&self) -> MutexGuard<'_, Running> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends all of them: the page that followed them is gone.
    pub(crate) fn stop_all(&self) {
        self.running().tasks.drain().for_each(|(_, task)| task.abort());
    }
}

/// Follows a scope, from a cursor or from the start. Each message is a list of `{cursor, event}`. It ends when the
/// study closes.
#[tauri::command]
pub(crate) async fn feed(
    console: State<'_, Console>,
    streams: State<'_, Streams>,
    scope: String,
    after: Option<String>,
    channel: Channel<InvokeResponseBody>,
) -> Result<u32, Fault> {
    let scope = Scope::parse(&scope).map_err(|refusal| refused(refusal.to_string()))?;
    let feed = console.engine()?.feed(MODERATOR, scope, after.as_deref());
    let task = spawn(async move {
        let frames = stream::unfold(feed, |mut feed| async { feed.next().await.map(|frame| (frame, feed)) });
        let mut batches = pin!(frames.ready_chunks(BATCH));
        while let Some(batch) = batches.next().await {
            if let Err(error) = channel.send(InvokeResponseBody::Json(message(&batch))) {
                tracing::warn!(%error, "the page no longer takes frames");
                break;
            }
        }
    });
    let mut running = streams.running();
    running.tasks.retain(|_, task| !task.inner().is_finished());
    running.last += 1;
    let id = running.last;
    running.tasks.insert(id, task);
    Ok(id)
}

/// Ends a stream.
#[tauri::command]
pub(crate) fn feed_stop(streams: State<'_, Streams>, id: u32) {
    if let Some(task) = streams.running().tasks.remove(&id) {
        task.abort();
    }
}

/// The frames as JSON, their events as they were rendered.
fn message(batch: &[Frame]) -> String {
    let frames = batch.iter().map(|frame| {
        let cursor = json!(frame.cursor());
        format!("{{\"cursor\":{cursor},\"event\":{}}}", frame.json())
    });
    format!("[{}]", frames.collect::<Vec<_>>().join(","))
}
