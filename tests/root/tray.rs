//! The whole job from the tray: a profile, a click, a real knockd, and the port behind it.

use std::fs;
use std::time::Duration;

use crate::support::desktop::{Desktop, timeless};
use crate::support::lab::{Family, Lab};
use crate::support::wait::wait_until;

const LIMIT: Duration = Duration::from_secs(15);

const HOMELAB: &str = r#"[[profile]]
name = "homelab"
host = "server4.lab"
open = ["7000:tcp", "8000:udp", "9000:tcp"]
close = ["9000:tcp", "8000:udp", "7000:tcp"]
check = 2222
delay = "100ms"
"#;

const WRONG: &str = r#"[[profile]]
name = "homelab"
host = "server4.lab"
open = ["7000:tcp", "9000:tcp", "8000:udp"]
close = ["9000:tcp", "8000:udp", "7000:tcp"]
check = 2222
delay = "100ms"
retries = 0
check_timeout = "1s"
"#;

const FRESH_MENU: &str = "\
homelab
  Open
  Open for
    5 min
    15 min
    1 h
    Until closed
  Close
  Check
---
Manage profiles…
[ ] Start at login
View history
Quit
";

const CLOSED_MENU: &str = "\
Open homelab
---
homelab
  Open
  Open for
    5 min
    15 min
    1 h
    Until closed
  Close
  Check
---
Manage profiles…
[ ] Start at login
View history
Quit
";

const OPEN_MENU: &str = "\
homelab, open until closed
  Close
  Copy address 192.0.2.2
---
Close homelab
---
homelab (open)
  Open
  Open for
    5 min
    15 min
    1 h
    Until closed
  Close
  Check
---
Close all
---
Manage profiles…
[ ] Start at login
View history
Quit
";

const FAILED_MENU: &str = "\
homelab, may be open
  Close
  Copy address 192.0.2.2
---
Open homelab
---
homelab: open failed (dismiss)
Find out why homelab does not open…
---
homelab
  Open
  Open for
    5 min
    15 min
    1 h
    Until closed
  Close
  Check
---
Close all
---
Manage profiles…
[ ] Start at login
View history
Quit
";

const STILL_CLOSED: &str = "port 2222 is still closed: no answer within 1 s (1 try). Compare the sequence, its order and its delay with the server's";

