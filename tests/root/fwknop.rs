//! Single packets against a real fwknopd that works a real firewall.

use std::collections::BTreeSet;
use std::thread;
use std::time::{Duration, Instant};

use rstest::rstest;

use super::{portknocker, steps};
use crate::support::desktop::{Desktop, MenuEntry};
use crate::support::fwknopd::{self, CLIENT, Fwknopd, HMAC_KEY_BASE64, KEY_BASE64, PORT};
use crate::support::lab::{
    Capture, Door, Family, INNER_SERVICE, INNER_V4, Lab, OPEN_SEQUENCE, Packet, Plan, SERVICE,
};
use crate::support::process::Process;
use crate::support::said::Said;
use crate::support::wait::wait_until;

const LIMIT: Duration = Duration::from_secs(20);

/// What is said of the opened service.
const VERIFIED: &str = "homelab: open verified: port 2222 answers after TIME\n";

#[rstest]
#[case::udp("", "62201:udp")]
#[case::tcp("transport = \"tcp\"", "62201:tcp")]
#[case::http("transport = \"http\"\nport = 8080", "8080:tcp")]
fn opens_with_one_packet_and_the_server_closes(#[case] transport: &str, #[case] step: &str) {
    let lab = Lab::plan()
        .fwknopd(Fwknopd::plan().access("FW_ACCESS_TIMEOUT", "3"))
        .start();
    let configuration = homelab("check_timeout = \"1s\"", transport);
    let capture = lab.capture();

    portknocker(&lab, &configuration, &["open", "homelab"]).is(0, VERIFIED);
    lab.client(&["nc", "-N", "-w", "5", "server4.lab", "2222"])
        .write_stdin("hello")
        .assert()
        .success()
        .stdout("hello");
    portknocker(&lab, &configuration, &["check", "homelab"])
        .is(0, "homelab: check verified: port 2222 answers after TIME\n");

    let (knocks, packets) = sent(capture);
    assert_eq!(knocks, [step]);
    assert_eq!(packets.len(), 1);
    assert!((140..400).contains(&packets[0].len()), "{packets:?}");
    assert_eq!(
        lab.fwknopd().field("Message String"),
        ["192.0.2.1,tcp/2222"]
    );

    wait_until("the server to close", LIMIT, || {
        !lab.service_answers(Family::V4)
    });
    portknocker(&lab, &configuration, &["check", "homelab"]).is(
        3,
        "homelab: check failed: port 2222 does not answer within 1 s\n",
    );
}

#[rstest]
#[case::wrong_key(
    Fwknopd::plan().access("KEY", "another"),
    "",
    "Decryption failed or decrypted data is invalid"
)]
#[case::wrong_hmac_key(
    Fwknopd::plan().access("HMAC_KEY", "another"),
    "",
    "FKO_ERROR_INVALID_DATA_HMAC_COMPAREFAIL"
)]
#[case::clock_ten_minutes_off(
    Fwknopd::plan(),
    "clock_offset = \"-10m\"",
    "SPA data time difference is too great"
)]
#[case::port_that_it_does_not_open(
    Fwknopd::plan().access("OPEN_PORTS", "tcp/22"),
    "",
    "One or more requested protocol/ports was denied per access.conf."
)]
fn what_the_server_refuses_stays_closed(
    #[case] plan: fwknopd::Plan,
    #[case] spa: &str,
    #[case] logged: &str,
) {
    let lab = Lab::plan().fwknopd(plan).start();
    let capture = lab.capture();

    let configuration = homelab("check_timeout = \"300ms\"", spa);
    portknocker(&lab, &configuration, &["open", "homelab"]).is(
        3,
        &format!(
            "homelab: open failed: port 2222 is still closed: no answer within 300 ms (3 tries). {}\n",
            causes("192.0.2.1")
        ),
    );

    let (knocks, packets) = sent(capture);
    assert_eq!(knocks, ["62201:udp"; 3]);
    let different: BTreeSet<&String> = packets.iter().collect();
    assert_eq!(different.len(), 3, "{packets:?}");
    let refused = || lab.fwknopd().log().matches(logged).count();
    wait_until("all of them to be refused", LIMIT, || refused() == 3);
    assert!(!lab.service_answers(Family::V4));
}

