//! "View history", and what is remembered from one agent to the next.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use super::editor::FakeOpener;
use super::practice::{Ear, Practice};
use crate::support::desktop::Desktop;
use crate::support::wait::wait_until;

const LIMIT: Duration = Duration::from_secs(15);

#[test]
fn the_history_is_shown_as_text_the_latest_first() {
    let desktop = Desktop::plan().bus_only().start();
    let editor = FakeOpener::install(&desktop);
    let practice = Practice::start();
    desktop
        .home()
        .write_configuration(&practice.profile("practice"));
    let _agent = editor.start_agent(&desktop);
    desktop.wait_for_lines(&["practice"]);
    for command in ["open", "close"] {
        let mut command = desktop.run(&["portknocker", command, "practice"]);
        command.assert().success();
    }

    desktop.tray_item().choose(&["View history"]);

    let page = desktop.home().state().join("portknocker/history.txt");
    editor.wait_until_opened(&page);
    let text = fs::read_to_string(&page).unwrap();
    let lines: Vec<&str> = text.lines().map(|line| &line[21..]).collect();
    assert!(
        lines[0].starts_with("practice: close verified  127.0.0.1  "),
        "{text}"
    );
    assert!(
        lines[1].starts_with("practice: open verified  127.0.0.1  "),
        "{text}"
    );
    assert_eq!(lines.len(), 2);
    let mode = fs::metadata(&page).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn the_profile_used_last_stands_first_for_the_next_agent_too() {
    let desktop = Desktop::plan().bus_only().start();
    let practice = Practice::start();
    let ear = Ear::start();
    let profiles = practice.profile("practice") + &ear.profile("blind", 1, "0ms");
    desktop.home().write_configuration(&profiles);
    let mut agent = desktop.start_agent();
    desktop.wait_for_lines(&["practice", "blind"]);
    // Below what is open now.
    let first = |desktop: &Desktop| {
        let menu = desktop.tray_item().menu();
        let lines = menu.children.iter();
        let mut lines = lines.filter(|line| !line.separator && !line.is_lease());
        lines.next().unwrap().label.clone()
    };
    assert_eq!(first(&desktop), "practice");

    desktop.tray_item().choose(&["practice", "Open"]);
    desktop.wait_for_lines(&["practice (open)", "blind"]);
    assert_eq!(first(&desktop), "Close practice");
    desktop.tray_item().choose(&["blind", "Open"]);
    desktop.wait_for_lines(&["practice (open)", "blind (open)"]);
    // What has no closing sequence is opened again.
    assert_eq!(first(&desktop), "Open blind");
    agent.terminate();

    let _next = desktop.start_agent();
    let menu = desktop.wait_for_lines(&["practice (open)", "blind (open)"]);
    assert_eq!(first(&desktop), "Open blind");
    let last = menu.at(&["practice (open)"]).last.as_deref();
    assert_eq!(last, Some("open verified, WHEN"));
    desktop.tray_item().choose(&["Open blind"]);
    ear.wait_until_heard(2);
}

#[test]
fn a_state_folder_that_cannot_be_written_is_said_once_and_stops_nothing() {
    let desktop = Desktop::start();
    let practice = Practice::start();
    desktop
        .home()
        .write_configuration(&practice.profile("practice"));
    // Nobody can make a folder where a file is, not even root.
    fs::remove_dir(desktop.home().state()).unwrap();
    fs::write(desktop.home().state(), "").unwrap();
    let _agent = desktop.start_agent();
    desktop.wait_for_lines(&["practice"]);

    for (now, action, then) in [
        ("practice", "Open", "practice (open)"),
        ("practice (open)", "Close", "practice"),
        ("practice", "Open", "practice (open)"),
    ] {
        desktop.tray_item().choose(&[now, action]);
        desktop.wait_for_lines(&[then]);
    }
    wait_until("all to be told", LIMIT, || {
        desktop.notifications().len() == 5
    });
    let told = desktop.notifications();
    for trouble in [
        "No history is kept",
        "What is open cannot be kept on the disk",
    ] {
        let about_it = told.iter().filter(|one| one.summary == trouble);
        assert_eq!(about_it.count(), 1, "{told:#?}");
    }
}

#[test]
fn what_could_not_be_written_is_written_with_the_next_line() {
    let desktop = Desktop::plan().bus_only().start();
    let practice = Practice::start();
    desktop
        .home()
        .write_configuration(&practice.profile("practice"));
    let state = desktop.home().state();
    fs::remove_dir(&state).unwrap();
    fs::write(&state, "").unwrap();
    let _agent = desktop.start_agent();
    desktop.wait_for_lines(&["practice"]);
    desktop.tray_item().choose(&["practice", "Open"]);
    desktop.wait_for_lines(&["practice (open)"]);

    fs::remove_file(&state).unwrap();
    desktop.tray_item().choose(&["practice (open)", "Close"]);
    desktop.wait_for_lines(&["practice"]);

    let history = state.join("portknocker/history.jsonl");
    wait_until("both lines", LIMIT, || {
        fs::read_to_string(&history).is_ok_and(|text| text.lines().count() == 2)
    });
}

#[test]
fn the_log_says_what_is_done_without_a_port_and_at_the_level_asked_for() {
    let desktop = Desktop::plan().bus_only().start();
    let ear = Ear::start();
    let profile = ear.profile("blind", 1, "0ms");
    desktop.home().write_configuration(&profile);
    let mut agent = desktop.start_agent();
    desktop.wait_for_lines(&["blind"]);
    desktop.tray_item().choose(&["blind", "Open"]);
    agent.wait_for_log(
        "INFO portknocker::agent::runner: blind: open unverified after ",
        LIMIT,
    );

    let quiet = format!("[log]\nlevel = \"warn\"\n{profile}");
    desktop.home().write_configuration(&quiet);
    let mut reload = desktop.run(&["portknocker", "agent", "reload"]);
    reload.assert().success();
    desktop.tray_item().choose(&["blind (open)", "Open"]);
    ear.wait_until_heard(2);
    agent.terminate();
    assert_eq!(agent.log().matches("open unverified").count(), 1);

    let port = profile
        .split('"')
        .find_map(|word| word.strip_suffix(":udp"))
        .unwrap();
    assert!(!agent.log().contains(port), "{}", agent.log());
}
