//! `knock`: what knock(1) sends for the same arguments, and its silence.

use std::time::Duration;

use super::steps;
use crate::support::lab::{Family, Lab, OPEN_SEQUENCE, Packet};
use crate::support::said::{Said, keys};
use crate::support::wait::wait_until;

/// Arguments that knock(1) takes.
const ARGUMENTS: [&str; 11] = [
    "server4.lab 7000 8000 9000",
    "server4.lab 7000:tcp 8000:udp 9000:tcp",
    "2001:db8::2 7000 8000:udp",
    "-u server4.lab 7000 8000",
    "-d 40 server4.lab 7000 8000:udp",
    "-4 server.lab 7000 8000:udp",
    "-6 server.lab 7000 8000:udp",
    "--udp --delay 40 server4.lab 7000",
    "--ipv6 server.lab 7000 8000:udp",
    "server4.lab 7000 8000 -u -d 10",
    "-ud10 server4.lab 7000",
];

#[test]
fn sends_what_knock_1_sends() {
    let lab = Lab::start();
    for args in ARGUMENTS {
        assert_sends_the_same(&lab, args);
    }
}

#[test]
fn udp_for_all_wins_over_a_protocol_as_with_knock_1() {
    assert_sends_the_same(&Lab::start(), "-u server4.lab 7000:tcp 8000:udp 9000");
}

#[test]
fn opens_a_door_and_says_nothing() {
    let lab = Lab::start();
    let args = [
        &["portknocker", "knock", "-d", "30", "server4.lab"],
        &OPEN_SEQUENCE[..],
    ]
    .concat();
    Said::by(&mut lab.client(&args)).is(0, "");
    wait_until("the door to open", Duration::from_secs(2), || {
        lab.service_answers(Family::V4)
    });
}

#[test]
fn sends_all_at_once_without_a_delay_and_before_the_server_is_known_to_the_network() {
    // The first packet of all has to wait for the server's hardware address, and the others queue behind it.
    let lab = Lab::start();
    let capture = lab.capture();
    let sequence = ["7000:tcp", "7001:tcp", "8000:udp", "7002:tcp", "8001:udp"];
    let args = [&["portknocker", "knock", "server4.lab"], &sequence[..]].concat();
    Said::by(&mut lab.client(&args)).is(0, "");
    assert_eq!(steps(&capture.packets()), sequence);
}

#[test]
fn tells_each_packet_where_it_is_asked_to() {
    let lab = Lab::start();
    let said = Said::by(&mut lab.client(&[
        "portknocker",
        "knock",
        "-v",
        "server4.lab",
        "7000",
        "8000:udp",
    ]));
    assert_eq!((said.status, said.stdout.as_str()), (0, ""));
    for told in ["192.0.2.2:7000", "192.0.2.2:8000", "1/2", "2/2"] {
        assert!(said.stderr.contains(told), "{said}");
    }
}

#[test]
fn json_has_the_keys_of_every_other_action() {
    let lab = Lab::start();
    let said =
        Said::by(&mut lab.client(&["portknocker", "knock", "--json", "server4.lab", "7000"]));
    assert_eq!((said.status, said.stderr.as_str()), (0, ""));
    let records = said.json();
    assert_eq!(records.len(), 1);
    assert_eq!(
        keys(&records[0]),
        [
            "action",
            "address",
            "allow",
            "check",
            "elapsed_ms",
            "one_time_left",
            "one_time_unspent",
            "outcome",
            "profile",
            "reason",
            "steps"
        ]
    );
    assert_eq!(records[0]["profile"], "server4.lab");
    assert_eq!(records[0]["action"], "open");
    assert_eq!(records[0]["outcome"], "unverified");
    assert_eq!(records[0]["steps"][0]["result"], "no_answer");
    assert!(records[0]["check"].is_null());
}

#[test]
fn says_what_went_wrong() {
    let lab = Lab::plan().nameserver().start();
    for (args, complaint) in [
        (
            ["knock", "nowhere.lab", "7000"],
            "nowhere.lab: open failed: nowhere.lab was not found (failed to lookup address information: \
             Name or service not known); check the name and the network\n",
        ),
        (
            ["knock", "198.51.100.7", "7000"],
            "198.51.100.7: open failed: there is no way to the network of 198.51.100.7; \
             check the connection, or a VPN that should be up\n",
        ),
    ] {
        Said::by(&mut lab.client(&[&["portknocker"], &args[..]].concat())).is_error(1, complaint);
    }
}

#[track_caller]
fn assert_sends_the_same(lab: &Lab, args: &str) {
    let sent_by = |program: &[&str]| {
        let args: Vec<&str> = args.split(' ').collect();
        let capture = lab.capture();
        Said::by(&mut lab.client(&[program, &args].concat())).is(0, "");
        let packets = capture.packets().into_iter();
        packets
            .map(|packet: Packet| (packet.step(), packet.to, packet.payload))
            .collect::<Vec<_>>()
    };
    let theirs = sent_by(&["knock"]);
    let ours = sent_by(&["portknocker", "knock"]);
    assert!(!theirs.is_empty(), "{args}");
    assert_eq!(ours, theirs, "{args}");
}