#[rstest]
#[case::reset(
    "tcp-reset",
    "the connection is refused (1 try). Either the door is open and no service runs behind it, or the packet was not taken"
)]
#[case::unreachable(
    "icmp-host-prohibited",
    "a host or router on the way says that it cannot be reached (1 try)"
)]
fn how_a_port_is_closed_is_told(#[case] reject: &str, #[case] says: &str) {
    let lab = Lab::plan()
        .fwknopd(Fwknopd::plan().access("KEY", "another"))
        .start();
    reject_at(&lab, 2222, reject);

    let configuration = homelab("check_timeout = \"300ms\"\nretries = 0", "");
    portknocker(&lab, &configuration, &["open", "homelab"]).is(
        3,
        &format!(
            "homelab: open failed: port 2222 is still closed: {says}. {}\n",
            causes("192.0.2.1")
        ),
    );
}

#[test]
fn an_open_port_without_a_service_is_refused() {
    let mut lab = Lab::plan().fwknopd(Fwknopd::plan()).start();
    lab.stop_service();

    let configuration = homelab("check_timeout = \"1s\"\nretries = 0", "");
    portknocker(&lab, &configuration, &["open", "homelab"]).is(
        3,
        &format!(
            "homelab: open failed: port 2222 is still closed: the connection is refused (1 try). Either the door is open \
             and no service runs behind it, or the packet was not taken. {}\n",
            causes("192.0.2.1")
        ),
    );

    lab.fwknopd().wait_for_log("FWKNOP_INPUT for 192.0.2.1");
}

#[rstest]
#[case::silent(
    None,
    "accepted no connection to bring the packet: nothing comes back. Over `tcp` and `http` something has to listen there; compare `transport` and `port` with the server's"
)]
#[case::unreachable(
    Some("icmp-host-prohibited"),
    "cannot be reached with the packet: a host or router on the way says so"
)]
fn a_packet_that_nobody_accepts_is_not_sent(#[case] reject: Option<&str>, #[case] says: &str) {
    let lab = Lab::plan().fwknopd(Fwknopd::plan()).start();
    if let Some(how) = reject {
        reject_at(&lab, 7777, how);
    }
    let capture = lab.capture();

    let configuration = homelab("", "transport = \"tcp\"\nport = 7777");
    portknocker(&lab, &configuration, &["open", "homelab"])
        .is(1, &format!("homelab: open failed: 192.0.2.2:7777 {says}\n"));

    assert_eq!(sent(capture).1, [""; 0]);
}

#[test]
fn a_packet_that_this_machine_forbids_is_not_sent() {
    let lab = Lab::plan().fwknopd(Fwknopd::plan()).start();
    lab.client(&[
        "nft",
        "table inet strict {
            chain output {
                type filter hook output priority 0
                udp dport 62201 drop
            }
        }",
    ])
    .assert()
    .success();

    portknocker(&lab, &homelab("", ""), &["open", "homelab"]).is(
        1,
        "homelab: open failed: the system does not permit sending to 192.0.2.2; check the local firewall\n",
    );
}

#[test]
fn without_a_way_to_the_server_nothing_is_sent() {
    let lab = Lab::plan().fwknopd(Fwknopd::plan()).start();
    lab.unplug();
    for allow in ["", "allow = \"source\""] {
        portknocker(&lab, &homelab("", allow), &["open", "homelab"]).is(
            1,
            "homelab: open failed: there is no way to the network of 192.0.2.2; check the connection, or a VPN that \
             should be up\n",
        );
    }
}

