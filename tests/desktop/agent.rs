//! The agent as a program: how it starts, how it ends, and that there is one for each user.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use rstest::rstest;
use rustix::process::Signal;

use super::practice::Ear;
use crate::support::desktop::{Desktop, TrayItem};
use crate::support::home::{Home, patient, program};
use crate::support::process::Process;
use crate::support::wait::wait_until;

const LIMIT: Duration = Duration::from_secs(10);
/// Nobody waits for the agent to end.
const AT_ONCE: Duration = Duration::from_secs(1);

const NOTHING_YET: &str = "\
No profiles yet: begin with “Manage profiles…” (disabled)
---
Manage profiles…
[ ] Start at login
View history
Quit
";

#[test]
fn a_second_agent_says_so_and_ends_with_success() {
    let desktop = Desktop::plan().bus_only().start();
    let mut first = desktop.start_agent();

    for command in [&["portknocker-agent"][..], &["portknocker", "agent"]] {
        let second = desktop.run(command).assert();
        second.success().stdout("The agent is already running\n");
    }

    assert!(first.is_running());
    assert_eq!(desktop.tray_items().len(), 1);
}

#[test]
fn when_an_agent_was_killed_the_next_one_starts() {
    let desktop = Desktop::plan().bus_only().start();
    desktop.start_agent().kill();
    wait_until("the first item to go", LIMIT, || {
        desktop.tray_items().is_empty()
    });

    let _next = desktop.start_agent();

    desktop.wait_for_menu(NOTHING_YET);
}

#[test]
fn what_was_open_when_an_agent_was_killed_is_open_for_the_next_one() {
    let desktop = Desktop::plan().bus_only().start();
    let ear = Ear::start();
    desktop
        .home()
        .write_configuration(&ear.profile("blind", 1, "0ms"));
    let mut agent = desktop.start_agent();
    desktop.wait_for_lines(&["blind"]);
    desktop.tray_item().choose(&["blind", "Open"]);
    let open = ["blind (open)"];
    desktop.wait_for_lines(&open);
    let history = desktop.home().state().join("portknocker/history.jsonl");
    wait_until("the history to be written", LIMIT, || history.exists());
    agent.kill();
    wait_until("the first item to go", LIMIT, || {
        desktop.tray_items().is_empty()
    });

    let _next = desktop.start_agent();

    desktop.wait_for_lines(&open);
}

#[test]
fn what_the_command_line_opens_and_closes_is_seen_by_the_agent() {
    let desktop = Desktop::plan().bus_only().start();
    let profile = Ear::start().profile("blind", 1, "0ms") + "close = [\"9:udp\"]\n";
    desktop.home().write_configuration(&profile);
    let _agent = desktop.start_agent();
    desktop.wait_for_lines(&["blind"]);

    desktop
        .run(&["portknocker", "open", "blind"])
        .assert()
        .success();
    desktop.wait_for_lines(&["blind (open)"]);

    desktop
        .run(&["portknocker", "close", "blind"])
        .assert()
        .success();
    desktop.wait_for_lines(&["blind"]);
}

#[test]
fn another_runtime_folder_can_have_another_agent() {
    let desktop = Desktop::plan().bus_only().start();
    let first = desktop.start_agent();
    let other = desktop.home().path().join("other-run");
    fs::create_dir(&other).unwrap();
    fs::set_permissions(&other, fs::Permissions::from_mode(0o700)).unwrap();

    let mut command = desktop.command(&["portknocker-agent"]);
    command.env("XDG_RUNTIME_DIR", &other);
    let second = Process::start("second", &mut command, &desktop.home().logs());

    wait_until("both icons", LIMIT, || desktop.tray_items().len() == 2);
    let mut pids: Vec<u32> = desktop.tray_items().iter().map(TrayItem::pid).collect();
    pids.sort_unstable();
    let mut expected = [first.pid(), second.pid()];
    expected.sort_unstable();
    assert_eq!(pids, expected);
}

#[test]
fn portknocker_agent_runs_the_one_beside_it_with_the_same_configuration() {
    let desktop = Desktop::plan().bus_only().start();
    let file = desktop.home().path().join("elsewhere.toml");
    fs::write(&file, Ear::start().profile("elsewhere", 1, "0ms")).unwrap();

    let file = file.display().to_string();
    let mut command = desktop.spawn("agent", &["portknocker", "--config", &file, "agent"]);

    desktop.wait_for_lines(&["elsewhere"]);
    let running = fs::read_link(format!("/proc/{}/exe", desktop.tray_item().pid())).unwrap();
    assert_eq!(running, program("portknocker-agent"));
    desktop.tray_item().choose(&["Quit"]);
    assert_eq!(command.wait_for_end(LIMIT).code(), Some(0));
}

