//! Several profiles at once, in one process and in many.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::process::{Child, Stdio};
use std::time::Duration;

use super::{portknocker, steps};
use crate::support::lab::{Door, Lab, OPEN_SEQUENCE, Packet};
use crate::support::said::keys;
use crate::support::wait::wait_until;

const LIMIT: Duration = Duration::from_secs(5);

const THREE: &str = r#"
    [defaults]
    delay = "30ms"
    check_timeout = "500ms"
    retries = 0

    [[profile]]
    name = "web"
    group = "Home"
    host = "server4.lab"
    open = ["7000:tcp", "8000:udp", "9000:tcp"]
    close = ["9000:tcp", "8000:udp", "7000:tcp"]
    check = 2222

    [[profile]]
    name = "nas"
    group = "Home"
    host = "192.0.2.2"
    open = ["7000:tcp", "8000:udp", "9000:tcp"]
    close = ["9000:tcp", "8000:udp", "7000:tcp"]
    check = 2222

    [[profile]]
    name = "other"
    host = "server6.lab"
    open = ["7000:tcp", "8000:udp", "9000:tcp"]
    close = ["9000:tcp", "8000:udp", "7000:tcp"]
    check = 2222

    [[profile]]
    name = "wrong"
    host = "server4.lab"
    open = ["9000:tcp", "7000:tcp"]
    check = 2222

    [[profile]]
    name = "lost"
    host = "198.51.100.7"
    open = ["7000:tcp"]
    check = 2222
"#;

#[test]
fn a_group_and_a_profile_open_and_close_at_once() {
    let lab = Lab::plan().two_servers().refusing().start();
    let capture = lab.capture();

    let said = portknocker(&lab, THREE, &["open", "@Home", "other"]);
    assert_eq!((said.status, said.stderr.as_str()), (0, ""));
    assert_eq!(
        said.stdout.lines().collect::<BTreeSet<_>>(),
        BTreeSet::from([
            "nas: open verified: port 2222 answers after TIME",
            "other: open verified: port 2222 answers after TIME",
            "web: open verified: port 2222 answers after TIME",
        ])
    );
    let said = portknocker(&lab, THREE, &["close", "@Home", "other"]);
    assert_eq!((said.status, said.stderr.as_str()), (0, ""));
    assert_eq!(
        said.stdout.lines().collect::<BTreeSet<_>>(),
        BTreeSet::from([
            "nas: close verified: port 2222 is closed",
            "other: close verified: port 2222 is closed",
            "web: close verified: port 2222 is closed",
        ])
    );

    // The two of one server took turns; the third, on another address, did not wait for them.
    let (ipv4, ipv6): (Vec<Packet>, Vec<Packet>) = capture
        .knocks()
        .into_iter()
        .partition(|knock| knock.to.is_ipv4());
    let open = ["7000:tcp", "8000:udp", "9000:tcp"];
    let close = ["9000:tcp", "8000:udp", "7000:tcp"];
    assert_eq!(steps(&ipv4), [open, open, close, close].concat());
    assert_eq!(steps(&ipv6), [open, close].concat());
    assert!(ipv6[2].at < ipv4[5].at, "side by side");
}

#[test]
fn a_profile_that_is_named_twice_is_opened_once() {
    let lab = Lab::start();
    let capture = lab.capture();
    portknocker(&lab, THREE, &["open", "web", "web"])
        .is(0, "web: open verified: port 2222 answers after TIME\n");
    assert_eq!(
        steps(&capture.knocks()),
        ["7000:tcp", "8000:udp", "9000:tcp"]
    );
}

#[test]
fn the_worst_outcome_is_the_status() {
    let lab = Lab::plan().two_servers().start();
    for (profiles, status) in [
        (vec!["web", "other"], 0),
        (vec!["other", "wrong"], 0), // The door is open already, so the check is content.
        (vec!["other", "lost"], 1),
    ] {
        let args = [vec!["open"], profiles].concat();
        let said = portknocker(&lab, THREE, &args);
        assert_eq!(said.status, status, "{said}");
    }

    lab.close_all();
    for (profiles, status) in [
        (vec!["other", "wrong"], 3),
        (vec!["lost", "wrong"], 1),
        (vec!["wrong", "lost"], 1),
    ] {
        let args = [vec!["open"], profiles].concat();
        let said = portknocker(&lab, THREE, &args);
        assert_eq!(said.status, status, "{said}");
    }
}

