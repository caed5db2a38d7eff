//! That another device has opened the room, and what kind of device that was: nothing else of it is kept.

use crate::reach::is_this_computer;
use crate::site::{Door, Site};
use axum::http::{HeaderMap, header};
use std::net::IpAddr;

/// Tells the engine when the room's page goes to another device.
pub(crate) fn notice(site: &Site, peer: IpAddr, headers: &HeaderMap) {
    if !matches!(site.door, Door::Room) {
        return;
    }
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    let device = device(agent.unwrap_or_default());
    // Whoever brings the requests hides where they come from: it may be this computer, but that is no phone.
    let elsewhere = match site.asked(headers) {
        Some(address) if address.public => device != ANOTHER,
        _ => !is_this_computer(peer),
    };
    if elsewhere {
        site.engine.room_tried(device);
    }
}

/// A device that does not say that it is carried about.
const ANOTHER: &str = "another computer";

/// The kind of device, by what its browser calls itself.
fn device(agent: &str) -> &'static str {
    let says = |word| agent.contains(word);
    if says("iPhone") || says("iPod") || (says("Android") && says("Mobile")) {
        "a phone"
    } else if says("iPad") || says("Android") || says("Tablet") {
        "a tablet"
    } else {
        ANOTHER
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_told_apart_as_far_as_they_say() {
        let cases = [
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148",
                "a phone",
            ),
            (
                "Mozilla/5.0 (Linux; Android 16; K) AppleWebKit/537.36 Chrome/141.0 Mobile Safari/537.36",
                "a phone",
            ),
            ("Mozilla/5.0 (Linux; Android 16; K) AppleWebKit/537.36 Chrome/141.0 Safari/537.36", "a tablet"),
            ("Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15", "a tablet"),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0", "another computer"),
            ("", "another computer"),
        ];
        for (agent, expected) in cases {
            assert_eq!(device(agent), expected, "{agent}");
        }
    }
}
