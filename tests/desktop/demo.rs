//! `portknocker demo` on a desktop: the tour, then the practice profile in the tray until quit.

use std::fs;
use std::time::Duration;

use rstest::rstest;
use rustix::process::Signal;

use crate::support::desktop::Desktop;
use crate::support::process::Process;

const LIMIT: Duration = Duration::from_secs(30);
const AT_ONCE: Duration = Duration::from_secs(1);
const LAST_LINE: &str = "The practice profile is now in the tray: right-click the icon. *Quit* there, or Ctrl-C here, ends it.\n";

#[test]
fn it_prints_the_tour_and_stays_in_the_tray_until_quit() {
    let desktop = Desktop::start();
    let mut demo = start(&desktop);
    demo.wait_for_log(LAST_LINE, LIMIT);

    let tour = demo.log();
    assert_eq!(
        without_numbers(&tour),
        "\
A practice door on this machine: port N refuses until the right sequence arrives.
Opening:
     +N ms  tcp  N.N.N.N:N → N.N.N.N:N  connected
   +N ms  udp  N.N.N.N:N → N.N.N.N:N  no answer
   +N ms  tcp  N.N.N.N:N → N.N.N.N:N  connected
practice: open verified: port N answers after N ms
Checking:
practice: check verified: port N answers after N ms
Closing:
     +N ms  tcp  N.N.N.N:N → N.N.N.N:N  connected
   +N ms  udp  N.N.N.N:N → N.N.N.N:N  no answer
   +N ms  tcp  N.N.N.N:N → N.N.N.N:N  connected
practice: close verified: port N is closed
That was all of it. `portknocker config edit` begins your first profile.
The practice profile is now in the tray: right-click the icon. *Quit* there, or Ctrl-C here, ends it.
"
    );

    desktop.wait_for_menu(
        "\
practice
  Open
  Open for
    5 min
    15 min
    1 h
    Until closed
  Close
  Check
---
Quit
",
    );
    assert_eq!(desktop.tray_item().pid(), demo.pid());
    desktop.choose_by_mouse(&["practice", "Open"]);
    let port: String = tour
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    let opened = desktop.nth_notification(1);
    assert_eq!(opened.summary, "practice: open verified");
    assert_eq!(opened.body, format!("port {port} answers after TIME"));
    desktop.wait_for_icon("open");
    desktop.press_button("practice: open verified", "Close");
    assert_eq!(
        desktop.nth_notification(2).summary,
        "practice: close verified"
    );
    desktop.wait_for_icon("idle");

    desktop.choose_by_mouse(&["Quit"]);
    assert_eq!(demo.wait_for_end(AT_ONCE).code(), Some(0));
    // It has nothing to say but the tour: a log is an agent's.
    assert_eq!(demo.log(), tour);
    assert_left_nothing(&desktop);
}

#[rstest]
#[case::ctrl_c(Signal::INT)]
#[case::terminate(Signal::TERM)]
fn a_signal_ends_it_with_success_too(#[case] signal: Signal) {
    let desktop = Desktop::start();
    let mut demo = start(&desktop);
    demo.wait_for_log(LAST_LINE, LIMIT);
    desktop.tray_item();

    demo.signal(signal);

    assert_eq!(demo.wait_for_end(AT_ONCE).code(), Some(0));
    assert_left_nothing(&desktop);
}

#[test]
fn beside_a_running_agent_both_have_their_icon() {
    let desktop = Desktop::start();
    let mut agent = desktop.start_agent();

    let mut demo = start(&desktop);
    demo.wait_for_log(LAST_LINE, LIMIT);

    let items = crate::support::wait::wait_for("both icons", LIMIT, || {
        let items = desktop.tray_items();
        (items.len() == 2).then_some(items)
    });
    let mine = items.iter().find(|item| item.pid() == demo.pid()).unwrap();
    mine.choose(&["Quit"]);
    assert_eq!(demo.wait_for_end(AT_ONCE).code(), Some(0));
    assert!(agent.is_running());
}

#[test]
fn without_a_tray_it_ends_after_the_tour() {
    let desktop = Desktop::plan().bus_only().start();
    let mut demo = start(&desktop);

    assert_eq!(demo.wait_for_end(LIMIT).code(), Some(0));

    let last = "That was all of it. `portknocker config edit` begins your first profile.\n";
    assert!(demo.log().ends_with(last), "{}", demo.log());
    assert_left_nothing(&desktop);
}

/// The demo of a user whose temporary files can be counted.
#[track_caller]
fn start(desktop: &Desktop) -> Process {
    let temporary = desktop.home().path().join("tmp");
    fs::create_dir(&temporary).unwrap();
    let mut command = desktop.command(&["portknocker", "demo"]);
    command.env("TMPDIR", temporary);
    Process::start("demo", &mut command, &desktop.home().logs())
}

#[track_caller]
fn assert_left_nothing(desktop: &Desktop) {
    let home = desktop.home();
    let temporary = fs::read_dir(home.path().join("tmp")).unwrap();
    assert_eq!(temporary.count(), 0);
    for folder in [
        home.config(),
        home.state(),
        home.runtime(),
        home.path().join("data"),
    ] {
        assert!(!folder.join("portknocker").exists(), "{}", folder.display());
    }
}

/// The text with `N` in place of every number, whatever its width.
fn without_numbers(text: &str) -> String {
    let mut numberless = String::new();
    for character in text.chars() {
        match character {
            digit if digit.is_ascii_digit() => {
                if !numberless.ends_with('N') {
                    numberless.push('N');
                }
            }
            other => numberless.push(other),
        }
    }
    numberless
}
