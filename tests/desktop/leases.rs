//! Leases: what is open closes in time, whatever happens in between; against the practice door.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use jiff::Timestamp;
use rustix::process::Signal;
use serde_json::Value;

use super::editor::FakeOpener;
use super::practice::Practice;
use crate::support::desktop::{Desktop, Logind, MenuEntry};
use crate::support::process::Process;
use crate::support::said::Said;
use crate::support::wait::{wait_for, wait_until};

const LIMIT: Duration = Duration::from_secs(15);

fn said(desktop: &Desktop, args: &[&str]) -> Said {
    Said::by(&mut desktop.run(&[&["portknocker"], args].concat()))
}

/// A desktop that shows notifications, with an agent for the practice door and these keys besides.
struct Scene {
    // The agent ends before what it uses.
    agent: Process,
    /// Stands in where the session matters.
    logind: Option<Logind>,
    practice: Practice,
    desktop: Desktop,
}

impl Scene {
    #[track_caller]
    fn start(keys: &str) -> Scene {
        Scene::start_with("", keys)
    }

    /// With a table of its own before the profile.
    #[track_caller]
    fn start_with(before: &str, keys: &str) -> Scene {
        Scene::build(before, keys, |_| None)
    }

    /// In a session that a stand-in of logind knows.
    #[track_caller]
    fn start_in_session(before: &str, keys: &str) -> Scene {
        Scene::build(before, keys, |desktop| {
            let logind = Logind::start(desktop.home());
            logind.display_session();
            Some(logind)
        })
    }

    #[track_caller]
    fn build(before: &str, keys: &str, logind: impl Fn(&Desktop) -> Option<Logind>) -> Scene {
        let desktop = Desktop::plan().without_panel().start();
        let logind = logind(&desktop);
        let practice = Practice::start();
        let profile = practice.profile("practice");
        desktop
            .home()
            .write_configuration(&format!("{before}{profile}{keys}\n"));
        let agent = desktop.start_agent();
        desktop.wait_for_lines(&["practice"]);
        Scene {
            agent,
            logind,
            practice,
            desktop,
        }
    }

    fn logind(&self) -> &Logind {
        self.logind.as_ref().expect("the scene is in a session")
    }

    #[track_caller]
    fn open(&self) {
        self.desktop.tray_item().choose(&["practice", "Open"]);
        self.desktop.wait_for_lines(&["practice (open)"]);
    }

    /// The line of the lease in the menu.
    fn lease(&self) -> Option<MenuEntry> {
        leases(&self.desktop).into_iter().next()
    }

    fn is_open(&self) -> bool {
        is_open(&self.desktop)
    }

    fn status(&self) -> Value {
        let status = said(&self.desktop, &["status", "--json", "practice"]);
        status.json().remove(0)
    }
}

fn leases(desktop: &Desktop) -> Vec<MenuEntry> {
    let menu = desktop.tray_item().menu();
    menu.children
        .into_iter()
        .filter(MenuEntry::is_lease)
        .collect()
}

/// Whether the door is open, as the practice service itself says: without a word of the agent's.
fn is_open(desktop: &Desktop) -> bool {
    let config = desktop.home().config().join("portknocker/elsewhere.toml");
    let text = fs::read_to_string(desktop.home().configuration()).unwrap();
    fs::write(&config, text).unwrap();
    let config = config.display().to_string();
    said(desktop, &["--config", &config, "check", "practice"]).status == 0
}

#[test]
fn what_was_opened_for_two_seconds_closes_by_itself_and_that_is_told() {
    let scene = Scene::start("open_for = \"2s\"");
    scene.open();
    let opened = scene.desktop.nth_notification(1);
    assert_eq!(opened.summary, "practice: open verified");
    assert!(opened.body.contains(" closes at "), "{}", opened.body);
    assert_eq!(opened.buttons(), ["Close", "Extend"]);

    let closed = scene.desktop.nth_notification(2);
    assert_eq!(closed.summary, "practice: close verified");
    let port = scene.practice.port();
    assert_eq!(
        closed.body,
        format!("Its time is over: port {port} is closed")
    );
    scene.desktop.wait_for_lines(&["practice"]);
    assert!(scene.lease().is_none());
    assert!(!scene.is_open());
}

