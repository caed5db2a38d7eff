//! The room beyond this computer: encrypted, with an own certificate or one made here.

use crate::house::{House, Person, own_page};
use crate::http::{Request, Wire, connect};
use room::Limits;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, SignatureScheme, StreamOwned};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::io::{Read, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// Trusts one certificate by its fingerprint, as a person does who compares.
#[derive(Debug)]
struct Compared(String, CryptoProvider);

impl ServerCertVerifier for Compared {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let shown: Vec<String> =
            Sha256::digest(certificate).iter().map(|byte| format!("{byte:02X}")).collect();
        if shown.join(":") == self.0 {
            return Ok(ServerCertVerified::assertion());
        }
        Err(rustls::Error::General("another certificate".into()))
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.1.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.1.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.1.signature_verification_algorithms.supported_schemes()
    }
}

fn encrypted(address: SocketAddr, fingerprint: &str) -> Box<dyn Wire> {
    let compared = Compared(fingerprint.to_owned(), ring::default_provider());
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(compared))
        .with_no_client_auth();
    let name = ServerName::from(address.ip());
    let connection = ClientConnection::new(Arc::new(config), name).unwrap();
    Box::new(StreamOwned::new(connection, connect(address)))
}

#[test]
fn a_certificate_made_here_is_the_one_that_is_announced() {
    let house = House::new();
    house.open();
    let token = house.token("note_taker");
    let opened = house.open_everywhere();
    assert!(!opened.plain_http, "beyond this computer means encrypted");
    assert!(opened.addresses.iter().all(|address| address.starts_with("https://")), "{:?}", opened.addresses);
    let base = opened.addresses.last().unwrap();
    assert_eq!(*base, format!("https://127.0.0.1:{}", opened.port), "this computer can look, too");
    let fingerprint = opened.fingerprint.unwrap();
    let join = own_page(base, "POST", "/join").header("X-Backroom", "join");
    let join = join.json(&json!({ "token": token, "name": "Mara" })).header("Connection", "close");
    let response = join.send_over(encrypted(join.address, &fingerprint));
    let cookie = response.header("Set-Cookie").unwrap_or_else(|| panic!("{}", response.text())).to_owned();
    assert!(cookie.starts_with("__Host-backroom_") && cookie.ends_with("; Secure"), "{cookie}");
    let mara = Person::of(base, &response);
    let ask = |cookie: &str| {
        let request = mara.request("POST", "/rpc/time_now").json(&json!({})).header("Cookie", cookie);
        request.header("Connection", "close").send_over(encrypted(mara.address, &fingerprint)).status
    };
    assert_eq!(ask(&mara.cookie), 200);
    assert_eq!(ask(mara.cookie.strip_prefix("__Host-").unwrap()), 401, "only the protected cookie counts");
    let again = house.open_everywhere();
    assert_eq!(again.fingerprint, Some(fingerprint), "who has compared once need not do it again");
}

#[test]
fn an_unencrypted_request_is_told_where_to_go() {
    let house = House::new();
    let opened = house.open_everywhere();
    let address = SocketAddr::from(([127, 0, 0, 1], opened.port));
    for host in ["127.0.0.1", "evil.example"] {
        let request = Request::new(address, "GET", "/").header("Host", host);
        let response = request.send();
        assert_eq!(response.status, 400);
        assert!(
            response.text().contains(&format!("href=\"{}/\"", opened.addresses[0])),
            "{}",
            response.text()
        );
        assert!(!response.text().contains("evil"), "nothing of the request comes back");
        assert_eq!(response.header("Location"), None, "and nobody is sent on");
        assert!(
            response.header("Content-Security-Policy").is_some_and(|it| it.starts_with("default-src 'none'"))
        );
        assert_eq!(response.header("X-Content-Type-Options"), Some("nosniff"));
        assert_eq!(response.header("Set-Cookie"), None);
    }
    let rpc = Request::new(address, "POST", "/rpc/time_now").json(&json!({})).send();
    assert_eq!(rpc.status, 400, "nothing is answered unencrypted");
    assert!(rpc.text().contains("encrypted"));
}

#[test]
fn a_handshake_that_does_not_end_is_cut() {
    let house = House::with(Limits { head: Duration::from_millis(300), ..Limits::default() }, None);
    let address = SocketAddr::from(([127, 0, 0, 1], house.open_everywhere().port));
    for said in [&b""[..], b"\x16", b"\x16\x03\x01\x00\xf0\x01", b"GET / HTTP/1.1\r\n"] {
        let mut wire = connect(address);
        wire.write_all(said).unwrap();
        let mut rest = Vec::new();
        let closed = wire.read_to_end(&mut rest).is_ok_and(|_| rest.is_empty());
        assert!(closed, "after {said:?} it was not closed: {rest:?}");
    }
}

