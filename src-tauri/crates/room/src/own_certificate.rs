//! A certificate that browsers trust already: an organisation's, mkcert's, Tailscale's.

use crate::reach;
use crate::tls::{Identity, TlsError};
use chrono::{DateTime, NaiveDate};
use protocol::{Fault, FaultCode, RoomOpen};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use std::fs::File;
use std::io::Read;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;
use webpki::{EndEntityCert, Error, KeyUsage};

/// Bytes of a PEM file that are looked at: a chain of certificates has a few thousand.
const LARGEST: u64 = 1024 * 1024;

/// Two PEM files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OwnCertificate {
    /// The certificate and those that vouch for it, the server's first.
    certificate: PathBuf,
    /// Its private key.
    key: PathBuf,
}

impl OwnCertificate {
    /// What the moderator chose, if it is an own certificate.
    pub(crate) fn of(how: &RoomOpen) -> Result<Option<Self>, Fault> {
        match (&how.certificate, &how.key) {
            (None, None) => Ok(None),
            (Some(certificate), Some(key)) => {
                Ok(Some(Self { certificate: certificate.into(), key: key.into() }))
            }
            _ => {
                let message =
                    "An own certificate is two PEM files: the certificate and its private key. Name both.";
                Err(Fault::new(FaultCode::Invalid, message))
            }
        }
    }

    /// Reads both files, for a room that listens on `ip` at `now` (UTC milliseconds).
    pub(crate) fn read(&self, ip: IpAddr, now: i64) -> Result<Identity, TlsError> {
        let none = || TlsError::NoCertificate(self.certificate.clone());
        let (certificates, key) = (bytes(&self.certificate)?, bytes(&self.key)?);
        let chain: Vec<_> =
            CertificateDer::pem_slice_iter(&certificates).collect::<Result<_, _>>().map_err(|_| none())?;
        let key = PrivateKeyDer::from_pem_slice(&key).map_err(|_| TlsError::NoKey(self.key.clone()))?;
        let server = EndEntityCert::try_from(chain.first().ok_or_else(none)?).map_err(|_| none())?;
        self.in_force(&server, now)?;
        let names = names(&server, ip);
        Ok(Identity { chain, key, names })
    }

    /// Browsers refuse a certificate before and after its time.
    fn in_force(&self, server: &EndEntityCert<'_>, now: i64) -> Result<(), TlsError> {
        let now = UnixTime::since_unix_epoch(Duration::from_millis(now.unsigned_abs()));
        let path = || self.certificate.clone();
        // Who vouches for it is the browsers' to judge. Its time is looked at before that.
        match server.verify_for_usage(&[], &[], &[], now, KeyUsage::server_auth(), None, None) {
            Err(Error::CertExpired { not_after, .. }) => {
                Err(TlsError::RanOut { path: path(), on: day(not_after) })
            }
            Err(Error::CertNotValidYet { not_before, .. }) => {
                Err(TlsError::NotYet { path: path(), from: day(not_before) })
            }
            _ => Ok(()),
        }
    }
}

fn bytes(path: &Path) -> Result<Vec<u8>, TlsError> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(LARGEST).read_to_end(&mut bytes));
    match read {
        Ok(_) => Ok(bytes),
        Err(error) => Err(TlsError::Unreadable { path: path.to_owned(), error }),
    }
}

fn day(at: UnixTime) -> NaiveDate {
    let seconds = i64::try_from(at.as_secs()).unwrap_or(i64::MAX);
    DateTime::from_timestamp(seconds, 0).unwrap_or_default().date_naive()
}

/// What leads here from elsewhere and opens without a warning: names, then addresses on which the room listens.
fn names(server: &EndEntityCert<'_>, ip: IpAddr) -> Vec<String> {
    // A certificate made for trying things out names this computer for itself, too.
    let names = server.valid_dns_names().filter(|name| !name.contains('*') && *name != "localhost");
    let good = |ip: &IpAddr| server.verify_is_valid_for_subject_name(&ServerName::from(*ip)).is_ok();
    let addresses = reach::networks(ip).into_iter().map(|(ip, _)| ip).filter(good);
    names.map(str::to_owned).chain(addresses.map(|ip| ip.to_string())).collect()
}
