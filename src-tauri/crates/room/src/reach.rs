//! How far the room reaches: where it listens, and under which addresses it is announced.

use crate::says::Network;
use if_addrs::IfAddr;
use protocol::{Fault, FaultCode, Reach, RoomOpen};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// What the moderator chose, read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Extent {
    /// Where to listen.
    pub(crate) address: SocketAddr,
    /// Encrypted: always beyond this computer unless chosen otherwise, never on it.
    pub(crate) tls: bool,
}

impl Extent {
    /// Reads the choice.
    pub(crate) fn of(how: &RoomOpen, port: u16) -> Result<Self, Fault> {
        let ip = match (how.reach, &how.address) {
            (Reach::Loopback, None) => IpAddr::from(Ipv4Addr::LOCALHOST),
            (Reach::All, None) => Ipv4Addr::UNSPECIFIED.into(),
            (Reach::Address, Some(text)) => match text.parse::<IpAddr>() {
                Ok(ip) if !ip.is_unspecified() && !ip.is_multicast() => ip,
                _ => return Err(invalid(format!("{text} is no address that the room can listen on."))),
            },
            (Reach::Address, None) => return Err(invalid("Choose the address to listen on.".into())),
            (Reach::Loopback | Reach::All, Some(_)) => {
                return Err(invalid("An address goes with the reach \"address\" only.".into()));
            }
        };
        Ok(Self { address: SocketAddr::new(ip, port), tls: !ip.is_loopback() && !how.plain_http })
    }

    /// Somebody elsewhere can reach it.
    pub(crate) fn is_beyond(self) -> bool {
        !self.address.ip().is_loopback()
    }

    /// `http` or `https`.
    pub(crate) fn scheme(self) -> &'static str {
        if self.tls { "https" } else { "http" }
    }

    /// Names and addresses under which the room is announced, the best first. `own` are the names of an own
    /// certificate: only these open without a warning.
    pub(crate) fn names(self, own: Option<&[String]>) -> Vec<String> {
        let ip = self.address.ip();
        if !self.is_beyond() {
            return vec![ip.to_string()];
        }
        let mut names = own.map(<[String]>::to_vec).unwrap_or_default();
        if own.is_none_or(<[String]>::is_empty) && names_are_answered() {
            names.extend(local_name());
        }
        if ip.is_unspecified() {
            names.extend(interfaces().into_iter().map(|(ip, _)| ip.to_string()));
            names.push(Ipv4Addr::LOCALHOST.to_string());
        } else {
            names.push(ip.to_string());
        }
        let mut seen = Vec::new();
        names.retain(|name| {
            !seen.contains(name) && {
                seen.push(name.clone());
                true
            }
        });
        names
    }
}

fn invalid(message: String) -> Fault {
    Fault::new(FaultCode::Invalid, message)
}

/// `HOST:PORT` as a browser writes it: in brackets for IPv6, without the scheme's usual port.
pub(crate) fn host(name: &str, scheme: &str, port: u16) -> String {
    let name = if name.contains(':') { format!("[{name}]") } else { name.to_owned() };
    match (scheme, port) {
        ("https", 443) | ("http", 80) => name,
        _ => format!("{name}:{port}"),
    }
}

/// Everything that a certificate of this computer should name.
pub(crate) fn certificate_names(chosen: IpAddr) -> Vec<String> {
    let mut names: Vec<String> = local_name().into_iter().collect();
    names.push("localhost".into());
    names.push(Ipv4Addr::LOCALHOST.to_string());
    names.extend(interfaces().into_iter().map(|(ip, _)| ip.to_string()));
    if !chosen.is_unspecified() {
        names.push(chosen.to_string());
    }
    names.sort();
    names.dedup();
    names
}

/// IPv4 networks of this computer's interfaces, loopback and self-assigned ones apart.
fn interfaces() -> Vec<(Ipv4Addr, u8)> {
    let found = if_addrs::get_if_addrs().unwrap_or_else(|error| {
        tracing::warn!(%error, "the network interfaces could not be listed");
        Vec::new()
    });
    let mut addresses: Vec<(Ipv4Addr, u8)> = found
        .into_iter()
        .filter_map(|interface| match interface.addr {
            IfAddr::V4(at) if !at.ip.is_loopback() && !at.ip.is_link_local() => Some((at.ip, at.prefixlen)),
            _ => None,
        })
        .collect();
    // Home and office networks before whatever virtual machines bring along.
    addresses.sort_by_key(|(ip, _)| (!ip.is_private(), ip.octets()[0] == 172, *ip));
    addresses
}

