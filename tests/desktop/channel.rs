//! The command line and the agent: one engine, and a channel that nobody else can use.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use super::practice::{Ear, Practice};
use crate::support::desktop::{Desktop, TrayItem};
use crate::support::process::Process;
use crate::support::said::Said;
use crate::support::wait::{wait_for, wait_until};

const LIMIT: Duration = Duration::from_secs(15);

fn bus() -> Desktop {
    Desktop::plan().bus_only().start()
}

fn said(desktop: &Desktop, args: &[&str]) -> Said {
    Said::by(&mut desktop.run(&[&["portknocker"], args].concat()))
}

fn socket(desktop: &Desktop) -> PathBuf {
    desktop.home().runtime().join("portknocker/agent.sock")
}

/// A client of the test's own, past the greeting.
fn connected(desktop: &Desktop) -> (UnixStream, BufReader<UnixStream>) {
    let stream = UnixStream::connect(socket(desktop)).unwrap();
    stream.set_read_timeout(Some(LIMIT)).unwrap();
    let mut incoming = BufReader::new(stream.try_clone().unwrap());
    let greeting = line(&mut incoming);
    assert_eq!(greeting["protocol"], 6);
    (stream, incoming)
}

fn line(incoming: &mut impl BufRead) -> Value {
    let mut line = String::new();
    incoming.read_line(&mut line).unwrap();
    serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?}"))
}

/// The agent with a practice door, ready.
fn practising(desktop: &Desktop) -> (Practice, Process) {
    let practice = Practice::start();
    let profile = practice.profile("practice");
    desktop.home().write_configuration(&profile);
    let agent = desktop.start_agent();
    desktop.wait_for_lines(&["practice"]);
    (practice, agent)
}

#[test]
fn what_the_command_line_asks_is_done_by_the_agent_and_told_in_the_same_words() {
    let desktop = bus();
    let (practice, agent) = practising(&desktop);
    let port = practice.port();

    let verified = format!("practice: open verified: port {port} answers after TIME\n");
    said(&desktop, &["open", "practice"]).is(0, &verified);
    let menu = desktop.wait_for_lines(&["practice (open)"]);
    assert!(menu.find(&["Close practice"]).is_some(), "{menu}");
    assert!(
        agent.log().contains("practice: open verified"),
        "{}",
        agent.log()
    );
    let closed = format!("practice: close verified: port {port} is closed\n");
    said(&desktop, &["close", "practice"]).is(0, &closed);
    let refuses = format!("practice: check failed: port {port} refuses the connection\n");
    said(&desktop, &["check", "practice"]).is(3, &refuses);

    // Each is in the history by the time that its outcome is told, and once.
    let history = said(&desktop, &["history", "--json"]).json();
    let actions: Vec<&str> = history
        .iter()
        .map(|one| one["action"].as_str().unwrap())
        .collect();
    assert_eq!(actions, ["open", "close", "check"]);
    // Whoever reads the outcome on a terminal needs no notification of it.
    assert_eq!(desktop.notifications(), []);
}

#[test]
fn progress_comes_as_it_happens() {
    let desktop = bus();
    let ear = Ear::start();
    desktop
        .home()
        .write_configuration(&ear.profile("slow", 3, "700ms"));
    let _agent = desktop.start_agent();

    let mut open = desktop.command(&["portknocker", "open", "-v", "slow"]);
    let mut open = open
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(open.stderr.take().unwrap())
        .lines()
        .map(Result::unwrap);

    assert!(lines.next().unwrap().starts_with("1/3  +"));
    assert!(ear.heard() < 3, "the first line came before the last step");
    assert!(lines.next().unwrap().starts_with("2/3  +"));
    assert!(lines.next().unwrap().starts_with("3/3  +"));
    assert!(open.wait().unwrap().success());
}

