//! The examination of the machine in networks that have what they should, or have not.

use std::fs;
use std::net::{IpAddr, Ipv4Addr, UdpSocket};
use std::thread;

use portknocker::doctor::machine::{
    ClockFound, ConfigurationFound, EchoFound, FamilyFound, Found, MissingName, NamesFound, Setup,
    State, Subject,
};
use portknocker::doctor::network_time::NetworkTimeError;
use rstest::rstest;
use rustix::thread::{CapabilitySet, capabilities, set_capabilities};

use crate::support::home::Home;
use crate::support::lab::Namespace;
use crate::support::machine::{Machine, setup};
use crate::support::process::output_of;

const OUTSIDE_V4: IpAddr = IpAddr::V4(Ipv4Addr::new(198, 51, 100, 1));

fn profile(name: &str, keys: &str) -> String {
    format!("[[profile]]\nname = \"{name}\"\n{keys}\n")
}

/// Looks from inside a namespace.
#[track_caller]
fn look(namespace: &Namespace, home: &Home) -> Machine {
    let setup = setup(home);
    look_with(namespace, move || Machine::look(&setup))
}

#[track_caller]
fn look_with(namespace: &Namespace, look: impl FnOnce() -> Machine + Send + 'static) -> Machine {
    namespace.inside(look).join().unwrap()
}

/// Gives the namespace a way out by IPv4 that ends in itself.
#[track_caller]
fn give_way_out(namespace: &Namespace) {
    for change in [
        format!("address add {OUTSIDE_V4}/32 dev lo"),
        format!("route add default dev lo src {OUTSIDE_V4}"),
    ] {
        output_of(namespace.command("ip").args(change.split(' ')));
    }
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(ToString::to_string).collect()
}

#[test]
fn each_family_has_its_way_out_or_has_none() {
    let namespace = Namespace::add("machine");
    let home = Home::new();
    give_way_out(&namespace);

    let machine = look(&namespace, &home);

    let way_out = FamilyFound::WayOut {
        from: OUTSIDE_V4,
        out_of_reach: Vec::new(),
    };
    machine.has(State::Good, Found::Ipv4(way_out));
    let none = FamilyFound::NoWayOut {
        out_of_reach: Vec::new(),
    };
    machine.has(State::WorthKnowing, Found::Ipv6(none));
}

#[test]
fn a_family_that_is_missing_is_bad_for_the_profiles_that_are_bound_to_it() {
    let namespace = Namespace::add("machine");
    let home = Home::new();
    give_way_out(&namespace);
    let open = "open = [\"7000\"]";
    let profiles = [
        profile("near", &format!("host = \"::1\"\n{open}")),
        profile("far", &format!("host = \"2001:db8::7\"\n{open}")),
        profile("other", &format!("host = \"192.0.2.7\"\n{open}")),
    ];
    home.write_configuration(&profiles.concat());

    let machine = look(&namespace, &home);

    let missing = FamilyFound::NoWayOut {
        out_of_reach: names(&["far"]),
    };
    machine.has(State::Bad, Found::Ipv6(missing));
    let way_out = FamilyFound::WayOut {
        from: OUTSIDE_V4,
        out_of_reach: Vec::new(),
    };
    machine.has(State::Good, Found::Ipv4(way_out));
}

#[test]
fn a_server_nearby_is_reached_without_a_way_out() {
    let namespace = Namespace::add("machine");
    let home = Home::new();
    let keys = "host = \"127.0.0.1\"\nopen = [\"7000\"]";
    home.write_configuration(&profile("near", keys));

    let none = FamilyFound::NoWayOut {
        out_of_reach: Vec::new(),
    };
    look(&namespace, &home).has(State::WorthKnowing, Found::Ipv4(none));
}

#[test]
fn names_are_looked_up_and_those_that_are_not_found_are_named() {
    let namespace = Namespace::add("machine");
    let home = Home::new();
    let open = "open = [\"7000\"]";
    let known = profile("known", &format!("host = \"localhost\"\n{open}"));
    home.write_configuration(&known);
    let found = NamesFound::All {
        found: 1,
        not_looked_up: 0,
    };
    look(&namespace, &home).has(State::Good, Found::Names(found));

    let unknown = profile("unknown", &format!("host = \"nas.example\"\n{open}"));
    home.write_configuration(&(known + &unknown));
    let found = NamesFound::Missing {
        found: 1,
        missing: vec![MissingName {
            host: "nas.example".parse().unwrap(),
            // Nobody can be asked in here.
            cause: "failed to lookup address information: Temporary failure in name resolution"
                .to_owned(),
        }],
        late: Vec::new(),
        not_looked_up: 0,
    };
    look(&namespace, &home).has(State::Bad, Found::Names(found));
}

