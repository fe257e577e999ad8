//! Single packets, and a real fwknopd on loopback that says what it reads in them.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read as _;
use std::net::{TcpListener, UdpSocket};
use std::path::Path;
use std::thread::{self, JoinHandle};
use std::time::{Duration, SystemTime};

use data_encoding::{BASE64, HEXLOWER};
use jiff::Timestamp;
use rstest::rstest;
use serde_json::json;

use super::portknocker;
use super::secrets::write_private;
use crate::support::fwknopd::{self, Fwknopd, HMAC_KEY_BASE64, KEY_BASE64, free_port};
use crate::support::home::Home;
use crate::support::said::Said;
use crate::support::wait::wait_until;
use crate::support::wrong_clock;

const LIMIT: Duration = Duration::from_secs(10);

/// What is said where nothing is checked.
const UNCHECKED: &str = "homelab: open unverified: the packet asks to let in 127.0.0.1; the server never answers, and \
                         nothing was checked\n";

/// What a port that stays closed may be due to.
const CAUSES: &str = "fwknopd never says why. Compare with its configuration: both keys and the kind of HMAC; the clock \
                      (the packet says TIME UTC, and two minutes off are too many); the ports that it opens, and whether it forwards them; a REQUIRE_USERNAME; and who was \
                      to be let in: 127.0.0.1";

#[rstest]
#[case::this_machines_towards_the_server("", "127.0.0.1")]
#[case::the_same_in_a_word("allow = \"local\"", "127.0.0.1")]
#[case::another("allow = \"192.0.2.7\"", "192.0.2.7")]
fn an_address_is_let_in(#[case] allow: &str, #[case] address: &str) {
    let fwknopd = Fwknopd::plan().on_loopback();

    open(&fwknopd, allow).is(0, &UNCHECKED.replace("127.0.0.1", address));

    assert_eq!(
        fwknopd.wait_for_opened(1),
        [format!("{address} tcp/22 for 2 s, asked by 127.0.0.1")]
    );
    let message = format!("{address},tcp/22");
    assert_eq!(fwknopd.field("Message String"), [message]);
    assert_eq!(fwknopd.field("Message Type"), ["1 (Access msg)"]);
}

#[test]
fn whoever_the_server_sees_is_let_in() {
    let fwknopd = Fwknopd::plan().on_loopback();

    open(&fwknopd, "allow = \"source\"").is(
        0,
        "homelab: open unverified: the packet asks to let in whoever the server sees it come from; the server never \
         answers, and nothing was checked\n",
    );

    assert_eq!(
        fwknopd.wait_for_opened(1),
        ["127.0.0.1 tcp/22 for 2 s, asked by 127.0.0.1"]
    );
    assert_eq!(fwknopd.field("Message String"), ["0.0.0.0,tcp/22"]);
}

#[test]
fn one_packet_opens_several_ports() {
    let fwknopd = Fwknopd::plan()
        .access("OPEN_PORTS", "tcp/22, udp/1194, tcp/443")
        .only_decides()
        .on_loopback();

    let spa = keys("access = \"tcp/22,udp/1194,tcp/443\"");
    portknocker(&homelab(fwknopd.port(), "", &spa), &["open", "homelab"]).is(0, UNCHECKED);

    fwknopd.wait_for_log("--test mode enabled, skipping firewall manipulation.");
    assert_eq!(
        fwknopd.field("Message String"),
        ["127.0.0.1,tcp/22,udp/1194,tcp/443"]
    );
}

