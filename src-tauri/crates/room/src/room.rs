//! The room's server: opened and closed by the engine after its permission check.

use crate::auth::operator;
use crate::limits::{Gate, Limits};
use crate::own_certificate::OwnCertificate;
use crate::reach::{Extent, certificate_names, host};
use crate::says::Network;
use crate::server::{Listening, bind};
use crate::site::{Address, Door, Site};
use crate::tls::{Identity, TlsError};
use crate::{public, reach, says, self_signed};
use engine::{Engine, Opened, RoomHost};
use protocol::{Fault, FaultCode, OwnAddress, RoomOpen};
use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::task::AbortHandle;

/// How long the room may take to answer on this computer.
const ANSWERS_WITHIN: Duration = Duration::from_secs(1);

/// What the room needs to know besides how to open.
#[derive(Clone, Debug)]
pub struct RoomOptions {
    /// The user's data folder, for the key of this computer.
    pub data_folder: PathBuf,
    /// How much everybody may take.
    pub limits: Limits,
}

/// The server that note-takers and observers reach. At most one listener at a time.
pub struct RoomServer {
    engine: Engine,
    runtime: Handle,
    options: RoomOptions,
    listening: Mutex<Option<(Listening, AbortHandle)>>,
}

impl RoomServer {
    /// A room that is not open yet; hand it to `Engine::set_room_host`. `runtime` serves the connections.
    pub fn new(engine: Engine, runtime: Handle, options: RoomOptions) -> Self {
        Self { engine, runtime, options, listening: Mutex::default() }
    }

    fn listening(&self) -> MutexGuard<'_, Option<(Listening, AbortHandle)>> {
        self.listening.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn identity(&self, extent: Extent, own: Option<&OwnCertificate>) -> Result<Identity, TlsError> {
        match own {
            Some(own) => own.read(extent.address.ip(), self.engine.now()),
            None => {
                let names = certificate_names(extent.address.ip());
                self_signed::identity(&self.options.data_folder, names, self.engine.now())
            }
        }
    }
}

impl RoomHost for RoomServer {
    fn open(&self, how: &RoomOpen, preferred_port: Option<u16>) -> Result<Opened, Fault> {
        let mut listening = self.listening();
        if let Some((before, watch)) = listening.take() {
            watch.abort();
            before.stop();
        }
        let port = how.port.or(preferred_port);
        let extent = Extent::of(how, port.unwrap_or(0))?;
        let public = public_address(how)?;
        let own = OwnCertificate::of(how)?.filter(|_| extent.tls);
        let not_encrypted =
            |error: TlsError| Fault::new(FaultCode::Refused, format!("The room stays closed. {error}"));
        let identity =
            extent.tls.then(|| self.identity(extent, own.as_ref())).transpose().map_err(not_encrypted)?;
        let config = identity.as_ref().map(Identity::config).transpose().map_err(not_encrypted)?;
        let listener = bind(extent.address).map_err(|error| not_bound(&error, extent, port))?;
        let port = listener.local_addr().map_err(|error| not_bound(&error, extent, port))?.port();
        let named = own.as_ref().and(identity.as_ref()).map(|identity| identity.names.as_slice());
        let names = extent.names(named);
        let scheme = extent.scheme();
        let here = names.iter().map(|name| Address { scheme, host: host(name, scheme, port), public: false });
        // Whoever asks by the public address came that way, even if this computer goes by the same name.
        let public_host = public.as_ref().map(|public| public.host.clone());
        let here = here.filter(|address| Some(&address.host) != public_host.as_ref());
        let announced: Vec<Address> = public.iter().cloned().chain(here).collect();
        let addresses = announced.iter().map(Address::base).collect();
        let plain_http = (extent.is_beyond() && !extent.tls)
            || public.as_ref().is_some_and(|public| public.scheme == "http");
        let started = Listening::start(&self.runtime, listener, config, |stopped| Site {
            engine: self.engine.clone(),
            door: Door::Room,
            addresses: announced,
            port,
            gate: Gate::new(self.options.limits),
            stopped,
        });
        let started = started.map_err(|error| not_bound(&error, extent, Some(port)))?;
        let watch = self.runtime.spawn(close_when_overdue(self.engine.clone(), self.options.limits.overdue));
        *listening = Some((started, watch.abort_handle()));
        tracing::info!(port, scheme, beyond = extent.is_beyond(), "the room is open");
        let (fingerprint, words) = identity.map(|identity| identity.fingerprint()).unzip();
        // Browsers that know who vouches for an own certificate do not warn: there is nothing to read aloud.
        let fingerprint_words = words.filter(|_| own.is_none());
        Ok(Opened {
            addresses,
            port,
            fingerprint,
            fingerprint_words,
            plain_http,
            says: says::of(extent, public.as_ref(), how, plain_http),
        })
    }

