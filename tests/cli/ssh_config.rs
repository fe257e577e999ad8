//! `ssh-config`: what it prints, and that a real ssh reads it as it is meant.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use super::{TWO, portknocker};
use crate::support::home::{Home, patient, program};
use crate::support::said::Said;
use crate::support::sshd::client_config;

fn path() -> String {
    program("portknocker").display().to_string()
}

/// A profile on loopback whose service refuses.
fn refused(name: &str) -> String {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    format!(
        "[[profile]]\nname = '''{name}'''\nhost = \"127.0.0.1\"\nopen = [\"{port}\"]\ncheck = {port}\n\
         check_timeout = \"100ms\"\nretries = 0\n"
    )
}

/// What ssh complains of first when it connects to this name.
fn complaint(home: &Home, lines: &str, name: &str) -> String {
    let config = client_config(home, lines);
    let mut command = Command::new("ssh");
    home.clothe(command.args(["-F", &config, name]));
    let said = Said::by(&mut patient(command));
    assert_eq!(said.status, 255, "{said}");
    said.stderr.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn a_block_for_each_profile_with_a_service_port() {
    portknocker(TWO, &["ssh-config"]).is(
        0,
        &format!(
            "Host homelab\n    HostName home.example.net\n    Port 22\n    \
             ProxyCommand {} connect homelab %h %p\n",
            path()
        ),
    );
}

#[test]
fn a_single_packet_for_one_tcp_port_names_the_port() {
    let spa = |access: &str| {
        format!(
            "[[profile]]\nname = \"nas\"\nhost = \"192.0.2.7\"\nspa = {{ access = \"{access}\", \
             key = {{ keyring = true }}, hmac_key = {{ keyring = true }}, allow = \"source\" }}\n"
        )
    };
    let said = portknocker(&spa("tcp/2200"), &["ssh-config"]);
    assert!(said.stdout.contains("\n    Port 2200\n"), "{said}");
    for several in ["tcp/22,tcp/80", "udp/22"] {
        portknocker(&spa(several), &["ssh-config"]).is(0, "");
    }
}

#[test]
fn what_cannot_be_written_is_said() {
    portknocker(TWO, &["ssh-config", "büro"]).is_error(
        1,
        "error: büro names no TCP port to connect to; give it a `check`, such as `check = 22`, or say HOST and PORT\n",
    );
    for name in ["*", "a?b", "!a", "-a", "a;b", "a@b"] {
        let text = TWO.replace("homelab", name);
        let line = format!(
            "{name} has no `Host` block: ssh would take its name for a pattern or an option, or refuses it. \
             `portknocker rename` gives it another one\n"
        );
        portknocker(&text, &["ssh-config"]).is_with_notes(0, "", &line);
        let asked = ["ssh-config", "--", name];
        portknocker(&text, &asked).is_error(1, &format!("error: {line}"));
    }
}

#[test]
fn names_and_addresses_are_quoted_where_ssh_needs_it() {
    let text = TWO
        .replace("homelab", "my server")
        .replace("home.example.net", "fe80::1%eth0");
    portknocker(&text, &["ssh-config"]).is(
        0,
        &format!(
            "Host \"my server\"\n    HostName fe80::1%%eth0\n    Port 22\n    \
             ProxyCommand {} connect 'my server' %h %p\n",
            path()
        ),
    );
}

#[test]
fn the_program_is_called_by_its_name_where_a_shell_finds_it() {
    let home = Home::new();
    home.write_configuration(TWO);
    let binary = program("portknocker");
    let mut command = home.portknocker(&["ssh-config"]);
    command.env("PATH", binary.parent().unwrap());
    let said = Said::by(&mut command);
    let line = "    ProxyCommand portknocker connect homelab %h %p\n";
    assert!(said.stdout.ends_with(line), "{said}");
}

#[test]
fn a_configuration_that_was_named_is_named_again() {
    let home = Home::new();
    let file = home.path().join("other.toml");
    fs::write(&file, TWO).unwrap();
    let line = format!(
        "ProxyCommand {} --config {} connect homelab %h %p\n",
        path(),
        file.display()
    );
    let mut by_argument = home.portknocker(&["--config", "other.toml", "ssh-config"]);
    let said = Said::by(&mut by_argument);
    assert!(said.stdout.ends_with(&line), "{said}");
    let mut by_variable = home.portknocker(&["ssh-config"]);
    let said = Said::by(by_variable.env("PORTKNOCKER_CONFIG", &file));
    assert!(said.stdout.ends_with(&line), "{said}");
}

#[test]
fn ssh_runs_it_whatever_the_profile_is_called() {
    let home = Home::new();
    for name in ["homelab", "büro", "a#b", "#a", "a=b", "50%", "%h", "a+b"] {
        home.write_configuration(&refused(name));
        let lines = Said::by(&mut home.portknocker(&["ssh-config"])).stdout;
        let complaint = complaint(&home, &lines, name);
        let begins = format!("{name}: open failed: port ");
        assert!(complaint.starts_with(&begins), "{lines}{complaint}");
    }
}

#[test]
fn ssh_runs_it_wherever_the_program_and_the_file_are() {
    let home = Home::new();
    for folder in [
        "a b", "it's", "100%", "50%h", "back\\", "b\\'s", "\"q\"", "\"", "#", "$HOME", "`id`",
    ] {
        let folder = home.path().join(folder);
        fs::create_dir(&folder).unwrap();
        let binary = folder.join("portknocker");
        // A program is where it lies, not where a link to it does.
        fs::hard_link(program("portknocker"), &binary)
            .or_else(|_| fs::copy(program("portknocker"), &binary).map(drop))
            .unwrap();
        let config = folder.join("config.toml");
        fs::write(&config, refused("homelab")).unwrap();
        let lines = lines_of(&home, &binary, &config);
        let complaint = complaint(&home, &lines, "homelab");
        assert!(
            complaint.starts_with("homelab: open failed: port "),
            "{lines}{complaint}"
        );
    }
}

fn lines_of(home: &Home, binary: &Path, config: &Path) -> String {
    let mut command = Command::new(binary);
    home.clothe(command.arg("--config").arg(config).arg("ssh-config"));
    let said = Said::by(&mut patient(command));
    assert_eq!((said.status, said.stderr.as_str()), (0, ""));
    said.stdout
}
