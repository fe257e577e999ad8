//! The laboratory with fwknopd, proven with its own client: only where it works do the other tests mean anything.

use std::time::Duration;

use rstest::rstest;

use crate::support::fwknopd::{self, CLIENT, Fwknopd, HMAC_KEY_BASE64, KEY_BASE64};
use crate::support::lab::{
    CLOSE_SEQUENCE, Door, Family, INNER_SERVICE, INNER_V4, Lab, OPEN_SEQUENCE, Packet, Plan,
};
use crate::support::wait::wait_until;

const LIMIT: Duration = Duration::from_secs(10);

/// It closes soon.
fn brief() -> fwknopd::Plan {
    Fwknopd::plan().access("FW_ACCESS_TIMEOUT", "2")
}

#[rstest]
#[case::udp(&[])]
#[case::tcp(&["-P", "tcp"])]
#[case::http(&["-P", "http", "-p", "8080"])]
fn a_packet_opens_and_its_time_closes(#[case] transport: &[&str]) {
    let lab = Lab::plan().fwknopd(brief()).start();
    assert!(!lab.service_answers(Family::V4), "before the packet");

    ask(&lab, &[&["-s", "-A", "tcp/2222"], transport].concat());

    wait_until("the port to open", LIMIT, || {
        lab.service_answers(Family::V4)
    });
    assert_eq!(
        lab.service_peers().first(),
        Some(&lab.client_v4().to_string())
    );
    wait_until("the port to close", LIMIT, || {
        !lab.service_answers(Family::V4)
    });
}

#[rstest]
#[case::documentation(Lab::plan())]
#[case::private(Lab::plan().private())]
#[case::public(Lab::plan().public())]
fn it_opens_for_the_address_that_is_asked_for(#[case] plan: Plan) {
    let lab = plan.fwknopd(Fwknopd::plan()).start();
    let client = lab.client_v4().to_string();

    ask(&lab, &["-a", &client, "-A", "tcp/2222"]);

    lab.fwknopd()
        .wait_for_log(&format!("FWKNOP_INPUT for {client} -> 0.0.0.0/0 tcp/2222"));
    assert!(lab.service_answers(Family::V4));
    let message = format!("{client},tcp/2222");
    assert_eq!(lab.fwknopd().field("Message String"), [message]);
}

#[test]
fn a_packet_that_was_told_by_another_key_opens_nothing() {
    let lab = Lab::plan().fwknopd(Fwknopd::plan()).start();

    let wrong = ["--key-base64-hmac", KEY_BASE64];
    let other = ["--key-base64-rijndael", HMAC_KEY_BASE64[..40].as_ref()];
    ask(
        &lab,
        &[&["-s", "-A", "tcp/2222"], &wrong[..], &other].concat(),
    );

    lab.fwknopd().wait_for_log("HMAC_COMPAREFAIL");
    assert!(!lab.service_answers(Family::V4));
}

#[test]
fn a_longer_time_than_it_allows_is_cut() {
    let lab = Lab::plan()
        .fwknopd(Fwknopd::plan().access("MAX_FW_TIMEOUT", "2"))
        .start();

    ask(&lab, &["-s", "-A", "tcp/2222", "-f", "600"]);

    wait_until("the port to open", LIMIT, || {
        lab.service_answers(Family::V4)
    });
    wait_until("the port to close", LIMIT, || {
        !lab.service_answers(Family::V4)
    });
}

#[test]
fn it_forwards_to_the_host_behind_it() {
    let lab = Lab::plan().fwknopd(brief().forwards()).start();

    let inner = format!("{INNER_V4}:{INNER_SERVICE}");
    ask(&lab, &["-s", "-A", "tcp/2222", "-N", &inner]);

    wait_until("the port to open", LIMIT, || {
        lab.service_answers(Family::V4)
    });
    assert_eq!(lab.inner_peers(), [lab.client_v4().to_string()]);
    assert_eq!(lab.service_peers(), [""; 0]);
    wait_until("the port to close", LIMIT, || {
        !lab.service_answers(Family::V4)
    });
}

