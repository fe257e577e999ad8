//! A profile, and what is told of it, for the tests.

use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::time::Duration;

use crate::config::decode;
use crate::knock::{CheckReport, Failure, Outcome, Progress, Receipt, StepReport, StepResult};
use crate::profile::{Action, Profile, Transport};

/// The ports of the opening sequence, and what carries them: each is found nowhere else.
pub(super) const STEPS: [(Transport, u16); 3] = [
    (Transport::Tcp, 7001),
    (Transport::Udp, 8002),
    (Transport::Tcp, 9003),
];

/// A profile with these ways to open and to close.
pub(super) fn profile_with(open: &str, close: &str) -> Profile {
    let text = format!(
        "[[profile]]\nname = \"homelab\"\nhost = \"192.0.2.1\"\ndelay = \"300ms\"\ncheck = 22\n\
         open = {open}\nclose = {close}\n"
    );
    Profile::clone(&decode(&text, Path::new("")).unwrap().profiles[0])
}

/// A profile with [`STEPS`], which are sent backwards to close.
pub(super) fn profile() -> Profile {
    let open = r#"["7001", "8002:udp", "9003"]"#;
    profile_with(open, r#"["9003", "8002:udp", "7001"]"#)
}

pub(super) fn ms(count: u64) -> Duration {
    Duration::from_millis(count)
}

fn remote(address: &str, port: u16) -> SocketAddr {
    SocketAddr::new(address.parse().unwrap(), port)
}

/// The packet of this number of the opening sequence has left.
pub(super) fn hit(number: usize, at: u64) -> Progress {
    let (protocol, port) = STEPS[number - 1];
    Progress::Hit {
        number,
        of: STEPS.len(),
        at: ms(at),
        protocol,
        remote: remote("192.0.2.1", port),
    }
}

/// The service port is asked.
pub(super) fn checking() -> Progress {
    Progress::Checking(22.try_into().unwrap())
}

/// The packets of the opening sequence, at these times, with what came back.
pub(super) fn steps(address: &str, sent: &[(u64, StepResult)]) -> Vec<StepReport> {
    let step =
        |((at, result), (protocol, port)): (&(u64, StepResult), &(Transport, u16))| StepReport {
            at: ms(*at),
            protocol: *protocol,
            local: None,
            remote: remote(address, *port),
            size: None,
            result: *result,
        };
    sent.iter().zip(STEPS.iter().cycle()).map(step).collect()
}

/// A receipt of an opening that took two seconds, with a check that took the last of them.
pub(super) fn receipt(address: &str, steps: Vec<StepReport>, tries: u32) -> Receipt {
    Receipt {
        outcome: Outcome::Verified,
        address: Some(address.parse::<IpAddr>().unwrap()),
        elapsed: ms(2_000),
        check: Some(CheckReport {
            port: 22.try_into().unwrap(),
            reachable: true,
            elapsed: ms(1_000),
        }),
        steps,
        tries,
        ..Receipt::failed("homelab".to_owned(), Action::Open, Failure::Crashed)
    }
}