#[rstest]
#[case::by_nobody("1 0", true, State::Good, EchoFound::Privileged)]
#[case::by_everybody("0 2147483647", false, State::Good, EchoFound::Permitted)]
#[case::by_nobody_and_without_the_privilege("1 0", false, State::Bad, EchoFound::Forbidden)]
fn echo_requests_are_sent_as_the_system_permits(
    #[case] groups: &'static str,
    #[case] is_privileged: bool,
    #[case] state: State,
    #[case] found: EchoFound,
) {
    let namespace = Namespace::add("machine");
    let home = Home::new();
    let keys = "host = \"127.0.0.1\"\nopen = [\"icmp\"]";
    home.write_configuration(&profile("lab", keys));
    let setup = setup(&home);
    let machine = look_with(&namespace, move || {
        fs::write("/proc/sys/net/ipv4/ping_group_range", groups).unwrap();
        if !is_privileged {
            // The thread's own.
            let mut sets = capabilities(None).unwrap();
            sets.effective.remove(CapabilitySet::NET_RAW);
            set_capabilities(None, sets).unwrap();
        }
        Machine::look(&setup)
    });
    machine.has(state, Found::Echo(found));
}

/// A time server in the namespace, on the port where they listen; its clock is so many seconds ahead of this machine's.
fn serve_time(namespace: &Namespace, ahead: u32) {
    let socket = namespace.inside(|| UdpSocket::bind((Ipv4Addr::LOCALHOST, 123)).unwrap());
    let socket = socket.join().unwrap();
    thread::spawn(move || {
        let mut question = [0; 48];
        let (_, client) = socket.recv_from(&mut question).unwrap();
        let asked_at = u64::from_be_bytes(question[40..].try_into().unwrap());
        let now = asked_at.wrapping_add(u64::from(ahead) << 32).to_be_bytes();
        let mut answer = [0; 48];
        // Version 4, a server, of the second stratum.
        answer[..2].copy_from_slice(&[4 << 3 | 4, 2]);
        answer[24..32].copy_from_slice(&question[40..]);
        answer[32..40].copy_from_slice(&now);
        answer[40..].copy_from_slice(&now);
        socket.send_to(&answer, client).unwrap();
    });
}

#[rstest]
#[case(0, State::Good)]
#[case(30, State::WorthKnowing)]
#[case(90, State::Bad)]
fn a_clock_is_compared_with_the_time_server_that_is_named(
    #[case] ahead: u32,
    #[case] state: State,
) {
    let namespace = Namespace::add("machine");
    let home = Home::new();
    let keys = "host = \"127.0.0.1\"\nspa = { access = \"tcp/22\", key = \"text:a\", hmac_key = \"text:b\" }";
    home.write_configuration(&profile("lab", keys));
    serve_time(&namespace, ahead);
    let setup = Setup {
        time_server: Some("127.0.0.1".to_owned()),
        ..setup(&home)
    };

    let machine = look_with(&namespace, move || Machine::look(&setup));

    let examined = machine.of(Subject::Clock);
    assert_eq!(examined.state, state);
    let Found::Clock(ClockFound::Measured { server, offset }) = &examined.found else {
        panic!("{examined:?}");
    };
    assert_eq!(server, "127.0.0.1");
    let off = offset.offset.as_secs_f64() - f64::from(ahead);
    assert!(off.abs() <= offset.uncertainty.as_secs_f64(), "{offset:?}");
}

#[test]
fn a_time_server_that_cannot_be_asked_says_nothing_of_the_clock() {
    let namespace = Namespace::add("machine");
    let home = Home::new();
    let setup = Setup {
        time_server: Some("127.0.0.1:1123".to_owned()),
        ..setup(&home)
    };

    let machine = look_with(&namespace, move || Machine::look(&setup));

    let found = ClockFound::NotTold {
        server: "127.0.0.1:1123".to_owned(),
        error: NetworkTimeError::NotReached {
            cause: "Connection refused (os error 111)".to_owned(),
        },
    };
    machine.has(State::WorthKnowing, Found::Clock(found));
}

#[test]
fn a_configuration_with_mistakes_is_bad_and_counts_as_needing_nothing() {
    let namespace = Namespace::add("machine");
    let home = Home::new();
    let path = home.write_configuration("[[profile]]\nname = \"lab\"\n");

    let machine = look(&namespace, &home);

    let Found::Configuration(ConfigurationFound::Mistakes {
        path: found,
        mistakes,
    }) = &machine.of(Subject::Configuration).found
    else {
        panic!("{:?}", machine.of(Subject::Configuration));
    };
    assert_eq!((found, mistakes.count()), (&path.display().to_string(), 2));
    machine.has(State::Good, Found::Names(NamesFound::NoNames));
}
