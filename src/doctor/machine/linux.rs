//! Linux: what is on the session bus, and what systemd knows of the clock. Nothing is started by asking, but systemd's
//! own service for the clock, which ends by itself.

use std::future::Future;

use tokio::time::timeout;
use zbus::connection::Builder;
use zbus::fdo::DBusProxy;
use zbus::zvariant::{OwnedObjectPath, OwnedValue};
use zbus::{Connection, Message};

use super::{BusTrouble, Desktop, KeyringFound, NotificationsFound, PATIENCE, TrayFound};

const PROPERTIES: &str = "org.freedesktop.DBus.Properties";

/// What collects tray icons: <https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/>.
const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const WATCHER_PATH: &str = "/StatusNotifierWatcher";

/// <https://specifications.freedesktop.org/notification-spec/latest/>.
const NOTIFICATIONS: &str = "org.freedesktop.Notifications";
const NOTIFICATIONS_PATH: &str = "/org/freedesktop/Notifications";

/// <https://specifications.freedesktop.org/secret-service-spec/latest/>.
const SECRETS: &str = "org.freedesktop.secrets";
const SECRETS_PATH: &str = "/org/freedesktop/secrets";
const SECRETS_SERVICE: &str = "org.freedesktop.Secret.Service";
const SECRETS_COLLECTION: &str = "org.freedesktop.Secret.Collection";
/// What an alias leads to that there is not.
const NO_COLLECTION: &str = "/";

/// systemd's, or what stands in for it: `org.freedesktop.timedate1(5)`.
const CLOCK: &str = "org.freedesktop.timedate1";
const CLOCK_PATH: &str = "/org/freedesktop/timedate1";

pub(super) async fn desktop(session_bus: Option<&str>) -> Desktop {
    let bus = match session_bus {
        Some(address) => Builder::address(address),
        None => Builder::session(),
    };
    let bus = match in_time(connect(bus)).await {
        Ok(bus) => bus,
        Err(trouble) => {
            let trouble = match trouble {
                BusTrouble::Failed { cause } => BusTrouble::NoSession { cause },
                other => other,
            };
            return Desktop {
                tray: TrayFound::NotKnown(trouble.clone()),
                notifications: NotificationsFound::NotKnown(trouble.clone()),
                keyring: KeyringFound::NotKnown(trouble),
            };
        }
    };
    let (tray, notifications, keyring) = tokio::join!(
        in_time(tray(&bus)),
        in_time(notifications(&bus)),
        in_time(keyring(&bus))
    );
    Desktop {
        tray: tray.unwrap_or_else(TrayFound::NotKnown),
        notifications: notifications.unwrap_or_else(NotificationsFound::NotKnown),
        keyring: keyring.unwrap_or_else(KeyringFound::NotKnown),
    }
}

/// Whether the network's time keeps the clock; `None` where nobody says.
pub(super) async fn is_clock_kept(system_bus: Option<&str>) -> Option<bool> {
    let bus = match system_bus {
        Some(address) => Builder::address(address),
        None => Builder::system(),
    };
    let asking = async {
        let bus = connect(bus).await?;
        property(&bus, CLOCK, CLOCK_PATH, CLOCK, "NTPSynchronized").await
    };
    in_time(asking).await.ok()?.try_into().ok()
}

async fn tray(bus: &Connection) -> zbus::Result<TrayFound> {
    let names = DBusProxy::new(bus).await?;
    if !names.name_has_owner(WATCHER.try_into()?).await? {
        return Ok(TrayFound::NoWatcher);
    }
    let is_shown = "IsStatusNotifierHostRegistered";
    let is_shown = property(bus, WATCHER, WATCHER_PATH, WATCHER, is_shown).await?;
    Ok(if is_shown.try_into()? {
        TrayFound::Host
    } else {
        TrayFound::NoHost
    })
}

async fn notifications(bus: &Connection) -> zbus::Result<NotificationsFound> {
    let names = DBusProxy::new(bus).await?;
    if !names.name_has_owner(NOTIFICATIONS.try_into()?).await? {
        return Ok(if is_startable(&names, NOTIFICATIONS).await? {
            NotificationsFound::Startable
        } else {
            NotificationsFound::Nobody
        });
    }
    let method = "GetServerInformation";
    let reply = call(
        bus,
        NOTIFICATIONS,
        NOTIFICATIONS_PATH,
        NOTIFICATIONS,
        method,
        &(),
    )
    .await?;
    // Its name, its maker, its version, and the specification's.
    let (name, _, _, _): (String, String, String, String) = reply.body().deserialize()?;
    Ok(NotificationsFound::Daemon { name })
}

async fn keyring(bus: &Connection) -> zbus::Result<KeyringFound> {
    let names = DBusProxy::new(bus).await?;
    if !names.name_has_owner(SECRETS.try_into()?).await? {
        return Ok(if is_startable(&names, SECRETS).await? {
            KeyringFound::Startable
        } else {
            KeyringFound::Absent
        });
    }
    let method = "ReadAlias";
    let reply = call(
        bus,
        SECRETS,
        SECRETS_PATH,
        SECRETS_SERVICE,
        method,
        &"default",
    )
    .await?;
    let collection: OwnedObjectPath = reply.body().deserialize()?;
    if collection.as_str() == NO_COLLECTION {
        return Ok(KeyringFound::NoCollection);
    }
    let path = collection.as_str();
    let is_locked = property(bus, SECRETS, path, SECRETS_COLLECTION, "Locked").await?;
    Ok(if is_locked.try_into()? {
        KeyringFound::Locked
    } else {
        KeyringFound::Unlocked
    })
}

async fn connect(bus: zbus::Result<Builder<'_>>) -> zbus::Result<Connection> {
    bus?.method_timeout(PATIENCE).build().await
}

/// Whether the bus starts somebody of that name when a message comes for it.
async fn is_startable(names: &DBusProxy<'_>, name: &str) -> zbus::Result<bool> {
    let startable = names.list_activatable_names().await?;
    Ok(startable.iter().any(|one| one.as_str() == name))
}

async fn property(
    bus: &Connection,
    name: &str,
    path: &str,
    interface: &str,
    property: &str,
) -> zbus::Result<OwnedValue> {
    let reply = call(bus, name, path, PROPERTIES, "Get", &(interface, property)).await?;
    reply.body().deserialize()
}

async fn call<B>(
    bus: &Connection,
    name: &str,
    path: &str,
    interface: &str,
    method: &str,
    body: &B,
) -> zbus::Result<Message>
where
    B: serde::Serialize + zbus::zvariant::DynamicType,
{
    bus.call_method(Some(name), path, Some(interface), method, body)
        .await
}

/// What a call says that may hang.
async fn in_time<T>(call: impl Future<Output = zbus::Result<T>>) -> Result<T, BusTrouble> {
    match timeout(PATIENCE, call).await {
        Ok(Ok(said)) => Ok(said),
        Ok(Err(error)) if is_late(&error) => Err(BusTrouble::Late),
        Ok(Err(error)) => Err(BusTrouble::Failed {
            cause: error.to_string(),
        }),
        Err(_) => Err(BusTrouble::Late),
    }
}

fn is_late(error: &zbus::Error) -> bool {
    matches!(error, zbus::Error::InputOutput(error) if error.kind() == std::io::ErrorKind::TimedOut)
}
