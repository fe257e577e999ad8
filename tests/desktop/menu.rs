//! The menu: every profile is in it, whatever its name, and a click does what it says once.

use std::fmt::Write as _;
use std::time::Duration;

use super::practice::{Ear, Practice, quoted};
use crate::support::desktop::{Desktop, Notification};
use crate::support::wait::wait_until;

const LIMIT: Duration = Duration::from_secs(15);

/// Markup, a mnemonic and quotes, all of which mean nothing in a name.
const CAREFUL: &str = r#"a_b & <c> "d""#;
const UNICODE: &str = "Büro – 東京 🚪 __x__ &amp;";

#[test]
fn names_are_shown_as_they_are_written() {
    let desktop = Desktop::start();
    let practice = Practice::start();
    let ear = Ear::start();
    let text = format!(
        "{}group = {}\n{}group = {}\n",
        practice.profile(CAREFUL),
        quoted(CAREFUL),
        ear.profile(UNICODE, 1, "0ms"),
        quoted(UNICODE)
    );
    desktop.home().write_configuration(&text);
    let _agent = desktop.start_agent();

    desktop.wait_for_menu(
        r#"a_b & <c> "d"
  a_b & <c> "d"
    Open
    Open for
      5 min
      15 min
      1 h
      Until closed
    Close
    Check
Büro – 東京 🚪 __x__ &amp;
  Büro – 東京 🚪 __x__ &amp;
    Open
    Close (disabled)
    Check (disabled)
---
Manage profiles…
[ ] Start at login
View history
Quit
"#,
    );

    desktop.tray_item().choose(&[CAREFUL, CAREFUL, "Open"]);
    let told = desktop.nth_notification(1);
    assert_eq!(told.summary, r#"a_b & <c> "d": open verified"#);
    desktop.wait_for_icon("open");
    assert_eq!(
        desktop.tray_item().tooltip().1,
        r#"PortKnocker, open: a_b & <c> "d""#
    );
    desktop.tray_item().choose(&[UNICODE, UNICODE, "Open"]);
    let told = desktop.nth_notification(2);
    assert_eq!(told.summary, "Büro – 東京 🚪 __x__ &amp;: open unverified");
    let shown = desktop.shown_notifications();
    assert!(
        shown[0].summary.contains(r#"a_b & <c> "d": open verified"#),
        "{shown:?}"
    );
}

#[test]
fn such_names_can_be_clicked_with_the_mouse() {
    let desktop = Desktop::start();
    let practice = Practice::start();
    let group = format!("group = {}\n", quoted(CAREFUL));
    desktop
        .home()
        .write_configuration(&(practice.profile(CAREFUL) + &group));
    let _agent = desktop.start_agent();
    desktop.wait_for_lines(&[CAREFUL]);

    let menu = desktop.tray_item().menu();
    let area = desktop.open_menus(&menu, &[CAREFUL, CAREFUL]);
    desktop.keep_screenshot("names.png");
    desktop.click_line(menu.at(&[CAREFUL, CAREFUL]), area, "Open");

    let told = desktop.nth_notification(1);
    assert_eq!(told.summary, r#"a_b & <c> "d": open verified"#);
}

#[test]
fn a_name_in_a_text_that_may_hold_markup_is_not_markup() {
    let desktop = Desktop::start();
    let text =
        "[[profile]]\nname = \"nowhere\"\nhost = \"127.0.0.1\"\nopen = [\"1\"]\nbind = \"<b>&x\"\n";
    desktop.home().write_configuration(text);
    let _agent = desktop.start_agent();
    desktop.wait_for_lines(&["nowhere"]);

    desktop.tray_item().choose(&["nowhere", "Open"]);

    let told = desktop.nth_notification(1);
    assert_eq!(told.summary, "nowhere: open failed");
    assert!(
        told.body.starts_with("cannot leave by &lt;b&gt;&amp;x ("),
        "{}",
        told.body
    );
    let shown = desktop.shown_notifications();
    assert!(
        shown[0].body.contains("cannot leave by <b>&x (")
            || shown[0].body.contains("cannot leave by &lt;b&gt;&amp;x ("),
        "{shown:?}"
    );
}

#[test]
fn three_hundred_profiles_are_all_there_and_any_of_them_opens() {
    let desktop = Desktop::start();
    let ear = Ear::start();
    let (mut text, mut expected) = (String::new(), String::new());
    for group in 0..10 {
        let _ = writeln!(expected, "Group {group}");
        for number in 0..30 {
            let name = format!("server {group}-{number}");
            let _ = writeln!(
                text,
                "{}group = \"Group {group}\"",
                ear.profile(&name, 1, "0ms")
            );
            let _ = writeln!(
                expected,
                "  {name}\n    Open\n    Close (disabled)\n    Check (disabled)"
            );
        }
    }
    expected.push_str("---\nManage profiles…\n[ ] Start at login\nView history\nQuit\n");
    desktop.home().write_configuration(&text);
    let _agent = desktop.start_agent();
    desktop.wait_for_menu(&expected);

    desktop
        .tray_item()
        .choose(&["Group 7", "server 7-29", "Open"]);

    let told = desktop.nth_notification(1);
    assert_eq!(told.summary, "server 7-29: open unverified");
    assert_eq!(ear.heard(), 1);
    let opened = expected.replace("server 7-29\n", "server 7-29 (open)\n");
    let menu = desktop.wait_for_menu(&format!("Open server 7-29\n---\n{opened}"));
    let opened = menu.at(&["Group 7", "server 7-29 (open)"]);
    assert_eq!(opened.last.as_deref(), Some("open unverified, WHEN"));
}

#[test]
fn two_hundred_clicks_on_open_are_one_knock_while_it_runs() {
    let desktop = Desktop::start();
    let ear = Ear::start();
    desktop
        .home()
        .write_configuration(&ear.profile("slow", 2, "2s"));
    let _agent = desktop.start_agent();
    let idle = desktop.wait_for_lines(&["slow"]);

    let item = desktop.tray_item();
    for _ in 0..200 {
        item.click(idle.at(&["slow", "Open"]));
    }
    desktop.wait_for_menu(
        "\
slow (opening…)
  Open (disabled)
  Close (disabled)
  Check (disabled)
---
Manage profiles…
[ ] Start at login
View history
Quit
",
    );
    assert_eq!(desktop.tray_item().icon_name(), "working");

    let end = |one: &Notification| one.summary == "slow: open unverified";
    desktop.notification("the end", LIMIT, end);
    desktop.wait_for_lines(&["slow (open)"]);
    assert_eq!(ear.heard(), 2);
    let mut told = desktop.notifications();
    assert_eq!(told.iter().filter(|one| end(one)).count(), 1, "{told:#?}");
    told.retain(|one| !end(one));
    // Clicks that came before the menu said that it is being opened are answered, and once.
    assert!(told.len() <= 1, "{told:#?}");
    for answer in told {
        assert_eq!(answer.summary, "slow: open is under way already");
        assert_eq!(
            answer.body,
            "One at a time is enough. You will be told what comes of it"
        );
    }

    // Once it has ended, a click is a new knock.
    desktop.tray_item().choose(&["slow (open)", "Open"]);
    ear.wait_until_heard(3);
}

#[test]
fn a_closing_that_is_asked_for_during_an_opening_comes_after_it() {
    let desktop = Desktop::start();
    let practice = Practice::start();
    let slow = practice
        .profile("practice")
        .replace("delay = \"100ms\"", "delay = \"500ms\"");
    desktop.home().write_configuration(&slow);
    let _agent = desktop.start_agent();
    desktop.wait_for_lines(&["practice"]);

    desktop.tray_item().choose(&["practice", "Open"]);
    desktop.wait_for_lines(&["practice (opening…)"]);
    desktop
        .tray_item()
        .choose(&["practice (opening…)", "Close"]);

    assert_eq!(
        desktop.nth_notification(1).summary,
        "practice: open verified"
    );
    assert_eq!(
        desktop.nth_notification(2).summary,
        "practice: close verified"
    );
    desktop.wait_for_icon("idle");
    desktop.wait_for_lines(&["practice"]);
}

#[test]
fn a_failure_is_dismissed_by_a_click_on_its_line() {
    let desktop = Desktop::start();
    let practice = Practice::start();
    desktop
        .home()
        .write_configuration(&practice.wrong_profile("wrong"));
    let _agent = desktop.start_agent();
    desktop.wait_for_lines(&["wrong"]);
    desktop.tray_item().choose(&["wrong", "Open"]);
    desktop.wait_for_menu(
        "\
wrong, may be open
  Close
  Copy address 127.0.0.1
---
Open wrong
---
wrong: open failed (dismiss)
Find out why wrong does not open…
---
wrong
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
",
    );
    desktop.wait_for_icon("attention");

    desktop.choose_by_mouse(&["wrong: open failed (dismiss)"]);

    desktop.wait_for_lines(&["wrong"]);
    desktop.wait_for_icon("idle");
    wait_until("the menu to leave the screen", LIMIT, || {
        desktop.menus().is_empty()
    });
}
