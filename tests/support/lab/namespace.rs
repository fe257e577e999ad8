//! A network namespace of this test: its name carries the process id, and it goes away with the value.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::net::{IpAddr, Ipv4Addr};
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};
use std::process::{self, Command};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::{self, JoinHandle};

use rustix::process::{Pid, Signal, kill_process};
use rustix::thread::{LinkNameSpaceType, move_into_link_name_space};

use crate::support::process::output_of;

const PREFIX: &str = "portknocker-test";

pub struct Namespace {
    name: String,
}

impl Namespace {
    /// Makes a namespace whose loopback is up.
    #[track_caller]
    pub fn add(role: &str) -> Namespace {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("{PREFIX}-{}-{number}-{role}", process::id());

        let added = Command::new("ip").args(["netns", "add", &name]).output();
        let added = added.unwrap_or_else(|error| {
            panic!("the laboratory needs the program `ip` (package iproute2): {error}")
        });
        assert!(
            added.status.success(),
            "the laboratory needs root, with CAP_NET_ADMIN and CAP_SYS_ADMIN, to make network namespaces: {}",
            String::from_utf8_lossy(&added.stderr)
        );
        let namespace = Namespace { name };
        namespace.ip(&["link", "set", "lo", "up"]);
        namespace
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// `PROGRAM` inside the namespace; its process id is the child's.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new("ip");
        command.args(["netns", "exec", &self.name]).arg(program);
        command
    }

    /// Work in a thread inside the namespace: what it opens belongs there.
    pub fn inside<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> JoinHandle<T> {
        let namespace = File::open(Path::new("/run/netns").join(&self.name)).unwrap();
        thread::spawn(move || {
            let only_network = Some(LinkNameSpaceType::Network);
            move_into_link_name_space(namespace.as_fd(), only_network).unwrap();
            work()
        })
    }

    /// Gives the end of a cable its addresses and switches it on.
    pub fn join(&self, cable: &str, v4: IpAddr, v6: IpAddr) {
        self.ip(&["address", "add", &format!("{v6}/64"), "dev", cable, "nodad"]);
        self.plug_in(cable, v4);
    }

    /// The same with an address of IPv4 alone.
    pub fn plug_in(&self, cable: &str, v4: IpAddr) {
        self.ip(&["address", "add", &format!("{v4}/24"), "dev", cable]);
        self.ip(&["link", "set", cable, "up"]);
    }

    /// Sends by this router what is for nobody near.
    pub fn route_by(&self, router: impl Into<IpAddr>) {
        let router = router.into();
        self.ip(&[
            family(router),
            "route",
            "add",
            "default",
            "via",
            &router.to_string(),
        ]);
    }

    /// Sends by this router what is for this address.
    pub fn route(&self, address: IpAddr, router: IpAddr) {
        let [address, router] = [address, router].map(|one| one.to_string());
        self.ip(&["route", "add", &address, "via", &router]);
    }

    /// Finds this address at the other end of a cable.
    pub fn route_near(&self, address: IpAddr, cable: &str) {
        self.ip(&["route", "add", &address.to_string(), "dev", cable]);
    }

    /// Passes on what is for others.
    pub fn forward(&self) {
        // An address of its own that waits to be found unique asks nobody yet.
        let switch_on = "echo 0 >/proc/sys/net/ipv6/conf/default/accept_dad
                         echo 1 >/proc/sys/net/ipv4/ip_forward
                         echo 1 >/proc/sys/net/ipv6/conf/all/forwarding";
        output_of(self.command("sh").args(["-c", switch_on]));
    }

    /// Sets what names mean inside: these hosts, and beyond them one nameserver or none that answers.
    pub fn name_hosts(&self, hosts: &[(String, IpAddr)], nameserver: Option<IpAddr>) {
        let mut lines = String::from("127.0.0.1 localhost\n::1 localhost\n");
        for (name, address) in hosts {
            let _ = writeln!(lines, "{address} {name}");
        }
        let resolver = nameserver.map_or_else(String::new, |ip| format!("nameserver {ip}\n"));
        for (file, text) in [
            ("hosts", lines.as_str()),
            ("resolv.conf", &resolver),
            ("nsswitch.conf", "hosts: files dns\n"),
        ] {
            // `ip netns exec` lays each of these over the machine's own, which must exist for that.
            if Path::new("/etc").join(file).exists() {
                fs::create_dir_all(self.files()).unwrap();
                fs::write(self.files().join(file), text).unwrap();
            }
        }
    }

    pub(super) fn ip(&self, args: &[&str]) {
        output_of(Command::new("ip").args(["-n", &self.name]).args(args));
    }

    fn files(&self) -> PathBuf {
        files_of(&self.name)
    }
}

impl Drop for Namespace {
    fn drop(&mut self) {
        remove(&self.name);
    }
}

/// Removes what tests left behind that were killed and so could not do it themselves.
pub fn remove_abandoned() {
    let Ok(entries) = fs::read_dir("/run/netns") else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let owner = name
            .strip_prefix(PREFIX)
            .and_then(|rest| rest.split('-').nth(1));
        if owner.is_some_and(|pid| !Path::new("/proc").join(pid).exists()) {
            remove(&name);
        }
    }
}

fn remove(name: &str) {
    let inside = Command::new("ip").args(["netns", "pids", name]).output();
    if let Ok(inside) = inside {
        for pid in String::from_utf8_lossy(&inside.stdout).split_whitespace() {
            if let Some(pid) = pid.parse().ok().and_then(Pid::from_raw) {
                let _ = kill_process(pid, Signal::KILL);
            }
        }
    }
    let _ = Command::new("ip").args(["netns", "delete", name]).output();
    let _ = fs::remove_dir_all(files_of(name));
}

/// The option of ip(8) for addresses like this one.
pub(super) fn family(address: IpAddr) -> &'static str {
    if address.is_ipv4() { "-4" } else { "-6" }
}

fn files_of(name: &str) -> PathBuf {
    Path::new("/etc/netns").join(name)
}