/// The networks from which a listener can be reached.
pub(crate) fn networks(ip: IpAddr) -> Vec<Network> {
    let all = interfaces().into_iter().map(|(own, shared)| (IpAddr::from(own), shared));
    if ip.is_unspecified() {
        return all.collect();
    }
    vec![all.into_iter().find(|(own, _)| *own == ip).unwrap_or((ip, 32))]
}

/// Whether a connection comes from this computer itself, by whatever address.
pub(crate) fn is_this_computer(peer: IpAddr) -> bool {
    let peer = peer.to_canonical();
    let own = || if_addrs::get_if_addrs().unwrap_or_default().into_iter().any(|own| own.ip() == peer);
    peer.is_loopback() || own()
}

/// `NAME.local`, if this computer's name can stand in one.
fn local_name() -> Option<String> {
    let name = computer_name()?;
    let first = name.split('.').next()?.to_lowercase();
    let plain = first.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
    (plain && !first.is_empty() && first.len() <= 63 && first != "localhost")
        .then(|| format!("{first}.local"))
}

#[cfg(unix)]
fn computer_name() -> Option<String> {
    rustix::system::uname().nodename().to_str().ok().map(str::to_owned)
}

#[cfg(not(unix))]
fn computer_name() -> Option<String> {
    std::env::var("COMPUTERNAME").ok()
}

/// Something on this computer answers when others ask for its `.local` name: macOS and Windows by themselves,
/// Linux when Avahi runs.
fn names_are_answered() -> bool {
    cfg!(any(target_os = "macos", windows)) || std::path::Path::new("/run/avahi-daemon/socket").exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn how(reach: Reach, address: Option<&str>, plain_http: bool) -> RoomOpen {
        RoomOpen { address: address.map(str::to_owned), plain_http, ..RoomOpen::of(reach) }
    }

    #[test]
    fn beyond_this_computer_is_encrypted_unless_chosen_otherwise() {
        let table = [
            (how(Reach::Loopback, None, false), "127.0.0.1:7", false, "loopback is plain"),
            (how(Reach::Loopback, None, true), "127.0.0.1:7", false, "loopback is plain"),
            (how(Reach::Address, Some("127.0.0.1"), false), "127.0.0.1:7", false, "so is its address"),
            (how(Reach::Address, Some("::1"), false), "[::1]:7", false, "and the other one"),
            (how(Reach::Address, Some("192.0.2.5"), false), "192.0.2.5:7", true, "a network is not"),
            (how(Reach::Address, Some("192.0.2.5"), true), "192.0.2.5:7", false, "unless chosen"),
            (how(Reach::All, None, false), "0.0.0.0:7", true, "everything is not"),
        ];
        for (how, address, tls, why) in table {
            let extent = Extent::of(&how, 7).unwrap();
            assert_eq!((extent.address.to_string().as_str(), extent.tls), (address, tls), "{why}");
        }
        for (reach, address) in [
            (Reach::Address, None),
            (Reach::Address, Some("0.0.0.0")),
            (Reach::Address, Some("::")),
            (Reach::Address, Some("example.org")),
            (Reach::Loopback, Some("192.0.2.5")),
            (Reach::All, Some("192.0.2.5")),
        ] {
            let fault = Extent::of(&how(reach, address, false), 7).unwrap_err();
            assert_eq!(
                fault.code,
                FaultCode::Invalid,
                "{reach:?} {address:?} must not open anything by accident"
            );
        }
    }

    #[test]
    fn an_own_certificates_names_are_announced_first() {
        let extent = Extent::of(&how(Reach::Address, Some("192.0.2.5"), false), 7).unwrap();
        let own = ["lab.example.org".to_owned()];
        assert_eq!(extent.names(Some(&own)), ["lab.example.org", "192.0.2.5"]);
    }

    #[test]
    fn hosts_are_written_as_browsers_write_them() {
        assert_eq!(host("127.0.0.1", "http", 8080), "127.0.0.1:8080");
        assert_eq!(host("::1", "http", 8080), "[::1]:8080");
        assert_eq!(host("lab.example.org", "https", 443), "lab.example.org");
        assert_eq!(host("lab.example.org", "http", 443), "lab.example.org:443");
    }
}
