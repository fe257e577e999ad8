//! What a laboratory shall be, said before it is built.

use std::net::IpAddr;

use super::door::Door;
use super::firewall::{Firewall, Pings, Refusal};
use super::network::Network;
use super::nft_door::NftDoor;
use super::treatment::Treatment;
use super::{CLOSE_SEQUENCE, Family, Lab, OPEN_SEQUENCE};
use crate::support::fwknopd;

/// What a laboratory shall be, before it is built.
#[derive(Clone, Debug)]
pub struct Plan {
    pub(super) network: Network,
    /// What each router between client and server does.
    pub(super) routers: Vec<Vec<Treatment>>,
    pub(super) doors: Vec<Door>,
    pub(super) nft_door: Option<NftDoor>,
    pub(super) fwknopd: Option<fwknopd::Plan>,
    pub(super) firewall: Firewall,
    pub(super) has_firewall: bool,
    pub(super) hosts: Vec<(String, IpAddr)>,
    pub(super) nameserver: Nameserver,
    pub(super) two_servers: bool,
    pub(super) has_service: bool,
    pub(super) has_knockd: bool,
    pub(super) is_open_to_all: bool,
    pub(super) has_second_cable: bool,
    pub(super) without: Option<Family>,
    pub(super) silent: Vec<IpAddr>,
    pub(super) time_server: Option<i64>,
}

/// Who is asked for a name that is not in the list of hosts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nameserver {
    Nobody,
    Silent,
    KnowsNone,
}

impl Plan {
    /// The default doors of knockd, client and server on one cable, and a service behind a firewall that is silent.
    pub(super) fn new() -> Plan {
        Plan {
            network: Network::DOCUMENTATION,
            routers: Vec::new(),
            doors: Vec::new(),
            nft_door: None,
            fwknopd: None,
            firewall: Firewall::SILENT,
            has_firewall: true,
            hosts: Vec::new(),
            nameserver: Nameserver::Nobody,
            two_servers: false,
            has_service: true,
            has_knockd: true,
            is_open_to_all: false,
            has_second_cable: false,
            without: None,
            silent: Vec::new(),
            time_server: None,
        }
    }

    /// Adds a door. With the first one the two default doors are gone.
    pub fn door(mut self, door: Door) -> Plan {
        self.doors.push(door);
        self
    }

    /// Adds a door that nftables works alone; there is a knockd only for doors that were asked for.
    pub fn nft_door(mut self, door: NftDoor) -> Plan {
        self.nft_door = Some(door);
        self
    }

    /// The doors' knockd does not run.
    pub fn without_knockd(mut self) -> Plan {
        self.has_knockd = false;
        self
    }

    /// The server has no firewall and no knockd yet: it is as it comes.
    pub fn bare(mut self) -> Plan {
        self.has_firewall = false;
        self.has_knockd = false;
        self
    }

    /// No service runs behind the firewall.
    pub fn without_service(mut self) -> Plan {
        self.has_service = false;
        self
    }

    /// The firewall lets everybody connect to the service, knock or not.
    pub fn open_to_all(mut self) -> Plan {
        self.is_open_to_all = true;
        self
    }

    /// The server runs this fwknopd, and knockd only for doors that were asked for.
    pub fn fwknopd(mut self, plan: fwknopd::Plan) -> Plan {
        self.fwknopd = Some(plan);
        self
    }

    /// Client and server are in one private network.
    pub fn private(mut self) -> Plan {
        self.network = Network::PRIVATE;
        self
    }

    /// Client and server have addresses as on the internet.
    pub fn public(mut self) -> Plan {
        self.network = Network::PUBLIC;
        self
    }

    /// The client has a private address and reaches the server, which has a public one, by a router: the server sees the
    /// router's. There is no IPv6.
    pub fn behind_router(mut self) -> Plan {
        self.network = Network::BEHIND_ROUTER;
        self
    }

    /// The closed service port answers "refused" instead of nothing.
    pub fn refusing(mut self) -> Plan {
        self.firewall.refusal = Refusal::Service;
        self
    }

    /// All closed ports but the service's answer "refused", and the service's nothing.
    pub fn refusing_others(mut self) -> Plan {
        self.firewall.refusal = Refusal::Others;
        self
    }

    /// All closed ports answer "refused".
    pub fn refusing_all(mut self) -> Plan {
        self.firewall.refusal = Refusal::All;
        self
    }

    /// The server answers echo requests of both families. Unless this is said, it does so over IPv6 alone.
    pub fn answers_pings(mut self) -> Plan {
        self.firewall.pings = Pings::All;
        self
    }

    /// The server answers no echo request.
    pub fn ignores_pings(mut self) -> Plan {
        self.firewall.pings = Pings::None;
        self
    }

    /// For so many seconds the server shuts out whoever connects to the service without having sent, in the ten seconds
    /// before, a step or anything else.
    pub fn bans_probers(mut self, seconds: u32) -> Plan {
        self.firewall.bans_probers = Some(seconds);
        self
    }

    /// One more name that both namespaces know.
    pub fn host(mut self, name: &str, address: impl Into<IpAddr>) -> Plan {
        self.hosts.push((name.to_owned(), address.into()));
        self
    }

    /// Sends questions for unknown names to an address that never answers them.
    pub fn dead_nameserver(mut self) -> Plan {
        self.nameserver = Nameserver::Silent;
        self
    }

    /// Sends questions for unknown names to a nameserver that says that there are none.
    pub fn nameserver(mut self) -> Plan {
        self.nameserver = Nameserver::KnowsNone;
        self
    }

    /// Gives each family a knockd of its own, as if its address were another server's.
    ///
    /// One knockd does not bear two sources at the same time: where the attempt at the head of its list is over, it
    /// forgets all others with it (0.8, `sniff` in `knockd.c`).
    pub fn two_servers(mut self) -> Plan {
        self.two_servers = true;
        self
    }

    /// Client and server are no neighbours: so many routers in a row are between them. Their addresses stay the same.
    pub fn routers(mut self, number: usize) -> Plan {
        self.routers.resize(number, Vec::new());
        self
    }

    /// One of the routers does this; the one at the client has the number 0.
    #[track_caller]
    pub fn at_router(mut self, number: usize, treatment: Treatment) -> Plan {
        self.routers[number].push(treatment);
        self
    }

    /// The client's connections to the service leave by another cable, and from another address, than all else, as
    /// through a VPN. IPv4 alone.
    pub fn service_by_second_cable(mut self) -> Plan {
        self.has_second_cable = true;
        self
    }

    /// The client has no address and no route of this family.
    pub fn client_without(mut self, family: Family) -> Plan {
        self.without = Some(family);
        self
    }

    /// What is sent to this address vanishes, and nobody says so, as if its host took it and were silent.
    pub fn silent_host(mut self, address: impl Into<IpAddr>) -> Plan {
        self.silent.push(address.into());
        self
    }

    /// The server tells everybody the time (SNTP), as `time.lab`; its clock is so many seconds ahead.
    pub fn time_server(mut self, seconds_ahead: i64) -> Plan {
        self.time_server = Some(seconds_ahead);
        self
    }

    #[track_caller]
    pub fn start(mut self) -> Lab {
        if self.doors.is_empty() && self.fwknopd.is_none() && self.nft_door.is_none() {
            self.doors = vec![
                Door::opens("open", &OPEN_SEQUENCE),
                Door::closes("close", &CLOSE_SEQUENCE),
            ];
        }
        if self.network.router.is_some() && self.routers.is_empty() {
            self = self.routers(1);
        }
        Lab::build(&self)
    }
}
