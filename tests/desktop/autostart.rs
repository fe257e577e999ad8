//! Start at login in the menu, and as a session finds it: on a bus alone, without a screen.

use std::fs;
use std::time::Duration;

use crate::cli::autostart::{append, entry_of, status};
use crate::support::desktop::Desktop;
use crate::support::installed::install;
use crate::support::launcher::launched;
use crate::support::process::Process;
use crate::support::wait::{wait_for, wait_until};

const FOLLOWS: Duration = Duration::from_secs(15);

/// A folder's name with everything in it that an entry has to quote.
const AWKWARD: &str = r#"it's "my" $HOME, 50% `off` \ ünï & more"#;

#[test]
fn a_login_starts_one_agent_from_the_most_awkward_of_paths() {
    let desktop = Desktop::plan().bus_only().start();
    let home = desktop.home();
    let folder = home.path().join(AWKWARD);
    install(&folder, &["portknocker", "portknocker-agent"]);
    let config = folder.join("my config.toml");
    let profile = "[[profile]]\nname = \"homelab\"\nhost = \"192.0.2.1\"\nopen = [7000]\n";
    fs::write(&config, profile).unwrap();
    let (cli, agent) = (folder.join("portknocker"), folder.join("portknocker-agent"));
    let [cli, agent, config] = [&cli, &agent, &config].map(|path| path.to_str().unwrap());
    let mut on = desktop.run(&[cli, "--config", config, "autostart", "on"]);
    on.assert().success().stdout("on\n");

    let words = launched(&fs::read_to_string(entry_of(home)).unwrap()).unwrap();
    assert!(words.ends_with(&[agent, "--config", config].map(str::to_owned)));
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let first = desktop.spawn("first", &words);
    assert_eq!(desktop.tray_item().pid(), first.pid());
    wait_until("the profile and the mark", FOLLOWS, || {
        desktop.tray_item().menu().to_string()
            == "homelab\n  Open\n  Close (disabled)\n  Check (disabled)\n---\nManage profiles…\n\
                [x] Start at login\nView history\nQuit\n"
    });

    let mut second = desktop.spawn("second", &words);
    assert!(second.wait_for_end(FOLLOWS).success());
    assert_eq!(second.log(), "The agent is already running\n");
    assert_eq!(desktop.tray_items().len(), 1);
}

/// The agent with its menu, on a bus alone.
fn start_agent(desktop: &Desktop) -> Process {
    let agent = desktop.spawn("agent", &["portknocker-agent"]);
    wait_for_mark(desktop, false);
    agent
}

#[track_caller]
fn wait_for_mark(desktop: &Desktop, checked: bool) {
    wait_for("the mark in the menu", FOLLOWS, || {
        let menu = desktop.find_tray_item()?.menu();
        let entry = menu.find(&["Start at login"])?;
        (entry.checked == Some(checked) && entry.enabled).then_some(())
    });
}

#[test]
fn the_menu_turns_it_on_and_off() {
    let desktop = Desktop::plan().bus_only().start();
    let _agent = start_agent(&desktop);

    desktop.tray_item().choose(&["Start at login"]);
    wait_for_mark(&desktop, true);
    assert_eq!(status(desktop.home()), "on\n");

    desktop.tray_item().choose(&["Start at login"]);
    wait_for_mark(&desktop, false);
    let entry = entry_of(desktop.home());
    wait_until("the end of the entry", FOLLOWS, || !entry.exists());
}

#[test]
fn a_change_from_outside_shows_in_the_menu() {
    let desktop = Desktop::plan().bus_only().start();
    let _agent = start_agent(&desktop);
    let entry = entry_of(desktop.home());

    let mut on = desktop.run(&["portknocker", "autostart", "on"]);
    on.assert().success();
    wait_for_mark(&desktop, true);
    append(&entry, "X-GNOME-Autostart-enabled=false\n");
    wait_for_mark(&desktop, false);
    append(&entry, "X-GNOME-Autostart-enabled=true\n");
    wait_for_mark(&desktop, true);
    fs::remove_file(&entry).unwrap();
    wait_for_mark(&desktop, false);
    fs::remove_dir(entry.parent().unwrap()).unwrap();
    let mut on = desktop.run(&["portknocker", "autostart", "on"]);
    on.assert().success();
    wait_for_mark(&desktop, true);
}

#[test]
fn a_mark_that_could_not_be_set_is_not_shown() {
    let desktop = Desktop::plan().bus_only().start();
    let mut agent = start_agent(&desktop);
    // No folder can be made where a file is.
    fs::write(desktop.home().config().join("autostart"), "").unwrap();

    desktop.tray_item().choose(&["Start at login"]);

    agent.wait_for_log("no notification", FOLLOWS);
    wait_for_mark(&desktop, false);
}