#[test]
fn json_is_the_same_with_an_agent_and_without() {
    let desktop = bus();
    let practice = Practice::start();
    let profile = practice.profile("practice");
    desktop.home().write_configuration(&profile);
    let shape = |said: &Said| {
        let mut record = said.json().remove(0);
        for key in ["elapsed_ms", "check"] {
            record[key].take();
        }
        for step in record["steps"].as_array_mut().unwrap() {
            for key in ["at_ms", "local", "result"] {
                step[key].take();
            }
        }
        record
    };
    let alone = said(&desktop, &["open", "--json", "practice"]);
    let _agent = desktop.start_agent();
    let through = said(&desktop, &["open", "--json", "practice"]);
    assert_eq!(shape(&through), shape(&alone));
    assert_eq!(through.status, 0);
    let status = said(&desktop, &["status", "--json"]).json().remove(0);
    assert_eq!(status["state"], "open");
    assert_eq!(status["address"], "127.0.0.1");
    let lease = json!({
        "ends_at": null, "remaining_ms": null, "keep_open": false, "close_failed": false, "moved": false,
        "doubtful": false, "held": false,
    });
    assert_eq!(status["lease"], lease);
}

#[test]
fn a_profile_that_was_just_written_is_there() {
    let desktop = bus();
    let (practice, _agent) = practising(&desktop);
    desktop
        .home()
        .write_configuration(&practice.profile("renamed"));
    assert_eq!(said(&desktop, &["open", "renamed"]).status, 0);
    said(&desktop, &["open", "renamd"]).is_error(
        2,
        "error: there is no profile `renamd`; did you mean `renamed`?\n",
    );
}

#[test]
fn with_a_broken_file_what_is_open_can_still_be_closed() {
    let desktop = bus();
    let (practice, _agent) = practising(&desktop);
    assert_eq!(said(&desktop, &["open", "practice"]).status, 0);
    desktop.home().write_configuration("profil = 1\n");
    let mistake = "config.toml:1:1: unknown key `profil` (did you mean `profile`?)";
    let kept = format!(
        "the configuration file cannot be used ({mistake}); the agent goes on with the last good one\n"
    );

    let closed = format!(
        "practice: close verified: port {} is closed\n",
        practice.port()
    );
    said(&desktop, &["close", "practice"]).is_with_notes(0, &closed, &kept);
    said(&desktop, &["agent", "reload"]).is_error(2, &format!("error: {kept}"));
    let unknown = said(&desktop, &["open", "other"]);
    assert_eq!(unknown.status, 2);
    assert!(unknown.stderr.contains("unknown key `profil`"), "{unknown}");

    desktop
        .home()
        .write_configuration(&practice.profile("practice"));
    said(&desktop, &["agent", "reload"]).is(0, "1 profile, no mistakes\n");
}

#[test]
fn a_command_line_with_another_configuration_works_alone_and_says_so() {
    let desktop = bus();
    let (practice, _agent) = practising(&desktop);
    let other = desktop.home().path().join("other.toml");
    fs::write(&other, practice.profile("elsewhere")).unwrap();
    let other = other.display().to_string();
    let ours = desktop.home().configuration().display().to_string();

    let verified = format!(
        "elsewhere: open verified: port {} answers after TIME\n",
        practice.port()
    );
    let note = format!("the agent holds {ours}; this goes on without it, with {other}\n");
    said(&desktop, &["--config", &other, "open", "elsewhere"]).is_with_notes(0, &verified, &note);

    // The same file by another name is the same configuration.
    let link = desktop.home().path().join("link.toml");
    std::os::unix::fs::symlink(&ours, &link).unwrap();
    let link = link.display().to_string();
    assert_eq!(
        said(&desktop, &["--config", &link, "open", "practice"]).stderr,
        ""
    );
}

#[test]
fn an_agent_that_hangs_is_passed_over() {
    let desktop = bus();
    let (_practice, agent) = practising(&desktop);
    agent.freeze();
    let open = said(&desktop, &["open", "practice"]);
    agent.thaw();
    assert_eq!(open.status, 0);
    assert_eq!(
        open.stderr,
        "the agent that runs does not answer; this goes on without it\n"
    );
}