#[rstest]
#[case::as_a_text(
    Fwknopd::plan().access("KEY", "open sesame").access("HMAC_KEY", "shibboleth"),
    b"open sesame",
    b"shibboleth"
)]
#[case::in_base64(
    Fwknopd::plan().access("KEY_BASE64", "b3BlbiBzZXNhbWU=").access("HMAC_KEY_BASE64", "c2hpYmJvbGV0aA=="),
    b"open sesame",
    b"shibboleth"
)]
fn a_key_is_the_same_in_every_form_and_from_everywhere(
    #[case] plan: fwknopd::Plan,
    #[case] key: &[u8],
    #[case] hmac_key: &[u8],
) {
    let (fwknopd, home, service) = (plan.on_loopback(), Home::new(), Service::start());
    let forms: [fn(&[u8]) -> String; 4] = [
        |key| String::from_utf8(key.to_vec()).unwrap(),
        |key| format!("text:{}", String::from_utf8_lossy(key)),
        |key| "hex:".to_owned() + &HEXLOWER.encode(key),
        |key| "base64:".to_owned() + &BASE64.encode(key),
    ];
    let sources = [
        "key = \"KEY\"\nhmac_key = \"HMAC\"",
        "key = { env = \"LAB_KEY\" }\nhmac_key = { env = \"LAB_HMAC\" }",
        "key = { command = [\"cat\", \"key\"] }\nhmac_key = { command = [\"cat\", \"hmac\"] }",
        "key = { file = \"~/key\" }\nhmac_key = { file = \"~/hmac\" }",
    ];
    for form in forms {
        let (key, hmac_key) = (form(key), form(hmac_key));
        write_private(&home.path().join("key"), key.clone() + "\n");
        write_private(&home.path().join("hmac"), hmac_key.clone() + "\n");
        for source in sources {
            let keys = source.replace("KEY\"\n", &format!("{key}\"\n"));
            let keys = keys.replace("\"HMAC\"", &format!("\"{hmac_key}\""));
            let spa = format!("access = \"tcp/22\"\n{keys}");
            home.write_configuration(&homelab(fwknopd.port(), &service.check(), &spa));
            let mut command = home.portknocker(&["open", "homelab"]);
            let said = Said::by(command.env("LAB_KEY", &key).env("LAB_HMAC", &hmac_key));
            assert_eq!(said.status, 0, "{said}");
        }
    }
    assert_eq!(fwknopd.wait_for_opened(16).len(), 16);
}

#[test]
fn keys_are_as_long_as_fwknopd_takes_them_and_of_any_bytes() {
    let (key, hmac_key): (Vec<u8>, Vec<u8>) = ((0..32).collect(), (128..=255).collect());
    let fwknopd = Fwknopd::plan()
        .access("KEY_BASE64", &BASE64.encode(&key))
        .access("HMAC_KEY_BASE64", &BASE64.encode(&hmac_key))
        .on_loopback();

    let spa = format!(
        "access = \"tcp/22\"\nkey = \"hex:{}\"\nhmac_key = \"hex:{}\"",
        HEXLOWER.encode(&key),
        HEXLOWER.encode(&hmac_key)
    );
    portknocker(&homelab(fwknopd.port(), "", &spa), &["open", "homelab"]).is(0, UNCHECKED);

    fwknopd.wait_for_opened(1);
}

#[rstest]
#[case("md5", "1 (MD5)")]
#[case("sha1", "2 (SHA1)")]
#[case("sha256", "3 (SHA256)")]
#[case("sha384", "4 (SHA384)")]
#[case("sha512", "5 (SHA512)")]
#[case("sha3_256", "6 (SHA3_256)")]
#[case("sha3_512", "7 (SHA3_512)")]
#[case("none", "0 (None)")]
fn every_hash_function_is_understood(#[case] hmac: &str, #[case] named: &str) {
    let (plan, hmac_key) = match hmac {
        "none" => (Fwknopd::plan().without("HMAC_KEY"), String::new()),
        hmac => (
            Fwknopd::plan().access("HMAC_DIGEST_TYPE", hmac),
            format!("hmac_key = \"base64:{HMAC_KEY_BASE64}\""),
        ),
    };
    let (fwknopd, service) = (plan.on_loopback(), Service::start());
    let digests = [
        "md5", "sha1", "sha256", "sha384", "sha512", "sha3_256", "sha3_512",
    ];
    for digest in digests {
        let spa = format!(
            "access = \"tcp/22\"\nkey = \"base64:{KEY_BASE64}\"\n{hmac_key}\nhmac = \"{hmac}\"\ndigest = \"{digest}\""
        );
        let configuration = homelab(fwknopd.port(), &service.check(), &spa);
        let said = portknocker(&configuration, &["open", "homelab"]);
        assert_eq!(said.status, 0, "{said}");
    }

    fwknopd.wait_for_opened(digests.len());
    assert_eq!(
        fwknopd.field("Digest Type"),
        [
            "1 (MD5)",
            "2 (SHA1)",
            "3 (SHA256)",
            "4 (SHA384)",
            "5 (SHA512)",
            "6 (SHA3_256)",
            "7 (SHA3_512)"
        ]
    );
    assert_eq!(fwknopd.field("HMAC Type"), [named; 7]);
}

