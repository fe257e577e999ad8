//! The configuration file as the running agent follows it.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use crate::support::desktop::Desktop;

const NOTHING_YET: &str = "\
No profiles yet: begin with “Manage profiles…” (disabled)
---
Manage profiles…
[ ] Start at login
View history
Quit
";

const HOMELAB: &str = r#"[[profile]]
name = "homelab"
host = "127.0.0.1"
open = ["9:udp"]
"#;

const ONLY_HOMELAB: &str = "\
homelab
  Open
  Close (disabled)
  Check (disabled)
---
Manage profiles…
[ ] Start at login
View history
Quit
";

/// The mistake is in its fifth line.
const MISSPELT: &str = "opne = [\"9:udp\"]\n";

#[test]
fn without_a_file_the_menu_says_how_to_begin_and_nobody_is_troubled() {
    let desktop = Desktop::start();
    let _agent = desktop.start_agent();

    desktop.wait_for_menu(NOTHING_YET);
    assert_eq!(
        desktop.tray_item().tooltip(),
        (
            "PortKnocker".to_owned(),
            "PortKnocker: nothing is open".to_owned()
        )
    );
    assert_eq!(desktop.tray_item().icon_name(), "idle");

    desktop.home().write_configuration(HOMELAB);

    desktop.wait_for_menu(ONLY_HOMELAB);
    assert_eq!(desktop.notifications(), []);
}

#[test]
fn an_added_profile_comes_into_the_menu() {
    let desktop = Desktop::start();
    desktop.home().write_configuration(HOMELAB);
    let _agent = desktop.start_agent();
    desktop.wait_for_menu(ONLY_HOMELAB);

    let more = format!(
        "{HOMELAB}[[profile]]\nname = \"office\"\ngroup = \"Work\"\nhost = \"192.0.2.7\"\nopen = [\"7000\"]\nclose = [\"7001\"]\ncheck = 22\n"
    );
    desktop.home().write_configuration(&more);

    desktop.wait_for_menu(
        "\
homelab
  Open
  Close (disabled)
  Check (disabled)
Work
  office
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
",
    );
}

#[test]
fn a_bad_edit_is_told_with_its_place_and_the_last_good_profiles_still_work() {
    let desktop = Desktop::start();
    desktop.home().write_configuration(HOMELAB);
    let _agent = desktop.start_agent();
    desktop.wait_for_menu(ONLY_HOMELAB);

    let bad = format!("{HOMELAB}{MISSPELT}");
    desktop.home().write_configuration(&bad);

    desktop.wait_for_menu(
        "\
The configuration has 1 mistake; the last good one stays in force…
---
homelab
  Open
  Close (disabled)
  Check (disabled)
---
Manage profiles…
[ ] Start at login
View history
Quit
",
    );
    let told = desktop.nth_notification(1);
    assert_eq!(told.summary, "The last good configuration stays in force");
    assert_eq!(
        told.body,
        "config.toml:5:1: unknown key `opne` (did you mean `open`?)"
    );
    desktop.wait_for_icon("attention");

    desktop.tray_item().choose(&["homelab", "Open"]);
    let opened = desktop.nth_notification(2);
    assert_eq!(opened.summary, "homelab: open unverified");

    // Touched again with the same mistake, it is not told again.
    desktop.home().write_configuration(&bad);
    desktop.home().write_configuration(HOMELAB);

    desktop.wait_for_lines(&["homelab (open)"]);
    desktop.wait_for_icon("open");
    assert_eq!(desktop.notifications().len(), 2);
}

#[test]
fn several_mistakes_are_counted_and_the_first_is_told() {
    let desktop = Desktop::start();
    desktop
        .home()
        .write_configuration("profil = 1\n[defaults]\nretries = -1\n");

    let _agent = desktop.start_agent();

    let told = desktop.nth_notification(1);
    assert_eq!(
        told.body,
        "config.toml:1:1: unknown key `profil` (did you mean `profile`?)"
    );
    desktop.wait_for_menu(
        "\
The configuration has 2 mistakes…
---
No profiles yet: begin with “Manage profiles…” (disabled)
---
Manage profiles…
[ ] Start at login
View history
Quit
",
    );
}

#[test]
fn a_file_that_is_replaced_by_a_rename_is_followed() {
    let desktop = Desktop::start();
    let file = desktop.home().write_configuration(HOMELAB);
    let _agent = desktop.start_agent();
    desktop.wait_for_menu(ONLY_HOMELAB);

    for name in ["first", "second", "third"] {
        replace(&file, &HOMELAB.replace("homelab", name));
        desktop.wait_for_lines(&[name]);
    }
}

