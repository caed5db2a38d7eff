//! What the room encrypts with: an own certificate, or one that this computer makes for itself.

use crate::words;
use chrono::NaiveDate;
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use sha2::{Digest, Sha256};
use std::path::PathBuf;
use std::sync::Arc;
use thiserror::Error;

/// Why the room cannot be encrypted.
#[derive(Debug, Error)]
pub enum TlsError {
    /// A file that is not there or cannot be read.
    #[error("{path} could not be read: {error}.")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// A certificate whose time is over.
    #[error("{path} ran out on {on}: browsers would refuse it. Give a newer certificate.")]
    RanOut {
        /// The file.
        path: PathBuf,
        /// Its last day, UTC.
        on: NaiveDate,
    },
    /// A certificate whose time is to come.
    #[error("{path} is good from {from} on: browsers would refuse it now. Is this computer's clock right?")]
    NotYet {
        /// The file.
        path: PathBuf,
        /// Its first day, UTC.
        from: NaiveDate,
    },
    /// A file that holds no certificate.
    #[error("{0} holds no certificate: a PEM file that begins with -----BEGIN CERTIFICATE----- is needed.")]
    NoCertificate(PathBuf),
    /// A file that holds no key.
    #[error("{0} holds no private key: a PEM file that begins with -----BEGIN PRIVATE KEY----- is needed.")]
    NoKey(PathBuf),
    /// A key of another certificate, or of a kind that is not known.
    #[error("The private key does not go with the certificate.")]
    Mismatch,
    /// The key of this computer could not be kept.
    #[error("{path} could not be read or written: {error}.")]
    Folder {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// No certificate could be made.
    #[error("A certificate could not be made.")]
    Making(#[from] rcgen::Error),
}

/// A certificate with its key.
pub(crate) struct Identity {
    /// The server's certificate first.
    pub(crate) chain: Vec<CertificateDer<'static>>,
    pub(crate) key: PrivateKeyDer<'static>,
    /// Names that the certificate is good for.
    pub(crate) names: Vec<String>,
}

impl Identity {
    /// The certificate's SHA-256 as browsers show it, `0A:1B:…`, and its beginning in words.
    pub(crate) fn fingerprint(&self) -> (String, String) {
        let digest = Sha256::digest(&self.chain[0]);
        let shown = digest.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":");
        (shown, words::of(&digest))
    }

    /// What the listener needs.
    pub(crate) fn config(&self) -> Result<Arc<ServerConfig>, TlsError> {
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("BUG: the provider knows TLS 1.2 and 1.3")
            .with_no_client_auth()
            .with_single_cert(self.chain.clone(), self.key.clone_key());
        let mut config = config.map_err(|_| TlsError::Mismatch)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }
}
