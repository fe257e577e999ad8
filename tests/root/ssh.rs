//! What people have on top of ssh, over `connect`: a real sshd behind a real knockd.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::steps;
use crate::support::home::{Home, program};
use crate::support::lab::{Family, Lab, OPEN_SEQUENCE, SERVICE};
use crate::support::process::output_of;
use crate::support::said::Said;
use crate::support::sshd::{Sshd, client_config};
use crate::support::wait::wait_until;

const LIMIT: Duration = Duration::from_secs(20);

const HOMELAB: &str = r#"
    [[profile]]
    name = "homelab"
    host = "server4.lab"
    open = ["7000:tcp", "8000:udp", "9000:tcp"]
    close = ["9000:tcp", "8000:udp", "7000:tcp"]
    check = 2222
    delay = "50ms"
"#;

/// Twenty million bytes and more: longer than whatever any buffer holds.
const MUCH: usize = 24 * 1024 * 1024;

/// A laboratory whose service is an sshd.
fn start() -> (Lab, Sshd) {
    let mut lab = Lab::start();
    lab.stop_service();
    lab.home().write_configuration(HOMELAB);
    let sshd = Sshd::start("sshd", lab.home(), SERVICE, |name| lab.server_command(name));
    (lab, sshd)
}

/// What `portknocker ssh-config` says, and how to log in.
pub fn configure(home: &Home) -> String {
    let lines = output_of(home.clothe(Command::new(program("portknocker")).arg("ssh-config")));
    client_config(home, &String::from_utf8(lines).unwrap())
}

/// A file that no compression and no chance makes equal to another one.
fn random_file(folder: &Path, name: &str) -> PathBuf {
    let file = folder.join(name);
    let mut bytes = vec![0; MUCH];
    std::io::Read::read_exact(&mut fs::File::open("/dev/urandom").unwrap(), &mut bytes).unwrap();
    fs::write(&file, bytes).unwrap();
    file
}

#[track_caller]
fn assert_same(one: &Path, other: &Path) {
    let (one, other) = (fs::read(one).unwrap(), fs::read(other).unwrap());
    assert_eq!(one.len(), other.len());
    assert!(one == other, "other bytes");
}

#[test]
fn a_remote_command_runs_and_its_status_comes_through() {
    let (lab, _sshd) = start();
    let config = configure(lab.home());
    let capture = lab.capture();
    let ssh =
        |command: &str| Said::by(&mut lab.client(&["ssh", "-F", &config, "homelab", command]));
    ssh("echo hello").is(0, "hello\n");
    ssh("exit 37").is(37, "");
    ssh("echo no >&2; false").is_with_notes(1, "", "no\n");
    assert_eq!(steps(&capture.knocks()), OPEN_SEQUENCE, "opened once");
}

#[test]
fn much_goes_up_and_down_by_ssh_itself() {
    let (lab, sshd) = start();
    let config = configure(lab.home());
    let source = random_file(lab.home().path(), "source");
    let remote = sshd.folder().join("remote");
    let cat = |to: &str| format!("cat {to} {}", remote.display());

    let mut up = lab.client_command(&["ssh", "-F", &config, "homelab", &cat(">")]);
    up.stdin(fs::File::open(&source).unwrap());
    assert!(up.status().unwrap().success());
    assert_same(&source, &remote);

    let back = lab.home().path().join("back");
    let mut down = lab.client_command(&["ssh", "-F", &config, "homelab", &cat("")]);
    down.stdin(Stdio::null())
        .stdout(fs::File::create(&back).unwrap());
    assert!(down.status().unwrap().success());
    assert_same(&source, &back);
}

#[test]
fn scp_copies_up_and_down() {
    let (lab, sshd) = start();
    let config = configure(lab.home());
    let source = random_file(lab.home().path(), "source");
    let remote = sshd.folder().join("remote");
    let back = lab.home().path().join("back");
    let at_server = format!("homelab:{}", remote.display());
    let scp = |from: &str, to: &str| {
        Said::by(&mut lab.client(&["scp", "-q", "-F", &config, from, to])).is(0, "");
    };
    scp(source.to_str().unwrap(), &at_server);
    assert_same(&source, &remote);
    scp(&at_server, back.to_str().unwrap());
    assert_same(&source, &back);
}

#[test]
fn rsync_copies_a_folder_up_and_down() {
    let (lab, sshd) = start();
    let config = configure(lab.home());
    let folder = lab.home().path().join("folder");
    fs::create_dir(&folder).unwrap();
    let source = random_file(&folder, "source");
    let remote = sshd.folder().join("remote");
    let back = lab.home().path().join("back");
    let at_server = format!("homelab:{}/", remote.display());
    let shell = format!("ssh -F {config}");
    let rsync = |from: &str, to: &str| {
        Said::by(&mut lab.client(&["rsync", "-a", "-e", &shell, from, to])).is(0, "");
    };
    rsync(&format!("{}/", folder.display()), &at_server);
    assert_same(&source, &remote.join("source"));
    rsync(&at_server, &format!("{}/", back.display()));
    assert_same(&source, &back.join("source"));
}