#[test]
fn an_agent_that_was_killed_closes_what_is_overdue_when_it_starts_again_and_says_so() {
    let mut scene = Scene::start("open_for = \"3s\"");
    scene.open();
    scene.agent.kill();
    thread::sleep(Duration::from_secs(4));
    assert!(scene.is_open(), "a dead agent closes nothing");
    scene.agent = scene.desktop.start_agent();

    let closed = scene.desktop.nth_notification(2);
    assert_eq!(closed.summary, "practice: close verified");
    let port = scene.practice.port();
    assert_eq!(
        closed.body,
        format!("Its time was over while no agent ran: port {port} is closed")
    );
    assert!(!scene.is_open());
}

#[test]
fn what_is_left_of_its_time_goes_on_in_the_next_agent() {
    let mut scene = Scene::start("open_for = \"1h\"");
    scene.open();
    let before = scene.status()["lease"]["ends_at"].clone();
    scene.agent.kill();
    // Without an agent, what it wrote down is shown.
    assert_eq!(scene.status()["lease"]["ends_at"], before);
    scene.agent = scene.desktop.start_agent();
    wait_until("the lease to be there again", LIMIT, || {
        scene.lease().is_some()
    });
    assert_eq!(scene.status()["lease"]["ends_at"], before);
    assert!(scene.is_open());
}

#[test]
fn a_lease_that_cannot_be_read_is_told() {
    let mut scene = Scene::start("open_for = \"1h\"");
    scene.open();
    scene.agent.kill();
    let folder = scene.desktop.home().state().join("portknocker/leases");
    fs::write(folder.join("agent.json"), "{ torn").unwrap();
    scene.agent = scene.desktop.start_agent();
    let told = scene.desktop.nth_notification(2);
    assert_eq!(told.summary, "What was open may stay OPEN");
    assert!(told.body.contains("agent.json"), "{}", told.body);
    assert!(folder.join("agent.broken").exists());
}

/// Rewrites the agent's file as if the machine had been started anew since it was written, so many seconds ago by the wall
/// clock.
fn make_another_start(desktop: &Desktop, seconds_ago: u64) {
    // That start was long before this one.
    const SHIFT: u64 = 1_000_000_000;
    let file = desktop.home().state().join("portknocker/leases/agent.json");
    let mut saved: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    saved["boot"] = "another start".into();
    let wall = Timestamp::now() - Duration::from_secs(seconds_ago);
    saved["wall"] = wall.to_string().into();
    let later = |millis: &mut Value| {
        if let Some(old) = millis.as_u64() {
            *millis = (old + SHIFT).into();
        }
    };
    later(&mut saved["since_boot_ms"]);
    for lease in saved["leases"].as_array_mut().unwrap() {
        later(&mut lease["ends_ms"]);
    }
    fs::write(&file, saved.to_string()).unwrap();
}

#[test]
fn across_a_restart_of_the_machine_the_wall_clock_says_what_is_left() {
    let uptime = fs::read_to_string("/proc/uptime").unwrap();
    let up: u64 = uptime.split('.').next().unwrap().parse().unwrap();
    let mut scene = Scene::start("open_for = \"24h\"");
    scene.open();
    scene.agent.kill();
    // At least as much has passed as since the start.
    make_another_start(&scene.desktop, up + 3600);
    scene.agent = scene.desktop.start_agent();
    wait_until("the lease to be there again", LIMIT, || {
        scene.lease().is_some()
    });
    let remaining = scene.status()["lease"]["remaining_ms"].as_u64().unwrap() / 1000;
    let expected = 24 * 3600 - 3600 - up;
    assert!(
        (expected - 60..=expected + 1).contains(&remaining),
        "{remaining} of {expected}"
    );
    assert!(scene.is_open());

    scene.agent.kill();
    make_another_start(&scene.desktop, 25 * 3600);
    scene.agent = scene.desktop.start_agent();
    wait_until("the door to close", LIMIT, || !scene.is_open());
}

#[test]
fn an_opening_that_was_cut_off_by_a_kill_is_closed_all_the_same() {
    let mut scene = Scene::start("open_for = \"2s\"\ncheck_timeout = \"5s\"");
    scene.desktop.tray_item().choose(&["practice", "Open"]);
    // The door is open before the check says so.
    wait_until("the door to open", LIMIT, || scene.is_open());
    scene.agent.kill();
    scene.agent = scene.desktop.start_agent();
    wait_until("the door to close", LIMIT, || !scene.is_open());
}

