//! The configuration file in the user's editor: "Manage profiles…" where the window is not installed, and the entry of a mistake.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::practice::Ear;
use crate::support::desktop::Desktop;
use crate::support::installed::install;
use crate::support::process::Process;
use crate::support::wait::wait_until;

const LIMIT: Duration = Duration::from_secs(10);

/// An `xdg-open` that notes what it was asked to open.
pub struct FakeOpener {
    folder: PathBuf,
}

impl FakeOpener {
    pub fn install(desktop: &Desktop) -> FakeOpener {
        Self::install_with(desktop, "")
    }

    /// One that then does more, such as to fail.
    pub fn install_with(desktop: &Desktop, more: &str) -> FakeOpener {
        let folder = desktop.home().path().join("openers");
        fs::create_dir(&folder).unwrap();
        let program = folder.join("xdg-open");
        // A builtin alone: there need not be any other program in PATH.
        let script = format!(
            "#!/bin/sh\nprintf '%s\\n' \"$@\" >> {}/opened\n{more}\n",
            folder.display()
        );
        fs::write(&program, script).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        FakeOpener { folder }
    }

    /// The agent of a user who has this opener and no other program, the window neither.
    #[track_caller]
    pub fn start_agent(&self, desktop: &Desktop) -> Process {
        self.start(desktop, &[&agent_alone(desktop)])
    }

    /// An agent of a user who has this opener in `PATH` and no other program.
    #[track_caller]
    pub fn start(&self, desktop: &Desktop, agent: &[&str]) -> Process {
        start_with_path(desktop, agent, &self.folder)
    }

    /// What it was asked to open so far.
    pub fn opened(&self) -> Vec<String> {
        let opened = fs::read_to_string(self.folder.join("opened")).unwrap_or_default();
        opened.lines().map(str::to_owned).collect()
    }

    #[track_caller]
    pub fn wait_until_opened(&self, file: &Path) {
        wait_until("the opener to be called", LIMIT, || {
            !self.opened().is_empty()
        });
        assert_eq!(self.opened(), [file.display().to_string()]);
    }
}

/// The agent without the window beside it.
fn agent_alone(desktop: &Desktop) -> String {
    let folder = desktop.home().path().join("alone");
    install(&folder, &["portknocker-agent"]);
    folder.join("portknocker-agent").display().to_string()
}

#[track_caller]
fn start_with_path(desktop: &Desktop, agent: &[&str], path: &Path) -> Process {
    let mut command = desktop.command(agent);
    command.env("PATH", path);
    let agent = Process::start("agent", &mut command, &desktop.home().logs());
    // A click on a menu that was just replaced is lost.
    wait_until("the whole menu", LIMIT, || {
        let menu = desktop.find_tray_item().map(|item| item.menu());
        menu.is_some_and(|menu| menu.find(&["Start at login"]).is_some())
    });
    agent
}

#[test]
fn manage_profiles_opens_the_file_in_the_users_editor() {
    let desktop = Desktop::start();
    let opener = FakeOpener::install(&desktop);
    let text = Ear::start().profile("homelab", 1, "0ms");
    let file = desktop.home().write_configuration(&text);
    let _agent = opener.start_agent(&desktop);

    desktop.tray_item().choose(&["Manage profiles…"]);

    opener.wait_until_opened(&file);
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
}

#[test]
fn where_there_is_no_file_the_commented_example_is_made_first() {
    let desktop = Desktop::start();
    let opener = FakeOpener::install(&desktop);
    let _agent = opener.start_agent(&desktop);
    let file = desktop.home().configuration();

    desktop.tray_item().choose(&["Manage profiles…"]);

    opener.wait_until_opened(&file);
    let text = fs::read_to_string(&file).unwrap();
    let first =
        "# PortKnocker's configuration. The running agent reads it again whenever it changes.";
    assert_eq!(text.lines().next(), Some(first));
    let mode = fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "a sequence is a password");
    // The example is a configuration without profiles, and no mistake.
    desktop.wait_for_lines(&["No profiles yet: begin with “Manage profiles…”"]);
    assert_eq!(desktop.notifications(), []);
}

#[test]
fn a_left_click_does_the_same() {
    let desktop = Desktop::start();
    let opener = FakeOpener::install(&desktop);
    let _agent = opener.start_agent(&desktop);

    desktop.tray_item().activate();

    opener.wait_until_opened(&desktop.home().configuration());
    assert!(desktop.home().configuration().exists());
}

