//! A server behind a firewall, and a client that may knock: two network namespaces joined by one cable, with a real
//! nftables firewall, a real knockd or fwknopd and a service behind them. More may be behind the server, or between the
//! two: routers, which lose, delay or translate what passes them. Nothing leaves the machine.

mod capture;
mod door;
mod firewall;
mod knockd;
mod namespace;
mod network;
mod nft_door;
mod plan;
mod router;
mod row;
mod servers;
mod traffic;
mod treatment;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::process::Command;
use std::time::Duration;

use capture::Place;
pub use capture::{Capture, Packet, Protocol};
pub use door::Door;
pub use namespace::Namespace;
pub use network::{INNER_SERVICE, INNER_V4, NOBODY_V4, NOBODY_V6, VPN_CLIENT_V4, VPN_SERVER_V4};
pub use nft_door::NftDoor;
pub use plan::Plan;
pub use router::{OTHER_V4, Router};
pub use servers::Server;
pub use traffic::Traffic;
pub use treatment::Treatment;

use super::fwknopd::{self, Fwknopd};
use super::home::{Home, patient, program};
use super::process::{Process, output_of};
use super::wait::wait_for;
use network::Network;
use plan::Nameserver;

pub const CLIENT_V4: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 1);
pub const CLIENT_V6: Ipv6Addr = Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1);
pub const SERVER_V4: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 2);
pub const SERVER_V6: Ipv6Addr = Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 2);

/// The port of the service behind the firewall: it sends back what it is sent.
pub const SERVICE: u16 = 2222;

/// The door of a laboratory that was asked for no other, and its reverse, which closes.
pub const OPEN_SEQUENCE: [&str; 3] = ["7000:tcp", "8000:udp", "9000:tcp"];
pub const CLOSE_SEQUENCE: [&str; 3] = ["9000:tcp", "8000:udp", "7000:tcp"];

/// Both ends of the cable are called so, each in its namespace.
const CABLE: &str = "lab0";

/// Where a server tells the time.
const TIME_PORT: u16 = 123;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    V4,
    V6,
}

impl Family {
    fn of(address: IpAddr) -> Family {
        if address.is_ipv4() {
            Family::V4
        } else {
            Family::V6
        }
    }
}

/// A running laboratory. Dropping it ends its processes and removes its namespaces.
pub struct Lab {
    // Fields drop in this order: programs first, then the namespaces they run in, then their files.
    knockds: Vec<Process>,
    fwknopd: Option<Fwknopd>,
    service: Option<Process>,
    inner_service: Option<Process>,
    others: Vec<Process>,
    client: Namespace,
    server: Namespace,
    routers: Vec<Router>,
    inner: Option<Namespace>,
    home: Home,
    network: Network,
    /// The server's addresses that a test's marker reaches.
    marked: Vec<IpAddr>,
}

impl Lab {
    /// A laboratory with the default doors.
    #[track_caller]
    pub fn start() -> Lab {
        Lab::plan().start()
    }

    pub fn plan() -> Plan {
        Plan::new()
    }

    #[track_caller]
    fn build(plan: &Plan) -> Lab {
        namespace::remove_abandoned();
        let mut lab = Lab {
            knockds: Vec::new(),
            fwknopd: None,
            service: None,
            inner_service: None,
            others: Vec::new(),
            client: Namespace::add("client"),
            server: Namespace::add("server"),
            routers: plan.routers.iter().map(|_| Router::add()).collect(),
            inner: None,
            home: Home::new(),
            network: plan.network,
            marked: Vec::new(),
        };
        lab.name_hosts(plan);
        if plan.has_firewall {
            lab.raise_firewall(plan);
        }
        lab.network.join(&lab.client, &lab.routers, &lab.server);
        if plan.has_second_cable {
            network::join_second(&lab.client, &lab.server);
        }
        lab.start_programs(plan);
        lab.spoil(plan);
        lab
    }

    fn raise_firewall(&self, plan: &Plan) {
        if plan.fwknopd.is_some() {
            firewall::raise_for_fwknopd(&self.server, plan.firewall);
        } else {
            firewall::raise(&self.server, plan.firewall);
        }
        if let Some(door) = &plan.nft_door {
            firewall::fit(&self.server, door);
        }
        if plan.is_open_to_all {
            firewall::let_through(&self.server, "tcp", SERVICE);
        }
    }

