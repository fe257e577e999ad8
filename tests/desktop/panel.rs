//! The icon and the panel that shows it, whichever of them comes first, and by the mouse.

use std::time::Duration;

use rustix::process::Signal;
use zbus::blocking::connection::Builder;

use super::practice::Practice;
use crate::support::desktop::{Button, Desktop};
use crate::support::wait::wait_until;

const LIMIT: Duration = Duration::from_secs(20);

#[test]
fn a_panel_that_is_killed_and_comes_back_has_the_icon_and_its_menu_again() {
    let mut desktop = Desktop::start();
    let practice = Practice::start();
    desktop
        .home()
        .write_configuration(&practice.profile("practice"));
    let _agent = desktop.start_agent();
    desktop.wait_for_lines(&["practice"]);
    desktop.icon();

    desktop.stop_panel();
    desktop.start_panel();

    desktop.icon();
    desktop.choose_by_mouse(&["practice", "Open"]);
    assert_eq!(
        desktop.nth_notification(1).summary,
        "practice: open verified"
    );
    desktop.wait_for_icon("open");
    desktop.choose_by_mouse(&["practice (open)", "Close"]);
    assert_eq!(
        desktop.nth_notification(2).summary,
        "practice: close verified"
    );
    desktop.wait_for_icon("idle");
}

#[test]
fn what_happened_while_the_panel_was_away_is_in_its_icon_and_menu() {
    let mut desktop = Desktop::start();
    let practice = Practice::start();
    desktop
        .home()
        .write_configuration(&practice.profile("practice"));
    let mut agent = desktop.start_agent();
    desktop.wait_for_lines(&["practice"]);

    desktop.stop_panel();
    desktop.tray_item().choose(&["practice", "Open"]);
    desktop.wait_for_lines(&["practice (open)"]);
    desktop.start_panel();

    desktop.choose_by_mouse(&["practice (open)", "Close"]);
    desktop.wait_for_lines(&["practice"]);
    desktop.choose_by_mouse(&["Quit"]);
    assert_eq!(agent.wait_for_end(LIMIT).code(), Some(0));
    wait_until("the icon to go from the panel", LIMIT, || {
        desktop.find_icon().is_none()
    });
}

#[test]
fn without_a_tray_host_that_is_said_once_and_the_icon_comes_with_the_host() {
    let mut desktop = Desktop::plan().without_panel().start();
    let _agent = desktop.start_agent();

    let told = desktop.notification("what is missing", Duration::from_secs(40), |one| {
        one.summary == "No tray icons on this desktop"
    });
    assert_eq!(
        told.body,
        "PortKnocker is running, but nothing shows its icon. On GNOME, turn on the extension “AppIndicator and KStatusNotifierItem Support”. Until then, the window (`portknocker window`) and the command line (`portknocker open PROFILE`) do what the menu does"
    );
    assert_eq!(told.buttons(), [""; 0]);

    desktop.start_panel();
    desktop.icon();
    assert!(desktop.tray_item().is_registered());
    // It is not said again when the host goes: that is a panel's restart, and it has been said.
    desktop.stop_panel();
    desktop.start_panel();
    desktop.icon();
    assert_eq!(desktop.notifications().len(), 1);
}

#[test]
fn a_panel_that_comes_in_time_leaves_nothing_to_say() {
    let mut desktop = Desktop::plan().without_panel().start();
    let agent = desktop.start_agent();

    desktop.start_panel();
    desktop.icon();

    // Longer than the agent waits before it says that there is no host.
    std::thread::sleep(Duration::from_secs(21));
    assert_eq!(desktop.notifications(), []);
    assert!(!agent.log().contains("tray icons"), "{}", agent.log());
}

#[test]
fn a_tray_host_that_hangs_at_the_start_costs_the_icon_only_until_the_next_host() {
    let mut desktop = Desktop::plan().without_panel().start();
    let hanging = Builder::address(desktop.home().bus_address().as_str())
        .and_then(Builder::build)
        .unwrap();
    hanging
        .request_name("org.kde.StatusNotifierWatcher")
        .unwrap();
    let mut agent = desktop.start_agent();

    // Its end is a failed call for whoever waited for an answer.
    hanging.close().unwrap();
    desktop.start_panel();

    desktop.icon();
    assert!(agent.is_running());
}

#[test]
fn a_tray_host_that_hangs_does_not_hold_up_the_end() {
    let desktop = Desktop::plan().bus_only().start();
    let hanging = Builder::address(desktop.home().bus_address().as_str())
        .and_then(Builder::build)
        .unwrap();
    hanging
        .request_name("org.kde.StatusNotifierWatcher")
        .unwrap();
    let mut agent = desktop.start_agent();

    agent.signal(Signal::TERM);

    assert_eq!(agent.wait_for_end(Duration::from_secs(1)).code(), Some(0));
}

#[test]
fn a_left_click_on_the_icon_opens_the_profiles_and_no_menu() {
    let desktop = Desktop::start();
    let editor = super::editor::FakeOpener::install(&desktop);
    let _agent = editor.start_agent(&desktop);
    let (x, y) = desktop.icon().middle();

    desktop.click(x, y, Button::Left);

    editor.wait_until_opened(&desktop.home().configuration());
    assert_eq!(desktop.menus(), []);
}