#[test]
fn an_agent_that_goes_away_meanwhile_leaves_no_lie_behind() {
    let desktop = bus();
    let ear = Ear::start();
    desktop
        .home()
        .write_configuration(&ear.profile("slow", 3, "1s"));
    let mut agent = desktop.start_agent();
    let mut open = desktop.command(&["portknocker", "open", "slow"]);
    let open = open
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    ear.wait_until_heard(1);
    agent.kill();
    let (status, stdout) = ended(open);
    assert_eq!(status, 1);
    assert_eq!(
        stdout,
        "slow: open failed: the agent went away before it said what came of it; `portknocker check PROFILE` asks the service\n"
    );
}

fn ended(mut child: Child) -> (i32, String) {
    let mut text = String::new();
    child
        .stdout
        .take()
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    (child.wait().unwrap().code().unwrap(), text)
}

#[test]
fn quit_ends_the_agent_and_says_so_where_there_is_none() {
    let desktop = bus();
    let (_practice, mut agent) = practising(&desktop);
    said(&desktop, &["agent", "quit"]).is(0, "");
    assert_eq!(agent.wait_for_end(LIMIT).code(), Some(0));
    assert!(!socket(&desktop).exists());
    for command in ["quit", "reload"] {
        said(&desktop, &["agent", command]).is_error(
            1,
            "error: no agent is running; `portknocker agent` starts it\n",
        );
    }
}

#[test]
fn after_quit_the_next_agent_can_start_at_once() {
    let desktop = bus();
    let (_practice, _first) = practising(&desktop);
    said(&desktop, &["agent", "quit"]).is(0, "");
    let mut next = desktop.spawn("next", &["portknocker-agent"]);
    // The first one's process takes its item along a moment after it has let go.
    wait_until("the next agent's item alone", LIMIT, || {
        let pids: Vec<u32> = desktop.tray_items().iter().map(TrayItem::pid).collect();
        pids == [next.pid()]
    });
    assert!(next.is_running());
}

#[test]
fn the_next_agent_takes_over_the_channel_of_one_that_was_killed() {
    let desktop = bus();
    let (_practice, mut agent) = practising(&desktop);
    agent.kill();
    assert!(socket(&desktop).exists());
    wait_until("the first item to go", LIMIT, || {
        desktop.tray_items().is_empty()
    });
    // Without an agent, what it has left behind is in nobody's way.
    assert_eq!(said(&desktop, &["open", "practice"]).stderr, "");
    let _next = desktop.start_agent();
    said(&desktop, &["agent", "reload"]).is(0, "1 profile, no mistakes\n");
}

#[test]
fn status_follows_the_agent_and_goes_on_when_it_ends() {
    let desktop = bus();
    let (_practice, mut agent) = practising(&desktop);
    let watch = desktop.spawn("watch", &["portknocker", "status", "--watch", "--json"]);
    let states = || -> Vec<String> {
        let log = watch.log();
        let objects = log
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let state = |one: Value| one["state"].as_str().map(str::to_owned);
        objects.filter_map(state).collect()
    };
    let wait = |expected: &[&str]| {
        wait_until(&format!("{expected:?}"), LIMIT, || states() == expected);
    };
    wait(&["unknown"]);
    desktop.tray_item().choose(&["practice", "Open"]);
    wait(&["unknown", "open"]);
    desktop.wait_for_icon("open");
    agent.terminate();
    wait_until("the watcher to notice", LIMIT, || {
        watch
            .log()
            .contains("the agent has ended; the history is followed from now on")
    });
    assert_eq!(said(&desktop, &["close", "practice"]).status, 0);
    wait(&["unknown", "open", "closed"]);
}

