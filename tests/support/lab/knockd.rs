//! A knockd of the laboratory.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use super::door::Door;
use super::namespace::Namespace;
use crate::support::home::Home;
use crate::support::process::Process;
use crate::support::wait::wait_until;

/// Starts one that has these doors at this end of a cable, and waits until it listens.
#[track_caller]
pub fn start(
    namespace: &Namespace,
    home: &Home,
    name: &str,
    cable: &str,
    doors: &[Door],
) -> Process {
    let log = log_file(home, name);
    let mut text = format!(
        "[options]\nlogfile = {}\npidfile = {}\n",
        log.display(),
        home.runtime().join(format!("{name}.pid")).display()
    );
    for door in doors {
        let _ = write!(text, "\n{door}");
    }
    let file = home.path().join(format!("{name}.conf"));
    fs::write(&file, text).unwrap();

    let mut command = namespace.command("knockd");
    command.args(["-i", cable, "-v", "-D", "-c"]).arg(file);
    let mut knockd = Process::start(name, home.clothe(&mut command), &home.logs());
    let limit = Duration::from_secs(10);
    wait_until("knockd to listen", limit, || {
        assert!(knockd.is_running(), "knockd ended: {}", knockd.log());
        let logged = fs::read_to_string(&log).unwrap_or_default();
        logged.contains("listening on") || knockd.log().contains("listening on")
    });
    knockd
}

/// What it logs itself: each stage, `OPEN SESAME`, and the commands it ran.
pub fn log(home: &Home, name: &str) -> String {
    fs::read_to_string(log_file(home, name)).unwrap_or_default()
}

fn log_file(home: &Home, name: &str) -> PathBuf {
    home.logs().join(format!("{name}-doors.log"))
}
