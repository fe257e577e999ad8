//! What is noticed of a network that changes: in a namespace whose only link is loopback.

use std::fmt::Write as _;
use std::fs;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use portknocker::network::{follow, source_towards};
use portknocker::profile::Bind;
use tokio::runtime;

use crate::support::home::patient;
use crate::support::lab::{Namespace, SERVER_V4, SERVER_V6};
use crate::support::process::output_of;

/// How long to wait for what shall come.
const LIMIT: Duration = Duration::from_secs(10);
/// How long to wait for what shall not: longer than the half second of quiet that comes before a word.
const SILENCE: Duration = Duration::from_millis(800);

/// Arguments of `ip`, each a change.
const CHANGES: [&str; 9] = [
    "address add 192.0.2.1/32 dev lo",
    "route add 198.51.100.0/24 dev lo",
    "address add 2001:db8::1/128 dev lo",
    "route add 2001:db8:1::/64 dev lo",
    "rule add to 198.51.100.0/24 lookup 77",
    "-6 rule add to 2001:db8:1::/64 lookup 77",
    "route delete 198.51.100.0/24",
    "address delete 192.0.2.1/32 dev lo",
    "link set lo down",
];

#[test]
fn each_change_is_told_once_and_nothing_else() {
    let namespace = Namespace::add("roaming");
    let following = Following::start(&namespace);
    following.hears_nothing();

    for change in CHANGES {
        ip(&namespace, change);
        following.hears_of(change);
        following.hears_nothing();
    }
}

#[test]
fn nothing_wakes_while_nothing_changes() {
    let namespace = Namespace::add("roaming");
    let following = Following::start(&namespace);
    following.hears_nothing();

    let before = following.sleeps();
    following.hears_nothing();

    assert_eq!(following.sleeps(), before);
    ip(&namespace, CHANGES[0]);
    following.hears_of("a change");
    assert_ne!(following.sleeps(), before);
}

#[test]
fn changes_close_together_are_one() {
    let namespace = Namespace::add("roaming");
    let following = Following::start(&namespace);

    // A line of many takes no `-6`.
    let (_, changes): (Vec<&str>, Vec<&str>) =
        CHANGES.iter().partition(|change| change.starts_with('-'));
    ip_batch(&namespace, &changes.join("\n"));

    following.hears_of("all of them");
    following.hears_nothing();
}

#[test]
fn more_changes_than_the_system_keeps_are_a_change_too() {
    let namespace = Namespace::add("roaming");
    let (go_on, wait) = channel::<()>();
    let following = Following::start_with(&namespace, move || {
        let _ = wait.recv();
    });
    ip(&namespace, CHANGES[0]);
    following.hears_of("the first change");

    // Whoever is told takes his time, and what comes meanwhile is not read.
    let mut routes = String::new();
    for number in 0..4000 {
        let (high, low) = (number / 256, number % 256);
        let _ = writeln!(routes, "route add 10.{high}.{low}.0/24 dev lo");
    }
    ip_batch(&namespace, &routes);
    assert!(lost(&namespace) > 0, "the flood is too small");
    drop(go_on);

    following.hears_of("the flood");
    following.hears_nothing();
    ip(&namespace, CHANGES[1]);
    following.hears_of("a change after the flood");
}

#[test]
fn who_no_longer_listens_is_told_no_more() {
    let namespace = Namespace::add("roaming");
    let Following { told, thread, .. } = Following::start(&namespace);
    drop(told);

    ip(&namespace, CHANGES[0]);

    thread.join().unwrap();
}

#[test]
fn packets_leave_from_the_address_that_the_way_has() {
    let namespace = Namespace::add("roaming");
    let towards = |server: IpAddr, bind: Option<Bind>| {
        let server = SocketAddr::new(server, 7000);
        let source = namespace.inside(move || source_towards(server, bind.as_ref()));
        source.join().unwrap().map(|source| source.to_string())
    };
    let (v4, v6) = (IpAddr::from(SERVER_V4), IpAddr::from(SERVER_V6));
    let from = |address: [u8; 4]| Some(Bind::Address(address.into()));
    let by_lo = || Some(Bind::Interface("lo".to_owned()));

    ip(&namespace, "address add 198.51.100.1/32 dev lo");
    ip(&namespace, "address add 198.51.100.2/32 dev lo");
    ip(&namespace, "address add 2001:db8:1::1/128 dev lo");
    for server in [v4, v6] {
        assert_eq!(towards(server, None), None, "there is no route");
    }

    ip(&namespace, "route add 192.0.2.0/24 dev lo src 198.51.100.1");
    ip(&namespace, "route add 2001:db8::/64 dev lo");
    assert_eq!(towards(v4, None).unwrap(), "198.51.100.1");
    assert_eq!(towards(v4, by_lo()).unwrap(), "198.51.100.1");
    assert_eq!(
        towards(v4, from([198, 51, 100, 2])).unwrap(),
        "198.51.100.2"
    );
    assert_eq!(towards(v4, from([198, 51, 100, 3])), None);
    assert_eq!(towards(v6, None).unwrap(), "2001:db8:1::1");

    ip(
        &namespace,
        "route change 192.0.2.0/24 dev lo src 198.51.100.2",
    );
    assert_eq!(towards(v4, None).unwrap(), "198.51.100.2");

    ip(&namespace, "link set lo down");
    assert_eq!(towards(v4, None), None);
}

