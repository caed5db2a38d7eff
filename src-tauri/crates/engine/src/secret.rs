//! Random secrets and ids, and the hashes by which they are kept.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::time::Timestamp;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use uuid::Uuid;

/// Random bytes from the system.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("BUG: the system has randomness");
    bytes
}

/// A link's token: 128 random bits.
pub fn token() -> String {
    URL_SAFE_NO_PAD.encode(random::<16>())
}

/// A cookie: 256 random bits.
pub fn cookie() -> String {
    URL_SAFE_NO_PAD.encode(random::<32>())
}

/// The name of a file's feed.
pub fn feed_id() -> String {
    URL_SAFE_NO_PAD.encode(random::<9>())
}

/// What is kept of a secret.
pub fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

/// Whether a secret is the one whose hash is kept; takes as long whatever differs.
pub fn matches(secret: &str, kept: &[u8]) -> bool {
    hash(secret).ct_eq(kept).into()
}

/// A new id, in the order of time.
pub fn id(now: Timestamp) -> Uuid {
    uuid::Builder::from_unix_timestamp_millis(now.0.unsigned_abs(), &random::<10>()).into_uuid()
}

/// What tells a command's content from another's.
pub fn digest(parts: &[&str]) -> Vec<u8> {
    let mut sha = Sha256::new();
    for part in parts {
        sha.update(part.len().to_le_bytes());
        sha.update(part.as_bytes());
    }
    sha.finalize().to_vec()
}
