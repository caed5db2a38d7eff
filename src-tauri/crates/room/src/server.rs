//! Accepting and serving connections within the limits, and stopping in time with streams open.

use crate::deadline::Deadline;
use crate::limits::{Connection, Gate};
use crate::site::{Address, Shared, Site};
use crate::{pages, routes};
use axum::Router;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use rustls::ServerConfig;
use socket2::{Domain, Protocol, SockRef, Socket, Type};
use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

/// Bytes that the system may hold for one connection, so that a stalled reader costs little.
const SEND_BUFFER: usize = 64 * 1024;
/// Bytes that are kept of a request on its way in, and of an answer on its way out.
const BUFFER: usize = 64 * 1024;
/// Bytes that a request's head may have, cookies of other ports included.
const HEAD: usize = 32 * 1024;
/// How long the answers that are on their way may take once the listener stops.
const LAST_ANSWERS: Duration = Duration::from_millis(1_000);
/// The first byte of a TLS connection: a handshake record.
const HANDSHAKE: u8 = 0x16;

/// Takes an address for listening.
///
/// # Errors
/// When the address is in use, not this computer's, or not allowed.
pub(crate) fn bind(address: SocketAddr) -> io::Result<std::net::TcpListener> {
    raise_file_limit();
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    // A study keeps its port across a restart; elsewhere than on Unix this would let two programs share it.
    #[cfg(unix)]
    socket.set_reuse_address(true)?;
    socket.set_send_buffer_size(SEND_BUFFER)?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    socket.listen(1_024)?;
    Ok(socket.into())
}

/// Every connection is an open file, and some systems allow 256 to begin with.
fn raise_file_limit() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, getrlimit, setrlimit};
        let mut limit = getrlimit(Resource::Nofile);
        let wanted = limit.maximum.map_or(4_096, |most| most.min(4_096));
        if limit.current.is_some_and(|now| now < wanted) {
            limit.current = Some(wanted);
            if let Err(error) = setrlimit(Resource::Nofile, limit) {
                tracing::warn!(%error, "the limit of open files could not be raised");
            }
        }
    }
}

/// A listener at work. Dropping it stops it without waiting.
pub(crate) struct Listening {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    ended: Mutex<mpsc::Receiver<()>>,
}

impl Listening {
    /// Serves what `site` makes of the stop signal that it is given.
    pub(crate) fn start(
        runtime: &Handle,
        listener: std::net::TcpListener,
        tls: Option<Arc<ServerConfig>>,
        site: impl FnOnce(watch::Receiver<bool>) -> Site,
    ) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let (stop, stopped) = watch::channel(false);
        let (end, ended) = mpsc::channel();
        let site = Arc::new(site(stopped));
        let listener = {
            let _inside = runtime.enter();
            TcpListener::from_std(listener)?
        };
        runtime.spawn(async move {
            accept(listener, tls.map(TlsAcceptor::from), site).await;
            // Nobody may be waiting for the end.
            let _ = end.send(());
        });
        Ok(Self { address, stop, ended: Mutex::new(ended) })
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Ends every stream, lets answers that are on their way out for a second, and frees the port.
    pub(crate) fn stop(&self) {
        self.stop.send_replace(true);
        let ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        if ended.recv_timeout(LAST_ANSWERS + Duration::from_millis(250))
            == Err(mpsc::RecvTimeoutError::Timeout)
        {
            tracing::warn!("the listener did not end in time");
        }
    }
}

async fn accept(listener: TcpListener, tls: Option<TlsAcceptor>, site: Shared) {
    let router = routes::router(Arc::clone(&site));
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            () = site.stopped() => break,
            Some(_) = connections.join_next() => continue,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                if let Some(connection) = site.gate.connect(peer.ip().to_canonical()) {
                    connections.spawn(serve(
                        stream,
                        connection,
                        tls.clone(),
                        router.clone(),
                        Arc::clone(&site),
                    ));
                } else {
                    tracing::warn!("a connection was turned away: too many are open");
                }
            }
            Err(error) => {
                // Out of files or memory: both pass.
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
    drop(listener);
    let all = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(LAST_ANSWERS, all).await.is_err() {
        connections.shutdown().await;
    }
}

async fn serve(
    stream: TcpStream,
    connection: Arc<Connection>,
    tls: Option<TlsAcceptor>,
    router: Router,
    site: Shared,
) {
    let gate = Arc::clone(&site.gate);
    if let Err(error) = prepare(&stream, gate.limits.write) {
        tracing::debug!(%error, "a connection could not be set up");
        return;
    }
    let Some(tls) = tls else {
        let stream = Deadline::new(stream, gate.limits.write, Arc::clone(&connection));
        return answer(stream, connection, router, &site).await;
    };
    let mut first = [0];
    match tokio::time::timeout(gate.limits.head, stream.peek(&mut first)).await {
        Ok(Ok(1)) if first[0] == HANDSHAKE => {
            let stream = Deadline::new(stream, gate.limits.write, Arc::clone(&connection));
            let handshake = tls.accept(stream);
            if let Ok(Ok(stream)) = tokio::time::timeout(gate.limits.head, handshake).await {
                answer(stream, connection, router, &site).await;
            }
        }
        Ok(Ok(1)) => {
            let Some(base) = site.addresses.iter().find(|address| !address.public).map(Address::base) else {
                return;
            };
            let page = service_fn(move |_: Request<Incoming>| {
                let mut page = pages::wrong_scheme(&base);
                page.headers_mut().insert("connection", axum::http::HeaderValue::from_static("close"));
                async move { Ok::<_, Infallible>(page) }
            });
            let stream = Deadline::new(stream, gate.limits.write, connection);
            let http = protocol(&gate).serve_connection(TokioIo::new(stream), page);
            let _ = tokio::time::timeout(gate.limits.head, http).await;
        }
        _ => {}
    }
}

fn prepare(stream: &TcpStream, write: Duration) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let socket = SockRef::from(stream);
    socket.set_send_buffer_size(SEND_BUFFER)?;
    // A page that left without a word (a closed lid) is noticed at the next sign of life.
    #[cfg(target_os = "linux")]
    socket.set_tcp_user_timeout(Some(write * 2))?;
    #[cfg(not(target_os = "linux"))]
    let _ = write;
    Ok(())
}

fn protocol(gate: &Gate) -> http1::Builder {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(gate.limits.head)
        .max_buf_size(BUFFER)
        .max_header_size(HEAD);
    http
}

async fn answer<S>(stream: S, connection: Arc<Connection>, router: Router, site: &Site)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let known = Arc::clone(&connection);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(Arc::clone(&known));
        tower::ServiceExt::oneshot(router.clone(), request)
    });
    let mut http = std::pin::pin!(protocol(&site.gate).serve_connection(TokioIo::new(stream), service));
    let ended = tokio::select! {
        ended = http.as_mut() => ended,
        () = connection.until_cut() => return,
        () = site.stopped() => {
            http.as_mut().graceful_shutdown();
            http.await
        }
    };
    if let Err(error) = ended {
        // A closed lid, a time-out, a broken request: all of a day's work.
        tracing::debug!(%error, "a connection broke off");
    }
}