    fn close(&self) {
        if let Some((listening, watch)) = self.listening().take() {
            watch.abort();
            listening.stop();
            tracing::info!("the room is closed");
        }
    }

    fn addresses(&self) -> Vec<OwnAddress> {
        let told =
            |network: Network| OwnAddress { address: network.0.to_string(), says: says::place(network) };
        reach::networks(Ipv4Addr::UNSPECIFIED.into()).into_iter().map(told).collect()
    }

    fn answers(&self) -> bool {
        let address = self.listening().as_ref().map(|(listening, _)| listening.address());
        address.is_some_and(|address| TcpStream::connect_timeout(&reachable(address), ANSWERS_WITHIN).is_ok())
    }
}

/// The address that others use, if there is one.
fn public_address(how: &RoomOpen) -> Result<Option<Address>, Fault> {
    let Some(address) = how.public_address.as_deref().map(public::parse).transpose()? else {
        return Ok(None);
    };
    if address.scheme == "http" && !how.plain_http {
        let message = format!(
            "{} is not encrypted. Give an address that begins with https://, or confirm that you trust the network.",
            address.base()
        );
        return Err(Fault::new(FaultCode::Refused, message));
    }
    Ok(Some(address))
}

/// Closes the room two hours after the day's last session, in case nobody does.
async fn close_when_overdue(engine: Engine, pause: Duration) {
    loop {
        tokio::time::sleep(pause).await;
        let asked = engine.clone();
        let overdue = tokio::task::spawn_blocking(move || asked.room_overdue()).await;
        if !matches!(overdue, Ok(true)) {
            continue;
        }
        tracing::info!("the room closes: the last session was two hours ago");
        let body = serde_json::json!({ "command_id": uuid::Uuid::now_v7().to_string() });
        // Closing ends this task too; a refusal is asked again.
        if let Err(fault) = engine.call(operator(), "room_close", body).await {
            tracing::warn!(%fault.message, "the room could not close by itself");
        }
    }
}

/// An address at which this computer finds itself: whoever listens on all listens on loopback.
fn reachable(address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() { (Ipv4Addr::LOCALHOST, address.port()).into() } else { address }
}

/// Why the room could not listen, for the moderator.
fn not_bound(error: &io::Error, extent: Extent, port: Option<u16>) -> Fault {
    let ip = extent.address.ip();
    let port = port.unwrap_or(0);
    let message = match error.kind() {
        ErrorKind::AddrInUse => format!(
            "Port {port} is taken by another program, and this study's links need it. Close that program, or choose \
             another port: pages that are open elsewhere then have to join again."
        ),
        ErrorKind::AddrNotAvailable => {
            format!("{ip} is not an address of this computer now. Choose another.")
        }
        ErrorKind::PermissionDenied => {
            format!("This computer does not allow port {port}. Choose one above 1023.")
        }
        _ => format!("The room could not listen on {ip}: {error}."),
    };
    Fault::new(FaultCode::Refused, message)
}
