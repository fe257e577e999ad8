//! A server behind a firewall, and a client that may knock: two network namespaces joined by one cable, with a real
//! nftables firewall, a real knockd and a service behind them. Nothing leaves the machine.

mod capture;
mod door;
mod firewall;
mod namespace;

use std::fmt::Write as _;
use std::fs;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

pub use capture::{Capture, Packet, Protocol};
pub use door::Door;
pub use namespace::Namespace;

use super::home::{Home, patient, program};
use super::process::{Process, output_of};
use super::wait::wait_until;
use firewall::Refusal;

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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    V4,
    V6,
}

/// What a laboratory shall be, before it is built.
pub struct Plan {
    doors: Vec<Door>,
    refusal: Refusal,
    hosts: Vec<(String, IpAddr)>,
    nameserver: Option<IpAddr>,
    nameserver_runs: bool,
    two_servers: bool,
}

impl Plan {
    /// Adds a door. With the first one the two default doors are gone.
    pub fn door(mut self, door: Door) -> Plan {
        self.doors.push(door);
        self
    }

    /// The closed service port answers "refused" instead of nothing.
    pub fn refusing(mut self) -> Plan {
        self.refusal = Refusal::Reset;
        self
    }

    /// One more name that both namespaces know.
    pub fn host(mut self, name: &str, address: impl Into<IpAddr>) -> Plan {
        self.hosts.push((name.to_owned(), address.into()));
        self
    }

    /// Sends questions for unknown names to an address that never answers them.
    pub fn dead_nameserver(mut self) -> Plan {
        self.nameserver = Some(SERVER_V4.into());
        self
    }

    /// Sends questions for unknown names to a nameserver that says that there are none.
    pub fn nameserver(mut self) -> Plan {
        self.nameserver = Some(Ipv4Addr::LOCALHOST.into());
        self.nameserver_runs = true;
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

    #[track_caller]
    pub fn start(mut self) -> Lab {
        if self.doors.is_empty() {
            self.doors = vec![
                Door::opens("open", &OPEN_SEQUENCE),
                Door::closes("close", &CLOSE_SEQUENCE),
            ];
        }
        Lab::build(&self)
    }
}

/// A running laboratory. Dropping it ends its processes and removes its namespaces.
pub struct Lab {
    // Fields drop in this order: programs first, then the namespaces they run in, then their files.
    knockds: Vec<Process>,
    service: Option<Process>,
    others: Vec<Process>,
    client: Namespace,
    server: Namespace,
    home: Home,
}

impl Lab {
    /// A laboratory with the default doors.
    #[track_caller]
    pub fn start() -> Lab {
        Lab::plan().start()
    }

    pub fn plan() -> Plan {
        Plan {
            doors: Vec::new(),
            refusal: Refusal::Silence,
            hosts: vec![
                ("server.lab".to_owned(), SERVER_V4.into()),
                ("server.lab".to_owned(), SERVER_V6.into()),
                ("server4.lab".to_owned(), SERVER_V4.into()),
                ("server6.lab".to_owned(), SERVER_V6.into()),
            ],
            nameserver: None,
            nameserver_runs: false,
            two_servers: false,
        }
    }

    #[track_caller]
    fn build(plan: &Plan) -> Lab {
        namespace::remove_abandoned();
        let mut lab = Lab {
            knockds: Vec::new(),
            service: None,
            others: Vec::new(),
            client: Namespace::add("client"),
            server: Namespace::add("server"),
            home: Home::new(),
        };
        lab.client.name_hosts(&plan.hosts, plan.nameserver);
        lab.server.name_hosts(&plan.hosts, plan.nameserver);
        firewall::raise(&lab.server, plan.refusal);
        lab.lay_cable();
        lab.start_service();
        if plan.two_servers {
            for address in [IpAddr::from(SERVER_V4), SERVER_V6.into()] {
                let doors: Vec<Door> = plan.doors.iter().map(|door| door.at(address)).collect();
                lab.start_knockd(&doors);
            }
        } else {
            lab.start_knockd(&plan.doors);
        }
        if plan.nameserver_runs {
            let mut command = lab.client.command("python3");
            command.args(["-c", include_str!("nameserver.py")]);
            lab.run_beside("nameserver", command);
        }
        lab
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

    /// Whether a client can connect to the service now, without a knock. Takes up to a second.
    pub fn service_answers(&self, family: Family) -> bool {
        let (flag, address) = match family {
            Family::V4 => ("-4", SERVER_V4.to_string()),
            Family::V6 => ("-6", SERVER_V6.to_string()),
        };
        let port = SERVICE.to_string();
        let status = self
            .client_command(&["nc", flag, "-z", "-w", "1", &address, &port])
            .status();
        status.expect("nc can be run").success()
    }

    /// Shuts every open door, as if each had been closed by its sequence.
    pub fn close_all(&self) {
        firewall::close_all(&self.server);
    }

    /// Records what reaches the server's end of the cable, until the capture is read.
    #[track_caller]
    pub fn capture(&self) -> Capture<'_> {
        Capture::start(&self.server, &self.client, CABLE, &self.home)
    }