#[test]
fn twenty_opens_through_the_agent_and_beside_it_are_consistent() {
    let desktop = bus();
    let ears: Vec<Ear> = (0..20).map(|_| Ear::start()).collect();
    let profiles: String = ears
        .iter()
        .enumerate()
        .map(|(number, ear)| ear.profile(&format!("door{number}"), 3, "20ms"))
        .collect();
    desktop.home().write_configuration(&profiles);
    let other = desktop.home().path().join("other.toml");
    fs::write(&other, &profiles).unwrap();
    let other = other.display().to_string();
    let _agent = desktop.start_agent();

    let opens: Vec<(String, Child)> = (0..20)
        .map(|number| {
            let name = format!("door{number}");
            // Every second one works beside the agent.
            let beside = if number % 2 == 1 {
                vec!["--config", &other]
            } else {
                vec![]
            };
            let args = [vec!["portknocker"], beside, vec!["open", "-v", &name]].concat();
            let mut command = desktop.command(&args);
            let child = command
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn();
            (name, child.unwrap())
        })
        .collect();
    for (name, child) in opens {
        let output = child.wait_with_output().unwrap();
        let stdout = String::from_utf8(output.stdout).unwrap();
        let unverified =
            format!("{name}: open unverified: everything was sent, nothing was checked\n");
        assert_eq!((output.status.code(), stdout), (Some(0), unverified));
        let progress = String::from_utf8(output.stderr).unwrap();
        for step in ["1/3  +", "2/3  +", "3/3  +"] {
            assert_eq!(progress.matches(step).count(), 1, "{name}: {progress}");
        }
    }
    assert!(ears.iter().all(|ear| ear.heard() == 3), "each once");
    let statuses = said(&desktop, &["status", "--json"]).json();
    assert_eq!(statuses.len(), 20);
    assert!(statuses.iter().all(|one| one["state"] == "open"));
    assert_eq!(said(&desktop, &["history", "--json"]).json().len(), 20);
}

