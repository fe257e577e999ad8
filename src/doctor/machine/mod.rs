//! The machine as it is, whatever profile: what PortKnocker builds on, looked at piece by piece. Nothing is changed, no
//! secret is read, nothing is sent but lookups of the profiles' names and, where a time server is named, one question.
//!
//! Looking is at the edges here; what it means is told from values (`state`, `line` and `hint` of each piece).

mod agent;
mod autostart;
mod bus_trouble;
mod clock;
mod configuration;
mod echo;
mod examined;
mod families;
mod keyring;
mod names;
mod needs;
mod notifications;
#[cfg(test)]
mod tests;
mod tray;

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(any(windows, target_os = "macos"), path = "other.rs")]
mod platform;

pub use agent::AgentFound;
pub use autostart::AutostartFound;
pub use bus_trouble::BusTrouble;
pub use clock::ClockFound;
pub use configuration::ConfigurationFound;
pub use echo::EchoFound;
pub use examined::{Examined, Found, State, Subject};
pub use families::FamilyFound;
pub use keyring::KeyringFound;
pub use names::{MissingName, NamesFound};
pub use notifications::NotificationsFound;
pub use tray::TrayFound;

use std::path::PathBuf;
use std::time::Duration;

use tokio::time::timeout;

use crate::config::{Config, ConfigPath};
use crate::folders;
use needs::Needs;

/// Whatever does not answer for so long counts as not answering.
const PATIENCE: Duration = Duration::from_secs(2);

/// What is looked at.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The configuration file; `None` where the system does not say where the user's home is.
    pub config: Option<ConfigPath>,
    /// The folder in which an agent would have its channel.
    pub runtime: PathBuf,
    /// Who is asked for the time: a host or `host:port`. Nobody, where it is unsaid.
    pub time_server: Option<String>,
    /// The address of the session bus (Linux), unless it is the usual one.
    pub session_bus: Option<String>,
    /// The address of the system bus (Linux), unless it is the usual one.
    pub system_bus: Option<String>,
}

impl Setup {
    /// This machine, as this user has it.
    #[must_use]
    pub fn here(config: Option<ConfigPath>, time_server: Option<String>) -> Self {
        Self {
            config,
            runtime: folders::runtime(),
            time_server,
            session_bus: None,
            system_bus: None,
        }
    }
}

/// What there is to say of each subject, in the order in which it is to be read: one for each [`Subject`]. Everything is
/// looked at side by side; where all of it hangs, that takes some four seconds.
pub async fn examine(setup: &Setup) -> Vec<Examined> {
    let on_the_profiles = async {
        let (configuration, config) = configuration::look(setup.config.clone()).await;
        let config = config.unwrap_or_default();
        let lookups = names::look_up(&config).await;
        (configuration, config, lookups)
    };
    let ((configuration, config, lookups), agent, autostart, desktop, clock) = tokio::join!(
        on_the_profiles,
        agent::look(&setup.runtime, setup.config.as_ref()),
        autostart::look(),
        platform::desktop(setup.session_bus.as_deref()),
        clock::look(setup.time_server.as_deref(), setup.system_bus.as_deref()),
    );
    let [ipv4, ipv6] = families::look(&config, &lookups);
    let needs = Needs::of(&config);
    let found = [
        Found::Configuration(configuration),
        Found::Agent(agent),
        Found::Autostart(autostart),
        Found::Tray(desktop.tray),
        Found::Notifications(desktop.notifications),
        Found::Keyring(desktop.keyring),
        Found::Names(NamesFound::of(&lookups, names::count(&config))),
        Found::Ipv4(ipv4),
        Found::Ipv6(ipv6),
        Found::Echo(echo::look()),
        Found::Clock(clock),
    ];
    found
        .into_iter()
        .map(|found| Examined::of(found, needs))
        .collect()
}

/// What the desktop has.
struct Desktop {
    tray: TrayFound,
    notifications: NotificationsFound,
    keyring: KeyringFound,
}

/// What a call says that may hang, as one to a disk far away may; `None` where it does.
async fn in_time<T: Send + 'static>(call: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let calling = tokio::task::spawn_blocking(call);
    timeout(PATIENCE, calling).await.ok()?.ok()
}
