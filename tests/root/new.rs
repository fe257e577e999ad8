//! A newcomer's whole set-up, by the README's words alone: from nothing to an ssh session.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Stdio;

use crate::support::desktop::Desktop;
use crate::support::home::program;
use crate::support::lab::{Family, Lab, SERVICE};
use crate::support::process::output_of;
use crate::support::server_half::LoadedHalf;
use crate::support::sshd::{Sshd, client_config};

const README: &str = include_str!("../../README.md");

/// A user with a keyring and nothing else, and a server as it comes, with an sshd.
struct Newcomer {
    desktop: Desktop,
    lab: Lab,
    _sshd: Sshd,
    path: String,
}

impl Newcomer {
    fn start() -> Newcomer {
        let mut desktop = Desktop::plan().bus_only().start();
        desktop.start_keyring();
        let mut lab = Lab::plan().bare().start();
        lab.stop_service();
        let sshd = Sshd::start("sshd", lab.home(), SERVICE, |name| lab.server_command(name));
        // What everybody has in ~/.ssh, which ssh looks for where the system's list of users says.
        let config = client_config(lab.home(), &format!("Host *\nPort {SERVICE}\n"));
        let bin = desktop.home().path().join("bin");
        fs::create_dir(&bin).unwrap();
        let ssh = bin.join("ssh");
        let script = format!("#!/bin/sh\nexec /usr/bin/ssh -F {config} \"$@\"\n");
        fs::write(&ssh, script).unwrap();
        fs::set_permissions(&ssh, Permissions::from_mode(0o755)).unwrap();
        let programs = program("portknocker");
        let programs = programs.parent().map(Path::display).unwrap();
        let path = format!("{}:{programs}:/usr/sbin:/usr/bin:/sbin:/bin", bin.display());
        Newcomer {
            desktop,
            lab,
            _sshd: sshd,
            path,
        }
    }

    /// Types a line of the README, for this server and its service; gives what it printed.
    #[track_caller]
    fn types(&self, line: &str) -> String {
        let line = line
            .replace("home.example.net", "server4.lab")
            .replace("--check 22", &format!("--check {SERVICE}"));
        let args = ["sh", "-c", line.as_str()];
        let mut command = self.lab.client_command_at(self.desktop.home(), &args);
        command.env("PATH", &self.path).stdin(Stdio::null());
        String::from_utf8(output_of(&mut command)).unwrap()
    }

    /// Opens, is there, and closes, as the README has it.
    #[track_caller]
    fn comes_and_goes(&self, lines: &[&str]) {
        let [open, ssh, close] = lines else {
            panic!("{lines:?}")
        };
        let opened = self.types(open);
        assert!(opened.starts_with("homelab: open verified: "), "{opened}");
        assert_eq!(
            self.types(&format!("echo 'echo I am in' | {ssh}")),
            "I am in\n"
        );
        let closed = self.types(close);
        assert!(closed.starts_with("homelab: close verified: "), "{closed}");
        assert!(!self.lab.service_answers(Family::V4));
    }
}

/// The README's lines that begin with these words, from the section about a first server.
#[track_caller]
fn lines_of_readme() -> (&'static str, Vec<&'static str>, &'static str) {
    let section = README
        .split("\n## ")
        .find(|one| one.starts_with("A first server"));
    let section = section.expect("the section");
    let mut lines = section.lines().filter_map(|line| line.strip_prefix("    "));
    let nftables = lines.next().unwrap();
    let uses = lines.by_ref().take(3).collect();
    let knockd = lines.next().unwrap();
    assert_eq!(lines.next(), None);
    (nftables, uses, knockd)
}

#[test]
fn nftables_is_set_up_in_one_command() {
    let newcomer = Newcomer::start();
    let (set_up, uses, _) = lines_of_readme();
    assert!(set_up.contains(" --for nftables | ssh "), "{set_up}");
    assert!(newcomer.lab.service_answers(Family::V4));
    newcomer.types(set_up);
    assert!(!newcomer.lab.service_answers(Family::V4));
    assert!(!newcomer.lab.service_answers(Family::V6));
    newcomer.comes_and_goes(&uses);
}

#[test]
fn knockd_is_set_up_by_the_first_lines_of_its_file() {
    let newcomer = Newcomer::start();
    let (_, uses, set_up) = lines_of_readme();
    assert!(set_up.contains(" --for knockd -o "), "{set_up}");
    newcomer.types(set_up);
    let file = newcomer.desktop.home().path().join("homelab.conf");
    let mode = fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let half = LoadedHalf::load(&newcomer.lab, &file);
    assert!(!newcomer.lab.service_answers(Family::V4));
    newcomer.comes_and_goes(&uses);
    half.undo(&newcomer.lab);
    assert!(newcomer.lab.service_answers(Family::V4));
}
