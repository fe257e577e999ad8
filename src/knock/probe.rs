//! A look at a server beside all actions: where it is, and whether its service answers.

use std::net::SocketAddr;

use super::check::{self, Unanswered};
use super::resolve::resolve;
use crate::profile::Profile;

/// The address that a profile's host leads to first, with port 0; `None` where it leads to none.
pub async fn first_address(profile: &Profile) -> Option<SocketAddr> {
    let addresses = resolve(&profile.host, profile.settings.family).await.ok()?;
    addresses.first().copied()
}

/// Whether a profile's service answers now; `None` where it could not be asked.
pub async fn probe(profile: &Profile) -> Option<bool> {
    let port = profile.check?;
    let mut services = resolve(&profile.host, profile.settings.family).await.ok()?;
    for service in &mut services {
        service.set_port(port.get());
    }
    let settings = &profile.settings;
    let asked = check::reachable(&services, settings.bind.as_ref(), settings.check_timeout).await;
    match asked {
        Ok(_) => Some(true),
        Err(Unanswered::Silent(_)) => Some(false),
        Err(Unanswered::NotAsked(_)) => None,
    }
}
