//! A desktop session as a person has it: a bus, a screen, a window manager, a panel with a tray and a notification
//! daemon, all of them real and all of them this test's own.

mod agent;
mod bus;
mod keyboard;
mod keyring;
mod logind;
mod mouse;
mod notifications;
mod panel;
mod reader;
mod screen;
mod stragglers;
mod tray;
mod windows;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use zbus::blocking::Connection;

pub use agent::timeless;
pub use bus::start_system_bus;
pub use logind::Logind;
pub use mouse::Button;
pub use notifications::{Notification, Shown};
pub use reader::{ACCESSIBILITY, Control, Reader, Role};
pub use screen::{Area, Screenshot};
pub use tray::{MenuEntry, TrayItem};

use super::home::{Home, patient, program};
use super::lab::Lab;
use super::process::{Process, output_of};
use super::wait::{wait_for, wait_until};
use notifications::Monitor;

/// How long a part of the desktop may take until it is ready, on a machine that has other things to do.
const STARTING: Duration = Duration::from_secs(30);

/// Which parts the desktop shall have, before it starts.
pub struct Plan {
    screen: bool,
    panel: bool,
    notifications: bool,
    activatable: Vec<String>,
}

impl Plan {
    /// No tray host, as on GNOME without its extension.
    pub fn without_panel(mut self) -> Plan {
        self.panel = false;
        self
    }

    pub fn without_notifications(mut self) -> Plan {
        self.notifications = false;
        self
    }

    /// The bus alone. Parts that need a screen cannot be started later.
    pub fn bus_only(mut self) -> Plan {
        self.screen = false;
        self.without_panel().without_notifications()
    }

    /// Lets the bus start an installed service when it is first called, such as `org.knopwob.dunst`.
    pub fn activatable(mut self, service: &str) -> Plan {
        self.activatable.push(service.to_owned());
        self
    }

    #[track_caller]
    pub fn start(self) -> Desktop {
        Desktop::build(&self)
    }
}

/// A running desktop. Dropping it ends all its parts.
pub struct Desktop {
    // They end in this order: those who use the screen and the bus before these.
    keyring: Option<Process>,
    dunst: Option<Process>,
    panel: Option<Process>,
    openbox: Option<Process>,
    monitor: Monitor,
    connection: Connection,
    bus: Process,
    screen: Option<Process>,
    display: String,
    home: Home,
}

impl Drop for Desktop {
    fn drop(&mut self) {
        self.keyring = None;
        self.dunst = None;
        self.panel = None;
        self.openbox = None;
        self.bus.kill();
        self.screen = None;
        // What the bus and the panel started ends by itself, and until then may write into the home that is removed next.
        self.home.end_processes();
    }
}

impl Desktop {
    /// A desktop with all its parts.
    #[track_caller]
    pub fn start() -> Desktop {
        Desktop::plan().start()
    }

    pub fn plan() -> Plan {
        Plan {
            screen: true,
            panel: true,
            notifications: true,
            activatable: Vec::new(),
        }
    }

    #[track_caller]
    fn build(plan: &Plan) -> Desktop {
        let home = Home::new();
        let (screen, display) = if plan.screen {
            let (screen, display) = screen::start(&home);
            (Some(screen), display)
        } else {
            (None, String::new())
        };
        let bus = bus::start(&home, &display, &plan.activatable);
        let connection = bus::connect(&home);
        let mut desktop = Desktop {
            keyring: None,
            dunst: None,
            panel: None,
            openbox: None,
            monitor: Monitor::start(&home),
            connection,
            bus,
            screen,
            display,
            home,
        };
        if plan.screen {
            desktop.start_openbox();
        }
        if plan.panel {
            desktop.start_panel();
        }
        if plan.notifications {
            desktop.start_dunst();
        }
        desktop
    }

    pub fn home(&self) -> &Home {
        &self.home
    }

    /// The session bus, for questions that have no helper here.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// `PROGRAM ARGS…` inside the session, ready to be asserted.
    pub fn run(&self, args: &[&str]) -> assert_cmd::Command {
        patient(self.command(args))
    }

    /// The same, with the network of a laboratory's client.
    pub fn run_in(&self, lab: &Lab, args: &[&str]) -> assert_cmd::Command {
        patient(self.command_in(lab, args))
    }