    #[track_caller]
    fn start_programs(&mut self, plan: &Plan) {
        if plan.has_service {
            self.start_service();
        }
        if !plan.has_knockd {
            // The firewall stays as it is.
        } else if plan.two_servers {
            for address in self.network.servers() {
                let doors: Vec<Door> = plan.doors.iter().map(|door| door.at(address)).collect();
                self.start_knockd(&doors);
            }
        } else if !plan.doors.is_empty() {
            self.start_knockd(&plan.doors);
        }
        if plan.nameserver == Nameserver::KnowsNone {
            let mut command = self.client.command("python3");
            command.args(["-c", include_str!("nameserver.py")]);
            self.run_beside("nameserver", command);
        }
        if let Some(fwknopd) = plan.fwknopd.clone() {
            self.start_fwknopd(fwknopd);
        }
        if let Some(ahead) = plan.time_server {
            firewall::let_through(&self.server, "udp", TIME_PORT);
            let mut command = self.server.command("python3");
            command.args(["-c", include_str!("time_server.py"), &ahead.to_string()]);
            self.run_beside("time-server", command);
        }
    }

    /// What is wrong with the ways between client and server: last, since the rest is built by them.
    #[track_caller]
    fn spoil(&mut self, plan: &Plan) {
        for (number, treatments) in plan.routers.iter().enumerate() {
            let outside = self.network.router.filter(|_| number == 0);
            self.routers[number].treat(treatments, outside, &self.home);
        }
        for address in &plan.silent {
            match self.routers.last() {
                Some(router) => network::silence(router.namespace(), router::FAR, *address),
                None => network::silence(&self.client, CABLE, *address),
            }
        }
        if let Some(family) = plan.without {
            network::forget(&self.client, CABLE, family);
        }
        let is_reached = |address: &IpAddr| {
            plan.without != Some(Family::of(*address)) && !plan.silent.contains(address)
        };
        self.marked = self.network.servers();
        self.marked.retain(is_reached);
    }

    fn name_hosts(&self, plan: &Plan) {
        let server = IpAddr::from(self.network.server);
        let nobody = IpAddr::from(self.network.nobody_v4());
        let mut hosts = vec![("server4.lab".to_owned(), server)];
        for address in self.network.servers() {
            hosts.push(("server.lab".to_owned(), address));
        }
        for (name, address) in [
            ("server6.lab", SERVER_V6.into()),
            ("off4.lab", nobody),
            ("off6.lab", NOBODY_V6.into()),
            ("half-dead.lab", nobody),
            ("half-dead.lab", server),
            ("time.lab", server),
        ] {
            hosts.push((name.to_owned(), address));
        }
        hosts.extend(plan.hosts.iter().cloned());
        let nameserver = match plan.nameserver {
            Nameserver::Nobody => None,
            Nameserver::Silent => Some(server),
            Nameserver::KnowsNone => Some(Ipv4Addr::LOCALHOST.into()),
        };
        self.client.name_hosts(&hosts, nameserver);
        self.server.name_hosts(&hosts, nameserver);
    }

    /// `PROGRAM ARGS…` in the client's namespace and the laboratory's home, ready to be asserted.
    pub fn client(&self, args: &[&str]) -> assert_cmd::Command {
        patient(self.client_command(args))
    }

    /// The same for a program that runs beside the test.
    pub fn client_command(&self, args: &[&str]) -> Command {
        self.client_command_at(&self.home, args)
    }

    /// The same in another home, such as a desktop's.
    pub fn client_command_at(&self, home: &Home, args: &[&str]) -> Command {
        let mut command = self.client.command(program(args[0]));
        home.clothe(command.args(&args[1..]));
        command
    }

    pub fn home(&self) -> &Home {
        &self.home
    }

    /// The client's address, which the server may not know.
    pub fn client_v4(&self) -> Ipv4Addr {
        self.network.client
    }

    pub fn server_v4(&self) -> Ipv4Addr {
        self.network.server
    }

    /// Where the client's packets come from, for the server.
    pub fn client_seen_v4(&self) -> Ipv4Addr {
        self.network.router.unwrap_or(self.network.client)
    }

    /// One of the routers; the one at the client has the number 0.
    pub fn router(&self, number: usize) -> &Router {
        &self.routers[number]
    }

