//! Who may talk to the server at all: the right host, the right page, the right form. No answer allows another
//! origin to read it.

use crate::site::{Address, Site};
use axum::http::{HeaderMap, Method, Uri, header};
use protocol::{Fault, FaultCode};

/// The header that pages send and that no form or image of another page can.
pub(crate) const MARK: &str = "x-backroom";

/// The request names exactly one of the announced addresses (a page elsewhere may have had its own name pointed
/// here).
pub(crate) fn announced(site: &Site, uri: &Uri, headers: &HeaderMap) -> Result<(), Fault> {
    let in_uri = uri.authority().map(|authority| authority.as_str());
    match (site.asked(headers), in_uri) {
        (Some(_), None) => Ok(()),
        (Some(address), Some(in_uri)) if address.host == in_uri => Ok(()),
        _ => {
            let message = format!(
                "Backroom is not known by this address. Open it as {}.",
                site.bases().collect::<Vec<_>>().join(" or ")
            );
            Err(Fault::new(FaultCode::Misdirected, message))
        }
    }
}

/// The request comes from the room's own page. Gives the mark: for whom the page asks.
pub(crate) fn own_page<'a>(site: &Site, method: &Method, headers: &'a HeaderMap) -> Result<&'a str, Fault> {
    let forbidden = |message: &str| Err(Fault::new(FaultCode::Forbidden, message));
    let own = site.asked(headers).map(Address::base);
    match (headers.contains_key(header::ORIGIN), single(headers, header::ORIGIN.as_str())) {
        (false, _) if method != Method::POST => {}
        (false, _) => return forbidden("The Origin header is missing: it must be the room's own address."),
        (true, origin) if origin.is_some() && origin == own.as_deref() => {}
        (true, _) => return forbidden("The request comes from another page than the room's own."),
    }
    if headers.contains_key("sec-fetch-site") && single(headers, "sec-fetch-site") != Some("same-origin") {
        return forbidden("The request comes from another page than the room's own.");
    }
    match single(headers, MARK) {
        Some(mark) => Ok(mark),
        None => forbidden("The X-Backroom header is missing: it says for whom the page asks."),
    }
}

/// The body is JSON.
pub(crate) fn json(headers: &HeaderMap) -> Result<(), Fault> {
    let kind = single(headers, header::CONTENT_TYPE.as_str()).unwrap_or_default();
    let (kind, rest) = kind.split_once(';').unwrap_or((kind, "charset=utf-8"));
    if kind.trim().eq_ignore_ascii_case("application/json")
        && rest.trim().eq_ignore_ascii_case("charset=utf-8")
    {
        return Ok(());
    }
    Err(Fault::new(FaultCode::Invalid, "The body must be JSON, with Content-Type: application/json."))
}

/// The value of a header that stands there once.
fn single<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(first)
}
