//! Ansible over `connect`, against ten servers at once.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::ssh::configure;
use crate::support::home::{patient, program};
use crate::support::lab::{Lab, Server};
use crate::support::said::Said;
use crate::support::sshd::client_config;

/// Where `tests/run` puts it.
fn ansible() -> PathBuf {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/ansible/bin/ansible");
    assert!(
        program.is_file(),
        "{} is missing: tests/run installs it there",
        program.display()
    );
    program
}

#[test]
fn ten_servers_are_reached_at_once_and_each_is_knocked_on_once() {
    let ansible = ansible();
    let lab = Lab::start();
    let servers: Vec<Server> = (1..=10).map(|number| Server::add(&lab, number)).collect();
    let mut profiles = "[defaults]\ndelay = \"50ms\"\n".to_owned();
    let mut inventory = "[all]\n".to_owned();
    for server in &servers {
        let name = server.name();
        let _ = write!(
            profiles,
            "[[profile]]\nname = \"{name}\"\nhost = \"{}\"\nopen = [\"7000\", \"8000:udp\", \"9000\"]\ncheck = 2222\n",
            server.address
        );
        let _ = writeln!(inventory, "{name}");
    }
    lab.home().write_configuration(&profiles);
    let config = configure(lab.home());
    let hosts = lab.home().path().join("hosts");
    fs::write(&hosts, &inventory).unwrap();
    let run = |hosts: &Path, config: &str, module: &[&str]| {
        let mut command = lab.client_command(&[ansible.to_str().unwrap()]);
        command
            .args(["all", "--one-line", "--forks", "10", "-i"])
            .arg(hosts)
            .args(module)
            .env("ANSIBLE_SSH_EXTRA_ARGS", format!("-F {config}"))
            .env("ANSIBLE_PYTHON_INTERPRETER", "/usr/bin/python3");
        Said::by(&mut patient(command))
    };

    let said = run(&hosts, &config, &["-m", "ping"]);
    assert_eq!((said.status, said.stderr.as_str()), (0, ""), "{said}");
    let expected: BTreeSet<String> = servers
        .iter()
        .map(|server| {
            format!(
                "{} | SUCCESS => {{\"changed\": false,\"ping\": \"pong\"}}",
                server.name()
            )
        })
        .collect();
    let lines: BTreeSet<String> = said.stdout.lines().map(str::to_owned).collect();
    assert_eq!(lines, expected);

    let module = ["-m", "shell", "-a", "set -- $SSH_CONNECTION; echo $3"];
    let said = run(&hosts, &config, &module);
    assert_eq!((said.status, said.stderr.as_str()), (0, ""), "{said}");
    let expected: BTreeSet<String> = servers
        .iter()
        .map(|server| {
            format!(
                "{} | CHANGED | rc=0 | (stdout) {}",
                server.name(),
                server.address
            )
        })
        .collect();
    let lines: BTreeSet<String> = said.stdout.lines().map(str::to_owned).collect();
    assert_eq!(lines, expected);

    // The same where the inventory says it all.
    let inventory = format!(
        "{inventory}[all:vars]\nansible_port=2222\n\
         ansible_ssh_common_args='-o ProxyCommand=\"{} connect {{{{ inventory_hostname }}}} %h %p\"'\n",
        program("portknocker").display()
    );
    let other_hosts = lab.home().path().join("other-hosts");
    fs::write(&other_hosts, inventory).unwrap();
    let config = client_config(lab.home(), "");
    let said = run(&other_hosts, &config, &module);
    assert_eq!((said.status, said.stderr.as_str()), (0, ""), "{said}");
    let lines: BTreeSet<String> = said.stdout.lines().map(str::to_owned).collect();
    assert_eq!(lines, expected);

    for server in &servers {
        assert_eq!(server.openings(&lab), 1, "{}", server.name());
    }
}