#[test]
fn a_time_is_chosen_in_the_menu_and_extended_and_ended_there() {
    let scene = Scene::start("");
    let item = scene.desktop.tray_item();
    item.choose(&["practice", "Open for", "15 min"]);
    let lease = wait_for("the lease", LIMIT, || scene.lease());
    assert!(
        lease.label.starts_with("practice, closes at "),
        "{}",
        lease.label
    );
    let entries: Vec<&str> = lease
        .children
        .iter()
        .map(|line| line.label.as_str())
        .collect();
    assert_eq!(
        entries,
        ["Close", "Extend by 15m", "Copy address 127.0.0.1"]
    );

    let remaining = || scene.status()["lease"]["remaining_ms"].as_u64().unwrap();
    assert!(
        (890_000..=901_000).contains(&remaining()),
        "{}",
        remaining()
    );
    item.choose(&[lease.label.as_str(), "Extend by 15m"]);
    wait_until("the extension", LIMIT, || remaining() > 1_700_000);

    let lease = scene.lease().unwrap();
    scene.desktop.keep_screenshot("lease.png");
    item.choose(&[lease.label.as_str(), "Close"]);
    wait_until("the lease to end", LIMIT, || scene.lease().is_none());
    assert!(!scene.is_open());
}

#[test]
fn a_lease_is_begun_and_ended_in_the_menu_by_mouse() {
    let desktop = Desktop::start();
    let practice = Practice::start();
    desktop
        .home()
        .write_configuration(&practice.profile("practice"));
    let _agent = desktop.start_agent();
    desktop.wait_for_lines(&["practice"]);
    desktop.choose_by_mouse(&["practice", "Open for", "15 min"]);
    desktop.wait_for_lines(&["practice (open)"]);
    let lease = leases(&desktop).remove(0);
    assert!(lease.label.starts_with("practice, closes at "), "{lease}");
    wait_until("the menu to leave the screen", LIMIT, || {
        desktop.menus().is_empty()
    });
    let menu = desktop.tray_item().menu();
    let area = desktop.open_menus(&menu, &[&lease.label]);
    desktop.keep_screenshot("lease.png");
    desktop.click_line(menu.at(&[&lease.label]), area, "Close");
    desktop.wait_for_lines(&["practice"]);
    assert!(!is_open(&desktop));
}

#[test]
fn the_servers_address_is_copied() {
    let scene = Scene::start("");
    scene.open();
    let lease = wait_for("the lease", LIMIT, || scene.lease());
    let copy = [lease.label.as_str(), "Copy address 127.0.0.1"];
    scene.desktop.tray_item().choose(&copy);
    let read = ["xclip", "-selection", "clipboard", "-out"];
    wait_until("the clipboard", LIMIT, || {
        let output = scene.desktop.run(&read).output().unwrap();
        output.stdout == b"127.0.0.1"
    });
}

#[test]
fn the_notification_extends_and_closes() {
    let scene = Scene::start("open_for = \"30s\"");
    scene.open();
    scene.desktop.nth_notification(1);
    let ends = || {
        scene.status()["lease"]["remaining_ms"]
            .as_u64()
            .unwrap_or(0)
    };
    scene
        .desktop
        .press_button("practice: open verified", "Extend");
    wait_until("the extension", LIMIT, || ends() > 31_000);
    let item = scene.desktop.tray_item();
    item.choose(&["practice (open)", "Open"]);
    scene.desktop.nth_notification(2);
    scene
        .desktop
        .press_button("practice: open verified", "Close");
    wait_until("the door to close", LIMIT, || !scene.is_open());
}