#[test]
fn json_has_a_line_for_each_profile_with_every_key() {
    let lab = Lab::plan().two_servers().start();

    let said = portknocker(
        &lab,
        THREE,
        &["open", "--json", "web", "other", "wrong", "lost"],
    );

    assert_eq!((said.status, said.stderr.as_str()), (1, ""));
    let records = said.json();
    assert_eq!(records.len(), 4);
    let of = |name| {
        let is_it = |record: &&serde_json::Value| record["profile"] == name;
        records.iter().find(is_it).unwrap()
    };
    for record in &records {
        assert_eq!(
            keys(record),
            [
                "action",
                "address",
                "allow",
                "check",
                "elapsed_ms",
                "one_time_left",
                "one_time_unspent",
                "outcome",
                "profile",
                "reason",
                "steps"
            ]
        );
        assert_eq!(record["action"], "open");
        assert!(record["elapsed_ms"].as_f64().unwrap() >= 0.0);
        for step in record["steps"].as_array().unwrap() {
            assert_eq!(
                keys(step),
                [
                    "at_ms", "local", "port", "protocol", "remote", "result", "size"
                ]
            );
        }
    }

    let web = of("web");
    assert_eq!(web["outcome"], "verified");
    assert!(web["reason"].is_null());
    assert_eq!(web["address"], "192.0.2.2");
    assert_eq!(keys(&web["check"]), ["elapsed_ms", "port", "reachable"]);
    assert_eq!(web["check"]["port"], 2222);
    assert_eq!(web["check"]["reachable"], true);
    let elapsed = |value: &serde_json::Value| value["elapsed_ms"].as_f64().unwrap();
    assert!(elapsed(web) >= 60.0 + elapsed(&web["check"]), "{web}");
    let sent = web["steps"].as_array().unwrap();
    assert_eq!(sent.len(), 3);
    assert!(sent[0]["at_ms"].as_f64().unwrap() < sent[1]["at_ms"].as_f64().unwrap());
    assert_eq!(sent[0]["protocol"], "tcp");
    assert_eq!(sent[0]["port"], 7000);
    assert_eq!(sent[0]["remote"], "192.0.2.2:7000");
    assert!(sent[0]["local"].as_str().unwrap().starts_with("192.0.2.1:"));
    assert_eq!(sent[1]["protocol"], "udp");
    assert_eq!(sent[1]["result"], "no_answer");

    let lost = of("lost");
    assert_eq!(lost["outcome"], "failed");
    assert_eq!(lost["reason"], "network_unreachable");
    assert_eq!(lost["address"], "198.51.100.7");
    assert!(lost["check"].is_null(), "{lost}");
    assert_eq!(lost["steps"][0]["result"], "not_sent");
    assert!(lost["steps"][0]["local"].is_null());
}

#[test]
fn json_of_a_failed_check_says_what_the_check_found() {
    let lab = Lab::start();
    let said = portknocker(&lab, THREE, &["check", "--json", "web"]);
    assert_eq!((said.status, said.stderr.as_str()), (3, ""));
    let record = &said.json()[0];
    assert_eq!(record["action"], "check");
    assert_eq!(record["outcome"], "failed");
    assert_eq!(record["reason"], "not_reachable_timed_out");
    assert_eq!(record["check"]["reachable"], false);
    assert_eq!(record["steps"], serde_json::json!([]));
    assert!(record["check"]["elapsed_ms"].as_f64().unwrap() >= 500.0);

    let said = portknocker(&lab, THREE, &["open", "--json", "wrong"]);
    let record = &said.json()[0];
    assert_eq!(record["reason"], "still_closed_timed_out");
    assert_eq!(record["check"]["reachable"], false);
    assert_eq!(record["steps"].as_array().unwrap().len(), 2);
}

