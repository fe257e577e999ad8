//! Desktop notifications: what programs ask for (read off the bus), and what dunst then shows.

use std::collections::HashMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use zbus::blocking::fdo::MonitoringProxy;
use zbus::blocking::{MessageIterator, Proxy};
use zbus::zvariant::OwnedValue;

use super::{Desktop, bus};
use crate::support::home::Home;
use crate::support::wait::wait_for_or_explain;

/// The bus name of whoever shows notifications.
pub const DAEMON: &str = "org.freedesktop.Notifications";
const DAEMON_PATH: &str = "/org/freedesktop/Notifications";
const DUNST: &str = "org.dunstproject.cmd0";

/// A notification as a program asked for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    pub application: String,
    pub summary: String,
    pub body: String,
    /// The buttons: what the program is told, and what a person reads.
    pub actions: Vec<(String, String)>,
    /// 0 low, 1 normal, 2 critical.
    pub urgency: Option<u8>,
}

impl Notification {
    /// The buttons as a person reads them.
    pub fn buttons(&self) -> Vec<&str> {
        let labels = self.actions.iter().map(|(_, label)| label.as_str());
        labels.collect()
    }
}

/// A notification as dunst has shown it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub summary: String,
    pub body: String,
}

/// Listens on the bus for notifications, whether or not a daemon is there to show them.
pub struct Monitor {
    heard: Arc<Mutex<Vec<Notification>>>,
}

impl Monitor {
    pub fn start(home: &Home) -> Monitor {
        let connection = bus::connect(home);
        let messages = MessageIterator::from(&connection);
        let rule = format!("type='method_call',interface='{DAEMON}',member='Notify'");
        MonitoringProxy::new(&connection)
            .and_then(|bus| Ok(bus.become_monitor(&[rule.as_str().try_into()?], 0)?))
            .expect("the session bus can be listened to");

        let heard = Arc::new(Mutex::new(Vec::new()));
        let hearing = Arc::clone(&heard);
        // The thread ends with the bus.
        thread::spawn(move || {
            for message in messages.flatten() {
                if let Some(notification) = read(&message) {
                    hearing.lock().unwrap().push(notification);
                }
            }
        });
        Monitor { heard }
    }

    pub fn heard(&self) -> Vec<Notification> {
        self.heard.lock().unwrap().clone()
    }
}

impl Desktop {
    /// Every notification that was asked for since the session began.
    pub fn notifications(&self) -> Vec<Notification> {
        self.monitor.heard()
    }

    /// Waits for the first notification since the session began that is `wanted`.
    #[track_caller]
    pub fn notification(
        &self,
        what: &str,
        limit: Duration,
        wanted: impl Fn(&Notification) -> bool,
    ) -> Notification {
        let look = || self.notifications().into_iter().find(|one| wanted(one));
        let explain = || format!("; these came: {:#?}", self.notifications());
        wait_for_or_explain(what, limit, look, explain)
    }

    /// Closes what dunst shows now, and returns everything that it has shown, the oldest first.
    #[track_caller]
    pub fn shown_notifications(&self) -> Vec<Shown> {
        self.dunst_call("NotificationCloseAll");
        let reply = self.dunst().call_method("NotificationListHistory", &());
        let reply = reply.expect("dunst tells its history").body();
        let history: Vec<HashMap<String, OwnedValue>> = reply.deserialize().unwrap();
        let text = |entry: &HashMap<String, OwnedValue>, key: &str| {
            let value = entry
                .get(key)
                .and_then(|value| <&str>::try_from(value).ok());
            value.unwrap_or_default().to_owned()
        };
        let mut shown: Vec<Shown> = history
            .iter()
            .map(|entry| Shown {
                summary: text(entry, "summary"),
                body: text(entry, "body"),
            })
            .collect();
        shown.reverse();
        shown
    }

    /// How many notifications are on the screen now.
    pub fn displayed_notifications(&self) -> u32 {
        self.dunst().get_property("displayedLength").unwrap()
    }

    /// Presses the button `label` of the notification with that summary, through dunst's own menu of buttons.
    #[track_caller]
    pub fn press_button(&self, summary: &str, label: &str) {
        let choice = format!("#{label} ({summary}) [");
        fs::write(self.home().path().join("choice"), choice).unwrap();
        self.dunst_call("ContextMenuCall");
    }

    #[track_caller]
    fn dunst_call(&self, method: &str) {
        let done = self.dunst().call_method(method, &());
        done.unwrap_or_else(|error| panic!("dunst does not take {method}: {error}"));
    }

    fn dunst(&self) -> Proxy<'static> {
        zbus::blocking::proxy::Builder::new(self.connection())
            .destination(DAEMON)
            .and_then(|proxy| proxy.path(DAEMON_PATH))
            .and_then(|proxy| proxy.interface(DUNST))
            .map(|proxy| proxy.cache_properties(zbus::proxy::CacheProperties::No))
            .and_then(zbus::blocking::proxy::Builder::build)
            .unwrap()
    }
}

/// Writes dunst's configuration and returns its path. Where dunst would ask a person which button to press, a script
/// takes the line that the test has put down.
pub fn configure(home: &Home) -> String {
    let chooser = home.path().join("choose");
    let script = "#!/bin/sh\nexec grep -m 1 -F -- \"$(cat \"${0%/*}/choice\")\"\n";
    fs::write(&chooser, script).unwrap();
    fs::set_permissions(&chooser, fs::Permissions::from_mode(0o755)).unwrap();

    let file = home.path().join("dunstrc");
    let text = format!(
        "[global]
    origin = bottom-right
    offset = 16x16
    width = 360
    font = DejaVu Sans 10
    markup = full
    history_length = 100
    stack_duplicates = false
    show_indicators = true
    idle_threshold = 0
    dmenu = {}
[urgency_low]
    timeout = 0
[urgency_normal]
    timeout = 0
[urgency_critical]
    timeout = 0
",
        chooser.display()
    );
    fs::write(&file, text).unwrap();
    file.display().to_string()
}

/// The arguments of `Notify`, in the order of the Desktop Notifications Specification.
fn read(message: &zbus::Message) -> Option<Notification> {
    type Arguments = (
        String,
        u32,
        String,
        String,
        String,
        Vec<String>,
        HashMap<String, OwnedValue>,
        i32,
    );
    let body = message.body();
    let arguments: Arguments = body.deserialize().ok()?;
    let (application, _replaces, _icon, summary, body, actions, hints, _timeout) = arguments;
    Some(Notification {
        application,
        summary,
        body,
        actions: actions
            .chunks_exact(2)
            .map(|pair| (pair[0].clone(), pair[1].clone()))
            .collect(),
        urgency: hints.get("urgency").and_then(|value| value.try_into().ok()),
    })
}