    /// Whether the firewall has the door open for the client, whatever is behind it. Sends nothing.
    pub fn is_open_for_client(&self, family: Family) -> bool {
        let client = match family {
            Family::V4 => self.client_seen_v4().into(),
            Family::V6 => CLIENT_V6.into(),
        };
        firewall::lets_in(&self.server, client)
    }

    /// Whether a client can connect to the service now, without a knock. Takes up to a second.
    pub fn service_answers(&self, family: Family) -> bool {
        let address = match family {
            Family::V4 => self.network.server.into(),
            Family::V6 => SERVER_V6.into(),
        };
        self.connects(address, SERVICE)
    }

    /// The same for another port of the server, over IPv4.
    pub fn port_answers(&self, port: u16) -> bool {
        self.connects(self.network.server.into(), port)
    }

    fn connects(&self, address: IpAddr, port: u16) -> bool {
        let (address, port) = (address.to_string(), port.to_string());
        let status = self
            .client_command(&["nc", "-z", "-w", "1", &address, &port])
            .status();
        status.expect("nc can be run").success()
    }

    /// Who has connected to the service so far, each time.
    #[track_caller]
    pub fn service_peers(&self) -> Vec<String> {
        peers(&self.server, self.service.as_ref(), SERVICE)
    }

    /// Who has connected so far to the service of the host behind the server, each time.
    #[track_caller]
    pub fn inner_peers(&self) -> Vec<String> {
        let inner = self.inner.as_ref().expect("an fwknopd that forwards");
        peers(inner, self.inner_service.as_ref(), INNER_SERVICE)
    }

    /// Shuts every open door, as if each had been closed by its sequence.
    pub fn close_all(&self) {
        firewall::close_all(&self.server);
        if self.fwknopd.is_some() {
            firewall::close_all_of_fwknopd(&self.server);
        }
    }

    /// The server's fwknopd, if it has one.
    #[track_caller]
    pub fn fwknopd(&self) -> &Fwknopd {
        self.fwknopd.as_ref().expect("a laboratory with fwknopd")
    }

