//! Who is calling: the only place that makes a member's or, on the console's own listener, the moderator's
//! `Actor`.

use crate::site::{Door, Site};
use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use domain::id::MemberId;
use domain::permission::Actor;
use engine::{Newcomer, Proof};
use protocol::{Fault, FaultCode, MeView, RoleView};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// Seconds for which a cookie lasts.
const LASTS: u32 = 24 * 60 * 60;
/// How the moderator is called in the header and in `MeView`.
const MODERATOR: &str = "moderator";

/// Whoever runs the program at this computer: the moderator.
pub fn operator() -> Actor {
    Actor::Moderator
}

/// What lets the moderator's page in at the console's listener. Lives as long as the listener.
pub(crate) struct ConsoleKey {
    token: [u8; 32],
    cookie: String,
}

impl ConsoleKey {
    /// A new key and the token for the link.
    pub(crate) fn new() -> (Self, String) {
        let token = random::<16>();
        (Self { token: digest(&token), cookie: random::<32>() }, token)
    }
}

/// Random bytes as text for URLs and cookies.
fn random<const BYTES: usize>() -> String {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).expect("BUG: the system gives random bytes");
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text).into()
}

/// Lets somebody in. Gives who they are and the cookie to set.
pub(crate) async fn join(
    site: &Site,
    headers: &HeaderMap,
    newcomer: Newcomer,
) -> Result<(MeView, String), Fault> {
    match &site.door {
        Door::Room => {
            let joined = site.engine.join(newcomer).await?;
            let cookie = set_cookie(site, headers, &joined.me.id, &joined.cookie);
            Ok((joined.me, cookie))
        }
        Door::Console(key) => {
            let right = match &newcomer.proof {
                Proof::Link(token) => bool::from(digest(token).ct_eq(&key.token)),
                Proof::Code(_) => false,
            };
            if !right {
                return Err(Fault::new(
                    FaultCode::Unauthorized,
                    "This link is not the console's. Start it again.",
                ));
            }
            let me = MeView { id: MODERATOR.into(), name: "Moderator".into(), role: RoleView::Moderator };
            Ok((me, set_cookie(site, headers, MODERATOR, &key.cookie)))
        }
    }
}

/// Who sends this request: `mark` names whose cookie counts, so that two people can share a browser.
pub(crate) fn caller(site: &Site, mark: &str, headers: &HeaderMap) -> Result<Actor, Fault> {
    let unknown =
        || Fault::new(FaultCode::Unauthorized, "You are not in the room any more. Open the link again.");
    match &site.door {
        Door::Room => {
            MemberId::parse(mark).map_err(|_| unknown())?;
            let cookie = cookie(headers, &cookie_name(site, headers, mark)).ok_or_else(unknown)?;
            site.engine.admit(mark, cookie).ok_or_else(unknown)
        }
        Door::Console(key) => {
            let cookie = cookie(headers, &cookie_name(site, headers, MODERATOR)).ok_or_else(unknown)?;
            let right = mark == MODERATOR && bool::from(digest(cookie).ct_eq(&digest(&key.cookie)));
            if right { Ok(operator()) } else { Err(unknown()) }
        }
    }
}

fn set_cookie(site: &Site, headers: &HeaderMap, id: &str, value: &str) -> String {
    let name = cookie_name(site, headers, id);
    let secure = if site.is_secure(headers) { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; Max-Age={LASTS}; HttpOnly; SameSite=Strict{secure}")
}

/// Cookies ignore ports, so the moderator's carries it: two studies can be served at one time.
fn cookie_name(site: &Site, headers: &HeaderMap, id: &str) -> String {
    let prefix = if site.is_secure(headers) { "__Host-" } else { "" };
    match site.door {
        Door::Room => format!("{prefix}backroom_{}", id.replace('-', "")),
        Door::Console(_) => format!("{prefix}backroom_{id}_{}", site.port),
    }
}

/// The cookie's value, if it stands there exactly once.
fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let values = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = values.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let mut found = pairs.filter(|(key, _)| *key == name).map(|(_, value)| value);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}
