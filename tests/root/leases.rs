//! Leases against a real knockd and a real firewall.

use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use crate::support::desktop::{Desktop, Logind, MenuEntry};
use crate::support::lab::{Door, Family, Lab, OPEN_SEQUENCE};
use crate::support::process::Process;
use crate::support::said::Said;
use crate::support::wait::wait_until;

const LIMIT: Duration = Duration::from_secs(20);

const HOMELAB: &str = r#"[[profile]]
name = "homelab"
host = "server4.lab"
open = ["7000:tcp", "8000:udp", "9000:tcp"]
close = ["9000:tcp", "8000:udp", "7000:tcp"]
check = 2222
delay = "50ms"
check_timeout = "2s"
retries = 0
"#;

fn said(desktop: &Desktop, lab: &Lab, args: &[&str]) -> Said {
    Said::by(&mut desktop.run_in(lab, &[&["portknocker"], args].concat()))
}

fn leases(desktop: &Desktop) -> Vec<MenuEntry> {
    let menu = desktop.tray_item().menu();
    let lines = menu.children.into_iter();
    lines.filter(MenuEntry::is_lease).collect()
}

fn history(desktop: &Desktop) -> String {
    let file: PathBuf = desktop.home().state().join("portknocker/history.jsonl");
    fs::read_to_string(file).unwrap_or_default()
}

/// A desktop and an agent in the client's namespace, with these keys and this table besides.
fn start(lab: &Lab, table: &str, keys: &str) -> (Desktop, Process) {
    let desktop = Desktop::plan().without_panel().start();
    let text = format!("{table}{HOMELAB}{keys}\n");
    desktop.home().write_configuration(&text);
    let agent = desktop.start_agent_in(lab);
    desktop.wait_for_lines(&["homelab"]);
    (desktop, agent)
}

#[test]
fn what_is_opened_for_three_seconds_closes_by_itself() {
    let lab = Lab::start();
    let (desktop, _agent) = start(&lab, "", "");
    let opened = said(&desktop, &lab, &["open", "--for", "3s", "homelab"]);
    assert_eq!(opened.status, 0, "{opened}");
    let began = Instant::now();
    assert!(lab.service_answers(Family::V4));
    wait_until("the port to close", LIMIT, || {
        !lab.service_answers(Family::V4)
    });
    assert!(
        began.elapsed() > Duration::from_secs(2),
        "{:?}",
        began.elapsed()
    );
    wait_until("the lease to end", LIMIT, || leases(&desktop).is_empty());
    assert!(
        history(&desktop)
            .lines()
            .last()
            .unwrap()
            .contains("\"verified\"")
    );
}

#[test]
fn an_agent_that_was_killed_closes_what_is_overdue_when_it_comes_again() {
    let lab = Lab::start();
    let (desktop, mut agent) = start(&lab, "", "");
    assert_eq!(
        said(&desktop, &lab, &["open", "--for", "2s", "homelab"]).status,
        0
    );
    agent.kill();
    thread::sleep(Duration::from_secs(3));
    assert!(
        lab.service_answers(Family::V4),
        "a dead agent closes nothing"
    );
    let _next = desktop.start_agent_in(&lab);
    wait_until("the port to close", LIMIT, || {
        !lab.service_answers(Family::V4)
    });
    let told = desktop.nth_notification(1);
    assert_eq!(told.summary, "homelab: close verified");
    assert_eq!(
        told.body,
        "Its time was over while no agent ran: port 2222 is closed"
    );
}

#[test]
fn a_command_that_was_killed_is_cleared_up_after_by_the_next_agent() {
    let lab = Lab::start();
    let desktop = Desktop::plan().without_panel().start();
    desktop.home().write_configuration(HOMELAB);
    let mut held = desktop.spawn_in(
        &lab,
        "held",
        &["portknocker", "open", "--for", "2s", "homelab"],
    );
    held.wait_for_log("holds homelab", LIMIT);
    held.kill();
    thread::sleep(Duration::from_secs(3));
    assert!(lab.service_answers(Family::V4));
    let _agent = desktop.start_agent_in(&lab);
    wait_until("the port to close", LIMIT, || {
        !lab.service_answers(Family::V4)
    });
    let folder = desktop.home().state().join("portknocker/leases");
    wait_until("its file to go", LIMIT, || {
        let names = fs::read_dir(&folder).unwrap().flatten();
        names
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .all(|name| name.starts_with("agent."))
    });
}

