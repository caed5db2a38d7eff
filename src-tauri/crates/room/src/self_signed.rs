//! The certificate that this computer makes for itself. Browsers warn of it once, so it stays the same for as long
//! as it can.

use crate::tls::{Identity, TlsError};
use chrono::{DateTime, Datelike, Days, Utc};
use rcgen::{CertificateParams, DnType, ExtendedKeyUsagePurpose, KeyPair, KeyUsagePurpose, date_time_ymd};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Days for which a certificate is good; some browsers refuse more than 825.
const GOOD_FOR: u64 = 800;
/// Days before its end from which a new one is made.
const RENEWED: u64 = 30;
/// The file in the user's data folder: key, certificate, and two lines that say what for.
const FILE: &str = "room.pem";

/// The certificate kept in `folder` if it still serves for `names` at `now` (UTC milliseconds), otherwise a new one
/// with the same key.
pub(crate) fn identity(folder: &Path, names: Vec<String>, now: i64) -> Result<Identity, TlsError> {
    let path = folder.join(FILE);
    let failed = |error| TlsError::Folder { path: path.clone(), error };
    let kept = match fs::read_to_string(&path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(failed(error)),
    };
    let today = DateTime::<Utc>::from_timestamp_millis(now).unwrap_or_default().date_naive();
    if let Some(kept) = &kept
        && line(kept, "names")
            .is_some_and(|there| names.iter().all(|name| there.split(' ').any(|it| it == name)))
        && line(kept, "renew").is_some_and(|renew| today.to_string().as_str() < renew)
        && let Some(identity) = parse(kept, &names)
    {
        return Ok(identity);
    }
    let key = match kept.as_deref().and_then(|text| KeyPair::from_pem(text).ok()) {
        Some(key) => key,
        None => KeyPair::generate()?,
    };
    let mut params = CertificateParams::new(names.clone())?;
    params.distinguished_name.push(DnType::CommonName, "Backroom on this computer");
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let date = |date: chrono::NaiveDate| date_time_ymd(date.year(), date.month() as u8, date.day() as u8);
    let [from, until, renew] = [
        today.checked_sub_days(Days::new(1)),
        today.checked_add_days(Days::new(GOOD_FOR)),
        today.checked_add_days(Days::new(GOOD_FOR - RENEWED)),
    ]
    .map(|date| date.unwrap_or(today));
    (params.not_before, params.not_after) = (date(from), date(until));
    let certificate = params.self_signed(&key)?;
    let text =
        format!("names: {}\nrenew: {renew}\n{}{}", names.join(" "), key.serialize_pem(), certificate.pem());
    keep(&path, &text).map_err(failed)?;
    parse(&text, &names).ok_or(TlsError::Mismatch)
}

fn line<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

fn parse(text: &str, names: &[String]) -> Option<Identity> {
    let key = PrivateKeyDer::from_pem_slice(text.as_bytes()).ok()?;
    let certificate = CertificateDer::from_pem_slice(text.as_bytes()).ok()?;
    Some(Identity { chain: vec![certificate], key, names: names.to_vec() })
}

/// Writes the file at once as a whole, readable for its owner alone.
fn keep(path: &Path, text: &str) -> io::Result<()> {
    let unfinished = path.with_extension(format!("pem.{}", std::process::id()));
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let _ = fs::remove_file(&unfinished);
    let mut file = options.open(&unfinished)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&unfinished, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOVEMBER: i64 = 1_795_680_000_000;
    const DAY: i64 = 24 * 60 * 60 * 1000;

    fn names(list: &[&str]) -> Vec<String> {
        list.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn it_stays_the_same_until_it_no_longer_serves() {
        let folder = tempfile::tempdir().unwrap();
        let at = |list: &[&str], now| identity(folder.path(), names(list), now).unwrap();
        let first = at(&["localhost", "192.0.2.5"], NOVEMBER);
        first.config().unwrap();
        let again = at(&["localhost"], NOVEMBER + DAY);
        assert_eq!(
            first.fingerprint(),
            again.fingerprint(),
            "a browser that was told once is not told again"
        );
        let moved = at(&["localhost", "192.0.2.6"], NOVEMBER + DAY);
        assert_ne!(first.fingerprint(), moved.fingerprint(), "another network, another name");
        assert_eq!(first.key.secret_der(), moved.key.secret_der(), "the key stays");
        let late = at(&["localhost"], NOVEMBER + 780 * DAY);
        assert_ne!(moved.fingerprint(), late.fingerprint(), "renewed before it ends");
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_reads_the_key() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        identity(folder.path(), names(&["localhost"]), NOVEMBER).unwrap();
        let mode = fs::metadata(folder.path().join(FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
