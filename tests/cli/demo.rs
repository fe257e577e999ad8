//! `demo` where no desktop is: the whole tour, and nothing left behind.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rstest::rstest;
use rustix::process::{Pid, Signal, kill_process};

use crate::support::home::{Home, program};
use crate::support::said::Said;

const TOUR: &str = "\
A practice door on this machine: port SERVICE refuses until the right sequence arrives.
Opening:
  +TIME ms  tcp  127.0.0.1:OWN → 127.0.0.1:FIRST  connected
  +TIME ms  udp  127.0.0.1:OWN → 127.0.0.1:SECOND  no answer
  +TIME ms  tcp  127.0.0.1:OWN → 127.0.0.1:THIRD  connected
practice: open verified: port SERVICE answers after TIME
Checking:
practice: check verified: port SERVICE answers after TIME
Closing:
  +TIME ms  tcp  127.0.0.1:OWN → 127.0.0.1:THIRD  connected
  +TIME ms  udp  127.0.0.1:OWN → 127.0.0.1:SECOND  no answer
  +TIME ms  tcp  127.0.0.1:OWN → 127.0.0.1:FIRST  connected
practice: close verified: port SERVICE is closed
That was all of it. `portknocker config edit` begins your first profile.
";

#[test]
fn shows_the_whole_job_and_leaves_nothing_behind() {
    let home = Home::new();
    let before = everything_in(home.path());

    let said = Said::by(home.portknocker(&["demo"]).env("TMPDIR", home.path()));

    assert_eq!((said.status, said.stderr.as_str()), (0, ""), "{said}");
    assert_eq!(without_numbers(&said.stdout), TOUR);
    assert_eq!(everything_in(home.path()), before);
}

#[test]
fn several_demonstrations_at_once_do_not_meet() {
    let home = Home::new();
    let demonstrations: Vec<_> = (0..4)
        .map(|_| {
            let mut command = Command::new(program("portknocker"));
            home.clothe(command.arg("demo"));
            command.stdout(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    for demonstration in demonstrations {
        let output = demonstration.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0));
    }
}

#[rstest]
#[case::ctrl_c(Signal::INT)]
#[case::terminated(Signal::TERM)]
fn leaves_nothing_behind_where_it_is_broken_off(#[case] signal: Signal) {
    let home = Home::new();
    let before = everything_in(home.path());
    let mut command = Command::new(program("portknocker"));
    home.clothe(command.arg("demo")).env("TMPDIR", home.path());
    let mut demonstration = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(demonstration.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap() == "Opening:"));

    let pid = i32::try_from(demonstration.id()).unwrap();
    kill_process(Pid::from_raw(pid).unwrap(), signal).unwrap();
    let status = demonstration.wait().unwrap();

    assert!(!status.success(), "{status}");
    assert_eq!(everything_in(home.path()), before);
}

fn everything_in(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(everything_in(&path));
        }
        found.push(path);
    }
    found.sort();
    found
}

/// Ports become their roles, in which they appear again, and times become `TIME`.
fn without_numbers(text: &str) -> String {
    let mut roles = vec![(number_after(text, "machine: port "), "SERVICE")];
    let ports = text.match_indices("→ 127.0.0.1:");
    let ports = ports.map(|(at, sign)| number_after(&text[at..], sign));
    roles.extend(ports.zip(["FIRST", "SECOND", "THIRD"]));
    let named = |port: &str| {
        let role = roles.iter().find(|(number, _)| *number == port);
        role.map_or("OWN", |(_, role)| role)
    };

    let with_roles = |line: &str| {
        let words = line.split(' ').map(|word| {
            if let Some(port) = word.strip_prefix("127.0.0.1:") {
                format!("127.0.0.1:{}", named(port))
            } else if word.starts_with('+') {
                "+TIME".to_owned()
            } else if !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit()) {
                named(word).to_owned()
            } else {
                word.to_owned()
            }
        });
        let line = words.collect::<Vec<_>>().join(" ");
        // Times stand in a column of their own, flush right.
        match line.trim_start() {
            step if step.starts_with('+') => format!("  {step}\n"),
            _ => format!("{line}\n"),
        }
    };
    text.lines().map(with_roles).collect()
}

fn number_after<'t>(text: &'t str, sign: &str) -> &'t str {
    let rest = &text[text.find(sign).expect(sign) + sign.len()..];
    let end = rest.find(|c: char| !c.is_ascii_digit());
    &rest[..end.unwrap_or(rest.len())]
}