#[test]
fn sleep_waits_until_the_closing_knock_has_left() {
    let lab = Lab::start();
    let desktop = Desktop::plan().without_panel().start();
    let logind = Logind::start(desktop.home());
    let table = "[agent]\nclose_on = [\"sleep\"]\n";
    desktop
        .home()
        .write_configuration(&format!("{table}{HOMELAB}"));
    let _agent = desktop.start_agent_in(&lab);
    desktop.wait_for_lines(&["homelab"]);
    assert_eq!(said(&desktop, &lab, &["open", "homelab"]).status, 0);
    logind.wait_for_inhibitor("sleep");
    logind.prepare_for_sleep(true);
    wait_until("the inhibitor to go", LIMIT, || {
        logind.inhibited().is_empty()
    });
    // The last packet is on its way; knockd and nft need a moment for it.
    wait_until("the port to close", Duration::from_secs(2), || {
        !lab.service_answers(Family::V4)
    });
    logind.prepare_for_sleep(false);
    wait_until("it to be verified", LIMIT, || leases(&desktop).is_empty());
}

#[test]
fn a_closing_that_fails_is_repeated_until_it_works() {
    let lab = Lab::start();
    let (desktop, _agent) = start(&lab, "", "open_for = \"1s\"");
    desktop.tray_item().choose(&["homelab", "Open"]);
    assert_eq!(
        desktop.nth_notification(1).summary,
        "homelab: open verified"
    );
    // What closes does not arrive, what checks does.
    lab.lose_port(9000);
    assert_eq!(desktop.nth_notification(2).summary, "homelab: close failed");
    desktop.wait_for_icon("attention");
    lab.lose_nothing();
    let closed = desktop.nth_notification(3);
    assert_eq!(closed.summary, "homelab: close verified");
    assert_eq!(
        closed.body,
        "After it had failed before: port 2222 is closed"
    );
    desktop.wait_for_icon("idle");
    assert!(!lab.service_answers(Family::V4));
}

/// A server that closes by itself after so many seconds, counted from the last knock.
fn lab_that_forgets_after(seconds: u32) -> Lab {
    Lab::plan()
        .door(Door::opens("open", &OPEN_SEQUENCE).for_seconds(seconds))
        .start()
}

/// The profile of such a server.
fn forgetful(more: &str) -> String {
    let closes = |line: &&str| !line.starts_with("close = ");
    let lines: Vec<&str> = HOMELAB.lines().filter(closes).collect();
    lines.join("\n") + "\nserver_timeout = \"6s\"\n" + more
}

#[test]
fn a_server_that_closes_by_itself_is_kept_open_also_from_another_address() {
    let lab = lab_that_forgets_after(6);
    let desktop = Desktop::plan().without_panel().start();
    desktop
        .home()
        .write_configuration(&forgetful("keep_open = true\n"));
    let _agent = desktop.start_agent_in(&lab);
    desktop.wait_for_lines(&["homelab"]);
    desktop.tray_item().choose(&["homelab", "Open"]);
    assert_eq!(
        desktop.nth_notification(1).summary,
        "homelab: open verified"
    );
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(14) {
        assert!(lab.service_answers(Family::V4), "{:?}", began.elapsed());
        thread::sleep(Duration::from_millis(250));
    }

    lab.move_client("192.0.2.77");
    let moved = Instant::now();
    wait_until("the new address to be let in", LIMIT, || {
        lab.service_answers(Family::V4)
    });
    // At once, and not only when the server's time is over.
    assert!(
        moved.elapsed() < Duration::from_secs(4),
        "{:?}",
        moved.elapsed()
    );
    assert_eq!(desktop.notifications().len(), 1);
    assert_eq!(
        said(&desktop, &lab, &["status", "--json"]).json()[0]["lease"]["keep_open"],
        true
    );
}

