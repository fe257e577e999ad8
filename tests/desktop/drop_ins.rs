//! Drop-ins under a running agent: added, changed, broken, mended, removed, swapped as a whole.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::thread::sleep;
use std::time::Duration;

use super::practice::Practice;
use crate::support::desktop::Desktop;
use crate::support::said::Said;

fn folder(desktop: &Desktop) -> PathBuf {
    desktop.home().configuration().with_file_name("profiles.d")
}

fn profile(name: &str) -> String {
    format!("[[profile]]\nname = \"{name}\"\nhost = \"127.0.0.1\"\nopen = [\"7000\"]\n")
}

#[test]
fn a_team_s_profiles_come_change_break_and_go_while_the_agent_runs() {
    let desktop = Desktop::plan().without_panel().start();
    let practice = Practice::start();
    desktop
        .home()
        .write_configuration(&practice.profile("mine"));
    let _agent = desktop.start_agent();
    desktop.wait_for_lines(&["mine"]);
    let folder = folder(&desktop);
    let team = folder.join("team.toml");

    fs::create_dir(&folder).unwrap();
    fs::write(&team, practice.profile("team")).unwrap();
    desktop.wait_for_lines(&["mine", "team"]);
    desktop.tray_item().choose(&["team", "Open"]);
    desktop.wait_for_lines(&["mine", "team (open)"]);

    // What is open can still be closed.
    fs::write(&team, "[[profile]]\nname = \"team\"\nopne = [\"7000\"]\n").unwrap();
    let broken = "The drop-in team.toml has mistakes; what it held before stays in force…";
    desktop.wait_for_lines(&[broken, "mine", "team (open)"]);
    desktop.wait_for_icon("attention");
    let told = desktop.nth_notification(2);
    assert_eq!(told.summary, "What a drop-in held before stays in force");
    assert_eq!(
        told.body,
        "team.toml:1:1: no `host` (say where the server is, such as host = \"home.example.net\")"
    );
    Said::by(&mut desktop.run(&["portknocker", "close", "team"])).is_with_notes(
        0,
        &format!("team: close verified: port {} is closed\n", practice.port()),
        "a drop-in is set aside: team.toml:1:1: no `host` (say where the server is, such as host = \"home.example.net\")\n",
    );

    fs::write(&team, profile("team") + &profile("more")).unwrap();
    desktop.wait_for_lines(&["mine", "team", "more"]);
    fs::write(folder.join("zoo.toml"), profile("more")).unwrap();
    let told = desktop.nth_notification(3);
    assert_eq!(told.summary, "A profile of a drop-in is set aside");
    assert_eq!(
        told.body,
        "zoo.toml:2:8: there is a profile `more` in team.toml already, which is taken"
    );
    fs::remove_file(&team).unwrap();
    desktop.wait_for_lines(&["mine", "more"]);
    fs::remove_dir_all(&folder).unwrap();
    desktop.wait_for_lines(&["mine"]);
    sleep(Duration::from_millis(500));
    assert_eq!(desktop.notifications().len(), 3, "each thing is told once");
}

#[test]
fn a_folder_that_is_swapped_as_a_whole_is_read_anew() {
    let desktop = Desktop::plan().bus_only().start();
    desktop.home().write_configuration(&profile("mine"));
    let deployed = desktop.home().path().join("deployed");
    for release in ["one", "two"] {
        let release = deployed.join(release);
        fs::create_dir_all(&release).unwrap();
        let name = release.file_name().unwrap().to_string_lossy().into_owned();
        fs::write(release.join("team.toml"), profile(&name)).unwrap();
    }
    symlink("one", deployed.join("now")).unwrap();
    symlink(deployed.join("now"), folder(&desktop)).unwrap();
    let _agent = desktop.start_agent();
    desktop.wait_for_lines(&["mine", "one"]);
    symlink("two", deployed.join("next")).unwrap();
    fs::rename(deployed.join("next"), deployed.join("now")).unwrap();
    desktop.wait_for_lines(&["mine", "two"]);
    fs::write(deployed.join("two/more.toml"), profile("three")).unwrap();
    desktop.wait_for_lines(&["mine", "three", "two"]);
}

#[test]
fn a_drop_in_that_is_broken_from_the_start_costs_only_itself() {
    let desktop = Desktop::plan().without_panel().start();
    desktop.home().write_configuration(&profile("mine"));
    fs::create_dir(folder(&desktop)).unwrap();
    fs::write(folder(&desktop).join("a.toml"), "x = 1\n").unwrap();
    fs::write(folder(&desktop).join("b.toml"), profile("team")).unwrap();
    let _agent = desktop.start_agent();
    desktop.wait_for_lines(&["The drop-in a.toml is set aside…", "mine", "team"]);
    let told = desktop.nth_notification(1);
    assert_eq!(told.summary, "A drop-in is set aside");
    assert_eq!(
        told.body,
        "a.toml:1:1: unknown key `x` (nothing reads this key here; take it out)"
    );
    Said::by(&mut desktop.run(&["portknocker", "agent", "reload"])).is_with_notes(
        0,
        "2 profiles, no mistakes\n",
        "a drop-in is set aside: a.toml:1:1: unknown key `x` (nothing reads this key here; take it out)\n",
    );
}
