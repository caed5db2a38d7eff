//! The feed as an event stream: frames as they come, a sign of life when there are none, an end when the room
//! closes.

use crate::limits::{Connection, Stream};
use crate::site::Shared;
use axum::body::Body;
use axum::http::header;
use axum::response::Response;
use bytes::Bytes;
use engine::{Feed, Frame};
use futures_util::stream;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::AbortHandle;
use tokio::time::{Instant, Sleep};

/// What an idle stream says.
const PING: &[u8] = b":\n\n";

/// A frame being waited for, together with the feed that it comes from. It is kept across a sign of life: giving up
/// a frame half-way could lose it.
type Next = Pin<Box<dyn Future<Output = (Option<Frame>, Feed)> + Send>>;

fn next(mut feed: Feed) -> Next {
    Box::pin(async move { (feed.next().await, feed) })
}

/// How long a stream may go on once the listener stops or its member's access ended: a member's feed ends by itself,
/// with the frame that says so.
const LAST_WORDS: Duration = Duration::from_millis(250);

/// Cuts the connection of somebody whose access has ended and who does not read to the end of the stream. Stops
/// with the stream.
struct Watched(AbortHandle);

impl Watched {
    fn new(site: &Shared, place: &Stream, connection: Arc<Connection>) -> Self {
        let access_ends = site.engine.access_ends(place.member());
        let watching = tokio::spawn(async move {
            access_ends.await;
            tokio::time::sleep(LAST_WORDS).await;
            connection.cut();
        });
        Self(watching.abort_handle())
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A stream on its way. Its alarms are set once, not with each frame: a full room waits for them.
struct Streaming {
    coming: Next,
    /// Its place among its member's streams, given back at its end.
    _place: Option<(Watched, Stream)>,
    /// The listener stops; then, that there was time for last words.
    over: Pin<Box<dyn Future<Output = ()> + Send>>,
    stopping: bool,
    quiet: Pin<Box<Sleep>>,
    said: Instant,
    ping: Duration,
}

impl Streaming {
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            tokio::select! {
                biased;
                (frame, feed) = &mut self.coming => {
                    self.coming = next(feed);
                    self.said = Instant::now();
                    return frame.map(|frame| frame.sse());
                }
                () = &mut self.over => {
                    if std::mem::replace(&mut self.stopping, true) {
                        return None;
                    }
                    self.over = Box::pin(tokio::time::sleep(LAST_WORDS));
                }
                () = &mut self.quiet => {
                    let now = Instant::now();
                    let pings = now >= self.said + self.ping;
                    if pings {
                        self.said = now;
                    }
                    self.quiet.as_mut().reset(self.said + self.ping);
                    if pings {
                        return Some(Bytes::from_static(PING));
                    }
                }
            }
        }
    }
}

/// The answer that goes on until its member is removed, the room closes or the reader leaves.
pub(crate) fn answer(
    site: Shared,
    feed: Feed,
    place: Option<Stream>,
    connection: Arc<Connection>,
) -> Response {
    let place = place.map(|place| (Watched::new(&site, &place, connection), place));
    let ping = site.gate.limits.ping;
    let streaming = Streaming {
        coming: next(feed),
        _place: place,
        over: Box::pin(async move { site.stopped().await }),
        stopping: false,
        quiet: Box::pin(tokio::time::sleep(ping)),
        said: Instant::now(),
        ping,
    };
    let events = stream::unfold(streaming, |mut streaming| async move {
        let event = streaming.next().await?;
        Some((Ok::<_, Infallible>(event), streaming))
    });
    Response::builder()
        .header(header::CONTENT_TYPE, "text/event-stream")
        .body(Body::from_stream(events))
        .expect("BUG: the header is a constant")
}
