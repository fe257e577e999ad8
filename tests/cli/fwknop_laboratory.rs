//! fwknopd on loopback, proven with its own client: only where it works do the other tests mean anything.

use std::net::UdpSocket;
use std::process::Command;

use rstest::rstest;

use crate::support::fwknopd::{self, CLIENT, Fwknopd, KEY_BASE64};
use crate::support::home::{Home, patient};

#[test]
fn it_lets_in_and_shuts_out_again() {
    let fwknopd = Fwknopd::plan().on_loopback();

    ask(&fwknopd, &["-a", "192.0.2.7", "-A", "tcp/22"]);
    assert_eq!(
        fwknopd.wait_for_opened(1),
        ["192.0.2.7 tcp/22 for 2 s, asked by 127.0.0.1"]
    );
    assert_eq!(fwknopd.wait_for_closed(1), ["192.0.2.7 tcp/22"]);

    ask(&fwknopd, &["-s", "-A", "udp/53", "-f", "1"]);
    assert_eq!(
        fwknopd.wait_for_opened(2)[1],
        "127.0.0.1 udp/53 for 1 s, asked by 127.0.0.1"
    );
    assert_eq!(fwknopd.wait_for_closed(2)[1], "127.0.0.1 udp/53");

    let types = fwknopd.field("Message Type");
    assert_eq!(types, ["1 (Access msg)", "3 (Client timeout access msg)"]);
}

#[test]
fn the_same_packet_lets_in_once() {
    let fwknopd = Fwknopd::plan().on_loopback();
    let packet = packet(&["-a", "192.0.2.7", "-A", "tcp/22"]);
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();

    for _ in 0..2 {
        socket
            .send_to(packet.as_bytes(), ("127.0.0.1", fwknopd.port()))
            .unwrap();
    }

    fwknopd.wait_for_log("Replay detected from source IP: 127.0.0.1");
    assert_eq!(fwknopd.opened().len(), 1);
}

#[rstest]
#[case::another_hmac_key(
    Fwknopd::plan().access("HMAC_KEY", "another"),
    "FKO_ERROR_INVALID_DATA_HMAC_COMPAREFAIL"
)]
#[case::another_key(
    Fwknopd::plan().access("KEY", "another"),
    "Decryption failed or decrypted data is invalid"
)]
#[case::another_user(
    Fwknopd::plan().access("REQUIRE_USERNAME", "alice"),
    "Username in SPA data (bob) does not match required username: alice"
)]
#[case::no_address(
    Fwknopd::plan().access("REQUIRE_SOURCE_ADDRESS", "Y"),
    "Got 0.0.0.0 when valid source IP was required."
)]
#[case::another_source(
    Fwknopd::plan().access("SOURCE", "192.0.2.0/24"),
    "No access data found for source IP: 127.0.0.1"
)]
#[case::another_port(
    Fwknopd::plan().access("OPEN_PORTS", "tcp/80, udp/53").only_decides(),
    "One or more requested protocol/ports was denied per access.conf."
)]
fn it_refuses_and_says_why(#[case] plan: fwknopd::Plan, #[case] why: &str) {
    let fwknopd = plan.on_loopback();

    ask(&fwknopd, &["-s", "-A", "tcp/22", "-U", "bob"]);

    fwknopd.wait_for_log(why);
    assert_eq!(fwknopd.opened(), [""; 0]);
}

#[test]
fn it_decides_by_the_port_where_it_does_no_more() {
    let fwknopd = Fwknopd::plan()
        .access("OPEN_PORTS", "tcp/80, udp/53")
        .only_decides()
        .on_loopback();

    ask(&fwknopd, &["-s", "-A", "tcp/80,udp/53"]);

    fwknopd.wait_for_log("--test mode enabled, skipping firewall manipulation.");
    assert_eq!(fwknopd.opened(), [""; 0]);
}

#[rstest]
#[case::text(
    Fwknopd::plan().access("KEY", "opensesame").access("HMAC_KEY", "shibboleth"),
    &["--key-rijndael", "opensesame", "--key-hmac", "shibboleth"]
)]
#[case::without_hmac(
    Fwknopd::plan().without("HMAC_KEY"),
    &["--key-base64-rijndael", KEY_BASE64]
)]
#[case::another_digest(
    Fwknopd::plan().access("HMAC_KEY", "shibboleth").access("HMAC_DIGEST_TYPE", "sha512"),
    &["--key-base64-rijndael", KEY_BASE64, "--key-hmac", "shibboleth", "--hmac-digest-type", "sha512", "-m", "sha1"]
)]
#[case::another_mode(
    Fwknopd::plan().access("ENCRYPTION_MODE", "CTR"),
    &[&CLIENT[3..], &["--encryption-mode", "CTR"]].concat()
)]
fn it_can_be_asked_for_other_keys_and_forms(#[case] plan: fwknopd::Plan, #[case] keys: &[&str]) {
    let fwknopd = plan.on_loopback();

    run(&[
        &CLIENT[..3],
        keys,
        &["-D", "127.0.0.1", "-p", &fwknopd.port().to_string()],
        &["-a", "192.0.2.7", "-A", "tcp/22"],
    ]
    .concat());

    fwknopd.wait_for_opened(1);
}

#[test]
fn it_is_nobody_where_the_test_is_root() {
    let fwknopd = Fwknopd::plan().on_loopback();
    assert_ne!(fwknopd.user(), 0);
}

/// Sends a packet by fwknop(8).
#[track_caller]
fn ask(fwknopd: &Fwknopd, args: &[&str]) {
    let to = ["-D", "127.0.0.1", "-p", &fwknopd.port().to_string()];
    run(&[&CLIENT[..], &to, args].concat());
}

/// A packet that is not sent.
fn packet(args: &[&str]) -> String {
    let home = Home::new();
    let file = home.path().join("packet");
    let into = ["-T", "-B", file.to_str().unwrap(), "-D", "127.0.0.1"];
    run(&[&CLIENT[..], &into, args].concat());
    let text = std::fs::read_to_string(file).unwrap();
    text.trim_end().to_owned()
}

#[track_caller]
fn run(args: &[&str]) {
    let home = Home::new();
    let mut command = Command::new(args[0]);
    home.clothe(command.args(&args[1..]));
    patient(command).assert().success();
}
