//! Whether there is a way to the outside by each address family, and to the servers that need that one. Nothing is sent:
//! the system is asked for the way.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use serde::Serialize;

use super::names::{Answer, Lookup};
use super::{Config, State};
use crate::knock::source_towards;
use crate::profile::{Family, Profile};
use crate::say;
use crate::text::Catalogue;

/// Addresses that are nobody's, and lie outside (RFC 5737, RFC 3849).
const OUTSIDE: [IpAddr; 2] = [
    IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)),
    IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1)),
];

/// What there is of an address family.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "found", content = "data")]
pub enum FamilyFound {
    /// There is a way to the outside.
    WayOut {
        /// The address that packets leave from.
        from: IpAddr,
        /// The profiles to whose servers there is no way all the same.
        out_of_reach: Vec<String>,
    },
    /// There is none; a server nearby may be reached.
    NoWayOut {
        /// The profiles to whose servers there is no way.
        out_of_reach: Vec<String>,
    },
}

/// What there is of IPv4 and of IPv6.
pub(super) fn look(config: &Config, lookups: &[Lookup]) -> [FamilyFound; 2] {
    let servers: Vec<(&Profile, IpAddr)> = config
        .profiles
        .iter()
        .filter_map(|profile| Some((profile.as_ref(), bound_to(profile, lookups)?)))
        .collect();
    OUTSIDE.map(|outside| {
        let is_way_missing = |(profile, server): &&(&Profile, IpAddr)| {
            let bind = profile.settings.bind.as_ref();
            server.is_ipv4() == outside.is_ipv4()
                && source_towards(SocketAddr::new(*server, 0), bind).is_none()
        };
        let out_of_reach = servers
            .iter()
            .filter(is_way_missing)
            .map(|(profile, _)| profile.name.clone())
            .collect();
        let from = source_towards(SocketAddr::new(outside, 0), None);
        FamilyFound::of(from, out_of_reach)
    })
}

/// The server's address, where the profile can do with no other family's: it is written as an address, or the family is
/// said. A name that was not found is not this machine's family's fault.
fn bound_to(profile: &Profile, lookups: &[Lookup]) -> Option<IpAddr> {
    if let Some(address) = profile.host.address() {
        return Some(address);
    }
    let family = profile.family();
    if !matches!(family, Family::Ipv4 | Family::Ipv6) {
        return None;
    }
    let lookup = lookups.iter().find(|lookup| lookup.host == profile.host)?;
    let Answer::Addresses(addresses) = &lookup.answer else {
        return None;
    };
    Some(family.choose(addresses).first()?.ip())
}

impl FamilyFound {
    pub(super) fn of(from: Option<IpAddr>, out_of_reach: Vec<String>) -> Self {
        match from {
            Some(from) if !is_link_local(from) => Self::WayOut { from, out_of_reach },
            _ => Self::NoWayOut { out_of_reach },
        }
    }

    fn out_of_reach(&self) -> &[String] {
        match self {
            Self::WayOut { out_of_reach, .. } | Self::NoWayOut { out_of_reach } => out_of_reach,
        }
    }

    pub(super) fn state(&self) -> State {
        if self.out_of_reach().is_empty() {
            State::good_if(matches!(self, Self::WayOut { .. }))
        } else {
            State::Bad
        }
    }

    pub(super) fn line(&self, words: &Catalogue) -> String {
        let way = match self {
            Self::WayOut { from, .. } => {
                say!(words, "machine-family-way-out", from = from.to_string())
            }
            Self::NoWayOut { .. } => say!(words, "machine-family-no-way-out"),
        };
        let profiles = self.out_of_reach();
        if profiles.is_empty() {
            return way;
        }
        say!(
            words,
            "machine-family-out-of-reach",
            way = way,
            profiles = profiles.join(", ")
        )
    }

    pub(super) fn hint(&self, words: &Catalogue) -> String {
        if self.out_of_reach().is_empty() {
            say!(words, "machine-family-hint-not-needed")
        } else {
            say!(words, "machine-family-hint-needed")
        }
    }
}

/// Whether nobody outside can answer to it. macOS has default routes that lead from such an address to nowhere.
fn is_link_local(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_link_local(),
        IpAddr::V6(address) => address.is_unicast_link_local(),
    }
}
