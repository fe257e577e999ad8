//! A real firewalld in the laboratory's server, with settings and a system bus of its own.

use std::fs;
use std::time::Duration;

use super::namespace::Namespace;
use crate::support::home::Home;
use crate::support::process::Process;
use crate::support::wait::wait_until;

const LIMIT: Duration = Duration::from_secs(20);

/// The program and its bus, in the order in which they end.
#[track_caller]
pub fn start(server: &Namespace, home: &Home) -> [Process; 2] {
    let config = home.path().join("system-bus.conf");
    let text = format!(
        "<busconfig>
            <type>system</type>
            <listen>{}</listen>
            <auth>EXTERNAL</auth>
            <policy context=\"default\">
                <allow user=\"*\"/>
                <allow own=\"*\"/>
                <allow send_type=\"method_call\"/>
                <allow send_type=\"signal\"/>
                <allow send_requested_reply=\"true\" send_type=\"method_return\"/>
                <allow send_requested_reply=\"true\" send_type=\"error\"/>
                <allow receive_type=\"method_call\"/>
                <allow receive_type=\"method_return\"/>
                <allow receive_type=\"error\"/>
                <allow receive_type=\"signal\"/>
            </policy>
        </busconfig>",
        home.system_bus_address()
    );
    fs::write(&config, text).unwrap();
    let mut command = server.command("dbus-daemon");
    command
        .args(["--nofork", "--print-address", "--config-file"])
        .arg(config);
    let mut bus = Process::start("system-bus", home.clothe(&mut command), &home.logs());
    bus.wait_for_log("unix:path=", LIMIT);
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