#[rstest]
fn each_packet_leaves_from_the_port_that_is_asked_for(#[values("udp", "tcp")] transport: &str) {
    let plan = Fwknopd::plan().access("KEY", "another");
    let lab = Lab::plan().fwknopd(plan).start();
    let capture = lab.capture();

    let spa = format!("transport = \"{transport}\"\nsource_port = 7777");
    let configuration = homelab("check_timeout = \"200ms\"\nretries = 3", &spa);
    let said = portknocker(&lab, &configuration, &["open", "homelab"]);
    assert_eq!(said.status, 3, "{said}");

    let packets = sent_packets(capture);
    assert!(packets.iter().all(|packet| packet.from_port == 7777));
    let texts: BTreeSet<Vec<u8>> = packets.into_iter().map(|packet| packet.payload).collect();
    let texts = texts.into_iter().filter(|text| !text.is_empty());
    assert_eq!(texts.count(), 4);
}

#[rstest]
#[case::address("192.0.2.88")]
#[case::interface("lab0")]
fn the_address_that_packets_leave_by_is_let_in(#[case] bind: &str) {
    let lab = Lab::plan().fwknopd(Fwknopd::plan()).start();
    lab.add_address("192.0.2.88");
    let address = if bind == "lab0" { "192.0.2.1" } else { bind };

    let configuration = homelab(&format!("bind = \"{bind}\""), "");
    portknocker(&lab, &configuration, &["open", "homelab"]).is(0, VERIFIED);

    let message = format!("{address},tcp/2222");
    assert_eq!(lab.fwknopd().field("Message String"), [message]);
    assert!(lab.service_peers().iter().all(|peer| peer == address));
}

#[test]
fn a_packet_that_was_lost_is_followed_by_another() {
    let lab = Lab::plan().fwknopd(Fwknopd::plan()).start();
    let configuration = homelab("check_timeout = \"500ms\"\nretries = 1", "");

    lab.lose_port(PORT);
    portknocker(&lab, &configuration, &["open", "homelab"]).is(
        3,
        &format!(
            "homelab: open failed: port 2222 is still closed: no answer within 500 ms (2 tries). {}\n",
            causes("192.0.2.1")
        ),
    );
    lab.lose_nothing();
    assert_eq!(lab.fwknopd().field("Message String"), [""; 0]);

    lab.lose_first(PORT);
    let capture = lab.capture();
    let said = portknocker(&lab, &configuration, &["open", "--json", "homelab"]);
    assert_eq!(said.status, 0, "{said}");
    let told = &said.json()[0];
    assert_eq!(told["outcome"], "verified");
    assert_eq!(told["steps"].as_array().unwrap().len(), 2, "{told}");
    assert_eq!(sent(capture).1.len(), 1);
}

#[rstest]
#[case::documentation(Lab::plan())]
#[case::private(Lab::plan().private())]
#[case::public(Lab::plan().public())]
fn an_address_that_the_server_sees_is_let_in_unasked(#[case] plan: Plan) {
    let lab = plan.fwknopd(Fwknopd::plan()).start();

    portknocker(&lab, &homelab("", ""), &["open", "homelab"]).is(0, VERIFIED);

    let message = format!("{},tcp/2222", lab.client_v4());
    assert_eq!(lab.fwknopd().field("Message String"), [message]);
}

