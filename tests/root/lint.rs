//! What `config check` says of doors and families, against a real knockd and in a namespace without IPv6.

use std::time::Duration;

use rstest::rstest;

use super::portknocker;
use crate::support::lab::{Door, Lab};
use crate::support::wait::wait_until;

/// Whether each sequence of one profile reaches its own door and no other, by knockd's own log and by what is warned of.
#[rstest]
#[case::reversed(&["7002", "7001", "7000"], &["7000", "7001", "7002"], None)]
#[case::first_step_inside(&["7002", "7001", "7000"], &["7001", "7003"], None)]
#[case::parts_at_the_last_step(&["7002", "7001", "7000"], &["7002", "7001", "7003"], None)]
#[case::begins_alike(&["7002", "7001", "7000"], &["7002", "7000", "7001"], Some("begins like"))]
#[case::closing_is_the_beginning(&["7002", "7001", "7000"], &["7002", "7001"], Some("contains"))]
#[case::opening_is_the_beginning(&["7002", "7001"], &["7002", "7001", "7000"], Some("contains"))]
#[case::same(&["7002", "7001"], &["7002", "7001"], Some("is the same as"))]
fn sequences_that_knockd_mixes_up_are_warned_of(
    #[case] open: &[&str],
    #[case] close: &[&str],
    #[case] warning: Option<&str>,
) {
    let lab = Lab::plan()
        .door(Door::opens("opening", open))
        .door(Door::closes("closing", close))
        .door(Door::closes("last", &["7009"]))
        .start();
    let configuration = format!(
        "[[profile]]\nname = \"homelab\"\nhost = \"server4.lab\"\nopen = {open:?}\nclose = {close:?}\ndelay = \"50ms\"\n"
    );

    let checked = portknocker(&lab, &configuration, &["config", "check"]);
    assert_eq!(!checked.stderr.is_empty(), warning.is_some(), "{checked}");
    assert!(
        checked.stderr.contains(warning.unwrap_or_default()),
        "{checked}"
    );

    let mut reached = Vec::new();
    for action in ["open", "close"] {
        let before = lab.knockd_log();
        portknocker(&lab, &configuration, &[action, "homelab"]);
        let doors = doors_reached(&lab, before.len());
        reached.push(doors);
    }
    let is_right = reached == [["opening"], ["closing"]];
    assert_eq!(is_right, warning.is_none(), "{reached:?}");
}

/// The doors that have opened since the log was so long. What is under way is broken off by a step to the last door, and
/// once that opens, all before it has been counted.
fn doors_reached(lab: &Lab, before: usize) -> Vec<String> {
    let mut reached = Vec::new();
    wait_until("the last door opens", Duration::from_secs(10), || {
        lab.client(&["portknocker", "knock", "server4.lab", "7009"])
            .assert()
            .success();
        let log = lab.knockd_log();
        let doors = log[before..].lines().filter_map(|line| {
            let (rest, _) = line.split_once(": OPEN SESAME")?;
            rest.rsplit(' ').next().map(str::to_owned)
        });
        reached = doors.collect();
        reached.iter().any(|door| door == "last")
    });
    reached.retain(|door| door != "last");
    reached
}

#[test]
fn a_family_that_this_machine_lacks_is_warned_of() {
    let lab = Lab::start();
    let configuration = "[[profile]]\nname = \"homelab\"\nhost = \"server.lab\"\nfamily = \"ipv6\"\nopen = [\"7000\"]\n";
    let check = || portknocker(&lab, configuration, &["config", "check"]);
    check().is(0, "1 profile, no mistakes\n");

    let line = "echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6";
    lab.client(&["sh", "-c", line]).assert().success();
    check().is_with_notes(
        0,
        "1 profile, no mistakes, 1 warning\n",
        &format!(
            "\
warning: homelab: it goes by IPv6 alone, and this machine has no way to IPv6 addresses
 --> {}:4:1
  |
4 | family = \"ipv6\"
  | ^^^^^^ look into the network, or write family = \"auto\"

",
            lab.home().configuration().display()
        ),
    );
}