#[test]
fn twenty_opens_of_one_profile_at_once_are_one_knock_and_twenty_outcomes() {
    let desktop = bus();
    let ear = Ear::start();
    desktop
        .home()
        .write_configuration(&ear.profile("slow", 3, "700ms"));
    let _agent = desktop.start_agent();
    let opens: Vec<Child> = (0..20)
        .map(|_| {
            let mut command = desktop.command(&["portknocker", "open", "-v", "slow"]);
            command
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    let joined = "this is under way already; its outcome is awaited\n";
    let mut joiners = 0;
    for open in opens {
        let output = open.wait_with_output().unwrap();
        let stdout = String::from_utf8(output.stdout).unwrap();
        let unverified = "slow: open unverified: everything was sent, nothing was checked\n";
        assert_eq!(
            (output.status.code(), stdout.as_str()),
            (Some(0), unverified)
        );
        joiners += usize::from(String::from_utf8(output.stderr).unwrap().contains(joined));
    }
    assert_eq!((joiners, ear.heard()), (19, 3));
}

#[test]
fn the_socket_is_its_users_alone() {
    let desktop = bus();
    let (_practice, _agent) = practising(&desktop);
    let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(socket(&desktop)), 0o600);
    assert_eq!(mode(socket(&desktop).parent().unwrap().to_owned()), 0o700);
}

#[test]
fn what_is_no_request_changes_nothing() {
    let desktop = bus();
    let (_practice, _agent) = practising(&desktop);
    let (mut stream, mut incoming) = connected(&desktop);
    let nested = "[".repeat(100_000);
    let malformed = [
        "",
        " ",
        "null",
        "{}",
        "[]",
        "42",
        "\"open\"",
        "{\"act\":{}}",
        "{\"act\":null}",
        "{\"fly\":1}",
        r#"{"act":{"action":"burn","profiles":["practice"],"check":true}}"#,
        r#"{"act":{"action":"open","profiles":"practice","check":true}}"#,
        r#"{"act":{"action":"open","profiles":["practice"],"check":true,"more":1}}"#,
        r#"{"act":{"action":"open","profiles":["practice"],"check":true}"#,
        "\u{0}\u{1}",
        &nested,
    ];
    for text in malformed {
        writeln!(stream, "{text}").unwrap();
        assert_eq!(line(&mut incoming), json!("malformed"), "{text:.60}");
        assert_eq!(line(&mut incoming), json!("done"));
    }
    stream.write_all(b"\xff\xfe{\"quit\"}\n").unwrap();
    assert_eq!(line(&mut incoming), json!("malformed"));
    assert_eq!(line(&mut incoming), json!("done"));

    // A line without an end, longer than any request, ends the connection and nothing else.
    let endless = vec![b'x'; 1024 * 1024];
    let _ = stream.write_all(&endless);
    let mut rest = Vec::new();
    let _ = incoming.read_to_end(&mut rest);
    assert_eq!(rest, b"");

    let lines = BTreeSet::from(["practice"]);
    assert_eq!(
        desktop
            .wait_for_lines(&["practice"])
            .labels()
            .into_iter()
            .collect::<BTreeSet<_>>(),
        lines
    );
    assert_eq!(
        said(&desktop, &["history"]).stderr,
        "nothing was done yet\n"
    );
}

#[test]
fn a_million_malformed_messages_change_nothing_and_leak_nothing() {
    const ROUNDS: usize = 100;
    const A_ROUND: usize = 10_000;
    let desktop = bus();
    let (_practice, agent) = practising(&desktop);
    let memory = || {
        let status = fs::read_to_string(format!("/proc/{}/status", agent.pid())).unwrap();
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("RssAnon:"));
        line.unwrap()
            .trim()
            .trim_end_matches(" kB")
            .parse::<u64>()
            .unwrap()
    };
    let files = || {
        fs::read_dir(format!("/proc/{}/fd", agent.pid()))
            .unwrap()
            .count()
    };
    let messages: String = (0..A_ROUND)
        .map(|number| match number % 4 {
            0 => "{\"act\":{\"action\":\"open\",\"profiles\":[\"practice\"]}}\n".to_owned(),
            1 => format!("{{\"message\":{number}}}\n"),
            2 => "\u{7f}\u{0}{{{{[[\n".to_owned(),
            _ => "\n".to_owned(),
        })
        .collect();
    let round = || {
        let (mut stream, mut incoming) = connected(&desktop);
        std::thread::scope(|scope| {
            scope.spawn(|| stream.write_all(messages.as_bytes()).unwrap());
            let mut expected = String::new();
            for _ in 0..A_ROUND {
                expected.clear();
                incoming.read_line(&mut expected).unwrap();
                incoming.read_line(&mut expected).unwrap();
                assert_eq!(expected, "\"malformed\"\n\"done\"\n");
            }
        });
    };
    for _ in 0..ROUNDS / 10 {
        round();
    }
    let before = (memory(), files());
    for _ in 0..ROUNDS - ROUNDS / 10 {
        round();
    }
    wait_until("the last connection to be closed", LIMIT, || {
        files() <= before.1
    });
    let after = memory();
    println!(
        "anonymous memory: {} KiB after 100,000, {after} KiB after 1,000,000",
        before.0
    );
    assert!(
        after <= before.0 + 256,
        "{} KiB, then {after} KiB",
        before.0
    );
    assert_eq!(desktop.wait_for_lines(&["practice"]).labels(), ["practice"]);
    assert_eq!(
        said(&desktop, &["history"]).stderr,
        "nothing was done yet\n"
    );
}

#[test]
fn of_a_hundred_agents_started_at_once_one_runs() {
    let desktop = bus();
    let practice = Practice::start();
    desktop
        .home()
        .write_configuration(&practice.profile("practice"));
    let mut agents: Vec<Child> = (0..100)
        .map(|_| {
            let mut command = desktop.command(&["portknocker-agent"]);
            command
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    desktop.wait_for_lines(&["practice"]);
    let running = wait_for("99 of them to end", Duration::from_mins(1), || {
        let running: Vec<u32> = agents
            .iter_mut()
            .filter_map(|agent| matches!(agent.try_wait(), Ok(None)).then(|| agent.id()))
            .collect();
        (running.len() == 1).then_some(running)
    });
    assert_eq!(desktop.tray_item().pid(), running[0]);
    assert_eq!(said(&desktop, &["open", "practice"]).status, 0);
    said(&desktop, &["agent", "quit"]).is(0, "");
    let running = running[0];
    for agent in agents {
        let was_running = agent.id() == running;
        let (status, stdout) = ended(agent);
        let told = if was_running {
            ""
        } else {
            "The agent is already running\n"
        };
        assert_eq!((status, stdout.as_str()), (0, told));
    }
}
