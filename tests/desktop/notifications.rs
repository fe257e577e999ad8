//! What the agent tells, and that nothing waits for whoever shows it.

use std::time::Duration;

use super::practice::{Ear, Practice};
use crate::support::desktop::{Desktop, Notification};
use crate::support::wait::wait_until;

const LIMIT: Duration = Duration::from_secs(15);

#[test]
fn each_outcome_is_told_with_what_can_be_done_about_it() {
    let desktop = Desktop::start();
    let practice = Practice::start();
    let port = practice.port();
    let profiles = [
        practice.profile("right"),
        practice.wrong_profile("wrong"),
        practice.unclosable_profile("ajar"),
        Ear::start().profile("blind", 2, "10ms") + "close = [\"9:udp\"]\n",
    ];
    desktop.home().write_configuration(&profiles.concat());
    let _agent = desktop.start_agent();
    let mut lines = ["right", "wrong", "ajar", "blind"];
    desktop.wait_for_lines(&lines);

    desktop.tray_item().choose(&["right", "Check"]);
    let refuses = format!("right: check failed\nport {port} refuses the connection\n[Retry]");
    assert_eq!(in_words(&desktop.nth_notification(1)), refuses);

    desktop.tray_item().choose(&["right", "Open"]);
    let opened = format!("right: open verified\nport {port} answers after TIME\n[Close]");
    assert_eq!(in_words(&desktop.nth_notification(2)), opened);
    lines[0] = "right (open)";
    desktop.wait_for_lines(&lines);

    desktop.tray_item().choose(&["right (open)", "Check"]);
    let answers = format!("right: check verified\nport {port} answers after TIME");
    assert_eq!(in_words(&desktop.nth_notification(3)), answers);
    desktop.wait_for_lines(&lines);

    desktop.tray_item().choose(&["ajar", "Close"]);
    let open_still = format!(
        "ajar: close failed\nport {port} still answers (1 try): it is OPEN. Compare the closing sequence with the server's\n[Retry]\ncritical"
    );
    assert_eq!(in_words(&desktop.nth_notification(4)), open_still);
    lines[2] = "ajar (open)";
    desktop.wait_for_lines(&[&["ajar: close failed (dismiss)"], &lines[..]].concat());

    desktop.tray_item().choose(&["right (open)", "Close"]);
    let closed = format!("right: close verified\nport {port} is closed");
    assert_eq!(in_words(&desktop.nth_notification(5)), closed);

    desktop.tray_item().choose(&["wrong", "Open"]);
    let still_closed = format!(
        "wrong: open failed\nport {port} is still closed: the connection is refused (1 try). Either the sequence is wrong, or the door is open and no service runs behind it\n[Retry] [Find out why]"
    );
    assert_eq!(in_words(&desktop.nth_notification(6)), still_closed);

    desktop.tray_item().choose(&["blind", "Open"]);
    let unchecked = "blind: open unverified\neverything was sent, nothing was checked\n[Close]";
    assert_eq!(in_words(&desktop.nth_notification(7)), unchecked);

    lines[0] = "right";
    lines[3] = "blind (open)";
    let failures = [
        "ajar: close failed (dismiss)",
        "wrong: open failed (dismiss)",
        "Find out why wrong does not open…",
    ];
    desktop.wait_for_lines(&[&failures[..], &lines[..]].concat());
    desktop.wait_for_icon("attention");
}

#[test]
fn a_profile_that_cannot_be_closed_offers_no_close() {
    let desktop = Desktop::start();
    desktop
        .home()
        .write_configuration(&Ear::start().profile("blind", 1, "0ms"));
    let _agent = desktop.start_agent();
    desktop.wait_for_lines(&["blind"]);

    desktop.tray_item().choose(&["blind", "Open"]);

    let told = desktop.nth_notification(1);
    assert_eq!(told.summary, "blind: open unverified");
    assert_eq!(told.buttons(), [""; 0]);
}

#[test]
fn a_button_of_an_older_notification_still_works() {
    let desktop = Desktop::start();
    let practice = Practice::start();
    let profiles = practice.profile("practice") + &Ear::start().profile("other", 1, "0ms");
    desktop.home().write_configuration(&profiles);
    let _agent = desktop.start_agent();
    desktop.wait_for_lines(&["practice", "other"]);
    desktop.tray_item().choose(&["practice", "Open"]);
    desktop.nth_notification(1);
    desktop.wait_for_lines(&["practice (open)", "other"]);
    desktop.tray_item().choose(&["other", "Open"]);
    desktop.nth_notification(2);

    desktop.press_button("practice: open verified", "Close");

    assert_eq!(
        desktop.nth_notification(3).summary,
        "practice: close verified"
    );
}

#[test]
fn without_a_notification_daemon_the_knock_goes_on() {
    let desktop = Desktop::plan().bus_only().start();
    let practice = Practice::start();
    desktop
        .home()
        .write_configuration(&practice.profile("practice"));
    let mut agent = desktop.start_agent();
    desktop.wait_for_lines(&["practice"]);

    desktop.tray_item().choose(&["practice", "Open"]);
    desktop.wait_for_lines(&["practice (open)"]);
    desktop.tray_item().choose(&["practice (open)", "Close"]);
    desktop.wait_for_lines(&["practice"]);

    agent.wait_for_log("no notification until there is a daemon: ", LIMIT);
    assert!(agent.is_running());
}