    /// Loses about `percent` of a hundred packets that the client sends.
    pub fn lose(&self, percent: u8) {
        firewall::lose(&self.client, CABLE, percent);
    }

    /// Loses every packet that the client sends to this port.
    pub fn lose_port(&self, port: u16) {
        firewall::lose_port(&self.client, port);
    }

    /// Loses nothing any more.
    pub fn lose_nothing(&self) {
        firewall::lose_nothing(&self.client);
    }

    /// Gives the client another address, and takes away the one that it had.
    pub fn move_client(&self, address: &str) {
        let had = format!("{CLIENT_V4}/24");
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
            .map(|number| fs::read_to_string(self.knockd_log_file(number)).unwrap_or_default())
            .collect()
    }

    /// Ends the service: an open port then refuses connections.
    pub fn stop_service(&mut self) {
        self.service = None;
    }

    #[track_caller]
    pub fn start_service(&mut self) {
        let command = self.echo(SERVICE);
        self.service = Some(self.start_ready("service", command));
    }

    /// One more service, which the firewall lets everybody connect to.
    #[track_caller]
    pub fn start_open_service(&mut self, port: u16) {
        firewall::let_through(&self.server, port);
        let command = self.echo(port);
        self.run_beside(&format!("service-{port}"), command);
    }

    /// `PROGRAM ARGS…` in the server's namespace.
    pub fn server(&self, args: &[&str]) -> assert_cmd::Command {
        let mut command = self.server.command(program(args[0]));
        self.home.clothe(command.args(&args[1..]));
        patient(command)
    }

    fn echo(&self, port: u16) -> Command {
        let mut command = self.server.command("python3");
        command.args(["-c", include_str!("echo.py"), &port.to_string()]);
        command
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

    fn lay_cable(&self) {
        let (client, server) = (self.client.name(), self.server.name());
        output_of(
            Command::new("ip")
                .args(["link", "add", CABLE, "netns", client, "type", "veth"])
                .args(["peer", "name", CABLE, "netns", server]),
        );
        self.client.join(CABLE, CLIENT_V4.into(), CLIENT_V6.into());
        self.server.join(CABLE, SERVER_V4.into(), SERVER_V6.into());
        self.wait_for_neighbours();
    }

    /// Waits until each end finds the other: a fresh cable loses the first question of IPv6 for its neighbour, and a
    /// second one comes only after a second. What was found is forgotten again, so that a test begins like a client that
    /// has just been plugged in.
    #[track_caller]
    fn wait_for_neighbours(&self) {
        let client = self.client.name();
        let ask = format!(
            "ip -n {client} neighbour flush dev {CABLE}
             {}
             ip -n {client} neighbour show dev {CABLE}",
            capture::marks()
        );
        let limit = Duration::from_secs(10);
        wait_until(
            "the two ends of the cable to find each other",
            limit,
            || {
                let found = output_of(self.client.command("bash").args(["-c", &ask]));
                let found = String::from_utf8_lossy(&found);
                [SERVER_V4.to_string(), SERVER_V6.to_string()]
                    .iter()
                    .all(|server| {
                        let is_known = |line: &str| {
                            line.starts_with(server.as_str()) && line.contains("lladdr")
                        };
                        found.lines().any(is_known)
                    })
            },
        );
        let forget = ["-n", client, "neighbour", "flush", "dev", CABLE];
        output_of(Command::new("ip").args(forget));
    }

    #[track_caller]
    fn start_knockd(&mut self, doors: &[Door]) {
        let name = format!("knockd-{}", self.knockds.len());
        let log = self.knockd_log_file(self.knockds.len());
        let mut text = format!(
            "[options]\nlogfile = {}\npidfile = {}\n",
            log.display(),
            self.home.runtime().join(format!("{name}.pid")).display()
        );
        for door in doors {
            let _ = write!(text, "\n{door}");
        }
        let file = self.home.path().join(format!("{name}.conf"));
        fs::write(&file, text).unwrap();

        let mut command = self.server.command("knockd");
        command.args(["-i", CABLE, "-v", "-D", "-c"]).arg(file);
        let mut knockd = Process::start(&name, self.home.clothe(&mut command), &self.home.logs());
        let limit = Duration::from_secs(10);
        wait_until("knockd to listen", limit, || {
            assert!(knockd.is_running(), "knockd ended: {}", knockd.log());
            let logged = fs::read_to_string(&log).unwrap_or_default();
            logged.contains("listening on") || knockd.log().contains("listening on")
        });
        self.knockds.push(knockd);
    }

    fn knockd_log_file(&self, number: usize) -> PathBuf {
        self.home.logs().join(format!("knockd-doors-{number}.log"))
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("---- what knockd logged ----\n{}", self.knockd_log());
        }
    }
}