#[test]
fn the_entry_of_a_bad_edit_opens_the_file_too() {
    let desktop = Desktop::start();
    let opener = FakeOpener::install(&desktop);
    let file = desktop.home().write_configuration("profil = 1\n");
    let _agent = opener.start_agent(&desktop);
    let entry = "The configuration has 1 mistake…";
    desktop.wait_for_lines(&[entry, "No profiles yet: begin with “Manage profiles…”"]);

    desktop.tray_item().choose(&[entry]);

    opener.wait_until_opened(&file);
}

#[test]
fn without_any_opener_it_is_told_which_file_to_edit() {
    let desktop = Desktop::start();
    let nothing = desktop.home().path().join("no-programs");
    fs::create_dir(&nothing).unwrap();
    let _agent = start_with_path(&desktop, &[&agent_alone(&desktop)], &nothing);

    desktop.tray_item().choose(&["Manage profiles…"]);

    let told = desktop.nth_notification(1);
    assert_eq!(told.summary, "No editor could be opened");
    let file = desktop.home().configuration();
    assert_eq!(
        told.body,
        format!(
            "Edit {} by hand. The system says: No such file or directory (os error 2)",
            file.display()
        )
    );
    assert!(file.exists(), "there is something to edit");
}

#[test]
fn an_opener_that_fails_is_told_too() {
    let desktop = Desktop::start();
    let opener = FakeOpener::install_with(&desktop, "exit 3");
    let _agent = opener.start_agent(&desktop);

    desktop.tray_item().choose(&["Manage profiles…"]);

    let told = desktop.nth_notification(1);
    assert_eq!(told.summary, "No editor could be opened");
    let start = format!(
        "Edit {} by hand. The system says: ",
        desktop.home().configuration().display()
    );
    assert!(told.body.starts_with(&start), "{}", told.body);
}

#[test]
fn a_file_that_cannot_be_made_is_told() {
    let desktop = Desktop::start();
    let opener = FakeOpener::install(&desktop);
    let in_the_way = desktop.home().path().join("a-file");
    fs::write(&in_the_way, "").unwrap();
    let file = in_the_way.join("config.toml");
    let mut command = desktop.command(&[&agent_alone(&desktop), "--config"]);
    command.arg(&file).env("PATH", &opener.folder);
    let _agent = Process::start("agent", &mut command, &desktop.home().logs());
    // A click on a menu that was just replaced is lost.
    wait_until("the menu", LIMIT, || {
        let menu = desktop.find_tray_item().map(|item| item.menu());
        menu.is_some_and(|menu| {
            let has = |line| menu.find(&[line]).is_some();
            has("The configuration cannot be read…") && has("Start at login")
        })
    });

    desktop.tray_item().choose(&["Manage profiles…"]);

    let told = desktop.notification("what is wrong", LIMIT, |one| {
        one.summary == "No editor could be opened"
    });
    let start = format!("Edit {} by hand. The system says: ", file.display());
    assert!(told.body.starts_with(&start), "{}", told.body);
    assert_eq!(opener.opened(), [""; 0]);
}

#[test]
fn an_editor_that_stays_open_holds_nothing_up_and_nothing_of_it_is_left() {
    let desktop = Desktop::start();
    let opener = FakeOpener::install_with(&desktop, "read -r line < \"${0%/*}/until\"");
    let until = opener.folder.join("until");
    let made = desktop
        .run(&["mkfifo", &until.display().to_string()])
        .assert();
    made.success();
    let ear = Ear::start();
    desktop
        .home()
        .write_configuration(&ear.profile("homelab", 1, "0ms"));
    let mut agent = opener.start_agent(&desktop);
    desktop.wait_for_lines(&["homelab"]);

    desktop.tray_item().choose(&["Manage profiles…"]);
    opener.wait_until_opened(&desktop.home().configuration());
    desktop.tray_item().choose(&["homelab", "Open"]);
    ear.wait_until_heard(1);

    fs::write(&until, "done\n").unwrap();
    wait_until("the editor's process to be cleared away", LIMIT, || {
        children(agent.pid()).is_empty()
    });
    assert_eq!(agent.terminate().code(), Some(0));
}

/// The processes that a process has started and that are there, alive or not.
fn children(pid: u32) -> Vec<String> {
    let tasks = fs::read_dir(format!("/proc/{pid}/task")).unwrap();
    tasks
        .flatten()
        .filter_map(|task| fs::read_to_string(task.path().join("children")).ok())
        .flat_map(|pids| {
            pids.split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect()
}
