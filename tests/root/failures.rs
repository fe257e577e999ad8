//! What goes wrong, and the words that say why.

use std::net::Ipv6Addr;

use rstest::rstest;

use super::{portknocker, steps};
use crate::support::lab::{Door, Family, Lab, OPEN_SEQUENCE, Plan, SERVER_V4};

/// A profile whose opening sequence is not the door's.
const WRONG: &str = r#"
    [[profile]]
    name = "homelab"
    host = "server4.lab"
    open = ["7000:tcp", "9000:tcp", "8000:udp"]
    close = ["7000:tcp"]
    check = 2222
    delay = "30ms"
    check_timeout = "500ms"
"#;

#[test]
fn a_wrong_sequence_is_sent_again_as_a_whole_and_then_fails() {
    let lab = Lab::start();
    let capture = lab.capture();

    portknocker(&lab, WRONG, &["open", "homelab"]).is(
        3,
        "homelab: open failed: port 2222 is still closed: no answer within 500 ms (3 tries). \
         Compare the sequence, its order and its delay with the server's\n",
    );

    let sequence = ["7000:tcp", "9000:tcp", "8000:udp"];
    assert_eq!(
        steps(&capture.knocks()),
        [sequence, sequence, sequence].concat()
    );
    assert!(!lab.service_answers(Family::V4));
    assert!(!lab.knockd_log().contains("OPEN SESAME"));
}

#[test]
fn a_wrong_sequence_without_retries_is_sent_once() {
    let lab = Lab::start();
    let capture = lab.capture();

    portknocker(&lab, &format!("{WRONG}retries = 0"), &["open", "homelab"]).is(
        3,
        "homelab: open failed: port 2222 is still closed: no answer within 500 ms (1 try). \
         Compare the sequence, its order and its delay with the server's\n",
    );

    let sequence = ["7000:tcp", "9000:tcp", "8000:udp"];
    assert_eq!(steps(&capture.knocks()), sequence);
}

#[test]
fn a_closed_port_that_refuses_is_told_from_one_that_is_silent() {
    let lab = Lab::plan().refusing().start();

    portknocker(&lab, &format!("{WRONG}retries = 1"), &["open", "homelab"]).is(
        3,
        "homelab: open failed: port 2222 is still closed: the connection is refused (2 tries). \
         Either the sequence is wrong, or the door is open and no service runs behind it\n",
    );
}

#[test]
fn an_open_door_without_a_service_behind_it_is_refused() {
    let mut lab = Lab::start();
    lab.stop_service();
    let configuration = r#"
        [[profile]]
        name = "homelab"
        host = "server4.lab"
        open = ["7000:tcp", "8000:udp", "9000:tcp"]
        check = 2222
        delay = "30ms"
        check_timeout = "300ms"
        retries = 0
    "#;

    // The first attempt of the check came before the door was open, and is silent until the end.
    for _ in 0..8 {
        lab.close_all();
        portknocker(&lab, configuration, &["open", "homelab"]).is(
            3,
            "homelab: open failed: port 2222 is still closed: the connection is refused (1 try). \
             Either the sequence is wrong, or the door is open and no service runs behind it\n",
        );
    }
    assert!(lab.knockd_log().contains("OPEN SESAME"));
}

#[test]
fn a_retry_opens_what_a_lost_packet_left_closed() {
    // No closing door, whose first step would be this one's last: knockd would take the rest of a broken opening for
    // the beginning of a closing, and the beginning of the next opening for a mistake in that.
    let lab = Lab::plan()
        .door(Door::opens("open", &OPEN_SEQUENCE))
        .start();
    // The first packet of all is lost, and no other.
    lab.client(&[
        "nft",
        "table inet loss {
            chain output {
                type filter hook output priority 0
                tcp dport 7000 limit rate over 1/day burst 1 packets accept
                tcp dport 7000 drop
            }
        }",
    ])
    .assert()
    .success();
    let capture = lab.capture();
    let configuration = r#"
        [[profile]]
        name = "homelab"
        host = "server4.lab"
        open = ["7000:tcp", "8000:udp", "9000:tcp"]
        check = 2222
        delay = "30ms"
        check_timeout = "500ms"
    "#;

    portknocker(&lab, configuration, &["open", "homelab"])
        .is(0, "homelab: open verified: port 2222 answers after TIME\n");

    assert_eq!(
        steps(&capture.knocks()),
        [&OPEN_SEQUENCE[1..], &OPEN_SEQUENCE].concat()
    );
}

#[rstest]
#[case::silent(
    Lab::plan(),
    "no answer within 500 ms (2 tries). Compare the sequence, its order and its delay with the server's"
)]
#[case::refusing(Lab::plan().refusing(), "the connection is refused (2 tries). Either the sequence is wrong, or the door is open and no service runs behind it")]
fn an_address_without_a_route_does_not_hide_what_the_other_says(
    #[case] plan: Plan,
    #[case] words: &str,
) {
    let lab = plan
        .host("half.lab", Ipv6Addr::new(0x2001, 0xdb8, 7, 0, 0, 0, 0, 7))
        .host("half.lab", SERVER_V4)
        .start();
    let configuration = format!("{WRONG}retries = 1\nfamily = \"both\"").replace("server4", "half");
    portknocker(&lab, &configuration, &["open", "homelab"]).is(
        3,
        &format!("homelab: open failed: port 2222 is still closed: {words}\n"),
    );
}

