//! The pages, built into the program, and the headers that every answer carries.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// One built file.
pub(crate) struct File {
    path: &'static str,
    bytes: &'static [u8],
    /// Compressed, where that is smaller.
    gzip: Option<&'static [u8]>,
}

/// The room's page runs its own script and style and talks to its own server; nothing else.
pub(crate) const ROOM_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// The console's page brings its fonts along.
pub(crate) const CONSOLE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

/// Vite puts a hash into the names of what lies here.
const HASHED: &str = "assets/";

/// The file of that path, compressed for whoever takes it.
pub(crate) fn answer(files: &'static [File], path: &str, headers: &HeaderMap) -> Option<Response> {
    let file = files.iter().find(|file| file.path == path)?;
    let takes_gzip = headers.get_all(header::ACCEPT_ENCODING).iter().any(|value| {
        let codings = value.to_str().unwrap_or_default().split(',');
        codings.map(|coding| coding.trim()).any(|coding| coding == "gzip" || coding.starts_with("gzip;q=1"))
    });
    let packed = file.gzip.filter(|_| takes_gzip);
    let mut response = Body::from(packed.unwrap_or(file.bytes)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(path)));
    if file.gzip.is_some() {
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    if packed.is_some() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    if path.starts_with(HASHED) {
        let for_good = HeaderValue::from_static("public, max-age=31536000, immutable");
        headers.insert(header::CACHE_CONTROL, for_good);
    }
    Some(response)
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

/// What every answer carries, faults too.
pub(crate) fn secure(headers: &mut HeaderMap, policy: &'static str) {
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

/// What somebody reads who came to the encrypted port without encryption. The address is ours, not the request's.
pub(crate) fn wrong_scheme(base: &str) -> Response {
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>Backroom</title>\n\
         <p>This room is encrypted. Its address begins with https:</p>\n\
         <p><a href=\"{base}/\">{base}/</a></p>\n\
         <p>Open the link that you were given again, with https:// in front.</p>\n</html>\n"
    );
    let mut response = (StatusCode::BAD_REQUEST, page).into_response();
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, html);
    secure(response.headers_mut(), ROOM_POLICY);
    response
}
