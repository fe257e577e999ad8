//! Leases without an agent: the command holds what it opened, and closes it.

use std::time::{Duration, Instant};

use rstest::rstest;
use rustix::process::Signal;

use crate::desktop::practice::{Ear, Practice};
use crate::support::home::{Home, program};
use crate::support::process::Process;
use crate::support::said::Said;
use crate::support::wait::wait_until;

const LIMIT: Duration = Duration::from_secs(15);

fn home_with(practice: &Practice, keys: &str) -> Home {
    let home = Home::new();
    home.write_configuration(&(practice.profile("practice") + keys));
    home
}

fn is_open(home: &Home) -> bool {
    Said::by(&mut home.portknocker(&["check", "practice"])).status == 0
}

/// `portknocker ARGS…` beside the test.
fn beside(home: &Home, args: &[&str]) -> Process {
    let mut command = std::process::Command::new(program("portknocker"));
    home.clothe(command.args(args));
    Process::start("held", &mut command, &home.logs())
}

#[test]
fn it_holds_what_it_opened_and_closes_it_in_time() {
    let practice = Practice::start();
    let home = home_with(&practice, "");
    let began = Instant::now();
    let said = Said::by(&mut home.portknocker(&["open", "--for", "2s", "practice"]));
    assert!(began.elapsed() >= Duration::from_secs(2));
    let port = practice.port();
    assert_eq!(
        said.stdout,
        format!(
            "practice: open verified: port {port} answers after TIME\npractice: close verified: port {port} is closed\n"
        )
    );
    assert!(
        said.stderr
            .starts_with("no agent is running, so this command holds practice, which closes at "),
        "{said}"
    );
    assert_eq!(said.status, 0);
    assert!(!is_open(&home));
}

#[test]
fn what_the_profile_says_of_its_time_holds_without_an_agent_too() {
    let practice = Practice::start();
    let home = home_with(&practice, "open_for = \"1s\"\n");
    let said = Said::by(&mut home.portknocker(&["open", "practice"]));
    assert!(said.stdout.contains("close verified"), "{said}");
    let said = Said::by(&mut home.portknocker(&["open", "--for", "until-closed", "practice"]));
    assert!(!said.stdout.contains("close"), "{said}");
    assert!(is_open(&home));
}

#[rstest]
#[case(Signal::INT)]
#[case(Signal::TERM)]
#[case(Signal::HUP)]
fn a_signal_ends_it_early_and_it_closes(#[case] signal: Signal) {
    let practice = Practice::start();
    let home = home_with(&practice, "");
    let mut held = beside(&home, &["open", "--for", "1h", "practice"]);
    held.wait_for_log("holds practice", LIMIT);
    assert!(is_open(&home));
    let status = Said::by(&mut home.portknocker(&["status", "--json"]));
    assert!(status.json()[0]["lease"]["ends_at"].is_string(), "{status}");
    held.signal(signal);
    assert!(held.wait_for_end(LIMIT).success());
    assert!(!is_open(&home));
    assert!(held.log().contains("close verified"));
}

#[test]
fn a_command_that_could_not_close_says_so_and_the_files_tell_the_next_agent() {
    let practice = Practice::start();
    let home = Home::new();
    home.write_configuration(&practice.unclosable_profile("practice"));
    let mut held = beside(&home, &["open", "--for", "1h", "practice"]);
    held.wait_for_log("holds practice", LIMIT);
    held.signal(Signal::INT);
    let status = held.wait_for_end(LIMIT);
    assert_eq!(status.code(), Some(1));
    let log = held.log();
    assert!(
        log.contains("practice may still be open. The next agent that starts closes it"),
        "{log}"
    );
    let status = Said::by(&mut home.portknocker(&["status", "--json"]));
    assert_eq!(status.json()[0]["lease"]["close_failed"], true, "{status}");
}

#[test]
fn nothing_but_what_was_asked_for_is_opened_meanwhile() {
    let practice = Practice::start();
    let ear = Ear::start();
    let by_itself = ear.profile("other", 1, "0ms") + "open_on = [\"login\", \"network\"]\n";
    let home = Home::new();
    home.write_configuration(&(by_itself + &practice.profile("practice")));
    let said = Said::by(&mut home.portknocker(&["open", "--for", "1s", "practice"]));
    assert_eq!(said.status, 0, "{said}");
    assert_eq!(ear.heard(), 0);
}