#[test]
fn a_packet_without_an_hmac_is_said_to_be_so() {
    let service = Service::start();
    let spa = format!("access = \"tcp/22\"\nkey = \"base64:{KEY_BASE64}\"\nhmac = \"none\"");
    let warning = "the packet has no HMAC (`hmac = \"none\"`), so that the server decrypts whatever anybody sends it";
    let ear = Ear::open();

    portknocker(&homelab(ear.port(), "", &spa), &["open", "homelab"])
        .is(0, &format!("{}; {warning}\n", UNCHECKED.trim_end()));
    let configuration = homelab(ear.port(), &service.check(), &spa);
    portknocker(&configuration, &["open", "homelab"]).is(
        0,
        &format!(
            "homelab: open verified: port {} answers after TIME; {warning}\n",
            service.port
        ),
    );
    let checked = portknocker(&configuration, &["config", "check"]);
    assert_eq!(checked.status, 0, "{checked}");
    let warning = "warning: homelab: its packets have no HMAC (`hmac = \"none\"`), so that the server decrypts whatever anybody sends it\n";
    assert!(checked.stderr.starts_with(warning), "{checked}");
}

#[rstest]
#[case::by_the_profile("timeout = \"1m\"", &["open", "homelab"])]
#[case::this_time("", &["open", "--for", "1m", "homelab"])]
#[case::this_time_instead("timeout = \"5m\"", &["open", "--for", "1m", "homelab"])]
fn the_server_is_asked_to_stay_open_for_so_long(#[case] timeout: &str, #[case] args: &[&str]) {
    let fwknopd = Fwknopd::plan().on_loopback();

    let spa = keys(&format!("access = \"tcp/22\"\n{timeout}"));
    portknocker(&homelab(fwknopd.port(), "", &spa), args).is(0, UNCHECKED);

    assert_eq!(
        fwknopd.wait_for_opened(1),
        ["127.0.0.1 tcp/22 for 60 s, asked by 127.0.0.1"]
    );
    assert_eq!(
        fwknopd.field("Message Type"),
        ["3 (Client timeout access msg)"]
    );
    assert_eq!(fwknopd.field("Client Timeout"), ["60"]);
}

#[rstest]
#[case::to_another_host("nat = \"10.0.0.5:22\"", "2 (NAT access msg)", "10.0.0.5,22")]
#[case::to_a_name("nat = \"inner.lab:22\"", "2 (NAT access msg)", "inner.lab,22")]
#[case::for_so_long(
    "nat = \"10.0.0.5:22\"\ntimeout = \"1m\"",
    "4 (Client timeout NAT access msg)",
    "10.0.0.5,22"
)]
#[case::to_its_own_port("local_nat = true", "5 (Local NAT access msg)", "127.0.0.1,22")]
#[case::to_another_of_its_own(
    "nat = \"127.0.0.1:2200\"\nlocal_nat = true",
    "5 (Local NAT access msg)",
    "127.0.0.1,2200"
)]
#[case::to_its_own_port_for_so_long(
    "local_nat = true\ntimeout = \"1m\"",
    "6 (Client timeout local NAT access msg)",
    "127.0.0.1,22"
)]
fn ports_lead_elsewhere(#[case] spa: &str, #[case] kind: &str, #[case] target: &str) {
    let fwknopd = Fwknopd::plan().on_loopback();

    open(&fwknopd, spa).is(0, UNCHECKED);

    // It could do so only with a firewall.
    fwknopd.wait_for_log("requested NAT access, but is not enabled/supported");
    assert_eq!(fwknopd.field("Message String"), ["127.0.0.1,tcp/22"]);
    assert_eq!(fwknopd.field("Message Type"), [kind]);
    assert_eq!(fwknopd.field("Nat Access"), [target]);
}

