//! The window on a desktop: there is one, it comes when it is called, and it does not go with what is not saved.

use std::fs;
use std::time::Duration;

use crate::support::desktop::{ACCESSIBILITY, Desktop, Role};
use crate::support::process::Process;
use crate::support::wait::wait_until;

const LIMIT: Duration = Duration::from_secs(20);

const FILE: &str = "# mine
[[profile]]
name = \"homelab\"
host = \"127.0.0.1\" # the router
open = [\"7000:tcp\"]
";

fn desktop() -> Desktop {
    let desktop = Desktop::plan()
        .without_panel()
        .without_notifications()
        .activatable(ACCESSIBILITY)
        .start();
    desktop.home().write_configuration(FILE);
    desktop
}

fn start(desktop: &Desktop) -> Process {
    desktop.spawn("window", &["portknocker-window"])
}

fn windows(desktop: &Desktop) -> Vec<String> {
    desktop.visible_windows("portknocker-window")
}

#[test]
fn a_second_start_shows_the_first_and_ends() {
    let desktop = desktop();
    let mut first = start(&desktop);
    wait_until("the window", LIMIT, || windows(&desktop).len() == 1);
    desktop.minimise(&windows(&desktop)[0]);
    wait_until("it to be minimised", LIMIT, || windows(&desktop).is_empty());

    let mut second = start(&desktop);

    assert_eq!(second.wait_for_end(LIMIT).code(), Some(0));
    wait_until("it to be shown again", LIMIT, || {
        windows(&desktop).len() == 1
    });
    assert!(first.is_running());
}

#[test]
fn a_window_with_changes_asks_before_it_goes() {
    let desktop = desktop();
    let window = desktop.read_aloud("portknocker-window");
    let mut program = start(&desktop);
    window.fill(Role::Field, "Group", "home");
    window.wait_for_words("not saved yet");

    desktop.press_key("alt+F4");
    window.wait_for_words("There are changes that are not saved.");
    assert!(program.is_running());
    window.click(Role::Button, "Stay");
    wait_until("the question to go", LIMIT, || {
        let controls = window.controls();
        !controls.is_empty() && !controls.iter().any(|one| one.name == "Stay")
    });
    assert_eq!(
        fs::read_to_string(desktop.home().configuration()).unwrap(),
        FILE
    );

    desktop.press_key("alt+F4");
    window.click(Role::Button, "Save and close");

    assert_eq!(program.wait_for_end(LIMIT).code(), Some(0));
    let text = fs::read_to_string(desktop.home().configuration()).unwrap();
    assert_eq!(text, format!("{FILE}group = \"home\"\n"));
}