    /// The same for a program that runs beside the test.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(program(args[0]));
        self.home.clothe(command.args(&args[1..]));
        self.show(&mut command);
        command
    }

    pub fn command_in(&self, lab: &Lab, args: &[&str]) -> Command {
        let mut command = lab.client_command_at(&self.home, args);
        self.show(&mut command);
        command
    }

    /// Starts a program in the session, with its output in a log of that name.
    #[track_caller]
    pub fn spawn(&self, name: &str, args: &[&str]) -> Process {
        Process::start(name, &mut self.command(args), &self.home.logs())
            .logging_into(self.home.state().join("portknocker"))
    }

    /// The same, with the network of a laboratory's client.
    #[track_caller]
    pub fn spawn_in(&self, lab: &Lab, name: &str, args: &[&str]) -> Process {
        Process::start(name, &mut self.command_in(lab, args), &self.home.logs())
            .logging_into(self.home.state().join("portknocker"))
    }

    /// Whether somebody on the bus shows tray icons.
    pub fn has_tray_host(&self) -> bool {
        tray::has_host(&self.connection)
    }

    /// The one tray item on the bus; panics if there are several.
    pub fn find_tray_item(&self) -> Option<TrayItem> {
        let mut items = self.tray_items();
        assert!(items.len() <= 1, "{} tray items at once", items.len());
        items.pop()
    }

    /// Waits for the tray item, with a panel or without one.
    #[track_caller]
    pub fn tray_item(&self) -> TrayItem {
        wait_for("a tray item on the bus", STARTING, || self.find_tray_item())
    }

    pub fn tray_items(&self) -> Vec<TrayItem> {
        TrayItem::all(&self.connection)
    }

    /// Starts the panel, or starts it again, and waits until its tray takes icons.
    #[track_caller]
    pub fn start_panel(&mut self) {
        self.stop_panel();
        panel::configure(&self.home);
        let args = ["xfce4-panel", "--disable-wm-check"];
        self.panel = Some(self.spawn("xfce4-panel", &args));
        wait_until("the panel's tray", STARTING, || self.has_tray_host());
        wait_until("the panel's bar", STARTING, || self.sees_panel());
    }

    /// Kills the panel, and with it the tray.
    #[track_caller]
    pub fn stop_panel(&mut self) {
        if self.panel.take().is_some() {
            // Its tray is a process of its own and notices only after a moment.
            wait_until("the tray to go", STARTING, || !self.has_tray_host());
        }
    }

    #[track_caller]
    pub fn start_dunst(&mut self) {
        self.stop_dunst();
        let file = notifications::configure(&self.home);
        self.dunst = Some(self.spawn("dunst", &["dunst", "-conf", &file]));
        wait_until("the notification daemon", STARTING, || {
            bus::has_owner(&self.connection, notifications::DAEMON)
        });
    }

    #[track_caller]
    pub fn stop_dunst(&mut self) {
        if self.dunst.take().is_some() {
            wait_until("the notification daemon to go", STARTING, || {
                !bus::has_owner(&self.connection, notifications::DAEMON)
            });
        }
    }

    /// Ends the session bus, as a logout does. Nothing can be asked of the desktop after it.
    pub fn stop_bus(&mut self) {
        self.bus.kill();
    }

    /// Makes the notification daemon hang: it is there and never answers.
    pub fn freeze_dunst(&self) {
        let dunst = self.dunst.as_ref();
        dunst.expect("the desktop has dunst").freeze();
    }

    pub fn thaw_dunst(&self) {
        let dunst = self.dunst.as_ref();
        dunst.expect("the desktop has dunst").thaw();
    }

    /// What a person sees now.
    #[track_caller]
    pub fn look(&self) -> Screenshot {
        Screenshot::take(self)
    }

    /// What a person sees now, as a PNG file.
    #[track_caller]
    pub fn screenshot(&self, file: &Path) {
        fs::write(file, screen::take(self)).unwrap();
    }

    #[track_caller]
    fn start_openbox(&mut self) {
        self.openbox = Some(self.spawn("openbox", &["openbox"]));
        wait_until("the window manager", STARTING, || {
            let property = self.tool(&["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"]);
            property.contains("window id")
        });
    }

    /// Runs one of the small X programs and returns what it prints.
    #[track_caller]
    fn tool(&self, args: &[&str]) -> String {
        String::from_utf8_lossy(&output_of(&mut self.command(args))).into_owned()
    }

    fn show(&self, command: &mut Command) {
        if !self.display.is_empty() {
            command.env("DISPLAY", &self.display);
        }
    }
}
