//! Who can reach the room, in honest sentences.

use crate::reach::{Extent, networks};
use crate::site::Address;
use protocol::RoomOpen;
use std::net::{IpAddr, Ipv4Addr};

/// What is said of a room that is opened like this.
pub(crate) fn of(extent: Extent, public: Option<&Address>, how: &RoomOpen, plain_http: bool) -> String {
    let mut says = Vec::new();
    match (extent.is_beyond(), public) {
        (false, None) => says.push("Only this computer.".to_owned()),
        (false, Some(_)) => {}
        (true, _) => says.push(beyond(&networks(extent.address.ip()))),
    }
    if let Some(public) = public {
        let base = public.base();
        says.push(format!("Everybody who can reach {base} and has a link."));
        if public.scheme == "https" {
            says.push("Whoever runs that address can read what passes through it.".to_owned());
        }
    }
    if plain_http {
        says.push(
            "It is not encrypted: whoever is on the way can read what is written, and the links, too."
                .to_owned(),
        );
        says.push(match how.plain_http_note_takers {
            Some(true) => "Note-takers come in all the same.".to_owned(),
            _ => "Note-takers stay out.".to_owned(),
        });
    }
    says.join(" ")
}

/// A network of this computer: its address there, and how many bits of it all in the network share.
pub(crate) type Network = (IpAddr, u8);

fn beyond(networks: &[Network]) -> String {
    let mut places: Vec<String> = networks.iter().map(|network| place(*network)).collect();
    places.dedup();
    if places.is_empty() {
        return "Only this computer as yet: it is in no network.".to_owned();
    }
    let internet =
        if places.iter().any(|place| place == INTERNET) { ", unless a firewall is in between" } else { "" };
    format!("Everybody {} who has a link{internet}.", places.join(" or "))
}

const INTERNET: &str = "on the internet";

/// Where somebody is who reaches this computer at its address in a network.
pub(crate) fn place((ip, shared): Network) -> String {
    match ip {
        IpAddr::V4(ip) if is_vpn(ip) => format!("in the VPN in which this computer is {ip}"),
        IpAddr::V4(ip) if ip.is_private() || ip.is_link_local() || ip.is_documentation() => {
            let [a, b, c, _] = ip.octets();
            match shared {
                24..=31 => format!("on the network {a}.{b}.{c}.x"),
                32 => format!("in the network in which this computer is {ip}"),
                shared => {
                    let mask = u32::MAX.checked_shl(32 - u32::from(shared)).unwrap_or(0);
                    format!("on the network {}/{shared}", Ipv4Addr::from(u32::from(ip) & mask))
                }
            }
        }
        IpAddr::V6(ip) if ip.is_unique_local() || ip.is_unicast_link_local() => {
            format!("in the network in which this computer is {ip}")
        }
        _ => INTERNET.to_owned(),
    }
}

/// Shared address space: Tailscale and others.
fn is_vpn(ip: Ipv4Addr) -> bool {
    let [a, b, ..] = ip.octets();
    a == 100 && (64..128).contains(&b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::public;
    use protocol::Reach;

    fn network(ip: &str, shared: u8) -> Network {
        (ip.parse().expect("an address"), shared)
    }

    #[test]
    fn who_can_reach_it_is_said_by_network() {
        for (networks, says) in [
            (vec![], "Only this computer as yet: it is in no network."),
            (vec![network("192.168.1.5", 24)], "Everybody on the network 192.168.1.x who has a link."),
            (vec![network("10.1.130.7", 20)], "Everybody on the network 10.1.128.0/20 who has a link."),
            (
                vec![network("192.168.1.5", 24), network("100.101.1.2", 32)],
                "Everybody on the network 192.168.1.x or in the VPN in which this computer is 100.101.1.2 who has a link.",
            ),
            (
                vec![network("8.8.4.4", 24)],
                "Everybody on the internet who has a link, unless a firewall is in between.",
            ),
            (
                vec![network("fd00::5", 64)],
                "Everybody in the network in which this computer is fd00::5 who has a link.",
            ),
        ] {
            assert_eq!(beyond(&networks), says);
        }
    }

    #[test]
    fn each_way_of_opening_it_has_its_sentences() {
        let says = |how: RoomOpen| {
            let extent = Extent::of(&how, 4040).expect("an extent");
            let public = how.public_address.as_deref().map(|text| public::parse(text).expect("an address"));
            let plain =
                (extent.is_beyond() && !extent.tls) || public.as_ref().is_some_and(|it| it.scheme == "http");
            of(extent, public.as_ref(), &how, plain)
        };
        assert_eq!(says(RoomOpen::of(Reach::Loopback)), "Only this computer.");
        let public_address = Some("https://room.example.org".to_owned());
        assert_eq!(
            says(RoomOpen { public_address: public_address.clone(), ..RoomOpen::of(Reach::Loopback) }),
            "Everybody who can reach https://room.example.org and has a link. Whoever runs that address can read what passes through it."
        );
        let address = Some("192.0.2.5".to_owned());
        let here = RoomOpen { address, plain_http: true, ..RoomOpen::of(Reach::Address) };
        let plain =
            "It is not encrypted: whoever is on the way can read what is written, and the links, too.";
        let told = says(here.clone());
        assert!(
            told.starts_with("Everybody ") && told.ends_with(&format!("{plain} Note-takers stay out.")),
            "{told}"
        );
        let told = says(RoomOpen { plain_http_note_takers: Some(true), ..here });
        assert!(told.ends_with("Note-takers come in all the same."), "{told}");
        let public_address = Some("http://100.101.1.2".to_owned());
        let told = says(RoomOpen { public_address, plain_http: true, ..RoomOpen::of(Reach::Loopback) });
        assert!(!told.contains("Whoever runs") && told.contains(plain), "{told}");
    }
}