#[test]
fn the_command_line_opens_for_a_time_extends_and_closes_all() {
    let scene = Scene::start("");
    let desktop = &scene.desktop;
    let none = "error: practice has no lease; `portknocker open practice` begins one\n";
    said(desktop, &["extend", "practice"]).is_error(1, none);
    said(desktop, &["close", "--all"]).is_with_notes(
        0,
        "",
        "nothing is open, as far as is known\n",
    );

    assert_eq!(
        said(desktop, &["open", "--for", "10m", "practice"]).status,
        0
    );
    let lease = scene.status()["lease"].clone();
    let remaining = lease["remaining_ms"].as_u64().unwrap();
    assert!((590_000..=601_000).contains(&remaining), "{lease}");
    assert_eq!(lease["keep_open"], false);
    let line = said(desktop, &["status"]);
    assert!(line.stdout.contains("; closes at "), "{line}");
    let left = [", in 9m 5", ", in 10m"];
    assert!(left.iter().any(|left| line.stdout.contains(left)), "{line}");

    let extended = said(desktop, &["extend", "--by", "5m", "--json", "practice"]);
    let remaining = extended.json()[0]["lease"]["remaining_ms"]
        .as_u64()
        .unwrap();
    assert!((890_000..=901_000).contains(&remaining), "{extended}");

    let closed = format!(
        "practice: close verified: port {} is closed\n",
        scene.practice.port()
    );
    said(desktop, &["close", "--all"]).is(0, &closed);
    assert_eq!(scene.status()["lease"], Value::Null);

    assert_eq!(said(desktop, &["open", "practice"]).status, 0);
    let endless =
        "error: practice: open until closed, so there is no end of yours that could be put off\n";
    said(desktop, &["extend", "practice"]).is_error(1, endless);
}

#[test]
fn a_profile_that_is_deleted_is_closed_with_what_it_was_opened_with() {
    let scene = Scene::start("open_for = \"4s\"");
    scene.open();
    let file = scene.desktop.home().configuration();
    let text = fs::read_to_string(&file).unwrap();
    scene.desktop.home().write_configuration("");
    scene
        .desktop
        .wait_for_lines(&["No profiles yet: begin with “Manage profiles…”"]);
    assert_eq!(scene.status()["profile"], "practice");
    let closed = scene.desktop.nth_notification(2);
    assert_eq!(closed.summary, "practice: close verified");
    scene.desktop.home().write_configuration(&text);
    assert!(!scene.is_open());
}

#[test]
fn a_closing_that_fails_is_shown_tried_again_and_can_be_dismissed() {
    let desktop = Desktop::plan().without_panel().start();
    let practice = Practice::start();
    let profile = practice.unclosable_profile("practice") + "open_for = \"1s\"\n";
    desktop.home().write_configuration(&profile);
    let _agent = desktop.start_agent();
    desktop.wait_for_lines(&["practice"]);
    desktop.tray_item().choose(&["practice", "Open"]);

    let failed = desktop.nth_notification(2);
    assert_eq!(failed.summary, "practice: close failed");
    assert!(
        failed.body.starts_with("Its time is over: "),
        "{}",
        failed.body
    );
    assert!(
        failed
            .body
            .ends_with("It is tried again until it works, or you dismiss it"),
        "{}",
        failed.body
    );
    assert_eq!(failed.buttons(), ["Retry", "Dismiss"]);
    desktop.wait_for_icon("attention");
    let history = || {
        let lines = fs::read_to_string(desktop.home().state().join("portknocker/history.jsonl"));
        lines.unwrap().matches("still_open").count()
    };
    wait_until("it to be tried again", Duration::from_secs(20), || {
        history() >= 2
    });
    assert_eq!(desktop.notifications().len(), 2, "it is told once");

    desktop.press_button("practice: close failed", "Dismiss");
    wait_until("the lease to go", LIMIT, || leases(&desktop).is_empty());
    desktop.wait_for_lines(&["practice (open)"]);
}

#[test]
fn sleep_waits_for_the_closing_knock_and_what_woke_is_verified() {
    let scene = Scene::start_in_session("[agent]\nclose_on = [\"sleep\"]\n", "");
    let (desktop, logind) = (&scene.desktop, scene.logind());
    // While nothing is open, nothing is delayed.
    assert_eq!(logind.inhibited(), [""; 0]);
    scene.open();
    logind.wait_for_inhibitor("sleep");

    logind.prepare_for_sleep(true);
    wait_until("the inhibitor to go", LIMIT, || {
        logind.inhibited().is_empty()
    });
    assert!(
        !scene.is_open(),
        "the inhibitor went before the door was closed"
    );
    logind.prepare_for_sleep(false);
    wait_until("the lease to end", LIMIT, || leases(desktop).is_empty());
    let history = fs::read_to_string(desktop.home().state().join("portknocker/history.jsonl"));
    let history = history.unwrap();
    let closings: Vec<&str> = history
        .lines()
        .filter(|line| line.contains("\"close\""))
        .map(|line| {
            if line.contains("\"unverified\"") {
                "unverified"
            } else {
                "verified"
            }
        })
        .collect();
    assert_eq!(closings, ["unverified", "verified"]);
}

