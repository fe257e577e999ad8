//! What a person sees on a terminal, and what is left of it where none is there.

use super::portknocker;
use crate::support::lab::Lab;
use crate::support::said::Said;

/// Gives the program a terminal of its own; standard output and standard error are one there.
const IN_A_TERMINAL: &str = "
import os, pty, sys
os.environ['TERM'] = 'xterm-256color'
sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))
";

const TWO: &str = r#"
    [defaults]
    delay = "30ms"
    check_timeout = "500ms"
    retries = 1

    [[profile]]
    name = "homelab"
    host = "server4.lab"
    open = ["7000:tcp", "8000:udp", "9000:tcp"]
    check = 2222

    [[profile]]
    name = "other"
    host = "server6.lab"
    open = ["7000:tcp", "8000:udp", "9000:tcp"]
    check = 2222

    [[profile]]
    name = "wrong"
    host = "server4.lab"
    open = ["9000:tcp", "7000:tcp"]
    check = 2222
"#;

#[test]
fn shows_each_step_of_one_profile_without_its_port() {
    let lab = Lab::start();
    let said = in_a_terminal(&lab, TWO, &["open", "homelab"]);
    assert_eq!(said.status, 0);
    let lines: Vec<String> = said.stdout.lines().map(without_digits).collect();
    assert_eq!(
        lines,
        [
            "#/#  +# ms  tcp",
            "#/#  +# ms  udp",
            "#/#  +# ms  tcp",
            "checking port #",
            "\u{1b}[#mhomelab: open verified\u{1b}[#m: port # answers after TIME",
        ]
    );
    assert!(!said.stdout.contains("7000"), "a sequence is a password");
}

#[test]
fn shows_another_try_and_a_failure_in_red() {
    let lab = Lab::start();
    let said = in_a_terminal(&lab, TWO, &["open", "wrong"]);
    assert_eq!(said.status, 3);
    let lines: Vec<String> = said.stdout.lines().map(without_digits).collect();
    assert_eq!(
        lines,
        [
            "#/#  +# ms  tcp",
            "#/#  +# ms  tcp",
            "checking port #",
            "try #",
            "#/#  +# ms  tcp",
            "#/#  +# ms  tcp",
            "checking port #",
            "\u{1b}[#mwrong: open failed\u{1b}[#m: port # is still closed: no answer within # ms (# tries). \
             Compare the sequence, its order and its delay with the server's",
        ]
    );
    assert!(
        said.stdout
            .contains("\u{1b}[31mwrong: open failed\u{1b}[0m")
    );
}

#[test]
fn shows_a_bar_for_several_profiles_and_takes_it_away_at_the_end() {
    let lab = Lab::plan().two_servers().start();
    let said = in_a_terminal(&lab, TWO, &["open", "homelab", "other"]);
    assert_eq!(said.status, 0);
    assert!(said.stdout.contains(" 0/2"), "{said}");
    for name in ["homelab", "other"] {
        let line =
            format!("\u{1b}[32m{name}: open verified\u{1b}[0m: port 2222 answers after TIME");
        assert!(said.stdout.contains(&line), "{said}");
    }
    assert!(!said.stdout.contains('+'), "no lines of steps: {said}");
}

#[test]
fn no_colour_is_shown_where_nobody_wants_it() {
    let lab = Lab::start();
    lab.home().write_configuration(TWO);
    let mut command = terminal_command(&lab, &["open", "homelab"]);
    let said = Said::by(command.env("NO_COLOR", "1"));
    assert_eq!(said.status, 0);
    assert!(!said.stdout.contains('\u{1b}'), "{said}");
}

#[test]
fn is_plain_where_no_terminal_is() {
    let lab = Lab::start();
    portknocker(&lab, TWO, &["open", "homelab"])
        .is(0, "homelab: open verified: port 2222 answers after TIME\n");
    portknocker(&lab, TWO, &["open", "wrong", "--no-check"]).is(
        0,
        "wrong: open unverified: everything was sent, nothing was checked\n",
    );
}

#[test]
fn shows_every_packet_where_it_is_asked_to() {
    let lab = Lab::start();
    let said = portknocker(&lab, TWO, &["open", "--verbose", "homelab"]);
    assert_eq!(said.status, 0);
    assert_eq!(
        said.stdout,
        "homelab: open verified: port 2222 answers after TIME\n"
    );
    let notes: Vec<String> = said
        .stderr
        .lines()
        .map(without_times_and_own_ports)
        .collect();
    assert_eq!(
        notes,
        [
            "1/3 +TIME ms tcp 192.0.2.2:7000",
            "2/3 +TIME ms udp 192.0.2.2:8000",
            "3/3 +TIME ms tcp 192.0.2.2:9000",
            "checking port 2222",
            "+TIME ms tcp 192.0.2.1:OWN → 192.0.2.2:7000 no answer",
            "+TIME ms udp 192.0.2.1:OWN → 192.0.2.2:8000 no answer",
            "+TIME ms tcp 192.0.2.1:OWN → 192.0.2.2:9000 no answer",
        ]
    );
}

fn in_a_terminal(lab: &Lab, configuration: &str, args: &[&str]) -> Said {
    lab.home().write_configuration(configuration);
    Said::by(&mut terminal_command(lab, args))
}

fn terminal_command(lab: &Lab, args: &[&str]) -> assert_cmd::Command {
    let portknocker = crate::support::home::program("portknocker");
    let python = [
        "python3",
        "-c",
        IN_A_TERMINAL,
        portknocker.to_str().unwrap(),
    ];
    lab.client(&[&python, args].concat())
}

/// Each run of digits becomes `#`.
fn without_digits(line: &str) -> String {
    let mut text = String::new();
    for c in line.chars() {
        let c = if c.is_ascii_digit() { '#' } else { c };
        if c != '#' || !text.ends_with('#') {
            text.push(c);
        }
    }
    text
}

fn without_times_and_own_ports(line: &str) -> String {
    let words = line.split_whitespace().map(|word| {
        if word.starts_with('+') {
            "+TIME"
        } else if word.starts_with("192.0.2.1:") {
            "192.0.2.1:OWN"
        } else {
            word
        }
    });
    words.collect::<Vec<_>>().join(" ")
}