mod timing {
    use super::*;
    use std::time::Instant;

    #[test]
    fn a_change_is_told_after_half_a_second_of_quiet() {
        let namespace = Namespace::add("roaming");
        let following = Following::start(&namespace);

        let began = Instant::now();
        ip(&namespace, CHANGES[0]);
        following.hears_of("a change");

        let took = began.elapsed();
        assert!(
            (Duration::from_millis(500)..Duration::from_millis(800)).contains(&took),
            "{took:?}"
        );
    }

    #[test]
    fn a_network_that_does_not_become_quiet_is_told_of_after_three_seconds() {
        let namespace = Namespace::add("roaming");
        let following = Following::start(&namespace);

        let began = Instant::now();
        for change in ["add", "delete"].iter().cycle() {
            ip(&namespace, &format!("address {change} 192.0.2.1/32 dev lo"));
            let pause = Duration::from_millis(100);
            if following.told.recv_timeout(pause).is_ok() {
                break;
            }
        }

        let took = began.elapsed();
        assert!(
            (Duration::from_secs(3)..Duration::from_millis(3500)).contains(&took),
            "{took:?}"
        );
    }
}

/// A thread inside the namespace that follows what changes there, and passes on what it is told.
struct Following {
    told: Receiver<()>,
    thread: JoinHandle<()>,
    /// What the system says about the thread.
    status: PathBuf,
}

impl Following {
    #[track_caller]
    fn start(namespace: &Namespace) -> Self {
        Self::start_with(namespace, || ())
    }

    /// The same, which does something else after each time that it was told.
    #[track_caller]
    fn start_with(namespace: &Namespace, mut then: impl FnMut() + Send + 'static) -> Self {
        let (tell, told) = channel();
        let (ready, waiting) = channel();
        let thread = namespace.inside(move || {
            let runtime = runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async {
                let following = follow(move || {
                    let is_heard = tell.send(()).is_ok();
                    then();
                    is_heard
                });
                ready.send(fs::read_link("/proc/thread-self")).unwrap();
                // As the agent does it.
                tokio::spawn(following).await.unwrap();
            });
        });
        let task = waiting.recv_timeout(LIMIT).unwrap().unwrap();
        Self {
            told,
            thread,
            status: Path::new("/proc").join(task).join("status"),
        }
    }

    /// How often the thread has gone to sleep so far, and so how often it was woken.
    fn sleeps(&self) -> String {
        let status = fs::read_to_string(&self.status).unwrap();
        let is_counter = |line: &&str| line.starts_with("voluntary_ctxt_switches:");
        status.lines().find(is_counter).unwrap().to_owned()
    }

    #[track_caller]
    fn hears_of(&self, change: &str) {
        assert_eq!(self.told.recv_timeout(LIMIT), Ok(()), "{change}");
    }

    #[track_caller]
    fn hears_nothing(&self) {
        let told = self.told.recv_timeout(SILENCE);
        assert_eq!(told, Err(RecvTimeoutError::Timeout));
    }
}

#[track_caller]
fn ip(namespace: &Namespace, args: &str) {
    let args: Vec<&str> = args.split(' ').collect();
    output_of(namespace.command("ip").args(args));
}

/// Many changes with one call.
#[track_caller]
fn ip_batch(namespace: &Namespace, lines: &str) {
    let mut command = namespace.command("ip");
    command.args(["-batch", "-"]);
    patient(command).write_stdin(lines).assert().success();
}

/// How many messages the namespace's netlink sockets have lost.
fn lost(namespace: &Namespace) -> u32 {
    let sockets = output_of(namespace.command("cat").arg("/proc/self/net/netlink"));
    let sockets = String::from_utf8(sockets).unwrap();
    let mut lines = sockets.lines().map(|line| line.split_whitespace());
    let drops = lines.next().unwrap().position(|word| word == "Drops");
    lines
        .map(|mut line| line.nth(drops.unwrap()).unwrap().parse::<u32>().unwrap())
        .sum()
}
