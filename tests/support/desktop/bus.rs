//! The session bus: a dbus-daemon of the test's own that starts nothing unless it was asked to.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use zbus::blocking::connection::Builder;
use zbus::blocking::{Connection, fdo::DBusProxy};

use super::STARTING;
use crate::support::home::Home;
use crate::support::process::Process;

/// Where the services are described that a bus may start.
const INSTALLED: &str = "/usr/share/dbus-1/services";

/// The settings store, which the panel cannot start without.
const SETTINGS: &str = "org.xfce.Xfconf";

/// Starts the bus. What it starts in turn shows itself on `display`.
#[track_caller]
pub fn start(home: &Home, display: &str, activatable: &[String]) -> Process {
    let services = home.path().join("services");
    fs::create_dir(&services).unwrap();
    let wanted = activatable.iter().map(String::as_str);
    for name in wanted.chain([SETTINGS]) {
        let file = format!("{name}.service");
        // Where there is no panel to start, there need not be a settings store either.
        let copied = fs::copy(Path::new(INSTALLED).join(&file), services.join(&file));
        assert!(
            copied.is_ok() || name == SETTINGS,
            "{INSTALLED}/{file} is not installed"
        );
    }
    let file = home.path().join("bus.conf");
    fs::write(&file, configuration(home, &services)).unwrap();

    let mut command = Command::new("dbus-daemon");
    command.args(["--nofork", "--print-address", "--config-file"]);
    // What is set here is meant for this session alone, and there is no settings store to write it down.
    let command_in_home = home.clothe(command.arg(&file)).env("DISPLAY", display);
    command_in_home.env("GSETTINGS_BACKEND", "memory");
    let mut bus = Process::start("dbus-daemon", &mut command, &home.logs());
    bus.wait_for_log("unix:path=", STARTING);
    bus
}

#[track_caller]
pub fn connect(home: &Home) -> Connection {
    Builder::address(home.bus_address().as_str())
        .unwrap()
        .method_timeout(Duration::from_secs(10))
        .build()
        .expect("the session bus takes connections")
}

/// Whether somebody on the bus has that name now.
pub fn has_owner(connection: &Connection, name: &str) -> bool {
    let bus = DBusProxy::new(connection).unwrap();
    bus.name_has_owner(name.try_into().unwrap()).unwrap()
}

fn configuration(home: &Home, services: &Path) -> String {
    format!(
        "<busconfig>
            <type>session</type>
            <listen>{}</listen>
            <auth>EXTERNAL</auth>
            <servicedir>{}</servicedir>
            <policy context=\"default\">
                <allow send_destination=\"*\" eavesdrop=\"true\"/>
                <allow eavesdrop=\"true\"/>
                <allow own=\"*\"/>
            </policy>
        </busconfig>",
        home.bus_address(),
        services.display()
    )
}

/// A system bus of this home's own, on which everybody may do everything.
#[track_caller]
pub fn start_system_bus(home: &Home) -> Process {
    let file = home.path().join("system-bus.conf");
    let text = format!(
        "<busconfig>
            <type>system</type>
            <listen>{}</listen>
            <auth>EXTERNAL</auth>
            <policy context=\"default\">
                <allow send_destination=\"*\"/>
                <allow receive_sender=\"*\"/>
                <allow own=\"*\"/>
            </policy>
        </busconfig>",
        home.system_bus_address()
    );
    fs::write(&file, text).unwrap();
    let mut command = Command::new("dbus-daemon");
    command.args(["--nofork", "--print-address", "--config-file"]);
    home.clothe(command.arg(&file));
    let mut bus = Process::start("system-bus", &mut command, &home.logs());
    bus.wait_for_log("unix:path=", STARTING);
    bus
}
