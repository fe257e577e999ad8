//! `knock`: knock(1)'s arguments, its silence, and complaints about what cannot be sent.

use std::net::{TcpListener, UdpSocket};

use rstest::rstest;

use crate::support::home::Home;
use crate::support::said::Said;

#[test]
fn sends_one_zero_byte_and_says_nothing() {
    let server = UdpSocket::bind("127.0.0.1:0").unwrap();
    let port = server.local_addr().unwrap().port().to_string();
    for args in [
        ["knock", "127.0.0.1", &format!("{port}:udp")].as_slice(),
        &["knock", "-u", "127.0.0.1", &port],
        &["knock", "127.0.0.1", &port, "--udp"],
    ] {
        Said::by(&mut Home::new().portknocker(args)).is(0, "");
        let mut datagram = [9; 10];
        assert_eq!(server.recv(&mut datagram).unwrap(), 1);
        assert_eq!(datagram[0], 0);
    }
}

#[test]
fn connects_over_tcp_when_unsaid_and_says_nothing() {
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = server.local_addr().unwrap().port().to_string();
    Said::by(&mut Home::new().portknocker(&["knock", "127.0.0.1", &port])).is(0, "");
    server.accept().unwrap();
}

#[test]
fn needs_no_configuration_and_no_home() {
    let server = UdpSocket::bind("127.0.0.1:0").unwrap();
    let port = server.local_addr().unwrap().port().to_string();
    let home = Home::new();
    let mut command = home.portknocker(&["knock", "-u", "127.0.0.1", &port]);
    command
        .env_remove("HOME")
        .env_remove("XDG_CONFIG_HOME")
        .env("TMPDIR", home.path());
    Said::by(&mut command).is(0, "");
}

#[rstest]
#[case("-V")]
#[case("--version")]
fn shows_its_version_as_knock_1_does(#[case] flag: &str) {
    let said = Said::by(&mut Home::new().portknocker(&["knock", flag]));
    assert_eq!((said.status, said.stderr.as_str()), (0, ""), "{said}");
    assert!(said.stdout.contains("0.1.0"), "{said}");
}

#[rstest]
#[case(&["127.0.0.1", "0"], "0: not a port (a port is a number from 1 to 65535)")]
#[case(&["127.0.0.1", "70000"], "70000: not a port (a port is a number from 1 to 65535)")]
#[case(&["127.0.0.1", "7000", "ssh"], "ssh: not a port (a port is a number from 1 to 65535)")]
#[case(&["127.0.0.1", "7000:sctp"], "7000:sctp: unknown protocol (one of `tcp`, `udp`, `icmp`)")]
fn a_step_that_is_none_is_said(#[case] args: &[&str], #[case] mistake: &str) {
    let said = Said::by(&mut Home::new().portknocker(&[&["knock"], args].concat()));
    said.is_error(2, &format!("error: {mistake}\n"));
}

#[test]
fn a_host_that_is_none_is_said() {
    for host in ["home.example.net:22", "https://home.example.net", "a b", ""] {
        let said = Said::by(&mut Home::new().portknocker(&["knock", host, "7000"]));
        assert_eq!((said.status, said.stdout.as_str()), (2, ""), "{said}");
        assert!(said.stderr.starts_with("error: "), "{said}");
    }
}
