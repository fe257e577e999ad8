//! `window`: the program beside this one is started. The window itself is not, but a script in its place.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use rstest::rstest;

use crate::support::home::{Home, patient};
use crate::support::installed::{StandInWindow, install};
use crate::support::said::Said;
use crate::support::wait::wait_until;

const LIMIT: Duration = Duration::from_secs(10);

/// `portknocker` in a folder of its own.
fn alone(home: &Home) -> PathBuf {
    let folder = home.path().join("programs");
    install(&folder, &["portknocker"]);
    folder
}

/// What `portknocker ARGS…` of that folder says.
fn said(home: &Home, folder: &Path, args: &[&str]) -> Said {
    let mut command = Command::new(folder.join("portknocker"));
    home.clothe(command.args(args));
    Said::by(&mut patient(command))
}

#[test]
fn the_window_beside_it_is_opened() {
    let home = Home::new();
    let folder = alone(&home);
    let window = StandInWindow::install_with(&folder, "echo out; echo err >&2");

    said(&home, &folder, &["window"]).is(0, "");

    assert_eq!(window.starts(), ["window "]);
}

#[test]
fn it_has_the_configuration_that_was_asked_for() {
    let home = Home::new();
    let folder = alone(&home);
    let window = StandInWindow::install(&folder);

    said(&home, &folder, &["--config", "my.toml", "window"]).is(0, "");
    said(&home, &folder, &["window", "--config", "my.toml"]).is(0, "");

    assert_eq!(window.starts(), ["window --config my.toml"; 2]);
}

#[test]
fn a_window_that_stays_is_not_waited_for_and_stays() {
    let home = Home::new();
    let folder = alone(&home);
    let until = home.path().join("until");
    let mut made = Command::new("mkfifo");
    home.clothe(made.arg(&until));
    patient(made).assert().success();
    let more = format!(
        "read -r line < '{0}'; printf '%s\\n' \"$line\" > '{0}.read'",
        until.display()
    );
    let window = StandInWindow::install_with(&folder, &more);

    let began = Instant::now();
    said(&home, &folder, &["window"]).is(0, "");
    assert!(began.elapsed() < LIMIT, "{:?}", began.elapsed());

    assert_eq!(window.starts(), ["window "]);
    fs::write(&until, "closed\n").unwrap();
    wait_until("the window to go on", LIMIT, || {
        fs::read_to_string(home.path().join("until.read")).is_ok_and(|text| text == "closed\n")
    });
}

#[test]
fn a_window_that_fails_is_said() {
    let home = Home::new();
    let folder = alone(&home);
    StandInWindow::install_with(&folder, "exit 3");

    said(&home, &folder, &["window"]).is_error(
        1,
        &format!(
            "error: the window could not be opened ({}/portknocker-window: exit status: 3)\n",
            folder.display()
        ),
    );
}

#[rstest]
#[case::after_other_things("echo Mesa: a warning >&2; echo it broke >&2; exit 1")]
#[case::before_what_a_panic_adds("echo it broke >&2; echo note: run it again >&2; exit 101")]
fn why_it_fails_is_said_in_the_windows_words(#[case] script: &str) {
    let home = Home::new();
    let folder = alone(&home);
    StandInWindow::install_with(&folder, script);

    said(&home, &folder, &["window"])
        .is_error(1, "error: the window could not be opened (it broke)\n");
}

#[test]
fn where_it_is_not_installed_it_is_said_what_there_is_instead() {
    let home = Home::new();
    let folder = alone(&home);

    said(&home, &folder, &["window"]).is_error(
        1,
        "error: portknocker-window is not beside this program: it was built or packaged without the window. \
         `portknocker config edit` opens the configuration in an editor\n",
    );
}