#[test]
fn behind_a_router_it_has_to_be_said_who_is_let_in() {
    let lab = Lab::plan().behind_router().fwknopd(Fwknopd::plan()).start();
    let open = |allow: &str| {
        let configuration = homelab("check_timeout = \"1s\"\nretries = 0", allow);
        portknocker(&lab, &configuration, &["open", "homelab"])
    };

    let capture = lab.capture();
    open("").is(
        1,
        "homelab: open failed: 192.168.77.1 is this machine's address here, and 198.41.0.2 on the internet sees it as \
         another one, so that the packet would open for nobody. Write `allow = \"source\"` into the profile's `spa` to let \
         in whoever the server sees, or `allow = \"https://…\"` with a service that answers with the address. Nothing was \
         sent\n",
    );
    assert_eq!(capture.packets(), []);

    open("allow = \"local\"").is(
        3,
        &format!(
            "homelab: open failed: port 2222 is still closed: no answer within 1 s (1 try). {}\n",
            causes("192.168.77.1")
        ),
    );
    lab.fwknopd()
        .wait_for_log("FWKNOP_INPUT for 192.168.77.1 -> 0.0.0.0/0 tcp/2222");
    assert_eq!(lab.service_peers(), [""; 0]);

    open("allow = \"source\"").is(0, VERIFIED);
    lab.fwknopd()
        .wait_for_log("FWKNOP_INPUT for 198.41.0.1 -> 0.0.0.0/0 tcp/2222");
    assert_eq!(
        lab.fwknopd().field("Message String"),
        ["192.168.77.1,tcp/2222", "0.0.0.0,tcp/2222"]
    );
}

#[test]
fn a_port_leads_to_the_host_behind_the_server() {
    let lab = Lab::plan().fwknopd(Fwknopd::plan().forwards()).start();

    let nat = format!("nat = \"{INNER_V4}:{INNER_SERVICE}\"");
    portknocker(&lab, &homelab("", &nat), &["open", "homelab"]).is(0, VERIFIED);

    let [inner, own] = [lab.inner_peers(), lab.service_peers()];
    assert!(inner.contains(&lab.client_v4().to_string()), "{inner:?}");
    assert_eq!(own, [""; 0]);
}

#[test]
fn a_port_leads_to_another_one_of_the_server() {
    let lab = Lab::plan().fwknopd(Fwknopd::plan().forwards()).start();

    let nat = format!("nat = \"{}:2222\"\nlocal_nat = true", lab.server_v4());
    let configuration = homelab("", &nat).replace("check = 2222", "check = 45000");
    let configuration = configuration.replace("tcp/2222", "tcp/45000");
    portknocker(&lab, &configuration, &["open", "homelab"])
        .is(0, "homelab: open verified: port 45000 answers after TIME\n");

    let peers = lab.service_peers();
    assert!(peers.contains(&lab.client_v4().to_string()), "{peers:?}");
}

#[test]
fn a_port_of_the_server_leads_to_itself() {
    let lab = Lab::plan().fwknopd(Fwknopd::plan().forwards()).start();

    let configuration = homelab("", "local_nat = true");
    portknocker(&lab, &configuration, &["open", "homelab"]).is(0, VERIFIED);

    assert_eq!(lab.fwknopd().field("Nat Access"), ["192.0.2.2,2222"]);
}

#[test]
fn a_random_port_is_another_one_each_time() {
    let plan = Fwknopd::plan().daemon("PCAP_FILTER", "udp dst portrange 10000-65534");
    let lab = Lab::plan().fwknopd(plan).start();
    let capture = lab.capture();

    for _ in 0..5 {
        portknocker(
            &lab,
            &homelab("", "random_port = true"),
            &["open", "homelab"],
        )
        .is(0, VERIFIED);
    }

    let knocks = sent_packets(capture);
    let ports: BTreeSet<u16> = knocks.iter().map(|packet| packet.port).collect();
    // Two of the five may be the same by chance.
    assert!(knocks.len() == 5 && ports.len() >= 4, "{ports:?}");
    assert!(
        ports.iter().all(|port| (10_000..65_535).contains(port)),
        "{ports:?}"
    );
    wait_until("all of them to be read", LIMIT, || {
        lab.fwknopd().field("Final SPA Data").len() == 5
    });
}

#[test]
fn a_server_with_addresses_of_both_families_is_sent_to_over_ipv4() {
    let lab = Lab::plan().fwknopd(Fwknopd::plan()).start();
    let capture = lab.capture();

    let configuration = homelab("", "").replace("server4.lab", "server.lab");
    portknocker(&lab, &configuration, &["open", "homelab"]).is(0, VERIFIED);

    let packets = capture.packets();
    assert!(
        packets.iter().all(|packet| packet.from.is_ipv4()),
        "{packets:?}"
    );
}

