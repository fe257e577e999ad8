//! Whom a single packet asks to let in.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use super::socket::source_towards;
use super::{Failure, Progress};
use crate::profile::{Allow, Bind};
use crate::public_address::{self, can_be_a_host};
use crate::spa::Request;

/// How long a service that answers with this machine's address may take, its name and its certificate included.
const SERVICE_LIMIT: Duration = Duration::from_secs(10);

/// What is known beforehand.
pub(super) struct Asked<'a> {
    /// What the profile says; absent: the address towards the server, where that can be right.
    pub allow: Option<&'a Allow>,
    /// The server.
    pub server: SocketAddr,
    /// Which way the packet leaves.
    pub bind: Option<&'a Bind>,
}

/// Finds the address to let in. Nothing is sent to the server.
pub(super) async fn find(
    asked: &Asked<'_>,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Ipv4Addr, Failure> {
    match asked.allow {
        Some(Allow::Source) => Ok(Request::SOURCE),
        Some(Allow::Address(address)) => Ok(*address),
        Some(Allow::Local) => local(asked),
        Some(Allow::Service(service)) => {
            progress(Progress::AskingAddress);
            let answer = public_address::ask(service, SERVICE_LIMIT).await;
            // Not its whole URL, which may have a token in it.
            answer.map_err(|error| Failure::AddressService {
                service: service.host().to_owned(),
                error,
            })
        }
        None => {
            let local = local(asked)?;
            match asked.server.ip() {
                IpAddr::V4(server) if !is_seen_by(local, server) => {
                    Err(Failure::PrivateAddress { local, server })
                }
                _ => Ok(local),
            }
        }
    }
}

fn local(asked: &Asked<'_>) -> Result<Ipv4Addr, Failure> {
    match source_towards(asked.server, asked.bind) {
        Some(IpAddr::V4(local)) => Ok(local),
        _ => Err(Failure::NetworkUnreachable {
            address: asked.server.ip(),
        }),
    }
}

/// Whether a server can see this address of ours: one of the internet, or one of the network that it is in itself. Else
/// a router puts its own in its place, and what the packet says would open for nobody.
pub(crate) fn is_seen_by(local: Ipv4Addr, server: Ipv4Addr) -> bool {
    is_public(local) || !is_public(server)
}

/// Whether an address is of the internet, by the IANA's registry of IPv4 addresses for special purposes.
fn is_public(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_special = address.is_private()
        || address.is_link_local()
        || address.is_documentation()
        // Shared between a provider and its customers.
        || a == 100 && b & 0xc0 == 64
        // Protocol assignments.
        || a == 192 && b == 0 && c == 0
        // Benchmarks.
        || a == 198 && b & 0xfe == 18;
    can_be_a_host(address) && !is_special
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("10.0.0.1", false)]
    #[case("172.16.0.1", false)]
    #[case("172.32.0.1", true)]
    #[case("192.168.1.1", false)]
    #[case("127.0.0.1", false)]
    #[case("169.254.1.1", false)]
    #[case("100.64.0.1", false)]
    #[case("100.127.255.255", false)]
    #[case("100.128.0.1", true)]
    #[case("192.0.0.8", false)]
    #[case("192.0.2.1", false)]
    #[case("198.18.0.1", false)]
    #[case("198.20.0.1", true)]
    #[case("203.0.113.9", false)]
    #[case("224.0.0.1", false)]
    #[case("240.0.0.1", false)]
    #[case("255.255.255.255", false)]
    #[case("0.0.0.0", false)]
    #[case("1.1.1.1", true)]
    #[case("198.41.0.4", true)]
    fn addresses_are_of_the_internet_or_not(#[case] address: &str, #[case] public: bool) {
        assert_eq!(is_public(address.parse().unwrap()), public);
    }

    #[rstest]
    #[case("192.168.1.5", "192.168.1.1", true)]
    #[case("192.168.1.5", "10.0.0.1", true)]
    #[case("127.0.0.1", "127.0.0.1", true)]
    #[case("198.41.0.9", "198.41.0.4", true)]
    #[case("198.41.0.9", "10.0.0.1", true)]
    #[case("192.168.1.5", "198.41.0.4", false)]
    #[case("100.64.1.1", "198.41.0.4", false)]
    fn a_private_address_is_not_seen_on_the_internet(
        #[case] local: &str,
        #[case] server: &str,
        #[case] seen: bool,
    ) {
        let seen_by = is_seen_by(local.parse().unwrap(), server.parse().unwrap());
        assert_eq!(seen_by, seen);
    }
}
