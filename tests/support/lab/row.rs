//! Routers in a row between client and server: their cables, their addresses, and who finds whom by whom.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::namespace::Namespace;
use super::network::{NOBODY_V6, Network, lay_cable, wait_for_neighbours};
use super::router::{FAR, NEAR, OTHER_V4, Router};
use super::{CABLE, CLIENT_V6, SERVER_V6};

/// Joins client and server, which keep their addresses and have no other network in common.
///
/// Where the first router translates, there is no IPv6.
pub(super) fn join(network: &Network, client: &Namespace, routers: &[Router], server: &Namespace) {
    let mut hosts = vec![Hosts {
        client: network.client.into(),
        seen: [Some(OTHER_V4), network.router].map(|address| address.map(IpAddr::from)),
        server: network.server.into(),
        nobody: network.nobody_v4().into(),
        end: |link, end| Ipv4Addr::new(10, 99, link, end).into(),
    }];
    if network.router.is_none() {
        hosts.push(Hosts {
            client: CLIENT_V6.into(),
            seen: [None, None],
            server: SERVER_V6.into(),
            nobody: NOBODY_V6.into(),
            end: |link, end| Ipv6Addr::new(0xfd99, link.into(), 0, 0, 0, 0, 0, end.into()).into(),
        });
    }
    let row = Row {
        client,
        routers,
        server,
    };
    let links = 0..=u8::try_from(routers.len()).expect("fewer routers");
    for link in links.clone() {
        row.lay(link);
    }
    for one in &hosts {
        row.give_addresses(one);
    }
    for one in &hosts {
        row.add_routes(one);
    }
    if let Some(outside) = network.router {
        give(routers[0].namespace(), FAR, outside.into());
    }
    for link in links {
        let (here, cable) = row.client_end(link);
        let last = usize::from(link) == routers.len();
        let neighbour = |one: &Hosts| if last { one.server } else { (one.end)(link, 2) };
        let neighbours: Vec<IpAddr> = hosts.iter().map(neighbour).collect();
        wait_for_neighbours(here, cable, &neighbours);
    }
}

/// The addresses of one family.
struct Hosts {
    client: IpAddr,
    /// What the server may see in place of it.
    seen: [Option<IpAddr>; 2],
    server: IpAddr,
    nobody: IpAddr,
    /// The address of a link's end: 1 is the one towards the client, 2 the one towards the server. Only routers have them.
    end: fn(u8, u8) -> IpAddr,
}

struct Row<'a> {
    client: &'a Namespace,
    routers: &'a [Router],
    server: &'a Namespace,
}

impl Row<'_> {
    /// Who is at the end of a link that is towards the client, and by which cable.
    fn client_end(&self, link: u8) -> (&Namespace, &'static str) {
        match usize::from(link).checked_sub(1) {
            None => (self.client, CABLE),
            Some(router) => (self.routers[router].namespace(), FAR),
        }
    }

    fn server_end(&self, link: u8) -> (&Namespace, &'static str) {
        match self.routers.get(usize::from(link)) {
            None => (self.server, CABLE),
            Some(router) => (router.namespace(), NEAR),
        }
    }

    fn lay(&self, link: u8) {
        let ends = [self.client_end(link), self.server_end(link)];
        lay_cable(ends[0], ends[1]);
        for (namespace, cable) in ends {
            namespace.ip(&["link", "set", cable, "up"]);
        }
    }

    fn give_addresses(&self, hosts: &Hosts) {
        give(self.client, CABLE, hosts.client);
        give(self.server, CABLE, hosts.server);
        for (router, link) in self.routers.iter().zip(0..) {
            give(router.namespace(), NEAR, (hosts.end)(link, 2));
            give(router.namespace(), FAR, (hosts.end)(link + 1, 1));
        }
    }

    fn add_routes(&self, hosts: &Hosts) {
        let last = self.routers.len() - 1;
        for (number, link) in (0..self.routers.len()).zip(0..) {
            let router = self.routers[number].namespace();
            let [near, far] = [(hosts.end)(link, 1), (hosts.end)(link + 1, 2)];
            if number == 0 {
                self.client.route_near((hosts.end)(link, 2), CABLE);
                self.client.route_by((hosts.end)(link, 2));
                router.route_near(hosts.client, NEAR);
            } else {
                router.route_near(near, NEAR);
                router.route(hosts.client, near);
                for seen in hosts.seen.into_iter().flatten() {
                    router.route(seen, near);
                }
            }
            if number == last {
                router.route_near(hosts.server, FAR);
                router.route_near(hosts.nobody, FAR);
                self.server.route_near((hosts.end)(link + 1, 1), CABLE);
                self.server.route_by((hosts.end)(link + 1, 1));
            } else {
                router.route_near(far, FAR);
                router.route(hosts.server, far);
                router.route(hosts.nobody, far);
            }
        }
    }
}

/// Gives the end of a cable an address with no network around it.
fn give(namespace: &Namespace, cable: &str, address: IpAddr) {
    let address = address.to_string();
    let mut args = vec!["address", "add", &address, "dev", cable];
    if address.contains(':') {
        args.push("nodad");
    }
    namespace.ip(&args);
}
