//! The address under which others find the room: a reverse proxy, a VPN, a name that leads here.

use crate::reach::host;
use crate::site::Address;
use protocol::{Fault, FaultCode};
use std::net::{Ipv4Addr, Ipv6Addr};

/// Reads an origin such as `https://room.example.org` or `http://100.101.1.2:8080`, as browsers write it.
///
/// # Errors
/// With a sentence that says what it must look like.
pub(crate) fn parse(text: &str) -> Result<Address, Fault> {
    let text = text.trim();
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https") => ("https", rest),
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => ("http", rest),
        _ => return Err(invalid("it begins with https:// or http://")),
    };
    // Copied from a browser it ends with a slash.
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    if rest.contains(['/', '?', '#', '\\']) {
        return Err(invalid("nothing follows the name and the port: the room needs an address of its own"));
    }
    if rest.contains('@') {
        return Err(invalid("no name or password stands before the address"));
    }
    let (name, port) = match rest.strip_prefix('[') {
        Some(rest) => {
            let (name, after) = rest.split_once(']').ok_or_else(|| invalid("the bracket is closed"))?;
            let name: Ipv6Addr =
                name.parse().map_err(|_| invalid("an IPv6 address stands in the brackets"))?;
            let port = match after.strip_prefix(':') {
                Some(port) => Some(port),
                None if after.is_empty() => None,
                None => return Err(invalid("a port follows the bracket, or nothing")),
            };
            (name.to_string(), port)
        }
        None => {
            let (name, port) = match rest.split_once(':') {
                Some((name, port)) => (name, Some(port)),
                None => (rest, None),
            };
            (read_name(name)?, port)
        }
    };
    let usual = if scheme == "https" { 443 } else { 80 };
    let port = match port {
        None => usual,
        Some(digits) if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            digits.parse().ok().filter(|port| *port > 0).ok_or_else(|| invalid("the port is 1 to 65535"))?
        }
        Some(_) => return Err(invalid("the port is 1 to 65535")),
    };
    Ok(Address { scheme, host: host(&name, scheme, port), public: true })
}

/// A name of letters, digits and hyphens, or an IPv4 address.
fn read_name(name: &str) -> Result<String, Fault> {
    if name.parse::<Ipv4Addr>().is_ok() {
        return Ok(name.to_owned());
    }
    if !name.is_ascii() {
        return Err(invalid("letters of other alphabets are written as the browser does: xn--…"));
    }
    let name = name.to_ascii_lowercase();
    let sound = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    // Browsers take a name whose last part is a number for an address.
    let last = name.rsplit('.').next().unwrap_or_default();
    let last_is_number = last.starts_with("0x") || last.bytes().all(|byte| byte.is_ascii_digit());
    if name.len() > 253 || !name.split('.').all(sound) || last_is_number {
        return Err(invalid("a name such as room.example.org or an IP address follows"));
    }
    Ok(name)
}

fn invalid(what: &str) -> Fault {
    let message =
        format!("The public address must look like https://room.example.org: {what}. The room stays closed.");
    Fault::new(FaultCode::Invalid, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_read_as_browsers_write_them() {
        for (text, base) in [
            ("https://room.example.org", "https://room.example.org"),
            (" HTTPS://Room.Example.ORG/ ", "https://room.example.org"),
            ("https://room.example.org:443", "https://room.example.org"),
            ("https://room.example.org:8443", "https://room.example.org:8443"),
            ("http://room.example.org:80", "http://room.example.org"),
            ("http://room.example.org:443", "http://room.example.org:443"),
            ("http://100.101.1.2:8080", "http://100.101.1.2:8080"),
            ("https://[2001:DB8::1]", "https://[2001:db8::1]"),
            ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
            ("https://laptop", "https://laptop"),
            ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
        ] {
            assert_eq!(parse(text).map(|address| address.base()).ok().as_deref(), Some(base), "{text}");
        }
    }

    #[test]
    fn nothing_else_is_taken_for_an_origin() {
        for text in [
            "",
            "room.example.org",
            "//room.example.org",
            "ftp://room.example.org",
            "javascript://x",
            "https://",
            "https:///",
            "https://room.example.org/room",
            "https://room.example.org//",
            "https://room.example.org?a",
            "https://room.example.org#a",
            "https://user@room.example.org",
            "https://user:pw@room.example.org",
            "https://room.example.org:",
            "https://room.example.org:0",
            "https://room.example.org:65536",
            "https://room.example.org:+80",
            "https://room.example.org:80:80",
            "https://room..example.org",
            "https://.example.org",
            "https://room.example.org.",
            "https://-room.example.org",
            "https://ro om.org",
            "https://bücher.example",
            "https://1.2.3",
            "https://0x7f.1",
            "https://256.1.1.1",
            "https://*.example.org",
            "https://room_1.example.org",
            "https://[::1",
            "https://[::1]x",
            "https://[fe80::1%25eth0]",
            "https://::1",
            "https://room.example.org\\@evil.example",
            "https://a\nb",
            "https://room.example.org\r\nX: y",
        ] {
            let fault = parse(text).expect_err(text);
            assert_eq!(fault.code, FaultCode::Invalid, "{text}");
            assert!(fault.message.contains("https://room.example.org:"), "{text}: {}", fault.message);
        }
    }
}