#[test]
fn ending_portknocker_agent_ends_the_tray_agent_with_it() {
    let desktop = Desktop::plan().bus_only().start();
    let mut command = desktop.spawn("agent", &["portknocker", "agent"]);
    let item = desktop.tray_item().pid();

    command.signal(Signal::TERM);

    let status = command.wait_for_end(LIMIT);
    let gone = !PathBuf::from(format!("/proc/{item}")).exists();
    if !gone {
        // What is wrong here must not outlive the test.
        let _ = Command::new("kill").arg(item.to_string()).status();
    }
    assert!(gone, "the tray agent runs on without its parent");
    assert_eq!(status.code(), Some(0));
}

#[test]
fn without_the_agent_beside_it_portknocker_agent_says_so_and_fails() {
    let home = Home::new();
    let alone = home.path().join("portknocker");
    fs::copy(program("portknocker"), &alone).unwrap();

    let mut command = Command::new(alone);
    home.clothe(command.arg("agent"));

    let ended = patient(command).assert().code(1).stdout("");
    ended.stderr(
        "error: cannot start portknocker-agent from beside this program: No such file or directory (os error 2)\n",
    );
}

#[test]
fn without_a_session_bus_it_says_so_and_fails() {
    let home = Home::new();
    let mut command = Command::new(program("portknocker-agent"));
    home.clothe(&mut command);

    let ended = patient(command).assert().code(1).stdout("");
    let words = String::from_utf8_lossy(&ended.get_output().stderr).into_owned();
    let start = "error: there is no desktop session to show a tray icon in (no session bus: ";
    assert!(words.starts_with(start), "{words}");
    let end = "); `portknocker` does everything without one\n";
    assert!(words.ends_with(end), "{words}");
    assert_eq!(words.lines().count(), 1, "{words}");
}

#[test]
fn through_portknocker_agent_a_missing_session_bus_is_said_once_and_fails() {
    let home = Home::new();

    let ended = home.portknocker(&["agent"]).assert().code(1).stdout("");

    let words = String::from_utf8_lossy(&ended.get_output().stderr).into_owned();
    assert_eq!(words.lines().count(), 1, "{words}");
}

#[rstest]
#[case::terminate(Signal::TERM)]
#[case::interrupt(Signal::INT)]
#[case::hang_up(Signal::HUP)]
fn a_signal_ends_it_at_once_and_with_success(#[case] signal: Signal) {
    let desktop = Desktop::plan().bus_only().start();
    let mut agent = desktop.start_agent();

    agent.signal(signal);

    assert_eq!(agent.wait_for_end(AT_ONCE).code(), Some(0));
    assert!(desktop.tray_items().is_empty());
}

#[test]
fn quit_ends_it_at_once_and_with_success() {
    let desktop = Desktop::plan().bus_only().start();
    let mut agent = desktop.start_agent();

    desktop.tray_item().choose(&["Quit"]);

    assert_eq!(agent.wait_for_end(AT_ONCE).code(), Some(0));
    assert!(desktop.tray_items().is_empty());
}

#[rstest]
#[case::by_signal(true)]
#[case::by_the_menu(false)]
fn an_action_under_way_is_finished_before_the_end(#[case] by_signal: bool) {
    let desktop = Desktop::plan().bus_only().start();
    let ear = Ear::start();
    desktop
        .home()
        .write_configuration(&ear.profile("slow", 3, "700ms"));
    let mut agent = desktop.start_agent();
    desktop.wait_for_lines(&["slow"]);
    desktop.tray_item().choose(&["slow", "Open"]);
    ear.wait_until_heard(1);

    if by_signal {
        agent.signal(Signal::TERM);
    } else {
        desktop.tray_item().choose(&["Quit"]);
    }

    assert_eq!(agent.wait_for_end(LIMIT).code(), Some(0));
    ear.wait_until_heard(3);
}

#[test]
fn a_notification_daemon_that_hangs_does_not_hold_up_the_end() {
    let desktop = Desktop::start();
    let ear = Ear::start();
    desktop
        .home()
        .write_configuration(&ear.profile("blind", 1, "0ms"));
    let mut agent = desktop.start_agent();
    desktop.wait_for_lines(&["blind"]);
    desktop.freeze_dunst();
    desktop.tray_item().choose(&["blind", "Open"]);
    desktop.wait_for_lines(&["blind (open)"]);

    desktop.tray_item().choose(&["Quit"]);

    assert_eq!(agent.wait_for_end(AT_ONCE).code(), Some(0));
}

/// One that stayed would be in the way of the next session's: there is one agent for each user.
#[test]
fn when_the_session_bus_goes_it_ends() {
    let mut desktop = Desktop::plan().bus_only().start();
    let mut agent = desktop.start_agent();
    desktop.wait_for_menu(NOTHING_YET);

    desktop.stop_bus();

    agent.wait_for_end(LIMIT);
}
