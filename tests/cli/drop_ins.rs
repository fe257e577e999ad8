//! Drop-ins: profiles that a team's tool deploys beside the user's file.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use crate::support::home::Home;
use crate::support::said::Said;

const MINE: &str = "\
[defaults]
retries = 0

[[profile]]
name = \"mine\"
host = \"192.0.2.1\"
open = [\"7000\"]
";

fn drop_in(home: &Home, name: &str, text: &str) {
    let folder = home.configuration().with_file_name("profiles.d");
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join(name);
    fs::write(&file, text).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
}

fn profile(name: &str) -> String {
    format!("[[profile]]\nname = \"{name}\"\nhost = \"192.0.2.2\"\nopen = [\"7000\"]\n")
}

fn said(home: &Home, args: &[&str]) -> Said {
    Said::by(&mut home.portknocker(args))
}

#[test]
fn their_profiles_stand_after_the_users_own_in_the_order_of_the_files() {
    let home = Home::new();
    let file = home.write_configuration(MINE);
    drop_in(&home, "60-b.toml", &profile("b"));
    drop_in(&home, "50-a.toml", &profile("a"));
    drop_in(&home, "70-c.toml~", "not = [toml");
    drop_in(&home, ".80-d.toml", "not = [toml");
    said(&home, &["list"]).is(
        0,
        "mine    192.0.2.1  no check\na       192.0.2.2  no check\nb       192.0.2.2  no check\n",
    );
    let list = said(&home, &["list", "--json"]).json();
    let origins: Vec<_> = list.iter().map(|one| one["file"].as_str()).collect();
    let folder = file.with_file_name("profiles.d");
    let at = |name: &str| folder.join(name).display().to_string();
    let (a, b) = (at("50-a.toml"), at("60-b.toml"));
    assert_eq!(origins, [None, Some(a.as_str()), Some(b.as_str())]);
}

#[test]
fn without_a_file_of_the_users_they_are_all_there_is() {
    let home = Home::new();
    fs::create_dir_all(home.configuration().parent().unwrap()).unwrap();
    drop_in(&home, "team.toml", &profile("a"));
    said(&home, &["list"]).is(0, "a    192.0.2.2  no check\n");
}

#[test]
fn a_broken_one_is_set_aside_and_the_rest_works() {
    let home = Home::new();
    home.write_configuration(MINE);
    drop_in(&home, "a.toml", &profile("a"));
    drop_in(
        &home,
        "b.toml",
        "[log]\nlevel = \"off\"\n[[profile]]\nname = \"b\"\nhots = \"h\"\nopen = [0]\n",
    );
    said(&home, &["list"]).is_with_notes(
        0,
        "mine    192.0.2.1  no check\na       192.0.2.2  no check\n",
        "a drop-in is set aside: b.toml:1:2: `log` in a drop-in (only your own configuration file may say this; a drop-in has `[[profile]]` and `[defaults]`)\n",
    );
    let checked = said(&home, &["config", "check"]);
    assert_eq!(
        (checked.status, checked.stdout.as_str()),
        (2, "2 profiles, no mistakes\n")
    );
    for place in [
        "b.toml:1:2",
        "b.toml:3:1",
        "b.toml:5:1",
        "b.toml:6:9",
        "b.toml: 4 mistakes",
    ] {
        assert!(checked.stderr.contains(place), "{checked}");
    }
}

#[test]
fn where_names_clash_the_users_file_wins_then_the_first_drop_in() {
    let home = Home::new();
    home.write_configuration(MINE);
    drop_in(&home, "a.toml", &(profile("mine") + &profile("team")));
    drop_in(&home, "b.toml", &profile("team"));
    let notes = "a drop-in is set aside: a.toml:2:8: there is a profile `mine` in your own configuration file already, which is taken\n\
                 a drop-in is set aside: b.toml:2:8: there is a profile `team` in a.toml already, which is taken\n";
    said(&home, &["list"]).is_with_notes(
        0,
        "mine    192.0.2.1  no check\nteam    192.0.2.2  no check\n",
        notes,
    );
    said(&home, &["config", "check"]).is_with_notes(0, "2 profiles, no mistakes\n", notes);
}

#[test]
fn their_profiles_are_not_changed_from_here() {
    let home = Home::new();
    let file = home.write_configuration(MINE);
    drop_in(&home, "team.toml", &profile("team"));
    let path = file.with_file_name("profiles.d").join("team.toml");
    let error = format!(
        "error: team is in {}, which is not yours to change here. A profile of that name in your own file is taken instead of it\n",
        path.display()
    );
    for args in [
        &["edit", "team", "--check", "22"][..],
        &["remove", "team"],
        &["rename", "team", "x"],
        &["duplicate", "team", "x"],
        &["secret", "move", "team"],
    ] {
        said(&home, args).is_error(2, &error);
    }
    assert_eq!(fs::read_to_string(path).unwrap(), profile("team"));
    assert_eq!(fs::read_to_string(file).unwrap(), MINE);
}

#[test]
fn a_folder_that_cannot_be_read_is_said() {
    let home = Home::new();
    let file = home.write_configuration(MINE);
    let folder = file.with_file_name("profiles.d");
    fs::write(&folder, "not a folder").unwrap();
    said(&home, &["config", "check"]).is_with_notes(
        2,
        "1 profile, no mistakes\n",
        &format!(
            "a drop-in is set aside: cannot read {}: Not a directory (os error 20)\n",
            folder.display()
        ),
    );
}
