//! `history` and `status`: what was done, and what is therefore believed.

use std::fs;

use serde_json::{Value, json};

use super::loopback::{homelab, port_of};
use crate::support::home::Home;
use crate::support::said::Said;

fn run(home: &Home, args: &[&str]) -> Said {
    Said::by(&mut home.portknocker(args))
}

/// The lines without the date and the time of day that they hold.
fn without_dates(text: &str) -> String {
    let is_digits = |word: &str| word.chars().all(|c| c.is_ascii_digit() || "-:".contains(c));
    let word = |word: &str| {
        if word.len() > 4 && is_digits(word) {
            "WHEN".to_owned()
        } else {
            word.to_owned()
        }
    };
    let line = |line: &str| line.split(' ').map(word).collect::<Vec<_>>().join(" ") + "\n";
    text.lines().map(line).collect()
}

#[test]
fn each_action_is_a_line_and_says_how_the_profile_stands() {
    let home = Home::new();
    let (service, configuration) = homelab();
    home.write_configuration(&configuration);
    run(&home, &["history"]).is_with_notes(0, "", "nothing was done yet\n");
    run(&home, &["status"]).is(0, "homelab: nothing was done yet\n");

    assert_eq!(run(&home, &["open", "homelab"]).status, 0);
    let status = without_dates(&run(&home, &["status"]).stdout);
    assert_eq!(
        status,
        "homelab: open since WHEN WHEN (homelab: open verified)\n"
    );

    drop(service);
    assert_eq!(run(&home, &["open", "homelab"]).status, 3);
    let status = without_dates(&run(&home, &["status"]).stdout);
    assert_eq!(
        status,
        "homelab: closed since WHEN WHEN (homelab: open failed)\n"
    );
    let history = without_dates(&run(&home, &["history"]).stdout);
    let lines: Vec<&str> = history
        .lines()
        .map(|line| line.rsplit_once("  ").unwrap().0)
        .collect();
    assert_eq!(
        lines,
        [
            "WHEN WHEN  homelab: open verified  127.0.0.1",
            "WHEN WHEN  homelab: open failed (still_closed_refused)  127.0.0.1",
        ]
    );
    run(&home, &["history", "another"]).is_with_notes(0, "", "nothing was done yet\n");
}

#[test]
fn json_has_every_key() {
    let home = Home::new();
    let (_service, configuration) = homelab();
    home.write_configuration(&configuration);
    let unknown = json!({
        "profile": "homelab", "state": "unknown", "since": null, "address": null, "last_action": null,
        "last_outcome": null, "last_reason": null, "lease": null, "answers": null,
    });
    assert_eq!(run(&home, &["status", "--json"]).json(), [unknown]);

    run(&home, &["close", "homelab"]);
    let mut status = run(&home, &["status", "--json"]).json().remove(0);
    assert!(status["since"].take().is_string());
    let open = json!({
        "profile": "homelab", "state": "open", "since": null, "address": "127.0.0.1", "last_action": "close",
        "last_outcome": "failed", "last_reason": "still_open", "lease": null, "answers": null,
    });
    assert_eq!(status, open);
    let mut entry: Value = run(&home, &["history", "--json"]).json().remove(0);
    assert!(entry["time"].take().is_string() && entry["duration_ms"].take().is_u64());
    let line = json!({
        "time": null, "profile": "homelab", "host": "127.0.0.1", "action": "close", "outcome": "failed",
        "reason": "still_open",
        "address": "127.0.0.1", "duration_ms": null,
    });
    assert_eq!(entry, line);
}

#[test]
fn status_can_ask_the_services_first() {
    let home = Home::new();
    let (service, configuration) = homelab();
    home.write_configuration(&configuration);
    let asked = || without_dates(&run(&home, &["status", "--check"]).stdout);
    assert_eq!(
        asked(),
        "homelab: open since WHEN WHEN (homelab: check verified)\n"
    );
    drop(service);
    assert_eq!(
        asked(),
        "homelab: closed since WHEN WHEN (homelab: check failed)\n"
    );
}

#[test]
fn a_profile_that_is_not_there_has_no_status() {
    let home = Home::new();
    home.write_configuration(&homelab().1);
    let said = run(&home, &["status", "homelap"]);
    said.is_error(
        2,
        "error: there is no profile `homelap`; did you mean `homelab`?\n",
    );
}

#[test]
fn a_history_that_cannot_be_written_is_said_and_fails_nothing() {
    let home = Home::new();
    let (_service, configuration) = homelab();
    home.write_configuration(&configuration);
    fs::remove_dir_all(home.state()).unwrap();
    fs::write(home.state(), "").unwrap();
    let said = run(&home, &["open", "homelab"]);
    let port = port_of(&configuration);
    assert_eq!(said.status, 0);
    assert_eq!(
        said.stdout,
        format!("homelab: open verified: port {port} answers after TIME\n")
    );
    assert!(
        said.stderr.starts_with("this is not in the history: "),
        "{said}"
    );
}

#[test]
fn nothing_of_a_sequence_is_in_the_history_and_it_is_the_users_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::new();
    home.write_configuration(
        "[[profile]]\nname = \"a\"\nhost = \"127.0.0.1\"\nopen = [\"54321:udp\"]\n",
    );
    assert_eq!(run(&home, &["open", "a"]).status, 0);
    let folder = home.state().join("portknocker");
    for file in fs::read_dir(&folder).unwrap() {
        let path = file.unwrap().path();
        assert!(!fs::read_to_string(&path).unwrap().contains("54321"));
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o077, 0);
    }
    assert_eq!(
        fs::metadata(&folder).unwrap().permissions().mode() & 0o077,
        0
    );
}