#[test]
fn the_user_name_is_the_one_that_is_required() {
    let fwknopd = Fwknopd::plan()
        .access("REQUIRE_USERNAME", "alice")
        .on_loopback();

    open(&fwknopd, "user = \"bob\"").is(0, UNCHECKED);
    fwknopd.wait_for_log("Username in SPA data (bob) does not match required username: alice");
    assert_eq!(fwknopd.opened(), [""; 0]);

    open(&fwknopd, "user = \"alice\"").is(0, UNCHECKED);
    fwknopd.wait_for_opened(1);
}

#[test]
fn the_user_name_is_that_of_whoever_runs_it_unless_the_server_would_not_take_it() {
    let (fwknopd, home, service) = (Fwknopd::plan().on_loopback(), Home::new(), Service::start());
    let spa = keys("access = \"tcp/22\"");
    home.write_configuration(&homelab(fwknopd.port(), &service.check(), &spa));

    for names in [
        &[("LOGNAME", "alice"), ("USER", "bob")][..],
        &[("USER", "bob")],
        &[("LOGNAME", "dom\\alice"), ("USER", "bob")],
        &[("LOGNAME", "älice"), ("USER", "")],
        &[],
    ] {
        let mut command = home.portknocker(&["open", "homelab"]);
        command.env_remove("USER").envs(names.iter().copied());
        let said = Said::by(&mut command);
        assert_eq!(said.status, 0, "{said}");
    }

    fwknopd.wait_for_opened(5);
    assert_eq!(
        fwknopd.field("Username"),
        ["alice", "bob", "bob", "NO_USER", "NO_USER"]
    );
}

#[test]
fn a_clock_that_is_wrong_is_made_up_for() {
    let plan = Fwknopd::plan().daemon("MAX_SPA_PACKET_AGE", "20");
    let (fwknopd, home) = (plan.on_loopback(), Home::new());
    let open = |spa: &str, ahead: i64| {
        let spa = keys(&format!("access = \"tcp/22\"\n{spa}"));
        home.write_configuration(&homelab(fwknopd.port(), "", &spa));
        let mut command = home.portknocker(&["open", "homelab"]);
        Said::by(wrong_clock::ahead(&mut command, &home, ahead)).is(0, UNCHECKED);
    };

    for (times, ahead) in [(1, 600), (2, -600)] {
        open("", ahead);
        let refused = || {
            fwknopd
                .log()
                .matches("SPA data time difference is too great")
                .count()
        };
        wait_until("the packet to be refused", LIMIT, || refused() == times);
    }
    assert_eq!(fwknopd.opened(), [""; 0]);

    open("clock_offset = \"-10m\"", 600);
    open("clock_offset = \"10m\"", -600);
    fwknopd.wait_for_opened(2);
}

#[test]
fn the_time_of_the_packet_is_the_one_that_is_told() {
    let fwknopd = Fwknopd::plan().on_loopback();
    let home = Home::new();
    let spa = keys("access = \"tcp/22\"\nclock_offset = \"-10m\"");
    home.write_configuration(&homelab(fwknopd.port(), &no_service(), &spa));

    let output = home.portknocker(&["open", "homelab"]).output().unwrap();

    fwknopd.wait_for_log("SPA data time difference is too great (600 seconds)");
    let given: i64 = fwknopd.field("Timestamp").last().unwrap().parse().unwrap();
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let late = i64::try_from(now.unwrap().as_secs()).unwrap() - given;
    assert!((600..610).contains(&late), "{late} s");
    let time = Timestamp::from_second(given).unwrap().strftime("%F %T");
    let told = format!("the packet says {time} UTC");
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains(&told), "{said}");
}

#[test]
fn no_packet_is_like_another() {
    let fwknopd = Fwknopd::plan().on_loopback();
    let spa = keys("access = \"tcp/22\"");
    let closed = no_service();
    for _ in 0..3 {
        let configuration = homelab(
            fwknopd.port(),
            &closed.replace("retries = 1", "retries = 2"),
            &spa,
        );
        let said = portknocker(&configuration, &["open", "homelab"]);
        assert_eq!(said.status, 3, "{said}");
    }

    assert_eq!(fwknopd.wait_for_opened(9).len(), 9);
    assert!(!fwknopd.log().contains("Replay detected"));
    for field in ["SPA Packet", "Random Value", "SPA Data Digest"] {
        let values: BTreeSet<String> = fwknopd.field(field).into_iter().collect();
        assert_eq!(values.len(), 9, "{field}: {values:?}");
    }
}