#[test]
fn a_server_without_an_ipv4_address_is_not_sent_to() {
    let lab = Lab::plan().fwknopd(Fwknopd::plan()).start();
    let capture = lab.capture();

    let configuration = homelab("", "").replace("server4.lab", "server6.lab");
    portknocker(&lab, &configuration, &["open", "homelab"]).is(
        1,
        "homelab: open failed: server6.lab has no IPv4 address, and fwknop has IPv4 alone; nothing was sent\n",
    );

    assert_eq!(capture.packets(), []);
}

#[test]
fn a_longer_time_than_the_server_allows_is_cut() {
    let lab = Lab::plan()
        .fwknopd(Fwknopd::plan().access("MAX_FW_TIMEOUT", "2"))
        .start();

    let configuration = homelab("", "timeout = \"10m\"");
    portknocker(&lab, &configuration, &["open", "homelab"]).is(
        0,
        "homelab: open verified: port 2222 answers after TIME; the packet asks for 10m, and fwknopd opens for 5m at the most \
         unless its MAX_FW_TIMEOUT says more\n",
    );

    assert_eq!(lab.fwknopd().field("Client Timeout"), ["600"]);
    wait_until("the server to close", LIMIT, || {
        !lab.service_answers(Family::V4)
    });
}

#[test]
fn knockd_and_fwknopd_open_the_same_server() {
    let lab = Lab::plan()
        .fwknopd(Fwknopd::plan())
        .door(Door::opens("open", &OPEN_SEQUENCE))
        .start();
    let sequence = format!(
        "[[profile]]\nname = \"by-sequence\"\nhost = \"server4.lab\"\nopen = {OPEN_SEQUENCE:?}\ncheck = 2222\n\
         delay = \"50ms\"\n"
    );
    let configuration = sequence + &homelab("", "").replace("homelab", "by-packet");
    let added = || lab.fwknopd().log().matches("Added access rule").count();
    let opened = || lab.knockd_log().matches("OPEN SESAME").count();

    for (name, by_packet, by_sequence) in [("by-packet", 1, 0), ("by-sequence", 1, 1)] {
        portknocker(&lab, &configuration, &["open", name]).is(
            0,
            &format!("{name}: open verified: port 2222 answers after TIME\n"),
        );
        assert_eq!((added(), opened()), (by_packet, by_sequence), "{name}");
        lab.close_all();
        assert!(!lab.service_answers(Family::V4), "{name}");
    }
    let said = portknocker(&lab, &configuration, &["open", "by-packet", "by-sequence"]);
    assert_eq!(said.status, 0, "{said}");
    wait_until("both to open", LIMIT, || (added(), opened()) == (2, 2));
}

