//! A connection whose reader must take what is sent to it within a time, or is cut.

use crate::limits::Connection;
use socket2::SockRef;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Sleep;

/// Wraps a socket. Reading is left alone: heads and bodies have time-outs of their own.
#[derive(Debug)]
pub(crate) struct Deadline {
    inner: TcpStream,
    limit: Duration,
    stalled: Option<Pin<Box<Sleep>>>,
    connection: Arc<Connection>,
}

impl Deadline {
    pub(crate) fn new(inner: TcpStream, limit: Duration, connection: Arc<Connection>) -> Self {
        Self { inner, limit, stalled: None, connection }
    }

    /// Starts the clock when nothing could be written, stops it when something could.
    fn watch<T>(&mut self, cx: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let limit = self.limit;
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(tokio::time::sleep(limit)));
        ready!(stalled.as_mut().poll(cx));
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the reader takes nothing")))
    }
}

impl Drop for Deadline {
    /// What a reader has not taken by now is not for it any more: the system would go on holding it, and sending it
    /// to somebody who was removed.
    fn drop(&mut self) {
        if (self.stalled.is_some() || self.connection.is_cut())
            && let Err(error) = SockRef::from(&self.inner).set_linger(Some(Duration::ZERO))
        {
            tracing::debug!(%error, "a connection could not be reset");
        }
    }
}

impl AsyncRead for Deadline {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(cx, into)
    }
}

impl AsyncWrite for Deadline {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.inner).poll_write(cx, bytes);
        self.watch(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.inner).poll_write_vectored(cx, slices);
        self.watch(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.inner).poll_flush(cx);
        self.watch(cx, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::{Gate, Limits};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::time::timeout;

    /// How long the test waits.
    const PATIENCE: Duration = Duration::from_secs(10);

    #[tokio::test]
    async fn a_reader_that_takes_nothing_ends_the_writing_and_leaves_nothing_behind() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut reader = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (stream, peer) = listener.accept().await.unwrap();
        SockRef::from(&stream).set_send_buffer_size(4_096).unwrap();
        let connection = Gate::new(Limits::default()).connect(peer.ip()).unwrap();
        let mut writer = Deadline::new(stream, Duration::from_millis(50), connection);
        let mut sent = 0;
        let error = loop {
            match timeout(PATIENCE, writer.write(&[0; 4_096])).await.expect("the deadline comes first") {
                Ok(count) => sent += count,
                Err(error) => break error,
            }
        };
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        drop(writer);
        let mut taken = 0;
        let error = loop {
            match reader.read(&mut [0; 4_096]).await {
                Ok(count) => taken += count,
                Err(error) => break error,
            }
            assert!(taken <= sent, "it must end");
        };
        assert_eq!(
            error.kind(),
            io::ErrorKind::ConnectionReset,
            "what waits is thrown away, not handed over"
        );
    }

    #[tokio::test]
    async fn a_reader_that_takes_its_time_is_served() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut reader = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (stream, peer) = listener.accept().await.unwrap();
        let connection = Gate::new(Limits::default()).connect(peer.ip()).unwrap();
        let mut writer = Deadline::new(stream, Duration::from_secs(60), connection);
        writer.write_all(b"all of it").await.unwrap();
        drop(writer);
        let mut taken = Vec::new();
        reader.read_to_end(&mut taken).await.unwrap();
        assert_eq!(taken, b"all of it");
    }
}
