//! A certificate that browsers trust already: an organisation's, mkcert's, Tailscale's.

use crate::tls::{Identity, TlsError};
use protocol::{Fault, FaultCode, RoomOpen};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::path::PathBuf;
use webpki::EndEntityCert;

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

    pub(crate) fn read(&self) -> Result<Identity, TlsError> {
        let none = || TlsError::NoCertificate(self.certificate.clone());
        let chain: Vec<_> = CertificateDer::pem_file_iter(&self.certificate)
            .and_then(Iterator::collect)
            .map_err(|_| none())?;
        let key = PrivateKeyDer::from_pem_file(&self.key).map_err(|_| TlsError::NoKey(self.key.clone()))?;
        let server = EndEntityCert::try_from(chain.first().ok_or_else(none)?).map_err(|_| none())?;
        let names = server.valid_dns_names().filter(|name| !name.contains('*')).map(str::to_owned).collect();
        Ok(Identity { chain, key, names })
    }
}
