//! A real fwknopd (2.6.10, Debian's): as a user who may do nothing, on loopback, or in the laboratory's server with its
//! firewall. Names and values are those of its manual, fwknopd(8).

use std::fmt::Write as _;
use std::fs::{self, Permissions};
use std::net::{TcpListener, UdpSocket};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{self, Command};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use rustix::process::geteuid;

use super::home::Home;
use super::lab::Namespace;
use super::process::{Process, output_of};
use super::wait::{wait_for_or_explain, wait_until};

/// The keys of an fwknopd that was given no others.
pub const KEY_BASE64: &str = "VGhpcnR5LXR3byBieXRlcywgZm9yIHRlc3RzIG9ubHk=";
pub const HMAC_KEY_BASE64: &str =
    "QW5kIHNpeHR5LWZvdXIgYnl0ZXMgdGhhdCB0ZWxsIGEgcGFja2V0IG9mIG91cnMgZnJvbSBhbm90aGVyIG9uZQ==";

/// Where it looks for packets in the laboratory: one port for UDP and TCP, and one with a web server behind it.
pub const PORT: u16 = 62201;
pub const WEB_PORT: u16 = 8080;

/// Its own client, with these keys, that leaves nothing in its home; what comes after wins.
pub const CLIENT: [&str; 7] = [
    "fwknop",
    "--no-rc-file",
    "--no-save-args",
    "--key-base64-rijndael",
    KEY_BASE64,
    "--key-base64-hmac",
    HMAC_KEY_BASE64,
];

const LIMIT: Duration = Duration::from_secs(10);

/// Debian's `nobody`.
const NOBODY: u32 = 65534;

/// What an fwknopd shall be, before it is started.
#[derive(Clone, Debug)]
pub struct Plan {
    access: Vec<(String, String)>,
    daemon: Vec<(String, String)>,
    only_decides: bool,
    forwards: bool,
}

impl Plan {
    /// A line of `access.conf`. It replaces the one of its name; a key also the one of its other form.
    pub fn access(mut self, name: &str, value: &str) -> Plan {
        set(&mut self.access, name, value);
        self
    }

    /// Leaves out a line of `access.conf`, such as `HMAC_KEY`, in either form.
    pub fn without(mut self, name: &str) -> Plan {
        self.access
            .retain(|(had, _)| what_for(had) != what_for(name));
        self
    }

    /// A line of `fwknopd.conf`. It replaces the one of its name.
    pub fn daemon(mut self, name: &str, value: &str) -> Plan {
        set(&mut self.daemon, name, value);
        self
    }

    /// It decides and does nothing (`-t`). So `OPEN_PORTS` counts on loopback, where a command would be run whatever the
    /// port; but what was accepted is accepted again.
    pub fn only_decides(mut self) -> Plan {
        self.only_decides = true;
        self
    }

    /// It forwards ports, to itself and to the host that the laboratory then has behind the server.
    pub fn forwards(mut self) -> Plan {
        self.forwards = true;
        self.daemon("ENABLE_IPT_FORWARDING", "Y")
            .daemon("ENABLE_IPT_LOCAL_NAT", "Y")
    }

    pub(super) fn is_to_forward(&self) -> bool {
        self.forwards
    }

    /// Starts it on loopback with a socket for datagrams. What it lets in it only notes, since it is nobody.
    #[track_caller]
    pub fn on_loopback(self) -> Fwknopd {
        let home = Home::new();
        let port = free_port();
        let acts = home.path().join("act.sh");
        let notes = notes_of(&home);
        let script = format!("#!/bin/sh\necho \"$@\" >>'{}'\n", notes.display());
        write(&acts, &script, 0o700);
        write(&notes, "", 0o600);

        let mut plan = self
            .daemon("ENABLE_UDP_SERVER", "Y")
            .daemon("UDPSERV_PORT", &port.to_string());
        if !plan.only_decides {
            let acts = acts.display();
            let open = format!("{acts} open $IP $PORT $PROTO $CLIENT_TIMEOUT $PKT_SRC");
            let close = format!("{acts} close $IP $PORT $PROTO");
            plan.set_unless_said("CMD_CYCLE_OPEN", &open);
            plan.set_unless_said("CMD_CYCLE_CLOSE", &close);
            plan.set_unless_said("CMD_CYCLE_TIMER", "2");
        }

        let ids = [format!("--reuid={NOBODY}"), format!("--regid={NOBODY}")];
        let fwknopd = if geteuid().is_root() {
            let mut command = Command::new("setpriv");
            command.args(ids).args(["--clear-groups", "fwknopd"]);
            plan.start(home, port, command, Some(NOBODY))
        } else {
            plan.start(home, port, Command::new("fwknopd"), None)
        };
        // It says so before it is.
        wait_until("fwknopd to listen", LIMIT, || {
            listens(&fs::read_to_string("/proc/net/udp").unwrap(), port)
        });
        fwknopd
    }

