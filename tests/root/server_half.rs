//! What `export --for` writes, loaded into real firewalls and a real knockd by the commands in its own comments: it opens
//! and closes for both families, wrong sequences do not open, and its undoing leaves nothing.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use rstest::rstest;

use super::portknocker;
use crate::support::lab::{Family, Lab};
use crate::support::said::Said;
use crate::support::server_half::{LoadedHalf, check, rules};
use crate::support::wait::wait_until;

const FAMILIES: [(Family, &str); 2] = [(Family::V4, "server4.lab"), (Family::V6, "server6.lab")];

/// The same door for both families.
fn profiles(keys: &str) -> String {
    let profile = |(name, host): (&str, &str)| {
        format!("[[profile]]\nname = \"{name}\"\nhost = \"{host}\"\ncheck = 2222\n{keys}\n")
    };
    let both = [("homelab", "server4.lab"), ("homelab6", "server6.lab")].map(profile);
    "[defaults]\ndelay = \"50ms\"\ncheck_timeout = \"1s\"\n".to_owned() + &both.concat()
}

const CLASSIC: &str = r#"open = ["7000:tcp", "8000:udp", "9000:tcp"]
close = ["9000:tcp", "8000:udp", "7000:tcp"]"#;

/// A server as it comes, and the half of this profile in a file.
#[track_caller]
fn export(keys: &str, server: &str) -> (Lab, PathBuf) {
    let lab = Lab::plan().bare().start();
    let path = lab.home().path().join("half");
    let file = path.display().to_string();
    let args = [
        "export",
        "homelab",
        "--for",
        server,
        "-o",
        &file,
        "--interface",
        "lab0",
    ];
    let said = portknocker(&lab, &profiles(keys), &args);
    assert_eq!((said.status, said.stderr.as_str()), (0, ""), "{said}");
    (lab, path)
}

#[track_caller]
fn run(lab: &Lab, args: &[&str]) -> Said {
    Said::by(&mut lab.client(&[&["portknocker"], args].concat()))
}

#[track_caller]
fn opens_and_closes(lab: &Lab) {
    for name in ["homelab", "homelab6"] {
        let opened = format!("{name}: open verified: port 2222 answers after TIME\n");
        run(lab, &["open", name]).is(0, &opened);
        let closed = format!("{name}: close verified: port 2222 is closed\n");
        run(lab, &["close", name]).is(0, &closed);
    }
}

/// None of these opens the door, for either family.
#[track_caller]
fn stays_shut_after(lab: &Lab, wrong: &[&[&str]]) {
    for (family, host) in FAMILIES {
        for steps in wrong {
            let knock = [&["knock", "-d", "50", host], *steps].concat();
            assert_eq!(run(lab, &knock).status, 0);
            assert!(!lab.service_answers(family), "{steps:?} opened {host}");
        }
    }
}

/// knockd 0.8 takes the first step after a broken attempt for one more mistake, and is rid of that attempt only some packets
/// later. These begin nothing.
#[track_caller]
fn rid_of_broken_ones(lab: &Lab) {
    for (_, host) in FAMILIES {
        let knock = [
            "knock", "-d", "50", host, "8000:udp", "8000:udp", "8000:udp",
        ];
        assert_eq!(run(lab, &knock).status, 0);
    }
}

/// Each leaves nothing behind that the next one could go on from; the last one, what a whole sequence begins anew.
const WRONG: &[&[&str]] = &[
    &["8000:udp", "9000"],
    &["7000", "9000", "8000:udp"],
    &["7000", "9000"],
    &["7000", "8000:udp", "7000", "9000"],
    &["7000", "8000", "9000"],
    &["7000", "9000", "8000:udp", "9000"],
    &["7000", "8000:udp", "9001"],
];

#[rstest]
#[case::knockd("knockd")]
#[case::nftables("nftables")]
#[case::iptables("iptables")]
#[case::openwrt("openwrt")]
fn a_half_is_loaded_works_for_both_families_and_leaves_nothing(#[case] server: &str) {
    let (lab, path) = export(CLASSIC, server);
    match server {
        "nftables" | "openwrt" => check(&lab, "nft", &["-c", "-f"], &path),
        "iptables" => {
            check(&lab, "iptables-restore", &["--test", "--noflush"], &path);
            check(&lab, "ip6tables-restore", &["--test", "--noflush"], &path);
        }
        _ => {}
    }
    let before = rules(&lab);
    assert!(lab.service_answers(Family::V4) && lab.service_answers(Family::V6));
    let half = if server == "openwrt" {
        LoadedHalf::load_by(&lab, &path, "nft -f FILE")
    } else {
        LoadedHalf::load(&lab, &path)
    };
    assert!(!lab.service_answers(Family::V4) && !lab.service_answers(Family::V6));
    stays_shut_after(&lab, WRONG);
    rid_of_broken_ones(&lab);
    opens_and_closes(&lab);
    // What was closed opens again by the whole sequence alone.
    stays_shut_after(&lab, &[&["9000"]]);
    rid_of_broken_ones(&lab);
    opens_and_closes(&lab);
    if server == "openwrt" {
        half.undo_by(&lab, "nft delete table inet portknocker_homelab");
    } else {
        half.undo(&lab);
    }
    assert_eq!(rules(&lab), before);
    assert!(lab.service_answers(Family::V4) && lab.service_answers(Family::V6));
}

