//! The configuration of a real knockd, as profiles that open its doors; and that what is said of one is what knockd says.

use std::fs;

use super::portknocker;
use crate::support::lab::{Door, Family, Lab};
use crate::support::said::Said;

const SSH: [&str; 3] = ["7000:tcp", "8000:udp", "9000:tcp"];
const SHUT: [&str; 3] = ["7100:udp", "7200:tcp", "7300:udp"];

#[test]
fn the_doors_of_a_knockd_are_opened_and_closed() {
    let lab = Lab::plan()
        .door(Door::opens("openSSH", &SSH))
        .door(Door::closes("closeSSH", &SHUT))
        .start();
    let conf = lab.home().path().join("knockd-0.conf");
    let conf = conf.to_str().unwrap();
    let import = [
        "portknocker",
        "import",
        conf,
        "--host",
        "server4.lab",
        "--plain",
    ];
    let said = Said::by(&mut lab.client(&import));
    assert_eq!(said.status, 0, "{said}");
    for (action, is_open) in [("open", true), ("close", false)] {
        let said = Said::by(&mut lab.client(&["portknocker", action, "SSH"]));
        assert_eq!(said.status, 0, "{said}");
        assert_eq!(lab.service_answers(Family::V4), is_open);
    }
    assert_eq!(lab.knockd_log().matches("OPEN SESAME").count(), 2);
}

#[test]
fn a_line_of_a_script_opens() {
    let lab = Lab::plan().door(Door::opens("a", &SSH)).start();
    let script = lab.home().path().join("knock.sh");
    fs::write(&script, "#!/bin/sh\nknock server4.lab 7000 8000:udp 9000\n").unwrap();
    let import = ["portknocker", "import", script.to_str().unwrap(), "--plain"];
    let said = Said::by(&mut lab.client(&import));
    assert_eq!(said.status, 0, "{said}");
    let said = Said::by(&mut lab.client(&["portknocker", "open", "server4.lab"]));
    assert_eq!(said.status, 0, "{said}");
    assert!(lab.service_answers(Family::V4));
}

/// Lines below a door's `sequence`, and whether knockd takes them.
const LINES: [(&str, bool); 17] = [
    ("sequence = 7000, 8000 : udp ,9000:UDP", true),
    ("SEQUENCE = 1,2", true),
    ("usesyslog", true),
    ("tcpflags = SYN,!ack", true),
    ("timeout = 5", true),
    ("start_command_6 =", true),
    ("# x", true),
    ("tcpflags = syn, ack", false),
    ("tcpflags = syn,foo", false),
    ("sequence = 70000", false),
    ("sequence = 7000:icmp", false),
    ("sequnce = 5", false),
    ("usesyslog = 1", false),
    ("seq_timeout", false),
    ("; x", false),
    ("[b]", false),
    ("[b] # x", false),
];

#[test]
fn what_knockd_stops_at_is_said() {
    let lab = Lab::plan().bare().start();
    let conf = lab.home().path().join("tried.conf");
    let path = conf.to_str().unwrap();
    for (line, takes) in LINES {
        fs::write(&conf, format!("[a]\nsequence = 1,2\n{line}\n")).unwrap();
        // Where it takes the file, it would run on.
        let mut knockd = lab.server(&["timeout", "1", "knockd", "-i", "lo", "-c", path]);
        let ended = Said::by(&mut knockd).status == 1;
        assert_eq!(!ended, takes, "knockd: {line}");
        let import = [
            "import",
            path,
            "--host",
            "h.example",
            "--plain",
            "--dry-run",
        ];
        let said = portknocker(&lab, "", &import);
        assert_eq!(!said.stderr.contains(path), takes, "{line}: {said}");
    }
}
