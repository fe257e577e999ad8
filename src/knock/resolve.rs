//! From a host to the addresses that are knocked on, by the system's resolver: it obeys VPNs, mDNS and `/etc/hosts`.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::lookup_host;
use tokio::time::timeout;

use super::Failure;
use crate::profile::{Host, Opening, Profile};

/// How long the system's resolver may take. Its own defaults give up after 10 s and more.
const RESOLVER_TIMEOUT: Duration = Duration::from_secs(5);

/// The addresses to knock on, with port 0: once for a knock and its check, so that both go the same way.
pub(super) async fn resolve(profile: &Profile) -> Result<Vec<SocketAddr>, Failure> {
    resolve_for(profile, &profile.host).await
}

/// The same for another host, chosen as those of the profile's own.
pub(super) async fn resolve_for(
    profile: &Profile,
    host: &Host,
) -> Result<Vec<SocketAddr>, Failure> {
    let family = profile.family();
    let addresses = all_addresses(host).await?;
    let chosen = family.choose(&addresses);
    if chosen.is_empty() {
        let host = host.clone();
        return Err(match profile.open {
            Opening::Sequence(_) => Failure::NoAddress { host, family },
            Opening::Spa(_) => Failure::NoIpv4 { host },
        });
    }
    Ok(chosen)
}

/// Every address that a host leads to, of whatever family, with port 0; in the system's order.
///
/// # Errors
///
/// Where its name leads to none, or the resolver takes too long.
pub async fn all_addresses(host: &Host) -> Result<Vec<SocketAddr>, Failure> {
    match host.address() {
        Some(address) => Ok(vec![SocketAddr::new(address, 0)]),
        None => look_up(host).await,
    }
}

/// The address that a profile's host leads to first, with port 0; `None` where it leads to none.
pub async fn first_address(profile: &Profile) -> Option<SocketAddr> {
    let addresses = resolve(profile).await.ok()?;
    addresses.first().copied()
}

async fn look_up(host: &Host) -> Result<Vec<SocketAddr>, Failure> {
    match timeout(RESOLVER_TIMEOUT, lookup_host((host.as_str(), 0))).await {
        Ok(Ok(addresses)) => Ok(addresses.collect()),
        Ok(Err(error)) => Err(Failure::NameNotFound {
            host: host.clone(),
            cause: error.to_string(),
        }),
        Err(_) => Err(Failure::NameTimedOut {
            host: host.clone(),
            after: RESOLVER_TIMEOUT,
        }),
    }
}
