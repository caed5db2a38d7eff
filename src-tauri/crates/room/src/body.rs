//! Reading a request's body within its limits of size and time.

use axum::body::{Body, HttpBody};
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use protocol::{Fault, FaultCode};
use std::time::Duration;

/// What a member may send: notes, questions.
pub(crate) const MEMBER: usize = 64 * 1024;
/// What the console may send, files apart.
pub(crate) const CONSOLE: usize = 1024 * 1024;
/// What the console and note-takers may send with a photo: 10 MiB of it, as base64, and what stands around it.
pub(crate) const PHOTO: usize = 14 * 1024 * 1024;
/// What the console may send with files in it: 64 MiB of them, as base64, and what stands around them.
pub(crate) const FILES: usize = 64 * 1024 * 1024 / 3 * 4 + CONSOLE;

/// The whole body.
pub(crate) async fn read(body: Body, limit: usize, within: Duration) -> Result<Bytes, Fault> {
    let too_large = || {
        let message = format!("The request is larger than {} KiB. Nothing was changed.", limit / 1024);
        Fault::new(FaultCode::TooLarge, message)
    };
    if body.size_hint().lower() > limit as u64 {
        return Err(too_large());
    }
    match tokio::time::timeout(within, Limited::new(body, limit).collect()).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large()),
        Ok(Err(_)) => Err(Fault::new(FaultCode::Invalid, "The request broke off. Nothing was changed.")),
        Err(_) => Err(Fault::new(FaultCode::Invalid, "The request took too long. Nothing was changed.")),
    }
}
