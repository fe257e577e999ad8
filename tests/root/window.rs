//! The whole job in the window: a profile from nothing, its secret in a real keyring, a real knockd, and the port behind it.

use std::collections::HashSet;
use std::fs;
use std::time::Duration;

use serde_json::Value;

use crate::support::desktop::{ACCESSIBILITY, Desktop, Role, Screenshot};
use crate::support::lab::{Family, Lab};
use crate::support::said::Said;
use crate::support::wait::wait_until;

const LIMIT: Duration = Duration::from_secs(20);

/// What a hand would have written.
const WRITTEN: &str = r#"[[profile]]
name = "homelab"
host = "server4.lab"
check = 2222
open = { keyring = true }
close = ["9000", "8000:udp", "7000"]
"#;

#[test]
fn a_profile_is_made_kept_opened_and_closed_by_mouse_and_keyboard() {
    let lab = Lab::start();
    let mut desktop = Desktop::plan()
        .without_panel()
        .activatable(ACCESSIBILITY)
        .start();
    desktop.start_keyring();
    let mut agent = desktop.start_agent_in(&lab);
    let window = desktop.read_aloud("portknocker-window");
    let mut program = desktop.spawn_in(&lab, "window", &["portknocker-window"]);

    // A new profile begins with its name.
    window.click(Role::Button, "Add");
    window.type_in(Role::Field, "Name", "homelab");
    window.fill(Role::Field, "Host", "server4.lab");
    window.fill(Role::Field, "Service port to check", "2222");

    window.choose("Opening sequence from", "the keyring");
    window.wait_for_words("not in the keyring yet");
    let steps = "7000:tcp, 8000:udp, 9000:tcp";
    window.fill(Role::Secret, "Opening sequence", steps);
    desktop.keep_screenshot("window-secret.png");
    window.click(Role::Button, "Keep in the keyring");
    window.wait_for("the secret to be kept", |one| {
        one.role == Role::Label && one.name == "in the keyring"
    });

    window.click(Role::Button, "Add a closing sequence");
    window.click(Role::Button, "Add closing step");
    let _clipboard = desktop.copy("9000:tcp, 8000:udp, 7000:tcp");
    window.paste(Role::Field, "Closing sequence, step 1: port");
    window.wait_for("the whole sequence in its rows", |one| {
        one.name == "Closing sequence, step 3: port"
    });
    desktop.press_key("ctrl+s");
    let file = desktop.home().configuration();
    wait_until("the file to be written", LIMIT, || file.exists());
    let text = fs::read_to_string(&file).unwrap();
    // Before it stands what each new file begins with.
    let is_said = |line: &&str| !line.is_empty() && !line.starts_with('#');
    let said: Vec<&str> = text.lines().filter(is_said).collect();
    assert_eq!(said, WRITTEN.lines().collect::<Vec<_>>());
    let mut listed = desktop.run(&["portknocker", "secret", "list"]);
    Said::by(&mut listed).is(0, "homelab  open  keyring entry homelab/open: there\n");

    assert!(!lab.service_answers(Family::V4));
    window.click(Role::Button, "Open");
    window.wait_for_words("homelab: open verified");
    assert!(lab.service_answers(Family::V4), "the port is really open");
    let picture = window.wait_for("the receipt's picture", |one| {
        one.name.starts_with("What was sent when: 1:")
    });
    let area = picture.area.expect("a picture has a place");
    wait_until("the picture to be drawn", LIMIT, || {
        colours(&desktop.look(), area) > 3
    });
    desktop.keep_screenshot("window-opened.png");
    assert_eq!(outcomes(&desktop), [("open".into(), "verified".into())]);

    window.click(Role::Button, "Close");
    window.wait_for_words("homelab: close verified");
    assert!(
        !lab.service_answers(Family::V4),
        "the port is really closed"
    );
    assert_eq!(outcomes(&desktop).len(), 2);

    // Nothing is unsaved, so that nothing is asked.
    desktop.press_key("alt+F4");
    assert_eq!(program.wait_for_end(LIMIT).code(), Some(0));
    assert!(agent.is_running());
    desktop.wait_for_icon("idle");
    // It knows what the window has made.
    desktop.tray_item().choose(&["homelab", "Open"]);
    wait_until("the agent to open it", LIMIT, || {
        lab.service_answers(Family::V4)
    });
    assert_eq!(agent.terminate().code(), Some(0));
}

/// How many colours there are in a part of the screen.
fn colours(screen: &Screenshot, area: crate::support::desktop::Area) -> usize {
    let rows = area.y..area.y + area.height;
    let pixels = rows.flat_map(|y| (area.x..area.x + area.width).map(move |x| (x, y)));
    let pixels: HashSet<[u8; 3]> = pixels.map(|(x, y)| screen.pixel(x, y)).collect();
    pixels.len()
}

/// Actions and their outcomes, by the history.
fn outcomes(desktop: &Desktop) -> Vec<(String, String)> {
    let file = desktop.home().state().join("portknocker/history.jsonl");
    let text = fs::read_to_string(file).unwrap();
    let word = |entry: &Value, key: &str| entry[key].as_str().unwrap_or_default().to_owned();
    text.lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|entry| (word(&entry, "action"), word(&entry, "outcome")))
        .collect()
}