    /// Starts it in a namespace, where it sees what comes by this cable, and works the firewall.
    #[track_caller]
    pub(super) fn in_namespace(self, server: &Namespace, cable: &str) -> Fwknopd {
        let mut plan = self;
        let filter = format!("udp port {PORT} or tcp port {PORT} or tcp port {WEB_PORT}");
        for (name, value) in [
            ("PCAP_INTF", cable),
            ("PCAP_FILTER", &filter),
            ("ENABLE_TCP_SERVER", "Y"),
            ("ENABLE_SPA_OVER_HTTP", "Y"),
        ] {
            if !plan.daemon.iter().any(|(said, _)| said == name) {
                plan = plan.daemon(name, value);
            }
        }
        let has_tcp = plan.says("ENABLE_TCP_SERVER", "Y");
        let fwknopd = plan.start(Home::new(), PORT, server.command("fwknopd"), None);
        // Its listener is a process of its own, which is not waited for.
        wait_until("fwknopd to listen", LIMIT, || {
            let sockets = output_of(server.command("cat").arg("/proc/net/tcp"));
            !has_tcp || listens(&String::from_utf8_lossy(&sockets), PORT)
        });
        fwknopd
    }

    #[track_caller]
    fn start(&self, home: Home, port: u16, mut command: Command, owner: Option<u32>) -> Fwknopd {
        let [access, daemon] = ["access.conf", "fwknopd.conf"].map(|name| home.path().join(name));
        let mut text = String::new();
        for (name, value) in &self.access {
            let _ = writeln!(text, "{name} {value}");
        }
        write(&access, &text, 0o600);
        let mut text = format!("FWKNOP_RUN_DIR {};\n", home.runtime().display());
        for (name, value) in &self.daemon {
            let _ = writeln!(text, "{name} {value};");
        }
        write(&daemon, &text, 0o600);

        if owner.is_some() {
            let files = fs::read_dir(home.path()).unwrap().flatten();
            let files = files.map(|file| file.path());
            for file in files.chain([home.path().to_owned()]) {
                chown(file, owner, owner).unwrap();
            }
        }
        command.args(["-f", "-v", "-c"]).arg(daemon);
        command.arg("-a").arg(access);
        if self.only_decides {
            command.arg("-t");
        }
        let mut process = Process::start("fwknopd", home.clothe(&mut command), &home.logs());
        let ready = if self.says("ENABLE_UDP_SERVER", "Y") {
            "Kicking off UDP server"
        } else {
            "Starting fwknopd main event loop"
        };
        process.wait_for_log(ready, LIMIT);
        Fwknopd {
            process,
            port,
            home,
        }
    }

    fn says(&self, name: &str, value: &str) -> bool {
        let mut lines = self.daemon.iter();
        lines.any(|(said, what)| said == name && what == value)
    }

    fn set_unless_said(&mut self, name: &str, value: &str) {
        if !self.access.iter().any(|(said, _)| said == name) {
            set(&mut self.access, name, value);
        }
    }
}

/// A running fwknopd. Dropping it ends it.
pub struct Fwknopd {
    // The program first, then its files.
    process: Process,
    port: u16,
    home: Home,
}

impl Fwknopd {
    /// One that asks for both keys, and lets in whoever has them.
    pub fn plan() -> Plan {
        Plan {
            access: Vec::new(),
            daemon: Vec::new(),
            only_decides: false,
            forwards: false,
        }
        .access("SOURCE", "ANY")
        .access("KEY_BASE64", KEY_BASE64)
        .access("HMAC_KEY_BASE64", HMAC_KEY_BASE64)
    }

