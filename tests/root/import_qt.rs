//! A user of PortKnocker-Qt moves in: its whole file, the secrets into a real keyring, and an opening through a real knockd.

use std::fs;

use crate::support::desktop::Desktop;
use crate::support::lab::{Door, Family, Lab};
use crate::support::said::Said;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/Knocker.json");

/// What opened and closed for that program, which sent everything over TCP.
const OPEN: [&str; 4] = ["7101:tcp", "8202:tcp", "961:tcp", "9303:tcp"];
const CLOSE: [&str; 4] = ["9304:tcp", "8205:tcp", "7106:tcp", "962:tcp"];

#[test]
fn three_configurations_move_in_and_one_is_opened_and_closed() {
    let mut desktop = Desktop::plan().bus_only().start();
    desktop.start_keyring();
    let lab = Lab::plan()
        .door(Door::opens("in", &OPEN))
        .door(Door::closes("out", &CLOSE))
        .start();
    let run = |args: &[&str]| {
        let args = [&["portknocker"], args].concat();
        let command = lab.client_command_at(desktop.home(), &args);
        Said::by(&mut crate::support::home::patient(command))
    };
    let config = desktop.home().configuration();
    let note = format!(
        "3 profiles are now in {}, and 5 secrets in the keyring\n\
         what was imported still has its secrets in it: delete it when nothing else needs it\n",
        config.display()
    );
    run(&["import", "--as-sent", FILE]).is_with_notes(
        0,
        "Office (192.0.2.10): 4 steps to open, 4 to close, port 22 is checked\n\
         Home (198.51.100.7): 3 steps to open, 2 to close, port 2222 is checked\n\
         Backup (backup.example.net): 4 steps to open\n",
        &note,
    );
    run(&["secret", "list"]).is(
        0,
        "Office  open  keyring entry Office/open: there\n\
         Office  close  keyring entry Office/close: there\n\
         Home  open  keyring entry Home/open: there\n\
         Home  close  keyring entry Home/close: there\n\
         Backup  open  keyring entry Backup/open: there\n",
    );
    let text = fs::read_to_string(&config).unwrap();
    for step in OPEN.iter().chain(&CLOSE) {
        let port = step.trim_end_matches(":tcp");
        assert!(!text.contains(port), "{port} is in\n{text}");
    }
    // The server of this test has another address than that of the file.
    assert_eq!(
        run(&["edit", "Office", "--host", "server4.lab", "--check", "2222"]).status,
        0
    );
    run(&["open", "Office"]).is(0, "Office: open verified: port 2222 answers after TIME\n");
    assert!(lab.is_open_for_client(Family::V4));
    run(&["close", "Office"]).is(0, "Office: close verified: port 2222 is closed\n");
    assert!(!lab.is_open_for_client(Family::V4));
}
