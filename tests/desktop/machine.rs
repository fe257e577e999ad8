//! The examination of the machine on desktops that have what they should, or have not. It starts nothing there, and asks
//! nobody anything.

use portknocker::doctor::machine::{
    AgentFound, BusTrouble, ClockFound, ConfigurationFound, Found, KeyringFound,
    NotificationsFound, Setup, State, TrayFound,
};
use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::blocking::fdo::DBusProxy;
use zbus::interface;
use zbus::zvariant::{ObjectPath, OwnedObjectPath};

use crate::support::desktop::Desktop;
use crate::support::machine::{Machine, setup};

const PROFILE: &str = "[[profile]]\nname = \"lab\"\nhost = \"127.0.0.1\"\nopen = [\"7000\"]\n";
const SECRET: &str =
    "[[profile]]\nname = \"lab\"\nhost = \"127.0.0.1\"\nopen = { keyring = true }\n";

const PROMPTER: &str = "org.gnome.keyring.SystemPrompter";
const DUNST: &str = "org.freedesktop.Notifications";
const KEYRING: &str = "org.freedesktop.secrets";

fn look(desktop: &Desktop) -> Machine {
    Machine::look(&setup(desktop.home()))
}

fn dunst() -> Found {
    Found::Notifications(NotificationsFound::Daemon {
        name: "dunst".to_owned(),
    })
}

/// Another program on the session bus that has this name and this object.
#[track_caller]
fn stand_in(
    desktop: &Desktop,
    name: &str,
    path: &str,
    object: impl zbus::object_server::Interface,
) -> Connection {
    let address = desktop.home().bus_address();
    let builder = Builder::address(address.as_str()).unwrap();
    let builder = builder.serve_at(path, object).unwrap();
    builder.name(name).unwrap().build().unwrap()
}

#[test]
fn a_whole_desktop_is_good() {
    let mut desktop = Desktop::start();
    desktop.start_keyring();
    let file = desktop.home().write_configuration(SECRET);
    let _agent = desktop.start_agent();

    let machine = look(&desktop);

    let path = file.display().to_string();
    let config = ConfigurationFound::Read {
        path: path.clone(),
        profiles: 1,
        set_aside: Vec::new(),
    };
    machine.has(State::Good, Found::Configuration(config));
    let agent = AgentFound::Running { config: path };
    machine.has(State::Good, Found::Agent(agent));
    machine.has(State::Good, Found::Tray(TrayFound::Host));
    machine.has(State::Good, dunst());
    machine.has(State::Good, Found::Keyring(KeyringFound::Unlocked));
}

#[test]
fn an_empty_desktop_is_bad_only_where_a_profile_needs_what_is_missing() {
    let desktop = Desktop::plan().bus_only().start();

    let machine = look(&desktop);

    let missing = ConfigurationFound::Missing {
        path: desktop.home().configuration().display().to_string(),
        named: false,
    };
    machine.has(State::WorthKnowing, Found::Configuration(missing));
    machine.has(State::WorthKnowing, Found::Agent(AgentFound::NotRunning));
    machine.has(State::WorthKnowing, Found::Tray(TrayFound::NoWatcher));
    let nobody = NotificationsFound::Nobody;
    machine.has(State::WorthKnowing, Found::Notifications(nobody));
    let absent = || Found::Keyring(KeyringFound::Absent);
    machine.has(State::WorthKnowing, absent());
    machine.has(State::WorthKnowing, Found::Clock(ClockFound::NotKnown));

    desktop.home().write_configuration(SECRET);
    look(&desktop).has(State::Bad, absent());
}

#[test]
fn without_a_session_that_is_said() {
    let mut desktop = Desktop::plan().bus_only().start();
    desktop.home().write_configuration(PROFILE);
    desktop.stop_bus();

    let machine = look(&desktop);

    let address = desktop.home().bus_address();
    let cause =
        format!("Failed to connect to address `{address}`: Connection refused (os error 111)");
    let trouble = || BusTrouble::NoSession {
        cause: cause.clone(),
    };
    let state = State::WorthKnowing;
    machine.has(state, Found::Tray(TrayFound::NotKnown(trouble())));
    let notifications = NotificationsFound::NotKnown(trouble());
    machine.has(state, Found::Notifications(notifications));
    machine.has(state, Found::Keyring(KeyringFound::NotKnown(trouble())));
}

#[test]
fn a_locked_keyring_is_not_asked_to_open() {
    let mut desktop = Desktop::plan()
        .without_panel()
        .activatable(PROMPTER)
        .start();
    desktop.start_keyring();
    desktop.lock_keyring();
    desktop.home().write_configuration(SECRET);

    look(&desktop).has(State::WorthKnowing, Found::Keyring(KeyringFound::Locked));

    assert!(!desktop.sees_prompt());
    let names = DBusProxy::new(desktop.connection()).unwrap();
    assert!(!names.name_has_owner(PROMPTER.try_into().unwrap()).unwrap());
}

