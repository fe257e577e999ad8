//! `config path|check|edit`.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::{TWO, portknocker};
use crate::support::home::Home;
use crate::support::said::Said;

#[test]
fn path_says_where_the_file_is_or_would_be() {
    let home = Home::new();
    let path = format!("{}\n", home.configuration().display());
    Said::by(&mut home.portknocker(&["config", "path"])).is(0, &path);
    home.write_configuration(TWO);
    Said::by(&mut home.portknocker(&["config", "path"])).is(0, &path);
}

#[test]
fn path_is_that_of_the_argument_then_of_the_variable_then_of_the_user() {
    let home = Home::new();
    let path = |args: &[&str], variable: Option<&str>| {
        let mut command = home.portknocker(args);
        if let Some(value) = variable {
            command.env("PORTKNOCKER_CONFIG", value);
        }
        Said::by(&mut command)
    };
    let users = format!("{}\n", home.configuration().display());
    path(&["config", "path"], None).is(0, &users);
    path(&["config", "path"], Some("/srv/by-variable.toml")).is(0, "/srv/by-variable.toml\n");
    path(
        &["config", "path", "--config", "/srv/by-argument.toml"],
        Some("/srv/by-variable.toml"),
    )
    .is(0, "/srv/by-argument.toml\n");
    path(
        &["--config", "/srv/by-argument.toml", "config", "path"],
        None,
    )
    .is(0, "/srv/by-argument.toml\n");
}

#[test]
fn an_empty_variable_names_no_file() {
    let home = Home::new();
    let users = format!("{}\n", home.configuration().display());
    let mut command = home.portknocker(&["config", "path"]);
    Said::by(command.env("PORTKNOCKER_CONFIG", "")).is(0, &users);
}

#[test]
fn check_counts_the_profiles() {
    portknocker(TWO, &["config", "check"]).is(0, "2 profiles, no mistakes\n");
    let one = TWO.split("\n\n").next().unwrap();
    portknocker(one, &["config", "check"]).is(0, "1 profile, no mistakes\n");
    portknocker("", &["config", "check"]).is(0, "0 profiles, no mistakes\n");
}

#[test]
fn edit_writes_an_example_that_is_its_owners_alone_and_without_mistakes() {
    let home = Home::new();
    let file = home.configuration();
    let editor = Editor::new(&home, "cp \"$1\" seen");

    Said::by(editor.given_to(&mut home.portknocker(&["config", "edit"]))).is_with_notes(
        0,
        "0 profiles, no mistakes\n",
        &format!("wrote a commented example to {}\n", file.display()),
    );

    assert_eq!(
        fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let example = fs::read_to_string(&file).unwrap();
    assert_eq!(
        fs::read_to_string(home.path().join("seen")).unwrap(),
        example
    );
    assert!(
        example.starts_with("# PortKnocker's configuration."),
        "{example}"
    );
    let names: Vec<_> = fs::read_dir(file.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names, ["config.toml"], "and nothing beside it");
}

#[test]
fn the_example_without_its_comment_signs_is_a_configuration() {
    let home = Home::new();
    let editor = Editor::new(&home, "sed -i 's/^#://' \"$1\"");
    Said::by(editor.given_to(&mut home.portknocker(&["config", "edit"]))).is_with_notes(
        0,
        "1 profile, no mistakes\n",
        &format!(
            "wrote a commented example to {}\n",
            home.configuration().display()
        ),
    );
    Said::by(&mut home.portknocker(&["list"])).is(0, "homelab  Home  home.example.net  check 22\n");
}

#[test]
fn edit_leaves_a_file_that_is_there_to_the_editor() {
    let home = Home::new();
    home.write_configuration(TWO);
    let editor = Editor::new(&home, "cp \"$1\" seen");
    Said::by(editor.given_to(&mut home.portknocker(&["config", "edit"])))
        .is(0, "2 profiles, no mistakes\n");
    assert_eq!(fs::read_to_string(home.path().join("seen")).unwrap(), TWO);
    assert_eq!(fs::read_to_string(home.configuration()).unwrap(), TWO);
}

#[test]
fn edit_reports_the_mistakes_that_were_made() {
    let home = Home::new();
    home.write_configuration(TWO);
    let editor = Editor::new(&home, "echo 'opne = 1' >>\"$1\"");
    let said = Said::by(editor.given_to(&mut home.portknocker(&["config", "edit"])));
    assert_eq!((said.status, said.stdout.as_str()), (2, ""));
    assert!(said.stderr.contains("did you mean `open`?"), "{said}");
}

#[test]
fn edit_prefers_the_visual_editor_and_takes_its_arguments() {
    let home = Home::new();
    home.write_configuration(TWO);
    let visual = Editor::new(&home, "echo \"$1\" \"$2\" >seen");
    let mut command = home.portknocker(&["config", "edit"]);
    command.env("EDITOR", "false");
    command.env("VISUAL", format!("'{}' --wait", visual.script.display()));
    Said::by(&mut command).is(0, "2 profiles, no mistakes\n");
    assert_eq!(
        fs::read_to_string(home.path().join("seen")).unwrap(),
        format!("--wait {}\n", home.configuration().display())
    );
}

#[test]
fn edit_takes_a_file_in_this_folder() {
    let home = Home::new();
    let editor = Editor::new(&home, "true");
    let mut command = home.portknocker(&["--config", "mine.toml", "config", "edit"]);
    let file = home.path().join("mine.toml");
    Said::by(editor.given_to(&mut command)).is_with_notes(
        0,
        "0 profiles, no mistakes\n",
        &format!("wrote a commented example to {}\n", file.display()),
    );
    assert!(file.exists());
}

#[test]
fn edit_says_that_the_editor_failed_or_is_missing() {
    let home = Home::new();
    home.write_configuration(TWO);
    let edit = |editor: &str| Said::by(home.portknocker(&["config", "edit"]).env("EDITOR", editor));
    edit("false").is_error(1, "error: the editor ended with an error\n");
    edit("/nonexistent/editor").is_error(
        1,
        "error: no editor could be started (No such file or directory (os error 2)); set $EDITOR\n",
    );
}

#[test]
fn edit_says_where_it_cannot_write() {
    let home = Home::new();
    fs::write(home.path().join("file"), "").unwrap();
    let mut command = home.portknocker(&["--config", "file/config.toml", "config", "edit"]);
    let said = Said::by(&mut command);
    assert_eq!((said.status, said.stdout.as_str()), (1, ""));
    let file = home.path().join("file/config.toml");
    let cause = format!("error: cannot write {}: ", file.display());
    assert!(said.stderr.starts_with(&cause), "{said}");
}

/// An editor that is a script.
struct Editor {
    script: PathBuf,
}

impl Editor {
    fn new(home: &Home, commands: &str) -> Editor {
        let script = home.path().join("an editor");
        fs::write(&script, format!("#!/bin/sh\n{commands}\n")).unwrap();
        fs::set_permissions(&script, fs::Permissions::from_mode(0o700)).unwrap();
        Editor { script }
    }

    fn given_to<'a>(&self, command: &'a mut assert_cmd::Command) -> &'a mut assert_cmd::Command {
        command.env("EDITOR", quoted(&self.script))
    }
}

fn quoted(path: &Path) -> String {
    format!("'{}'", path.display())
}