#[test]
fn what_a_server_closes_by_itself_ends_without_a_knock() {
    let lab = lab_that_forgets_after(6);
    let desktop = Desktop::plan().without_panel().start();
    desktop.home().write_configuration(&forgetful(""));
    let _agent = desktop.start_agent_in(&lab);
    desktop.wait_for_lines(&["homelab"]);
    let capture = lab.capture();
    assert_eq!(said(&desktop, &lab, &["open", "homelab"]).status, 0);
    assert_eq!(leases(&desktop).len(), 1);
    wait_until("the lease to end", LIMIT, || leases(&desktop).is_empty());
    assert_eq!(capture.knocks().len(), 3);
}

#[test]
fn an_address_that_changed_is_told_and_opened_again_by_a_click() {
    let lab = Lab::start();
    let (desktop, _agent) = start(&lab, "", "open_for = \"1h\"");
    desktop.tray_item().choose(&["homelab", "Open"]);
    assert_eq!(
        desktop.nth_notification(1).summary,
        "homelab: open verified"
    );
    // What has nothing to do with the way there is no news.
    lab.add_address("192.0.2.88");
    thread::sleep(Duration::from_secs(2));
    assert_eq!(desktop.notifications().len(), 1);

    lab.move_client("192.0.2.77");
    let told = desktop.nth_notification(2);
    assert_eq!(told.summary, "homelab: your address changed");
    assert_eq!(told.buttons(), ["Open again"]);
    desktop.wait_for_icon("attention");
    let lease = leases(&desktop).remove(0);
    assert!(
        lease.label.ends_with("; your address changed"),
        "{}",
        lease.label
    );
    assert!(!lab.service_answers(Family::V4));

    desktop.press_button("homelab: your address changed", "Open again");
    wait_until("the new address to be let in", LIMIT, || {
        lab.service_answers(Family::V4)
    });
    desktop.wait_for_icon("open");
    assert_eq!(leases(&desktop).len(), 1);
}

#[test]
fn a_profile_opens_by_itself_when_the_way_to_its_server_is_there() {
    let lab = Lab::start();
    lab.unplug();
    let desktop = Desktop::plan().without_panel().start();
    let text = format!("{HOMELAB}open_on = [\"network\"]\n");
    desktop.home().write_configuration(&text);
    let _agent = desktop.start_agent_in(&lab);
    desktop.wait_for_lines(&["homelab"]);
    thread::sleep(Duration::from_secs(1));
    assert_eq!(history(&desktop), "");
    lab.plug_in();
    assert_eq!(
        desktop.nth_notification(1).summary,
        "homelab: open verified"
    );
    assert!(lab.service_answers(Family::V4));
}

#[test]
fn a_hung_resolver_does_not_hold_up_the_end_of_a_lease() {
    let lab = Lab::plan().dead_nameserver().start();
    let desktop = Desktop::plan().without_panel().start();
    let lost = HOMELAB
        .replace("homelab", "lost")
        .replace("server4.lab", "nowhere.example");
    desktop
        .home()
        .write_configuration(&format!("{HOMELAB}{lost}"));
    let _agent = desktop.start_agent_in(&lab);
    desktop.wait_for_lines(&["homelab", "lost"]);
    assert_eq!(
        said(&desktop, &lab, &["open", "--for", "2s", "homelab"]).status,
        0
    );
    let began = Instant::now();
    desktop.tray_item().choose(&["lost", "Open"]);
    wait_until("the port to close", LIMIT, || {
        !lab.service_answers(Family::V4)
    });
    assert!(
        began.elapsed() < Duration::from_secs(5),
        "{:?}",
        began.elapsed()
    );
}
