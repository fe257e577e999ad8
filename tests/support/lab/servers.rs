//! More servers for one client, each with a cable, an address, a firewall, a knockd and an sshd of its own.

use std::net::Ipv4Addr;

use super::door::Door;
use super::firewall::{self, Firewall};
use super::knockd;
use super::namespace::Namespace;
use super::network::{lay_cable, wait_for_neighbours};
use super::{CLOSE_SEQUENCE, Lab, OPEN_SEQUENCE, SERVICE};
use crate::support::process::Process;
use crate::support::sshd::Sshd;

/// One more server of a laboratory's client.
pub struct Server {
    // They end in this order.
    _sshd: Sshd,
    _knockd: Process,
    _namespace: Namespace,
    pub address: Ipv4Addr,
    name: String,
}

impl Server {
    /// The server of this number, from 1, which has the laboratory's default doors.
    #[track_caller]
    pub fn add(lab: &Lab, number: u8) -> Server {
        let name = format!("server{number}");
        let namespace = Namespace::add(&name);
        let (here, there) = (format!("to{number}"), format!("lab{number}"));
        let [own, address] = [1, 2].map(|host| Ipv4Addr::new(10, 99, number, host));
        lay_cable((&lab.client, &here), (&namespace, &there));
        lab.client.plug_in(&here, own.into());
        namespace.plug_in(&there, address.into());
        firewall::raise(&namespace, Firewall::SILENT);
        wait_for_neighbours(&lab.client, &here, &[address.into()]);
        let doors = [
            Door::opens("open", &OPEN_SEQUENCE),
            Door::closes("close", &CLOSE_SEQUENCE),
        ];
        let knockd_name = knockd_name(&name);
        let knockd = knockd::start(&namespace, lab.home(), &knockd_name, &there, &doors);
        let sshd = Sshd::start(&name, lab.home(), SERVICE, |program| {
            namespace.command(program)
        });
        Server {
            _sshd: sshd,
            _knockd: knockd,
            _namespace: namespace,
            address,
            name,
        }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// How often it was opened.
    pub fn openings(&self, lab: &Lab) -> usize {
        let log = knockd::log(lab.home(), &knockd_name(&self.name));
        log.matches("open: OPEN SESAME").count()
    }
}

fn knockd_name(server: &str) -> String {
    format!("knockd-{server}")
}
