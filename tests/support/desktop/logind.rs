//! logind as a stand-in: python-dbusmock's, on a system bus of the test's own, since the real one wants a machine that
//! it may put to sleep.

use std::collections::HashMap;
use std::fs;
use std::process::{self, Command};
use std::time::Duration;

use rustix::process::getuid;
use zbus::blocking::connection::Builder;
use zbus::blocking::{Connection, fdo::DBusProxy};
use zbus::zvariant::{DynamicType, ObjectPath, OwnedValue, Value};

use super::{STARTING, bus};
use crate::support::home::Home;
use crate::support::process::Process;
use crate::support::wait::wait_until;

const NAME: &str = "org.freedesktop.login1";
const PATH: &str = "/org/freedesktop/login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";
const SESSION: &str = "org.freedesktop.login1.Session";
const USER: &str = "org.freedesktop.login1.User";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";
/// By which the stand-in is told what to do.
const MOCK: &str = "org.freedesktop.DBus.Mock";

const FOREIGN_USER: u32 = 4242;

/// A system bus with a logind on it, at [`Home::system_bus_address`]. Dropping it ends both.
pub struct Logind {
    connection: Connection,
    // The bus ends last.
    mock: Process,
    bus: Process,
}

impl Logind {
    /// The sessions there are at the start: this user's, and another user's.
    pub const OWN: &str = "c1";
    pub const FOREIGN: &str = "c2";

    /// A logind that knows whose session [`Logind::OWN`] is, and that this process is in it.
    #[track_caller]
    pub fn start(home: &Home) -> Logind {
        let logind = Logind::start_without_process(home);
        logind.know_process(process::id());
        logind
    }

    /// The same, where no process is in a session, as those are that the user's own systemd starts.
    #[track_caller]
    pub fn start_without_process(home: &Home) -> Logind {
        let bus = bus::start_system_bus(home);
        let connection = Builder::address(home.system_bus_address().as_str())
            .unwrap()
            .method_timeout(Duration::from_secs(10))
            .build()
            .expect("the system bus takes connections");
        let mock = start_mock(home);
        let logind = Logind {
            connection,
            mock,
            bus,
        };
        logind.set_up();
        logind
    }

    /// Ends it and starts it anew, with the sessions of the start and without any inhibitor.
    #[track_caller]
    pub fn restart(&mut self, home: &Home) {
        self.stop();
        self.mock = start_mock(home);
        self.set_up();
        self.know_process(process::id());
        // Only now does it know what the real one reads before it has its name.
        self.add_session(Logind::OWN);
    }

    /// Ends it; the bus stays.
    #[track_caller]
    pub fn stop(&mut self) {
        self.mock.kill();
        wait_until("logind to go", STARTING, || {
            !bus::has_owner(&self.connection, NAME)
        });
    }

    /// What is inhibited now, such as `sleep:shutdown`, for each inhibitor.
    #[track_caller]
    pub fn inhibited(&self) -> Vec<String> {
        type Inhibitor = (String, String, String, String, u32, u32);
        let reply =
            self.connection
                .call_method(Some(NAME), PATH, Some(MANAGER), "ListInhibitors", &());
        let all: Vec<Inhibitor> = reply.unwrap().body().deserialize().unwrap();
        all.into_iter()
            .map(|(what, who, _, mode, ..)| {
                assert_eq!((who.as_str(), mode.as_str()), ("PortKnocker", "delay"));
                what
            })
            .collect()
    }

    /// Waits until exactly that is inhibited, by one inhibitor; nothing, by none.
    #[track_caller]
    pub fn wait_for_inhibitor(&self, what: &str) {
        let is_so = || self.inhibited().join(" and ") == what;
        wait_until(&format!("an inhibitor of {what:?}"), STARTING, is_so);
    }

    /// Lets nobody delay it for longer than that.
    pub fn limit_delays(&self, limit: Duration) {
        let limit = Value::from(u64::try_from(limit.as_micros()).unwrap());
        self.mock(
            PATH,
            "AddProperty",
            &(MANAGER, "InhibitDelayMaxUSec", limit),
        );
    }

    /// Refuses inhibitors from now on.
    pub fn refuse_inhibitors(&self) {
        let code = "raise dbus.exceptions.DBusException('not now')";
        self.mock(PATH, "AddMethod", &(MANAGER, "Inhibit", "ssss", "h", code));
    }

    /// How often it has been asked for an inhibitor.
    #[track_caller]
    pub fn inhibitors_asked_for(&self) -> usize {
        let to = (Some(NAME), PATH, Some(MOCK), "GetMethodCalls");
        let reply = self
            .connection
            .call_method(to.0, to.1, to.2, to.3, &"Inhibit");
        let reply = reply.unwrap().body();
        let calls: Vec<(u64, Vec<OwnedValue>)> = reply.deserialize().unwrap();
        calls.len()
    }

    /// Puts a process into the user's session.
    pub fn know_process(&self, pid: u32) {
        let code = format!("assert args[0] == {pid}; ret = dbus.ObjectPath('{PATH}/session/c1')");
        let method = (MANAGER, "GetSessionByPID", "u", "o", code);
        self.mock(PATH, "AddMethod", &method);
    }

    /// Makes the user's session the one that the user has on a screen.
    pub fn display_session(&self) {
        let path = ObjectPath::try_from(session(Logind::OWN)).unwrap();
        let display = Value::from((Logind::OWN, path));
        let user = format!("{PATH}/user/{}", getuid().as_raw());
        let body = (USER, "Display", display);
        let to = (Some(NAME), user.as_str(), Some(PROPERTIES), "Set");
        let done = self.connection.call_method(to.0, to.1, to.2, to.3, &body);
        done.unwrap();
    }