#[test]
fn a_port_is_opened_from_the_tray_by_mouse_and_closed_by_the_notification() {
    let lab = Lab::start();
    let desktop = Desktop::start();
    desktop.home().write_configuration(HOMELAB);
    let _agent = desktop.start_agent_in(&lab);
    let menu = desktop.wait_for_menu(FRESH_MENU);
    assert!(desktop.tray_item().is_registered());
    assert_eq!(desktop.tray_item().icon_name(), "idle");
    assert!(!lab.service_answers(Family::V4));

    let area = desktop.open_menus(&menu, &["homelab"]);
    desktop.keep_screenshot("menu.png");
    desktop.click_line(menu.at(&["homelab"]), area, "Open");

    let opened = desktop.nth_notification(1);
    assert_eq!(opened.application, "PortKnocker");
    assert_eq!(opened.summary, "homelab: open verified");
    assert_eq!(opened.body, "port 2222 answers after TIME");
    assert_eq!(opened.buttons(), ["Close"]);
    assert_eq!(opened.urgency, Some(1));
    assert!(lab.service_answers(Family::V4), "the port is really open");
    desktop.wait_for_icon("open");
    desktop.wait_for_menu(OPEN_MENU);
    assert_eq!(tooltip(&desktop), "PortKnocker, open: homelab");
    wait_until("dunst to show it", LIMIT, || {
        desktop.displayed_notifications() == 1
    });
    desktop.keep_screenshot("notification.png");

    desktop.press_button("homelab: open verified", "Close");

    let closed = desktop.nth_notification(2);
    assert_eq!(closed.summary, "homelab: close verified");
    assert_eq!(closed.body, "port 2222 is closed");
    assert_eq!(closed.buttons(), [""; 0]);
    assert!(
        !lab.service_answers(Family::V4),
        "the port is really closed"
    );
    desktop.wait_for_icon("idle");
    desktop.wait_for_menu(CLOSED_MENU);
    assert_eq!(tooltip(&desktop), "PortKnocker: nothing is open");

    wait_until("dunst to show it", LIMIT, || {
        desktop.displayed_notifications() >= 1
    });
    let shown: Vec<(String, String)> = desktop
        .shown_notifications()
        .into_iter()
        .map(|one| (one.summary, timeless(&one.body)))
        .collect();
    let expected = [
        ("homelab: open verified", "port 2222 answers after TIME"),
        ("homelab: close verified", "port 2222 is closed"),
    ];
    assert_eq!(shown, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    assert_eq!(desktop.notifications().len(), 2);
}

#[test]
fn an_opening_that_fails_says_why_can_be_tried_again_and_dismissed() {
    let lab = Lab::start();
    let desktop = Desktop::start();
    desktop.home().write_configuration(WRONG);
    let _agent = desktop.start_agent_in(&lab);
    desktop.wait_for_menu(FRESH_MENU);

    desktop.choose_by_mouse(&["homelab", "Open"]);

    let failed = desktop.nth_notification(1);
    assert_eq!(failed.summary, "homelab: open failed");
    assert_eq!(failed.body, STILL_CLOSED);
    assert_eq!(failed.buttons(), ["Retry", "Find out why"]);
    desktop.wait_for_menu(FAILED_MENU);
    desktop.wait_for_icon("attention");
    assert_eq!(
        tooltip(&desktop),
        format!("PortKnocker: nothing is open\nhomelab: open failed: {STILL_CLOSED}")
    );
    assert!(!lab.service_answers(Family::V4));
    wait_until("dunst to show it", LIMIT, || {
        desktop.displayed_notifications() == 1
    });
    desktop.keep_screenshot("failure.png");

    let stages = stages(&lab);
    desktop.press_button("homelab: open failed", "Retry");
    let again = desktop.nth_notification(2);
    assert_eq!(again.summary, "homelab: open failed");
    assert_eq!(again.body, STILL_CLOSED);
    assert!(
        self::stages(&lab) > stages,
        "the server was knocked on again"
    );
    let menu = desktop.wait_for_menu(FAILED_MENU);

    let area = desktop.open_menus(&menu, &[]);
    desktop.keep_screenshot("failure-menu.png");
    desktop.click_line(&menu, area, "homelab: open failed (dismiss)");
    desktop.wait_for_menu(CLOSED_MENU);
    desktop.wait_for_icon("idle");
}

#[test]
fn with_the_sequence_put_right_retry_opens_the_port() {
    let lab = Lab::start();
    let desktop = Desktop::start();
    desktop.home().write_configuration(WRONG);
    let _agent = desktop.start_agent_in(&lab);
    desktop.wait_for_menu(FRESH_MENU);
    desktop.tray_item().choose(&["homelab", "Open"]);
    assert_eq!(desktop.nth_notification(1).summary, "homelab: open failed");
    desktop.wait_for_menu(FAILED_MENU);

    // A second profile shows when the file has been read.
    let right = format!("{HOMELAB}[[profile]]\nname = \"new\"\nhost = \"::1\"\nopen = [\"1\"]\n");
    desktop.home().write_configuration(&right);
    let failed = "homelab: open failed (dismiss)";
    let find_out = "Find out why homelab does not open…";
    desktop.wait_for_lines(&[failed, find_out, "homelab", "new"]);
    desktop.press_button("homelab: open failed", "Retry");

    assert_eq!(
        desktop.nth_notification(2).summary,
        "homelab: open verified"
    );
    desktop.wait_for_lines(&["homelab (open)", "new"]);
    assert!(lab.service_answers(Family::V4));
}

#[test]
fn the_bus_alone_is_enough_without_a_panel_and_without_a_notification_daemon() {
    let lab = Lab::start();
    let desktop = Desktop::plan().bus_only().start();
    desktop.home().write_configuration(HOMELAB);
    let agent = desktop.start_agent_in(&lab);
    desktop.wait_for_menu(FRESH_MENU);
    assert_eq!(desktop.tray_item().pid(), agent.pid());

    desktop.tray_item().choose(&["homelab", "Open"]);
    desktop.wait_for_menu(OPEN_MENU);
    assert!(lab.service_answers(Family::V4));
    desktop.wait_for_icon("open");

    desktop.tray_item().choose(&["homelab (open)", "Check"]);
    // The menu is the same before the check and after it; the history tells when it was made.
    let history = desktop.home().state().join("portknocker/history.jsonl");
    wait_until("the check to be made", LIMIT, || {
        fs::read_to_string(&history).is_ok_and(|lines| lines.contains("\"check\""))
    });
    desktop.wait_for_menu(OPEN_MENU);

    desktop.tray_item().choose(&["homelab (open)", "Close"]);
    desktop.wait_for_menu(CLOSED_MENU);
    assert!(!lab.service_answers(Family::V4));
    desktop.wait_for_icon("idle");
}

#[test]
fn a_name_that_the_dead_resolver_never_answers_holds_up_nothing_else() {
    let lab = Lab::plan().dead_nameserver().start();
    let desktop = Desktop::start();
    let unknown = HOMELAB
        .replace("homelab", "lost")
        .replace("server4.lab", "nowhere.example");
    desktop
        .home()
        .write_configuration(&format!("{HOMELAB}{unknown}"));
    let mut agent = desktop.start_agent_in(&lab);
    desktop.wait_for_lines(&["homelab", "lost"]);

    desktop.tray_item().choose(&["lost", "Open"]);
    desktop.wait_for_lines(&["homelab", "lost (opening…)"]);
    desktop.tray_item().choose(&["homelab", "Open"]);

    assert_eq!(
        desktop.nth_notification(1).summary,
        "homelab: open verified"
    );
    assert!(lab.service_answers(Family::V4));
    let failed = desktop.nth_notification(2);
    assert_eq!(failed.summary, "lost: open failed");
    assert!(failed.body.contains("nowhere.example"), "{}", failed.body);
    assert_eq!(agent.terminate().code(), Some(0));
}

fn tooltip(desktop: &Desktop) -> String {
    let (title, text) = desktop.tray_item().tooltip();
    assert_eq!(title, "PortKnocker");
    text
}

/// How many stages of a door knockd has seen.
fn stages(lab: &Lab) -> usize {
    lab.knockd_log().matches("Stage").count()
}
