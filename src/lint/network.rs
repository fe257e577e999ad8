//! Profiles that only go by a family of addresses that this machine does not have.

use std::net::{IpAddr, Ipv6Addr};

use super::{Facts, Flaw, Only, Warning};
use crate::profile::{Family, Host, Profile};

/// What is wrong with the family of a profile.
///
/// Where this machine has neither family, it is only offline. Where packets leave by a `bind`, its way is not known here.
pub(super) fn warnings(profile: &Profile, facts: &Facts) -> Vec<Warning> {
    if profile.settings.bind.is_some() {
        return Vec::new();
    }
    let Some((family, only)) = only_family(profile) else {
        return Vec::new();
    };
    let is_missing = match family {
        Family::Ipv4 => facts.has_ipv6 && !facts.has_ipv4,
        Family::Ipv6 => facts.has_ipv4 && !facts.has_ipv6,
        Family::Auto | Family::Both => false,
    };
    if !is_missing {
        return Vec::new();
    }
    let keys = match only {
        Only::Key => vec!["family", "host"],
        Only::Host | Only::Packet => vec!["host"],
    };
    vec![Warning::new(profile, keys, Flaw::NoFamily { family, only })]
}

/// The only family that will do, and why. What is on this machine or on its link needs no way.
fn only_family(profile: &Profile) -> Option<(Family, Only)> {
    match address(&profile.host) {
        Some(IpAddr::V4(address)) => {
            let needs_way = !address.is_loopback() && !address.is_link_local();
            needs_way.then_some((Family::Ipv4, Only::Host))
        }
        Some(IpAddr::V6(address)) => {
            let needs_way = !address.is_loopback() && !address.is_unicast_link_local();
            needs_way.then_some((Family::Ipv6, Only::Host))
        }
        None if profile.open.spa().is_some() => Some((Family::Ipv4, Only::Packet)),
        None => Some((profile.settings.family, Only::Key)),
    }
}

/// Also with the zone of a link-local one.
fn address(host: &Host) -> Option<IpAddr> {
    let zoned = || {
        let (address, _) = host.as_str().split_once('%')?;
        address.parse::<Ipv6Addr>().ok().map(IpAddr::V6)
    };
    host.address().or_else(zoned)
}