#[test]
fn an_own_certificate_is_used_and_its_name_announced() {
    let folder = tempfile::tempdir().unwrap();
    let made = rcgen::generate_simple_self_signed(["lab.example.org".to_owned()]).unwrap();
    let (certificate, key) = (folder.path().join("lab.pem"), folder.path().join("lab.key"));
    std::fs::write(&certificate, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let house = House::with(Limits::default(), Some((certificate.clone(), key.clone())));
    let opened = house.open_everywhere();
    assert_eq!(opened.addresses[0], format!("https://lab.example.org:{}", opened.port));
    let address = SocketAddr::from(([127, 0, 0, 1], opened.port));
    let page = Request::new(address, "GET", "/").header("Host", &format!("lab.example.org:{}", opened.port));
    let response = page.send_over(encrypted(address, &opened.fingerprint.unwrap()));
    assert_eq!(response.status, 200);

    let other = rcgen::generate_simple_self_signed(["lab.example.org".to_owned()]).unwrap();
    let other_key = folder.path().join("other.key");
    std::fs::write(&other_key, other.signing_key.serialize_pem()).unwrap();
    let missing = folder.path().join("missing.pem");
    for (certificate, key, sentence) in [
        (&certificate, &other_key, "does not go with"),
        (&missing, &key, "could not be read"),
        (&certificate, &missing, "could not be read"),
        (&folder.path().to_owned(), &key, "could not be read"),
        (&key, &key, "holds no certificate"),
        (&certificate, &certificate, "holds no private key"),
    ] {
        let how = json!({ "reach": "all", "plain_http": false, "certificate": certificate, "key": key });
        let how = serde_json::from_value(how).unwrap();
        let fault = engine::RoomHost::open(&*house.room, &how, None).unwrap_err();
        assert!(fault.message.contains(sentence), "{}", fault.message);
    }
}

#[test]
fn an_own_certificate_that_browsers_would_refuse_opens_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::new();
    let open = |from: i32, until: i32| {
        let signing = rcgen::KeyPair::generate().unwrap();
        let mut params = rcgen::CertificateParams::new(["lab.example.org".to_owned()]).unwrap();
        params.not_before = rcgen::date_time_ymd(from, 1, 2);
        params.not_after = rcgen::date_time_ymd(until, 1, 2);
        let (certificate, key) = (folder.path().join("lab.pem"), folder.path().join("lab.key"));
        std::fs::write(&certificate, params.self_signed(&signing).unwrap().pem()).unwrap();
        std::fs::write(&key, signing.serialize_pem()).unwrap();
        let how = json!({ "reach": "all", "plain_http": false, "certificate": certificate, "key": key });
        engine::RoomHost::open(&*house.room, &serde_json::from_value(how).unwrap(), None)
    };
    // The house's clock stands in November 2026.
    assert!(open(2026, 2027).is_ok());
    let fault = open(2024, 2025).unwrap_err();
    assert!(fault.message.contains("ran out on 2025-01-02"), "{}", fault.message);
    let fault = open(2027, 2028).unwrap_err();
    assert!(fault.message.contains("good from 2027-01-02 on"), "{}", fault.message);
}

/// As mkcert makes them: this computer's own names beside those that lead here from elsewhere.
#[test]
fn only_what_leads_here_from_elsewhere_is_announced_first() {
    let folder = tempfile::tempdir().unwrap();
    let names = ["localhost", "127.0.0.1", "*.lab.example.org", "lab.example.org"].map(str::to_owned);
    let made = rcgen::generate_simple_self_signed(names).unwrap();
    let (certificate, key) = (folder.path().join("lab.pem"), folder.path().join("lab.key"));
    std::fs::write(&certificate, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let house = House::with(Limits::default(), Some((certificate, key)));
    let opened = house.open_everywhere();
    assert_eq!(opened.addresses[0], format!("https://lab.example.org:{}", opened.port));
    assert!(opened.addresses.iter().all(|base| !base.contains("localhost")), "{:?}", opened.addresses);
    assert_eq!(opened.fingerprint_words, None, "browsers that trust it do not warn");
    assert!(opened.fingerprint.is_some(), "for one that does there is something to compare");
}

#[test]
fn unencrypted_beyond_this_computer_says_so() {
    let house = House::new();
    let how = serde_json::from_value(json!({ "reach": "all", "plain_http": true })).unwrap();
    let opened = engine::RoomHost::open(&*house.room, &how, None).unwrap();
    assert!(opened.plain_http, "everybody sees the red sign");
    assert_eq!(opened.fingerprint, None);
    assert!(opened.addresses.iter().all(|address| address.starts_with("http://")));
    let how = serde_json::from_value(json!({ "reach": "loopback", "plain_http": true })).unwrap();
    let opened = engine::RoomHost::open(&*house.room, &how, None).unwrap();
    assert!(!opened.plain_http, "on this computer there is nothing to warn of");
}

#[test]
fn note_takers_stay_out_of_a_room_that_is_not_encrypted() {
    let house = House::new();
    house.moderate("room_open", json!({ "reach": "all", "plain_http": true }));
    let base = house.view().addresses.unwrap().pop().unwrap();
    let join = own_page(&base, "POST", "/join").header("X-Backroom", "join");
    let response = join.json(&json!({ "token": house.token("note_taker"), "name": "Mara" })).send();
    assert_eq!((response.status, response.code().as_str()), (422, "refused"), "{}", response.text());
    house.join(&base, "observer");
}