#[rstest]
#[case::key(
    Fwknopd::plan().access("KEY", "another"),
    "Decryption failed or decrypted data is invalid"
)]
#[case::hmac_key(
    Fwknopd::plan().access("HMAC_KEY", "another"),
    "FKO_ERROR_INVALID_DATA_HMAC_COMPAREFAIL"
)]
#[case::kind_of_hmac(
    Fwknopd::plan().access("HMAC_DIGEST_TYPE", "sha512"),
    "FKO_ERROR_INVALID_DATA_HMAC_COMPAREFAIL"
)]
fn a_wrong_key_opens_nothing_and_is_among_the_likely_causes(
    #[case] plan: fwknopd::Plan,
    #[case] logged: &str,
) {
    let fwknopd = plan.on_loopback();
    let closed = no_service();
    let port = closed.lines().next().unwrap().replace("check = ", "");

    let spa = keys("access = \"tcp/22\"");
    let configuration = homelab(fwknopd.port(), &closed, &spa);
    portknocker(&configuration, &["open", "homelab"]).is(
        3,
        &format!(
            "homelab: open failed: port {port} is still closed: the connection is refused (2 tries). Either the door is \
             open and no service runs behind it, or the packet was not taken. {CAUSES}\n"
        ),
    );

    let refused = || fwknopd.log().matches(logged).count() == 2;
    wait_until("both packets to be refused", LIMIT, refused);
    assert_eq!(fwknopd.opened(), [""; 0]);
}

#[test]
fn a_datagram_leaves_from_the_port_that_is_asked_for() {
    let (ear, port) = (Ear::open(), free_port());
    let spa = keys(&format!("access = \"tcp/22\"\nsource_port = {port}"));
    for _ in 0..2 {
        portknocker(&homelab(ear.port(), "", &spa), &["open", "homelab"]).is(0, UNCHECKED);
        assert_eq!(ear.heard().unwrap().1, port);
    }

    let _taken = UdpSocket::bind(("0.0.0.0", port)).unwrap();
    portknocker(&homelab(ear.port(), "", &spa), &["open", "homelab"]).is(
        1,
        &format!(
            "homelab: open failed: cannot leave from port {port} (Address already in use (os error 98)); take another \
             `source_port`, or none\n"
        ),
    );
    assert_eq!(ear.heard(), None);
}

#[test]
fn a_connection_leaves_from_the_port_that_is_asked_for() {
    let (listener, port) = (Listener::open(2), free_port());
    let spa = keys(&format!(
        "access = \"tcp/22\"\ntransport = \"tcp\"\nsource_port = {port}"
    ));
    for _ in 0..2 {
        portknocker(&homelab(listener.port, "", &spa), &["open", "homelab"]).is(0, UNCHECKED);
    }
    let heard = listener.heard();
    assert_eq!([heard[0].1, heard[1].1], [port; 2]);
    assert_ne!(heard[0].0, heard[1].0);
    for (text, _) in heard {
        assert!((140..400).contains(&text.len()), "{text}");
    }
}

#[test]
fn over_http_a_packet_is_the_path_of_a_request() {
    let listener = Listener::open(1);
    let spa = keys("access = \"tcp/22\"\ntransport = \"http\"");
    portknocker(&homelab(listener.port, "", &spa), &["open", "homelab"]).is(0, UNCHECKED);

    let (request, _) = listener.heard().remove(0);
    let (path, rest) = request
        .strip_prefix("GET /")
        .and_then(|rest| rest.split_once(' '))
        .unwrap();
    assert!((140..400).contains(&path.len()), "{path}");
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    assert!(path.chars().all(is_plain), "{path}");
    assert_eq!(
        rest,
        format!(
            "HTTP/1.1\r\nUser-Agent: Fwknop (PortKnocker/{})\r\nAccept: */*\r\nHost: 127.0.0.1\r\n\
             Connection: close\r\n\r\n",
            env!("CARGO_PKG_VERSION")
        )
    );
}

