//! What the agent costs while nobody needs it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use super::practice::Practice;
use crate::support::desktop::Desktop;

/// By then the threads that the start needed have ended, and it has been found out whether there is a tray host.
const SETTLES: Duration = Duration::from_secs(13);
const WATCHED: Duration = Duration::from_secs(10);

#[test]
fn an_idle_agent_does_not_wake_up() {
    let desktop = Desktop::start();
    let practice = Practice::start();
    desktop
        .home()
        .write_configuration(&practice.profile("practice"));
    let agent = desktop.start_agent();
    desktop.wait_for_lines(&["practice"]);
    desktop.icon();

    sleep(SETTLES);
    let before = wake_ups(agent.pid());
    sleep(WATCHED);
    let after = wake_ups(agent.pid());

    print_memory(agent.pid());
    println!("threads: {:?}", after.keys().collect::<Vec<_>>());
    assert_eq!(after, before, "voluntary context switches of each thread");
}

#[test]
fn an_agent_that_has_worked_is_idle_again() {
    let desktop = Desktop::start();
    let practice = Practice::start();
    desktop
        .home()
        .write_configuration(&practice.profile("practice"));
    let agent = desktop.start_agent();
    desktop.wait_for_lines(&["practice"]);
    desktop.tray_item().choose(&["practice", "Open"]);
    desktop.wait_for_lines(&["practice (open)"]);
    desktop.wait_for_icon("open");

    sleep(SETTLES);
    let before = wake_ups(agent.pid());
    sleep(WATCHED);
    let after = wake_ups(agent.pid());

    print_memory(agent.pid());
    assert_eq!(after, before, "voluntary context switches of each thread");
}

/// How often each thread has waited for something and was woken, by its id and name.
fn wake_ups(pid: u32) -> BTreeMap<String, u64> {
    let tasks = fs::read_dir(format!("/proc/{pid}/task")).unwrap();
    tasks
        .flatten()
        .map(|task| {
            let id = task.file_name().to_string_lossy().into_owned();
            let status = fs::read_to_string(task.path().join("status")).unwrap();
            let name = field(&status, "Name");
            let count = field(&status, "voluntary_ctxt_switches");
            (format!("{id} {name}"), count.parse().unwrap())
        })
        .collect()
}

fn print_memory(pid: u32) {
    let status = fs::read_to_string(Path::new("/proc").join(pid.to_string()).join("status"));
    let status = status.unwrap();
    for name in ["VmRSS", "RssAnon", "RssFile", "Threads"] {
        println!("{name}: {}", field(&status, name));
    }
}

fn field<'a>(status: &'a str, name: &str) -> &'a str {
    let mut lines = status.lines();
    let value = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    value.unwrap_or_default().trim()
}