#[test]
fn git_clones_and_pushes() {
    let (lab, sshd) = start();
    let config = configure(lab.home());
    let git = |folder: &Path, args: &[&str]| {
        let mut command = lab.client_command(&["git"]);
        command
            .args([
                "-c",
                "user.name=tester",
                "-c",
                "user.email=tester@server.lab",
                "-C",
            ])
            .arg(folder)
            .args(args)
            .env("GIT_SSH_COMMAND", format!("ssh -F {config}"))
            .env("GIT_CONFIG_SYSTEM", "/dev/null");
        output_of(&mut command)
    };
    let origin = sshd.folder().join("origin.git");
    let home = lab.home().path();
    git(home, &["init", "-q", "--bare", origin.to_str().unwrap()]);
    git(
        home,
        &[
            "clone",
            "-q",
            &format!("homelab:{}", origin.display()),
            "first",
        ],
    );
    let first = home.join("first");
    let source = random_file(&first, "source");
    git(&first, &["add", "source"]);
    git(&first, &["commit", "-q", "-m", "much"]);
    git(&first, &["push", "-q", "origin", "HEAD"]);
    git(
        home,
        &[
            "clone",
            "-q",
            &format!("homelab:{}", origin.display()),
            "second",
        ],
    );
    assert_same(&source, &home.join("second/source"));
}

#[test]
fn a_hundred_at_once_are_one_opening() {
    let (lab, sshd) = start();
    let config = configure(lab.home());
    let capture = lab.capture();
    let children: Vec<_> = (0..100)
        .map(|number| {
            let mut command = lab.client_command(&["ssh", "-F", &config, "homelab"]);
            command.arg(format!("echo {number}"));
            command
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped());
            command.spawn().unwrap()
        })
        .collect();
    for (number, child) in children.into_iter().enumerate() {
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        assert_eq!(
            String::from_utf8_lossy(&output.stdout),
            format!("{number}\n")
        );
    }
    assert_eq!(sshd.logins(), 100);
    assert_eq!(steps(&capture.knocks()), OPEN_SEQUENCE);
}

#[test]
fn match_exec_opens_and_says_nothing() {
    let (lab, _sshd) = start();
    let portknocker = program("portknocker");
    let lines = format!(
        "Match host homelab exec \"{} open --if-needed --quiet homelab\"
             HostName server4.lab
             Port {SERVICE}\n",
        portknocker.display()
    );
    let config = client_config(lab.home(), &lines);
    let capture = lab.capture();
    for _ in 0..3 {
        Said::by(&mut lab.client(&["ssh", "-F", &config, "homelab", "echo hello"]))
            .is(0, "hello\n");
    }
    assert_eq!(steps(&capture.knocks()), OPEN_SEQUENCE, "opened once");
}

#[test]
fn without_an_agent_the_port_is_closed_after_ssh_and_nobody_waits_for_that() {
    let (lab, _sshd) = start();
    lab.home()
        .write_configuration(&format!("{HOMELAB}    open_for = \"1h\"\n"));
    let config = configure(lab.home());
    let mut first = lab.client_command(&[
        "ssh",
        "-F",
        &config,
        "homelab",
        "echo up; read word; echo $word",
    ]);
    first
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut first = first.spawn().unwrap();
    let mut up = [0; 3];
    std::io::Read::read_exact(first.stdout.as_mut().unwrap(), &mut up).unwrap();
    // Another one goes and comes beside it.
    Said::by(&mut lab.client(&["ssh", "-F", &config, "homelab", "echo hello"])).is(0, "hello\n");
    assert!(lab.service_answers(Family::V4));
    std::io::Write::write_all(first.stdin.as_mut().unwrap(), b"down\n").unwrap();
    let output = first.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "down\n");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    wait_until("the port to close", LIMIT, || {
        !lab.service_answers(Family::V4)
    });
}

#[test]
fn what_goes_wrong_is_all_that_ssh_says_before_its_own_words() {
    let (lab, sshd) = start();
    let config = configure(lab.home());
    drop(sshd);
    let said = Said::by(&mut lab.client(&["ssh", "-F", &config, "homelab", "echo hello"]));
    assert_eq!((said.status, said.stdout.as_str()), (255, ""));
    let first = said.stderr.lines().next().unwrap();
    assert_eq!(
        first,
        "homelab: open failed: port 2222 is still closed: the connection is refused (3 tries). \
         Either the sequence is wrong, or the door is open and no service runs behind it"
    );
}