#[rstest]
fn without_a_listener_nothing_is_claimed_to_be_sent(#[values("tcp", "http")] transport: &str) {
    let home = Home::new();
    let port = free_port();
    let spa = keys(&format!("access = \"tcp/22\"\ntransport = \"{transport}\""));
    home.write_configuration(&homelab(port, &no_service(), &spa));
    let run = |args: &[&str]| Said::by(&mut home.portknocker(args));

    run(&["open", "homelab"]).is(
        1,
        &format!(
            "homelab: open failed: 127.0.0.1:{port} refused the connection that was to bring the packet. Over `tcp` and \
             `http` something has to listen there; compare `transport` and `port` with the server's\n"
        ),
    );

    let told = run(&["open", "--json", "homelab"]).json().remove(0);
    assert_eq!(
        [&told["outcome"], &told["reason"], &told["check"]],
        [&json!("failed"), &json!("not_delivered"), &json!(null)]
    );
    let steps = told["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 1);
    assert_eq!(steps[0]["result"], "refused");
    let history = run(&["history"]).stdout;
    assert_eq!(history.matches("open failed (not_delivered)").count(), 2);
}

#[rstest]
#[case::the_same_keys(
    "key = \"text:the very same\"\nhmac_key = \"hex:74686520766572792073616d65\"",
    "error: the same key for both
 --> CONFIG:9:12
  |
9 | hmac_key = \"hex:74686520766572792073616d65\"
  |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ fwknop refuses that; `portknocker secret generate PROFILE` makes new ones

CONFIG: 1 mistake
"
)]
#[case::too_long_a_key(
    "key = \"text:thirty-two bytes and then another\"\nhmac_key = \"text:another\"",
    "error: a key of more than 32 bytes
 --> CONFIG:8:7
  |
8 | key = \"text:thirty-two bytes and then another\"
  |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `portknocker secret generate PROFILE` makes one of 32 bytes

CONFIG: 1 mistake
"
)]
fn keys_that_cannot_work_are_a_mistake_with_its_place(#[case] keys: &str, #[case] says: &str) {
    let (ear, home) = (Ear::open(), Home::new());
    let spa = format!("access = \"tcp/22\"\n{keys}");
    let file = home.write_configuration(&homelab(ear.port(), "", &spa));

    let said = Said::by(&mut home.portknocker(&["open", "homelab"]));

    said.is_error(2, &says.replace("CONFIG", &file.display().to_string()));
    assert_eq!(ear.heard(), None);
}

#[rstest]
#[case::the_same_keys(
    "key = { file = \"~/32\" }\nhmac_key = { file = \"~/same\" }",
    "the key and the HMAC key are the same, which fwknop refuses. `portknocker secret generate PROFILE` makes new ones. \
     Nothing was sent",
    "same_keys"
)]
#[case::too_long_a_key(
    "key = { file = \"~/33\" }\nhmac_key = { file = \"~/32\" }",
    "the key: longer than the 32 bytes that it may have. Nothing was sent",
    "secret_malformed"
)]
#[case::too_long_an_hmac_key(
    "key = { file = \"~/32\" }\nhmac_key = { file = \"~/129\" }",
    "the HMAC key: longer than the 128 bytes that it may have. Nothing was sent",
    "secret_malformed"
)]
#[case::an_empty_key(
    "key = { env = \"NOTHING\" }\nhmac_key = { file = \"~/32\" }",
    "the key: it is empty. Nothing was sent",
    "secret_missing"
)]
#[case::no_hmac_key(
    "key = { file = \"~/32\" }\nhmac_key = { file = \"~/none\" }",
    "the HMAC key: HOME/none: No such file or directory (os error 2). Nothing was sent",
    "secret_file"
)]
fn keys_that_cannot_work_are_not_used(
    #[case] keys: &str,
    #[case] says: &str,
    #[case] reason: &str,
) {
    let (ear, home) = (Ear::open(), Home::new());
    for length in [32, 33, 129] {
        write_private(&home.path().join(length.to_string()), "k".repeat(length));
    }
    write_private(&home.path().join("same"), "k".repeat(32));
    let spa = format!("access = \"tcp/22\"\n{keys}");
    home.write_configuration(&homelab(ear.port(), "", &spa));
    let run = |args: &[&str]| Said::by(home.portknocker(args).env("NOTHING", ""));

    let says = says.replace("HOME", &home.path().display().to_string());
    run(&["open", "homelab"]).is(1, &format!("homelab: open failed: {says}\n"));
    let told = run(&["open", "--json", "homelab"]).json().remove(0);
    assert_eq!(told["reason"], reason);
    assert_eq!(ear.heard(), None);
}

