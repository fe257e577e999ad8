//! The keys of a profile that choose the way: `bind` and `family`; and that a profile's own win over the defaults.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use rstest::rstest;

use super::{portknocker, steps};
use crate::support::lab::{Family, Lab, Packet};

const VERIFIED: &str = "homelab: open verified: port 2222 answers after TIME\n";

const HOMELAB: &str = r#"
    [[profile]]
    name = "homelab"
    host = "server4.lab"
    open = ["7000:tcp", "8000:udp", "9000:tcp"]
    close = ["9000:tcp", "8000:udp", "7000:tcp"]
    check = 2222
    delay = "30ms"
    check_timeout = "1s"
    retries = 0
"#;

#[test]
fn a_knock_and_its_check_leave_from_the_address_that_they_are_bound_to() {
    let lab = Lab::start();
    lab.client(&["ip", "address", "add", "192.0.2.9/24", "dev", "lab0"])
        .assert()
        .success();
    let capture = lab.capture();

    let configuration = format!("{HOMELAB}bind = \"192.0.2.9\"");
    portknocker(&lab, &configuration, &["open", "homelab"]).is(0, VERIFIED);

    let bound: IpAddr = Ipv4Addr::new(192, 0, 2, 9).into();
    let packets = capture.packets();
    assert!(!packets.is_empty());
    assert!(
        packets
            .iter()
            .all(|packet| packet.from == bound || packet.to == bound),
        "{packets:#?}"
    );
    // The server let in the address that knocked, and no other.
    assert!(!lab.service_answers(Family::V4));
}

#[rstest]
#[case::ipv4("server4.lab")]
#[case::ipv6("server6.lab")]
fn a_knock_and_its_check_leave_by_the_interface_that_they_are_bound_to(#[case] host: &str) {
    let lab = Lab::start();
    // The system would choose another interface, which leads nowhere.
    for args in [
        "link add decoy type veth peer name nowhere",
        "link set decoy up",
        "route add 192.0.2.2/32 dev decoy",
        "route add 2001:db8::2/128 dev decoy",
    ] {
        let args: Vec<&str> = ["ip"].into_iter().chain(args.split(' ')).collect();
        lab.client(&args).assert().success();
    }
    let configuration = HOMELAB.replace("server4.lab", host);
    assert_eq!(
        portknocker(&lab, &configuration, &["open", "homelab"]).status,
        3
    );

    let configuration = format!("{configuration}bind = \"lab0\"");
    portknocker(&lab, &configuration, &["open", "homelab"]).is(0, VERIFIED);
}

#[rstest]
#[case::no_such_interface("wg7", "No such device (os error 19)")]
#[case::no_such_address("192.0.2.99", "Cannot assign requested address (os error 99)")]
#[case::an_address_of_the_other_family(
    "2001:db8::1",
    "Address family not supported by protocol (os error 97)"
)]
#[case::a_name_too_long_for_an_interface(
    "a-name-that-no-interface-can-have",
    "No such device (os error 19)"
)]
fn a_way_that_is_not_there_is_said(#[case] bind: &str, #[case] cause: &str) {
    let lab = Lab::start();
    let capture = lab.capture();
    let configuration = format!("{HOMELAB}bind = \"{bind}\"");

    for action in ["open", "close", "check"] {
        portknocker(&lab, &configuration, &[action, "homelab"]).is(
            1,
            &format!(
                "homelab: {action} failed: cannot leave by {bind} ({cause}); check the profile's `bind`\n"
            ),
        );
    }
    assert_eq!(capture.packets(), []);
}

#[rstest]
#[case::ipv4("ipv4", "192.0.2.2")]
#[case::ipv6("ipv6", "2001:db8::2")]
fn only_the_family_asked_for_is_knocked_on(#[case] family: &str, #[case] server: IpAddr) {
    let lab = Lab::start();
    let capture = lab.capture();
    let configuration = format!("{HOMELAB}family = \"{family}\"").replace("server4", "server");

    portknocker(&lab, &configuration, &["open", "homelab"]).is(0, VERIFIED);

    let knocks = capture.knocks();
    assert_eq!(steps(&knocks), ["7000:tcp", "8000:udp", "9000:tcp"]);
    assert!(knocks.iter().all(|knock| knock.to == server));
}

#[test]
fn one_address_is_knocked_on_where_no_family_is_said() {
    let lab = Lab::start();
    let capture = lab.capture();
    let configuration = HOMELAB.replace("server4", "server");

    portknocker(&lab, &configuration, &["open", "homelab"]).is(0, VERIFIED);

    let knocks = capture.knocks();
    assert_eq!(steps(&knocks), ["7000:tcp", "8000:udp", "9000:tcp"]);
    assert!(knocks.iter().all(|knock| knock.to == knocks[0].to));
}

#[rstest]
#[case::auto("auto")]
#[case::both("both")]
fn an_address_without_a_route_does_not_keep_the_other_from_opening(#[case] family: &str) {
    let lab = Lab::plan()
        .host("half.lab", Ipv6Addr::new(0x2001, 0xdb8, 7, 0, 0, 0, 0, 7))
        .host("half.lab", Ipv4Addr::new(192, 0, 2, 2))
        .start();
    let configuration = format!("{HOMELAB}family = \"{family}\"").replace("server4", "half");

    portknocker(&lab, &configuration, &["open", "homelab"]).is(0, VERIFIED);
    portknocker(&lab, &configuration, &["check", "homelab"])
        .is(0, "homelab: check verified: port 2222 answers after TIME\n");
    portknocker(&lab, &configuration, &["close", "homelab"])
        .is(0, "homelab: close verified: port 2222 is closed\n");
}

#[test]
fn a_profile_wins_over_the_defaults() {
    let lab = Lab::start();
    let capture = lab.capture();
    let configuration = r#"
        [defaults]
        delay = "24h"
        family = "ipv6"
        check_timeout = "1ms"
        retries = 20
        bind = "wg7"

        [[profile]]
        name = "homelab"
        host = "server.lab"
        open = ["7000:tcp", "8000:udp", "9000:tcp"]
        check = 2222
        delay = "30ms"
        family = "ipv4"
        check_timeout = "2s"
        retries = 0
        bind = "lab0"
    "#;

    portknocker(&lab, configuration, &["open", "homelab"]).is(0, VERIFIED);

    let knocks: Vec<Packet> = capture.knocks();
    assert_eq!(steps(&knocks), ["7000:tcp", "8000:udp", "9000:tcp"]);
    assert!(knocks.iter().all(|knock| knock.to.is_ipv4()));
}