#[test]
fn a_deleted_file_keeps_the_last_good_profiles_and_that_is_told() {
    let desktop = Desktop::start();
    let file = desktop.home().write_configuration(HOMELAB);
    let _agent = desktop.start_agent();
    desktop.wait_for_menu(ONLY_HOMELAB);

    fs::remove_file(&file).unwrap();

    let told = desktop.nth_notification(1);
    assert_eq!(told.summary, "The last good configuration stays in force");
    assert_eq!(
        told.body,
        format!(
            "there is no configuration at {}. Begin with `portknocker config edit` (with the same `--config`, if you gave one), which writes a commented example",
            file.display()
        )
    );
    desktop.wait_for_lines(&[
        "The configuration cannot be read; the last good one stays in force…",
        "homelab",
    ]);

    desktop.home().write_configuration(HOMELAB);
    desktop.wait_for_menu(ONLY_HOMELAB);
}

#[test]
fn a_deleted_folder_that_comes_back_is_followed() {
    let desktop = Desktop::start();
    let file = desktop.home().write_configuration(HOMELAB);
    let _agent = desktop.start_agent();
    desktop.wait_for_menu(ONLY_HOMELAB);

    fs::remove_dir_all(file.parent().unwrap()).unwrap();
    desktop.nth_notification(1);
    desktop
        .home()
        .write_configuration(&HOMELAB.replace("homelab", "back"));

    desktop.wait_for_lines(&["back"]);
}

#[test]
fn a_link_is_followed_to_where_it_leads_and_when_it_leads_elsewhere() {
    let desktop = Desktop::start();
    let home = desktop.home();
    let [one, other] = ["one", "other"].map(|name| {
        let folder = home.path().join(name);
        fs::create_dir(&folder).unwrap();
        let file = folder.join("portknocker.toml");
        fs::write(&file, HOMELAB.replace("homelab", name)).unwrap();
        file
    });
    let link = home.configuration();
    fs::create_dir_all(link.parent().unwrap()).unwrap();
    symlink(&one, &link).unwrap();
    let _agent = desktop.start_agent();
    desktop.wait_for_lines(&["one"]);

    fs::write(&one, HOMELAB.replace("homelab", "edited")).unwrap();
    desktop.wait_for_lines(&["edited"]);

    let new_link = link.with_extension("new");
    symlink(&other, &new_link).unwrap();
    fs::rename(&new_link, &link).unwrap();
    desktop.wait_for_lines(&["other"]);

    fs::write(&other, HOMELAB.replace("homelab", "edited there")).unwrap();
    desktop.wait_for_lines(&["edited there"]);
}

#[test]
fn fifty_rapid_edits_end_in_what_was_written_last() {
    let desktop = Desktop::start();
    let file = desktop.home().write_configuration(HOMELAB);
    let _agent = desktop.start_agent();
    desktop.wait_for_menu(ONLY_HOMELAB);

    for number in 1..=50 {
        let good = HOMELAB.replace("homelab", &format!("edit {number}"));
        match number % 3 {
            0 => fs::write(&file, good + MISSPELT).unwrap(),
            1 => fs::write(&file, good).unwrap(),
            _ => replace(&file, &good),
        }
    }

    desktop.wait_for_menu(&ONLY_HOMELAB.replace("homelab", "edit 50"));
    assert_eq!(desktop.tray_item().icon_name(), "idle");
}

#[test]
fn a_profile_that_is_taken_out_takes_its_failure_with_it() {
    let desktop = Desktop::start();
    let closed = format!("{HOMELAB}check = 1\nretries = 0\ncheck_timeout = \"100ms\"\n");
    desktop.home().write_configuration(&closed);
    let _agent = desktop.start_agent();
    desktop.wait_for_lines(&["homelab"]);
    desktop.tray_item().choose(&["homelab", "Open"]);
    let failed = "homelab: open failed (dismiss)";
    let find_out = "Find out why homelab does not open…";
    desktop.wait_for_lines(&[failed, find_out, "homelab"]);

    desktop
        .home()
        .write_configuration(&HOMELAB.replace("homelab", "other"));

    desktop.wait_for_lines(&["other"]);
    desktop.wait_for_icon("idle");
}

/// Puts a new file in the old one's place, as careful editors do.
fn replace(file: &Path, text: &str) {
    let new = file.with_extension("toml.new");
    fs::write(&new, text).unwrap();
    fs::rename(&new, file).unwrap();
}
