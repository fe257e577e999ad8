//! Killed in the middle of saving: a thousand times each, and never a torn file.
//!
//! Each process gets a random time to live, up to a little more than it needs. What it leaves is looked at every time.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::autostart::entry_of;
use super::loopback::homelab;
use crate::support::home::{Home, program};

const TIMES: u32 = 1000;

/// Runs `portknocker ARGS…` again and again, and kills each with SIGKILL after a time of its own; `look` looks at
/// what it left. Both those that were killed and those that came to their end have to be many.
fn kill_again_and_again(home: &Home, args: &[&str], mut look: impl FnMut(bool)) {
    kill_in_turn(home, &[args], |_, ended| look(ended));
}

/// The same with several `ARGS…` by turns; `look` is told which it was.
fn kill_in_turn(home: &Home, turns: &[&[&str]], mut look: impl FnMut(usize, bool)) {
    let mut turns = (0..turns.len()).map(|turn| (turn, turns[turn])).cycle();
    let mut next = || {
        let (turn, args) = turns.next().unwrap();
        let mut command = Command::new(program("portknocker"));
        home.clothe(command.args(args))
            .env("EDITOR", "true")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        (turn, command)
    };
    let mut needed = Duration::ZERO;
    for _ in 0..10 {
        let began = Instant::now();
        let (turn, mut command) = next();
        assert!(command.status().unwrap().success());
        needed += began.elapsed() / 10;
        look(turn, true);
    }
    let mut killed = 0;
    for number in 0..TIMES {
        let (turn, mut command) = next();
        let mut child = command.spawn().unwrap();
        // The golden ratio spreads the times evenly.
        let part = (f64::from(number) * 0.618_033_988_7).fract();
        sleep(needed.mul_f64(part * 1.3));
        child.kill().unwrap();
        let ended = child.wait().unwrap().success();
        killed += u32::from(!ended);
        look(turn, ended);
    }
    println!("{killed} of {TIMES} were killed before their end; one takes {needed:?}");
    assert!(
        killed > TIMES / 10 && killed < TIMES - TIMES / 20,
        "{killed}"
    );
}

/// The lines of the history, of which only the last may lack its end. Any other that is not whole is torn.
fn whole_lines(path: &Path) -> usize {
    let text = fs::read_to_string(path).unwrap_or_default();
    let whole = text.rfind('\n').map_or("", |end| &text[..=end]);
    for line in whole.lines() {
        let entry: Value =
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line:?}"));
        assert_eq!(entry["profile"], "homelab");
    }
    whole.lines().count()
}

#[test]
fn the_history_loses_no_line_that_was_there() {
    let home = Home::new();
    let (service, configuration) = homelab();
    thread::spawn(move || service.incoming().for_each(drop));
    home.write_configuration(&configuration);
    let folder = home.state().join("portknocker");
    let (path, older) = (folder.join("history.jsonl"), folder.join("history.1.jsonl"));
    // The file that there was grew too large in the midst of it all.
    fs::create_dir(&folder).unwrap();
    let line = r#"{"time":"2026-11-23T14:32:07Z","profile":"homelab","host":"127.0.0.1","action":"open","outcome":"verified","reason":null,"address":"127.0.0.1","duration_ms":3}"#;
    let text = format!("{line}\n").repeat(512 * 1024 / (line.len() + 1) - 200);
    fs::write(&path, text).unwrap();
    let mut lines = whole_lines(&path);
    kill_again_and_again(&home, &["open", "homelab"], |ended| {
        let now = whole_lines(&path) + whole_lines(&older);
        let written = now - lines;
        assert!(
            written == 1 || written == 0 && !ended,
            "{lines} lines, then {now}"
        );
        lines = now;
    });
    assert!(older.exists(), "the large file was set aside");
    let mut command = home.portknocker(&["history", "--json"]);
    let read = String::from_utf8(command.output().unwrap().stdout).unwrap();
    assert!(read.lines().count() >= lines);
}

#[test]
fn the_configuration_is_whole_or_not_there() {
    let home = Home::new();
    let path = home.configuration();
    let mut whole: Option<String> = None;
    kill_again_and_again(&home, &["config", "edit"], |ended| {
        assert!(path.exists() || !ended);
        if let Ok(text) = fs::read_to_string(&path) {
            assert_eq!(text, *whole.get_or_insert_with(|| text.clone()));
            fs::remove_file(&path).unwrap();
        }
    });
}

#[test]
fn a_profile_that_is_edited_is_as_it_was_or_as_it_was_to_be() {
    let home = Home::new();
    let (_service, configuration) = homelab();
    // Larger than what is written at once.
    let others = (0..500).map(|number| {
        format!(
            "[[profile]]\nname = \"{number}\"\nhost = \"192.0.2.1\"\nopen = [\"{number}0\"]\n\n"
        )
    });
    let others: String = others.skip(1).collect();
    let version = |family: &str| format!("{others}{configuration}\nfamily = \"{family}\" # mine\n");
    let versions = [version("ipv4"), version("both")];
    let path = home.write_configuration(&versions[1]);
    let backup = path.with_extension("toml.bak");
    let mut before = versions[1].clone();
    let edits = ["ipv4", "both"].map(|family| ["edit", "homelab", "--family", family]);
    kill_in_turn(&home, &[&edits[0], &edits[1]], |turn, ended| {
        let now = fs::read_to_string(&path).unwrap();
        assert!(
            now == versions[turn] || now == before && !ended,
            "torn: {now}"
        );
        before = now;
        let kept = fs::read_to_string(&backup).unwrap();
        assert!(versions.contains(&kept), "torn: {kept}");
    });
}

#[test]
fn the_autostart_entry_is_whole_or_not_there() {
    let home = Home::new();
    let path = entry_of(&home);
    let mut whole: Option<String> = None;
    kill_again_and_again(&home, &["autostart", "on"], |ended| {
        assert!(path.exists() || !ended);
        if let Ok(text) = fs::read_to_string(&path) {
            assert_eq!(text, *whole.get_or_insert_with(|| text.clone()));
            fs::remove_file(&path).unwrap();
        }
    });
}
