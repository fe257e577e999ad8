//! What is really sent, as tcpdump sees it at the server.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use super::{portknocker, steps};
use crate::support::lab::{
    CLIENT_V4, Door, Family, Lab, Packet, Protocol, SERVER_V4, SERVER_V6, SERVICE,
};
use crate::support::wait::wait_until;

#[test]
fn one_syn_for_each_tcp_step_one_datagram_for_each_udp_step_and_nothing_else() {
    let lab = Lab::start();
    let capture = lab.capture();
    let configuration = r#"
        [[profile]]
        name = "homelab"
        host = "server4.lab"
        open = ["7000:tcp", "7000:tcp", "8000:udp", "8000:udp", "9000:tcp"]
        delay = "20ms"
    "#;

    portknocker(&lab, configuration, &["open", "homelab"]).is(
        0,
        "homelab: open unverified: everything was sent, nothing was checked\n",
    );

    // Everything that passed in either direction.
    let packets = capture.packets();
    let sequence = ["7000:tcp", "7000:tcp", "8000:udp", "8000:udp", "9000:tcp"];
    assert_eq!(steps(&packets), sequence);
    assert!(packets.iter().all(Packet::is_knock), "{packets:#?}");
    assert!(packets.iter().all(|packet| packet.to == SERVER_V4));
    assert!(packets.is_sorted_by_key(|packet| packet.at));
    let payloads: Vec<&[u8]> = packets.iter().map(|packet| &packet.payload[..]).collect();
    let (nothing, zero): (&[u8], &[u8]) = (&[], &[0]);
    assert_eq!(payloads, [nothing, nothing, zero, zero, nothing]);
}

#[test]
fn the_service_is_asked_only_after_the_whole_sequence() {
    let lab = Lab::start();
    let capture = lab.capture();
    let configuration = r#"
        [[profile]]
        name = "homelab"
        host = "server4.lab"
        open = ["7000:tcp", "8000:udp", "9000:tcp"]
        close = ["9000:tcp", "8000:udp", "7000:tcp"]
        check = 2222
        delay = "20ms"
    "#;

    for action in ["open", "close"] {
        assert_eq!(
            portknocker(&lab, configuration, &[action, "homelab"]).status,
            0
        );
    }

    let packets = capture.packets();
    let sent: Vec<&Packet> = packets
        .iter()
        .filter(|packet| packet.from == CLIENT_V4)
        .collect();
    let mut asked = sent
        .chunk_by(|a, b| (a.port == SERVICE) == (b.port == SERVICE))
        .map(|run| match run[0].port {
            SERVICE => vec!["the service".to_owned()],
            _ => run.iter().map(|packet| packet.step()).collect(),
        });
    assert_eq!(
        asked.next().unwrap(),
        ["7000:tcp", "8000:udp", "9000:tcp"],
        "open"
    );
    assert_eq!(asked.next().unwrap(), ["the service"]);
    assert_eq!(
        asked.next().unwrap(),
        ["9000:tcp", "8000:udp", "7000:tcp"],
        "close"
    );
    assert_eq!(asked.next().unwrap(), ["the service"]);
    assert_eq!(asked.next(), None);
}

#[test]
fn the_service_is_never_asked_without_a_check() {
    let lab = Lab::start();
    let capture = lab.capture();
    let configuration = r#"
        [[profile]]
        name = "homelab"
        host = "server4.lab"
        open = ["7000:tcp", "8000:udp", "9000:tcp"]
        check = 2222
        delay = "20ms"
    "#;

    portknocker(&lab, configuration, &["open", "homelab", "--no-check"]).is(
        0,
        "homelab: open unverified: everything was sent, nothing was checked\n",
    );

    assert_eq!(
        steps(&capture.packets()),
        ["7000:tcp", "8000:udp", "9000:tcp"]
    );
}

