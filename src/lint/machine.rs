//! Looks up what the lints have to know of this machine. Nothing is sent.

use std::collections::BTreeSet;
use std::fs;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use super::{Exposed, Facts};
use crate::config::Config;
use crate::folders;
use crate::network::source_towards;

/// Addresses that stand for all others, and belong to nobody (RFC 5737, RFC 3849).
const SOMEWHERE: [IpAddr; 2] = [
    IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)),
    IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1)),
];

/// What has to be known of this machine for a configuration that was read from `path` and from the drop-ins beside it.
#[must_use]
pub fn facts_here(config: &Config, path: &Path) -> Facts {
    // A server that can be reached shows a way that leads nowhere else, as in a network without the internet.
    let hosts = config.profiles.iter().filter_map(|one| one.host.address());
    let addresses: Vec<IpAddr> = hosts
        .filter(|address| !address.is_loopback())
        .chain(SOMEWHERE)
        .collect();
    let has = |is_family: fn(&IpAddr) -> bool| {
        let mut family = addresses.iter().filter(|address| is_family(address));
        family.any(|address| source_towards(SocketAddr::new(*address, 0), None).is_some())
    };
    Facts {
        has_ipv4: has(IpAddr::is_ipv4),
        has_ipv6: has(IpAddr::is_ipv6),
        exposed: exposed(config, path),
    }
}

fn exposed(config: &Config, path: &Path) -> Vec<Exposed> {
    let origins: BTreeSet<Option<Arc<Path>>> = config
        .profiles
        .iter()
        .map(|profile| profile.origin.clone())
        .collect();
    let mode = |origin: Option<Arc<Path>>| {
        let metadata = fs::metadata(origin.as_deref().unwrap_or(path)).ok()?;
        let mode = folders::mode_for_others(&metadata)?;
        Some(Exposed { origin, mode })
    };
    origins.into_iter().filter_map(mode).collect()
}