    /// Where it waits for packets.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The user id that it has.
    pub fn user(&self) -> u32 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.pid())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("Uid:"));
        let user = line.and_then(|line| line.split_whitespace().next());
        user.unwrap().parse().unwrap()
    }

    /// All that it has said, with every field of a packet that it could read.
    pub fn log(&self) -> String {
        self.process.log()
    }

    #[track_caller]
    pub fn wait_for_log(&self, text: &str) {
        let look = || self.log().contains(text).then_some(());
        wait_for_or_explain(text, LIMIT, look, || self.said());
    }

    /// The values of a field of all packets that it could read, in their order: `Username`, `Message Type` ….
    pub fn field(&self, name: &str) -> Vec<String> {
        let log = self.log();
        let fields = log.lines().filter_map(|line| line.split_once(':'));
        let values = fields.filter(|(said, _)| said.trim() == name);
        values.map(|(_, value)| value.trim().to_owned()).collect()
    }

    /// What it let in on loopback, as `192.0.2.7 tcp/22 for 2 s, asked by 127.0.0.1`.
    pub fn opened(&self) -> Vec<String> {
        self.noted("open", |note| match note {
            [ip, port, protocol, seconds, from] => {
                format!(
                    "{ip} {}/{port} for {seconds} s, asked by {from}",
                    named(protocol)
                )
            }
            other => panic!("an opening of {other:?}"),
        })
    }

    /// What it shut out again on loopback, as `192.0.2.7 tcp/22`.
    pub fn closed(&self) -> Vec<String> {
        self.noted("close", |note| match note {
            [ip, port, protocol] => format!("{ip} {}/{port}", named(protocol)),
            other => panic!("a closing of {other:?}"),
        })
    }

    /// Waits until it has let in so often, and hands over what.
    #[track_caller]
    pub fn wait_for_opened(&self, times: usize) -> Vec<String> {
        let what = format!("{times} openings");
        let look = || Some(self.opened()).filter(|opened| opened.len() >= times);
        wait_for_or_explain(&what, LIMIT, look, || self.said())
    }

    #[track_caller]
    pub fn wait_for_closed(&self, times: usize) -> Vec<String> {
        let what = format!("{times} closings");
        let look = || Some(self.closed()).filter(|closed| closed.len() >= times);
        wait_for_or_explain(&what, LIMIT, look, || self.said())
    }

    fn said(&self) -> String {
        format!("; it said:\n{}", self.log())
    }

    fn noted(&self, act: &str, tell: impl Fn(&[&str]) -> String) -> Vec<String> {
        let notes = fs::read_to_string(notes_of(&self.home)).unwrap_or_default();
        let words = notes
            .lines()
            .map(|line| line.split(' ').collect::<Vec<_>>());
        let acts = words.filter(|words| words[0] == act);
        acts.map(|words| tell(&words[1..])).collect()
    }
}

/// A protocol's name; fwknopd tells its number.
fn named(protocol: &str) -> &'static str {
    match protocol {
        "6" => "tcp",
        "17" => "udp",
        other => panic!("a protocol {other}"),
    }
}

/// A file in which each line is an act.
fn notes_of(home: &Home) -> PathBuf {
    home.path().join("acts")
}

fn set(lines: &mut Vec<(String, String)>, name: &str, value: &str) {
    let line = (name.to_owned(), value.to_owned());
    match lines
        .iter_mut()
        .find(|(had, _)| what_for(had) == what_for(name))
    {
        Some(had) => *had = line,
        None => lines.push(line),
    }
}

/// Two forms of a key are one key.
fn what_for(name: &str) -> &str {
    name.strip_suffix("_BASE64").unwrap_or(name)
}

fn write(file: &Path, text: &str, mode: u32) {
    fs::write(file, text).unwrap();
    fs::set_permissions(file, Permissions::from_mode(mode)).unwrap();
}

/// A port that nobody has, below those that the system gives away, and another one each time.
pub fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let own = u16::try_from(process::id() % 2_000).expect("less than that");
    let first = 10_000 + own * 10 + NEXT.fetch_add(1, Ordering::Relaxed);
    let is_free = |port: &u16| {
        let everywhere = ("0.0.0.0", *port);
        UdpSocket::bind(everywhere).is_ok() && TcpListener::bind(everywhere).is_ok()
    };
    (first..first + 10).find(is_free).expect("a free port")
}

/// Whether a socket waits at this port, by the system's table of them.
fn listens(sockets: &str, port: u16) -> bool {
    let end = format!(":{port:04X}");
    let mut locals = sockets
        .lines()
        .filter_map(|line| line.split_whitespace().nth(1));
    locals.any(|local| local.ends_with(&end))
}
