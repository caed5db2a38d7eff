//! The feed as an event stream: frames as they come, a sign of life when there are none, an end when the room
//! closes.

use crate::limits::Stream;
use crate::site::Shared;
use axum::body::Body;
use axum::http::header;
use axum::response::Response;
use bytes::Bytes;
use engine::{Feed, Frame};
use futures_util::stream;
use std::convert::Infallible;
use std::pin::Pin;

/// What an idle stream says.
const PING: &[u8] = b":\n\n";

/// A frame being waited for, together with the feed that it comes from. It is kept across a sign of life: giving up
/// a frame half-way could lose it.
type Next = Pin<Box<dyn Future<Output = (Option<Frame>, Feed)> + Send>>;

fn next(mut feed: Feed) -> Next {
    Box::pin(async move { (feed.next().await, feed) })
}

/// The answer that goes on until its member is removed, the room closes or the reader leaves.
pub(crate) fn answer(site: Shared, feed: Feed, place: Option<Stream>) -> Response {
    let events = stream::unfold((site, next(feed), place), |(site, mut coming, place)| async move {
        let event: Bytes = tokio::select! {
            biased;
            () = site.stopped() => return None,
            (frame, feed) = &mut coming => {
                coming = next(feed);
                frame?.sse()
            }
            () = tokio::time::sleep(site.gate.limits.ping) => Bytes::from_static(PING),
        };
        Some((Ok::<_, Infallible>(event), (site, coming, place)))
    });
    Response::builder()
        .header(header::CONTENT_TYPE, "text/event-stream")
        .body(Body::from_stream(events))
        .expect("BUG: the header is a constant")
}