#[test]
fn it_forwards_another_port_to_its_own_service() {
    let lab = Lab::plan().fwknopd(Fwknopd::plan().forwards()).start();
    assert!(!lab.port_answers(45000), "before the packet");

    let other_port = ["--nat-local", "--nat-port", "45000"];
    ask(&lab, &[&["-s", "-A", "tcp/2222"], &other_port[..]].concat());

    wait_until("the port to open", LIMIT, || lab.port_answers(45000));
    assert_eq!(lab.service_peers(), [lab.client_v4().to_string()]);
    assert_eq!(lab.inner_peers(), [""; 0]);
}

#[test]
fn without_forwarding_it_refuses_to() {
    let lab = Lab::plan().fwknopd(Fwknopd::plan()).start();

    let inner = format!("{INNER_V4}:{INNER_SERVICE}");
    ask(&lab, &["-s", "-A", "tcp/2222", "-N", &inner]);

    lab.fwknopd()
        .wait_for_log("requested NAT access, but is not enabled/supported");
    assert!(!lab.service_answers(Family::V4));
}

#[test]
fn the_router_hides_the_client() {
    let lab = Lab::plan().behind_router().fwknopd(Fwknopd::plan()).start();
    let [own, seen] = [lab.client_v4(), lab.client_seen_v4()];
    assert!(own.is_private() && !seen.is_private());

    // The client's own address is nobody's for the server.
    ask(&lab, &["-a", &own.to_string(), "-A", "tcp/2222"]);
    lab.fwknopd()
        .wait_for_log(&format!("FWKNOP_INPUT for {own}"));
    assert!(!lab.service_answers(Family::V4));

    let capture = lab.capture();
    ask(&lab, &["-s", "-A", "tcp/2222"]);
    lab.fwknopd()
        .wait_for_log(&format!("FWKNOP_INPUT for {seen}"));
    assert!(lab.service_answers(Family::V4));
    assert_eq!(lab.service_peers(), [seen.to_string()]);
    let knocks = capture.knocks();
    let steps: Vec<String> = knocks.iter().map(Packet::step).collect();
    assert_eq!(steps, ["62201:udp"]);
    assert_eq!(knocks[0].from, seen);
}

#[test]
fn a_closed_port_can_refuse() {
    let lab = Lab::plan().refusing().fwknopd(brief()).start();
    let connect = || {
        let output = lab.client(&["nc", "-v", "-z", "-w", "1", "server4.lab", "2222"]);
        let output = { output }.output().unwrap();
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(connect().contains("refused"), "{}", connect());

    ask(&lab, &["-s", "-A", "tcp/2222"]);

    wait_until("the port to open", LIMIT, || {
        connect().contains("succeeded")
    });
    wait_until("the port to close", LIMIT, || connect().contains("refused"));
}

#[test]
fn knockd_can_stand_beside_it() {
    let lab = Lab::plan()
        .fwknopd(brief())
        .door(Door::opens("open", &OPEN_SEQUENCE))
        .door(Door::closes("close", &CLOSE_SEQUENCE))
        .start();
    let knock = |host: &str, steps: &[&str]| {
        let args = [&["knock", "-d", "100", host], steps].concat();
        lab.client(&args).assert().success();
    };
    for (family, host) in [(Family::V4, "server4.lab"), (Family::V6, "server6.lab")] {
        assert!(!lab.service_answers(family), "{family:?}, before the knock");
        knock(host, &OPEN_SEQUENCE);
        wait_until("the door to open", LIMIT, || lab.service_answers(family));
        knock(host, &CLOSE_SEQUENCE);
        wait_until("the door to close", LIMIT, || !lab.service_answers(family));
    }

    ask(&lab, &["-s", "-A", "tcp/2222"]);
    wait_until("the port to open", LIMIT, || {
        lab.service_answers(Family::V4)
    });
    assert!(!lab.service_answers(Family::V6));
    lab.close_all();
    assert!(!lab.service_answers(Family::V4));
}

/// Sends a packet by fwknop(8).
#[track_caller]
fn ask(lab: &Lab, args: &[&str]) {
    let server = lab.server_v4().to_string();
    let args = [&CLIENT[..], &["-D", &server], args].concat();
    lab.client(&args).assert().success();
}