#[test]
fn what_is_asked_is_what_fwknop_asks() {
    let lab = Lab::plan().fwknopd(Fwknopd::plan()).start();
    let fwknopd = lab.fwknopd();
    let server = lab.server_v4().to_string();
    let own = ["-a", "192.0.2.1"];
    for (spa, args) in [
        ("", &own[..]),
        ("allow = \"192.0.2.7\"", &["-a", "192.0.2.7"]),
        ("allow = \"source\"", &["-s"]),
        ("timeout = \"2m\"", &["-f", "120"]),
        ("user = \"bob\"", &["-U", "bob"]),
        ("digest = \"sha1\"", &["-m", "sha1"]),
        ("nat = \"10.0.0.5:22\"", &["-N", "10.0.0.5:22"]),
        (
            "nat = \"10.0.0.5:22\"\ntimeout = \"2m\"",
            &["-N", "10.0.0.5:22", "-f", "120"],
        ),
        ("local_nat = true", &["--nat-local"]),
        (
            "local_nat = true\ntimeout = \"2m\"",
            &["--nat-local", "-f", "120"],
        ),
        ("transport = \"tcp\"", &["-P", "tcp"]),
        (
            "transport = \"http\"\nport = 8080",
            &["-P", "http", "-p", "8080"],
        ),
    ] {
        let whom = if args[0] == "-s" { &[] } else { &own[..] };
        let asked = [&CLIENT[..], &["-D", &server, "-A", "tcp/2222"], whom, args].concat();
        lab.home()
            .write_configuration(&homelab("", spa).replace("check = 2222", ""));
        let before = fwknopd.field("HMAC").len();
        let capture = lab.capture();
        for command in [&asked[..], &["portknocker", "open", "homelab"]] {
            let mut command = lab.client(command);
            command.env("LOGNAME", "alice").assert().success();
        }

        wait_until("both to be read", LIMIT, || {
            fwknopd.field("HMAC").len() == before + 2
        });
        let both = |field: &str| {
            let values = fwknopd.field(field);
            <[String; 2]>::try_from(values[before..].to_vec()).unwrap()
        };
        for field in [
            "Username",
            "FKO Version",
            "Message Type",
            "Message String",
            "Nat Access",
            "Server Auth",
            "Client Timeout",
            "Digest Type",
            "HMAC Type",
            "Encryption Type",
            "Encryption Mode",
        ] {
            let [theirs, ours] = both(field);
            assert_eq!(ours, theirs, "{spa:?}: {field}");
        }
        // These are other ones each time.
        for field in ["Random Value", "SPA Data Digest", "HMAC"] {
            let [theirs, ours] = both(field);
            assert_ne!(ours, theirs, "{spa:?}: {field}");
            assert_eq!(ours.len(), theirs.len(), "{spa:?}: {field}");
        }
        let (knocks, packets) = sent(capture);
        assert_eq!(knocks[0], knocks[1], "{spa:?}");
        assert_eq!(packets[0].len(), packets[1].len(), "{spa:?}");
    }
}

#[test]
fn a_lease_ends_when_the_server_closes() {
    let lab = Lab::plan().fwknopd(Fwknopd::plan()).start();
    let (desktop, _agent) = start_agent(&lab, &homelab("", "timeout = \"5s\""));
    let status = || without_digits(&said(&desktop, &lab, &["status"]).stdout);
    let capture = lab.capture();

    said(&desktop, &lab, &["open", "homelab"]).is(0, VERIFIED);
    assert_eq!(
        status(),
        "homelab: open since 0000-00-00 00:00 (homelab: open verified); closes at 00:00, in 0s\n"
    );
    let labels: Vec<String> = leases(&desktop)
        .into_iter()
        .map(|lease| without_digits(&lease.label))
        .collect();
    assert_eq!(labels, ["homelab, closes at 00:00"]);
    said(&desktop, &lab, &["close", "homelab"]).is(
        1,
        "homelab: close failed: nothing can be sent to close it: the server closes by itself, 5s after it was last opened\n",
    );
    assert!(lab.service_answers(Family::V4));

    wait_until("the lease to end", LIMIT, || leases(&desktop).is_empty());
    wait_until("the server to close", LIMIT, || {
        !lab.service_answers(Family::V4)
    });
    assert_eq!(
        status(),
        "homelab: not known (homelab: close failed at 0000-00-00 00:00)\n"
    );
    assert_eq!(sent(capture).0, ["62201:udp"]);
}

