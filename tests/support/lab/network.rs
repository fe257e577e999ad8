//! The laboratory's addresses, and the cables between its namespaces.

use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::process::Command;
use std::time::Duration;

use super::namespace::Namespace;
use super::{CABLE, CLIENT_V4, CLIENT_V6, SERVER_V4, SERVER_V6};
use crate::support::process::output_of;
use crate::support::wait::wait_until;

/// A host behind the server, and the port of its service.
pub const INNER_V4: Ipv4Addr = Ipv4Addr::new(10, 88, 0, 5);
pub const INNER_SERVICE: u16 = 2200;

/// The port of a datagram that is none of a test's: "discard", which no test knocks at.
pub const MARKER: u16 = 9;

const TO_INNER: &str = "inner0";
const SERVER_FOR_INNER: Ipv4Addr = Ipv4Addr::new(10, 88, 0, 1);

const TO_SERVER: &str = "wan0";
const ROUTER_FOR_CLIENT: Ipv4Addr = Ipv4Addr::new(192, 168, 77, 254);

/// Who has which address. By IPv6 client and server have the same ones everywhere, unless a router is between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    pub client: Ipv4Addr,
    pub server: Ipv4Addr,
    /// What the server sees in place of the client's.
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

    /// Joins client and server, if need be by a router, which comes back.
    pub fn join(&self, client: &Namespace, server: &Namespace) -> Option<Namespace> {
        let Some(outside) = self.router else {
            lay_cable((client, CABLE), (server, CABLE));
            client.join(CABLE, self.client.into(), CLIENT_V6.into());
            server.join(CABLE, self.server.into(), SERVER_V6.into());
            wait_for_neighbours(client, CABLE, &self.servers());
            return None;
        };
        let router = Namespace::add("router");
        lay_cable((client, CABLE), (&router, CABLE));
        lay_cable((&router, TO_SERVER), (server, CABLE));
        client.plug_in(CABLE, self.client.into());
        router.plug_in(CABLE, ROUTER_FOR_CLIENT.into());
        router.plug_in(TO_SERVER, outside.into());
        server.plug_in(CABLE, self.server.into());
        client.route_by(ROUTER_FOR_CLIENT);
        router.forward();
        let masquerade = format!(
            "table ip nat {{
                chain postrouting {{
                    type nat hook postrouting priority srcnat
                    oifname {TO_SERVER} masquerade
                }}
            }}"
        );
        output_of(router.command("nft").arg(masquerade));
        wait_for_neighbours(client, CABLE, &[ROUTER_FOR_CLIENT.into()]);
        wait_for_neighbours(&router, TO_SERVER, &[self.server.into()]);
        Some(router)
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