#[test]
fn more_ports_than_fit_into_a_packet_are_not_asked_for() {
    let ear = Ear::open();
    let ask = |ports: usize| {
        let access = vec!["tcp/40000"; ports].join(",");
        let spa = keys(&format!("user = \"alice\"\naccess = \"{access}\""));
        portknocker(&homelab(ear.port(), "", &spa), &["open", "homelab"])
    };

    for ports in [12, 20, 100] {
        ask(ports).is(
            1,
            "homelab: open failed: the packet would be longer than the 399 characters that fwknopd takes for one. Ask for \
             fewer ports, or take a shorter `user`, `nat` or `digest`. Nothing was sent\n",
        );
    }
    assert_eq!(ear.heard(), None);
    ask(11).is(0, UNCHECKED);
    assert!(ear.heard().unwrap().0.len() < 400);
}

#[test]
fn after_2038_nothing_is_sent() {
    let (ear, home) = (Ear::open(), Home::new());
    home.write_configuration(&homelab(ear.port(), "", &keys("access = \"tcp/22\"")));
    let mut command = home.portknocker(&["open", "homelab"]);
    Said::by(wrong_clock::ahead(&mut command, &home, 20 * 365 * 86_400)).is(
        1,
        "homelab: open failed: by the clock of this machine it is after 2038-01-19, which fwknopd cannot read. Nothing \
         was sent\n",
    );
    assert_eq!(ear.heard(), None);
}

#[rstest]
#[case::after_the_time_that_it_is_asked_for(
    "timeout = \"90s\"",
    "nothing can be sent to close it: the server closes by itself, 1m 30s after it was last opened"
)]
#[case::after_its_own_time(
    "",
    "nothing can be sent to close it: the server closes by itself, 30 s after it was last opened if its configuration says \
     nothing else (FW_ACCESS_TIMEOUT)"
)]
fn nothing_is_sent_to_close(#[case] timeout: &str, #[case] says: &str) {
    let ear = Ear::open();
    let spa = keys(&format!("access = \"tcp/22\"\n{timeout}"));
    let configuration = homelab(ear.port(), &no_service(), &spa);

    portknocker(&configuration, &["close", "homelab"])
        .is(1, &format!("homelab: close failed: {says}\n"));
    let told = portknocker(&configuration, &["close", "--json", "homelab"]);
    assert_eq!(told.status, 1);
    assert_eq!(told.json()[0]["reason"], "closes_by_itself");
    assert_eq!(ear.heard(), None);
}

#[test]
fn no_key_and_no_packet_is_told_anywhere() {
    let (home, ear, service) = (Home::new(), Ear::open(), Service::start());
    let canaries = ["CANARY-key-of-32-bytes", "CANARY-hmac-key"];
    let lines = format!(
        "access = \"tcp/22\"\nkey = \"text:{}\"\nhmac_key = \"text:{}\"",
        canaries[0], canaries[1]
    );
    let open = homelab(ear.port(), &service.check(), &lines);
    let closed = homelab(ear.port(), &no_service(), &lines).replace("homelab", "closed");
    let file = home.write_configuration(&format!("[log]\nlevel = \"trace\"\n{open}{closed}"));

    let mut told = String::new();
    for args in [
        &["open", "homelab"][..],
        &["open", "-v", "homelab"],
        &["open", "--json", "-v", "homelab"],
        &["open", "closed"],
        &["open", "-v", "closed"],
        &["open", "--json", "-v", "closed"],
        &["close", "-v", "homelab"],
        &["check", "-v", "homelab"],
        &["list"],
        &["list", "--json"],
        &["status"],
        &["status", "--json"],
        &["history"],
        &["history", "--json"],
        &["config", "check"],
        &["secret", "list"],
    ] {
        told += &Said::by(&mut home.portknocker(args)).to_string();
    }
    let mut secrets: Vec<String> = canaries
        .iter()
        .flat_map(|key| {
            let key = key.as_bytes();
            [
                String::from_utf8(key.to_vec()).unwrap(),
                HEXLOWER.encode(key),
                // Whole groups of three bytes, so that it is a part of whatever is longer.
                BASE64.encode(&key[..12]),
                format!("{:?}", &key[..8])
                    .trim_matches(['[', ']'])
                    .to_owned(),
            ]
        })
        .collect();
    while let Some((packet, _)) = ear.heard() {
        // Neither its beginning nor its HMAC.
        secrets.push(packet[..20].to_owned());
        secrets.push(packet[packet.len() - 20..].to_owned());
    }
    assert_eq!(secrets.len(), 8 + 2 * (3 + 3 * 2));
    for path in files_in(home.path()).filter(|path| *path != file) {
        told += &String::from_utf8_lossy(&fs::read(path).unwrap());
    }
    assert!(told.contains("\"action\":\"open\""), "{told}");
    let found: Vec<String> = secrets
        .into_iter()
        .filter(|one| told.contains(one))
        .collect();
    assert_eq!(found, [""; 0], "{told}");
}

