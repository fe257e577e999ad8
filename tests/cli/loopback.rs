//! Open, close and check against ports of this machine: as much of the main job as needs no root.

use std::net::{TcpListener, UdpSocket};

use super::portknocker;

#[test]
fn a_service_that_answers_is_verified() {
    let (_service, configuration) = homelab();
    let port = port_of(&configuration);
    for action in ["check", "open"] {
        portknocker(&configuration, &[action, "homelab"]).is(
            0,
            &format!("homelab: {action} verified: port {port} answers after TIME\n"),
        );
    }
}

#[test]
fn a_service_that_is_gone_is_closed_and_does_not_open() {
    let (service, configuration) = homelab();
    drop(service);
    let port = port_of(&configuration);
    portknocker(&configuration, &["check", "homelab"]).is(
        3,
        &format!("homelab: check failed: port {port} refuses the connection\n"),
    );
    portknocker(&configuration, &["open", "homelab"]).is(
        3,
        &format!(
            "homelab: open failed: port {port} is still closed: the connection is refused (2 tries). \
             Either the sequence is wrong, or the door is open and no service runs behind it\n"
        ),
    );
    portknocker(&configuration, &["close", "homelab"]).is(
        0,
        &format!("homelab: close verified: port {port} is closed\n"),
    );
}

#[test]
fn a_service_that_still_answers_is_open() {
    let (_service, configuration) = homelab();
    let port = port_of(&configuration);
    portknocker(&configuration, &["close", "homelab"]).is(
        3,
        &format!(
            "homelab: close failed: port {port} still answers (2 tries): it is OPEN. \
             Compare the closing sequence with the server's\n"
        ),
    );
    portknocker(&configuration, &["close", "homelab", "--no-check"]).is(
        0,
        "homelab: close unverified: everything was sent, nothing was checked\n",
    );
}

/// A service, and a profile for it whose only step nobody cares for.
pub fn homelab() -> (TcpListener, String) {
    let service = TcpListener::bind("127.0.0.1:0").unwrap();
    let step = UdpSocket::bind("127.0.0.1:0").unwrap();
    let configuration = format!(
        "[[profile]]\nname = \"homelab\"\nhost = \"127.0.0.1\"\nopen = [\"{step}:udp\"]\nclose = [\"{step}:udp\"]\n\
         check_timeout = \"300ms\"\nretries = 1\ncheck = {}",
        service.local_addr().unwrap().port(),
        step = step.local_addr().unwrap().port(),
    );
    (service, configuration)
}

pub fn port_of(configuration: &str) -> String {
    configuration.rsplit(' ').next().unwrap().to_owned()
}