#[test]
fn firewalld_lets_in_whom_knockd_tells_it() {
    let (mut lab, path) = export(CLASSIC, "firewalld");
    lab.start_firewalld();
    let zone = |lab: &Lab, args: &[&str]| {
        let said = Said::by(&mut lab.server(&[&["firewall-cmd"], args].concat()));
        assert_eq!(said.status, 0, "{said}");
        said.stdout
    };
    zone(&lab, &["--permanent", "--add-port=2222/tcp"]);
    zone(&lab, &["--reload"]);
    let before = zone(&lab, &["--list-all"]);
    assert!(lab.service_answers(Family::V4) && lab.service_answers(Family::V6));
    let half = LoadedHalf::load(&lab, &path);
    assert!(!lab.service_answers(Family::V4) && !lab.service_answers(Family::V6));
    stays_shut_after(&lab, &[&["7000", "9000"]]);
    rid_of_broken_ones(&lab);
    opens_and_closes(&lab);
    half.undo(&lab);
    assert_eq!(zone(&lab, &["--list-all"]), before);
    assert!(lab.service_answers(Family::V4) && lab.service_answers(Family::V6));
}

#[rstest]
#[case::knockd("knockd")]
#[case::nftables("nftables")]
#[case::iptables("iptables")]
#[case::firewalld("firewalld")]
fn what_the_server_closes_by_itself_it_closes_after_the_last_opening(#[case] server: &str) {
    let keys = "open = [\"7000\", \"8000:udp\"]\nserver_timeout = \"4s\"";
    let (mut lab, path) = export(keys, server);
    if server == "firewalld" {
        lab.start_firewalld();
        for args in [
            ["--permanent", "--add-port=2222/tcp"].as_slice(),
            &["--reload"],
        ] {
            lab.server(&[&["firewall-cmd"], args].concat())
                .assert()
                .success();
        }
    }
    let half = LoadedHalf::load(&lab, &path);
    let opens = |name: &str| {
        let opened = format!("{name}: open verified: port 2222 answers after TIME\n");
        run(&lab, &["open", name]).is(0, &opened);
    };
    opens("homelab");
    opens("homelab6");
    thread::sleep(Duration::from_millis(2_500));
    opens("homelab");
    thread::sleep(Duration::from_millis(2_200));
    assert!(lab.service_answers(Family::V4), "its time begins anew");
    for family in [Family::V4, Family::V6] {
        wait_until("the server to close", Duration::from_secs(10), || {
            !lab.service_answers(family)
        });
    }
    half.undo(&lab);
}

#[rstest]
#[case::nftables("nftables")]
#[case::iptables("iptables")]
fn a_port_may_come_twice_and_an_echo_request_be_a_step(#[case] server: &str) {
    let keys = r#"open = ["7000", "7000", "icmp:84", "8000:udp"]
close = ["icmp:85"]"#;
    let (lab, path) = export(keys, server);
    let half = LoadedHalf::load(&lab, &path);
    stays_shut_after(
        &lab,
        &[
            &["7000", "icmp:84", "8000:udp"],
            &["7000", "7000", "icmp:83", "8000:udp"],
            &["7000", "7000", "8000:udp"],
        ],
    );
    opens_and_closes(&lab);
    half.undo(&lab);
}

#[rstest]
#[case::nftables("nftables")]
#[case::iptables("iptables")]
fn what_ends_the_longer_sequence_does_not_end_the_shorter_one_too(#[case] server: &str) {
    let keys = "open = [\"7000\", \"8000:udp\", \"9000\"]\nclose = [\"9000\"]";
    let (lab, path) = export(keys, server);
    let half = LoadedHalf::load(&lab, &path);
    opens_and_closes(&lab);
    opens_and_closes(&lab);
    half.undo(&lab);
}

#[test]
fn fwknopd_opens_for_its_stanza_alone() {
    let keys = r#"spa = { access = "tcp/2222", key = "a key of ours", hmac_key = "another one", timeout = "3s" }"#;
    let (lab, path) = export(keys, "fwknopd");
    let before = rules(&lab);
    let half = LoadedHalf::load(&lab, &path);
    assert!(!lab.service_answers(Family::V4) && !lab.service_answers(Family::V6));
    let opened = "homelab: open verified: port 2222 answers after TIME\n";
    run(&lab, &["open", "homelab"]).is(0, opened);
    assert!(!lab.service_answers(Family::V6));
    wait_until("fwknopd to close", Duration::from_secs(15), || {
        !lab.service_answers(Family::V4)
    });
    half.undo(&lab);
    assert_eq!(rules(&lab), before);
    assert!(lab.service_answers(Family::V4) && lab.service_answers(Family::V6));
}

/// A server that has followed no connection yet: its kernel sees the one that is there as new.
#[rstest]
#[case::knockd("knockd")]
#[case::nftables("nftables")]
#[case::iptables("iptables")]
fn a_session_from_before_goes_on(#[case] server: &str) {
    let (lab, path) = export(CLASSIC, server);
    let mut command = lab.client_command(&["nc", "server4.lab", "2222"]);
    let mut session = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut says = session.stdin.take().unwrap();
    let mut hears = BufReader::new(session.stdout.take().unwrap());
    let mut echo = |word: &str| {
        says.write_all(word.as_bytes()).unwrap();
        let mut heard = String::new();
        hears.read_line(&mut heard).unwrap();
        assert_eq!(heard, word);
    };
    echo("before\n");
    let half = LoadedHalf::load(&lab, &path);
    assert!(!lab.service_answers(Family::V4));
    // Were it cut off, this would be waited for until the connection times out, and the test with it.
    echo("after\n");
    session.kill().unwrap();
    session.wait().unwrap();
    half.undo(&lab);
}