#[test]
fn a_notification_daemon_that_comes_late_shows_what_there_was_to_tell() {
    let mut desktop = Desktop::plan().without_notifications().start();
    desktop
        .home()
        .write_configuration(&Ear::start().profile("blind", 1, "0ms"));
    let mut agent = desktop.start_agent();
    desktop.wait_for_lines(&["blind"]);
    desktop.tray_item().choose(&["blind", "Open"]);
    agent.wait_for_log("no notification until there is a daemon: ", LIMIT);

    desktop.start_dunst();

    assert_eq!(
        desktop.nth_notification(1).summary,
        "blind: open unverified"
    );
    wait_until("dunst to show it", LIMIT, || {
        desktop.displayed_notifications() == 1
    });
}

#[test]
fn a_notification_daemon_that_hangs_costs_only_its_notifications() {
    let desktop = Desktop::start();
    let practice = Practice::start();
    desktop
        .home()
        .write_configuration(&practice.profile("practice"));
    let _agent = desktop.start_agent();
    desktop.wait_for_lines(&["practice"]);
    desktop.freeze_dunst();

    desktop.tray_item().choose(&["practice", "Open"]);
    desktop.wait_for_lines(&["practice (open)"]);
    desktop.wait_for_icon("open");
    desktop.tray_item().choose(&["practice (open)", "Close"]);
    desktop.wait_for_lines(&["practice"]);
    desktop.wait_for_icon("idle");

    desktop.thaw_dunst();
    desktop.tray_item().choose(&["practice", "Check"]);

    let checked = desktop.notification("what happens after it", LIMIT, |one| {
        one.summary == "practice: check failed"
    });
    let refuses = format!("port {} refuses the connection", practice.port());
    assert_eq!(checked.body, refuses);
    wait_until("dunst to show it", LIMIT, || {
        let shown = desktop.shown_notifications();
        shown.iter().any(|one| one.body == refuses)
    });
}

#[test]
fn a_daemon_that_hangs_for_long_is_given_up_and_used_again_later() {
    let desktop = Desktop::start();
    desktop
        .home()
        .write_configuration(&Ear::start().profile("blind", 1, "0ms"));
    let mut agent = desktop.start_agent();
    desktop.wait_for_lines(&["blind"]);
    desktop.freeze_dunst();
    desktop.tray_item().choose(&["blind", "Open"]);
    agent.wait_for_log("no notification: the daemon does not answer", LIMIT);

    desktop.thaw_dunst();
    desktop.tray_item().choose(&["blind (open)", "Open"]);

    assert_eq!(
        desktop.nth_notification(1).summary,
        "blind: open unverified"
    );
}

#[test]
fn who_wants_failures_alone_is_told_of_failures_alone() {
    let desktop = Desktop::start();
    let practice = Practice::start();
    let text = format!(
        "[agent]\nnotifications = \"failures\"\n{}{}",
        practice.profile("right"),
        practice.wrong_profile("wrong")
    );
    desktop.home().write_configuration(&text);
    let _agent = desktop.start_agent();
    desktop.wait_for_lines(&["right", "wrong"]);

    desktop.tray_item().choose(&["right", "Open"]);
    desktop.wait_for_lines(&["right (open)", "wrong"]);
    desktop.tray_item().choose(&["right (open)", "Close"]);
    desktop.wait_for_lines(&["right", "wrong"]);
    desktop.tray_item().choose(&["wrong", "Open"]);

    assert_eq!(desktop.nth_notification(1).summary, "wrong: open failed");
    assert_eq!(desktop.notifications().len(), 1);
}

#[test]
fn who_wants_no_notifications_sees_it_all_in_the_icon_and_the_menu() {
    let desktop = Desktop::start();
    let practice = Practice::start();
    let profiles = practice.profile("right") + &practice.wrong_profile("wrong");
    let none = format!("[agent]\nnotifications = \"none\"\n{profiles}");
    desktop.home().write_configuration(&none);
    let _agent = desktop.start_agent();
    desktop.wait_for_lines(&["right", "wrong"]);

    desktop.tray_item().choose(&["right", "Open"]);
    desktop.wait_for_lines(&["right (open)", "wrong"]);
    desktop.tray_item().choose(&["right (open)", "Close"]);
    desktop.wait_for_lines(&["right", "wrong"]);
    desktop.tray_item().choose(&["wrong", "Open"]);
    let failed = "wrong: open failed (dismiss)";
    let find_out = "Find out why wrong does not open…";
    desktop.wait_for_lines(&[failed, find_out, "right", "wrong"]);
    desktop.wait_for_icon("attention");
    let bad = format!("{none}opne = 1\n");
    desktop.home().write_configuration(&bad);
    let mistake = "The configuration has 1 mistake; the last good one stays in force…";
    desktop.wait_for_lines(&[mistake, failed, find_out, "right", "wrong"]);

    // Only now, with notifications wanted again, is anything told: the first one is of what happens from now on.
    desktop.home().write_configuration(&profiles);
    desktop.wait_for_lines(&[failed, find_out, "right", "wrong"]);
    desktop.tray_item().choose(&["right", "Open"]);
    assert_eq!(desktop.nth_notification(1).summary, "right: open verified");
}

/// A notification as a person has it: the title, the text, the buttons if there are any, and whether it is urgent.
fn in_words(one: &Notification) -> String {
    let mut lines = vec![one.summary.clone(), one.body.clone()];
    if !one.actions.is_empty() {
        lines.push(format!("[{}]", one.buttons().join("] [")));
    }
    match one.urgency {
        Some(2) => lines.push("critical".to_owned()),
        Some(1) => {}
        other => lines.push(format!("urgency {other:?}")),
    }
    lines.join("\n")
}