    /// Records what reaches the server's end of the cable, until the capture is read.
    #[track_caller]
    pub fn capture(&self) -> Capture<'_> {
        Capture::start(&self.place(&self.server, CABLE), &self.home)
    }

    /// Records what the client sends and gets by its cable, whatever becomes of it on the way.
    #[track_caller]
    pub fn capture_at_client(&self) -> Capture<'_> {
        Capture::start(&self.place(&self.client, CABLE), &self.home)
    }

    /// Records what reaches the server by the second cable.
    #[track_caller]
    pub fn capture_at_second_cable(&self) -> Capture<'_> {
        let mut place = self.place(&self.server, network::VPN);
        place.servers.push(VPN_SERVER_V4.into());
        place.marked = vec![VPN_SERVER_V4.into()];
        Capture::start(&place, &self.home)
    }

    fn place<'a>(&'a self, namespace: &'a Namespace, cable: &'a str) -> Place<'a> {
        Place {
            namespace,
            cable,
            client: &self.client,
            servers: self.network.servers(),
            marked: self.marked.clone(),
            latest: self.routers.iter().map(Router::latest).sum(),
        }
    }

    /// Loses about `percent` of a hundred packets that the client sends.
    pub fn lose(&self, percent: u8) {
        firewall::lose(&self.client, CABLE, percent);
    }

    /// Loses every packet that the client sends to this port.
    pub fn lose_port(&self, port: u16) {
        firewall::lose_port(&self.client, CABLE, port);
    }

    /// Loses the first packet that the client sends to this port.
    pub fn lose_first(&self, port: u16) {
        firewall::lose_first(&self.client, CABLE, port);
    }

    /// Loses nothing any more.
    pub fn lose_nothing(&self) {
        firewall::lose_nothing(&self.client);
    }

    /// Gives the client another address, and takes away the one that it had.
    pub fn move_client(&self, address: &str) {
        let had = format!("{}/24", self.network.client);
        self.client.ip(&["address", "del", &had, "dev", CABLE]);
        // One that is there already becomes the first.
        self.client
            .ip(&["address", "flush", "dev", CABLE, "scope", "global"]);
        self.add_address(address);
    }

    /// Gives the client one more address.
    pub fn add_address(&self, address: &str) {
        let address = format!("{address}/24");
        self.client.ip(&["address", "add", &address, "dev", CABLE]);
    }

    /// Pulls the client's plug.
    pub fn unplug(&self) {
        self.client.ip(&["link", "set", CABLE, "down"]);
    }

    /// Puts it in again.
    pub fn plug_in(&self) {
        self.client.ip(&["link", "set", CABLE, "up"]);
    }

    /// What knockd has logged: each stage, `OPEN SESAME`, and the commands it ran.
    pub fn knockd_log(&self) -> String {
        (0..self.knockds.len())
            .map(|number| knockd::log(&self.home, &knockd_name(number)))
            .collect()
    }

    /// Ends the knockds: nobody listens for knocks any more.
    pub fn stop_knockd(&mut self) {
        self.knockds.clear();
    }

    /// Ends the service: an open port then refuses connections.
    pub fn stop_service(&mut self) {
        self.service = None;
    }

    #[track_caller]
    pub fn start_service(&mut self) {
        let command = echo(&self.server, SERVICE);
        self.service = Some(self.start_ready("service", command));
    }

    /// One more service, which the firewall lets everybody connect to.
    #[track_caller]
    pub fn start_open_service(&mut self, port: u16) {
        firewall::let_through(&self.server, "tcp", port);
        let command = echo(&self.server, port);
        self.run_beside(&format!("service-{port}"), command);
    }

    /// `PROGRAM` in the server's namespace, for what runs beside the test.
    pub fn server_command(&self, program: &str) -> Command {
        self.server.command(program)
    }

    /// `PROGRAM ARGS…` in the server's namespace.
    pub fn server(&self, args: &[&str]) -> assert_cmd::Command {
        let mut command = self.server.command(program(args[0]));
        self.home.clothe(command.args(&args[1..]));
        patient(command)
    }

    #[track_caller]
    fn run_beside(&mut self, name: &str, command: Command) {
        let process = self.start_ready(name, command);
        self.others.push(process);
    }

    #[track_caller]
    fn start_ready(&self, name: &str, mut command: Command) -> Process {
        let mut process = Process::start(name, self.home.clothe(&mut command), &self.home.logs());
        process.wait_for_log("ready", Duration::from_secs(10));
        process
    }

    #[track_caller]
    fn start_fwknopd(&mut self, plan: fwknopd::Plan) {
        let mut command = self.server.command("python3");
        command.args(["-c", include_str!("web.py"), &fwknopd::WEB_PORT.to_string()]);
        self.run_beside("web", command);
        if plan.is_to_forward() {
            let inner = network::join_inner(&self.server);
            let command = echo(&inner, INNER_SERVICE);
            self.inner_service = Some(self.start_ready("inner-service", command));
            self.inner = Some(inner);
        }
        self.fwknopd = Some(plan.in_namespace(&self.server, CABLE));
    }

    #[track_caller]
    fn start_knockd(&mut self, doors: &[Door]) {
        let name = knockd_name(self.knockds.len());
        let knockd = knockd::start(&self.server, &self.home, &name, CABLE, doors);
        self.knockds.push(knockd);
    }
}

fn knockd_name(number: usize) -> String {
    format!("knockd-{number}")
}

fn echo(namespace: &Namespace, port: u16) -> Command {
    let mut command = namespace.command("python3");
    command.args(["-c", include_str!("echo.py"), &port.to_string()]);
    command
}

/// Whom this service has named. A connection from its own namespace comes after all others: once that is named, they are.
#[track_caller]
fn peers(namespace: &Namespace, service: Option<&Process>, port: u16) -> Vec<String> {
    let named = || {
        let log = service.map(Process::log).unwrap_or_default();
        let peers = log.lines().filter_map(|line| line.strip_prefix("from "));
        let (own, others): (Vec<String>, _) = peers
            .map(str::to_owned)
            .partition(|peer| *peer == "127.0.0.1");
        (own.len(), others)
    };
    let before = named().0;
    let mark = ["-z", "-w", "1", "127.0.0.1", &port.to_string()];
    output_of(namespace.command("nc").args(mark));
    wait_for("the service to name all", Duration::from_secs(5), || {
        let (own, others) = named();
        (own > before).then_some(others)
    })
}

impl Drop for Lab {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("---- what knockd logged ----\n{}", self.knockd_log());
        }
    }
}
