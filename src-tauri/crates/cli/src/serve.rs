//! `backroom serve`: the console in a browser on this computer and, if wanted, the open room.

use crate::arguments::Serve;
use crate::failure::Failure;
use crate::say;
use engine::{Engine, Options, Scope};
use inbox::Inbox;
use protocol::{EntityView, Fault, FeedEvent, Reach, RoomOpen, RoomView};
use room::{ConsoleServer, Limits, RoomOptions, RoomServer, operator};
use serde_json::{Value, json};
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::{Builder, Handle};
use tracing_subscriber::EnvFilter;

pub(crate) fn run(serve: &Serve) -> Result<(), Failure> {
    let filter = EnvFilter::try_from_env("BACKROOM_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).with_ansi(false).init();
    let runtime = Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::of(format!("The server could not start: {error}.")))?;
    let served = runtime.block_on(until_stopped(serve));
    runtime.shutdown_timeout(Duration::from_millis(250));
    served
}

async fn until_stopped(serve: &Serve) -> Result<(), Failure> {
    let stopped =
        stop_signal().map_err(|error| Failure::of(format!("Signals cannot be received: {error}.")))?;
    let engine = Engine::open(&serve.study, Options::real())?;
    let limits = Limits::from_environment();
    let server = Arc::new(RoomServer::new(
        engine.clone(),
        Handle::current(),
        RoomOptions { data_folder: engine::file::data_folder(), limits },
    ));
    engine.set_room_host(server);
    let console = ConsoleServer::start(engine.clone(), &Handle::current(), limits);
    let console =
        console.map_err(|error| Failure::of(format!("The console could not be served: {error}.")))?;
    let inbox = Inbox::start(engine.clone(), operator(), &Handle::current());
    let links = ready(serve, &engine, console.link()).await;
    let served = links.and_then(|links| say(&format!("{links}\n")));
    if served.is_ok() {
        stopped.await;
    }
    inbox.stop();
    // The room closes with the study; the console's streams end meanwhile.
    let consoles = tokio::task::spawn_blocking(move || console.stop());
    let (closed, _) = tokio::join!(close_room(&engine), consoles);
    let _ = tokio::task::spawn_blocking(move || engine.close()).await;
    served.and(closed)
}

async fn close_room(engine: &Engine) -> Result<(), Failure> {
    if room(engine).await.is_some_and(|room| room.open) {
        let body = json!({ "command_id": uuid::Uuid::now_v7().to_string() });
        engine.call(operator(), "room_close", body).await?;
    }
    Ok(())
}

/// Opens the room when it is wanted, or was open when the program was last cut off, and gives the line to print.
async fn ready(serve: &Serve, engine: &Engine, console: &str) -> Result<Value, Failure> {
    if serve.open_room {
        open_room(engine, how_to_open(serve)?).await?;
    } else if let Some(how) = engine.room_to_reopen()
        && let Err(fault) = open_room(engine, how).await
    {
        tracing::warn!(why = fault.message, "the room was open and could not be opened again");
    }
    let mut line = json!({ "console": console });
    if let Some(room) = room(engine).await.filter(|room| room.open) {
        line["observer"] = json!(room.observer_link);
        line["note_taker"] = json!(room.note_taker_link);
    }
    Ok(line)
}

async fn open_room(engine: &Engine, how: RoomOpen) -> Result<Value, Fault> {
    let mut body = serde_json::to_value(how).expect("BUG: requests are plain data");
    body["command_id"] = json!(uuid::Uuid::now_v7().to_string());
    engine.call(operator(), "room_open", body).await
}

fn how_to_open(serve: &Serve) -> Result<RoomOpen, Failure> {
    let listen = serve.listen.unwrap_or(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), 0));
    let (reach, address) = match listen.ip() {
        ip if ip == Ipv4Addr::LOCALHOST => (Reach::Loopback, None),
        ip if ip.is_unspecified() => (Reach::All, None),
        ip => (Reach::Address, Some(ip.to_string())),
    };
    let port = Some(listen.port()).filter(|port| *port != 0);
    Ok(RoomOpen {
        address,
        port,
        plain_http: serve.plain_http,
        public_address: serve.public_address.clone(),
        certificate: serve.cert.as_deref().map(whole).transpose()?,
        key: serve.key.as_deref().map(whole).transpose()?,
        ..RoomOpen::of(reach)
    })
}

/// The path from the root on: the room is opened again from wherever the program is started.
fn whole(path: &Path) -> Result<String, Failure> {
    let whole = std::path::absolute(path).ok().and_then(|path| path.to_str().map(str::to_owned));
    whole.ok_or_else(|| Failure::of(format!("{} is no path that can be kept.", path.display())))
}

/// The room as the feed tells the moderator.
async fn room(engine: &Engine) -> Option<RoomView> {
    let mut feed = engine.feed(operator(), Scope::parse("study").ok()?, None);
    let mut room = None;
    while let Some(frame) = feed.next().await {
        match serde_json::from_str(frame.json()) {
            Ok(FeedEvent::Entity { view: EntityView::Room(view), .. }) => room = Some(view),
            Ok(FeedEvent::Ready { .. }) => break,
            _ => {}
        }
    }
    room
}

/// Resolves at SIGINT or SIGTERM, from now on caught.
#[cfg(unix)]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Resolves at Ctrl+C.
#[cfg(not(unix))]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