#[test]
fn what_the_bus_would_start_is_found_and_not_started() {
    let desktop = Desktop::plan()
        .bus_only()
        .activatable("org.knopwob.dunst")
        .activatable(KEYRING)
        .start();
    desktop.home().write_configuration(SECRET);

    let machine = look(&desktop);

    let startable = NotificationsFound::Startable;
    machine.has(State::Good, Found::Notifications(startable));
    machine.has(State::WorthKnowing, Found::Keyring(KeyringFound::Startable));
    let names = DBusProxy::new(desktop.connection()).unwrap();
    for name in [DUNST, KEYRING] {
        assert!(!names.name_has_owner(name.try_into().unwrap()).unwrap());
    }
}

#[test]
fn what_hangs_is_not_waited_for() {
    let mut desktop = Desktop::plan().without_panel().start();
    desktop.start_keyring();
    desktop.home().write_configuration(SECRET);
    desktop.freeze_dunst();
    desktop.freeze_keyring();

    let machine = look(&desktop);

    let late = NotificationsFound::NotKnown(BusTrouble::Late);
    machine.has(State::WorthKnowing, Found::Notifications(late));
    let late = KeyringFound::NotKnown(BusTrouble::Late);
    machine.has(State::Bad, Found::Keyring(late));
    // What does not hang is found all the same.
    machine.has(State::WorthKnowing, Found::Tray(TrayFound::NoWatcher));
    desktop.thaw_keyring();
    desktop.thaw_dunst();
    look(&desktop).has(State::Good, dunst());
}

/// Collects tray icons for nobody, as a desktop does whose panel has no tray.
struct Watcher {
    is_shown: bool,
}

#[interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        self.is_shown
    }
}

#[test]
fn icons_that_nobody_shows_are_told_from_those_that_nobody_collects() {
    let desktop = Desktop::plan().bus_only().start();
    let name = "org.kde.StatusNotifierWatcher";
    let watcher = Watcher { is_shown: false };
    let _watcher = stand_in(&desktop, name, "/StatusNotifierWatcher", watcher);

    look(&desktop).has(State::WorthKnowing, Found::Tray(TrayFound::NoHost));
}

/// A keyring that knows one alias.
struct Keyring {
    alias: &'static str,
    collection: &'static str,
}

#[interface(name = "org.freedesktop.Secret.Service")]
impl Keyring {
    /// Where there is no collection, this is the answer.
    fn read_alias(&self, name: &str) -> OwnedObjectPath {
        let path = if name == self.alias {
            self.collection
        } else {
            "/"
        };
        ObjectPath::from_static_str_unchecked(path).into()
    }
}

#[test]
fn a_keyring_without_a_collection_keeps_no_secret() {
    let desktop = Desktop::plan().bus_only().start();
    desktop.home().write_configuration(SECRET);
    let path = "/org/freedesktop/secrets";
    // Some make this one, which is lost at the end of the session.
    let keyring = Keyring {
        alias: "session",
        collection: "/org/freedesktop/secrets/collection/session",
    };
    let _keyring = stand_in(&desktop, KEYRING, path, keyring);

    look(&desktop).has(State::Bad, Found::Keyring(KeyringFound::NoCollection));
}

/// What systemd says of the clock.
struct TimeDate {
    synchronized: bool,
}

#[interface(name = "org.freedesktop.timedate1")]
impl TimeDate {
    #[zbus(property, name = "NTPSynchronized")]
    fn ntp_synchronized(&self) -> bool {
        self.synchronized
    }
}

#[test]
fn the_system_is_asked_whether_it_keeps_the_clock() {
    for (synchronized, state, found) in [
        (true, State::Good, ClockFound::Kept),
        (false, State::WorthKnowing, ClockFound::NotKept),
    ] {
        let desktop = Desktop::plan().bus_only().start();
        let name = "org.freedesktop.timedate1";
        let object = TimeDate { synchronized };
        let _systemd = stand_in(&desktop, name, "/org/freedesktop/timedate1", object);
        // One bus does for both.
        let setup = Setup {
            system_bus: Some(desktop.home().bus_address()),
            ..setup(desktop.home())
        };

        Machine::look(&setup).has(state, Found::Clock(found));
    }
}

#[test]
fn an_agent_with_another_configuration_is_told_from_one_with_this() {
    let desktop = Desktop::plan().bus_only().start();
    let file = desktop.home().write_configuration(PROFILE);
    let _agent = desktop.start_agent();
    let other = file.with_file_name("other.toml");
    let mut setup = setup(desktop.home());
    setup.config.as_mut().unwrap().path.clone_from(&other);

    let found = AgentFound::OtherConfig {
        agent: file.display().to_string(),
        config: other.display().to_string(),
    };
    Machine::look(&setup).has(State::WorthKnowing, Found::Agent(found));
}