#[test]
fn locking_the_screen_closes_at_once_where_that_is_wanted() {
    let scene = Scene::start_in_session("[agent]\nclose_on = [\"lock\"]\n", "");
    scene.open();
    scene.logind().lock(Logind::OWN);
    let closed = scene.desktop.nth_notification(2);
    assert_eq!(closed.summary, "practice: close verified");
    assert!(
        closed.body.starts_with("The screen was locked: "),
        "{}",
        closed.body
    );
    assert!(!scene.is_open());
}

#[test]
fn the_end_of_the_session_closes_what_has_an_end_and_the_agent_ends() {
    for logout in ["SIGTERM", "SIGHUP", "bus"] {
        let mut scene = Scene::start("open_for = \"1h\"");
        scene.open();
        match logout {
            "SIGTERM" => scene.agent.signal(Signal::TERM),
            "SIGHUP" => scene.agent.signal(Signal::HUP),
            _ => scene.desktop.stop_bus(),
        }
        assert!(scene.agent.wait_for_end(LIMIT).success(), "{logout}");
        assert!(!scene.is_open(), "{logout}");
    }
}

#[test]
fn what_is_open_until_closed_outlives_the_agent_unless_it_is_said_otherwise() {
    for (table, stays) in [
        ("", true),
        ("[agent]\nclose_on = []\n", true),
        ("[agent]\nclose_on = [\"quit\"]\n", false),
    ] {
        let mut scene = Scene::start_with(table, "");
        scene.open();
        assert_eq!(said(&scene.desktop, &["agent", "quit"]).status, 0);
        assert!(scene.agent.wait_for_end(LIMIT).success());
        assert_eq!(scene.is_open(), stays, "{table}");
    }
}

#[test]
fn a_session_that_closes_ends_the_agent() {
    let mut scene = Scene::start_in_session("", "open_for = \"1h\"");
    scene.open();
    scene.logind().wait_for_inhibitor("shutdown");
    scene.logind().close_session(Logind::OWN);
    assert!(scene.agent.wait_for_end(LIMIT).success());
    assert!(!scene.is_open());
}

/// A program that writes its arguments into a file, a line each, and ends with this status.
fn note_taker(desktop: &Desktop, status: i32) -> (String, PathBuf) {
    let program = desktop.home().path().join("note \"taker\"");
    let notes = desktop.home().path().join("notes");
    let script = format!(
        "#!/bin/sh\nprintf '%s\\n' \"$@\" > '{0}.new'\nmv '{0}.new' '{0}'\nexit {status}\n",
        notes.display()
    );
    fs::write(&program, script).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    (toml_text(&program.display().to_string()), notes)
}

