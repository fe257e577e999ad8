//! When packets leave, and how long things may take. nextest gives these tests the machine to themselves.

use std::time::{Duration, Instant};

use rstest::rstest;

use super::{portknocker, steps};
use crate::support::lab::{Lab, Packet};

/// How far a gap may be from the plan.
const TOLERANCE: Duration = Duration::from_millis(2);
/// Others may be at work on this machine: what is late once is late by chance, what is late each time is late by design.
const ATTEMPTS: usize = 5;

#[rstest]
#[case::fifty(50)]
#[case::hundred_and_twenty(120)]
#[case::three_hundred(300)]
fn steps_leave_when_the_plan_says(#[case] delay: u64) {
    let configuration = format!(
        r#"
        [[profile]]
        name = "homelab"
        host = "server4.lab"
        delay = "{delay}ms"
        open = ["7000:tcp", "8000:udp", "7001:tcp", "8001:udp", "7002:tcp"]
        "#
    );
    assert_gaps(&configuration, &[delay; 4]);
}

#[test]
fn a_step_with_a_delay_of_its_own_leaves_when_the_plan_says() {
    let configuration = r#"
        [[profile]]
        name = "homelab"
        host = "server4.lab"
        delay = "50ms"
        open = [
            "7000:tcp",
            { port = 8000, protocol = "udp", delay = "170ms" },
            { port = 7001, delay = "0s" },
            "7002:tcp",
        ]
    "#;
    assert_gaps(configuration, &[170, 0, 50]);
}

#[test]
fn ten_steps_do_not_drift() {
    let lab = Lab::start();
    let configuration = r#"
        [[profile]]
        name = "homelab"
        host = "server4.lab"
        delay = "50ms"
        open = [
            "7000:tcp", "8001:udp", "7002:tcp", "8003:udp", "7004:tcp",
            "8005:udp", "7006:tcp", "8007:udp", "7008:tcp", "8009:udp",
        ]
    "#;
    let mut errors = Vec::new();
    for _ in 0..ATTEMPTS {
        let knocks = knocks_of(&lab, configuration);
        assert_eq!(knocks.len(), 10);
        let error = knocks[9]
            .since(&knocks[0])
            .abs_diff(Duration::from_millis(450));
        if error <= TOLERANCE {
            return;
        }
        errors.push(error);
    }
    panic!("the tenth step is late each time: {errors:?}");
}

#[test]
fn a_slow_sequence_resends_no_syn() {
    let lab = Lab::start();
    let capture = lab.capture();
    let configuration = r#"
        [[profile]]
        name = "homelab"
        host = "server4.lab"
        delay = "1500ms"
        open = ["7000:tcp", "7001:tcp", "7002:tcp"]
    "#;

    assert_eq!(
        portknocker(&lab, configuration, &["open", "homelab"]).status,
        0
    );

    // Everything that passed, in either direction.
    assert_eq!(
        steps(&capture.packets()),
        ["7000:tcp", "7001:tcp", "7002:tcp"]
    );
}

#[test]
fn a_nameserver_that_does_not_answer_is_given_up_after_five_seconds() {
    let lab = Lab::plan().dead_nameserver().start();
    let configuration = r#"
        [[profile]]
        name = "homelab"
        host = "nowhere.lab"
        open = ["7000:tcp"]
    "#;

    let began = Instant::now();
    portknocker(&lab, configuration, &["open", "homelab"]).is(
        1,
        "homelab: open failed: the resolver did not answer for nowhere.lab within 5 s; \
         check the network, or write the server's address instead of its name\n",
    );
    let took = began.elapsed();
    assert!(
        (Duration::from_secs(5)..Duration::from_secs(6)).contains(&took),
        "{took:?}"
    );
}

#[test]
fn an_open_is_verified_as_soon_as_the_door_is_open() {
    let lab = Lab::start();
    let configuration = r#"
        [[profile]]
        name = "homelab"
        host = "server4.lab"
        delay = "50ms"
        open = ["7000:tcp", "8000:udp", "9000:tcp"]
        check = 2222
    "#;
    let mut elapsed = Vec::new();
    for _ in 0..ATTEMPTS {
        lab.close_all();
        let said = portknocker(&lab, configuration, &["open", "--json", "homelab"]);
        let took = said.json()[0]["elapsed_ms"].as_f64().unwrap();
        if took < 100.0 + 350.0 {
            return;
        }
        elapsed.push(took);
    }
    panic!("the check waits too long each time: {elapsed:?} ms");
}

#[test]
fn a_failed_open_ends_with_its_check_timeout() {
    let lab = Lab::start();
    let configuration = r#"
        [[profile]]
        name = "homelab"
        host = "server4.lab"
        open = ["7001:tcp"]
        check = 2222
        check_timeout = "1s"
        retries = 2
    "#;
    let began = Instant::now();
    assert_eq!(
        portknocker(&lab, configuration, &["open", "homelab"]).status,
        3
    );
    let took = began.elapsed();
    assert!(
        (Duration::from_secs(3)..Duration::from_secs(4)).contains(&took),
        "{took:?}"
    );
}

/// Asserts that in one attempt each gap between two steps was as long as planned, in milliseconds.
#[track_caller]
fn assert_gaps(configuration: &str, planned: &[u64]) {
    let lab = Lab::start();
    let mut seen = Vec::new();
    for _ in 0..ATTEMPTS {
        let knocks = knocks_of(&lab, configuration);
        let gaps: Vec<Duration> = knocks
            .windows(2)
            .map(|pair| pair[1].since(&pair[0]))
            .collect();
        assert_eq!(gaps.len(), planned.len());
        let is_near = |(gap, planned): (&Duration, &u64)| {
            gap.abs_diff(Duration::from_millis(*planned)) <= TOLERANCE
        };
        if gaps.iter().zip(planned).all(is_near) {
            return;
        }
        seen.push(gaps);
    }
    panic!("planned {planned:?} ms, seen {seen:?}");
}

fn knocks_of(lab: &Lab, configuration: &str) -> Vec<Packet> {
    let capture = lab.capture();
    let said = portknocker(lab, configuration, &["open", "homelab"]);
    assert_eq!(said.status, 0, "{said}");
    capture.knocks()
}
