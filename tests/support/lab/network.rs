//! The laboratory's addresses, and the cables between its namespaces.

use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::process::Command;
use std::time::Duration;

use super::namespace::Namespace;
use super::router::Router;
use super::row;
use super::{CABLE, CLIENT_V4, CLIENT_V6, Family, SERVER_V4, SERVER_V6, SERVICE};
use crate::support::process::output_of;
use crate::support::wait::wait_until;

/// A host behind the server, and the port of its service.
pub const INNER_V4: Ipv4Addr = Ipv4Addr::new(10, 88, 0, 5);
pub const INNER_SERVICE: u16 = 2200;

/// The port of a datagram that is none of a test's: "discard", which no test knocks at.
pub const MARKER: u16 = 9;

const TO_INNER: &str = "inner0";
const SERVER_FOR_INNER: Ipv4Addr = Ipv4Addr::new(10, 88, 0, 1);

/// An address that nobody has, beside the server's; for IPv4, that of `Network::DOCUMENTATION`.
pub const NOBODY_V4: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 3);
pub const NOBODY_V6: Ipv6Addr = Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 3);

/// The client's address on a second cable, as on a VPN, and who is at the other end.
pub const VPN_CLIENT_V4: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 1);
pub const VPN_SERVER_V4: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 2);
pub(super) const VPN: &str = "vpn0";
/// The table of routes for what goes by it.
const VPN_TABLE: &str = "77";

/// Who has which address. By IPv6 client and server have the same ones everywhere, unless a router is between them that
/// translates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    pub client: Ipv4Addr,
    pub server: Ipv4Addr,
    /// What the server sees in place of the client's: the first router translates.
    pub router: Option<Ipv4Addr>,
}

impl Network {
    /// Addresses that are for documentation (RFC 5737).
    pub const DOCUMENTATION: Network = Network {
        client: CLIENT_V4,
        server: SERVER_V4,
        router: None,
    };

    /// Both are in one private network (RFC 1918).
    pub const PRIVATE: Network = Network {
        client: Ipv4Addr::new(10, 77, 0, 1),
        server: Ipv4Addr::new(10, 77, 0, 2),
        router: None,
    };

    /// Addresses that look like everybody's: they are in no list of special ones (RFC 6890).
    pub const PUBLIC: Network = Network {
        client: Ipv4Addr::new(198, 41, 0, 1),
        server: Ipv4Addr::new(198, 41, 0, 2),
        router: None,
    };

    /// A client at home: its own address is a private one, and its router's is public, as the server's is.
    pub const BEHIND_ROUTER: Network = Network {
        client: Ipv4Addr::new(192, 168, 77, 1),
        server: Ipv4Addr::new(198, 41, 0, 2),
        router: Some(Ipv4Addr::new(198, 41, 0, 1)),
    };

    /// The server's addresses for which there is a way.
    pub fn servers(&self) -> Vec<IpAddr> {
        match self.router {
            None => vec![self.server.into(), SERVER_V6.into()],
            Some(_) => vec![self.server.into()],
        }
    }

    /// The address beside the server's that nobody has.
    pub fn nobody_v4(&self) -> Ipv4Addr {
        let [a, b, c, _] = self.server.octets();
        Ipv4Addr::new(a, b, c, 3)
    }

    /// Joins client and server by one cable, or by these routers in a row.
    pub fn join(&self, client: &Namespace, routers: &[Router], server: &Namespace) {
        if routers.is_empty() {
            lay_cable((client, CABLE), (server, CABLE));
            client.join(CABLE, self.client.into(), CLIENT_V6.into());
            server.join(CABLE, self.server.into(), SERVER_V6.into());
            wait_for_neighbours(client, CABLE, &self.servers());
            return;
        }
        row::join(self, client, routers, server);
    }
}

