//! `check`: asks the service, and knocks nowhere.

use super::{portknocker, steps};
use crate::support::lab::{CLIENT_V4, Lab, Packet, SERVICE};

const HOMELAB: &str = r#"
    [[profile]]
    name = "homelab"
    host = "server4.lab"
    open = ["7000:tcp", "8000:udp", "9000:tcp"]
    check = 2222
    delay = "30ms"
    check_timeout = "500ms"
"#;

#[test]
fn finds_a_port_that_answers() {
    let lab = Lab::start();
    portknocker(&lab, HOMELAB, &["open", "homelab"])
        .is(0, "homelab: open verified: port 2222 answers after TIME\n");

    let capture = lab.capture();
    portknocker(&lab, HOMELAB, &["check", "homelab"])
        .is(0, "homelab: check verified: port 2222 answers after TIME\n");
    assert_asks_only_the_service(&capture.packets());
}

#[test]
fn finds_a_port_that_is_silent() {
    let lab = Lab::start();
    let capture = lab.capture();
    portknocker(&lab, HOMELAB, &["check", "homelab"]).is(
        3,
        "homelab: check failed: port 2222 does not answer within 500 ms\n",
    );
    assert_asks_only_the_service(&capture.packets());
}

#[test]
fn finds_a_port_that_refuses() {
    let lab = Lab::plan().refusing().start();
    let capture = lab.capture();
    portknocker(&lab, HOMELAB, &["check", "homelab"]).is(
        3,
        "homelab: check failed: port 2222 refuses the connection\n",
    );
    assert_asks_only_the_service(&capture.packets());
}

#[test]
fn has_nothing_to_ask_where_the_profile_names_no_port() {
    let lab = Lab::start();
    let capture = lab.capture();
    let configuration = HOMELAB.replace("check = 2222", "check = \"none\"");
    portknocker(&lab, &configuration, &["check", "homelab"]).is(
        1,
        "homelab: check failed: the profile names no service port; give it a `check`, such as `check = 22`\n",
    );
    assert_eq!(capture.packets(), []);
}

#[track_caller]
fn assert_asks_only_the_service(packets: &[Packet]) {
    let sent: Vec<Packet> = packets
        .iter()
        .filter(|packet| packet.from == CLIENT_V4)
        .cloned()
        .collect();
    assert!(!sent.is_empty());
    assert!(
        sent.iter().all(|packet| packet.port == SERVICE),
        "{:?}",
        steps(&sent)
    );
    assert_eq!(sent.iter().filter(|packet| packet.syn).count(), 1);
}