    /// The machine is about to sleep, or has woken.
    pub fn prepare_for_sleep(&self, begins: bool) {
        self.signal(PATH, MANAGER, "PrepareForSleep", "b", vec![begins.into()]);
    }

    /// The machine is about to shut down, or does not after all.
    pub fn prepare_for_shutdown(&self, begins: bool) {
        let arguments = vec![begins.into()];
        self.signal(PATH, MANAGER, "PrepareForShutdown", "b", arguments);
    }

    /// Asks the session to lock itself, as `loginctl lock-session` does.
    pub fn lock(&self, id: &str) {
        self.signal(&session(id), SESSION, "Lock", "", Vec::new());
    }

    /// The session is locked, or no longer, as a desktop says that has done it.
    pub fn set_locked_hint(&self, id: &str, locked: bool) {
        self.change(id, "LockedHint", locked.into());
    }

    /// The user leaves the session, whose programs may stay.
    pub fn close_session(&self, id: &str) {
        self.change(id, "State", "closing".into());
    }

    /// The same, told as the real one tells it: only that the session is no longer on the screen.
    pub fn close_session_silently(&self, id: &str) {
        let path = session(id);
        self.mock(PATH, "RemoveObject", &path);
        let state = HashMap::from([("State", Value::from("closing"))]);
        let methods: Vec<(&str, &str, &str, &str)> = Vec::new();
        self.mock(PATH, "AddObject", &(&path, SESSION, state, methods));
        self.deactivate_session(id);
    }

    /// Another session comes onto the screen in its place.
    pub fn deactivate_session(&self, id: &str) {
        let changed = HashMap::from([("Active", Value::from(false))]);
        let arguments = vec![SESSION.into(), changed.into(), Vec::<&str>::new().into()];
        let member = "PropertiesChanged";
        self.signal(&session(id), PROPERTIES, member, "sa{sv}as", arguments);
    }

    /// The session is new.
    pub fn add_session(&self, id: &str) {
        let path = ObjectPath::try_from(session(id)).unwrap();
        let arguments = vec![id.into(), path.into()];
        self.signal(PATH, MANAGER, "SessionNew", "so", arguments);
    }

    /// The session is gone.
    pub fn remove_session(&self, id: &str) {
        let path = ObjectPath::try_from(session(id)).unwrap();
        let arguments = vec![id.into(), path.into()];
        self.signal(PATH, MANAGER, "SessionRemoved", "so", arguments);
    }

    /// Somebody else on the system bus pretends to be logind, to everybody and to each alone, who then hears it unasked.
    pub fn forge_prepare_for_sleep(&self) {
        let names = DBusProxy::new(&self.connection)
            .unwrap()
            .list_names()
            .unwrap();
        let listeners = names.iter().filter(|name| name.starts_with(':'));
        for to in listeners.map(|name| Some(name.as_str())).chain([None]) {
            let to = (to, PATH, MANAGER, "PrepareForSleep");
            self.connection
                .emit_signal(to.0, to.1, to.2, to.3, &true)
                .unwrap();
        }
    }

    fn change(&self, id: &str, property: &str, value: Value) {
        let changed = HashMap::from([(property, value)]);
        self.mock(&session(id), "UpdateProperties", &(SESSION, changed));
    }

    #[track_caller]
    fn signal(&self, path: &str, interface: &str, member: &str, kinds: &str, values: Vec<Value>) {
        self.mock(path, "EmitSignal", &(interface, member, kinds, values));
    }

    #[track_caller]
    fn mock<B: serde::Serialize + DynamicType>(&self, path: &str, method: &str, body: &B) {
        let done = self
            .connection
            .call_method(Some(NAME), path, Some(MOCK), method, body);
        done.unwrap_or_else(|error| panic!("logind's stand-in cannot {method}: {error}"));
    }

    #[track_caller]
    fn set_up(&self) {
        // It has its name before it has its methods.
        wait_until("logind", STARTING, || {
            let call = |method, body: &str| {
                let to = (Some(NAME), PATH, Some(MANAGER));
                self.connection.call_method(to.0, to.1, to.2, method, &body)
            };
            bus::has_owner(&self.connection, NAME) && call("GetSession", Logind::OWN).is_ok()
        });
        // Its own fails.
        let code = "ret = dbus.ObjectPath('/org/freedesktop/login1/user/%d' % args[0])";
        self.mock(PATH, "AddMethod", &(MANAGER, "GetUser", "u", "o", code));
        let sessions = [
            (Logind::OWN, getuid().as_raw(), "tester"),
            (Logind::FOREIGN, FOREIGN_USER, "other"),
        ];
        for (id, uid, name) in sessions {
            self.mock(PATH, "AddSession", &(id, "seat0", uid, name, true));
        }
    }
}

fn session(id: &str) -> String {
    format!("{PATH}/session/{id}")
}

#[track_caller]
fn start_mock(home: &Home) -> Process {
    // The distribution's, which its package of the module is for; another one may come first in `PATH`.
    let mut command = Command::new("/usr/bin/python3");
    command.args(["-m", "dbusmock", "--system", "--template", "logind"]);
    home.clothe(&mut command);
    Process::start("logind", &mut command, &home.logs())
}