fn toml_text(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

const AWKWARD: &str = r#"my "lab"; rm -rf $HOME 'x' `y`"#;

#[test]
fn open_and_connect_runs_a_program_that_no_shell_sees() {
    let desktop = Desktop::plan().without_panel().start();
    let practice = Practice::start();
    let (program, notes) = note_taker(&desktop, 0);
    let keys = format!(
        "on_open = {{ run = [{program}, \"{{profile}}\", \"a b\", \"{{host}}\", \"{{address}}\", \"{{port}}\", \"{{{{}}}}\"] }}\n"
    );
    desktop
        .home()
        .write_configuration(&(practice.profile(AWKWARD) + &keys));
    let _agent = desktop.start_agent();
    desktop.wait_for_lines(&[AWKWARD]);
    desktop.tray_item().choose(&[AWKWARD, "Open"]);
    let open = format!("{AWKWARD} (open)");
    desktop.wait_for_lines(&[&open]);
    assert!(!notes.exists(), "to open is not to connect");

    desktop.tray_item().choose(&[&open, "Open and connect"]);
    wait_until("the program to run", LIMIT, || notes.exists());
    let port = practice.port();
    assert_eq!(
        fs::read_to_string(&notes).unwrap(),
        format!("{AWKWARD}\na b\n127.0.0.1\n127.0.0.1\n{port}\n{{}}\n")
    );

    // In a terminal too, and there it has the terminal.
    fs::remove_file(&notes).unwrap();
    assert_eq!(said(&desktop, &["open", "--connect", AWKWARD]).status, 0);
    assert!(notes.exists());
}

#[test]
fn open_and_connect_opens_a_url() {
    let desktop = Desktop::plan().without_panel().start();
    let practice = Practice::start();
    let opener = FakeOpener::install(&desktop);
    let keys = "on_open = { url = \"https://{host}:{port}/?p={profile}\" }\n";
    desktop
        .home()
        .write_configuration(&(practice.profile(AWKWARD) + keys));
    let _agent = opener.start_agent(&desktop);
    desktop.tray_item().choose(&[AWKWARD, "Open and connect"]);
    wait_until("the opener to be called", LIMIT, || {
        !opener.opened().is_empty()
    });
    let port = practice.port();
    let name = "my%20%22lab%22%3B%20rm%20%2Drf%20%24HOME%20%27x%27%20%60y%60";
    assert_eq!(
        opener.opened(),
        [format!("https://127.0.0.1:{port}/?p={name}")]
    );
}

#[test]
fn nothing_is_connected_to_where_the_opening_failed() {
    let desktop = Desktop::plan().without_panel().start();
    let practice = Practice::start();
    let (program, notes) = note_taker(&desktop, 0);
    let keys = format!("on_open = {{ run = [{program}] }}\non_close = {{ run = [{program}] }}\n");
    desktop
        .home()
        .write_configuration(&(practice.wrong_profile("wrong") + &keys));
    let _agent = desktop.start_agent();
    desktop.wait_for_lines(&["wrong"]);
    desktop.tray_item().choose(&["wrong", "Open and connect"]);
    assert_eq!(desktop.nth_notification(1).summary, "wrong: open failed");
    assert_eq!(said(&desktop, &["open", "--connect", "wrong"]).status, 3);
    assert!(!notes.exists());
    // The door was never open, so it is closed: that is done, and told.
    assert_eq!(said(&desktop, &["close", "wrong"]).status, 0);
    wait_until("what comes after a close", LIMIT, || notes.exists());
}

#[test]
fn what_comes_after_and_fails_is_shown_and_the_port_stays_open() {
    let desktop = Desktop::plan().without_panel().start();
    let practice = Practice::start();
    let (program, _) = note_taker(&desktop, 7);
    for (program, cause) in [
        (program, "exit status: 7"),
        ("\"/nonexistent/program\"".to_owned(), "No such file"),
    ] {
        let keys = format!("on_open = {{ run = [{program}] }}\n");
        desktop
            .home()
            .write_configuration(&(practice.profile("practice") + &keys));
        let _agent = desktop.start_agent();
        let before = desktop.notifications().len();
        wait_until("the profile", LIMIT, || {
            let menu = desktop.tray_item().menu();
            menu.labels()
                .iter()
                .any(|label| label.starts_with("practice"))
        });
        let name = desktop.tray_item().menu().labels()[0].to_owned();
        desktop.tray_item().choose(&[&name, "Open and connect"]);
        let told = wait_for("the failure", LIMIT, || {
            let all = desktop.notifications();
            let is_it = "practice is open, but what comes after failed";
            all.into_iter()
                .skip(before)
                .find(|one| one.summary == is_it)
        });
        assert!(told.body.contains(cause), "{}", told.body);
        assert!(is_open(&desktop));
    }
}

#[test]
fn a_profile_opens_by_itself_at_login_and_a_watched_service_is_shown() {
    let desktop = Desktop::plan().without_panel().start();
    let practice = Practice::start();
    let keys = "open_on = [\"login\"]\nwatch = \"10s\"\n";
    desktop
        .home()
        .write_configuration(&(practice.profile("practice") + keys));
    let _agent = desktop.start_agent();
    assert_eq!(
        desktop.nth_notification(1).summary,
        "practice: open verified"
    );
    let label = |expected: &str| {
        wait_until(expected, LIMIT, || {
            desktop.tray_item().menu().labels() == [expected]
        });
    };
    label("practice (open) · answers");
    assert_eq!(said(&desktop, &["close", "practice"]).status, 0);
    label("practice · does not answer");
}