/// A second cable between client and server, by which the client's connections to the service leave, and nothing else.
pub fn join_second(client: &Namespace, server: &Namespace) {
    lay_cable((client, VPN), (server, VPN));
    client.plug_in(VPN, VPN_CLIENT_V4.into());
    server.plug_in(VPN, VPN_SERVER_V4.into());
    let service = SERVICE.to_string();
    client.ip(&["rule", "add", "dport", &service, "lookup", VPN_TABLE]);
    let router = VPN_SERVER_V4.to_string();
    client.ip(&[
        "route", "add", "default", "via", &router, "dev", VPN, "table", VPN_TABLE,
    ]);
    wait_for_neighbours(client, VPN, &[VPN_SERVER_V4.into()]);
}

/// Lets everything that goes by this cable to this address vanish, as if somebody took it who then says nothing.
pub fn silence(namespace: &Namespace, cable: &str, address: IpAddr) {
    let somebody = "02:00:00:00:00:99";
    let address = address.to_string();
    namespace.ip(&[
        "neighbour",
        "replace",
        &address,
        "lladdr",
        somebody,
        "dev",
        cable,
        "nud",
        "permanent",
    ]);
    let ip = if address.contains(':') { "ip6" } else { "ip" };
    let rules = format!(
        "table netdev silence {{
            chain egress {{
                type filter hook egress device {cable} priority 0
                {ip} daddr {address} drop
            }}
        }}"
    );
    output_of(namespace.command("nft").arg(rules));
}

/// Takes a family's addresses and routes from the end of a cable.
pub fn forget(namespace: &Namespace, cable: &str, family: Family) {
    let family = match family {
        Family::V4 => "-4",
        Family::V6 => "-6",
    };
    for what in ["route", "address"] {
        namespace.ip(&[family, what, "flush", "dev", cable]);
    }
}

/// A host that only the server has a way to, and that has a way back by the server.
pub fn join_inner(server: &Namespace) -> Namespace {
    let inner = Namespace::add("inner");
    lay_cable((server, TO_INNER), (&inner, TO_INNER));
    server.plug_in(TO_INNER, SERVER_FOR_INNER.into());
    inner.plug_in(TO_INNER, INNER_V4.into());
    inner.route_by(SERVER_FOR_INNER);
    server.forward();
    wait_for_neighbours(server, TO_INNER, &[INNER_V4.into()]);
    inner
}

/// A command for bash that sends a marker to each of these.
pub fn marks(addresses: &[IpAddr]) -> String {
    let mut command = String::new();
    for address in addresses {
        let _ = writeln!(command, "printf end >/dev/udp/{address}/{MARKER}");
    }
    command
}

pub fn lay_cable((here, end): (&Namespace, &str), (there, other_end): (&Namespace, &str)) {
    output_of(
        Command::new("ip")
            .args(["link", "add", end, "netns", here.name(), "type", "veth"])
            .args(["peer", "name", other_end, "netns", there.name()]),
    );
}

/// Waits until one end of a cable finds the other: a fresh cable loses the first question of IPv6 for its neighbour, and
/// a second one comes only after a second. What was found is forgotten again, so that a test begins like a client that
/// has just been plugged in.
#[track_caller]
pub fn wait_for_neighbours(here: &Namespace, cable: &str, neighbours: &[IpAddr]) {
    let name = here.name();
    let ask = format!(
        "ip -n {name} neighbour flush dev {cable}
         {}
         ip -n {name} neighbour show dev {cable}",
        marks(neighbours)
    );
    let limit = Duration::from_secs(10);
    wait_until(
        "the two ends of the cable to find each other",
        limit,
        || {
            let found = output_of(here.command("bash").args(["-c", &ask]));
            let found = String::from_utf8_lossy(&found);
            neighbours.iter().all(|neighbour| {
                let is_known = |line: &str| {
                    line.starts_with(&neighbour.to_string()) && line.contains("lladdr")
                };
                found.lines().any(is_known)
            })
        },
    );
    let forget = ["-n", name, "neighbour", "flush", "dev", cable];
    output_of(Command::new("ip").args(forget));
}
