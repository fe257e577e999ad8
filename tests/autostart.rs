//! Start at login: by command, in the menu, and as a session finds it. The programs run on a session bus of their own,
//! without a screen.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::support::desktop::Desktop;
use crate::support::home::{Home, patient, program};
use crate::support::launcher::launched;
use crate::support::process::Process;
use crate::support::wait::{wait_for, wait_until};

const FOLLOWS: Duration = Duration::from_secs(15);

/// A folder's name with everything in it that an entry has to quote.
const AWKWARD: &str = r#"it's "my" $HOME, 50% `off` \ ünï & more"#;

fn entry_of(home: &Home) -> PathBuf {
    home.config().join("autostart").join("portknocker.desktop")
}

fn status(home: &Home) -> String {
    let output = home.portknocker(&["autostart", "status"]).unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// Appends lines to a file, as a desktop's own settings do.
fn append(path: &Path, lines: &str) {
    let text = fs::read_to_string(path).unwrap();
    fs::write(path, text + lines).unwrap();
}

/// The programs, copied into a folder.
fn install(folder: &Path, names: &[&str]) {
    fs::create_dir(folder).unwrap();
    for name in names {
        fs::copy(program(name), folder.join(name)).unwrap();
    }
}

#[test]
fn the_commands_turn_it_on_and_off_and_say_how_it_is() {
    let home = Home::new();
    assert_eq!(status(&home), "off\n");

    let on = home.portknocker(&["autostart", "on"]).assert();
    on.success().stdout("on\n").stderr("");
    assert_eq!(status(&home), "on\n");
    let text = fs::read_to_string(entry_of(&home)).unwrap();
    let agent = program("portknocker-agent").to_string_lossy().into_owned();
    assert_eq!(launched(&text).unwrap(), [agent]);

    let json = home
        .portknocker(&["autostart", "status", "--json"])
        .assert();
    json.success().stdout("{\"autostart\":true}\n");
    let json = home.portknocker(&["autostart", "off", "--json"]).assert();
    json.success().stdout("{\"autostart\":false}\n");
    assert_eq!(status(&home), "off\n");
    assert!(!entry_of(&home).exists());

    let off = home.portknocker(&["autostart", "off"]).assert();
    off.success().stdout("off\n");
}

#[test]
fn the_configuration_that_was_asked_for_is_named_with_its_whole_path() {
    let home = Home::new();
    let mut on = home.portknocker(&["--config", "my own.toml", "autostart", "on"]);
    on.assert().success();
    let text = fs::read_to_string(entry_of(&home)).unwrap();
    let config = home.path().join("my own.toml");
    let words = launched(&text).unwrap();
    assert_eq!(words[1..], ["--config", config.to_str().unwrap()]);
}

#[test]
fn what_the_user_set_in_the_desktops_settings_is_honoured() {
    let home = Home::new();
    for line in ["Hidden=true\n", "X-GNOME-Autostart-enabled=false\n"] {
        home.portknocker(&["autostart", "on"]).assert().success();
        append(&entry_of(&home), line);
        assert_eq!(status(&home), "off\n", "{line}");
        let on = home.portknocker(&["autostart", "on"]).assert();
        on.success().stdout("on\n");
    }
}

#[test]
fn an_entry_of_the_systems_is_taken_back_without_touching_it() {
    let home = Home::new();
    let system = home.path().join("system");
    let entry = system.join("autostart/portknocker.desktop");
    fs::create_dir_all(entry.parent().unwrap()).unwrap();
    let text = "[Desktop Entry]\nType=Application\nName=PortKnocker\nExec=portknocker-agent\n";
    fs::write(&entry, text).unwrap();
    let run = |argument| {
        let mut command = home.portknocker(&["autostart", argument]);
        let folders = format!("relative:/nonexistent:{}", system.display());
        let output = command.env("XDG_CONFIG_DIRS", folders).unwrap();
        String::from_utf8(output.stdout).unwrap()
    };

    assert_eq!(run("status"), "on\n");
    assert_eq!(run("off"), "off\n");
    assert_eq!(run("status"), "off\n");
    let mine = fs::read_to_string(entry_of(&home)).unwrap();
    assert!(mine.ends_with("\nHidden=true\n"), "{mine}");
    assert_eq!(run("on"), "on\n");
    assert_eq!(fs::read_to_string(&entry).unwrap(), text);
}

#[test]
fn an_entry_for_a_program_that_is_gone_starts_nothing() {
    let home = Home::new();
    let folder = home.path().join("gone");
    install(&folder, &["portknocker", "portknocker-agent"]);
    let mut on = Command::new(folder.join("portknocker"));
    home.clothe(on.args(["autostart", "on"]));
    patient(on).assert().success().stdout("on\n");
    fs::remove_dir_all(&folder).unwrap();
    assert_eq!(status(&home), "off\n");
}

#[test]
fn errors_name_the_path_and_the_cause() {
    let home = Home::new();
    let folder = home.config().join("autostart");
    fs::write(&folder, "").unwrap();
    let said = format!(
        "error: {}: Not a directory (os error 20)\n",
        entry_of(&home).display()
    );
    for argument in ["status", "off"] {
        let refused = home.portknocker(&["autostart", argument]).assert();
        refused.code(1).stdout("").stderr(said.clone());
    }

    let alone = home.path().join("alone");
    install(&alone, &["portknocker"]);
    let mut on = Command::new(alone.join("portknocker"));
    home.clothe(on.args(["autostart", "on"]));
    let agent = alone.join("portknocker-agent");
    let said = format!(
        "error: {}: No such file or directory (os error 2)\n",
        agent.display()
    );
    patient(on).assert().code(1).stdout("").stderr(said);
}

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
                [x] Start at login\nQuit\n"
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
    assert!(!entry_of(desktop.home()).exists());
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
