//! The laboratory itself, proven with knock(1): only where it works do the other tests mean anything.

use std::time::Duration;

use crate::support::lab::{
    CLOSE_SEQUENCE, Family, Lab, OPEN_SEQUENCE, Packet, Protocol, SERVER_V4, SERVER_V6,
};
use crate::support::wait::wait_until;

const LIMIT: Duration = Duration::from_secs(5);

#[test]
fn a_door_opens_to_its_sequence_and_closes_to_the_reverse() {
    let lab = Lab::start();
    for (family, address) in [
        (Family::V4, SERVER_V4.to_string()),
        (Family::V6, SERVER_V6.to_string()),
    ] {
        assert!(!lab.service_answers(family), "{family:?}, before the knock");

        knock(&lab, &address, &OPEN_SEQUENCE);
        wait_until("the door to open", LIMIT, || lab.service_answers(family));

        knock(&lab, &address, &CLOSE_SEQUENCE);
        wait_until("the door to close", LIMIT, || !lab.service_answers(family));
    }
    assert_eq!(lab.knockd_log().matches("OPEN SESAME").count(), 4);
}

#[test]
fn a_wrong_sequence_opens_nothing() {
    let lab = Lab::start();

    knock(&lab, "server4.lab", &["7000:tcp", "9000:tcp", "8000:udp"]);

    assert!(!lab.service_answers(Family::V4));
    assert!(!lab.knockd_log().contains("OPEN SESAME"));
}

#[test]
fn a_capture_shows_what_was_sent_and_nothing_else() {
    let lab = Lab::start();
    let capture = lab.capture();

    knock(&lab, "server4.lab", &OPEN_SEQUENCE);

    let knocks = capture.knocks();
    let steps: Vec<String> = knocks.iter().map(Packet::step).collect();
    assert_eq!(steps, OPEN_SEQUENCE);
    assert!(knocks.iter().all(|knock| knock.to == SERVER_V4));
    assert!(knocks.is_sorted_by_key(|knock| knock.at));
    assert_eq!(knocks[1].protocol, Protocol::Udp);
    assert_eq!(knocks[1].payload.len(), 1, "knock(1) sends one byte");
}

fn knock(lab: &Lab, host: &str, steps: &[&str]) {
    let mut args = vec!["knock", "-d", "100", host];
    args.extend(steps);
    lab.client(&args).assert().success();
}
