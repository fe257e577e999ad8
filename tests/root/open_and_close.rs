//! The main job: open, verify, use, close, verify.

use std::time::Duration;

use rstest::rstest;

use super::portknocker;
use crate::support::lab::{Door, Family, Lab, Plan, SERVER_V4, SERVER_V6, SERVICE};
use crate::support::wait::wait_until;

const TCP: [&str; 3] = ["7000:tcp", "7001:tcp", "7002:tcp"];
const UDP: [&str; 3] = ["8000:udp", "8001:udp", "8002:udp"];
const MIXED: [&str; 4] = ["7000:tcp", "8000:udp", "8001:udp", "7001:tcp"];

#[rstest]
#[case::tcp(Lab::plan().refusing(), &TCP)]
#[case::udp(Lab::plan().refusing(), &UDP)]
#[case::mixed(Lab::plan(), &MIXED)]
fn opens_and_closes_by_address_over_ipv4(#[case] plan: Plan, #[case] steps: &[&str]) {
    opens_and_closes(plan, &SERVER_V4.to_string(), Family::V4, steps);
}

#[rstest]
#[case::tcp(Lab::plan().refusing(), &TCP)]
#[case::udp(Lab::plan().refusing(), &UDP)]
#[case::mixed(Lab::plan(), &MIXED)]
fn opens_and_closes_by_address_over_ipv6(#[case] plan: Plan, #[case] steps: &[&str]) {
    opens_and_closes(plan, &SERVER_V6.to_string(), Family::V6, steps);
}

#[rstest]
#[case::tcp(Lab::plan().refusing(), &TCP)]
#[case::udp(Lab::plan().refusing(), &UDP)]
#[case::mixed(Lab::plan(), &MIXED)]
fn opens_and_closes_by_name_over_ipv4(#[case] plan: Plan, #[case] steps: &[&str]) {
    opens_and_closes(plan, "server4.lab", Family::V4, steps);
}

#[rstest]
#[case::tcp(Lab::plan().refusing(), &TCP)]
#[case::udp(Lab::plan().refusing(), &UDP)]
#[case::mixed(Lab::plan(), &MIXED)]
fn opens_and_closes_by_name_over_ipv6(#[case] plan: Plan, #[case] steps: &[&str]) {
    opens_and_closes(plan, "server6.lab", Family::V6, steps);
}

#[test]
fn opens_and_closes_with_every_default_unsaid() {
    let lab = Lab::plan().refusing().start();
    let configuration = r#"
        [[profile]]
        name = "homelab"
        host = "server4.lab"
        open = ["7000", "8000:udp", "9000"]
        close = ["9000", "8000:udp", "7000"]
        check = 2222
    "#;

    portknocker(&lab, configuration, &["open", "homelab"])
        .is(0, "homelab: open verified: port 2222 answers after TIME\n");
    portknocker(&lab, configuration, &["close", "homelab"])
        .is(0, "homelab: close verified: port 2222 is closed\n");
    assert!(!lab.service_answers(Family::V4));
}

#[test]
fn is_unverified_where_nothing_is_to_be_checked() {
    let lab = Lab::start();
    let configuration = r#"
        [[profile]]
        name = "homelab"
        host = "server4.lab"
        open = ["7000:tcp", "8000:udp", "9000:tcp"]
        close = ["9000:tcp", "8000:udp", "7000:tcp"]
        delay = "50ms"
    "#;

    portknocker(&lab, configuration, &["open", "homelab"]).is(
        0,
        "homelab: open unverified: everything was sent, nothing was checked\n",
    );
    assert!(lab.service_answers(Family::V4));

    portknocker(&lab, configuration, &["close", "homelab"]).is(
        0,
        "homelab: close unverified: everything was sent, nothing was checked\n",
    );
    assert!(!lab.service_answers(Family::V4));
}

#[test]
fn opens_again_and_again_what_is_open_already() {
    let lab = Lab::start();
    let configuration = r#"
        [[profile]]
        name = "homelab"
        host = "server4.lab"
        open = ["7000:tcp", "8000:udp", "9000:tcp"]
        check = 2222
        delay = "20ms"
    "#;

    for _ in 0..5 {
        portknocker(&lab, configuration, &["open", "homelab"])
            .is(0, "homelab: open verified: port 2222 answers after TIME\n");
    }
    // The server is behind: each check after the first finds the port open at once.
    wait_until("all five", Duration::from_secs(5), || {
        lab.knockd_log().matches("OPEN SESAME").count() == 5
    });
}

#[track_caller]
fn opens_and_closes(plan: Plan, host: &str, family: Family, steps: &[&str]) {
    let reversed: Vec<&str> = steps.iter().rev().copied().collect();
    let lab = plan
        .door(Door::opens("open", steps))
        .door(Door::closes("close", &reversed))
        .start();
    let configuration = format!(
        "[[profile]]\nname = \"homelab\"\nhost = \"{host}\"\nopen = {steps:?}\nclose = {reversed:?}\n\
         check = {SERVICE}\ndelay = \"50ms\"\nretries = 0\n"
    );

    portknocker(&lab, &configuration, &["open", "homelab"])
        .is(0, "homelab: open verified: port 2222 answers after TIME\n");
    lab.client(&["nc", "-N", "-w", "5", host, &SERVICE.to_string()])
        .write_stdin("hello")
        .assert()
        .success()
        .stdout("hello");

    portknocker(&lab, &configuration, &["close", "homelab"])
        .is(0, "homelab: close verified: port 2222 is closed\n");
    assert!(!lab.service_answers(family));
    assert_eq!(lab.knockd_log().matches("OPEN SESAME").count(), 2);
}
