//! What opens the window: a left click on the icon, and "Manage profiles…". The window itself is a script in its place.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::editor::FakeOpener;
use crate::support::desktop::Desktop;
use crate::support::installed::{StandInWindow, install};
use crate::support::process::Process;
use crate::support::wait::wait_until;

const LIMIT: Duration = Duration::from_secs(15);

/// The agent in a folder of its own.
fn installed(desktop: &Desktop) -> PathBuf {
    let folder = desktop.home().path().join("programs");
    install(&folder, &["portknocker-agent"]);
    folder
}

/// Starts that agent, with nothing else to call but the opener.
#[track_caller]
fn start_agent(desktop: &Desktop, folder: &Path, opener: &FakeOpener, args: &[&str]) -> Process {
    let program = folder.join("portknocker-agent").display().to_string();
    opener.start(desktop, &[&[program.as_str()], args].concat())
}

#[track_caller]
fn wait_for_start(window: &StandInWindow, start: &str) {
    wait_until("the window to be started", LIMIT, || {
        !window.starts().is_empty()
    });
    assert_eq!(window.starts(), [start]);
}

#[test]
fn a_left_click_opens_the_window_and_no_editor() {
    let desktop = Desktop::plan().bus_only().start();
    let (folder, opener) = (installed(&desktop), FakeOpener::install(&desktop));
    let window = StandInWindow::install(&folder);
    let _agent = start_agent(&desktop, &folder, &opener, &[]);

    desktop.tray_item().activate();

    wait_for_start(&window, "window ");
    assert_eq!(opener.opened(), [""; 0]);
    // The window makes its file by itself, should somebody save one.
    assert!(!desktop.home().configuration().exists());
}

#[test]
fn manage_profiles_opens_it_with_the_agents_configuration() {
    let desktop = Desktop::plan().bus_only().start();
    let (folder, opener) = (installed(&desktop), FakeOpener::install(&desktop));
    let window = StandInWindow::install(&folder);
    let file = desktop.home().path().join("my.toml");
    fs::write(&file, "").unwrap();
    let file = file.to_str().unwrap();
    let _agent = start_agent(&desktop, &folder, &opener, &["--config", file]);

    desktop.tray_item().choose(&["Manage profiles…"]);

    wait_for_start(&window, &format!("window --config {file}"));
    assert_eq!(opener.opened(), [""; 0]);
}

#[test]
fn a_window_that_fails_is_told() {
    let desktop = Desktop::plan().without_panel().start();
    let (folder, opener) = (installed(&desktop), FakeOpener::install(&desktop));
    StandInWindow::install_with(&folder, "echo it broke >&2; exit 3");
    let _agent = start_agent(&desktop, &folder, &opener, &[]);

    desktop.tray_item().choose(&["Manage profiles…"]);

    let told = desktop.nth_notification(1);
    assert_eq!(told.summary, "The window could not be opened");
    assert_eq!(
        told.body,
        "`portknocker config edit` opens the configuration without it. The reason: it broke"
    );
    assert_eq!(opener.opened(), [""; 0]);
}

#[test]
fn the_entry_of_a_bad_edit_opens_the_file_all_the_same() {
    let desktop = Desktop::plan().bus_only().start();
    let (folder, opener) = (installed(&desktop), FakeOpener::install(&desktop));
    let window = StandInWindow::install(&folder);
    let file = desktop.home().write_configuration("profil = 1\n");
    let _agent = start_agent(&desktop, &folder, &opener, &[]);
    let entry = "The configuration has 1 mistake…";
    desktop.wait_for_lines(&[entry, "No profiles yet: begin with “Manage profiles…”"]);

    desktop.tray_item().choose(&[entry]);

    opener.wait_until_opened(&file);
    assert_eq!(window.starts(), [""; 0]);
}

#[test]
fn the_window_outlives_the_agent_that_opened_it() {
    let desktop = Desktop::plan().bus_only().start();
    let (folder, opener) = (installed(&desktop), FakeOpener::install(&desktop));
    let until = folder.join("until");
    let mut made = desktop.run(&["mkfifo", &until.display().to_string()]);
    made.assert().success();
    let more = format!(
        "read -r line < '{0}'; printf '%s\\n' \"$line\" > '{0}.read'",
        until.display()
    );
    let window = StandInWindow::install_with(&folder, &more);
    let mut agent = start_agent(&desktop, &folder, &opener, &[]);
    desktop.tray_item().activate();
    wait_for_start(&window, "window ");

    assert_eq!(agent.terminate().code(), Some(0));

    fs::write(&until, "closed\n").unwrap();
    wait_until("the window to go on", LIMIT, || {
        fs::read_to_string(folder.join("until.read")).is_ok_and(|text| text == "closed\n")
    });
}