#[test]
fn a_door_that_does_not_close_is_still_open() {
    let lab = Lab::plan()
        .door(Door::opens("open", &OPEN_SEQUENCE))
        .start();
    let configuration = r#"
        [[profile]]
        name = "homelab"
        host = "server4.lab"
        open = ["7000:tcp", "8000:udp", "9000:tcp"]
        close = ["9000:tcp", "8000:udp", "7000:tcp"]
        check = 2222
        delay = "30ms"
        check_timeout = "500ms"
        retries = 1
    "#;
    portknocker(&lab, configuration, &["open", "homelab"])
        .is(0, "homelab: open verified: port 2222 answers after TIME\n");
    let capture = lab.capture();

    portknocker(&lab, configuration, &["close", "homelab"]).is(
        3,
        "homelab: close failed: port 2222 still answers (2 tries): it is OPEN. \
         Compare the closing sequence with the server's\n",
    );

    let sequence = ["9000:tcp", "8000:udp", "7000:tcp"];
    assert_eq!(steps(&capture.knocks()), [sequence, sequence].concat());
}

#[test]
fn a_profile_without_a_closing_sequence_cannot_be_closed() {
    let lab = Lab::start();
    let capture = lab.capture();
    let configuration = r#"
        [[profile]]
        name = "homelab"
        host = "server4.lab"
        open = ["7000:tcp"]
        check = 2222
    "#;

    portknocker(&lab, configuration, &["close", "homelab"]).is(
        1,
        "homelab: close failed: the profile has no closing sequence; if the server does not close by itself, \
         give the profile a `close`\n",
    );
    assert_eq!(capture.packets(), []);
}

#[test]
fn a_name_that_nobody_knows_is_not_found() {
    let lab = Lab::plan().nameserver().start();
    portknocker(&lab, &named("nowhere.lab"), &["open", "homelab"]).is(
        1,
        "homelab: open failed: nowhere.lab was not found (failed to lookup address information: \
         Name or service not known); check the name and the network\n",
    );
}

#[test]
fn a_name_without_any_nameserver_is_not_found() {
    let lab = Lab::start();
    portknocker(&lab, &named("nowhere.lab"), &["open", "homelab"]).is(
        1,
        "homelab: open failed: nowhere.lab was not found (failed to lookup address information: \
         Temporary failure in name resolution); check the name and the network\n",
    );
}

#[test]
fn a_name_without_an_address_of_the_family_asked_for_fails() {
    let lab = Lab::start();
    let configuration = named("server4.lab") + "family = \"ipv6\"";
    portknocker(&lab, &configuration, &["open", "homelab"]).is(
        1,
        "homelab: open failed: server4.lab has no address of the family asked for (`family = \"ipv6\"`)\n",
    );
}

#[rstest]
#[case::ipv4("198.51.100.7")]
#[case::ipv6("2001:db8:7::7")]
fn a_network_without_a_route_is_unreachable(#[case] host: &str) {
    let lab = Lab::start();
    for args in [["open", "homelab"], ["check", "homelab"]] {
        portknocker(&lab, &named(host), &args).is(
            1,
            &format!(
                "homelab: {} failed: there is no way to the network of {host}; \
                 check the connection, or a VPN that should be up\n",
                args[0]
            ),
        );
    }
}

#[rstest]
#[case::tcp("7000:tcp")]
#[case::udp("8000:udp")]
fn a_route_that_the_system_prohibits_is_no_permission(#[case] step: &str) {
    let lab = Lab::start();
    lab.client(&["ip", "route", "add", "prohibit", "198.51.100.0/24"])
        .assert()
        .success();
    let configuration = format!(
        "[[profile]]\nname = \"homelab\"\nhost = \"198.51.100.7\"\nopen = [\"{step}\"]\ncheck = 2222"
    );
    portknocker(&lab, &configuration, &["open", "homelab"]).is(
        1,
        "homelab: open failed: the system does not permit sending to 198.51.100.7; check the local firewall\n",
    );
}

#[test]
fn a_firewall_of_the_client_that_drops_a_datagram_is_no_permission() {
    let lab = Lab::start();
    lab.client(&[
        "nft",
        "table inet strict {
            chain output {
                type filter hook output priority 0
                udp dport 8000 drop
            }
        }",
    ])
    .assert()
    .success();
    let said = portknocker(&lab, &named("server4.lab"), &["open", "homelab"]);
    said.is(
        1,
        "homelab: open failed: the system does not permit sending to 192.0.2.2; check the local firewall\n",
    );
    assert!(!lab.service_answers(Family::V4));
}

#[test]
fn a_lock_folder_that_cannot_be_made_is_said_and_nothing_is_sent() {
    let lab = Lab::start();
    let folder = lab.home().runtime().join("portknocker");
    std::fs::write(&folder, "not a folder").unwrap();
    let locks = folder.join("locks");
    let capture = lab.capture();
    portknocker(&lab, &named("server4.lab"), &["open", "homelab"]).is(
        1,
        &format!(
            "homelab: open failed: cannot take turns with other knocks to 192.0.2.2 \
             ({}/192.0.2.2.lock: Not a directory (os error 20)); nothing was sent\n",
            locks.display()
        ),
    );
    assert_eq!(capture.packets(), []);
}

/// A profile for the laboratory's door at this host.
fn named(host: &str) -> String {
    format!(
        "[[profile]]\nname = \"homelab\"\nhost = \"{host}\"\nopen = {OPEN_SEQUENCE:?}\ncheck = 2222\ndelay = \"30ms\"\n"
    )
}
