//! What the window tells the page without being asked: that the mark key did something.

use serde_json::Value;
use std::sync::{Mutex, PoisonError};
use tauri::ipc::{Channel, InvokeResponseBody};
use tauri::{AppHandle, Manager, State};

/// The page that listens; the newest one.
#[derive(Default)]
pub(crate) struct News(Mutex<Option<Channel<InvokeResponseBody>>>);

/// Listens from now on.
#[tauri::command]
pub(crate) fn news(news: State<'_, News>, channel: Channel<InvokeResponseBody>) {
    *news.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(channel);
}

/// Tells it to the page, if one listens.
pub(crate) fn tell(app: &AppHandle, what: &Value) {
    let news = app.state::<News>();
    let channel = news.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some(Err(error)) = channel.map(|channel| channel.send(InvokeResponseBody::Json(what.to_string())))
    {
        tracing::warn!(%error, "the page no longer takes news");
    }
}
