//! A real firewalld in the laboratory's server, with settings and a system bus of its own.

use std::fs;
use std::time::Duration;

use super::namespace::Namespace;
use crate::support::desktop::start_system_bus;
use crate::support::home::Home;
use crate::support::process::Process;
use crate::support::wait::wait_until;

const LIMIT: Duration = Duration::from_secs(20);

/// The program and its bus, in the order in which they end.
#[track_caller]
pub fn start(server: &Namespace, home: &Home) -> [Process; 2] {
    let bus = start_system_bus(home);
    let settings = home.path().join("firewalld");
    fs::create_dir(&settings).unwrap();
    let mut command = server.command("firewalld");
    command
        .args(["--nofork", "--nopid", "--system-config"])
        .arg(settings);
    let firewalld = Process::start("firewalld", home.clothe(&mut command), &home.logs());
    wait_until("firewalld to run", LIMIT, || {
        let mut state = server.command("firewall-cmd");
        let state = home.clothe(state.arg("--state")).output();
        state.is_ok_and(|state| state.status.success())
    });
    [firewalld, bus]
}