#[test]
fn a_datagram_carries_the_payload_of_its_step() {
    let lab = Lab::start();
    let capture = lab.capture();
    let configuration = r#"
        [[profile]]
        name = "homelab"
        host = "server4.lab"
        open = [
            { port = 8000, protocol = "udp", payload = "text:open sesame" },
            { port = 8001, protocol = "udp", payload = "open sesame" },
            { port = 8002, protocol = "udp", payload = "text:Öffne dich" },
            { port = 8003, protocol = "udp", payload = "hex:00ff10" },
            { port = 8004, protocol = "udp", payload = "base64:AP8Q" },
            { port = 8005, protocol = "udp", payload = "text:" },
            { port = 8006, protocol = "udp" },
            "8007:udp",
        ]
        delay = "10ms"
    "#;

    let said = portknocker(&lab, configuration, &["open", "homelab"]);

    assert_eq!(said.status, 0, "{said}");
    let carried: Vec<(u16, Vec<u8>)> = capture
        .packets()
        .into_iter()
        .map(|packet| (packet.port, packet.payload))
        .collect();
    assert_eq!(
        carried,
        [
            (8000, b"open sesame".to_vec()),
            (8001, b"open sesame".to_vec()),
            (8002, "Öffne dich".into()),
            (8003, b"\x00\xff\x10".to_vec()),
            (8004, b"\x00\xff\x10".to_vec()),
            (8005, b"".to_vec()),
            (8006, b"\x00".to_vec()),
            (8007, b"\x00".to_vec()),
        ]
    );
}

#[test]
fn a_payload_as_long_as_a_datagram_can_be_is_sent() {
    let lab = Lab::start();
    let configuration = format!(
        "[[profile]]\nname = \"homelab\"\nhost = \"server4.lab\"\n\
         open = [{{ port = 8000, protocol = \"udp\", payload = \"{}\" }}]",
        "x".repeat(65_507)
    );
    portknocker(&lab, &configuration, &["open", "homelab"]).is(
        0,
        "homelab: open unverified: everything was sent, nothing was checked\n",
    );
}

#[test]
fn a_long_sequence_is_sent_whole_and_opens() {
    // knockd takes 32 steps at the most.
    let ports: Vec<String> = (0..32)
        .map(|n| {
            format!(
                "{}:{}",
                7000 + n * 7 % 32,
                if n % 3 == 0 { "udp" } else { "tcp" }
            )
        })
        .collect();
    let sequence: Vec<&str> = ports.iter().map(String::as_str).collect();
    let lab = Lab::plan().door(Door::opens("long", &sequence)).start();
    let capture = lab.capture();
    let configuration = format!(
        "[[profile]]\nname = \"homelab\"\nhost = \"server4.lab\"\nopen = {sequence:?}\ncheck = 2222\ndelay = \"10ms\""
    );

    portknocker(&lab, &configuration, &["open", "homelab"])
        .is(0, "homelab: open verified: port 2222 answers after TIME\n");
    assert_eq!(steps(&capture.knocks()), sequence);
}

#[test]
fn both_families_are_let_in_by_one_open_and_shut_out_by_one_close() {
    let lab = Lab::start();
    let capture = lab.capture();
    let configuration = r#"
        [[profile]]
        name = "homelab"
        host = "server.lab"
        family = "both"
        open = ["7000:tcp", "8000:udp", "9000:tcp"]
        close = ["9000:tcp", "8000:udp", "7000:tcp"]
        check = 2222
        delay = "50ms"
    "#;

    portknocker(&lab, configuration, &["open", "homelab"])
        .is(0, "homelab: open verified: port 2222 answers after TIME\n");

    let knocks = capture.knocks();
    for server in [IpAddr::from(SERVER_V4), SERVER_V6.into()] {
        let to_server: Vec<Packet> = knocks
            .iter()
            .filter(|knock| knock.to == server)
            .cloned()
            .collect();
        assert_eq!(steps(&to_server), ["7000:tcp", "8000:udp", "9000:tcp"]);
    }
    assert_eq!(knocks.len(), 6);
    // Verified is one of them; the server may be a moment behind with the other.
    for family in [Family::V4, Family::V6] {
        wait_until("both to be let in", Duration::from_secs(3), || {
            lab.service_answers(family)
        });
    }

    portknocker(&lab, configuration, &["close", "homelab"])
        .is(0, "homelab: close verified: port 2222 is closed\n");
    assert!(!lab.service_answers(Family::V4));
    assert!(!lab.service_answers(Family::V6));
}

#[test]
fn knock_and_check_go_to_the_same_address() {
    let lab = Lab::plan()
        .host("twins.lab", SERVER_V4)
        .host("twins.lab", Ipv4Addr::new(192, 0, 2, 77))
        .start();
    lab.server(&["ip", "address", "add", "192.0.2.77/24", "dev", "lab0"])
        .assert()
        .success();
    let configuration = r#"
        [[profile]]
        name = "homelab"
        host = "twins.lab"
        open = ["7000:tcp", "8000:udp", "9000:tcp"]
        check = 2222
        delay = "50ms"
    "#;
    let capture = lab.capture();

    let said = portknocker(&lab, configuration, &["open", "homelab", "--json"]);

    let address = said.json()[0]["address"].as_str().unwrap().to_owned();
    let packets = capture.packets();
    let sent: Vec<&Packet> = packets
        .iter()
        .filter(|packet| packet.from == CLIENT_V4)
        .collect();
    assert_eq!(said.status, 0, "{said}");
    assert!(!sent.is_empty());
    assert!(
        sent.iter().all(|packet| packet.to.to_string() == address),
        "{address}: {sent:#?}"
    );
}