/// The files below a folder.
fn files_in(folder: &Path) -> impl Iterator<Item = std::path::PathBuf> {
    let (folders, files): (Vec<_>, Vec<_>) = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .partition(|path| path.is_dir());
    let below = folders
        .into_iter()
        .flat_map(|folder| files_in(&folder).collect::<Vec<_>>());
    files.into_iter().chain(below)
}

/// A profile for a server at this port, with these lines, and these in its `spa`.
fn homelab(port: u16, profile: &str, spa: &str) -> String {
    format!(
        "[[profile]]\nname = \"homelab\"\nhost = \"127.0.0.1\"\n{profile}\n[profile.spa]\nport = {port}\n{spa}\n"
    )
}

/// These lines, and the keys of an fwknopd that was given no others.
fn keys(spa: &str) -> String {
    format!("key = \"base64:{KEY_BASE64}\"\nhmac_key = \"base64:{HMAC_KEY_BASE64}\"\n{spa}")
}

/// Asks this server for port 22, with these lines besides.
#[track_caller]
fn open(fwknopd: &Fwknopd, spa: &str) -> Said {
    let spa = keys(&format!("access = \"tcp/22\"\n{spa}"));
    portknocker(&homelab(fwknopd.port(), "", &spa), &["open", "homelab"])
}

/// Lines for a check that finds nothing, soon.
fn no_service() -> String {
    format!(
        "check = {}\ncheck_timeout = \"200ms\"\nretries = 1",
        free_port()
    )
}

/// A service that takes connections, and that is all.
struct Service {
    _listener: TcpListener,
    port: u16,
}

impl Service {
    fn start() -> Service {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        Service {
            _listener: listener,
            port,
        }
    }

    /// Lines for a check that finds it.
    fn check(&self) -> String {
        format!("check = {}", self.port)
    }
}

/// A server that only hears datagrams.
struct Ear(UdpSocket);

impl Ear {
    fn open() -> Ear {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.set_nonblocking(true).unwrap();
        Ear(socket)
    }

    fn port(&self) -> u16 {
        self.0.local_addr().unwrap().port()
    }

    /// The next of those that have come, and the port that it came from. On loopback what was sent has come.
    fn heard(&self) -> Option<(String, u16)> {
        let mut datagram = [0; 2000];
        let (length, from) = self.0.recv_from(&mut datagram).ok()?;
        let text = String::from_utf8(datagram[..length].to_vec()).unwrap();
        Some((text, from.port()))
    }
}

/// A server that reads what comes by so many connections.
struct Listener {
    port: u16,
    heard: JoinHandle<Vec<(String, u16)>>,
}

impl Listener {
    fn open(connections: usize) -> Listener {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = thread::spawn(move || {
            let read = |_| {
                let (mut stream, from) = listener.accept().unwrap();
                let mut text = String::new();
                stream.read_to_string(&mut text).unwrap();
                (text, from.port())
            };
            (0..connections).map(read).collect()
        });
        Listener { port, heard }
    }

    /// What came, and the ports that it came from.
    fn heard(self) -> Vec<(String, u16)> {
        self.heard.join().unwrap()
    }
}