#[test]
fn what_comes_after_an_opening_runs_while_it_is_held() {
    let practice = Practice::start();
    let home = Home::new();
    let notes = home.path().join("notes");
    let keys = format!(
        "on_open = {{ run = [\"touch\", \"{}\"] }}\n",
        notes.display()
    );
    home.write_configuration(&(practice.profile("practice") + &keys));
    let mut held = beside(&home, &["open", "--for", "1h", "--connect", "practice"]);
    wait_until("the program to run", LIMIT, || notes.exists());
    assert!(is_open(&home));
    held.signal(Signal::INT);
    assert!(held.wait_for_end(LIMIT).success());
    assert!(!is_open(&home));
}

#[test]
fn to_connect_needs_something_to_connect_with() {
    let practice = Practice::start();
    let home = home_with(&practice, "");
    let said = Said::by(&mut home.portknocker(&["open", "--connect", "practice"]));
    said.is_error(
        2,
        "error: practice has no `on_open`, so there is nothing to connect with; give it one, such as on_open = { run = [\"ssh\", \"{host}\"] }\n",
    );
    assert!(!is_open(&home));
}

#[test]
fn one_that_is_killed_leaves_word_of_what_is_open() {
    let practice = Practice::start();
    let home = home_with(&practice, "");
    let mut held = beside(&home, &["open", "--for", "1h", "practice"]);
    held.wait_for_log("holds practice", LIMIT);
    held.kill();
    let status = Said::by(&mut home.portknocker(&["status", "--json"]));
    assert!(status.json()[0]["lease"]["ends_at"].is_string(), "{status}");
}

#[test]
fn an_end_that_nothing_could_bring_about_is_refused_before_anything_is_sent() {
    let practice = Practice::start();
    let home = Home::new();
    let profile = practice.profile("practice");
    let closes = |line: &&str| !line.starts_with("close = ");
    let profile: Vec<&str> = profile.lines().filter(closes).collect();
    home.write_configuration(&(profile.join("\n") + "\n"));
    let said = Said::by(&mut home.portknocker(&["open", "--for", "1m", "practice"]));
    said.is(
        1,
        "practice: open failed: the profile has no closing sequence; if the server does not close by itself, give the profile a `close`\n",
    );
    assert!(!is_open(&home));
}

#[rstest]
#[case(&["open", "--for", "soon", "x"], "neither a time with its unit, such as 15m, nor until-closed")]
#[case(&["open", "--for", "0s", "x"], "neither a time with its unit, such as 15m, nor until-closed")]
#[case(&["extend", "--by", "15", "x"], "not a time with its unit, such as 15m")]
fn a_time_that_is_none_is_a_mistake(#[case] args: &[&str], #[case] words: &str) {
    let said = Said::by(&mut Home::new().portknocker(args));
    assert_eq!(said.status, 2);
    assert!(said.stderr.contains(words), "{said}");
}

#[test]
fn to_extend_needs_an_agent() {
    let practice = Practice::start();
    let home = home_with(&practice, "");
    Said::by(&mut home.portknocker(&["extend", "practice"])).is_error(
        1,
        "error: no agent is running, and only an agent holds leases that can be extended. Start one with `portknocker agent`\n",
    );
}

#[test]
fn all_that_is_believed_open_is_closed() {
    let practice = Practice::start();
    let home = home_with(&practice, "");
    let nothing = Said::by(&mut home.portknocker(&["close", "--all"]));
    nothing.is_with_notes(0, "", "nothing is open, as far as is known\n");
    assert_eq!(
        Said::by(&mut home.portknocker(&["open", "practice"])).status,
        0
    );
    let closed = format!(
        "practice: close verified: port {} is closed\n",
        practice.port()
    );
    Said::by(&mut home.portknocker(&["close", "--all"])).is(0, &closed);
    wait_until("the door to be closed", LIMIT, || !is_open(&home));
}