#[test]
fn a_name_that_hangs_does_not_hold_up_the_others() {
    let lab = Lab::plan().dead_nameserver().start();
    let configuration = format!(
        "{THREE}\n[[profile]]\nname = \"nameless\"\nhost = \"nowhere.lab\"\nopen = [\"7000\"]\n"
    );

    portknocker(&lab, &configuration, &["open", "nameless", "web"]).is(
        1,
        "web: open verified: port 2222 answers after TIME\n\
         nameless: open failed: the resolver did not answer for nowhere.lab within 5 s; \
         check the network, or write the server's address instead of its name\n",
    );
}

#[test]
fn twenty_processes_that_open_at_once_all_succeed() {
    let doors: Vec<(String, [String; 3])> = (10..30)
        .map(|n| {
            let steps = [
                format!("70{n}:tcp"),
                format!("80{n}:udp"),
                format!("90{n}:tcp"),
            ];
            (format!("door{n}"), steps)
        })
        .collect();
    let mut plan = Lab::plan();
    let mut configuration = "[defaults]\ndelay = \"30ms\"\nretries = 0\n".to_owned();
    for (name, steps) in &doors {
        let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
        plan = plan.door(Door::opens(name, &steps));
        let _ = write!(
            configuration,
            "[[profile]]\nname = \"{name}\"\nhost = \"server4.lab\"\nopen = {steps:?}\ncheck = 2222\n"
        );
    }
    let lab = plan.start();
    lab.home().write_configuration(&configuration);
    let capture = lab.capture();

    let children: Vec<(&String, Child)> = doors
        .iter()
        .map(|(name, _)| {
            let mut command = lab.client_command(&["portknocker", "open", name]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped());
            (name, command.spawn().unwrap())
        })
        .collect();

    for (name, child) in children {
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let verified = format!("{name}: open verified: port 2222 answers after ");
        assert!(said.starts_with(&verified), "{said}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        assert_eq!(output.status.code(), Some(0));
    }
    let knocks = steps(&capture.knocks());
    let sequences: BTreeSet<&[String]> = knocks.chunks(3).collect();
    let expected: BTreeSet<&[String]> = doors.iter().map(|(_, steps)| &steps[..]).collect();
    assert_eq!(
        sequences, expected,
        "each sequence whole, none inside another"
    );
    // The server is behind: each check after the first finds the port open at once.
    let is_open =
        |(name, _): &(String, _)| lab.knockd_log().contains(&format!("{name}: OPEN SESAME"));
    wait_until("all twenty", LIMIT, || doors.iter().all(is_open));
}

#[test]
fn a_knock_that_waits_for_another_says_so_where_it_is_asked_to() {
    let lab = Lab::start();
    let slow = THREE.replace("30ms", "400ms");
    lab.home().write_configuration(&slow);
    let mut first = lab
        .client_command(&["portknocker", "open", "web"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    wait_until("the first knock", LIMIT, || {
        lab.knockd_log().contains("Stage 1")
    });

    let said = portknocker(&lab, &slow, &["open", "--verbose", "nas"]);

    assert!(first.wait().unwrap().success());
    assert_eq!(said.status, 0);
    assert_eq!(
        said.stderr.lines().next(),
        Some("waiting for another knock to 192.0.2.2")
    );
}

#[test]
fn a_process_that_dies_in_its_knock_leaves_the_address_free() {
    let lab = Lab::plan()
        .door(Door::opens("open", &OPEN_SEQUENCE))
        .start();
    lab.home()
        .write_configuration(&THREE.replace("30ms", "10s"));
    let mut first = lab
        .client_command(&["portknocker", "open", "web"])
        .spawn()
        .unwrap();
    wait_until("the first knock", LIMIT, || {
        lab.knockd_log().contains("Stage 1")
    });
    first.kill().unwrap();
    first.wait().unwrap();

    // knockd takes the first hit for a wrong second one, and starts over only then: hence the second try.
    let patient = THREE.replace("retries = 0", "retries = 1");
    let said = portknocker(&lab, &patient, &["open", "--verbose", "nas"]);
    assert_eq!(said.status, 0, "{said}");
    assert!(!said.stderr.contains("waiting"), "{said}");
}
