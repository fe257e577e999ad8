//! Start at login by command. `desktop::autostart` has it in the menu, and started by a session.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::home::{Home, patient, program};
use crate::support::installed::install;
use crate::support::launcher::launched;

/// The entry that the programs write.
pub fn entry_of(home: &Home) -> PathBuf {
    home.config().join("autostart").join("portknocker.desktop")
}

pub fn status(home: &Home) -> String {
    let output = home.portknocker(&["autostart", "status"]).unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// Appends lines to a file, as a desktop's own settings do.
pub fn append(path: &Path, lines: &str) {
    let text = fs::read_to_string(path).unwrap();
    fs::write(path, text + lines).unwrap();
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