#[test]
fn a_step_in_connect_mode_completes_the_handshake() {
    let mut lab = Lab::start();
    lab.start_open_service(7000);
    let capture = lab.capture();
    let configuration = r#"
        [[profile]]
        name = "homelab"
        host = "server4.lab"
        open = [{ port = 7000, mode = "connect" }, "8000:udp", "9000:tcp"]
        check = 2222
        delay = "50ms"
    "#;

    let said = portknocker(&lab, configuration, &["open", "homelab", "--json"]);

    let record = &said.json()[0];
    assert_eq!(record["outcome"], "verified");
    assert_eq!(record["steps"][0]["result"], "connected");
    let handshake: Vec<(bool, bool)> = capture
        .packets()
        .iter()
        .filter(|packet| packet.protocol == Protocol::Tcp)
        .filter(|packet| packet.port == 7000 || packet.from_port == 7000)
        .map(|packet| (packet.syn, packet.ack))
        .take(3)
        .collect();
    assert_eq!(handshake, [(true, false), (true, true), (false, true)]);
}

#[test]
fn a_step_in_connect_mode_that_nobody_answers_is_one_syn_and_the_sequence_goes_on() {
    let lab = Lab::start();
    let capture = lab.capture();
    let configuration = r#"
        [[profile]]
        name = "homelab"
        host = "server4.lab"
        open = [{ port = 7000, mode = "connect" }, "8000:udp", { port = 9000, mode = "connect" }]
        check = 2222
        delay = "50ms"
    "#;

    portknocker(&lab, configuration, &["open", "homelab"])
        .is(0, "homelab: open verified: port 2222 answers after TIME\n");
    assert_eq!(
        steps(&capture.knocks()),
        ["7000:tcp", "8000:udp", "9000:tcp"]
    );
}

#[test]
fn the_receipt_says_what_came_back_for_each_step() {
    let mut lab = Lab::start();
    lab.start_open_service(7000);
    for rule in [
        "insert rule inet lab input tcp dport 7001 reject with tcp reset",
        "insert rule inet lab input udp dport 8001 reject with icmpx port-unreachable",
        "insert rule inet lab input tcp dport 7002 reject with icmpx admin-prohibited",
    ] {
        lab.server(&["nft", rule]).assert().success();
    }
    let configuration = r#"
        [[profile]]
        name = "homelab"
        host = "server4.lab"
        open = ["7000:tcp", "7001:tcp", "7002:tcp", "7003:tcp", "8000:udp", "8001:udp"]
        delay = "20ms"
    "#;

    let said = portknocker(&lab, configuration, &["open", "homelab", "--json"]);

    assert_eq!(said.status, 0, "facts about steps are not failures: {said}");
    let record = &said.json()[0];
    assert_eq!(record["outcome"], "unverified");
    let results: Vec<(u64, &str)> = record["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| {
            (
                step["port"].as_u64().unwrap(),
                step["result"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        results,
        [
            (7000, "connected"),
            (7001, "refused"),
            (7002, "unreachable"),
            (7003, "no_answer"),
            (8000, "no_answer"),
            (8001, "refused"),
        ]
    );
}

#[test]
fn the_receipt_names_the_addresses_and_ports_that_were_really_used() {
    let lab = Lab::start();
    let capture = lab.capture();
    let configuration = r#"
        [[profile]]
        name = "homelab"
        host = "server6.lab"
        open = ["7000:tcp", "8000:udp", "9000:tcp"]
        delay = "20ms"
    "#;

    let said = portknocker(&lab, configuration, &["open", "homelab", "--json"]);

    let record = &said.json()[0];
    let reported: Vec<(String, String)> = record["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| {
            (
                step["local"].as_str().unwrap().to_owned(),
                step["remote"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    let sent: Vec<(String, String)> = capture
        .knocks()
        .iter()
        .map(|knock| {
            (
                format!("[{}]:{}", knock.from, knock.from_port),
                format!("[{}]:{}", knock.to, knock.port),
            )
        })
        .collect();
    assert_eq!(reported, sent);
}