#[test]
fn a_server_is_kept_open_also_from_another_address() {
    let lab = Lab::plan().fwknopd(Fwknopd::plan()).start();
    let keep_open = homelab("keep_open = true", "timeout = \"6s\"");
    let (desktop, _agent) = start_agent(&lab, &keep_open);
    desktop.tray_item().choose(&["homelab", "Open"]);
    assert_eq!(
        desktop.nth_notification(1).summary,
        "homelab: open verified"
    );

    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(11) {
        assert!(lab.service_answers(Family::V4), "{:?}", began.elapsed());
        thread::sleep(Duration::from_millis(250));
    }
    let packets = lab.fwknopd().field("SPA Packet");
    assert!((3..=8).contains(&packets.len()), "{}", packets.len());

    lab.move_client("192.0.2.77");
    let moved = Instant::now();
    wait_until("the new address to be let in", LIMIT, || {
        lab.service_answers(Family::V4)
    });
    // At once, and not only when the server's time is over.
    assert!(
        moved.elapsed() < Duration::from_secs(4),
        "{:?}",
        moved.elapsed()
    );
    assert_eq!(
        lab.fwknopd().field("Message String").last().unwrap(),
        "192.0.2.77,tcp/2222"
    );
    assert!(!lab.fwknopd().log().contains("Replay detected"));
    assert_eq!(desktop.notifications().len(), 1);
}

/// A profile for the laboratory's server, with these lines, and these in its `spa`.
fn homelab(profile: &str, spa: &str) -> String {
    format!(
        "[[profile]]\nname = \"homelab\"\nhost = \"server4.lab\"\ncheck = 2222\n{profile}\n[profile.spa]\n\
         access = \"tcp/2222\"\nkey = \"base64:{KEY_BASE64}\"\nhmac_key = \"base64:{HMAC_KEY_BASE64}\"\n{spa}\n"
    )
}

/// What a port that stays closed to this address may be due to.
fn causes(allowed: &str) -> String {
    format!(
        "fwknopd never says why. Compare with its configuration: both keys and the kind of HMAC; the clock (the packet \
         says TIME UTC, and two minutes off are too many); the ports that it opens, and whether it forwards them; a REQUIRE_USERNAME; and who was to be let in: {allowed}"
    )
}

/// What the client sent but to the service: where to, and the single packets themselves.
fn sent(capture: Capture) -> (Vec<String>, Vec<String>) {
    let packets = sent_packets(capture);
    let knocks: Vec<Packet> = packets
        .iter()
        .filter(|one| one.is_knock())
        .cloned()
        .collect();
    let texts = packets.into_iter().map(|packet| {
        let text = String::from_utf8(packet.payload).unwrap();
        match text.strip_prefix("GET /") {
            Some(request) => request.split(' ').next().unwrap().to_owned(),
            None => text,
        }
    });
    (
        steps(&knocks),
        texts.filter(|text| !text.is_empty()).collect(),
    )
}

fn sent_packets(capture: Capture) -> Vec<Packet> {
    let mut packets = capture.packets();
    packets.retain(|packet| packet.is_from_client && packet.port != SERVICE);
    packets
}

/// Makes the firewall answer whoever connects to this port.
#[track_caller]
fn reject_at(lab: &Lab, port: u16, how: &str) {
    let port = port.to_string();
    let rule = ["iptables", "-A", "INPUT", "-p", "tcp", "--dport", &port];
    let reject = ["-j", "REJECT", "--reject-with", how];
    lab.server(&[&rule[..], &reject].concat())
        .assert()
        .success();
}

/// Dates and times are other ones each time.
fn without_digits(text: &str) -> String {
    text.replace(|c: char| c.is_ascii_digit(), "0")
}

/// A desktop and an agent in the client's namespace.
fn start_agent(lab: &Lab, configuration: &str) -> (Desktop, Process) {
    let desktop = Desktop::plan().without_panel().start();
    desktop.home().write_configuration(configuration);
    let agent = desktop.start_agent_in(lab);
    desktop.wait_for_lines(&["homelab"]);
    (desktop, agent)
}

fn said(desktop: &Desktop, lab: &Lab, args: &[&str]) -> Said {
    Said::by(&mut desktop.run_in(lab, &[&["portknocker"], args].concat()))
}

fn leases(desktop: &Desktop) -> Vec<MenuEntry> {
    let menu = desktop.tray_item().menu();
    menu.children
        .into_iter()
        .filter(MenuEntry::is_lease)
        .collect()
}
